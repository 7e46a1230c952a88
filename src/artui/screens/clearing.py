"""ARAR70: clear unapplied balances: prompts above, the kept list below, YES at the bottom.

Values: a company. Enter in the prompts makes the list or shows the one that waits; F10 says what
would be posted and asks for YES.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.automatic import clearing_list
from artui.ledger.automatic.at_zero import check_rewards
from artui.ledger.automatic.clearing import Rehearsed
from artui.ledger.automatic.clearing_list import KeptList
from artui.ledger.automatic.divisions import Divisions, chosen_in
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.naming import many
from artui.reports.clearing import list_text
from artui.screens import show
from artui.screens.clearing_divisions import SEVERAL, Choice, DivisionChoice
from artui.screens.clearing_posting import Done, clearing
from artui.screens.clearing_prompts import (
    ALL,
    FIRST,
    LAST,
    LastQuestion,
    answer_field,
    made_words,
    prompt_fields,
)
from artui.screens.clearing_rows import AccountRows, Look, Summary, columns, row_words, summed
from artui.screens.clearing_sheets import (
    ClearingDryRun,
    ClearingPairs,
    ClearingResult,
    ClearingWhy,
)
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.printing import print_lines
from artui.screens.refusals import beside, show_refusal
from artui.screens.session import Session
from artui.screens.sheet import PRINTED

NO_YES, SHOWN, REPLACE, NONE_FOUND, NO_LIST, REMOVED, ADDED = range(3502, 3509)
LEFT_AS_IS = 3515
_FIELDS = {"reselect": "reselect", "division": "division", "region": "division",
           "cut_off": "cut_off", "company": "company", "customer": "accounts",
           "rows": "accounts", "permission": ""}  # fmt: skip


class ClearBalances(Panel):
    """The prompts of the source, the list, the confirmation."""

    ID = "ARAR70"
    TITLE = "Clear unapplied balances"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "new.add", "page_back", "page_next",
        "copy.code", "do.clear", "more", "back", "dry_run", "sign_off", "print", "top", "bottom",
        "code_page",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._lists: list[KeptList] = []
        self._choice = Choice()
        self._question = LastQuestion(self)

    def compose(self) -> ComposeResult:
        """Re-select, division, cut-off, company; the accounts; the answer, shown when asked."""
        yield from prompt_fields(self.session)
        self._rows = AccountRows(self.session.ledger)
        fixed, *sets = columns(self.session.today)
        yield Subfile(
            "accounts",
            self._rows,
            fixed,
            sets=sets,
            key=lambda row: row.key,
            first=FIRST,
            last=LAST,
            options=("4.remove", "5.account", "7.pairs", "9"),
            position="position",
            status_at=(3, 79),
        )
        yield answer_field()

    # --- opening and reading ---------------------------------------------------------------------

    def opened(self) -> None:
        """A list that waits is taken up; without one the accounts are selected."""
        self.field("answer").display = False
        if self.values:
            self.field("company").text = self.values[0].upper()
        self._offer()

    def _offer(self) -> None:
        waits = self._waiting()
        self.field("reselect").text = "N" if waits else "Y"
        self._say_made(waits)
        if not self._lists:
            self.explain(
                "A list waits: Enter shows it, Re-select Y puts another in its place."
                if waits
                else "Enter looks for customers whose debits and credits come to exactly zero."
            )

    def _scope(self) -> list[str]:
        text = self.field("company").text.strip()
        seen = clearing_list.companies_seen(self.session.ledger)
        return seen if text in ("", ALL) else [text]

    def _waiting(self) -> list[KeptList]:
        companies = self._scope()
        return [
            one for one in clearing_list.kept_lists(self.session.ledger) if one.company in companies
        ]

    def _say_made(self, lists: Sequence[KeptList]) -> None:
        self.put(3, 29, f"{made_words(lists, self.session.today):<38}"[:38])

    def resumed(self) -> None:
        """Back from a panel: the list as it stands now."""
        if self._lists:
            self._show_lists(
                [clearing_list.kept_list(self.session.ledger, c) for c in self._in_work()]
            )

    def _in_work(self) -> list[str]:
        return [one.company for one in self._lists]

    def act_refresh(self) -> None:
        """F5: the list as it stands now; codes typed stay."""
        self.resumed()

    def _show_lists(self, lists: Sequence[KeptList | None]) -> None:
        """Show lists; those that are emptied go."""
        self._question.hide()
        self._lists = [one for one in lists if one is not None]
        self._show_rows()
        self._say_made(self._lists)
        if not self._lists:
            self.explain("")

    def _show_rows(self) -> None:
        """The accounts, looked at anew; codes of those that went go with them."""
        self._rows = AccountRows(self.session.ledger, self._lists)
        listing, keys = self.listing(), set(self._rows.keys)
        listing.clear_codes([key for key, _ in listing.codes.ordered() if key not in keys])
        listing.reload(self._rows)

    # --- the list is made or taken up ------------------------------------------------------------

    def accept(self) -> None:
        """Enter in the prompts: select anew, or show the list that waits. In the answer: do it."""
        if self._question.open:
            self._answered()
            return
        if self.field("reselect").text == "N":
            self._listed(self._waiting())
        elif self.field("division").text.strip() == SEVERAL:
            self.open(DivisionChoice(self._scope()), then=self._chosen)
        else:
            self._choice = Choice()
            self._select()

    def _chosen(self, choice: object) -> None:
        """Divisions and regions were marked."""
        if isinstance(choice, Choice):
            self._choice = choice
            self._select()

    def _select(self) -> None:
        ledger, scope = self.session.ledger, self._scope()
        try:
            for company in scope:
                check_rewards(ledger, ledger.policies.company(company).company)
            text = self._choice.text or self.field("division").text
            wanted = chosen_in(ledger, scope, text, self._choice.regions)
        except Refused as refused:
            self.errors(show.faults(refused.problems, _FIELDS))
            return
        waits = [one for one in clearing_list.kept_lists(ledger) if one.company in wanted]
        if not waits:
            self._make(wanted)
            return
        count = sum(len(one.accounts) for one in waits)
        whose = ", ".join(sorted({one.made_by for one in waits}))
        self.ask(
            REPLACE,
            f"Replace {whose}'s list of {many(count, 'account')}?",
            lambda: self._make(wanted),
        )

    def _make(self, wanted: dict[str, Divisions]) -> None:
        ledger, cut_off = self.session.ledger, str(self.field("cut_off").value)

        def select(_job: Job) -> list[KeptList | None]:
            return [
                clearing_list.select(ledger, company, cut_off=cut_off, wanted=own, replace=True)
                for company, own in wanted.items()
            ]

        beside(self, select, self._listed, _FIELDS)

    def _listed(self, lists: Sequence[KeptList | None]) -> None:
        self._show_lists(lists)
        if self._lists:
            self.field("reselect").text = "N"
            self.go_to("accounts")
            self.inform(SHOWN, f"{many(self._rows.count(), 'account')} at zero. F10=Clear them")
        elif self.field("reselect").text == "N":
            self._no_list()
        else:
            self.go_to_first()
            until = self.field("cut_off").text
            self.inform(NONE_FOUND, f"No account comes to zero up to {until}.")

    def _no_list(self) -> None:
        text = "No list waits: Re-select Y looks for accounts at zero."
        self.error(NO_LIST, text, "reselect")

    # --- rows ------------------------------------------------------------------------------------

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The foot says which document pays which, or why nothing will."""
        row = message.subfile.row
        if isinstance(row, Look) and not self._question.open:
            self.explain(*row_words(row))

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the account."""
        self._account(self._rows.look(message.key))

    def _account(self, row: Look) -> None:
        self.open("arca40", f"{row.listed.company}/{row.listed.customer}")

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """4 takes rows off the list; then the first other code opens its panel."""
        removed = [self._rows.look(key) for key, code in message.codes if code == "4"]
        others = [(key, code) for key, code in message.codes if code != "4"]
        message.subfile.clear_codes()
        if removed:
            self._remove(removed)
        if others:
            key, code = others[0]
            row = self._rows.look(key)
            if code == "5":
                self._account(row)
            else:
                self.open(ClearingPairs(row) if code == "7" else ClearingWhy(row))

    def _remove(self, rows: Sequence[Look]) -> None:
        ledger = self.session.ledger
        try:
            lists = [
                clearing_list.remove(
                    ledger,
                    one.company,
                    [row.listed.key for row in rows if row.listed.company == one.company],
                )
                for one in self._lists
            ]
        except LedgerError as error:
            show_refusal(self, error, _FIELDS)
            return
        self._show_lists(lists)
        self.inform(REMOVED, f"{many(len(rows), 'account')} taken off the list.")

    def act_new(self) -> None:
        """F6: add a customer whose account comes to zero."""
        if not self._lists:
            self._no_list()
            return
        self.open("prompt.customer", then=self._add)

    def _add(self, customer: object) -> None:
        if not isinstance(customer, str):
            return
        company, _, number = customer.rpartition("/")
        ledger, companies = self.session.ledger, [company] if company else self._in_work()
        known = [one for one in companies if ledger.read.customer(one, number) is not None]
        try:
            kept = clearing_list.add(ledger, (known or companies)[0], number)
        except LedgerError as error:
            show_refusal(self, error, _FIELDS)
            return
        self._show_lists([kept if one.company == kept.company else one for one in self._lists])
        self.listing().move_to(self._rows.place_of(number))
        self.inform(ADDED, f"{number} is on the list.")

    # --- clearing --------------------------------------------------------------------------------

    def act_do(self) -> None:
        """F10: codes typed first; then say what would be posted and ask for YES."""
        if self._question.open:
            self._answered()
        elif self.listing().codes.ordered():
            self.listing().run()
        elif not self._lists:
            self.submit()
        else:
            self._ask()

    def _ask(self) -> None:
        """Look at every account, then say what would be posted."""
        policies, today = self.session.ledger.policies, self.session.today
        self._show_rows()
        rows = self._rows

        def look(_job: Job) -> Summary:
            looks = map(rows.look, rows.keys)
            return summed(looks, lambda code: policies.by_division(code, today))

        beside(self, look, self._question.show, _FIELDS)

    def _answered(self) -> None:
        answer = self.field("answer").text.strip()
        if answer in ("NO", "N", ""):
            self._question.hide()
            self.inform(LEFT_AS_IS, "Nothing was posted; the list waits.")
        elif answer != "YES":
            self.error(NO_YES, "YES clears the balances, NO goes back.", "answer")
        else:
            self._question.hide()
            self._clear()

    def _clear(self) -> None:
        self.work(clearing(self.session.ledger, self._lists), self._cleared)

    def _cleared(self, done: Done) -> None:
        if done.clearings:
            self.open(ClearingResult(done), then=lambda _none: self._offer())
        elif done.problem is not None:
            show_refusal(self, done.problem, _FIELDS)

    def act_dry_run(self) -> None:
        """F11 F2: balances and journal as they would be."""
        if not self._lists:
            self._no_list()
            return
        ledger, companies = self.session.ledger, self._in_work()

        def rehearse(_job: Job) -> list[Rehearsed]:
            return [clearing_list.rehearse_list(ledger, company) for company in companies]

        def shown(seen: list[Rehearsed]) -> None:
            self.open(ClearingDryRun(seen), then=lambda go: self._ask() if go else None)

        beside(self, rehearse, shown, _FIELDS)

    def act_print(self) -> None:
        """F11 F4: the list to the print command."""
        lines = [line for one in self._lists for line in [*list_text(self.session.ledger, one), ""]]
        print_lines(self, lines, PRINTED, "The list went to the print command.")

    # --- moving about ----------------------------------------------------------------------------

    def act_back(self) -> None:
        """F12: from the question to the list, else back."""
        if self._question.open:
            self._question.hide()
            self.inform(LEFT_AS_IS, "Nothing was posted; the list waits.")
        else:
            super().act_back()

    def tab(self, by: int) -> bool:
        """Tab passes over the answer while nothing is asked; while it is, it stays there."""
        if self._question.open:
            return False
        moved = super().tab(by)
        return super().tab(by) if self.focused is self.field("answer") else moved

    def prompt(self, part: Part | None) -> Panel | str | None:
        """F4: companies, divisions."""
        name = part.name if part is not None else ""
        if name == "company":
            return "prompt.company"
        return DivisionChoice(self._scope(), one=True) if name == "division" else None

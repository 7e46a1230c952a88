"""ARAR70: clear unapplied balances: prompts above, the kept list below, YES at the bottom.

Values: a company. Enter in the prompts makes the list or shows the one that waits; F10 says what
would be posted and asks for YES.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from textual.app import ComposeResult

from artui.ledger.automatic import clearing_list
from artui.ledger.automatic.at_zero import Listed, account_of, check_rewards
from artui.ledger.automatic.clearing import Clearing, Rehearsed
from artui.ledger.automatic.clearing_list import KeptList
from artui.ledger.automatic.divisions import Divisions, chosen_in
from artui.ledger.dates import parse_date
from artui.ledger.errors import LedgerError, Refused
from artui.reports.clearing import list_text, many
from artui.screens import show
from artui.screens.clearing_divisions import SEVERAL, Choice, DivisionChoice
from artui.screens.clearing_rows import Look, Summary, columns, row_words, summed
from artui.screens.clearing_sheets import (
    ClearingDryRun,
    ClearingPairs,
    ClearingResult,
    ClearingWhy,
)
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part, Place
from artui.screens.frame.rows import ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.printing import print_lines
from artui.screens.session import Session
from artui.screens.sheet import PRINTED

T = TypeVar("T")

ASK, NO_YES, SHOWN, REPLACE, NONE_FOUND, NO_LIST, REMOVED, ADDED, CLEARED = range(3501, 3510)
DONE_SO_FAR, LEFT_AS_IS = 3080, 3515
ALL = "ALL"
_FIRST, _LAST, _ASKING = 4, -8, -12
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
        self._looks: dict[str, Look] = {}
        self._choice = Choice()
        self._asking = False

    def compose(self) -> ComposeResult:
        """Re-select, division, cut-off, company; the accounts; the answer, shown when asked."""
        session = self.session
        yield Field("reselect", line=2, col=12, width=1, label="Re-select", kind=Kind.YES_NO,
                    text="Y", stop=True, required=True)  # fmt: skip
        yield Field("division", line=2, col=25, width=10, label="Division", kind=Kind.CODED,
                    text=ALL, limit=40)  # fmt: skip
        yield Field("cut_off", line=2, col=46, width=10, label="Cut-off", kind=Kind.DATE,
                    text=session.today, required=True, show=str,
                    parse=lambda text: parse_date(
                        text, session.today, month_first=session.settings.month_first))  # fmt: skip
        yield Field("company", line=2, col=68, width=8, label="Company", kind=Kind.CODED,
                    text=session.company or ALL, required=True)  # fmt: skip
        yield Field("position", line=3, col=14, width=12, label="Position to")
        fixed, *sets = columns(session.today)
        yield Subfile(
            "accounts",
            ListSource[Look](()),
            fixed,
            sets=sets,
            key=lambda row: row.key,
            first=_FIRST,
            last=_LAST,
            options=("4.remove", "5.account", "7.pairs", "9"),
            position="position",
            status_at=(3, 79),
        )
        yield Field("answer", line=-6, col=38, width=3, label="Clear the balances now (YES/NO)",
                    text="NO", upper=True)  # fmt: skip

    # --- opening and reading ---------------------------------------------------------------------

    def opened(self) -> None:
        """A list that waits is taken up; without one the accounts are selected."""
        self.field("answer").display = False
        if self.values:
            self.field("company").text = self.values[0].upper()
        self._offer()

    def _offer(self) -> None:
        waits = clearing_list.kept_lists(self.session.ledger)
        companies = self._scope()
        waits = [one for one in waits if one.company in companies]
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
        known = self.session.ledger.policies.companies
        return sorted(known) if text in ("", ALL) else [text]

    def _say_made(self, lists: Sequence[KeptList]) -> None:
        today = self.session.today
        names = []
        for one in lists[:1]:
            day = show.short_day(show.recorded_day(one.made_at), today)
            names.append(f"{day} {show.clock(one.made_at)[:5]} by {one.made_by}")
        count = sum(len(one.accounts) for one in lists)
        made = f"Made {names[0]}, {many(count, 'account')}" if names else ""
        self.put(3, 29, f"{made:<38}"[:38])

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
        self._stop_asking()
        self._lists = [one for one in lists if one is not None]
        self._looks = {
            look.key: look for one in self._lists for look in map(self._look, one.accounts)
        }
        listing = self.listing()
        listing.clear_codes([key for key, _ in listing.codes.ordered() if key not in self._looks])
        rows = list(self._looks.values())
        listing.reload(ListSource(rows, lambda row: row.listed.customer))
        self._say_made(self._lists)
        if not rows:
            self.explain("")

    def _look(self, listed: Listed) -> Look:
        now = account_of(
            self.session.ledger, listed.company, listed.key, listed.cut_off, listed.known_at
        )
        return Look(listed, now)

    # --- the list is made or taken up ------------------------------------------------------------

    def accept(self) -> None:
        """Enter in the prompts: select anew, or show the list that waits. In the answer: do it."""
        if self._asking:
            self._answered()
            return
        if self.field("reselect").text == "N":
            found = [
                one
                for one in clearing_list.kept_lists(self.session.ledger)
                if one.company in self._scope()
            ]
            self._listed(found)
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

        def task() -> list[KeptList | None]:
            return [
                clearing_list.select(ledger, company, cut_off=cut_off, wanted=own, replace=True)
                for company, own in wanted.items()
            ]

        self._do(task, self._listed)

    def _listed(self, lists: Sequence[KeptList | None]) -> None:
        self._show_lists(lists)
        if self._lists:
            self.field("reselect").text = "N"
            self.go_to("accounts")
            self.inform(SHOWN, f"{many(len(self._looks), 'account')} at zero. F10=Clear them")
        elif self.field("reselect").text == "N":
            self.error(
                NO_LIST, "No list waits: Re-select Y looks for accounts at zero.", "reselect"
            )
        else:
            self.go_to_first()
            until = self.field("cut_off").text
            self.inform(NONE_FOUND, f"No account comes to zero up to {until}.")

    def _do(self, task: Callable[[], T], done: Callable[[T], None]) -> None:
        """Work beside the panel; a refusal is shown at its field."""

        def work(_job: Job) -> T | LedgerError:
            try:
                return task()
            except LedgerError as error:
                return error

        def worked(answer: T | LedgerError) -> None:
            if not self._refused(answer):
                done(answer)  # type: ignore[arg-type]

        self.work(work, worked)

    def _refused(self, answer: object) -> bool:
        if isinstance(answer, Refused):
            self.errors(show.faults(answer.problems, _FIELDS))
        elif isinstance(answer, LedgerError):
            self.error(messages.FAILED, str(answer))
        return isinstance(answer, LedgerError)

    # --- rows ------------------------------------------------------------------------------------

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The foot says which document pays which, or why nothing will."""
        row = message.subfile.row
        if isinstance(row, Look) and not self._asking:
            self.explain(*row_words(row))

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the account."""
        self._account(self._looks[message.key])

    def _account(self, row: Look) -> None:
        self.open("arca40", f"{row.listed.company}/{row.listed.customer}")

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """4 takes rows off the list; then the first other code opens its panel."""
        removed = [self._looks[key] for key, code in message.codes if code == "4"]
        others = [(key, code) for key, code in message.codes if code != "4"]
        message.subfile.clear_codes([key for key, _code in [*message.codes]])
        if removed:
            self._remove(removed)
        if others:
            key, code = others[0]
            row = self._looks[key]
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
            self._refused(error)
            return
        self._show_lists(lists)
        self.inform(REMOVED, f"{many(len(rows), 'account')} taken off the list.")

    def act_new(self) -> None:
        """F6: add a customer whose account comes to zero."""
        if not self._lists:
            self.error(
                NO_LIST, "No list waits: Re-select Y looks for accounts at zero.", "reselect"
            )
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
            self._refused(error)
            return
        self._show_lists([kept if one.company == kept.company else one for one in self._lists])
        keys = [row.listed.customer for row in self._looks.values()]
        self.listing().move_to(keys.index(number))
        self.inform(ADDED, f"{number} is on the list.")

    # --- clearing --------------------------------------------------------------------------------

    def act_do(self) -> None:
        """F10: codes typed first; then say what would be posted and ask for YES."""
        if self._asking:
            self._answered()
        elif self.listing().codes.ordered():
            self.listing().run()
        elif not self._lists:
            self.submit()
        else:
            self._ask()

    def _ask(self) -> None:
        policies, today = self.session.ledger.policies, self.session.today
        lists, before = self._lists, self.listing().cursor_key

        def task() -> list[Look]:
            return [self._look(listed) for one in lists for listed in one.accounts]

        def looked(rows: list[Look]) -> None:
            self._looks = {row.key: row for row in rows}
            self.listing().reload(ListSource(rows, lambda row: row.listed.customer))
            self._show_question(summed(rows, lambda code: policies.by_division(code, today)))

        assert before or not lists
        self._do(task, looked)

    def _show_question(self, summary: Summary) -> None:
        self._asking = True
        self._place_list()
        self.drop_typeahead()
        for line, text in zip(range(-11, -7), summary.words(), strict=True):
            self.put_line(line, text)
        field = self.field("answer")
        field.display, field.text = True, "NO"
        self.go_to("answer")
        self._say_question()

    def _say_question(self) -> None:
        self.inform(ASK, "Type YES and Enter to clear, NO to go back to the list.")

    def _place_list(self) -> None:
        listing = self.listing()
        listing.place = Place(_FIRST, last=_ASKING - 1 if self._asking else _LAST)
        listing.refresh(layout=True)
        self.refresh(layout=True)
        listing.resized()
        for line in range(_ASKING, -4):
            self.put_line(line, "")

    def _stop_asking(self) -> None:
        if self._asking:
            self._asking = False
            self.field("answer").display = False
            self._place_list()
            self.go_to("accounts")

    def _answered(self) -> None:
        answer = self.field("answer").text.strip()
        if answer in ("NO", "N", ""):
            self._stop_asking()
            self.inform(LEFT_AS_IS, "Nothing was posted; the list waits.")
        elif answer != "YES":
            self.error(NO_YES, "YES clears the balances, NO goes back.", "answer")
        else:
            self._stop_asking()
            self._clear()

    def _clear(self) -> None:
        ledger, lists = self.session.ledger, list(self._lists)
        total = len(self._looks)

        def task(job: Job) -> list[Clearing] | LedgerError:
            done: list[Clearing] = []

            def step(count: int) -> bool:
                so_far = count + sum(len(one.accounts) for one in done)
                job.report(
                    DONE_SO_FAR,
                    f"{so_far:,} of {total:,} done. Esc=Stop after this transaction",
                )
                return job.stopping

            try:
                for one in lists:
                    done.append(clearing_list.clear_list(ledger, one.company, seen=one, step=step))
            except LedgerError as error:
                return error
            return done

        def cleared(answer: list[Clearing] | LedgerError) -> None:
            if not self._refused(answer) and not isinstance(answer, LedgerError):
                self.open(ClearingResult(answer, lists), then=lambda _none: self._offer())

        self.work(task, cleared)

    def act_dry_run(self) -> None:
        """F11 F2: balances and journal as they would be."""
        if not self._lists:
            self.error(
                NO_LIST, "No list waits: Re-select Y looks for accounts at zero.", "reselect"
            )
            return
        ledger, companies = self.session.ledger, self._in_work()

        def task() -> list[Rehearsed]:
            return [clearing_list.rehearse_list(ledger, company) for company in companies]

        def shown(seen: list[Rehearsed]) -> None:
            self.open(ClearingDryRun(seen), then=lambda go: self._ask() if go else None)

        self._do(task, shown)

    def act_print(self) -> None:
        """F11 F4: the list to the print command."""
        lines = [line for one in self._lists for line in [*list_text(self.session.ledger, one), ""]]
        print_lines(self, lines, PRINTED, "The list went to the print command.")

    # --- moving about ----------------------------------------------------------------------------

    def act_back(self) -> None:
        """F12: from the question to the list, else back."""
        if self._asking:
            self._stop_asking()
            self.inform(LEFT_AS_IS, "Nothing was posted; the list waits.")
        else:
            super().act_back()

    def tab(self, by: int) -> bool:
        """Tab passes over the answer while nothing is asked; while it is, it stays there."""
        if self._asking:
            return False
        moved = super().tab(by)
        return super().tab(by) if self.focused is self.field("answer") else moved

    def prompt(self, part: Part | None) -> Panel | str | None:
        """F4: companies, divisions."""
        name = part.name if part is not None else ""
        if name == "company":
            return "prompt.company"
        return DivisionChoice(self._scope(), one=True) if name == "division" else None

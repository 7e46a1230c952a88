"""AR505000: write off balances and credits, from a list, as one run.

Values: the type (``B`` or ``C``), the limit, the customer. 1 includes rows, F10 processes them,
F11 F10 all that are listed; F11 F2 shows first what would be posted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult

from artui.ledger.documents import Document
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.candidate_list import Brief, CandidateList
from artui.ledger.writeoffs.selecting import Selection
from artui.ledger.writeoffs.write_off_runs import Outcome, Run
from artui.reports.write_offs import candidates_text
from artui.screens import candidate_rows as rows
from artui.screens import movements, show
from artui.screens.candidate_area import REASON_KINDS, SelectionArea
from artui.screens.candidate_rows import Marks
from artui.screens.frame import messages
from artui.screens.frame.field import Field
from artui.screens.frame.rows import ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.printing import print_lines
from artui.screens.write_off_posting import posting

LISTED, NOTHING, INCLUDED, NONE_INCLUDED = 3001, 3002, 3003, 3004
ASK, GO_ON, NOT_LISTED, PRINTED = 3010, 3011, 3012, 3015
GIVEN_UP = 3082
SUMMED = 10_000
"""Rows up to which the list says at once what they come to."""

_OPENS = {"5": "document", "8": "replay", "9": "arwhy/c"}
"""What options open."""


class Candidates(SelectionArea):
    """The selection area and the documents it selects."""

    ID = "AR505000"
    TITLE = "Write off balances and credits"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "new.all", "page_back", "page_next",
        "copy.code", "do.process", "more", "back", "dry_run", "sign_off", "print", "undo", "top",
        "bottom", "code_page", "do_all",
    )  # fmt: skip

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._marks = Marks()
        self._selection: Selection | None = None
        self._listed: CandidateList | None = None
        self._several: bool | None = None
        self._unfolded: set[str] = set()

    def compose(self) -> ComposeResult:
        """The selection area, and the list."""
        yield from self.area()
        yield Field("position", line=4, col=14, width=12, label="Position to", upper=True)
        fixed, sets = self._columns(several=True)
        yield Subfile(
            "documents", ListSource[Document](()), fixed, sets=sets, key=lambda row: row.id,
            first=5, last=-8, status_at=(4, 79), position="position",
            options=("1.include", "2.reason", "4.exclude", "5", "7", "8", "9"),
        )  # fmt: skip

    def opened(self) -> None:
        """List what the defaults select; a run that wasn't finished is offered."""
        super().opened()
        waiting = runs.kept(self.session.ledger)
        if waiting:
            self._offer(waiting[0])

    def show_list(self, selection: Selection) -> None:
        """List what is selected; nothing is included then."""
        self._selection = selection
        self._marks.clear()
        for key in self._unfolded:
            self.listing().show_beneath(key, ())
        self._unfolded.clear()
        self._show_list()

    # --- the list -----------------------------------------------------------------------------

    def _show_list(self) -> None:
        selection, ledger = self._selection, self.session.ledger
        assert selection is not None, "the list follows the selection"
        self.session.selection = selection
        self._listed = CandidateList(ledger, selection)
        self._show_columns(selection)
        listing = self.listing()
        listing.clear_codes()
        listing.reload(self._listed)
        self._show_total()
        count = self._listed.count()
        if not count:
            self.explain("")
            self.inform(NOTHING, self._nothing(selection))
            self.go_to("limit")
            return
        self.go_to("documents")
        self._say_listed(self._listed)
        if self._listed.unfinished:
            self._count_on(self._listed)

    def _say_listed(self, listed: CandidateList) -> None:
        """How many there are, as far as they are counted, and what they come to."""
        count = listed.count()
        said = rows.documents_words(count)
        if listed.unfinished:
            said = f"{count - 1:,}+ documents"
        elif count <= SUMMED:
            said += f", {rows.totals_words(listed.sums(), self.session.ledger.policies)}"
        strict = self._selection is not None and self._selection.strict
        self.inform(LISTED, f"{said}; {'below the limit' if strict else 'limit inclusive'}.")

    def _count_on(self, listed: CandidateList) -> None:
        """Count the rest while the clerk reads the first page; no key waits for it."""

        def count() -> None:
            if listed.count_all() <= SUMMED:
                listed.sums()
            self.app.call_from_thread(self._counted, listed)

        self.run_worker(count, thread=True, group="count", exclusive=True, exit_on_error=False)

    def _counted(self, listed: CandidateList) -> None:
        if listed is self._listed and self.is_attached:
            self.listing().recount()
            if self.notice is not None and self.notice.number == LISTED:
                self._say_listed(listed)

    def _show_columns(self, selection: Selection) -> None:
        policies = self.session.ledger.policies
        companies = selection.companies or (selection.company,)
        named = [name for name in companies if name] or list(policies.companies)
        bases = {policies.company(name).base_currency for name in named}
        several = len(bases | set(policies.currencies)) > 1
        if several is not self._several:
            self._several = several
            self.listing().show_columns(*self._columns(several=several))

    def _columns(self, *, several: bool) -> rows.Columns:
        policies, today = self.session.ledger.policies, self.session.today
        return rows.columns(policies, self._marks, self.reason, today, several=several)

    def _nothing(self, selection: Selection) -> str:
        """Why nothing is listed, with the least document that would be."""
        wider = Selection(
            selection.operation,
            customer=selection.customer,
            company=selection.company,
            companies=selection.companies,
            branches=selection.branches,
        )
        limit = self.field("limit").text.strip()
        if CandidateList(self.session.ledger, wider).window(0, 1):
            return f"Nothing up to {limit}; what is open is larger. Limit=change"
        return "Nothing of that type is open here. Type, company or customer=change"

    def _show_total(self) -> None:
        words = rows.selected_words(self._marks, self.session.ledger.policies)
        self.put_line(-7, f"Selection total  {words}")

    def act_refresh(self) -> None:
        """F5: read the list anew; what is included stays."""
        if self._selection is None:
            return
        before, self._listed = self._listed, CandidateList(self.session.ledger, self._selection)
        if before is not None and not before.unfinished:
            self._listed.count_all()
        self.listing().reload(self._listed)
        if self._listed.unfinished:
            self._count_on(self._listed)

    def resumed(self) -> None:
        """Back from a document or a result: the list as it is now."""
        self.act_refresh()

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The foot says what the row is, whole, and what its reason leads to."""
        row = message.subfile.row
        if row is None:
            self.explain("")
            return
        policies = self.session.ledger.policies
        reason = self._marks.reasons.get(row.id, self.reason() or rows.standard(row))
        known = policies.reasons.get(reason)
        account = policies.rules.get(("", "", known.rule), "") if known else ""
        self.explain(
            f"{row.number} {row.name}, {row.customer}: {show.amount(row.open, row.currency)}"
            f" {row.currency} open of {show.amount(row.original, row.currency)}",
            f"Reason {reason}: rule {known.rule if known else '?'}, account {account}",
        )

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A whole document number that isn't listed leads to why not."""
        number = message.text.rpartition("/")[2]
        found = self.session.ledger.read.find_documents(number) if number else []
        listed = message.key.rpartition("/")[2] == number
        if found and not listed:
            self.ask(
                NOT_LISTED,
                f"{number} is not in the list.",
                lambda: self.open("arwhy/c", found[0].id),
                words=("Why not", "Back"),
            )
        elif message.text and not message.key:
            self.error(messages.NOT_FOUND, f"Nothing is listed from {message.text} on.", "position")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter without a code shows the document."""
        self.open("document", message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """Include and exclude rows, show applications; the first other code opens its panel."""
        self._mark(message.codes)
        for key, code in message.codes:
            if code == "7":
                self._toggle(key)
                message.subfile.clear_codes([key])
        for key, code in message.codes:
            if code == "2":
                self.open("prompt.reason", "", *REASON_KINDS, then=self._reason_for(key))
            elif code in _OPENS:
                self.open(_OPENS[code], key)
            else:
                continue
            message.subfile.clear_codes([key])
            return

    def _toggle(self, key: str) -> None:
        """Show what moved a document's balance beneath it, or take that away."""
        self._unfolded ^= {key}
        ledger = self.session.ledger
        document = ledger.read.document(key) if key in self._unfolded else None
        lines = movements.lines(ledger, document, self.session.today) if document else ()
        self.listing().show_beneath(key, lines)

    def _mark(self, codes: Sequence[tuple[str, str]]) -> None:
        found = self.session.ledger.read.documents(
            [key for key, code in codes if code in ("1", "10")]
        )
        self._marks.included.update(found)
        for key, code in codes:
            if code == "4":
                self._marks.included.pop(key, None)
        done = [key for key, code in codes if code in ("1", "10", "4")]
        if done:
            self.listing().clear_codes(done)
            self._show_total()
            words = rows.documents_words(len(self._marks.included))
            self.inform(INCLUDED, f"{words} included. F10=Process, F11 F2=Dry run")

    def _reason_for(self, key: str) -> Callable[[object], None]:
        def chosen(reason: object) -> None:
            if isinstance(reason, str):
                self._marks.reasons[key] = reason
                self.listing().reload(self._listed)

        return chosen

    def act_new(self) -> None:
        """F6: include every row listed."""
        listed = self._listed
        if listed is not None:
            self.work(lambda _job: listed.briefs(), self._include_all)

    def _include_all(self, found: list[Brief]) -> None:
        self._marks.included.update((document.id, document) for document in found)
        self.listing().clear_codes()
        self._show_total()
        self.listing().reload(self._listed)
        words = rows.documents_words(len(self._marks.included))
        self.inform(INCLUDED, f"{words} included. F10=Process, F11 F2=Dry run")

    def act_undo(self) -> None:
        """F11 F5: nothing is included any more."""
        self._marks.clear()
        self.listing().clear_codes()
        self._show_total()

    def act_print(self) -> None:
        """F11 F4: the list to the print command of the settings."""
        selection, listed = self._selection, self._listed
        if selection is None or listed is None or not listed.count():
            self.error(NOTHING, "Nothing is listed that could be printed.")
            return
        lines = candidates_text(
            self.session.ledger.policies,
            selection,
            listed,
            day=self.field("date").text,
            included=self._marks.included,
            reason_of=lambda row: self._marks.reasons.get(row.id, self.reason()),
        )
        print_lines(self, lines, PRINTED, "The list went to the print command.")

    # --- running ------------------------------------------------------------------------------

    def act_do(self) -> None:
        """F10: process what is included, codes typed first."""
        if isinstance(self.focused, Field) and not self._marks.included:
            self.submit()
            return
        self._mark(self.listing().codes.ordered())
        if self._marks.included:
            self._ask(self._plan(all_listed=False))
        else:
            count = self._listed.count() if self._listed else 0
            self.error(
                NONE_INCLUDED, f"Nothing is included: 1 includes a row, F11 F10 all {count:,}"
            )

    def act_do_all(self) -> None:
        """F11 F10: process all that are listed."""
        self._ask(self._plan(all_listed=True))

    def act_dry_run(self) -> None:
        """F11 F2: show what would be posted for what is included, or for all if nothing is."""
        self._mark(self.listing().codes.ordered())
        run = self._plan(all_listed=not self._marks.included)
        if run is not None:
            self.session.run = run
            self.open("ar505000/x", then=self._posted)

    def _plan(self, *, all_listed: bool) -> Run | None:
        if self._listed is None:
            return None
        day, words = self.field("date").text, self.operation[1]
        try:
            return runs.plan(
                self.session.ledger,
                self._listed.listed() if all_listed else self._marks.included.values(),
                day=day,
                reason=self.reason(),
                reasons=self._marks.reasons,
                label=f"{words} of {day}",
            )
        except Refused as refused:
            self.errors(show.faults(refused.problems))
            return None

    def _ask(self, run: Run | None) -> None:
        if run is None:
            return
        count = len(run.documents)
        if count == len(self._marks.included):
            total = rows.selected_words(self._marks, self.session.ledger.policies)
            total = f", {total.partition('  ')[0]}"
        else:
            sums = self._listed.sums() if self._listed and count <= SUMMED else []
            total = f", {rows.totals_words(sums, self.session.ledger.policies)}" if sums else ""
        self.ask(
            ASK,
            f"Write off {rows.documents_words(count)}{total}?",
            lambda: self._carry_out(run),
        )

    def _offer(self, run: Run) -> None:
        self.ask(
            GO_ON,
            f"A run of {rows.documents_words(len(run.documents))} isn't done.",
            lambda: self._carry_out(run),
            words=("Go on", "Later"),
            also=[("f6", "Give up", lambda: self._give_up(run))],
        )

    def _give_up(self, run: Run) -> None:
        runs.give_up(self.session.ledger, run)
        self.inform(GIVEN_UP, "The run ends here. What it posted stays posted.")

    def _carry_out(self, run: Run) -> None:
        self.work(posting(self.session.ledger, run), self._answered)

    def _answered(self, answer: Outcome | LedgerError) -> None:
        if isinstance(answer, Refused):
            self.errors(show.faults(answer.problems))
        elif isinstance(answer, LedgerError):
            self.error(messages.FAILED, str(answer))
        else:
            self._posted(answer)

    def _posted(self, outcome: object) -> None:
        if isinstance(outcome, Outcome):
            self._marks.clear()
            self._show_total()
            self.session.outcome = outcome
            self.open("ar505000/r")

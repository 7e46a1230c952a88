"""AR505000/R: what a write-off run came to, every document named, those skipped first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace
from textual.app import ComposeResult

from artui import keys
from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.reversal.reversing import reverse_batch
from artui.ledger.writeoffs.candidate_list import sums_of
from artui.ledger.writeoffs.write_off_runs import Outcome
from artui.ledger.writeoffs.write_offs import BALANCE, CREDIT, STANDARD_REASON
from artui.ledger.writeoffs.writing_off import REQUESTED, WRITTEN_OFF, WrittenOffResult
from artui.reports.write_offs import result_text
from artui.screens import show
from artui.screens.candidate_rows import documents_words, totals_words
from artui.screens.frame import messages
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ColumnSet, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.text import fit
from artui.screens.printing import print_lines
from artui.screens.session import Session
from artui.screens.write_off_posting import posting

COMPLETE, STOPPED, ASK_UNDO, UNDONE, NO_RUN, PRINTED = 3090, 3081, 3091, 3092, 3063, 3095
NOT_MADE = 3096
_ORDER = {WRITTEN_OFF: 2, REQUESTED: 1}
_KEPT = 2000
"""Documents kept of those shown."""
_ROOM = 56
"""Columns of line 3, before what the list says of itself."""


class WriteOffResult(Panel):
    """The answer to every document of a run."""

    ID = "AR505000/R"
    TITLE = "Write-off result"
    ACTIONS = (
        "help", "go", "leave.menu", "refresh", "page_back", "page_next", "more", "back",
        "sign_off", "print", "undo", "top", "bottom",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._documents: dict[str, Document] = {}

    def compose(self) -> ComposeResult:
        """The documents, skipped ones first."""
        fixed, sets = self._columns()
        yield Subfile(
            "results", ListSource[WrittenOffResult](()), fixed, sets=sets,
            key=lambda row: row.document, first=4, last=-8,
            options=("1.made", "5.document", "7.voucher", "9"), status_at=(3, 79),
            may_take=lambda row, code: code not in ("1", "7") or bool(row.voucher),
        )  # fmt: skip

    def _columns(
        self,
    ) -> tuple[ColumnSet[WrittenOffResult], Sequence[ColumnSet[WrittenOffResult]]]:
        fixed = (
            Column[WrittenOffResult]("Comp", 4, lambda row: ev.company_of(row.document)),
            Column[WrittenOffResult]("Document", 11, lambda row: ev.number_of(row.document)),
            Column[WrittenOffResult]("Outcome", 11, lambda row: row.outcome),
        )
        first = (
            Column[WrittenOffResult](
                "Customer name", 15, lambda row: self._document(row.document).name
            ),
            Column[WrittenOffResult]("Cur", 3, lambda row: self._document(row.document).currency),
            Column[WrittenOffResult]("Amount", 11, self._amount, right=True),
            Column[WrittenOffResult]("Made", 13, _made),
        )
        second = (
            Column[WrittenOffResult](
                "Customer", 12, lambda row: self._document(row.document).customer
            ),
            Column[WrittenOffResult]("Reason", 8, self._reason),
            Column[WrittenOffResult](
                "Voucher", 14, lambda row: ev.voucher_name(row.voucher) if row.voucher else ""
            ),
        )
        return fixed, (first, second)

    def opened(self) -> None:
        """Show what the run of the session came to."""
        outcome = self.session.outcome
        if outcome is None:
            self.error(NO_RUN, "There is no run to look at: AR505000 makes one.")
            return
        counts = outcome.counts
        skipped = sum(counts.values()) - counts[WRITTEN_OFF] - counts[REQUESTED]
        self.put_line(
            2,
            f"Reached {len(outcome.results):,} of {len(outcome.run.documents):,}"
            f"   {counts[WRITTEN_OFF]:,} written off   {counts[REQUESTED]:,}"
            f" request{'s' * (counts[REQUESTED] != 1)}"
            f"   {skipped:,} skipped",
        )
        self.put_line(3, _posted_words(outcome, self.session))
        ordered = sorted(outcome.results, key=lambda row: _ORDER.get(row.outcome, 0))
        self.listing().reload(ListSource(ordered, lambda row: ev.number_of(row.document)))
        self.put_line(-7, _summary(self.session.ledger, outcome))
        self.actions = keys.completed((*self.ACTIONS, *(("do.go_on",) if outcome.left else ())))
        self.show_frame()
        self.go_to("results")
        if outcome.left:
            self.inform(STOPPED, f"Stopped by you: {outcome.left:,} not begun. F10 goes on")
        else:
            self.inform(COMPLETE, "Run complete; skipped documents stand first. F11 F5=Undo it all")

    def _document(self, key: str) -> Document:
        if key not in self._documents:
            if len(self._documents) > _KEPT:
                self._documents.clear()
            near = [row.document for row in self.session.outcome.results] if (
                self.session.outcome and len(self.session.outcome.results) < _KEPT
            ) else [key]  # fmt: skip
            self._documents.update(self.session.ledger.read.documents(near))
        return self._documents[key]

    def _amount(self, row: WrittenOffResult) -> str:
        document = self._document(row.document)
        return show.amount(row.amount, document.currency) if row.amount else ""

    def _reason(self, row: WrittenOffResult) -> str:
        run = self.session.outcome.run if self.session.outcome else None
        if run is None or not row.amount:
            return ""
        standard = STANDARD_REASON[BALANCE if row.amount > 0 else CREDIT]
        return run.reasons.get(row.document, run.reason or standard)

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The foot says why a document was not written off, or where it went."""
        row = message.subfile.row
        if row is None:
            return
        number = ev.number_of(row.document)
        if row.text:
            self.explain(f"{number} {row.outcome}: {row.text}")
        else:
            made = ev.number_of(row.number)
            self.explain(f"{number} closed by {made}, voucher {ev.voucher_name(row.voucher)}.")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the document."""
        self.open("document", message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """1 shows the write-off that was made, 5 the document, 7 the voucher, 9 why."""
        key, code = message.codes[0]
        message.subfile.clear_codes([key])
        results = self.session.outcome.results if self.session.outcome else ()
        row = next(result for result in results if result.document == key)
        if code in ("1", "7", "10") and not row.voucher:
            self.error(NOT_MADE, f"{ev.number_of(key)} was {row.outcome}: nothing was posted.")
        elif code in ("1", "10"):
            self.open("document", row.number)
        elif code == "7":
            self.open("ARVO60/D", row.voucher)
        else:
            self.open("document" if code == "5" else "arwhy/c", key)

    def act_print(self) -> None:
        """F11 F4: every document of the run to the print command of the settings."""
        outcome = self.session.outcome
        if outcome is not None:
            keys = [row.document for row in outcome.results]
            lines = result_text(outcome, self.session.ledger.read.documents(keys))
            print_lines(self, lines, PRINTED, "The result went to the print command.")

    def act_do(self) -> None:
        """F10: go on with a run that was stopped."""
        outcome = self.session.outcome
        if outcome is not None and outcome.left:
            self.work(posting(self.session.ledger, outcome.run), self._gone_on)

    def _gone_on(self, answer: Outcome | LedgerError) -> None:
        if isinstance(answer, Outcome):
            self.session.outcome = answer
            self.opened()
        else:
            self._refused(answer)

    def act_undo(self) -> None:
        """F11 F5: take the whole run back, after a question."""
        outcome = self.session.outcome
        if outcome is None or not (outcome.vouchers or outcome.counts[REQUESTED]):
            self.error(NO_RUN, "The run posted nothing.")
            return
        count, vouchers = outcome.counts[WRITTEN_OFF], len(outcome.vouchers)
        asked = outcome.counts[REQUESTED]
        what = f"{documents_words(count)}, {vouchers} voucher{'s' * (vouchers != 1)}"
        what += f", {asked} request{'s' * (asked > 1)}" if asked else ""
        self.ask(
            ASK_UNDO,
            f"Take back {what}?",
            lambda: self._undo(outcome),
        )

    def _undo(self, outcome: Outcome) -> None:
        ledger = self.session.ledger

        def task(_job: object) -> list[Posted] | LedgerError:
            try:
                return reverse_batch(ledger, outcome.run.command)
            except LedgerError as error:
                return error

        self.work(task, self._undone)

    def _undone(self, answer: list[Posted] | LedgerError) -> None:
        if isinstance(answer, LedgerError):
            self._refused(answer)
        else:
            made = (
                f"{len(answer)} reversals" if len(answer) > 1 else answer[0].name if answer else ""
            )
            said = f"Taken back by {made}; the balances are open again."
            self.inform(UNDONE, said if made else "The requests of the run are taken back.")

    def _refused(self, error: LedgerError) -> None:
        if isinstance(error, Refused):
            self.errors(show.faults(error.problems, {"voucher": "", "batch": "", "date": ""}))
        else:
            self.error(messages.FAILED, str(error))


def _posted_words(outcome: Outcome, session: Session) -> str:
    done = [row for row in outcome.results if row.outcome == WRITTEN_OFF]
    found = session.ledger.read.documents([row.document for row in done])
    amounts = {row.document: row.amount for row in done}
    listed = [replace(document, open=amounts[key]) for key, document in found.items()]
    total = totals_words(sums_of(listed), session.ledger.policies).partition(",")[0] or "nothing"
    vouchers = outcome.vouchers
    names = [f"{ev.company_of(key)} {ev.voucher_name(key)}" for key in vouchers]
    said = names[0] if len(names) == 1 else f"{len(names):,} vouchers" if names else "no voucher"
    return fit(f"Written off {total}   {said}", _ROOM)


def _summary(ledger: Ledger, outcome: Outcome) -> str:
    done = [row for row in outcome.results if row.outcome == WRITTEN_OFF]
    found = ledger.read.documents([row.document for row in done]).values()
    customers = len({(document.company, document.customer) for document in found})
    run = outcome.run
    reasons = Counter(run.reasons.get(row.document, run.reason or "standard") for row in done)
    by_reason = " ".join(f"{reason} {count:,}" for reason, count in sorted(reasons.items()))
    return f"By reason {by_reason or '-'}   customers {customers:,}   by clerk {ledger.clerk}"


def _made(row: WrittenOffResult) -> str:
    return ev.number_of(row.number) if row.number else row.request

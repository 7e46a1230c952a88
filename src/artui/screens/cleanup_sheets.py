"""The panels around the clean-up: why a row is there, its ways, a dry run, the summary report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from textual.app import ComposeResult

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.matching.misapplied import Move, Way
from artui.ledger.money import format_amount
from artui.ledger.reversal.reversing import reverse_batch
from artui.ledger.writeoffs.cleanup import MOVED, REQUESTED, WRITTEN_OFF, Outcome, Rehearsed, Report
from artui.ledger.writeoffs.cleanup_words import standing
from artui.reports.cleanup import headline, made_of, rehearsal_text, summary_text, where_to
from artui.screens import show
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.printing import print_lines
from artui.screens.refusals import beside
from artui.screens.session import Session
from artui.screens.sheet import LIST_KEYS, PRINTED, DryRunSheet, ReadSheet

COMPLETE, UNDO, UNDONE, NOTHING_DONE = 3090, 3092, 3093, 3094


class CleanupWhy(ReadSheet):
    """9: why a row is in the list, in sentences, then the limits that were asked."""

    ID = "ARCU20/W"
    TITLE = "Why"

    def __init__(
        self,
        document: Document | None = None,
        sentences: Sequence[str] = (),
        *,
        values: Sequence[str] = (),
    ) -> None:
        super().__init__(values=values)
        self._document = document
        self.lines = wrap(" ".join(sentences), 76)

    def opened(self) -> None:
        """The document, and for a write-off the authority."""
        document = self._document
        if document is None:
            return
        figures = " of ".join(
            format_amount(minor, document.currency) for minor in (document.open, document.original)
        )
        kind = document.kind.replace("_", " ").capitalize()
        self.put_line(
            2, f"{kind} {document.number}   {document.name}   {document.currency} {figures}"[:78]
        )
        if document.open > 0:
            found = standing(self.session.ledger, document)
            self.lines += ["", "Limits asked, the lowest counts:"]
            self.show_lines([*self.lines, *(f"  {level}" for level in found.levels)])


class CleanupDryRun(DryRunSheet[Rehearsed]):
    """F11 F2: what a clean-up would change."""

    ID = "ARCU20/X"
    TITLE = "Dry run: A/R clean-up"
    NOTHING_HERE = (NOTHING_DONE, "A dry run opens from the clean-up by F11 F2.")

    def told(self, seen: Rehearsed) -> Iterable[str]:
        """Balances, journal, what is skipped."""
        return rehearsal_text(seen, self.session.ledger.policies)

    def day(self, seen: Rehearsed) -> str:
        """The day of the run."""
        return seen.report.day


class CleanupWays(Panel):
    """2 on a tie: the documents its money fits; the one chosen is the result."""

    ID = "ARCU20/2"
    TITLE = "A/R clean-up: choose a way"
    ACTIONS = LIST_KEYS

    session: Session

    def __init__(self, move: Move | None = None, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._move = move

    def compose(self) -> ComposeResult:
        """One row a document."""
        ways = self._move.ways if self._move else ()
        yield Subfile(
            "ways",
            ListSource[Way](list(ways), lambda way: way.target.number),
            (
                Column("Document", 13, lambda way: way.target.number),
                Column("Customer", 11, lambda way: way.target.customer),
                Column("Date", 10, lambda way: way.target.date),
                Column("Due", 10, lambda way: way.target.due),
                Column("Open", 13, lambda way: _of(way, way.target.open), right=True),
                Column("It gets", 13, lambda way: _of(way, way.amount), right=True),
            ),
            key=lambda way: way.target.id,
            first=4,
            last=-8,
            options=("1", "5"),
            status_at=(3, 79),
        )

    def opened(self) -> None:
        """Whose money it is."""
        if self._move is not None:
            credit = self._move.credit
            money = format_amount(self._move.ways[0].money, credit.currency)
            self.put_line(2, f"{credit.number} of {credit.name}: {credit.currency} {money}"[:78])
        self.explain("The money is somebody's choice: nothing tells these documents apart.")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter takes the row under the cursor."""
        self.finish(message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """1 takes the row, 5 shows the document."""
        key, code = message.codes[0]
        message.subfile.clear_codes([key])
        if code == "5":
            self.open("document", key)
        else:
            self.finish(key)


def _of(way: Way, amount: int) -> str:
    return show.amount(amount, way.target.currency)


class CleanupResult(Panel):
    """The summary report: every document of the run, what was skipped first and why."""

    ID = "ARCU20/R"
    TITLE = "A/R clean-up: summary report"
    ACTIONS = (*LIST_KEYS, "print", "undo")

    session: Session

    def __init__(self, report: Report | None = None, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._report = report

    def compose(self) -> ComposeResult:
        """One row a document."""
        outcomes = list(self._report.outcomes) if self._report else []
        yield Subfile(
            "outcomes",
            ListSource[Outcome](outcomes, lambda one: one.candidate.document.number),
            (
                Column("Document", 12, lambda one: one.candidate.document.number),
                Column("Outcome", 11, lambda one: one.outcome),
            ),
            sets=(
                (
                    Column("Name", 14, lambda one: one.candidate.document.name),
                    Column("Cur", 3, lambda one: one.candidate.document.currency),
                    Column("Amount", 13, _amount, right=True),
                    Column("Made", 17, lambda one: where_to(one) or made_of(one)),
                ),
                (
                    Column("Customer", 12, lambda one: one.candidate.document.customer),
                    Column("Reason", 8, lambda one: one.reason),
                    Column(
                        "Vouchers", 28, lambda one: ", ".join(map(ev.voucher_name, one.vouchers))
                    ),
                ),
            ),
            key=lambda one: one.candidate.key,
            first=4,
            last=-9,
            options=("5", "7", "9"),
            status_at=(3, 79),
        )

    def opened(self) -> None:
        """Counts and totals."""
        report = self._report
        if report is None:
            self.inform(NOTHING_DONE, "The report of a clean-up opens when it has run.")
            return
        self.put_line(2, f"{headline(report)}   by {report.clerk}, run {report.run}"[:78])
        self.put_line(3, _totals(report)[:60])
        by_customer = {one.candidate.document.customer for one in report.outcomes}
        reasons = report.totals(lambda one: one.reason or "no reason")
        counts: dict[str, int] = {}
        for (reason, _outcome, _currency), (count, _sum) in reasons.items():
            counts[reason] = counts.get(reason, 0) + count
        by_reason = " ".join(f"{reason} {count}" for reason, count in counts.items())
        self.put_line(
            -8,
            f"By reason  {by_reason}   By customer {len(by_customer)}   "
            f"By clerk {report.clerk} {len(report.outcomes)}"[:78],
        )
        done = report.count(WRITTEN_OFF) + report.count(MOVED) + report.count(REQUESTED)
        state = "Stopped by you" if report.not_begun else "Run complete"
        self.inform(COMPLETE, f"{state}: {done} done, {len(report.outcomes) - done} skipped.")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Why nothing was done, or what was."""
        one = message.subfile.row
        if isinstance(one, Outcome):
            number, text = one.candidate.document.number, one.text
            made = f": {made_of(one)}" if made_of(one) else ""
            said = f"{number} {one.outcome}{made}{f': {text}' if text else ''}."
            self.explain(*wrap(said, 78)[:2])

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the document."""
        self.open("document", message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """5 and 7 show the document with its movements, 9 why."""
        key, code = message.codes[0]
        message.subfile.clear_codes([key])
        assert self._report is not None
        one = next(each for each in self._report.outcomes if each.candidate.key == key)
        if code == "9":
            text = one.text or f"{one.outcome}: {made_of(one)}"
            self.open(CleanupWhy(one.candidate.document, [f"{text}."]))
        else:
            self.open("document", key)

    def act_print(self) -> None:
        """F11 F4: the whole report to the print command."""
        if self._report is not None:
            print_lines(self, summary_text(self._report), PRINTED, "It went to the print command.")

    def act_undo(self) -> None:
        """F11 F5: take the whole run back, after a question."""
        if self._report is not None:
            self.ask(UNDO, "Take back everything this run posted?", self._undo)

    def _undo(self) -> None:
        ledger, report = self.session.ledger, self._report
        assert report is not None

        def take_back(_job: Job) -> int:
            return len(reverse_batch(ledger, report.run, command=f"undo-{report.run}"))

        def undone(count: int) -> None:
            vouchers = f"{count} voucher{'' if count == 1 else 's'}"
            self.inform(UNDONE, f"{vouchers} reversed. Money that had moved is on account.")

        beside(self, take_back, undone)


def _amount(one: Outcome) -> str:
    return show.amount(one.amount, one.candidate.document.currency)


def _totals(report: Report) -> str:
    """``Written off USD 5.57  CAD 0.37   Moved USD 10.00``."""
    parts = []
    for outcome, word in ((WRITTEN_OFF, "Written off"), (MOVED, "Moved"), (REQUESTED, "Requested")):
        sums = [
            f"{currency} {format_amount(amount, currency)}"
            for (_name, kind, currency), (_count, amount) in report.totals(lambda _one: "").items()
            if kind == outcome
        ]
        parts += [f"{word} {'  '.join(sums)}"] if sums else []
    return "   ".join(parts)

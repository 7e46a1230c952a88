"""ARVO60/L: a line of a voucher's journal, and the events that make it; their sum is the line.

Values: the voucher's key, then the number of the line, then, to look back, an ISO day and a
position it is known at (either may be empty). Enter goes on to an event.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.errors import Refused
from artui.ledger.events import voucher_name
from artui.ledger.reading.event_words import subject_of, words_of
from artui.reports.behind_line import Share, behind_line
from artui.reports.voucher import AccountLine, voucher_report
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.rows import Column, ColumnSet, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.text import fit
from artui.screens.looking_back import LooksBack, split_moment
from artui.screens.session import Session
from artui.screens.sheet import LIST_KEYS

SHOWN = 3743


class JournalLinePanel(LooksBack):
    """The events behind one line."""

    ID = "ARVO60/L"
    TITLE = "Journal line"
    ACTIONS = LIST_KEYS

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._shares: list[Share] = []

    def compose(self) -> ComposeResult:
        """The events."""
        yield Subfile(
            "events",
            ListSource[Share](()),
            _columns("", ""),
            key=lambda share: str(share.pos),
            first=5,
            last=-8,
            status_at=(4, 79),
        )

    def opened(self) -> None:
        """Show the line named by the values, at their moment."""
        named, day, known_at = split_moment(self.values)
        if not self.look_at(day, known_at):
            return
        key, number = (*named, "", "")[:2]
        ledger = self.books
        try:
            report = voucher_report(ledger, key)
        except Refused as refused:
            self.errors(show.faults(refused.problems))
            return
        line = next((each for each in report.accounts if str(each.line) == number), None)
        seal = ledger.read.seal(key)
        if line is None or seal is None:
            self.error(messages.NOT_FOUND, f"{report.head.name} has no line {number}.")
            return
        self._shares = behind_line(ledger, report.head, seal.lines[line.line - 1])
        self._show(line, voucher_name(key), report.base_currency)

    def _show(self, line: AccountLine, voucher: str, base: str) -> None:
        currency = line.currency
        of = " ".join(filter(None, (line.rule, line.account, line.division, line.name)))
        self.put_line(2, fit(f"{voucher}, line {line.line}: {of}", 78))
        side = "debit" if (line.debit, line.base) > (0, 0) else "credit"
        figure = f"{show.amount(line.debit or line.credit, currency)} {currency}"
        worth = f", {show.amount(abs(line.base), base)} {base}" if currency != base else ""
        self.put_line(3, f"{side} {figure}{worth}")
        listing = self.listing()
        listing.show_columns(_columns(currency, base))
        listing.reload(ListSource(self._shares))
        amount = show.amount(sum(share.amount for share in self._shares), currency)
        in_base = show.amount(sum(share.base for share in self._shares), base)
        self.put_line(-7, f"{'Sum of the events':<50}{amount:>14} {in_base:>13}")
        self.go_to("events")
        many = "" if len(self._shares) == 1 else "s"
        said = f"{len(self._shares)} event{many} behind this line; debit +, credit -."
        self.inform(SHOWN, f"{said} Enter shows one.")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Who recorded it when."""
        share: Share | None = message.subfile.row
        if share is not None:
            event = share.event
            when = f"{show.recorded_day(event.recorded_at)} {show.clock(event.recorded_at)}"
            self.explain(f"Event {share.pos:,}, recorded {when} by {event.clerk}.")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the event whole."""
        self.open("arre80/d", message.key)


def _columns(currency: str, base: str) -> ColumnSet[Share]:
    return (
        Column("Event", 9, lambda share: f"{share.pos:,}", right=True),
        Column("What happened", 24, lambda share: words_of(share.event)),
        Column("About", 14, lambda share: subject_of(share.event)),
        Column("Amount", 14, lambda share: show.amount(share.amount, currency), right=True),
        Column(f"In {base}", 13, lambda share: show.amount(share.base, base), right=True),
    )

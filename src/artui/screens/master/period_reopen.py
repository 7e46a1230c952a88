"""ARPO90/PO: what was sealed when a period was closed; F10 opens it again, for a reason.

Values: company, period. The result is the sentence that says it is open.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger.errors import LedgerError, Refused
from artui.ledger.setup import closing
from artui.ledger.setup.closing import SealedSums
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.master.period import PeriodPanel

SEALED = 4145


class Sealed(NamedTuple):
    """The sums of one currency."""

    currency: str
    sums: SealedSums


class ReopenPeriod(PeriodPanel):
    """The seal of a period, and the reason it is opened again for."""

    ID = "ARPO90/PO"
    TITLE = "Open a period again"
    ACTIONS = (
        "help", "go", "leave", "refresh", "page_back", "page_next", "do.reopen", "more", "back",
        "sign_off", "top", "bottom",
    )  # fmt: skip

    def compose(self) -> ComposeResult:
        """The reason, and what was sealed per currency."""
        yield Field(
            "note", line=3, col=17, width=60, label="Reason", label_col=2, limit=80, stop=True,
            required=True,
        )  # fmt: skip
        yield Subfile(
            "sums",
            ListSource[Sealed](()),
            (Column("Cur", 3, lambda row: row.currency),),
            sets=(
                (
                    Column("Open", 17, lambda row: _money(row, row.sums.open), right=True),
                    Column("Not due", 17, lambda row: _money(row, row.sums.not_due), right=True),
                    Column("Late", 17, _late, right=True),
                    Column("Control", 17, lambda row: _money(row, row.sums.control), right=True),
                ),
                (
                    Column("1-30", 17, lambda row: _money(row, row.sums.late_30), right=True),
                    Column("31-60", 17, lambda row: _money(row, row.sums.late_60), right=True),
                    Column("Over 60", 17, lambda row: _money(row, row.sums.late_more), right=True),
                ),
            ),
            key=lambda row: row.currency,
            first=5,
            last=-8,
        )

    def opened(self) -> None:
        """Show what was sealed."""
        self.look()

    def look(self) -> None:
        """The seal and its sums as they stand."""
        ledger = self.session.ledger
        self.title = f"Open period {self.period} of {self.company} again"
        self.show_frame()
        try:
            seal = closing.seal_of(ledger, self.company, self.period)
        except Refused as refused:
            self.errors(show.faults(refused.problems, self.FAULTS))
            return
        when = f"{show.recorded_day(seal.recorded_at)} by {seal.clerk}"
        self.put_line(2, f"Closed {when}: vouchers {seal.vouchers:,}, events {seal.pos:,}")
        rows = [Sealed(*pair) for pair in closing.sealed_sums(seal).items()]
        self.listing().reload(ListSource(rows))
        self.explain(
            "The seal stays in the log, and so do the balances frozen with it.",
            "Closing the period again makes a new seal.",
        )
        if broken := closing.broken(ledger, seal):
            self.error(SEALED, f"{broken[0]}: run artui verify.")
        else:
            self.inform(SEALED, "The ledger agrees with the seal. F10 opens the period.")

    def accept(self) -> None:
        """F10, or Enter behind the reason: open the period."""
        try:
            closing.reopen_period(
                self.session.ledger, self.company, self.period, self.field("note").text
            )
        except Refused as refused:
            self.errors(show.faults(refused.problems, self.FAULTS))
        except LedgerError as error:
            self.error(messages.FAILED, str(error))
        else:
            self.finish(f"Period {self.period} of {self.company} is open again.")


def _money(row: Sealed, amount: int) -> str:
    return show.amount(amount, row.currency)


def _late(row: Sealed) -> str:
    return _money(row, row.sums.late_30 + row.sums.late_60 + row.sums.late_more)

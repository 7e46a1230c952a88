"""What is entered to be posted: money, and the documents it pays as the clerk saw them; pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from artui.ledger.distribution import Distribution, Line
from artui.ledger.settlement import PLAIN, Wish


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money received, as entered on E or read from a file.

    ``amount`` in minor units: > 0 money in, < 0 a returned item. An empty ``customer`` is
    unidentified cash. ``number`` is the document number; empty = from the voucher's number.
    """

    company: str
    customer: str
    currency: str
    amount: int
    bank_account: str
    received: str
    accounting_date: str
    method: str = ""
    reference: str = ""
    bank_reference: str = ""
    known_as: str = ""
    batch: str = ""
    number: str = ""
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PayLine:
    """One document to be paid, with the figures the clerk saw; ``version`` is the document's
    ``last_pos`` then (None = whatever it is now)."""

    document: str
    pay: int
    discount: int = 0
    written_off: int = 0
    wish: Wish = PLAIN
    version: int | None = None
    cost: int | None = None  # what it takes of money in another currency; None = what it pays
    second: int = 0  # written off under the receipt's own tolerance
    excess: int = 0  # kept of an overpayment within tolerance

    @classmethod
    def of(cls, line: Line, excess: int = 0) -> PayLine:
        """The line as it stands in a distribution, with what it keeps of an overpayment."""
        settled = line.settled
        return cls(
            line.document.id,
            settled.pay,
            settled.discount,
            settled.written_off,
            line.wish,
            line.document.last_pos,
            line.cost,
            settled.second,
            excess,
        )

    @classmethod
    def all_of(cls, distribution: Distribution) -> list[PayLine]:
        """All lines of a distribution, ready to be posted."""
        excess = distribution.excess
        return [cls.of(line, excess.get(key, 0)) for key, line in distribution.lines.items()]

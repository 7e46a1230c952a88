"""Distributing money over open items: what panel F shows and what a posting checks; pure.

A :class:`Distribution` starts with the money of a receipt (or of an open credit) and holds one
:class:`Line` per document chosen. ``left`` is what is still to be distributed. Amounts are minor
units of the one currency of the voucher.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.money import format_amount
from artui.ledger.settlement import (
    PLAIN,
    DiscountOffer,
    Settled,
    Tolerance,
    Wish,
    settle,
    use_credit,
)


class Situation(msgspec.Struct, frozen=True, gc=False):
    """What holds for one document on the day: discount, tolerance, and whose limit is lower."""

    offer: DiscountOffer
    steps: tuple[DiscountOffer, ...]
    tolerance: Tolerance
    allowance: int  # the most that may be written off: tolerance and authority, the lower
    tolerated: int  # what the tolerance alone would allow
    authority: int | None  # the clerk's own, None = unlimited
    may_discount: bool  # beyond terms and grace


class Line(msgspec.Struct, frozen=True, gc=False):
    """One document chosen, what happens to it and what the clerk wished."""

    document: Document
    situation: Situation
    settled: Settled
    wish: Wish = PLAIN


class Distribution:
    """The money of one voucher and the documents it is distributed to, in the order chosen."""

    def __init__(
        self, amount: int, currency: str, situation_of: Callable[[Document], Situation]
    ) -> None:
        self.amount = amount
        self.currency = currency
        self._situation_of = situation_of
        self.lines: dict[str, Line] = {}

    @property
    def left(self) -> int:
        """What is still to be distributed."""
        return self.amount - sum(line.settled.pay for line in self.lines.values())

    @property
    def written_off(self) -> int:
        """All differences accepted so far."""
        return sum(line.settled.written_off for line in self.lines.values())

    @property
    def discount(self) -> int:
        """All discounts granted so far."""
        return sum(line.settled.discount for line in self.lines.values())

    def available_for(self, document: Document) -> int:
        """What could go to a document: what is left, plus what it already has."""
        line = self.lines.get(document.id)
        return self.left + (line.settled.pay if line else 0)

    def situation(self, document: Document) -> Situation:
        """What holds for a document on the day of this receipt."""
        line = self.lines.get(document.id)
        return line.situation if line else self._situation_of(document)

    def try_line(self, document: Document, amount: int | None = None, wish: Wish = PLAIN) -> Line:
        """What paying a document would do, without doing it.

        ``amount`` None pays as much as is left and needed. Raises
        :class:`~artui.ledger.errors.Refused` with the field ``amount``, ``discount`` or
        ``reason``.
        """
        self._check_document(document)
        situation = self.situation(document)
        if document.open < 0:
            if amount is not None and not document.open <= amount < 0:
                raise refuse("amount", 2106, self._more_than_open(amount, document))
            return Line(document, situation, use_credit(document.open, amount), wish)
        available = self.available_for(document)
        if amount is None:
            amount = available
            if amount <= 0:
                raise refuse("amount", 2102, "nothing is left to distribute")
        else:
            self._check_amount(document, amount, available)
        self._check_wish(document, situation, wish)
        settled = settle(document.open, amount, situation.offer, situation.allowance, wish)
        if not settled.relieved:
            raise refuse("amount", 2113, "a payment of zero pays nothing")
        return Line(document, situation, settled, wish)

    def pay(self, document: Document, amount: int | None = None, wish: Wish = PLAIN) -> Line:
        """Distribute to a document; replaces what it had. Refuses as :meth:`try_line` does."""
        line = self.try_line(document, amount, wish)
        self.lines[document.id] = line
        return line

    def undo(self, document_id: str) -> bool:
        """Take a document out again; False if it was not distributed to."""
        return self.lines.pop(document_id, None) is not None

    def _check_document(self, document: Document) -> None:
        if document.currency != self.currency:
            raise refuse(
                "document",
                2115,
                f"{document.number} is in {document.currency}, the receipt in {self.currency}",
            )
        if document.open == 0:
            raise refuse("document", 2116, f"{document.number} is closed")
        if document.hold:
            raise refuse("document", 2117, f"{document.number} is on hold")

    def _check_amount(self, document: Document, amount: int, available: int) -> None:
        if amount < 0:
            raise refuse("amount", 2114, f"{document.number} is a debit: the amount can't be < 0")
        if amount > document.open:
            raise refuse("amount", 2106, self._more_than_open(amount, document))
        if amount > available:
            raise refuse(
                "amount",
                2105,
                f"{format_amount(amount, self.currency)} is more than the "
                f"{format_amount(available, self.currency)} that is left",
            )

    def _more_than_open(self, amount: int, document: Document) -> str:
        return (
            f"{format_amount(amount, self.currency)} is more than the open balance "
            f"{format_amount(document.open, self.currency)} of {document.number}"
        )

    def _check_wish(self, document: Document, situation: Situation, wish: Wish) -> None:
        if wish.accept_late and situation.offer.state == "beyond":
            raise refuse(
                "accept_late",
                2141,
                f"the grace days ended on {situation.offer.grace_until}: give the discount by "
                "hand, with a reason",
            )
        if wish.discount is None:
            return
        if wish.discount < 0 or wish.discount > document.open:
            raise refuse("discount", 2142, "the discount is more than the open balance")
        offer = situation.offer
        granted = offer.amount if offer.state == "in time" or wish.accept_late else 0
        if wish.discount > granted:
            if not situation.may_discount:
                raise refuse(
                    "discount",
                    2143,
                    "a discount beyond the terms needs a permission you don't have",
                )
            if not wish.discount_reason:
                raise refuse("reason", 2144, "a discount beyond the terms needs a reason")


def check_left(distribution: Distribution) -> None:
    """Refuse to post more than the money there is."""
    if distribution.left < 0:
        short = format_amount(-distribution.left, distribution.currency)
        raise refuse("amount", 2105, f"{short} more is distributed than was received")

"""Distributing money over open items: what panel F shows and what a posting checks; pure.

A :class:`Distribution` starts with the money of a receipt (or of an open credit) and holds one
:class:`Line` per document chosen. ``left`` is what is still to be distributed. Amounts of a line
are minor units of its document's currency; ``cost`` and ``left`` are in that of the money.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import msgspec

from artui.ledger import money
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.money import format_amount
from artui.ledger.settlement import (
    PLAIN,
    Settled,
    Wish,
    settle,
    share,
    use_credit,
)
from artui.ledger.situation import Situation, check_wish


class Line(msgspec.Struct, frozen=True, gc=False):
    """One document chosen, what happens to it and what the clerk wished.

    ``cost`` is what it takes of the money, in the money's currency (< 0: a credit adds).
    """

    document: Document
    situation: Situation
    settled: Settled
    wish: Wish = PLAIN
    cost: int = 0


class Terms(msgspec.Struct, frozen=True, gc=False):
    """What holds for the money itself.

    ``room`` is the receipt's own tolerance; only money (``absorbs``) can overpay. ``units`` gives
    units of the money's currency for one unit of a document's.
    """

    room: int = 0
    absorbs: bool = False
    rounding: int = 0
    units: Callable[[Document], Decimal] | None = None


class Distribution:
    """The money of one voucher and the documents it is distributed to, in the order chosen."""

    def __init__(
        self,
        amount: int,
        currency: str,
        situation_of: Callable[[Document], Situation],
        terms: Terms = Terms(),  # noqa: B008 - frozen
    ) -> None:
        self.amount = amount
        self.currency = currency
        self.terms = terms
        self._situation_of = situation_of
        self.lines: dict[str, Line] = {}
        self.keep_excess = True  # a clerk, or a program, may leave all of it on account

    @property
    def left(self) -> int:
        """What is still to be distributed, in the money's currency."""
        left = self.amount  # asked several times a line, where a generator would be felt
        for line in self.lines.values():
            left -= line.cost
        return left

    @property
    def excess(self) -> dict[str, int]:
        """What of the money left is kept as overpayment within tolerance, per document paid in
        full; nothing unless it takes all that is left (rules 4, 9, 10)."""
        left = self.left
        # Credits are used before the money: what is left beyond it is still theirs.
        if not 0 < left < self.amount or not (self.terms.absorbs and self.keep_excess):
            return {}
        paid = [line for line in self.lines.values() if self._may_be_over(line)]
        maxima = [line.situation.over_allowance for line in paid]
        if left > sum(maxima):
            return {}
        parts = share(left, [line.document.open for line in paid], maxima)
        return {line.document.id: part for line, part in zip(paid, parts, strict=True) if part}

    def _may_be_over(self, line: Line) -> bool:
        settled = line.settled
        return (
            line.wish.tolerate
            and settled.pay > 0
            and not settled.stays_open
            and line.document.currency == self.currency
        )

    @property
    def leftover(self) -> int:
        """What rounding leaves of money that paid in other currencies, if it is small enough."""
        left = self.left
        across = any(line.document.currency != self.currency for line in self.lines.values())
        return left if across and 0 < left <= min(self.terms.rounding, self.amount - 1) else 0

    @property
    def written_off(self) -> int:
        """All differences accepted so far, in the currency of the money."""
        return sum(
            line.settled.written_off + line.settled.second
            for line in self.lines.values()
            if line.document.currency == self.currency
        )

    @property
    def discount(self) -> int:
        """All discounts granted so far, in the currency of the money."""
        return sum(
            line.settled.discount
            for line in self.lines.values()
            if line.document.currency == self.currency
        )

    def room(self, document: Document) -> int:
        """What the receipt's own tolerance still holds for a document (rule 10)."""
        if not self.terms.room:
            return 0
        line = self.lines.get(document.id)
        room = self._room_left + (line.settled.second if line else 0)
        return max(0, room) if document.currency == self.currency else 0

    def available_for(self, document: Document) -> int:
        """What could go to a document, in its currency: what is left, plus what it has already."""
        line = self.lines.get(document.id)
        return self._worth(self.left + (line.cost if line else 0), document)

    def _worth(self, amount: int, document: Document) -> int:
        """Money in a document's currency."""
        if document.currency == self.currency:
            return amount
        return money.convert(amount, self.currency, document.currency, 1 / self.units(document))

    def units(self, document: Document) -> Decimal:
        """Units of the money's currency for one unit of a document's."""
        if document.currency == self.currency:
            return Decimal(1)
        if self.terms.units is None:
            raise refuse(
                "document",
                2115,
                f"{document.number} is in {document.currency}, the receipt in {self.currency}",
            )
        return self.terms.units(document)

    def situation(self, document: Document) -> Situation:
        """What holds for a document on the day of this receipt."""
        line = self.lines.get(document.id)
        return line.situation if line else self._situation_of(document)

    def try_line(self, document: Document, amount: int | None = None, wish: Wish = PLAIN) -> Line:
        """What paying a document would do, without doing it.

        ``amount`` (in its currency) None pays as much as is left and needed. Raises
        :class:`~artui.ledger.errors.Refused` with the field ``amount``, ``discount``,
        ``write_off``, ``source_amount`` or ``reason``.
        """
        _check_document(document)
        situation = self.situation(document)
        if document.open < 0:
            return self._credit_line(document, situation, amount, wish)
        stated = wish.source_amount is not None
        available = 0 if stated and amount is not None else self.available_for(document)
        gap = 0  # promised beyond the money, within the receipt's own tolerance
        if amount is None:
            amount = self._stated(document, wish) if stated else available
            if amount <= 0 and not wish.write_off:
                raise refuse("amount", 2102, "nothing is left to distribute")
            room = self.room(document)
        else:
            _check_amount(document, amount, wish)
            room = self.room(document)
            gap = 0 if stated else max(0, amount - available)
            if gap > room:
                raise refuse(
                    "amount",
                    2105,
                    f"{format_amount(amount, document.currency)} is more than the "
                    f"{format_amount(available, document.currency)} that is left",
                )
            room = 0
        check_wish(document, situation, wish)
        across = document.currency != self.currency
        conditions = situation.conditions(document, wish, room=room, across=across)
        settled = settle(document.open, amount, situation.offer, conditions, wish)
        if gap:
            # A discount may need less than was promised: only what is missing is written off.
            gap = max(0, settled.pay - available)
            settled = msgspec.structs.replace(
                settled, pay=settled.pay - gap, second=settled.second + gap
            )
        if not (settled.relieved or settled.requested):
            raise refuse("amount", 2113, "a payment of zero pays nothing")
        return Line(document, situation, settled, wish, self._cost(document, settled, wish))

    def _stated(self, document: Document, wish: Wish) -> int:
        """What a stated amount of the money pays of a document: its own amount wasn't typed."""
        return min(self._worth(wish.source_amount or 0, document), document.open)

    def _credit_line(
        self, document: Document, situation: Situation, amount: int | None, wish: Wish
    ) -> Line:
        if document.currency != self.currency:
            raise refuse(
                "document",
                2115,
                f"{document.number} is a credit in {document.currency}: it can't add to "
                f"{self.currency}",
            )
        if amount is not None and not document.open <= amount < 0:
            raise refuse("amount", 2106, _more_than_open(amount, document))
        settled = use_credit(document.open, amount)
        return Line(document, situation, settled, wish, settled.pay)

    def _cost(self, document: Document, settled: Settled, wish: Wish) -> int:
        """What a payment takes of the money; all of it where all of it went."""
        if document.currency == self.currency:
            return settled.pay
        line = self.lines.get(document.id)
        left = self.left + (line.cost if line else 0)
        if wish.source_amount is not None:
            if not 0 < wish.source_amount <= left:
                raise refuse(
                    "source_amount",
                    2105,
                    f"{format_amount(wish.source_amount, self.currency)} is more than the "
                    f"{format_amount(left, self.currency)} that is left",
                )
            return wish.source_amount
        if settled.pay == self._worth(left, document):
            return left
        cost = money.convert(settled.pay, document.currency, self.currency, self.units(document))
        return min(cost, left)

    def pay(self, document: Document, amount: int | None = None, wish: Wish = PLAIN) -> Line:
        """Distribute to a document; replaces what it had. Refuses as :meth:`try_line` does."""
        line = self.try_line(document, amount, wish)
        self.lines[document.id] = line
        if document.open < 0:
            self._filled_anew()
        return line

    def _filled_anew(self) -> None:
        """A credit brought more money: what the receipt's own tolerance filled is paid with it, as
        if the credit had been chosen first."""
        for line in [line for line in self.lines.values() if line.settled.second]:
            amount = line.settled.pay + line.settled.second
            self.lines[line.document.id] = self.try_line(line.document, amount, line.wish)

    def pay_together(
        self, documents: Sequence[Document], wishes: Sequence[Wish] | None = None
    ) -> list[Line]:
        """Pay several documents as one: what is short of all of them is shared in proportion to
        their open amounts, none above its own allowance, and then taken by the receipt's own
        tolerance; short beyond that there is no tolerance, and the last ones take the shortfall
        (rule 10). Refuses as :meth:`try_line` does.
        """
        wishes = wishes or [PLAIN] * len(documents)
        for document in documents:
            self.undo(document.id)
        debits: list[tuple[Document, Wish]] = []
        for document, wish in zip(documents, wishes, strict=True):
            if document.open > 0 and document.currency == self.currency:
                debits.append((document, wish))
            else:
                self.pay(document, None, wish)
        dues = [self._due(document, wish) for document, wish in debits]
        parts = self._shared(debits, dues)
        for (document, wish), due, part in zip(debits, dues, parts or dues, strict=True):
            if parts is not None:
                self.pay(document, due - part, wish)
            elif self.left > 0:
                self.pay(document, None, msgspec.structs.replace(wish, tolerate=False))
        return [self.lines[document.id] for document in documents if document.id in self.lines]

    def _shared(
        self, debits: Sequence[tuple[Document, Wish]], dues: Sequence[int]
    ) -> list[int] | None:
        """What each document is let off of what is short; None = more than may be let off."""
        short = max(0, sum(dues) - self.left)
        rooms = [
            # At least one unit of a document is paid.
            max(0, min(self._situation_of(document).allowance if wish.tolerate else 0, due - 1))
            for (document, wish), due in zip(debits, dues, strict=True)
        ]
        if short > sum(rooms):
            tolerant = any(wish.tolerate for _, wish in debits)
            return rooms if tolerant and short <= sum(rooms) + self._room_left else None
        return share(short, [document.open for document, _ in debits], rooms)

    @property
    def _room_left(self) -> int:
        return self.terms.room - sum(line.settled.second for line in self.lines.values())

    def _due(self, document: Document, wish: Wish) -> int:
        """What closes a document in full: its open balance less discount and write-off."""
        situation = self._situation_of(document)
        return settle(
            document.open,
            document.open,
            situation.offer,
            situation.conditions(document, wish),
            wish,
        ).pay

    def undo(self, document_id: str) -> bool:
        """Take a document out again; False if it was not distributed to."""
        return self.lines.pop(document_id, None) is not None


def _check_document(document: Document) -> None:
    if document.open == 0:
        raise refuse("document", 2116, f"{document.number} is closed")
    if document.hold:
        raise refuse("document", 2117, f"{document.number} is on hold")


def _check_amount(document: Document, amount: int, wish: Wish) -> None:
    """A stated amount, with what is conceded by hand beside it, is no more than is open."""
    if amount < 0:
        raise refuse("amount", 2114, f"{document.number} is a debit: the amount can't be < 0")
    by_hand = wish.write_off + (wish.discount or 0 if wish.discount_reason else 0)
    if amount + by_hand > document.open:
        raise refuse("amount", 2106, _more_than_open(amount + by_hand, document))


def _more_than_open(amount: int, document: Document) -> str:
    return (
        f"{format_amount(amount, document.currency)} is more than the open balance "
        f"{format_amount(document.open, document.currency)} of {document.number}"
    )


def check_left(distribution: Distribution) -> None:
    """Refuse to post more than the money there is."""
    if distribution.left < 0:
        short = format_amount(-distribution.left, distribution.currency)
        raise refuse("amount", 2105, f"{short} more is distributed than was received")

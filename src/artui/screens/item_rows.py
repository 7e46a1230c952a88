"""The rows and columns of panel F: open documents and what is distributed to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.screens import show
from artui.screens.frame.rows import Column
from artui.screens.payment import Payment

DISCOUNT_WIDTH = 9
_NUMBER_WIDTH = 10


class Item(NamedTuple):
    """A row: a document, what is distributed to it, and the discount it could earn (with ``?``
    while it is late and not accepted)."""

    document: Document
    line: Line | None
    discount: str
    changed: bool


class Items:
    """The rows of panel F, made as they are shown."""

    def __init__(self, payment: Payment) -> None:
        self._payment = payment

    def count(self) -> int:
        """How many documents are open."""
        return len(self._payment.items)

    def window(self, start: int, n: int) -> Sequence[Item]:
        """At most ``n`` rows from row ``start``."""
        return [self._item(d) for d in self._payment.items[start : start + n]]

    def find(self, text: str) -> int | None:
        """The document with that number, else the first not before it in this order."""
        payment, wanted = self._payment, text.casefold()
        items = payment.items
        for at, document in enumerate(items):
            if document.number.casefold() == wanted:
                return at
        key = _POSITION[payment.order]
        return next((n for n, d in enumerate(items) if key(d).casefold() >= wanted), None)

    def _item(self, document: Document) -> Item:
        payment = self._payment
        line = payment.line(document.id)
        shown = self._discount(document) if line is None else ""
        if line is not None and line.settled.discount:
            shown = payment.money(line.settled.discount)
        return Item(document, line, shown, document.number in payment.changed)

    def _discount(self, document: Document) -> str:
        """What a document that nothing is distributed to could earn."""
        offer = self._payment.distribution.situation(document).offer
        if document.open <= 0 or offer.state not in ("in time", "grace"):
            return ""
        shown = self._payment.money(min(offer.amount, document.open))
        # The sign of a late one gives way to a figure that needs the room.
        late = offer.state == "grace" and len(shown) < DISCOUNT_WIDTH
        return f"{shown}?" if late else shown


_POSITION: dict[int, Callable[[Document], str]] = {
    1: lambda d: d.date,
    2: lambda d: d.customer,
    3: lambda d: d.number,
    4: lambda d: d.due,
    6: lambda d: d.due,
}


def signed(minor: int, currency: str) -> str:
    """An amount with room for its sign, so that decimal points stand in one line."""
    text = show.amount(minor, currency)
    return text if minor < 0 or len(text) > 12 else f"{text} "


def columns(payment: Payment, today: str) -> tuple[list[Column[Item]], list[list[Column[Item]]]]:
    """The columns that stay, and the sets that Left and Right go through."""
    currency = payment.currency

    def settled(part: str) -> Callable[[Item], str]:
        def value(item: Item) -> str:
            figure = getattr(item.line.settled, part) if item.line else 0
            return show.amount(figure, currency) if figure else ""

        return value

    fixed: list[Column[Item]] = [
        Column("Document   Ty", _NUMBER_WIDTH + 3, _document),
    ]
    money: list[Column[Item]] = [
        Column("Date", 5, lambda i: show.short_day(i.document.date, today)),
        Column("Due", 5, lambda i: show.short_day(i.document.due, today)),
        Column(
            "Late",
            4,
            lambda i: show.late(i.document, today),
            right=True,
            style=lambda i: show.late_style(i.document, today),
        ),
        Column(
            "Open balance",
            13,
            lambda i: signed(i.document.open, currency),
            right=True,
            style=lambda i: "credit" if i.document.open < 0 else None,
        ),
        Column("Discount", DISCOUNT_WIDTH, lambda i: i.discount, right=True),
        Column("Pay now", 13, settled("pay"), right=True),
        Column("Wr.off", 6, settled("written_off"), right=True),
    ]
    more: list[Column[Item]] = [
        Column("Customer", 10, lambda i: i.document.customer),
        Column("Name on document", 20, lambda i: i.document.name),
        Column("Reference", 14, lambda i: i.document.reference),
    ]
    rest: list[Column[Item]] = [
        Column("Terms", 5, lambda i: i.document.terms),
        Column("Div", 6, lambda i: i.document.division),
        Column("Original", 13, lambda i: signed(i.document.original, currency), right=True),
        Column("Pay now", 13, settled("pay"), right=True),
    ]
    return fixed, [money, more, rest]


def _document(item: Item) -> str:
    """Number and kind, between them the sign of what a clerk must know: changed, disputed."""
    sign = "~" if item.changed else "d" if item.document.dispute else " "
    return (
        f"{item.document.number[:_NUMBER_WIDTH]:<{_NUMBER_WIDTH}}{sign}{item.document.short_kind}"
    )


def totals(payment: Payment, counts: str = "") -> str:
    """The line under the list: sums beneath the columns of figures, ``counts`` before them."""
    currency, taken = payment.currency, payment.distribution
    open_ = signed(sum(item.open for item in payment.items), currency)
    paid = show.amount(sum(line.settled.pay for line in taken.lines.values()), currency)
    discount = show.amount(taken.discount, currency)
    written_off = show.amount(taken.written_off, currency)
    last = f"{paid} {written_off:>6}"
    return f"{f'    Totals {counts}':<35}{open_:>13} {discount:>{DISCOUNT_WIDTH}} {last:>20}"

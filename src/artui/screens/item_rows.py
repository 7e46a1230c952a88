"""The rows and columns of panel F: open documents and what is distributed to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.screens import show
from artui.screens.payment import Payment
from artui.screens.rows import Column


class Item(NamedTuple):
    """A row: a document, what is distributed to it, and the discount it could earn."""

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
        shown = ""
        if line is not None and line.settled.discount:
            shown = payment.money(line.settled.discount)
        elif document.open > 0:
            offer = payment.distribution.situation(document).offer
            if offer.state in ("in time", "grace"):
                shown = payment.money(offer.amount) + ("?" if offer.state == "grace" else "")
        return Item(document, line, shown, document.number in payment.changed)


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
        Column("Document", 10, lambda i: i.document.number),
        Column("Ty", 2, lambda i: i.document.short_kind),
    ]
    money: list[Column[Item]] = [
        Column("Date", 5, lambda i: show.short_day(i.document.date, today)),
        Column("Due", 5, lambda i: show.short_day(i.document.due, today)),
        Column(
            "Late",
            4,
            lambda i: _late(i, today),
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
        Column("Discount", 9, lambda i: i.discount, right=True),
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


def _late(item: Item, today: str) -> str:
    if item.changed:
        return "~"
    return "d" if item.document.dispute else show.late(item.document, today)

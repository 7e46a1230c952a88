"""The rows and columns of panel F: open documents and what is distributed to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.screens import show
from artui.screens.frame.rows import Column
from artui.screens.payment import Payment
from artui.screens.payment_groups import BY_GROUP, Group

DISCOUNT_WIDTH = 9
_NUMBER_WIDTH = 10
_DIFFERENCE_WIDTH = 6


class Item(NamedTuple):
    """A row: a document, what is distributed to it, and the discount it could earn (with ``?``
    while it is late and not accepted); what of an overpayment is kept for it, and its gain or
    loss in base currency; whether a write-off of it is asked for."""

    document: Document
    line: Line | None
    discount: str
    changed: bool
    kept: int = 0
    exchange: int = 0
    asked: bool = False

    @property
    def id(self) -> str:
        """The document's key."""
        return self.document.id

    @property
    def currency(self) -> str:
        """The document's currency."""
        return self.document.currency

    @property
    def open(self) -> int:
        """The document's balance."""
        return self.document.open

    @property
    def pay(self) -> int:
        """What it is paid, in its currency."""
        return self.line.settled.pay if self.line else 0

    @property
    def cost(self) -> int:
        """What it takes of the money."""
        return self.line.cost if self.line else 0

    @property
    def difference(self) -> int:
        """All that is written off on it, less what is kept of an overpayment."""
        if self.line is None:
            return 0
        settled = self.line.settled
        return settled.written_off + settled.second + settled.by_hand + settled.rounding - self.kept


class Heading(NamedTuple):
    """The row above the documents of a group invoice: their number and sums."""

    group: Group
    lines: tuple[Item, ...]

    @property
    def id(self) -> str:
        """The key of the group."""
        return self.group.id

    @property
    def currency(self) -> str:
        """The group's currency."""
        return self.group.currency

    @property
    def open(self) -> int:
        """What is open on all."""
        return self.group.open

    @property
    def pay(self) -> int:
        """What all are paid."""
        return sum(line.pay for line in self.lines)

    @property
    def cost(self) -> int:
        """What all take of the money."""
        return sum(line.cost for line in self.lines)

    @property
    def difference(self) -> int:
        """What is written off on all."""
        return sum(line.difference for line in self.lines)

    @property
    def exchange(self) -> int:
        """Gain or loss of all."""
        return sum(line.exchange for line in self.lines)

    @property
    def discount(self) -> str:
        """The discounts granted."""
        sum_ = sum(line.line.settled.discount for line in self.lines if line.line)
        return show.amount(sum_, self.currency) if sum_ else ""


Row = Item | Heading


class Items:
    """The rows of panel F, made as they are shown."""

    def __init__(self, payment: Payment) -> None:
        self._payment = payment

    def count(self) -> int:
        """How many rows there are."""
        return len(self._payment.rows)

    def window(self, start: int, n: int) -> Sequence[Row]:
        """At most ``n`` rows from row ``start``."""
        return [
            self._item(row) if isinstance(row, Document) else self._heading(row)
            for row in self._payment.rows[start : start + n]
        ]

    def find(self, text: str) -> int | None:
        """The document with that number, else the first not before it in this order."""
        payment, wanted = self._payment, text.casefold()
        rows = payment.rows
        for at, row in enumerate(rows):
            if row.number.casefold() == wanted:
                return at
        key = _POSITION[payment.order]
        return next((n for n, row in enumerate(rows) if key(row).casefold() >= wanted), None)

    def _heading(self, group: Group) -> Heading:
        return Heading(group, tuple(self._item(document) for document in group.documents))

    def _item(self, document: Document) -> Item:
        payment = self._payment
        line = payment.line(document.id)
        shown = self._discount(document) if line is None else ""
        if line is not None and line.settled.discount:
            shown = show.amount(line.settled.discount, document.currency)
        kept = payment.distribution.excess.get(document.id, 0) if line else 0
        exchange = payment.exchange.get(document.id, 0) if line else 0
        changed = document.number in payment.changed
        asked = document.id in payment.waiting or bool(line and line.settled.requested)
        return Item(document, line, shown, changed, kept, exchange, asked)

    def _discount(self, document: Document) -> str:
        """What a document that nothing is distributed to could earn."""
        offer = self._payment.distribution.situation(document).offer
        if document.open <= 0 or offer.state not in ("in time", "grace"):
            return ""
        shown = show.amount(min(offer.amount, document.open), document.currency)
        # The sign of a late one gives way to a figure that needs the room.
        late = offer.state == "grace" and len(shown) < DISCOUNT_WIDTH
        return f"{shown}?" if late else shown


def _of(value: Callable[[Document], str]) -> Callable[[Document | Group], str]:
    """Where a list stands by what its documents say: a heading has nothing to compare."""
    return lambda row: value(row) if isinstance(row, Document) else ""


_POSITION: dict[int, Callable[[Document | Group], str]] = {
    1: _of(lambda d: d.date),
    2: _of(lambda d: d.customer),
    3: _of(lambda d: d.number),
    4: _of(lambda d: d.due),
    BY_GROUP: lambda row: row.number if isinstance(row, Group) else "",
    6: _of(lambda d: d.due),
}


def signed(minor: int, currency: str) -> str:
    """An amount with room for its sign, so that decimal points stand in one line."""
    text = show.amount(minor, currency)
    return text if minor < 0 or len(text) > 12 else f"{text} "


def columns(payment: Payment, today: str) -> tuple[list[Column[Row]], list[list[Column[Row]]]]:
    """The columns that stay, and the sets that Left and Right go through. Where another currency
    is in play, both amounts of a line and its gain or loss have columns."""
    late: Column[Row] = Column(
        "Late",
        4,
        _text(lambda d: show.late(d, today)),
        right=True,
        style=lambda i: show.late_style(i.document, today) if isinstance(i, Item) else None,
    )
    currency: Column[Row] = Column("Cur", 3, lambda i: i.currency)
    due: Column[Row] = Column("Due", 5, _text(lambda d: show.short_day(d.due, today)))
    date: Column[Row] = Column("Date", 5, _text(lambda d: show.short_day(d.date, today)))
    more: list[Column[Row]] = [
        Column("Customer", 10, _text(lambda d: d.customer)),
        Column("Name on document", 20, _text(lambda d: d.name)),
        Column("Reference", 14, _text(lambda d: d.reference)),
    ]
    rest: list[Column[Row]] = [
        Column("Terms", 5, _text(lambda d: d.terms)),
        Column("Div", 6, _text(lambda d: d.division)),
        Column("Original", 13, _text(lambda d: signed(d.original, d.currency)), right=True),
        Column("Pay now", 13, lambda i: _paid(i.pay, i.currency), right=True),
    ]
    fixed: list[Column[Row]] = [Column("Document   Ty", _NUMBER_WIDTH + 3, _document)]
    if not payment.crosses:
        return fixed, [[date, due, late, *_FIGURES, _DIFFERENCE], more, rest]
    base = payment.base_currency
    takes: Column[Row] = Column(
        f"Takes {payment.currency}", 12, lambda i: _paid(i.cost, payment.currency), right=True
    )
    realised: Column[Row] = Column(
        f"Gain/loss {base}", 13, lambda i: _paid(i.exchange, base), right=True
    )
    result = [currency, date, due, _DIFFERENCE, realised, takes]
    return fixed, [[currency, late, *_FIGURES, takes], result, more, rest]


def _text(value: Callable[[Document], str]) -> Callable[[Row], str]:
    """A cell that only documents have."""
    return lambda row: value(row.document) if isinstance(row, Item) else ""


def _paid(minor: int, currency: str) -> str:
    return show.amount(minor, currency) if minor else ""


def _difference(row: Row) -> str:
    """What is written off; the explaining line says it where it needs more room."""
    shown = _paid(row.difference, row.currency)
    return shown if len(shown) <= _DIFFERENCE_WIDTH else ">" * _DIFFERENCE_WIDTH


_FIGURES: list[Column[Row]] = [
    Column(
        "Open balance",
        13,
        lambda i: signed(i.open, i.currency),
        right=True,
        style=lambda i: "credit" if i.open < 0 else None,
    ),
    Column("Discount", DISCOUNT_WIDTH, lambda i: i.discount, right=True),
    Column("Pay now", 13, lambda i: _paid(i.pay, i.currency), right=True),
]
_DIFFERENCE: Column[Row] = Column("Wr.off", _DIFFERENCE_WIDTH, _difference, right=True)


def _document(row: Row) -> str:
    """Number and kind, between them the sign of what a clerk must know: changed, disputed, asked
    to be written off."""
    if isinstance(row, Heading):
        number = row.group.number[:_NUMBER_WIDTH] or "no group"
        return f"{number:<{_NUMBER_WIDTH}}{min(len(row.lines), 999):>3}"
    document = row.document
    signs = ((row.changed, "~"), (row.asked, "w"), (bool(document.dispute), "d"))
    sign = next((sign for holds, sign in signs if holds), " ")
    return f"{document.number[:_NUMBER_WIDTH]:<{_NUMBER_WIDTH}}{sign}{document.short_kind}"


def _realised(payment: Payment) -> str:
    """Gain or loss of all lines, in base currency."""
    sum_ = sum(payment.exchange.values())
    word = "gain" if sum_ > 0 else "loss"
    return f"{word} {show.amount(abs(sum_), payment.base_currency)}" if sum_ else ""


def totals(payment: Payment, counts: str = "") -> str:
    """The line under the list: sums beneath the columns of figures, ``counts`` before them. With
    several currencies in play only what is in the currency of the money is added up."""
    currency, taken = payment.currency, payment.distribution
    own = [item for item in payment.items if item.currency == currency]
    open_ = signed(sum(item.open for item in own), currency)
    lines = taken.lines.values()
    discount = show.amount(taken.discount, currency)
    cost = sum(line.cost for line in lines)
    if payment.crosses:
        last = f"{_realised(payment):>13} {show.amount(cost, currency):>12}"
        words = f"    Totals {currency} {counts}"
        return f"{words:<27}{open_:>13} {discount:>{DISCOUNT_WIDTH}} {last}"
    by_hand = sum(line.settled.by_hand + line.settled.rounding for line in lines)
    written_off = taken.written_off + by_hand - sum(taken.excess.values())
    last = f"{show.amount(cost, currency)} {show.amount(written_off, currency):>6}"
    return f"{f'    Totals {counts}':<35}{open_:>13} {discount:>{DISCOUNT_WIDTH}} {last:>20}"

"""Panel F as it is looked at: the open items, what is left, and what others post meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from textual.app import ComposeResult

from artui.ledger.errors import LedgerError
from artui.ledger.events import document_key
from artui.screens.frame.field import Field
from artui.screens.frame.messages import Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.subfile import Subfile
from artui.screens.item_rows import Item, Items, columns, totals
from artui.screens.payment import ORDER_NAMES, Payment
from artui.screens.payment_post import READ_ONLY
from artui.screens.payment_words import (
    explain,
    money_line,
    moved_by,
    moved_text,
    two_lines,
    why_not_listed,
)
from artui.screens.session import Session

TOTALS = -7
LOOK_EVERY = 2.0
"""Seconds between two looks for other clerks' postings; looking sends nothing."""

_STATUS_COL, _COUNT_COL = 79, 55
_AROUND = 11
"""Lines of the screen that are not rows."""


class ItemList(Panel):
    """The payer's open items in an order, with their totals and the row explained."""

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._version = 0

    @property
    def payment(self) -> Payment:
        """The voucher being entered."""
        payment = self.session.payment
        assert payment is not None, "E or the customer account began it"
        return payment

    def compose(self) -> ComposeResult:
        """Position-to on line 3, the list from line 4."""
        fixed, sets = columns(self.payment, self.session.today)
        yield Field(
            "position", line=3, col=42, width=12, label="Position to", label_col=30, upper=True
        )
        yield Subfile(
            "items",
            Items(self.payment),
            fixed,
            key=lambda item: item.document.id,
            first=4,
            last=-8,
            sets=sets,
            options=("1.pay", "4", "5", "7", "9", "11", "12"),
            may_take=self._may_take,
            position="position",
            status_at=(3, _STATUS_COL),
        )

    def opened(self) -> None:
        """Company and title of what is distributed; begin to look for other clerks' postings."""
        payment, store = self.payment, self.session.ledger.store
        self.session.company = payment.company
        if payment.source is not None:
            self.title = f"{payment.source.kind.replace('_', ' ').capitalize()} applied"
        if store.read_only:
            self.standing = READ_ONLY
        self.show_frame()
        self.go_to("items")
        self._version = store.data_version()
        self.set_interval(LOOK_EVERY, self.look)

    def _may_take(self, item: Item, code: str) -> bool:
        """Whether copying a code down stops at a row."""
        document = item.document
        if code in ("1", "10", "11", "12") and (document.hold or item.line is not None):
            return False
        if code == "12":
            return document.open > 0
        return code != "4" or item.line is not None

    # --- what is shown ---------------------------------------------------------------------------

    def show(self) -> None:
        """Head and totals, after anything changed."""
        payment = self.payment
        count, paid = len(payment.items), len(payment.distribution.lines)
        self.put_line(2, money_line(payment))
        order = f"Order {payment.order} {ORDER_NAMES[payment.order]}"
        self.put(3, 2, f"{order:<27}"[:27])
        words = f"{count:,} item{'' if count == 1 else 's'}, {paid:,} paid"
        # A list longer than its page says which rows it shows in that place.
        paged = count > self.size.height - _AROUND
        self.put(3, _COUNT_COL, "" if paged else words)
        self.put_line(TOTALS, totals(payment, words if paged else ""))

    def changed(self) -> None:
        """Draw the rows and the head anew."""
        self.listing().reload()
        self.show()

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Explain the row under the cursor."""
        item = message.subfile.row
        self.explain(*(two_lines(self._about(item)) if item is not None else ()))

    def _about(self, item: Item) -> str:
        document = item.document
        if item.changed:
            now = self.payment.ledger.read.document(document.id)
            if now is not None and now.last_pos != document.last_pos:
                return (
                    f"{document.number} was changed meanwhile ({moved_by(now)}); open now "
                    f"{self.payment.money(now.open)}. F5 reads the list anew."
                )
        situation = self.payment.distribution.situation(document)
        return explain(document, situation, item.line)

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A document number that isn't listed is told why; so is a text beyond the last row."""
        payment, text = self.payment, message.text
        listed = any(item.number == text for item in payment.items)
        key = document_key(payment.company, text)
        if text and not listed and payment.ledger.read.document(key) is not None:
            self.inform(2159, why_not_listed(payment, text))
        elif text and not message.key:
            self.inform(2159, f"Nothing from {text} on in this order.")

    def cursor_to_work(self, after: int = -1) -> None:
        """The first row behind one that is not paid; with nothing left, the first paid row."""
        items, lines = self.payment.items, self.payment.distribution.lines
        if self.payment.left == 0 and lines:
            if after < 0:
                paid = (at for at, item in enumerate(items) if item.id in lines)
                self.listing().move_to(next(paid, 0))
            return
        start = max(after + 1, 0)
        order = [*range(start, len(items)), *range(start)]
        found = next((at for at in order if items[at].id not in lines), None)
        if found is not None:
            self.listing().move_to(found)

    # --- what others post ------------------------------------------------------------------------

    def look(self) -> None:
        """Mark the rows that others moved and say so; nothing is drawn while nothing changed."""
        store = self.session.ledger.store
        busy = self.question is not None or self.command is not None or self.job is not None
        told = self.notice is not None and self.notice.kind is Kind.ERROR
        if busy or told or not self.is_current:
            return
        with suppress(LedgerError):  # a server out of reach is said when something is posted
            version = store.data_version()
            if version == self._version:
                return
            self._version = version
            if moved := self.payment.look():
                self.drop_typeahead()
                self.changed()
                self.inform(40, moved_text(moved))

    def act_refresh(self) -> None:
        """F5: read the items anew; codes stay, and so does what is distributed to documents that
        nobody moved."""
        moved = self.payment.read_again()
        self.changed()
        if moved:
            self.inform(2165, f"Taken back, changed by others: {', '.join(moved[:5])}.")

    def act_order(self) -> None:
        """F11 F6: the next of the orders that list all items."""
        payment = self.payment
        orders = [order for order in ORDER_NAMES if order != 4]
        at = orders.index(payment.order) if payment.order in orders else -1
        payment.order = orders[(at + 1) % len(orders)]
        self.act_refresh()

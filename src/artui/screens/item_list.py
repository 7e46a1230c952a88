"""Panel F as it is looked at: the open items, what is left, and what others post meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.documents import Document
from artui.ledger.events import document_key
from artui.ledger.money import format_amount
from artui.screens.frame.field import Field
from artui.screens.frame.panel import Panel
from artui.screens.frame.subfile import Subfile
from artui.screens.item_rows import Heading, Items, Row, columns, totals
from artui.screens.payment import ORDER_NAMES, Payment
from artui.screens.payment_groups import Group
from artui.screens.payment_post import READ_ONLY
from artui.screens.payment_words import (
    describe,
    documents,
    explain,
    money_line,
    moved_by,
    moved_text,
    two_lines,
    why_not_listed,
)
from artui.screens.session import Session
from artui.screens.watching import Watch

TOTALS = -7
OPTIONS = ("1.pay", "4", "5", "6.leave", "7.applied", "9", "11", "12", "13")
ON_HEADINGS = ("1", "4", "6", "10")
"""Codes that a heading takes: for all documents of its group."""

_STATUS_COL, _COUNT_COL = 79, 55
_AROUND = 11
"""Lines of the screen that are not rows."""


class ItemList(Panel):
    """The payer's open items in an order, with their totals and the row explained."""

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._crosses = False

    @property
    def payment(self) -> Payment:
        """The voucher being entered."""
        payment = self.session.payment
        assert payment is not None, "E or the customer account began it"
        return payment

    def compose(self) -> ComposeResult:
        """Position-to on line 3, the list from line 4."""
        fixed, sets = columns(self.payment, self.session.today)
        self._crosses = self.payment.crosses
        yield Field(
            "position", line=3, col=42, width=12, label="Position to", label_col=30, upper=True
        )
        yield Subfile(
            "items",
            Items(self.payment),
            fixed,
            key=lambda row: row.id,
            first=4,
            last=-8,
            sets=sets,
            options=OPTIONS,
            may_take=self._may_take,
            position="position",
            row_style=lambda row: "head" if isinstance(row, Heading) else None,
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
        self._watch = Watch(self, store, self._told)

    def _may_take(self, row: Row, code: str) -> bool:
        """Whether copying a code down stops at a row; a group's own documents follow it."""
        if isinstance(row, Heading):
            return code in ON_HEADINGS
        document, paid = row.document, row.line is not None
        if code in ("1", "10", "11", "12", "13") and (document.hold or paid):
            return False
        if code in ("12", "13"):
            return document.open > 0
        return code != "4" or paid

    # --- what is shown ---------------------------------------------------------------------------

    def show(self) -> None:
        """Head and totals, after anything changed."""
        payment = self.payment
        paid = len(payment.distribution.lines)
        count = sum(isinstance(row, Document) for row in payment.rows)
        self.put_line(2, money_line(payment))
        words = f"{payment.only} only" if payment.only else ORDER_NAMES[payment.order]
        order = f"Order {payment.order} {words}"
        self.put(3, 2, f"{order:<27}"[:27])
        words = f"{count:,} item{'' if count == 1 else 's'}, {paid:,} paid"
        # A list longer than its page says which rows it shows in that place.
        paged = len(payment.rows) > self.size.height - _AROUND
        self.put(3, _COUNT_COL, "" if paged else words)
        self.put_line(TOTALS, totals(payment, words if paged else ""))

    def changed(self) -> None:
        """Draw the rows and the head anew."""
        self.listing().reload()
        self.show()

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Explain the row under the cursor, unless a question is explained there."""
        if self.question is None:
            self.explain_row()

    def explain_row(self) -> None:
        """Say what the row under the cursor is about."""
        row = self.listing().row
        self.explain(*(two_lines(self._about(row)) if row is not None else ()))

    def _about(self, row: Row) -> str:
        if isinstance(row, Heading):
            return describe(self.payment, row.group)
        document = row.document
        if row.changed:
            now = self.payment.ledger.read.document(document.id)
            if now is not None and now.last_pos != document.last_pos:
                return (
                    f"{document.number} was changed meanwhile ({moved_by(now)}); open now "
                    f"{format_amount(now.open, now.currency)}. F5 reads the list anew."
                )
        return explain(self.payment, document)

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A currency lists the documents in it, ``ALL`` or nothing all again. A document number
        that isn't listed is told why; so is a text beyond the last row."""
        payment, text = self.payment, message.text
        currencies = {item.currency for item in payment.items}
        if text in currencies and len(currencies) > 1:
            self._narrow(text)
            return
        if text in ("", "ALL") and payment.only:
            self._narrow("")
            return
        listed = any(row.number == text for row in payment.rows)
        key = document_key(payment.company, text)
        if text and not listed and self.written_off(text):
            return
        if text and not listed and payment.ledger.read.document(key) is not None:
            self.inform(2159, why_not_listed(payment, text))
        elif text and not message.key:
            self.inform(2159, f"Nothing from {text} on in this order.")

    def written_off(self, number: str) -> bool:
        """Whether a number that isn't listed is dealt with as a document that was written off."""
        return False

    def cursor_to_work(self, after: int = -1) -> None:
        """The first row behind one that is not paid; with nothing left, the first paid row."""
        rows, lines = self.payment.rows, self.payment.distribution.lines
        if self.payment.left == 0 and lines:
            if after < 0:
                paid = (at for at, row in enumerate(rows) if row.id in lines)
                self.listing().move_to(next(paid, 0))
            return
        start = max(after + 1, 0)
        order = [*range(start, len(rows)), *range(start)]
        found = next((at for at in order if not self._is_paid(rows[at])), None)
        if found is not None:
            self.listing().move_to(found)

    def _is_paid(self, row: Document | Group) -> bool:
        """Whether something is distributed to a document, or to all of a group."""
        lines = self.payment.distribution.lines
        if isinstance(row, Group):
            return not row.number or all(document.id in lines for document in row.documents)
        return row.id in lines

    def _narrow(self, currency: str) -> None:
        payment = self.payment
        payment.narrow(currency)
        self.listing().clear_codes()
        self.changed()
        self.listing().edge(bottom=False)
        self.cursor_to_work()
        if currency:
            count = sum(isinstance(row, Document) for row in payment.rows)
            self.inform(2171, f"{documents(count)} in {currency}; ALL in Position to lists all.")

    # --- what others post ------------------------------------------------------------------------

    def look(self) -> None:
        """Look for other clerks' postings now."""
        self._watch.look()

    def _told(self) -> None:
        """Mark the rows that others moved and say so; nothing is drawn if none was."""
        if moved := self.payment.look():
            self.drop_typeahead()
            self.changed()
            self.inform(40, moved_text(moved))

    def act_refresh(self) -> None:
        """F5: read the items anew; codes stay, and so does what is distributed to documents that
        nobody moved."""
        moved = self.payment.read_again()
        if self.payment.crosses != self._crosses:
            self._crosses = self.payment.crosses
            self.listing().show_columns(*columns(self.payment, self.session.today))
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

"""ARRC10/T: money on account moved to another customer, or split over several.

Value: the key of the receipt, prepayment or moved money. The result is the sentence that says what
was done.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from artui.ledger import events as ev
from artui.ledger.documents import Customer, Document
from artui.ledger.entered import PayLine
from artui.ledger.errors import refuse
from artui.ledger.receiving.moving import Moved, Share, proposed, split
from artui.ledger.receiving.previewing import rehearsed
from artui.screens import show
from artui.screens.consequences import consequence_lists
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.place import Part
from artui.screens.lookup import resolve_customer
from artui.screens.money_panel import MoneyPanel, Planned

ROWS = (1, 2, 3)
WHO, WHICH = 2207, 2210
FIRST_LINE = 5
LEFT_COL = 60


class Transferring(MoneyPanel):
    """Up to three customers, each with an amount and a document it pays; empty = what is left."""

    ID = "ARRC10/T"
    TITLE = "Transfer or split"
    FAULTS = {
        "customer": "customer_1", "amount": "amount_1", "document": "document_1", "period": "date",
        "receipt": "", "source": "",
    }  # fmt: skip

    def compose(self) -> ComposeResult:
        """Day and note, a row for each customer, and what follows."""
        yield self.date_field(3, 7)
        yield Field("note", line=3, col=24, width=55, label="Note", limit=80)
        for row in ROWS:
            line = FIRST_LINE + row - 1
            first = row == ROWS[0]
            yield Field(f"customer_{row}", line=line, col=2, width=16, kind=Kind.CODED, limit=30,
                        upper=False, stop=first, required=first)  # fmt: skip
            yield self.amount_field(f"amount_{row}", line, 20)
            yield Field(f"document_{row}", line=line, col=37, width=14, kind=Kind.CODED,
                        note_col=54, note_width=25)  # fmt: skip
        yield from consequence_lists(self.TOP)

    def fill(self, document: Document) -> None:
        """The customer and document the reference names, if it is another's; all that is open."""
        self.put(4, 2, "Customer          Amount           Pays document")
        self.explain(
            "Dr the old customer's control account, Cr the new one's, at the rate the money",
            "came in at; the bank is untouched. Enter shows what follows, F10 posts.",
        )
        self.field("amount_1").text = self.typed(max(0, -document.open))
        read = self.session.ledger.read
        named = document.reference and read.document(
            ev.document_key(document.company, document.reference)
        )
        if named and named.customer != document.customer and named.open > 0:
            self.field("customer_1").text = named.customer
            self.field("document_1").text = named.number
        for row in ROWS:
            self._show_name(row)
        self._show_left()

    # --- while it is typed -----------------------------------------------------------------------

    def on_field_changed(self, _message: Field.Changed) -> None:
        """What stays on account, with every character."""
        self._show_left()

    def on_field_left(self, message: Field.Left) -> None:
        """The name of a customer behind its row."""
        name, _, row = (message.field.name or "").partition("_")
        if name == "customer":
            self._show_name(int(row))

    def _show_name(self, row: int) -> None:
        text = self.field(f"customer_{row}").text.strip()
        found = self._found(text) if text else None
        self.field(f"document_{row}").set_note(found.name if found else "")

    def _found(self, text: str) -> Customer | None:
        company = self.document.company if self.document else ""
        found = resolve_customer(self.session.ledger, text, company)
        return None if isinstance(found, list) or found.company != company else found

    def _show_left(self) -> None:
        if self.document is None:
            return
        left = -self.document.open
        try:
            left -= sum(share.amount or 0 for _row, share in self._rows(self.document))
        except ValueError:
            return  # it is still being typed
        figure = show.amount(left, self.document.currency)
        self.put(4, 54, f"Left {figure}".ljust(25))

    # --- what is typed ---------------------------------------------------------------------------

    def plan(self, document: Document, day: str) -> Planned:
        """A split over the rows filled in; one row is a transfer."""
        ledger, key, note = self.session.ledger, document.id, self.field("note").text.strip()
        shares = [
            share._replace(customer=self._customer(row, share.customer), lines=self._lines(
                document, row, share.amount, day))
            for row, share in self._rows(document)
        ]  # fmt: skip

        def move(command: str | None = None) -> Moved:
            return split(ledger, key, shares, day=day, note=note, command=command)

        return Planned(
            lambda: rehearsed(ledger, lambda: [move().voucher]),
            lambda command: _said(document, move(command)),
        )

    def _rows(self, document: Document) -> Iterator[tuple[int, Share]]:
        """The rows filled in, with their amounts: what is left where none is typed."""
        left = -document.open
        for row in ROWS:
            customer = self.field(f"customer_{row}").text.strip()
            amount = self.field(f"amount_{row}").value
            if not customer and (row != ROWS[0] or amount is None):
                continue
            amount = left if amount is None else amount
            left -= amount
            yield row, Share(customer, amount)

    def _customer(self, row: int, text: str) -> str:
        found = self._found(text)
        if found is None:
            where = f" in {self.document.company}" if self.document else ""
            said = f"{text!r} is no one customer{where}: ? lists them"
            raise refuse(f"customer_{row}", WHO, said)
        return found.customer

    def _lines(self, document: Document, row: int, amount: int | None, day: str) -> list[PayLine]:
        number = self.field(f"document_{row}").text.strip()
        if not number:
            return []
        ledger = self.session.ledger
        target = ledger.read.document(ev.document_key(document.company, number))
        if target is None:
            said = f"there is no document {number} in {document.company}"
            raise refuse(f"document_{row}", WHICH, said)
        return [PayLine.of(proposed(ledger, document, amount or 0, day).pay(target))]

    def prompt(self, part: Part | None) -> str | None:
        """F4: customers."""
        customer = part is not None and (part.name or "").startswith("customer_")
        return "prompt.customer" if customer else None


def _said(document: Document, moved: Moved) -> str:
    numbers = ", ".join(map(ev.number_of, moved.credits))
    left = f", {show.amount(moved.left, document.currency)} stays" if moved.left else ""
    return f"{document.number} moved by {moved.name}: {numbers}{left}."

"""ARRC10: Receipts home: the receipts of a ledger with batch, customer, amount and status.

Values: a customer, then a batch; then, to look back, an ISO day and a position it is known at; then
Y for what lies on account only. F6 opens the A/R clean-up with the customer and batch shown, F10
the batches.
"""

from __future__ import annotations

from textual.app import ComposeResult

from artui.ledger.reading.receipts import ReceiptList, Received
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack
from artui.screens.lookup import resolve_customer
from artui.screens.money_rows import MONEY_PANELS, may_move
from artui.screens.session import Session

LISTED, DONE = 3210, 3661
_VALUES = ("customer", "batch", "as_of", "known_at", "unapplied")
WHICH_CUSTOMER = 2207


class ReceiptsHome(LooksBack):
    """A list of receipts, read in windows."""

    ID = "ARRC10"
    TITLE = "Receipts home"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "new.cleanup", "page_back", "page_next",
        "do.batches", "more", "back", "sign_off", "top", "bottom",
    )  # fmt: skip

    session: Session

    def compose(self) -> ComposeResult:
        """What to list, where to go, and the receipts."""
        yield Field("position", line=2, col=14, width=15, label="Position to")
        yield Field("customer", line=2, col=40, width=12, label="Customer", kind=Kind.CODED,
                    upper=False, limit=30)  # fmt: skip
        yield Field("batch", line=2, col=60, width=10, label="Batch", limit=20)
        yield Field("unapplied", line=3, col=14, width=1, label="Unapplied  ",
                    kind=Kind.YES_NO, text="N", required=True)  # fmt: skip
        yield from self.moment_fields(3, 24)
        yield Subfile(
            "receipts",
            ReceiptList(self.session.ledger.seen),
            _FIXED,
            sets=_sets(self.session.today),
            key=lambda row: row.document.id,
            first=4,
            last=-8,
            options=("5", "7", "8", "14.move", "15"),
            position="position",
            status_at=(3, 79),
            may_take=_may_take,
        )

    def opened(self) -> None:
        """List them; values narrow the list."""
        for name, value in zip(_VALUES, self.values, strict=False):
            self.field(name).text = value
        self.submit()

    def resumed(self) -> None:
        """The list as it is now."""
        self._read()

    def act_refresh(self) -> None:
        """F5: read the list anew."""
        self._read()

    def accept(self) -> None:
        """Enter in a filter lists what fits it."""
        if not self.look() or not self._read():
            return
        self.go_to("receipts")
        count = self.listing().count
        if count:
            self.inform(LISTED, f"{count:,} receipt{'' if count == 1 else 's'}, the newest first.")
        else:
            self.explain("")
            then = "" if self.moment.is_now else " of that moment"
            self.inform(LISTED, f"No receipt{then} fits: clear customer and batch to list all.")

    def _read(self) -> bool:
        text = self.field("customer").text.strip()
        company = customer = ""
        if text:
            found = resolve_customer(self.session.ledger, text)
            if isinstance(found, list):
                said = f"{text} may be {len(found)} customers; F4 lists them."
                self.error(
                    WHICH_CUSTOMER, said if found else f"No customer is called {text}.", "customer"
                )
                return False
            company, customer = found.company, found.customer
        self.listing().reload(
            ReceiptList(
                self.books.seen,
                company,
                customer,
                self.field("batch").text.strip(),
                unapplied=self.field("unapplied").text == "Y",
            )
        )
        return True

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """What the remittance said, how it came, who entered it."""
        row = message.subfile.row
        if isinstance(row, Received):
            document, head = row.document, row.head
            names = f"names {document.reference}" if document.reference else "names no document"
            self.explain(
                f"{document.number} of {document.name or 'nobody yet'} {names}"[:78],
                f"{head.name}, entered by {head.clerk} on {show.recorded_day(head.recorded_at)}"
                f", period {head.period}",
            )

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A number that isn't listed is said."""
        if message.text and not message.key:
            self.error(messages.NOT_FOUND, f"No receipt {message.text} is listed.", "position")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the receipt."""
        self.open("document", message.key, *self.moment_values)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """5 and 7 show the receipt with what it was applied to; 14 moves it, 15 sends it back."""
        key, code = message.codes[0]
        message.subfile.clear_codes([key])
        if code in MONEY_PANELS:
            self.open(MONEY_PANELS[code], key, then=lambda said: self.inform(DONE, str(said)))
        elif code == "8":
            self.open("replay", key)
        else:
            self.open("document", key, *self.moment_values)

    def act_new(self) -> None:
        """F6: the A/R clean-up, taking over customer and batch: those listed by, else the row's."""
        customer, batch = (self.field(name).text.strip() for name in ("customer", "batch"))
        row = self.listing().row
        if not (customer or batch) and isinstance(row, Received):
            batch = row.head.batch
            document = row.document
            customer = f"{document.company}/{document.customer}" if document.customer else ""
        self.open("ARCU20", customer, batch)

    def act_do(self) -> None:
        """F10: the batches, the cursor on that of the row."""
        row = self.listing().row
        batch = row.head.batch if isinstance(row, Received) else ""
        self.open("arrc10/b", batch, *self.moment_values)

    def prompt(self, part: Part | None) -> str | None:
        """F4: customers."""
        return "prompt.customer" if part is not None and part.name == "customer" else None


def _may_take(row: Received, code: str) -> bool:
    """Only what lies on account is moved; what is reversed takes nothing more."""
    return may_move(row.document, code)


_FIXED: ColumnSet[Received] = (
    Column("Batch", 9, lambda row: row.head.batch),
    Column("Receipt", 11, lambda row: row.document.number),
)


def _sets(today: str) -> tuple[ColumnSet[Received], ...]:
    return (
        (
            Column("Name", 11, lambda row: row.document.name),
            Column("Date", 5, lambda row: show.short_day(row.document.date, today)),
            Column("Cur", 3, lambda row: row.document.currency),
            Column("Amount", 12, lambda row: _money(row, row.amount), right=True),
            Column("Unapplied", 11, lambda row: _money(row, row.unapplied), right=True),
            Column("Status", 6, lambda row: _SHORT[row.state]),
        ),
        (
            Column("Customer", 12, lambda row: row.document.customer),
            Column("Reference", 16, lambda row: row.document.reference),
            Column("Voucher", 14, lambda row: row.head.name),
            Column("Status", 12, lambda row: row.state),
        ),
    )


def _money(row: Received, amount: int) -> str:
    return show.amount(amount, row.document.currency)


_SHORT = {
    "unidentified": "nobody",
    "unapplied": "open",
    "part applied": "part",
    "applied": "done",
    "returned": "return",
    "reversed": "revers",
}
"""The status in six letters; the second set of columns writes it out."""

"""ARIN10/P and ARIN10/C: lines put aside with a note; money of nobody given to its customer."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult

from artui.ledger.documents import Customer
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.receiving import inbox as inboxes
from artui.ledger.receiving import moving
from artui.ledger.receiving.inbox import InboxLine, find_line
from artui.ledger.receiving.lines import together
from artui.ledger.receiving.proposing import propose_line
from artui.screens import inbox_rows as rows
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.lookup import resolve_customer
from artui.screens.session import Session

WHICH_CUSTOMER = 2207
_LINES = 8
"""Lines named above the note; of more it is said how many."""


class _OfLines(Panel):
    """What the forms share: the lines of the values, and a command carried out."""

    FIELD: ClassVar[str] = ""

    session: Session

    def lines(self) -> list[InboxLine]:
        """The lines the form is about."""
        found = (find_line(self.session.ledger, key) for key in self.values)
        return [line for line in found if line is not None]

    def words(self, line: InboxLine) -> str:
        """A line of the inbox as a line of text."""
        document = line.document
        amount = f"{show.amount(line.amount, document.currency)} {document.currency}"
        return f"{document.number:<12}{document.name[:26]:<27}{amount:>18}"

    def act_refresh(self) -> None:
        """F5: what is typed stays."""

    def carry_out(self, do: Callable[[], object]) -> bool:
        """Carry out a command; a refusal is shown in the field."""
        try:
            do()
        except Refused as refused:
            fields = dict.fromkeys((each.field for each in refused.problems), self.FIELD)
            self.errors(show.faults(refused.problems, fields))
        except LedgerError as error:
            self.error(messages.FAILED, str(error))
        else:
            return True
        return False


class Park(_OfLines):
    """6: put lines aside. Values: their receipts. The result says how many."""

    ID = "ARIN10/P"
    TITLE = "Put lines aside"
    ACTIONS = ("help", "go", "leave", "refresh", "do.park", "more", "back", "sign_off")
    FIELD = "note"

    def compose(self) -> ComposeResult:
        """Why."""
        yield Field("note", line=13, col=12, width=60, label="Note", label_col=2, limit=200,
                    stop=True, required=True)  # fmt: skip

    def opened(self) -> None:
        """Which lines, and the note a parked one has."""
        lines = self.lines()
        for at, line in enumerate(lines[:_LINES], 3):
            self.put_line(at, self.words(line))
        if len(lines) > _LINES:
            self.put_line(3 + _LINES, f"and {len(lines) - _LINES} more")
        self.put_line(15, "The money stays booked, open and aged: on account, or as unidentified")
        self.put_line(16, "cash. Show P lists what is put aside; 4 there takes it up again.")
        if len(lines) == 1:
            self.field("note").text = lines[0].note

    def accept(self) -> None:
        """Park all of them, or none."""
        ledger, note = self.session.ledger, self.field("note").text.strip()

        def park() -> None:
            with ledger.hold():
                for key in self.values:
                    inboxes.park(ledger, key, note)

        if self.carry_out(park):
            self.finish(f"{rows.counted(len(self.values))} put aside: Show P lists them.")


class ChooseCustomer(_OfLines):
    """2 on money of nobody: whose it is. Values: its receipt. Then its open items are shown."""

    ID = "ARIN10/C"
    TITLE = "Whose money is this?"
    ACTIONS = ("help", "go", "leave", "prompt", "refresh", "do.items", "more", "back", "sign_off")
    FIELD = "customer"

    def compose(self) -> ComposeResult:
        """The customer."""
        yield Field("customer", line=11, col=24, width=16, label="Customer", label_col=2,
                    kind=Kind.CODED, upper=False, limit=30, stop=True, required=True,
                    note_col=42)  # fmt: skip

    def opened(self) -> None:
        """What is known of the money, and who is likely."""
        lines = self.lines()
        if not lines:
            return
        line = lines[0]
        said = together(line.lines)
        proposal = propose_line(self.session.ledger, line, self.session.today)
        texts = " ".join((*said.texts, *(one.number for one in said.documents)))
        for at, text in enumerate(
            (
                self.words(line),
                "",
                f"Payer       {said.payer}",
                f"Account     {said.account}",
                f"Says        {texts}",
                "",
                *wrap(" ".join(proposal.reasons), 78)[:2],
            ),
            3,
        ):
            self.put_line(at, text[:78])
        self.put_line(
            13, "F10 moves it from unidentified cash to that customer, in a voucher of its"
        )
        self.put_line(14, "own, and opens the customer's items. The payer's name is learned.")
        self.field("customer").text = proposal.customer
        self._note()

    def on_field_left(self, message: Field.Left) -> None:
        """Say who it is."""
        self._note()

    def _customer(self) -> Customer | None:
        text, lines = self.field("customer").text.strip(), self.lines()
        if not text or not lines:
            return None
        found = resolve_customer(self.session.ledger, text, lines[0].document.company)
        return found if isinstance(found, Customer) else None

    def _note(self) -> None:
        found = self._customer()
        self.field("customer").set_note(found.name if found else "")

    def prompt(self, part: Part | None) -> tuple[str, ...] | None:
        """F4: customers of the company the money came in at."""
        lines = self.lines()
        return ("prompt.customer", lines[0].document.company) if lines else None

    def accept(self) -> None:
        """Move the money, by which the payer is learned, and go on to the items."""
        ledger, lines, customer = self.session.ledger, self.lines(), self._customer()
        if not lines:
            return
        line = lines[0]
        company = line.document.company
        if customer is None or customer.company != company:
            text = self.field("customer").text.strip()
            self.error(WHICH_CUSTOMER, f"{company} has no one customer {text}; ? lists them.",
                       "customer")  # fmt: skip
            return
        made: list[str] = []

        def move() -> None:
            moved = moving.transfer(ledger, line.key, customer.customer, day=self.session.today)
            made.extend(moved.credits)

        if self.carry_out(move):
            self.replace("ars110/f", f"apply:{made[0]}")

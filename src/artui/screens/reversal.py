"""ARVO60/R: what follows from the reversal of a voucher; F10 posts it.

Value: the voucher's key. The result is the sentence that names both vouchers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger import events as ev
from artui.ledger.dates import parse_date
from artui.ledger.documents import Document
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.queries import VoucherHead
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.canvas import Banner
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.text import fit
from artui.screens.session import Session

WHAT_FOLLOWS = 2192
BUILT_ON = 2218


class Consequence(NamedTuple):
    """What the reversal does to one document; ``change`` and ``after`` in minor units."""

    document: Document
    change: int
    made_here: bool

    @property
    def after(self) -> int:
        """The balance behind the reversal."""
        return self.document.open + self.change

    @property
    def words(self) -> str:
        """What becomes of the document."""
        if self.made_here:
            return "taken back"
        if self.after and not self.document.open:
            return "opens again"
        return "open again whole" if self.after == self.document.original else "changes"


def consequences(ledger: Ledger, head: VoucherHead) -> list[Consequence]:
    """What reversing a voucher does to each document it moved."""
    moved: dict[str, int] = {}
    for movement in ledger.read.voucher_movements(head):
        moved[movement.document] = moved.get(movement.document, 0) + movement.amount
    documents = ledger.read.documents(list(moved))
    return [
        Consequence(documents[key], -amount, documents[key].voucher == head.id)
        for key, amount in moved.items()
    ]


class Reversal(Panel):
    """A full panel before a voucher is undone."""

    ID = "ARVO60/R"
    TITLE = "Reverse a voucher"
    ACTIONS = (
        "help",
        "go",
        "leave",
        "refresh",
        "page_back",
        "page_next",
        "do.post",
        "more",
        "back",
        "sign_off",
        "top",
        "bottom",
    )

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._key = values[0] if values else ""
        self._command = ""
        self._head: VoucherHead | None = None

    def compose(self) -> ComposeResult:
        """The date of the reversal, and the documents it moves."""
        session = self.session
        yield Field(
            "date",
            line=3,
            col=17,
            width=10,
            label="Reversal date",
            label_col=2,
            kind=Kind.DATE,
            text=session.today,
            stop=True,
            required=True,
            note_col=30,
            parse=lambda text: parse_date(
                text, session.today, month_first=session.settings.month_first
            ),
            show=str,
        )
        yield Subfile(
            "documents",
            ListSource[Consequence](()),
            (
                Column("Document", 11, lambda row: row.document.number),
                Column("Ty", 2, lambda row: row.document.short_kind),
                Column("Cur", 3, lambda row: row.document.currency),
                Column("Open now", 14, lambda row: _money(row, row.document.open), right=True),
                Column("Change", 14, lambda row: _money(row, row.change), right=True),
                Column("Open after", 14, lambda row: _money(row, row.after), right=True),
                Column("", 15, lambda row: row.words),
            ),
            key=lambda row: row.document.id,
            first=5,
            last=-8,
            status_at=(4, 79),
        )

    @property
    def banner(self) -> Banner:
        """The company is the voucher's."""
        return replace(super().banner, scope=ev.company_of(self._key) or "ALL")

    def opened(self) -> None:
        """Show what follows; a voucher that can't be reversed says why."""
        self._command = self.session.ledger.ids()
        self._read()
        self._note(self.session.today)

    def resumed(self) -> None:
        """Read anew what may have changed."""
        self._read()

    def act_refresh(self) -> None:
        """F5: read anew."""
        self._read()

    def _read(self) -> None:
        ledger = self.session.ledger
        try:
            head, dependants = ledger.check_reversal(self._key)
        except Refused as refused:
            self.errors(show.faults(refused.problems, _FIELDS))
            return
        self._head = head
        self.title = f"Reverse voucher {head.name}"
        self.show_frame()
        customer = ledger.read.customer(head.company, head.customer)
        who = f"{head.customer} {customer.name if customer else ''}".strip() or head.text
        amount = f"{show.amount(head.amount, head.currency)} {head.currency}"
        posted = f"posted {head.date} by {head.clerk}"
        self.put_line(2, fit(f"{who}   {amount}   {posted}", 78))
        self.put_line(4, "What follows")
        rows = consequences(ledger, head)
        self.listing().reload(ListSource(rows))
        self.explain(
            "Its journal is posted again with debit and credit exchanged, under a number RV.",
            "Both vouchers stay: nothing is deleted.",
        )
        if dependants:
            self._refuse(head, dependants)
        else:
            count = f"{len(rows)} document{'' if len(rows) == 1 else 's'}"
            self.inform(WHAT_FOLLOWS, f"{count} would change. Nothing is posted yet; F10 posts.")

    def _refuse(self, head: VoucherHead, dependants: Sequence[str]) -> None:
        names = ", ".join(ev.voucher_name(key) for key in dependants)
        self.error(BUILT_ON, f"{names} built on {head.name}: reverse first.")
        self.put_line(-7, f"Built on it: {names}")

    def on_field_left(self, message: Field.Left) -> None:
        """Say which period the date falls in."""
        if isinstance(message.value, str):
            self._note(message.value)

    def _note(self, day: str) -> None:
        company = ev.company_of(self._key)
        policies = self.session.ledger.policies
        period = policies.period_of(company, day) if company in policies.companies else None
        state = (
            "no period"
            if period is None
            else f"period {period.name}, " + ("open" if period.open else "closed")
        )
        self.field("date").set_note(state)

    def accept(self) -> None:
        """F10: post the reversal; Enter in the date only checks it."""

    def act_do(self) -> None:
        """F10: post the reversal."""
        fault = self.field("date").check()
        if fault is not None or self._head is None:
            self.errors([fault] if fault else [])
            return
        ledger, key, command = self.session.ledger, self._key, self._command
        day = str(self.field("date").value)

        def task(_job: object) -> Posted | LedgerError:
            try:
                return ledger.reverse(key, day=day, command=command)
            except LedgerError as error:
                return error

        self.work(task, self._answered)

    def _answered(self, answer: Posted | LedgerError) -> None:
        if isinstance(answer, Refused):
            self.errors(show.faults(answer.problems, _FIELDS))
        elif isinstance(answer, LedgerError):
            self.error(messages.FAILED, str(answer))
        else:
            assert self._head is not None, "what is posted was read"
            self.finish(f"Voucher {self._head.name} reversed by {answer.name}.")


_FIELDS = {"accounting_date": "date", "voucher": "", "period": "date"}


def _money(row: Consequence, amount: int) -> str:
    return show.amount(amount, row.document.currency)

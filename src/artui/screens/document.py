"""ARDO50: one document with all that is known of it, and every movement of its balance.

Values: the document's key ``COMPANY/NUMBER``, or a number alone; then, to look back, an ISO day and
a position it is known at, either of them empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult

from artui.ledger import events as ev
from artui.ledger.documents import RECEIPT_SIDE, Document
from artui.screens import movements, show
from artui.screens.frame import messages
from artui.screens.frame.canvas import Banner
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack
from artui.screens.movements import Told
from artui.screens.session import Session

LISTED = 3030
REVERSED = 2191
_LEFT, _RIGHT, _BEHIND = 2, 42, 20
_FIRST_LINE = 3


class DocumentPanel(LooksBack):
    """A document as it stands and how it came there."""

    ID = "ARDO50"
    TITLE = "Document"
    ACTIONS = (
        "help",
        "go",
        "leave",
        "refresh",
        "page_back",
        "page_next",
        "more",
        "back",
        "sign_off",
        "top",
        "bottom",
    )

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._document: Document | None = None
        self._told: dict[str, Told] = {}

    def compose(self) -> ComposeResult:
        """The number, and what moved the balance."""
        today = self.session.today
        yield Field(
            "document",
            line=2,
            col=12,
            width=22,
            label="Document",
            label_col=2,
            kind=Kind.CODED,
            stop=True,
            required=True,
        )
        yield Subfile(
            "movements",
            ListSource[Told](()),
            (
                Column("What", 19, lambda told: told.word),
                Column("Date", 5, lambda told: show.short_day(told.movement.date, today)),
                Column("Voucher", 11, lambda told: show.voucher(told.movement.voucher, today)),
                Column("Amount", 15, _amount, right=True),
                Column("By", 21, lambda told: told.what),
            ),
            key=lambda told: str(told.movement.pos),
            first=11,
            last=-8,
            options=("4.reverse", "5", "8"),
            status_at=(10, 79),
            may_take=_may_take,
        )

    @property
    def banner(self) -> Banner:
        """The company is the document's."""
        company = self._document.company if self._document else self.session.company
        return replace(super().banner, scope=company or "ALL")

    def opened(self) -> None:
        """Show the document named by the first value, at the moment of the others."""
        if self.values:
            self.field("document").text = self.values[0]
            day, known_at = (*self.values[1:3], "", "")[:2]
            if self.look_at(day, known_at):
                self.submit()

    def resumed(self) -> None:
        """Back from a voucher: the document as it is now."""
        self.act_refresh()

    def accept(self) -> None:
        """Show the document typed."""
        text = self.field("document").text.strip()
        read = self.books.read
        whole = read.document(text)
        found = [whole] if whole else read.find_documents(text)
        if len(found) != 1:
            several = ", ".join(document.id for document in found)
            self.error(
                messages.NOT_FOUND,
                f"There are several: {several}." if found else f"There is no document {text}.",
                "document",
            )
            return
        self._document = found[0]
        self.field("document").text = found[0].number
        self.show_frame()
        self._show(found[0])
        self.go_to("movements")
        self.inform(LISTED, f"{len(self._told)} movements. Enter shows the voucher of one.")

    def act_refresh(self) -> None:
        """F5: read the document anew."""
        if self._document is not None:
            known = self.books.read.document(self._document.id)
            if known is not None:
                self._document = known
                self._show(known)

    def _show(self, document: Document) -> None:
        self.put(2, 38, f"{movements.KINDS[document.kind]} of {document.name}"[:42])
        for at, (left, right) in enumerate(_facts(document)):
            for col, (label, value) in ((_LEFT, left), (_RIGHT, right)):
                self.put(_FIRST_LINE + at, col, label)
                self.put(_FIRST_LINE + at, col + _BEHIND, f"{value:<18}"[:18])
        self.put(10, 2, "Movements")
        told = movements.tell(self.books, document)
        self._told = {str(one.movement.pos): one for one in told}
        self.listing().reload(ListSource(told))

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Say when and by whom the movement was recorded."""
        told = message.subfile.row
        if told is None or self._document is None:
            return
        voucher = self.books.read.voucher(told.movement.voucher)
        assert voucher is not None, "a movement belongs to a voucher"
        when = f"{show.recorded_day(voucher.recorded_at)} {show.clock(voucher.recorded_at)}"
        self.explain(
            f"{told.word} {told.what}".strip() + f": {voucher.name}, period {voucher.period}.",
            f"Recorded {when} by {voucher.clerk}, event {told.movement.pos:,}.",
        )

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the voucher."""
        self._open(message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """5 shows the voucher, 4 what reversing the movement would do, 8 the event in the
        history of the document."""
        key, code = message.codes[0]
        message.subfile.clear_codes([key])
        if code == "4":
            self.open("reversal", *self._reversal_of(self._told[key]), then=self._reversed)
        elif code == "8" and self._document is not None:
            self.open("replay", f"document:{self._document.id}", f"event:{key}")
        else:
            self._open(key)

    def _reversal_of(self, told: Told) -> tuple[str, ...]:
        """What a reversal of a movement takes back: a receipt with all its applications, one
        application, a write-off by hand; else the whole voucher."""
        pos = told.movement.pos
        fact = next(event for _pos, event in self.session.ledger.store.events(pos - 1, pos))
        if isinstance(fact, ev.Applied):
            return "application", fact.source, fact.target
        if isinstance(fact, ev.ReceiptRecorded):
            return "receipt", fact.document
        if isinstance(fact, ev.WrittenOff):
            return "write-off", fact.number
        return (told.movement.voucher,)

    def _reversed(self, said: str) -> None:
        self.inform(REVERSED, said)

    def _open(self, key: str) -> None:
        self.open("ARVO60/D", self._told[key].movement.voucher, *self.moment_values)


def _may_take(told: Told, code: str) -> bool:
    """What undid something is not undone itself."""
    undoes = told.word.endswith("undone") or told.movement.kind == "cancelled"
    return code in ("5", "8") or not undoes


def _amount(told: Told) -> str:
    return show.amount(told.movement.amount, told.movement.currency)


Fact = tuple[str, str]


def _facts(document: Document) -> list[tuple[Fact, Fact]]:
    """What is known of a document, in pairs of a left and a right column."""
    due = "not due" if document.kind in RECEIPT_SIDE else document.due
    money = document.currency
    base = "" if document.rate == "1" else f"at {document.rate}"
    flags = ", ".join(
        word for word, flag in (("on hold", document.hold), ("disputed", document.dispute)) if flag
    )
    state = ", ".join(filter(None, (document.state, flags)))
    maximum = "" if document.max_tolerance is None else show.amount(document.max_tolerance, money)
    return [
        (("Customer", document.customer or "unidentified"), ("Date", document.date)),
        (("Original amount", f"{show.amount(document.original, money)} {money}"), ("Due", due)),
        (
            ("Open balance", f"{show.amount(document.open, money)} {money}"),
            ("Terms", document.terms),
        ),
        (("Rate", base or "1"), ("Reference", document.reference)),
        (
            ("Tax", show.amount(document.tax, money)),
            ("Branch, division", f"{document.branch or '-'}, {document.division or '-'}"),
        ),
        (("State", state), ("Control account", document.control)),
        (("Own tolerance", maximum or "none"), ("Group invoice", document.group_invoice)),
    ]

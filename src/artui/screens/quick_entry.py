"""ARS110/Q, order 4: number, Enter, number, Enter; the whole receipt on the numeric keypad."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.events import Resize

from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.ledger import Posted
from artui.ledger.money import AmountError, parse_amount
from artui.ledger.settlement import PLAIN, Wish
from artui.screens import payment_recoveries, show
from artui.screens.frame.field import Field
from artui.screens.frame.messages import Fault
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Place
from artui.screens.frame.typeahead import Keystroke
from artui.screens.payment import Payment
from artui.screens.payment_post import READ_ONLY, Poster
from artui.screens.payment_words import (
    explain,
    money_line,
    summary,
    two_lines,
    why_not_listed,
    would_take,
)
from artui.screens.quick_rows import FIRST, HEADS, NUMBER_COL, entry_text, totals
from artui.screens.session import Session

TOTALS = -7
_AROUND = 11
"""Lines of the screen that are not entries."""


class QuickEntry(Panel):
    """One line a document; ``*`` behind a number asks the amount; Enter on an empty line posts."""

    ID = "ARS110/F"
    TITLE = "Payment received: quick entry"
    ACTIONS = (
        "help",
        "go",
        "leave.finish",
        "prompt",
        "refresh",
        "page_back",
        "page_next",
        "do.post",
        "more",
        "back",
        "undo",
        "sign_off",
    )
    LEGEND = "*=amount. Up=last line; clearing its number takes it back. Enter on empty posts"

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._keys: list[str] = []  # document keys in the order entered
        self._at = 0  # the line the cursor is on
        self._asking: Document | None = None  # whose amount is being typed
        self._drawn_rows = 0
        self._poster = Poster(self)

    @property
    def payment(self) -> Payment:
        """The voucher being entered."""
        payment = self.session.payment
        assert payment is not None, "panel E began it"
        return payment

    def compose(self) -> ComposeResult:
        """Two cells that go down with the lines: the number and, when asked, the amount."""
        yield Field("invoice", line=FIRST, col=NUMBER_COL, width=14, upper=True, limit=30)
        yield Field("amount", line=FIRST, col=67, width=13)

    def opened(self) -> None:
        """Lines of a draft are there again; an invoice typed instead of the payer is taken."""
        payment = self.payment
        self.session.company = payment.company
        if self.session.ledger.store.read_only:
            self.standing = READ_ONLY
        self.show_frame()
        self.put_line(4, HEADS, "head")
        if payment.named and not payment.distribution.lines:
            payment.propose()
        self._keys = list(payment.distribution.lines)
        if payment.changed:
            self.inform(2156, f"Changed since the draft was kept: {', '.join(payment.changed)}.")
        self._to_line(len(self._keys))
        self._stop_unseen()
        if not self._keys and (one := payment_recoveries.by_the_money(payment)):
            payment_recoveries.ask(self, payment, one, self._take_back, self.explain)

    def on_resize(self, event: Resize) -> None:
        """Another size has other lines."""
        super().on_resize(event)
        if self._drawn_rows:
            for row in range(self._drawn_rows):
                self.put_line(FIRST + row, "")
            self._to_line(self._at)

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def _room(self) -> int:
        return self.size.height - _AROUND

    @property
    def _start(self) -> int:
        """The first entry shown: the cursor's line stays in sight."""
        return max(0, self._at - self._room + 1)

    @property
    def _known(self) -> bool:
        """Whether the cursor is on a line that was entered before."""
        return self._at < len(self._keys)

    def _show(self) -> None:
        payment = self.payment
        count = "1 line" if len(self._keys) == 1 else f"{len(self._keys)} lines"
        self.put_line(2, money_line(payment))
        self.put_line(3, f"Order 4 Quick entry{count:>58}")
        self._drawn_rows = self._room
        for row in range(self._room):
            self._show_entry(self._start + row)
        self.put_line(TOTALS, totals(payment))

    def _show_entry(self, at: int) -> None:
        payment, text = self.payment, ""
        if at < len(self._keys):
            line = payment.distribution.lines[self._keys[at]]
            text = entry_text(payment, at, line.document, line, hidden=at == self._at)
        elif at == len(self._keys):
            typed = self._find(self.field("invoice").text) if at == self._at else None
            text = entry_text(payment, at, typed, None, hidden=True)
        self.put_line(FIRST + at - self._start, text)

    def _to_line(self, at: int) -> None:
        """Put the cursor in the number of a line."""
        self._at = max(0, min(at, len(self._keys)))
        self._asking = None
        line = FIRST + self._at - self._start
        for name in ("invoice", "amount"):
            part = self.field(name)
            part.place = Place(line, part.place.col, part.place.width)
            part.refresh(layout=True)
        self.field("invoice").text = self._number if self._known else ""
        self.field("amount").text = ""
        self.field("amount").display = False
        self._show()
        if self._known:
            self._explain(self.payment.distribution.lines[self._keys[self._at]].document)
        else:
            self.explain()
        self.go_to("invoice")

    @property
    def _number(self) -> str:
        return self.payment.distribution.lines[self._keys[self._at]].document.number

    def _explain(self, document: Document) -> None:
        self.explain(*two_lines(explain(self.payment, document)))

    def on_field_changed(self, message: Field.Changed) -> None:
        """As soon as a number is whole, its customer and what it would take are shown."""
        if message.field.name != "invoice" or self._known:
            return
        document = self._find(message.field.text)
        self._show_entry(self._at)
        self.explain(*(two_lines(would_take(self.payment, document)) if document else ()))

    # --- keys -------------------------------------------------------------------------------------

    def press(self, stroke: Keystroke) -> None:
        """Backspace on the number of a line not touched yet clears it whole."""
        field = self.field("invoice")
        untouched = self.focused is field and self._known and field.text == self._number
        waiting = self.question is not None or self.command is not None
        if stroke.key in ("backspace", "delete") and untouched and not waiting:
            field.text = ""
        else:
            super().press(stroke)

    def move_line(self, part: object, key: str) -> bool:
        """Up and Down go through the lines entered."""
        if key not in ("up", "down") or self._asking is not None:
            return False
        return self._go_by(1 if key == "down" else -1)

    def _go_by(self, lines: int) -> bool:
        at = max(0, min(self._at + lines, len(self._keys)))
        moves = at != self._at
        if moves:
            self._to_line(at)
        return moves

    def act_page_back(self) -> None:
        """F7: a page of lines up."""
        if not self._go_by(-self._room):
            self.app.bell()

    def act_page_next(self) -> None:
        """F8: a page of lines down."""
        if not self._go_by(self._room):
            self.app.bell()

    def tab(self, by: int) -> bool:
        """Tab goes from the number to its amount and back."""
        if self._asking is not None:
            self._to_line(self._at)
        elif self._find(self.field("invoice").text) is not None:
            self._ask_amount(self.field("invoice").text)
        else:
            return False
        return True

    def enter(self) -> None:
        """Enter takes the number, or the amount, or posts on an empty line."""
        if self.faults.advance():
            self.show_fault()
            return
        self.say(None)
        text = self.field("invoice").text.strip()
        if self._asking is not None:
            self._take_amount(self._asking)
        elif text.endswith("*"):
            self._ask_amount(text)
        elif self._known and text == self._number:
            self._to_line(self._at + 1)
        elif text:
            self._take_in(text)
        elif self._known:
            self.payment.undo(self._keys.pop(self._at))
            self._to_line(len(self._keys))
        else:
            self._end()

    def _end(self) -> None:
        """Enter on an empty line: post, if nothing is left and all has been seen."""
        payment = self.payment
        if payment.on_account > 0:
            left = payment.money(payment.on_account)
            self.inform(2182, f"{left} is left: type a number. F10 posts and keeps it on account.")
        elif payment.unseen:
            self._stop_unseen()
        else:
            self._poster.post(payment)

    def _stop_unseen(self) -> bool:
        """Tell of write-offs and discounts that were not told yet, instead of posting them."""
        if not self.payment.show_differences():
            return False
        self.drop_typeahead(only=("f3", "f10"))
        words = summary(self.payment).partition(", ")[2]
        self.inform(2101, f"Proposed, not posted: {words}. F10 posts, Enter on empty too.")
        return True

    # --- taking documents in ----------------------------------------------------------------------

    def _find(self, text: str) -> Document | None:
        number = text.strip().rstrip("* ")
        return next((item for item in self.payment.items if item.number == number), None)

    def _wanted(self, text: str) -> Document | None:
        """The open item of that number; an error says what else it is."""
        document = self._find(text)
        number = text.strip().rstrip("* ")
        if document is None and (one := payment_recoveries.by_number(self.payment, number)):
            payment_recoveries.ask(self, self.payment, one, self._take_back, self.explain)
        elif document is None:
            why = why_not_listed(self.payment, number)
            self.errors([Fault("invoice", 2210, why)])
        elif document.id in self._keys and not (
            self._known and self._keys[self._at] == document.id
        ):
            line = self._keys.index(document.id) + 1
            self.errors([Fault("invoice", 2160, f"{document.number} is on line {line} already.")])
            return None
        return document

    def _take_back(self, document: Document) -> None:
        """A document's write-off is to be taken back: it is a line like any other now."""
        field = self.field("invoice")
        field.text = field.text.strip() or document.number
        self.enter()

    def _take_in(self, text: str, amount: int | None = None) -> None:
        document = self._wanted(text)
        if document is None:
            return
        if amount is None and self.payment.hangs_on_late_discount(document):
            self.open("ARS110/K", document.id, then=lambda made: self._take_line(document, *made))
        else:
            self._take_line(document, amount)

    def _take_line(self, document: Document, amount: int | None, wish: Wish = PLAIN) -> None:
        """Distribute to a document on the cursor's line, in the place of what stood there."""
        replaced = self._keys[self._at] if self._known else ""
        lines = self.payment.distribution.lines
        before = lines.pop(replaced, None)
        try:
            self.payment.pay(document, amount, wish)
        except Refused as refused:
            if before is not None:
                lines[replaced] = before
            problem = refused.problems[0]
            field = "amount" if self._asking is not None else "invoice"
            self.errors([Fault(field, problem.number, problem.text)])
            return
        if before is not None:
            self._keys[self._at] = document.id
        else:
            self._keys.append(document.id)
        self._to_line(len(self._keys))
        self._explain(document)
        if self.payment.unseen:
            # The line shows it now; Enter typed ahead for the next number goes on, posting stops.
            self.drop_typeahead(only=("f3", "f10"))

    def _ask_amount(self, text: str) -> None:
        document = self._wanted(text)
        if document is None:
            return
        self._asking = document
        self.field("invoice").text = document.number
        field = self.field("amount")
        most = min(self.payment.distribution.available_for(document), abs(document.open))
        field.text = self.session.typed(max(0, most), document.currency)
        field.display = True
        self._explain(document)
        self.go_to("amount")

    def _take_amount(self, document: Document) -> None:
        payment, text = self.payment, self.field("amount").text
        mark = self.session.settings.decimal_mark
        left = min(payment.distribution.available_for(document), abs(document.open))
        try:
            amount = parse_amount(text, document.currency, decimal_mark=mark, left=left)
        except AmountError as error:
            self.errors([Fault("amount", error.number, str(error))])
            return
        self._take_in(document.number, -amount if document.open < 0 < amount else amount)

    # --- posting ----------------------------------------------------------------------------------

    def act_do(self) -> None:
        """F10: take the number typed, if any, then post."""
        if self._asking is not None or (self.field("invoice").text.strip() and not self._known):
            self.enter()
            if self.faults.faults or self._asking is not None or self._stop_unseen():
                return
        self.payment.show_differences()
        self._poster.post(self.payment)

    act_leave = act_do

    def posted(self, posted: Posted) -> None:
        """The voucher is posted: the next receipt."""
        self.finish(posted.voucher)

    def not_posted(self, refused: Refused) -> None:
        """Nothing was posted; what a colleague changed is read anew and named."""
        self._read_again()
        names = {"document": "invoice", "amount": "invoice"}
        self.errors(show.faults(refused.problems, names))

    def _read_again(self) -> list[str]:
        moved = self.payment.read_again()
        self._keys = [key for key in self._keys if key in self.payment.distribution.lines]
        self._to_line(len(self._keys))
        return moved

    # --- other keys -------------------------------------------------------------------------------

    def act_undo(self) -> None:
        """F11 F5: take everything back."""
        self.payment.clear()
        self._keys = []
        self._to_line(0)

    def act_refresh(self) -> None:
        """F5: read the open items anew; lines whose document others moved are taken back."""
        typed = "" if self._known else self.field("invoice").text
        moved = self._read_again()
        self.field("invoice").text = typed
        if moved:
            self.inform(2165, f"Taken back, changed by others: {', '.join(moved[:5])}.")

    def prompt(self, part: object) -> tuple[str, ...]:
        """F4: the open documents of the payer."""
        return "prompt.document", self.payment.company, self.payment.payer.customer

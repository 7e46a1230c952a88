"""ARS110/Q, order 4: number, Enter, number, Enter; the whole receipt on the numeric keypad."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.documents import Document
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.events import document_key
from artui.ledger.ledger import Posted
from artui.ledger.money import AmountError, parse_amount
from artui.screens import show
from artui.screens.field import Field
from artui.screens.messages import Fault
from artui.screens.panel import Panel
from artui.screens.payment import Payment
from artui.screens.payment_post import Poster
from artui.screens.payment_words import explain, money_line, two_lines
from artui.screens.place import Place
from artui.screens.session import Session

FIRST = 5
"""The line of the first entry."""

TOTALS = -7
_NUMBER_COL = 6


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
        self._numbers: list[str] = []  # document keys in the order entered
        self._at = 0  # the line the cursor is on
        self._asking: Document | None = None  # whose amount is being typed
        self._poster = Poster(self)

    @property
    def payment(self) -> Payment:
        """The voucher being entered."""
        payment = self.session.payment
        assert payment is not None, "panel E began it"
        return payment

    def compose(self) -> ComposeResult:
        """Two cells that go down with the lines: the number and, when asked, the amount."""
        yield Field("invoice", line=FIRST, col=_NUMBER_COL, width=14, upper=True, limit=30)
        yield Field("amount", line=FIRST, col=67, width=13)

    def opened(self) -> None:
        """Lines of a draft are there again; otherwise an exact, unique match is offered."""
        payment = self.payment
        self.session.company = payment.company
        self.show_frame()
        self._numbers = list(payment.distribution.lines)
        self.put_line(
            4,
            "    Invoice        Customer          Late  Open balance  Discount       Pay now",
            "head",
        )
        if payment.named and not self._numbers:
            payment.propose()
            self._numbers = list(payment.distribution.lines)
        if payment.changed:
            self.inform(2156, f"Changed since the draft was kept: {', '.join(payment.changed)}.")
        self._to_line(len(self._numbers))

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def _room(self) -> int:
        return self.size.height - 11

    def _show(self) -> None:
        payment = self.payment
        taken = payment.distribution
        self.put_line(2, money_line(payment))
        count = f"{len(self._numbers)} lines" if len(self._numbers) != 1 else "1 line"
        self.put_line(3, f"Order 4 Quick entry{count:>58}")
        start = self._start
        for row in range(self._room - 2):
            self.put_line(FIRST + row, self._text(start + row))
        relieved = sum(line.settled.relieved for line in taken.lines.values())
        paid = sum(line.settled.pay for line in taken.lines.values())
        self.put_line(
            TOTALS,
            f"    Totals {payment.money(relieved):>41} "
            f"{payment.money(taken.discount):>9} {payment.money(paid):>13}".replace(
                "    Totals", "   Totals", 1
            ),
        )

    @property
    def _start(self) -> int:
        """The first entry shown: the cursor's line stays in sight."""
        return max(0, self._at - (self._room - 3))

    def _text(self, at: int) -> str:
        if at > len(self._numbers):
            return ""
        if at == len(self._numbers):
            return f"{at + 1:<3}"
        payment = self.payment
        line = payment.distribution.lines[self._numbers[at]]
        document, settled = line.document, line.settled
        shown = "" if at == self._at else document.number
        discount = payment.money(settled.discount) if settled.discount else ""
        return (
            f"{at + 1:<3} {shown:<14} {document.name[:17]:<17} "
            f"{show.late(document, self.session.today):>4} {payment.money(document.open):>13} "
            f"{discount:>9} {payment.money(settled.pay):>13}"
        )

    def _to_line(self, at: int) -> None:
        """Put the cursor in the number of a line."""
        self._at = max(0, min(at, len(self._numbers)))
        self._asking = None
        line = FIRST + self._at - self._start
        field = self.field("invoice")
        known = self._at < len(self._numbers)
        field.text = self._numbers[self._at].partition("/")[2] if known else ""
        for name in ("invoice", "amount"):
            part = self.field(name)
            part.place = Place(line, part.place.col, part.place.width)
            part.refresh(layout=True)
        self.field("amount").text = ""
        self.field("amount").display = False
        self._show()
        self._explain_line()
        self.go_to("invoice", keep=known)

    def _explain_line(self) -> None:
        if self._at < len(self._numbers):
            line = self.payment.distribution.lines[self._numbers[self._at]]
            self._explain(line.document)
        else:
            self.explain()

    def _explain(self, document: Document) -> None:
        payment = self.payment
        line = payment.line(document.id)
        situation = payment.distribution.situation(document)
        self.explain(*two_lines(explain(document, situation, line, self.session.today)))

    # --- keys -------------------------------------------------------------------------------------

    def move_line(self, part: object, key: str) -> bool:
        """Up and Down go through the lines entered."""
        if key not in ("up", "down") or self._asking is not None:
            return False
        at = self._at + (1 if key == "down" else -1)
        if not 0 <= at <= len(self._numbers):
            return False
        self._to_line(at)
        return True

    def tab(self, by: int) -> bool:
        """Tab goes from the number to its amount and back."""
        if self._asking is None and self._find(self.field("invoice").text) is not None:
            self._ask_amount(self.field("invoice").text.rstrip("*"))
            return True
        return False

    def enter(self) -> None:
        """Enter takes the number, or the amount, or posts on an empty line."""
        if self.faults.advance():
            self.show_fault()
            return
        self.say(None)
        text = self.field("invoice").text.strip()
        if self._asking is not None:
            self._take_amount()
        elif text.endswith("*"):
            self._ask_amount(text.rstrip("* "))
        elif text:
            self._take_in(text)
        elif self._at < len(self._numbers):
            self.payment.undo(self._numbers.pop(self._at))
            self._to_line(len(self._numbers))
        else:
            self._post()

    def _find(self, text: str) -> Document | None:
        number = text.strip().rstrip("* ")
        return next((item for item in self.payment.items if item.number == number), None)

    def _wanted(self, number: str) -> Document | None:
        """The open item of that number; an error says what else it is."""
        document = self._find(number)
        if document is not None:
            return document
        known = self.session.ledger.read.document(document_key(self.payment.company, number))
        if known is None:
            text = f"{number} is no document of {self.payment.company}."
        elif known.open == 0:
            text = f"{number} is closed: nothing is open on it."
        elif known.currency != self.payment.currency:
            text = f"{number} is in {known.currency}, the receipt in {self.payment.currency}."
        else:
            text = f"{number} is {known.customer}'s; this payer does not pay for it."
        self.errors([Fault("invoice", 2210, text)])
        return None

    def _take_in(self, number: str, amount: int | None = None) -> None:
        document = self._wanted(number)
        if document is None:
            return
        payment = self.payment
        again = self._at < len(self._numbers) and self._numbers[self._at] == document.id
        if document.id in self._numbers and not again:
            self.errors(
                [
                    Fault(
                        "invoice",
                        2160,
                        f"{number} is on line {self._numbers.index(document.id) + 1} already.",
                    )
                ]
            )
            return
        try:
            if self._at < len(self._numbers) and not again:
                payment.undo(self._numbers[self._at])
            line = payment.pay(document, amount)
        except Refused as refused:
            problem = refused.problems[0]
            field = "amount" if self._asking is not None else "invoice"
            self.errors([Fault(field, problem.number, problem.text)])
            return
        if self._at < len(self._numbers):
            self._numbers[self._at] = document.id
        else:
            self._numbers.append(document.id)
        self._to_line(len(self._numbers))
        self._explain(document)
        if line.settled.written_off or line.settled.discount:
            self.drop_typeahead(only=("f3", "f10"))

    def _ask_amount(self, number: str) -> None:
        document = self._wanted(number)
        if document is None:
            return
        self._asking = document
        self.field("invoice").text = document.number
        field = self.field("amount")
        most = min(self.payment.distribution.available_for(document), abs(document.open))
        field.text = self.payment.money(max(0, most))
        field.display = True
        self._explain(document)
        self.go_to("amount")

    def _take_amount(self) -> None:
        document = self._asking
        assert document is not None, "its amount is being asked"
        payment = self.payment
        mark = self.session.settings.decimal_mark
        left = min(payment.distribution.available_for(document), abs(document.open))
        try:
            amount = parse_amount(
                self.field("amount").text, payment.currency, decimal_mark=mark, left=left
            )
        except AmountError as error:
            self.errors([Fault("amount", error.number, str(error))])
            return
        self._take_in(document.number, -amount if document.open < 0 < amount else amount)

    # --- posting ----------------------------------------------------------------------------------

    def act_do(self) -> None:
        """F10: take the number typed, if any, then post."""
        text = self.field("invoice").text.strip()
        known = self._at < len(self._numbers)
        if self._asking is not None or (text and not known):
            before = self.payment.distribution
            seen = (before.written_off, before.discount)
            self.enter()
            if self.faults.faults or (before.written_off, before.discount) != seen:
                return
        self._post()

    act_leave = act_do

    def _post(self) -> None:
        self._poster.post(self.payment)

    def posted(self, posted: Posted) -> None:
        """The voucher is posted: the next receipt."""
        self.finish(posted.voucher)

    def refused(self, error: LedgerError) -> None:
        """Nothing was posted; what a colleague changed is read anew and named."""
        if isinstance(error, Refused):
            changed = self.payment.read_again()
            self._numbers = [n for n in self._numbers if n in self.payment.distribution.lines]
            self._to_line(len(self._numbers))
            self.errors(show.faults(error.problems, {"document": "invoice", "amount": "invoice"}))
            if changed:
                self.drop_typeahead()
        else:
            self.error(2161, str(error))

    def act_undo(self) -> None:
        """F11 F5: take everything back."""
        self.payment.clear()
        self._numbers = []
        self._to_line(0)

    def act_refresh(self) -> None:
        """F5: read the open items anew."""
        self.payment.read_items()
        self._show()
        self._explain_line()

    def prompt(self, part: object) -> str | None:
        """F4: the open documents of the payer."""
        return "prompt.document"

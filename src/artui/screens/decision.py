"""What panels H and K share: one document of the payment, and what a decision would do to it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.money import AmountError, parse_amount
from artui.ledger.settlement import Wish
from artui.screens import show
from artui.screens.messages import BadValueError
from artui.screens.panel import Panel
from artui.screens.payment import Payment
from artui.screens.payment_words import money_line
from artui.screens.session import Session


class Decision(NamedTuple):
    """What H and K give back: the amount (None = all that is needed and left) and the wish."""

    amount: int | None
    wish: Wish


class DecisionPanel(Panel):
    """One document, an amount and its consequences, live. Values: the document's key first."""

    ACTIONS = ("help", "go", "leave", "prompt", "refresh", "do.done", "more", "back")
    LIVE_LINE = 12
    """The line of *After this line*."""

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self.document_id = values[0]

    @property
    def payment(self) -> Payment:
        """The voucher being entered."""
        payment = self.session.payment
        assert payment is not None, "panel F opened this one"
        return payment

    @property
    def document(self) -> Document:
        """The document decided on."""
        return self.payment.item(self.document_id)

    def decided(self) -> Decision:
        """The decision as the fields stand; raises ValueError for a field that is wrong."""
        raise NotImplementedError

    def head(self) -> None:
        """Line 2 and the document's line."""
        payment, document = self.payment, self.document
        self.put_line(2, money_line(payment, payment.distribution.available_for(document)))
        days = show.late(document, self.session.today).rstrip("!")
        late = f"   {days} days late" if days else ""
        kind = document.kind.replace("_", " ").capitalize()
        self.put_line(
            4,
            f"{kind}  {document.number}   {document.date}   due {document.due}{late}"
            f"   terms {document.terms or 'none'}"[:78],
        )

    def amount_value(self, text: str) -> int:
        """An amount of this payment; ``=`` is all that could go to the document."""
        document = self.document
        available = self.payment.distribution.available_for(document)
        mark = self.session.settings.decimal_mark
        try:
            amount = parse_amount(
                text, self.payment.currency, decimal_mark=mark, left=min(available, document.open)
            )
        except AmountError as error:
            raise BadValueError(str(error), error.number) from None
        return -amount if document.open < 0 < amount else amount

    def try_line(self) -> Line:
        """What the decision would do; raises ValueError."""
        decision = self.decided()
        try:
            return self.payment.distribution.try_line(self.document, decision.amount, decision.wish)
        except Refused as refused:
            problem = refused.problems[0]
            raise BadValueError(problem.text, problem.number) from refused

    def live(self) -> None:
        """Show what the decision would do, or nothing while a field is wrong."""
        line: Line | None = None
        texts = [""] * 4
        with suppress(ValueError):
            line = self.try_line()
        if line is not None:
            settled = line.settled
            left = self.payment.distribution.available_for(self.document) - settled.pay
            figures = (settled.discount, settled.written_off, settled.stays_open, left)
            texts = [self.payment.money(figure) for figure in figures]
        words = (
            "Discount  . . . . . . . . .",
            "Written off . . . . . . . .",
            "Stays open  . . . . . . . .",
            "Left to distribute  . . . .",
        )
        for at, (word, text) in enumerate(zip(words, texts, strict=True)):
            self.put(self.LIVE_LINE + 1 + at, 4, f"{word} {text:>15}")
        self.consequences(line)

    def consequences(self, line: Line | None) -> None:
        """What else the panel says about the line."""

    def accept(self) -> None:
        """Check against the ledger's rules and go back to F with the decision."""
        try:
            decision = self.decided()
            self.payment.distribution.try_line(self.document, decision.amount, decision.wish)
            self.check_reason(decision.wish)
        except Refused as refused:
            self.errors(show.faults(refused.problems, self.FAULTS))
            return
        self.finish(decision)

    FAULTS = {"document": "amount", "accept_late": "accept"}
    """The ledger's field names, as these panels call them."""

    def check_reason(self, wish: Wish) -> None:
        """Refuse reason codes that don't exist."""
        policies = self.session.ledger.policies
        if wish.short_reason:
            policies.reason(wish.short_reason)
        if wish.discount_reason:
            policies.reason(wish.discount_reason, "discount")

    def prompt(self, part: object) -> str | None:
        """F4 on the reason lists the codes."""
        return "prompt.reason" if getattr(part, "name", "") == "reason" else None

"""What panels H and K share: one document of the payment, and what a decision would do to it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.money import AmountError, format_amount, parse_amount
from artui.ledger.settlement import PLAIN, Wish
from artui.screens import show
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.panel import Panel
from artui.screens.payment import Payment
from artui.screens.payment_post import READ_ONLY
from artui.screens.payment_words import money_line, moved_text
from artui.screens.session import Session
from artui.screens.settled_words import days
from artui.screens.watching import Watch

BY_HAND = ("small balance", "bank fee")
"""The kinds of reason a clerk may write off for with a payment."""


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
        if self.session.ledger.store.read_only:
            self.standing = READ_ONLY
        self.put_line(2, money_line(payment, self.money_left))
        count = show.late(document, self.session.today).rstrip("!")
        late = f"   {days(int(count))} late" if count else ""
        kind = document.kind.replace("_", " ").capitalize()
        self.put_line(
            4,
            f"{kind}  {document.number}   {document.date}   due {document.due}{late}"
            f"   terms {document.terms or 'none'}"[:78],
        )

    def look_out(self) -> None:
        """Begin to look for other clerks' postings."""
        self._watch = Watch(self, self.session.ledger.store, self._told)

    def look(self) -> None:
        """Look for other clerks' postings now."""
        self._watch.look()

    def _told(self) -> None:
        """Say which documents of the payment others moved; F shows them."""
        if moved := self.payment.look():
            self.drop_typeahead()
            self.inform(40, moved_text(moved, here=False))

    @property
    def across(self) -> bool:
        """Whether the document is in another currency than the money."""
        return self.document.currency != self.payment.currency

    @property
    def known(self) -> Wish:
        """What was wished for the document before."""
        line = self.payment.line(self.document_id)
        return line.wish if line else PLAIN

    @property
    def money_left(self) -> int:
        """What of the money could go to the document, in the money's currency."""
        line = self.payment.line(self.document_id)
        return self.payment.left + (line.cost if line else 0)

    def money(self, minor: int) -> str:
        """An amount of the document's currency for people."""
        return format_amount(minor, self.document.currency)

    def typed(self, minor: int) -> str:
        """An amount of the document as it stands in an input cell."""
        return self.session.typed(minor, self.document.currency)

    def amount_value(self, text: str) -> int:
        """An amount of the document; ``=`` is all that could go to it."""
        document = self.document
        available = self.payment.distribution.available_for(document)
        amount = self.parsed(text, document.currency, min(available, document.open))
        return -amount if document.open < 0 < amount else amount

    def parsed(self, text: str, currency: str, all_: int) -> int:
        """An amount as typed; ``=`` is ``all_``."""
        mark = self.session.settings.decimal_mark
        try:
            return parse_amount(text, currency, decimal_mark=mark, left=all_)
        except AmountError as error:
            raise BadValueError(str(error), error.number) from None

    def try_line(self) -> Line:
        """What the decision would do; raises ValueError."""
        try:
            decision = self.decided()
            return self.payment.distribution.try_line(self.document, decision.amount, decision.wish)
        except Refused as refused:
            problem = refused.problems[0]
            raise BadValueError(problem.text, problem.number) from refused

    def show_proposal(self) -> None:
        """Show what is proposed; a write-off or discount stops what was typed before it showed."""
        self.put(self.LIVE_LINE, 2, "After this line")
        line = self.live()
        if line is not None and line.settled.pay != line.settled.relieved:
            self.drop_typeahead(only=("enter", "f3", "f10"))

    def live(self) -> Line | None:
        """Show what the decision would do, or nothing while a field is wrong."""
        line: Line | None = None
        with suppress(ValueError):
            line = self.try_line()
        for at, (word, text) in enumerate(self.figures(line)):
            self.put(self.LIVE_LINE + 1 + at, 4, f"{leader(word, 27)} {text:>16}")
        self.consequences(line)
        return line

    def figures(self, line: Line | None) -> list[tuple[str, str]]:
        """The figures under *After this line*; empty while a field is wrong."""
        words = ("Written off", "Stays open", "Left to distribute")
        if line is None:
            return [(word, "") for word in words]
        settled = line.settled
        written_off = settled.written_off + settled.second + settled.by_hand + settled.rounding
        left = self.payment.money(self.money_left - line.cost)
        figures = (self.money(written_off), self.money(settled.stays_open), left)
        return list(zip(words, figures, strict=True))

    def consequences(self, line: Line | None) -> None:
        """What else the panel says about the line."""

    def accept(self) -> None:
        """Check against the ledger's rules and go back to F with the decision."""
        wish = PLAIN
        try:
            amount, wish = self.decided()
            self.payment.distribution.try_line(self.document, amount, wish)
            self.check_reason(wish)
        except Refused as refused:
            self.errors(show.faults(refused.problems, self.faults_of(wish)))
        else:
            self.finish(Decision(amount, wish))

    def act_leave(self) -> None:
        """F3: to the menu; the receipt is kept as a draft, after asking."""
        self.ask(2154, "This receipt is not posted.", self.leave, words=("Keep draft", "Stay"))

    FAULTS = {"document": "amount", "accept_late": "accept"}
    """The ledger's field names, as these panels call them."""

    def faults_of(self, wish: Wish) -> dict[str, str]:
        """The ledger's field names, where a decision is refused."""
        return self.FAULTS

    def check_reason(self, wish: Wish) -> None:
        """Refuse reason codes that don't exist."""
        policies = self.session.ledger.policies
        if wish.short_reason:
            policies.reason(wish.short_reason)
        if wish.discount_reason:
            policies.reason(wish.discount_reason, "discount")
        if wish.write_off:
            policies.reason(wish.write_off_reason, *BY_HAND)

    REASONS: dict[str, tuple[str, ...]] = {}
    """The kinds of reason code that may be given, by field."""

    def prompt(self, part: object) -> tuple[str, ...] | None:
        """F4 on a reason lists the codes."""
        kinds = self.REASONS.get(getattr(part, "name", ""))
        return ("prompt.reason", *kinds) if kinds else None


def leader(word: str, width: int) -> str:
    """A word with dots on every second column behind it: ``Written off . . .``."""
    lead = [" "] * width
    for at in range(width - 1, len(word), -2):
        lead[at] = "."
    return word + "".join(lead[len(word) :])

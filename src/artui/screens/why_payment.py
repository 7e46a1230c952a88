"""ARWHY/F: why a document settles as it does on panel F: the chain of levels, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from artui.ledger.situation import Situation
from artui.ledger.documents import Document
from artui.ledger.money import format_amount, percent_of
from artui.screens.frame.panel import Panel
from artui.screens.payment import Payment
from artui.screens.payment_words import days, explain, level_of
from artui.screens.session import Session


class Step(NamedTuple):
    """One level asked: what it allows and whether it decided."""

    name: str
    limit: str
    result: str


class WhyPayment(Panel):
    """The sentence, then every level with its figure. Value: the document's key."""

    ID = "ARWHY"
    TITLE = "Why"
    ACTIONS = ("help", "go", "leave", "more", "back")

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._key = values[0]

    @property
    def payment(self) -> Payment:
        """The voucher being entered."""
        payment = self.session.payment
        assert payment is not None, "panel F opened this one"
        return payment

    def opened(self) -> None:
        """Everything at once: there is nothing to type."""
        payment = self.payment
        document = payment.item(self._key)
        situation = payment.distribution.situation(document)
        line = payment.line(document.id)
        kind = document.kind.replace("_", " ").capitalize()
        self.put_line(
            2,
            f"{kind} {document.number}   {document.customer} {document.name}   "
            f"{document.currency}   open {payment.money(document.open)} of "
            f"{payment.money(document.original)}"[:78],
        )
        self.put_line(4, "In words", "head")
        words = wrap(explain(document, situation, line), 75)[:4]
        for at in range(4):
            self.put_line(5 + at, f"  {words[at]}" if at < len(words) else "")
        self.put_line(10, f"   {'Step':<34}{'Limit':>14}   Result", "head")
        for at, step in enumerate(steps(document, situation, self.session.clerk)):
            self.put_line(11 + at, f"   {step.name:<34}{step.limit:>14}   {step.result}"[:78])

    def accept(self) -> None:
        """Enter goes back."""
        self.finish()


def steps(document: Document, situation: Situation, clerk: str) -> Iterator[Step]:
    """The levels in the order they are asked (rules 6 and 7)."""
    currency = document.currency
    offer, tolerance = situation.offer, situation.tolerance
    if offer.state == "none":
        yield Step("Cash discount", "none", f"terms {document.terms or 'none'} grant none")
    else:
        words = {
            "in time": f"in time until {offer.until}",
            "grace": f"{days(offer.days_late)} late, to accept until {offer.grace_until}",
            "beyond": f"ended {offer.until}, grace {offer.grace_until}",
        }[offer.state]
        yield Step("Cash discount", format_amount(offer.amount, currency), words)
    if document.max_tolerance is not None:
        yield Step(
            "Maximum of the document",
            format_amount(document.max_tolerance, currency),
            "above all levels",
        )
    elif tolerance.blocked:
        yield Step("Tolerance", "blocked", "the customer has none")
    else:
        amount, percent = tolerance.amount, tolerance.percent
        yield Step(
            "Tolerance amount",
            "not set" if amount is None else format_amount(amount, currency),
            level_of(tolerance, currency),
        )
        share = None if percent is None else percent_of(abs(document.original), percent)
        yield Step(
            "Tolerance percent" + ("" if percent is None else f" {percent:.2f}%"),
            "not set" if share is None else format_amount(share, currency),
            "of the original amount",
        )
        kind = "inclusive" if tolerance.inclusive else "strict"
        yield Step(
            "The lower, less what was used", format_amount(situation.tolerated, currency), kind
        )
    authority = situation.authority
    yield Step(
        f"Your authority ({clerk})",
        "unlimited" if authority is None else format_amount(authority, currency),
        "",
    )
    yield Step(
        "What may be written off here",
        format_amount(situation.allowance, currency),
        "all or nothing",
    )

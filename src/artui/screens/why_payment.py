"""ARWHY/F: why a document settles as it does on panel F: the chain of levels, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from textwrap import wrap
from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.money import format_amount, percent_of
from artui.ledger.situation import Situation
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.payment import Payment
from artui.screens.payment_words import explain
from artui.screens.session import Session
from artui.screens.settled_words import (
    days,
    gain_or_loss,
    level_of,
    over_limit_of,
    until,
)

_FIRST = 10
"""The line of the first step."""


class Step(NamedTuple):
    """One level asked: what it allows and whether it decided; ``made`` names the events that set
    it: their kind, then ``field=value``."""

    name: str
    limit: str
    result: str
    made: Sequence[str] = ()


class WhyPayment(Panel):
    """The sentence, then every level with its figure. Value: the document's key."""

    ID = "ARWHY"
    TITLE = "Why"
    ACTIONS = ("help", "go", "leave", "page_back", "page_next", "more", "back")

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._key = values[0]

    def compose(self) -> ComposeResult:
        """The levels."""
        yield Subfile(
            "steps",
            ListSource[Step](()),
            (
                Column[Step]("", 2, lambda step: ""),
                Column[Step]("Step", 33, lambda step: step.name),
                Column[Step]("Limit", 14, lambda step: step.limit, right=True),
                Column[Step]("", 1, lambda step: ""),
                Column[Step]("Result", 26, lambda step: step.result),
            ),
            key=lambda step: step.name,
            first=_FIRST - 1,
            last=-8,
            status_at=(_FIRST - 2, 79),
        )

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
        kind = document.kind.replace("_", " ").capitalize()
        open_, original = (
            format_amount(minor, document.currency) for minor in (document.open, document.original)
        )
        self.put_line(
            2,
            f"{kind} {document.number}   {document.customer} {document.name}   "
            f"{document.currency}   open {open_} of {original}"[:78],
        )
        self.put_line(3, "In words", "head")
        words = wrap(explain(payment, document), 75)[:5]
        for at, text in enumerate(words, 4):
            self.put_line(at, f"  {text}")
        self.listing().reload(ListSource(list(steps(payment, document))))
        self.go_to("steps")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter on a level shows who set it when, and to what."""
        step: Step | None = message.subfile.row
        self.follow(("arre80/h", *step.made) if step is not None and step.made else ())


def steps(payment: Payment, document: Document) -> Iterator[Step]:
    """The levels in the order they are asked (rules 6 to 12); those that play no part here are
    left out."""
    situation, line = payment.distribution.situation(document), payment.line(document.id)
    yield from _discount(document, situation)
    yield from _tolerance(document, situation)
    money = partial(format_amount, currency=document.currency)
    authority = situation.authority
    yield Step(
        f"Your authority ({payment.ledger.clerk})",
        "unlimited" if authority is None else money(authority),
        "",
        ("UserDefined", f"user={payment.ledger.clerk}"),
    )
    yield Step("What may be written off here", money(situation.allowance), "all or nothing")
    if (shared := payment.as_one.get(document.id, 0)) > 1:
        yield Step("Several paid as one", str(shared), "shared by amount")
    if situation.over_allowance:
        over = over_limit_of(situation.tolerance, document)
        yield Step("Kept of an overpayment", money(situation.over_allowance), over)
    if payment.distribution.terms.room:
        room = payment.money(payment.distribution.terms.room)
        yield Step("The receipt's own tolerance", room, "once a receipt, after the documents'")
    if line is not None and line.wish.write_off:
        yield from _by_hand(line)
    if document.currency != payment.currency:
        yield from _across(payment, document, situation, line)


def _by_hand(line: Line) -> Iterator[Step]:
    """Every level that bounds a write-off by hand, and why it is only asked for."""
    authority = line.situation.authority_of(line.document, line.wish)
    for level in authority.levels:
        name, _, most = level.words(authority.currency).partition(": ")
        yield Step(f"By hand, {name}", most, f"reason {line.wish.write_off_reason}")
    if line.settled.requested:
        yield Step("Only a request (rule 21)", "", line.situation.bar(line.document, line.wish))


def _discount(document: Document, situation: Situation) -> Iterator[Step]:
    offer, money = situation.offer, partial(format_amount, currency=document.currency)
    terms = ("TermsDefined", f"terms={document.terms}") if document.terms else ()
    if offer.state == "none":
        yield Step("Cash discount", "none", f"terms {document.terms or 'none'} grant none", terms)
        return
    words = {
        "in time": f"in time {until(offer.until)}",
        "grace": f"{days(offer.days_late)} late, to accept until {offer.grace_until}",
        "beyond": f"ended {offer.until}, grace {offer.grace_until}",
    }[offer.state]
    name = "Cash discount of its own" if document.discounts else "Cash discount"
    if len(situation.steps) > 1:
        name += f", step {offer.step} of {len(situation.steps)}"
    yield Step(name, money(offer.amount), words, () if document.discounts else terms)
    if situation.granted:
        yield Step("Discount granted before", money(situation.granted), "counts against it")
    if situation.on_parts != "none":
        earn = "their part of it" if situation.on_parts == "proportional" else "all of it"
        yield Step("Part payments earn", "", earn)


def _tolerance(document: Document, situation: Situation) -> Iterator[Step]:
    currency, tolerance = document.currency, situation.tolerance
    if document.max_tolerance is not None:
        maximum = format_amount(document.max_tolerance, currency)
        yield Step("Maximum of the document", maximum, "above all levels")
        return
    if tolerance.blocked:
        yield Step("Tolerance", "blocked", "the customer has none")
        return
    amount, percent = tolerance.amount, tolerance.percent
    line = f"level={tolerance.level}", f"key={tolerance.key}", f"currency={currency}"
    made = ("ToleranceSet", *line) if tolerance.policy else ()
    yield Step(
        "Tolerance amount",
        "not set" if amount is None else format_amount(amount, currency),
        level_of(tolerance, currency),
        made,
    )
    whole = abs(document.open if tolerance.residual else document.original)
    share = None if percent is None else percent_of(whole, percent)
    yield Step(
        "Tolerance percent" + ("" if percent is None else f" {percent:.2f}%"),
        "not set" if share is None else format_amount(share, currency),
        "of what is open" if tolerance.residual else "of the original amount",
        made,
    )
    kind = "inclusive" if tolerance.inclusive else "strict"
    yield Step("The lower, less what was used", format_amount(situation.tolerated, currency), kind)


def _across(
    payment: Payment, document: Document, situation: Situation, line: Line | None
) -> Iterator[Step]:
    """What holds between two currencies."""
    try:
        rate = f"{payment.distribution.units(document):.6f}"
    except Refused:
        rate = "missing"
    yield Step(f"{payment.currency} for one {document.currency}", rate, f"on {payment.day}")
    if line is not None:
        how = gain_or_loss(payment, document.id)
        stated = "stated by you" if line.wish.source_amount is not None else "by the rates"
        took = ", ".join(filter(None, (stated, how)))
        yield Step(f"Takes of the {payment.currency}", payment.money(line.cost), took)
    if situation.rounding:
        most = format_amount(situation.rounding, document.currency)
        yield Step("Rounding that may be absorbed", most, "between currencies only")

"""Why a document may be written off, or why not: in sentences, then level by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from artui.ledger.documents import Document
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.writeoffs.authority import Level
from artui.ledger.writeoffs.obstacles import Obstacle, authority_of


class Step(NamedTuple):
    """What was asked and what came of it: ``ok``, ``NO``, ``>>`` where it takes a request. ``made``
    are the events that say so: their kind, then ``field=value``."""

    result: str
    text: str
    made: Sequence[str] = ()


def why_steps(
    ledger: Ledger, document: Document, against: Sequence[str], stops: Sequence[Obstacle]
) -> Iterator[Step]:
    """Every cause, then every level with its figure, the period and the policy."""
    yield from (Step("NO", text) for text in against)
    if not against:
        yield Step("ok", "Sign, hold, dispute and limit of the list")
    for stop in stops:
        if stop.text not in against:
            yield Step(">>" if stop.may_ask else "NO", stop.text)
    if not document.open or not document.customer:
        return
    amount = abs(document.open)
    for level in authority_of(ledger, document).levels:
        most = level.most
        result = "ok" if most is None or amount <= most else "NO"
        yield Step(result, f"Authority, {level.words(document.currency)}", made_by(level, document))
    period = ledger.policies.period_of(document.company, ledger.today())
    open_ = period is not None and period.open
    of = ("company=" + document.company, f"period={period.name}") if period else ()
    text = f"The period of today is {'' if open_ else 'not '}open"
    yield Step("ok" if open_ else "NO", text, ("PeriodClosed,PeriodReopened", *of) if of else ())
    yield _tolerance(ledger, document)


def _tolerance(ledger: Ledger, document: Document) -> Step:
    """Which version of the payment tolerance holds for the customer in the document's currency."""
    customer = ledger.whole.customer(document.company, document.customer)
    if customer is None or customer.tolerance_blocked:
        return Step("..", "Payment tolerance: the customer has none")
    held = ledger.policies.tolerance(customer, document.currency, ledger.today())
    if not held.policy:
        return Step("..", f"Payment tolerance: none is set in {document.currency}")
    of = " ".join(filter(None, (held.level, held.key)))
    made = ("ToleranceSet", f"policy={held.policy}")
    return Step("..", f"Payment tolerance: policy {held.policy}, {of} {document.currency}", made)


def made_by(level: Level, document: Document) -> Sequence[str]:
    """The events that set a level's limit; none where it is worked out, as a cap is."""
    if level.name == "user":
        return "UserDefined", f"user={level.key}"
    if level.name == "reason":
        return "ReasonDefined", f"reason={level.key}"
    if level.name in ("company", "system", "system range"):
        return ("ParametersSet",)
    return ()


def why_answer(against: Sequence[str], stops: Sequence[Obstacle]) -> str:
    """The short answer."""
    if against:
        return "It is no candidate."
    if not stops:
        return "It is a candidate."
    if all(stop.may_ask for stop in stops):
        return "It is a candidate, and becomes a request."
    return "It is a candidate that can't be written off now."


def why_sentences(
    document: Document, against: Sequence[str], stops: Sequence[Obstacle]
) -> Iterator[str]:
    """Two or three sentences one can read over the telephone."""
    if document.open:
        money = f"{format_amount(abs(document.open), document.currency)} {document.currency}"
        yield f"{money} are still open on {document.number}."
    if against:
        yield f"It is not listed: {'; '.join(against)}."
    else:
        yield "That is within every bound of this list, so it may be chosen."
    more = [stop for stop in stops if stop.text not in against]
    final = [stop.text for stop in more if not stop.may_ask]
    if final:
        yield f"It can't be written off: {'; '.join(final)}."
    elif more:
        yield f"It would become a request: {'; '.join(stop.text for stop in more)}."
    elif not against:
        yield "You may write it off."

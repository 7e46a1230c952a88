"""Why a document may be written off, or why not: in sentences, then level by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from artui.ledger.documents import Document
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.writeoffs.obstacles import Obstacle, authority_of


def why_steps(
    ledger: Ledger, document: Document, against: Sequence[str], stops: Sequence[Obstacle]
) -> Iterator[tuple[str, str]]:
    """Every cause, then every level with its figure, the period and the policy."""
    yield from (("NO", text) for text in against)
    if not against:
        yield "ok", "Sign, hold, dispute and limit of the list"
    for stop in stops:
        if stop.text not in against:
            yield (">>" if stop.may_ask else "NO"), stop.text
    if not document.open or not document.customer:
        return
    amount = abs(document.open)
    for level in authority_of(ledger, document).levels:
        most = level.most
        result = "ok" if most is None or amount <= most else "NO"
        yield result, f"Authority, {level.words(document.currency)}"
    period = ledger.policies.period_of(document.company, ledger.today())
    open_ = period is not None and period.open
    yield ("ok" if open_ else "NO"), f"The period of today is {'' if open_ else 'not '}open"
    yield "..", f"Policy {ledger.policies.policy_number()} holds"


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

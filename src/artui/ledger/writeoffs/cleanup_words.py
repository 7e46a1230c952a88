"""Why a candidate of the clean-up is in the list, and why a document is not: in sentences that can
be read to a customer over the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.matching.misapplied import ELSEWHERE, EQUAL, NAMED, Move, Way
from artui.ledger.money import format_amount
from artui.ledger.writeoffs.cleanup_search import Candidate, Criteria
from artui.ledger.writeoffs.requests import duties_seen
from artui.ledger.writeoffs.selecting import why_not as not_selected
from artui.ledger.writeoffs.write_offs import REQUEST, Asked, judge

POSTS, ASKS, NOBODY = "", ">you", ">sys"
"""Whether a write-off posts, becomes a request, or can't be approved by anybody."""


class Standing(NamedTuple):
    """What would become of a write-off: one of the marks above, why in words, and every limit
    that was asked."""

    mark: str
    words: str
    levels: tuple[str, ...] = ()


def standing(ledger: Ledger, document: Document, *, reason: str = "", day: str = "") -> Standing:
    """What would become of writing off all that is open of a document, under whose limit."""
    asked = Asked(
        document, abs(document.open), reason, day or ledger.today(), ledger.clerk, above="pending"
    )
    try:
        asked = duties_seen(ledger, asked)
        verdict = judge(asked, ledger.customer_of(document), ledger.policies)
    except Refused as refused:
        return Standing(NOBODY, refused.problems[0].text)
    levels = tuple(level.words(document.currency) for level in verdict.authority.levels)
    if verdict.outcome == REQUEST:
        return Standing(ASKS, f"{verdict.why}: accepting sends a request", levels)
    return Standing(POSTS, "you may write it off yourself", levels)


def why(
    ledger: Ledger, candidate: Candidate, criteria: Criteria, *, reason: str = "", day: str = ""
) -> list[str]:
    """Why a candidate is listed and what accepting it does."""
    if candidate.move is not None:
        return _why_move(ledger, candidate.move)
    document = candidate.document
    limit = _money(criteria.limit, ledger.policies.company(document.company).base_currency)
    found = standing(ledger, document, reason=reason, day=day)
    return [
        f"{_open(document)} is still open on {_named(document)} of {document.name}.",
        f"That is below {limit}, the limit of this list (strict).",
        f"{found.words[0].upper()}{found.words[1:]}.",
    ]


def _why_move(ledger: Ledger, move: Move) -> list[str]:
    if move.way is None:
        numbers = ", ".join(way.target.number for way in move.ways)
        several = f"It fits in {move.fits} ways: {numbers}"
        if len(move.ways) == 1:
            several = f"It fits {numbers}, and so does other money"
        return [f"{_what(move, move.ways[0])}.", f"{several}. Choose with 2 before accepting."]
    return [f"{_what(move, move.way)}.", f"{_near(move, move.way)}{_does(move, move.way)}."]


def _what(move: Move, way: Way) -> str:
    """What is wrong with the money now."""
    credit, target = move.credit, way.target
    money = _money(way.money, credit.currency)
    undone = " and ".join(map(ev.number_of, way.undo))
    if move.kind == ELSEWHERE:
        where = f"paid {undone}" if undone else f"is on account of {credit.name}"
        same = ", open for the same" if way.money == target.open else ""
        return f"{credit.number} {where}; it names {target.number} of {target.name}{same}"
    if move.kind == NAMED:
        return f"{credit.number} names {target.number}, but its {money} paid {undone}"
    if move.kind == EQUAL:
        return f"{credit.number} of {money} paid {undone}, which stays part open all the same"
    named = f" and names {target.number}" if target.number in credit.reference else ""
    return f"{money} of {credit.number} lies on account{named}"


def _near(move: Move, way: Way) -> str:
    if move.kind == ELSEWHERE and way.money == way.target.open:
        return ""
    gap = _money(abs(way.gap), way.target.currency)
    if way.gap > 0:
        return f"{way.target.number} has {_open(way.target)} open, {gap} more: that stays open. "
    if way.gap < 0:
        return f"{way.target.number} has {_open(way.target)} open, {gap} less. "
    equal = way.money == way.target.open
    than = "exactly the same" if equal else "that with the discount of the day"
    return f"{way.target.number} is open for {than}. "


def _does(move: Move, way: Way) -> str:
    back = (
        f"takes it back from {' and '.join(map(ev.number_of, way.undo))} and " if way.undo else ""
    )
    if move.kind == ELSEWHERE:
        return f"Accepting {back}moves it to {way.target.customer} and pays that"
    return f"Accepting {back}pays {way.target.number}"


def why_not(
    ledger: Ledger, document: str, criteria: Criteria, listed: Sequence[Candidate]
) -> list[str]:
    """Every reason why a document (its key) isn't in a list of candidates; none if it is."""
    if any(candidate.key == document for candidate in listed):
        return []
    found = ledger.read.document(document)
    if found is None:
        return [f"{ev.number_of(document)} does not exist"]
    meant = [
        candidate
        for candidate in listed
        if candidate.move and any(way.target.id == document for way in candidate.move.ways)
    ]
    if meant:
        return [f"the money of {meant[0].document.number} is meant for it"]
    if found.open > 0 and criteria.write_off:
        said = not_selected(ledger, document, criteria.selection)
        batch = f"no receipt of batch {criteria.batch} paid it" if criteria.batch else ""
        return said or [batch or "it was not there when the list was made"]
    if found.open > 0:
        return ["balances to write off were not asked for"]
    if not found.open:
        return ["nothing of it is open, and no document it could pay is"]
    if not criteria.match:
        return ["mis-applied amounts were not asked for"]
    exact = " to the cent" if criteria.exact_only else ""
    return [f"no open document of its customer equals its {_open(found)}{exact}"]


def _named(document: Document) -> str:
    return f"{document.kind.replace('_', ' ')} {document.number}"


def _open(document: Document) -> str:
    return _money(abs(document.open), document.currency)


def _money(amount: int, currency: str) -> str:
    return f"{format_amount(amount, currency)} {currency}"

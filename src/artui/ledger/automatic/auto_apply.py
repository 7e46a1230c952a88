"""Automatic application of one credit: which documents it may pay, and paying them (rule 16).

The methods can be tried in an order, as an ordered list per customer says: the first that applies
wins. A reference alone never decides anything here; amounts do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from artui.ledger import paying
from artui.ledger.automatic.auto_match import MatchRun, Outcome, auto_match
from artui.ledger.automatic.shared import (
    Accept,
    Manner,
    claims_of,
    credit_to_apply,
    numbers,
    pay_exactly,
    pay_in_turn,
    payable,
    posting_day,
    settles_all,
)
from artui.ledger.distribution import Distribution
from artui.ledger.documents import RECEIPT_SIDE, Document
from artui.ledger.entered import PayLine
from artui.ledger.errors import refuse
from artui.ledger.events import number_of
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.matching import Claim, runs, sums

__all__ = [
    "METHODS",
    "AutoApplied",
    "Candidate",
    "MatchRun",
    "Outcome",
    "auto_apply",
    "auto_apply_by_list",
    "auto_match",
    "find_candidates",
]

MOST_COUNTED = 4
"""Documents of which sums are tried; more only as a run of the account."""


class Candidate(NamedTuple):
    """Documents a credit may pay, and how: ``exact``, ``discounted``, ``late`` (less a late
    discount), ``tolerance``, ``sum``, or ``oldest`` as far as the money goes.

    ``difference`` is what the credit lacks (+) or exceeds (-), minor units; ``ways`` is how many
    candidates fit alike.
    """

    documents: tuple[Document, ...]
    how: str
    difference: int = 0
    ways: int = 1


class AutoApplied(NamedTuple):
    """What came of an automatic application: by which method, over which documents, or why not."""

    method: str
    posted: Posted | None = None
    documents: tuple[Document, ...] = ()
    ways: int = 0
    why: str = ""


# --- candidates --------------------------------------------------------------------------------


def find_candidates(ledger: Ledger, source: str, *, day: str = "") -> list[Candidate]:
    """What an open credit may pay, in order of date, then number.

    Where a tolerance is set, even zero, only documents or sums within it; without one an exact
    document (or its discounted amount that day) or sum, else the oldest as far as it goes. Sums
    are looked for only where no single document fits: fewer beat more.
    """
    return candidates_of(ledger, credit_to_apply(ledger, source), day or ledger.today())


def candidates_of(ledger: Ledger, credit: Document, day: str) -> list[Candidate]:
    """The same of a credit as it would stand: money that isn't its customer's yet."""
    manner = Manner(day)
    debits, _ = payable(ledger, credit)
    claims = list(claims_of(ledger, credit, debits, manner).values())
    found = _singles(claims, credit) or _near_sums(claims, credit)
    if not found and debits and not _amounts_are_checked(ledger, credit, manner.day):
        lines = pay_in_turn(ledger, credit, [], debits, manner).lines.values()
        found = [Candidate(tuple(line.document for line in lines), "oldest")]
    ordered = [one._replace(documents=tuple(sorted(one.documents, key=_by_day))) for one in found]
    return sorted(ordered, key=lambda one: [_by_day(document) for document in one.documents])


def _by_day(document: Document) -> tuple[str, str]:
    return document.date, document.number


def _amounts_are_checked(ledger: Ledger, credit: Document, day: str) -> bool:
    """Whether a tolerance is set for the customer: then nothing beyond it fits (rule 16)."""
    customer = ledger.customer_of(credit)
    tolerance = ledger.policies.tolerance(customer, credit.currency, day)
    over = (tolerance.over_amount, tolerance.over_percent)
    return tolerance.blocked or tolerance.is_set or over != (None, None)


def _singles(claims: Sequence[Claim], credit: Document) -> list[Candidate]:
    found = []
    for claim in claims:
        how = _how(claim, credit)
        if how:
            exact = how != "tolerance"
            found.append(Candidate((claim.document,), how, 0 if exact else claim.due + credit.open))
    return [one._replace(ways=len(found)) for one in found]


def _how(claim: Claim, credit: Document) -> str:
    """How a credit pays a single document; empty if it doesn't fit."""
    amount = -credit.open
    if amount == claim.document.open:
        return "exact"
    if amount == claim.due:
        return "discounted"
    if amount == claim.late:
        return "late"
    return "tolerance" if _bearable([claim], credit) else ""


def _bearable(claims: Sequence[Claim], credit: Document) -> bool:
    """Whether what a credit lacks or exceeds is within tolerance; only money can exceed."""
    lacks = sum(claim.due for claim in claims) + credit.open
    if lacks < 0:
        return credit.kind in RECEIPT_SIDE and -lacks <= sum(claim.over for claim in claims)
    return lacks <= sum(claim.short for claim in claims)


def _near_sums(claims: Sequence[Claim], credit: Document) -> list[Candidate]:
    """The smallest sets of documents that the credit pays together: exact ones, else within
    tolerance."""
    amount, dues = -credit.open, [claim.due for claim in claims]
    short = max((claim.short for claim in claims), default=0)
    over = max((claim.over for claim in claims), default=0)
    for exact in (True, False):
        if not (exact or short or over):
            break
        for size in range(2, MOST_COUNTED + 1):
            low, high = (0, 0) if exact else (size * over, size * short)
            sets = sums(dues, amount - low, amount + high, size)
            chosen = [[claims[at] for at in places] for places in sets]
            chosen = [one for one in chosen if exact or _bearable(one, credit)]
            if chosen:
                return [_sum(one, credit, len(chosen)) for one in chosen]
        long = runs(dues, amount) if exact else []
        if long:
            return [_sum([claims[at] for at in run], credit, len(long)) for run in long]
    return []


def _sum(claims: Sequence[Claim], credit: Document, ways: int) -> Candidate:
    difference = sum(claim.due for claim in claims) + credit.open
    return Candidate(tuple(claim.document for claim in claims), "sum", difference, ways)


# --- methods -----------------------------------------------------------------------------------


class _Case(NamedTuple):
    """One credit, what it may pay and what may go along, oldest first."""

    ledger: Ledger
    source: Document
    debits: list[Document]
    credits: list[Document]
    new_invoice: str
    manner: Manner

    def claims(self) -> list[Claim]:
        """What the debits claim of the source."""
        return list(claims_of(self.ledger, self.source, self.debits, self.manner).values())


class _Choice(NamedTuple):
    """What a method would do: a distribution, or why there is none."""

    distribution: Distribution | None = None
    ways: int = 0
    why: str = ""


class Decided(NamedTuple):
    """What the first of several methods that applies would do, or why none does."""

    method: str
    distribution: Distribution | None = None
    ways: int = 0
    why: str = ""


def _single(case: _Case) -> _Choice:
    """Exactly one document equal to the cent, or to its discounted amount."""
    fits = [c for c in case.claims() if _how(c, case.source) in ("exact", "discounted", "late")]
    if len(fits) != 1:
        found = numbers(claim.document for claim in fits)
        return _Choice(ways=len(fits), why=f"{found} fit alike" if fits else "nothing is equal")
    (claim,) = fits
    late = _how(claim, case.source) == "late"
    return _exactly(case, [], [claim.document], late=late)


def _sum_of(case: _Case) -> _Choice:
    """Documents that come to the money, the fewest; credits count off where they go along."""
    claims = case.claims()
    items = [*case.credits, *(claim.document for claim in claims)]
    for late in dict.fromkeys((False, any(claim.late is not None for claim in claims))):
        amounts = [credit.open for credit in case.credits]
        amounts += [
            claim.late if late and claim.late is not None else claim.due for claim in claims
        ]
        total = -case.source.open
        found = next(filter(None, _by_size(amounts, total)), [])
        if len(found) > 1:
            return _Choice(ways=len(found), why=f"{len(found)} sums fit alike")
        if found:
            chosen = [items[at] for at in found[0]]
            credits = [document for document in chosen if document.open < 0]
            debits = [document for document in chosen if document.open > 0]
            return _exactly(case, credits, debits, late=late)
    return _Choice(why="nothing adds up to it")


def _by_size(amounts: Sequence[int], total: int) -> Iterator[list[tuple[int, ...]]]:
    """Sets that come to a total, the smallest first."""
    for size in range(1, MOST_COUNTED + 1):
        yield sums(amounts, total, total, size)
    yield runs(amounts, total)


def _all_of(case: _Case, what: str) -> _Choice:
    """All the documents, if the money closes them and nothing of it is left."""
    if not case.debits:
        return _Choice(why=f"no {what}")
    for late in (False, True):
        made = pay_exactly(
            case.ledger, case.source, case.credits, case.debits, case.manner, late=late
        )
        if settles_all(made, case.debits):
            return _Choice(made, 1)
    return _Choice(why=f"it is not what all {what} come to")


def _clear_account(case: _Case) -> _Choice:
    return _all_of(case, "open documents")


def _past_due(case: _Case) -> _Choice:
    day = case.manner.day
    due = [[d for d in side if d.due < day] for side in (case.debits, case.credits)]
    return _all_of(case._replace(debits=due[0], credits=due[1]), "documents past due")


def _oldest(case: _Case) -> _Choice:
    """The oldest documents as far as the money goes, the last in part."""
    if not case.debits:
        return _Choice(why="nothing is open")
    made = pay_in_turn(case.ledger, case.source, case.credits, case.debits, case.manner)
    if made.left >= -case.source.open:
        return _Choice(why="the other credits pay all there is")
    return _Choice(made, 1)


def _named_then_oldest(case: _Case) -> _Choice:
    if not case.new_invoice:
        return _Choice(why="no new invoice is named")
    named = [document for document in case.debits if document.id == case.new_invoice]
    if not named:
        number = number_of(case.new_invoice)
        raise refuse("new_invoice", 2382, f"{number} is not open to be paid")
    others = [document for document in case.debits if document.id != case.new_invoice]
    return _oldest(case._replace(debits=[*named, *others]))


def _exactly(
    case: _Case, credits: Sequence[Document], debits: Sequence[Document], *, late: bool
) -> _Choice:
    return _Choice(
        pay_exactly(case.ledger, case.source, credits, debits, case.manner, late=late), 1
    )


METHODS: dict[str, Callable[[_Case], _Choice]] = {
    "exact_single_match": _single,
    "exact_sum": _sum_of,
    "clear_account": _clear_account,
    "past_due": _past_due,
    "new_invoice_first_then_oldest": _named_then_oldest,
    "oldest_first": _oldest,
}
"""The methods, in the order in which they are usually tried."""


def auto_apply(
    ledger: Ledger,
    source: str,
    method: str,
    *,
    include_open_credits: bool = False,
    new_invoice: str = "",
    accept_late: Accept | None = None,
    tolerate: bool = True,
    day: str = "",
    command: str | None = None,
) -> AutoApplied:
    """Apply an open credit by one of :data:`METHODS`; what doesn't fit posts nothing and says why.

    ``include_open_credits`` takes the customer's other credits along, ``new_invoice`` is the
    document paid first. A late discount is accepted by an exact match, or as ``accept_late`` says.
    Where the company wants full matches only, one that leaves something open posts nothing.
    Refuses an unknown method or source, and a day that can't be posted to.
    """
    return auto_apply_by_list(
        ledger,
        source,
        [method],
        include_open_credits=include_open_credits,
        new_invoice=new_invoice,
        accept_late=accept_late,
        tolerate=tolerate,
        day=day,
        command=command,
    )


def auto_apply_by_list(
    ledger: Ledger,
    source: str,
    methods: Sequence[str] = tuple(METHODS),
    *,
    include_open_credits: bool = False,
    new_invoice: str = "",
    accept_late: Accept | None = None,
    tolerate: bool = True,
    day: str = "",
    command: str | None = None,
) -> AutoApplied:
    """Apply an open credit by the first of several methods that applies; see :func:`auto_apply`."""
    for method in methods:
        if method not in METHODS:
            raise refuse("method", 2383, f"{method!r} is no method: {', '.join(METHODS)}")
    with ledger.hold():
        if command and ledger.done_before(command) is not None:
            return AutoApplied("", paying.apply(ledger, source, [], command=command), ways=1)
        credit = credit_to_apply(ledger, source)
        debits, credits = payable(ledger, credit)
        manner = Manner(posting_day(ledger, credit.company, day), None, accept_late, tolerate)
        along = credits if include_open_credits else []
        case = _Case(ledger, credit, debits, along, new_invoice, manner)
        return _first_that_applies(case, methods, command)


def _first_that_applies(case: _Case, methods: Sequence[str], command: str | None) -> AutoApplied:
    decided = _decide(case, methods)
    made = decided.distribution
    if made is None:
        return AutoApplied("", None, (), decided.ways, decided.why)
    posted = paying.apply(
        case.ledger, case.source.id, PayLine.all_of(made), day=case.manner.day, command=command
    )
    documents = tuple(line.document for line in made.lines.values())
    return AutoApplied(decided.method, posted, documents, decided.ways)


def decide_by_list(ledger: Ledger, credit: Document, methods: Sequence[str], day: str) -> Decided:
    """What :func:`auto_apply_by_list` would do with an open credit on ``day``; posts nothing."""
    debits, _ = payable(ledger, credit)
    manner = Manner(posting_day(ledger, credit.company, day))
    return _decide(_Case(ledger, credit, debits, [], "", manner), methods)


def _decide(case: _Case, methods: Sequence[str]) -> Decided:
    parameters = case.ledger.policies.parameters(case.source.company, case.manner.day)
    why = []
    ways = 0
    for method in methods:
        choice = METHODS[method](case)
        made = choice.distribution
        if made is not None and parameters.full_matches_only and not settles_all(made):
            choice = _Choice(why="something would stay open")
        elif made is not None:
            return Decided(method, made, choice.ways)
        ways = max(ways, choice.ways)
        why.append(f"{method}: {choice.why}")
    return Decided("", None, ways, "; ".join(why))

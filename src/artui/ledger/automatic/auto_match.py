"""Automatic matching: all open credits and debits of a company, account by account (rule 16).

Each match becomes one voucher. Everything else stays as it is and is named with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import money, paying
from artui.ledger.automatic.account_sums import AccountKey, with_credits
from artui.ledger.automatic.shared import (
    Accept,
    Manner,
    claims_of,
    numbers,
    pay_exactly,
    pay_in_turn,
    posting_day,
    settles_all,
)
from artui.ledger.distribution import Distribution
from artui.ledger.documents import RECEIPT_SIDE, Document
from artui.ledger.entered import PayLine
from artui.ledger.errors import Changed, Refused, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.matching import Claim, Match, Plan, age, match_account
from artui.ledger.money import format_amount
from artui.ledger.rehearsal import rehearsal
from artui.ledger.situation import RunLimit

TIE_BREAKS = ("oldest",)


class Outcome(NamedTuple):
    """What came of one document: ``matched``, ``part`` (applied, something stays open), ``tied``,
    ``changed`` or ``left``; of how many ways, in which voucher, or why nothing happened."""

    document: Document
    state: str
    voucher: str = ""
    ways: int = 0
    why: str = ""


class Applied(NamedTuple):
    """One voucher of a run: what was applied, given as discount, written off (+) of shortfalls
    and kept (+) of excesses; minor units of its currency."""

    voucher: str
    documents: tuple[Document, ...]
    amount: int
    discount: int
    written_off: int
    kept: int
    ways: int
    lines: tuple[ev.JournalLine, ...] = ()


class MatchRun(NamedTuple):
    """What a run did, and what came of every document of the accounts it looked at, by key."""

    applied: list[Applied]
    outcomes: dict[str, Outcome]

    def name(
        self,
        documents: Iterable[Document],
        state: str,
        *,
        voucher: str = "",
        ways: int = 0,
        why: str = "",
    ) -> None:
        """Note what came of documents; what came last counts."""
        for document in documents:
            self.outcomes[document.id] = Outcome(document, state, voucher, ways, why)


ClaimsOf = Callable[[Document | None], dict[str, Claim]]


class _Run(NamedTuple):
    ledger: Ledger
    company: str
    write_off_limit: int | None
    limit_currency: str
    oldest: bool
    allow_partial: bool
    full_only: bool
    manner: Manner
    command: str | None


def auto_match(
    ledger: Ledger,
    *,
    company: str,
    customer: str = "",
    currency: str = "",
    write_off_limit: int | None = None,
    tie_break: str | None = None,
    allow_partial: bool = False,
    accept_late: Accept | None = None,
    tolerate: bool = True,
    day: str = "",
    dry_run: bool = False,
    command: str | None = None,
) -> MatchRun:
    """Match the open credits of a company, or of a customer or currency of it, with its debits.

    ``write_off_limit`` bounds the difference of a match both ways and stands for all tolerances;
    it is in minor units of ``currency``, or of the base currency if none is chosen, and never
    above the clerk's authority. Without it the tolerances hold. ``tie_break`` "oldest" decides
    what fits in several ways; else that is named and left. Only what leaves nothing open is
    posted, unless ``allow_partial`` pays the oldest documents with the money that fits nothing.

    One voucher per match, on ``day`` (default today). Under one ``command`` id nothing is posted
    twice. ``dry_run`` posts nothing and says what would be. Refuses an unknown tie-break, a limit
    below zero and a day that can't be posted to.
    """
    if tie_break is not None and tie_break not in TIE_BREAKS:
        raise refuse("tie_break", 2384, f"{tie_break!r} is no tie-break: {', '.join(TIE_BREAKS)}")
    if write_off_limit is not None and write_off_limit < 0:
        raise refuse("write_off_limit", 2385, "the limit is below zero")
    ledger.require("applications.post")
    manner = Manner(posting_day(ledger, company, day), None, accept_late, tolerate)
    base = ledger.policies.company(company).base_currency
    run = _Run(
        ledger,
        company,
        write_off_limit,
        currency or base,
        tie_break == "oldest",
        allow_partial,
        ledger.policies.parameters(company, manner.day).full_matches_only,
        manner,
        command,
    )
    result = MatchRun([], {})
    with rehearsal(ledger) if dry_run else nullcontext():
        for account in with_credits(ledger.seen, company, customer, currency):
            _match_account(run, account, result)
    return result


def _match_account(run: _Run, account: AccountKey, result: MatchRun) -> None:
    """Match one account and add what came of it."""
    items = run.ledger.read.open_items(run.company, [account.customer], account.currency)
    held = [document for document in items if document.hold]
    free = [document for document in items if not document.hold]
    result.name(held, "left", why="on hold")
    try:
        limit = _limit(run, account.currency)
    except Refused as refused:
        result.name(free, "left", why=_words(refused))
        return
    run = run._replace(manner=run.manner._replace(limit=limit))
    credits = [document for document in free if document.open < 0]
    debits = [document for document in free if document.open > 0]

    newest = max(credits, key=age) if credits else None  # on its day several pay one document
    by_day: dict[str, dict[str, Claim]] = {}

    def claims(credit: Document | None) -> dict[str, Claim]:
        weighed = credit or newest
        if weighed is None:
            return {}
        day = paying.received_on(run.ledger, weighed, run.manner.day)
        if day not in by_day:
            by_day[day] = claims_of(run.ledger, weighed, debits, run.manner)
        return by_day[day]

    plan = match_account(
        credits,
        debits,
        claims,
        limit=None if limit is None else limit.amount,
        oldest=run.oldest,
    )
    for match in plan.matches:
        _post_match(run, match, result)
    for tie in plan.ties:
        why = f"fits in {tie.ways} ways: {numbers(tie.documents)}"
        result.name(tie.documents, "tied", ways=tie.ways, why=why)
    _leave(run, plan, claims, result)


def _limit(run: _Run, currency: str) -> RunLimit | None:
    """The run's limit in the currency of an account, at the rates of the day."""
    limit = run.write_off_limit
    if not limit or currency == run.limit_currency:
        return None if limit is None else RunLimit(limit)
    policies, day = run.ledger.policies, run.manner.day
    rate = policies.rate(run.company, run.limit_currency, day)
    rate /= policies.rate(run.company, currency, day)
    return RunLimit(money.convert(limit, run.limit_currency, currency, rate))


def _words(refused: Refused) -> str:
    return "; ".join(problem.text for problem in refused.problems)


# --- posting -----------------------------------------------------------------------------------


def _post_match(run: _Run, match: Match, result: MatchRun) -> None:
    # Only money may exceed the documents: what is too much is kept of the newest.
    source = max(match.credits, key=lambda credit: (credit.kind in RECEIPT_SIDE, age(credit)))
    others = [credit for credit in match.credits if credit is not source]
    try:
        made = pay_exactly(run.ledger, source, others, match.debits, run.manner, late=match.late)
        if settles_all(made, match.debits):
            _post(run, source, made, match.ways, result)
            return
        why = "something would stay open"
    except Changed as changed:
        result.name(match.documents, "changed", why=_words(changed))
        return
    except Refused as refused:
        why = _words(refused)
    result.name(match.documents, "left", why=why)


def _post(run: _Run, source: Document, made: Distribution, ways: int, result: MatchRun) -> None:
    """Post a distribution and note it, with what came of each of its documents."""
    command = f"{run.command}:{source.id}" if run.command else None
    excess = sum(made.excess.values())
    left = made.left - excess - made.leftover
    posted = paying.apply(
        run.ledger,
        source.id,
        PayLine.all_of(made),
        day=run.manner.day,
        command=command,
        limit=run.manner.limit,
    )
    lines = list(made.lines.values())
    if posted.again:  # a rest of the money under a command that applied it before
        paid = [source, *(line.document for line in lines)]
        result.name(paid, "left", why=f"{posted.name} of this command came before")
        return
    seal = run.ledger.read.seal(posted.voucher)
    result.applied.append(
        Applied(
            posted.voucher,
            (source, *(line.document for line in lines)),
            sum(line.settled.pay for line in lines if line.settled.pay > 0),
            made.discount,
            made.written_off,
            excess,
            ways,
            seal.lines if seal else (),
        )
    )
    rests = [(source, left), *((line.document, line.settled.stays_open) for line in lines)]
    for document, rest in rests:
        state = "part" if rest else "matched"
        result.name([document], state, voucher=posted.voucher, ways=ways)


# --- what is left ------------------------------------------------------------------------------


def _leave(run: _Run, plan: Plan, claims: ClaimsOf, result: MatchRun) -> None:
    """Name what fits nothing; where parts are allowed, its money pays the oldest documents."""
    credits = [document for document in plan.left if document.open < 0]
    debits = [document for document in plan.left if document.open > 0]
    for document in debits:
        result.name([document], "left", why="no credit fits")
    for credit in credits:
        if run.allow_partial:
            debits = _still_open(run, debits)
            if debits and _pay_oldest(run, credit, debits, result):
                continue
        known = claims(credit)
        near = [known[debit.id] for debit in debits]
        result.name([credit], "left", why=_nearest(credit, near))


def _still_open(run: _Run, debits: Sequence[Document]) -> list[Document]:
    now = run.ledger.read.documents([document.id for document in debits])
    return [now[document.id] for document in debits if now[document.id].open > 0]


def _pay_oldest(run: _Run, credit: Document, debits: Sequence[Document], result: MatchRun) -> bool:
    """Pay documents in turn with a credit that fits none; False if it can't be posted."""
    try:
        made = pay_in_turn(run.ledger, credit, [], debits, run.manner)
        if run.full_only and not settles_all(made):
            return False
        _post(run, credit, made, 1, result)
    except Refused:
        return False
    return True


def _nearest(credit: Document, claims: Sequence[Claim]) -> str:
    """Why a credit fits nothing: the document that comes nearest and what may be written off."""
    if not claims:
        return "nothing is left that it could pay"
    near = min(claims, key=lambda claim: (abs(claim.due + credit.open), age(claim.document)))
    gap = near.due + credit.open
    apart = format_amount(abs(gap), credit.currency)
    over = near.over if credit.kind in RECEIPT_SIDE else 0
    allowed = format_amount(near.short if gap > 0 else over, credit.currency)
    return f"nearest is {near.document.number}: {apart} apart, {allowed} may be written off"

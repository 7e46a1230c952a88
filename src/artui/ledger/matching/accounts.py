"""Matching all credits of an account with its debits in an automatic run (rule 16); pure.

A match is one credit and the documents it closes, or one document and the credits that close it.
What is exact goes before what needs a difference written off, and fewer documents before more.
Sets that want the same document are a tie: nobody but the run's tie-break decides it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from math import perm
from typing import NamedTuple

from artui.ledger.dates import NOT_DUE
from artui.ledger.documents import RECEIPT_SIDE, Document
from artui.ledger.matching.sums import MOST_COMBINED, runs, sums
from artui.ledger.settlement import Wish, settle
from artui.ledger.situation import Situation

MOST_EXACT, MOST_NEAR = 4, 3
"""Documents that one other may close exactly, and with a difference."""


def age(document: Document) -> tuple[str, str]:
    """Oldest due first, then number; what never falls due is as old as its date."""
    day = document.date if document.due == NOT_DUE else document.due
    return day, document.number


class Claim(NamedTuple):
    """A debit as a run weighs it: ``due`` closes it, less a discount in time; ``late`` does with
    the late discount accepted (None = there is none). ``short`` and ``over`` are the most that
    may be written off of what money lacks or exceeds. Minor units."""

    document: Document
    due: int
    late: int | None
    short: int
    over: int


def claim_of(document: Document, situation: Situation, *, accept_late: bool) -> Claim:
    """The claim of a debit document in its situation."""
    offer, conditions = situation.offer, situation.conditions(document)
    due = settle(document.open, document.open, offer, conditions).pay
    late = None
    if accept_late and offer.state == "grace":
        wish = Wish(accept_late=True)
        late = settle(document.open, document.open, offer, conditions, wish).pay
    return Claim(document, due, late, situation.allowance, situation.over_allowance)


class Match(NamedTuple):
    """Credits and debits that close each other; ``late`` with the late discount accepted, ``ways``
    as many as there were."""

    credits: tuple[Document, ...]
    debits: tuple[Document, ...]
    late: bool = False
    ways: int = 1

    @property
    def documents(self) -> tuple[Document, ...]:
        """All of them, credits first."""
        return self.credits + self.debits


class Tie(NamedTuple):
    """Documents that fit each other in several ways; nothing decides."""

    documents: tuple[Document, ...]
    ways: int


class Plan(NamedTuple):
    """What a run would match of an account, what it can't decide, and what fits nothing."""

    matches: list[Match]
    ties: list[Tie]
    left: list[Document]


ClaimsOf = Callable[[Document | None], Mapping[str, Claim]]
"""The claims of all debits by key: on the day of a credit, or (None) of the run."""


def match_account(
    credits: Iterable[Document],
    debits: Iterable[Document],
    claims_of: ClaimsOf,
    *,
    limit: int | None = None,
    oldest: bool = False,
) -> Plan:
    """Match the open credits and debits of one customer in one currency.

    ``limit`` bounds the difference of a whole match, both ways; None leaves it to the claims.
    ``oldest`` decides ties for the oldest documents. The order of what is given doesn't matter.
    """
    account = _Account(credits, debits, claims_of, limit, oldest)
    for size in range(1, MOST_EXACT + 1):
        account.resolve(partial(account.exact, size, late=False))
        account.resolve(partial(account.exact, size, late=True))
    account.resolve(account.long_runs)
    for size in range(1, MOST_NEAR + 1):
        account.resolve(partial(account.near, size))
    left = sorted(chain(account.credits.values(), account.debits.values()), key=age)
    return Plan(account.matches, account.ties, left)


class _Account:
    """The documents not yet matched, oldest first, and what came of the others."""

    def __init__(
        self,
        credits: Iterable[Document],
        debits: Iterable[Document],
        claims_of: ClaimsOf,
        limit: int | None,
        oldest: bool,
    ) -> None:
        self.credits = {document.id: document for document in sorted(credits, key=age)}
        self.debits = {document.id: document for document in sorted(debits, key=age)}
        self.matches: list[Match] = []
        self.ties: list[Tie] = []
        self._limit = limit
        self._oldest = oldest
        wanted: list[Document | None] = [None, *self.credits.values()]
        self._claims = {of.id if of else "": claims_of(of) for of in wanted if self.debits}

    # --- finding -----------------------------------------------------------------------------

    def exact(self, size: int, *, late: bool) -> Iterator[Match]:
        """One document and ``size`` others that come to the same."""
        for credit in self.credits.values():
            claims = self._claims_for(credit)
            if late and all(claim.late is None for claim in claims):
                continue
            dues = [_due(claim, late) for claim in claims]
            for places in sums(dues, -credit.open, -credit.open, size):
                chosen = [claims[at] for at in places]
                if not late or any(claim.late is not None for claim in chosen):
                    yield _to_debits(credit, chosen, late)
        if size > 1 and not late:
            yield from self._several_credits(size, exact=True)

    def near(self, size: int) -> Iterator[Match]:
        """One document and ``size`` others that differ by what may be written off."""
        for credit in self.credits.values():
            claims = self._claims_for(credit)
            short = self._bound(size * max((claim.short for claim in claims), default=0))
            over = self._bound(size * max((claim.over for claim in claims), default=0))
            dues = [claim.due for claim in claims]
            for places in sums(dues, -credit.open - over, -credit.open + short, size):
                chosen = [claims[at] for at in places]
                if self._bearable(chosen, [credit]):
                    yield _to_debits(credit, chosen, late=False)
        if size > 1:
            yield from self._several_credits(size, exact=False)

    def long_runs(self) -> Iterator[Match]:
        """A credit and a run of neighbouring documents, the whole account for one."""
        for credit in self.credits.values():
            claims = self._claims_for(credit, all_of=True)
            for places in runs([claim.due for claim in claims], -credit.open):
                yield _to_debits(credit, [claims[at] for at in places], late=False)

    def _several_credits(self, size: int, *, exact: bool) -> Iterator[Match]:
        """``size`` credits and the one document they close; each of them is needed for it."""
        credits = list(self.credits.values())
        amounts = [-credit.open for credit in credits]
        for debit in self.debits.values():
            claim = self._claims[""][debit.id]
            short, over = (0, 0) if exact else (self._bound(claim.short), self._bound(claim.over))
            for places in sums(amounts, claim.due - short, claim.due + over, size):
                chosen = [credits[at] for at in places]
                needed = sum(amounts[at] for at in places) - min(amounts[at] for at in places)
                if exact or (needed < claim.due and self._bearable([claim], chosen)):
                    yield Match(tuple(chosen), (debit,))

    def _claims_for(self, credit: Document, *, all_of: bool = False) -> list[Claim]:
        claims = self._claims.get(credit.id, {})
        keys = list(self.debits)[: None if all_of else MOST_COMBINED]
        return [claims[key] for key in keys if claims[key].due > 0]

    def _bound(self, amount: int) -> int:
        return amount if self._limit is None else min(amount, self._limit)

    def _bearable(self, claims: list[Claim], credits: list[Document]) -> bool:
        """Whether the difference may be written off; only money can be too much (rule 9)."""
        lacks = sum(claim.due for claim in claims) + sum(credit.open for credit in credits)
        if lacks < 0:
            most = self._bound(sum(claim.over for claim in claims))
            return -lacks <= most and any(credit.kind in RECEIPT_SIDE for credit in credits)
        return 0 < lacks <= self._bound(sum(claim.short for claim in claims))

    # --- deciding ----------------------------------------------------------------------------

    def resolve(self, find: Callable[[], Iterable[Match]]) -> None:
        """Take the matches that no other contests; of those that do, the oldest or none."""
        while groups := _contesting(sorted(find(), key=_by_age)):
            for group in groups:
                ways = _ways(group)
                if len(group) > 1 and not self._oldest:
                    known = {one.id: one for match in group for one in match.documents}
                    self.ties.append(Tie(tuple(sorted(known.values(), key=age)), ways))
                    self._remove(known.values())
                else:
                    self._take(group, ways)

    def _take(self, group: Iterable[Match], ways: int) -> None:
        """Take the matches of a group in turn, as far as their documents are still there."""
        for match in group:
            if all(one.id in self.credits or one.id in self.debits for one in match.documents):
                self.matches.append(match._replace(ways=ways))
                self._remove(match.documents)

    def _remove(self, documents: Iterable[Document]) -> None:
        for document in documents:
            (self.credits if document.open < 0 else self.debits).pop(document.id, None)


def _due(claim: Claim, late: bool) -> int:
    return claim.late if late and claim.late is not None else claim.due


def _to_debits(credit: Document, claims: Iterable[Claim], late: bool) -> Match:
    return Match((credit,), tuple(claim.document for claim in claims), late)


def _by_age(match: Match) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    return [age(debit) for debit in match.debits], [age(credit) for credit in match.credits]


def _contesting(matches: Iterable[Match]) -> list[list[Match]]:
    """The matches in groups that share no document with each other, in their order."""
    leaders: dict[str, str] = {}

    def leader(key: str) -> str:
        while leaders.setdefault(key, key) != key:
            leaders[key] = leaders[leaders[key]]
            key = leaders[key]
        return key

    matches = list(matches)
    for match in matches:
        first = match.documents[0].id
        for document in match.documents[1:]:
            leaders[leader(document.id)] = leader(first)
    groups: dict[str, list[Match]] = {}
    for match in matches:
        groups.setdefault(leader(match.documents[0].id), []).append(match)
    return list(groups.values())


def _ways(group: list[Match]) -> int:
    """In how many ways a group can be matched: pairs as far as they go, else one set of many."""
    credits = {credit.id for match in group for credit in match.credits}
    debits = {debit.id for match in group for debit in match.debits}
    one_to_one = all(len(match.documents) == 2 for match in group)
    if one_to_one and len(group) == len(credits) * len(debits):
        few, many = sorted((len(credits), len(debits)))
        return perm(many, few)
    return len(group)

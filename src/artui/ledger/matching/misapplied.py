"""Which money went to the wrong document, or to none though one is open for just as much; pure.

A credit is mis-applied where (``NAMED``) its reference names another document than it paid,
(``EQUAL``) it equals an open document while the one it paid stays part open, (``ON_ACCOUNT``) it
lies unapplied and equals an open document, (``ELSEWHERE``) its reference names a document of
another customer. Equal is to the cent, or to the discounted amount of the day (rule 16); near
ones are found only if they are asked for, and say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from artui.ledger.documents import Document
from artui.ledger.matching.accounts import age

NAMED, EQUAL, ON_ACCOUNT, ELSEWHERE = "named", "equal", "on account", "elsewhere"
"""How money is mis-applied; the first wins where several fit."""


class Credit(NamedTuple):
    """A credit as it was used: what it paid of each document (keys; minor units of its own
    currency, above zero) and which documents its reference names."""

    document: Document
    paid: Mapping[str, int]
    named: tuple[Document, ...] = ()

    @property
    def unapplied(self) -> int:
        """What of it lies on account, minor units."""
        return max(0, -self.document.open)

    @property
    def money(self) -> int:
        """All of it that could move: what lies on account and what it paid."""
        return self.unapplied + sum(self.paid.values())


class Account(NamedTuple):
    """The credits of one customer in one currency and the open debits it may pay."""

    credits: Sequence[Credit]
    debits: Sequence[Document]


class Way(NamedTuple):
    """One way to mend it: ``money`` (minor units) of the credit goes to ``target``, the payments
    of the documents ``undo`` (keys) are taken back first. ``gap`` is what the target lacks then
    (+) or the money has too much (-)."""

    target: Document
    money: int
    undo: tuple[str, ...] = ()
    gap: int = 0

    @property
    def amount(self) -> int:
        """What is applied, minor units: never more than is open."""
        return min(self.money, self.target.open)


class Move(NamedTuple):
    """A mis-applied credit and the ways to mend it.

    Several ways of a credit, or several credits that want one document, are a tie: ``fits`` is
    how many there are, and somebody has to choose. What is ``ELSEWHERE`` is mended by a transfer.
    """

    kind: str
    credit: Document
    ways: tuple[Way, ...]
    fits: int = 1

    @property
    def way(self) -> Way | None:
        """What mends it; None while that is to be chosen."""
        return self.ways[0] if self.fits == 1 and len(self.ways) == 1 else None

    @property
    def exact(self) -> bool:
        """Whether every way is equal to the cent."""
        return not any(way.gap for way in self.ways)

    def choose(self, target: str) -> Move:
        """The move to one of its documents (key); KeyError for another one."""
        return self._replace(ways=({way.target.id: way for way in self.ways}[target],), fits=1)


class _Option(NamedTuple):
    """One credit and one document it may be meant for."""

    kind: str
    credit: Credit
    way: Way
    named: bool = False

    @property
    def source(self) -> str:
        """The credit's key."""
        return self.credit.document.id

    @property
    def target(self) -> str:
        """The document's key."""
        return self.way.target.id


Closes = Callable[[Document, Document, int], bool]
"""Whether so much of a credit closes a debit: by what is open of it, or its discounted amount."""


def closes_open(_credit: Document, debit: Document, money: int) -> bool:
    """Only what is open closes a debit."""
    return money == debit.open


def detect(
    accounts: Iterable[Account],
    closes: Closes = closes_open,
    within: Callable[[Document, int], bool] | None = None,
) -> list[Move]:
    """What is mis-applied among accounts, oldest credit first.

    ``within`` says whether a gap (minor units, above zero) of a document is near enough; without
    it only what is equal is found. No document is given more than it has open, however many
    credits want it: what fits in several ways is a tie.
    """
    options: list[_Option] = []
    for account in accounts:
        by_amount: dict[int, list[Document]] = {}
        for debit in account.debits:
            by_amount.setdefault(debit.open, []).append(debit)
        for credit in account.credits:
            options += _elsewhere(credit, account.debits, closes, within) or _options(
                credit, account.debits, by_amount, closes, within
            )
    return sorted(_resolve(options), key=lambda move: age(move.credit))


# --- one credit --------------------------------------------------------------------------------


def _options(
    credit: Credit,
    debits: Sequence[Document],
    by_amount: Mapping[int, Sequence[Document]],
    closes: Closes,
    within: Callable[[Document, int], bool] | None,
) -> list[_Option]:
    """What a credit may be meant for: by the first way that finds something, equal before near."""
    open_debits = {debit.id for debit in debits}
    own = [document for document in credit.named if document.id in open_debits]
    rightly = any(document.id in credit.paid for document in credit.named)
    for near in (False, True) if within else (False,):
        fits = _Fits(credit, closes, within if near else None)
        ways: list[Iterator[_Option]] = []
        if credit.paid and not rightly:
            ways.append(fits.named(own))
        if credit.unapplied:
            ways.append(fits.on_account(own, named=True))
            if not own or rightly:
                ways.append(fits.on_account(fits.likely(debits, by_amount, credit.unapplied)))
        if len(credit.paid) == 1 and not rightly and not own:
            (paid,) = credit.paid
            if paid in open_debits:
                others = fits.likely(debits, by_amount, credit.money)
                ways.append(fits.equal(paid, [one for one in others if one.id != paid]))
        for way in ways:
            if found := list(way):
                return found
    return []


class _Fits(NamedTuple):
    """A credit held against documents."""

    credit: Credit
    closes: Closes
    within: Callable[[Document, int], bool] | None

    def likely(
        self,
        debits: Sequence[Document],
        by_amount: Mapping[int, Sequence[Document]],
        money: int,
    ) -> Sequence[Document]:
        """The debits worth a closer look: those that equal the money or earn a discount; all of
        them where near is enough."""
        if self.within is not None:
            return debits
        equal = by_amount.get(money, ())
        discounted = [
            debit
            for debit in debits
            if debit.open > money and self.closes(self.credit.document, debit, money)
        ]
        return [*equal, *discounted]

    def gap(self, target: Document, money: int) -> int | None:
        """What the target lacks (+) or the money has too much (-); None where it doesn't fit."""
        if money <= 0:
            return None
        if self.closes(self.credit.document, target, money):
            return 0
        gap = target.open - money
        if self.within is not None and gap and self.within(target, abs(gap)):
            return gap
        return None

    def named(self, targets: Sequence[Document]) -> Iterator[_Option]:
        """It paid another document than it names: with all of it, or one of its payments."""
        yield from self._parts(NAMED, targets, [])

    def elsewhere(self, targets: Sequence[Document]) -> Iterator[_Option]:
        """It names documents of others: with what lies on account, all of it, or a payment."""
        unapplied = (self.credit.unapplied, tuple[str, ...]())
        yield from self._parts(ELSEWHERE, targets, [unapplied])

    def _parts(
        self, kind: str, targets: Sequence[Document], parts: list[tuple[int, tuple[str, ...]]]
    ) -> Iterator[_Option]:
        """The first of some parts, all of it, and its payments one by one, that fits a target."""
        paid = self.credit.paid
        parts = [*parts, (self.credit.money, tuple(paid)), *((paid[key], (key,)) for key in paid)]
        for target in targets:
            for money, undo in parts:
                gap = self.gap(target, money)
                if gap is not None:
                    yield _Option(kind, self.credit, Way(target, money, undo, gap), True)
                    break

    def on_account(self, targets: Sequence[Document], *, named: bool = False) -> Iterator[_Option]:
        """What lies on account equals a document."""
        money = self.credit.unapplied
        for target in targets:
            gap = self.gap(target, money)
            if gap is not None:
                yield _Option(ON_ACCOUNT, self.credit, Way(target, money, (), gap), named)

    def equal(self, paid: str, targets: Sequence[Document]) -> Iterator[_Option]:
        """All of it equals another document than the one it paid, which stays part open."""
        money = self.credit.money
        for target in targets:
            gap = self.gap(target, money)
            if gap is not None:
                yield _Option(EQUAL, self.credit, Way(target, money, (paid,), gap))


def _elsewhere(
    credit: Credit,
    debits: Sequence[Document],
    closes: Closes,
    within: Callable[[Document, int], bool] | None,
) -> list[_Option]:
    """Open documents of customers it doesn't pay for that a credit names, for as much as it is."""
    own = {credit.document.customer, *(debit.customer for debit in debits)}
    targets = [
        target
        for target in credit.named
        if target.customer not in own
        and target.id not in credit.paid
        and target.currency == credit.document.currency
        and target.open > 0
    ]
    for near in (False, True) if within else (False,):
        fits = _Fits(credit, closes, within if near else None)
        if found := list(fits.elsewhere(targets)):
            return found
    return []


# --- all of them -------------------------------------------------------------------------------


def _resolve(options: Sequence[_Option]) -> list[Move]:
    """One move a credit: what is named goes before what only fits, equal before near; credits and
    documents that fit each other in several ways are ties."""
    moves: list[Move] = []
    given: set[str] = set()
    taken: set[str] = set()
    ranked: dict[tuple[bool, bool], list[_Option]] = {}
    for option in options:
        ranked.setdefault((bool(option.way.gap), not option.named), []).append(option)
    for rank in sorted(ranked):
        free = [one for one in ranked[rank] if one.source not in given and one.target not in taken]
        for group in _groups(free):
            moves += _moves(group)
            given.update(option.source for option in group)
            taken.update(option.target for option in group)
    return moves


def _groups(options: Sequence[_Option]) -> list[list[_Option]]:
    """Options that share a credit or a document, directly or through others."""
    group_of: dict[tuple[str, str], list[_Option]] = {}
    for option in options:
        ends = (("credit", option.source), ("target", option.target))
        known = {id(group_of[end]): group_of[end] for end in ends if end in group_of}
        merged = [option, *(each for group in known.values() for each in group)]
        for each in merged:
            group_of["credit", each.source] = merged
            group_of["target", each.target] = merged
    return list({id(group): group for group in group_of.values()}.values())


def _moves(group: Sequence[_Option]) -> Iterator[Move]:
    """A move for each credit of a group; a tie unless the group is one option."""
    by_credit: dict[str, list[_Option]] = {}
    for option in sorted(group, key=lambda option: age(option.way.target)):
        by_credit.setdefault(option.source, []).append(option)
    for options in by_credit.values():
        ways = tuple(option.way for option in options)
        yield Move(options[0].kind, options[0].credit.document, ways, len(group))

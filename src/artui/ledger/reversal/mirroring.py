"""Taking facts back: what of a voucher still stands, what goes together, and its mirror; pure.

A voucher is never changed. What it recorded stands until a later voucher mirrors it: whole, or
fact by fact, named by their versions (rule 13). A fact is mirrored at its own figures, so
documents and control accounts return to where they would be without it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from artui.ledger import events as ev
from artui.ledger.errors import LedgerError
from artui.ledger.journal import Accounts, Booked, journal, mirrored, netted
from artui.ledger.posting import Voucher

REVERSALS = "RV"
"""The series of reversals: nothing in its vouchers stands by itself."""

_TURNED: dict[type[ev.Event], tuple[str, ...]] = {
    ev.Applied: ("amount", "source_amount", "target_base", "source_base"),
    ev.DiscountGranted: ("amount", "base", "tax", "tax_base"),
    ev.DifferenceWrittenOff: ("amount", "base", "tax", "tax_base"),
    ev.WrittenOff: ("amount", "base", "tax", "tax_base", "revalued"),
    ev.ChargedBack: ("amount", "base"),
    ev.Transferred: ("amount", "base"),
    ev.Refunded: ("amount", "base"),
    ev.RoundingAbsorbed: ("amount", "base"),
    ev.ExchangeRealised: ("base",),
    ev.RateAdjusted: ("base",),
}
"""The facts a reversal repeats, and their fields whose sign it turns."""

_STANDING = frozenset[type[ev.Event]]({*_TURNED, ev.DocumentRaised, ev.ReceiptRecorded})


class Posting(NamedTuple):
    """A voucher read again: its seal and what of it still stands.

    ``untouched`` says that nothing of it was taken back yet; ``redone`` names the vouchers whose
    facts it took back to post them anew.
    """

    seal: ev.VoucherPosted
    facts: tuple[ev.Event, ...]
    untouched: bool
    redone: tuple[str, ...]

    @property
    def key(self) -> str:
        """The voucher's key."""
        return self.seal.originator_id


class Part(NamedTuple):
    """What is taken back of one voucher."""

    posting: Posting
    facts: tuple[ev.Event, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing of the voucher stands afterwards."""
        return len(self.facts) == len(self.posting.facts)


def posting(events: Sequence[ev.Event], gone: Collection[int] = ()) -> Posting:
    """A voucher from all its facts; ``gone`` are the versions taken back since."""
    seal = events[-1] if events else None
    if not isinstance(seal, ev.VoucherPosted):
        raise LedgerError("a voucher has no seal")
    redone = tuple(fact.voucher for fact in events if isinstance(fact, ev.FactsReversed))
    facts = () if seal.series == REVERSALS else tuple(_standing(events, gone))
    return Posting(seal, facts, not gone and not redone, redone)


def _standing(events: Iterable[ev.Event], gone: Collection[int]) -> Iterator[ev.Event]:
    mirrors = 0
    for fact in events:
        if isinstance(fact, ev.FactsReversed):
            mirrors = len(fact.versions)  # they follow it, one for each
        elif type(fact) in _STANDING:
            if mirrors:
                mirrors -= 1
            elif fact.originator_version not in gone:
                yield fact


# --- what goes together ---------------------------------------------------------------------------


def units(facts: Iterable[ev.Event]) -> list[list[ev.Event]]:
    """Facts with the gain or loss each of them made, which follows it."""
    grouped: list[list[ev.Event]] = []
    for fact in facts:
        if isinstance(fact, ev.ExchangeRealised) and grouped:
            grouped[-1].append(fact)
        else:
            grouped.append([fact])
    return grouped


def _chosen(facts: Iterable[ev.Event], belongs: Callable[[ev.Event], bool]) -> tuple[ev.Event, ...]:
    return tuple(fact for unit in units(facts) if belongs(unit[0]) for fact in unit)


class Applications(NamedTuple):
    """Applications picked in a voucher: by their source, their target or both."""

    source: str
    target: str

    def match(self, fact: ev.Event) -> bool:
        """Whether a fact is one of them."""
        return (
            isinstance(fact, ev.Applied)
            and self.source in ("", fact.source)
            and self.target in ("", fact.target)
        )


def applications(facts: Sequence[ev.Event], picked: Applications) -> tuple[ev.Event, ...]:
    """The applications picked, with what was conceded for them in the same voucher."""
    applied = [fact for fact in facts if isinstance(fact, ev.Applied) and picked.match(fact)]
    if not applied:
        return ()
    made = concessions(facts, {fact.target for fact in applied}, {fact.source for fact in applied})
    kept = set(map(id, made))
    return _chosen(facts, lambda fact: picked.match(fact) or id(fact) in kept)


def concessions(
    facts: Sequence[ev.Event], paid: Collection[str], used: Collection[str] = ()
) -> tuple[ev.Event, ...]:
    """Discounts, differences, write-offs, chargebacks and rounding of documents ``paid``, and the
    differences of the credits ``used`` for them."""
    charged = {
        fact.chargeback
        for fact in facts
        if isinstance(fact, ev.ChargedBack) and fact.document in paid
    }

    def belongs(fact: ev.Event) -> bool:
        if isinstance(fact, ev.DifferenceWrittenOff):
            return fact.document in paid or (
                fact.document in used and (not fact.target or fact.target in paid)
            )
        if isinstance(fact, ev.RoundingAbsorbed):
            return fact.document in paid or fact.document in used
        if isinstance(fact, ev.DocumentRaised):
            return fact.document in charged
        own = ev.DiscountGranted | ev.WrittenOff | ev.ChargedBack
        return isinstance(fact, own) and fact.document in paid

    return _chosen(facts, belongs)


def concerning(facts: Sequence[ev.Event], document: str) -> tuple[ev.Event, ...]:
    """All that facts did to a document and with it: its applications with what was conceded for
    them, its write-offs, its rate."""
    kept: set[int] = set()
    for picked in (Applications(document, ""), Applications("", document)):
        kept.update(map(id, applications(facts, picked)))
    return _chosen(facts, lambda fact: id(fact) in kept or touches(fact, document))


def write_offs(facts: Sequence[ev.Event], document: str) -> tuple[ev.Event, ...]:
    """The write-offs by hand of a document, or the one that made the write-off ``document``."""
    return _chosen(
        facts,
        lambda fact: isinstance(fact, ev.WrittenOff) and document in (fact.document, fact.number),
    )


def differences(facts: Sequence[ev.Event], document: str) -> tuple[ev.Event, ...]:
    """The payment differences tolerated on a document, or kept of it."""
    return _chosen(
        facts,
        lambda fact: isinstance(fact, ev.DifferenceWrittenOff) and fact.document == document,
    )


def touches(fact: ev.Event, document: str) -> bool:
    """Whether a fact moves a document's balance."""
    if isinstance(fact, ev.Applied):
        return document in (fact.source, fact.target)
    return type(fact) in _STANDING and getattr(fact, "document", "") == document


def made(facts: Iterable[ev.Event]) -> set[str]:
    """The documents that facts brought into the ledger."""
    raising = ev.DocumentRaised | ev.ReceiptRecorded
    return {fact.document for fact in facts if isinstance(fact, raising)}


# --- the mirror -----------------------------------------------------------------------------------


def take_back(
    voucher: Voucher, parts: Iterable[Part], rates: Mapping[str, str], *, in_part: bool = False
) -> None:
    """Mirror the facts of ``parts`` in ``voucher``; ``rates`` holds, per receipt, the one at which
    its money leaves if that is not the one it came in at.

    ``in_part`` names facts even where nothing else stands: they are to be done again.
    """
    cancelled: list[tuple[str, int, int, str]] = []
    for part in parts:
        key = part.posting.key
        if part.whole and not in_part:
            voucher.facts.append(ev.VoucherReversed(*voucher.next(), voucher=key))
        else:
            versions = tuple(fact.originator_version for fact in part.facts)
            voucher.facts.append(ev.FactsReversed(*voucher.next(), voucher=key, versions=versions))
        for fact in part.facts:
            if isinstance(fact, ev.DocumentRaised):
                cancelled.append((fact.document, fact.open, fact.base, ""))
            elif isinstance(fact, ev.ReceiptRecorded):
                cancelled.append(
                    (fact.document, fact.amount, fact.base, rates.get(fact.document, ""))
                )
            else:
                voucher.facts.append(_mirror(fact, voucher.next()))
            if isinstance(fact, ev.WrittenOff) and fact.number:
                cancelled.append((fact.number, 0, 0, ""))
    for document, amount, base, at in cancelled:
        voucher.facts.append(
            ev.DocumentCancelled(
                *voucher.next(), document=document, amount=amount, base=base, rate=at
            )
        )


def _mirror(fact: ev.Event, base_fields: tuple[str, int, int, str, str]) -> ev.Event:
    changes: dict[str, Any] = dict(zip(ev.Event.__struct_fields__, base_fields, strict=True))
    changes.update((name, -getattr(fact, name)) for name in _TURNED[type(fact)])
    if isinstance(fact, ev.WrittenOff):
        changes["number"] = ""  # it makes no document; the one that was made is cancelled
    elif isinstance(fact, ev.RateAdjusted):
        changes.update(rate=fact.was, was=fact.rate)
    return msgspec.structs.replace(fact, **changes)


class AsBooked:
    """Accounts as a voucher was booked on them, whatever its rules lead to today."""

    def __init__(self, seal: ev.VoucherPosted, today: Accounts) -> None:
        self._booked = {(line.rule, line.division): line.account for line in seal.lines}
        self._today = today

    @property
    def bank(self) -> str:
        """The account behind its bank account, empty if no line is on it."""
        return self._booked.get(("Bank", ""), "")

    def account(self, rule: str, company: str, division: str = "") -> str:
        """The account of a rule then; today's, where the voucher has no line of the rule."""
        return self._booked.get((rule, division)) or self._today.account(rule, company, division)

    def by_division(self, company: str, day: str) -> bool:
        """Whether divisions owe each other what one's money pays of another's."""
        return self._today.by_division(company, day)


def mirrored_journal(
    parts: Iterable[Part], documents: Mapping[str, Booked], accounts: Accounts
) -> tuple[ev.JournalLine, ...]:
    """The journal of taking ``parts`` back: on the accounts they were booked on, sides exchanged.

    ``documents`` holds every document they touch; ``accounts`` are those of today, for what a
    voucher's own journal had netted away.
    """
    lines: list[ev.JournalLine] = []
    for part in parts:
        seal = part.posting.seal
        if part.whole and part.posting.untouched:
            lines += mirrored(seal.lines)
            continue
        booked = AsBooked(seal, accounts)
        by_division = accounts.by_division(seal.company, seal.date)
        booked_then = journal(
            part.facts, documents, seal.company, booked, booked.bank, by_division=by_division
        )
        lines += mirrored(booked_then)
    return netted(lines)

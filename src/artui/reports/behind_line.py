"""Which events make a line of a voucher's journal, and how much each.

A journal nets what single facts book on an account; here each stands by itself. Amounts are minor
units of the line's currency, ``base`` of the base currency, debit +, credit -.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.journal import lines_by_fact, mirrored
from artui.ledger.ledger import Ledger
from artui.ledger.reading.queries import VoucherHead
from artui.ledger.reversal.mirroring import AsBooked
from artui.ledger.reversal.undoing import touched

_MADE = (ev.DocumentRaised, ev.ReceiptRecorded)


class Share(NamedTuple):
    """What one event booked on the line; ``pos`` is its place in the log."""

    pos: int
    event: ev.Event
    amount: int
    base: int


def behind_line(ledger: Ledger, head: VoucherHead, line: ev.JournalLine) -> list[Share]:
    """The events behind a line of a voucher, in their order; their sum is the line."""
    facts = list(ledger.store.events(head.first_pos - 1, head.pos))
    events = [event for _pos, event in facts]
    seal = events[-1]
    assert isinstance(seal, ev.VoucherPosted), "a voucher ends with its seal"
    accounts = AsBooked(seal, ledger.policies)
    known = touched(ledger, events)
    origins = list(_origins(ledger, events))
    made = lines_by_fact(
        origins,
        known,
        seal.company,
        accounts,
        accounts.bank,
        by_division=accounts.by_division(seal.company, seal.date),
    )
    left = _money_left(facts, accounts.bank, known)
    found: list[Share] = []
    for (pos, event), origin, (_fact, lines) in zip(facts, origins, made, strict=True):
        booked = (*lines, *left.get(pos, ())) if origin is event else mirrored(lines)
        found += [
            Share(pos, event, one.amount, one.base)
            for one in booked
            if line_key(one) == line_key(line)
        ]
    return found


def line_key(line: ev.JournalLine) -> tuple[str, str, str, str]:
    """What tells a line of a journal from its others."""
    return line.rule, line.account, line.division, line.currency


def _origins(ledger: Ledger, events: Iterable[ev.Event]) -> Iterator[ev.Event]:
    """For each event the fact that it takes back, where its own figures don't say what that had
    booked: a document cancelled, and a gain or loss undone, which stays on its account. Else the
    event itself."""
    made: dict[str, ev.Event] = {}
    undone: Iterator[ev.ExchangeRealised] = iter(())
    for event in events:
        if isinstance(event, ev.VoucherReversed | ev.FactsReversed):
            taken = _taken_back(ledger, event)
            made |= {fact.document: fact for fact in taken if isinstance(fact, _MADE)}
            undone = iter([fact for fact in taken if isinstance(fact, ev.ExchangeRealised)])
            yield event
        elif isinstance(event, ev.DocumentCancelled):
            undone = iter(())  # what follows is new
            yield made.get(event.document, event)
        elif isinstance(event, ev.ExchangeRealised):
            mirror = event.document, -event.base
            yield next((fact for fact in undone if (fact.document, fact.base) == mirror), event)
        else:
            yield event


def _taken_back(ledger: Ledger, event: ev.VoucherReversed | ev.FactsReversed) -> list[ev.Event]:
    """The facts that one takes back; they are mirrored behind it in their order."""
    facts = ledger.read.voucher_facts(event.voucher)
    if isinstance(event, ev.VoucherReversed):
        return facts
    return [fact for fact in facts if fact.originator_version in event.versions]


def _money_left(
    facts: Iterable[tuple[int, ev.Event]], bank: str, known: Mapping[str, Document]
) -> dict[int, tuple[ev.JournalLine, ...]]:
    """What gains and losses book on the bank's account, by position: those of money that left at
    another rate than it had come in at (rule 13)."""
    left: set[str] = set()
    found: dict[int, tuple[ev.JournalLine, ...]] = {}
    for pos, event in facts:
        if isinstance(event, ev.DocumentCancelled) and event.rate:
            left.add(event.document)
        elif isinstance(event, ev.ExchangeRealised) and event.document in left:
            currency = known[event.document].currency
            found[pos] = (ev.JournalLine("Bank", bank, "", currency, 0, event.base),)
    return found

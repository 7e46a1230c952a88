"""Putting a receipt's rate right: what rested on the old one is taken back and done again.

The receipt's cash, the gain or loss of its applications and its credit write-offs are reversed at
the old rate and posted anew at the new one, all in one voucher of the series RA; amounts in
document currency stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.journal import journal, netted
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.posting import Stamp, Voucher
from artui.ledger.reversal.mirroring import Part, mirrored_journal, take_back, units
from artui.ledger.reversal.undoing import ADJUSTMENTS, touched, vouchers_of

_RELIEVING = ev.DifferenceWrittenOff | ev.WrittenOff | ev.RoundingAbsorbed
"""Facts that take from a receipt itself, at its rate."""

_MOVED = ev.Transferred | ev.Refunded

MOVED_ON = 2627


def adjust_rate(
    ledger: Ledger, document: str, rate: Decimal, day: str = "", command: str | None = None
) -> Posted:
    """Give a receipt (its document key) another rate, base units per unit of its currency.

    A credit write-off that comes to more than the system allows at the new rate stays undone: its
    money is on account again. Refuses what is no standing receipt in a foreign currency, and a
    rate that changes nothing.
    """

    def decide(stamp: Stamp) -> Posted:
        return _adjust(ledger, document, rate, day or ledger.today(), stamp)

    return ledger.once(command, decide)


def _adjust(ledger: Ledger, key: str, rate: Decimal, day: str, stamp: Stamp) -> Posted:
    ledger.require("rates.adjust")
    document = _receipt(ledger, key, rate)
    number = ledger.next_number(document.company, ADJUSTMENTS, day)
    adjusting = _Adjusting(ledger, document, day)
    parts = adjusting.parts
    documents = touched(ledger, [fact for part in parts for fact in part.facts]) | {key: document}
    voucher = Voucher(number, stamp, documents)
    take_back(voucher, parts, {}, in_part=True)
    kept = len(voucher.facts)
    adjusting.redo(voucher, rate)
    policies = ledger.policies
    bank = policies.bank_account(document.company, adjusting.recorded.bank_account).account
    again = journal(
        voucher.facts[kept:], documents, document.company, policies, bank,
        by_division=policies.by_division(document.company, day),
    )  # fmt: skip
    period = policies.open_period(document.company, day)
    events = voucher.seal(
        date=day,
        period=period.name,
        customer=document.customer,
        currency=document.currency,
        amount=0,
        accounts=policies,
        lines=netted([*mirrored_journal(parts, documents, policies), *again]),
        text=document.number,
    )
    ledger.store.append(events, stamp.command)
    left = ledger.read.document(key)
    return Posted(number.key, key, -left.open if left else 0)


def _receipt(ledger: Ledger, key: str, rate: Decimal) -> Document:
    document = ledger.read.document(key)
    if document is None:
        raise refuse("document", 2210, f"document {ev.number_of(key)} does not exist")
    if document.kind != "receipt":
        raise refuse("document", 2282, f"{document.number} is no receipt")
    if document.state == "cancelled":
        raise refuse("document", 2216, f"{document.number} is already reversed")
    base = ledger.policies.company(document.company).base_currency
    if document.currency == base:
        raise refuse("document", 2285, f"{document.number} is in {base}: it has no other rate")
    if not rate.is_finite() or rate <= 0:
        raise refuse("rate", 2233, "a rate is above zero")
    return document


class _Adjusting:
    """A receipt with all that rests on its rate, as it stands."""

    def __init__(self, ledger: Ledger, document: Document, day: str) -> None:
        self._document = document
        policies = ledger.policies
        self._base_currency = policies.company(document.company).base_currency
        self._parameters = policies.parameters(document.company, day)
        self._units: list[list[ev.Event]] = []
        self.parts: list[Part] = []
        self._cash, self._rate = 0, document.rate
        self._new = Decimal(document.rate)
        recorded: ev.ReceiptRecorded | None = None
        for posting in vouchers_of(ledger, document.id):
            resting = []
            for unit in units(posting.facts):
                head = unit[0]
                if isinstance(head, ev.ReceiptRecorded) and head.document == document.id:
                    recorded, self._cash = head, self._cash + head.base
                elif isinstance(head, ev.RateAdjusted) and head.document == document.id:
                    self._rate, self._cash = head.rate, self._cash + head.base
                elif isinstance(head, _MOVED) and head.document == document.id:
                    name = ev.voucher_name(posting.key)
                    said = f"{name} moved money of {document.number}: reverse that first"
                    raise refuse("document", MOVED_ON, said)
                elif self._rests(head):
                    resting.append(unit)
            if resting:
                self._units += resting
                facts = tuple(fact for unit in resting for fact in unit)
                self.parts.append(Part(posting, facts))
        if recorded is None:
            raise refuse("document", 2282, f"{document.number} is no receipt")
        self.recorded = recorded

    def _rests(self, fact: ev.Event) -> bool:
        key = self._document.id
        if isinstance(fact, ev.Applied):
            return fact.source == key
        return isinstance(fact, _RELIEVING) and fact.document == key

    def redo(self, voucher: Voucher, rate: Decimal) -> None:
        """Post the cash and what rests on it at the new rate; the last part takes the cent."""
        recorded, currency = self.recorded, self._document.currency
        worth = money.convert(recorded.amount, currency, self._base_currency, rate)
        self._new = rate
        if worth == self._cash and rate == Decimal(self._rate):
            raise refuse("rate", 2286, f"{self._document.number} has the rate {rate} already")
        voucher.facts.append(
            ev.RateAdjusted(
                *voucher.next(),
                document=self._document.id,
                rate=str(rate),
                was=self._rate,
                base=worth - self._cash,
                bank_account=recorded.bank_account,
            )
        )
        open_, base = recorded.amount, worth
        for unit in self._units:
            taken = _taken(unit[0])
            part = money.portion(taken, open_, base)
            if not self._may_stay(unit[0], part):
                continue
            open_, base = open_ - taken, base - part
            for fact in self._again(voucher, unit, part):
                voucher.facts.append(fact)

    def _may_stay(self, fact: ev.Event, base: int) -> bool:
        """Whether a write-off by hand is still within what the system allows (rule 17)."""
        if not isinstance(fact, ev.WrittenOff):
            return True
        lower, upper = self._parameters.system_range
        limit = self._parameters.system_limits.get(self._document.currency)
        strict = not self._parameters.limits_inclusive
        return (
            (limit is None or abs(fact.amount) <= limit - strict)
            and (lower is None or lower <= abs(base))
            and (upper is None or abs(base) <= upper)
        )

    def _again(self, voucher: Voucher, unit: list[ev.Event], base: int) -> Iterator[ev.Event]:
        """The facts of a unit at the new base amount, with the gain or loss that makes."""
        fact = unit[0]
        names = dict(zip(ev.Event.__struct_fields__, voucher.next(), strict=True))
        if isinstance(fact, ev.Applied):
            yield replace(fact, source_base=-base, **names)
            gain, about = -base - fact.target_base, fact.target
        else:
            assert isinstance(fact, _RELIEVING), "nothing else takes from a receipt"
            gained = [it.base for it in unit if isinstance(it, ev.ExchangeRealised)]
            gain = sum(gained) + fact.base - base if gained else 0
            if isinstance(fact, ev.WrittenOff):
                names["number"] = voucher.made_number()
                names["revalued"] = gain
                names["rate"] = fact.rate if gained else str(self._new)
            yield replace(fact, base=base, **names)
            about = fact.document
        if gain:
            yield ev.ExchangeRealised(*voucher.next(), document=about, base=gain)


def _taken(fact: ev.Event) -> int:
    """What a fact takes from the receipt, signed as its balance: a credit is below zero."""
    if isinstance(fact, ev.Applied):
        return -fact.source_amount
    assert isinstance(fact, _RELIEVING), "nothing else takes from a receipt"
    return fact.amount

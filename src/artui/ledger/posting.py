"""From decisions to facts: the vouchers that receipts, applications and reversals make; pure.

A :class:`Voucher` gathers the facts of one posting, relieves each document at its own rate, and is
sealed with a number, its dates and a balanced journal. Nothing here reads a clock or a database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.distribution import Distribution, Line
from artui.ledger.documents import Customer, Document
from artui.ledger.entered import Receipt
from artui.ledger.journal import Accounts, Booked, journal
from artui.ledger.policies import Policies


class Stamp(NamedTuple):
    """When, by whom and under which command facts are recorded."""

    recorded_at: int
    clerk: str
    command: str


class Number(NamedTuple):
    """A voucher number taken inside the hold."""

    company: str
    series: str
    year: int
    number: int

    @property
    def key(self) -> str:
        """The voucher's key and stream."""
        return ev.voucher_key(*self)


@dataclass(frozen=True, slots=True)
class Practice:
    """What a company's parameters say about the facts of a voucher, and its reason codes."""

    tax_on_discount: bool
    tax_on_write_off: bool
    room: int
    reason: Callable[[str], ev.ReasonDefined]

    @classmethod
    def of(cls, policies: Policies, company: str, currency: str, day: str) -> Practice:
        """As the policies stand on a day."""
        parameters = policies.parameters(company, day)
        return cls(
            parameters.tax_on_discount,
            parameters.tax_on_write_off,
            parameters.receipt_tolerance.get(currency, 0),
            policies.reason,
        )


def tax_part(document: Document, amount: int) -> int:
    """The tax in a part of a document's amount: in the proportion of the whole, half up."""
    return money.portion(amount, document.original, document.tax) if document.original else 0


@dataclass(slots=True)
class _Balance:
    open: int
    base: int

    def take(self, amount: int) -> int:
        """Take ``amount`` off the balance; the base part that goes with it (rule 12)."""
        base = money.portion(amount, self.open, self.base) if self.open else 0
        self.open -= amount
        self.base -= base
        return base


@dataclass(slots=True)
class _Credit:
    document: str
    room: int


class Voucher:
    """The facts of one voucher in the making."""

    def __init__(self, number: Number, stamp: Stamp, documents: Mapping[str, Document]) -> None:
        self.number = number
        self.key = number.key
        self.stamp = stamp
        self.documents: dict[str, Booked] = dict(documents)
        self.facts: list[ev.Event] = []
        self._balances = {
            key: _Balance(document.open, document.base_open) for key, document in documents.items()
        }

    def next(self) -> tuple[str, int, int, str, str]:
        """The base fields of the next fact: stream, version, when, by whom, which command."""
        return (self.key, len(self.facts) + 1, *self.stamp)

    def raise_document(self, fact: ev.DocumentRaised) -> None:
        """Record a document that comes to be with this voucher."""
        self.facts.append(fact)
        self._book(fact.document, fact, fact.open, fact.base)

    def open_of(self, document: str) -> int:
        """The open balance of a document as this voucher leaves it, minor units."""
        return self._balances[document].open

    def take(self, document: str, amount: int) -> int:
        """Take ``amount`` (signed as its balance) off a document; the base part that goes with it,
        at its own rate, the last part taking the odd minor unit (rule 12)."""
        return self._balances[document].take(amount)

    def _book(self, document: str, booked: Booked, open_: int, base: int) -> None:
        self.documents[document] = booked
        self._balances[document] = _Balance(open_, base)

    def record(self, money_in: ev.ReceiptRecorded) -> None:
        """Record the money: a credit on the payer's account, or a returned item's debit."""
        self.facts.append(money_in)
        self._book(money_in.document, money_in, money_in.amount, money_in.base)

    def distribute(self, source: str, distribution: Distribution, practice: Practice) -> None:
        """Apply the credits chosen, then the source, to the debits in their order; with the
        discounts and differences of each line, and what is kept of an overpayment."""
        lines = list(distribution.lines.values())
        credits = [
            _Credit(line.document.id, -line.settled.pay) for line in lines if line.settled.pay < 0
        ]
        credits.append(_Credit(source, -self._balances[source].open))
        for line in lines:
            if line.settled.pay > 0:
                self._pay(line, credits)
            if line.document.open > 0:
                self._concede(source, line, practice)
        for document, amount in distribution.excess.items():
            self._keep_excess(source, distribution.lines[document], amount)
        if distribution.leftover:
            self._absorb(source, -distribution.leftover)

    def _pay(self, line: Line, credits: list[_Credit]) -> None:
        """Pay a line from the credits in turn; each takes its share of the document's amount."""
        due, cost = line.settled.pay, line.cost
        while cost:
            credit = credits[0]
            taken = min(cost, credit.room)
            if taken:
                amount = money.portion(taken, cost, due)
                self.apply(credit.document, line.document.id, amount, taken)
                due -= amount
            cost -= taken
            credit.room -= taken
            if cost:
                credits.pop(0)

    def apply(self, source: str, target: str, amount: int, source_amount: int) -> None:
        """Apply ``source_amount`` of a credit to ``amount`` of a debit, each relieved at its own
        rate; what the rates differ by is realised (rule 12)."""
        target_base = self.take(target, amount)
        source_base = -self.take(source, -source_amount)
        self.facts.append(
            ev.Applied(
                *self.next(),
                source=source,
                target=target,
                amount=amount,
                source_amount=source_amount,
                target_base=target_base,
                source_base=source_base,
            )
        )
        if source_base != target_base:
            self.facts.append(
                ev.ExchangeRealised(*self.next(), document=target, base=source_base - target_base)
            )

    def _concede(self, source: str, line: Line, practice: Practice) -> None:
        settled, wish, document = line.settled, line.wish, line.document.id
        if settled.discount:
            self._grant(line, practice)
        if settled.by_hand:
            self.write_off(
                line.document,
                settled.by_hand,
                self.made_number(),
                practice.reason(wish.write_off_reason),
                gives_tax=practice.tax_on_write_off,
                limit=line.situation.authority_of(line.document, wish).amount,
            )
        tolerance = line.situation.tolerance
        if settled.written_off:
            self._tolerate(
                line, settled.written_off, practice, tolerance.level or "document", tolerance.key,
                line.situation.allowance,
            )  # fmt: skip
        if settled.second:
            self._tolerate(line, settled.second, practice, "receipt", source, practice.room)
        if settled.rounding:
            self._absorb(document, settled.rounding)
        if wish.short_reason and settled.stays_open:
            self.facts.append(
                ev.ShortPaid(
                    *self.next(),
                    document=document,
                    amount=settled.stays_open,
                    reason=wish.short_reason,
                )
            )

    def _grant(self, line: Line, practice: Practice) -> None:
        settled, document = line.settled, line.document
        tax = tax_part(document, settled.discount) if practice.tax_on_discount else 0
        base = self.take(document.id, settled.discount)
        self.facts.append(
            ev.DiscountGranted(
                *self.next(),
                document=document.id,
                amount=settled.discount,
                base=base,
                days_late=settled.late,
                reason=line.wish.discount_reason,
                accepted_by=self.stamp.clerk if settled.late > 0 else "",
                tax=tax,
                tax_base=money.portion(tax, settled.discount, base),
            )
        )

    def _tolerate(
        self, line: Line, amount: int, practice: Practice, level: str, key: str, limit: int
    ) -> None:
        document = line.document
        tax = tax_part(document, amount) if practice.tax_on_write_off else 0
        base = self.take(document.id, amount)
        self.facts.append(
            ev.DifferenceWrittenOff(
                *self.next(),
                document=document.id,
                amount=amount,
                base=base,
                policy=line.situation.tolerance.policy,
                level=level,
                key=key,
                limit=limit,
                tax=tax,
                tax_base=money.portion(tax, amount, base),
            )
        )

    def write_off(
        self,
        document: Document,
        amount: int,
        number: str,
        reason: ev.ReasonDefined,
        *,
        gives_tax: bool,
        limit: int | None,
        own: tuple[str, int] | None = None,
        requested_by: str = "",
        request: str = "",
    ) -> None:
        """Write ``amount`` of a document off against the write-off document ``number``: at the
        document's rate, or at a rate of its ``own`` and what that makes of it in base (rule 12)."""
        base = self.take(document.id, amount)
        rate, worth = own or (document.rate, base)
        tax = tax_part(document, amount) if gives_tax or reason.tax else 0
        self.facts.append(
            ev.WrittenOff(
                *self.next(),
                document=document.id,
                number=number,
                amount=amount,
                base=base,
                reason=reason.reason,
                rule=reason.rule,
                rate=rate,
                limit=limit,
                tax=tax,
                tax_base=money.portion(tax, amount, worth),
                requested_by=requested_by,
                request=request,
                revalued=worth - base,
            )
        )
        if worth != base:
            self.facts.append(
                ev.ExchangeRealised(*self.next(), document=document.id, base=worth - base)
            )

    def made_number(self) -> str:
        """The key of the next write-off document this voucher makes beside what else it does."""
        made = sum(isinstance(fact, ev.WrittenOff) and bool(fact.number) for fact in self.facts)
        return ev.document_key(self.number.company, f"{ev.voucher_name(self.key)}-{made + 1}")

    def _keep_excess(self, source: str, line: Line, amount: int) -> None:
        tolerance = line.situation.tolerance
        self.facts.append(
            ev.DifferenceWrittenOff(
                *self.next(),
                document=source,
                amount=-amount,
                base=self.take(source, -amount),
                policy=tolerance.policy,
                level=tolerance.level,
                key=tolerance.key,
                limit=line.situation.over_allowance,
                target=line.document.id,
            )
        )

    def _absorb(self, document: str, amount: int) -> None:
        base = self.take(document, amount)
        self.facts.append(
            ev.RoundingAbsorbed(*self.next(), document=document, amount=amount, base=base)
        )

    def seal(
        self,
        *,
        date: str,
        period: str,
        customer: str,
        currency: str,
        amount: int,
        accounts: Accounts,
        bank: str = "",
        batch: str = "",
        policy: int = 0,
        text: str = "",
        lines: tuple[ev.JournalLine, ...] | None = None,
        unposted: bool = False,
    ) -> list[ev.Event]:
        """Close the voucher with its journal; all its events, ready to be saved.

        ``unposted`` leaves its journal batch to be posted to the general ledger by hand.
        """
        if lines is None:
            company = self.number.company
            lines = journal(
                self.facts, self.documents, company, accounts, bank,
                by_division=accounts.by_division(company, date),
            )  # fmt: skip
        if unposted and lines:  # an empty journal has nothing to post
            self.facts.append(ev.JournalLeftUnposted(*self.next()))
        self.facts.append(
            ev.VoucherPosted(
                *self.next(),
                company=self.number.company,
                series=self.number.series,
                year=self.number.year,
                number=self.number.number,
                date=date,
                period=period,
                customer=customer,
                currency=currency,
                amount=amount,
                lines=lines,
                batch=batch,
                policy=policy,
                text=text,
            )
        )
        return self.facts


def record_money(
    voucher: Voucher, receipt: Receipt, document: str, payer: Customer | None, policies: Policies
) -> None:
    """Record a receipt as ``document`` in ``voucher``, at its own rate or that of its day.

    Without a payer it is unidentified cash.
    """
    company, currency = receipt.company, receipt.currency
    rate = receipt.rate or policies.rate(company, currency, receipt.accounting_date)
    base_currency = policies.company(company).base_currency
    division = payer.division if payer else ""
    voucher.record(
        ev.ReceiptRecorded(
            *voucher.next(),
            document=document,
            customer=receipt.customer,
            known_as=receipt.known_as or (payer.name if payer else ""),
            currency=currency,
            amount=-receipt.amount,
            base=-money.convert(receipt.amount, currency, base_currency, rate),
            rate=str(rate),
            bank_account=receipt.bank_account,
            method=receipt.method,
            received=receipt.received,
            date=receipt.accounting_date,
            reference=receipt.reference,
            bank_reference=receipt.bank_reference,
            division=division,
            control=policies.account("Customer" if payer else "Unidentified", company, division),
        )
    )

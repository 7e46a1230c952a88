"""The ledger: what a user can do. Load, decide, save, under one hold.

:class:`Ledger` is the interface of screens, command line and tests. Each command takes an optional
command id; a command that was already carried out answers with what it did then, so a retry after
a lost acknowledgement never posts twice.
"""

from __future__ import annotations

import time
from base64 import b32encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from secrets import token_bytes
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.dates import add_days
from artui.ledger.distribution import Distribution, Line, Situation, check_left
from artui.ledger.documents import Customer, Document
from artui.ledger.errors import Changed, Problem, ReadOnly, Refused, StoreUnusable, refuse
from artui.ledger.journal import mirrored
from artui.ledger.policies import Policies
from artui.ledger.posting import Number, PayLine, Receipt, Stamp, Voucher, reversal_facts
from artui.ledger.queries import Queries, VoucherHead
from artui.ledger.settlement import NO_DISCOUNT, discount_offer, discount_steps
from artui.ledger.store import Store, open_store

DUPLICATE_DAYS = 30
"""How far back a like receipt of the same payer warns."""


class Posted(NamedTuple):
    """What a posting came to: its voucher, the document it made, what stays on account."""

    voucher: str
    document: str
    left: int
    again: bool = False  # the command had been carried out before

    @property
    def name(self) -> str:
        """The voucher as people write it."""
        return ev.voucher_name(self.voucher)


def new_command_id() -> str:
    """A fresh command id: 80 random bits as 16 letters and digits."""
    return b32encode(token_bytes(10)).decode().lower()


def _now() -> int:
    return time.time_ns() // 1000


def _today() -> str:
    return date.today().isoformat()


class Ledger:
    """One ledger, seen by one clerk.

    ``clock`` gives microseconds since 1970 UTC, ``ids`` command ids, ``today`` the business day
    proposed on screens; all three can be replaced in tests.
    """

    def __init__(
        self,
        store: Store,
        clerk: str,
        *,
        clock: Callable[[], int] = _now,
        ids: Callable[[], str] = new_command_id,
        today: Callable[[], str] = _today,
    ) -> None:
        self.store = store
        self.clerk = clerk
        self.clock = clock
        self.ids = ids
        self.today = today
        self.read = Queries(store)
        self._policies = Policies()

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    @property
    def policies(self) -> Policies:
        """Master data and policies as they stand; read anew only when one of them changed."""
        if self.store.head().policy_pos != self._policies.pos:
            self._policies = Policies(self.store.policy_events())
        return self._policies

    # --- what the deciding rooms need ------------------------------------------------------------

    def stamp(self, command: str | None = None) -> Stamp:
        """Who and when, for the facts of one command."""
        return Stamp(self.clock(), self.clerk, command or self.ids())

    def done_before(self, command: str) -> list[ev.Event] | None:
        """The events a command id already made, or None."""
        span = self.store.command(command)
        if span is None:
            return None
        return [event for _pos, event in self.store.events(span[0] - 1, span[1])]

    def next_number(self, company: str, series: str, day: str) -> Number:
        """The next voucher number of a company's series and fiscal year; only inside a hold."""
        period = self.policies.open_period(company, day)
        rows = self.store.query(
            "SELECT last FROM series WHERE company = :c AND series = :s AND year = :y",
            {"c": company, "s": series, "y": period.year},
        )
        return Number(company, series, period.year, (rows[0][0] if rows else 0) + 1)

    def situation(self, document: Document, received: str, day: str) -> Situation:
        """What holds for a document on the day money was ``received`` and booked (``day``)."""
        policies = self.policies
        customer = self.customer_of(document)
        terms = policies.terms.get(document.terms)
        steps = discount_steps(
            terms, document.original, document.tax, document.date, document.due
        ) if document.kind == "invoice" else []
        tolerance = policies.tolerance(customer, document.currency, day)
        part_paid = document.open != document.original
        used = self.read.tolerated(document.id) if part_paid else 0
        tolerated = tolerance.allowance(document.original, used, document.max_tolerance)
        authority = policies.authority(self.clerk, document.currency)
        limits = [
            limit for limit in (authority, customer.write_off_limit) if limit is not None
        ]
        return Situation(
            discount_offer(steps, received) if steps else NO_DISCOUNT,
            tuple(steps), tolerance, min([tolerated, *limits]), tolerated, authority,
            policies.may_grant_late_discount(self.clerk),
        )

    def customer_of(self, document: Document) -> Customer:
        """The customer a document belongs to; unidentified cash has one without any rights."""
        found = self.read.customer(document.company, document.customer)
        return found or Customer(
            document.company, document.customer, document.name, "", document.currency, "", "",
            "", "", "", None, None, 0, 1, 0,
        )

    # --- receipts and applications -----------------------------------------------------------------

    def distribution(self, receipt: Receipt) -> Distribution:
        """An empty distribution of a receipt's money, under the policies of its days."""
        return Distribution(
            receipt.amount, receipt.currency,
            lambda d: self.situation(d, receipt.received, receipt.accounting_date),
        )

    def application(self, source: Document, day: str) -> Distribution:
        """An empty distribution of an open credit document."""
        return Distribution(
            -source.open, source.currency, lambda d: self.situation(d, day, day)
        )

    def duplicates(self, receipt: Receipt) -> list[str]:
        """Documents of receipts that look like this one: same payer, amount and reference within
        the last days."""
        since = add_days(receipt.received, -DUPLICATE_DAYS)
        rows = self.read.same_receipts(
            receipt.company, receipt.customer, receipt.amount, receipt.reference, since
        )
        return [row.document for row in rows]

    def check_receipt(self, receipt: Receipt) -> list[Problem]:
        """What is wrong with a receipt as entered, field by field; empty = it can be posted."""
        problems: list[Problem] = []
        for check in (self._check_amount, self._check_customer, self._check_place):
            try:
                check(receipt)
            except Refused as refused:
                problems.extend(refused.problems)
        return problems

    def _check_amount(self, receipt: Receipt) -> None:
        if receipt.amount == 0:
            raise refuse("amount", 2113, "a receipt of zero moves no money")
        if abs(receipt.amount) > money.MAX_MINOR:
            raise refuse("amount", 2109, "the amount is too large")

    def _check_customer(self, receipt: Receipt) -> None:
        if not receipt.customer:
            return
        customer = self.read.customer(receipt.company, receipt.customer)
        if customer is None:
            raise refuse(
                "customer", 2207, f"{receipt.company} has no customer {receipt.customer!r}"
            )

    def _check_place(self, receipt: Receipt) -> None:
        policies = self.policies
        account = policies.bank_account(receipt.company, receipt.bank_account)
        if account.currency != receipt.currency:
            raise refuse(
                "bank_account", 2208,
                f"bank account {account.bank_account} is in {account.currency}, "
                f"the receipt in {receipt.currency}",
            )
        policies.open_period(receipt.company, receipt.accounting_date)
        if receipt.rate is None:
            policies.rate(receipt.company, receipt.currency, receipt.accounting_date)

    def post_receipt(
        self, receipt: Receipt, lines: Sequence[PayLine] = (), command: str | None = None
    ) -> Posted:
        """Post a receipt with its applications, discounts and differences as one voucher.

        What is not distributed stays on account. Raises
        :class:`~artui.ledger.errors.Refused` with the fields at fault, and
        :class:`~artui.ledger.errors.Changed` if a document moved since it was looked at.
        """
        self._writable()
        stamp = self.stamp(command)
        with self.store.hold():
            before = self.done_before(stamp.command)
            if before is not None:
                return self._answer(before)
            return self._post_receipt(receipt, lines, stamp)

    def _post_receipt(
        self, receipt: Receipt, lines: Sequence[PayLine], stamp: Stamp
    ) -> Posted:
        problems = self.check_receipt(receipt)
        if problems:
            raise Refused(*problems)
        policies = self.policies
        distribution = self.distribution(receipt)
        documents = self._distribute(distribution, lines, receipt.company, receipt.customer)
        number = self.next_number(receipt.company, "RC", receipt.accounting_date)
        period = policies.open_period(receipt.company, receipt.accounting_date)
        name = receipt.number or f"RC{number.year % 100:02d}{number.number:06d}"
        document = ev.document_key(receipt.company, name)
        if self.read.document(document) is not None:
            raise refuse("number", 2209, f"document {name} exists in {receipt.company}")
        voucher = Voucher(number, stamp, documents)
        rate = receipt.rate or policies.rate(
            receipt.company, receipt.currency, receipt.accounting_date
        )
        self._record_money(voucher, receipt, document, rate)
        if lines:
            voucher.distribute(document, list(distribution.lines.values()))
        account = policies.bank_account(receipt.company, receipt.bank_account)
        events = voucher.seal(
            date=receipt.accounting_date, period=period.name, customer=receipt.customer,
            currency=receipt.currency, amount=receipt.amount, accounts=policies,
            bank=account.account, batch=receipt.batch, policy=policies.policy_number(),
            text=receipt.reference,
        )
        self.store.append(events, stamp.command)
        return Posted(number.key, document, distribution.left)

    def _record_money(
        self, voucher: Voucher, receipt: Receipt, document: str, rate: Decimal
    ) -> None:
        policies = self.policies
        company = policies.company(receipt.company)
        customer = self.read.customer(receipt.company, receipt.customer)
        division = customer.division if customer else ""
        rule = "Customer" if customer else "Unidentified"
        base = money.convert(receipt.amount, receipt.currency, company.base_currency, rate)
        known_as = receipt.known_as or (customer.name if customer else "")
        voucher.receipt(
            replace(receipt, known_as=known_as), document, rate, base, division,
            policies.account(rule, receipt.company, division),
        )

    def _distribute(
        self, distribution: Distribution, lines: Sequence[PayLine], company: str, payer: str
    ) -> dict[str, Document]:
        documents = self.read.documents([line.document for line in lines])
        allowed = self.read.pays_for(company, payer) if lines else []
        for line in lines:
            document = documents.get(line.document)
            number = ev.number_of(line.document)
            if document is None:
                raise refuse("document", 2210, f"document {number} does not exist")
            if document.company != company:
                raise refuse("document", 2211, f"{number} belongs to {document.company}")
            if document.customer not in allowed:
                raise refuse(
                    "document", 2118,
                    f"{number} is {document.customer}'s; {payer} does not pay for it",
                )
            self._check_unchanged(document, line)
            self._repeat(distribution, document, line)
        check_left(distribution)
        return documents

    def _check_unchanged(self, document: Document, line: PayLine) -> None:
        if line.version is not None and document.last_pos != line.version:
            voucher = document.last_voucher
            what = ev.voucher_name(voucher) if voucher.count("/") == 3 else "another posting"
            raise Changed(Problem(
                "document", 2130,
                f"{document.number} was changed by {document.last_clerk} ({what}); open now "
                f"{money.format_amount(document.open, document.currency)} {document.currency}",
            ))

    def _repeat(self, distribution: Distribution, document: Document, line: PayLine) -> Line:
        if line.wish.discount_reason:
            self.policies.reason(line.wish.discount_reason, "discount")
        if line.wish.short_reason:
            self.policies.reason(line.wish.short_reason)
        made = distribution.pay(document, line.pay, line.wish)
        settled = made.settled
        seen = (line.pay, line.discount, line.written_off)
        if (settled.pay, settled.discount, settled.written_off) != seen:
            raise Changed(Problem(
                "document", 2131,
                f"{document.number} would settle otherwise now than was shown: a policy changed",
            ))
        return made

    def apply(
        self, source: str, lines: Sequence[PayLine], *, day: str = "", command: str | None = None
    ) -> Posted:
        """Apply an open credit document (receipt, prepayment, credit memo) to debit documents.

        ``day`` is the posting date (default today). In one currency at one rate this posts no
        journal line (rule 11). Raises as :meth:`post_receipt` does.
        """
        self._writable()
        stamp = self.stamp(command)
        day = day or self.today()
        with self.store.hold():
            before = self.done_before(stamp.command)
            if before is not None:
                return self._answer(before)
            document = self.read.document(source)
            if document is None or document.open >= 0 or document.hold:
                raise refuse("source", 2212, f"{ev.number_of(source)} has no credit to apply")
            if not lines:
                raise refuse("document", 2213, "nothing is chosen to be paid")
            distribution = self.application(document, day)
            documents = self._distribute(
                distribution, lines, document.company, document.customer
            )
            if source in documents:
                raise refuse("document", 2214, "a document can't be applied to itself")
            number = self.next_number(document.company, "CA", day)
            voucher = Voucher(number, stamp, {**documents, source: document})
            voucher.distribute(source, list(distribution.lines.values()))
            policies = self.policies
            events = voucher.seal(
                date=day, period=policies.open_period(document.company, day).name,
                customer=document.customer, currency=document.currency,
                amount=distribution.amount - distribution.left, accounts=policies,
                policy=policies.policy_number(), text=document.number,
            )
            self.store.append(events, stamp.command)
            return Posted(number.key, source, distribution.left)

    # --- reversal --------------------------------------------------------------------------------

    def check_reversal(self, key: str) -> tuple[VoucherHead, list[str]]:
        """The voucher and what depends on it; refuses one that can't be reversed at all."""
        head = self.read.voucher(key)
        if head is None:
            raise refuse("voucher", 2215, f"voucher {key!r} does not exist")
        if head.reversed_by:
            by = ev.voucher_name(head.reversed_by)
            raise refuse("voucher", 2216, f"{head.name} is already reversed by {by}")
        if head.reverses:
            raise refuse("voucher", 2217, f"{head.name} is itself a reversal")
        return head, self.read.dependants(head)

    def reverse(self, key: str, *, day: str = "", command: str | None = None) -> Posted:
        """Reverse a voucher by a new dated one that mirrors it whole (rule 13).

        ``day`` defaults to today. Refuses while later vouchers build on it, naming them.
        """
        self._writable()
        stamp = self.stamp(command)
        day = day or self.today()
        with self.store.hold():
            before = self.done_before(stamp.command)
            if before is not None:
                return self._answer(before)
            head, dependants = self.check_reversal(key)
            if dependants:
                names = ", ".join(ev.voucher_name(name) for name in dependants)
                raise refuse("voucher", 2218, f"{names} built on {head.name}: reverse first")
            number = self.next_number(head.company, "RV", day)
            voucher = Voucher(number, stamp, {})
            seal = reversal_facts(voucher, key, self.store.stream(key))
            events = voucher.seal(
                date=day, period=self.policies.open_period(head.company, day).name,
                customer=seal.customer, currency=seal.currency, amount=-seal.amount,
                accounts=self.policies, lines=mirrored(seal.lines), text=head.name,
            )
            self.store.append(events, stamp.command)
            return Posted(number.key, "", 0)

    # --- helpers -----------------------------------------------------------------------------------

    def _answer(self, events: Sequence[ev.Event]) -> Posted:
        document = next(
            (e.document for e in events if isinstance(e, ev.ReceiptRecorded)), ""
        )
        kept = self.read.document(document) if document else None
        left = -kept.open if kept else 0
        return Posted(events[-1].originator_id, document, left, again=True)

    def _writable(self) -> None:
        if self.store.read_only:
            raise ReadOnly("Read-only: you can look, nothing can be posted")


def open_ledger(
    location: str | Path, clerk: str, *, create: bool = False,
    clock: Callable[[], int] = _now, today: Callable[[], str] = _today,
) -> Ledger:
    """Open a ledger file or ``postgresql://`` URL for a clerk; ``create`` makes a new one.

    Raises :class:`~artui.ledger.errors.StoreUnusable` with a sentence.
    """
    store = open_store(location, create=create)
    ledger = Ledger(store, clerk, clock=clock, today=today)
    if not create and store.head().pos == 0:
        store.close()
        raise StoreUnusable(f"{location} holds no ledger yet; `artui init` makes one")
    return ledger

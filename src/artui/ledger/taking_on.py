"""Taking documents on from another system: invoices and memos with what is still open of them.

A document keeps its original amount and posts its open one: Dr customer / Cr take-on account
(rule 19). A company's documents become vouchers of at most 1,000 documents each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from itertools import groupby
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.documents import Customer
from artui.ledger.errors import ReadOnly, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.policies import Policies
from artui.ledger.posting import Voucher
from artui.ledger.writer import Writer

MAX_DOCUMENTS = 1000
"""Documents a voucher holds at most."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document to be raised; amounts in minor units, signed as balances (credits < 0)."""

    company: str
    number: str
    kind: str
    customer: str
    date: str
    due: str
    currency: str
    amount: int
    open: int
    name: str = ""
    terms: str = ""
    branch: str = ""
    division: str = ""
    reference: str = ""
    net: int | None = None
    tax: int = 0
    max_tolerance: int | None = None
    group_invoice: str = ""
    rate: Decimal | None = None
    discounts: tuple[ev.OwnDiscount, ...] = ()
    late_until: str = ""


class TakenOn(NamedTuple):
    """What was taken on: vouchers, new documents, those known before, open sums per currency."""

    vouchers: list[str]
    added: int
    known: int
    open: dict[str, int]


def take_on(
    ledger: Ledger,
    rows: Iterable[DocumentRow],
    *,
    day: str = "",
    contra: str = "Take-on",
    batch: str = "",
    series: str = "TO",
) -> TakenOn:
    """Raise documents that the ledger doesn't know yet; those it knows are counted and left.

    ``day`` is the posting date (default: the newest document's date of each company). The whole
    is one transaction per voucher; running it again adds what is missing.
    """
    if ledger.store.read_only:
        raise ReadOnly("Read-only: you can look, nothing can be posted")
    totals: dict[str, int] = {}
    vouchers: list[str] = []
    added = known = 0
    ordered = sorted(rows, key=lambda row: row.company)
    for company, group in groupby(ordered, key=lambda row: row.company):
        fresh = list(group)
        _check_numbers(company, fresh)
        posting = day or max(row.date for row in fresh)
        for start in range(0, len(fresh), MAX_DOCUMENTS):
            part = fresh[start : start + MAX_DOCUMENTS]
            with ledger.hold():
                ledger.require("documents.import")
                keys = [ev.document_key(company, row.number) for row in part]
                there = ledger.read.documents(keys)
                new = [row for key, row in zip(keys, part, strict=True) if key not in there]
                known += len(part) - len(new)
                if not new:
                    continue
                vouchers.append(_raise(ledger, company, new, posting, contra, batch, series))
            added += len(new)
            for row in new:
                totals[row.currency] = totals.get(row.currency, 0) + row.open
    return TakenOn(vouchers, added, known, totals)


def _check_numbers(company: str, rows: Iterable[DocumentRow]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.number in seen:
            raise refuse("number", 2236, f"document {row.number} of {company} is there twice")
        seen.add(row.number)


class _Books:
    """What many documents of a company have in common: found once, not for each of them."""

    def __init__(self, policies: Policies, company: str, contra: str) -> None:
        self.base_currency = policies.company(company).base_currency
        self.contra = contra
        self.control = cache(partial(policies.control_account, company))
        self.rate = cache(partial(policies.rate, company))


def _raise(
    ledger: Ledger,
    company: str,
    rows: Sequence[DocumentRow],
    day: str,
    contra: str,
    batch: str,
    series: str,
) -> str:
    writer = Writer(ledger)
    for currency in dict.fromkeys(row.currency for row in rows):
        writer.adopt_currency(currency)
    writer.save()
    policies = ledger.policies
    period = policies.open_period(company, day)
    voucher = Voucher(ledger.next_number(company, series, day), ledger.stamp(), {})
    books = _Books(policies, company, contra)
    customers: dict[str, Customer] = {}
    sums: dict[str, int] = {}
    for row in rows:
        customer = customers.get(row.customer) or ledger.read.customer(company, row.customer)
        if customer is None:
            raise refuse("customer", 2207, f"{company} has no customer {row.customer!r}")
        customers[row.customer] = customer
        sums[row.currency] = sums.get(row.currency, 0) + row.open
        voucher.raise_document(_document(voucher, row, customer, books))
    currency = rows[0].currency if len(sums) == 1 else policies.company(company).base_currency
    events = voucher.seal(
        date=day,
        period=period.name,
        customer="",
        currency=currency,
        amount=sums[currency] if len(sums) == 1 else 0,
        accounts=policies,
        batch=batch,
        text=f"{len(rows)} document{'s' * (len(rows) != 1)}",
    )
    ledger.store.append(events, voucher.stamp.command)
    return voucher.key


def _document(
    voucher: Voucher, row: DocumentRow, customer: Customer, books: _Books
) -> ev.DocumentRaised:
    division = row.division or customer.division
    rate = row.rate or books.rate(row.currency, row.date)
    return ev.DocumentRaised(
        *voucher.next(),
        document=ev.document_key(row.company, row.number),
        kind=row.kind,
        customer=row.customer,
        name=row.name or customer.name,
        date=row.date,
        due=row.due,
        currency=row.currency,
        amount=row.amount,
        open=row.open,
        base=money.convert(row.open, row.currency, books.base_currency, rate),
        rate=str(rate),
        terms=row.terms,
        branch=row.branch,
        division=division,
        reference=row.reference,
        net=row.net,
        tax=row.tax,
        max_tolerance=row.max_tolerance,
        group_invoice=row.group_invoice,
        contra=books.contra,
        control=books.control(division),
        discounts=row.discounts,
        late_until=row.late_until,
    )

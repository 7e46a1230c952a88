"""What a company's books come to on a day: control accounts, documents, ages. Never writes.

Amounts are minor units, debit +, credit -; days are ISO and inclusive. A day looks at posting
dates, ``upto`` at what had been recorded up to a position of the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.reading.buckets import bucket_days, bucket_sums
from artui.ledger.store import Store
from artui.ledger.views.moves import day_number

CONTROL_RULES = ("Customer", "Unidentified")
"""Accounting rules whose accounts together hold what documents have open."""

_OPEN = (
    "SELECT document, SUM(amount) AS open, SUM(base) AS base FROM movements "
    "WHERE day <= :day AND pos <= :upto GROUP BY document "
    "HAVING SUM(amount) <> 0 OR SUM(base) <> 0"
)
"""What every document had open; most documents of a ledger are closed and go no further."""

PAGE = 300
"""Vouchers of one short read."""


class Tie(NamedTuple):
    """Control accounts beside the documents of one currency, in it and in base currency."""

    currency: str
    control: int
    control_base: int
    documents: int
    documents_base: int

    @property
    def ties(self) -> bool:
        """Whether they agree."""
        return (self.control, self.control_base) == (self.documents, self.documents_base)


class Aged(NamedTuple):
    """What a customer had open in a currency, by days late (see ``queries.AGES``)."""

    customer: str
    currency: str
    buckets: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        """All that was open."""
        return sum(self.buckets)


class Turnover(NamedTuple):
    """What was posted to an account in a currency, debits and credits both positive.

    ``opening`` is the balance before the first day asked for.
    """

    account: str
    currency: str
    opening: int
    debit: int
    credit: int
    opening_base: int
    debit_base: int
    credit_base: int

    @property
    def balance(self) -> int:
        """The balance on the last day, debit +, in the currency."""
        return self.opening + self.debit - self.credit

    @property
    def balance_base(self) -> int:
        """The same in base currency."""
        return self.opening_base + self.debit_base - self.credit_base


def ties(store: Store, company: str, day: str) -> list[Tie]:
    """Control accounts and documents of a company per currency, on a day."""
    documents = store.query(
        f"SELECT d.currency, SUM(m.open), SUM(m.base) FROM ({_OPEN}) AS m "
        "JOIN documents AS d ON d.pos = m.document "
        "WHERE d.company = :company GROUP BY d.currency",
        {"company": company, "day": day_number(day), "upto": store.head().pos},
    )
    controls = _controls(store, company, day)
    sums = {row[0]: (int(row[1]), int(row[2])) for row in documents}
    return [
        Tie(currency, *controls.get(currency, (0, 0)), *sums.get(currency, (0, 0)))
        for currency in sorted(controls.keys() | sums.keys())
    ]


def _controls(store: Store, company: str, day: str) -> dict[str, tuple[int, int]]:
    """What stood on the control accounts per currency. Their sums are kept per day and are those
    of now: of a store as it was, what was recorded later comes off."""
    end = store.now.head().pos
    rows = store.query(
        "SELECT currency, SUM(amount), SUM(base) FROM account_days WHERE company = :company "
        f"AND rule IN ({', '.join(repr(rule) for rule in CONTROL_RULES)}) AND day <= :day "
        "GROUP BY currency",
        {"company": company, "day": day_number(day)},
    )
    sums = {row[0]: (int(row[1]), int(row[2])) for row in rows}
    if not store.looks_back:
        return sums
    if store.now.head().pos != end:
        return _controls(store, company, day)  # somebody posted meanwhile: read both anew
    for seal in seals(store.now, company, store.head().pos, end):
        for line in seal.lines if seal.date <= day else ():
            if line.rule in CONTROL_RULES:
                amount, base = sums.get(line.currency, (0, 0))
                sums[line.currency] = (amount - line.amount, base - line.base)
    return {currency: found for currency, found in sums.items() if any(found)}


def aged(store: Store, company: str, day: str, upto: int | None = None) -> list[Aged]:
    """What each customer had open on a day, by days late on it; no row for who had nothing.

    Unidentified cash stands under an empty customer.
    """
    rows = store.query(
        f"SELECT d.customer, d.currency, {', '.join(bucket_sums('m.open', 'd.due'))}"
        f" FROM ({_OPEN}) AS m "
        "JOIN documents AS d ON d.pos = m.document WHERE d.company = :company "
        "GROUP BY d.customer, d.currency ORDER BY d.currency, d.customer",
        {
            "company": company,
            **bucket_days(day),
            "day": day_number(day),
            "upto": store.head().pos if upto is None else upto,
        },
    )
    return [
        Aged(row[0], row[1], (int(row[2]), int(row[3]), int(row[4]), int(row[5]))) for row in rows
    ]


def by_currency(rows: Sequence[Aged]) -> dict[str, tuple[int, int, int, int]]:
    """The ages of all customers together, per currency."""
    sums: dict[str, tuple[int, int, int, int]] = {}
    for row in rows:
        known = sums.get(row.currency, (0, 0, 0, 0))
        sums[row.currency] = (
            known[0] + row.buckets[0],
            known[1] + row.buckets[1],
            known[2] + row.buckets[2],
            known[3] + row.buckets[3],
        )
    return sums


def turnover(store: Store, company: str, last: str, first: str = "") -> list[Turnover]:
    """What was posted to each account from ``first`` to ``last``, read from the vouchers' seals."""
    sums: dict[tuple[str, str], list[int]] = {}
    for seal in seals(store, company):
        if seal.date > last:
            continue
        for line in seal.lines:
            of = sums.setdefault((line.account, line.currency), [0] * 6)
            if seal.date < first:
                of[0] += line.amount
                of[3] += line.base
            elif (line.amount, line.base) >= (0, 0):
                of[1] += line.amount
                of[4] += line.base
            else:
                of[2] -= line.amount
                of[5] -= line.base
    return [Turnover(*key, *sums[key]) for key in sorted(sums)]


def seals(
    store: Store, company: str, after: int = 0, upto: int | None = None
) -> Iterator[ev.VoucherPosted]:
    """The seals of a company's vouchers behind a position, up to another (default all known), in
    the order of the log."""
    upto = store.head().pos if upto is None else upto
    while True:
        rows = store.query(
            "SELECT pos FROM vouchers WHERE company = :company AND pos > :after AND pos <= :upto "
            "ORDER BY pos LIMIT :page",
            {"company": company, "after": after, "upto": upto, "page": PAGE},
        )
        for seal in store.events_at([row[0] for row in rows]).values():
            if isinstance(seal, ev.VoucherPosted):
                yield seal
        if len(rows) < PAGE:
            return
        after = rows[-1][0]


def count_vouchers(store: Store, company: str) -> int:
    """How many vouchers a company posted: its numbers have no gaps."""
    rows = store.query(
        "SELECT COALESCE(SUM(last), 0) FROM series WHERE company = :company", {"company": company}
    )
    return int(rows[0][0])

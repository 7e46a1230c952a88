"""What stands on a statement: open items by currency with their ages, as known at its run.

Amounts are minor units of each item's own currency, debit +, credit -; currencies are never
added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.dates import NOT_DUE, days_between
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.policies import Policies
from artui.ledger.reading.queries import AGES
from artui.ledger.statements.runs import NOBODY, Run
from artui.ledger.views.moves import day_number


class Item(NamedTuple):
    """A document with an open balance; ``late`` are days past due on the cut-off day, 0 for what
    isn't due and for credits."""

    customer: str
    number: str
    kind: str
    date: str
    due: str
    currency: str
    original: int
    open: int
    late: int


class Section(NamedTuple):
    """The items of one currency by due day, and their ages (see ``queries.AGES``)."""

    currency: str
    items: tuple[Item, ...]
    ages: tuple[int, ...]

    @property
    def total(self) -> int:
        """All that is open."""
        return sum(self.ages)


class Statement(NamedTuple):
    """One customer's statement of a run."""

    run: Run
    company_name: str
    addressee: ev.Addressee
    sections: tuple[Section, ...]

    @property
    def names(self) -> dict[str, str]:
        """Names by number of all customers who have items on it."""
        return {self.addressee.customer: self.addressee.name, **dict(self.addressee.pays_for)}


def statements(ledger: Ledger, run: Run, customer: str = "") -> Iterator[Statement]:
    """The statements of a run one by one, or one customer's; refuses one who got none."""
    chosen = [one for one in run.statements if customer in ("", one.customer)]
    if customer and not chosen:
        why = dict(run.skipped).get(customer, "not asked for")
        raise refuse("customer", NOBODY, f"{customer} got no statement in run {run.name}: {why}")
    facts = (each for each in ledger.store.policy_events() if each[0] <= run.pos)
    company_name = Policies(facts).company(run.company).name
    for addressee in chosen:
        yield Statement(run, company_name, addressee, _sections(ledger, run, addressee))


def _sections(ledger: Ledger, run: Run, addressee: ev.Addressee) -> tuple[Section, ...]:
    by_currency: dict[str, list[Item]] = {}
    for customer in (addressee.customer, *(number for number, _name in addressee.pays_for)):
        for item in open_items(ledger, run.company, customer, run.cut_off, run.pos):
            by_currency.setdefault(item.currency, []).append(item)
    return tuple(
        Section(currency, tuple(items), ages(items, run.cut_off))
        for currency, items in sorted(by_currency.items())
    )


def open_items(
    ledger: Ledger, company: str, customer: str, day: str, upto: int | None = None
) -> Iterator[Item]:
    """What a customer (empty: every one) had open on a day, as known at a position (default now),
    by customer and due day."""
    of_one = " AND d.customer = :customer" if customer else ""
    rows = ledger.store.query(
        "SELECT d.customer, d.number, d.kind, d.date, d.due, d.currency, d.original, m.open FROM"
        " (SELECT d.pos AS document, SUM(m.amount) AS open FROM documents AS d"
        f" JOIN movements AS m ON m.document = d.pos WHERE d.company = :company{of_one}"
        " AND m.day <= :day AND m.pos <= :upto GROUP BY d.pos HAVING SUM(m.amount) <> 0) AS m"
        " JOIN documents AS d ON d.pos = m.document ORDER BY d.customer, d.due, d.number",
        {
            "company": company,
            "customer": customer,
            "day": day_number(day),
            "upto": ledger.store.head().pos if upto is None else upto,
        },
    )
    for customer_, number, kind, date, due, currency, original, opened in rows:
        late = days_between(due, day) if opened > 0 and due < day else 0
        yield Item(customer_, number, kind, date, due, currency, int(original), int(opened), late)


def ages(items: list[Item], day: str) -> tuple[int, ...]:
    """The open balances by days past due, both signs, net (rule of the ageing)."""
    sums = [0] * len(AGES)
    for item in items:
        late = 0 if item.due == NOT_DUE else max(0, days_between(item.due, day))
        place = next(at for at, (_first, last) in enumerate(AGES) if last is None or late <= last)
        sums[place] += item.open
    return tuple(sums)

"""Open items of a day, as known now or at a position of the log. Never writes.

Amounts are minor units of each item's own currency, debit +, credit -; days are ISO.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from artui.ledger.dates import NOT_DUE, days_between
from artui.ledger.reading.queries import AGES
from artui.ledger.sight import Sight
from artui.ledger.store import Store
from artui.ledger.views.moves import day_number


class Item(NamedTuple):
    """A document with an open balance; ``late`` are days past due on the day, 0 for what isn't
    due and for credits."""

    customer: str
    name: str
    number: str
    kind: str
    date: str
    due: str
    currency: str
    original: int
    open: int
    late: int


def open_on(
    store: Store,
    sight: Sight,
    company: str,
    day: str,
    *,
    customer: str = "",
    upto: int | None = None,
) -> Iterator[Item]:
    """What was open on a day, as known at a position (default now), by customer and due day: one
    customer's, or (empty) everybody's, unidentified cash first. Only what is in sight."""
    condition, params = sight.condition()
    seen = f" AND {condition}" if condition else ""
    of_one = " AND documents.customer = :customer" if customer else ""
    rows = store.query(
        "SELECT d.customer, d.name, d.number, d.kind, d.date, d.due, d.currency, d.original, m.open"
        " FROM (SELECT documents.pos AS document, SUM(m.amount) AS open FROM documents"
        " JOIN movements AS m ON m.document = documents.pos"
        f" WHERE documents.company = :company{of_one}{seen} AND m.day <= :day AND m.pos <= :upto"
        " GROUP BY documents.pos HAVING SUM(m.amount) <> 0) AS m"
        " JOIN documents AS d ON d.pos = m.document ORDER BY d.customer, d.due, d.number",
        {
            **params,
            "company": company,
            "customer": customer,
            "day": day_number(day),
            "upto": store.head().pos if upto is None else upto,
        },
    )
    for of, name, number, kind, date, due, currency, original, opened in rows:
        late = days_between(due, day) if opened > 0 and due < day else 0
        yield Item(of, name, number, kind, date, due, currency, int(original), int(opened), late)


def ages(items: Iterable[Item], day: str) -> tuple[int, ...]:
    """The open balances by days past due (see ``queries.AGES``), both signs, net."""
    sums = [0] * len(AGES)
    for item in items:
        late = 0 if item.due == NOT_DUE else max(0, days_between(item.due, day))
        place = next(at for at, (_first, last) in enumerate(AGES) if last is None or late <= last)
        sums[place] += item.open
    return tuple(sums)

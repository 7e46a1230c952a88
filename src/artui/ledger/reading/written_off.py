"""What was written off from one day to another: by tolerance, by hand, from lists. Never writes.

Amounts are minor units of the document's currency: what was given away is +, what was kept of an
excess -; a reversal stands with the other sign on its own day.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.sight import Sight
from artui.ledger.store import Store
from artui.ledger.views.moves import (
    BY_HAND,
    KEPT,
    RECEIPT_LEVEL,
    WRITTEN_OFF,
    day_number,
    day_text,
)

TOLERANCE = "tolerance"
"""The reason of differences that nobody had to decide on."""

PAGE = 300
"""Facts of one short read."""


class WriteOff(NamedTuple):
    """One amount written off: whose, why, by whom, on which day."""

    customer: str
    currency: str
    amount: int
    reason: str
    clerk: str
    date: str


def written_off(
    store: Store, sight: Sight, company: str, first: str, last: str
) -> Iterator[WriteOff]:
    """Every write-off of a company posted between two days, both inclusive, in the order of the
    log. Only what is in sight."""
    condition, params = sight.condition()
    seen = f" AND {condition}" if condition else ""
    rows = store.query(
        "SELECT m.pos, documents.customer, documents.currency, m.amount, m.day FROM movements AS m"
        " JOIN documents ON documents.pos = m.document"
        f" WHERE m.kind IN ({WRITTEN_OFF}, {BY_HAND}, {RECEIPT_LEVEL}, {KEPT})"
        f" AND documents.company = :company{seen} AND m.day BETWEEN :first AND :last"
        " ORDER BY m.pos, m.line",
        {**params, "company": company, "first": day_number(first), "last": day_number(last)},
    )
    for start in range(0, len(rows), PAGE):
        part = rows[start : start + PAGE]
        facts = store.events_at(sorted({row[0] for row in part}))
        for pos, customer, currency, amount, day in part:
            fact = facts[pos]
            reason = fact.reason if isinstance(fact, ev.WrittenOff) else TOLERANCE
            yield WriteOff(customer, currency, -amount, reason, fact.clerk, day_text(day))

"""What was written off and came in after all: taken back from one day to another, and what was
paid of it since. Never writes.

Amounts are minor units of the document's currency. It doesn't matter how a write-off was taken
back: as money was entered, or by itself and paid later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from artui.ledger.sight import Sight
from artui.ledger.store import Store
from artui.ledger.views.moves import (
    BY_HAND,
    PAID,
    RECEIPT_LEVEL,
    WRITTEN_OFF,
    day_number,
    day_text,
)
from artui.ledger.views.tables import WRITE_OFFS

_KINDS = (WRITTEN_OFF, BY_HAND, RECEIPT_LEVEL)


class Recovery(NamedTuple):
    """A write-off of a document that was taken back: the days it was written off and taken back,
    how much, and what of it was ``paid`` since."""

    document: str
    number: str
    customer: str
    currency: str
    written_off: str
    taken_back: str
    amount: int
    paid: int


class _Move(NamedTuple):
    kind: int
    amount: int
    day: int
    voucher: int


def recoveries(
    store: Store, sight: Sight, company: str, first: str, last: str
) -> Iterator[Recovery]:
    """The write-offs of a company taken back between two days, both inclusive, by document in the
    order they were taken back. Only what is in sight."""
    condition, params = sight.condition()
    seen = f" AND {condition}" if condition else ""
    rows = store.query(
        "SELECT documents.pos, documents.id, number, customer, currency, MIN(m.pos)"
        " FROM movements AS m JOIN documents ON documents.pos = m.document"
        f" WHERE {WRITE_OFFS.replace('kind', 'm.kind')} AND m.amount > 0"
        f" AND documents.original > 0 AND documents.company = :company{seen}"
        " AND m.day BETWEEN :first AND :last"
        " GROUP BY documents.pos, documents.id, number, customer, currency ORDER BY MIN(m.pos)",
        {**params, "company": company, "first": day_number(first), "last": day_number(last)},
    )
    for pos, document, number, customer, currency, _place in rows:
        moved = store.query(
            "SELECT kind, amount, day, pos + ahead FROM movements WHERE document = :document"
            " ORDER BY pos, line",
            {"document": pos},
        )
        for written, back, amount, paid in _taken_back([_Move(*row) for row in moved]):
            if first <= back <= last:
                yield Recovery(document, number, customer, currency, written, back, amount, paid)


def _taken_back(moved: Sequence[_Move]) -> Iterator[tuple[str, str, int, int]]:
    """Each write-off of a document that was taken back: both days, how much, what was paid since.

    What is paid later goes to the first taken back first. What was taken back with a payment, to
    put that right, is no recovery.
    """
    corrected = {one.voucher for one in moved if one.kind == PAID and one.amount > 0}
    spent = 0
    for at, move in enumerate(moved):
        if move.kind not in _KINDS or move.amount <= 0 or move.voucher in corrected:
            continue
        before = [one for one in moved[:at] if one.kind == move.kind and one.amount == -move.amount]
        later = -sum(one.amount for one in moved[at:] if one.kind == PAID)
        paid = max(0, min(move.amount, later - spent))
        spent += paid
        written = before[-1].day if before else move.day
        yield day_text(written), day_text(move.day), move.amount, paid

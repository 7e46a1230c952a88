"""Every write-off that stands in a span of days: tolerated differences and those by hand.

Read from movements and, for limit and clerk, from the facts themselves; a fact and its reversal
cancel each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger
from artui.ledger.views import moves
from artui.ledger.views.moves import day_number, day_text

PAGE = 1_000
"""Facts of one short read."""

TOLERATED = (moves.WRITTEN_OFF, moves.RECEIPT_LEVEL)
BY_HAND = (moves.BY_HAND,)


class WriteOff(NamedTuple):
    """A write-off of a document: minor units > 0 of its currency, whichever side it was on.

    ``limit`` is what the tolerance or the clerk's authority allowed then, None = no bound;
    ``voucher`` the position of its seal.
    """

    pos: int
    voucher: int
    day: str
    document: str
    company: str
    customer: str
    name: str
    currency: str
    original: int
    amount: int
    limit: int | None
    clerk: str
    reason: str
    by_hand: bool


def write_offs(ledger: Ledger, first: str, last: str, *, company: str = "") -> list[WriteOff]:
    """The write-offs posted from ``first`` to ``last``, inclusive, in the order they were
    recorded; those of documents the clerk sees."""
    found: list[WriteOff] = []
    for one in _all(ledger, first, last, company):
        if one.amount > 0:
            found.append(one)
        else:
            _cancel(found, one)
    return found


def _cancel(found: list[WriteOff], undone: WriteOff) -> None:
    """Take out the last one that a reversal takes back."""
    for at in reversed(range(len(found))):
        if (found[at].document, found[at].amount) == (undone.document, -undone.amount):
            del found[at]
            return


def _all(ledger: Ledger, first: str, last: str, company: str) -> Iterator[WriteOff]:
    condition, params = ledger.sight.condition()
    where = f" AND {condition}" if condition else ""
    where += " AND company = :company" if company else ""
    kinds = ", ".join(str(kind) for kind in (*TOLERATED, *BY_HAND))
    rows = ledger.store.query(
        "SELECT m.pos, m.pos + m.ahead, m.day, m.kind, m.amount, documents.id, company, customer,"
        " name, currency, original FROM movements AS m JOIN documents ON documents.pos = m.document"
        f" WHERE m.kind IN ({kinds}) AND m.day BETWEEN :first AND :last{where} ORDER BY m.pos",
        {"first": day_number(first), "last": day_number(last), "company": company, **params},
    )
    for at in range(0, len(rows), PAGE):
        page = rows[at : at + PAGE]
        facts = ledger.store.events_at(sorted({row[0] for row in page}))
        for (
            pos,
            seal,
            day,
            kind,
            amount,
            document,
            owner,
            customer,
            name,
            currency,
            original,
        ) in page:
            fact = facts[pos]
            # A write-off of a debit lowers it, one of a credit raises it; taken back, the reverse.
            side = -1 if original > 0 else 1
            yield WriteOff(
                pos, seal, day_text(day), document, owner, customer, name, currency, original,
                side * amount, getattr(fact, "limit", None), fact.clerk,
                fact.reason if isinstance(fact, ev.WrittenOff) else "", kind in BY_HAND,
            )  # fmt: skip

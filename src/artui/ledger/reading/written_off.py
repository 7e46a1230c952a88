"""What was written off from one day to another: by tolerance, by hand, from lists. Never writes.

Read from movements and, for reason, limit and clerk, from the facts themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger
from artui.ledger.views.moves import BY_HAND, KEPT, day_number, day_text
from artui.ledger.views.tables import WRITE_OFFS

TOLERANCE = "tolerance"
"""The reason of differences that nobody had to decide on."""

PAGE = 300
"""Facts of one short read."""

_WRITE_OFFS = WRITE_OFFS.replace("kind", "m.kind")


class WriteOff(NamedTuple):
    """One amount written off of a document, in minor units of its currency.

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


def written_off(ledger: Ledger, first: str, last: str, *, company: str = "") -> Iterator[WriteOff]:
    """Every write-off posted between two days, both inclusive, in the order of the log, with what
    was kept of an excess: of the documents the clerk sees.

    What was given away is +, what was kept -; a reversal stands with the other sign on its own day.
    """
    return _read(ledger, f"({_WRITE_OFFS} OR m.kind = {KEPT})", first, last, company)


def standing(ledger: Ledger, first: str, last: str, *, company: str = "") -> list[WriteOff]:
    """The write-offs posted between two days that were not taken back between them, amounts > 0
    whichever side the document is on; nothing that was kept of an excess."""
    found: list[WriteOff] = []
    for one in _read(ledger, _WRITE_OFFS, first, last, company):
        size = one._replace(amount=one.amount if one.original > 0 else -one.amount)
        if size.amount > 0:
            found.append(size)
        else:
            _cancel(found, size)
    return found


def _cancel(found: list[WriteOff], undone: WriteOff) -> None:
    """Take out the last one that a reversal takes back."""
    for at in reversed(range(len(found))):
        if (found[at].document, found[at].amount) == (undone.document, -undone.amount):
            del found[at]
            return


def _read(ledger: Ledger, kinds: str, first: str, last: str, company: str) -> Iterator[WriteOff]:
    condition, params = ledger.sight.condition()
    seen = f" AND {condition}" if condition else ""
    seen += " AND documents.company = :company" if company else ""
    rows = ledger.store.query(
        "SELECT m.pos, m.pos + m.ahead, m.day, m.kind, m.amount, documents.id, documents.company,"
        " documents.customer, documents.name, documents.currency, documents.original"
        " FROM movements AS m JOIN documents ON documents.pos = m.document"
        f" WHERE {kinds}{seen} AND m.day BETWEEN :first AND :last ORDER BY m.pos, m.line",
        {**params, "company": company, "first": day_number(first), "last": day_number(last)},
    )
    for start in range(0, len(rows), PAGE):
        part = rows[start : start + PAGE]
        facts = ledger.store.events_at(sorted({row[0] for row in part}))
        for pos, seal, day, kind, amount, *document in part:
            fact = facts[pos]
            limit = getattr(fact, "limit", None)
            reason = fact.reason if isinstance(fact, ev.WrittenOff) else TOLERANCE
            said = (-amount, limit, fact.clerk, reason, kind == BY_HAND)
            yield WriteOff._make((pos, seal, day_text(day), *document, *said))

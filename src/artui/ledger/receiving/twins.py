"""Receipts that look like another: money told of twice, and what a returned item undoes."""

from __future__ import annotations

import re

from artui.ledger import events as ev
from artui.ledger.dates import add_days
from artui.ledger.ledger import Ledger
from artui.ledger.naming import plain
from artui.ledger.paying import DUPLICATE_DAYS
from artui.ledger.reading.queries import ReceiptRow
from artui.ledger.receiving.inbox import InboxLine

CAME_BACK = re.compile(
    r"\b(RETURNED|NSF|REVERSAL|CHARGE ?BACK|R\xdcCKLASTSCHRIFT)\b", re.IGNORECASE
)
"""How banks without a field for it say that money out is a payment that came back."""

RETURN_DAYS = 60
"""How long after it a payment may come back to a payer without naming it."""


def earlier_twins(
    ledger: Ledger, line: InboxLine, *, claimed: bool, same_day: bool = False
) -> list[str]:
    """Receipts (document keys) that a line is probably told of twice in: same payer, amount and
    reference within :data:`DUPLICATE_DAYS`, recorded before it.

    With ``claimed``, the line surely pays documents: then only a twin that nobody used yet stands
    in its way, since both would pay the same. ``same_day`` asks for any other money of the payer,
    whatever its reference.
    """
    own = ledger.read.receipt(line.key)
    if own is None:
        return []
    first = own.received if same_day else add_days(own.received, -DUPLICATE_DAYS)
    rows = ledger.read.money_of_days(own.company, own.customer, -own.amount, first, own.received)
    rows = [row for row in rows if _another(row, own)]
    if same_day:
        return [row.document for row in rows]
    found = [row.document for row in rows if row.reference and row.reference == own.reference]
    return _before(ledger, line.key, found, unused=claimed)


def _another(row: ReceiptRow, own: ReceiptRow) -> bool:
    if row.document == own.document or row.reversed:
        return False
    return bool(own.customer) or plain(row.known_as) == plain(own.known_as)


def _before(ledger: Ledger, key: str, others: list[str], *, unused: bool) -> list[str]:
    """Of some receipts those recorded before another; ``unused`` asks for all their money open."""
    rows = ledger.store.query("SELECT pos FROM documents WHERE id = :id", {"id": key})
    found = []
    for other in others:
        place = ledger.store.query(
            "SELECT pos, open, original FROM documents WHERE id = :id", {"id": other}
        )
        pos, open_, original = place[0]
        if pos < rows[0][0] and (not unused or open_ == original):
            found.append(other)
    return found


def undone_by(ledger: Ledger, line: InboxLine, said: ev.LineSaid) -> list[str]:
    """The receipts (document keys) that money which came back may undo: of its payer, of its
    amount, in the days before it."""
    own = ledger.read.receipt(line.key)
    if own is None:
        return []
    rows = ledger.read.money_of_days(
        own.company,
        own.customer,
        line.document.original,
        add_days(own.received, -RETURN_DAYS),
        own.received,
    )
    name = plain(said.payer)
    rows = [row for row in rows if own.customer or plain(row.known_as) == name]
    return [row.document for row in rows if not row.reversed and row.document != line.key]

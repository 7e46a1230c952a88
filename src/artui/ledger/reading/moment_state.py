"""How things stood at a position of the log and just before it: a document, an account, a policy.

Amounts are minor units of the document's currency, debit +, credit -. Sums are read from the
movements up to the position, so nothing recorded later counts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from artui.ledger.dates import add_days
from artui.ledger.documents import RECEIPT_SIDE, Customer
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.policies import Policies
from artui.ledger.views.moves import (
    APPLIED,
    BY_HAND,
    CANCELLED,
    DISCOUNT,
    PAID,
    RECEIPT_LEVEL,
    WRITTEN_OFF,
)

_APPLICATIONS = (PAID, APPLIED)
_WRITE_OFFS = (WRITTEN_OFF, BY_HAND, RECEIPT_LEVEL)


class DocumentThen(NamedTuple):
    """A document at a moment; ``known`` is whether it was there yet. ``paid`` is what was paid on
    it, or what it paid; ``voucher`` the key of the one that moved it last."""

    known: bool
    state: str
    open: int
    paid: int
    discount: int
    written_off: int
    applications: int
    voucher: str


class AccountThen(NamedTuple):
    """A customer's account in one currency at a moment, by days late on the day of the moment."""

    open: int
    on_account: int
    buckets: tuple[int, int, int, int]

    @property
    def overdue(self) -> int:
        """All that was late."""
        return sum(self.buckets[1:])


_Movement = tuple[int, int, int, str]
"""Position, kind, amount, voucher."""


def documents_then(ledger: Ledger, document: str, pos: int) -> tuple[DocumentThen, DocumentThen]:
    """A document (key) before an event and behind it."""
    moved = _movements(ledger, document)
    before, upto = (bisect_right(moved, at, key=lambda move: move[0]) for at in (pos - 1, pos))
    return _document(moved[:before]), _document(moved[:upto])


def _movements(ledger: Ledger, document: str) -> Sequence[_Movement]:
    rows = ledger.seen.query(
        "SELECT m.pos, m.kind, m.amount, v.id FROM movements AS m"
        " JOIN vouchers AS v ON v.pos = m.pos + m.ahead"
        " WHERE m.document = (SELECT pos FROM documents WHERE id = :id) ORDER BY m.pos, m.line",
        {"id": document},
    )
    return [(row[0], row[1], int(row[2]), row[3]) for row in rows]


def _document(moved: Sequence[_Movement]) -> DocumentThen:
    if not moved:
        return DocumentThen(False, "not there yet", 0, 0, 0, 0, 0, "")

    def total(kinds: Iterable[int]) -> int:
        return sum(amount for _pos, kind, amount, _voucher in moved if kind in kinds)

    open_ = sum(move[2] for move in moved)
    gone = any(kind == CANCELLED for _pos, kind, _amount, _voucher in moved)
    state = "open" if open_ else "cancelled" if gone else "closed"
    applied = [amount for _pos, kind, amount, _voucher in moved if kind in _APPLICATIONS]
    return DocumentThen(
        True, state, open_, abs(total(_APPLICATIONS)), -total((DISCOUNT,)), -total(_WRITE_OFFS),
        len(applied), moved[-1][3],
    )  # fmt: skip


def accounts_then(
    ledger: Ledger, customer: Customer, currency: str, pos: int, day: str
) -> tuple[AccountThen, AccountThen]:
    """A customer's account in a currency before an event and behind it, late as on a day."""
    cash = ", ".join(repr(kind) for kind in RECEIPT_SIDE)
    rows = ledger.seen.query(
        f"SELECT d.due, d.kind IN ({cash}) AS cash,"
        " SUM(CASE WHEN m.pos < :pos THEN m.amount ELSE 0 END), SUM(m.amount)"
        " FROM documents AS d JOIN movements AS m ON m.document = d.pos"
        " WHERE d.company = :company AND d.customer = :customer AND d.currency = :currency"
        f" AND m.pos <= :pos GROUP BY d.due, d.kind IN ({cash})",
        {
            "pos": pos,
            "company": customer.company,
            "customer": customer.customer,
            "currency": currency,
        },
    )
    days = [day, add_days(day, -30), add_days(day, -60)]
    return _account(rows, 2, days), _account(rows, 3, days)


def _account(rows: Sequence[Sequence[object]], column: int, days: Sequence[str]) -> AccountThen:
    buckets, on_account = [0, 0, 0, 0], 0
    for row in rows:
        amount = int(str(row[column]))
        if row[1]:
            on_account += amount
        buckets[sum(str(row[0]) < day for day in days)] += amount
    return AccountThen(sum(buckets), on_account, (buckets[0], buckets[1], buckets[2], buckets[3]))


def policies_reader(ledger: Ledger) -> Callable[[int], Policies]:
    """Reads the policies as they were known at a position; keeps those it read last."""
    recorded = ledger.store.policy_events()
    positions = [pos for pos, _event in recorded]

    @lru_cache(maxsize=4)
    def at(count: int) -> Policies:
        return Policies(recorded[:count])

    return lambda pos: at(bisect_right(positions, pos))


def tolerance_words(policies: Policies, customer: Customer, currency: str, day: str) -> str:
    """The payment tolerance in force for an account on a day, with the number of its policy."""
    if customer.company not in policies.companies:
        return "none yet"
    found = policies.tolerance(customer, currency, day)
    if found.blocked:
        return "blocked"
    bounds = [
        format_amount(found.amount, currency) if found.amount is not None else "",
        f"{found.percent}%" if found.percent is not None else "",
    ]
    said = " or ".join(filter(None, bounds))
    return f"Policy {found.policy}: {said}" if said else "none"

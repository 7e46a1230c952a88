"""Journal batches that vouchers left unposted: which wait, what is posted where. Never writes."""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger.reading.voucher_queries import VoucherHead, voucher_heads
from artui.ledger.store import Store


class Batch(NamedTuple):
    """The journal batch of a voucher that was left unposted; ``posted`` is the position of the
    event that posted it since, 0 while it waits."""

    head: VoucherHead
    posted: int = 0

    @property
    def voucher(self) -> str:
        """The key of its voucher."""
        return self.head.id

    @property
    def date(self) -> str:
        """The day its voucher is booked on."""
        return self.head.date


def unposted(store: Store, company: str = "") -> list[Batch]:
    """The batches that wait, oldest voucher first; of one company, or of all."""
    of_company = "company = :company AND " if company else ""
    where = f"v.pos IN (SELECT pos FROM journal_batches WHERE {of_company}posted IS NULL)"
    return [Batch(head) for head in _heads(store, where, {"company": company} if company else {})]


def batch_of(store: Store, voucher: str) -> Batch | None:
    """The batch of a voucher, if it was left unposted once; None if it was posted at once."""
    rows = store.query(
        "SELECT pos, coalesce(posted, 0) FROM journal_batches WHERE voucher = :voucher",
        {"voucher": voucher},
    )
    if not rows:
        return None
    pos, posted = rows[0]
    return Batch(_heads(store, "v.pos = :pos", {"pos": pos})[0], posted)


def count_unposted(store: Store, company: str, upto: str) -> int:
    """How many batches of vouchers booked up to a day wait."""
    rows = store.query(
        "SELECT COUNT(*) FROM journal_batches"
        " WHERE company = :company AND posted IS NULL AND date <= :upto",
        {"company": company, "upto": upto},
    )
    return int(rows[0][0])


def posted_between(store: Store, company: str, after: int, upto: int) -> list[VoucherHead]:
    """The vouchers whose batches were posted behind a position up to another, in the order of
    their seals: with the voucher itself, or by hand since.

    Each voucher of a company is in exactly one of the spans that follow each other.
    """
    params = {"company": company, "after": after, "upto": upto}
    at_once = (
        "v.company = :company AND v.pos > :after AND v.pos <= :upto"
        " AND v.pos NOT IN (SELECT pos FROM journal_batches WHERE company = :company)"
    )
    by_hand = (
        "v.pos IN (SELECT pos FROM journal_batches WHERE company = :company"
        " AND posted > :after AND posted <= :upto)"
    )
    found = [*_heads(store, at_once, params), *_heads(store, by_hand, params)]
    return sorted(found, key=lambda head: head.pos)


_PART = 1000
"""Vouchers read at once."""


def _heads(store: Store, where: str, params: dict[str, object]) -> list[VoucherHead]:
    found: list[VoucherHead] = []
    while True:
        behind = found[-1].pos if found else 0
        part = voucher_heads(
            store,
            f"v.pos > :behind AND {where}",
            f"v.pos LIMIT {_PART}",
            {**params, "behind": behind},
        )
        found += part
        if len(part) < _PART:
            return found

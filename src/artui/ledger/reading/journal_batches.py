"""Journal batches that vouchers left unposted: which wait, what is posted where. Never writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.reading.voucher_queries import VoucherHead, voucher_heads
from artui.ledger.store import Store


class JournalBatch(NamedTuple):
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


def unposted(store: Store, company: str = "") -> list[JournalBatch]:
    """The batches that wait, oldest voucher first; of one company, or of all."""
    of_company = "company = :company AND " if company else ""
    where = f"v.pos IN (SELECT pos FROM journal_batches WHERE {of_company}posted IS NULL)"
    return [
        JournalBatch(head) for head in _heads(store, where, {"company": company} if company else {})
    ]


def batch_of(store: Store, voucher: str) -> JournalBatch | None:
    """The batch of a voucher, if it was left unposted once; None if it was posted at once."""
    rows = store.query(
        "SELECT pos, coalesce(posted, 0) FROM journal_batches WHERE voucher = :voucher",
        {"voucher": voucher},
    )
    if not rows:
        return None
    pos, posted = rows[0]
    return JournalBatch(_heads(store, "v.pos = :pos", {"pos": pos})[0], posted)


def count_unposted(store: Store, company: str, upto: str = "9999") -> int:
    """How many batches of vouchers booked up to a day wait; of any day without one."""
    rows = store.query(
        "SELECT COUNT(*) FROM journal_batches"
        " WHERE company = :company AND posted IS NULL AND date <= :upto",
        {"company": company, "upto": upto},
    )
    return int(rows[0][0])


class PostedBatch(NamedTuple):
    """A posted batch: its voucher, and the lines of its journal."""

    head: VoucherHead
    lines: tuple[ev.JournalLine, ...]


def posted_between(store: Store, company: str, after: int, upto: int) -> Iterator[PostedBatch]:
    """The batches of a company that were posted behind a position up to another, in the order of
    their vouchers: with the voucher itself, or by hand since.

    Each batch is in exactly one of the spans that follow each other. Read in short parts.
    """
    where = (
        "v.company = :company AND ((v.pos > :after AND v.pos <= :upto"
        " AND v.pos NOT IN (SELECT pos FROM journal_batches WHERE company = :company))"
        " OR v.pos IN (SELECT pos FROM journal_batches WHERE company = :company"
        " AND posted > :after AND posted <= :upto))"
    )
    first = store.query(
        "SELECT min(pos) FROM journal_batches WHERE company = :company"
        " AND posted > :after AND posted <= :upto",
        {"company": company, "after": after, "upto": upto},
    )[0][0]
    behind = after if first is None else min(after, first - 1)
    params = {"company": company, "after": after, "upto": upto}
    for part in _parts(store, where, params, behind):
        seals = store.events_at([head.pos for head in part])
        for head in part:
            seal = seals[head.pos]
            assert isinstance(seal, ev.VoucherPosted), "heads are read from seals"
            yield PostedBatch(head, seal.lines)


_PART = 1000
"""Vouchers read at once."""


def _heads(store: Store, where: str, params: Mapping[str, object]) -> list[VoucherHead]:
    return [head for part in _parts(store, where, params) for head in part]


def _parts(
    store: Store, where: str, params: Mapping[str, object], behind: int = 0
) -> Iterator[list[VoucherHead]]:
    while True:
        part = voucher_heads(
            store,
            f"v.pos > :behind AND {where}",
            f"v.pos LIMIT {_PART}",
            {**params, "behind": behind},
        )
        yield part
        if len(part) < _PART:
            return
        behind = part[-1].pos

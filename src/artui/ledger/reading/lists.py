"""Long lists read in windows: vouchers newest first, customers by number, sums for the menu.

Lists of a million rows open at once: a window starts from the nearest row whose place in the key
is known, never from the first.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Sequence
from typing import NamedTuple

from artui.ledger.dates import NOT_DUE
from artui.ledger.documents import CUSTOMER_COLUMNS, Customer
from artui.ledger.events import voucher_key
from artui.ledger.reading.voucher_queries import VoucherHead, voucher_head, voucher_heads
from artui.ledger.store import Store

_ANCHORS = 1000
"""Most places remembered of a list."""


class VoucherName(NamedTuple):
    """What was typed of a voucher's name; an empty series or year 0 is any."""

    series: str
    year: int
    number: int


_NAME = re.compile(r"(?:(?:\w+/)?([A-Z]{1,4})[ /]?)?(?:(\d{4})[-/])?(\d{1,9})")


def parse_voucher(text: str) -> VoucherName | None:
    """``RC 147``, ``rc 2020-000147``, ``147``, ``2020-147`` or ``CA02/RC/2020/147`` (without its
    company); None for what names no voucher."""
    named = _NAME.fullmatch(text.strip().upper())
    if named is None:
        return None
    return VoucherName(named[1] or "", int(named[2] or 0), int(named[3]))


class _Series(NamedTuple):
    company: str
    series: str
    year: int
    last: int


def _all_series(store: Store) -> list[_Series]:
    rows = store.query("SELECT company, series, year, last FROM series")
    return [_Series(*row) for row in rows]


def _fits(known: _Series, name: VoucherName) -> bool:
    return name.series in ("", known.series) and name.year in (0, known.year)


def _numbered(store: Store, known: _Series, number: int) -> VoucherHead | None:
    return voucher_head(store, voucher_key(known.company, known.series, known.year, number))


def vouchers_named(store: Store, name: VoucherName) -> list[VoucherHead]:
    """The vouchers of that name in any company; without a year, those of the newest year."""
    found = [
        head
        for known in _all_series(store)
        if _fits(known, name) and (head := _numbered(store, known, name.number))
    ]
    newest = max((head.year for head in found), default=0)
    return [head for head in found if head.year == newest]


class VoucherList:
    """The vouchers of a ledger as they were when the list was made, newest first.

    ``company`` and ``series`` narrow it; empty = all.
    """

    def __init__(self, store: Store, company: str = "", series: str = "") -> None:
        self._store = store
        filters = {"company": company, "series": series}
        wanted = {name: value for name, value in filters.items() if value}
        self._where = "".join(f" AND v.{name} = :{name}" for name in wanted)
        self._params: dict[str, object] = {**wanted, "upto": store.head().pos}
        self._series = [
            known
            for known in _all_series(store)
            if company in ("", known.company) and series in ("", known.series)
        ]
        self._count = self._counted(store) if store.partial else self._numbered_last
        self._anchors: list[tuple[int, int]] = [(0, store.head().pos)]

    @property
    def _numbered_last(self) -> int:
        """Numbers are gapless, so the last of each series says how many there are."""
        return sum(known.last for known in self._series)

    def _counted(self, store: Store) -> int:
        """Some of them are out of sight: the rest is counted."""
        rows = store.query(
            "SELECT COUNT(*) FROM vouchers AS v WHERE v.pos <= :upto" + self._where, self._params
        )
        return int(rows[0][0])

    def count(self) -> int:
        """How many vouchers there are."""
        return self._count

    def window(self, start: int, n: int) -> Sequence[VoucherHead]:
        """At most ``n`` vouchers from row ``start`` (from 0)."""
        n = min(n, self._count - start)
        if n <= 0:
            return []
        row, pos = self._anchors[bisect_right(self._anchors, (start, 1 << 62)) - 1]
        from_end = self._count - start - n
        if from_end < start - row:
            found = self._read("v.pos <= :upto", "v.pos", n, from_end)[::-1]
        else:
            self._params["pos"] = pos
            found = self._read("v.pos <= :pos", "v.pos DESC", n, start - row)
        if found and row != start:
            self._remember(start, found[0].pos)
        return found

    def find(self, text: str) -> int | None:
        """The row of the voucher with that name, else of the newest before its number."""
        name = parse_voucher(text)
        if name is None:
            return None
        heads = [
            head
            for known in self._series
            if _fits(known, name)
            and (head := _numbered(self._store, known, min(name.number, known.last)))
        ]
        if not heads:
            return None
        nearest = max(heads, key=lambda head: (head.number, head.pos))
        self._params["pos"] = nearest.pos
        rows = self._store.query(
            "SELECT COUNT(*) FROM vouchers AS v WHERE v.pos <= :upto AND v.pos > :pos"
            + self._where,
            self._params,
        )
        at = int(rows[0][0])
        self._remember(at, nearest.pos)
        return at

    def _read(self, where: str, order: str, n: int, skip: int) -> list[VoucherHead]:
        return voucher_heads(
            self._store,
            where + self._where,
            f"{order} LIMIT :n OFFSET :skip",
            {**self._params, "n": n, "skip": skip},
        )

    def _remember(self, row: int, pos: int) -> None:
        if len(self._anchors) < _ANCHORS and (row, pos) not in self._anchors:
            insort(self._anchors, (row, pos))


def first_customers(store: Store, limit: int) -> list[Customer]:
    """The first customers by company and number."""
    rows = store.query(
        f"SELECT {CUSTOMER_COLUMNS} FROM customers ORDER BY company, customer LIMIT :limit",
        {"limit": limit},
    )
    return [Customer(*row) for row in rows]


class Waiting(NamedTuple):
    """Money of one currency that waits for somebody: amount (credits below zero), documents."""

    currency: str
    amount: int
    documents: int


def on_account(store: Store) -> list[Waiting]:
    """Receipts and prepayments not applied yet, unidentified cash included, per currency."""
    rows = store.query(
        "SELECT currency, SUM(amount), SUM(documents) FROM day_totals WHERE due = :due "
        "GROUP BY currency HAVING SUM(documents) > 0 ORDER BY currency",
        {"due": NOT_DUE},
    )
    return [Waiting(row[0], int(row[1]), int(row[2])) for row in rows]


def unidentified(store: Store, companies: Sequence[str]) -> list[tuple[str, Waiting]]:
    """Unidentified cash by company and currency."""
    found = []
    for company in companies:
        rows = store.query(
            "SELECT currency, SUM(open), COUNT(*) FROM documents WHERE company = :company "
            "AND customer = '' AND open <> 0 GROUP BY currency ORDER BY currency",
            {"company": company},
        )
        found += [(company, Waiting(row[0], int(row[1]), int(row[2]))) for row in rows]
    return found


def returned(store: Store) -> list[Waiting]:
    """Returned items still open, per currency."""
    rows = store.query(
        "SELECT currency, SUM(open), COUNT(*) FROM documents WHERE kind = 'returned' "
        "AND open <> 0 GROUP BY currency ORDER BY currency"
    )
    return [Waiting(row[0], int(row[1]), int(row[2])) for row in rows]

"""The candidates of a write-off as a long list: counted, summed and read in windows.

A million open documents open at once: small balances stand in an index of their own, in the order
of the list, and no window reads more than its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from sys import intern
from typing import NamedTuple

from artui.ledger.documents import COLUMNS, Document
from artui.ledger.events import company_of
from artui.ledger.ledger import Ledger
from artui.ledger.store import Store
from artui.ledger.writeoffs.selecting import Selection, condition

COUNTED = 2_000
"""Candidates that are counted before the list is shown; more are counted behind it."""

_CHUNK = 100
"""Rows read at once: a page and what the cursor is about to reach."""


class Sum(NamedTuple):
    """What documents of a company and currency come to: minor units, in base currency too."""

    company: str
    currency: str
    documents: int
    amount: int
    base: int


class Listed(NamedTuple):
    """A document as it was listed: its key, and its version then."""

    id: str
    last_pos: int


class Brief(NamedTuple):
    """What a total and a run must know of a document; a hundred thousand of them are few bytes."""

    id: str
    last_pos: int
    currency: str
    open: int
    base_open: int

    @property
    def company(self) -> str:
        """The company it is booked in."""
        return company_of(self.id)


class CandidateList:
    """The candidates of a selection by company, then number; a selection by percentage of the
    original is listed by :func:`~artui.ledger.writeoffs.selecting.select` only."""

    def __init__(self, ledger: Ledger, selection: Selection) -> None:
        if selection.percent_of_original is not None:
            raise ValueError("a percentage is no condition of the database's")
        self._store: Store = ledger.seen
        self._where, self._params = condition(ledger, selection)
        self._companies = sorted(ledger.policies.companies)
        self._count: int | None = None
        self._all_counted = False
        self._sums: list[Sum] | None = None
        self._start = 0
        self._chunk: list[Document] = []

    def count(self) -> int:
        """How many candidates there are, counted once; while the list is :attr:`unfinished`, one
        more than :data:`COUNTED`."""
        if self._count is None:
            rows = self._store.query(
                f"SELECT COUNT(*) FROM (SELECT 1 FROM documents WHERE {self._where} LIMIT :n) AS c",
                {**self._params, "n": COUNTED + 1},
            )
            self._count = int(rows[0][0])
        return self._count

    @property
    def unfinished(self) -> bool:
        """Whether there are more than were counted yet."""
        return not self._all_counted and self.count() > COUNTED

    def count_all(self) -> int:
        """How many candidates there are, however long that takes."""
        if self.unfinished:
            self._count = self._counted("")
        self._all_counted = True
        return self.count()

    def window(self, start: int, n: int) -> Sequence[Document]:
        """At most ``n`` candidates from row ``start`` (from 0)."""
        at = start - self._start
        if at < 0 or at + n > len(self._chunk):
            rows = self._store.query(
                f"SELECT {COLUMNS} FROM documents WHERE {self._where}"
                " ORDER BY id LIMIT :n OFFSET :start",
                {**self._params, "n": max(n, _CHUNK), "start": start},
            )
            self._start, self._chunk, at = start, [Document(*row) for row in rows], 0
        return self._chunk[at : at + n]

    def find(self, text: str) -> int | None:
        """The row of a document by its number, with or without its company; else the first row
        not before it in the first company. None if all are before."""
        wanted = text.strip().upper()
        keys = [wanted] if "/" in wanted else [f"{name}/{wanted}" for name in self._companies]
        before = [self._counted(" AND id < :key", key=key) for key in keys]
        at = [self._counted(" AND id <= :key", key=key) for key in keys]
        row = next((b for b, a in zip(before, at, strict=True) if a > b), min(before, default=0))
        return row if row < self.count_all() else None

    def sums(self) -> list[Sum]:
        """What all of them come to, per company and currency; added up once."""
        if self._sums is None:
            self._sums = self._added_up()
        return self._sums

    def _added_up(self) -> list[Sum]:
        found = []
        for company in self._companies:
            rows = self._store.query(
                "SELECT currency || '', COUNT(*), SUM(open), SUM(base_open) FROM documents"
                f" WHERE {self._where} AND id > :from AND id < :to"
                " GROUP BY currency || '' ORDER BY 1",
                {**self._params, "from": f"{company}/", "to": f"{company}0"},
            )
            found += [Sum(company, row[0], int(row[1]), int(row[2]), int(row[3])) for row in rows]
        return found

    def listed(self) -> list[Listed]:
        """All of them with their versions, in the order of the list."""
        rows = self._store.query(
            f"SELECT id, last_pos FROM documents WHERE {self._where} ORDER BY id",
            self._params,
        )
        return [Listed(*row) for row in rows]

    def briefs(self) -> list[Brief]:
        """All of them with what they come to, in the order of the list."""
        rows = self._store.query(
            "SELECT id, last_pos, currency, open, base_open FROM documents"
            f" WHERE {self._where} ORDER BY id",
            self._params,
        )
        return [Brief(key, pos, intern(cur), *amounts) for key, pos, cur, *amounts in rows]

    def _counted(self, more: str, **params: object) -> int:
        rows = self._store.query(
            f"SELECT COUNT(*) FROM documents WHERE {self._where}{more}", {**self._params, **params}
        )
        return int(rows[0][0])


def sums_of(documents: Iterable[Document | Brief]) -> list[Sum]:
    """What some documents come to, per company and currency."""
    found: dict[tuple[str, str], list[int]] = {}
    for document in documents:
        key = document.company, document.currency
        sums = found.setdefault(key, [0, 0, 0])
        sums[0] += 1
        sums[1] += document.open
        sums[2] += document.base_open
    return [Sum(*key, *sums) for key, sums in sorted(found.items())]

"""Candidates of a write-off among many open documents, and a run over ten thousand of them."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from artui.ledger import setup
from artui.ledger.documents import COLUMNS
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.reversal.reversing import reverse_batch
from artui.ledger.setup import CustomerData
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.selecting import Selection, condition, select
from tests.benchmarks.bulk import turns
from tests.benchmarks.common import COMPANY, DAY, Figure, at_most, seconds

SELECTION = Selection("balance", 5_00)
PAGE = 100
CUSTOMERS = 20_000
LARGER = (500, 10_000)
"""Limits above what small balances have an index for."""
SMALL_SHARE = 0.088
"""Documents with a rest of at most 5.00 among those open."""


def _documents(first: int, last: int, chance: random.Random) -> Iterator[DocumentRow]:
    for number in range(first, last):
        original = int(chance.lognormvariate(10.2, 1.2)) + 500
        left = chance.randint(1, 500) if chance.random() < SMALL_SHARE else original
        yield DocumentRow(
            COMPANY,
            f"I{number:07d}",
            "invoice",
            f"C{chance.randrange(CUSTOMERS):05d}",
            "2020-03-01",
            f"2020-{4 + number % 6:02d}-{1 + number % 28:02d}",
            "USD",
            original,
            left,
        )


def _ledger(path: Path, documents: int) -> Ledger:
    ledger = open_ledger(path, "lead", create=True, today=lambda: DAY)
    setup.create(ledger)
    setup.register_company(ledger, COMPANY, "Hundred", "USD", years=[2020])
    setup.put_customers(
        ledger,
        [CustomerData(COMPANY, f"C{n:05d}", f"Customer {n}", "USD") for n in range(CUSTOMERS)],
    )
    chance = random.Random(7)
    for first in range(0, documents, 1000):
        take_on(ledger, list(_documents(first, min(first + 1000, documents), chance)))
    return ledger


def _opened(ledger: Ledger, limit: int) -> None:
    """What is read before a list is shown."""
    found = CandidateList(ledger, Selection("balance", limit))
    found.count()
    found.window(0, PAGE)


def candidates_against_raw(folder: Path, documents: int, written_off: int) -> list[Figure]:
    """The first page and the whole list, against the bare statements on the same file; then a run
    over many of them, against a raw batch of as many rows."""
    path = folder / "candidates.db"
    ledger = _ledger(path, documents)
    where, params = condition(ledger, SELECTION)
    text = f"SELECT {COLUMNS} FROM documents WHERE {where} ORDER BY id"
    plain = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    page, raw_page = turns(
        lambda: CandidateList(ledger, SELECTION).window(0, PAGE),
        lambda: plain.execute(f"{text} LIMIT {PAGE}", params).fetchall(),
    )
    whole, raw_whole = turns(
        lambda: select(ledger, SELECTION), lambda: plain.execute(text, params).fetchall()
    )
    larger = [
        at_most(
            f"first page and its count, limit {limit:,}, ms",
            turns(lambda: _opened(ledger, limit * 100))[0] * 1000,  # noqa: B023 - run at once
            20,
            "",
        )
        for limit in LARGER
    ]
    listing = CandidateList(ledger, SELECTION)
    counted = seconds(listing.count_all)
    plain.close()
    run = runs.plan(ledger, listing.listed()[:written_off])
    posted = seconds(lambda: runs.carry_out(ledger, run))
    undone = seconds(lambda: reverse_batch(ledger, run.command))
    ledger.close()
    among = f"among {documents:,} open documents"
    return [
        at_most("first page of candidates, ms", page * 1000, 20, among),
        at_most("first page / the raw query", page / raw_page, 5, f"{raw_page * 1000:.2f} ms raw"),
        *larger,
        Figure("candidates counted, ms", counted * 1000, "", None, f"{listing.count():,} of them"),
        at_most(
            "whole list of candidates / the raw query",
            whole / raw_whole,
            3,
            f"{listing.count():,} rows, {whole:.2f} s",
        ),
        Figure(
            "documents written off a second",
            len(run.documents) / posted,
            "",
            None,
            f"{len(run.documents):,} in {posted:.1f} s, taken back in {undone:.1f} s",
        ),
    ]

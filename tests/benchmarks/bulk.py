"""Many documents at once: import, replay, rebuild, against the bare work underneath."""

from __future__ import annotations

import sqlite3
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from artui.ledger import documents, paying
from artui.ledger.events import Fact
from artui.ledger.ledger import Ledger
from artui.ledger.taking_on import take_on
from artui.ledger.views.statements import insert
from artui.ledger.views.tables import EVENTS, PROJECTED, SQLITE, Table, create
from tests.benchmarks.common import (
    Figure,
    at_least,
    document_rows,
    make_ledger,
    payment,
    raw,
    seconds,
)

BATCH = 1000
ROUNDS = 5


def turns(*works: Callable[[], object]) -> list[float]:
    """Median seconds of each work, run in turns."""
    times = [[seconds(work) for work in works] for _ in range(ROUNDS)]
    return [statistics.median(taken) for taken in zip(*times, strict=True)]


def import_against_raw_batch(folder: Path) -> list[Figure]:
    """A thousand documents a transaction, against a batch insert of as many rows, same key."""
    ledger = make_ledger(folder / "import.db", 0)
    plain = raw(folder / "batch.db")
    for statement in create(EVENTS, SQLITE):
        plain.execute(statement)
    batches = iter(range(2 * ROUNDS))
    rows_of = {number: document_rows(BATCH, f"B{number}-") for number in range(2 * ROUNDS)}
    state = bytes(220)

    def ours() -> None:
        take_on(ledger, rows_of[next(batches)])

    def floor() -> None:
        stream = f"stream {next(batches)}"
        first = plain.execute("SELECT coalesce(max(pos), 0) FROM events").fetchone()[0] + 1
        plain.execute("BEGIN IMMEDIATE")
        plain.executemany(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)",
            [(first + n, stream, n + 1, "dr", state, state[:32]) for n in range(BATCH)],
        )
        plain.execute("COMMIT")

    taken, bare = turns(ours, floor)
    ledger.close()
    return [
        at_least(
            "import / a raw batch, same key",
            bare / taken,
            0.30,
            f"{BATCH / taken:,.0f} documents/s against {BATCH / bare:,.0f} rows/s",
        )
    ]


def pay_all(ledger: Ledger, count: int) -> None:
    """Pay invoices one by one; in one transaction, since only the events are wanted."""
    with ledger.hold():
        for number in range(count):
            receipt, line = payment(number)
            paying.post_receipt(ledger, receipt, [line])


def replay_against_bare_fold(folder: Path, count: int) -> list[Figure]:
    """Reading, decoding and folding the whole log against decoding and folding bytes at hand."""
    ledger = make_ledger(folder / "replay.db", count)
    pay_all(ledger, count)
    plain = msgspec.msgpack.Encoder()
    decode = msgspec.msgpack.Decoder(Fact).decode
    states = [plain.encode(event) for _pos, event in ledger.store.events()]

    def ours() -> None:
        balances: dict[str, tuple[int, int]] = {}
        for _pos, event in ledger.store.events():
            documents.evolve(balances, event)

    def bare() -> None:
        balances: dict[str, tuple[int, int]] = {}
        for state in states:
            documents.evolve(balances, decode(state))

    taken, floor = turns(ours, bare)
    ledger.close()
    return [
        at_least(
            "replay / the bare decode and fold",
            floor / taken,
            0.5,
            f"{len(states) / taken:,.0f} events/s against {len(states) / floor:,.0f}",
        )
    ]


def rebuild_against_raw_write(folder: Path, count: int) -> list[Figure]:
    """Folding all projections anew against a bulk write of the same rows, indexes first."""
    ledger = make_ledger(folder / "rebuild.db", count)
    pay_all(ledger, count)
    rows = {
        table: ledger.store.query(f"SELECT {', '.join(table.names)} FROM {table.name}")
        for table in PROJECTED
    }
    written = iter(range(ROUNDS))

    def bare() -> None:
        plain = raw(folder / f"raw{next(written)}.db")
        write_rows(plain, rows)
        plain.close()

    taken, floor = turns(ledger.store.rebuild, bare)
    events = ledger.store.head().pos
    ledger.close()
    return [
        at_least(
            "rebuild / a raw bulk write",
            floor / taken,
            0.35,
            f"{events / taken:,.0f} events/s, {sum(map(len, rows.values())):,} rows",
        )
    ]


def write_rows(plain: sqlite3.Connection, rows: dict[Table, list[tuple[Any, ...]]]) -> None:
    """All projections' rows in one transaction."""
    plain.execute("BEGIN IMMEDIATE")
    for table in PROJECTED:
        for statement in create(table, SQLITE):
            plain.execute(statement)
        plain.executemany(insert(table).numbered, rows[table])
    plain.execute("COMMIT")

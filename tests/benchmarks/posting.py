"""Durable posting against the same statements with the rows ready made, and against one raw row."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from artui.ledger import events as ev
from artui.ledger import paying
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.store.base import LedgerStore
from artui.ledger.store.sqlite_datastore import LedgerDatastore
from tests.benchmarks.common import (
    COMPANY,
    Figure,
    at_least,
    at_most,
    copy_of,
    interleaved,
    make_ledger,
    payment,
    raw,
)

Call = tuple[bool, str, Any]
"""Whether many rows, the statement, and its row or rows."""

BLOCK = 50


class Tracer:
    """Stands for the writer's cursor and notes every statement with what it was given."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.cursor = cursor
        self.connection = cursor.connection
        self.calls: list[Call] = []

    def execute(self, sql: str, params: Any = ()) -> sqlite3.Cursor:
        """Note it, do it."""
        self.calls.append((False, sql, params))
        return self.cursor.execute(sql, params)

    def executemany(self, sql: str, rows: Sequence[Any]) -> sqlite3.Cursor:
        """Note it, do it."""
        self.calls.append((True, sql, list(rows)))
        return self.cursor.executemany(sql, rows)


def pay(ledger: Ledger, number: int) -> None:
    """One payment of one invoice with its command id: three events."""
    receipt, line = payment(number)
    paying.post_receipt(ledger, receipt, [line], f"cmd{number:07d}")


def pay_short(ledger: Ledger, number: int) -> None:
    """One payment with a difference written off: four events."""
    receipt, line = payment(number, 96_00, 4_00)
    paying.post_receipt(ledger, receipt, [line], f"cmd{number:07d}")


def traced(path: Path, count: int) -> list[list[Call]]:
    """The statements of ``count`` payments, one list a payment."""
    ledger = open_ledger(path, "lead")
    datastore = cast(LedgerDatastore, cast(LedgerStore, ledger.store).datastore)
    tracer = Tracer(datastore.writer())
    datastore._cursor = cast(sqlite3.Cursor, tracer)
    payments = []
    for number in range(count):
        pay(ledger, number)
        payments.append(tracer.calls)
        tracer.calls = []
    datastore._cursor = tracer.cursor
    ledger.close()
    return payments


def replay(cursor: sqlite3.Cursor, calls: list[Call]) -> None:
    """Statements with the rows ready made."""
    for many, sql, rows in calls:
        if many:
            cursor.executemany(sql, rows)
        else:
            found = cursor.execute(sql, rows)
            if sql.startswith("SELECT"):
                found.fetchall()


def is_read(call: Call) -> bool:
    """Whether a statement only asks."""
    return call[1].startswith("SELECT")


def payments_against_statements(folder: Path, count: int) -> list[Figure]:
    """A payment through the ledger against its statements, all of them and the writing ones."""
    base = folder / "base.db"
    make_ledger(base, count).close()
    payments = traced(copy_of(base, "traced.db"), count)
    ledger = open_ledger(copy_of(base, "ours.db"), "lead")
    whole = raw(copy_of(base, "whole.db")).cursor()
    writes = raw(copy_of(base, "writes.db")).cursor()
    writing = [[call for call in calls if not is_read(call)] for calls in payments]
    ours, all_statements, writing_ones = interleaved(
        count,
        BLOCK,
        lambda number: pay(ledger, number),
        lambda number: replay(whole, payments[number]),
        lambda number: replay(writes, writing[number]),
    )
    ledger.close()
    rows = sum(len(rows) if many else 1 for many, _sql, rows in writing[0])
    note = f"{ours * 1e6:.0f} us against {all_statements * 1e6:.0f} us, {rows} statements"
    bare = f"{ours * 1e6:.0f} us against {writing_ones * 1e6:.0f} us, nothing read"
    return [
        at_least("a payment / the same statements", all_statements / ours, 0.60, note),
        Figure("a payment / its writing statements", writing_ones / ours, "", None, bare),
    ]


RAW_EVENT = "INSERT INTO stored (stream, version, code, state) VALUES (?, ?, ?, ?)"
RAW_TABLE = (
    "CREATE TABLE stored (pos INTEGER PRIMARY KEY, stream TEXT, version INTEGER, code TEXT,"
    " state BLOB, UNIQUE (stream, version))"
)


def appends_against_one_row(folder: Path, count: int) -> list[Figure]:
    """One event, and a posting of four, against a raw append of one row."""
    ledger = make_ledger(folder / "one.db", count)
    other = make_ledger(folder / "four.db", count)
    plain = raw(folder / "raw.db")
    plain.execute(RAW_TABLE)
    state = ev.encode(ev.PeriodClosed("periods/100", 1, 1, "lead", "cmd", COMPANY, "2020-01"))

    def one(number: int) -> None:
        flagged = ev.DocumentFlagged(
            f"document/{number}",
            1,
            ledger.clock(),
            "lead",
            f"flag{number}",
            f"{COMPANY}/I{number:07d}",
            False,
            True,
        )
        with ledger.store.hold():
            ledger.store.append([flagged], flagged.command)

    def raw_row(number: int) -> None:
        plain.execute("BEGIN IMMEDIATE")
        plain.execute(RAW_EVENT, (f"document/{number}", 1, "pc", state))
        plain.execute("COMMIT")

    single, four, floor = interleaved(
        count, BLOCK, one, lambda number: pay_short(other, number), raw_row
    )
    ledger.close()
    other.close()
    return [
        at_least(
            "one event / a raw row",
            floor / single,
            0.45,
            f"{single * 1e6:.0f} us against {floor * 1e6:.0f} us",
        ),
        at_least(
            "a payment of four events / a raw row",
            floor / four,
            0.30,
            f"{four * 1e6:.0f} us against {floor * 1e6:.0f} us",
        ),
    ]


def bytes_of_a_posting(folder: Path, count: int) -> list[Figure]:
    """What a payment adds to the file, all tables and indexes, once the log is written back."""
    ledger = make_ledger(folder / "bytes.db", count)
    path = folder / "bytes.db"
    figures = []
    for events, work, first in ((3, pay, 0), (4, pay_short, count // 2)):
        before = size_of(path)
        for number in range(first, first + count // 2):
            work(ledger, number)
        spent = (size_of(path) - before) / (count // 2)
        figures.append(
            at_most(
                f"bytes on disk, {events} events",
                spent,
                520 + 120 * events,
                f"{count // 2} payments",
            )
        )
    ledger.close()
    return figures


def size_of(path: Path) -> int:
    """Bytes of a ledger's file with its log written back."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path.stat().st_size

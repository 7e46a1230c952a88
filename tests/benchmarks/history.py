"""The history of a large ledger: opening, stepping, jumping and filtering, against raw queries."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from artui.ledger import paying
from artui.ledger.ledger import Ledger
from artui.ledger.reading.event_words import codes_of, document_of
from artui.ledger.reading.history import Filters, day_begins, first_from, history
from artui.ledger.reading.moment_state import accounts_then, documents_then
from tests.benchmarks.common import COMPANY, Figure, at_most, make_ledger, payment, raw, seconds

PAYMENTS, RUNS = 300, 5


def history_against_raw(folder: Path, documents: int) -> list[Figure]:
    """Each work beside the SQL that reads the same rows and decodes nothing."""
    path = folder / "history.artui"
    ledger = make_ledger(path, documents)
    for number in range(PAYMENTS):
        receipt, line = payment(number)
        paying.post_receipt(ledger, receipt, [line])
    plain = raw(path)
    every = history(ledger, Filters())
    last = every.count()
    note = f"{last:,} events"
    figures = []
    for name, ours, bare, goal in _works(ledger, plain, last):
        ours(), bare()  # both warm
        times = [(seconds(ours), seconds(bare)) for _ in range(RUNS)]
        ratio = min(each[0] for each in times) / min(each[1] for each in times)
        figures.append(at_most(f"history: {name} / raw query", ratio, goal, note))
    ledger.close()
    return figures


Work = tuple[str, Callable[[], object], Callable[[], object], float]


def _works(ledger: Ledger, plain: sqlite3.Connection, last: int) -> list[Work]:
    def query(sql: str, *params: object) -> Callable[[], object]:
        return lambda: plain.execute(sql, params).fetchall()

    page = query("SELECT * FROM events WHERE pos > ? ORDER BY pos LIMIT 30", last - 30)

    def point(pos: int) -> object:
        return plain.execute("SELECT * FROM events WHERE pos = ?", (pos,)).fetchone()

    codes = codes_of("applied")
    marks = ", ".join("?" * len(codes))
    account = query(
        "SELECT e.* FROM documents AS d JOIN movements AS m ON m.document = d.pos"
        " JOIN vouchers AS v ON v.pos = m.pos + m.ahead"
        " JOIN events AS e ON e.pos BETWEEN v.pos - v.facts AND v.pos"
        " WHERE d.id = ? AND e.code <> 'dr'", f"{COMPANY}/I0000001",
    )  # fmt: skip
    state = query(
        "SELECT d.due, SUM(m.amount) FROM documents AS d JOIN movements AS m"
        " ON m.document = d.pos WHERE d.company = ? AND d.customer = 'C099'"
        " AND m.pos <= ? GROUP BY d.due", COMPANY, last,
    )  # fmt: skip
    return [
        ("open it at its end", lambda: _opened(ledger), page, 20),
        ("jump to a day", lambda: first_from(ledger, day_begins("2020-01-01")),
         lambda: [point(last >> n) for n in range(20)], 20),
        ("a kind of event", lambda: history(ledger, Filters(kind="applied")),
         query(f"SELECT pos FROM events WHERE code IN ({marks})", *codes), 2),
        ("a clerk and a kind", lambda: history(ledger, Filters(clerk="lead", kind="applied")),
         query(f"SELECT pos FROM events WHERE code IN ({marks})", *codes), 2.5),
        ("one document",
         lambda: history(ledger, Filters(document=f"{COMPANY}/I0000001")), account, 20),
        ("a step: document and account", lambda: _stepped(ledger, last - 1), state, 3),
    ]  # fmt: skip


def _opened(ledger: Ledger) -> object:
    found = history(ledger, Filters())
    return found.window(found.count() - 30, 30)


def _stepped(ledger: Ledger, pos: int) -> object:
    event = ledger.store.events_at([pos])[pos]
    key = document_of(event)
    document = ledger.read.document(key)
    assert document is not None, "the last fact before a seal pays a document"
    customer = ledger.read.customer(COMPANY, "C099")
    assert customer is not None, "the ledger was made with it"
    return documents_then(ledger, key, pos), accounts_then(
        ledger, customer, "USD", pos, document.date
    )

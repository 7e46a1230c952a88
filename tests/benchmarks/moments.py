"""Looking back: lists, ages and balances of a month end among many movements, against those of
now and against a raw sum of all entries on the same file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from artui.ledger import paying
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.reading.moment import Moment
from artui.ledger.reading.past import look_back
from artui.ledger.taking_on import take_on
from tests.benchmarks.bulk import turns
from tests.benchmarks.common import (
    COMPANY,
    DAY,
    Figure,
    at_most,
    document_rows,
    make_ledger,
    payment,
    seconds,
)

EARLY = "2020-03-10"
"""A day before all payments."""
MONTH_END, LATER = "2020-03-31", 10
"""The day looked back at, and in which part of all payments came after it: every tenth."""
RAW = (
    "SELECT d.currency, d.due, SUM(m.amount), SUM(m.base) FROM movements AS m"
    " JOIN documents AS d ON d.pos = m.document GROUP BY d.currency, d.due"
)


def _ledger(path: Path, documents: int) -> Ledger:
    """Open invoices, half of them paid; one payment in ten is of April."""
    ledger = make_ledger(path, 0)
    for first in range(0, documents, 1000):
        rows = document_rows(min(first + 1000, documents), "I")[first:]
        take_on(ledger, rows, day="2020-03-01")
    for first in range(0, documents // 2, 1000):
        with ledger.hold():  # in one transaction: only the entries are wanted
            for number in range(first, min(first + 1000, documents // 2)):
                receipt, line = payment(number)
                day = DAY if number % LATER == 0 else "2020-03-20"
                moved = replace(receipt, received=day, accounting_date=day)
                paying.post_receipt(ledger, moved, [line])
    return ledger


def _listed(ledger: Ledger) -> Callable[[], object]:
    return lambda: sum(1 for _ in ledger.read.all_open_items())


def lists_of_a_month_end(folder: Path, documents: int) -> list[Figure]:
    """The open-item list, the ages and one customer's balance as of a month end."""
    path = folder / "moments.db"
    ledger = _ledger(path, documents)
    march = Moment(MONTH_END)
    past = look_back(ledger, march)
    early = look_back(ledger, Moment(EARLY))
    known = look_back(ledger, Moment(position=ledger.store.head().pos * 9 // 10))
    plain = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    now, then, recorded = turns(_listed(ledger), _listed(past), _listed(known))
    aged, aged_early, aged_known, summed = turns(
        lambda: past.read.ageing(MONTH_END),
        lambda: early.read.ageing(EARLY),
        lambda: known.read.ageing(DAY),
        lambda: plain.execute(RAW).fetchall(),
    )
    movements = plain.execute("SELECT COUNT(*) FROM movements").fetchone()[0]
    plain.close()
    ledger.close()

    def cold() -> None:
        fresh = open_ledger(path, "lead", today=lambda: DAY)
        look_back(fresh, march).read.customer_totals(COMPANY, "C001", MONTH_END)
        fresh.close()

    among = f"{documents:,} documents, {movements:,} entries"
    return [
        at_most("open items as of a day / now", then / now, 3, f"{among}, {then:.2f} s"),
        at_most("open items as known at / now", recorded / now, 3, f"{recorded:.2f} s"),
        at_most("ages as of a day / a raw sum", aged / summed, 0.5, f"{summed:.2f} s raw"),
        Figure(
            "ages before all payments / a raw sum",
            aged_early / summed,
            "",
            None,
            f"{documents / movements:.0%} of the entries had been posted",
        ),
        at_most("ages as known at / a raw sum", aged_known / summed, 0.5, f"{aged_known:.2f} s"),
        at_most("balance of one customer as of a day, s", seconds(cold), 1, "ledger just opened"),
    ]

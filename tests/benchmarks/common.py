"""What the benchmarks share: a ledger to post to, raw connections, one row a figure."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from artui.ledger import setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.setup import CustomerData, ToleranceData
from artui.ledger.taking_on import DocumentRow, take_on

COMPANY, DAY = "100", "2020-04-15"


class Figure(NamedTuple):
    """One line of the table: what was measured, the figure, what it must reach, and on what."""

    name: str
    value: float
    goal: str
    reached: bool | None
    note: str

    @property
    def verdict(self) -> str:
        """The last column."""
        return "" if self.reached is None else ("reached" if self.reached else "NOT reached")


def at_least(name: str, value: float, goal: float, note: str) -> Figure:
    """A ratio that must not fall below its goal."""
    return Figure(name, value, f">= {goal:g}", value >= goal, note)


def at_most(name: str, value: float, goal: float, note: str) -> Figure:
    """A figure that must not rise above its goal."""
    return Figure(name, value, f"<= {goal:g}", value <= goal, note)


def make_ledger(path: Path | str, documents: int) -> Ledger:
    """A ledger with as many open invoices of 100.00 over a hundred customers."""
    ledger = open_ledger(path, "lead", create=True, today=lambda: DAY)
    setup.create(ledger)
    setup.register_company(ledger, COMPANY, "Hundred", "USD", years=[2019, 2020])
    setup.define_terms(ledger, "D2", steps=[("2", 10)], grace_days=5)
    setup.set_tolerance(ledger, ToleranceData("USD", 5_00, "5"))
    setup.put_customers(
        ledger,
        [
            CustomerData(COMPANY, f"C{number:03d}", f"Customer {number}", "USD", "D2")
            for number in range(100)
        ],
    )
    take_on(ledger, document_rows(documents))
    return ledger


def document_rows(count: int, prefix: str = "I") -> list[DocumentRow]:
    """Invoices of 100.00 with different due days."""
    return [
        DocumentRow(
            COMPANY,
            f"{prefix}{number:07d}",
            "invoice",
            f"C{number % 100:03d}",
            "2020-03-01",
            f"2020-{4 + number % 6:02d}-{1 + number % 28:02d}",
            "USD",
            100_00,
            100_00,
            terms="D2",
        )
        for number in range(count)
    ]


def payment(number: int, paid: int = 100_00, written_off: int = 0) -> tuple[Receipt, PayLine]:
    """The receipt that pays invoice ``number``, as a clerk would enter it."""
    customer = f"C{number % 100:03d}"
    receipt = Receipt(
        COMPANY,
        customer,
        "USD",
        paid,
        f"{COMPANY}-USD",
        DAY,
        DAY,
        "WIRE",
        f"INV I{number:07d}",
        f"BANK{number:09d}",
    )
    return receipt, PayLine(f"{COMPANY}/I{number:07d}", paid, 0, written_off)


def copy_of(path: Path, name: str) -> Path:
    """A copy of a closed ledger file beside it."""
    copy = path.with_name(name)
    shutil.copyfile(path, copy)
    return copy


def raw(path: Path) -> sqlite3.Connection:
    """A plain connection with the ledger's durability: a log, every commit synced."""
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interleaved(count: int, block: int, *works: Callable[[int], object]) -> list[float]:
    """Median seconds of one call of each work, run in turns of ``block`` calls each.

    A disk drifts within minutes: only what runs in the same minutes can be compared.
    """
    gc.collect()
    gc.freeze()  # what was prepared is no load of the work that is measured
    times: list[list[float]] = [[] for _ in works]
    for start in range(0, count, block):
        for work, taken in zip(works, times, strict=True):
            for number in range(start, start + block):
                begun = time.perf_counter()
                work(number)
                taken.append(time.perf_counter() - begun)
    return [statistics.median(taken) for taken in times]


def quantile(values: Iterable[float], part: float) -> float:
    """The value that ``part`` of all are below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def table(figures: Sequence[Figure]) -> str:
    """The figures as text."""
    width = max(len(figure.name) for figure in figures)
    lines = [f"{'what':<{width}}  {'figure':>9}  {'goal':>9}  {'':<11}  measured"]
    lines += [
        f"{f.name:<{width}}  {f.value:>9.3g}  {f.goal:>9}  {f.verdict:<11}  {f.note}"
        for f in figures
    ]
    return "\n".join(lines)

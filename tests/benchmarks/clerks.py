"""Eight clerks on one file against one: their total, how fair it is, how long one waits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from artui.ledger import paying
from artui.ledger.ledger import open_ledger
from tests.benchmarks.common import (
    COMPANY,
    DAY,
    Figure,
    at_least,
    at_most,
    make_ledger,
    payment,
    quantile,
)
from tests.benchmarks.crew import crew

CLERKS = 8
INVOICES = 500
"""Invoices of each clerk, paid in a hundred parts: more than anybody gets through."""


def paying_one(location: str, clerk: int) -> Callable[[], object]:
    """Pays the next part of one of the clerk's invoices."""
    ledger = open_ledger(location, "lead", today=lambda: DAY)
    assert ledger.policies.company(COMPANY)
    first, numbers = clerk * INVOICES, count()

    def pay() -> None:
        number = next(numbers)
        receipt, line = payment(first + number % INVOICES, 1_00)
        paying.post_receipt(ledger, receipt, [line], f"{first}-{number}")

    return pay


def together(path: Path, clerks: int, lasting: float) -> list[list[float]]:
    """So many clerks for so long; for each the seconds its payments took."""
    with crew(paying_one, str(path), clerks) as work_for:
        return work_for(lasting)


def eight_clerks_against_one(folder: Path, lasting: float) -> list[Figure]:
    """The same machine, the same minute: one clerk, eight, one."""
    single = []
    for name in ("before", "after"):
        make_ledger(folder / f"{name}.db", INVOICES).close()
    make_ledger(folder / "eight.db", CLERKS * INVOICES).close()
    single.append(len(together(folder / "before.db", 1, lasting)[0]))
    eight = together(folder / "eight.db", CLERKS, lasting)
    single.append(len(together(folder / "after.db", 1, lasting)[0]))
    counts = [len(taken) for taken in eight]
    one = sum(single) / 2
    waits = [taken for clerk in eight for taken in clerk]
    return [
        at_least(
            "8 clerks / 1 clerk, in all",
            sum(counts) / one,
            0.7,
            f"{sum(counts) / lasting:,.0f}/s against {one / lasting:,.0f}/s",
        ),
        at_least(
            "least served / most served",
            min(counts) / max(counts),
            0.7,
            f"{min(counts)} and {max(counts)} payments",
        ),
        at_most(
            "p99 of 8 clerks, ms",
            quantile(waits, 0.99) * 1e3,
            150,
            f"median {quantile(waits, 0.5) * 1e3:.1f} ms",
        ),
    ]


def a_clerk_while_rebuilding(folder: Path, invoices: int) -> list[Figure]:
    """How long a clerk waits to post while all projections are folded anew, again and again."""
    path = folder / "rebuilt.db"
    ledger = make_ledger(path, max(invoices, INVOICES))
    with crew(paying_one, str(path), 1) as work_for, ThreadPoolExecutor(1) as beside:
        clerk = beside.submit(work_for, 6.0)
        rebuilds = 0
        while not clerk.done():
            ledger.store.rebuild()
            rebuilds += 1
        (taken,) = clerk.result()
    ledger.close()
    return [
        at_most(
            "p99 of a clerk during a rebuild, ms",
            quantile(taken, 0.99) * 1e3,
            250,
            f"median {quantile(taken, 0.5) * 1e3:.1f} ms, {rebuilds} rebuilds",
        )
    ]

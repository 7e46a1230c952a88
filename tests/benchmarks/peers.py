"""The same book read from the start by another program: hledger, ledger; each a cold process."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from artui.ledger import documents
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.taking_on import take_on
from artui.reports.books.hledger import hledger_lines
from tests.benchmarks.bulk import pay_all, turns
from tests.benchmarks.common import COMPANY, Figure, at_least, document_rows, make_ledger

GOALS = {"hledger": 15, "ledger": 3}
"""So many times faster than each of them."""


def replay_against_peers(folder: Path, count: int) -> list[Figure]:
    """Payments replayed to the balances of all documents, against the exported book of the same
    vouchers read to the balances of its accounts. A program that isn't installed has no line."""
    path, book = folder / "book.db", folder / "book.journal"
    ledger = make_ledger(path, 0)
    with ledger.hold():
        for row in document_rows(count):  # each a voucher of its own, as a payment is
            take_on(ledger, [row])
    pay_all(ledger, count)
    book.write_text("".join(f"{line}\n" for line in hledger_lines(ledger, [COMPANY])))
    vouchers, events = ledger.read.count_vouchers(), ledger.store.head().pos
    ledger.close()
    ours = (sys.executable, "-m", "tests.benchmarks.peers", str(path))
    figures = []
    for name in filter(shutil.which, GOALS):
        mine, theirs = turns(partial(_run, ours), partial(_run, _line(name, book)))
        note = f"{vouchers:,} vouchers of {events:,} events in {mine:.2f} s against {theirs:.2f} s"
        figures.append(at_least(f"replay / {name}, same book", theirs / mine, GOALS[name], note))
    return figures


def _line(name: str, book: Path) -> Sequence[str]:
    return (name, "-f", str(book), "balance")


def _run(line: Sequence[str]) -> None:
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL)


def replayed(ledger: Ledger) -> dict[str, tuple[int, int]]:
    """The balances of all documents, folded from every event of the log."""
    balances: dict[str, tuple[int, int]] = {}
    for _pos, event in ledger.store.events():
        documents.evolve(balances, event)
    return balances


if __name__ == "__main__":
    print(len(replayed(open_ledger(sys.argv[1], "lead"))))

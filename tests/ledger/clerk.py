"""A clerk in a process of their own: ``python -m tests.ledger.clerk LOCATION COMPANY COUNT``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from artui.ledger.store import open_store
from tests.ledger.samples import Book

ROOT = Path(__file__).parents[2]


def post_invoices(location: str, company: str, count: int) -> None:
    """Post ``count`` invoices, one command each."""
    store = open_store(location)
    book = Book(company)
    for number in range(count):
        with store.hold():
            store.append(book.invoice(f"I{number}", 100 + number))
    store.close()


def start(location: str, company: str, count: int) -> subprocess.Popen[bytes]:
    """Start such a clerk."""
    arguments = [sys.executable, "-m", "tests.ledger.clerk", location, company, str(count)]
    return subprocess.Popen(arguments, cwd=ROOT)


if __name__ == "__main__":
    post_invoices(sys.argv[1], sys.argv[2], int(sys.argv[3]))

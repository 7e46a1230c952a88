"""Ledgers on disk for programs run in a terminal, and how they are started."""

from __future__ import annotations

import sys
from pathlib import Path

from artui.ledger.taking_on import DocumentRow, take_on
from tests.screens.ledgers import CLERK, TODAY, small_ledger

INVOICES = 60
"""Enough for several pages of a list."""


def ledger_file(folder: Path) -> Path:
    """The small ledger, with an account of sixty invoices more."""
    path = folder / "terminal.artui"
    ledger = small_ledger(path)
    take_on(
        ledger,
        (
            DocumentRow(
                "CA02", f"29606{number:05d}", "invoice", "0140105713", "2020-04-02",
                "2020-04-12", "CAD", 100_00 + 137 * number, 100_00 + 137 * number, terms="CA10",
            )
            for number in range(INVOICES)
        ),
        day="2020-04-14",
    )  # fmt: skip
    ledger.close()
    return path


def program(ledger: Path, clerk: str = CLERK) -> list[str]:
    """The command a clerk starts, on a business day of the ledger."""
    return ["env", f"ARTUI_LEDGER={ledger}", f"ARTUI_CLERK={clerk}", f"ARTUI_TODAY={TODAY}",
            "ARTUI_SETTINGS=/dev/null", sys.executable, "-m", "artui"]  # fmt: skip

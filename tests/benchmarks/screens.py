"""Screens in a pty beside the smallest useful program on the same library."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.common import DAY, Figure, at_most, make_ledger
from tests.terminal import Terminal, encode

MINIMAL = [sys.executable, "-m", "tests.benchmarks.minimal_app"]
MINIMAL_SHOWS = "I0000003"
PANEL_SHOWS = "===>"
FEW, RUNS, ROWS = 20, 9, 12


def ready_against_minimal(folder: Path, documents: int) -> list[Figure]:
    """From the command to the first panel, with few open invoices and with many."""
    few, many = _ledger(folder, FEW), _ledger(folder, documents)
    small, large, minimal = _in_turns(
        lambda: _first_paint(_program(few), PANEL_SHOWS),
        lambda: _first_paint(_program(many), PANEL_SHOWS),
        lambda: _first_paint(MINIMAL, MINIMAL_SHOWS),
    )
    return [
        at_most("ready to type / minimal app", small / minimal, 1.4,
                f"{small:.3f} s, minimal {minimal:.3f} s"),
        at_most(f"ready, {documents:,} invoices / {FEW}", large / small, 1.15,
                f"{large:.3f} s"),
    ]  # fmt: skip


def cursor_line_against_minimal(folder: Path) -> list[Figure]:
    """One row down in a list of open items, with the lines that explain it."""
    with Terminal(_program(_ledger(folder, 2_000))) as ours, Terminal(MINIMAL) as minimal:
        ours.wait_for(PANEL_SHOWS)
        ours.type("7 C001")
        ours.press("enter")
        ours.expect("ARCA40")
        minimal.expect(MINIMAL_SHOWS)
        here, there = _in_turns(lambda: _down(ours), lambda: _down(minimal), runs=ROWS)
    note = f"{here * 1000:.1f} ms, minimal {there * 1000:.1f} ms"
    return [at_most("cursor line / minimal app", here / there, 1.5, note)]


def _ledger(folder: Path, documents: int) -> Path:
    path = folder / f"screens-{documents}.artui"
    make_ledger(path, documents).close()
    return path


def _program(ledger: Path) -> list[str]:
    return ["env", f"ARTUI_LEDGER={ledger}", f"ARTUI_TODAY={DAY}", "ARTUI_SETTINGS=/dev/null",
            sys.executable, "-m", "artui"]  # fmt: skip


def _first_paint(command: Sequence[str], text: str) -> float:
    begun = time.perf_counter()
    with Terminal(command) as terminal:
        terminal.wait_for(text)
        return terminal.last_byte - begun


def _down(terminal: Terminal) -> float:
    begun = time.perf_counter()
    terminal.send(encode("down"))
    return terminal.last_byte - begun


def _in_turns(*works: Callable[[], float], runs: int = RUNS) -> list[float]:
    """Median seconds of each work, run in turns; the first turn only warms the disk's cache."""
    taken: list[list[float]] = [[work() for work in works] for _run in range(runs + 1)]
    return [statistics.median(times) for times in zip(*taken[1:], strict=True)]

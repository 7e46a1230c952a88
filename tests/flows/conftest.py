"""Ledgers and terminals for flows."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.flows.books import CORPUS, make_demo_day
from tests.screens.ledgers import small_ledger
from tests.terminal import Terminal

AtEntry = Callable[..., Terminal]


@pytest.fixture(scope="session")
def demo_day_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not CORPUS.is_dir():
        pytest.skip("ARTUI_CORPUS names no folder with the demo day in it")
    path = tmp_path_factory.mktemp("demo_day") / "day.artui"
    make_demo_day(path)
    return path


@pytest.fixture
def demo_day(demo_day_file: Path, tmp_path: Path) -> Path:
    """A ledger of its own with the sample day's customers and invoices."""
    return Path(shutil.copy(demo_day_file, tmp_path / "day.artui"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A ledger of its own with ten customers and twenty documents."""
    path = tmp_path / "small.artui"
    small_ledger(path).close()
    return path


@pytest.fixture
def at_entry() -> Iterator[AtEntry]:
    """Opens payment entry over a ledger file in a terminal."""
    with ExitStack() as terminals:

        def open_terminal(path: Path, clerk: str = "mlopez") -> Terminal:
            command = [sys.executable, "-m", "tests.flows.program", str(path), clerk]
            terminal = terminals.enter_context(Terminal(command, quiet=0.08))
            terminal.expect("F12=Back")
            return terminal

        yield open_terminal

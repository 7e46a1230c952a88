"""The receipts inbox at its keystroke count, in a terminal: all certain lines of a bank day."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from artui.ledger.proof.verifying import verify
from artui.ledger.receiving.inbox import Inbox
from tests.flows.books import opened
from tests.flows.script import Count, count, step_by_step
from tests.ledger.bank_files import demo_day
from tests.terminal import Terminal

CERTAIN = (
    "2 Enter {Sure 35} F11 F10 {3607? Accept 35 lines that are sure} Enter {35 lines accepted}"
)


@pytest.fixture
def bank_day(tmp_path: Path) -> Path:
    """The day's books with a bank's file taken in."""
    if not demo_day.DEMO.is_dir():
        pytest.skip("ARTUI_CORPUS names no folder with the demo day in it")
    path = tmp_path / "day.artui"
    ledger = demo_day.make_books(str(path))
    demo_day.take(ledger, "camt053.xml")
    ledger.close()
    return path


def at_menu(path: Path) -> Terminal:
    """A terminal with the menu of the ledger open."""
    command = [sys.executable, "-m", "tests.flows.program", str(path), "clerk", "menu"]
    return Terminal(command, quiet=0.08)


def test_all_certain_bank_lines_take_five_keys(bank_day: Path) -> None:
    assert count(CERTAIN) == Count(5, 5)
    with at_menu(bank_day) as terminal:
        terminal.expect("ARMENU")
        step_by_step(terminal, CERTAIN)
    with opened(bank_day, "clerk") as ledger:
        assert Inbox(ledger).count() == 10
        assert verify(ledger.store).problems == []


def test_a_row_with_its_reasons_and_a_page_are_few_bytes(bank_day: Path) -> None:
    with at_menu(bank_day) as terminal:
        terminal.expect("sure 35")
        assert terminal.press("2") <= 200
        assert terminal.press("enter") <= 4_000
        terminal.expect("Sure 35")
        terminal.settle()
        assert max(terminal.press("down") for _ in range(12)) <= 600
        assert terminal.press("F8") <= 4_000
        assert terminal.press("1") <= 200
        assert terminal.settle(quiet=1.2) == 0

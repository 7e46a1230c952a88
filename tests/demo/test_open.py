"""``artui demo`` in a terminal: what a newcomer sees first, and what stays behind."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal

START = [sys.executable, "-m", "artui", "demo"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "tmp"
    folder.mkdir()
    return {"TMPDIR": str(folder), "HOME": str(tmp_path), "ARTUI_SETTINGS": os.devnull}


def test_a_newcomer_posts_a_first_payment_as_the_screen_says(
    environment: dict[str, str],
) -> None:
    with Terminal(START, env=environment) as terminal:
        terminal.wait_for("Paper 1 of 15, to be entered")
        hint = next(line for line in terminal.lines if "0020:" in line)
        payer, amount = hint.split("Type ")[1].split(", Enter, ")
        terminal.type(payer)
        terminal.press("enter")
        terminal.type(amount.split(", F10")[0])
        terminal.press("F10")
        terminal.wait_for("2101: Proposed, not posted")
        terminal.press("F10")
        terminal.wait_for("Paper 2 of 15, to be entered")
        assert "2190: Voucher RC" in terminal.text


def test_the_session_finds_the_banks_files_by_itself(environment: dict[str, str]) -> None:
    with Terminal(START, env=environment) as terminal:
        terminal.wait_for("Paper 1 of 15, to be entered")
        terminal.press("F3")
        terminal.wait_for("ARMENU")
        terminal.type("2")
        terminal.press("enter")
        terminal.wait_for("ARIN10")
        terminal.press("F6", "F4")
        terminal.wait_for("camt053.xml")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_lost_line_leaves_nothing_behind(
    environment: dict[str, str], number: signal.Signals
) -> None:
    with Terminal(START, env=environment) as terminal:
        terminal.wait_for("Paper 1 of 15, to be entered")
        assert list(Path(environment["TMPDIR"]).iterdir())
        os.kill(terminal.pid, number)
        terminal.wait_closed()
    assert list(Path(environment["TMPDIR"]).iterdir()) == []

"""Bytes are latency: what each key may send, through a real pty."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "tests.screens.demo_panels"]


@pytest.fixture
def entry() -> Iterator[Terminal]:
    with Terminal([*PROGRAM, "entry"]) as terminal:
        terminal.expect("F12=Back")
        yield terminal


@pytest.fixture
def items() -> Iterator[Terminal]:
    with Terminal([*PROGRAM, "items"]) as terminal:
        terminal.expect("F12=Back")
        terminal.expect("short 5.00")
        yield terminal


def test_nothing_is_sent_while_nothing_happens(entry: Terminal) -> None:
    assert entry.settle(quiet=1.2) == 0


def test_the_terminal_is_asked_nothing(entry: Terminal) -> None:
    for question in (b"\x1b[?1004h", b"\x1b[>", b"$p", b"\x1b[?1000h", b"\x1b]", b"\x1b[c"):
        assert question not in entry.received


def test_a_character(entry: Terminal) -> None:
    assert max(entry.press(key) for key in "MET 115") <= 200


def test_the_next_field(entry: Terminal) -> None:
    assert max(entry.press("tab") for _ in range(12)) <= 400


def test_a_cursor_line_with_its_explanation(items: Terminal) -> None:
    assert max(items.press("down") for _ in range(11)) <= 400


def test_a_page(items: Terminal) -> None:
    assert max(items.press("F8") for _ in range(3)) <= 4_000
    assert items.press("end") <= 4_000


def test_another_panel(entry: Terminal) -> None:
    entry.type("MET")
    assert entry.press("F10") <= 4_000
    assert "ARS110/F" in entry.text
    assert entry.press("F12") <= 4_000
    assert "ARS110/E" in entry.text

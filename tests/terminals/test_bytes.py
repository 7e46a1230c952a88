"""Bytes are latency: what each key sends on the panels clerks use all day, in a pty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.terminals.ledgers import ledger_file, program

CHARACTER, LIVE_CHARACTER, FIELD, ROW, EXPLAINED_ROW, PAGE, PANEL = (
    200, 400, 400, 400, 700, 4_000, 10_000,
)  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ledger_file(tmp_path_factory.mktemp("bytes"))


@contextmanager
def panel(ledger: Path, command: str, title: str) -> Iterator[Terminal]:
    """A terminal with a panel opened from the menu; opening it keeps its budget."""
    with Terminal(program(ledger)) as terminal:
        terminal.expect("===>")
        terminal.type(command)
        assert terminal.press("enter") <= PANEL
        terminal.expect(title)
        yield terminal


@contextmanager
def items(ledger: Path) -> Iterator[Terminal]:
    """Panel F with sixty-one open items and 50.00 to distribute."""
    with panel(ledger, "1 STEW 50", "ARS110/E") as terminal:
        assert terminal.press("enter") <= PANEL
        terminal.expect("ARS110/F")
        yield terminal


def test_nothing_is_sent_while_nothing_happens(ledger: Path) -> None:
    for command, title in (("1", "ARS110/E"), ("ars098", "ARS098"), ("7 STEW", "ARCA40")):
        with panel(ledger, command, title) as terminal:
            assert terminal.settle(quiet=1.2) == 0, title


def test_characters_and_fields_of_payment_entry(ledger: Path) -> None:
    with panel(ledger, "1", "ARS110/E") as terminal:
        assert max(terminal.press(key) for key in "2960") <= CHARACTER
        assert max(terminal.press("tab") for _ in range(11)) <= FIELD


def test_rows_pages_and_codes_of_the_open_items(ledger: Path) -> None:
    with items(ledger) as terminal:
        assert max(terminal.press("down") for _ in range(11)) <= EXPLAINED_ROW
        assert terminal.press("1") <= CHARACTER
        assert max(terminal.press("F8") for _ in range(3)) <= PAGE
        assert terminal.press("home") <= PAGE


def test_a_character_of_a_partial_payment_with_its_consequences(ledger: Path) -> None:
    with items(ledger) as terminal:
        terminal.type("11")
        assert terminal.press("enter") <= PANEL
        terminal.expect("ARS110/H")
        assert max(terminal.press(key) for key in "12.50") <= LIVE_CHARACTER
        assert max(terminal.press("tab") for _ in range(2)) <= FIELD
        assert terminal.press("F12") <= PANEL


def test_rows_and_pages_of_an_account(ledger: Path) -> None:
    with panel(ledger, "7 STEW", "ARCA40") as terminal:
        assert max(terminal.press("down") for _ in range(10)) <= EXPLAINED_ROW
        assert max(terminal.press("F8") for _ in range(3)) <= PAGE


def test_rows_and_pages_of_the_vouchers(ledger: Path) -> None:
    with panel(ledger, "9", "ARVO60") as terminal:
        assert terminal.press("down") <= EXPLAINED_ROW
        assert terminal.press("enter") <= PANEL


def test_a_filtering_prompt_sends_a_page_at_most(ledger: Path) -> None:
    with panel(ledger, "1", "ARS110/E") as terminal:
        assert terminal.press("?") <= PANEL
        terminal.expect("Prompt: customer")
        assert max(terminal.press(key) for key in "SO") <= PAGE


def test_rows_and_fields_of_master_data(ledger: Path) -> None:
    with panel(ledger, "periods", "ARPO90/P") as terminal:
        assert max(terminal.press("down") for _ in range(10)) <= EXPLAINED_ROW
        assert terminal.press("F8") <= PAGE
    with panel(ledger, "ars098", "ARS098") as terminal:
        assert terminal.press("down") <= EXPLAINED_ROW
        terminal.type("2")
        assert terminal.press("enter") <= PAGE
        assert max(terminal.press("tab") for _ in range(8)) <= FIELD
        assert max(terminal.press(key) for key in "audit") <= CHARACTER


def test_help_and_back(ledger: Path) -> None:
    with panel(ledger, "1", "ARS110/E") as terminal:
        assert terminal.press("F1") <= PANEL
        terminal.expect("You may type")
        assert terminal.press("F8") <= PAGE
        assert terminal.press("F12") <= PANEL

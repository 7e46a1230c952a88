"""Keys typed ahead reach the panel they are meant for, or are dropped with a bell."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.terminal import Terminal, encode

PROGRAM = [sys.executable, "-m", "tests.screens.demo_panels"]


@pytest.fixture
def menu() -> Iterator[Terminal]:
    with Terminal([*PROGRAM, "menu"]) as terminal:
        terminal.expect("F11=More")
        yield terminal


def test_a_whole_flow_in_one_write(menu: Terminal) -> None:
    """Menu, entry, list, codes run, posted, next receipt, and typed there."""
    menu.write(
        encode("1", "enter", "MET", "enter", "115301.25", "F10")
        + encode("down", "1", "down", "4", "enter", "F10", "NASH", "enter", "7")
    )
    menu.expect("NASH")
    assert "ARS110/E" in menu.text
    assert menu.lines[1].split()[-3:] == ["NASH", "SO", "systems"]
    assert menu.lines[2].split()[-1] == "7"


def test_keys_typed_before_the_first_screen_are_kept() -> None:
    with Terminal([*PROGRAM, "menu"]) as terminal:
        terminal.write(encode("1", "enter", "MET"))
        terminal.expect("ARS110/E")
        assert "MET" in terminal.lines[1]


def test_panels_opened_and_left_many_times_in_one_write(menu: Terminal) -> None:
    menu.write(encode("1", "enter", "MET") + encode("F10", "F12") * 20 + encode("tab", "5"))
    menu.expect("ARS110/E")
    menu.settle(quiet=1.0)
    assert "MET" in menu.lines[1]
    assert menu.lines[2].split()[-1] == "5"


def test_an_error_drops_what_was_typed_ahead(menu: Terminal) -> None:
    menu.write(encode("1", "enter", "BAD", "F10", "F10", "F12", "x"))
    menu.expect("2107! No such payer (1 of 3, Enter shows the next)")
    assert "BADx" not in menu.text and "BADX" not in menu.text
    assert b"\x07" in menu.received


def test_a_question_drops_what_was_typed_ahead(menu: Terminal) -> None:
    menu.write(encode("1", "enter", "MET", "F11", "F5", "enter", "enter"))
    menu.expect("2120? Clear it? Enter=Clear F12=Back")
    assert "MET" in menu.text
    menu.press("enter")
    assert "MET" not in menu.text


def test_keys_wait_while_a_command_works() -> None:
    with Terminal([*PROGRAM, "items"]) as terminal:
        terminal.expect("short 5.00")
        terminal.write(encode("F11", "F10", "down", "down"))
        terminal.expect("3080>")
        terminal.press("x", "escape")
        terminal.expect("3081:")
        assert "296060000002 short" in terminal.text
        assert "300 done" not in terminal.text


def test_paste_types_the_first_line_only(menu: Terminal) -> None:
    menu.write(encode("1", "enter") + b"\x1b[200~MET\nF\r\x1b[201~")
    menu.expect("MET")
    assert "ARS110/E" in menu.text


def test_f3_at_the_menu_ends_the_program(menu: Terminal) -> None:
    menu.write(encode("F3"))
    assert menu.wait_closed() == 0

"""Plain, small, large and changing terminals, through a real pty."""

from __future__ import annotations

import sys

from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "tests.screens.demo_panels"]


def test_without_colour_no_colour_is_sent() -> None:
    with Terminal([*PROGRAM, "items"], env={"NO_COLOR": "1"}) as terminal:
        terminal.expect("400.00-")
        assert b"\x1b[36m" not in terminal.received
        assert "__" not in terminal.text


def test_without_colour_and_underline_cells_show_underscores() -> None:
    with Terminal([*PROGRAM, "entry"], env={"NO_COLOR": "1", "TERM": "dumb"}) as terminal:
        terminal.expect("F12=Back")
        assert "Amount . . . . . . . .  _________________________" in terminal.text


def test_the_window_grows_and_shrinks() -> None:
    with Terminal([*PROGRAM, "items"]) as terminal:
        terminal.expect("296060000012")
        terminal.resize(132, 43)
        terminal.expect("296060000031")
        assert "Delivery 31" in terminal.text
        assert terminal.lines[42].startswith(" F7=Back page")
        terminal.resize(60, 20)
        terminal.expect("artui needs 80 columns and 24 lines")
        terminal.resize(80, 24)
        terminal.expect("296060000012")
        assert "296060000013" not in terminal.text
        assert terminal.lines[23].startswith(" F7=Back page")


def test_ctrl_l_draws_the_whole_screen_again() -> None:
    with Terminal([*PROGRAM, "items"]) as terminal:
        terminal.expect("296060000012")
        before = terminal.text
        terminal.screen.reset()
        terminal.press("ctrl+l")
        assert terminal.text == before

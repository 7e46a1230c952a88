"""Function keys of every terminal, as raw bytes through a real pty."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from artui.screens.frame.keyboard import KeyParser, sco_terminal
from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "tests.screens.demo_panels", "typed"]
ALL = " ".join(f"f{number}" for number in range(1, 13))

TILDE = [b"\x1b[%d~" % n for n in (11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24)]
UPPER = TILDE[4:]
ENCODINGS: dict[str, list[bytes]] = {
    "xterm": [b"\x1bO" + bytes([c]) for c in b"PQRS"] + UPPER,
    "putty": TILDE,
    "putty vt100+": [b"\x1bO" + bytes([c]) for c in b"PQRSTUVWXYZ["],
    "rxvt": TILDE,
    "linux console": [b"\x1b[[" + bytes([c]) for c in b"ABCDE"] + UPPER[1:],
    "kitty": [b"\x1bOP", b"\x1bOQ", b"\x1b[13~", b"\x1bOS", *UPPER],
    "kitty with CSI u": [b"\x1b[P", b"\x1b[Q", b"\x1b[13~", b"\x1b[S", *UPPER],
    "kitty, modifiers told": [b"\x1b[1;1P", b"\x1b[1;1Q", b"\x1b[13;1~", b"\x1b[1;1S"]
    + [key[:-1] + b";1~" for key in UPPER],
}
SCO = [b"\x1b[" + bytes([c]) for c in b"MNOPQRSTUVWX"]


@pytest.fixture(scope="module")
def terminal() -> Iterator[Terminal]:
    with Terminal(PROGRAM) as running:
        running.expect("Press keys")
        yield running


def seen(terminal: Terminal) -> list[str]:
    """The keys since the last F5 that began a test."""
    return " ".join(terminal.lines[3:13]).split()


def send(terminal: Terminal, *keys: bytes) -> list[str]:
    """Send keys at once after a mark; the names that came."""
    terminal.send(b"\x1b[15~" + b"".join(keys))
    return seen(terminal)[1:]


@pytest.mark.parametrize("name", ENCODINGS)
def test_function_keys(terminal: Terminal, name: str) -> None:
    keys = ENCODINGS[name]
    names = [*send(terminal, *keys[:4]), "f5", *send(terminal, *keys[5:])]
    assert " ".join(names) == ALL


def test_twins(terminal: Terminal) -> None:
    twins = "gpqrnyot"
    names = send(terminal, *(bytes([ord(letter) & 31]) for letter in twins))
    assert names == [f"ctrl+{letter}" for letter in twins]


def test_twins_with_csi_u(terminal: Terminal) -> None:
    names = send(terminal, b"\x1b[103;5u", b"\x1b[13u", b"\x1b[9u", b"\x1b[127u", b"\x1b[27u")
    assert names == ["ctrl+g", "enter", "tab", "backspace", "escape"]


def test_pages_and_arrows(terminal: Terminal) -> None:
    keys = (b"\x1b[5~", b"\x1b[6~", b"\x1b[A", b"\x1bOB", b"\x1b[7~", b"\x1b[8~", b"\x1b[Z")
    names = ["pageup", "pagedown", "up", "down", "home", "end", "shift+tab"]
    assert send(terminal, *keys) == names


def test_a_lone_escape_is_a_key(terminal: Terminal) -> None:
    assert send(terminal, b"\x1b") == ["escape"]


def test_characters_beyond_ascii(terminal: Terminal) -> None:
    assert len(send(terminal, "é東".encode())) == 2


def test_bytes_that_are_no_text_do_no_harm(terminal: Terminal) -> None:
    assert send(terminal, b"\xff\xfe")[-1:] != ["f5"]
    assert send(terminal, b"\x1bOP") == ["f1"]


@pytest.mark.parametrize("env", [{}, {"TERM": "scoansi"}, {"ARTUI_KEYBOARD": "sco"}])
def test_sco(env: dict[str, str]) -> None:
    with Terminal(PROGRAM, env={"TERM": "xterm", **env}) as terminal:
        terminal.expect("Press keys")
        first = send(terminal, *SCO[:4])
        assert [*first, "f5", *send(terminal, *SCO[5:])] == ALL.split()
        assert send(terminal, b"\x1b[I", b"\x1b[G", b"\x1b[L") == ["pageup", "pagedown", "insert"]


def test_sco_first_key_is_ambiguous_unless_the_terminal_is_named() -> None:
    assert sco_terminal({"TERM": "scoansi"})
    assert not sco_terminal({"TERM": "xterm-256color"})
    assert [event.key for event in KeyParser(sco=True).feed("\x1b[P")] == ["f4"]  # type: ignore[attr-defined]
    assert [event.key for event in KeyParser().feed("\x1b[P")] == ["f1"]  # type: ignore[attr-defined]

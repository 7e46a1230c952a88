"""Function keys of every terminal a clerk may sit at, and the driver that reads them.

The driver never switches the mouse, focus reports or a keyboard protocol on, and asks the
terminal no question, so a line as slow or a terminal as plain as any is served alike.

Two families contradict each other: SCO sends ``ESC [ P`` for F4, kitty (when another program
left its protocol on) for F1. SCO is meant when ``TERM`` says so, when ``ARTUI_KEYBOARD=sco``, or
from the first key that only SCO sends.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable, Mapping

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

READ_SIZE = 4096
_IGNORED_WRITES = frozenset({"\x1b[?1004h", "\x1b[?1004l", "\x1b[<u"})

_IGNORED_BEGINNINGS = ("\x1b]22;", "\x1b[>")
"""The pointer's shape and the keyboard protocol."""


def _numbered(prefix: str, finals: str, first: int = 1) -> dict[str, str]:
    return {prefix + final: f"f{number}" for number, final in enumerate(finals, first)}


def _tilde() -> dict[str, str]:
    """``ESC [ n ~`` of PuTTY, rxvt and every VT220: the numbers leave gaps."""
    numbers = (11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24)
    return {f"\x1b[{number}~": f"f{place}" for place, number in enumerate(numbers, 1)}


COMMON: dict[str, str] = {
    **_numbered("\x1bO", "PQRSTUVWXYZ["),  # xterm and the VT100+ setting of PuTTY
    **_tilde(),
    **_numbered("\x1b[[", "ABCDE"),  # Linux console
    **_numbered("\x1b[1;1", "PQRS"),  # kitty, modifiers told
    "\x1b[M": "f1",
    "\x1b[N": "f2",
    **_numbered("\x1b[", "TUVWX", 8),  # SCO
    "\x1b[L": "insert",
    "\n": "enter",  # typed before the terminal was ours
    "\x1bOM": "enter",
    "\x1b[1~": "home",
    "\x1b[4~": "end",
}
"""Sequences that mean one key on every terminal that sends them."""

KITTY: dict[str, str] = _numbered("\x1b[", "PQRS")
SCO: dict[str, str] = {**_numbered("\x1b[", "PQRS", 4), "\x1b[G": "pagedown"}
"""What only SCO means; its F3 and PgUp look like the focus reports no one asked for."""

_SCO_ONLY = frozenset({"\x1b[M", "\x1b[N", "\x1b[L", "\x1b[T", "\x1b[U", "\x1b[V"})
_FOCUS_REPORTS: dict[type[Message], str] = {events.AppBlur: "f3", events.AppFocus: "pageup"}


def sco_terminal(environ: Mapping[str, str]) -> bool:
    """Whether the environment says that keys come as SCO sends them."""
    named = environ.get("ARTUI_KEYBOARD", "").lower() == "sco"
    return named or "sco" in environ.get("TERM", "").lower()


class KeyParser(XTermParser):
    """Textual's parser with all function keys, and CSI-u keys without asking for them."""

    def __init__(self, *, sco: bool = False) -> None:
        self._sco = sco
        super().__init__()

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if key := self._named(sequence):
            return [events.Key(key, "\r" if key == "enter" else None)]
        if sequence.startswith("\x1b[") and sequence.endswith(("u", "~", "P", "Q", "R", "S")):
            extended = self._parse_extended_key(sequence)
            if extended is not None:
                return [key.copy() for key in extended]
        return super()._sequence_to_key_events(sequence, alt)

    def _named(self, sequence: str) -> str | None:
        if sequence in _SCO_ONLY:
            self._sco = True
        return COMMON.get(sequence) or (SCO if self._sco else KITTY).get(sequence)

    def keys(self, messages: Iterable[Message]) -> Iterable[Message]:
        """The messages with focus reports, which were never asked for, as SCO's keys."""
        for message in messages:
            key = _FOCUS_REPORTS.get(type(message))
            if key is None:
                yield message
            else:
                self._sco = True
                yield events.Key(key, None)


class QuietDriver(LinuxDriver):
    """A terminal driver that reads keys and writes screens, and says nothing else."""

    def write(self, data: str) -> None:
        """Write to the terminal, but leave its focus reports, protocols and pointer alone."""
        if data not in _IGNORED_WRITES and not data.startswith(_IGNORED_BEGINNINGS):
            super().write(data)

    def _request_terminal_sync_mode_support(self) -> None:
        """Updates are small enough to show as they come."""

    def _query_in_band_window_resize(self) -> None:
        """The window's changes come by signal."""

    def run_input_thread(self) -> None:
        """Read keys until told to stop, and hand them on one message each."""
        selector = selectors.SelectSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        parser = KeyParser(sco=sco_terminal(os.environ))
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        try:
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    data = os.read(self.fileno, READ_SIZE)
                    if not data:
                        break
                    for message in parser.keys(parser.feed(decode(data))):
                        self.process_message(message)
                for message in parser.keys(parser.tick()):
                    self.process_message(message)
        finally:
            selector.close()

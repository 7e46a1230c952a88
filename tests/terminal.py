"""A terminal for tests: runs a program in a pty, types keys, shows its screen as text.

with Terminal([sys.executable, "program.py"], size=(80, 24)) as terminal:
    terminal.expect("Payment received")
    terminal.press("tab", "F4")
    bytes_sent = terminal.type("MET")
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

import pyte

KEYS: dict[str, bytes] = {
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D",
    "home": b"\x1b[H", "end": b"\x1b[F", "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~",
    "tab": b"\t", "shift+tab": b"\x1b[Z", "enter": b"\r", "escape": b"\x1b",
    "backspace": b"\x7f", "delete": b"\x1b[3~", "insert": b"\x1b[2~",
    "F1": b"\x1bOP", "F2": b"\x1bOQ", "F3": b"\x1bOR", "F4": b"\x1bOS", "F5": b"\x1b[15~",
    "F6": b"\x1b[17~", "F7": b"\x1b[18~", "F8": b"\x1b[19~", "F9": b"\x1b[20~",
    "F10": b"\x1b[21~", "F11": b"\x1b[23~", "F12": b"\x1b[24~",
}  # fmt: skip

# pyte prints the tail of sequences it doesn't know.
_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")


def encode(*keys: str) -> bytes:
    """Keys as an xterm sends them: a name, ``ctrl+x``, or plain text."""
    out = b""
    for key in keys:
        if key.startswith("ctrl+") and len(key) == 6:
            out += bytes([ord(key[5]) & 31])
        else:
            out += KEYS.get(key, key.encode())
    return out


class Terminal:
    """A program in a pty of ``size`` (columns, lines)."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        quiet: float = 0.15,
        patience: float = 20.0,
    ) -> None:
        self.quiet, self.patience = quiet, patience
        self.received = bytearray()
        self.last_byte = 0.0
        """When the last byte came, on the clock of :func:`time.perf_counter`."""
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._open = True
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            environ = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(env or {})}
            environ.update(COLUMNS="", LINES="")
            os.execvpe(command[0], list(command), environ)
        self.resize(*size)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the terminal."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, blanks at the end cut off."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.lines)

    def write(self, data: bytes) -> None:
        """Send bytes and don't wait."""
        os.write(self.fd, data)

    def press(self, *keys: str) -> int:
        """Send keys one at a time, wait until the screen is still; the bytes that came."""
        return sum(self.send(encode(key)) for key in keys)

    def type(self, text: str) -> int:
        """Type text, a character at a time; the bytes that came."""
        return self.press(*text)

    def send(self, data: bytes) -> int:
        """Send bytes at once, wait until the screen is still; the bytes that came."""
        self.write(data)
        return self.settle()

    def settle(self, quiet: float | None = None) -> int:
        """Read until nothing came for a while; the bytes that came."""
        before = len(self.received)
        end = time.monotonic() + self.patience
        while self._open and time.monotonic() < end and self._read(quiet or self.quiet):
            pass
        return len(self.received) - before

    def expect(self, text: str) -> None:
        """Wait until the text is on the screen, then until it is still."""
        self.wait_for(text)
        self.settle()

    def wait_for(self, text: str) -> None:
        """Wait until the text is on the screen, no longer."""
        end = time.monotonic() + self.patience
        while text not in self.text:
            if not self._open or time.monotonic() > end:
                raise AssertionError(f"{text!r} didn't come. The screen shows:\n{self.text}")
            self._read(0.05)

    def wait_closed(self) -> int:
        """Wait for the program to end; its exit status."""
        end = time.monotonic() + self.patience
        while self._open and time.monotonic() < end:
            self._read(0.05)
        _pid, status = os.waitpid(self.pid, 0)
        self.pid = 0
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """End the program."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0
        os.close(self.fd)

    def _read(self, timeout: float) -> bool:
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            data = b""
        if not data:
            self._open = False
            return False
        self.received += data
        self.last_byte = time.perf_counter()
        self._stream.feed(_UNKNOWN.sub(b"", data))
        return True

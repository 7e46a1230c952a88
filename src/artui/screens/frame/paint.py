"""What the terminal shows, kept as cells, so that only cells that differ are ever sent.

Bytes are latency over a slow line. Textual repaints whole widgets; this keeps a copy of the
screen behind the terminal's glass and turns any repaint into the moves and characters that
change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

Cell = tuple[str, str]
"""A character with its marks, and its SGR codes; a wide character's second cell holds ``""``."""

BLANK: Cell = (" ", "")
_GAP = 4
"""Unchanged cells cheaper to send again than to jump over."""


@lru_cache(256)
def sgr(style: Style | None) -> str:
    """The SGR codes of a style, ``4;31``, empty for plain text."""
    if style is None:
        return ""
    rendered = style.render("x", color_system=ColorSystem.STANDARD)
    return rendered[2 : rendered.index("m")] if rendered.startswith("\x1b[") else ""


def to_cells(strips: Iterable[Strip]) -> list[Cell]:
    """The cells of strips that stand side by side."""
    line: list[Cell] = []
    for strip in strips:
        for text, style, _control in strip:
            codes = sgr(style)
            if text.isascii():
                line.extend([(character, codes) for character in text])
            else:
                _add_wide(line, text, codes)
    return line


def _add_wide(line: list[Cell], text: str, codes: str) -> None:
    for character in text:
        width = get_character_cell_size(character)
        if width == 0 and line:
            line[-1] = (line[-1][0] + character, line[-1][1])
        else:
            line.append((character, codes))
            line.extend([("", codes)] * (width - 1))


def changes(update: CompositorUpdate) -> Iterator[tuple[int, int, list[Cell]]]:
    """What a repaint of Textual puts on the screen, as ``(y, x, cells)``."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, update.region.x, to_cells(strips)
    elif isinstance(update, ChopsUpdate):
        for y in sorted({y for y, _x1, _x2 in update.spans}):
            yield from _joined(y, update.chops[y])


def _joined(y: int, chops: Mapping[int, Strip | None]) -> Iterator[tuple[int, int, list[Cell]]]:
    """The pieces of a line that were drawn, those that touch put together."""
    start, line = 0, list[Cell]()
    for x, strip in sorted(chops.items()):
        if strip is None:
            continue
        if line and x != start + len(line):
            yield y, start, line
            line = []
        if not line:
            start = x
        line.extend(to_cells([strip]))
    if line:
        yield y, start, line


class Painter:
    """Keeps the terminal's screen and writes the shortest way to another one."""

    def __init__(self) -> None:
        self.width = self.height = 0
        self._lines: list[list[Cell]] = []
        self._clear = True
        self._place: tuple[int, int] | None = None
        self._codes: str | None = None

    def reset(self, width: int, height: int) -> None:
        """Forget what is shown; the next update clears the terminal first."""
        self.width, self.height = width, height
        self._lines = [[BLANK] * width for _ in range(height)]
        self._clear = True
        self._place = self._codes = None

    def update(self, changes: Iterable[tuple[int, int, list[Cell]]]) -> str:
        """The bytes that put each ``(y, x, cells)`` on the screen; empty if all stand there."""
        out: list[str] = []
        if self._clear:
            self._clear = False
            out.append("\x1b[m\x1b[2J")
            self._place, self._codes = None, ""
        for y, x, line in changes:
            if 0 <= y < self.height:
                self._update_line(out, y, x, line[: self.width - x])
        return "".join(out)

    def move(self, x: int, y: int) -> str:
        """The bytes that bring the (hidden) cursor to a cell, for whoever follows it."""
        out: list[str] = []
        self._move(out, x, y)
        return "".join(out)

    def _update_line(self, out: list[str], y: int, x: int, new: list[Cell]) -> None:
        old = self._lines[y]
        end = x + len(new)
        if old[x:end] == new:
            return
        if end == self.width:
            end = self._blank_tail(new, x)
        at = x
        while at < end:
            if old[at] == new[at - x]:
                at += 1
                continue
            stop = self._run_end(old, new, at, end, x)
            while at > x and old[at][0] == "":
                at -= 1
            self._write(out, at, y, new[at - x : stop - x])
            at = stop
        if end < x + len(new) and old[end:] != new[end - x :]:
            self._move(out, end, y)
            self._style(out, "")
            out.append("\x1b[K")
        old[x : x + len(new)] = new

    def _blank_tail(self, new: list[Cell], x: int) -> int:
        """Where the plain blanks at the end of the line begin: one sequence clears them."""
        end = len(new)
        while end and new[end - 1] == BLANK:
            end -= 1
        return x + (end if len(new) - end > 3 else len(new))

    @staticmethod
    def _run_end(old: list[Cell], new: list[Cell], at: int, end: int, x: int) -> int:
        """Where a run of cells to write ends: at more equal cells than a jump costs."""
        stop = at + 1
        equal = 0
        codes = new[at - x][1]
        for here in range(at + 1, end):
            cell = new[here - x]
            if old[here] != cell:
                equal, stop, codes = 0, here + 1, cell[1]
                continue
            equal += 1
            if equal > _GAP or (cell[1] != codes and cell[0] != ""):
                break
        while stop < end and new[stop - x][0] == "":
            stop += 1
        return stop

    def _write(self, out: list[str], x: int, y: int, line: list[Cell]) -> None:
        self._move(out, x, y)
        for character, codes in line:
            if character:
                self._style(out, codes)
                out.append(character)
        # At the right edge terminals differ in where they say the cursor is.
        self._place = (x + len(line), y) if x + len(line) < self.width else None

    def _style(self, out: list[str], codes: str) -> None:
        if codes != self._codes:
            plain = self._codes == ""
            out.append(f"\x1b[{codes}m" if plain or not codes else f"\x1b[0;{codes}m")
            self._codes = codes

    def _move(self, out: list[str], x: int, y: int) -> None:
        if self._place == (x, y):
            return
        if self._place is not None and self._place[1] == y:
            distance = x - self._place[0]
            count = "" if abs(distance) == 1 else str(abs(distance))
            out.append(f"\x1b[{count}{'C' if distance > 0 else 'D'}")
        elif self._place is not None and x == 0 and y == self._place[1] + 1:
            out.append("\r\n")
        else:
            out.append(f"\x1b[{y + 1};{x + 1}H")
        self._place = (x, y)

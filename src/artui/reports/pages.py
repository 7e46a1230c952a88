"""Lines cut into pages: what stands at the top of each, and widths counted in cells, since a
Chinese or Japanese letter takes two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import combining, east_asian_width

WIDTH = 78
"""Cells of a line: a screen of 80 shows it whole behind the cursor."""

PAGE = 60
"""Lines of a page; both A4 and US letter have room for them."""


class Line(NamedTuple):
    """A line of paper. ``heads`` are repeated above it where it begins a page; ``begins`` so many
    lines that must not be torn apart, itself counted; ``row`` is the row it shows, from 0."""

    text: str = ""
    heads: tuple[str, ...] = ()
    begins: int = 1
    row: int = -1


Page = Sequence[str]
Top = Callable[[int, int], Sequence[str]]
"""What stands at the top of a page, by its number and how many there are."""


def paged(lines: Sequence[Line], top: Top, length: int = PAGE) -> list[Page]:
    """The lines as pages of at most ``length`` lines, each under its top."""
    room = length - len(top(1, 1))
    bodies: list[list[str]] = [[]]
    for at, line in enumerate(lines):
        together = 1 if at and lines[at - 1].begins > line.begins else line.begins
        if len(bodies[-1]) + min(together, room) > room:
            bodies.append([])
        if not bodies[-1]:
            if not line.text and len(bodies) > 1:
                continue  # a page doesn't begin with a blank line
            bodies[-1].extend(line.heads)
        bodies[-1].append(line.text.rstrip())
    count = len(bodies)
    return [[*top(number, count), *body] for number, body in enumerate(bodies, 1)]


def plain_pages(lines: Sequence[str]) -> list[Page]:
    """Lines of a report as pages: as they are where one page has room for them, else its first
    line, the title, on each with the number of the page."""
    if len(lines) <= PAGE:
        return [lines]
    body = [Line(text) for text in lines[1:]]
    return paged(body, lambda number, count: [lines[0], f"Page {number} of {count}".rjust(WIDTH)])


def with_breaks(pages: Sequence[Page]) -> Iterator[str]:
    """The lines of pages for a printer: a form feed before each page but the first."""
    for number, page in enumerate(pages):
        for at, line in enumerate(page):
            yield f"\f{line}" if number and not at else line


def width(text: str) -> int:
    """Cells that a text takes."""
    if text.isascii():
        return len(text)
    return sum(cells_of(letter) for letter in text)


def cells_of(letter: str) -> int:
    """Cells that a letter takes: two if it is wide, none if it only marks the one before it."""
    return 0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1


def cut(text: str, room: int) -> str:
    """As much of a text as fits into so many cells."""
    if width(text) <= room:
        return text
    taken = 0
    for at, letter in enumerate(text):
        taken += cells_of(letter)
        if taken > room:
            return text[:at]
    return text


def padded(text: str, room: int, *, right: bool = False) -> str:
    """A text in so many cells, cut if it is longer."""
    text = cut(text, room)
    blanks = " " * (room - width(text))
    return blanks + text if right else text + blanks


def between(left: str, right: str, room: int = WIDTH) -> str:
    """One text at the left, one at the right of a line."""
    return padded(left, room - width(right) - 1) + " " + right

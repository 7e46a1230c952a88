"""Text as the terminal shows it: data made inert, measured and cut in cells, not characters."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

INERT = "·"
"""Stands for every character that would steer a terminal or turn the direction of a line."""

TOO_WIDE = "#"
"""Fills a column too narrow for its figure: a figure is never shown without its first digits."""


def inert(text: str) -> str:
    """The text with control, format, bidirectional and unassigned characters made visible dots.

    Other blanks than the plain space become a space, so that nothing hides in a name.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else " " if character == "\u00a0" else INERT
        for character in text
    )


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly ``width`` cells: padded, or cut at the end of the column.

    A figure (``right``) that doesn't fit is replaced by ``#``, never cut.
    """
    text = inert(text)
    length = len(text) if text.isascii() else cell_len(text)
    if length > width:
        return TOO_WIDE * width if right else set_cell_size(text, width)
    padding = " " * (width - length)
    return padding + text if right else text + padding


def shorter(status: str, room: int) -> str:
    """Where a list is (``9,988-10,000/12,345  Cols 1/3``) in at most so many cells: without the
    last row, if need be without the columns, at the worst the columns alone."""
    rows, *columns = status.split("  ")
    first, _, count = rows.partition("/")
    begins = f"{first.partition('-')[0]}/{count}"
    forms = (status, "  ".join([begins, *columns]), begins, *columns)
    return next((form for form in forms if cells(form) <= room), "")


def cells(text: str) -> int:
    """Cells the text takes."""
    return len(text) if text.isascii() else cell_len(text)

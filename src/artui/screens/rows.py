"""What a list shows: its rows come from a source in windows, its columns say how to show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from artui.screens.text import cells, fit

Row = TypeVar("Row")
RowOut = TypeVar("RowOut", covariant=True)


class RowSource(Protocol[RowOut]):
    """Rows in order, read in windows; never all at once, so a million rows open at once."""

    def count(self) -> int:
        """How many rows there are."""

    def window(self, start: int, n: int) -> Sequence[RowOut]:
        """At most ``n`` rows from row ``start`` (from 0)."""

    def find(self, text: str) -> int | None:
        """The first row not before the text in the order of the list; None if all are before."""


class ListSource(Generic[Row]):
    """A row source over a sequence at hand; ``position`` is the text a row is found by."""

    def __init__(self, rows: Sequence[Row], position: Callable[[Row], str] = str) -> None:
        self._rows = rows
        self._position = position

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def window(self, start: int, n: int) -> Sequence[Row]:
        """At most ``n`` rows from row ``start``."""
        return self._rows[start : start + n]

    def find(self, text: str) -> int | None:
        """The first row whose text is not before the one given, capital letters or not."""
        wanted = text.casefold()
        positions = (self._position(row).casefold() for row in self._rows)
        return next((at for at, position in enumerate(positions) if position >= wanted), None)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its head, width in cells, and what of a row it shows.

    ``right`` aligns figures; one with a trailing minus takes the style of credits by itself.
    ``style`` names another style for the row's cell, or none.
    """

    head: str
    width: int
    value: Callable[[Row], str]
    right: bool = False
    style: Callable[[Row], str | None] | None = None

    def cell(self, row: Row) -> tuple[str, str]:
        """The text, as wide as the column, and the name of its style."""
        text = self.value(row)
        named = self.style(row) if self.style is not None else None
        if named is None:
            named = "credit" if self.right and text.endswith("-") else "text"
        return fit(text, self.width, right=self.right), named


ColumnSet = Sequence[Column[Row]]


def heads(columns: Sequence[Column[Row]]) -> str:
    """The heads of the columns, one blank between."""
    return " ".join(
        fit(column.head, column.width, right=column.right and cells(column.head) <= column.width)
        for column in columns
    )


def width(columns: Sequence[Column[Row]]) -> int:
    """Cells the columns take, one blank between."""
    return sum(column.width for column in columns) + max(0, len(columns) - 1)

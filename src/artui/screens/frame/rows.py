"""What a list shows: its rows come from a source in windows, its columns say how to show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from artui.screens.frame.text import cells, fit

WIDE_FROM = 81
"""Column (from 0) where a wide screen goes on with what Right would show."""

Row = TypeVar("Row")
RowOut = TypeVar("RowOut", covariant=True)


class RowSource(Protocol[RowOut]):
    """Rows in order, read in windows; never all at once, so a million rows open at once.

    A source that counts on behind the list has an attribute ``unfinished`` as well.
    """

    def count(self) -> int:
        """How many rows there are."""

    def window(self, start: int, n: int) -> Sequence[RowOut]:
        """At most ``n`` rows from row ``start`` (from 0)."""

    def find(self, text: str) -> int | None:
        """The first row not before the text in the order of the list; None if all are before."""


def is_unfinished(source: RowSource[object]) -> bool:
    """Whether a source has more rows than it counted yet."""
    return bool(getattr(source, "unfinished", False))


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


def _heads(columns: Sequence[Column[Row]]) -> str:
    return " ".join(
        fit(column.head, column.width, right=column.right and cells(column.head) <= column.width)
        for column in columns
    )


def _width(columns: Sequence[Column[Row]]) -> int:
    """Cells the columns take, one blank between."""
    return sum(column.width for column in columns) + max(0, len(columns) - 1)


class ColumnView(Generic[Row]):
    """The columns of a list: ``fixed`` ones, and sets of others one of which is shown.

    A screen wider than 80 columns goes on behind them, from column 82, with the columns of the
    next sets, as many as fit whole.
    """

    def __init__(self, fixed: ColumnSet[Row], sets: Sequence[ColumnSet[Row]]) -> None:
        self._fixed, self._sets = fixed, sets
        self._at = 0

    @property
    def status(self) -> str:
        """``Cols 1/3`` if there are several sets."""
        return f"Cols {self._at + 1}/{len(self._sets)}" if len(self._sets) > 1 else ""

    def turn(self, by: int) -> bool:
        """Show the next or former set; False if there is one only."""
        self._at = (self._at + by) % len(self._sets)
        return len(self._sets) > 1

    def heads(self, lead: int, width: int) -> str:
        """The heads behind ``lead`` cells, on a screen so wide."""
        main, extra = self._visible(width)
        text = _heads(main)
        return text.ljust(WIDE_FROM - lead) + _heads(extra) if extra else text

    def cells(self, row: Row, lead: int, width: int) -> Iterator[tuple[str, str]]:
        """The texts of a row and their styles, blanks between, behind ``lead`` cells."""
        main, extra = self._visible(width)
        yield from self._texts(row, main)
        if extra:
            yield " " * (WIDE_FROM - lead - _width(main)), "text"
            yield from self._texts(row, extra)

    @staticmethod
    def _texts(row: Row, columns: Sequence[Column[Row]]) -> Iterator[tuple[str, str]]:
        for at, column in enumerate(columns):
            if at:
                yield " ", "text"
            yield column.cell(row)

    def _visible(self, width: int) -> tuple[Sequence[Column[Row]], Sequence[Column[Row]]]:
        main = [*self._fixed, *self._sets[self._at]]
        extra: list[Column[Row]] = []
        for step in range(1, len(self._sets)):
            for column in self._sets[(self._at + step) % len(self._sets)]:
                if _width([*extra, column]) > width - WIDE_FROM:
                    return main, extra
                extra.append(column)
        return main, extra

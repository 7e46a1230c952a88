"""A picture as data: bars, or the area under a curve, with what they mean; see ``blocks`` for the
terminal, ``layout`` for what SVG and PDF draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from artui.ledger.money import decimal_string, exponent, format_amount

Record = dict[str, object]

MOST_SERIES = 5
"""So many fills can be told apart in black and white."""


class Series(NamedTuple):
    """One kind of figures, stacked on those before it: a value a label. Without a name it needs
    no legend."""

    name: str
    values: tuple[int, ...]


class Mark(NamedTuple):
    """A line across the picture behind so many places: a limit."""

    after: int
    name: str


class Picture(NamedTuple):
    """Figures to look at. ``labels`` stand below them; ``about`` says whose and when.

    Values are minor units of ``currency``, or counts of ``unit`` where that is empty. A ``curve``
    has many values a label, evenly up to it; each label stands at the last of its own.
    """

    title: str
    about: tuple[str, ...]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    currency: str = ""
    unit: str = ""
    mark: Mark | None = None
    curve: bool = False

    @property
    def named(self) -> list[Series]:
        """What the legend explains."""
        return [one for one in self.series if one.name]

    @property
    def stacks(self) -> list[tuple[int, ...]]:
        """The values of all series, one tuple a place from left to right."""
        return list(zip(*(one.values for one in self.series), strict=True))

    @property
    def most(self) -> int:
        """The highest stack, at least one unit."""
        return max([1, *(above(stack) for stack in self.stacks)])

    @property
    def least(self) -> int:
        """The deepest stack below zero, 0 if none is."""
        return min([0, *(under(stack) for stack in self.stacks)])

    def shown(self, value: int) -> str:
        """A value for people."""
        if self.currency:
            return format_amount(value, self.currency)
        return f"{value:,}"

    def ticks(self, values: Iterable[int]) -> list[str]:
        """Values of a scale, without decimals where none of them has any."""
        found = list(values)
        whole = 10 ** exponent(self.currency) if self.currency else 1
        if any(value % whole for value in found):
            return [self.shown(value) for value in found]
        return [f"{abs(value) // whole:,}{'-' * (value < 0)}" for value in found]


def above(stack: Sequence[int]) -> int:
    """How high a stack stands above zero."""
    return sum(value for value in stack if value > 0)


def under(stack: Sequence[int]) -> int:
    """How deep a stack goes below zero, as a value of 0 or below."""
    return sum(value for value in stack if value < 0)


def foremost(series: Iterable[Series], rest: str = "other") -> tuple[Series, ...]:
    """Those of some series that can be told apart: the largest ones, then the others together."""
    ordered = sorted(series, key=lambda one: (-sum(map(abs, one.values)), one.name))
    if len(ordered) <= MOST_SERIES:
        return tuple(ordered)
    kept, others = ordered[: MOST_SERIES - 1], ordered[MOST_SERIES - 1 :]
    summed = tuple(sum(each) for each in zip(*(one.values for one in others), strict=True))
    return (*kept, Series(rest, summed))


def records_of(picture: Picture) -> Iterator[Record]:
    """The figures for programs, one a label and series; of a curve those at its labels."""
    places = len(picture.series[0].values) if picture.series else 0
    width = places // len(picture.labels) if picture.labels else 1
    for one in picture.series:
        for at, label in enumerate(picture.labels):
            value = one.values[(at + 1) * width - 1]
            yield {
                "picture": picture.title,
                "series": one.name,
                "label": label,
                "unit": picture.currency or picture.unit,
                "value": decimal_string(value, picture.currency) if picture.currency else value,
            }

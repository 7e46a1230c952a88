"""A curve as an area of block characters, eighths of a cell high, with its scale; pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_EIGHTHS = " ▁▂▃▄▅▆▇█"


class Scale(NamedTuple):
    """What the height of a picture means: ``step`` a line, ``lines`` of them above zero and some
    ``below``."""

    step: int
    lines: int
    below: int = 0

    @property
    def top(self) -> int:
        """The value at the upper edge."""
        return self.step * self.lines


def scale_for(most: int, lines: int, least: int = 0) -> Scale:
    """The smallest scale of 1, 2, 2.5 or 5 times a power of ten on which so many lines hold all
    from ``least`` (0 or below) to ``most``."""
    magnitude = 1
    while True:
        for tenths in (10, 20, 25, 50):
            if tenths * magnitude % 10 == 0:
                step = tenths * magnitude // 10
                below = lines_for(-least, step)
                if lines_for(most, step) + below <= lines:
                    return Scale(step, lines - below, below)
        magnitude *= 10


def lines_for(value: int, step: int) -> int:
    """How many lines a value takes, the last perhaps in part."""
    return -(-value // step)


def area(values: Sequence[int], scale: Scale) -> list[str]:
    """The lines of the picture from the top, one column a value; what is above zero shows."""
    return [
        "".join(cell(value, scale, below) for value in values)
        for below in reversed(range(scale.lines))
    ]


def cell(value: int, scale: Scale, below: int) -> str:
    """What a value fills of the cell that stands on so many lines, in eighths; never nothing of
    the lowest if it is above zero."""
    if value <= 0:
        return " "
    eighths = min(8 * scale.lines, max(1, (16 * value + scale.step) // (2 * scale.step)))
    return _EIGHTHS[min(8, max(0, eighths - 8 * below))]


def between(ticks: Sequence[int], width: int) -> list[int]:
    """Values for ``width`` columns under each pair of neighbouring ticks, evenly between them; the
    last tick is the last value."""
    found = [
        low + (high - low) * at // width
        for low, high in pairwise(ticks)
        for at in range(1, width + 1)
    ]
    return found or list(ticks)

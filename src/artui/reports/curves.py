"""A curve as an area of block characters, eighths of a cell high, with its scale; pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_EIGHTHS = " ▁▂▃▄▅▆▇█"


class Scale(NamedTuple):
    """What the height of a picture means: ``step`` a line, ``lines`` of them."""

    step: int
    lines: int

    @property
    def top(self) -> int:
        """The value at the upper edge."""
        return self.step * self.lines


def scale_for(most: int, lines: int) -> Scale:
    """The smallest scale of 1, 2, 2.5 or 5 times a power of ten that holds a value."""
    magnitude = 1
    while True:
        for tenths in (10, 20, 25, 50):
            if tenths * magnitude % 10 == 0:
                step = tenths * magnitude // 10
                if step * lines >= most:
                    return Scale(step, lines)
        magnitude *= 10


def area(values: Sequence[int], scale: Scale) -> list[str]:
    """The lines of the picture from the top, one column a value; what is above zero shows."""
    heights = [_eighths(value, scale) for value in values]
    return [
        "".join(_EIGHTHS[min(8, max(0, height - 8 * below))] for height in heights)
        for below in reversed(range(scale.lines))
    ]


def _eighths(value: int, scale: Scale) -> int:
    if value <= 0:
        return 0
    return min(8 * scale.lines, max(1, (16 * value + scale.step) // (2 * scale.step)))


def between(ticks: Sequence[int], width: int) -> list[int]:
    """Values for ``width`` columns under each pair of neighbouring ticks, evenly between them; the
    last tick is the last value."""
    found = [
        low + (high - low) * at // width
        for low, high in pairwise(ticks)
        for at in range(1, width + 1)
    ]
    return found or list(ticks)

"""Where everything of a picture stands on paper: boxes, strokes, areas and texts, in points from
the upper left corner. SVG and PDF draw the same; fills are told apart in black and white.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from artui.reports.pages import cut, width
from artui.reports.pictures.curves import Scale, lines_for, scale_for
from artui.reports.pictures.picture import Picture

WIDTH, HEIGHT = 480, 320
"""A picture in points; two stand on a page of A4."""

BLACK, WHITE = 0, 100


class Box(NamedTuple):
    """A rectangle of a gray (0 black, 100 white), with a thin edge."""

    x: float
    y: float
    width: float
    height: float
    gray: int


class Stroke(NamedTuple):
    """A line of a thickness, whole or in dashes."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight: float = 0.5
    dashed: bool = False
    gray: int = BLACK


class Area(NamedTuple):
    """A polygon of a gray, without an edge."""

    points: tuple[tuple[float, float], ...]
    gray: int


class Words(NamedTuple):
    """A text whose left end, middle or right end (``anchor``) is at a place of its base line; set
    in a font of one width, so that what it takes is known: :data:`LETTER` of its size a cell."""

    x: float
    y: float
    text: str
    size: float
    anchor: str = "start"
    bold: bool = False


Shape = Box | Stroke | Area | Words

LETTER = 0.6
_MARGIN = 10
_TITLE, _ABOUT, _SMALL = 11, 8, 7
_LINE = 11
_SWATCH = 8
_GRIDS = 6

_FILLS = ((25, ""), (WHITE, "/"), (72, ""), (WHITE, "-"), (WHITE, "\\"))
"""The gray and the hatching of the first, second … series."""

_AREAS = (25, 72, 50, 88, 40)
"""Grays of the areas under a curve."""

_HATCH = 3.2
"""Points between two lines of a hatching."""


def shapes(picture: Picture) -> Iterator[Shape]:
    """All that is drawn, the ground first."""
    down: float = _MARGIN + _TITLE
    yield Words(_MARGIN, down, _fitting(picture.title, _TITLE), _TITLE, bold=True)
    for line in picture.about:
        down += _LINE
        yield Words(_MARGIN, down, _fitting(line, _ABOUT), _ABOUT)
    if picture.named:
        for shape in _legend(picture, down + _LINE + 3):
            down = max(down, shape.y) if isinstance(shape, Words) else down
            yield shape
    if picture.series:
        yield from _Plot(picture, down + 24).shapes()
    else:
        yield Words(_MARGIN, down + 2 * _LINE, "Nothing to show.", _ABOUT)


def _fitting(text: str, size: float) -> str:
    return cut(text, int((WIDTH - 2 * _MARGIN) / (size * LETTER)))


def wide(text: str, size: float) -> float:
    """Points that a text takes."""
    return width(text) * size * LETTER


def _legend(picture: Picture, down: float) -> Iterator[Shape]:
    """A swatch and a name for each series, in as many lines as it takes."""
    x = float(_MARGIN)
    for at, one in enumerate(picture.named):
        name = cut(one.name, 40)
        taken = _SWATCH + 4 + wide(name, _ABOUT) + 14
        if x > _MARGIN and x + taken > WIDTH - _MARGIN:
            x, down = _MARGIN, down + _LINE + 2
        yield from _filled(Box(x, down - _SWATCH + 1, _SWATCH, _SWATCH, WHITE), picture, at)
        yield Words(x + _SWATCH + 4, down, name, _ABOUT)
        x += taken


def _filled(box: Box, picture: Picture, at: int) -> Iterator[Shape]:
    """A box in the fill of a series."""
    gray, hatch = (_AREAS[at], "") if picture.curve else _FILLS[at]
    yield box._replace(gray=gray)
    if hatch:
        yield from _hatching(box, hatch)


def _hatching(box: Box, hatch: str) -> Iterator[Stroke]:
    """Parallel lines within a box: level, rising or falling."""
    x, right, bottom = box.x, box.x + box.width, box.y + box.height
    if hatch == "-":
        count = int(box.height / _HATCH)
        for at in range(1, count + 1):
            yield Stroke(x, bottom - at * _HATCH, right, bottom - at * _HATCH)
        return
    step = _HATCH * 1.4
    for at in range(1, int((box.width + box.height) / step) + 1):
        along = at * step
        low = (x + min(along, box.width), bottom - max(0.0, along - box.width))
        high = (x + max(0.0, along - box.height), bottom - min(along, box.height))
        if hatch == "\\":
            low, high = (x + right - low[0], low[1]), (x + right - high[0], high[1])
        yield Stroke(*low, *high)


class _Plot:
    """The part with axes, below what was said."""

    def __init__(self, picture: Picture, top: float) -> None:
        self._picture = picture
        scale = scale_for(picture.most, _GRIDS, picture.least)
        self._scale = Scale(scale.step, lines_for(picture.most, scale.step), scale.below)
        values = [at * scale.step for at in range(-self._scale.below, self._scale.lines + 1)]
        self._ticks = list(zip(values, picture.ticks(values), strict=True))
        self._left = _MARGIN + max(wide(text, _SMALL) for _value, text in self._ticks) + 6
        self._right = WIDTH - _MARGIN
        self._top, self._bottom = top, HEIGHT - _MARGIN - 14
        labels = max(1, len(picture.labels))
        self._slot = (self._right - self._left) / labels

    def shapes(self) -> Iterator[Shape]:
        """Grid, bars or areas, axis, mark, labels."""
        yield from self._grid()
        yield from self._areas() if self._picture.curve else self._bars()
        zero = self._y(0)
        yield Stroke(self._left, zero, self._right, zero, 1)
        yield from self._mark()
        yield from self._labels()

    def _y(self, value: int) -> float:
        low = -self._scale.below * self._scale.step
        span = (self._scale.lines + self._scale.below) * self._scale.step
        return self._bottom - (value - low) * (self._bottom - self._top) / span

    def _grid(self) -> Iterator[Shape]:
        for value, text in self._ticks:
            y = self._y(value)
            yield Stroke(self._left, y, self._right, y, 0.4, gray=80)
            yield Words(self._left - 4, y + _SMALL / 3, text, _SMALL, "end")

    def _bars(self) -> Iterator[Shape]:
        picture, bar = self._picture, min(self._slot * 0.66, 70)
        for at, stack in enumerate(picture.stacks):
            x = self._left + at * self._slot + (self._slot - bar) / 2
            reached = {1: 0, -1: 0}
            for which, value in enumerate(stack):
                sign = 1 if value > 0 else -1
                begin, end = reached[sign], reached[sign] + value
                reached[sign] = end
                if value:
                    y = min(self._y(begin), self._y(end))
                    tall = abs(self._y(end) - self._y(begin))
                    yield from _filled(Box(x, y, bar, tall, WHITE), picture, which)
            figure = picture.shown(sum(stack)) if any(stack) else ""
            if wide(figure, _SMALL) < self._slot - 2:
                over = self._y(reached[1]) - 3
                yield Words(x + bar / 2, over, figure, _SMALL, "middle")

    def _areas(self) -> Iterator[Shape]:
        """Each series as an area on those before it, the lowest drawn last and so in front."""
        stacks, count = self._picture.stacks, len(self._picture.series)
        step = (self._right - self._left) / len(stacks)
        for which in reversed(range(count)):
            tops = [
                (self._left + (at + 1) * step, self._y(sum(max(0, v) for v in stack[: which + 1])))
                for at, stack in enumerate(stacks)
            ]
            zero = self._y(0)
            points = ((self._left, zero), *tops, (self._right, zero))
            yield Area(points, _AREAS[which])

    def _mark(self) -> Iterator[Shape]:
        mark = self._picture.mark
        if mark is not None:
            places = len(self._picture.stacks)
            x = self._left + mark.after * (self._right - self._left) / places
            top = self._top - 10
            yield Stroke(x, top, x, self._bottom, 2, gray=WHITE)  # seen on a dark area too
            yield Stroke(x, top, x, self._bottom, 1, dashed=True)
            yield Words(x - 4, top - 1, mark.name, _SMALL, "end", bold=True)

    def _labels(self) -> Iterator[Shape]:
        labels, size = self._picture.labels, _SMALL
        widest = max((wide(label, size) for label in labels), default=0) + 4
        every = max(1, int(-(-widest // self._slot)))
        for at in range(0, len(labels), every):
            x = self._left + at * self._slot
            if self._picture.curve:
                end = x + self._slot
                yield Stroke(end, self._y(0), end, self._y(0) + 3)
                yield Words(end, self._bottom + 12, labels[at], size, "end")
            else:
                x += self._slot / 2
                yield Words(x, self._bottom + 12, labels[at], size, "middle")

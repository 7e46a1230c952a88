"""Fixed places on the screen, counted as the eye counts them: line 1 is the title.

Columns and lines begin at 1; a negative line counts from the last (-1 is the last key line, -3
the message line), so the body between grows with the terminal and the foot stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.strip import Strip
from textual.widget import Widget

MIN_WIDTH = 80
MIN_HEIGHT = 24


def line_index(line: int, height: int) -> int:
    """The row (from 0) of a line (from 1, or negative from the last) on a screen so high."""
    return line - 1 if line > 0 else height + line


def large_enough(size: Size) -> bool:
    """Whether the screen holds 80 columns and 24 lines."""
    return size.width >= MIN_WIDTH and size.height >= MIN_HEIGHT


@dataclass(frozen=True, slots=True)
class Place:
    """Where a widget stands: from ``line`` to ``last`` (the same line if 0), from ``col``.

    ``width`` 0 reaches the right edge.
    """

    line: int
    col: int = 1
    width: int = 0
    last: int = 0

    def region(self, size: Size) -> Region:
        """The cells taken on a screen of that size."""
        top = line_index(self.line, size.height)
        bottom = line_index(self.last, size.height) if self.last else top
        width = self.width or size.width - self.col + 1
        return Region(self.col - 1, top, width, max(1, bottom - top + 1))


class Part(Widget):
    """A widget with a fixed place, drawn by itself, that tells its panel what happens.

    Messages go straight into the panel's queue, in the order of the keys that caused them: the
    next key typed ahead is delivered only when the panel has handled them all.
    """

    can_focus = True
    position = ""
    """The field that takes what is typed here, if any."""

    def __init__(self, place: Place, *, name: str) -> None:
        super().__init__(name=name)
        self.place = place
        self._drawn: dict[int, Strip] = {}

    @property
    def reachable(self) -> bool:
        """Whether the cursor can come here."""
        return True

    def press(self, key: str, character: str | None) -> bool:
        """Take a key; False if it has no meaning here."""
        return False

    def run(self) -> None:
        """Enter in a part that is no field."""

    def cursor_place(self) -> tuple[int, int]:
        """Row and column (from 0) of the cursor on the screen."""
        raise NotImplementedError

    def enter(self, *, keep: bool = False) -> None:
        """The cursor comes."""
        self.redraw()

    def draw(self, y: int) -> Strip:
        """One line of the widget (from 0), at least as wide as it."""
        raise NotImplementedError

    def redraw(self, *lines: int) -> None:
        """Draw these lines (from 0) again, or all."""
        if not lines:
            self._drawn.clear()
            self.refresh()
            return
        for line in lines:
            self._drawn.pop(line, None)
        self.refresh(*(Region(0, line, self.size.width, 1) for line in lines))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; each is drawn once until it changes."""
        width = self.size.width
        strips = []
        for y in range(crop.y, crop.bottom):
            strip = self._drawn.get(y)
            if strip is None or strip.cell_length != width:
                strip = self._drawn[y] = self.draw(y).adjust_cell_length(width)
            strips.append(strip.crop(crop.x, crop.right))
        return strips


class PlaceLayout(Layout):
    """Puts every :class:`Part` at its place; too small a screen shows none of them."""

    name = "place"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """Placements in the order of the children."""
        if not large_enough(size):
            return []
        return [
            WidgetPlacement(child.place.region(size), NULL_OFFSET, NULL_SPACING, child, order)
            for order, child in enumerate(children)
            if isinstance(child, Part)
        ]

"""Spots: lines of text on which the cursor goes from figure to figure, and Enter opens one.

    Spots("figures", first=2, last=-5, position="go")

A panel puts text on lines counted from its first (:meth:`Spots.put`); text with a ``key`` is a
spot. Arrows go to the nearest spot that way; Enter tells the panel :class:`Spots.Opened` with its
key. Characters typed go to the field named by ``position``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from artui.screens.frame.canvas import Canvas, Span
from artui.screens.frame.place import Part, Place
from artui.screens.frame.text import cells

if TYPE_CHECKING:
    from artui.screens.frame.board import Board

_ASIDE = 20
"""Columns from which on a spot of another line stands at one's side, not below or above."""

_AWAY = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


class Spot(NamedTuple):
    """A place the cursor can stand on: line (from 1) and column of its text, and its key."""

    line: int
    col: int
    text: str
    key: str


class Spots(Part):
    """Text with places in it that lead somewhere."""

    class Opened(Message):
        """Enter was pressed on the spot with ``key``."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, name: str, *, first: int, last: int, position: str = "") -> None:
        super().__init__(Place(first, last=last), name=name)
        self.position = position
        self._canvas = Canvas()
        self._spots: dict[tuple[int, int], Spot] = {}
        self._at = 0, 0

    def clear(self) -> None:
        """Take all text away; the cursor stays at its place if a spot comes there again."""
        self._canvas = Canvas()
        self._spots = {}
        self.redraw()

    def put(self, line: int, col: int, text: str, style: str = "text", *, key: str = "") -> None:
        """Write text at a line of the part (from 1) and a column; with a key it is a spot."""
        self._canvas.put(line, Span(col, text, style))
        if key:
            begins = col + len(text) - len(text.lstrip())
            self._spots[line, begins] = Spot(line, begins, text.strip(), key)
        self.redraw(line - 1)

    @property
    def reachable(self) -> bool:
        """Whether there is a place for the cursor."""
        return bool(self._spots)

    @property
    def spot(self) -> Spot | None:
        """The one under the cursor; the lowest at the left if there is none any more."""
        lowest = max(self._spots.values(), key=lambda spot: (spot.line, -spot.col), default=None)
        return self._spots.get(self._at, lowest)

    # --- keys ---------------------------------------------------------------------------------

    def press(self, key: str, character: str | None) -> bool:
        """Go to the nearest spot that way; False at the edge, and for any other key."""
        here = self.spot
        if here is None or key not in _AWAY:
            return False
        across, down = _AWAY[key]
        beyond = [
            spot
            for spot in self._spots.values()
            if (spot.line - here.line) * down > 0
            or (spot.line == here.line and (spot.col - here.col) * across > 0)
        ]
        if not beyond and across:  # nothing on the line itself: the nearest line of that side
            apart = [(spot, (spot.col - here.col) * across) for spot in self._spots.values()]
            beyond = [spot for spot, columns in apart if columns > _ASIDE]
        if not beyond:
            return False
        return self._go(min(beyond, key=lambda spot: _distance(here, spot)))

    def _go(self, spot: Spot) -> bool:
        old = self.spot
        self._at = spot.line, spot.col
        self.redraw(*({old.line - 1} if old else ()), spot.line - 1)
        return True

    def run(self) -> None:
        """Tell the panel to open what the cursor stands on."""
        if (spot := self.spot) is not None:
            self.screen.post_message(self.Opened(spot.key))

    # --- drawing ------------------------------------------------------------------------------

    def draw(self, y: int) -> Strip:
        """A line of the text, the spot under the cursor reversed."""
        board = cast("Board", self.screen)
        strip = self._canvas.draw(y, self.size, board.style_of)
        spot = self.spot
        if spot is None or spot.line - 1 != y or board.focused is not self:
            return strip
        end = spot.col - 1 + cells(spot.text)
        over = Strip([Segment(spot.text, board.style_of("cursor"))])
        return Strip.join([strip.crop(0, spot.col - 1), over, strip.crop(end, self.size.width)])

    def cursor_place(self) -> tuple[int, int]:
        """Row and column (from 0) of the cursor on the screen."""
        spot = self.spot
        top = self.place.region(self.app.size).y
        return (top + spot.line - 1, spot.col - 1) if spot else (top, 0)


def _distance(here: Spot, there: Spot) -> tuple[bool, int, int]:
    """How far apart: what stands below or above first, then lines, then columns."""
    across = abs(there.col - here.col)
    aside = across > _ASIDE and there.line != here.line
    return aside, abs(there.line - here.line), across

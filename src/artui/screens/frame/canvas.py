"""The lines of a panel that are not input: title, head, foot, legend, message and keys.

Pure bookkeeping: spans of text by line and column, with the name of a style each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from artui.screens.frame.place import line_index
from artui.screens.frame.text import cells, fit, inert

KEYS_2 = -1
KEYS_1 = -2
MESSAGE = -3
LEGEND = -4
FOOT = -7
"""The first of the three lines of the foot; below 80x24 nothing is drawn but one sentence."""

TOO_SMALL = "artui needs 80 columns and 24 lines; nothing typed is lost."

_SCOPE_COL, _ID_COL, _DATE_COL = 38, 59, 70


@dataclass(frozen=True, slots=True)
class Banner:
    """The right of line 1: company or branch, user, and the date.

    ``date`` is an ISO date, or ``AS OF ...`` or ``KNOWN ...`` with ``looking_back`` set.
    """

    scope: str = ""
    user: str = ""
    date: str = ""
    looking_back: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Text at a column (from 1), in a style."""

    col: int
    text: str
    style: str = "text"


def title_spans(title: str, panel_id: str, banner: Banner) -> list[Span]:
    """Line 1."""
    who = f"{banner.scope} {banner.user}".strip()
    date_col = min(_DATE_COL, 80 - cells(banner.date))
    id_col = min(_ID_COL, date_col - cells(panel_id) - 1)
    return [
        Span(2, fit(title, _SCOPE_COL - 3), "title"),
        Span(_SCOPE_COL, fit(who, id_col - _SCOPE_COL - 1)),
        Span(id_col, fit(panel_id, date_col - id_col - 1)),
        Span(date_col, banner.date, "looking_back" if banner.looking_back else "text"),
    ]


class Canvas:
    """Text by line (from 1, or negative from the last) and column."""

    def __init__(self) -> None:
        self._lines: dict[int, dict[int, Span]] = {}

    def put(self, line: int, span: Span) -> bool:
        """Write at a place, over what stood there; False if it stood there already."""
        spans = self._lines.setdefault(line, {})
        clean = Span(span.col, inert(span.text), span.style)
        if spans.get(span.col) == clean:
            return False
        spans[span.col] = clean
        return True

    def put_line(self, line: int, *spans: Span) -> bool:
        """Write a whole line anew; False if it stood there already."""
        fresh = {span.col: Span(span.col, inert(span.text), span.style) for span in spans}
        if self._lines.get(line, {}) == fresh:
            return False
        self._lines[line] = fresh
        return True

    def draw(self, y: int, size: Size, style_of: Callable[[str], Style]) -> Strip:
        """The line at row ``y`` (from 0) of a screen of that size."""
        strip = Strip.blank(size.width, style_of("text"))
        for line in (y + 1, y - size.height):
            for _col, span in sorted(self._lines.get(line, {}).items()):
                strip = _over(strip, span, style_of(span.style), size.width)
        return strip

    @staticmethod
    def sentence(text: str, width: int) -> Strip:
        """One line that says something, cut at the width of a screen too small for a panel."""
        return Strip([Segment(fit(text, width))])

    @staticmethod
    def row(line: int, height: int) -> int:
        """The row (from 0) of a line."""
        return line_index(line, height)


def _over(strip: Strip, span: Span, style: Style, width: int) -> Strip:
    start = span.col - 1
    if start >= width or not span.text:
        return strip
    text = fit(span.text, min(cells(span.text), width - start))
    piece = Strip([Segment(text, style)])
    end = start + piece.cell_length
    return Strip.join([strip.crop(0, start), piece, strip.crop(end, width)])

"""Subfile: a list of any length, drawn by window, with a code to type in front of each row.

    Subfile("items", source, columns, key=lambda row: row.document, first=4, last=-8,
            options=("1.pay", "4", "5", "9"), position="position")

The heads stand on line ``first``, the rows below down to ``last``. A code belongs to its row's
key, wherever the row stands, over pages and after :meth:`Subfile.reload`. Enter checks every code
and tells the panel :class:`Subfile.RunCodes`, or :class:`Subfile.Opened` if none is typed.
``fixed`` columns stay while Left and Right go through ``sets`` of other columns; a screen wider
than 80 columns shows the next sets from column 82.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, TypeAlias, cast

from rich.segment import Segment
from textual.strip import Strip

from artui import keys
from artui.screens.frame import subfile_messages as told
from artui.screens.frame.codes import Codes
from artui.screens.frame.place import Part, Place
from artui.screens.frame.rows import ColumnSet, ColumnView, Row, RowSource, is_unfinished
from artui.screens.frame.text import inert

if TYPE_CHECKING:
    from artui.screens.frame.board import Board

OPT_HEAD = " Opt "
OPT_WIDTH = 2
_SEARCH = 200
_COPY_LIMIT = 5_000


class Subfile(Part, Generic[Row]):
    """A list. ``options`` are names of :mod:`artui.keys`; without any, only the cursor moves."""

    RunCodes: TypeAlias = told.RunCodes
    Opened: TypeAlias = told.Opened
    CursorMoved: TypeAlias = told.CursorMoved
    Positioned: TypeAlias = told.Positioned
    Paged: TypeAlias = told.Paged
    TakeBack: TypeAlias = told.TakeBack
    WrongCode: TypeAlias = told.WrongCode

    def __init__(
        self,
        name: str,
        source: RowSource[Row],
        fixed: ColumnSet[Row],
        *,
        key: Callable[[Row], str],
        first: int,
        last: int,
        sets: Sequence[ColumnSet[Row]] = ((),),
        options: Sequence[str] = (),
        may_take: Callable[[Row, str], bool] | None = None,
        row_style: Callable[[Row], str | None] | None = None,
        position: str = "",
        status_at: tuple[int, int] | None = None,
        headed: bool = True,
    ) -> None:
        super().__init__(Place(first, last=last), name=name)
        self.options, self.position, self.status_at = options, position, status_at
        self.codes = Codes(keys.codes(options))
        self._source = source
        self._columns = ColumnView(fixed, sets)
        self._key, self._row_style = key, row_style
        self._may_take = may_take or (lambda row, code: True)
        self._headed = headed
        self._beneath: dict[str, list[str]] = {}
        self._top = self._at = 0
        self._fresh = True
        self._count = source.count()
        self._shown: list[tuple[int, Row, str | None]] | None = None

    # --- what the panel asks and says ---------------------------------------------------------

    @property
    def count(self) -> int:
        """How many rows the list has."""
        return self._count

    @property
    def row(self) -> Row | None:
        """The row under the cursor, None in an empty list."""
        found = self._source.window(self._at, 1)
        return found[0] if found else None

    @property
    def cursor_key(self) -> str:
        """The key of the row under the cursor, empty in an empty list."""
        row = self.row
        return "" if row is None else self._key(row)

    @property
    def status(self) -> str:
        """``1-10/44`` when the list is longer than its body, ``Cols 1/3`` when it has sets."""
        places = [at for at, _row, _text in self._lines()]
        parts = []
        if places and (places[0] > 0 or places[-1] + 1 < self._count):
            count = f"{self._count - 1:,}+" if is_unfinished(self._source) else f"{self._count:,}"
            parts.append(f"{places[0] + 1:,}-{places[-1] + 1:,}/{count}")
        if self._columns.status:
            parts.append(self._columns.status)
        return "  ".join(parts)

    def reload(self, source: RowSource[Row] | None = None) -> None:
        """Read the rows anew, from another source if given; cursor and codes stay by key."""
        key = self.cursor_key
        self._source = source or self._source
        self._count = self._source.count()
        start = max(0, self._at - _SEARCH)
        near = self._source.window(start, 2 * _SEARCH) if key else ()
        found = next((at for at, row in enumerate(near, start) if self._key(row) == key), None)
        self._at = max(0, min(self._at if found is None else found, self._count - 1))
        self._top = max(0, min(self._top, self._count - 1))
        self._moved(paged=True)

    def recount(self) -> None:
        """The source counted on: show how many rows there are now."""
        self._count = self._source.count()
        self._moved(paged=True)

    def move_to(self, at: int) -> None:
        """Put the cursor on a row (from 0), with its page."""
        if at >= self._count:
            self._count = self._source.count()
        self._at = max(0, min(at, self._count - 1))
        self._moved()

    def show_beneath(self, key: str, lines: Sequence[str]) -> None:
        """Show lines under the row with this key; none takes them away."""
        if lines:
            self._beneath[key] = [inert(line) for line in lines]
        else:
            self._beneath.pop(key, None)
        self._moved(paged=True)

    def show_columns(self, fixed: ColumnSet[Row], sets: Sequence[ColumnSet[Row]] = ((),)) -> None:
        """Show other columns from now on."""
        self._columns = ColumnView(fixed, sets)
        self._moved(paged=True)

    def clear_codes(self, done: Sequence[str] | None = None) -> None:
        """Take the codes of these keys away, or all."""
        self.codes.clear(done)
        self._moved(paged=True)

    def position_to(self, text: str) -> None:
        """Go to the first row not before the text and tell the panel which it is."""
        found = self._source.find(text) if text else 0
        if found is not None:
            self._at = self._top = found
            self._moved(paged=True)
        row = self.row if found is not None else None
        self.screen.post_message(self.Positioned(self, text, "" if row is None else self._key(row)))

    # --- keys ---------------------------------------------------------------------------------

    def press(self, key: str, character: str | None) -> bool:
        """Move the cursor or type a code; False for a key that means nothing here."""
        if key in ("up", "down"):
            return self._step(1 if key == "down" else -1)
        if key in ("left", "right"):
            return self._turn(1 if key == "right" else -1)
        if key in ("home", "end"):
            return self.edge(bottom=key == "end")
        if key in ("backspace", "delete"):
            return self._erase()
        if character and len(character) == 1 and character in "0123456789":
            return self._type(character)
        return False

    def run(self) -> None:
        """Check every code typed and tell the panel to run them, or to open the row."""
        ordered = self.codes.ordered()
        wrong = self.codes.wrong()
        if wrong is not None:
            key, code, at = wrong
            self.move_to(at)
            self.screen.post_message(self.WrongCode(self, key, code))
        elif not ordered:
            if self._count:
                self.screen.post_message(self.Opened(self, self.cursor_key))
        elif not self._board.refused(keys.meant(self.options, (code for _key, code in ordered))):
            self.screen.post_message(self.RunCodes(self, ordered))

    def page(self, direction: int) -> bool:
        """Go a page on or back; False at the end of the list."""
        places = [at for at, _row, _text in self._lines()]
        if not places or (direction > 0 and places[-1] + 1 >= self._count):
            return False
        if direction < 0 and self._top == 0:
            return False
        self._top = places[-1] + 1 if direction > 0 else self._page_before()
        self._at = self._top
        self._moved(paged=True)
        return True

    def edge(self, *, bottom: bool) -> bool:
        """Go to the first or last row."""
        self._at = max(0, self._count - 1) if bottom else 0
        self._moved()
        return True

    def copy_code(self) -> bool:
        """Give this row's code to the next row that may take it, and go there."""
        code = self.codes.get(self.cursor_key)
        if not code:
            return False
        for at, row in self._rows_from(self._at + 1):
            if self._may_take(row, code):
                self.codes.set(self._key(row), code, at)
                self.move_to(at)
                return True
        return False

    def copy_to_page(self) -> bool:
        """Give this row's code to every row of the page that may take it."""
        code = self.codes.get(self.cursor_key)
        if not code:
            return False
        for at, row, text in self._lines():
            if text is None and self._may_take(row, code):
                self.codes.set(self._key(row), code, at)
        self._moved(paged=True)
        return True

    def _step(self, by: int) -> bool:
        at = self._at + by
        if not 0 <= at < self._count:
            return False
        old = self._at
        shown = [place for place, _row, text in self._lines() if text is None]
        if at < self._top:
            self._top = self._page_before()
        elif at not in shown:
            self._top = at
        self._at = at
        self._fresh = True
        if at in shown:
            self.redraw(*self._lines_of(old), *self._lines_of(at))
            self.screen.post_message(self.CursorMoved(self))
        else:
            self._moved(paged=True)
        return True

    def _turn(self, by: int) -> bool:
        if not self._columns.turn(by):
            return False
        self._moved(paged=True)
        return True

    def _type(self, digit: str) -> bool:
        key = self.cursor_key
        code = digit if self._fresh else self.codes.get(key) + digit
        if not self.options or not key or len(code) > OPT_WIDTH:
            return False
        self._fresh = False
        self.codes.set(key, code, self._at)
        self.redraw(*self._lines_of(self._at))
        return True

    def _erase(self) -> bool:
        key = self.cursor_key
        code = self.codes.get(key)
        if not code:
            if key:
                self.screen.post_message(self.TakeBack(self, key))
            return bool(key)
        self.codes.set(key, code[:-1], self._at)
        self.redraw(*self._lines_of(self._at))
        return True

    # --- drawing ------------------------------------------------------------------------------

    def draw(self, y: int) -> Strip:
        """The heads, or the row or line beneath it at that line."""
        if self._headed and y == 0:
            return Strip([Segment(self._heads(), self._board.style_of("head"))])
        shown = self._lines()
        at = y - self._headed
        if at >= len(shown):
            return Strip.blank(self.size.width, self._board.style_of("text"))
        place, row, text = shown[at]
        if text is not None:
            return Strip([Segment(text, self._board.style_of("text"))])
        return Strip([*self._opt(place, row), *self._cells(row)])

    def _lead(self) -> int:
        return len(OPT_HEAD) if self.options else 1

    def _heads(self) -> str:
        lead = OPT_HEAD if self.options else " "
        return lead + self._columns.heads(self._lead(), self.app.size.width)

    def _opt(self, at: int, row: Row) -> Iterator[Segment]:
        style = self._board.style_of
        under_cursor = at == self._at and self._board.focused is self
        if not self.options:
            yield Segment(" ", style("cursor" if under_cursor else "text"))
            return
        blank = self._board.blank
        code = self.codes.get(self._key(row))
        yield Segment(" ", style("text"))
        if not under_cursor:
            yield Segment(code.rjust(OPT_WIDTH, blank), style("input"))
        else:
            cursor = min(len(code), OPT_WIDTH - 1)
            padded = code.ljust(OPT_WIDTH)
            yield Segment(padded[:cursor], style("input"))
            yield Segment(padded[cursor], style("cursor"))
            yield Segment(padded[cursor + 1 :].replace(" ", blank), style("input"))
        yield Segment("  ", style("text"))

    def _cells(self, row: Row) -> Iterator[Segment]:
        whole = self._row_style(row) if self._row_style is not None else None
        for text, named in self._columns.cells(row, self._lead(), self.app.size.width):
            yield Segment(text, self._board.style_of(whole if whole and text.strip() else named))

    @property
    def _board(self) -> Board:
        return cast("Board", self.screen)

    # --- the page -----------------------------------------------------------------------------

    def _body(self) -> int:
        height = self.place.region(self.app.size).height
        return max(1, height - self._headed)

    def _height(self, row: Row) -> int:
        return 1 + len(self._beneath.get(self._key(row), ()))

    def _lines(self) -> list[tuple[int, Row, str | None]]:
        """The lines of the page: row number, row, and the text of a line beneath it."""
        if self._shown is None:
            body = self._body()
            self._shown = []
            for at, row in enumerate(self._source.window(self._top, body), self._top):
                if self._shown and len(self._shown) + self._height(row) > body:
                    break
                self._shown.append((at, row, None))
                beneath = self._beneath.get(self._key(row), ())
                self._shown.extend((at, row, text) for text in beneath)
            del self._shown[body:]
        return self._shown

    def _lines_of(self, at: int) -> list[int]:
        shown = enumerate(self._lines(), int(self._headed))
        return [y for y, (place, _row, text) in shown if place == at and text is None]

    def _page_before(self) -> int:
        """The first row of the page that ends just above this one."""
        body = self._body()
        start = max(0, self._top - body)
        first, used = self._top, 0
        for row in reversed(self._source.window(start, self._top - start)):
            used += self._height(row)
            if used > body and first < self._top:
                break
            first -= 1
        return first

    def _rows_from(self, start: int) -> Iterator[tuple[int, Row]]:
        for begin in range(start, min(self._count, start + _COPY_LIMIT), _SEARCH):
            yield from enumerate(self._source.window(begin, _SEARCH), begin)

    def _moved(self, *, paged: bool = False) -> None:
        """Bring the cursor's row on the page, draw it all, tell the board."""
        self._shown = None
        self._fresh = True
        if all(at != self._at for at, _row, _text in self._lines()) and self._count:
            last = self._at == self._count - 1 and self._at > self._top
            self._top = self._at + 1 if last else self._at
            if last:
                self._top = self._page_before()
            self._shown = None
            paged = True
        self.redraw()
        if self.is_mounted:
            self.screen.post_message(self.CursorMoved(self))
            if paged:
                self.screen.post_message(self.Paged(self))

    @property
    def asks(self) -> bool:
        """Whether ``?`` is a prompt here: it explains the codes where none is typed."""
        return bool(self.options) and not self.codes.get(self.cursor_key)

    def cursor_place(self) -> tuple[int, int]:
        """Row and column (from 0) of the cursor on the screen."""
        lines = self._lines_of(self._at)
        y = self.place.region(self.app.size).y + (lines[0] if lines else 0)
        code = self.codes.get(self.cursor_key)
        return y, 1 + min(len(code), OPT_WIDTH - 1) if self.options else 0

    def resized(self) -> None:
        """The terminal has another size: another page."""
        self._moved(paged=True)

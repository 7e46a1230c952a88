"""Field: one input cell with its label before it and a note behind it.

    Field("amount", line=3, col=26, width=22, label="Amount", label_col=2,
          kind=Kind.AMOUNT, parse=parse_amount, show=format_amount, stop=True)

draws `` Amount . . . . . . . .  76,359.15_______``. Lines and columns count from 1. ``stop`` says
that Enter halts here; Tab halts at every field. ``parse(text)`` returns the value or raises
ValueError with the words of the error (and its ``number``, if it has one); what was typed stays
as typed. ``show(value)`` is the text put in the cell on leaving it.

The field tells its panel :class:`Field.Changed` for each character, :class:`Field.Left` when the
cursor goes, with what ``parse`` made of the text.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from artui.screens.frame.editor import LineEditor, any_character
from artui.screens.frame.messages import REQUIRED, BadValueError, Fault, fault_of
from artui.screens.frame.place import Part, Place
from artui.screens.frame.text import cells, fit, inert

if TYPE_CHECKING:
    from artui.screens.frame.board import Board


class Kind(Enum):
    """What a cell takes; each kind has the characters it lets in."""

    TEXT = "text"
    CODED = "coded"
    AMOUNT = "amount"
    RATE = "rate"
    DATE = "date"
    YES_NO = "yes_no"
    DIGITS = "digits"


_LETS_IN: dict[Kind, Callable[[str], bool]] = {
    Kind.TEXT: any_character,
    Kind.CODED: any_character,
    Kind.AMOUNT: lambda character: character in "0123456789.,+-= ",
    Kind.RATE: lambda character: character in "0123456789.,",
    Kind.DATE: lambda character: character in "0123456789-+tTmM",
    Kind.YES_NO: lambda character: character in "yYnN",
    Kind.DIGITS: lambda character: character in "0123456789",
}
_PROMPTED = frozenset({Kind.CODED, Kind.RATE})
_UPPER = frozenset({Kind.CODED, Kind.YES_NO})


class Field(Part):
    """An input cell. Its name is the name the panel and the ledger's errors know it by."""

    class FieldMessage(Message):
        """Something happened in ``field``."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> Field:
            """The field."""
            return self.field

    class Changed(FieldMessage):
        """A character was typed or deleted in ``field``."""

    class Left(FieldMessage):
        """The cursor left ``field``; ``value`` is what its text means, None if it is wrong."""

        def __init__(self, field: Field, value: object | None) -> None:
            super().__init__(field)
            self.value = value

    def __init__(
        self,
        name: str,
        *,
        line: int,
        col: int,
        width: int,
        label: str = "",
        label_col: int = 0,
        kind: Kind = Kind.TEXT,
        text: str = "",
        stop: bool = False,
        required: bool = False,
        kept: bool = False,
        upper: bool | None = None,
        limit: int = 0,
        note: str = "",
        note_col: int = 0,
        note_width: int = 0,
        parse: Callable[[str], Any] = str,
        show: Callable[[Any], str] | None = None,
    ) -> None:
        self.label = label
        self.label_col = label_col or max(1, col - cells(label) - bool(label))
        self.cell_col, self.cell_width = col, width
        self.note_col = note_col or col + width + 2
        end = self.note_col + note_width if note_width or note_col else col + width + 1
        end = 81 if note_col and not note_width else end
        super().__init__(Place(line, self.label_col, end - self.label_col), name=name)
        self.kind, self.stop, self.required, self.kept = kind, stop, required, kept
        self.editor = LineEditor(
            limit or width, _LETS_IN[kind], upper=kind in _UPPER if upper is None else upper
        )
        self.editor.set(text)
        self.note = note
        self.in_error = False
        self._dots = bool(label_col)
        self._parse, self._show = parse, show

    @property
    def text(self) -> str:
        """What stands in the cell; setting it redraws the cell and tells no one."""
        return self.editor.text

    @text.setter
    def text(self, text: str) -> None:
        self.editor.set(text)
        self.in_error = False
        self.redraw()

    @property
    def value(self) -> Any:
        """What the text means; raises ValueError when it means nothing allowed."""
        text = self.editor.text.strip()
        if not text and self.required:
            raise BadValueError(f"{self.label or self.name} must be filled in.", REQUIRED)
        return self._parse(text)

    def check(self) -> Fault | None:
        """The fault of the field, if it has one."""
        try:
            value = self.value
        except ValueError as error:
            return fault_of(self.name or "", error)
        if self._show is not None and self.editor.text.strip():
            shown = self._show(value)
            if shown != self.editor.text and len(shown) <= self.editor.limit:  # never cut short
                self.editor.set(shown)
                self.redraw()
        return None

    def set_note(self, note: str) -> None:
        """Show other words behind the cell."""
        if note != self.note:
            self.note = note
            self.redraw()

    def set_error(self, in_error: bool) -> None:
        """Mark the cell as wrong, or no longer."""
        if in_error != self.in_error:
            self.in_error = in_error
            self.redraw()

    def enter(self, *, keep: bool = False) -> None:
        """The cursor comes: typing replaces the text, unless it is to be corrected (``keep``)."""
        self.editor.cursor = len(self.editor.text)
        self.editor.fresh = not keep
        self.redraw()

    def leave(self) -> Fault | None:
        """The cursor goes: check, show the value in full, tell the board."""
        fault = self.check()
        self.set_error(fault is not None)
        self.editor.fresh = True
        self.redraw()
        self.screen.post_message(self.Left(self, None if fault else self.value))
        return fault

    def press(self, key: str, character: str | None) -> bool:
        """Edit the text; False for a key that means nothing here, or a full cell."""
        before = self.editor.text
        taken = (
            self.editor.paste(character or "")
            if key == "paste"
            else self.editor.press(key, character)
        )
        if taken:
            self.redraw()
        if self.editor.text != before:
            self.in_error = False
            self.screen.post_message(self.Changed(self))
        return taken

    @property
    def asks(self) -> bool:
        """Whether ``?`` is a prompt here: the first character of an empty (or fresh) field that
        takes codes or rates."""
        return self.kind in _PROMPTED and (not self.editor.text or self.editor.fresh)

    @property
    def _board(self) -> Board:
        return cast("Board", self.screen)

    def draw(self, y: int) -> Strip:
        """Label, cell, error mark and note on one line."""
        return Strip([*self._label(), *self._cell(), *self._note()])

    def _label(self) -> list[Segment]:
        style = self._board.style_of("text")
        width = self.cell_col - self.label_col
        if not self._dots:
            return [Segment(fit(self.label, width), style)]
        # Leader dots stand on every second column, the last two before the cell.
        lead = [" "] * width
        for at in range(width - 3, cells(self.label), -2):
            lead[at] = "."
        if self.kept:
            lead[width - 3] = "="
        length = cells(self.label)
        return [Segment(fit(self.label, length) + "".join(lead[length:]), style)]

    def _cell(self) -> list[Segment]:
        board = self._board
        focused = board.focused is self
        start = self._first_shown() if focused else 0
        blank = board.blank
        shown = inert(self.editor.text)[start : start + self.cell_width]
        text = fit(shown, self.cell_width)
        style = board.style_of("fault" if self.in_error else "input")
        mark = "!" if self.in_error else " "
        body = text.rstrip().ljust(len(text), blank) if blank != " " else text
        if not focused:
            return [Segment(body, style), Segment(mark, board.style_of("mark"))]
        at = self.editor.cursor - start
        cursor = board.style_of("cursor")
        if at >= len(body):
            return [Segment(body, style), Segment(mark, cursor)]
        return [
            Segment(body[:at], style),
            Segment(body[at], board.style_of("input") if self.in_error else cursor),
            Segment(body[at + 1 :], style),
            Segment(mark, board.style_of("mark")),
        ]

    def _note(self) -> list[Segment]:
        gap = self.note_col - self.cell_col - self.cell_width - 1
        return [Segment(" " * gap + inert(self.note), self._board.style_of("text"))]

    def _first_shown(self) -> int:
        """First character shown of a text longer than its cell: the cursor stays in sight."""
        return max(0, self.editor.cursor - self.cell_width)

    def cursor_place(self) -> tuple[int, int]:
        """Row and column (from 0) of the cursor on the screen."""
        before = self.editor.text[self._first_shown() : self.editor.cursor]
        return self.place.region(self._board.size).y, self.cell_col - 1 + cells(before)

"""The board under a panel: its lines, fields and lists, what it says, and how it is drawn.

Panels are written against :mod:`artui.screens.frame.panel`; this is what they share with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, cast

from rich.style import Style
from textual.events import Resize, ScreenResume
from textual.geometry import NULL_SIZE, Region
from textual.layout import Layout
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from artui import keys, needs
from artui.screens.frame import canvas as frame
from artui.screens.frame import messages
from artui.screens.frame.canvas import Banner, Canvas, Span
from artui.screens.frame.command import CommandLine
from artui.screens.frame.field import Field
from artui.screens.frame.messages import Answer, Fault, FaultList, Kind, Notice, Question
from artui.screens.frame.owner import Owner
from artui.screens.frame.place import Part, PlaceLayout, large_enough, line_index
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.text import shorter

_PLACES = PlaceLayout()


class Board(Screen[None]):
    """Lines of text, fields and lists at fixed places, and one message line."""

    ID: ClassVar[str] = ""
    ACTIONS: ClassVar[Sequence[str]] = ()
    LEGEND: ClassVar[str] = ""
    """Words for line 21 where the panel has no list with options."""

    focused = Reactive(None, repaint=False)
    """Moving the cursor repaints two cells, not the screen."""

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__()
        self.values = values
        self.actions = keys.completed(self.ACTIONS)
        self.key_page = 1
        self.standing: Notice | None = None
        self.notice: Notice | None = None
        self.faults = FaultList()
        self.question: Question | None = None
        self.command: CommandLine | None = None
        self._canvas = Canvas()
        self._status_cols: dict[int, int] = {}
        self._fitted = NULL_SIZE
        self._drawn: dict[int, Strip] = {}

    # --- what stands on the panel -------------------------------------------------------------

    @property
    def owner(self) -> Owner:
        """The app, which holds the session."""
        return cast(Owner, self.app)

    @property
    def session(self) -> Any:
        """What the caller of the app works with."""
        return self.owner.session

    @property
    def banner(self) -> Banner:
        """The right of line 1; override to look back."""
        return getattr(self.session, "banner", self.owner.banner)

    @property
    def parts(self) -> list[Part]:
        """Fields and lists, in the order of composition."""
        return [child for child in self.children if isinstance(child, Part)]

    @property
    def fields(self) -> list[Field]:
        """The fields, in the order of composition."""
        return [part for part in self.parts if isinstance(part, Field)]

    @property
    def lists(self) -> list[Subfile[Any]]:
        """The lists, in the order of composition."""
        return [part for part in self.parts if isinstance(part, Subfile)]

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def listing(self, name: str = "") -> Subfile[Any]:
        """The list of that name, or the first; KeyError if there is none."""
        for subfile in self.lists:
            if name in ("", subfile.name):
                return subfile
        raise KeyError(name)

    def put(self, line: int, col: int, text: str, style: str = "text") -> None:
        """Write text at a place, over what was written there before."""
        if self._canvas.put(line, Span(col, text, style)):
            self._redraw_line(line)

    def put_line(self, line: int, text: str, style: str = "text") -> None:
        """Write a whole line anew, from column 2."""
        if self._canvas.put_line(line, Span(2, text, style)):
            self._redraw_line(line)

    def explain(self, *lines: str) -> None:
        """Say in the last two lines of the foot what the row under the cursor is about."""
        for at, line in enumerate((-6, -5)):
            self.put_line(line, lines[at] if at < len(lines) else "")

    def show_frame(self) -> None:
        """Draw title, legend and keys anew, after a change of title, banner or actions."""
        title = frame.title_spans(self.title or "", self.ID, self.banner)
        if self._canvas.put_line(1, *title):
            self._redraw_line(1)
        options = next((self.offered(each.options) for each in self.lists if each.options), [])
        legend = keys.legend(options) if self.owner.show_legend else ""
        self.put_line(frame.LEGEND, legend or self.LEGEND)
        for line, text in zip(
            (frame.KEYS_1, frame.KEYS_2),
            keys.key_lines(self.offered(self.actions), self.key_page),
            strict=True,
        ):
            self.put_line(line, text[1:], "keys")

    # --- what the clerk may do here -----------------------------------------------------------

    def lacks(self, name: str) -> str:
        """Why the clerk may not use an action or option of this panel; empty if they may."""
        needed = needs.need(self.ID, name)
        return self.owner.why_not(needed) if needed else ""

    def offered(self, names: Iterable[str]) -> list[str]:
        """The actions or options of some that the clerk may use."""
        return [name for name in names if not self.lacks(name)]

    def refused(self, names: Iterable[str]) -> bool:
        """Say why the clerk may not use any of some actions or options; False if they may."""
        why = next(filter(None, map(self.lacks, names)), "")
        if why:
            self.error(messages.NOT_ALLOWED, why)
        return bool(why)

    # --- what the panel says ------------------------------------------------------------------

    def say(self, notice: Notice | None) -> None:
        """Show a message; None clears the line, or shows the one that stands."""
        self.notice = notice
        self.show_message()

    def inform(self, number: int, text: str) -> None:
        """Show an information."""
        self.say(Notice(number, Kind.INFORMATION, text))

    def leads_nowhere(self) -> None:
        """Say that Enter on this row opens nothing."""
        self.inform(messages.NOWHERE, "This line leads nowhere further.")

    def errors(self, faults: Sequence[Fault]) -> bool:
        """Show the first error, the cursor in its field; False if there is none.

        Marks every field with an error and drops what was typed ahead.
        """
        wrong = {fault.field for fault in faults}
        for field in self.fields:
            field.set_error(field.name in wrong)
        self.faults.set(faults)
        if not faults:
            return False
        self.drop_typeahead()
        self.show_fault()
        return True

    def error(self, number: int, text: str, field: str = "") -> None:
        """Show one error."""
        self.errors([Fault(field, number, text)])

    def ask(
        self,
        number: int,
        text: str,
        yes: Answer,
        no: Answer | None = None,
        *,
        words: tuple[str, str] = ("Yes", "No"),
        also: Sequence[tuple[str, str, Answer]] = (),
    ) -> None:
        """Ask on the message line: Enter is yes, F12 is no; drops what was typed ahead.

        ``also`` adds other keys, as (key, word, answer), between the two.
        """
        self.drop_typeahead()
        answers: dict[str, Answer] = {"enter": yes, "f12": no or (lambda: None)}
        answers.update({key: answer for key, _word, answer in also})
        between = "".join(f" {key.upper()}={word}" for key, word, _answer in also)
        hint = f"Enter={words[0]}{between} F12={words[1]}"
        self.say(Notice(number, Kind.CONFIRMATION, f"{text} {hint}"))
        self.question = Question(answers)

    def drop_typeahead(self, only: Collection[str] | None = None) -> None:
        """Forget the keys typed ahead, with a bell if there were any.

        ``only`` names the keys to forget, ``("enter", "f3", "f10")`` where a proposal must be
        seen before anything goes on; their twins go too.
        """
        self.owner.drop_typeahead(only)

    def show_fault(self) -> None:
        """Show the current error, the cursor in its field."""
        fault, text = self.faults.current()
        if fault.field:
            self.go_to(fault.field, keep=True)
        self.say(Notice(fault.number, Kind.ERROR, text))

    def show_message(self) -> None:
        """Draw line 22: the fast path if open, else the message."""
        if self.command is not None:
            spans = self.command.spans(self.blank)
        elif notice := self.notice or self.standing:
            spans = [Span(2, str(notice)[:78], notice.kind.style)]
        else:
            spans = []
        if self._canvas.put_line(frame.MESSAGE, *spans):
            self._redraw_line(frame.MESSAGE)

    # --- the cursor ---------------------------------------------------------------------------

    def go_to(self, name: str, *, keep: bool = False) -> None:
        """Put the cursor in a field or list; ``keep`` to correct its text, not replace it."""
        for part in self.parts:
            if part.name == name:
                self._focus(part, keep=keep)

    def go_to_first(self) -> None:
        """Put the cursor in the first stop, or the first field or list."""
        parts = self.parts
        stops = [part for part in parts if isinstance(part, Field) and part.stop]
        for part in (stops or parts)[:1]:
            self._focus(part)

    def _focus(self, part: Part, *, keep: bool = False) -> None:
        old = self.focused
        self.set_focus(part, scroll_visible=False)
        if isinstance(old, Part) and old is not part:
            old.redraw()
        part.enter(keep=keep)

    def _go(self, part: Part) -> bool:
        """Leave the field the cursor is in, with its error if it has one, for another part."""
        if isinstance(self.focused, Field):
            fault = self.focused.leave()
            if fault is not None:
                self.say(Notice(fault.number, Kind.ERROR, fault.text))
        self._focus(part)
        return True

    def next_stop(self, field: Field) -> bool:
        """Put the cursor in the next stop; False if there is none."""
        fields = self.fields
        for other in fields[fields.index(field) + 1 :]:
            if other.stop:
                self._focus(other)
                return True
        return False

    def tab(self, by: int) -> bool:
        """Put the cursor in the next or former field or list, round and round."""
        parts = [part for part in self.parts if part.reachable]
        if not parts:
            return False
        at = parts.index(self.focused) if isinstance(self.focused, Part) else -by
        return self._go(parts[(at + by) % len(parts)])

    def move_line(self, part: Part, key: str) -> bool:
        """Up and Down: the nearest field or list on a line above or below."""
        if key not in ("up", "down"):
            return False
        height = self.size.height
        here = line_index(part.place.line, height)
        sign = 1 if key == "down" else -1
        others = [
            (sign * (line_index(other.place.line, height) - here), other.place.col, at, other)
            for at, other in enumerate(self.parts)
            if other.reachable
        ]
        beyond = sorted(entry for entry in others if entry[0] > 0)
        return self._go(beyond[0][3]) if beyond else False

    # --- drawing ------------------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        """The terminal has another size."""
        self.fit_screen()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """On top again; the size may have changed meanwhile."""
        self.fit_screen()

    def _on_subfile_paged(self, message: Subfile.Paged) -> None:
        subfile = message.subfile
        if subfile.status_at is not None:
            line, last = subfile.status_at
            cells = [each for each in self.fields if each.place.line == line]
            ends = [each.cell_col + each.cell_width for each in cells if each.cell_col < last]
            status = shorter(subfile.status, last - max(ends, default=0))
            col = last - len(status) + 1
            old = self._status_cols.get(line, col)
            if old != col:
                self.put(line, old, "")
            self._status_cols[line] = col
            self.put(line, col, status)

    def fit_screen(self) -> None:
        """Draw anew and page the lists again if the terminal has another size than before."""
        if self._fitted != self.size and self.is_mounted:
            self._fitted = self.size
            self._drawn.clear()
            for subfile in self.lists:
                subfile.resized()

    @property
    def layout(self) -> Layout:
        """Fields and lists stand at their places."""
        return _PLACES

    @property
    def blank(self) -> str:
        """What an empty cell of an input shows."""
        return self.owner.blank

    def style_of(self, name: str) -> Style:
        """The style of a meaning."""
        return self.owner.palette[name]

    def cursor_place(self) -> tuple[int, int]:
        """Row and column (from 0) of the cursor."""
        height = self.size.height
        if self.command is not None:
            return Canvas.row(frame.MESSAGE, height), self.command.cursor_col() - 1
        part = self.focused
        return part.cursor_place() if isinstance(part, Part) else (0, 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Everything but fields and lists."""
        size = self.size
        if not large_enough(size):
            text = [Strip.blank(size.width)] * size.height
            text[:1] = [Canvas.sentence(frame.TOO_SMALL, size.width)]
            return [strip.crop(crop.x, crop.right) for strip in text[crop.y : crop.bottom]]
        strips = []
        for y in range(crop.y, crop.bottom):
            strip = self._drawn.get(y)
            if strip is None:
                strip = self._drawn[y] = self._canvas.draw(y, size, self.style_of)
            strips.append(strip.crop(crop.x, crop.right))
        return strips

    def redraw(self) -> None:
        """Draw everything again."""
        self._drawn.clear()
        for part in self.parts:
            part.redraw()
        self.refresh()

    def _on_timer_update(self) -> None:
        """Draw lines of the board together with fields and lists.

        Textual knows screens that are repainted whole: with one line of the screen to draw it
        forgets what else changed at that moment.
        """
        if self._repaint_required:
            self._repaint_required = False
            self._dirty_widgets.add(self)
        super()._on_timer_update()

    def _redraw_line(self, line: int) -> None:
        y = Canvas.row(line, self.size.height)
        self._drawn.pop(y, None)
        self.refresh(Region(0, y, self.size.width, 1))

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """No tooltips, no toasts: line 22 is the only place a message comes."""

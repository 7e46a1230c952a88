"""Panel: the base of every screen. How to write one:

    class Payment(Panel):
        ID = "ARS110/E"
        TITLE = "Payment received: record"
        ACTIONS = ("help", "go", "leave", "prompt", "refresh", "do.items", "more", "back")

        def compose(self) -> ComposeResult:
            yield Field("payer", line=2, col=26, width=16, label="Payer or invoice", label_col=2,
                        kind=Kind.CODED, stop=True, required=True, note_col=44)

        def opened(self) -> None:              # mounted, keys may come: fill in what is known
            self.put(4, 2, "Kept from the last receipt")

        def on_field_left(self, message: Field.Left) -> None:
            self.explain(f"Payer {message.value}")

        def accept(self) -> None:              # all fields are right: do what the panel is for
            self.open("items", self.field("payer").text)

Lines and columns count from 1, negative lines from the last (-3 is the message, -4 the options,
-7 to -5 the foot). ``ACTIONS`` are names of :mod:`artui.keys`; for each the panel has a method
``act_<id>``, of which the frame brings those every panel shares. Fields and lists are found by
name (:meth:`Panel.field`, :meth:`Panel.listing`); they tell the panel what happens by messages
(``on_field_changed``, ``on_field_left``, ``on_subfile_run_codes``, ``on_subfile_opened``,
``on_subfile_cursor_moved``, ``on_subfile_positioned``, ``on_subfile_take_back``).

What the panel says: :meth:`inform`, :meth:`errors`, :meth:`ask`, :meth:`say`. Where it goes:
:meth:`open` (a panel or a fast-path name), :meth:`finish` with a result, :meth:`leave`. Work that
takes time: :meth:`work`. A key typed ahead waits until all this is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.message import Message

from artui import keys
from artui.screens.frame import messages
from artui.screens.frame.board import Board
from artui.screens.frame.command import CommandLine
from artui.screens.frame.field import Field
from artui.screens.frame.messages import Kind, Notice
from artui.screens.frame.place import Part, large_enough
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.typeahead import Keystroke
from artui.screens.frame.work import Job, Progress, Worked

Then = Callable[[Any], object]
"""What to do with the result of a panel that was opened."""

_FIRST_PAGE = keys.by_key(1)
_SECOND_PAGE = keys.by_key(2)
_KEEP_MESSAGE = frozenset({"help", "go", "prompt", "more", "page_back", "page_next"})
"""Actions after which the message on line 22 still holds."""


class Panel(Board):
    """A screen of the frame; see the module for how to write one."""

    class Ready(Message):
        """The panel is mounted, or has ended its work, and takes keys."""

        def __init__(self, panel: Panel) -> None:
            super().__init__()
            self.panel = panel

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self.then: Then | None = None
        self.job: Job | None = None

    # --- hooks: what a panel fills in ---------------------------------------------------------

    def opened(self) -> None:
        """The panel is mounted: show what is known; the cursor goes to the first stop."""

    def resumed(self) -> None:
        """The panel above has gone; its result was given to ``then`` before."""

    def accept(self) -> None:
        """Do what the panel is for; all fields have been found right."""

    def help_for(self, part: Part | None) -> Panel | str | None:
        """Another panel (or its name) that explains a field or list than the one of its text."""
        return None

    def prompt(self, part: Part | None) -> Panel | str | tuple[str, ...] | None:
        """The panel (or its name) that lists what may stand in a field.

        A panel named is opened with the field's text as its first value, so that it opens
        filtered; a tuple adds more values behind it. The result, a text, is put in the field and
        the cursor goes on to the next stop.
        """
        return None

    def duplicate(self, field: Field) -> str | None:
        """The text F9 copies into a field, None if there is none."""
        return None

    # --- where it goes ------------------------------------------------------------------------

    def open(self, panel: Panel | str, *values: str, then: Then | None = None) -> None:
        """Open another panel above, by name with values, or made ready; ``then`` gets its result.

        An unknown name is said on the message line.
        """
        self.owner.open(panel, values, then)

    def follow(self, leads: Sequence[str]) -> None:
        """Go where a row leads, a panel and its values; say so if it leads nowhere."""
        if leads:
            self.open(*leads)
        else:
            self.leads_nowhere()

    def finish(self, result: object = None) -> None:
        """Go back to the panel below, with a result."""
        self.owner.back(result)

    def replace(self, panel: Panel | str, *values: str) -> None:
        """Open another panel in the place of this one."""
        self.owner.open(panel, values, self.then, replace=True)

    def back_to(self, panel_id: str) -> None:
        """Go back to the panel with that id, or to the menu if none is open."""
        self.owner.back_to(panel_id)

    def leave(self) -> None:
        """Go to the menu; from the menu, end."""
        self.owner.leave()

    def work(self, task: Callable[[Job], Any], done: Then) -> None:
        """Run a task in a thread; ``done`` gets what it returns, on the panel's side.

        Keys typed meanwhile wait; once progress shows they are dropped, and Esc asks the job to
        stop. An error with a number (a refusal) is shown as such; any other ends the program.
        """
        job = self.job = Job(self.post_message, done)
        self.run_worker(lambda: job.run(task), thread=True)

    def on_progress(self, message: Progress) -> None:
        """Show how far the work is."""
        if self.job is not None and not self.job.stopping:
            self.say(Notice(message.number, Kind.PROGRESS, message.text))

    def on_worked(self, message: Worked) -> None:
        """Go on with the result of the work."""
        self.job = None
        self.post_message(self.Ready(self))
        if message.error is None:
            self.say(None)
            message.job.done(message.result)
        elif isinstance(message.error, ValueError):
            self.errors([messages.fault_of("", message.error)])
        else:
            raise message.error

    # --- keys ---------------------------------------------------------------------------------

    def press(self, stroke: Keystroke) -> None:
        """Take one key; a bell answers one that means nothing here."""
        if not large_enough(self.size) or not self._kept_up(lambda: self._take(stroke)):
            self.app.bell()

    def _kept_up(self, do: Callable[[], object]) -> object:
        """Do something and give its answer; a field whose text means nothing, wherever it was
        asked, is said."""
        try:
            return do()
        except messages.BadValueError as error:
            return self.errors([messages.fault_of(self._meaningless(), error)])

    def _meaningless(self) -> str:
        """The first field whose text means nothing."""
        faults = (field.check() for field in self.fields)
        return next((fault.field for fault in faults if fault is not None), "")

    def _take(self, stroke: Keystroke) -> bool:
        key, character = stroke
        if self.command is not None:
            return self._press_command(key, character)
        if self.question is not None:
            return self._answer(key)
        if action := self._action_of(key):
            return self._act(action)
        if key == "enter":
            self.enter()
            return True
        if key in ("tab", "shift+tab"):
            return self.tab(-1 if key == "shift+tab" else 1)
        part = self.focused
        if not isinstance(part, Part):
            return False
        if character == "?" and self._asks(part):
            return self._act("prompt")
        if part.press(key, character):
            if isinstance(part, Field):
                self.faults.clear(part.name or "")
            return True
        return self.move_line(part, key) or self._position(part, character)

    def _action_of(self, key: str) -> str | None:
        """The action of a key on the key page shown; the second page goes with the next key."""
        if self.key_page == 1:
            return _FIRST_PAGE.get(key)
        self.key_page = 1
        self.show_frame()
        return _SECOND_PAGE.get(keys.function_key(key)) or (
            "page_1" if key in _FIRST_PAGE else None
        )

    def _act(self, action: str) -> bool:
        if action == "page_1":
            return True
        named = [name for name in self.actions if name.partition(".")[0] == action]
        if not named:
            return action in ("page_back", "page_next") and self._page(action)
        if self.refused(named):
            return True
        if action not in _KEEP_MESSAGE:
            self.say(None)
        getattr(self, f"act_{action}")()
        return True

    def _answer(self, key: str) -> bool:
        """A key while a question waits: only its answers mean something."""
        assert self.question is not None
        answer = self.question.answers.get(keys.function_key(key))
        if answer is None:
            return False
        self.question = None
        self.say(None)
        answer()
        return True

    def _press_command(self, key: str, character: str | None) -> bool:
        assert self.command is not None
        text = self.command.editor.text
        if key == "enter" or _FIRST_PAGE.get(key) in ("go", "back"):
            self.command = None
            self.show_message()
            if key == "enter" and text.strip():
                self.owner.go(text)
            return True
        taken = self.command.press(key, character)
        self.show_message()
        return taken

    @staticmethod
    def _asks(part: Part) -> bool:
        return part.asks if isinstance(part, Field | Subfile) else False

    def enter(self) -> None:
        """Enter: the next error, the list's codes, the next stop, or what the panel is for."""
        if self.faults.advance():
            self.show_fault()
            return
        self.say(None)
        part = self.focused
        if not isinstance(part, Part):
            self.submit()
        elif not isinstance(part, Field):
            part.run()
        elif fault := part.leave():
            self.errors([fault])
        elif subfile := self._positioned_by(part):
            self.go_to(subfile.name or "")
            subfile.position_to(part.text.strip())
        elif not self.next_stop(part):
            self.submit()

    def submit(self) -> None:
        """Check every field; if all are right, do what the panel is for."""
        faults = [fault for field in self.fields if (fault := field.check()) is not None]
        if not self.errors(faults):
            self.accept()

    # --- lists --------------------------------------------------------------------------------

    def _position(self, part: Part, character: str | None) -> bool:
        """Letters typed in a list, and ``/``, go to its position-to field; elsewhere what is typed
        goes to the field that takes it."""
        if not part.position or not character:
            return False
        if not isinstance(part, Subfile):
            self.go_to(part.position)
            return self.field(part.position).press(character, character)
        if character != "/" and not character.isalpha():
            return False
        self.go_to(part.position)
        return character == "/" or self.field(part.position).press(character, character)

    def _positioned_by(self, field: Field) -> Subfile[Any] | None:
        return next((entry for entry in self.lists if entry.position == field.name), None)

    def _list(self) -> Subfile[Any] | None:
        """The list the cursor is in, or the first."""
        if isinstance(self.focused, Subfile):
            return self.focused
        return next(iter(self.lists), None)

    def _page(self, action: str) -> bool:
        subfile = self._list()
        return subfile is not None and subfile.page(1 if action == "page_next" else -1)

    # --- actions every panel shares -----------------------------------------------------------

    def act_help(self) -> None:
        """F1: explain what the cursor is in."""
        part = self.focused if isinstance(self.focused, Part) else None
        panel = self.help_for(part)
        if panel is None:
            self.open("help", self.ID, (part.name or "") if part else "")
        else:
            self.open(panel)

    def act_all_keys(self) -> None:
        """F11 F1: the keys and options of this panel."""
        self.open("help", self.ID)

    def act_go(self) -> None:
        """F2: open the fast path."""
        self.command = CommandLine()
        self.show_message()

    def act_leave(self) -> None:
        """F3: leave to the menu."""
        self.leave()

    def act_prompt(self) -> None:
        """F4: list what may stand in the field."""
        part = self.focused if isinstance(self.focused, Part) else None
        panel = self.prompt(part)
        if panel is None:
            self.inform(messages.NO_PROMPT, "Nothing to choose from here.")
            return
        panel, *values = panel if isinstance(panel, tuple) else (panel,)
        text = part.text.strip() if isinstance(part, Field) else ""
        self.open(panel, text, *values, then=lambda chosen: self._prompted(part, chosen))

    def _prompted(self, part: Part | None, chosen: object) -> None:
        if isinstance(part, Field) and isinstance(chosen, str):
            part.text = chosen
            self._focus(part)
            self.enter()

    def act_page_back(self) -> None:
        """F7: the page before."""
        if not self._page("page_back"):
            self.app.bell()

    def act_page_next(self) -> None:
        """F8: the next page."""
        if not self._page("page_next"):
            self.app.bell()

    def act_copy(self) -> None:
        """F9: copy the row's code on, or the field from the last entry."""
        part = self.focused
        done = False
        if isinstance(part, Subfile):
            done = part.copy_code()
        elif isinstance(part, Field):
            text = self.duplicate(part)
            done = text is not None
            part.text = part.text if text is None else text
        if not done:
            self.app.bell()

    def act_do(self) -> None:
        """F10: do what the panel is for."""
        self.submit()

    def act_more(self) -> None:
        """F11: the second key page, for one key."""
        self.key_page = 2
        self.show_frame()

    def act_back(self) -> None:
        """F12: back one panel."""
        self.finish()

    def act_sign_off(self) -> None:
        """F11 F3: end the session."""
        self.owner.exit(0)

    def act_top(self) -> None:
        """F11 F7: the first row."""
        if subfile := self._list():
            subfile.edge(bottom=False)

    def act_bottom(self) -> None:
        """F11 F8: the last row."""
        if subfile := self._list():
            subfile.edge(bottom=True)

    def act_code_page(self) -> None:
        """F11 F9: copy the row's code to the page."""
        subfile = self._list()
        if subfile is None or not subfile.copy_to_page():
            self.app.bell()

    def act_refresh(self) -> None:
        """F5: read the lists anew; typed text stays."""
        for subfile in self.lists:
            subfile.reload()

    # --- messages of the frame ----------------------------------------------------------------

    def _on_mount(self, event: Any) -> None:
        self.show_frame()
        self._kept_up(self.opened)
        if self.focused is None:
            self.go_to_first()
        self.fit_screen()
        self.show_message()
        self.post_message(self.Ready(self))

    def _on_subfile_wrong_code(self, message: Subfile.WrongCode) -> None:
        known = " ".join(keys.option(name).code for name in message.subfile.options)
        self.error(messages.WRONG_CODE, f"{message.code} is no option here; {known} are.")

"""Maintenance: the base of the panels where master data and policies are kept.

The rows stand above, one entry below. 2 (or Enter) on a row puts it in the entry to be changed, 5
only shows it there, F9 copies it into a new entry, F6 begins an empty one, F10 saves. A panel says
what its rows and fields are and how an entry is saved; what is typed and not saved is never
dropped without a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult

from artui.ledger.errors import LedgerError, Refused
from artui.ledger.ledger import Ledger
from artui.screens import show
from artui.screens.frame.field import Field
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import ColumnSet, ListSource
from artui.screens.frame.subfile import Subfile

Row = TypeVar("Row")
Result = TypeVar("Result")

SAVED = 4101
NOTHING_CHANGED = 4102
NOT_SAVED = 4103
KEY_FIXED = 4104
EXISTS = 4105
ASK_EACH = 4106
DONE = 4107
EMPTY = 4108
NOT_WRITTEN = 4109
NAMED = 3
"""Rows a question names; of more it says only how many."""


class Maintenance(Panel, Generic[Row]):
    """A list of master data over one entry. Fields that name a row (``KEYS``) stay as they are
    while it is changed; ``ACTS`` are the codes that ask and then change a row at once; ``EVENTS``
    the kinds of events by which a row is recorded, of which 8 lists those that ``NAMED_BY`` the
    same fields (default: the keys)."""

    ACTIONS: ClassVar[Sequence[str]] = (
        "help", "go", "leave", "prompt", "refresh", "new", "page_back", "page_next", "copy.line",
        "do.save", "more", "back", "sign_off", "undo", "top", "bottom",
    )  # fmt: skip
    THING: ClassVar[str] = ""
    OPTIONS: ClassVar[Sequence[str]] = ("2", "5", "8")
    EVENTS: ClassVar[Sequence[str]] = ()
    NAMED_BY: ClassVar[Sequence[str]] = ()
    ACTS: ClassVar[Mapping[str, str]] = {}
    KEYS: ClassVar[Sequence[str]] = ()
    FAULTS: ClassVar[Mapping[str, str]] = {}
    BLOCK: ClassVar[int] = -14
    """The line of the entry's heading; the list ends above it."""
    POSITION_COL: ClassVar[int] = 14

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._loaded: dict[str, str] = {}
        self._changing: Row | None = None

    # --- what a panel fills in ----------------------------------------------------------------

    def rows(self) -> Sequence[Row]:
        """The rows of the list, in its order."""
        raise NotImplementedError

    def key(self, row: Row) -> str:
        """What names a row: the texts of its ``KEYS`` fields, a blank between."""
        raise NotImplementedError

    def columns(self) -> Sequence[ColumnSet[Row]]:
        """The columns that stay, then the sets Left and Right go through."""
        raise NotImplementedError

    def head(self) -> Iterable[Field]:
        """Fields of line 2 before the position."""
        return ()

    def entry(self) -> Iterable[Field]:
        """The fields of the entry."""
        raise NotImplementedError

    def texts(self, row: Row) -> Mapping[str, str]:
        """What each field of the entry shows for a row."""
        raise NotImplementedError

    def defaults(self) -> Mapping[str, str]:
        """What the fields of a new entry begin with, where that isn't empty."""
        return {}

    def save(self) -> str:
        """Record the entry; the sentence that says so. Raises
        :class:`~artui.ledger.errors.Refused` with the fields at fault."""
        raise NotImplementedError

    def named_by(self, row: Row) -> Mapping[str, str]:
        """What the events that recorded a row say of it, by field."""
        return {name: str(getattr(row, name)) for name in self.NAMED_BY or self.KEYS}

    def act_on(self, code: str, row: Row) -> None:
        """Do what a code of ``ACTS`` means to a row."""

    def about(self, row: Row) -> Sequence[str]:
        """The two lines of the foot for the row under the cursor."""
        return ()

    def heading(self, changing: str) -> str:
        """The line above the entry; ``changing`` names the row, empty for a new one."""
        return f"Change {self.THING} {changing}" if changing else f"New {self.THING}"

    # --- the panel ----------------------------------------------------------------------------

    @property
    def ledger(self) -> Ledger:
        """The ledger of the session."""
        ledger: Ledger = self.session.ledger
        return ledger

    def compose(self) -> ComposeResult:
        """Head, list and entry."""
        yield from self.head()
        yield Field("position", line=2, col=self.POSITION_COL, width=12, label="Position to")
        fixed, *sets = self.columns()
        yield Subfile(
            "rows", self._source(), fixed, sets=sets or ((),), key=self.key, first=3,
            last=self.BLOCK - 1, options=self.OPTIONS, position="position", status_at=(2, 79),
        )  # fmt: skip
        yield from self.entry()

    def opened(self) -> None:
        """Begin with an empty entry, the cursor in the list."""
        self._begin()
        if self.listing().count:
            self.go_to("rows")
        else:
            self.inform(EMPTY, f"No {self.THING} yet. F10 saves the first one.")
            self._to_entry()

    @property
    def entry_fields(self) -> list[Field]:
        """The fields below the list."""
        parts = self.parts
        behind = parts[parts.index(self.listing()) + 1 :]
        return [part for part in behind if isinstance(part, Field)]

    @property
    def changed(self) -> bool:
        """Whether the entry holds anything that isn't saved."""
        return any(field.text != self._loaded[field.name or ""] for field in self.entry_fields)

    def text(self, name: str) -> str:
        """What stands in a field, without blanks around it."""
        return self.field(name).text.strip()

    def fault_names(self) -> Mapping[str, str]:
        """The ledger's names of fields, as this panel calls them."""
        return self.FAULTS

    def _source(self) -> ListSource[Row]:
        return ListSource(self.rows(), self.key)

    def _begin(self, row: Row | None = None, *, copy: bool = False) -> None:
        """Put a row in the entry, to be changed or copied, or an empty one."""
        texts = self.texts(row) if row is not None else self.defaults()
        defaults = self.defaults()
        self._changing = None if copy else row
        for field in self.entry_fields:
            name = field.name or ""
            fixed = self._changing is not None and name in self.KEYS
            field.stop = not fixed
            field.text = texts.get(name, "")
            self._loaded[name] = defaults.get(name, "") if copy else field.text
        key = "" if self._changing is None else self.key(self._changing)
        only_shown = bool(self.lacks("do.save"))
        self.put_line(
            self.BLOCK, f"{self.THING.capitalize()} {key}" if only_shown else self.heading(key)
        )

    def _to_entry(self) -> None:
        stop = next(field for field in self.entry_fields if field.stop)
        self.go_to(stop.name or "")

    def _guarded(self, do: Callable[[], object]) -> None:
        """Do what drops the entry, after a question if something in it isn't saved."""
        if self.changed:
            self.ask(NOT_SAVED, "The entry is not saved.", do, words=("Drop it", "Stay"))
        else:
            do()

    # --- saving -------------------------------------------------------------------------------

    def submit(self) -> None:
        """Save the entry, if there is anything in it to save."""
        if self.refused(("do.save",)):
            return
        if self.changed:
            super().submit()
        else:
            self.inform(NOTHING_CHANGED, "Nothing was changed. 2=Change a row, F6=New")

    def accept(self) -> None:
        """Save the entry and show it in the list."""
        if fixed := self._fixed_key():
            self.error(KEY_FIXED, "That names the row and stays. F6=New makes another.", fixed)
            return
        key = " ".join(self.text(name) for name in self.KEYS)
        if self._changing is None and any(self.key(row) == key for row in self.rows()):
            self.error(EXISTS, f"{key} exists: 2=Change on its row.", self.KEYS[0])
            return
        if (said := self._try(self.save)) is not None:
            self._begin()
            self.show_rows(key)
            self.go_to("rows")
            self.inform(SAVED, self.ledger.kept.words(said))

    def _fixed_key(self) -> str:
        """The field that names the row changed and was typed over, empty if none was."""
        if self._changing is None:
            return ""
        texts = self._loaded
        return next((name for name in self.KEYS if self.text(name) != texts[name].strip()), "")

    def _try(self, do: Callable[[], Result]) -> Result | None:
        """What a command of the ledger gives, None if it was refused: the fault is shown."""
        try:
            return do()
        except Refused as refused:
            self.errors(show.faults(refused.problems, self.fault_names()))
        except LedgerError as error:
            self.error(NOT_WRITTEN, str(error))
        return None

    def show_rows(self, key: str = "") -> None:
        """Read the rows anew, the cursor on the one with that key if it is listed."""
        rows = self.rows()
        self.listing().reload(ListSource(rows, self.key))
        at = next((at for at, row in enumerate(rows) if self.key(row) == key), None)
        if at is not None:
            self.listing().move_to(at)

    # --- codes --------------------------------------------------------------------------------

    def _row(self, key: str) -> Row:
        return next(row for row in self.rows() if self.key(row) == key)

    def _load(self, key: str, *, change: bool) -> None:
        self._begin(self._row(key))
        self.listing().clear_codes([key])
        if change:
            self._to_entry()

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """First what asks, for all rows at once; else the first row to change or show, or its
        history."""
        acts = [(key, code) for key, code in message.codes if code in self.ACTS]
        if acts:
            self.ask(ASK_EACH, self._question(acts), lambda: self._run_acts(acts))
        elif message.codes[0][1] == "8":
            key = message.codes[0][0]
            self.listing().clear_codes([key])
            named = (f"{name}={value}" for name, value in self.named_by(self._row(key)).items())
            self.open("arre80/h", ",".join(self.EVENTS), *named)
        else:
            key, code = message.codes[0]
            self._guarded(lambda: self._load(key, change=code == "2"))

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter on a row changes it, or shows it where rows don't change."""
        change = "2" in self.offered(self.OPTIONS)
        self._guarded(lambda: self._load(message.key, change=change))

    def _question(self, acts: Sequence[tuple[str, str]]) -> str:
        parts = []
        for code, word in self.ACTS.items():
            keys = [key for key, given in acts if given == code]
            if keys:
                named = ", ".join(keys) if len(keys) <= NAMED else f"{len(keys)} rows"
                parts.append(f"{word} {named}")
        return "; ".join(parts) + "?"

    def _run_acts(self, acts: Sequence[tuple[str, str]]) -> None:
        waiting: list[int] = []
        for key, code in acts:
            try:
                self.act_on(code, self._row(key))
                waiting += filter(None, [self.ledger.kept.number])
            except LedgerError as error:
                self._act_refused(key, error)
                return
            self.listing().clear_codes([key])
        self.show_rows()
        said = self.ledger.kept.words(f"Done for {len(acts)} row{'s' * (len(acts) > 1)}.")
        if len(waiting) > 1:
            said = f"Changes {waiting[0]} to {waiting[-1]} wait for a second person."
        self.inform(DONE, said)

    def _act_refused(self, key: str, error: LedgerError) -> None:
        """Say why, the cursor on the row; its code and those below it stay."""
        self.show_rows(key)
        problem = error.problems[0] if isinstance(error, Refused) else None
        number, text = (problem.number, problem.text) if problem else (NOT_WRITTEN, str(error))
        self.error(number, text, "rows")

    # --- keys ---------------------------------------------------------------------------------

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The foot follows the cursor."""
        row = message.subfile.row
        self.explain(*(self.about(row) if row is not None else ()))

    def act_new(self) -> None:
        """F6: an empty entry."""
        self._guarded(self._new)

    def _new(self) -> None:
        self._begin()
        self._to_entry()

    def act_copy(self) -> None:
        """F9 on a row with a code copies the code on; else a new entry says what the row says."""
        row = self.listing().row
        if row is None or not isinstance(self.focused, Subfile) or self.listing().codes:
            super().act_copy()
            return
        self._guarded(lambda: self._copy(row))

    def _copy(self, row: Row) -> None:
        self._begin(row, copy=True)
        self._to_entry()

    def act_undo(self) -> None:
        """F11 F5: clear what is typed in the entry."""
        self._begin()
        self.go_to("rows")

    def act_refresh(self) -> None:
        """F5: read the rows anew; the entry stays."""
        self.show_rows()

    def act_back(self) -> None:
        """F12: back, after a question if the entry isn't saved."""
        self._guarded(self.finish)

    def act_leave(self) -> None:
        """F3: to the menu, after a question if the entry isn't saved."""
        self._guarded(self.leave)

    def duplicate(self, field: Field) -> str | None:
        """F9 in a field copies it from the row under the cursor."""
        row = self.listing().row
        return None if row is None else self.texts(row).get(field.name or "")

    def prompt(self, part: Part | None) -> Panel | str | tuple[str, ...] | None:
        """The prompt a panel names for its field in ``PROMPTS``."""
        return self.PROMPTS.get(part.name or "") if part is not None else None

    PROMPTS: ClassVar[Mapping[str, str]] = {}
    """Field name to the fast-path name of the panel that lists its values."""

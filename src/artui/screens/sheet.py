"""A sheet of lines that scrolls, and prints: what dry runs, reasons and reports are shown on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult

from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.printing import print_lines
from artui.screens.session import Session

LIST_KEYS = ("help", "go", "leave", "page_back", "page_next", "more", "back", "sign_off", "top",
             "bottom")  # fmt: skip
PRINTED, NOTHING_POSTED = 3095, 3060

Seen = TypeVar("Seen")


class Sheet(Panel):
    """A panel whose body is ``lines``; a subclass fills them in."""

    ACTIONS: ClassVar[Sequence[str]] = (*LIST_KEYS, "print")
    LINES_FROM = 3

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self.lines: list[str] = []

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Subfile(
            "lines",
            ListSource[tuple[int, str]](list(enumerate(self.lines))),
            (Column("", 78, lambda line: line[1]),),
            key=lambda line: str(line[0]),
            first=self.LINES_FROM,
            last=-5,
            headed=False,
            status_at=(2, 79),
        )

    def show_lines(self, lines: Iterable[str]) -> None:
        """Show other lines from now on."""
        self.lines = list(lines)
        self.listing().reload(ListSource(list(enumerate(self.lines))))

    def act_print(self) -> None:
        """F11 F4: to the print command of the settings."""
        print_lines(self, self.lines, PRINTED, "It went to the print command.")


class ReadSheet(Sheet):
    """A sheet that is read and left: Enter goes back."""

    def on_subfile_opened(self, _message: object) -> None:
        """Enter goes back."""
        self.finish()


class DryRunSheet(Sheet, Generic[Seen]):
    """What a posting would change; F10 goes on to the question before it. A subclass says the
    lines, and which message stands where nothing was rehearsed."""

    ACTIONS = (*LIST_KEYS, "print", "do.post_it")
    NOTHING_HERE: ClassVar[tuple[int, str]]

    def __init__(self, seen: Seen | None = None, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._seen = seen

    def told(self, seen: Seen) -> Iterable[str]:
        """The lines of the sheet."""
        raise NotImplementedError

    def day(self, _seen: Seen) -> str:
        """The day it would be posted on."""
        return self.session.today

    def opened(self) -> None:
        """The figures, and what they were known at."""
        seen = self._seen
        if not seen:
            self.inform(*self.NOTHING_HERE)
            return
        head = self.session.ledger.store.head().pos
        self.put_line(2, f"Known at event {head:,}   Date {self.day(seen)}   Nothing is posted")
        self.show_lines(self.told(seen))
        self.inform(NOTHING_POSTED, f"Posting checks that nothing changed since event {head:,}.")

    def act_do(self) -> None:
        """F10: go on to the question."""
        if self._seen:
            self.finish(True)

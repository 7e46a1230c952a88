"""A sheet of lines that scrolls, and prints: what dry runs, reasons and reports are shown on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult

from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.printing import print_lines
from artui.screens.session import Session

LIST_KEYS = ("help", "go", "leave", "page_back", "page_next", "more", "back", "sign_off", "top",
             "bottom")  # fmt: skip
PRINTED = 3095


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

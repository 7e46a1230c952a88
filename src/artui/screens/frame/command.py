"""The fast path on line 22: ``===>`` takes a number, panel id or name, and values behind it."""

from __future__ import annotations

import shlex

from artui.screens.frame.canvas import Span
from artui.screens.frame.editor import LineEditor
from artui.screens.frame.text import cells

SIGN = "===>"
CELL_COL = 7
CELL_WIDTH = 71


def parse(text: str) -> tuple[str, list[str]]:
    """The name and the values of a command; quotes keep a value with blanks together."""
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    return (words[0] if words else ""), words[1:]


class CommandLine:
    """The cell behind ``===>`` while it is open."""

    def __init__(self) -> None:
        self.editor = LineEditor(CELL_WIDTH)

    def spans(self, blank: str) -> list[Span]:
        """Line 22 with the sign, the text and its cursor."""
        text, at = self.editor.text, self.editor.cursor
        body = text + blank * (CELL_WIDTH - cells(text) - 1) + " "
        col = self.cursor_col()
        return [
            Span(2, SIGN),
            *([Span(CELL_COL, body[:at], "input")] if at else []),
            Span(col, body[at], "cursor"),
            Span(col + cells(body[at]), body[at + 1 :], "input"),
        ]

    def press(self, key: str, character: str | None) -> bool:
        """Edit the text."""
        if key == "paste":
            return self.editor.paste(character or "")
        return self.editor.press(key, character)

    def cursor_col(self) -> int:
        """The column (from 1) of the cursor."""
        return CELL_COL + cells(self.editor.text[: self.editor.cursor])

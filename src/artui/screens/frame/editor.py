"""One line of text being typed: the cursor, inserting and deleting, and nothing of a screen."""

from __future__ import annotations

from collections.abc import Callable


def any_character(character: str) -> bool:
    """Allow every character that can be seen."""
    return character.isprintable()


class LineEditor:
    """Text of at most ``limit`` characters and a cursor in it.

    A *fresh* text was not touched since the cursor came: the first character typed replaces it,
    any other editing key keeps it.
    """

    def __init__(
        self, limit: int, allow: Callable[[str], bool] = any_character, *, upper: bool = False
    ) -> None:
        self.text = ""
        self.cursor = 0
        self.limit = limit
        self.fresh = False
        self.overwrite = False
        self._allow = allow
        self._upper = upper
        self._keys: dict[str, Callable[[], None]] = {
            "left": lambda: self._to(self.cursor - 1),
            "right": lambda: self._to(self.cursor + 1),
            "home": lambda: self._to(0),
            "end": lambda: self._to(len(self.text)),
            "backspace": self._backspace,
            "delete": self._delete,
            "insert": self._toggle,
        }

    def set(self, text: str, *, fresh: bool = True) -> None:
        """Replace the text; the cursor stands behind it."""
        self.text = text[: self.limit]
        self.cursor = len(self.text)
        self.fresh = fresh

    def press(self, key: str, character: str | None) -> bool:
        """Take an editing key or a character; False if it isn't one or doesn't fit."""
        edit = self._keys.get(key)
        if edit is not None:
            edit()
            self.fresh = False
            return True
        if character is None or len(character) != 1 or not character.isprintable():
            return False
        return self._type(character.upper() if self._upper else character)

    def paste(self, text: str) -> bool:
        """Type the first line of a text, without what isn't allowed; False if nothing came."""
        line = text.strip().splitlines()[0] if text.strip() else ""
        return sum(self.press("", character) for character in line) > 0

    def _type(self, character: str) -> bool:
        if not self._allow(character):
            return False
        if self.fresh or self.limit == 1:
            self.set("", fresh=False)
        tail = self.text[self.cursor + 1 :] if self.overwrite else self.text[self.cursor :]
        text = self.text[: self.cursor] + character + tail
        if len(text) > self.limit:
            return False
        self.text = text
        self.cursor += 1
        return True

    def _to(self, cursor: int) -> None:
        self.cursor = max(0, min(cursor, len(self.text)))

    def _backspace(self) -> None:
        if self.cursor:
            self.text = self.text[: self.cursor - 1] + self.text[self.cursor :]
            self.cursor -= 1

    def _delete(self) -> None:
        self.text = self.text[: self.cursor] + self.text[self.cursor + 1 :]

    def _toggle(self) -> None:
        self.overwrite = not self.overwrite

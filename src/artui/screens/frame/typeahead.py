"""Keys wait here until the panel they are meant for can take them.

A clerk types ahead of the screen. Every key is delivered alone, to the panel that is then on top,
and only when all that the key before it caused has been done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from typing import Any, NamedTuple

from textual.message import Message
from textual.screen import Screen

from artui.keys import function_key

MAX_KEYS = 10_000
"""Keys kept; a bell answers any more."""


class Keystroke(NamedTuple):
    """One key by its name, with the character it types; a paste has the name ``paste``."""

    key: str
    character: str | None


class KeyDone(Message):
    """Follows a key through the panel's queue: what the key caused has been handled."""

    def __init__(self, panel: Screen[Any]) -> None:
        super().__init__()
        self.panel = panel

    def again(self) -> KeyDone:
        """Another, to follow what came into the queue meanwhile."""
        return KeyDone(self.panel)


class KeyQueue:
    """The keys not yet delivered, oldest first."""

    def __init__(self) -> None:
        self._keys: deque[Keystroke] = deque()

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, stroke: Keystroke) -> bool:
        """Keep a key; False if the queue is full."""
        if len(self._keys) >= MAX_KEYS:
            return False
        self._keys.append(stroke)
        return True

    def take(self) -> Keystroke:
        """The oldest key; IndexError when there is none."""
        return self._keys.popleft()

    def drop(self, only: Collection[str] | None = None) -> int:
        """Throw away the keys with these names (and their twins), or all; says how many."""
        before = len(self._keys)
        if only is None:
            self._keys.clear()
        else:
            self._keys = deque(
                stroke for stroke in self._keys if function_key(stroke.key) not in only
            )
        return before - len(self._keys)

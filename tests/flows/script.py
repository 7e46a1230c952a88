"""Flows as a clerk's keystrokes, written as people read them: ``[STEW] Enter [8631.15] F10 F10``.

``[text]`` is data typed; every other word is a key by name, or digits and letters typed as keys
of their own (an option code ``11`` is two). ``{text}`` is no key: the screen shows the text then.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.terminal import Terminal, encode

_WORDS = re.compile(r"\[[^\]]*\]|\{[^}]*\}|\S+")
_NAMED = {"Enter": "enter", "Tab": "tab", "Up": "up", "Down": "down", "End": "end",
          "Backspace": "backspace", **{f"F{n}": f"F{n}" for n in range(1, 13)}}  # fmt: skip


class Count(NamedTuple):
    """The keys of a script: ``controls`` are all but the characters of the data."""

    controls: int
    keys: int


def strokes(script: str) -> list[str]:
    """The keys of a script, one by one, as :func:`tests.terminal.encode` takes them."""
    found: list[str] = []
    for word in _WORDS.findall(script):
        if word[0] == "[":
            found.extend(word[1:-1])
        elif word[0] != "{":
            found.extend([_NAMED[word]] if word in _NAMED else word)
    return found


def count(script: str) -> Count:
    """How many keys a script takes."""
    data = sum(len(word) - 2 for word in _WORDS.findall(script) if word[0] == "[")
    return Count(len(strokes(script)) - data, len(strokes(script)))


def step_by_step(terminal: Terminal, script: str) -> None:
    """Play a script, waiting after each word; a ``{text}`` must be on the screen by then."""
    for word in _WORDS.findall(script):
        if word[0] == "{":
            terminal.expect(word[1:-1])
        else:
            terminal.send(encode(*strokes(word)))


def typed_ahead(terminal: Terminal, script: str) -> None:
    """Play a script in one write, not looking at the screen."""
    terminal.send(encode(*strokes(script)))

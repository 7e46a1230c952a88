"""The few styles of the screens, by the name of what they mean.

Every meaning has a sign in the text too; a style only repeats it. Only attributes and the eight
colours every terminal has are used, so what a theme sets is right over any connection.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from rich.style import Style

_MEANINGS = {
    "text": "",
    "title": "bold",
    "head": "bold",
    "input": "underline",
    "cursor": "reverse",
    "fault": "reverse",
    "mark": "bold",
    "looking_back": "reverse",
    "information": "",
    "error": "reverse",
    "confirmation": "bold",
    "progress": "",
    "credit": "",
    "late": "",
    "overdue": "bold",
    "blocked": "bold",
    "dim": "",
    "keys": "",
}
_COLOURS = {
    "credit": "cyan",
    "late": "yellow",
    "overdue": "bold red",
    "blocked": "red",
    "fault": "reverse red",
    "error": "reverse red",
    "mark": "bold red",
    "dim": "dim",
}

Palette = Mapping[str, Style]
"""Meaning to style; the names are those of :data:`MEANINGS`."""

MEANINGS = tuple(_MEANINGS)


def _parse(rules: Mapping[str, str]) -> Palette:
    return {name: Style.parse(rule) if rule else Style() for name, rule in rules.items()}


def palette(theme: str = "ansi", *, environ: Mapping[str, str] | None = None) -> Palette:
    """The styles of a theme: ``ansi`` (the terminal's own colours) or ``green`` (green on black).

    Under ``NO_COLOR`` no colour is used, whatever the theme. An unknown theme raises KeyError.
    """
    environ = os.environ if environ is None else environ
    themes = {
        "ansi": {**_MEANINGS, **_COLOURS},
        "green": {name: f"{rule} green".strip() for name, rule in _MEANINGS.items()},
    }
    rules = themes[theme]
    return _parse(_MEANINGS if environ.get("NO_COLOR") else rules)


def has_underline(environ: Mapping[str, str] | None = None) -> bool:
    """Whether input cells can be underlined; if not, they show ``_`` instead of blanks.

    Asked only under ``NO_COLOR``, where a terminal may be without attributes at all.
    """
    environ = os.environ if environ is None else environ
    if not environ.get("NO_COLOR"):
        return True
    import curses

    try:
        curses.setupterm(environ.get("TERM", "dumb"), fd=1)
    except curses.error:
        return False
    return curses.tigetstr("smul") is not None

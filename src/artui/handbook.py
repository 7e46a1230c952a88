"""The page of keys in the manual, made from the registry: ``python -m artui.handbook``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from artui import keys
from artui.panels import PANELS

if TYPE_CHECKING:
    from artui.screens.frame.panel import Panel

Rows = Sequence[tuple[str, ...]]

_HEAD = """# Keys, options and panels

This page is made from the registry of keys by `python -m artui.handbook`; a test keeps it equal.

Every key has one place and one meaning on every panel. A twin does the same where a terminal
keeps a function key for itself. The second page of keys holds for one key: F11, then F10.
"""


def keys_page() -> str:
    """The page as Markdown."""
    return "\n".join(
        [
            _HEAD,
            *_section("Keys", ("Key", "Twin", "Label", "What it does"), _actions(1)),
            *_section("Keys behind F11", ("Keys", "Label", "What they do"), _actions(2)),
            *_section("Other words for keys", ("Key", "Label", "What it does"), _wordings()),
            *_section("Options in front of rows", ("Code", "Label", "What it does"), _options()),
            *_section("Panels", ("Panel", "Title", "`===>`"), _panels()),
        ]
    )


def _section(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [f"## {title}", "", _row(heads), _row("---" for _head in heads)]
    return [*lines, *map(_row, rows), ""]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _actions(page: int) -> Rows:
    found = [action for action in keys.ACTIONS.values() if action.page == page]
    if page == 2:
        return [(f"F11 F{each.number}", each.label, each.help) for each in found]
    return [(f"F{each.number}", keys.twin_name(each), each.label, each.help) for each in found]


def _wordings() -> Rows:
    found = sorted(map(keys.action, keys.WORDINGS), key=lambda action: action.number)
    return [(f"F{each.number}", each.label, each.help) for each in found]


def _options() -> Rows:
    found = [*map(keys.option, keys.OPTIONS), *map(keys.option, keys.OPTION_WORDINGS)]
    found.sort(key=lambda option: int(option.code))
    aliases = [(code, "", f"The same as {other}.") for code, other in keys.ALIASES.items()]
    return [(each.code, each.label, each.help) for each in found] + aliases


def _panels() -> Rows:
    names: dict[str, list[str]] = {}
    for name, place in PANELS.items():
        names.setdefault(place, []).append(f"`{name}`")
    rows = []
    for place, known in names.items():
        panel = _panel(place)
        rows.append((panel.ID, panel.TITLE or "", " ".join(known)))
    return sorted(rows)


def _panel(place: str) -> type[Panel]:
    module, _, name = place.partition(":")
    panel: type[Panel] = getattr(import_module(module), name)
    return panel


if __name__ == "__main__":
    print(keys_page(), end="")

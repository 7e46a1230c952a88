"""What F1 says of every field and list: data by panel id and field name.

Each text has the same six paragraphs: meaning, what may be typed, an example, what happens then,
the rule, and the messages. Nothing here knows the terminal, so the manual can read it too.
"""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple


class Help(NamedTuple):
    """The text of one field or list; ``then`` is a step a line."""

    title: str
    meaning: str
    typed: str
    example: str
    then: tuple[str, ...]
    rule: str
    messages: str


Texts = dict[tuple[str, str], Help]
"""Texts by panel id and field name; an empty panel id holds for every panel."""

_MODULES = (
    "payment",
    "lists",
    "policies",
    "parameters",
    "companies",
    "receipt_write_offs",
    "reports",
    "cleanup",
    "moving",
    "clearing",
    "people",
    "write_offs",
    "receiving",
    "general_ledger",
    "auditing",
    "replaying",
)


def texts() -> Texts:
    """All texts there are."""
    found: Texts = {}
    for name in _MODULES:
        found.update(import_module(f"{__name__}.{name}").TEXTS)
    return found


def text_of(panel_id: str, field: str) -> Help | None:
    """The text of a field: that panel's own, else the one fields of that name share.

    Fields that stand several times (``days_1``, ``days_2``) share one text (``days``).
    """
    known = texts()
    name = field.rstrip("0123456789").rstrip("_")
    return known.get((panel_id, name)) or known.get(("", name))

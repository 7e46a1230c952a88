"""What each event of a piece of master data changed, in words: ``Short amount 5.00 to 10.00``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger
from artui.reports.event_fields import fields_of

_BESIDE = frozenset(("policy", "note"))
"""Fields that differ with every event; what they say stands elsewhere."""


class Changed(NamedTuple):
    """An event and what it changed of the one before; of the first what it set."""

    pos: int
    event: ev.Event
    said: str


def changes(ledger: Ledger, events: Sequence[tuple[int, ev.Event]]) -> Iterator[Changed]:
    """Each event, oldest first, beside the one before it of the same kind."""
    before: dict[type[ev.Event], dict[str, str]] = {}
    for pos, event in events:
        now = _said(ledger, pos, event)
        known = before.get(type(event))
        if known is None:
            said = ", ".join(f"{label} {value}" for label, value in now.items())
        else:
            said = ", ".join(_differences(known, now)) or "the same again"
        yield Changed(pos, event, said)
        before[type(event)] = now


def _said(ledger: Ledger, pos: int, event: ev.Event) -> dict[str, str]:
    said: dict[str, str] = {}
    label = ""
    for field in fields_of(ledger, pos, event):
        if field.name in _BESIDE:
            continue
        label = field.label or label  # a list goes on without one
        said[label] = f"{said[label]}; {field.value}" if label in said else field.value
    return said


def _differences(before: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    for label in dict.fromkeys((*before, *now)):
        old, new = before.get(label, ""), now.get(label, "")
        if old != new:
            yield f"{label} {old or 'nothing'} to {new or 'nothing'}"

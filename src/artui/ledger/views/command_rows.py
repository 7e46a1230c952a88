"""The table of command ids as it follows from the events: each names the command that wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from artui.ledger.events import Event
from artui.ledger.views.statements import Statement, statement
from artui.ledger.views.tables import COMMANDS

CommandRow = tuple[str, int, int]
"""A command's id, its first event, how many it wrote."""


class CommandRows:
    """Gathers which events each command wrote; they stand side by side.

    A command whose events go on in what is gathered next is added to; events that bear its id
    elsewhere don't count: it was carried out once.
    """

    def __init__(self, suffix: str = "") -> None:
        name = f"{COMMANDS.name}{suffix}"
        self._sql = statement(
            f"INSERT INTO {name} (id, first, events) VALUES (:id, :first, :events)"
            " ON CONFLICT (id) DO UPDATE"
            f" SET events = {name}.events + excluded.events"
            f" WHERE {name}.first + {name}.events = excluded.first"
        )
        self._rows: list[CommandRow] = []

    def fold(self, pos: int, event: Event) -> None:
        """Take in the next event."""
        if not event.command:
            return
        if self._rows:
            command, first, events = self._rows[-1]
            if command == event.command and first + events == pos:
                self._rows[-1] = command, first, events + 1
                return
        self._rows.append((event.command, pos, 1))

    def taken(self) -> list[CommandRow]:
        """The rows gathered; it begins anew then."""
        rows, self._rows = self._rows, []
        return rows

    def statements(self) -> Iterator[tuple[Statement, Sequence[Sequence[Any]]]]:
        """What was gathered, to be written; it begins anew then."""
        if rows := self.taken():
            yield self._sql, rows


def runs(events: Iterable[Event], first: int) -> list[CommandRow]:
    """The rows of events that stand side by side from a position."""
    gathered = CommandRows()
    for pos, event in enumerate(events, first):
        gathered.fold(pos, event)
    return gathered.taken()

"""A second set of projections, private and temporary, to hold against the one in use."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from artui.ledger.errors import Damaged
from artui.ledger.events import Event
from artui.ledger.views.command_rows import CommandRows
from artui.ledger.views.projection import Projection
from artui.ledger.views.tables import FOLLOWING, SQLITE, VIEWS, Table, create


class Shadow:
    """Projections folded into a temporary SQLite database that is gone when it is closed.

    It spills to disk when it is large, whichever database the ledger itself is in.
    """

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA journal_mode = OFF")
        for table in FOLLOWING:
            for statement in create(table, SQLITE):
                self._connection.execute(statement)
        for view in VIEWS.values():
            self._connection.execute(view)
        self._projection = Projection()
        self._commands = CommandRows()

    def fold(self, pos: int, event: Event) -> None:
        """Take in the next event. Raises Damaged for contradictions."""
        self._commands.fold(pos, event)
        try:
            self._projection.fold(pos, event)
        except ValueError as error:
            raise Damaged(str(error)) from error

    def flush(self) -> None:
        """Write what was gathered; reads see only that. Raises Damaged for contradictions."""
        try:
            self._connection.execute("BEGIN")
            for statement, rows in (*self._projection.statements(), *self._commands.statements()):
                self._connection.executemany(statement.numbered, rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise Damaged(str(error)) from error

    @property
    def unsealed(self) -> list[str]:
        """Streams of vouchers without a seal."""
        return self._projection.unsealed

    def query(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of a reading statement with ``?`` parameters."""
        return self._connection.execute(sql, params).fetchall()

    def rows(
        self, table: Table, after: Sequence[object] | None, limit: int
    ) -> list[tuple[Any, ...]]:
        """Rows of a table behind a key, in the order of their keys."""
        key = ", ".join(table.key)
        where, params = "", tuple(after or ())
        if after is not None:
            where = f" WHERE ({key}) > ({', '.join('?' * len(params))})"
        return self.query(
            f"SELECT {', '.join(table.names)} FROM {table.name}{where} ORDER BY {key} LIMIT ?",
            (*params, limit),
        )

    def close(self) -> None:
        """Throw the tables away."""
        self._connection.close()

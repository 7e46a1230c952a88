"""What a store needs of either database, beyond what the event-sourcing library needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from artui.ledger.errors import LedgerError
from artui.ledger.store.chain import NamedState
from artui.ledger.views.statements import Statement
from artui.ledger.views.tables import Dialect

EventRow = tuple[int, str | None, int, str, bytes, bytes]
"""Position, stream (none if it follows another), version, code, state, hash: a row of events."""


class Head(NamedTuple):
    """Where the chain ends: last position, its hash, the last policy event, the format number."""

    pos: int
    hash: bytes
    policy_pos: int
    format: int


class Recorder(Protocol):
    """What a store needs of its recorder, beyond what the library needs."""

    def record(self, events: Sequence[NamedState]) -> None:
        """Write events behind the head, inside a hold."""

    def take_over(self, rows: Sequence[EventRow], after: Head) -> None:
        """Write rows of another ledger and the head behind them, inside a hold."""


class Datastore(Protocol):
    """What a store needs of its database, beyond what the library needs."""

    read_only: bool
    older_ok: bool
    dialect: Dialect

    def hold(self) -> AbstractContextManager[None]:
        """One write transaction that excludes other writers; re-entrant in a thread."""

    def holding(self) -> bool:
        """Whether this thread is inside a hold."""

    def read(self, sql: str, params: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Rows: on the held connection inside a hold, else on one of the pool."""

    def write(self, gathered: Iterable[tuple[Statement, Sequence[Sequence[Any]]]]) -> None:
        """Execute each statement for each of its rows, inside a hold."""

    def execute(self, sql: str, params: Mapping[str, object]) -> None:
        """Execute one statement with ``:name`` parameters, inside a hold."""

    def batch(self) -> AbstractContextManager[None]:
        """Writes that may travel together; their errors surface by the end of it at the latest."""

    def head(self) -> Head:
        """The head row."""

    def data_version(self) -> int:
        """A number that changes when another process wrote."""

    def has_table(self, name: str) -> bool:
        """Whether there is a table of a name, inside a hold."""

    def names(self) -> frozenset[str]:
        """The triggers and indexes there are; a trigger that was switched off isn't there."""

    def bring_up(self) -> None:
        """Note that the tables are those of this version's format, inside a hold."""

    def damage(self) -> list[str]:
        """What the database finds damaged of itself, in its own words."""

    def explain(self, error: BaseException) -> LedgerError | None:
        """The sentence for a database error, or none if it isn't one."""

    def close(self) -> None:
        """Let go of all connections."""

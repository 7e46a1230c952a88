"""What a ledger needs of where it is kept: one interface for both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from artui.ledger.errors import LedgerError
from artui.ledger.events import Event
from artui.ledger.store.driver import Datastore, Head
from artui.ledger.views.command_rows import CommandRows
from artui.ledger.views.projection import Projection
from artui.ledger.views.tables import Table

Params = Mapping[str, object]


class Sighted(Protocol):
    """What somebody sees of a ledger."""

    @property
    def partial(self) -> bool:
        """Whether that is less than all."""

    def narrow(self, sql: str, params: Params, real: str) -> tuple[str, Params]:
        """A reading statement as one of what is seen, and its parameters; ``real`` stands before
        the name of a table that is meant whole."""


class CommandKnown(LedgerError):  # noqa: N818 - an answer to a retry, not a malfunction
    """The command id was posted before; nothing was written again."""


class StoredRow(NamedTuple):
    """An event as it is stored, with the hash the chain has for it; whether it ``follows`` the
    first of its stream, which tells its stream, time, clerk and command."""

    pos: int
    stream: str
    version: int
    code: str
    state: bytes
    hash: bytes
    follows: bool

    @property
    def readable(self) -> bool:
        """Whether all is of its kind: in a damaged file, or one that somebody else wrote in,
        anything may stand anywhere."""
        return all(map(isinstance, self, _KINDS))


_KINDS = (int, str, int, str, bytes, bytes)


class Store(Protocol):
    """A ledger's events and projections in one database.

    Every database error surfaces as an :class:`~artui.ledger.errors.LedgerError` in words.
    """

    location: str
    read_only: bool

    @property
    def whole(self) -> Store:
        """The store as it is, if this is one as somebody sees it."""

    @property
    def now(self) -> Store:
        """The store as it is now, if this is one as it was."""

    @property
    def looks_back(self) -> bool:
        """Whether this is a store as it was."""

    @property
    def partial(self) -> bool:
        """Whether some rows are out of sight."""

    def seen_by(self, sight: Callable[[], Sighted]) -> Store:
        """The same store as somebody sees it now, for reading only."""

    def as_known(self, lens: Sighted, head: Head) -> Store:
        """The same store as it was when its chain ended at ``head``, for reading only."""

    def hold(self) -> AbstractContextManager[None]:
        """Keep every other writer out; commits at the outermost exit, else rolls back."""

    def append(self, events: Sequence[Event], command: str | None = None) -> tuple[int, int]:
        """Write events with all that follows from them; first and last position. In a hold."""

    def copy_in(
        self,
        rows: Sequence[StoredRow],
        after: Head,
        projection: Projection,
        commands: CommandRows,
    ) -> None:
        """Write events as they are stored elsewhere, and what was folded from them. In a hold."""

    def put(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of a table beside the chain. In a hold."""

    def query(self, sql: str, params: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Rows of a reading statement with ``:name`` parameters."""

    def head(self) -> Head:
        """The end of the chain."""

    def command(self, command: str) -> tuple[int, int] | None:
        """First and last position a known command id wrote."""

    def events(
        self, after: int = 0, upto: int | None = None, *, chunk: int = 2000
    ) -> Iterator[tuple[int, Event]]:
        """Events with their positions, in short reads."""

    def stored(self, after: int, chunk: int) -> list[StoredRow]:
        """Events as they are stored, undecoded."""

    def stream(self, stream: str) -> list[Event]:
        """The events of one stream."""

    def events_at(self, positions: Sequence[int]) -> dict[int, Event]:
        """The events at some positions."""

    def policy_events(self) -> list[tuple[int, Event]]:
        """The events that policies are folded from."""

    def keep(self, sql: str, params: Mapping[str, object]) -> None:
        """A small write outside the chain, in its own transaction."""

    def data_version(self) -> int:
        """A number that changes when another process wrote."""

    def damage(self) -> list[str]:
        """What the database itself finds damaged of its pages and indexes, in its own words."""

    def lacking(self) -> list[str]:
        """What is missing of the triggers and indexes, in words."""

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Fold all projections anew while others work; the number of events folded."""

    def close(self) -> None:
        """Let go of the database."""


class Foldable(Store, Protocol):
    """A store whose tables can be made anew."""

    datastore: Datastore

"""A PostgreSQL schema as the library's datastore: one connection to work on, one that listens."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import lru_cache
from time import monotonic
from typing import Any

import eventsourcing.postgres as library
import psycopg
from eventsourcing.persistence import OperationalError, PersistenceError
from psycopg import sql
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader
from psycopg.rows import tuple_row
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumper

from artui.ledger.errors import Damaged, LedgerError, ReadOnly, StoreUnusable
from artui.ledger.events import FORMAT
from artui.ledger.store.base import check_format
from artui.ledger.store.driver import Head
from artui.ledger.store.faults import as_library
from artui.ledger.views.statements import Statement
from artui.ledger.views.tables import POSTGRES

WAIT = 30
"""Seconds a writer waits for its turn, or a thread for the connection, before it says so."""

IDLE = 5.0
"""Seconds without use after which a connection is tried before a hold relies on it."""

READ_ONLY = "the ledger can only be looked at; nothing can be posted"

_NAME = re.compile(r"(?<![:\w]):([a-z_]\w*)")
Connection = psycopg.Connection[tuple[Any, ...]]
Cursor = psycopg.Cursor[tuple[Any, ...]]


@lru_cache(maxsize=1024)
def native(text: str) -> sql.SQL:
    """A text with ``:names`` as the driver wants it."""
    return sql.SQL(_NAME.sub(r"%(\1)s", text.replace("%", "%%")))


class _WholeNumeric(Loader):
    """Sums of integers come as numeric; they are integers here as they are in SQLite."""

    def load(self, data: Buffer) -> int | Decimal:
        text = bytes(data)
        return Decimal(text.decode()) if b"." in text else int(text)


class _FlagDumper(Dumper):
    """Flags are stored as 0 and 1, as SQLite stores them."""

    oid = Int8Dumper.oid

    def dump(self, obj: Any) -> bytes:
        return b"1" if obj else b"0"


def configure(connection: psycopg.Connection[Any], schema: str) -> None:
    """Settle what a fresh connection speaks: schema, waiting times and types."""
    connection.autocommit = True
    with connection.cursor() as cursor:
        if schema:
            cursor.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        cursor.execute(f"SET lock_timeout = '{WAIT}s'".encode())
        # A clerk whose program hangs inside a hold must not stop the others for ever.
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{2 * WAIT}s'".encode())
        cursor.execute("SET default_transaction_isolation = 'read committed'")
    adapters = connection.adapters
    adapters.register_dumper(bool, _FlagDumper)
    # One type per kind of value: a statement is prepared once, not once per size of number.
    adapters.register_dumper(int, Int8Dumper)
    adapters.register_dumper(str, StrDumper)
    adapters.register_loader("numeric", _WholeNumeric)


class LedgerDatastore(library.PostgresDatastore):
    """The library's datastore with one hold for loading, deciding and saving.

    In a hold every call of that thread runs on the held connection. The advisory lock decides
    whose turn it is; the head is read in a statement after it, which sees what was committed.
    """

    dialect = POSTGRES

    def __init__(self, conninfo: str, schema: str, *, read_only: bool) -> None:
        super().__init__("", "", "", "", "", schema=schema, originator_id_type="text")
        self.conninfo = conninfo
        self.read_only = read_only
        self.older_ok = False
        self.channel = f"ledger_{schema}"[:63]
        self.pool = library.ConnectionPool(
            conninfo,
            connection_class=psycopg.Connection[Any],
            kwargs={"row_factory": tuple_row},
            min_size=1,
            max_size=1,
            open=False,
            configure=lambda connection: configure(connection, schema),
            timeout=WAIT,
            num_workers=1,
        )
        self._owner: int | None = None
        self._held: Connection | None = None
        self._cursor: Cursor | None = None
        self._head: Head | None = None
        self._listener: Connection | None = None
        self._own: set[int] = set()
        self._version = 0
        self._used = monotonic()
        self._leaving = False

    def register_type_adapters(self) -> None:
        """Nothing to register: events are written as arrays of plain columns."""

    @contextmanager
    def get_connection(self) -> Iterator[psycopg.Connection[Any]]:
        """The connection, for one thread at a time."""
        if self._leaving:
            raise StoreUnusable("the ledger has been closed")
        with super().get_connection() as connection:
            yield connection

    def holding(self) -> bool:
        """Whether this thread is inside a hold."""
        return self._owner == threading.get_ident()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """One write transaction that excludes other writers; re-entrant in a thread."""
        if self.holding():
            yield
            return
        if self.read_only:
            raise ReadOnly(READ_ONLY)
        if monotonic() - self._used > IDLE:
            self.read("SELECT 1", {})  # a hold can't be tried again, so the line is tried first
        with self.get_connection() as found, found.transaction():
            connection: Connection = found
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                    (f"ledger {self.schema}",),
                    prepare=True,
                )
                self._held, self._cursor, self._head = connection, cursor, None
                self._own.add(connection.info.backend_pid)
                self._owner = threading.get_ident()
                try:
                    yield
                finally:
                    self._owner = None
                    self._used = monotonic()

    @property
    def cursor_held(self) -> Cursor:
        """The cursor of the hold this thread is in."""
        assert self.holding()
        assert self._cursor is not None
        return self._cursor

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One journey for many statements; a failure surfaces here, before the commit."""
        assert self._held is not None
        try:
            with self._held.pipeline() as pipeline:
                yield
                pipeline.sync()
        except psycopg.Error as error:
            raise as_library(error) from error

    def read(self, sql: str, params: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Rows: on the held connection inside a hold, else on the one of the pool."""
        if self.holding():
            try:
                return self.cursor_held.execute(native(sql), params, prepare=True).fetchall()
            except psycopg.Error as error:
                raise as_library(error) from error
        try:
            return self._read_from_pool(sql, params)
        except OperationalError:
            # Idle lines are cut by servers and firewalls; the pool makes a new one.
            return self._read_from_pool(sql, params)

    def _read_from_pool(self, sql: str, params: Mapping[str, object]) -> list[tuple[Any, ...]]:
        with self.get_connection() as connection:
            rows: list[Any] = connection.execute(native(sql), params, prepare=True).fetchall()
            self._used = monotonic()
            return rows

    def write(self, gathered: Iterable[tuple[Statement, Sequence[Sequence[Any]]]]) -> None:
        """Execute each statement for each of its rows, inside a hold."""
        cursor = self.cursor_held
        try:
            for statement, rows in gathered:
                text = native(statement.text)
                params = [dict(zip(statement.names, row, strict=True)) for row in rows]
                if len(params) == 1:
                    cursor.execute(text, params[0], prepare=True)
                else:
                    cursor.executemany(text, params)
        except psycopg.Error as error:
            raise as_library(error) from error

    def execute(self, sql: str, params: Mapping[str, object]) -> None:
        """Execute one statement with ``:name`` parameters, inside a hold."""
        try:
            self.cursor_held.execute(native(sql), params)
        except psycopg.Error as error:
            raise as_library(error) from error

    def head(self) -> Head:
        """The head row; inside a hold it is read once."""
        if not self.holding():
            return self._read_head()
        if self._head is None:
            self._head = self._read_head()
        return self._head

    def _read_head(self) -> Head:
        rows = self.read("SELECT pos, hash, policy_pos, format FROM head", {})
        if not rows:
            raise Damaged("the head, which names the end of the chain, is missing")
        head = Head._make(rows[0])
        check_format(head.format, "the ledger", older_ok=self.older_ok)
        return head

    def advance(self, head: Head) -> None:
        """Write the head row and tell the others, inside a hold."""
        cursor = self.cursor_held
        cursor.execute(
            "UPDATE head SET pos = %s, hash = %s, policy_pos = %s",
            (head.pos, head.hash, head.policy_pos),
            prepare=True,
        )
        cursor.execute(sql.SQL("NOTIFY {}").format(sql.Identifier(self.channel)))
        self._head = head

    def data_version(self) -> int:
        """A number that changes when another process posted; our own postings leave it."""
        try:
            if self._listener is None:
                self._listener = self._listen()
                self._version += 1  # what was missed while nobody listened
            for note in self._listener.notifies(timeout=0):
                self._version += note.pid not in self._own
        except psycopg.OperationalError as error:
            if self._listener is None:
                raise as_library(error) from error
            self._listener = None  # the line broke; the next call listens anew
        return self._version

    def _listen(self) -> Connection:
        listener = psycopg.connect(self.conninfo, autocommit=True)
        listener.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self.channel)))
        return listener

    def has_table(self, name: str) -> bool:
        """Whether there is a table of a name."""
        return self.read("SELECT to_regclass(:name) IS NOT NULL", {"name": name}) == [(True,)]

    def names(self) -> frozenset[str]:
        """The triggers and indexes there are; a trigger that was switched off isn't there."""
        rows = self.read(
            "SELECT tgname::text FROM pg_trigger WHERE tgrelid = to_regclass('events')"
            " AND NOT tgisinternal AND tgenabled <> 'D' UNION ALL"
            " SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema()",
            {},
        )
        return frozenset(name for (name,) in rows)

    def bring_up(self) -> None:
        """Note that the tables are those of this version's format, inside a hold."""
        self.execute("UPDATE head SET format = :format", {"format": FORMAT})
        self._head = None

    def damage(self) -> list[str]:
        """Nothing: a server looks after its pages itself, by checksums."""
        return []

    def explain(self, error: BaseException) -> LedgerError | None:
        """The sentence for a database error, or none if it isn't one."""
        return explain(error)

    def close(self) -> None:
        """Let go of all connections, each once its thread is out of it."""
        self._leaving = True
        with suppress(AttributeError):
            if self._listener is not None:
                self._listener.close()
                self._listener = None
        super().close()


_SENTENCES: dict[str, tuple[type[LedgerError], str]] = {
    "55P03": (
        StoreUnusable,
        f"somebody else has kept the ledger locked for {WAIT} seconds; nothing was posted",
    ),
    "53100": (StoreUnusable, "the server's disk is full; nothing was posted"),
    "25006": (ReadOnly, READ_ONLY),
    "42501": (ReadOnly, "the database user may not do this; nothing was posted"),
}
_UNREACHABLE = ("08", "57", "53")


def explain(error: BaseException) -> LedgerError | None:
    """The sentence for an error of PostgreSQL or the library, or none if it isn't one."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, psycopg.Error):
        cause = cause.__cause__
    if cause is None:
        return StoreUnusable(str(error)) if isinstance(error, PersistenceError) else None
    state = cause.sqlstate or ""
    if state in _SENTENCES:
        kind, sentence = _SENTENCES[state]
        return kind(sentence)
    reason = str(cause).strip().partition("\n")[0]
    if state[:2] in _UNREACHABLE or (not state and isinstance(cause, psycopg.OperationalError)):
        return StoreUnusable(f"the ledger's server can't be reached: {reason}")
    return StoreUnusable(f"the ledger refused: {reason}")

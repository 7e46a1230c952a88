"""One SQLite file as the library's datastore: whose turn it is, connections, errors in words.

One writer at a time, decided by a lock file: SQLite's own busy handler sleeps between tries and
lets one of two writers starve. Readers use the pool and never wait.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import get_ident
from typing import Any

import eventsourcing.sqlite as library
from eventsourcing.persistence import (
    ConnectionPoolClosedError,
    OperationalError,
    PersistenceError,
)

from artui.ledger.errors import Damaged, LedgerError, ReadOnly, StoreUnusable
from artui.ledger.events import FORMAT
from artui.ledger.store.base import check_format
from artui.ledger.store.driver import Head
from artui.ledger.store.faults import as_library
from artui.ledger.views.statements import Statement
from artui.ledger.views.tables import SQLITE

LOCK = ".lock"
"""What the lock file's name has behind the ledger's."""

WAIT = 30.0
"""Seconds a writer waits for its turn before it says so."""

FINDINGS = 10
"""What is damaged, at most so many lines of it."""

READ_ONLY = "the ledger can only be looked at; nothing can be posted"


_AT_ONCE = nullcontext()


def _locked() -> sqlite3.OperationalError:
    """What SQLite says when its own patience ends; ours ends at the lock file."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


def _damaged() -> sqlite3.DatabaseError:
    """What SQLite says of a damaged file, where its own words can't be read."""
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


class Pool(library.SQLiteConnectionPool):
    """Connections to read with: they wait long, hand out plain tuples and write nothing."""

    _leaving = False

    def _create_connection(self) -> library.SQLiteConnection:
        try:
            connection = sqlite3.connect(
                self.db_name,
                uri=True,
                timeout=WAIT,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise as_library(error) from error
        except UnicodeDecodeError as error:  # the words for what is damaged quote it
            raise as_library(_damaged()) from error
        return library.SQLiteConnection(connection, self.max_age)

    def _get_connection(self, timeout: float = 0.0) -> library.SQLiteConnection:
        if self._leaving:
            raise ConnectionPoolClosedError("Pool is closed")
        return super()._get_connection(timeout)

    def close(self) -> None:
        """Close all connections, each once its reader is out of it.

        The library closes them at once; SQLite crashes when that happens in the middle of a read.
        """
        with self._put_condition:
            self._leaving = True
            for connection in self._in_use.values():
                connection._sqlite_conn.interrupt()
            self._put_condition.wait_for(lambda: not self._in_use, WAIT)
            super().close()


class Turn:
    """The lock file beside the ledger: whose turn it is to write."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = -1

    def take(self) -> None:
        """Wait for the turn; raises the library's OperationalError after :data:`WAIT` seconds."""
        if self._file < 0:
            self._file = self._open()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._wait()

    def _open(self) -> int:
        try:
            try:
                return os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                file = os.open(self._path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
            # Whoever may open the ledger may wait for it: SQLite treats its files beside it alike.
            os.fchmod(file, Path(self._path.removesuffix(LOCK)).stat().st_mode & 0o777)
            return file
        except OSError as error:
            raise StoreUnusable(
                f"{self._path}, which keeps writers apart, can't be opened: {error.strerror}"
            ) from error

    def _wait(self) -> None:
        # flock() has no time limit, and a signal could not interrupt it in a worker thread.
        waiter = threading.Thread(target=fcntl.flock, args=(self._file, fcntl.LOCK_EX), daemon=True)
        waiter.start()
        waiter.join(WAIT)
        if not waiter.is_alive():
            return
        # The thread may still be granted the lock: it then closes the file, which gives it back.
        late, self._file = self._file, -1
        threading.Thread(target=_close_after, args=(waiter, late), daemon=True).start()
        raise OperationalError(_locked())

    def give_back(self) -> None:
        """Let the next writer in."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the lock file; it stays on disk."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _close_after(waiter: threading.Thread, file: int) -> None:
    waiter.join()
    os.close(file)


class LedgerDatastore(library.SQLiteDatastore):
    """The library's datastore with one hold for loading, deciding and saving.

    In a hold every call of that thread runs on the held connection, the library's calls too.
    """

    dialect = SQLITE

    def __init__(self, uri: str, lock: str) -> None:
        super().__init__(uri, originator_id_type="text")
        self.pool = Pool(db_name=uri)
        self.read_only = not lock
        self.older_ok = False
        self._turn = Turn(lock)
        self._mutex = threading.Lock()
        self._owner: int | None = None
        self._cursor: sqlite3.Cursor | None = None
        self._head: Head | None = None
        self._version = 0

    def holding(self) -> bool:
        """Whether this thread is inside a hold."""
        return self._owner == get_ident()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """One write transaction that excludes other writers; re-entrant in a thread."""
        if self.holding():
            yield
            return
        if self.read_only:
            raise ReadOnly(READ_ONLY)
        if not self._mutex.acquire(timeout=WAIT):
            raise OperationalError(_locked())
        try:
            self._turn.take()
            try:
                self._begin()
                yield
                self.writer().execute("COMMIT")
            finally:
                self._end()
                self._turn.give_back()
        except sqlite3.Error as error:
            raise as_library(error) from error
        finally:
            self._mutex.release()

    def _begin(self) -> None:
        self.writer().execute("BEGIN IMMEDIATE")
        self._owner, self._head = get_ident(), None

    def _end(self) -> None:
        self._owner = None
        if self._cursor is not None and self._cursor.connection.in_transaction:
            self._cursor.execute("ROLLBACK")

    def writer(self) -> sqlite3.Cursor:
        """The cursor all holds use: its statements stay prepared."""
        if self._cursor is None:
            if self.pool.closed:
                raise ConnectionPoolClosedError("Pool is closed")
            connection = self.pool._create_connection()
            self._cursor = connection.cursor().sqlite_cursor
            self._cursor.execute("PRAGMA query_only = OFF")
        return self._cursor

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[library.SQLiteCursor]:
        """The library's transaction: the held one inside a hold."""
        if commit or self.holding():
            with self.hold():
                yield library.SQLiteCursor(self.writer())
        else:
            with super().transaction(commit=False) as cursor:
                yield cursor

    def read(self, sql: str, params: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Rows: on the held connection inside a hold, else on one of the pool."""
        try:
            if self._cursor is not None and self._owner == get_ident():
                return self._cursor.execute(sql, params).fetchall()
            with self.get_connection(commit=False) as connection, connection.cursor() as cursor:
                return cursor.execute(sql, params).fetchall()
        except sqlite3.Error as error:
            raise as_library(error) from error

    def write(self, gathered: Iterable[tuple[Statement, Sequence[Sequence[Any]]]]) -> None:
        """Execute each statement for each of its rows, inside a hold."""
        cursor = self.writer()
        try:
            for statement, rows in gathered:
                if len(rows) == 1:
                    cursor.execute(statement.numbered, rows[0])
                else:
                    cursor.executemany(statement.numbered, rows)
        except sqlite3.Error as error:
            raise as_library(error) from error

    def execute(self, sql: str, params: Mapping[str, object]) -> None:
        """Execute one statement with ``:name`` parameters, inside a hold."""
        try:
            self.writer().execute(sql, params)
        except sqlite3.Error as error:
            raise as_library(error) from error

    def head(self) -> Head:
        """The head row; inside a hold it is read once."""
        if self._owner != get_ident():
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
        """Write the head row, inside a hold."""
        self.writer().execute(
            "UPDATE head SET pos = ?, hash = ?, policy_pos = ?",
            (head.pos, head.hash, head.policy_pos),
        )
        self._head = head

    def batch(self) -> AbstractContextManager[None]:
        """Nothing to gather: every statement is a call into this process."""
        return _AT_ONCE

    def data_version(self) -> int:
        """A number that changes when another process wrote; our own writes leave it."""
        # All our writes are the writer's, so its data_version moves for other processes only.
        if self._mutex.acquire(blocking=False):
            try:
                row = self.writer().execute("PRAGMA data_version").fetchone()
                self._version = int(row[0])
            except sqlite3.Error as error:
                raise as_library(error) from error
            finally:
                self._mutex.release()
        return self._version

    def has_table(self, name: str) -> bool:
        """Whether there is a table of a name."""
        sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name"
        return bool(self.read(sql, {"name": name}))

    def names(self) -> frozenset[str]:
        """The triggers and indexes there are."""
        rows = self.read("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'index')", {})
        return frozenset(name for (name,) in rows)

    def bring_up(self) -> None:
        """Note that the tables are those of this version's format, inside a hold."""
        self.execute("UPDATE head SET format = :format", {"format": FORMAT})
        self.execute(f"PRAGMA user_version = {FORMAT}", {})
        self._head = None

    def damage(self) -> list[str]:
        """What SQLite finds wrong with pages and indexes, line by line."""
        found = self.read(f"PRAGMA integrity_check({FINDINGS})", {})
        return [line for (text,) in found if text != "ok" for line in text.splitlines()]

    def explain(self, error: BaseException) -> LedgerError | None:
        """The sentence for a database error, or none if it isn't one."""
        return explain(error)

    def close(self) -> None:
        """Let go of all connections, once other threads are out of them."""
        super().close()
        with self._mutex:
            if self._cursor is not None:
                self._cursor.connection.close()
                self._cursor = None
            self._turn.close()

    def __del__(self) -> None:
        if hasattr(self, "_turn"):
            self.close()


_SENTENCES: dict[int, tuple[type[LedgerError], str]] = {
    sqlite3.SQLITE_FULL: (StoreUnusable, "the disk is full; nothing was posted"),
    sqlite3.SQLITE_BUSY: (
        StoreUnusable,
        f"somebody else has kept the ledger locked for {WAIT:.0f} seconds; nothing was posted",
    ),
    sqlite3.SQLITE_READONLY: (ReadOnly, READ_ONLY),
    sqlite3.SQLITE_IOERR: (StoreUnusable, "the disk refused to read or write the ledger"),
    sqlite3.SQLITE_CANTOPEN: (StoreUnusable, "the ledger's file can't be opened"),
    sqlite3.SQLITE_NOTADB: (Damaged, "the ledger's file is damaged"),
    sqlite3.SQLITE_CORRUPT: (Damaged, "the ledger's file is damaged"),
}


def explain(error: BaseException) -> LedgerError | None:
    """The sentence for an error of SQLite or the library, or none if it isn't one."""
    if isinstance(error, ConnectionPoolClosedError):
        return StoreUnusable("the ledger has been closed")
    if not isinstance(error, (sqlite3.Error, PersistenceError)):
        return None
    cause = error.args[0] if error.args else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest of the bits is detail
    kind, sentence = _SENTENCES.get(code, (StoreUnusable, f"the ledger refused: {error}"))
    return kind(sentence)

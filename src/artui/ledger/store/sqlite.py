"""The ledger in one SQLite file: finding it, and the library's recorder and factory for it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import eventsourcing.sqlite as library
from eventsourcing.persistence import PersistenceError
from eventsourcing.utils import Environment, EnvType

from artui.ledger.errors import StoreUnusable
from artui.ledger.events import FORMAT
from artui.ledger.store.base import LedgerStore, check_format
from artui.ledger.store.chain import GENESIS
from artui.ledger.store.driver import EventRow, Head
from artui.ledger.store.faults import as_library
from artui.ledger.store.recorder import ChainedRecorder
from artui.ledger.store.sqlite_datastore import LOCK, LedgerDatastore, explain
from artui.ledger.views.tables import SQLITE, create_ledger

APPLICATION_ID = 0x41525549
"""Marks the file as a ledger (``ARUI``) in SQLite's header."""

_MAGIC, _HEADER = b"SQLite format 3\0", 100
"""What each file of SQLite begins with, and how long its header is."""

_LOCK_FILE = "LEDGER_LOCK"


class LedgerRecorder(ChainedRecorder, library.SQLiteApplicationRecorder):
    """The library's recorder over our own table: gapless positions and the hash chain."""

    datastore: LedgerDatastore

    def __init__(self, datastore: LedgerDatastore) -> None:
        super().__init__(datastore, "events")

    def construct_create_table_statements(self) -> list[str]:
        """Everything an empty ledger is made of."""
        return [
            *create_ledger(SQLITE),
            "INSERT INTO head (one, format, pos, hash, policy_pos)"
            f" VALUES (1, {FORMAT}, 0, x'{GENESIS.hex()}', 0)",
            f"PRAGMA application_id = {APPLICATION_ID}",
            f"PRAGMA user_version = {FORMAT}",
        ]

    def create_table(self) -> None:
        """Make the ledger's tables unless they are there."""
        self.datastore.writer().execute("PRAGMA journal_mode = WAL")
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("PRAGMA application_id")
            if cursor.fetchone()[0] != APPLICATION_ID:
                self._create_table(cursor)

    def _write(self, rows: Sequence[EventRow], after: Head) -> None:
        try:
            writer = self.datastore.writer()
            writer.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", rows)
            self.datastore.advance(after)
        except sqlite3.Error as error:
            raise as_library(error) from error


class Factory(library.SQLiteFactory):
    """Brings our datastore and recorder; found by the library through the module's name."""

    application_recorder_class = LedgerRecorder  # type: ignore[assignment]
    datastore: LedgerDatastore

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self.datastore = LedgerDatastore(
            self.env.get(self.SQLITE_DBNAME) or "", self.env.get(_LOCK_FILE) or ""
        )


def open_sqlite(
    path: Path, *, create: bool = False, read_only_ok: bool = True, older_ok: bool = False
) -> LedgerStore:
    """Open the ledger in a file, or make one; raises StoreUnusable saying what is in the way."""
    path = path.expanduser().absolute()
    if not path.parent.is_dir():
        raise StoreUnusable(f"there is no folder {path.parent}")
    if path.is_dir():
        raise StoreUnusable(f"{path} is a folder, not a ledger")
    if not path.exists() and not create:
        raise StoreUnusable(f"there is no ledger at {path}")
    writable = _writable(path)
    if not writable and not read_only_ok:
        raise StoreUnusable(f"{path} can't be written")
    if not writable and not path.exists():
        raise StoreUnusable(f"a ledger can't be made at {path}: the folder can't be written")
    uri = path.as_uri() if writable else _readable_uri(path)
    if path.exists() and (path.stat().st_size or not create):
        create = not _check(uri, path, create=create, older_ok=older_ok)
    env = {
        "PERSISTENCE_MODULE": __name__,
        Factory.SQLITE_DBNAME: uri,
        Factory.CREATE_TABLE: "y" if create else "n",
        _LOCK_FILE: f"{path}{LOCK}" if writable else "",
    }
    try:
        store = LedgerStore(str(path), env)
        store.datastore.older_ok = older_ok
        return store
    except (sqlite3.Error, PersistenceError) as error:  # the store can't explain it yet
        raise explain(error) or error from error


def _writable(path: Path) -> bool:
    """SQLite writes beside the file too, so the folder counts."""
    folder = os.access(path.parent, os.W_OK | os.X_OK)
    return folder and (not path.exists() or os.access(path, os.W_OK))


def _readable_uri(path: Path) -> str:
    """How a file that can't be written is opened.

    A reader of a write-ahead log needs to write its index beside the file. Where it can't, the
    file is read as it stands, if there is no log that it would miss.
    """
    plain = f"{path.as_uri()}?mode=ro"
    try:
        connection = sqlite3.connect(plain, uri=True)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError):
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise StoreUnusable(
                f"{path} has postings in {log.name} that can't be read without writing here"
            ) from None
        return f"{plain}&immutable=1"
    return plain


def _unreadable(path: Path) -> str:
    """What is said of a file that the database can't read, by its first bytes."""
    with path.open("rb") as file:
        head = file.read(_HEADER)
    if head[:16] != _MAGIC or int.from_bytes(head[68:72]) != APPLICATION_ID:
        return "is not a ledger"
    size = int.from_bytes(head[16:18])
    whole, there = (
        int.from_bytes(head[28:32]) * (65_536 if size == 1 else size),
        path.stat().st_size,
    )
    lost = "; nothing of it can be read: take the last backup (`artui restore`)"
    if there < whole:
        return f"is a ledger that was cut short: {there:,} of {whole:,} bytes are there{lost}"
    return f"is a ledger whose file is damaged where it begins{lost}"


def _check(uri: str, path: Path, *, create: bool, older_ok: bool) -> bool:
    """Whether the file is a ledger, or may become one: an empty database, as a cut in the power
    leaves of a ledger being made. Refuses what is neither, or a newer program's."""
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=30)
        try:
            found = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            empty = create and not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise StoreUnusable(f"{path} can't be opened: {error}") from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise StoreUnusable(f"{path} {_unreadable(path)}") from error
    if found == 0 and empty:
        return False
    if found != APPLICATION_ID:
        raise StoreUnusable(f"{path} is not a ledger")
    check_format(version, str(path), older_ok=older_ok)
    return True

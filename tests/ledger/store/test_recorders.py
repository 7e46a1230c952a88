"""Our recorders pass the library's own cases, unshortened."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from eventsourcing.persistence import ApplicationRecorder, StoredEvent
from eventsourcing.tests.persistence import (
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

from artui.ledger.store.base import LedgerStore
from artui.ledger.store.postgres import open_postgres
from artui.ledger.store.sqlite import open_sqlite
from tests.postgres import drop_schema, fresh_schema


class InSQLite:
    """A new file for every case, and streams named by text."""

    def create_recorder(self) -> Any:
        folder = tempfile.TemporaryDirectory()
        store = open_sqlite(Path(folder.name) / "ledger.db", create=True)
        self.addCleanup(folder.cleanup)  # type: ignore[attr-defined]
        self.addCleanup(store.close)  # type: ignore[attr-defined]
        return store.application.recorder

    def new_originator_id(self) -> str:
        return str(uuid4())


class InPostgreSQL(InSQLite):
    """A new schema for every case."""

    def create_recorder(self) -> Any:
        url = fresh_schema()
        store = open_postgres(url, create=True)
        self.addCleanup(drop_schema, url)  # type: ignore[attr-defined]
        self.addCleanup(store.close)  # type: ignore[attr-defined]
        return store.application.recorder


class TestSQLite(InSQLite, ApplicationRecorderTestCase[ApplicationRecorder]):
    """The recorder in SQLite."""


class TestSQLiteOrder(InSQLite, NonInterleavingNotificationIDsBaseCase):
    """Two large appends at once in SQLite."""


class TestPostgreSQL(InPostgreSQL, ApplicationRecorderTestCase[ApplicationRecorder]):
    """The recorder in PostgreSQL."""


class TestPostgreSQLOrder(InPostgreSQL, NonInterleavingNotificationIDsBaseCase):
    """Two large appends at once in PostgreSQL."""


def test_the_library_finds_our_parts_by_the_module(tmp_path: Path) -> None:
    store: LedgerStore = open_sqlite(tmp_path / "ledger.db", create=True)
    application = store.application
    assert type(application.factory).__module__ == "artui.ledger.store.sqlite"
    assert type(application.recorder).__module__ == "artui.ledger.store.sqlite"
    application.recorder.insert_events([StoredEvent("s", 1, "xx", b"state")])
    (notification,) = application.notification_log.select(start=1, limit=10)
    assert (notification.id, notification.originator_id) == (1, "s")
    store.close()

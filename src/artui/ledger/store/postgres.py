"""The ledger in a PostgreSQL schema: finding it, and the library's recorder and factory for it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import eventsourcing.postgres as library
import psycopg
from eventsourcing.utils import Environment, EnvType
from psycopg import sql

from artui.ledger.errors import StoreUnusable
from artui.ledger.events import FORMAT
from artui.ledger.store.base import LedgerStore
from artui.ledger.store.chain import GENESIS
from artui.ledger.store.driver import EventRow, Head
from artui.ledger.store.faults import as_library
from artui.ledger.store.postgres_datastore import LedgerDatastore, configure, explain
from artui.ledger.store.recorder import ChainedRecorder
from artui.ledger.views.tables import POSTGRES, create_ledger

_URL, _SCHEMA, _READ_ONLY = "LEDGER_URL", "LEDGER_SCHEMA", "LEDGER_READ_ONLY"

_INSERT = """
INSERT INTO events (pos, stream, version, code, state, hash)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::bytea[], %s::bytea[])
"""


class LedgerRecorder(ChainedRecorder, library.PostgresApplicationRecorder):
    """The library's recorder over our own table: gapless positions and the hash chain."""

    datastore: LedgerDatastore

    def __init__(self, datastore: LedgerDatastore, *, events_table_name: str = "events") -> None:
        super().__init__(datastore, events_table_name="events")

    def create_table(self) -> None:
        """Make the ledger's tables unless they are there."""
        datastore = self.datastore
        with datastore.hold():
            if datastore.read("SELECT to_regclass('head') IS NOT NULL", {}) == [(True,)]:
                return
            for statement in create_ledger(POSTGRES):
                datastore.execute(statement, {})
            datastore.execute(
                "INSERT INTO head (one, format, pos, hash, policy_pos)"
                " VALUES (1, :format, 0, :hash, 0)",
                {"format": FORMAT, "hash": GENESIS},
            )

    def _write(self, rows: Sequence[EventRow], after: Head) -> None:
        try:
            columns = [list(column) for column in zip(*rows, strict=True)]
            self.datastore.cursor_held.execute(_INSERT, columns, prepare=True)
            self.datastore.advance(after)
        except psycopg.Error as error:
            raise as_library(error) from error


class Factory(library.PostgresFactory):
    """Brings our datastore and recorder; found by the library through the module's name."""

    application_recorder_class = LedgerRecorder  # type: ignore[assignment]
    datastore: LedgerDatastore

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self.datastore = LedgerDatastore(
            self.env.get(_URL) or "",
            self.env.get(_SCHEMA) or "",
            read_only=bool(self.env.get(_READ_ONLY)),
        )


def open_postgres(
    url: str, *, create: bool = False, read_only_ok: bool = True, older_ok: bool = False
) -> LedgerStore:
    """Open the ledger in a schema of a server, or make one; raises StoreUnusable in words.

    The schema is named by ``?schema=``, by the URL's ``options``, or is the user's default.
    """
    conninfo, schema = _split(url)
    shown = _shown(url)
    schema, read_only, found = _look(conninfo, schema, shown, create)
    if not found and not create:
        raise StoreUnusable(f"there is no ledger in schema {schema} of {shown}")
    if read_only and not read_only_ok:
        raise StoreUnusable(f"{shown} can't be written")
    store = LedgerStore(
        shown,
        {
            "PERSISTENCE_MODULE": __name__,
            # Where the library wants to be told; the connections are made from the URL.
            Factory.POSTGRES_DBNAME: "",
            Factory.POSTGRES_HOST: "",
            Factory.POSTGRES_USER: "",
            Factory.POSTGRES_PASSWORD: "",
            Factory.CREATE_TABLE: "n",
            _URL: conninfo,
            _SCHEMA: schema,
            _READ_ONLY: "y" if read_only else "",
        },
    )
    store.datastore.older_ok = older_ok
    try:
        if not found:
            store.application.recorder.create_table()  # type: ignore[attr-defined]
        store.head()
    except Exception as error:
        store.close()
        raise explain(error) or error from error
    return store


def _split(url: str) -> tuple[str, str]:
    """The URL as the driver takes it, and the schema it named."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query)
    schema = dict(query).get("schema", "")
    rest = urlencode([(name, value) for name, value in query if name != "schema"])
    return urlunsplit(parts._replace(query=rest)), schema


def _shown(url: str) -> str:
    """The URL without its password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{host}"))


def _look(conninfo: str, schema: str, shown: str, create: bool) -> tuple[str, bool, bool]:
    """The schema's name, whether it can only be read, whether a ledger is in it."""
    try:
        with psycopg.connect(conninfo, autocommit=True, connect_timeout=10) as connection:
            read_only = connection.execute(
                "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean"
            ).fetchone() == (True,)
            if schema and create and not read_only:
                name = sql.Identifier(schema)
                connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
            configure(connection, schema)
            row = connection.execute(
                "SELECT current_schema(), to_regclass('head') IS NOT NULL,"
                " coalesce(has_table_privilege(to_regclass('events'), 'INSERT'), true)"
            ).fetchone()
    except psycopg.Error as error:
        reason = str(error).strip().partition("\n")[0]
        raise StoreUnusable(f"the ledger's server can't be reached: {reason}") from error
    assert row is not None
    if row[0] is None:
        raise StoreUnusable(f"there is no schema {schema} in {shown}")
    return row[0], read_only or not row[2], row[1]

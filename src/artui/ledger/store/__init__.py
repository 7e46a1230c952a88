"""Where a ledger is kept: one SQLite file, or a PostgreSQL schema for many machines.

The only rooms that know the event-sourcing library or a database driver.
"""

from __future__ import annotations

from pathlib import Path

from artui.ledger.errors import StoreUnusable
from artui.ledger.store.driver import Head
from artui.ledger.store.interface import CommandKnown, Store
from artui.ledger.store.sqlite import open_sqlite

__all__ = ["CommandKnown", "Head", "Store", "open_store"]


def open_store(
    location: str | Path,
    *,
    create: bool = False,
    read_only_ok: bool = True,
    older_ok: bool = False,
) -> Store:
    """Open the ledger at a path or ``postgresql://`` URL, or make an empty one with ``create``.

    A URL may name the schema that is the ledger (``?schema=``). A ledger that can't be written
    opens for reading, unless ``read_only_ok`` is off. With ``older_ok`` one of an older format
    opens too, to be rebuilt and for nothing else. Raises
    :class:`~artui.ledger.errors.StoreUnusable` saying what is in the way.
    """
    if str(location).startswith(("postgresql://", "postgres://")):
        try:
            from artui.ledger.store.postgres import open_postgres  # late: an extra
        except ImportError as error:
            raise StoreUnusable("PostgreSQL needs the extra: install artui[postgres]") from error
        return open_postgres(
            str(location), create=create, read_only_ok=read_only_ok, older_ok=older_ok
        )
    return open_sqlite(Path(location), create=create, read_only_ok=read_only_ok, older_ok=older_ok)

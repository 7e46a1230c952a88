"""Where a ledger is kept: one SQLite file, or a PostgreSQL schema for many machines.

The only rooms that know the event-sourcing library or a database driver.
"""

from __future__ import annotations

from pathlib import Path

from artui.ledger.store.base import CommandKnown, Head, Store
from artui.ledger.store.sqlite import open_sqlite

__all__ = ["CommandKnown", "Head", "Store", "open_store"]


def open_store(
    location: str | Path, *, create: bool = False, read_only_ok: bool = True
) -> Store:
    """Open the ledger at a path, or make an empty one with ``create``.

    A file or folder that can't be written opens for reading, unless ``read_only_ok`` is off.
    Raises :class:`~artui.ledger.errors.StoreUnusable` saying what is in the way.
    """
    return open_sqlite(Path(location), create=create, read_only_ok=read_only_ok)

"""Folding all projections anew while clerks work.

The new tables are filled beside those in use, a chunk of events in a short hold, so a posting
waits for one chunk at most; the last hold catches up with what was posted meanwhile and swaps
the tables by renaming. A rebuild that dies leaves the tables in use as they are. A ledger of an
older format whose events are the same is brought up by it: only its tables differ.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from secrets import token_hex

from artui.ledger.errors import Damaged, LedgerError, StoreUnusable
from artui.ledger.store.guards import restore
from artui.ledger.store.interface import Foldable
from artui.ledger.views.command_rows import CommandRows
from artui.ledger.views.projection import Projection
from artui.ledger.views.tables import FOLLOWING, VIEWS, create

CHUNK = 500
"""Events written in one hold: about 2,000 rows."""

_NEW, _OLD = "_new", "_old"


def rebuild(store: Foldable, progress: Callable[[int, int], None] | None = None) -> int:
    """Fold every event into fresh tables and swap them in; the number of events folded.

    ``progress`` is told events done and events known, outside any hold; an exception it raises
    stops the rebuild and leaves the tables in use as they are, and so does an event that is missing
    or can't be read: raises :class:`~artui.ledger.errors.Damaged`.
    """
    mark = f"_{token_hex(4)}"
    _prepare(store, mark)
    try:
        known = _fold(store, mark, progress)
    except Damaged as error:
        with suppress(LedgerError):  # where the disk gives up, the next rebuild drops them
            _drop(store, _NEW)
        raise Damaged(f"{error}: nothing was rebuilt, the lists are as they were") from error
    _drop(store, _OLD)
    if progress is not None:
        progress(known, known)
    return known


def _fold(store: Foldable, mark: str, progress: Callable[[int, int], None] | None) -> int:
    """Fill the fresh tables and swap them in; the number of events folded."""
    projection, commands = Projection(_NEW), CommandRows(_NEW)
    done, known = 0, store.head().pos
    while known - done > CHUNK:
        upto = done + CHUNK
        for pos, event in store.events(done, upto, chunk=CHUNK):
            projection.fold(pos, event)
            commands.fold(pos, event)
        with store.hold():
            _still_ours(store, mark)
            _write(store, projection, commands)
        done, known = upto, store.head().pos
        if progress is not None:
            progress(done, known)
    with store.hold():
        _still_ours(store, mark)
        known = store.head().pos
        for pos, event in store.events(done, known):
            projection.fold(pos, event)
            commands.fold(pos, event)
        _write(store, projection, commands)
        _swap(store)
    return known


def _prepare(store: Foldable, mark: str) -> None:
    _drop(store, _NEW)
    with store.hold():
        execute, dialect = store.datastore.execute, store.datastore.dialect
        execute("DROP TABLE IF EXISTS rebuilding", {})
        execute("CREATE TABLE rebuilding (mark TEXT)", {})
        execute("INSERT INTO rebuilding (mark) VALUES (:mark)", {"mark": mark})
        for table in FOLLOWING:
            # Another rebuild may have begun since the drop: the later one goes on.
            execute(f"DROP TABLE IF EXISTS {table.name}{_NEW}", {})
            for statement in create(table, dialect, _NEW, mark):
                execute(statement, {})


def _still_ours(store: Foldable, mark: str) -> None:
    """Two rebuilds would fill the same tables; the earlier one gives up."""
    try:
        rows = store.query("SELECT mark FROM rebuilding")
    except StoreUnusable:
        rows = []
    if rows != [(mark,)]:
        raise StoreUnusable("another rebuild has begun; this one was given up")


def _write(store: Foldable, projection: Projection, commands: CommandRows) -> None:
    store.datastore.write(projection.statements())
    store.datastore.write(commands.statements())


def _swap(store: Foldable) -> None:
    execute = store.datastore.execute
    for view in VIEWS:  # they would go on reading the tables that go
        execute(f"DROP VIEW IF EXISTS {view}", {})
    for table in FOLLOWING:
        execute(f"DROP TABLE IF EXISTS {table.name}{_OLD}", {})
        if store.datastore.has_table(table.name):  # an older version may have known fewer
            execute(f"ALTER TABLE {table.name} RENAME TO {table.name}{_OLD}", {})
        execute(f"ALTER TABLE {table.name}{_NEW} RENAME TO {table.name}", {})
    for statement in VIEWS.values():
        execute(statement, {})
    execute("DROP TABLE rebuilding", {})
    restore(store.datastore)
    store.datastore.bring_up()


def _drop(store: Foldable, suffix: str) -> None:
    """Drop a set of tables, each in a hold of its own: freeing a large one takes its time."""
    for table in FOLLOWING:
        with store.hold():
            store.datastore.execute(f"DROP TABLE IF EXISTS {table.name}{suffix}", {})

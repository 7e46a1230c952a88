"""What a database keeps beside the rows of a ledger: triggers on the events, and indexes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from artui.ledger.store.driver import Datastore
from artui.ledger.views.tables import EVENTS, LASTING, PROJECTED, Dialect, Table, create

_TRIGGER = re.compile(r"CREATE TRIGGER (\w+)")
_LATER = frozenset(("events_no_replace",))
"""Triggers that ledgers made before them don't have until a rebuild: none is called unsound."""
_LONGEST = 63
"""Characters of a name that PostgreSQL keeps."""


def lacking(dialect: Dialect, there: Collection[str]) -> list[str]:
    """What is missing of triggers and indexes, in words, where those named are ``there``."""
    triggers = [name for name, _statement in _triggers(dialect) if name not in {*there, *_LATER}]
    return [
        *(f"trigger {name}, which keeps events from being changed," for name in triggers),
        *(f"an index of table {table.name} ({columns})" for table, columns in _indexes(there)),
    ]


def restore(datastore: Datastore) -> None:
    """Make the triggers and the index of the events again where they are missing, in a hold."""
    there = datastore.names()
    for name, statement in _triggers(datastore.dialect):
        if name not in there:
            datastore.execute(datastore.dialect.drop_trigger.format(name=name), {})
            datastore.execute(statement, {})
    if any(table is EVENTS for table, _columns in _indexes(there)):
        for statement in list(create(EVENTS, datastore.dialect))[1:]:
            datastore.execute(statement, {})


def _triggers(dialect: Dialect) -> Iterator[tuple[str, str]]:
    for statement in dialect.guard:
        if found := _TRIGGER.match(statement):
            yield found[1], statement


def _indexes(there: Collection[str]) -> Iterator[tuple[Table, str]]:
    """Missing indexes; a rebuild ends their names with its mark."""
    known = {re.sub(r"_[0-9a-f]{8}$", "", name) for name in there} | set(there)
    for table in (*LASTING, *PROJECTED):
        for index in table.indexes:
            name = f"{table.name}_{index.name or '_'.join(index.columns)}"
            long = len(name) > _LONGEST - 9 and any(each.startswith(name[:50]) for each in there)
            if name not in known and not long:
                yield table, ", ".join(index.columns)

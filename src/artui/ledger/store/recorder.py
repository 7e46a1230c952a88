"""What both recorders do alike: the chain's next links, and reading events as the library asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import Notification, StoredEvent

from artui.ledger.store.base import POLICY_CODES, Datastore, Head
from artui.ledger.store.chain import link

EventRow = tuple[int, str, int, str, bytes, bytes]
"""Position, stream, version, code, state, hash: a row of the events table."""


def chained(head: Head, stored_events: Sequence[StoredEvent]) -> tuple[list[EventRow], Head]:
    """The rows that stored events become behind ``head``, and the head behind them."""
    pos, previous, policy_pos, format_number = head
    rows: list[EventRow] = []
    for event in stored_events:
        pos += 1
        stream, version = str(event.originator_id), event.originator_version
        previous = link(previous, stream, version, event.topic, event.state)
        rows.append((pos, stream, version, event.topic, event.state, previous))
        if event.topic in POLICY_CODES:
            policy_pos = pos
    return rows, Head(pos, previous, policy_pos, format_number)


def select_events(
    datastore: Datastore,
    stream: Any,
    gt: int | None,
    lte: int | None,
    desc: bool,
    limit: int | None,
) -> list[StoredEvent]:
    """The stored events of one stream, by version."""
    sql = "SELECT stream, version, code, state FROM events WHERE stream = :stream"
    params: dict[str, object] = {"stream": stream}
    if gt is not None:
        sql, params["gt"] = f"{sql} AND version > :gt", gt
    if lte is not None:
        sql, params["lte"] = f"{sql} AND version <= :lte", lte
    sql = f"{sql} ORDER BY version {'DESC' if desc else 'ASC'}"
    if limit is not None:
        sql, params["limit"] = f"{sql} LIMIT :limit", limit
    return [StoredEvent(*row) for row in datastore.read(sql, params)]


def select_notifications(
    datastore: Datastore, first: int, limit: int, stop: int | None, topics: Sequence[str]
) -> list[Notification]:
    """Stored events from position ``first`` on."""
    sql = "SELECT pos, stream, version, code, state FROM events WHERE pos >= :first"
    params: dict[str, object] = {"first": first, "limit": limit}
    if stop is not None:
        sql, params["stop"] = f"{sql} AND pos <= :stop", stop
    if topics:
        names = {f"topic{number}": topic for number, topic in enumerate(topics)}
        sql = f"{sql} AND code IN ({', '.join(f':{name}' for name in names)})"
        params |= names
    return [
        Notification(stream, version, code, state, id=pos)
        for pos, stream, version, code, state in datastore.read(
            f"{sql} ORDER BY pos LIMIT :limit", params
        )
    ]

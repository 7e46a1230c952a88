"""What both recorders do alike: the chain's next links, and reading events as the library asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import IntegrityError, Notification, StoredEvent

from artui.ledger.store.base import POLICY_CODES, RUNS
from artui.ledger.store.chain import NamedState, following, link
from artui.ledger.store.driver import EventRow, Head

_TAKEN = """
SELECT 1 FROM events AS lead JOIN events AS e ON e.pos = lead.pos + :version - 1
WHERE lead.stream = :stream AND lead.version = 1 AND e.stream IS NULL AND e.version = :version
"""
_STREAM = """
SELECT :stream, e.version, e.code, e.state FROM ({runs}) AS run
JOIN events AS e ON e.pos BETWEEN run.first AND run.last
"""
_WHOLE = """
SELECT e.pos, coalesce(e.stream, lead.stream), e.version, e.code, e.state FROM events AS e
LEFT JOIN events AS lead ON e.stream IS NULL AND lead.pos = e.pos - e.version + 1
"""


class ChainedRecorder:
    """Over a table of our own with gapless positions and the hash chain, in either database."""

    datastore: Any

    def record(self, events: Sequence[NamedState]) -> None:
        """Write events behind the head, inside a hold."""
        rows, after = self._chained(self.datastore.head(), events)
        if rows:
            self._write(rows, after)

    def take_over(self, rows: Sequence[EventRow], after: Head) -> None:
        """Write rows of another ledger and the head behind them, inside a hold."""
        self._write(rows, after)

    def _write(self, rows: Sequence[EventRow], after: Head) -> None:
        """Rows, and the head behind them; raises the library's errors."""
        raise NotImplementedError

    def _chained(self, head: Head, events: Sequence[NamedState]) -> tuple[list[EventRow], Head]:
        """The rows that events become behind ``head``, and the head behind them."""
        pos, previous, policy_pos, format_number = head
        rows: list[EventRow] = []
        for stream, version, code, state, follows in events:
            pos += 1
            previous = link(previous, stream, version, code, state)
            rows.append((pos, None if follows else stream, version, code, state, previous))
            if code in POLICY_CODES:
                policy_pos = pos
            if version > 1 and not follows:
                self._refuse_taken(stream, version, events)
        return rows, Head(pos, previous, policy_pos, format_number)

    def _refuse_taken(self, stream: str, version: int, events: Sequence[NamedState]) -> None:
        # The table's key knows the first of a run only.
        here = sum((event[0], event[1]) == (stream, version) for event in events)
        if here > 1 or self.datastore.read(_TAKEN, {"stream": stream, "version": version}):
            raise IntegrityError(f"version {version} of {stream} is there")

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """Write events behind the head; their positions. Raises the library's IntegrityError."""
        names = [(str(event.originator_id), event.originator_version) for event in stored_events]
        with self.datastore.hold():
            before = self.datastore.head().pos
            self.record(
                [
                    (*name, event.topic, event.state, follows)
                    for name, event, follows in zip(
                        names, stored_events, following(names), strict=True
                    )
                ]
            )
        return list(range(before + 1, before + 1 + len(stored_events)))

    def select_events(
        self,
        originator_id: Any,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The stored events of one stream."""
        sql = _STREAM.format(runs=RUNS)
        params: dict[str, object] = {"stream": originator_id, "end": self.datastore.head().pos + 1}
        where = []
        if gt is not None:
            params["gt"] = gt
            where.append("e.version > :gt")
        if lte is not None:
            params["lte"] = lte
            where.append("e.version <= :lte")
        if where:
            sql = f"{sql} WHERE {' AND '.join(where)}"
        sql = f"{sql} ORDER BY e.version {'DESC' if desc else 'ASC'}"
        if limit is not None:
            sql, params["limit"] = f"{sql} LIMIT :limit", limit
        return [StoredEvent(*row) for row in self.datastore.read(sql, params)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Stored events by position."""
        first = (start or 0) + (not inclusive_of_start)
        sql = f"{_WHOLE} WHERE e.pos >= :first"
        params: dict[str, object] = {"first": first, "limit": limit}
        if stop is not None:
            sql, params["stop"] = f"{sql} AND e.pos <= :stop", stop
        if topics:
            names = {f"topic{number}": topic for number, topic in enumerate(topics)}
            sql = f"{sql} AND e.code IN ({', '.join(f':{name}' for name in names)})"
            params |= names
        return [
            Notification(stream, version, code, state, id=pos)
            for pos, stream, version, code, state in self.datastore.read(
                f"{sql} ORDER BY e.pos LIMIT :limit", params
            )
        ]

    def max_notification_id(self) -> Any:
        """The last position, none in an empty ledger."""
        return self.datastore.head().pos or None

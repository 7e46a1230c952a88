"""A ledger copied event by event into an empty one, in the same or the other database.

Bytes and hashes are taken over as they are and the chain is proved on the way, so a copy is never
worse than it looks; the projections are folded anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from artui.ledger import events as ev
from artui.ledger.errors import Damaged
from artui.ledger.store.base import POLICY_CODES
from artui.ledger.store.chain import GENESIS, link
from artui.ledger.store.driver import Head
from artui.ledger.store.interface import Store, StoredRow
from artui.ledger.store.unreadable import unreadable
from artui.ledger.views.command_rows import CommandRows
from artui.ledger.views.projection import Projection
from artui.ledger.views.tables import DRAFTS, Table

CHUNK = 500
"""Events of one transaction of the copy."""


def copy(
    source: Store,
    target: Store,
    upto: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Copy a ledger's events, by default all it has when this begins, into an empty ledger; how
    many. ``upto`` must not lie inside a voucher.

    Clerks go on posting in the source. Raises :class:`~artui.ledger.errors.Damaged` naming the
    first event that doesn't fit the chain. ``progress`` is told events done and events known.
    """
    end = source.head().pos if upto is None else upto
    taker = _Taker(target)
    while taker.head.pos < end:
        rows = source.stored(taker.head.pos, min(CHUNK, end - taker.head.pos))
        if not rows:
            raise Damaged(f"event {taker.head.pos + 1} is missing")
        taker.take(rows)
        if progress is not None:
            progress(taker.head.pos, end)
    taker.end()
    _copy_rows(source, target, DRAFTS)
    return end


def whole_up_to(store: Store, position: int) -> int:
    """The last position up to ``position`` that lies behind no voucher that has begun."""
    rows = store.stored(position - 1, 1)
    if not rows or rows[0].pos != position:
        return position
    first = position - rows[0].version + 1
    begun = Projection()
    for pos, event in store.events(first - 1, position):
        begun.fold(pos, event)
    return first - 1 if begun.unsealed else position


class _Taker:
    """Writes rows behind those it wrote before, and what follows from them."""

    def __init__(self, target: Store) -> None:
        self._target = target
        self._projection = Projection()
        self._commands = CommandRows()
        self._lead: ev.Event | None = None
        self.head = Head(0, GENESIS, 0, ev.FORMAT)

    def take(self, rows: Sequence[StoredRow]) -> None:
        """Prove, fold and write the next rows, in one transaction."""
        pos, previous, policy_pos, number = self.head
        for row in rows:
            pos += 1
            if not row.readable:
                raise Damaged(f"event {pos} can't be read: it can't be copied")
            previous = link(previous, row.stream, row.version, row.code, row.state)
            if row.pos != pos or previous != row.hash:
                raise Damaged(f"event {pos} doesn't fit the chain: it can't be copied")
            if row.code in POLICY_CODES:
                policy_pos = pos
            event = self._event(row)
            self._projection.fold(pos, event)
            self._commands.fold(pos, event)
        self.head = Head(pos, previous, policy_pos, number)
        with self._target.hold():
            self._target.copy_in(rows, self.head, self._projection, self._commands)

    def _event(self, row: StoredRow) -> ev.Event:
        lead = self._lead if row.follows else None
        try:
            event = ev.decode(row.state, row.stream, row.version, lead)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise unreadable(row.pos, error) from error
        if not row.follows:
            self._lead = event
        return event

    def end(self) -> None:
        """Nothing may be left half done."""
        if self._projection.unsealed:
            raise Damaged(f"voucher {self._projection.unsealed[0]} has no seal")


def _copy_rows(source: Store, target: Store, table: Table) -> None:
    """The rows of a table beside the chain, in the order of their keys, in short reads."""
    key = ", ".join(table.key)
    names = ", ".join(f":k{number}" for number in range(len(table.key)))
    places = [table.names.index(name) for name in table.key]
    after: dict[str, Any] = {}
    while True:
        behind = f" WHERE ({key}) > ({names})" if after else ""
        rows = source.query(
            f"SELECT {', '.join(table.names)} FROM {table.name}{behind}"
            f" ORDER BY {key} LIMIT :chunk",
            {"chunk": CHUNK, **after},
        )
        if not rows:
            return
        with target.hold():
            target.put(table, rows)
        after = {f"k{number}": rows[-1][place] for number, place in enumerate(places)}

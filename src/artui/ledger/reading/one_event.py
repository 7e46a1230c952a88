"""One event as it is stored: its hash, the one before, and whether it fits the chain."""

from __future__ import annotations

from artui.ledger.store import Store
from artui.ledger.store.chain import GENESIS, link
from artui.ledger.store.interface import StoredRow


def _two(store: Store, pos: int) -> tuple[bytes, StoredRow]:
    """The hash before an event, and the event as it is stored."""
    rows = store.stored(max(0, pos - 2), 1 if pos == 1 else 2)
    return (GENESIS if pos == 1 else rows[0].hash), rows[-1]


def hash_of(store: Store, pos: int) -> bytes:
    """The hash the chain has for the event at a position."""
    return _two(store, pos)[1].hash


def hash_before(store: Store, pos: int) -> bytes:
    """The hash of the event before, zeros for the first."""
    return _two(store, pos)[0]


def holds(store: Store, pos: int) -> bool:
    """Whether an event's hash covers its stored bytes and the hash before."""
    before, row = _two(store, pos)
    return (
        row.readable
        and bool(before)
        and link(before, row.stream, row.version, row.code, row.state) == row.hash
    )

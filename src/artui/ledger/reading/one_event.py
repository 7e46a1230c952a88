"""One event as it is stored: its hash, the one before, and whether it fits the chain."""

from __future__ import annotations

from artui.ledger.errors import Damaged, missing
from artui.ledger.store import Store
from artui.ledger.store.chain import GENESIS, link
from artui.ledger.store.interface import StoredRow


def _stored(store: Store, pos: int) -> StoredRow | None:
    """The event at a position as it is stored; none where nothing stands."""
    rows = store.stored(pos - 1, 1)
    return rows[0] if rows and rows[0].pos == pos else None


def hash_of(store: Store, pos: int) -> bytes:
    """The hash the chain has for the event at a position; raises Damaged if it is missing."""
    row = _stored(store, pos)
    if row is None:
        raise missing(pos, pos)
    return row.hash


def hash_before(store: Store, pos: int) -> bytes:
    """The hash of the event before, zeros for the first; empty if it is missing."""
    if pos == 1:
        return GENESIS
    before = _stored(store, pos - 1)
    return before.hash if before is not None and before.readable else b""


def holds(store: Store, pos: int) -> bool:
    """Whether an event's hash covers its stored bytes and the hash before."""
    row, before = _stored(store, pos), hash_before(store, pos)
    return (
        row is not None
        and row.readable
        and bool(before)
        and link(before, row.stream, row.version, row.code, row.state) == row.hash
    )


def broken(store: Store, pos: int) -> str:
    """Why an event doesn't fit the chain, in words; empty if it does."""
    try:
        if holds(store, pos):
            return ""
        if pos > 1 and not hash_before(store, pos):
            return f"event {pos - 1} before it is missing or damaged"
    except Damaged as error:
        return str(error)
    return "its bytes were changed"

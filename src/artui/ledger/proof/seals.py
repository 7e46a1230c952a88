"""Seals: where the chain stood, written down to be kept where nobody can rebuild it.

A chain whose head lives beside it proves nothing against who owns the file: all of it can be
hashed anew. A seal names the hash at a position; kept elsewhere, it tells a rebuilt chain from the
true one. It also holds a few bytes of hashes along the way, its marks, so that the first event that
differs can be named. The same position of the same ledger always makes the same seal.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from artui.ledger.errors import LedgerError, missing, refuse
from artui.ledger.money import decimal_string
from artui.ledger.store import Store

VERSION = 1
"""The kind of seal file this program writes and reads."""

MARKS = 65_536
"""Hashes along the way at most: up to so many events the first that differs is named exactly."""

MARK = 4
"""Bytes of each of them: they say where to look, the whole hash says whether."""

CHUNK = 20_000
"""Marks of one short read."""

LARGEST = 4_000_000
"""Bytes of a seal file at most; it is read whole."""

OUTSIDE = 2609


class SealedTotal(msgspec.Struct, frozen=True):
    """What a company's documents had open in a currency, as known at the seal's position."""

    company: str
    currency: str
    open: str  # decimal text


class Seal(msgspec.Struct, frozen=True, rename={"version": "artui_seal"}):
    """Where a chain stood. ``ledger`` is the hash of its first event, which tells ledgers apart;
    ``marks`` are the first bytes of the hash of each ``every``-th event, in base 64."""

    version: int
    ledger: str
    position: int
    hash: str
    vouchers: int
    totals: tuple[SealedTotal, ...]
    every: int
    marks: str


class Finding(NamedTuple):
    """What contradicts a seal, and the first position it is known to be at; ``foreign`` if the
    seal is rather of another ledger."""

    text: str
    pos: int | None = None
    foreign: bool = False


# --- making --------------------------------------------------------------------------------------


def make(store: Store, position: int | None = None) -> Seal:
    """The seal of a ledger at a position, by default its end; refuses one outside the history.

    Raises :class:`~artui.ledger.errors.Damaged` if an event is missing before it.
    """
    head = store.head()
    if position is None:
        position = head.pos
    if not 1 <= position <= head.pos:
        known = f"it has events 1 to {head.pos:,}" if head.pos else "it has none yet"
        raise refuse("position", OUTSIDE, f"the ledger has no event {position:,}: {known}")
    _refuse_gap(store, position)
    every = -(-position // MARKS)
    return Seal(
        VERSION,
        _hash_at(store, 1),
        position,
        _hash_at(store, position),
        _vouchers(store, position),
        _totals(store, position),
        every,
        b64encode(b"".join(mark for _pos, mark in _marks(store, position, every))).decode(),
    )


def _hash_at(store: Store, position: int) -> str:
    rows = store.stored(position - 1, 1)
    return rows[0].hash.hex() if rows and rows[0].pos == position else ""


def _refuse_gap(store: Store, position: int) -> None:
    """What is sealed must be there: raises Damaged for the first event that isn't."""
    for after in range(0, position, CHUNK):
        upto = min(position, after + CHUNK)
        rows = store.query(
            "SELECT pos FROM events WHERE pos > :after AND pos <= :upto ORDER BY pos",
            {"after": after, "upto": upto},
        )
        if len(rows) < upto - after:
            there = {row[0] for row in rows}
            first = next(pos for pos in range(after + 1, upto + 1) if pos not in there)
            last = min((pos for pos in there if pos > first), default=upto + 1) - 1
            raise missing(first, last)


def _vouchers(store: Store, position: int) -> int:
    rows = store.query("SELECT count(*) FROM vouchers WHERE pos <= :pos", {"pos": position})
    return int(rows[0][0])


def _totals(store: Store, position: int) -> tuple[SealedTotal, ...]:
    rows = store.query(
        "SELECT d.company, d.currency, SUM(m.amount) FROM movements AS m"
        " JOIN documents AS d ON d.pos = m.document WHERE m.pos <= :pos"
        " GROUP BY d.company, d.currency ORDER BY d.company, d.currency",
        {"pos": position},
    )
    return tuple(
        SealedTotal(company, currency, decimal_string(int(amount), currency))
        for company, currency, amount in rows
    )


def _marks(store: Store, position: int, every: int) -> Iterator[tuple[int, bytes]]:
    """Position and first bytes of the hash of each ``every``-th event, in short reads."""
    after = 0
    while after < position:
        upto = min(position, after + CHUNK * every)
        for pos, hashed in store.query(
            "SELECT pos, hash FROM events WHERE pos > :after AND pos <= :upto"
            " AND pos % :every = 0 ORDER BY pos",
            {"after": after, "upto": upto, "every": every},
        ):
            yield pos, bytes(hashed)[:MARK]
        after = upto


# --- keeping -------------------------------------------------------------------------------------


def to_bytes(seal: Seal) -> bytes:
    """A seal as it is kept: JSON, a line a field."""
    return msgspec.json.format(msgspec.json.encode(seal), indent=1) + b"\n"


def read(path: Path) -> Seal:
    """The seal in a file; raises :class:`~artui.ledger.errors.LedgerError` in a sentence."""
    try:
        if path.stat().st_size > LARGEST:
            raise LedgerError(f"{path} is too large to be a seal")
        data = path.read_bytes()
    except OSError as error:
        raise LedgerError(f"{path} can't be read: {error.strerror or error}") from None
    try:
        seal = msgspec.json.decode(data, type=Seal)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LedgerError(f"{path} is not a seal: {error}") from None
    if seal.version != VERSION:
        raise LedgerError(
            f"{path} is a seal of kind {seal.version}, this version reads kind {VERSION}"
        )
    if seal.position < 1 or seal.every < 1:
        raise LedgerError(f"{path} is not a seal: its positions begin at 1")
    return seal


# --- checking ------------------------------------------------------------------------------------


def check(store: Store, seal: Seal) -> list[Finding]:
    """What of a ledger contradicts a seal of it; empty while it holds.

    It compares what is stored: that the stored hashes are those of the events is for
    :func:`artui.ledger.proof.verifying.verify` to prove.
    """
    if _hash_at(store, 1) != seal.ledger:
        return [Finding("it is of another ledger, or the first event was replaced", foreign=True)]
    end = store.head().pos
    if end < seal.position or _hash_at(store, seal.position) != seal.hash:
        return [_differing(store, seal, end)]
    if _vouchers(store, seal.position) != seal.vouchers:
        return [Finding("the number of vouchers is not the sealed one")]
    if _totals(store, seal.position) != seal.totals:
        return [Finding("what is open is not what was sealed")]
    return []


def _differing(store: Store, seal: Seal, end: int) -> Finding:
    """The sentence for a chain that is not the sealed one, and where it is known to begin."""
    agreed = _agreed(store, seal, min(end, seal.position))
    first, last = agreed + 1, min(agreed + seal.every, seal.position)
    if first > end:
        last = seal.position
        gone = f"event {first:,} is" if first == last else f"events {first:,} to {last:,} are"
        return Finding(f"the ledger ends with event {end:,}: {gone} gone", first)
    where = f"event {first:,}" if first == last else f"one of the events {first:,} to {last:,}"
    return Finding(f"the chain was made anew, beginning with {where}", first)


def _agreed(store: Store, seal: Seal, upto: int) -> int:
    """The last position up to which the marks of a seal are those of the chain."""
    try:
        kept = b64decode(seal.marks, validate=True)
    except (Base64Error, ValueError):
        kept = b""
    marks = [kept[at : at + MARK] for at in range(0, len(kept), MARK)]
    agreed = 0
    for (pos, found), sealed in zip(_marks(store, upto, seal.every), marks, strict=False):
        if found != sealed:
            return agreed
        agreed = pos
    return upto if upto < seal.position and upto - agreed < seal.every else agreed

"""The hash chain: every event's hash covers the one before, so none changes in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

GENESIS = bytes(32)
"""The hash before the first event."""

NamedState = tuple[str, int, str, bytes, bool]
"""An event about to be written: stream, version, code, state, whether it follows another."""


def following(names: Iterable[tuple[str, int]]) -> Iterator[bool]:
    """For streams and versions of events in the order they are written: does each stand right
    behind its predecessor in a run that begins with the first version of the stream?"""
    run, due = "", 0
    for stream, version in names:
        if version == 1:
            run, due = stream, 2
            yield False
        elif version == due and stream == run:
            due += 1
            yield True
        else:
            due = 0
            yield False


def link(previous: bytes, stream: str, version: int, code: str, state: bytes) -> bytes:
    """The hash of a stored event: SHA-256 over the previous hash and the stored parts.

    Every part is preceded by its length, so no two rows can be framed alike; the state enters as
    it is stored, never encoded anew.
    """
    name, tag = stream.encode(), code.encode()
    return sha256(
        b"%b%d:%b,%d,%d:%b,%d:%b"
        % (previous, len(name), name, version, len(tag), tag, len(state), state)
    ).digest()

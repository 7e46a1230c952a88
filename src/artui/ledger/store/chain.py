"""The hash chain: every event's hash covers the one before, so none changes in silence."""

from __future__ import annotations

from hashlib import sha256

GENESIS = bytes(32)
"""The hash before the first event."""


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

"""What is stored as an event and can't be read as one, in words."""

from __future__ import annotations

import re

import msgspec

from artui.ledger.errors import Damaged
from artui.ledger.events import Event, decode

_UNKNOWN = re.compile(r"Invalid value '(.*)' - at `\$\[0\]`")


def read_event(
    pos: int, state: bytes, stream: str, version: int, lead: Event | None = None
) -> Event:
    """The event stored at ``pos``; raises :class:`~artui.ledger.errors.Damaged`."""
    try:
        return decode(state, stream, version, lead)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unreadable(pos, error) from error


def unreadable(pos: int, error: Exception) -> Damaged:
    """The sentence for an event whose bytes are no event, or one of a kind made later."""
    if isinstance(error, msgspec.ValidationError) and (kind := _UNKNOWN.match(str(error))):
        return Damaged(
            f"event {pos} is of a kind this version doesn't know ({kind[1]}): a newer one wrote it"
        )
    return Damaged(f"event {pos} can't be read: {error}")

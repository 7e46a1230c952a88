"""What every fact carries."""

from __future__ import annotations

import msgspec


class Event(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What every fact carries: its stream and place in it, when, by whom, under which command."""

    originator_id: str
    originator_version: int
    recorded_at: int  # microseconds since 1970-01-01 UTC
    clerk: str
    command: str

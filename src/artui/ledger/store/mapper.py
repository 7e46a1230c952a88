"""Between events and stored events: MessagePack under a short code, no Python path anywhere."""

from __future__ import annotations

from typing import Any

from eventsourcing.persistence import Mapper, StoredEvent

from artui.ledger.events import Event, code_of, decode, encode


class EventMapper(Mapper[str]):
    """The library's mapper over :mod:`artui.ledger.events`.

    It needs no transcoder, and no cipher or compressor: the bytes that are stored are hashed, and
    must be the same for ever.
    """

    def __init__(self) -> None:
        """Takes nothing: the events know their own encoding."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """The stored form of an event."""
        event: Event = domain_event
        return StoredEvent(
            event.originator_id, event.originator_version, code_of(event), encode(event)
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The event of a stored form; raises :class:`msgspec.DecodeError`."""
        return decode(
            stored_event.state, str(stored_event.originator_id), stored_event.originator_version
        )

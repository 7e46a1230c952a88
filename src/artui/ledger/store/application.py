"""The library application that wires mapper, recorder and database for one ledger."""

from __future__ import annotations

from eventsourcing.application import Application
from eventsourcing.utils import Environment, EnvType

from artui.ledger.store.mapper import EventMapper


class LedgerApplication(Application[str]):
    """An event-sourced application with text ids and our mapper.

    The persistence module named in ``env`` brings the factory, the datastore and the recorder.
    """

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Only what the store says: a stray variable of the shell must not change how events are
        written."""
        return Environment(name, dict(env or {}))

    def construct_mapper(self) -> EventMapper:
        """Our own mapper, whatever the environment says."""
        return EventMapper()

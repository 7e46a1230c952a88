"""Database drivers' exceptions as the library's: both name them as the DB API does."""

from __future__ import annotations

from eventsourcing import persistence
from eventsourcing.persistence import PersistenceError

_KINDS: dict[str, type[PersistenceError]] = {
    "InterfaceError": persistence.InterfaceError,
    "DataError": persistence.DataError,
    "OperationalError": persistence.OperationalError,
    "IntegrityError": persistence.IntegrityError,
    "InternalError": persistence.InternalError,
    "ProgrammingError": persistence.ProgrammingError,
    "NotSupportedError": persistence.NotSupportedError,
    "DatabaseError": persistence.DatabaseError,
}


def as_library(error: Exception) -> PersistenceError:
    """The library's exception for a driver's; it carries the driver's as its argument."""
    names = (kind.__name__ for kind in type(error).__mro__)
    return next((_KINDS[name] for name in names if name in _KINDS), PersistenceError)(error)

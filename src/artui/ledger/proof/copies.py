"""Backups: a ledger's events copied and proved, into a file or another database, whole or not."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from artui.ledger.errors import Damaged, LedgerError
from artui.ledger.proof.verifying import Progress, verify
from artui.ledger.store import Store, open_store
from artui.ledger.store.copying import copy, whole_up_to

_PART = ".part"
"""What a file's name ends with until it is whole."""
_BESIDE = ("", "-wal", "-shm", ".lock")
"""What a ledger's file is, and has beside it while it is in use."""


class Copied(NamedTuple):
    """What a copy holds: so many events, of the ``known`` ones of its source; the hash of the
    last."""

    events: int
    known: int
    hash: str


def copy_to(
    source: Store, place: str, *, sound: bool = False, progress: Progress | None = None
) -> Copied:
    """Copy a ledger to a place where none is: a file, or a ``postgresql://`` URL.

    A copy that is not whole is never found there. ``sound`` copies a damaged ledger as far as its
    history is whole. Raises :class:`~artui.ledger.errors.LedgerError` in a sentence.
    """
    upto = whole_up_to(source, verify(source, progress).readable) if sound else source.head().pos
    known = upto
    with suppress(Damaged):  # where the head can't be read, what was copied is what is known
        known = source.head().pos
    if not upto:
        raise LedgerError("the ledger has no event that could be copied")
    if "://" in place:
        with closing(_empty(place)) as target, target.hold():
            made = copy(source, target, upto, progress)
            return Copied(made, known, target.head().hash.hex())
    path = Path(place).expanduser().absolute()
    if path.exists():
        raise LedgerError(f"{path} exists; a ledger is never written over")
    part = path.with_name(path.name + _PART)
    _remove(part)
    try:
        with closing(_empty(str(part))) as target:
            made = copy(source, target, upto, progress)
            hashed = target.head().hash.hex()
        part.rename(path)
    except OSError as error:
        raise LedgerError(f"{path} can't be written: {error.strerror or error}") from None
    finally:
        _remove(part)
    return Copied(made, known, hashed)


def _empty(place: str) -> Store:
    made = open_store(place, create=True, read_only_ok=False)
    if made.head().pos:
        made.close()
        raise LedgerError(f"there is a ledger in {made.location}; it is never written over")
    return made


def _remove(path: Path) -> None:
    """Take away what an earlier copy that was killed, or this one, left."""
    for beside in _BESIDE:
        path.with_name(path.name + beside).unlink(missing_ok=True)

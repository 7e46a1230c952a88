"""Moments at which the power goes, and what of the writes under way reached the disk.

Between two syncs a disk takes writes in any order, leaves any of them out, and tears one between
its sectors. A later write to the same place that is left out is an earlier one that came last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress, pairwise, product
from math import ceil
from random import Random
from typing import NamedTuple

from tests.faults.disk import Call, Change, Disk, Left, Name, Write

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""

FEW = 4
"""Of so many changes that were not synced, or fewer, every subset is a state to try."""


class Cut(NamedTuple):
    """A state that a cut before the call ``moment`` may leave, and what had been said by then.

    Its files can be laid out until the next cut is asked for.
    """

    moment: int
    how: str
    files: Mapping[str, Left]
    said: Sequence[str]


def cuts(calls: Sequence[Call], wanted: int, seed: int, deaf: Iterable[str] = ()) -> Iterator[Cut]:
    """At least ``wanted`` states, all different, that a cut at some moment may leave.

    The moments just before a sync, and the end, have all states there are: before it, less was
    under way. Half of those asked for are of the moments at which pages of the ledger itself were
    on their way to the disk: there are few of them, each with many pages.
    """
    shares = _shares(calls, wanted, deaf)
    random = Random(seed)
    said: list[str] = []
    for moment, disk in _moments(calls, deaf):
        for how, files in _states(disk, shares.get(moment, 0), random):
            yield Cut(moment, how, files, tuple(said))
        if moment < len(calls) and calls[moment].kind == "said":
            said.append(calls[moment].data.decode())


def _moments(calls: Sequence[Call], deaf: Iterable[str]) -> Iterator[tuple[int, Disk]]:
    """The disk as it is before each call, and behind the last."""
    disk = Disk(deaf)
    for moment, call in enumerate(calls):
        yield moment, disk
        disk.take(call)
    yield len(calls), disk


def _shares(calls: Sequence[Call], wanted: int, deaf: Iterable[str]) -> dict[int, int]:
    """How many states to try of each moment that may have some of its own."""
    shares: dict[int, int] = {}
    many: dict[bool, list[int]] = {True: [], False: []}
    for moment, disk in _moments(calls, deaf):
        if moment < len(calls) and calls[moment].kind not in ("sync", "folder"):
            continue
        if len(disk.unsynced) <= FEW:
            shares[moment] = 2 ** len(disk.unsynced)
        else:
            many[disk.concerns("ledger.db")].append(moment)
    groups = [group for group in many.values() if group]
    rest = max(wanted - sum(shares.values()), 0)
    for group in groups:
        shares |= dict.fromkeys(group, ceil(rest / len(groups) / len(group)))
    return shares


def _states(disk: Disk, share: int, random: Random) -> Iterator[tuple[str, Mapping[str, Left]]]:
    """So many different states of one moment."""
    changes = disk.unsynced
    if share and len(changes) <= FEW:
        for kept in product((False, True), repeat=len(changes)):
            yield "any of a few changes", disk.left(compress(changes, kept))
        return
    known: set[tuple[object, ...]] = set()
    for _ in range(4 * share):
        if len(known) == share:
            return
        how = random.choice(list(WAYS))
        pieces = _sectors(WAYS[how](changes, random))
        key = (how == GROWN, *map(_place, pieces))
        if key not in known:
            known.add(key)
            yield how, disk.left(pieces, random if how == GROWN else None)


def _place(change: Change) -> tuple[object, ...]:
    """What tells a change from the others of its moment."""
    if isinstance(change, Name):
        return change.name, id(change.file)
    if isinstance(change, Write):
        return id(change.file), change.offset, change.data
    return id(change.file), change.size


def _some(changes: Sequence[Change], random: Random) -> list[Change]:
    share = random.random()
    return [change for change in changes if random.random() < share]


def _torn(changes: Sequence[Change], random: Random) -> list[Change]:
    return _some(_sectors(changes), random)


def _first(changes: Sequence[Change], random: Random) -> list[Change]:
    pieces = _sectors(changes)
    return pieces[: random.randint(0, len(pieces))]


def _last(changes: Sequence[Change], random: Random) -> list[Change]:
    pieces = _sectors(changes)
    return pieces[random.randint(0, len(pieces)) :]


def _but_one(changes: Sequence[Change], random: Random) -> list[Change]:
    missing = random.randrange(len(changes))
    return [*changes[:missing], *changes[missing + 1 :]]


GROWN = "torn, in files that had grown"
WAYS: dict[str, Callable[[Sequence[Change], Random], list[Change]]] = {
    "some writes": _some,
    "torn writes": _torn,
    "the first writes, in order": _first,
    "the last writes without those before": _last,
    "all writes but one": _but_one,
    GROWN: _torn,
}
"""Which of many changes reached the disk: too many for every subset."""


def _sectors(changes: Iterable[Change]) -> list[Change]:
    """The same changes, each write in the pieces that a disk writes whole."""
    pieces: list[Change] = []
    for change in changes:
        if not isinstance(change, Write):
            pieces.append(change)
            continue
        start, end = change.offset, change.offset + len(change.data)
        bounds = [start, *range(start - start % SECTOR + SECTOR, end, SECTOR), end]
        pieces += [
            Write(change.file, here, change.data[here - start : there - start])
            for here, there in pairwise(bounds)
        ]
    return pieces

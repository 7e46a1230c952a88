"""A disk that forgets: what was synced is there, of the rest whatever one says.

A name is as uncertain until its folder is synced as bytes are until their file is. A file may have
grown by what was written to it without the bytes: then zeros or rubbish stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple


@dataclass(eq=False)
class File:
    """What of a file is on the disk for certain."""

    synced: bytearray = field(default_factory=bytearray)


class Write(NamedTuple):
    """Bytes put into a file at a place."""

    file: File
    offset: int
    data: bytes


class Size(NamedTuple):
    """A file cut off, or grown by zeros."""

    file: File
    size: int


class Name(NamedTuple):
    """A name that means a file, or nothing any more."""

    name: str
    file: File | None


Change = Write | Size | Name


class Call(NamedTuple):
    """What the program asked for: ``create``, ``remove``, ``write``, ``size``, ``sync`` of a file,
    ``folder`` (its sync); or what it ``said``. ``number`` is an offset or a size."""

    kind: str
    name: str
    number: int = 0
    data: bytes = b""


@dataclass
class Left:
    """What is left of a file: what was synced, rubbish behind it, and some of the changes."""

    synced: bytearray
    rubbish: bytes = b""
    changes: list[Write | Size] = field(default_factory=list)

    def lay_out(self, path: Path) -> None:
        """Put the file at a path."""
        with path.open("wb") as file:
            file.write(self.synced)
            file.write(self.rubbish)
            for change in self.changes:
                if isinstance(change, Size):
                    file.truncate(change.size)
                else:
                    file.seek(change.offset)
                    file.write(change.data)


class Disk:
    """The files of one folder. Syncs of the names in ``deaf`` are said to be done and are not."""

    def __init__(self, deaf: Iterable[str] = ()) -> None:
        self.unsynced: list[Change] = []
        self._deaf = frozenset(deaf)
        self._names: dict[str, File] = {}
        self._synced_names: dict[str, File] = {}

    def take(self, call: Call) -> None:
        """Carry out one call."""
        name = call.name
        if call.kind == "create" and name not in self._names:
            self._names[name] = File()
            self.unsynced.append(Name(name, self._names[name]))
        elif call.kind == "remove":
            del self._names[name]
            self.unsynced.append(Name(name, None))
        elif call.kind == "write":
            self.unsynced.append(Write(self._names[name], call.number, call.data))
        elif call.kind == "size":
            self.unsynced.append(Size(self._names[name], call.number))
        elif call.kind == "sync" and name not in self._deaf:
            file = self._names[name]
            self._settle(lambda change: not isinstance(change, Name) and change.file is file)
        elif call.kind == "folder":
            self._settle(lambda change: isinstance(change, Name))

    def _settle(self, reached: Callable[[Change], bool]) -> None:
        for change in filter(reached, self.unsynced):
            if isinstance(change, Name):
                _rename(self._synced_names, change)
            else:
                _settled(change.file.synced, change)
        self.unsynced = [change for change in self.unsynced if not reached(change)]

    def concerns(self, name: str) -> bool:
        """Whether something of a file is not synced."""
        file = self._names.get(name)
        return any(change.file is file for change in self.unsynced if not isinstance(change, Name))

    def left(self, changes: Iterable[Change], grown: Random | None = None) -> dict[str, Left]:
        """The files if of all that was not synced just these changes reached the disk; with
        ``grown`` the files had already grown, and rubbish stands where nothing else does."""
        names = dict(self._synced_names)
        files = [*names.values(), *(change.file for change in self.unsynced if change.file)]
        left = {file: Left(file.synced) for file in files}
        if grown is not None:
            for file in left:
                left[file].rubbish = grown.randbytes(self._more(file))
        for change in changes:
            if isinstance(change, Name):
                _rename(names, change)
            else:
                left[change.file].changes.append(change)
        return {name: left[file] for name, file in names.items()}

    def _more(self, file: File) -> int:
        """By how much a file is longer than what is synced of it."""
        ends = [
            change.offset + len(change.data)
            for change in self.unsynced
            if isinstance(change, Write) and change.file is file
        ]
        return max([len(file.synced), *ends]) - len(file.synced)


def _rename(names: dict[str, File], change: Name) -> None:
    if change.file is None:
        names.pop(change.name, None)
    else:
        names[change.name] = change.file


def _settled(content: bytearray, change: Write | Size) -> None:
    end = change.size if isinstance(change, Size) else change.offset
    content += bytes(max(end - len(content), 0))
    if isinstance(change, Size):
        del content[end:]
    else:
        content[end : end + len(change.data)] = change.data

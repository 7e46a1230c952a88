"""What taking in a bank's file came to, as a panel shows it: figures and sentences."""

from __future__ import annotations

from typing import NamedTuple


class ImportedStatement(NamedTuple):
    """A statement: its batch, what was added, known or reversed, and what waits; sums in minor
    units. ``refused`` says why nothing of it was taken, ``notes`` what a clerk should know."""

    account: str
    currency: str
    batch: str = ""
    added: int = 0
    total: int = 0
    known: int = 0
    reversed: int = 0
    waits: int = 0
    notes: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class ImportedFile(NamedTuple):
    """A file: its statements, or the faults it was refused for, each with its line."""

    file: str
    statements: tuple[ImportedStatement, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def taken(self) -> bool:
        """Whether every statement of it was taken in."""
        whole = not any(statement.refused for statement in self.statements)
        return bool(self.statements) and not self.faults and whole

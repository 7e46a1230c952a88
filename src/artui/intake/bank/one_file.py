"""One file taken in as a panel asks for it: read, posted or tried, and told of."""

from __future__ import annotations

from pathlib import Path

from artui.importers.bank import read_bank
from artui.importers.bank.imported import ImportedFile, ImportedStatement
from artui.importers.table import FileRefused
from artui.intake.bank.files import Manner, Result, take_file
from artui.ledger.ledger import Ledger


def import_file(
    ledger: Ledger, path: str, *, dry_run: bool, accept_controls: bool = False
) -> ImportedFile:
    """Take in the statements of a file, or (``dry_run``) say what would become of them."""
    file = Path(path).expanduser()
    try:
        if not file.is_file():
            return ImportedFile(path, faults=(f"there is no file {path}",))
        statements = read_bank(file)
    except OSError as error:
        return ImportedFile(path, faults=(f"{path} can't be read: {error.strerror or error}",))
    except FileRefused as refused:
        return ImportedFile(path, faults=tuple(f.located(file.name) for f in refused.faults))
    if not statements:
        return ImportedFile(path, faults=("there is no statement in it",))
    manner = Manner(accept_controls=accept_controls, dry_run=dry_run, file=file.name)
    results = take_file(ledger, statements, manner)
    return ImportedFile(path, tuple(map(_told, results)))


def _told(result: Result) -> ImportedStatement:
    statement, taken = result.statement, result.taken
    if taken is None:
        return ImportedStatement(statement.account, statement.currency, refused=result.refused)
    return ImportedStatement(
        statement.account,
        taken.currency,
        taken.batch,
        taken.added,
        taken.totals.get(taken.currency, 0),
        taken.known,
        taken.reversed,
        result.waits,
        tuple(taken.notes),
    )

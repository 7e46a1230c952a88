"""``import bank``: what is in banks' files, statement by statement, and posting it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from artui.commands.bank_posting import post, taking_options
from artui.commands.common import (
    emit,
    existing_file,
    json_option,
    ledger_option,
    opened,
    say,
    table,
    warn,
)
from artui.ledger.errors import LedgerError, StoreUnusable

if TYPE_CHECKING:
    from artui.importers.bank import Profiles, Statement, Total

SHOWN = 20
"""Faults and warnings of one file that are spelled out; more are counted."""

HEADS = ("file", "format", "account", "currency", "entries", "credits", "debits", "controls")


@click.command()
@json_option
@ledger_option
@click.option("--dry-run", is_flag=True, help="Say what is in the files and would be posted.")
@taking_options
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
def bank(
    files: tuple[str, ...],
    profile: str | None,
    dry_run: bool,
    ledger: str | None,
    as_json: bool,
    **how: Any,
) -> int:
    """Take in banks' files: camt.052/053/054, MT940, MT942, BAI2, OFX, QFX, lockbox, CSV.

    Each credit becomes a receipt on account, money that is known adds nothing; a statement is
    posted whole or not at all. A file that is damaged, cut off or of no known format is refused
    whole, with the line and the field; so is a statement whose totals and balances don't add up,
    or of an account nobody knows. With --dry-run one line a statement, and what would be posted
    where there is a ledger.
    """
    from artui.intake.bank.files import Manner  # late: most commands read no bank file

    profiles = load(profile)
    refused = _look(files, profiles, as_json) if dry_run else False
    manner = Manner(dry_run=dry_run, **how)
    try:
        with opened(ledger) as books:
            for file in files:
                statements = read(file, profiles, quiet=dry_run)
                posted = post(books, file, statements or [], manner, as_json=as_json)
                refused = refused or statements is None or not posted
    except StoreUnusable:
        if not dry_run:  # to look at files needs no ledger
            raise
    return 1 if refused else 0


def _look(files: tuple[str, ...], profiles: Profiles | None, as_json: bool) -> bool:
    """Say what is in the files; whether one is refused."""
    rows: list[tuple[str, ...]] = []
    refused = False
    for file in files:
        statements = read(file, profiles)
        refused = refused or statements is None
        for statement in statements or ():
            for total in statement.totals:
                if as_json:
                    emit(_record(file, statement, total))
                else:
                    rows.append(_row(file, statement, total))
        _warn(file, statements or [])
    for line in table(HEADS, rows, "....rrr") if rows else ():
        say(line)
    return refused


def load(profile: str | None) -> Profiles | None:
    """The profiles of a file, if one is named; refuses one that can't be used."""
    from artui.importers.bank import load_profiles  # late: most commands read no bank file
    from artui.importers.table import FileRefused

    if profile is None:
        return None
    try:
        return load_profiles(existing_file(profile))
    except FileRefused as refused:
        raise LedgerError("\n".join(fault.located(profile) for fault in refused.faults)) from None


def read(file: str, profiles: Profiles | None, *, quiet: bool = False) -> list[Statement] | None:
    """The statements of a file; None if it is refused, which is said unless ``quiet``."""
    tell = (lambda _text: None) if quiet else warn
    from artui.importers.bank import read_bank  # late: most commands read no bank file
    from artui.importers.table import FileRefused

    try:
        found = read_bank(Path(existing_file(file)), profiles)
    except LedgerError as error:
        tell(str(error))
        return None
    except OSError as error:
        tell(f"{file} can't be read: {error.strerror or error}")
        return None
    except FileRefused as refused:
        for line in _shown([fault.located(file) for fault in refused.faults], file):
            tell(line)
        tell(f"{file} is refused whole: nothing of it is taken in")
        return None
    if not found:
        tell(f"{file}: there is no statement in it")
    return found


def _warn(file: str, statements: list[Statement]) -> None:
    """Say once what was noted and what doesn't add up."""
    said: dict[str, None] = {}
    for statement in statements:
        said.update(dict.fromkeys(_broken(file, statement)))
        said.update((note.located(file), None) for note in statement.notes)
    for line in _shown(list(said), file):
        warn(line)


def _broken(file: str, statement: Statement) -> list[str]:
    from artui.importers.bank.speech import control_text  # late: as above

    return [f"{file}:{each.line}: {control_text(each, statement)}" for each in statement.broken]


def _shown(lines: list[str], file: str) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"{file}: and {len(lines) - SHOWN:,} more"


def _row(file: str, statement: Statement, total: Total) -> tuple[str, ...]:
    from artui.importers.bank.speech import amount_text  # late: as above

    return (
        file,
        statement.format,
        statement.account,
        total.currency,
        f"{total.entries:,}",
        amount_text(total.credits, total.currency),
        amount_text(total.debits, total.currency),
        _state(statement),
    )


def _state(statement: Statement) -> str:
    if not statement.controls:
        return "none"
    broken = len(statement.broken)
    return f"{broken} of {len(statement.controls)} fail" if broken else "hold"


def _record(file: str, statement: Statement, total: Total) -> dict[str, Any]:
    from artui.importers.bank import Status  # late: as above
    from artui.importers.bank.speech import decimal_text

    def balance(minor: int | None) -> str | None:
        return None if minor is None else decimal_text(minor, statement.currency)

    def counted(status: Status) -> int:
        lines = (line for line in statement.lines if line.currency == total.currency)
        return sum(line.status is status for line in lines)

    return {
        "file": file,
        "format": statement.format,
        "account": statement.account,
        "currency": total.currency,
        "entries": total.entries,
        "credits": decimal_text(total.credits, total.currency),
        "debits": decimal_text(total.debits, total.currency),
        "pending": counted(Status.PENDING),
        "information": counted(Status.INFORMATION),
        "number": statement.number,
        "date": statement.date,
        "opening": balance(statement.opening),
        "closing": balance(statement.closing),
        "controls": _state(statement),
        "broken": _broken(file, statement),
        "notes": [note.located(file) for note in statement.notes],
    }

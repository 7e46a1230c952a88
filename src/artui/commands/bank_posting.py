"""Posting what is in a bank's file, and saying what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from artui.commands.common import P, R, emit, say, warn
from artui.commands.journal_sums import would
from artui.commands.receiving_words import accepted_line, accepted_record
from artui.ledger.money import decimal_string, format_amount

if TYPE_CHECKING:
    from artui.importers.bank import Statement
    from artui.intake.bank import Taken
    from artui.intake.bank.files import Manner, Result
    from artui.ledger.ledger import Ledger


def taking_options(command: Callable[P, R]) -> Callable[P, R]:
    """What everything that takes in banks' files may be told."""
    for option in (
        click.option("--company", default="", help="Take in this company's accounts only."),
        click.option("--match", is_flag=True, help="Then apply what is certain."),
        click.option("--accept-controls", is_flag=True, help="Post though totals don't add up."),
        click.option("--profile", metavar="FILE.toml", help="What the columns of CSV files mean."),
    ):
        command = option(command)
    return command


def post(
    books: Ledger, file: str, statements: list[Statement], manner: Manner, *, as_json: bool
) -> bool:
    """Take in a file's statements and say what became of each; whether none was refused."""
    from artui.intake.bank.files import take_file  # late: most commands read no bank file

    results = take_file(books, statements, manner._replace(file=Path(file).name))
    for result in results:
        if result.taken is None:
            _warn_refused(file, result)
        elif as_json:
            _emit(books, file, result, dry_run=manner.dry_run)
        else:
            _say(books, file, result, manner)
    return all(result.taken is not None for result in results)


def _warn_refused(file: str, result: Result) -> None:
    for text in result.refused:
        warn(f"{file}:{result.statement.line}: {text}")
    account = result.statement.account or "without account"
    warn(f"{file}: statement {account} is refused whole: nothing of it is posted")


def _say(books: Ledger, file: str, result: Result, manner: Manner) -> None:
    taken = result.taken
    assert taken is not None
    for note in taken.notes:
        say(f"{file} {note}")
    for one in result.applied:
        say(accepted_line(books, one))
    say(f"{would(manner.dry_run)}{file}: {'; '.join(_sums(taken, result.waits))}")


def _sums(taken: Taken, waits: int) -> Iterator[str]:
    """The parts of the sentence that sums a statement up."""
    total = taken.totals.get(taken.currency, 0)
    yield (
        f"batch {taken.batch}: {taken.added} receipts added, "
        f"{taken.currency} {format_amount(total, taken.currency)}"
    )
    yield f"{taken.known} known before"
    if taken.reversed:
        yield f"{taken.reversed} reversed"
    if taken.passed:
        yield "no receipts: " + ", ".join(f"{n} {what}" for what, n in taken.passed.items())
    (count, amount), (entered, booked) = taken.control, taken.entered
    yield (
        f"control {count} of {format_amount(amount, taken.currency)}, "
        f"entered {entered} of {format_amount(booked, taken.currency)}"
    )
    if waits:
        yield f"{waits} wait in the inbox"


def _emit(books: Ledger, file: str, result: Result, *, dry_run: bool) -> None:
    taken, applied = result.taken, result.applied
    assert taken is not None
    for record in taken.records:
        emit({"file": file, "dry_run": dry_run, **record})
    for one in applied:
        emit({"file": file, "dry_run": dry_run, **accepted_record(one)})
    (count, amount), (entered, booked) = taken.control, taken.entered
    emit(
        {
            **taken.summary(file, dry_run=dry_run),
            "batch": taken.batch,
            "company": taken.company,
            "bank_account": taken.bank_account,
            "reversed": taken.reversed,
            "passed": taken.passed,
            "control_count": count,
            "control_total": decimal_string(amount, taken.currency),
            "entered_count": entered,
            "entered_total": decimal_string(booked, taken.currency),
            "applied": sum(one.posted is not None for one in applied),
            "left": sum(one.posted is None for one in applied),
            "waiting": result.waits,
            "notes": taken.notes,
        }
    )

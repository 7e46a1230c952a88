"""``import``: customers, open documents, receipts and rates from delimited files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from artui import settings
from artui.commands.banking import bank
from artui.commands.common import (
    P,
    R,
    emit,
    existing_file,
    json_option,
    ledger_option,
    opened,
    say,
    warn,
)
from artui.importers.lines import (
    Line,
    RateLine,
    ReceiptLine,
    read_customers,
    read_invoices,
    read_rates,
    read_receipts,
)
from artui.importers.table import Fault, FileRefused, Reading
from artui.intake.customers import check_customers, take_customers
from artui.intake.documents import check_documents, take_documents
from artui.intake.outcome import Outcome, spoken, whole
from artui.intake.rates import take_rates
from artui.intake.receipts import Incoming, place_receipts, take_receipts
from artui.ledger.errors import LedgerError
from artui.ledger.ledger import Ledger

SHOWN = 20
"""Faults that are spelled out; more are counted."""

L = TypeVar("L", bound=Line)

Reader = Callable[[Path, Mapping[str, str], str], Reading[L]]
Check = Callable[[Ledger, Reading[L]], None]
Take = Callable[[Ledger], Outcome]


@click.group("import")
def import_() -> None:
    """Take in customers, open documents, receipts or exchange rates from a CSV file.

    A file with a fault is refused whole, every fault named by file, line, column and value;
    --skip-bad takes the good rows and writes the bad ones to FILE.rejects.csv. The same file
    again adds nothing.
    """


import_.add_command(bank)


def file_options(command: Callable[P, R]) -> Callable[P, R]:
    """What every import takes."""
    for option in (
        json_option,
        ledger_option,
        click.option("--skip-bad", is_flag=True, help="Take the good rows of a faulty file."),
        click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing."),
        click.argument("file", metavar="FILE.csv"),
    ):
        command = option(command)
    return command


@import_.command()
@file_options
def customers(file: str, ledger: str | None, **how: bool) -> int:
    """Register customers, and the companies that are new."""
    reading = _read(read_customers, "customers", file)

    def take(books: Ledger) -> Outcome:
        return take_customers(books, _good(reading))

    return _run(file, ledger, reading, check_customers, take, **how)


@import_.command()
@file_options
def invoices(file: str, ledger: str | None, **how: bool) -> int:
    """Take on open invoices and memos, posted against the take-on account."""
    reading = _read(read_invoices, "invoices", file)

    def take(books: Ledger) -> Outcome:
        return take_documents(books, _good(reading), Path(file).name)

    return _run(file, ledger, reading, check_documents, take, **how)


@import_.command()
@file_options
@click.option("--company", default="", help="Takes what is of no or an unknown customer.")
def receipts(file: str, company: str, ledger: str | None, **how: bool) -> int:
    """Post money received, on account of its customer, one voucher a row."""
    reading = _read(read_receipts, "receipts", file)
    placed: list[Incoming] = []

    def check(books: Ledger, lines: Reading[ReceiptLine]) -> None:
        at = company or settings.load_settings().company
        placed.extend(place_receipts(books, lines, company=at, batch=Path(file).name))

    def take(books: Ledger) -> Outcome:
        return take_receipts(books, placed)

    return _run(file, ledger, reading, check, take, **how)


@import_.command()
@file_options
def rates(file: str, ledger: str | None, **how: bool) -> int:
    """Record exchange rates, each from its day: base units for one unit of the currency."""
    reading = _read(read_rates, "rates", file)

    def check(books: Ledger, lines: Reading[RateLine]) -> None:
        """A row that could be read can be recorded."""

    def take(books: Ledger) -> Outcome:
        return take_rates(books, _good(reading))

    return _run(file, ledger, reading, check, take, **how)


def _read(reader: Reader[L], kind: str, file: str) -> Reading[L]:
    chosen = settings.load_settings()
    path = existing_file(file)
    try:
        return reader(path, chosen.columns.get(kind, {}), chosen.decimal_mark)
    except FileRefused as refused:
        raise LedgerError("\n".join(_located(refused.faults, file))) from None


def _good(reading: Reading[L]) -> list[L]:
    bad = reading.bad_lines()
    return [line for line in reading.lines if line.line not in bad]


def _run(
    file: str,
    named: str | None,
    reading: Reading[L],
    check: Check[L],
    take: Take,
    *,
    dry_run: bool,
    skip_bad: bool,
    as_json: bool,
) -> int:
    """Check, take in, report: one transaction, or none at all."""
    with opened(named) as books, whole(books, dry_run=dry_run):
        check(books, reading)
        if reading.faults and not skip_bad:
            raise LedgerError(
                "\n".join(
                    [
                        *_located(reading.faults, file),
                        f"{file} is refused whole: nothing was taken in",
                    ]
                )
            )
        outcome = take(books)
    skipped = len(reading.bad_lines())
    if skipped and not dry_run:
        rejects = _write_rejects(Path(file), reading)
        warn(f"{_count(skipped, 'row')} skipped, kept in {rejects}")
    for line in _located(reading.faults, file):
        warn(line)
    (_emit if as_json else _say)(outcome, file, dry_run, skipped)
    return 1 if outcome.left else 0


def _located(faults: list[Fault], file: str) -> list[str]:
    """The first faults spelled out, the others counted; in the order of the file."""
    ordered = sorted(faults, key=lambda fault: fault.line)
    lines = [fault.located(file) for fault in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        lines.append(f"{file}: and {_count(len(ordered) - SHOWN, 'fault')} more")
    return lines


def _write_rejects(path: Path, reading: Reading[L]) -> Path:
    """The bad rows as they stood, with the reason behind: mended, they can be imported."""
    rejects = path.with_suffix(".rejects.csv")
    reasons: dict[int, list[str]] = {}
    for fault in reading.faults:
        column = f"{fault.column}: {fault.value!r} " if fault.column else ""
        reasons.setdefault(fault.line, []).append(f"{column}{fault.why}")
    with rejects.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=reading.table.delimiter)
        writer.writerow([*reading.table.head, "reason"])
        for raw in reading.table.rows:
            if raw.line in reasons:
                writer.writerow([*raw.cells, "; ".join(reasons[raw.line])])
    return rejects


def _say(outcome: Outcome, file: str, dry_run: bool, skipped: int) -> None:
    for note in outcome.notes:
        say(note)
    parts = [f"{_count(outcome.added, outcome.what)} added"]
    if outcome.totals:
        parts[0] += f", {spoken(outcome.totals)}"
    if outcome.changed:
        parts.append(f"{outcome.changed} changed")
    parts.append(f"{outcome.known} known before")
    if skipped:
        parts.append(f"{skipped} skipped")
    if outcome.left:
        parts.append(f"{outcome.left} left: import the file again when the change is confirmed")
    lead = "Dry run, nothing written: " if dry_run else ""
    say(f"{lead}{file}: {'; '.join(parts)}")


def _emit(outcome: Outcome, file: str, dry_run: bool, skipped: int) -> None:
    for record in outcome.records:
        emit(record)
    emit({**outcome.summary(file, dry_run=dry_run), "skipped": skipped})


def _count(number: int, what: str) -> str:
    return f"{number:,} {what.removesuffix('s')}{'' if number == 1 else 's'}"

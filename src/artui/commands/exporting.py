"""``export gl`` and ``list exports``: posted journal batches for the general ledger."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

import click

from artui.commands.books import beancount, hledger
from artui.commands.common import (
    command_option,
    emit,
    json_option,
    known_at_option,
    known_record,
    ledger_option,
    looked_at,
    opened,
    say,
    table,
    warn,
)
from artui.ledger.errors import LedgerError
from artui.ledger.general import exporting
from artui.ledger.general.exporting import Exported
from artui.reports.gl_export import control_record, rendering, totals_words
from artui.reports.records import moment

SPOOL = 8_000_000
"""Bytes of a file kept in memory before it goes to disk."""


@click.group()
def export() -> None:
    """Files for other programs."""


@export.command()
@click.option("--company", required=True, help="Whose batches.")
@click.option("--number", type=click.IntRange(min=1), help="Write this export again, as a copy.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="To this new file; else printed."
)
@click.option("--dry-run", is_flag=True, help="Only say what the next export would come to.")
@command_option
@ledger_option
@json_option
def gl(
    company: str,
    number: int | None,
    out: Path | None,
    dry_run: bool,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Export what is posted and not exported yet as CSV, one row a journal line.

    Beside the file of --out, FILE.control holds count, totals and hash, and says if it is a copy.
    """
    if dry_run and (number or out or command):
        raise click.UsageError("--dry-run writes nothing: without --number, --out and --command")
    if as_json and not (out or dry_run):
        raise click.UsageError("--json says what was written: name the file with --out")
    if out is not None:
        _check_free(out, _control(out))
    with opened(ledger) as books, SpooledTemporaryFile(SPOOL) as body:
        render = rendering(books, company)
        if dry_run:
            exported = Exported(exporting.preview(books, company, render, body))
        elif number:
            exported = exporting.export_again(books, company, number, render, body)
        else:
            exported = exporting.export(books, company, render, body, command=command)
        record = control_record(exported, books.policies.company(company).base_currency)
        if not dry_run:
            _deliver(body, out, record)
    if as_json:
        emit(record)
    else:
        (say if out or dry_run else warn)(_sentence(exported, dry_run=dry_run))


def _control(out: Path) -> Path:
    return out.with_name(f"{out.name}.control")


def _check_free(*paths: Path) -> None:
    """Refuse a file that is there, before anything is recorded."""
    for path in paths:
        if path.exists():
            raise LedgerError(f"{path} exists: an export is written to a new file")


def _deliver(body: IO[bytes], out: Path | None, record: Mapping[str, object]) -> None:
    body.seek(0)
    if out is None:
        shutil.copyfileobj(body, sys.stdout.buffer)
        return
    try:
        with out.open("xb") as file:
            shutil.copyfileobj(body, file)
        _control(out).write_text(f"{json.dumps(record, ensure_ascii=False)}\n", encoding="utf-8")
    except OSError as error:
        again = f"artui export gl --company {record['company']} --number {record['export']}"
        raise LedgerError(
            f"{out} can't be written ({error}); export {record['export']} is recorded:"
            f" `{again}` writes it again"
        ) from None


def _sentence(exported: Exported, *, dry_run: bool) -> str:
    it = exported.record
    what = f"{it.batches:,} batch{'es' * (it.batches != 1)}, {it.lines:,} lines"
    said = f"{what}, debits {totals_words(it)}, sha256 {it.sha256}."
    if dry_run:
        return f"Export {it.number} of {it.company} would be: {said} Nothing was recorded."
    if exported.copy:
        when = moment(it.recorded_at)[:10]
        return f"A copy of export {it.number} of {it.company} by {it.clerk}, {when}: {said}"
    return f"Export {it.number} of {it.company}: {said}"


@click.command()
@click.option("--company", default="", help="Of this company only.")
@known_at_option
@ledger_option
@json_option
def exports(company: str, known_at: str, ledger: str | None, as_json: bool) -> None:
    """Exports to the general ledger, by company and number."""
    with looked_at(ledger, known_at) as books:
        found = exporting.exports(books, company)
        if as_json:
            for record in found:
                base = books.policies.company(record.company).base_currency
                emit({**control_record(Exported(record), base), **known_record(books)})
            return
        heads = ("Company", "Export", "Recorded", "By", "Batches", "Lines", "Debits", "sha256")
        rows = [
            (
                it.company,
                str(it.number),
                moment(it.recorded_at)[:16],
                it.clerk,
                f"{it.batches:,}",
                f"{it.lines:,}",
                totals_words(it),
                it.sha256,
            )
            for it in found
        ]
        for line in table(heads, rows, right=" r  rr"):
            say(line)


export.add_command(hledger)
export.add_command(beancount)

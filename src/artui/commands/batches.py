"""``batch``: receipt batches opened with control figures, closed, listed."""

from __future__ import annotations

import click

from artui.commands.common import (
    amount,
    day,
    emit_of,
    json_option,
    ledger_option,
    looked_at,
    moment_options,
    opened,
    say,
    table,
)
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.reading.batches import Batch, BatchList, find_batch
from artui.ledger.receiving import batches


@click.group()
def batch() -> None:
    """Receipt batches: what a day's receipts of a bank account should come to."""


@batch.command("open")
@click.argument("company")
@click.argument("name", metavar="BATCH")
@click.option("--bank-account", required=True, help="Of this account's receipts.")
@click.option("--count", required=True, type=click.IntRange(1), help="How many receipts.")
@click.option("--total", required=True, help="What they come to.")
@click.option("--date", "date", default=None, help="The day of the receipts; default today.")
@ledger_option
def open_batch(
    company: str,
    name: str,
    bank_account: str,
    count: int,
    total: str,
    date: str | None,
    ledger: str | None,
) -> None:
    """Open a batch with its control count and total."""
    with opened(ledger) as books:
        account = books.policies.bank_account(company, bank_account)
        batches.open_batch(
            books,
            company,
            name,
            bank_account=bank_account,
            count=count,
            total=amount(total, account.currency, "total"),
            day=day(date, books.today()),
        )
        _say(books, company, name)


@batch.command("control")
@click.argument("company")
@click.argument("name", metavar="BATCH")
@click.option("--count", required=True, type=click.IntRange(1), help="How many receipts.")
@click.option("--total", required=True, help="What they come to.")
@ledger_option
def control(company: str, name: str, count: int, total: str, ledger: str | None) -> None:
    """Put the control figures of an open batch right."""
    with opened(ledger) as books:
        known = find_batch(books.store, company, name)
        currency = known.currency if known else ""
        minor = amount(total, currency, "total") if known else 0
        batches.change_control(books, company, name, count, minor)
        _say(books, company, name)


@batch.command("close")
@click.argument("company")
@click.argument("name", metavar="BATCH")
@click.option("--accept", metavar="REASON", help="Accept its difference, for this reason.")
@ledger_option
def close(company: str, name: str, accept: str | None, ledger: str | None) -> None:
    """Close a batch that is in control, or accept its difference."""
    with opened(ledger) as books:
        batches.close_batch(books, company, name, accept=accept is not None, reason=accept or "")
        _say(books, company, name)


@batch.command("reopen")
@click.argument("company")
@click.argument("name", metavar="BATCH")
@click.option("--note", default="", help="Why.")
@ledger_option
def reopen(company: str, name: str, note: str, ledger: str | None) -> None:
    """Open a closed batch again, to put a receipt of it right."""
    with opened(ledger) as books:
        batches.reopen_batch(books, company, name, note)
        _say(books, company, name)


@batch.command("list")
@click.option("--company", default="", help="Of this company; default all.")
@click.option("--waiting", is_flag=True, help="Only those that wait to be closed.")
@moment_options
@ledger_option
@json_option
def list_batches(
    company: str,
    waiting: bool,
    as_of: str | None,
    known_at: str,
    ledger: str | None,
    as_json: bool,
) -> None:
    """List batches, the newest first; of another moment, as they stood then."""
    with looked_at(ledger, known_at, as_of) as books:
        if company:
            books.policies.company(company)
        listed = BatchList(books.seen, company, waiting=waiting)
        found = listed.window(0, listed.count())
        if as_json:
            for one in found:
                emit_of(books, _record(one))
            return
        for text in table(_HEADS, map(_cells, found), right="    rrr") if found else ():
            say(text)
        say(f"{len(found)} batch{'' if len(found) == 1 else 'es'}.")


_HEADS = ("Company", "Batch", "Day", "Cur", "Entered", "Control", "Difference", "State")


def _cells(one: Batch) -> tuple[str, ...]:
    controlled = one.control_count is not None
    return (
        one.company,
        one.batch,
        one.day,
        one.currency,
        _figures(one.entered, one.entered_total, one.currency),
        _figures(one.control_count or 0, one.control_total or 0, one.currency)
        if controlled
        else "",
        format_amount(-one.missing[1], one.currency) if controlled else "",
        one.state,
    )


def _figures(count: int, total: int, currency: str) -> str:
    return f"{count:,} {format_amount(total, currency)}"


def _record(one: Batch) -> dict[str, object]:
    controlled = one.control_total is not None
    return {
        "company": one.company,
        "batch": one.batch,
        "bank_account": one.bank_account,
        "date": one.day,
        "currency": one.currency,
        "entered_count": one.entered,
        "entered_total": decimal_string(one.entered_total, one.currency),
        "control_count": one.control_count,
        "control_total": decimal_string(one.control_total or 0, one.currency)
        if controlled
        else None,
        "state": one.state,
        "closed_by": one.closed_by,
        "accepted": decimal_string(one.difference, one.currency),
        "reason": one.reason,
    }


def _say(books: Ledger, company: str, name: str) -> None:
    """How the batch stands now."""
    known = find_batch(books.store, company, name.strip())
    if known is None:
        raise refuse("batch", batches.NOT_THERE, f"{company} has no batch {name}")
    say(f"Batch {known.batch}: {known.words}, {known.state}.")

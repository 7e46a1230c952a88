"""``post`` and ``list batches``: journal batches that wait to be posted to the general ledger."""

from __future__ import annotations

import click

from artui.commands.common import (
    command_option,
    emit,
    emit_of,
    json_option,
    ledger_option,
    looked_at,
    moment_options,
    opened,
    say,
    table,
)
from artui.commands.paying import find_voucher
from artui.ledger.events import voucher_name
from artui.ledger.general.journal_batches import (
    post_all_batches,
    post_batches,
    waiting,
    why,
)
from artui.ledger.money import format_amount
from artui.reports.records import voucher_record


@click.command()
@click.argument("vouchers", nargs=-1, metavar="[VOUCHER]…")
@click.option("--all", "every", is_flag=True, help="Every batch that waits.")
@click.option("--company", default="", help="Of this company.")
@command_option
@ledger_option
@json_option
def post(
    vouchers: tuple[str, ...],
    every: bool,
    company: str,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Post the journal batches that VOUCHERs left unposted, or --all: all of them or none."""
    if bool(vouchers) == every:
        raise click.UsageError("name the vouchers, or --all")
    with opened(ledger) as books:
        if every:
            posted = post_all_batches(books, company, command=command)
        else:
            keys = [find_voucher(books, name, company) for name in vouchers]
            posted = post_batches(books, keys, command=command)
    if as_json:
        for key in posted.vouchers:
            emit({"voucher": key, "name": voucher_name(key), "again": posted.again})
        return
    count = len(posted.vouchers)
    names = ", ".join(voucher_name(key) for key in posted.vouchers[:3])
    names += f" and {count - 3:,} more" if count > 3 else ""
    what = f"{count:,} batch{'es' * (count != 1)}"
    say(f"{what} had been posted before: {names}." if posted.again else f"{what} posted: {names}.")


@click.command()
@click.option("--company", default="", help="Of this company only.")
@moment_options
@ledger_option
@json_option
def batches(
    company: str, as_of: str | None, known_at: str, ledger: str | None, as_json: bool
) -> None:
    """Journal batches that wait to be posted, the oldest voucher first."""
    with looked_at(ledger, known_at, as_of) as books:
        found = waiting(books, company)
        if as_json:
            for batch in found:
                emit_of(books, {**voucher_record(batch.head), "why": why(books, batch)})
            return
        heads = ("Company", "Voucher", "Date", "Period", "Cur", "Amount", "Clerk", "Text")
        rows = [
            (
                h.company,
                h.name,
                h.date,
                h.period,
                h.currency,
                format_amount(h.amount, h.currency),
                h.clerk,
                h.text,
            )
            for h in (batch.head for batch in found)
        ]
        for line in table(heads, rows, right="     r"):
            say(line)

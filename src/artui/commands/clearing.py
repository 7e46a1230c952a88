"""``clear``: accounts that come to zero are applied to themselves."""

from __future__ import annotations

from collections.abc import Sequence

import click

from artui.commands.common import (
    command_option,
    date_option,
    day,
    emit,
    json_option,
    ledger_option,
    opened,
    say,
    table,
)
from artui.commands.journal_sums import journal_records, say_journal, would
from artui.ledger.automatic.clearing import Cleared, clear_zero, zero_accounts
from artui.ledger.events import voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount


@click.command()
@click.option("--company", default="", help="Of this company; default all.")
@click.option("--customer", default="", help="Of this customer only.")
@click.option("--cut-off", default=None, help="Documents dated up to this day; default today.")
@click.option("--division", "divisions", multiple=True, metavar="CODE",
              help='Customers of this division ("" = head office); again for more.')  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Post nothing; say what would be.")
@date_option
@command_option
@ledger_option
@json_option
def clear(
    company: str,
    customer: str,
    cut_off: str | None,
    divisions: tuple[str, ...],
    dry_run: bool,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Clear the accounts whose open documents come to exactly zero in a currency.

    Each whole, in one voucher; nothing is ever written off.
    """
    with opened(ledger) as books:
        booked, until = day(date, books.today()), day(cut_off, books.today(), "cut_off")
        done: list[Cleared] = []
        for code in [company] if company else sorted(books.policies.companies):
            accounts = zero_accounts(
                books, company=code, cut_off=until, divisions=divisions or None, customer=customer
            )
            done += clear_zero(
                books,
                company=code,
                accounts=accounts,
                day=booked,
                dry_run=dry_run,
                command=command,
            )
        if as_json:
            for one in done:
                _emit(books, one, dry_run=dry_run)
        else:
            _say(books, done, dry_run=dry_run)


def _emit(books: Ledger, one: Cleared, *, dry_run: bool) -> None:
    account = one.account
    emit(
        {
            "company": account.company,
            "customer": account.customer,
            "currency": account.currency,
            "amount": decimal_string(account.amount, account.currency),
            "documents": [document.number for document in account.documents],
            "voucher": one.voucher,
            "skipped": one.skipped,
            "dry_run": dry_run,
            "journal": journal_records(books, account.company, one.lines),
        }
    )


def _say(books: Ledger, done: Sequence[Cleared], *, dry_run: bool) -> None:
    rows = [
        (
            one.account.company,
            one.account.customer,
            one.account.name,
            one.account.currency,
            format_amount(one.account.amount, one.account.currency),
            str(len(one.account.documents)),
            one.skipped or voucher_name(one.voucher),
        )
        for one in done
    ]
    heads = ("Company", "Customer", "Name", "Cur", "Amount", "Documents", "Voucher")
    for text in table(heads, rows, right="    rr") if rows else ():
        say(text)
    say_journal(books, [(one.account.company, one.lines) for one in done])
    cleared = sum(not one.skipped for one in done)
    plural = "" if cleared == 1 else "s"
    skipped = f", {len(done) - cleared} skipped" if cleared < len(done) else ""
    say(f"{would(dry_run)}{cleared} account{plural} cleared{skipped}.")

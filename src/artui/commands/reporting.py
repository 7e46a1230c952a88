"""``report``: journals of a voucher, balances of a day, lists: text, CSV, JSON Lines, PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click

from artui.commands import balances, listings
from artui.commands.common import opened
from artui.commands.paying import find_voucher
from artui.commands.report_forms import Form, form_options, put_lines, put_out
from artui.ledger.money import decimal_string
from artui.reports import journals
from artui.reports.asked import Asked
from artui.reports.catalogue import known
from artui.reports.voucher import VoucherReport, voucher_report


@click.group()
def report() -> None:
    """Journals of a voucher; what the books came to on a day; lists on paper."""


report.add_command(balances.trial)
report.add_command(balances.aged)


for listing in listings.commands():
    report.add_command(listing)


@report.command("accounting-journal")
@form_options
def accounting_journal(**asked: Any) -> None:
    """Balanced journal lines by accounting rule: of a voucher, or of all from a day to another."""
    _show(ACCOUNTING, **asked)


@report.command("payment-journal")
@form_options
def payment_journal(**asked: Any) -> None:
    """What was paid, discounted and written off, document by document: by a voucher, or by all
    from a day to another.
    """
    _show(PAYMENTS, **asked)


_VOUCHER = 'Of this voucher: U001/RC/2020/147 or "RC 2020-000147".'
for command in (accounting_journal, payment_journal):
    voucher = click.Option(["--voucher"], default="", metavar="NUMBER", help=_VOUCHER)
    command.params[:0] = [voucher, *listings.options_of(known(command.name or ""))]


@report.command("duties")
@form_options
def duties(ledger: str | None, _text: bool, **form: Any) -> int:
    """Who holds rights that one person should not hold together; ends with 1 if anybody does."""
    with opened(ledger) as books:
        found = known("duties").make(books, Asked("", books.today()))
        moment = books.clock()
    put_out([found], Form(**form), moment)
    return 1 if found.rows else 0


class Journal(NamedTuple):
    """One journal by its name, and that of a voucher in its three forms."""

    name: str
    text: Callable[[VoucherReport], list[str]]
    csv: Callable[[VoucherReport], str]
    records: Callable[[VoucherReport], Iterator[dict[str, object]]]


def _show(
    journal: Journal, *, voucher: str, company: str, ledger: str | None, _text: bool, **asked: Any
) -> None:
    if not voucher:
        listings.report_out(
            known(journal.name), company=company, ledger=ledger, _text=_text, **asked
        )
        return
    form = {name: asked.pop(name) for name in Form._fields}
    if any(asked.values()):
        raise click.UsageError("--voucher names one voucher: without days and --customer")
    with opened(ledger) as books:
        report = voucher_report(books, find_voucher(books, voucher, company))
        moment = books.clock()
    records = journal.records(report)
    put_lines(journal.text(report), journal.csv(report), records, Form(**form), moment)


def _account_records(report: VoucherReport) -> Iterator[dict[str, object]]:
    for row in report.accounts:
        yield {
            "voucher": report.head.id,
            **row._asdict(),
            "debit": decimal_string(row.debit, row.currency),
            "credit": decimal_string(row.credit, row.currency),
            "base_currency": report.base_currency,
            "base": decimal_string(row.base, report.base_currency),
        }


def _payment_records(report: VoucherReport) -> Iterator[dict[str, object]]:
    for row in report.payments:
        amounts = {
            name: decimal_string(getattr(row, name), row.currency)
            for name in ("paid", "discount", "written_off", "open_after")
        }
        exchange = decimal_string(row.exchange, report.base_currency)
        yield {"voucher": report.head.id, **row._asdict(), **amounts, "exchange": exchange}


ACCOUNTING = Journal(
    "accounting-journal", journals.accounting_text, journals.accounting_csv, _account_records
)
PAYMENTS = Journal("payment-journal", journals.payment_text, journals.payment_csv, _payment_records)

"""``report``: journals of a voucher, balances of a day, lists: text, CSV, JSON Lines, PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click

from artui.commands import balances, listings
from artui.commands.common import P, R, opened
from artui.commands.paying import find_voucher
from artui.commands.people import duties
from artui.commands.report_forms import Form, form_options, put_lines
from artui.ledger.money import decimal_string
from artui.reports import journals
from artui.reports.voucher import VoucherReport, voucher_report


@click.group()
def report() -> None:
    """Journals of a voucher; what the books came to on a day; lists on paper."""


report.add_command(balances.trial)
report.add_command(balances.aged)
report.add_command(duties)


for listing in listings.commands():
    report.add_command(listing)


def voucher_options(command: Callable[P, R]) -> Callable[P, R]:
    """Which voucher."""
    for option in (
        click.option("--company", default="", help="Where a number is known in several."),
        click.option(
            "--voucher",
            required=True,
            metavar="NUMBER",
            help='U001/RC/2020/147 or "RC 2020-000147".',
        ),
    ):
        command = option(command)
    return command


@report.command("accounting-journal")
@form_options
@voucher_options
def accounting_journal(**asked: Any) -> None:
    """The balanced journal lines of a voucher, by accounting rule."""
    _show(ACCOUNTING, **asked)


@report.command("payment-journal")
@form_options
@voucher_options
def payment_journal(**asked: Any) -> None:
    """What a voucher paid, discounted and wrote off, document by document."""
    _show(PAYMENTS, **asked)


class Journal(NamedTuple):
    """One journal in its three forms."""

    text: Callable[[VoucherReport], list[str]]
    csv: Callable[[VoucherReport], str]
    records: Callable[[VoucherReport], Iterator[dict[str, object]]]


def _show(
    journal: Journal, *, voucher: str, company: str, ledger: str | None, _text: bool, **form: Any
) -> None:
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


ACCOUNTING = Journal(journals.accounting_text, journals.accounting_csv, _account_records)
PAYMENTS = Journal(journals.payment_text, journals.payment_csv, _payment_records)

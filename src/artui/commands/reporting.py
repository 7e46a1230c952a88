"""``report``: journals as text, CSV or JSON Lines, and to the printer; balances of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click

from artui import settings
from artui.commands import balances
from artui.commands.common import P, R, emit, json_option, ledger_option, opened, say, warn
from artui.commands.paying import find_voucher
from artui.commands.people import duties
from artui.ledger.money import decimal_string
from artui.reports import journals
from artui.reports.printing import send
from artui.reports.voucher import VoucherReport, voucher_report


@click.group()
def report() -> None:
    """Journals of a voucher; what the books came to on a day."""


report.add_command(balances.trial)
report.add_command(balances.aged)
report.add_command(duties)


def report_options(command: Callable[P, R]) -> Callable[P, R]:
    """What every report of a voucher takes."""
    for option in (
        json_option,
        ledger_option,
        click.option(
            "--print",
            "to_printer",
            is_flag=True,
            help="Send the text to the print command of the settings.",
        ),
        click.option("--csv", "form", flag_value="csv", help="CSV for another program."),
        click.option(
            "--text",
            "form",
            flag_value="text",
            default=True,
            help="Text of 80 columns; this is the default.",
        ),
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
@report_options
def accounting_journal(**asked: Any) -> None:
    """The balanced journal lines of a voucher, by accounting rule."""
    _show(ACCOUNTING, **asked)


@report.command("payment-journal")
@report_options
def payment_journal(**asked: Any) -> None:
    """What a voucher paid, discounted and wrote off, document by document."""
    _show(PAYMENTS, **asked)


class Journal(NamedTuple):
    """One journal in its three forms."""

    text: Callable[[VoucherReport], list[str]]
    csv: Callable[[VoucherReport], str]
    records: Callable[[VoucherReport], Iterator[dict[str, object]]]


def _show(
    journal: Journal,
    *,
    voucher: str,
    company: str,
    form: str,
    to_printer: bool,
    ledger: str | None,
    as_json: bool,
) -> None:
    with opened(ledger) as books:
        report = voucher_report(books, find_voucher(books, voucher, company))
    if to_printer:
        send(journal.text(report), settings.load_settings().print_command)
        warn(f"Voucher {report.head.name} sent to the printer.")
    elif as_json:
        for record in journal.records(report):
            emit(record)
    elif form == "csv":
        click.echo(journal.csv(report), nl=False)
    else:
        for line in journal.text(report):
            say(line)


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

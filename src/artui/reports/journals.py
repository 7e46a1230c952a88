"""The journals of a voucher on paper: 80 columns of text, or CSV for another program; pure."""

from __future__ import annotations

from collections.abc import Iterator

from artui.ledger.dates import NOT_DUE
from artui.ledger.money import decimal_string, format_amount
from artui.reports.records import moment
from artui.reports.separated import csv_text
from artui.reports.voucher import VoucherReport

WIDTH = 80


def accounting_text(report: VoucherReport) -> list[str]:
    """The accounting journal as lines of at most 80 columns."""
    lines = [*_heading("Accounting journal", report), ""]
    lines.append(
        f"{'Line':>4} {'Rule':<9} {'Account':<11} {'Name':<22} {'Debit':>14} {'Credit':>14}"
    )
    for row in report.accounts:
        name = _cut(" ".join(filter(None, (row.name, row.division))), 22)
        debit = format_amount(row.debit, row.currency) if row.debit else ""
        credit = format_amount(row.credit, row.currency) if row.credit else ""
        lines.append(
            f"{row.line:>4} {_cut(row.rule, 9):<9} {_cut(row.account, 11):<11} {name:<22} "
            f"{debit:>14} {credit:>14}".rstrip()
        )
        if row.currency != report.base_currency:
            base = format_amount(row.base, report.base_currency)
            lines.append(f"{'':>27}{f'{report.base_currency} {base}':>22}")
    if not report.accounts:
        lines.append("     Nothing to post: one currency at one rate.")
    for currency in sorted({row.currency for row in report.accounts}):
        debit, credit = (
            format_amount(
                sum(getattr(row, side) for row in report.accounts if row.currency == currency),
                currency,
            )
            for side in ("debit", "credit")
        )
        lines.append(f"{'':>26} {'Total ' + currency:<22} {debit:>14} {credit:>14}")
    return [*lines, *_footing(report)]


def payment_text(report: VoucherReport) -> list[str]:
    """The customer payment journal as lines of at most 80 columns."""
    lines = [*_heading("Customer payment journal", report), ""]
    lines.append(
        f"{'Document':<12} Ty {'Due':<5} {'Paid':>13} {'Discount':>10} {'Wr.off':>8} "
        f"{'Exch.diff':>9} {'Open after':>13}"
    )
    for row in report.payments:
        parts = [
            format_amount(part, row.currency) for part in (row.paid, row.discount, row.written_off)
        ]
        exchange = format_amount(row.exchange, report.base_currency)
        after = format_amount(row.open_after, row.currency)
        lines.append(
            f"{_cut(row.document, 12):<12} {row.kind:<2} {_short(row.due):<5} {parts[0]:>13} "
            f"{parts[1]:>10} {parts[2]:>8} {exchange:>9} {after:>13}"
        )
        if row.currency != report.head.currency:
            taken = format_amount(row.taken, report.head.currency)
            lines.append(f"{'':>16}{row.currency} paid with {taken} {report.head.currency}")
    if not report.payments:
        lines.append("Nothing was applied.")
    return [*lines, *_footing(report)]


def _heading(title: str, report: VoucherReport) -> Iterator[str]:
    head = report.head
    yield f"{title:<52}{head.company:>28}".rstrip()
    amount = f"{format_amount(head.amount, head.currency)} {head.currency}"
    yield f"Voucher {head.name:<17} Posted {head.date}  Period {head.period}{amount:>21}"
    who = _cut(" ".join(filter(None, (head.customer, report.payer))), 48)
    method = report.receipt.method if report.receipt else ""
    if who or method:
        yield f"{who:<50}{method}".rstrip()
    reference = report.receipt.reference if report.receipt else head.text
    bank = report.receipt.bank_reference if report.receipt else ""
    if reference or bank:
        tail = f"   Bank ref {bank}" if bank else ""
        yield f"Reference {_cut(reference, WIDTH - 10 - len(tail))}{tail}"
    yield f"Recorded {moment(head.recorded_at)[:19]}Z by {head.clerk}"


def _footing(report: VoucherReport) -> Iterator[str]:
    if report.notes or report.head.reversed_by:
        yield ""
    yield from (_cut(note, WIDTH) for note in report.notes)
    if report.head.reversed_by:
        yield f"Reversed by {report.head.reversed_by}"


def accounting_csv(report: VoucherReport) -> str:
    """The accounting journal as CSV, amounts as plain decimals."""
    base = report.base_currency
    heads = (
        "voucher",
        "date",
        "period",
        "line",
        "rule",
        "account",
        "name",
        "division",
        "currency",
        "debit",
        "credit",
        "base_currency",
        "base",
    )
    rows = (
        (
            report.head.id,
            report.head.date,
            report.head.period,
            str(row.line),
            row.rule,
            row.account,
            row.name,
            row.division,
            row.currency,
            decimal_string(row.debit, row.currency),
            decimal_string(row.credit, row.currency),
            base,
            decimal_string(row.base, base),
        )
        for row in report.accounts
    )
    return csv_text((heads, *rows))


def payment_csv(report: VoucherReport) -> str:
    """The customer payment journal as CSV, amounts as plain decimals."""
    heads = (
        "voucher",
        "date",
        "customer",
        "payer",
        "document",
        "type",
        "due_date",
        "currency",
        "paid",
        "discount",
        "written_off",
        "exchange",
        "open_after",
    )
    rows = (
        (
            report.head.id,
            report.head.date,
            report.head.customer,
            report.payer,
            row.document,
            row.kind,
            row.due,
            row.currency,
            *(
                decimal_string(part, row.currency)
                for part in (row.paid, row.discount, row.written_off)
            ),
            decimal_string(row.exchange, report.base_currency),
            decimal_string(row.open_after, row.currency),
        )
        for row in report.payments
    )
    return csv_text((heads, *rows))


def _short(due: str) -> str:
    """Month and day; blank for what never falls due."""
    return "" if due == NOT_DUE else due[5:]


def _cut(text: str, width: int) -> str:
    return text[:width]

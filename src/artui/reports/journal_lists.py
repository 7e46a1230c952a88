"""Both journals of all vouchers of a time: what each posted to accounts, what each paid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from artui.ledger.dates import NOT_DUE
from artui.ledger.ledger import Ledger
from artui.ledger.reading.queries import VoucherHead
from artui.reports.asked import Asked, about, checked, common
from artui.reports.papers import Cell, Column, Lead, Money, Report, to_voucher
from artui.reports.voucher import AccountLine, PaymentLine, VoucherReport, report_on

_PAGE = 300


def posted(ledger: Ledger, asked: Asked) -> Iterator[VoucherHead]:
    """The vouchers posted between two days, of one customer or all, newest first."""
    before: int | None = None
    while True:
        page = ledger.read.vouchers(before=before, limit=_PAGE, company=asked.company)
        for head in page:
            if asked.first <= head.date <= asked.last and asked.customer in ("", head.customer):
                yield head
        if len(page) < _PAGE:
            return
        before = page[-1].pos


def accounting_journal(ledger: Ledger, asked: Asked) -> Report:
    """Every journal line posted between two days, in the order of the log; totals by currency, and
    in base currency where there are others."""
    base = ledger.policies.company(asked.company).base_currency
    rows: list[list[Cell]] = []
    debits: Counter[str] = Counter()
    credits: Counter[str] = Counter()
    in_base: Counter[str] = Counter()
    reports = _reports(ledger, asked)
    leads: list[Lead] = []
    for report in reports:
        for line in report.accounts:
            rows.append(_account_row(report, line))
            leads.append(to_voucher(report.head.id))
            debits[line.currency] += line.debit
            credits[line.currency] += line.credit
            in_base["debit" if (line.debit, line.base) > (0, 0) else "credit"] += abs(line.base)
    foreign = any(currency != base for currency in debits)
    totals = [
        _account_total("Total", currency, debits[currency], credits[currency])
        for currency in sorted(debits)
    ]
    if foreign:
        totals.append(_account_total("In base", base, in_base["debit"], in_base["credit"]))
    columns = _account_columns(base, foreign=foreign)
    made = _report("Accounting journal", ledger, asked, columns, rows, totals, len(reports))
    return made._replace(leads=leads)


def payment_journal(ledger: Ledger, asked: Asked) -> Report:
    """What every voucher between two days paid, discounted and wrote off, document by document;
    totals by currency, those of gain and loss in base currency."""
    base = ledger.policies.company(asked.company).base_currency
    rows: list[list[Cell]] = []
    sums: dict[str, list[int]] = {}
    reports = [report for report in _reports(ledger, asked) if report.payments]
    leads: list[Lead] = []
    for report in reports:
        for line in report.payments:
            rows.append(_payment_row(report, line))
            leads.append(to_voucher(report.head.id))
            of = sums.setdefault(line.currency, [0, 0, 0, 0])
            figures = (line.paid, line.discount, line.written_off, line.exchange)
            of[:] = [known + figure for known, figure in zip(of, figures, strict=True)]
    totals = [_payment_total(currency, base, sums[currency]) for currency in sorted(sums)]
    exchanged = any(of[3] for of in sums.values())
    columns = _payment_columns(exchanged=exchanged)
    made = _report("Customer payment journal", ledger, asked, columns, rows, totals, len(reports))
    return made._replace(leads=leads)


def _reports(ledger: Ledger, asked: Asked) -> list[VoucherReport]:
    checked(ledger, asked, of_a_time=True)
    ledger.sight.check_books(asked.company)
    heads = sorted(posted(ledger, asked), key=lambda head: head.pos)
    return [report_on(ledger, head) for head in heads]


def _report(
    title: str,
    ledger: Ledger,
    asked: Asked,
    columns: tuple[Column, ...],
    rows: Sequence[Sequence[Cell]],
    totals: Sequence[Sequence[Cell]],
    vouchers: int,
) -> Report:
    notes = (counted(vouchers),)
    when = about(ledger, asked, of_a_time=True)
    return Report(title, when, columns, rows, totals, notes, common(asked))


def counted(vouchers: int) -> str:
    """``3 vouchers``."""
    return f"{vouchers:,} voucher{'' if vouchers == 1 else 's'}"


def _account_columns(base: str, *, foreign: bool) -> tuple[Column, ...]:
    return (
        Column("Voucher", "voucher"),
        Column("Date", "date"),
        Column("Period", "period", on_paper=False),
        Column("Customer", "customer", on_paper=False),
        Column("Line", "line", on_paper=False),
        Column("Rule", "rule"),
        Column("Account", "account"),
        Column("Name", "name", gives=True),
        Column("Division", "division", on_paper=False),
        Column("Debit", "debit", right=True),
        Column("Credit", "credit", right=True),
        Column("Cur", "currency"),
        Column(f"In {base}", "base", right=True, on_paper=foreign),
        Column("Base", "base_currency", on_paper=False),
    )


def _account_row(report: VoucherReport, line: AccountLine) -> list[Cell]:
    head = report.head
    return [
        head.name,
        head.date,
        head.period,
        head.customer,
        line.line,
        line.rule,
        line.account,
        line.name,
        line.division,
        Money(line.debit, line.currency) if line.debit else "",
        Money(line.credit, line.currency) if line.credit else "",
        line.currency,
        Money(line.base, report.base_currency),
        report.base_currency,
    ]


def _account_total(label: str, currency: str, debit: int, credit: int) -> list[Cell]:
    sums = (Money(debit, currency), Money(credit, currency))
    return [label, *[""] * 8, *sums, currency, "", ""]


def _payment_columns(*, exchanged: bool) -> tuple[Column, ...]:
    return (
        Column("Voucher", "voucher"),
        Column("Date", "date", on_paper=False),
        Column("Customer", "customer"),
        Column("Payer", "payer", on_paper=False),
        Column("Document", "document"),
        Column("Type", "type", on_paper=False),
        Column("Due", "due_date", on_paper=False),
        Column("Paid", "paid", right=True),
        Column("Discount", "discount", right=True),
        Column("Wr.off", "written_off", right=True),
        Column("Exch.", "exchange", right=True, on_paper=exchanged),
        Column("Open", "open_after", right=True),
        Column("Cur", "currency"),
        Column("Base", "base_currency", on_paper=False),
    )


def _payment_row(report: VoucherReport, line: PaymentLine) -> list[Cell]:
    head, currency, base = report.head, line.currency, report.base_currency
    figures = (line.paid, line.discount, line.written_off)
    return [
        head.name,
        head.date,
        head.customer,
        report.payer,
        line.document,
        line.kind,
        "" if line.due == NOT_DUE else line.due,
        *(Money(figure, currency) for figure in figures),
        Money(line.exchange, base),
        Money(line.open_after, currency),
        currency,
        base,
    ]


def _payment_total(currency: str, base: str, sums: Sequence[int]) -> list[Cell]:
    paid, discount, written_off, exchange = sums
    figures = (Money(paid, currency), Money(discount, currency), Money(written_off, currency))
    return ["Total", *[""] * 6, *figures, Money(exchange, base), "", currency, base]

"""One account of the books, line by line: what its figure on the trial balance is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.reading import balances
from artui.reports.asked import NO_ACCOUNT, Asked, about, checked, common
from artui.reports.papers import Cell, Column, Lead, Money, Report, to_voucher

ACCOUNT_LINES = "account-lines"


class Posted(NamedTuple):
    """A line of a voucher's journal on the account."""

    seal: ev.VoucherPosted
    line: ev.JournalLine


def account_lines(ledger: Ledger, asked: Asked) -> Report:
    """Every journal line of an account between two days, by posting date, with the balance behind
    it; the balance before the first day stands above. Debit +, credit -."""
    checked(ledger, asked, of_a_time=True)
    ledger.sight.check_books(asked.company)
    if not asked.account:
        raise refuse("account", NO_ACCOUNT, "which account? The trial balance lists them")
    base = ledger.policies.company(asked.company).base_currency
    lines = sorted(_lines(ledger, asked), key=lambda one: one.seal.date)
    if not lines and not _is_known(ledger, asked):
        said = f"there is no account {asked.account}: nothing is posted to it up to {asked.last}"
        raise refuse("account", NO_ACCOUNT, said)
    balance: Counter[str] = Counter()
    rows: list[list[Cell]] = []
    leads: list[Lead] = []
    before: dict[str, int] = {}
    for seal, line in lines:
        balance[line.currency] += line.amount
        if seal.date < asked.first:
            before[line.currency] = balance[line.currency]
            continue
        leads.append(to_voucher(seal.originator_id))
        rows.append(_row(seal, line, balance[line.currency], base))
    above = [
        f"Balance before {asked.first}: {format_amount(amount, currency)} {currency}"
        for currency, amount in sorted(before.items())
    ]
    totals = [
        _total(_sums(lines, currency, asked.first), balance[currency], currency, base)
        for currency in sorted(balance)
    ]
    columns = _columns(base, foreign=any(currency != base for currency in balance))
    title = " ".join(filter(None, (asked.account, ledger.policies.accounts.get(asked.account))))
    when = (*about(ledger, asked, of_a_time=True), *above)
    return Report(f"Account {title}", when, columns, rows, totals, common=common(asked),
                  leads=leads)  # fmt: skip


def _is_known(ledger: Ledger, asked: Asked) -> bool:
    """Whether an account without lines here has a name, or lines of another company."""
    others = filter(ledger.sight.sees_company, ledger.policies.companies)
    return asked.account in ledger.policies.accounts or any(
        next(_lines(ledger, asked._replace(company=code, customer="", currency="")), None)
        for code in others
    )


def _lines(ledger: Ledger, asked: Asked) -> Iterator[Posted]:
    """The lines on the account up to the last day, in the order of the log: read from the seals
    that the trial balance sums."""
    for seal in balances.seals(ledger.store, asked.company):
        if seal.date > asked.last or not asked.fits(customer=seal.customer):
            continue
        for line in seal.lines:
            if asked.fits(account=line.account, currency=line.currency):
                yield Posted(seal, line)


def _sums(lines: list[Posted], currency: str, first: str) -> tuple[int, int]:
    """Debits and credits of a currency from a day on."""
    amounts = [
        one.line.amount for one in lines
        if one.line.currency == currency and one.seal.date >= first
    ]  # fmt: skip
    return sum(each for each in amounts if each > 0), -sum(each for each in amounts if each < 0)


def _columns(base: str, *, foreign: bool) -> tuple[Column, ...]:
    return (
        Column("Voucher", "voucher"),
        Column("Date", "date"),
        Column("Customer", "customer"),
        Column("Rule", "rule"),
        Column("Division", "division", on_paper=False),
        Column("Debit", "debit", right=True),
        Column("Credit", "credit", right=True),
        Column("Balance", "balance", right=True),
        Column("Cur", "currency"),
        Column(f"In {base}", "base", right=True, on_paper=foreign),
        Column("Base", "base_currency", on_paper=False),
    )


def _row(seal: ev.VoucherPosted, line: ev.JournalLine, balance: int, base: str) -> list[Cell]:
    debit, credit = max(line.amount, 0), max(-line.amount, 0)
    return [
        ev.voucher_name(seal.originator_id),
        seal.date,
        seal.customer,
        line.rule,
        line.division,
        Money(debit, line.currency) if debit else "",
        Money(credit, line.currency) if credit else "",
        Money(balance, line.currency),
        line.currency,
        Money(line.base, base),
        base,
    ]


def _total(sums: tuple[int, int], balance: int, currency: str, base: str) -> list[Cell]:
    debit, credit = sums
    figures = (Money(debit, currency), Money(credit, currency), Money(balance, currency))
    return ["Total", "", "", "", "", *figures, currency, "", base]

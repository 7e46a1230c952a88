"""The trial balance of a company, with the sub-ledger beside its control accounts: text of 80
columns, CSV, records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.reading import balances
from artui.ledger.reading.balances import Tie, Turnover
from artui.reports.account_lines import ACCOUNT_LINES
from artui.reports.asked import Asked
from artui.reports.papers import Lead

Record = dict[str, object]


class TrialBalance(NamedTuple):
    """The accounts of a company on a day; ``first`` is empty where all postings count."""

    company: str
    name: str
    base_currency: str
    first: str
    last: str
    accounts: Sequence[Turnover]
    names: dict[str, str]
    ties: Sequence[Tie]
    known_at: int = 0
    """The position it is known at, 0 if that is now."""

    @property
    def sound(self) -> bool:
        """Whether debits equal credits in base currency and every control account ties."""
        debit = sum(row.debit_base for row in self.accounts)
        credit = sum(row.credit_base for row in self.accounts)
        return debit == credit and all(tie.ties for tie in self.ties)


def trial_balance(ledger: Ledger, company: str, last: str, first: str = "") -> TrialBalance:
    """The trial balance of a company on a day; its debits and credits from ``first`` on."""
    policies = ledger.policies
    known = policies.company(company)
    ledger.sight.check_books(company)
    return TrialBalance(
        company,
        known.name,
        known.base_currency,
        first,
        last,
        balances.turnover(ledger.store, company, last, first),
        policies.accounts,
        balances.ties(ledger.store, company, last),
        ledger.store.head().pos if ledger.store.looks_back else 0,
    )


def trial_text(report: TrialBalance) -> list[str]:
    """The trial balance as lines of at most 78 columns."""
    return [text for text, _lead in _lines(report)]


def trial_leads(report: TrialBalance) -> dict[int, Lead]:
    """Where the lines of :func:`trial_text` lead, by their number from 0: an account to its lines,
    the sub-ledger to the ages of its customers."""
    return {at: lead for at, (_text, lead) in enumerate(_lines(report)) if lead is not None}


def _lines(report: TrialBalance) -> Iterator[tuple[str, Lead | None]]:
    """Each line with what it is made of."""
    asked = Asked(report.company, report.last, report.first)
    since = f"{report.first} to {report.last}" if report.first else f"through {report.last}"
    base = report.base_currency
    known = f", as known at event {report.known_at:,}" if report.known_at else ""
    yield f"Trial balance of {report.company} {report.name}"[:80], None
    yield f"{since}, base currency {base}{known}", None
    yield "", None
    head = f"{'Account':<12} {'Name':<11} Cur {'Debits':>15} {'Credits':>15} {'Balance':>17}"
    yield head, None
    for row in report.accounts:
        name = report.names.get(row.account, "")
        lead = Lead(ACCOUNT_LINES, asked=asked._replace(account=row.account, currency=row.currency))
        yield f"{row.account:<12.12} {name:<11.11} {row.currency} " + _three(row), lead
        if row.currency != base:
            yield f"{'':<25}{base} " + _three_base(row, base), lead
    yield from ((text, None) for text in _totals(report))
    yield "", None
    yield f"{'Sub-ledger':<15}{'Cur':<4}{'Control':>19} {'Documents':>19} {'Difference':>19}", None
    aged = Lead("aged-balances", asked=asked._replace(first=""))
    for tie in report.ties:
        yield _beside("", tie.currency, tie.control, tie.documents), aged
        if tie.currency != base:
            yield _beside("", base, tie.control_base, tie.documents_base), aged
    yield "", None
    sound = "Everything ties." if report.sound else "Something does not tie: run `artui verify`."
    yield sound, None


def _three(row: Turnover) -> str:
    amounts = (row.debit, row.credit, row.balance)
    debit, credit, balance = (format_amount(amount, row.currency) for amount in amounts)
    return f"{debit:>15} {credit:>15} {balance:>17}"


def _three_base(row: Turnover, base: str) -> str:
    amounts = (row.debit_base, row.credit_base, row.balance_base)
    debit, credit, balance = (format_amount(amount, base) for amount in amounts)
    return f"{debit:>15} {credit:>15} {balance:>17}"


def _totals(report: TrialBalance) -> Iterator[str]:
    base = report.base_currency
    debit = sum(row.debit_base for row in report.accounts)
    credit = sum(row.credit_base for row in report.accounts)
    balance = sum(row.balance_base for row in report.accounts)
    shown = [format_amount(amount, base) for amount in (debit, credit, balance)]
    yield f"{'Total in ' + base:<28} {shown[0]:>15} {shown[1]:>15} {shown[2]:>17}"


def _beside(label: str, currency: str, control: int, documents: int) -> str:
    shown = [
        format_amount(amount, currency) for amount in (control, documents, control - documents)
    ]
    return f"{label:<15}{currency:<4}{shown[0]:>19} {shown[1]:>19} {shown[2]:>19}"


def trial_records(report: TrialBalance) -> Iterator[Record]:
    """One record an account and currency, then one a currency of the sub-ledger."""
    base = report.base_currency
    common: Record = {"company": report.company, "first": report.first, "last": report.last}
    for row in report.accounts:
        yield {
            **common,
            "account": row.account,
            "name": report.names.get(row.account, ""),
            "currency": row.currency,
            "debits": decimal_string(row.debit, row.currency),
            "credits": decimal_string(row.credit, row.currency),
            "balance": decimal_string(row.balance, row.currency),
            "base_currency": base,
            "debits_base": decimal_string(row.debit_base, base),
            "credits_base": decimal_string(row.credit_base, base),
            "balance_base": decimal_string(row.balance_base, base),
        }
    for tie in report.ties:
        yield {
            **common,
            "currency": tie.currency,
            "control": decimal_string(tie.control, tie.currency),
            "documents": decimal_string(tie.documents, tie.currency),
            "difference": decimal_string(tie.control - tie.documents, tie.currency),
            "base_currency": base,
            "control_base": decimal_string(tie.control_base, base),
            "documents_base": decimal_string(tie.documents_base, base),
            "difference_base": decimal_string(tie.control_base - tie.documents_base, base),
            "ties": tie.ties,
        }

"""What the vouchers of a program post together: lines for people, records for machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from artui.commands.common import say, table
from artui.ledger.events import JournalLine
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount


def would(dry_run: bool) -> str:
    """How the last line of a dry run begins."""
    return "Dry run, nothing is posted. " if dry_run else ""


def say_journal(books: Ledger, posted: Iterable[tuple[str, Sequence[JournalLine]]]) -> None:
    """The sums per account in base currency of lines posted in companies; nothing if there are
    none."""
    sums: dict[tuple[str, str, str], int] = {}
    for company, lines in posted:
        for line in lines:
            key = company, line.account, line.rule
            sums[key] = sums.get(key, 0) + line.base
    rows = []
    for (company, account, rule), base in sorted(sums.items()):
        currency = books.policies.company(company).base_currency
        shown = format_amount(abs(base), currency)
        if base:
            rows.append((company, account, rule, currency, *_sides(base, shown)))
    if rows:
        heads = ("Company", "Account", "Rule", "Cur", "Debit", "Credit")
        for text in table(heads, rows, right="    rr"):
            say(text)


def _sides(base: int, shown: str) -> tuple[str, str]:
    return (shown, "") if base > 0 else ("", shown)


def journal_records(
    books: Ledger, company: str, lines: Iterable[JournalLine]
) -> list[dict[str, object]]:
    """The lines of a journal for machines; debit +, credit -."""
    base_currency = books.policies.company(company).base_currency
    return [
        {
            "rule": line.rule,
            "account": line.account,
            "division": line.division,
            "currency": line.currency,
            "amount": decimal_string(line.amount, line.currency),
            "base": decimal_string(line.base, base_currency),
        }
        for line in lines
    ]

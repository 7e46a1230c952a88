"""What other programs make of an exported book, beside what our own tables hold."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from beancount import loader
from beancount.core.data import Transaction

from artui.ledger.dates import add_days
from artui.ledger.ledger import Ledger
from artui.ledger.money import to_decimal
from artui.ledger.views.moves import day_number
from artui.reports.books.beancount import beancount_lines
from artui.reports.books.entries import Account, Kinds
from artui.reports.books.hledger import hledger_lines
from artui.reports.books.writing import name_of

HLEDGER = shutil.which("hledger")

GAIN_OR_LOSS = ("AR30-520", "AR30-521")

Balances = dict[tuple[str, str], Decimal]
"""What an account holds of a currency; nothing stands for zero."""


def ours(ledger: Ledger, day: str) -> Balances:
    """Customers' balances from their documents, the other accounts from the journals' sums."""
    kinds = Kinds(ledger.policies)
    sums: dict[tuple[Account, str], int] = defaultdict(int)
    rows = ledger.store.query(
        "SELECT d.company, d.customer, d.currency, SUM(m.amount) FROM movements AS m"
        " JOIN documents AS d ON d.pos = m.document WHERE m.day <= :day"
        " GROUP BY d.company, d.customer, d.currency",
        {"day": day_number(day)},
    )
    balances: Balances = {}
    for company, customer, currency, amount in rows:
        whose = Account("", company, "", customer or "Unidentified")
        balances[f"{company}/{whose.customer}", currency] = to_decimal(int(amount), currency)
    rows = ledger.store.query(
        "SELECT company, account, rule, currency, SUM(amount), SUM(base) FROM account_days"
        " WHERE day <= :day AND rule NOT IN ('Customer', 'Unidentified')"
        " GROUP BY company, account, rule, currency",
        {"day": day_number(day)},
    )
    for company, account, rule, currency, amount, base in rows:
        base_currency = ledger.policies.company(company).base_currency
        gain = rule in GAIN_OR_LOSS  # worth alone, whatever the document's currency
        key = kinds.account(company, account, rule), base_currency if gain else currency
        sums[key] += int(base if gain else amount)
    for (known, currency), amount in sums.items():
        balances[name_of(known), currency] = to_decimal(amount, currency)
    return {key: amount for key, amount in balances.items() if amount}


def without_worth_alone(ledger: Ledger) -> bool:
    """Whether no line has a worth in base currency without an amount, which stands in a book as an
    amount of the base currency."""
    rows = ledger.store.query("SELECT count(*) FROM movements WHERE amount = 0 AND base <> 0")
    return not rows[0][0]


def theirs(found: Iterable[tuple[str, str, Decimal]]) -> Balances:
    """The same keys from names of accounts: customers whatever their control account."""
    balances: Balances = defaultdict(Decimal)
    for name, currency, amount in found:
        parts = name.split(":")
        key = f"{parts[2]}/{parts[4]}" if len(parts) == 5 else name
        balances[key, currency] += amount
    return {key: amount for key, amount in balances.items() if amount}


def companies(ledger: Ledger) -> list[str]:
    return sorted(ledger.policies.companies)


def by_beancount(ledger: Ledger, days: Iterable[str]) -> dict[str, Balances]:
    """Balances at the end of some days as beancount has them; it must find nothing wrong."""
    text = "\n".join(beancount_lines(ledger, companies(ledger)))
    found, errors, _options = loader.load_string(text)
    assert errors == [], errors[:3]
    answers = {}
    for day in days:
        answers[day] = theirs(
            (posting.account, posting.units.currency, posting.units.number)
            for entry in found
            if isinstance(entry, Transaction) and entry.date.isoformat() <= day
            for posting in entry.postings
            if posting.units is not None and posting.units.number is not None
        )
    return answers


def by_hledger(ledger: Ledger, days: Iterable[str], folder: Path) -> dict[str, Balances]:
    """The same as hledger has them; its strict checks must pass."""
    assert HLEDGER
    book = folder / "book.journal"
    lines = hledger_lines(ledger, companies(ledger))
    book.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    subprocess.run([HLEDGER, "-f", str(book), "check", "--strict"], check=True)
    answers = {}
    for day in days:
        until = add_days(day, 1)
        command = [HLEDGER, "-f", str(book), "balance", "--flat", "--no-total", "-e", until]
        command += ["--layout=bare", "-O", "csv"]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
        rows = csv.DictReader(io.StringIO(answer.stdout))
        answers[day] = theirs(
            (row["account"], row["commodity"], Decimal(row["balance"].replace(",", "")))
            for row in rows
        )
    return answers

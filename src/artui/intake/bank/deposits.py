"""A sum on a statement and its parts elsewhere are one money: a lockbox's cheques, a batch's
details. Whichever comes second adds nothing; parts take the place of a sum that nobody used yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from artui.importers.bank import BankLine
from artui.intake.bank.identity import Money, parts_of, words
from artui.intake.cheques import DAYS, cheques_of
from artui.ledger.dates import add_days
from artui.ledger.events import number_of
from artui.ledger.ledger import Ledger
from artui.ledger.policies import BankAccount
from artui.ledger.reading.queries import ReceiptRow
from artui.ledger.setup.bank_numbers import written

_LAST = "\U0010ffff"


class Parts(NamedTuple):
    """What is booked of a sum by its parts."""

    rows: list[ReceiptRow]

    @property
    def said(self) -> str:
        """How many, in words."""
        return f"{len(self.rows)} receipt{'' if len(self.rows) == 1 else 's'}"


def booked_parts(ledger: Ledger, account: BankAccount, money: Money) -> Parts | None:
    """The receipts an entry is the sum of; None if it isn't booked by its parts."""
    entry = money.line
    first = parts_of(money.reference)
    rows = ledger.read.money_by_reference(
        account.company, account.bank_account, first, first + _LAST
    )
    if rows:
        return Parts(rows)
    for number in _lockboxes(account, entry):
        groups = _deposits(ledger, account, number, entry.day)
        for rows in groups:
            if -sum(row.amount for row in rows) == entry.amount:
                return Parts(rows)
        rows = cheques_of(ledger, account.currency, entry.day)
        if -sum(row.amount for row in rows) == entry.amount:
            return Parts(rows)
    return None


def _lockboxes(account: BankAccount, entry: BankLine) -> list[str]:
    """The numbers of the account that a line speaks of."""
    spoken = {written(word) for word in words(entry)}
    return [number for number in account.numbers if number in spoken]


def _deposits(
    ledger: Ledger, account: BankAccount, number: str, day: str
) -> list[list[ReceiptRow]]:
    """The receipts of a lockbox's last days: by batch, then all of a day."""
    first, before = f"{number}/{add_days(day, -DAYS)}/", f"{number}/{day}/{_LAST}"
    rows = ledger.read.money_by_reference(account.company, account.bank_account, first, before)
    groups: dict[str, list[ReceiptRow]] = defaultdict(list)
    for row in rows:
        batch = row.bank_reference.rpartition("/")[0]
        for group in (batch, batch.rpartition("/")[0]):
            groups[group].append(row)
    return [groups[group] for group in sorted(groups, reverse=True)]


def booked_sum(
    ledger: Ledger, account: BankAccount, parts: Sequence[Money], sums: Collection[int]
) -> ReceiptRow | None:
    """The receipt that parts are booked as in one sum, reversed ones among them; ``sums`` are
    what a lockbox's deposit may come to, minor units."""
    batch, first = parts[0].batch, parts[0].line
    if batch.endswith("#"):
        rows = ledger.read.money_by_reference(
            account.company, account.bank_account, batch.removesuffix("#")
        )
        return rows[0] if rows else None
    number = written(first.account)
    until = add_days(first.booked, DAYS) if first.booked else ""
    for amount in sums if until else ():
        for row in ledger.read.money_of_days(account.company, "", amount, first.booked, until):
            named = {
                written(word) for text in (row.reference, row.known_as) for word in text.split()
            }
            if row.bank_account == account.bank_account and number in named:
                return row
    return None


def is_unused(ledger: Ledger, row: ReceiptRow) -> bool:
    """Whether nothing was done yet with a receipt of no customer."""
    document = ledger.read.document(row.document)
    return document is not None and not row.customer and document.open == row.amount


def replaced_text(row: ReceiptRow, parts: Sequence[Money]) -> str:
    """What is said of a sum that gives way to its parts."""
    return f"{number_of(row.document)} is reversed: its {len(parts)} parts take its place"

"""By what money of a bank's file is known again, and which bank account it came in on; rule 19.

An entry is known by the bank's reference, a part of a batch by the batch's reference and its place
in it. Where the bank gives none, what the file says of the entry stands for one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from artui.importers.bank import BankLine, Statement, Status
from artui.ledger.errors import refuse
from artui.ledger.policies import BankAccount, Policies
from artui.ledger.receiving.payers import words_in
from artui.ledger.setup.bank_numbers import numbered


class Money(NamedTuple):
    """A booked line with the reference it is known by; ``batch`` begins those of all parts of the
    sum it belongs to, and is empty for an entry of its own."""

    line: BankLine
    reference: str
    batch: str = ""


def moneys(statement: Statement) -> Iterator[Money]:
    """The booked entries of a statement, those with details by their details."""
    seen: Counter[str] = Counter()
    for entry in statement.lines:
        if entry.status is not Status.BOOKED or entry.amount == 0:
            continue
        reference = entry.bank_reference or _made_up(entry)
        seen[reference] += 1
        if seen[reference] > 1:  # one statement tells of money once: these are several
            reference = f"{reference}/{seen[reference]}"
        if statement.format == "lockbox":
            yield Money(entry, reference, reference.rpartition("/")[0] + "/")
        elif not entry.details:
            yield Money(entry, reference)
        for detail in entry.details:
            yield Money(detail, f"{parts_of(reference)}{detail.position:04d}", parts_of(reference))


def parts_of(reference: str) -> str:
    """How the references of the parts of a batch entry begin."""
    return f"{reference}#"


def _made_up(entry: BankLine) -> str:
    """A reference for an entry that has none: the same in the same file, whenever it is read."""
    said = (
        entry.day,
        str(entry.amount),
        entry.end_to_end,
        *entry.references,
        *entry.remittance,
        entry.payer,
        entry.payer_account,
    )
    return f"~{hashlib.sha256(chr(31).join(said).encode()).hexdigest()[:20]}"


def command_of(account: BankAccount, money: Money) -> str:
    """The command id under which money that comes back is booked: the same whenever it is read."""
    said = chr(31).join((account.company, account.bank_account, money.reference))
    return f"bank-{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def account_of(policies: Policies, statement: Statement, company: str = "") -> BankAccount:
    """The bank account a statement is of; refuses one nobody knows, of another company than the
    one named, in another currency, or without a number."""
    if not statement.account:
        raise refuse("account", 2500, "the statement names no account")
    if not statement.currency:
        raise refuse("currency", 2501, "the statement names no currency")
    found = numbered(policies, statement.account)
    if not found:
        raise refuse(
            "account",
            2502,
            f"{statement.account} is no bank account here: "
            f"artui set bank-numbers COMPANY ACCOUNT {statement.account} says whose it is",
        )
    own = [account for account in found if company in ("", account.company)]
    if not own:
        raise refuse(
            "account",
            2503,
            f"{statement.account} is an account of {found[0].company}, not {company}",
        )
    fitting = [account for account in own if account.currency == statement.currency]
    if not fitting:
        raise refuse(
            "currency",
            2504,
            f"{own[0].bank_account} is in {own[0].currency}, the statement in {statement.currency}",
        )
    if len(fitting) > 1:
        names = " and ".join(account.company for account in fitting)
        raise refuse("account", 2505, f"{statement.account} is of {names}: name the company")
    return fitting[0]


def words(line: BankLine) -> list[str]:
    """The words of all texts and references of a line, each once, in order."""
    return words_in((*line.remittance, *line.references, line.end_to_end, line.payer))

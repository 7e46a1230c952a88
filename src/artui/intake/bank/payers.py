"""Who paid: by the documents named, the account, the customer number or the exact name.

What is merely like a name or a number decides nothing here, and nor do two signs that disagree:
the money is unidentified cash then, which a clerk moves on.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from artui.importers.bank import BankLine
from artui.intake.bank.identity import words
from artui.ledger.documents import Customer, Document
from artui.ledger.events import document_key
from artui.ledger.ledger import Ledger

SHORTEST = 5
"""Letters and digits of the shortest word in a free text that is taken for a document's number."""

PAYABLE = ("invoice", "debit_memo", "overdue_charge", "chargeback", "credit_memo")
"""Kinds of documents that a payer names."""


class Payer(NamedTuple):
    """Who paid, by which sign and why; no customer where none or several are meant."""

    customer: str = ""
    by: str = ""
    why: str = ""


def name_of(line: BankLine, format_: str) -> str:
    """The payer's name; BAI2 has no field for it, banks write it first in the text."""
    if line.payer or format_ != "BAI2" or len(line.remittance) < 2:
        return line.payer
    return line.remittance[0]


def named_documents(ledger: Ledger, company: str, line: BankLine) -> list[Document]:
    """The documents of a company that a line names, by number to the letter: those of its
    structured remittance, else those whose number is a word of its text."""
    listed = [document.number for document in line.documents]
    free = [word for word in words(line) if len(word) >= SHORTEST and _has_digit(word)]
    for numbers in (listed, free):
        keys = [document_key(company, number) for number in dict.fromkeys(numbers)]
        known = ledger.read.documents(keys)
        found = [known[key] for key in keys if key in known and known[key].kind in PAYABLE]
        if found:
            return found
    return []


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def find_payer(ledger: Ledger, company: str, line: BankLine, name: str) -> Payer:
    """The customer of a company that a line of a statement comes from."""
    like = _of_name(ledger, company, name)
    documents = named_documents(ledger, company, line)
    if documents:
        return _by_documents(ledger, company, documents, like)
    account = _of_account(ledger, company, line.payer_account)
    for by, found in (("account", account), ("number", _of_number(ledger, company, line))):
        if len(found) == 1:
            return _unless_another(found.pop(), by, like)
    if len(like) == 1:
        return Payer(next(iter(like)), "name")
    if like:
        return Payer(why=f"the name is that of {_listed(like)}")
    elsewhere = _elsewhere(ledger, line)
    return Payer(why=elsewhere or "nothing in it names a customer")


def _elsewhere(ledger: Ledger, line: BankLine) -> str:
    """Which other company has the documents a line names."""
    for company in ledger.policies.companies:
        named = named_documents(ledger, company, line)
        if named:
            return f"{named[0].number} is a document of {company}"
    return ""


def _by_documents(
    ledger: Ledger, company: str, documents: Iterable[Document], like: set[str]
) -> Payer:
    """The owner of all the documents, or who pays for all owners."""
    owners = {document.customer for document in documents}
    payers = {_payer_of(ledger, company, owner) for owner in owners}
    if len(payers) == 1 and (len(owners) > 1 or like & payers):
        return _unless_another(payers.pop(), "documents", like)
    if len(owners) == 1:
        return _unless_another(owners.pop(), "documents", like)
    return Payer(why=f"the documents are those of {_listed(owners)}")


def _payer_of(ledger: Ledger, company: str, customer: str) -> str:
    known = ledger.read.customer(company, customer)
    return (known.payer if known else "") or customer


def _unless_another(customer: str, by: str, like: set[str]) -> Payer:
    """The customer found, unless the name is that of others."""
    if like and customer not in like:
        return Payer(why=f"the {by} is of {customer}, the name of {_listed(like)}")
    return Payer(customer, by)


def _of_name(ledger: Ledger, company: str, name: str) -> set[str]:
    """The customers that are called so, or have it as an alias."""
    wanted = plain(name)
    found = ledger.read.find_customers(" ".join(name.split())) if wanted else []
    return {
        one.customer.customer
        for one in found
        if one.customer.company == company and wanted in _names(one.customer)
    }


def _names(customer: Customer) -> set[str]:
    return {plain(name) for name in (customer.name, *customer.aliases.split("|"))}


def plain(name: str) -> str:
    """A name as it is compared: case and blanks don't count."""
    return " ".join(name.split()).casefold()


def _of_account(ledger: Ledger, company: str, account: str) -> set[str]:
    """The customers that have the payer's account as an alias."""
    joined = "".join(account.split())
    return {
        found for text in {account, joined} if text for found in _of_name(ledger, company, text)
    }


def _of_number(ledger: Ledger, company: str, line: BankLine) -> set[str]:
    """The customers whose number is a word of the line."""
    texts = [word for word in words(line) if len(word) >= SHORTEST and _has_digit(word)]
    return {word for word in texts if ledger.read.customer(company, word) is not None}


def _listed(customers: Iterable[str]) -> str:
    return " and ".join(sorted(customers)[:5])

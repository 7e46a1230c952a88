"""Who paid: by the documents named, the account, the customer number or the exact name.

What is merely like a name or a number decides nothing here, and nor do two signs that disagree:
the money is unidentified cash then, which a clerk moves on. What a clerk confirmed before
(:mod:`artui.ledger.receiving.aliases`) is as good as the name itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from artui.ledger.documents import Customer, Document
from artui.ledger.events import LineSaid, document_key
from artui.ledger.ledger import Ledger
from artui.ledger.naming import plain
from artui.ledger.receiving.aliases import ACCOUNT, NAME, customers_known_as

SHORTEST = 5
"""Letters and digits of the shortest word in a free text that is taken for a document's number."""

ELSEWHERE = "elsewhere"
"""The sign by which money is none of the company's customers': its documents are another's."""

PAYABLE = ("invoice", "debit_memo", "overdue_charge", "chargeback", "credit_memo")
"""Kinds of documents that a payer names."""

_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z./-]*[0-9A-Za-z]|[0-9A-Za-z]")


class Payer(NamedTuple):
    """Who paid, by which sign and why; no customer where none or several are meant."""

    customer: str = ""
    by: str = ""
    why: str = ""


def words_in(texts: Iterable[str]) -> list[str]:
    """The words of some texts, each once, in order."""
    return list(dict.fromkeys(word for text in texts for word in _WORD.findall(text)))


def words_of(said: LineSaid) -> list[str]:
    """The words of all texts and references of a line, each once, in order."""
    return words_in((*said.texts, *said.references, said.end_to_end, said.payer))


def numbers_in(said: LineSaid) -> list[str]:
    """The words of a line that may be numbers of documents or customers.

    A word of numbers with strokes between them, as ``7310022/7310023``, is each of them too; one
    like ``10022/2024`` is itself only, for a year is no number.
    """
    found: list[str] = []
    for word in filter(_may_be_number, words_of(said)):
        parts = word.split("/")
        found += [word, *(parts if len(parts) > 1 and all(map(_may_be_number, parts)) else ())]
    return list(dict.fromkeys(found))


def _may_be_number(word: str) -> bool:
    return len(word) >= SHORTEST and any(letter.isdigit() for letter in word)


def named_documents(ledger: Ledger, company: str, said: LineSaid) -> list[Document]:
    """The documents of a company that a line names, by number to the letter: those of its
    structured remittance, else those whose number is a word of its text."""
    for numbers in ([document.number for document in said.documents], numbers_in(said)):
        keys = [document_key(company, number) for number in dict.fromkeys(numbers)]
        known = ledger.read.documents(keys)
        found = [known[key] for key in keys if key in known and known[key].kind in PAYABLE]
        if found:
            return found
    return []


def find_payer(ledger: Ledger, company: str, said: LineSaid) -> Payer:
    """The customer of a company that a line of a statement comes from."""
    like = called(ledger, company, said.payer)
    documents = named_documents(ledger, company, said)
    if documents:
        return _by_documents(ledger, company, documents, like)
    account = _of_account(ledger, company, said.account)
    for by, found in (("account", account), ("number", _of_number(ledger, company, said))):
        if len(found) == 1:
            return _unless_another(found.pop(), by, like)
    if len(like) == 1:
        return Payer(next(iter(like)), "name")
    if like:
        return Payer(why=f"the name is that of {_listed(like)}")
    return _elsewhere(ledger, said) or Payer(why="nothing in it names a customer")


def _elsewhere(ledger: Ledger, said: LineSaid) -> Payer | None:
    """Which other company has the documents a line names."""
    for company in ledger.policies.companies:
        found = named_documents(ledger, company, said)
        if found:
            return Payer(by=ELSEWHERE, why=f"{found[0].number} is a document of {company}")
    return None


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
        found = "documents are those" if by == "documents" else f"{by} is that"
        return Payer(why=f"the {found} of {customer}, the name is that of {_listed(like)}")
    return Payer(customer, by)


def called(ledger: Ledger, company: str, name: str) -> set[str]:
    """The customers that are called so, have it as an alias, or were confirmed as it."""
    return named(ledger, company, name) | customers_known_as(ledger, company, NAME, name)


def named(ledger: Ledger, company: str, name: str) -> set[str]:
    """The customers that are called so, or have it as an alias, by their own data."""
    wanted = plain(name)
    found = ledger.read.find_customers(" ".join(name.split())) if wanted else []
    return {
        one.customer.customer
        for one in found
        if one.customer.company == company and wanted in names_of(one.customer)
    }


def names_of(customer: Customer) -> set[str]:
    """The name and the aliases of a customer, as they are compared."""
    return {plain(name) for name in (customer.name, *customer.aliases.split("|"))} - {""}


def _of_account(ledger: Ledger, company: str, account: str) -> set[str]:
    """The customers that have the payer's account as an alias, or were confirmed by it."""
    joined = "".join(account.split())
    found = customers_known_as(ledger, company, ACCOUNT, account)
    return found.union(*(named(ledger, company, text) for text in {account, joined} if text), set())


def _of_number(ledger: Ledger, company: str, said: LineSaid) -> set[str]:
    """The customers whose number is a word of the line."""
    return {word for word in numbers_in(said) if ledger.read.customer(company, word) is not None}


def _listed(customers: Iterable[str]) -> str:
    return " and ".join(sorted(customers)[:5])

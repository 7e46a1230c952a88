"""Vouchers as entries of a book, with accounts that say whose they are; in the order recorded.

A journal books customers on control accounts; here they are customers' own subaccounts beneath
them. Where a credit memo pays a document of another division the journal has no line (rule 11): the
customer's subaccounts then follow the journal, so every account comes to what ours does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger
from artui.ledger.policies import Policies
from artui.ledger.views.moves import moves_of

PAGE = 200
"""Vouchers whose documents are looked up together."""

CONTROL_RULES = ("Customer", "Unidentified")

_ROOTS = {
    "Customer": "Assets",
    "Unidentified": "Liabilities",
    "Bank": "Assets",
    "AR30-530": "Liabilities",
    "AR30-185": "Expenses",
    "AR30-310": "Expenses",
    "AR30-521": "Expenses",
    "AR30-540": "Expenses",
    "AR30-186": "Income",
    "AR30-520": "Income",
    "Sales": "Income",
}
"""The kind of account a rule leads to; any other is equity."""


class Account(NamedTuple):
    """An account of the book: its kind, company and number; a customer's subaccount, or empty."""

    root: str
    company: str
    number: str
    customer: str = ""


class Part(NamedTuple):
    """A line: minor units, debit +, credit -, in its currency and in the company's base."""

    account: Account
    currency: str
    amount: int
    base: int


class Entry(NamedTuple):
    """A voucher; ``position`` is that of its seal."""

    voucher: str
    position: int
    date: str
    text: str
    customer: str
    clerk: str
    base_currency: str
    parts: tuple[Part, ...]


class _Owner(NamedTuple):
    control: str
    customer: str
    currency: str


def entries(ledger: Ledger, companies: Sequence[str]) -> Iterator[Entry]:
    """Every voucher of some companies as an entry; one without a journal is left out."""
    kinds = Kinds(ledger.policies)
    for page in _pages(_vouchers(ledger, companies)):
        owners = _owners(ledger, page)
        for position, facts, seal in page:
            company = ledger.policies.company(seal.company)
            parts = tuple(_parts(kinds, facts, seal, owners))
            if parts:
                yield Entry(
                    seal.originator_id,
                    position,
                    seal.date,
                    seal.text,
                    seal.customer,
                    seal.clerk,
                    company.base_currency,
                    parts,
                )


class Kinds:
    """Which kind of account each number is, by the rules that lead to it."""

    def __init__(self, policies: Policies) -> None:
        self._of: dict[tuple[str, str], str] = {}
        for (company, _division, rule), account in policies.rules.items():
            if rule in _ROOTS:
                self._of.setdefault((company, account), _ROOTS[rule])
        for known in policies.companies.values():
            for bank in known.bank_accounts.values():
                self._of.setdefault((known.company, bank.account), _ROOTS["Bank"])

    def account(self, company: str, number: str, rule: str, customer: str = "") -> Account:
        """The account of a line booked by a rule."""
        known = self._of.get((company, number)) or self._of.get(("", number))
        return Account(known or _ROOTS.get(rule, "Equity"), company, number, customer)


_Voucher = tuple[int, list[ev.Event], ev.VoucherPosted]


def _vouchers(ledger: Ledger, companies: Sequence[str]) -> Iterator[_Voucher]:
    facts: list[ev.Event] = []
    stream = ""
    for position, event in ledger.store.events():
        if event.originator_id != stream:
            facts, stream = [], event.originator_id
        if isinstance(event, ev.VoucherPosted):
            if event.company in companies:
                yield position, facts, event
            facts, stream = [], ""
        else:
            facts.append(event)


def _pages(vouchers: Iterable[_Voucher]) -> Iterator[list[_Voucher]]:
    page: list[_Voucher] = []
    for voucher in vouchers:
        page.append(voucher)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


def _owners(ledger: Ledger, page: Sequence[_Voucher]) -> Mapping[str, _Owner]:
    """Control account, customer and currency of every document of a page's vouchers."""
    keys = {move[0] for _pos, facts, _seal in page for fact in facts for move in moves_of(fact)}
    return {
        key: _Owner(document.control, document.customer, document.currency)
        for key, document in ledger.read.documents(sorted(keys)).items()
    }


def _parts(
    kinds: Kinds,
    facts: Sequence[ev.Event],
    seal: ev.VoucherPosted,
    owners: Mapping[str, _Owner],
) -> Iterator[Part]:
    booked: dict[tuple[str, str], list[int]] = {}
    for line in seal.lines:
        if line.rule in CONTROL_RULES:
            _add(booked, (line.account, line.currency), line.amount, line.base)
        else:
            account = kinds.account(seal.company, line.account, line.rule)
            yield Part(account, line.currency, line.amount, line.base)
    for (control, customer, currency), (amount, base) in _by_customer(
        facts, seal, owners, booked
    ).items():
        if amount or base:
            rule = "Customer" if customer else "Unidentified"
            account = kinds.account(seal.company, control, rule, customer or "Unidentified")
            yield Part(account, currency, amount, base)


def _by_customer(
    facts: Sequence[ev.Event],
    seal: ev.VoucherPosted,
    owners: Mapping[str, _Owner],
    booked: dict[tuple[str, str], list[int]],
) -> dict[tuple[str, str, str], list[int]]:
    """What the journal books on control accounts, by control account, customer and currency."""
    moved: dict[tuple[str, str, str], list[int]] = {}
    left = {key: list(sums) for key, sums in booked.items()}
    for fact in facts:
        for document, _kind, amount, base in moves_of(fact):
            owner = owners[document]
            _add(moved, owner, amount, base)
            _add(left, (owner.control, owner.currency), -amount, -base)
    for (control, currency), (amount, base) in left.items():
        _add(moved, (control, seal.customer, currency), amount, base)
    return moved


def _add(sums: dict, key: tuple[str, ...], amount: int, base: int) -> None:  # type: ignore[type-arg]
    into = sums.setdefault(key, [0, 0])
    into[0] += amount
    into[1] += base

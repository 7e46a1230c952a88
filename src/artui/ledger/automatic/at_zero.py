"""Accounts that come to zero: found, looked at, and as a list keeps them. Never writes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from artui.ledger.automatic.account_sums import AccountKey, at_zero, count_open
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger

REWARDS = 2490


class Listed(NamedTuple):
    """An account as it was listed: how many documents up to the cut-off day, what their debits
    came to (minor units), and the ledger's last event then."""

    company: str
    customer: str
    currency: str
    cut_off: str
    documents: int
    amount: int
    known_at: int

    @property
    def key(self) -> AccountKey:
        """The account in its company."""
        return AccountKey(self.customer, self.currency)


class ZeroAccount(NamedTuple):
    """A customer's documents of one currency, dated up to a cut-off day, that come to zero.

    ``blocked`` says why they can't be cleared all the same; empty if they can.
    """

    company: str
    customer: str
    name: str
    division: str
    currency: str
    cut_off: str
    documents: tuple[Document, ...]
    known_at: int
    blocked: str = ""

    @property
    def amount(self) -> int:
        """What the debits, and so the credits, come to: minor units."""
        return sum(document.open for document in self.documents if document.open > 0)

    @property
    def listed(self) -> Listed:
        """The account as a list keeps it."""
        return Listed(
            self.company, self.customer, self.currency, self.cut_off,
            len(self.documents), self.amount, self.known_at,
        )  # fmt: skip


def check_rewards(ledger: Ledger, company: str) -> None:
    """Refuse zero clearing in a company whose rewards scheme is on, as the source does (ARAR70)."""
    if ledger.policies.parameters(company, ledger.today()).rewards:
        said = f"not available while the rewards scheme of {company} is on"
        raise refuse("company", REWARDS, said)


def zero_accounts(
    ledger: Ledger,
    *,
    company: str,
    cut_off: str = "",
    divisions: Collection[str] | None = None,
    customer: str = "",
) -> list[ZeroAccount]:
    """The accounts of a company that come to exactly zero, by customer and currency.

    Documents dated after ``cut_off`` (default today) don't count; balances are those of now.
    ``divisions`` names the customers' divisions (empty = head office); None is all of them. What
    the user doesn't see isn't listed. Refused while the company's rewards scheme is on.
    """
    ledger.policies.company(company)
    check_rewards(ledger, company)
    cut_off = cut_off or ledger.today()
    known_at = ledger.store.head().pos
    found = at_zero(ledger.seen, company, cut_off, customer)
    accounts = (account_of(ledger, company, key, cut_off, known_at) for key in found)
    return [
        one
        for one in accounts
        if (divisions is None or one.division in divisions) and in_sight(ledger, one)
    ]


def account_of(
    ledger: Ledger, company: str, key: AccountKey, cut_off: str, known_at: int
) -> ZeroAccount:
    """An account as it stands, whether it comes to zero or not."""
    customer = ledger.read.customer(company, key.customer)
    documents = tuple(_documents(ledger, company, key, cut_off))
    held = [document.number for document in documents if document.hold]
    return ZeroAccount(
        company,
        key.customer,
        customer.name if customer else "",
        customer.division if customer else "",
        key.currency,
        cut_off,
        documents,
        known_at,
        f"on hold: {', '.join(held)}" if held else "",
    )


def _documents(ledger: Ledger, company: str, key: AccountKey, cut_off: str) -> Iterator[Document]:
    for document in ledger.read.open_items(company, [key.customer], key.currency):
        if document.date <= cut_off:
            yield document


def in_sight(ledger: Ledger, account: ZeroAccount) -> bool:
    """Whether the user sees the whole of an account: every document that is open."""
    key = AccountKey(account.customer, account.currency)
    known = count_open(ledger.store, account.company, key, account.cut_off)
    return len(account.documents) == known

"""Zero clearing: accounts whose open documents come to nothing are applied to each other (rule 15).

Nothing is ever written off. An account is cleared whole, in one voucher, or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.automatic.account_sums import AccountKey, at_zero
from artui.ledger.automatic.shared import posting_day
from artui.ledger.documents import Document
from artui.ledger.errors import Changed, Problem, Refused
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.matching import pairs
from artui.ledger.posting import Stamp, Voucher
from artui.ledger.rehearsal import rehearsal


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
    blocked: str = ""

    @property
    def amount(self) -> int:
        """What the debits, and so the credits, come to: minor units."""
        return sum(document.open for document in self.documents if document.open > 0)


class Cleared(NamedTuple):
    """What came of an account: its voucher, or why it was skipped."""

    account: ZeroAccount
    voucher: str = ""
    skipped: str = ""
    lines: tuple[ev.JournalLine, ...] = ()


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
    ``divisions`` names the customers' divisions (empty = head office); None is all of them.
    """
    ledger.policies.company(company)
    cut_off = cut_off or ledger.today()
    found = at_zero(ledger.store, company, cut_off, customer)
    accounts = (_account(ledger, company, key, cut_off) for key in found)
    return [one for one in accounts if divisions is None or one.division in divisions]


def _account(ledger: Ledger, company: str, key: AccountKey, cut_off: str) -> ZeroAccount:
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
        f"on hold: {', '.join(held)}" if held else "",
    )


def _documents(ledger: Ledger, company: str, key: AccountKey, cut_off: str) -> Iterator[Document]:
    for document in ledger.read.open_items(company, [key.customer], key.currency):
        if document.date <= cut_off:
            yield document


def clear_zero(
    ledger: Ledger,
    *,
    company: str,
    cut_off: str = "",
    divisions: Collection[str] | None = None,
    accounts: Sequence[ZeroAccount] | None = None,
    day: str = "",
    dry_run: bool = False,
    command: str | None = None,
) -> list[Cleared]:
    """Clear the accounts that come to zero, one voucher each, posted on ``day`` (default today).

    ``accounts`` are those of a list made before; one that changed since is skipped and named
    (rule 18). Under one ``command`` id nothing is posted twice. ``dry_run`` posts nothing and
    says what would be. Refuses a day that can't be posted to (rule 14).
    """
    if not dry_run:
        ledger.require("balances.clear")
    day = posting_day(ledger, company, day)
    with rehearsal(ledger) if dry_run else nullcontext():
        if accounts is None:
            accounts = zero_accounts(ledger, company=company, cut_off=cut_off, divisions=divisions)
        return [_cleared(ledger, account, day, command) for account in accounts]


def _cleared(ledger: Ledger, account: ZeroAccount, day: str, command: str | None) -> Cleared:
    key = f"{command}:{account.company}/{account.customer}/{account.currency}" if command else None
    try:
        posted = ledger.once(key, lambda stamp: _clear(ledger, account, day, stamp))
    except Refused as refused:
        return Cleared(account, skipped="; ".join(one.text for one in refused.problems))
    seal = ledger.read.seal(posted.voucher)
    return Cleared(account, posted.voucher, lines=seal.lines if seal else ())


def _clear(ledger: Ledger, account: ZeroAccount, day: str, stamp: Stamp) -> Posted:
    company = account.company
    key = AccountKey(account.customer, account.currency)
    documents = {d.id: d for d in _documents(ledger, company, key, account.cut_off)}
    _check(account, documents)
    day = posting_day(ledger, company, day, documents.values())
    period = ledger.policies.open_period(company, day)
    voucher = Voucher(ledger.next_number(company, "ZC", day), stamp, documents)
    for pair in pairs(documents.values()):
        voucher.apply(pair.credit.id, pair.debit.id, pair.amount, pair.amount)
    events = voucher.seal(
        date=day,
        period=period.name,
        customer=account.customer,
        currency=account.currency,
        amount=account.amount,
        accounts=ledger.policies,
        policy=ledger.policies.policy_number(),
        text=f"up to {account.cut_off}",
    )
    ledger.store.append(events, stamp.command)
    return Posted(voucher.key, "", 0)


def _check(account: ZeroAccount, now: dict[str, Document]) -> None:
    """Refuse an account that isn't what it was when it was listed, or can't be cleared."""
    seen = {document.id: document.last_pos for document in account.documents}
    if seen != {key: document.last_pos for key, document in now.items()}:
        moved = sorted(
            ev.number_of(key)
            for key in seen.keys() | now.keys()
            if key not in now or seen.get(key) != now[key].last_pos
        )
        raise Changed(Problem("customer", 2380, f"changed since it was listed: {', '.join(moved)}"))
    held = [document.number for document in now.values() if document.hold]
    if held:
        raise Refused(Problem("document", 2117, f"on hold: {', '.join(held)}"))
    if sum(document.open for document in now.values()) or not now:
        raise Refused(Problem("customer", 2381, "the documents don't come to zero"))

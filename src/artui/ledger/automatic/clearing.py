"""Zero clearing: accounts whose open documents come to nothing are applied to each other (rule 15).

Nothing is ever written off. An account is cleared whole or not at all; what one command clears in
a company is one voucher, or several of at most 1,000 documents. A command that was interrupted goes
on under its id and posts nothing twice. :mod:`artui.ledger.automatic.clearing_list` keeps the list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.automatic.account_sums import AccountKey
from artui.ledger.automatic.at_zero import (
    Listed,
    ZeroAccount,
    account_of,
    check_rewards,
    in_sight,
    zero_accounts,
)
from artui.ledger.automatic.shared import numbers, posting_day
from artui.ledger.documents import Document
from artui.ledger.errors import Changed, Problem, Refused, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.matching import pairs
from artui.ledger.posting import Stamp, Voucher
from artui.ledger.reading.queries import Ageing
from artui.ledger.rehearsal import rehearsal
from artui.ledger.reversal.undoing import batch_vouchers
from artui.ledger.sight import OUT_OF_SIGHT

MAX_DOCUMENTS = 1000
"""Documents of one voucher; an account that has more is cleared whole all the same."""

CHANGED, NOT_ZERO = 2380, 2381

Step = Callable[[int], bool]
"""Told how many accounts are done, between two vouchers; True stops the run there."""


class Cleared(NamedTuple):
    """What came of an account: its voucher and the numbers of its documents, or why it was
    skipped."""

    account: Listed
    voucher: str = ""
    skipped: str = ""
    documents: tuple[str, ...] = ()


class Clearing(NamedTuple):
    """What a command cleared: every account, the journals of its vouchers by company, and how
    many accounts it didn't reach, since it was stopped."""

    accounts: list[Cleared]
    journal: list[tuple[str, tuple[ev.JournalLine, ...]]]
    not_begun: int = 0

    @property
    def vouchers(self) -> list[str]:
        """The vouchers' keys in their order."""
        return list(dict.fromkeys(one.voucher for one in self.accounts if one.voucher))

    @property
    def skipped(self) -> list[Cleared]:
        """The accounts that were not cleared."""
        return [one for one in self.accounts if one.skipped]


class Rehearsed(NamedTuple):
    """A dry run: what would become of each account, open receivables by age before and after."""

    clearing: Clearing
    before: tuple[Ageing, ...]
    after: tuple[Ageing, ...]


# --- clearing ----------------------------------------------------------------------------------


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
) -> Clearing:
    """Clear the accounts that come to zero on ``day`` (default today), all in one voucher.

    ``accounts`` are those of a list made before; one that changed since is skipped and named
    (rule 18). Under one ``command`` id nothing is posted twice. ``dry_run`` posts nothing and
    says what would be. Refuses a day that can't be posted to (rule 14), and a company whose
    rewards scheme is on.
    """
    with rehearsal(ledger) if dry_run else nullcontext():
        if accounts is None:
            accounts = zero_accounts(ledger, company=company, cut_off=cut_off, divisions=divisions)
        run = f"{command or ledger.ids()}/{company}"
        listed = [account.listed for account in accounts]
        return clear_listed(ledger, company, listed, day=day, run=run, allowed=dry_run)


def clear_listed(
    ledger: Ledger,
    company: str,
    accounts: Sequence[Listed],
    *,
    run: str,
    day: str = "",
    allowed: bool = False,
    check: Callable[[], object] = lambda: None,
    step: Step = lambda done: False,
) -> Clearing:
    """Clear listed accounts of a company under a run id, voucher by voucher.

    ``check`` may refuse before each voucher, in its hold; ``step`` may stop the run behind it.
    What the run had posted before is answered, not done again. ``allowed`` asks for no permission:
    a dry run.
    """
    if not allowed:
        ledger.require("balances.clear")
    check_rewards(ledger, company)
    clearer = _Clearer(ledger, company, posting_day(ledger, company, day), run)
    clearer.look_back()
    done: list[Cleared] = []
    for part in parts(accounts):
        with ledger.hold():
            check()
            done += clearer.part(part)
        if step(len(done)) and len(done) < len(accounts):
            break
    left = len(accounts) - len(done)
    asked = {account.key for account in accounts}
    done += [cleared for key, cleared in clearer.before.items() if key not in asked]
    journal = [(company, lines) for lines in clearer.journals(done)]
    return Clearing(done, journal, left)


def rehearse(ledger: Ledger, company: str, accounts: Sequence[Listed], day: str = "") -> Rehearsed:
    """What clearing listed accounts would come to now; nothing is posted. Refuses as it does."""
    today = ledger.today()
    with rehearsal(ledger):
        before = tuple(ledger.read.ageing(today, company))
        found = clear_listed(ledger, company, accounts, run=ledger.ids(), day=day, allowed=True)
        after = tuple(ledger.read.ageing(today, company))
    return Rehearsed(found, before, after)


def parts(accounts: Iterable[Listed]) -> Iterator[list[Listed]]:
    """Accounts in runs of at most :data:`MAX_DOCUMENTS` documents; none is ever split."""
    part: list[Listed] = []
    count = 0
    for account in accounts:
        if part and count + account.documents > MAX_DOCUMENTS:
            yield part
            part, count = [], 0
        part.append(account)
        count += account.documents
    if part:
        yield part


class _Clearer:
    """Posts the vouchers of one run in one company, each inside a hold."""

    def __init__(self, ledger: Ledger, company: str, day: str, run: str) -> None:
        self._ledger, self._company, self._day, self._run = ledger, company, day, run
        self._vouchers: list[str] = []
        self.before: dict[AccountKey, Cleared] = {}

    def part(self, accounts: Sequence[Listed]) -> list[Cleared]:
        """Clear some accounts; their answers in the same order."""
        self.look_back()
        answers: dict[AccountKey, Cleared] = {}
        ready: dict[str, dict[Listed, tuple[Document, ...]]] = {}
        for account in accounts:
            if account.key in self.before:
                continue
            try:
                documents = checked(self._ledger, account)
                day = posting_day(self._ledger, self._company, self._day, documents)
                ready.setdefault(day, {})[account] = documents
            except Refused as refused:
                said = "; ".join(problem.text for problem in refused.problems)
                answers[account.key] = Cleared(account, skipped=said)
        for day, found in sorted(ready.items()):
            self._post(day, found)
        self.look_back()
        return [
            answers.get(account.key) or self.before[account.key]._replace(account=account)
            for account in accounts
        ]

    def look_back(self) -> None:
        """Take in what was posted under the run since the last look, here or by a colleague."""
        for voucher in batch_vouchers(self._ledger, self._run)[len(self._vouchers) :]:
            self._vouchers.append(voucher)
            for cleared in self._told(voucher):
                self.before[cleared.account.key] = cleared

    def _told(self, voucher: str) -> Iterator[Cleared]:
        """The accounts a voucher cleared, from its facts."""
        read = self._ledger.read
        applied = [f for f in read.voucher_facts(voucher) if isinstance(f, ev.Applied)]
        keys = dict.fromkeys(key for fact in applied for key in (fact.source, fact.target))
        documents = read.documents(list(keys))
        accounts: dict[AccountKey, list[str]] = {}
        for document in documents.values():
            key = AccountKey(document.customer, document.currency)
            accounts.setdefault(key, []).append(document.number)
        sums = Counter[AccountKey]()
        for fact in applied:
            target = documents[fact.target]
            sums[AccountKey(target.customer, target.currency)] += fact.amount
        for key, names in accounts.items():
            listed = Listed(self._company, *key, "", len(names), sums[key], 0)
            yield Cleared(listed, voucher, documents=tuple(sorted(names)))

    def _post(self, day: str, accounts: dict[Listed, tuple[Document, ...]]) -> None:
        ledger, policies = self._ledger, self._ledger.policies
        period = policies.open_period(self._company, day)
        stamp: Stamp = ledger.stamp(f"{self._run}/{len(batch_vouchers(ledger, self._run)) + 1}")
        documents = {each.id: each for found in accounts.values() for each in found}
        voucher = Voucher(ledger.next_number(self._company, "ZC", day), stamp, documents)
        for found in accounts.values():
            for pair in pairs(found):
                voucher.apply(pair.credit.id, pair.debit.id, pair.amount, pair.amount)
        customers = {account.customer for account in accounts}
        currencies = {account.currency for account in accounts}
        base = policies.company(self._company).base_currency
        events = voucher.seal(
            date=day,
            period=period.name,
            customer=customers.pop() if len(customers) == 1 else "",
            currency=min(currencies) if len(currencies) == 1 else base,
            amount=sum(a.amount for a in accounts) if len(currencies) == 1 else 0,
            accounts=policies,
            policy=policies.policy_number(),
            text=f"up to {next(iter(accounts)).cut_off}",
        )
        ledger.store.append(events, stamp.command)

    def journals(self, done: Iterable[Cleared]) -> Iterator[tuple[ev.JournalLine, ...]]:
        """The journals of the vouchers that accounts were cleared by."""
        for voucher in dict.fromkeys(one.voucher for one in done if one.voucher):
            seal = self._ledger.read.seal(voucher)
            if seal is not None:
                yield seal.lines


def checked(ledger: Ledger, account: Listed) -> tuple[Document, ...]:
    """The documents of a listed account as they stand now.

    Refuses one that isn't what it was when it was listed, naming the documents that moved, one
    that can't be cleared, and one out of sight.
    """
    now = account_of(ledger, account.company, account.key, account.cut_off, account.known_at)
    if not in_sight(ledger, now):
        raise refuse(
            "customer", OUT_OF_SIGHT, f"{account.customer} is of a branch that you don't see"
        )
    moved = [document for document in now.documents if document.last_pos > account.known_at]
    if moved or len(now.documents) != account.documents:
        moved = moved or _closed_since(ledger, account)
        moved.sort(key=lambda document: document.number)
        by = ", ".join(sorted({document.last_clerk for document in moved}))
        said = f"changed since it was listed, by {by}: {numbers(moved)}"
        raise Changed(Problem("customer", CHANGED, said))
    if now.blocked:
        raise refuse("document", 2117, now.blocked)
    if sum(document.open for document in now.documents) or not now.documents:
        raise refuse("customer", NOT_ZERO, "the documents don't come to zero")
    return now.documents


def _closed_since(ledger: Ledger, account: Listed) -> list[Document]:
    """The account's documents that were open when it was listed and are closed now."""
    found = ledger.read.account_documents(account.company, account.customer, closed=True)
    return [
        document
        for document in found
        if document.currency == account.currency
        and document.date <= account.cut_off
        and document.last_pos > account.known_at
    ]

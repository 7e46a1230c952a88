"""The list of accounts at zero that a company keeps until they are cleared (ARAR70).

One list a company, with its maker and time: a new selection takes its place, accounts are added and
removed, clearing empties it. Each list is a stream of its own, folded when it is read; it is the
command that its vouchers are posted under, so that clearing it goes on where it was interrupted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.automatic.account_sums import AccountKey
from artui.ledger.automatic.at_zero import Listed, ZeroAccount, check_rewards, zero_accounts
from artui.ledger.automatic.clearing import (
    NOT_ZERO,
    Cleared,
    Clearing,
    Rehearsed,
    Step,
    clear_listed,
    rehearse,
)
from artui.ledger.automatic.divisions import Divisions, codes_of
from artui.ledger.checks import checked_day
from artui.ledger.errors import Changed, Problem, refuse, used_otherwise
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount

MAX_LISTED = 5000
"""Accounts a list holds at most; what more there is waits for the next one."""

KEPT, NO_LIST, LISTED, FULL, REPLACED, NOBODY = range(2491, 2497)


class KeptList(NamedTuple):
    """A list as it stands: what it was selected by, by whom and when (µs since 1970 UTC), its
    accounts in order; ``version`` counts its changes."""

    company: str
    number: int
    version: int
    cut_off: str
    chosen: Divisions
    made_by: str
    made_at: int
    accounts: tuple[Listed, ...]
    emptied: ev.ClearingListEmptied | None = None

    @property
    def name(self) -> str:
        """Its stream, and the run its vouchers are posted under."""
        return f"clearing/{self.company}/{self.number:06d}"


# --- reading -----------------------------------------------------------------------------------


def kept_list(ledger: Ledger, company: str) -> KeptList | None:
    """The list of a company that waits to be cleared, if there is one."""
    found = latest(ledger, company)
    return found if found is not None and found.accounts and found.emptied is None else None


def kept_lists(ledger: Ledger) -> list[KeptList]:
    """The lists that wait in the companies the user sees, company by company."""
    found = (kept_list(ledger, company) for company in companies_seen(ledger))
    return [one for one in found if one is not None]


def companies_seen(ledger: Ledger) -> list[str]:
    """The companies of which the user sees some customers."""
    sight = ledger.sight
    return [company for company in sorted(ledger.policies.companies) if sight.sees_some(company)]


def latest(ledger: Ledger, company: str) -> KeptList | None:
    """The last list that was made in a company, emptied or not."""
    rows = ledger.store.query(
        "SELECT stream FROM events WHERE stream > :from AND stream < :to"
        " ORDER BY stream DESC LIMIT 1",
        {"from": f"clearing/{company}/", "to": f"clearing/{company}0"},  # "0" comes behind "/"
    )
    return _folded(ledger.store.stream(rows[0][0])) if rows else None


def _folded(facts: Sequence[ev.Event]) -> KeptList:
    made, *changes = facts
    assert isinstance(made, ev.ClearingListMade)
    accounts: dict[AccountKey, Listed] = {}
    emptied = None

    def add(listed: Iterable[ev.ListedAccount], known_at: int) -> None:
        for one in listed:
            key = AccountKey(one.customer, one.currency)
            accounts[key] = Listed(
                made.company, *key, made.cut_off, one.documents, one.amount, known_at
            )

    add(made.accounts, made.known_at)
    for change in changes:
        if isinstance(change, ev.ClearingListChanged):
            for customer, currency in change.removed:
                accounts.pop(AccountKey(customer, currency), None)
            add(change.added, change.known_at)
        elif isinstance(change, ev.ClearingListEmptied):
            emptied = change
    return KeptList(
        made.company,
        made.number,
        len(facts),
        made.cut_off,
        Divisions(made.everywhere, made.divisions, made.regions),
        made.clerk,
        made.recorded_at,
        tuple(accounts.values()),
        emptied,
    )


# --- making and changing it --------------------------------------------------------------------


def select(
    ledger: Ledger,
    company: str,
    *,
    cut_off: str = "",
    wanted: Divisions | None = None,
    replace: bool = False,
) -> KeptList | None:
    """Select the accounts at zero and keep their list; None if there are none.

    A list that waits is refused, naming its maker, unless ``replace`` puts the new one in its
    place. Accounts that can't be cleared are listed all the same and say why.
    """
    ledger.require("balances.clear")
    wanted = wanted or Divisions()
    cut_off = checked_day("cut_off", cut_off or ledger.today())
    with ledger.hold():
        before = latest(ledger, company)
        waiting = kept_list(ledger, company)
        if waiting is not None and not replace:
            raise refuse("reselect", KEPT, f"{waiting.made_by}'s list of {company} waits")
        found = zero_accounts(
            ledger, company=company, cut_off=cut_off, divisions=codes_of(ledger, company, wanted)
        )[:MAX_LISTED]
        if not found and waiting is None:
            return None
        number = before.number + 1 if before else 1
        made = ev.ClearingListMade(
            f"clearing/{company}/{number:06d}",
            1,
            *ledger.stamp(),
            company=company,
            number=number,
            cut_off=cut_off,
            known_at=ledger.store.head().pos,
            accounts=tuple(map(_as_listed, found)),
            everywhere=wanted.everywhere,
            divisions=wanted.divisions,
            regions=wanted.regions,
        )
        ledger.store.append([made], made.command)
        return _folded([made]) if found else None


def add(ledger: Ledger, company: str, customer: str, currency: str = "") -> KeptList:
    """Add a customer's accounts that come to zero to the list; of one currency, if it is named.

    Refuses one that doesn't come to zero, with the sum, one that is listed, and a full list.
    """
    with ledger.hold():
        waiting = _waiting(ledger, company)
        found = zero_accounts(ledger, company=company, cut_off=waiting.cut_off, customer=customer)
        listed = {account.key for account in waiting.accounts}
        found = [one for one in found if not currency or one.currency == currency]
        if not found:
            raise refuse("customer", *_why_none(ledger, waiting, customer, currency))
        new = [one for one in found if one.listed.key not in listed]
        if not new:
            raise refuse("customer", LISTED, f"{customer} is on the list")
        if len(listed) + len(new) > MAX_LISTED:
            raise refuse("customer", FULL, f"a list holds {MAX_LISTED:,} accounts at most")
        return _change(ledger, waiting, added=tuple(map(_as_listed, new)))


def _why_none(ledger: Ledger, waiting: KeptList, customer: str, currency: str) -> tuple[int, str]:
    """Why nothing of a customer can be added: what its accounts come to."""
    company = waiting.company
    if ledger.read.customer(company, customer) is None:
        return NOBODY, f"{company} has no customer {customer}"
    open_ = ledger.read.open_items(company, [customer], currency)
    sums: dict[str, int] = {}
    for document in open_:
        if document.date <= waiting.cut_off:
            sums[document.currency] = sums.get(document.currency, 0) + document.open
    if not sums:
        return NOT_ZERO, f"{customer} has nothing open up to {waiting.cut_off}"
    told = ", ".join(f"{format_amount(amount, cur)} {cur}" for cur, amount in sums.items())
    return NOT_ZERO, f"{customer} comes to {told}, not to zero"


def remove(ledger: Ledger, company: str, keys: Iterable[AccountKey]) -> KeptList | None:
    """Take accounts off the list; None if it is empty then. Those not on it are passed over."""
    with ledger.hold():
        waiting = _waiting(ledger, company)
        listed = {account.key for account in waiting.accounts}
        removed = tuple((key.customer, key.currency) for key in keys if key in listed)
        if removed:
            waiting = _change(ledger, waiting, removed=removed)
        return waiting if waiting.accounts else None


def _waiting(ledger: Ledger, company: str) -> KeptList:
    ledger.require("balances.clear")
    check_rewards(ledger, company)
    waiting = kept_list(ledger, company)
    if waiting is None:
        raise refuse("reselect", NO_LIST, f"no list of {company} waits: select the accounts first")
    return waiting


def _change(
    ledger: Ledger,
    waiting: KeptList,
    *,
    added: tuple[ev.ListedAccount, ...] = (),
    removed: tuple[tuple[str, str], ...] = (),
) -> KeptList:
    change = ev.ClearingListChanged(
        waiting.name,
        waiting.version + 1,
        *ledger.stamp(),
        company=waiting.company,
        number=waiting.number,
        known_at=ledger.store.head().pos,
        added=added,
        removed=removed,
    )
    ledger.store.append([change], change.command)
    return _folded(ledger.store.stream(waiting.name))


def _as_listed(account: ZeroAccount) -> ev.ListedAccount:
    return ev.ListedAccount(
        account.customer, account.currency, len(account.documents), account.amount
    )


# --- clearing it -------------------------------------------------------------------------------


def clear_list(
    ledger: Ledger,
    company: str,
    *,
    day: str = "",
    seen: KeptList | None = None,
    command: str | None = None,
    step: Step = lambda done: False,
) -> Clearing:
    """Clear the list of a company and empty it; what changed is skipped and named (rule 18).

    Each account is checked again. A run that was stopped or killed goes on with the rest; under a
    ``command`` id that has emptied it, it answers with what it did. Refuses a list that isn't the
    one ``seen``: a colleague changed it, or put another in its place.
    """
    ledger.require("balances.clear")
    done = ledger.done_before(command) if command else None
    if done is not None:
        return _again(ledger, company, done)
    waiting = _waiting(ledger, company)
    if seen is not None and (seen.number, seen.version) != (waiting.number, waiting.version):
        raise Changed(Problem("rows", REPLACED, "a colleague changed the list: look again"))

    def check() -> None:
        now = kept_list(ledger, company)
        if now is None or now.number != waiting.number:
            raise Changed(Problem("rows", REPLACED, "the list was cleared or replaced meanwhile"))

    found = clear_listed(
        ledger, company, waiting.accounts, run=waiting.name, day=day, check=check, step=step
    )
    if not found.not_begun:
        with ledger.hold():
            check()
            _empty(ledger, waiting, found, command)
    return found


def _empty(ledger: Ledger, waiting: KeptList, found: Clearing, command: str | None) -> None:
    now = kept_list(ledger, waiting.company)
    emptied = ev.ClearingListEmptied(
        waiting.name,
        (now or waiting).version + 1,
        *ledger.stamp(command),
        company=waiting.company,
        number=waiting.number,
        skipped=tuple(
            (one.account.customer, one.account.currency, one.skipped) for one in found.skipped
        ),
    )
    ledger.store.append([emptied], emptied.command)


def _again(ledger: Ledger, company: str, facts: Sequence[ev.Event]) -> Clearing:
    """What a command had done that emptied a list."""
    emptied = facts[-1]
    if not isinstance(emptied, ev.ClearingListEmptied) or emptied.company != company:
        raise used_otherwise()
    found = clear_listed(ledger, company, (), run=emptied.originator_id)
    skipped = [
        Cleared(Listed(company, customer, currency, "", 0, 0, 0), skipped=why)
        for customer, currency, why in emptied.skipped
    ]
    return found._replace(accounts=[*found.accounts, *skipped])


def rehearse_list(ledger: Ledger, company: str, day: str = "") -> Rehearsed:
    """What clearing the list would come to now; nothing is posted."""
    waiting = _waiting(ledger, company)
    return rehearse(ledger, company, waiting.accounts, day)

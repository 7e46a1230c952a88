"""Facts of zero clearing: the list of accounts that a company keeps until they are cleared."""

from __future__ import annotations

import msgspec

from artui.ledger.events.base import Event


class ListedAccount(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A customer's documents of one currency as they were listed: how many, and what their debits
    came to (minor units)."""

    customer: str
    currency: str
    documents: int
    amount: int


class ClearingListMade(Event, frozen=True, tag="zm"):
    """Accounts at zero were selected in a company; the list takes the place of the one before.

    ``cut_off`` is the last day of the documents that count. Divisions are those of the customers,
    empty = head office; ``everywhere`` names none. ``known_at`` is the ledger's last event then.
    """

    company: str
    number: int
    cut_off: str
    known_at: int
    accounts: tuple[ListedAccount, ...]
    everywhere: bool = True
    divisions: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class ClearingListChanged(Event, frozen=True, tag="zc"):
    """Accounts were added to a list, or removed (customer and currency)."""

    company: str
    number: int
    known_at: int
    added: tuple[ListedAccount, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()


class ClearingListEmptied(Event, frozen=True, tag="ze"):
    """A list was cleared and is empty: ``skipped`` names the accounts that were not, with why."""

    company: str
    number: int
    skipped: tuple[tuple[str, str, str], ...] = ()

"""What a report is asked for: a company and a day, or two days, and perhaps what narrows it."""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.reading.moment import check_day, check_span
from artui.ledger.reading.written_off import TOLERANCE

BACKWARDS, NO_ACCOUNT, NO_CURRENCY, NO_CLERK = range(2526, 2530)
NO_REASON = 2205
UNKNOWN = "(unknown)"
"""Stands for the customer of unidentified cash."""


class Asked(NamedTuple):
    """Whose and when: ISO days, both inclusive; ``first`` is empty where all up to ``last``
    counts. The others narrow it, each where it isn't empty."""

    company: str
    last: str
    first: str = ""
    customer: str = ""
    account: str = ""
    reason: str = ""
    clerk: str = ""
    currency: str = ""

    def fits(self, **row: str) -> bool:
        """Whether a row is asked for, by what it says under the names of these fields."""
        return all(getattr(self, name) in ("", value) for name, value in row.items())


def checked(ledger: Ledger, asked: Asked, *, of_a_time: bool = False) -> Asked:
    """What is asked for, if it makes sense; refuses an unknown company, customer, reason or
    currency, days the wrong way round, and a day, or all days ``of_a_time``, outside the history.

    An account and a clerk are known by what is posted: who reads that refuses them.
    """
    ledger.require("reports.read")
    ledger.policies.company(asked.company)
    if asked.first > asked.last:
        raise refuse("first", BACKWARDS, f"{asked.first} is after {asked.last}")
    if of_a_time:
        check_span(ledger, asked.first, asked.last, ("first", "last"))
    else:
        check_day(ledger, asked.last, "last")
    known = asked.customer in ("", UNKNOWN) or ledger.read.customer(asked.company, asked.customer)
    if not known:
        raise refuse("customer", 2207, f"{asked.company} has no customer {asked.customer}")
    policies = ledger.policies
    if asked.reason not in ("", TOLERANCE, *policies.reasons):
        raise refuse("reason", NO_REASON, f"there is no reason code {asked.reason}")
    if asked.currency and asked.currency not in policies.currencies:
        said = f"{asked.currency} is no currency of this ledger"
        raise refuse("currency", NO_CURRENCY, said)
    return asked


def about(ledger: Ledger, asked: Asked, *, of_a_time: bool = False) -> tuple[str, ...]:
    """The lines under a title: whose, when (on a day, or over a time), and how much of the log was
    known."""
    company = f"{asked.company} {ledger.policies.company(asked.company).name}"
    since = f"{asked.first} to" if asked.first else "through"
    when = f"{since if of_a_time else 'on'} {asked.last}"
    narrowed = ("customer", "account", "reason", "clerk", "currency")
    of = "".join(f", {name} {value}" for name in narrowed if (value := getattr(asked, name)))
    return (f"{company}, {when}{of}", f"As known at event {ledger.store.head().pos:,}")


def common(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What every row of it has in common, for programs."""
    if asked.first:
        return (("company", asked.company), ("from", asked.first), ("to", asked.last))
    return (("company", asked.company), ("day", asked.last))

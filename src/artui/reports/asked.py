"""What a report is asked for: a company and a day, or two days, and perhaps a customer."""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger

BACKWARDS = 2526


class Asked(NamedTuple):
    """Whose and when: ISO days, both inclusive; ``first`` is empty where all up to ``last``
    counts, ``customer`` where everybody does."""

    company: str
    last: str
    first: str = ""
    customer: str = ""


def checked(ledger: Ledger, asked: Asked) -> Asked:
    """What is asked for, if it makes sense; refuses an unknown company or customer, and days the
    wrong way round."""
    ledger.require("reports.read")
    ledger.policies.company(asked.company)
    if asked.first > asked.last:
        raise refuse("first", BACKWARDS, f"{asked.first} is after {asked.last}")
    if asked.customer and ledger.read.customer(asked.company, asked.customer) is None:
        raise refuse("customer", 2207, f"{asked.company} has no customer {asked.customer}")
    return asked


def about(ledger: Ledger, asked: Asked, *, of_a_time: bool = False) -> tuple[str, ...]:
    """The lines under a title: whose, when (on a day, or over a time), and how much of the log was
    known."""
    company = f"{asked.company} {ledger.policies.company(asked.company).name}"
    since = f"{asked.first} to" if asked.first else "through"
    when = f"{since if of_a_time else 'on'} {asked.last}"
    of = f", customer {asked.customer}" if asked.customer else ""
    return (f"{company}, {when}{of}", f"As known at event {ledger.store.head().pos:,}")


def common(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What every row of it has in common, for programs."""
    if asked.first:
        return (("company", asked.company), ("from", asked.first), ("to", asked.last))
    return (("company", asked.company), ("day", asked.last))

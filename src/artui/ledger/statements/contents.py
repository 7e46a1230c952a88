"""What stands on a statement: open items by currency with their ages, as known at its run.

Amounts are minor units of each item's own currency, debit +, credit -; currencies are never
added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.policies import Policies
from artui.ledger.reading.open_on import Item, ages, open_on
from artui.ledger.statements.runs import NOBODY, Run, check_sight


class Section(NamedTuple):
    """The items of one currency by due day, and their ages (see ``queries.AGES``)."""

    currency: str
    items: tuple[Item, ...]
    ages: tuple[int, ...]

    @property
    def total(self) -> int:
        """All that is open."""
        return sum(self.ages)


class Statement(NamedTuple):
    """One customer's statement of a run."""

    run: Run
    company_name: str
    addressee: ev.Addressee
    sections: tuple[Section, ...]

    @property
    def names(self) -> dict[str, str]:
        """Names by number of all customers who have items on it."""
        return {self.addressee.customer: self.addressee.name, **dict(self.addressee.pays_for)}


def statements(ledger: Ledger, run: Run, customer: str = "") -> Iterator[Statement]:
    """The statements of a run one by one, or one customer's; refuses one who got none."""
    check_sight(ledger, run.company)
    chosen = [one for one in run.statements if customer in ("", one.customer)]
    if customer and not chosen:
        why = dict(run.skipped).get(customer, "not asked for")
        raise refuse("customer", NOBODY, f"{customer} got no statement in run {run.name}: {why}")
    facts = (each for each in ledger.store.policy_events() if each[0] <= run.pos)
    company_name = Policies(facts).company(run.company).name
    for addressee in chosen:
        yield Statement(run, company_name, addressee, _sections(ledger, run, addressee))


def _sections(ledger: Ledger, run: Run, addressee: ev.Addressee) -> tuple[Section, ...]:
    by_currency: dict[str, list[Item]] = {}
    for customer in (addressee.customer, *(number for number, _name in addressee.pays_for)):
        for item in open_on(
            ledger.store, ledger.sight, run.company, run.cut_off, customer=customer, upto=run.pos
        ):
            by_currency.setdefault(item.currency, []).append(item)
    return tuple(
        Section(currency, tuple(items), ages(items, run.cut_off))
        for currency, items in sorted(by_currency.items())
    )

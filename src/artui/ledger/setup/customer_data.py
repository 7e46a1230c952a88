"""Customers as they are to be, and flags on their documents; see :mod:`artui.ledger.setup`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from artui.ledger import events as ev
from artui.ledger.documents import Customer
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.people import changes
from artui.ledger.people.rights import second_persons
from artui.ledger.writer import Writer


@dataclass(frozen=True, slots=True)
class CustomerData:
    """A customer as it is to be; amounts in minor units of its currency."""

    company: str
    customer: str
    name: str
    currency: str
    terms: str = ""
    aliases: tuple[str, ...] = ()
    group: str = ""
    payer: str = ""
    division: str = ""
    branches: tuple[str, ...] = ()
    write_off_limit: int | None = None
    credit_limit: int | None = None
    hold: bool = False
    tolerance_blocked: bool = False

    @classmethod
    def of(cls, row: Customer) -> CustomerData:
        """What stands in the ledger."""
        return cls(
            row.company,
            row.customer,
            row.name,
            row.currency,
            row.terms,
            tuple(filter(None, row.aliases.split("|"))),
            row.grp,
            row.payer,
            row.division,
            tuple(filter(None, row.branches.split("|"))),
            row.write_off_limit,
            row.credit_limit,
            bool(row.hold),
            bool(row.tolerance_blocked),
        )


def put_customers(ledger: Ledger, customers: Iterable[CustomerData]) -> tuple[int, int]:
    """Register new customers and record what changed of known ones: (new, changed).

    Their write-off limits take a second person where there is one: they are left as they were, and
    what they are to be waits as one change.
    """
    new = changed = 0
    limits: list[CustomerData] = []
    with ledger.hold():
        ledger.require("masterdata.change")
        takes_two = bool(second_persons(ledger.policies, ledger.clerk))
        writer = Writer(ledger)
        for data in customers:
            known = ledger.read.customer(data.company, data.customer)
            limit = known.write_off_limit if known else None
            if takes_two and data.write_off_limit != limit:
                limits.append(data)
                data = replace(data, write_off_limit=limit)  # noqa: PLW2901
            if known is not None and CustomerData.of(known) == data:
                continue
            ledger.policies.company(data.company)
            writer.adopt_currency(data.currency)
            stream = f"customer/{data.company}/{data.customer}"
            writer.start(stream, known.version if known else 0)
            kind = ev.CustomerChanged if known else ev.CustomerRegistered
            writer.add(stream, kind, **{name: getattr(data, name) for name in data.__slots__})
            new, changed = new + (known is None), changed + (known is not None)
        writer.save()
        if limits:
            _propose_limits(ledger, limits)
    return new, changed


def _propose_limits(ledger: Ledger, limits: Iterable[CustomerData]) -> None:
    """Keep write-off limits as a change that waits, but those that wait already."""
    waiting = {
        (fact.originator_id, fact.write_off_limit)
        for change in changes.waiting(ledger)
        for fact in changes.facts_of(change)
        if isinstance(fact, ev.CustomerChanged)
    }
    writer = Writer(ledger)
    named: list[str] = []
    for data in limits:
        stream = f"customer/{data.company}/{data.customer}"
        known = ledger.read.customer(data.company, data.customer)
        if known is None or (stream, data.write_off_limit) in waiting:
            continue
        writer.start(stream, known.version)
        fields = {name: getattr(data, name) for name in data.__slots__}
        writer.add(stream, ev.CustomerChanged, **fields)
        named.append(data.customer)
    whose = f"customer {named[0]}" if len(named) == 1 else f"{len(named)} customers"
    if named:
        changes.keep(writer, f"write-off limit of {whose}")


def flag_document(
    ledger: Ledger, document: str, *, hold: bool, dispute: bool, note: str = ""
) -> None:
    """Put a document on hold or in dispute, or free it."""
    with ledger.hold():
        ledger.require("documents.flag")
        if ledger.read.document(document) is None:
            raise refuse("document", 2210, f"document {ev.number_of(document)} does not exist")
        writer = Writer(ledger)
        stream = f"document/{document}"
        writer.start(stream, len(ledger.store.stream(stream)))
        writer.add(
            stream, ev.DocumentFlagged, document=document, hold=hold, dispute=dispute, note=note
        )
        writer.save()

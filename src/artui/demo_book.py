"""What the demo ledger holds, made from a seed: customers, open documents, a day's post; pure.

Every name and number is made up here. The same seed gives the same book, to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from artui.ledger.dates import add_days
from artui.ledger.setup import CustomerData
from artui.ledger.taking_on import DocumentRow

SEED = 20260318
TODAY = "2026-03-18"
"""The business day of the demo: documents are overdue, discounts run out, as of this day."""


class Place(NamedTuple):
    """A company of the demo with its branches and divisions."""

    company: str
    name: str
    currency: str
    branches: tuple[tuple[str, str], ...]
    divisions: tuple[tuple[str, str, str, str], ...]  # code, name, region, control account
    customers: int
    documents: int
    first_customer: int
    first_invoice: int


PLACES = (
    Place(
        "NW01",
        "Northwater Supply Inc",
        "USD",
        (("SEA", "Seattle"), ("PDX", "Portland"), ("BOI", "Boise")),
        (("CST", "Coast", "WEST", "1211-CST"), ("INL", "Inland", "EAST", "1212-INL")),
        38,
        708,
        10010,
        4100010,
    ),
    Place(
        "EU01",
        "Nordlicht Handel GmbH",
        "EUR",
        (("HAM", "Hamburg"), ("LYS", "Lyon")),
        (("NRD", "North", "NORTH", "1221-NRD"), ("SUD", "South", "SOUTH", "1222-SUD")),
        22,
        384,
        20010,
        8200010,
    ),
)


class Terms(NamedTuple):
    """Payment terms of the demo: discounts as (percent, days)."""

    code: str
    name: str
    due_days: int
    steps: tuple[tuple[str, int | None], ...]
    grace_days: int


TERMS = (
    Terms("N30", "Net 30 days", 30, (), 0),
    Terms("N14", "Net 14 days", 14, (), 0),
    Terms("D210", "2% 10 days, net 30", 30, (("2", 10),), 5),
    Terms("D321", "3% 8 days, 2% 14 days, net 45", 45, (("3", 8), ("2", 14)), 3),
)
_DUE = {terms.code: terms.due_days for terms in TERMS}


class Remittance(NamedTuple):
    """A payment that came with the post: what the bank shows and what the paper says.

    ``customer`` is empty where the paper has no number; ``amount`` is in minor units. ``kind``
    names the case it shows, ``documents`` what it means to pay, in the order of the paper.
    """

    kind: str
    company: str
    customer: str
    payer: str
    currency: str
    amount: int
    received: str
    method: str
    reference: str
    documents: tuple[str, ...]
    text: str


@dataclass(slots=True)
class Book:
    """All that the demo ledger is made of."""

    customers: list[CustomerData] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)
    remittances: list[Remittance] = field(default_factory=list)


_FIRST = (
    "Alder",
    "Basalt",
    "Cinder",
    "Driftwood",
    "Ember",
    "Fjord",
    "Granite",
    "Heron",
    "Inlet",
    "Juniper",
    "Kestrel",
    "Larch",
    "Meadow",
    "Nettle",
    "Osprey",
    "Pebble",
    "Quarry",
    "Rowan",
    "Saltmarsh",
    "Thistle",
)
_TRADE = (
    "Hardware",
    "Foods",
    "Marine",
    "Textiles",
    "Garden Centre",
    "Bakeries",
    "Paper Mills",
    "Outfitters",
    "Lighting",
    "Farm Stores",
    "Ceramics",
    "Cycle Works",
)
_FORM = {"USD": ("Inc", "LLC", "Co"), "EUR": ("GmbH", "SARL", "KG")}


def make_book(seed: int = SEED) -> Book:
    """The book of a seed."""
    random = Random(seed)
    book = Book()
    for place in PLACES:
        _add_customers(book, place, random)
        _add_documents(book, place, random)
    return book


def _add_customers(book: Book, place: Place, random: Random) -> None:
    names = [f"{first} {trade}" for first in _FIRST for trade in _TRADE]
    chosen = random.sample(names, place.customers)
    head_office = str(place.first_customer)
    for number, name in enumerate(chosen):
        form = random.choice(_FORM[place.currency])
        group = ("COOP", "CHAIN", "", "")[number % 4]
        is_member = 1 <= number <= 3  # the first customer pays for the next three
        book.customers.append(
            CustomerData(
                place.company,
                str(place.first_customer + 7 * number),
                f"{name} {form}",
                place.currency,
                terms=("N30", "D210", "N14", "D321", "D210")[number % 5],
                aliases=_aliases(name),
                group="CHAIN" if number < 4 else group,
                payer=head_office if is_member else "",
                division=place.divisions[number % 2][0],
                credit_limit=random.choice((5, 10, 25)) * 1_000_000,
                tolerance_blocked=number == 17,
            )
        )


def _aliases(name: str) -> tuple[str, ...]:
    first, _, trade = name.partition(" ")
    return (f"{first[:4]} {trade[:4]}".upper(), "".join(word[0] for word in name.split()) + "X")


def _add_documents(book: Book, place: Place, random: Random) -> None:
    customers = [c for c in book.customers if c.company == place.company]
    weights = [1 + (n * 7) % 11 for n in range(len(customers))]
    for number in range(place.documents):
        customer = random.choices(customers, weights)[0]
        day = add_days(TODAY, -random.randint(0, 95))
        amount = round(random.lognormvariate(11.4, 1.1)) + 1_500
        book.documents.append(
            _document(place, customer, str(place.first_invoice + number), day, amount, random)
        )
    for number in range(place.documents // 60):
        customer = random.choices(customers, weights)[0]
        day = add_days(TODAY, -random.randint(0, 40))
        amount = -round(random.lognormvariate(9.8, 0.6))
        memo = str(place.first_invoice + 90_000 + number)
        book.documents.append(_document(place, customer, memo, day, amount, random))


def _document(
    place: Place, customer: CustomerData, number: str, day: str, amount: int, random: Random
) -> DocumentRow:
    """An invoice, or a credit memo if the amount is negative; a few are open only in part."""
    open_ = amount
    chance = random.random()
    if amount > 0 and chance < 0.02:
        open_ = random.randint(1, 499)  # the residual of a short payment
    elif amount > 0 and chance < 0.05:
        open_ = amount - round(amount * random.uniform(0.2, 0.7))
    return make_document(
        place, customer, number, day, amount, open_, random.choice(place.branches)[0]
    )


def make_document(
    place: Place,
    customer: CustomerData,
    number: str,
    day: str,
    amount: int,
    open_: int,
    branch: str,
) -> DocumentRow:
    """A document of a customer under its terms."""
    credit = amount < 0
    due = day if credit else add_days(day, _DUE[customer.terms])
    return DocumentRow(
        place.company,
        number,
        "credit_memo" if credit else "invoice",
        customer.customer,
        day,
        due,
        place.currency,
        amount,
        open_,
        name=customer.name,
        terms=customer.terms,
        branch=branch,
        division=customer.division,
        reference="return" if credit else "",
    )

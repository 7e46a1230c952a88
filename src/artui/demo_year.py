"""The demo's year before its day: what made-up clerks posted, so that every program finds work.

All of it goes through the ledger's own commands, day by day, under the clerk who did it. Amounts
are minor units; the same seed gives the same year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from random import Random

from artui.demo_book import SEED, TODAY, Place, make_document
from artui.ledger import paying, setup
from artui.ledger.dates import add_days, days_between
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.events import document_key
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.reversal import reversing
from artui.ledger.setup import CustomerData
from artui.ledger.taking_on import take_on
from artui.ledger.writeoffs.writing_off import write_off

FIRST_DAY = "2025-03-03"
"""When the demo's ledger was set up."""

CASH, REVIEW, TRAINEE = "bcole", "knowak", "trainee"
"""The made-up clerks: who enters receipts, who looks at what they left, and who learns."""

_FIRST_NUMBER = 30_000
"""Where the numbers of the year's documents begin, above a company's first."""

_REGULARS = (13, 19, 21, 23, 29, 31)
"""Customers (places in the list) who buy and pay all year."""

_PAYMENTS = 44
_TICK = 37
"""Seconds between two things that happen on a day."""


class Clock:
    """The time of the demo's own days: what is recorded bears the day it tells of."""

    def __init__(self, day: str) -> None:
        self._day = day
        self._ticks = 0

    def go(self, day: str) -> None:
        """A later day begins."""
        if day > self._day:
            self._day, self._ticks = day, 0

    def today(self) -> str:
        """The day."""
        return self._day

    def now(self) -> int:
        """Microseconds since 1970 UTC: from 14:00 on, a little later each time."""
        self._ticks += 1
        begun = datetime.fromisoformat(self._day).replace(hour=14, tzinfo=UTC)
        return (int(begun.timestamp()) + self._ticks * _TICK) * 1_000_000


class Year:
    """Plans what happens on which day, then lets it happen in order."""

    def __init__(self, ledger: Ledger, clock: Clock, place: Place, list_: list[CustomerData]):
        self.ledger = ledger
        self.place = place
        self._clock = clock
        self._customers = list_
        self._number = place.first_invoice + _FIRST_NUMBER
        self._plan: list[tuple[str, Callable[[], object]]] = []
        self._desks: dict[str, Ledger] = {}
        self._bank_reference = 0

    def desk(self, clerk: str) -> Ledger:
        """The ledger as a made-up clerk works in it."""
        if clerk not in self._desks:
            store, clock = self.ledger.store, self._clock
            self._desks[clerk] = Ledger(store, clerk, clock=clock.now, today=clock.today)
        return self._desks[clerk]

    def customer(self, place: int) -> CustomerData:
        """The customer at a place in the list."""
        return self._customers[place]

    def on(self, day: str, happens: Callable[[], object]) -> None:
        """Plan something for a day, behind what is planned for it already."""
        self._plan.append((day, happens))

    def happen(self) -> None:
        """Let all that is planned happen, day by day."""
        for day, happens in sorted(self._plan, key=lambda planned: planned[0]):
            self._clock.go(day)
            happens()
        self._plan.clear()

    def bill(self, customer: CustomerData, amount: int, day: str) -> str:
        """Plan an invoice (a credit memo below zero); its number."""
        self._number += 3
        number = str(self._number)
        branch = self.place.branches[self._number % len(self.place.branches)][0]
        row = make_document(self.place, customer, number, day, amount, amount, branch)
        self.on(day, lambda: take_on(self.desk(CASH), [row], day=day, batch=f"BILLED {day}"))
        return number

    def receive(
        self,
        customer: CustomerData,
        amount: int,
        day: str,
        numbers: Sequence[str] = (),
        reference: str | None = None,
    ) -> None:
        """Plan a receipt that pays documents as far as it goes; the rest stays on account."""
        self.on(day, lambda: self.post(customer, amount, numbers, reference))

    def post(
        self,
        customer: CustomerData,
        amount: int,
        numbers: Sequence[str] = (),
        reference: str | None = None,
    ) -> Posted:
        """Post a receipt now."""
        desk, company, day = self.desk(CASH), self.place.company, self._clock.today()
        account = desk.policies.bank_account_for(company, self.place.currency)
        assert account is not None
        self._bank_reference += 1
        receipt = Receipt(
            company,
            customer.customer,
            self.place.currency,
            amount,
            account.bank_account,
            day,
            day,
            method="ACH",
            reference=" ".join(numbers) if reference is None else reference,
            bank_reference=f"{company}{day.replace('-', '')}{self._bank_reference:04d}",
        )
        keys = [document_key(company, number) for number in numbers]
        documents = desk.read.documents(keys)
        distribution = paying.distribution(desk, receipt)
        for key in keys:
            distribution.pay(documents[key])
        return paying.post_receipt(desk, receipt, PayLine.all_of(distribution))

    def write_off(self, number: str, day: str, clerk: str = REVIEW) -> None:
        """Plan that a clerk writes off what is open of a document."""
        key = document_key(self.place.company, number)
        self.on(day, lambda: write_off(self.desk(clerk), key, day=day))

    def short(self, customer: CustomerData, amount: int, short: int, day: str, paid: str) -> str:
        """Plan an invoice and its payment, ``short`` by so much; the invoice's number."""
        number = self.bill(customer, amount, day)
        self.receive(customer, amount - short, paid, [number])
        return number


def add_clerks(ledger: Ledger) -> None:
    """The colleagues who worked in the demo before."""
    for clerk, name, most in ((CASH, "B. Cole", 1_000), (REVIEW, "K. Nowak", 2_500)):
        if clerk != ledger.clerk:  # whoever runs the demo keeps the rights of its owner
            limits = dict.fromkeys(("USD", "EUR"), most)
            setup.define_user(ledger, clerk, name=name, authority=limits, roles=("clerk",))


def plan_year(year: Year) -> None:
    """What customers bought and paid, what they were short, what was written off and reversed."""
    _habits(year)
    _regulars(year, Random(SEED + 1))
    _split(year)
    _recovered(year)
    _reversed(year)


def _habits(year: Year) -> None:
    """Two customers who are short nearly every time, one of them just under the limit."""
    for customer, shorts in ((10, (468, 485, 0, 491, 472, 499)), (12, (810, 655, 0, 930, 720))):
        for number, short in enumerate(shorts):
            day = add_days(FIRST_DAY, 20 + 52 * number)
            amount = 128_400 + 17_350 * number
            year.short(year.customer(customer), amount, short, day, add_days(day, 34))


def _regulars(year: Year, random: Random) -> None:
    """Payments of a year: most in full, some short by little, some by more."""
    span = days_between(FIRST_DAY, TODAY)
    for _ in range(_PAYMENTS):
        customer = year.customer(random.choice(_REGULARS))
        day = add_days(FIRST_DAY, random.randint(5, span - 70))
        amount = round(random.lognormvariate(12.9, 0.6)) + 50_000
        chance = random.random()
        short = 0
        if chance < 0.25:
            short = random.randint(15, 500)
        elif chance < 0.6:
            short = random.randint(501, 2_400)
        paid = add_days(day, random.randint(31, 49))
        number = year.short(customer, amount, short, day, paid)
        if short > 500:
            _settle(year, customer, number, short, paid, random)


def _settle(
    year: Year, customer: CustomerData, number: str, short: int, paid: str, random: Random
) -> None:
    """What became of a rest: paid later, written off by hand, or still open."""
    day = add_days(paid, random.randint(15, 40))
    chance = random.random()
    if day >= add_days(TODAY, -9) or chance > 0.9:
        return
    if chance < 0.4:
        year.receive(customer, short, day, [number])
    else:
        year.write_off(number, day)


def _split(year: Year) -> None:
    """Two write-offs of one customer within a week that together are above the clerk's limit."""
    for number, (amount, rest) in enumerate(((96_200, 2_140), (73_950, 1_985))):
        document = year.short(year.customer(11), amount, rest, "2025-08-04", "2025-09-15")
        year.write_off(document, add_days("2025-10-06", 2 * number))


def _recovered(year: Year) -> None:
    """A rest that was written off, and paid after all: the money names it and lies on account."""
    customer = year.customer(17)
    number = year.short(customer, 154_300, 1_860, "2025-09-01", "2025-09-18")
    year.write_off(number, "2025-11-28")
    year.receive(customer, 1_860, "2026-03-05", reference=number)


def _reversed(year: Year) -> None:
    """A receipt entered for the wrong customer, reversed, and entered for the right one."""
    right, wrong = year.customer(8), year.customer(4)
    number = year.bill(right, 88_215, "2025-11-03")

    def mistake() -> None:
        posted = year.post(wrong, 88_215, reference=number)
        reversing.reverse(year.desk(CASH), posted.voucher)

    year.on("2025-12-22", mistake)
    year.receive(right, 88_215, "2025-12-22", [number])

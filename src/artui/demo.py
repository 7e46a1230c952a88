"""The demo ledger: a made-up business with a year behind it and a day's work before it.

:func:`make` writes it to a new file in about a second; :func:`remittances` are the payments of
its day, still to be entered, :func:`put_bank_files` writes what the bank told of that day.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from artui.demo_bank import DOLLARS, EUROS, Statement, make_statements, write_files
from artui.demo_book import PLACES, TERMS, TODAY, Book, Place, Remittance, make_book
from artui.demo_post import add_post
from artui.demo_waiting import list_at_zero, plan_waiting, quiet_customers, set_exception_rules
from artui.demo_year import FIRST_DAY, TRAINEE, Clock, Year, add_clerks, plan_year
from artui.ledger import paying, setup
from artui.ledger.dates import add_days
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.setup import ToleranceData
from artui.ledger.setup.bank_numbers import set_numbers
from artui.ledger.taking_on import take_on

__all__ = ["TODAY", "Remittance", "make", "put_bank_files", "remittances"]


@cache
def _book() -> Book:
    return _made()[0]


@cache
def _made() -> tuple[Book, tuple[Statement, Statement]]:
    book = make_book()
    add_post(book)
    return book, make_statements(book)


def remittances() -> list[Remittance]:
    """The day's payments to enter, always the same ones in the same order."""
    return list(_book().remittances)


def put_bank_files(folder: Path) -> None:
    """Write the day's files of the bank into a folder, for a clerk to read in."""
    write_files(_made()[1], folder)


def make(location: Path | str, clerk: str) -> Ledger:
    """Make the demo ledger at a place where there is none; the open ledger, on its day.

    All of it is one transaction. The clerk becomes its user with unlimited authority.
    """
    clock = Clock(FIRST_DAY)
    ledger = open_ledger(location, clerk, create=True, clock=clock.now, today=clock.today)
    with ledger.store.hold():
        setup.create(ledger, "Demo")
        for place in PLACES:
            _set_up(ledger, place)
        _set_currencies(ledger)
        _set_policies(ledger)
        year = _live_a_year(ledger, clock)
        yesterday = add_days(TODAY, -1)
        clock.go(yesterday)
        take_on(ledger, _book().documents, day=yesterday, batch="DEMO")
        for place in PLACES:
            _post_yesterday(ledger, place, yesterday)
        list_at_zero(year)
    return Ledger(ledger.store, clerk, today=lambda: TODAY)


def _live_a_year(ledger: Ledger, clock: Clock) -> Year:
    """The customers, and what colleagues posted for those of the first company up to now."""
    customers, place = _book().customers, PLACES[0]
    setup.put_customers(ledger, [*customers, *quiet_customers(place)])
    add_clerks(ledger)
    year = Year(ledger, clock, place, [c for c in customers if c.company == place.company])
    set_exception_rules(year)
    plan_year(year)
    plan_waiting(year)
    year.happen()
    return year


def _set_up(ledger: Ledger, place: Place) -> None:
    year = int(TODAY[:4])
    setup.register_company(
        ledger, place.company, place.name, place.currency, years=(year - 1, year)
    )
    for branch, name in place.branches:
        setup.register_branch(ledger, place.company, branch, name)
    for division, name, region, control in place.divisions:
        setup.register_division(
            ledger, place.company, division, name, region=region, control_account=control
        )


def _set_currencies(ledger: Ledger) -> None:
    """The first company has customers who are billed and pay in euros: an account, and rates.

    The bank's files call the two main accounts by numbers.
    """
    company, base = PLACES[0].company, PLACES[0].currency
    setup.open_bank_account(ledger, company, f"{company}-EUR", "EUR")
    for days_ago, rate in ((400, "1.15"), (5, "1.10")):
        setup.set_rate(ledger, base, "EUR", add_days(TODAY, -days_ago), rate)
    for place, number in zip(PLACES, (DOLLARS, EUROS), strict=True):
        account = ledger.policies.bank_account_for(place.company, place.currency)
        if account is not None:
            set_numbers(ledger, place.company, account.bank_account, [number])


def _set_policies(ledger: Ledger) -> None:
    """Terms with grace days, tolerances on three levels, a colleague with a small authority."""
    for terms in TERMS:
        setup.define_terms(
            ledger,
            terms.code,
            name=terms.name,
            due_days=terms.due_days,
            steps=terms.steps,
            grace_days=terms.grace_days,
        )
    for currency in ("USD", "EUR"):
        usual = ToleranceData(currency, 500, "0.5", over_amount=5, note="usual")
        setup.set_tolerance(ledger, usual)
    setup.set_tolerance(
        ledger, ToleranceData("USD", 1000, "1", level="group", key="COOP", note="co-operatives")
    )
    if ledger.clerk != TRAINEE:
        setup.define_user(ledger, TRAINEE, name="A trainee", authority={"USD": 200, "EUR": 200})


def _post_yesterday(ledger: Ledger, place: Place, day: str) -> None:
    """A few receipts of the day before, so that accounts and vouchers have a history."""
    kept = {number for remittance in remittances() for number in remittance.documents}
    account = ledger.policies.bank_account_for(place.company, place.currency)
    customers = [c.customer for c in _book().customers if c.company == place.company]
    for number, customer in enumerate(customers[-6:]):
        items = ledger.read.open_items(place.company, [customer], place.currency)
        paid = [d for d in items if d.open > 0 and d.number not in kept][:2]
        if account is not None and paid:
            _receive(ledger, paid, account.bank_account, day, f"{place.company}{number:04d}")


def _receive(
    ledger: Ledger, paid: list[Document], bank_account: str, day: str, bank_reference: str
) -> None:
    first = paid[0]
    receipt = Receipt(
        first.company,
        first.customer,
        first.currency,
        sum(d.open for d in paid),
        bank_account,
        day,
        day,
        method="ACH",
        reference=" ".join(d.number for d in paid),
        bank_reference=bank_reference,
    )
    distribution = paying.distribution(ledger, receipt)
    lines = [distribution.pay(document) for document in paid]
    paying.post_receipt(ledger, receipt, [PayLine.of(line) for line in lines])

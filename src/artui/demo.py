"""The demo ledger: a made-up business, ready for a newcomer to post a payment in.

:func:`make` writes it to a new file in about a second; :func:`remittances` are the payments of
its day, still to be entered.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from artui.demo_book import PLACES, TERMS, TODAY, Book, Place, Remittance, make_book
from artui.demo_post import add_post
from artui.ledger import setup
from artui.ledger.dates import add_days
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.setup import ToleranceData
from artui.ledger.taking_on import take_on

__all__ = ["TODAY", "Remittance", "make", "remittances"]


@cache
def _book() -> Book:
    book = make_book()
    add_post(book)
    return book


def remittances() -> list[Remittance]:
    """The day's payments to enter, always the same ones in the same order."""
    return list(_book().remittances)


def make(location: Path | str, clerk: str) -> Ledger:
    """Make the demo ledger at a place where there is none; the open ledger, on its day.

    All of it is one transaction. The clerk becomes its user with unlimited authority.
    """
    ledger = open_ledger(location, clerk, create=True, today=lambda: TODAY)
    with ledger.store.hold():
        setup.create(ledger, "Demo")
        for place in PLACES:
            _set_up(ledger, place)
        _set_currencies(ledger)
        _set_policies(ledger)
        book = _book()
        setup.put_customers(ledger, book.customers)
        yesterday = add_days(TODAY, -1)
        take_on(ledger, book.documents, day=yesterday, batch="DEMO")
        for place in PLACES:
            _post_yesterday(ledger, place, yesterday)
    return ledger


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
    """The first company has customers who are billed and pay in euros: an account, and rates."""
    company, base = PLACES[0].company, PLACES[0].currency
    setup.open_bank_account(ledger, company, f"{company}-EUR", "EUR")
    for days_ago, rate in ((400, "1.15"), (5, "1.10")):
        setup.set_rate(ledger, base, "EUR", add_days(TODAY, -days_ago), rate)


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
    setup.define_user(ledger, "trainee", name="A trainee", authority={"USD": 200, "EUR": 200})


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
    distribution = ledger.distribution(receipt)
    lines = [distribution.pay(document) for document in paid]
    ledger.post_receipt(receipt, [PayLine.of(line) for line in lines])

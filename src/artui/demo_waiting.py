"""What waits in the demo on its day: differences, a request, mis-applied money, accounts at zero.

Posted through the ledger's own commands by the made-up clerks of :mod:`artui.demo_year`, in the
days before.
"""

from __future__ import annotations

from artui.demo_bank import RETURNED, RETURNED_OF, TWICE, TWICE_OF
from artui.demo_book import TODAY, Place
from artui.demo_year import REVIEW, TRAINEE, Year
from artui.ledger.automatic import clearing_list
from artui.ledger.dates import add_days
from artui.ledger.events import ExceptionRule, document_key
from artui.ledger.setup import CustomerData
from artui.ledger.writeoffs.exceptions import OVER, RECOMMEND, UNDER, WRITE_OFF
from artui.ledger.writeoffs.requests import request_write_off
from artui.ledger.writeoffs.schedules import set_rules
from artui.ledger.writeoffs.sorting import sort_exceptions

_RULES = (
    ExceptionRule(UNDER, WRITE_OFF, "USD", 1, 500, reason="BALWOF"),
    ExceptionRule(UNDER, RECOMMEND, "USD", 501, None),
    ExceptionRule(OVER, WRITE_OFF, "USD", 1, 100, reason="CRWOF"),
    ExceptionRule(OVER, RECOMMEND, "USD", 101, None),
)
"""What becomes of differences: the small ones are written off, the others looked at."""


def quiet_customers(place: Place) -> list[CustomerData]:
    """Two customers who buy no more, and whose accounts come to zero."""
    return [
        CustomerData(place.company, number, name, place.currency, terms="N30", division=division)
        for number, name, division in (
            ("10304", "Pebble Lighting Co", place.divisions[0][0]),
            ("10311", "Driftwood Garden Centre Inc", place.divisions[1][0]),
        )
    ]


def set_exception_rules(year: Year) -> None:
    """The exception rules of the company, from the ledger's first days on."""
    note = "small ones by themselves, the rest is looked at"
    set_rules(year.ledger, year.place.company, _RULES, since=year.desk(REVIEW).today(), note=note)


def plan_waiting(year: Year) -> None:
    """Plan what waits on the demo's day."""
    _left_by_receipts(year)
    _asked_for(year)
    _for_the_bank(year)
    _at_zero(year)
    _misapplied(year)


def list_at_zero(year: Year) -> None:
    """List the accounts at zero, when all documents of the demo are there."""
    clearing_list.select(year.desk(REVIEW), year.place.company)


def _left_by_receipts(year: Year) -> None:
    """A receipt over and one short, sorted by the rules: both wait for review."""
    over, under = year.customer(27), year.customer(24)
    number = year.bill(over, 118_660, "2026-02-05")
    year.receive(over, 120_160, _ago(7), [number])
    year.short(under, 204_420, 1_580, "2026-02-02", _ago(7))
    company = year.place.company
    year.on(_ago(6), lambda: sort_exceptions(year.desk(REVIEW), company=company))


def _asked_for(year: Year) -> None:
    """The trainee asks somebody else to write off what is above a trainee's limit."""
    number = year.short(year.customer(13), 176_900, 3_860, "2026-01-26", _ago(5))
    key = document_key(year.place.company, number)
    note = "they took freight off, sales agreed by phone"
    year.on(_ago(4), lambda: request_write_off(year.desk(TRAINEE), key, note=note))


def _for_the_bank(year: Year) -> None:
    """What the bank's file of the day speaks of once more: money told of, and what came back."""
    twice = year.bill(year.customer(TWICE_OF), TWICE[1], "2026-01-19")
    year.receive(year.customer(TWICE_OF), TWICE[1], _ago(6), [twice], TWICE[0])
    for billed, paid in (("2026-01-08", 34), ("2026-01-22", 20)):
        number = year.bill(year.customer(RETURNED_OF), RETURNED, billed)
        year.receive(year.customer(RETURNED_OF), RETURNED, _ago(paid), [number])


def _at_zero(year: Year) -> None:
    """Debits and credits nobody applied: invoice and money, invoice and two credit memos."""
    paid, credited = quiet_customers(year.place)
    year.bill(paid, 86_000, "2026-01-30")
    year.receive(paid, 86_000, _ago(12), reference="FINAL PAYMENT")
    for amount in (142_550, -98_000, -44_550):
        year.bill(credited, amount, "2026-02-11")


def _misapplied(year: Year) -> None:
    """Money that names one document and paid another, and money on account that fits one."""
    customer = year.customer(27)
    meant, other = (year.bill(customer, amount, "2026-02-09") for amount in (124_000, 131_050))
    year.receive(customer, 124_000, _ago(3), [other], reference=meant)
    customer = year.customer(29)
    year.bill(customer, 67_815, "2026-02-16")
    year.receive(customer, 67_815, _ago(2), reference="STATEMENT 2026-02")


def _ago(days: int) -> str:
    return add_days(TODAY, -days)

"""More of the small ledger: a customer billed in dollars and euros, and group invoices."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup import CustomerData, ToleranceData
from artui.ledger.taking_on import DocumentRow, take_on
from tests.screens.ledgers import small_ledger

NORDSEE = (
    ("1930800001", "2020-03-20", "2020-04-04", "EUR", 1_000_00, "NAA8", "1.12"),
    ("1930800002", "2020-03-10", "2020-04-10", "USD", 550_00, "NAH4", None),
    ("1930800003", "2020-04-02", "2020-05-02", "USD", 1_200_00, "NAH4", None),
    ("1930800004", "2020-03-01", "2020-03-31", "GBP", 300_00, "NAH4", "1.30"),
)
"""Number, date, due, currency, amount, terms, rate; pounds have no rate of a day."""

ALSTER = (
    ("1930810001", 1_000_00, "G7701"),
    ("1930810002", 600_00, "G7701"),
    ("1930810003", 400_00, "G7701"),
    ("1930810004", 75_00, "G7702"),
    ("1930810005", 30_00, ""),
)
"""Number, amount, group invoice."""


def foreign_ledger(path: Path) -> Ledger:
    """The small ledger with a bank account in euros, NORDSEE gmbh and ALSTER stores."""
    ledger = small_ledger(path)
    setup.open_bank_account(ledger, "U001", "4400998877", "EUR")
    setup.set_rate(ledger, "USD", "EUR", "2020-01-01", "1.15")
    setup.set_rate(ledger, "USD", "EUR", "2020-04-15", "1.10")
    setup.set_tolerance(ledger, ToleranceData("EUR", 5_00, "0.5", since="2020-01-01"))
    customers = [
        CustomerData("U001", "0200811002", "NORDSEE gmbh", "EUR", "NAA8", ("NORD",)),
        CustomerData("U001", "0200812003", "ALSTER stores", "USD", "NAH4", ("ALS",)),
    ]
    setup.put_customers(ledger, customers)
    rows = [
        DocumentRow(
            "U001",
            number,
            "invoice",
            "0200811002",
            day,
            due,
            currency,
            amount,
            amount,
            terms=terms,
            rate=None if rate is None else Decimal(rate),
        )
        for number, day, due, currency, amount, terms, rate in NORDSEE
    ]
    rows += [
        DocumentRow(
            "U001",
            number,
            "invoice",
            "0200812003",
            "2020-03-05",
            "2020-04-04",
            "USD",
            amount,
            amount,
            terms="NAH4",
            group_invoice=group,
        )
        for number, amount, group in ALSTER
    ]
    take_on(ledger, rows, day="2020-04-14", batch="foreign")
    return ledger

"""A small ledger made by hand, for the tests of screens: two companies on 2020-04-15.

The clock stands at 10:42:07 UTC and command ids count up, so that every picture is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger, Posted, open_ledger
from artui.ledger.setup import CustomerData, ToleranceData
from artui.ledger.taking_on import DocumentRow, take_on

TODAY = "2020-04-15"
CLOCK = 1_586_947_327_000_000
"""2020-04-15 10:42:07 UTC in microseconds."""

CLERK = "mlopez"

CUSTOMERS = (
    ("U001", "0200982294", "BUR trust", "NAA8", (), ""),
    ("U001", "0200777735", "NASH foundation", "NAH4", ("NASH", "NASH co", "NASH in"), ""),
    ("U001", "CCCA02", "KRAFT systems", "NAH4", ("KRAFT us", "KRAFT corporation"), ""),
    ("U001", "0200734891", "JAKE corporation", "NA32", (), ""),
    ("U001", "0200418007", "WAL-MAR corp", "NAA8", ("WAL-MAR",), ""),
    ("U001", "200418099", "SAMS stores", "NAA8", (), "0200418007"),
    ("U001", "0200934569", "SODEXHO", "NAH4", ("SODEXHO llc",), ""),
    ("CA02", "0140104440", "SO co", "CA10", ("SO", "SO associates"), ""),
    ("CA02", "140104440", "SO systems", "CA10", (), ""),
    ("CA02", "0140105713", "STEWAR co", "CA10", ("STEW",), ""),
)
"""Company, number, name, terms, aliases, payer."""

DOCUMENTS = (
    ("U001", "1930666989", "0200982294", "2020-03-19", "2020-04-03", 82_888_10),
    ("U001", "1930700001", "0200982294", "2020-04-05", "2020-05-05", 12_000_00),
    ("U001", "1930690001", "0200777735", "2020-03-20", "2020-04-20", 44_194_05),
    ("U001", "1930690002", "0200777735", "2020-03-04", "2020-03-09", 1_250_00),
    ("U001", "1930568136", "CCCA02", "2020-03-03", "2020-04-02", 21_488_00),
    ("U001", "1930570711", "CCCA02", "2020-03-03", "2020-04-02", 25_137_84),
    ("U001", "1930575236", "CCCA02", "2020-03-03", "2020-04-02", 13_866_54),
    ("U001", "1930580746", "0200734891", "2020-03-05", "2020-04-06", 10_437_78),
    ("U001", "1930600001", "0200418007", "2020-03-27", "2020-04-11", 100_000_00),
    ("U001", "1930600002", "200418099", "2020-03-29", "2020-04-13", 316_50),
    ("U001", "1930550001", "0200934569", "2020-03-01", "2020-03-06", 2_000_00),
    ("U001", "1930550002", "0200934569", "2020-04-10", "2020-05-10", 727_76),
    ("CA02", "2960616663", "0140104440", "2020-03-02", "2020-03-12", 85_570_58),
    ("CA02", "2960618744", "0140104440", "2020-03-05", "2020-03-15", 37),
    ("CA02", "164150003", "140104440", "2020-03-23", "2020-03-23", -8_937_47),
    ("CA02", "2960619384", "140104440", "2020-03-12", "2020-03-23", 76_364_15),
    ("CA02", "2960620421", "140104440", "2020-03-12", "2020-03-23", 89_374_68),
    ("CA02", "2960620423", "140104440", "2020-03-12", "2020-03-23", 38_182_07),
    ("CA02", "2960620610", "140104440", "2020-03-12", "2020-03-24", 61_690_42),
    ("CA02", "2960620400", "0140105713", "2020-04-02", "2020-04-12", 8_631_15),
)
"""Company, number, customer, date, due, amount in minor units (a credit memo below zero)."""


def empty_ledger(path: Path) -> Ledger:
    """A ledger without companies, its clock and command ids fixed."""
    ledger = open_ledger(path, CLERK, create=True, clock=lambda: CLOCK, today=lambda: TODAY)
    numbers = count(1)
    ledger.ids = lambda: f"command{next(numbers):04d}"
    setup.create(ledger)
    return ledger


def small_ledger(path: Path) -> Ledger:
    """Two companies, ten customers (one pays for another), twenty documents; tolerance 5.00 or
    0.5 percent, NAA8 with 2 percent until due and 14 grace days."""
    ledger = empty_ledger(path)
    setup.register_company(
        ledger, "U001", "Northern Supply", "USD", bank_account="4400112233", years=(2020,)
    )
    setup.register_company(
        ledger, "CA02", "Northern Supply Canada", "CAD", bank_account="0099887766", years=(2020,)
    )
    setup.define_terms(
        ledger,
        "NAA8",
        name="15 days, 2 % until due",
        due_days=15,
        steps=[("2", None)],
        grace_days=14,
    )
    for terms, days in (("NAH4", 30), ("NA32", 32), ("CA10", 10)):
        setup.define_terms(ledger, terms, name=f"{days} days", due_days=days)
    for currency in ("USD", "CAD"):
        setup.set_tolerance(ledger, ToleranceData(currency, 5_00, "0.5", since="2020-01-01"))
    currencies = {"U001": "USD", "CA02": "CAD"}
    setup.put_customers(
        ledger,
        (
            CustomerData(company, number, name, currencies[company], terms, aliases, payer=payer)
            for company, number, name, terms, aliases, payer in CUSTOMERS
        ),
    )
    take_on(ledger, _documents(currencies), day="2020-04-14")
    return ledger


def _documents(currencies: dict[str, str]) -> Iterable[DocumentRow]:
    terms = {(company, number): code for company, number, _name, code, *_rest in CUSTOMERS}
    for company, number, customer, day, due, amount in DOCUMENTS:
        kind = "invoice" if amount > 0 else "credit_memo"
        yield DocumentRow(
            company,
            number,
            kind,
            customer,
            day,
            due,
            currencies[company],
            amount,
            amount,
            terms=terms[company, customer],
        )


def pay_short(ledger: Ledger) -> Posted:
    """SO systems pays 76,359.15 CAD by wire for 2960619384: 5.00 are written off."""
    receipt = Receipt(
        "CA02",
        "140104440",
        "CAD",
        76_359_15,
        "0099887766",
        TODAY,
        TODAY,
        method="WIRE",
        reference="2960619384",
        bank_reference="200415C00047",
    )
    document = ledger.read.document("CA02/2960619384")
    assert document is not None
    distribution = paying.distribution(ledger, receipt)
    line = distribution.pay(document, 76_359_15)
    return paying.post_receipt(ledger, receipt, [PayLine.of(line)])


def on_account(ledger: Ledger, amount: int = 4_00, customer: str = "0200777735") -> Posted:
    """Money of a customer of U001 (none: unidentified cash) that stays on account."""
    receipt = Receipt(
        "U001",
        customer,
        "USD",
        amount,
        "4400112233",
        TODAY,
        TODAY,
        method="ACH",
        reference="on account",
        known_as="" if customer else "UNKNOWN PAYER",
    )
    return paying.post_receipt(ledger, receipt)

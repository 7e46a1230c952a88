"""Cheques that several files tell of, each under a reference of its own.

A lockbox file makes its references up, and a statement shows cheques as one deposit. So a cheque
is known by its payer, amount and day, and a deposit by the sum of the cheques of its day.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from artui.ledger.dates import add_days
from artui.ledger.entered import Receipt
from artui.ledger.ledger import Ledger
from artui.ledger.reading.queries import ReceiptRow
from artui.ledger.reversal.reversing import reverse_receipt
from artui.ledger.setup.bank_numbers import written

CHECK = "CHECK"
"""The method of a receipt that is a cheque."""

DAYS = 7
"""How long after the cheques their sum may be on the statement."""

_LOCKBOX = re.compile(r"[^/]+/\d{4}-\d\d-\d\d/[^/]*/[^/]*")


def cheque_before(
    ledger: Ledger, receipt: Receipt, spent: Collection[str], *, lockbox: bool
) -> str | None:
    """The receipt (document key) that a cheque is already booked as, told of by the other kind of
    file: ``lockbox`` says that this one is from a lockbox. One receipt in ``spent`` is another's.
    """
    if receipt.method != CHECK:
        return None
    day = receipt.received
    for company, customer in dict.fromkeys(_places(ledger, receipt)):
        for row in ledger.read.money_of_days(company, customer, receipt.amount, day, day):
            same = customer and (company, customer) == (receipt.company, receipt.customer)
            if (
                row.method == CHECK
                and _of_lockbox(row) != lockbox
                and row.currency == receipt.currency
                and row.document not in spent
                and (same or _words(row.known_as) == _words(receipt.known_as))
            ):
                return row.document
    return None


def _places(ledger: Ledger, receipt: Receipt) -> Iterator[tuple[str, str]]:
    """Where a cheque may be booked: with its customer, unidentified, or with the owner of a
    document it names, in any company."""
    yield receipt.company, receipt.customer
    yield from ((company, "") for company in ledger.policies.companies)
    for word in receipt.reference.split():
        yield from ((one.company, one.customer) for one in ledger.read.find_documents(word))


def cheques_of(ledger: Ledger, currency: str, day: str) -> list[ReceiptRow]:
    """The cheques received on a day in a currency, of every company; not those of lockbox files."""
    return [
        row
        for row in ledger.read.receipts_of_day(currency, day)
        if row.method == CHECK and not _of_lockbox(row)
    ]


def make_room(ledger: Ledger, currency: str, day: str, total: int) -> str | None:
    """Reverse the deposit of a lockbox that cheques of a day come to, if nobody used it; its
    document key."""
    for company, it in ledger.policies.companies.items():
        until = add_days(day, DAYS)
        for row in ledger.read.money_of_days(company, "", total, day, until):
            spoken = set(map(written, _words(f"{row.reference} {row.known_as}")))
            numbers = it.bank_accounts[row.bank_account].numbers
            document = ledger.read.document(row.document)
            unused = document is not None and document.open == row.amount
            if row.currency == currency and unused and spoken & set(numbers):
                reverse_receipt(ledger, row.document, day=row.received)
                return row.document
    return None


def _of_lockbox(row: ReceiptRow) -> bool:
    return _LOCKBOX.fullmatch(row.bank_reference) is not None


def _words(name: str) -> list[str]:
    """What a name or text is made of; case and signs don't count."""
    return re.findall(r"\w+", name.casefold())

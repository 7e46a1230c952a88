"""What each customer has open in a currency, by days late: what the ages on the menu are made of.
Never writes.

Amounts are minor units of the currency, debit +, credit -, both signs net; days are ISO. Of a
ledger of another moment (``reading/past``) they are those of that moment.
"""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger.ledger import Ledger
from artui.ledger.reading.buckets import bucket_days, bucket_sums
from artui.ledger.reading.queries import AGES


class AgedCustomer(NamedTuple):
    """A customer's open documents of one currency: how many, their sums by days late (see
    ``queries.AGES``), and the due day of the oldest debit, empty without one.

    Unidentified cash stands under an empty customer.
    """

    company: str
    customer: str
    name: str
    documents: int
    buckets: tuple[int, ...]
    oldest: str

    @property
    def total(self) -> int:
        """All that is open."""
        return sum(self.buckets)

    @property
    def key(self) -> str:
        """``COMPANY/CUSTOMER``."""
        return f"{self.company}/{self.customer}"


def aged_customers(ledger: Ledger, currency: str, company: str = "") -> list[AgedCustomer]:
    """Every customer in sight with something open in a currency, by company and number; of one
    company or (empty) of each. Ages are counted to the ledger's day."""
    sums = ", ".join(f"{each} AS b{at}" for at, each in enumerate(bucket_sums("open", "due")))
    rows = ledger.seen.query(
        "SELECT o.company, o.customer, c.name, o.documents, o.b0, o.b1, o.b2, o.b3, o.oldest FROM ("
        f"SELECT company, customer, COUNT(*) AS documents, {sums},"
        " MIN(CASE WHEN open > 0 THEN due END) AS oldest"
        " FROM documents WHERE open <> 0 AND currency = :currency"
        f"{' AND company = :company' if company else ''} GROUP BY company, customer) AS o"
        " LEFT JOIN customers AS c ON c.company = o.company AND c.customer = o.customer"
        " ORDER BY o.company, o.customer",
        {**bucket_days(ledger.today()), "currency": currency, "company": company},
    )
    return [
        AgedCustomer(row[0], row[1], row[2] or "", int(row[3]),
                     tuple(int(amount) for amount in row[4:8]), row[8] or "")
        for row in rows
    ]  # fmt: skip


ORDERS = ("customer", "not due", "1-30 days late", "31-60 days late", "over 60 days late", "total")
"""Orders of the list by number: 0 the customer's number, 1 to 4 an age, 5 all that is open."""


def in_order(rows: list[AgedCustomer], order: int) -> list[AgedCustomer]:
    """The rows in one of :data:`ORDERS`: of an age only who has something of that age, and the
    largest first; by number as they are."""
    if order == 0:
        return rows
    if order == len(AGES) + 1:
        return sorted(rows, key=lambda row: -row.total)
    of_age = [row for row in rows if row.buckets[order - 1]]
    return sorted(of_age, key=lambda row: -row.buckets[order - 1])

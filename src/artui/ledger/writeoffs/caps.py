"""Caps of write-offs by hand: a document's, a customer's in a year, a user's on a day, a run's.

They bound beside every limit (rule 6). What was taken back counts no more.
"""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.ledger import Ledger
from artui.ledger.views.moves import BY_HAND
from artui.ledger.writeoffs.authority import DOCUMENT_CAP, YEAR_CAP, Level


class Spent(NamedTuple):
    """What was written off before, minor units of the document's currency."""

    document: int = 0
    customer: int = 0
    user: int = 0
    run: int = 0


def levels(
    parameters: ev.Parameters, document: Document, user: str, day: str, spent: Spent
) -> list[Level]:
    """What each cap that is set leaves for a document."""
    of = (
        (DOCUMENT_CAP, document.number, parameters.document_cap, spent.document),
        (YEAR_CAP, f"{document.customer} in {day[:4]}", parameters.customer_cap, spent.customer),
        ("left of the day's cap for", user, parameters.user_cap, spent.user),
        ("left of the run's cap", "", parameters.run_cap, spent.run),
    )
    return [
        Level(name, key, max(0, caps[document.currency] - used))
        for name, key, caps, used in of
        if document.currency in caps
    ]


class Spending:
    """What a user's run writes off on a day, beside what was written off before it."""

    def __init__(self, ledger: Ledger, user: str, day: str) -> None:
        self._ledger = ledger
        self._user = user
        self._day = day
        self._run: dict[str, int] = {}
        self._customers: dict[tuple[str, str, str], int] = {}
        self._users: dict[tuple[str, str], int] = {}

    def spent(self, document: Document) -> Spent:
        """What counts against the caps of a document; nothing is looked up for caps not set."""
        parameters = self._ledger.policies.parameters(document.company, self._day)
        currency = document.currency
        return Spent(
            self._of_document(document) if currency in parameters.document_cap else 0,
            self._of_customer(document) if currency in parameters.customer_cap else 0,
            self._of_user(document) if currency in parameters.user_cap else 0,
            self._run.get(currency, 0),
        )

    def add(self, document: Document, amount: int) -> None:
        """Count a write-off decided on in this run."""
        currency = document.currency
        self._run[currency] = self._run.get(currency, 0) + amount
        customer, user = _customer(document), (document.company, currency)
        if customer in self._customers:
            self._customers[customer] += amount
        if user in self._users:
            self._users[user] += amount

    def _of_document(self, document: Document) -> int:
        rows = self._ledger.store.query(
            "SELECT COALESCE(SUM(amount), 0) FROM movements "
            "WHERE document = (SELECT pos FROM documents WHERE id = :key) AND kind = :kind",
            {"key": document.id, "kind": BY_HAND},
        )
        return abs(int(rows[0][0]))

    def _of_customer(self, document: Document) -> int:
        key = _customer(document)
        if key not in self._customers:
            self._customers[key] = self._sum(
                document, "received = 0 AND customer = :customer AND date >= :first"
                " AND date <= :last",
                {
                    "customer": document.customer,
                    "first": f"{self._day[:4]}-01-01",
                    "last": f"{self._day[:4]}-12-31",
                },
            )  # fmt: skip
        return self._customers[key]

    def _of_user(self, document: Document) -> int:
        key = document.company, document.currency
        if key not in self._users:
            self._users[key] = self._sum(
                document,
                "last_clerk = :user AND date = :day",
                {"user": self._user, "day": self._day},
            )
        return self._users[key]

    def _sum(self, document: Document, where: str, params: dict[str, object]) -> int:
        rows = self._ledger.store.query(
            "SELECT COALESCE(SUM(ABS(original)), 0) FROM documents WHERE company = :company"
            " AND currency = :currency AND cancelled = 0"
            f" AND kind IN ('balance_write_off', 'credit_write_off') AND {where}",
            {"company": document.company, "currency": document.currency, **params},
        )
        return int(rows[0][0])


def _customer(document: Document) -> tuple[str, str, str]:
    return document.company, document.customer, document.currency

"""What holds for documents on a day: terms, tolerance, authority, under policies read once."""

from __future__ import annotations

from collections.abc import Callable

from artui.ledger.distribution import Situation
from artui.ledger.documents import Customer, Document
from artui.ledger.policies import Policies
from artui.ledger.queries import Queries
from artui.ledger.settlement import NO_DISCOUNT, discount_offer, discount_steps


class Standing:
    """Answers for the documents of one voucher; each customer is read once."""

    def __init__(
        self, policies: Policies, clerk: str, read: Queries, known: Customer | None = None
    ) -> None:
        self.policies = policies
        self.clerk = clerk
        self._read = read
        self._customers = {(known.company, known.customer): known} if known else {}

    def situation_of(self, received: str, day: str) -> Callable[[Document], Situation]:
        """The question a distribution asks, for money ``received`` and booked on a ``day``."""
        return lambda document: self.situation(document, received, day)

    def situation(self, document: Document, received: str, day: str) -> Situation:
        """What holds for a document on the day money was ``received`` and booked (``day``)."""
        policies, customer = self.policies, self.customer_of(document)
        terms = policies.terms.get(document.terms) if document.kind == "invoice" else None
        steps = discount_steps(terms, document.original, document.tax, document.date, document.due)
        tolerance = policies.tolerance(customer, document.currency, day)
        part_paid = document.open != document.original
        used = self._read.tolerated(document.id) if part_paid else 0
        tolerated = tolerance.allowance(document.original, used, document.max_tolerance)
        authority = policies.authority(self.clerk, document.currency)
        # A customer's limit is in its own currency and says nothing about another (rule 6).
        own = customer.write_off_limit if customer.currency == document.currency else None
        limits = [limit for limit in (authority, own) if limit is not None]
        return Situation(
            discount_offer(steps, received) if steps else NO_DISCOUNT,
            tuple(steps),
            tolerance,
            min([tolerated, *limits]),
            tolerated,
            authority,
            policies.may_grant_late_discount(self.clerk),
        )

    def customer_of(self, document: Document) -> Customer:
        """The customer a document belongs to; unidentified cash has one without any rights."""
        key = document.company, document.customer
        customer = self._customers.get(key)
        if customer is None:
            customer = self._read.customer(*key) or Customer(
                document.company,
                document.customer,
                document.name,
                "",
                document.currency,
                "",
                "",
                "",
                "",
                "",
                None,
                None,
                0,
                1,
                0,
            )
            self._customers[key] = customer
        return customer

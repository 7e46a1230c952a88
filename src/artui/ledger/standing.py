"""What holds for documents on a day: terms, tolerance, authority, under policies read once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from artui.ledger import events as ev
from artui.ledger.distribution import Terms
from artui.ledger.documents import Customer, Document, own_discounts
from artui.ledger.policies import Policies
from artui.ledger.reading.queries import Queries
from artui.ledger.settlement import (
    NO_DISCOUNT,
    DiscountOffer,
    discount_offer,
    discount_steps,
    own_steps,
)
from artui.ledger.situation import ByHand, Situation
from artui.ledger.writeoffs.authority import bounds


class Standing:
    """Answers for the documents of one voucher; each customer is read once."""

    def __init__(
        self,
        policies: Policies,
        clerk: str,
        read: Queries,
        known: Customer | None = None,
        by_hand: ByHand | None = None,
    ) -> None:
        self.policies = policies
        self.clerk = clerk
        self._read = read
        self._by_hand = by_hand
        self._customers = {(known.company, known.customer): known} if known else {}

    def situation_of(self, received: str, day: str) -> Callable[[Document], Situation]:
        """The question a distribution asks, for money ``received`` and booked on a ``day``."""
        return lambda document: self.situation(document, received, day)

    def situation(self, document: Document, received: str, day: str) -> Situation:
        """What holds for a document on the day money was ``received`` and booked (``day``)."""
        policies, customer = self.policies, self.customer_of(document)
        parameters = policies.parameters(document.company, day)
        steps = self._steps(document)
        tolerance = policies.tolerance(customer, document.currency, day)
        used, granted = self._conceded(document) if document.open != document.original else (0, 0)
        maximum = document.max_tolerance
        tolerated = tolerance.allowance(document.original, used, maximum, open_=document.open)
        authority = policies.authority(self.clerk, document.currency)
        bound = bounds(
            policies,
            document.company,
            document.currency,
            day,
            user=self.clerk,
            customer=customer,
            document=document,
        ).most
        over = tolerance.over_allowance(document.original, maximum)
        return Situation(
            discount_offer(steps, received) if steps else NO_DISCOUNT,
            tuple(steps),
            tolerance,
            tolerated if bound is None else min(tolerated, bound),
            tolerated,
            authority,
            policies.may_grant_late_discount(self.clerk),
            over if bound is None else min(over, bound),
            bound,
            _on_parts(parameters),
            granted,
            parameters.rounding.get(document.currency, 0),
            self._by_hand,
        )

    def _steps(self, document: Document) -> list[DiscountOffer]:
        """The discounts of a document: its own, else those of its terms."""
        terms = self.policies.terms.get(document.terms) if document.kind == "invoice" else None
        if document.discounts:
            grace = terms.grace_days if terms else 0
            return own_steps(own_discounts(document), grace, document.late_until)
        return discount_steps(terms, document.original, document.tax, document.date, document.due)

    def _conceded(self, document: Document) -> tuple[int, int]:
        """What was tolerated and granted as discount on a document before, minor units."""
        sums = {"written_off": 0, "discount": 0}
        for moved in self._read.movements(document.id):
            if moved.kind in sums:
                sums[moved.kind] -= moved.amount
        return sums["written_off"], sums["discount"]

    def terms(self, company: str, currency: str, rate: Decimal, day: str, *, money: bool) -> Terms:
        """What holds for money of a currency at its own ``rate``, distributed on a ``day``."""
        policies = self.policies
        parameters = policies.parameters(company, day)
        return Terms(
            parameters.receipt_tolerance.get(currency, 0) if money else 0,
            money,
            parameters.rounding.get(currency, 0),
            lambda document: policies.rate(company, document.currency, day) / rate,
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


def _on_parts(parameters: ev.Parameters) -> str:
    """What a part payment earns of a discount (rule 8)."""
    if parameters.discount_on_parts == "proportional":
        return "proportional"
    return "none" if parameters.discount_needs_full else "whole"

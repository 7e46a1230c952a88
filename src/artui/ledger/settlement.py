"""How a payment settles a document: discount, late discount, tolerance, remainder; pure.

Amounts are minor units of the document's currency. :func:`settle` answers for one debit document
and never looks at a clock, a database or another document.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.dates import add_days, days_between


class Tolerance(msgspec.Struct, frozen=True, gc=False):
    """A resolved payment tolerance: the line that holds, and whether the customer is blocked.

    Unset amount or percent = no bound on that side; both unset = no tolerance; an explicit zero
    is zero (rule 1).
    """

    policy: int = 0
    level: str = ""
    key: str = ""
    amount: int | None = None
    percent: Decimal | None = None
    over_amount: int | None = None
    over_percent: Decimal | None = None
    inclusive: bool = True
    blocked: bool = False
    since: str = ""
    by: str = ""
    residual: bool = False  # percents are of what is open, not of the original amount (rule 3)

    @property
    def is_set(self) -> bool:
        """Whether a shortfall can be tolerated at all."""
        return not self.blocked and (self.amount is not None or self.percent is not None)

    def allowance(self, original: int, used: int = 0, own_maximum: int | None = None) -> int:
        """The largest shortfall to write off on a document (rules 1 to 3, 6): the lower of amount
        and percent of the original amount, less what was tolerated on it before. A maximum of the
        document's own stands above all levels."""
        if self.blocked:
            return 0
        if own_maximum is not None:
            most = own_maximum
        elif self.is_set:
            bounds = []
            if self.amount is not None:
                bounds.append(self.amount)
            if self.percent is not None:
                bounds.append(money.percent_of(abs(original), self.percent))
            most = min(bounds)
        else:
            return 0
        if not self.inclusive:
            most -= 1
        return max(0, most - used)


class DiscountOffer(msgspec.Struct, frozen=True, gc=False):
    """The cash discount of a document on the day the money was received.

    ``state`` is ``none``, ``in time``, ``grace`` (late, within the grace days) or ``beyond``.
    """

    state: str = "none"
    amount: int = 0
    percent: Decimal = Decimal(0)
    step: int = 0
    until: str = ""
    grace_until: str = ""
    days_late: int = 0


NO_DISCOUNT = DiscountOffer()


def discount_steps(
    terms: ev.TermsDefined | None, original: int, tax: int, day: str, due: str
) -> list[DiscountOffer]:
    """Every step of the terms for a document dated ``day``: amount and last day, soonest first."""
    if terms is None or terms.ended or original <= 0:
        return []
    base = original - tax if terms.net_base else original
    steps = []
    for step in terms.steps:
        until = due if step.days is None else add_days(day, step.days)
        percent = Decimal(step.percent)
        steps.append((until, percent, money.percent_of(base, percent)))
    steps.sort(key=lambda s: (s[0], -s[2]))
    return [
        DiscountOffer("in time", amount, percent, number, until, add_days(until, terms.grace_days))
        for number, (until, percent, amount) in enumerate(steps, 1)
    ]


def discount_offer(steps: list[DiscountOffer], received: str) -> DiscountOffer:
    """The step of the received date: the first not yet over; else the last one, late (rule 7)."""
    for step in steps:
        if received <= step.until:
            return step
    if not steps:
        return NO_DISCOUNT
    last = steps[-1]
    return DiscountOffer(
        "grace" if received <= last.grace_until else "beyond",
        last.amount,
        last.percent,
        last.step,
        last.until,
        last.grace_until,
        days_between(last.until, received),
    )


class Wish(msgspec.Struct, frozen=True, gc=False):
    """What a clerk decided for one document, beyond the amount.

    ``discount`` is an amount typed by hand (None = as the terms grant it), ``discount_reason`` the
    reason for one beyond terms, ``short_reason`` why a rest stays open on purpose.
    """

    accept_late: bool = False
    discount: int | None = None
    discount_reason: str = ""
    tolerate: bool = True
    short_reason: str = ""


PLAIN = Wish()


class Settled(msgspec.Struct, frozen=True, gc=False):
    """What a payment does to a document: its parts, and what stays open. They always add up to
    the open balance it had."""

    pay: int
    discount: int
    written_off: int
    stays_open: int
    late: int = 0

    @property
    def relieved(self) -> int:
        """What the document's balance goes down by."""
        return self.pay + self.discount + self.written_off


def settle(
    open_: int, available: int, offer: DiscountOffer, allowance: int, wish: Wish = PLAIN
) -> Settled:
    """Settle a debit balance ``open_`` with up to ``available`` money.

    The discount is given only if payment, discount and tolerance close the document; what it
    frees stays with the payer (rule 7). A shortfall is written off whole or not at all (rule 4).
    """
    if open_ <= 0:
        raise ValueError("only a debit balance is settled")
    available = max(0, available)
    most = allowance if wish.tolerate and not wish.short_reason else 0
    discount = min(_discount(offer, wish), open_)
    late = offer.days_late if discount else 0
    need = open_ - discount
    if available >= need:
        return Settled(need, discount, 0, 0, late)
    if available and need - available <= most:
        return Settled(available, discount, need - available, 0, late)
    return Settled(available, 0, 0, open_ - available)


def _discount(offer: DiscountOffer, wish: Wish) -> int:
    if wish.discount is not None:
        return wish.discount
    if offer.state == "in time" or (offer.state == "grace" and wish.accept_late):
        return offer.amount
    return 0


def use_credit(open_: int, wanted: int | None = None) -> Settled:
    """Use a credit balance (``open_`` < 0), whole or ``wanted`` (< 0) of it: it adds money."""
    if open_ >= 0:
        raise ValueError("only a credit balance is used")
    pay = open_ if wanted is None else wanted
    if not open_ <= pay <= 0:
        raise ValueError("more than the credit holds")
    return Settled(pay, 0, 0, open_ - pay)

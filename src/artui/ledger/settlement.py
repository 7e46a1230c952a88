"""How a payment settles a document: discount, late discount, tolerance, remainder; pure.

Amounts are minor units of the document's currency. :func:`settle` answers for one debit document
and never looks at a clock, a database or another document.
"""

from __future__ import annotations

from collections.abc import Sequence
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

    def allowance(
        self, original: int, used: int = 0, own_maximum: int | None = None, *, open_: int = 0
    ) -> int:
        """The largest shortfall to write off on a document (rules 1 to 3, 6): the lower of amount
        and percent of the original amount (or of what is ``open_``, as the line says), less what
        was tolerated on it before. A maximum of the document's own stands above all levels."""
        if self.blocked or not (self.is_set or own_maximum is not None):
            return 0
        of = open_ if self.residual else original
        most = own_maximum if own_maximum is not None else _lower(self.amount, self.percent, of)
        return max(0, most - (not self.inclusive) - used)

    def over_allowance(self, original: int, own_maximum: int | None = None) -> int:
        """The largest excess of a payment to take as income (rule 9): nothing unless the line
        sets an overpayment at all; a document's own maximum then counts for it too."""
        if self.blocked or (self.over_amount is None and self.over_percent is None):
            return 0
        if own_maximum is None:
            own_maximum = _lower(self.over_amount, self.over_percent, original)
        return max(0, own_maximum - (not self.inclusive))


def _lower(amount: int | None, percent: Decimal | None, of: int) -> int:
    """Of an amount and a percentage, the lower that is set (rule 1)."""
    bounds = [] if amount is None else [amount]
    if percent is not None:
        bounds.append(money.percent_of(abs(of), percent))
    return min(bounds)


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
_NO_END = "9999-12-31"


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


def own_steps(
    discounts: Sequence[tuple[int, str]], terms_grace: int, late_until: str
) -> list[DiscountOffer]:
    """The steps of a document that carries its discounts itself: amount and last day."""
    steps = []
    for number, (amount, until) in enumerate(sorted(discounts, key=_by_day), 1):
        last = until or _NO_END
        grace = late_until or (add_days(last, terms_grace) if until else last)
        steps.append(DiscountOffer("in time", amount, Decimal(0), number, last, max(grace, last)))
    return steps


def _by_day(own: tuple[int, str]) -> tuple[str, int]:
    amount, until = own
    return until or _NO_END, -amount


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
    reason for one beyond terms; with a reason it is given even if a rest stays open. ``write_off``
    and its reason close a part by hand. ``short_reason`` is why a rest stays open on purpose.
    ``source_amount`` is what the payment takes of a receipt in another currency, if it is stated.
    """

    accept_late: bool = False
    discount: int | None = None
    discount_reason: str = ""
    tolerate: bool = True
    short_reason: str = ""
    write_off: int = 0
    write_off_reason: str = ""
    source_amount: int | None = None


PLAIN = Wish()


class Conditions(msgspec.Struct, frozen=True, gc=False):
    """What bounds the settlement of one document.

    ``allowance`` is its own tolerance, ``room`` what the receipt's tolerance still holds,
    ``rounding`` what an application across currencies may leave. ``on_parts`` says what a part
    payment earns: none, proportional or whole; ``original`` and ``granted`` are the document's
    amount and the discount it had before.
    """

    allowance: int = 0
    room: int = 0
    rounding: int = 0
    on_parts: str = "none"
    original: int = 0
    granted: int = 0
    asks: bool = False  # what is to be written off by hand is only asked for, and stays open


class Settled(msgspec.Struct, frozen=True, gc=False):
    """What a payment does to a document: its parts, and what stays open. They always add up to
    the open balance it had."""

    pay: int
    discount: int
    written_off: int
    stays_open: int
    late: int = 0
    second: int = 0  # written off under the receipt's own tolerance
    by_hand: int = 0
    rounding: int = 0
    requested: int = 0  # of what stays open: somebody else is asked to write it off

    @property
    def relieved(self) -> int:
        """What the document's balance goes down by."""
        parts = self.pay + self.discount + self.written_off
        return parts + self.second + self.by_hand + self.rounding


def settle(
    open_: int,
    available: int,
    offer: DiscountOffer,
    conditions: Conditions = Conditions(),  # noqa: B008 - frozen
    wish: Wish = PLAIN,
) -> Settled:
    """Settle a debit balance ``open_`` with up to ``available`` money.

    The discount is given only if payment, discount and tolerance close the document, or as part
    payments earn it; what it frees stays with the payer (rules 7, 8). A shortfall is written off
    whole or not at all (rule 4). What is to be written off by hand stays open where it is only
    asked for (rule 21).
    """
    if open_ <= 0:
        raise ValueError("only a debit balance is settled")
    settled = _settled(open_, max(0, available), offer, conditions, wish)
    if not (conditions.asks and settled.by_hand):
        return settled
    asked = settled.by_hand
    return msgspec.structs.replace(
        settled, by_hand=0, requested=asked, stays_open=settled.stays_open + asked
    )


def _settled(
    open_: int, available: int, offer: DiscountOffer, conditions: Conditions, wish: Wish
) -> Settled:
    discount = min(_closing_discount(open_, offer, conditions, wish), open_)
    by_hand = min(wish.write_off, open_ - discount)
    late = offer.days_late if discount else 0
    need = open_ - discount - by_hand
    if available >= need:
        return Settled(need, discount, 0, 0, late, by_hand=by_hand)
    short = need - available
    may_tolerate = wish.tolerate and not wish.short_reason and not by_hand
    if available and may_tolerate and short <= conditions.allowance + conditions.room:
        own = min(short, conditions.allowance)
        return Settled(available, discount, own, 0, late, second=short - own)
    if available and short <= conditions.rounding:  # what a rate leaves is nobody's wish
        return Settled(available, discount, 0, 0, late, by_hand=by_hand, rounding=short)
    earned = _part_discount(open_, available, offer, conditions, wish)
    discount = min(earned, open_ - by_hand - available)
    rest = open_ - available - discount - by_hand
    return Settled(available, discount, 0, rest, late if discount else 0, by_hand=by_hand)


def offered(offer: DiscountOffer, wish: Wish) -> int:
    """The whole discount of a document that day: in time, or late and accepted."""
    granted = offer.state == "in time" or (offer.state == "grace" and wish.accept_late)
    return offer.amount if granted else 0


def _closing_discount(open_: int, offer: DiscountOffer, given: Conditions, wish: Wish) -> int:
    """The discount that goes with closing the document."""
    if wish.discount is not None:
        return wish.discount
    whole = offered(offer, wish)
    if given.on_parts != "proportional" or open_ == given.original or not whole:
        return max(0, whole - given.granted)
    rest, part = _still_to_earn(open_, whole, given), money.portion(open_, given.original, whole)
    # Within the rounding of the parts before, the last part takes the remainder (rule 8); a
    # larger difference was lost by parts that came too late.
    return rest if abs(rest - part) <= _ODD_UNITS else min(part, rest)


_ODD_UNITS = 2


def _still_to_earn(open_: int, whole: int, given: Conditions) -> int:
    """What is left of a proportional discount of ``whole``. Parts that earned more under an
    earlier step count for what this one would have given them."""
    earned = money.portion(given.original - open_, given.original, whole)
    same_step = abs(given.granted - earned) <= _ODD_UNITS
    return max(0, whole - (given.granted if same_step else min(given.granted, earned)))


def _part_discount(
    open_: int, paid: int, offer: DiscountOffer, given: Conditions, wish: Wish
) -> int:
    """What a payment that leaves a rest open earns."""
    if wish.discount is not None:
        return wish.discount if wish.discount_reason else 0
    whole = offered(offer, wish)
    if given.on_parts == "whole":
        return max(0, whole - given.granted)
    if given.on_parts == "proportional" and whole < given.original:
        earns = money.half_up(Decimal(paid) * whole / (given.original - whole))
        return min(_still_to_earn(open_, whole, given), earns)
    return 0


def share(total: int, amounts: Sequence[int], maxima: Sequence[int]) -> list[int]:
    """Split a difference in proportion to ``amounts``, none above its maximum; what one can't take
    goes to those with room, odd units to the last of them (rule 10). All in minor units.

    Raises ValueError if the maxima don't hold it.
    """
    if total > sum(maxima):
        raise ValueError("more than all maxima together")
    parts = [0] * len(amounts)
    rest = total
    while rest:
        roomy = [at for at, part in enumerate(parts) if part < maxima[at]]
        for at, part in zip(roomy, money.split(rest, [amounts[at] for at in roomy]), strict=True):
            taken = min(part, maxima[at] - parts[at])
            parts[at] += taken
            rest -= taken
    return parts


def use_credit(open_: int, wanted: int | None = None) -> Settled:
    """Use a credit balance (``open_`` < 0), whole or ``wanted`` (< 0) of it: it adds money."""
    if open_ >= 0:
        raise ValueError("only a credit balance is used")
    pay = open_ if wanted is None else wanted
    if not open_ <= pay <= 0:
        raise ValueError("more than the credit holds")
    return Settled(pay, 0, 0, open_ - pay)

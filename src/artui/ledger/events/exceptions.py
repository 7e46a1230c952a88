"""Facts of receipt write-offs: exception rules, what they recommend, programs kept for later."""

from __future__ import annotations

import msgspec

from artui.ledger.events.base import Event


class ExceptionRule(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What becomes of the differences that fit: from one amount (minor units of ``currency``) to
    another, both inclusive, and more than one percentage of the receipt up to another."""

    side: str  # over or under
    action: str  # write off, on account, leave, chargeback, recommend
    currency: str = ""  # empty = any; amounts need one
    amount_from: int | None = None
    amount_to: int | None = None
    percent_from: str | None = None
    percent_to: str | None = None
    reason: str = ""


class ExceptionRulesSet(Event, frozen=True, tag="xs"):
    """The exception rules of a company, or (empty) of all that have none, anew from a day on."""

    company: str
    since: str
    rules: tuple[ExceptionRule, ...]
    note: str = ""


class ScheduleSet(Event, frozen=True, tag="sc"):
    """A program kept under a name, to be run with the authority its ``owner`` has by then.

    ``program`` is ``write off`` or ``sort``; ``limit`` is in base currency unless one currency is
    chosen.
    """

    schedule: str
    owner: str
    program: str
    company: str
    currencies: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    limit: int | None = None
    percent: str | None = None
    reason: str = ""
    ended: bool = False


class ExceptionRecommended(Event, frozen=True, tag="er"):
    """What a receipt left over or short waits for somebody's review.

    Its stream is ``recommendation/COMPANY/NUMBER``; nothing has moved. ``open`` is what the
    ``document`` stood at, another balance voids it. ``rule`` counts from 1 in the rules since
    ``since``; 0 = none fits.
    """

    company: str
    number: int
    document: str
    receipt: str
    currency: str
    open: int
    rule: int
    since: str
    reason: str
    note: str = ""


class RecommendationDecided(Event, frozen=True, tag="ed"):
    """A recommendation was accepted, changed, rejected or found void, and what was done then."""

    company: str
    number: int
    decision: str
    action: str = ""
    amount: int = 0
    reason: str = ""
    voucher: str = ""
    made: str = ""
    request: str = ""
    note: str = ""

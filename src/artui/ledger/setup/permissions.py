"""What is allowed and where it is booked: tolerance, terms, reasons, clerks, rates, accounts.

See :mod:`artui.ledger.setup`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.checks import checked_day
from artui.ledger.dates import BEGINNING
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.people.changes import keep
from artui.ledger.policies import LEVELS
from artui.ledger.writer import Writer

DIRECTIONS = ("debit", "credit", "both")
"""Balances a reason may close."""

REASON_KINDS = ("small balance", "bad debt", "discount", "bank fee", "dispute")


@dataclass(frozen=True, slots=True)
class ToleranceData:
    """One tolerance line as entered; amounts in minor units, percents as decimal text."""

    currency: str
    short_amount: int | None = None
    short_percent: str | None = None
    over_amount: int | None = None
    over_percent: str | None = None
    level: str = "default"
    key: str = ""
    inclusive: bool = True
    since: str = ""
    note: str = ""
    ended: bool = field(default=False, kw_only=True)
    residual: bool = field(default=False, kw_only=True)  # percents of what is open (rule 3)


def set_tolerance(ledger: Ledger, data: ToleranceData) -> int:
    """Record a tolerance line as a new version of the policy; its number."""
    if data.level not in LEVELS:
        raise refuse("level", 2225, f"{data.level!r} is no tolerance level")
    if data.level in ("customer", "group") and not data.key:
        raise refuse("key", 2226, f"a tolerance of level {data.level} needs to say for whom")
    for name in ("short_percent", "over_percent"):
        _check_percent(name, getattr(data, name))
    for name in ("short_amount", "over_amount"):
        value = getattr(data, name)
        if value is not None and value < 0:
            raise refuse(name, 2227, "a tolerance can't be negative")
    with ledger.hold():
        ledger.require("policies.change")
        if data.level == "customer":
            company, _, customer = data.key.partition("/")
            if ledger.read.customer(company, customer) is None:
                raise refuse("key", 2207, f"{data.key!r} is no COMPANY/CUSTOMER known here")
        writer = Writer(ledger)
        writer.adopt_currency(data.currency)
        number = ledger.policies.policy_number() + 1
        writer.add(
            "tolerance",
            ev.ToleranceSet,
            policy=number,
            level=data.level,
            key=data.currency if data.level == "currency" else data.key,
            currency=data.currency,
            short_amount=data.short_amount,
            short_percent=data.short_percent,
            over_amount=data.over_amount,
            over_percent=data.over_percent,
            inclusive=data.inclusive,
            since=data.since or BEGINNING,
            note=data.note,
            ended=data.ended,
            residual=data.residual,
        )
        keep(writer, f"tolerance {data.level} {data.key}".rstrip() + f" {data.currency}")
    return number


def _check_percent(name: str, text: str | None) -> None:
    if text is None:
        return
    try:
        percent = Decimal(text)
    except InvalidOperation:
        raise refuse(name, 2228, f"{text!r} is not a percentage") from None
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise refuse(name, 2228, f"{text} is not between 0 and 100 percent")


def define_terms(
    ledger: Ledger,
    terms: str,
    *,
    name: str = "",
    due_days: int = 30,
    steps: Iterable[tuple[str, int | None]] = (),
    grace_days: int = 0,
    net_base: bool = False,
    ended: bool = False,
) -> None:
    """Payment terms: discount ``steps`` of (percent, days; None = until the due date)."""
    steps = tuple(steps)
    if not terms:
        raise refuse("terms", 2229, "terms need a code")
    _check_steps(steps)
    if grace_days < 0 or due_days < 0:
        raise refuse("grace_days", 2230, "days can't be negative")
    with ledger.hold():
        ledger.require("policies.change")
        writer = Writer(ledger)
        writer.add(
            f"terms/{terms}",
            ev.TermsDefined,
            terms=terms,
            name=name,
            due_days=due_days,
            steps=tuple(ev.DiscountStep(p, d) for p, d in steps),
            grace_days=grace_days,
            net_base=net_base,
            ended=ended,
        )
        writer.save()


def _check_steps(steps: Sequence[tuple[str, int | None]]) -> None:
    """Refuse discount steps that overlap: each lasts longer than the one before and gives less.

    The field is ``percent_N`` or ``days_N`` of the step at fault, counted from 1.
    """
    for number, (percent, days) in enumerate(steps, 1):
        _check_percent(f"percent_{number}", percent)
        if days is not None and days < 0:
            raise refuse(f"days_{number}", 2230, "days can't be negative")
    for number, ((percent, days), (later, until)) in enumerate(pairwise(steps), 2):
        if days is None or (until is not None and until <= days):
            last = "the due date" if days is None else f"day {days}"
            raise refuse(f"days_{number}", 2237, f"step {number} ends by {last}, as one before it")
        if Decimal(later) >= Decimal(percent):
            said = f"step {number} gives no less than the one before it ({percent} %)"
            raise refuse(f"percent_{number}", 2238, said)


def define_reason(
    ledger: Ledger,
    reason: str,
    name: str,
    kind: str,
    *,
    rule: str = "AR30-185",
    direction: str = "both",
    limit: int | None = None,
    currency: str = "",
    tax_percent: str = "",
    ended: bool = False,
    tax: bool = False,
) -> None:
    """A reason code with its kind and the accounting rule it books to; ``tax`` says that a
    write-off for it gives the tax part back (rule 11)."""
    if not reason:
        raise refuse("reason", 2231, "a reason needs a code")
    if kind not in REASON_KINDS:
        raise refuse("kind", 2232, f"{kind!r} is no kind of reason: {', '.join(REASON_KINDS)}")
    if direction not in DIRECTIONS:
        raise refuse("direction", 2232, f"{direction!r} is none of {', '.join(DIRECTIONS)}")
    _check_percent("tax_percent", tax_percent or None)
    if limit is not None and (limit < 0 or not currency):
        raise refuse("limit", 2227, "a limit has a currency and is not below zero")
    with ledger.hold():
        ledger.require("policies.change")
        ledger.policies.account(rule, "")
        writer = Writer(ledger)
        if limit is not None:
            writer.adopt_currency(currency)
        writer.add(
            f"reason/{reason}",
            ev.ReasonDefined,
            reason=reason,
            name=name,
            kind=kind,
            rule=rule,
            direction=direction,
            limit=limit,
            currency=currency,
            tax_percent=tax_percent,
            ended=ended,
            tax=tax,
        )
        keep(writer, f"reason {reason}")


class RateData(NamedTuple):
    """Base units per unit of a currency, from a day on; the rate as decimal text."""

    base_currency: str
    currency: str
    since: str
    rate: str


def set_rate(ledger: Ledger, base_currency: str, currency: str, since: str, rate: str) -> None:
    """A rate from a day on: base units per unit of ``currency``."""
    set_rates(ledger, [RateData(base_currency, currency, since, rate)])


def set_rates(ledger: Ledger, rates: Iterable[RateData]) -> None:
    """Many rates in one transaction; of two of a day the later one holds."""
    checked = [_checked_rate(data) for data in rates]
    with ledger.hold():
        ledger.require("masterdata.change")
        writer = Writer(ledger)
        for data in checked:
            writer.adopt_currency(data.base_currency)
            writer.adopt_currency(data.currency)
            writer.add(f"rate/{data.base_currency}/{data.currency}", ev.RateSet, **data._asdict())
        writer.save()


def _checked_rate(data: RateData) -> RateData:
    if data.base_currency == data.currency:
        raise refuse("currency", 2239, f"{data.currency} has no rate to itself")
    try:
        value = Decimal(data.rate)
    except InvalidOperation:
        raise refuse("rate", 2233, f"{data.rate!r} is not a rate") from None
    if not value.is_finite() or value <= 0:
        raise refuse("rate", 2233, "a rate is above zero")
    return data._replace(since=checked_day("since", data.since), rate=str(value))


def map_rule(
    ledger: Ledger,
    rule: str,
    account: str,
    *,
    name: str = "",
    company: str = "",
    division: str = "",
) -> None:
    """Let an accounting rule lead to another account from now on."""
    with ledger.hold():
        ledger.require("policies.change")
        writer = Writer(ledger)
        if account not in ledger.policies.accounts or name:
            writer.add(
                f"account/{account}", ev.AccountDefined, account=account, name=name or account
            )
        key = "/".join(part for part in ("rule", rule, company, division) if part)
        writer.add(
            key, ev.RuleMapped, rule=rule, account=account, company=company, division=division
        )
        keep(writer, f"account of {key.replace('/', ' ')}")

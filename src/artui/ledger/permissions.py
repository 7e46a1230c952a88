"""What is allowed and where it is booked: tolerance, terms, reasons, clerks, rates, accounts.

See :mod:`artui.ledger.setup`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from artui.ledger import events as ev
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.policies import LEVELS
from artui.ledger.writer import Writer

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
            since=data.since or "0001-01-01",
            note=data.note,
            ended=data.ended,
        )
        writer.save()
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
    for percent, _days in steps:
        _check_percent("percent", percent)
    if grace_days < 0 or due_days < 0:
        raise refuse("grace_days", 2230, "days can't be negative")
    with ledger.hold():
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
) -> None:
    """A reason code with its kind and the accounting rule it books to."""
    if not reason:
        raise refuse("reason", 2231, "a reason needs a code")
    if kind not in REASON_KINDS:
        raise refuse("kind", 2232, f"{kind!r} is no kind of reason: {', '.join(REASON_KINDS)}")
    with ledger.hold():
        ledger.policies.account(rule, "")
        writer = Writer(ledger)
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
        )
        writer.save()


def define_user(
    ledger: Ledger,
    user: str,
    *,
    name: str = "",
    authority: Mapping[str, int] | None = None,
    unlimited: bool = False,
    late_discount: bool = False,
    ended: bool = False,
) -> None:
    """A clerk with what they may write off per document and currency, minor units."""
    with ledger.hold():
        writer = Writer(ledger)
        writer.add(
            f"user/{user}",
            ev.UserDefined,
            user=user,
            name=name or user,
            authority=dict(authority or {}),
            unlimited=unlimited,
            late_discount=late_discount,
            ended=ended,
        )
        writer.save()


def set_rate(ledger: Ledger, base_currency: str, currency: str, since: str, rate: str) -> None:
    """A rate from a day on: base units per unit of ``currency``."""
    try:
        value = Decimal(rate)
    except InvalidOperation:
        raise refuse("rate", 2233, f"{rate!r} is not a rate") from None
    if not value.is_finite() or value <= 0:
        raise refuse("rate", 2233, "a rate is above zero")
    with ledger.hold():
        writer = Writer(ledger)
        writer.adopt_currency(currency)
        writer.add(
            f"rate/{base_currency}/{currency}",
            ev.RateSet,
            base_currency=base_currency,
            currency=currency,
            since=since,
            rate=str(value),
        )
        writer.save()


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
        writer = Writer(ledger)
        if account not in ledger.policies.accounts or name:
            writer.add(
                f"account/{account}", ev.AccountDefined, account=account, name=name or account
            )
        key = "/".join(part for part in ("rule", rule, company, division) if part)
        writer.add(
            key, ev.RuleMapped, rule=rule, account=account, company=company, division=division
        )
        writer.save()

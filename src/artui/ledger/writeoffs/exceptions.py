"""Exception rules: what becomes of what receipts leave over or short; pure.

A difference is measured by its amount and by the percentage it is of the receipt it came with.
The first rule that fits decides; none fits = it is recommended to somebody. Amounts go from one
bound to another, both inclusive; percentages are more than one bound, up to the other, so that
rules can meet without a gap. Rules that contradict one another are refused when they are entered.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.errors import Problem, Refused, refuse
from artui.ledger.money import AmountError, exponent, format_amount
from artui.ledger.policies import Policies

OVER, UNDER = "over", "under"
SIDES = (OVER, UNDER)
"""More came than was to be paid; less came."""

WRITE_OFF, ON_ACCOUNT, LEAVE, CHARGEBACK, RECOMMEND = (
    "write off",
    "on account",
    "leave",
    "chargeback",
    "recommend",
)
ACTIONS = (WRITE_OFF, ON_ACCOUNT, LEAVE, CHARGEBACK, RECOMMEND)
"""What a rule does with a difference."""

AUTOMATIC = "small balance"
"""The one kind of reason a program writes off for by itself."""

BY_REVIEW = (AUTOMATIC, "bank fee", "bad debt")
"""The kinds of reason a review may write off for."""

NO_SIDE, NO_ACTION, WRONG_SIDE, NO_CURRENCY, NO_BOUND, UPSIDE_DOWN, OVERLAP, NEVER = range(
    2450, 2458
)

Rule = ev.ExceptionRule


class Fit(NamedTuple):
    """The rule that decides, counted from 1; 0 and none where no rule fits."""

    number: int
    rule: Rule | None

    @property
    def action(self) -> str:
        """What is done: recommended, if no rule says otherwise."""
        return self.rule.action if self.rule is not None else RECOMMEND


class Difference(NamedTuple):
    """What a rule looks at: the side, the amount > 0 in minor units of its currency, and the
    percentage it is of the receipt."""

    side: str
    currency: str
    amount: int
    percent: Decimal


def rules_on(policies: Policies, company: str, day: str) -> ev.ExceptionRulesSet | None:
    """The exception rules a company has on a day: its own, else those of all companies."""
    for key in (company, ""):
        for version in reversed(policies.exceptions.get(key, ())):
            if version.since <= day:
                return version
    return None


def evaluate(rules: Sequence[Rule], difference: Difference) -> Fit:
    """The first rule that fits a difference."""
    for number, rule in enumerate(rules, 1):
        if fits(rule, difference):
            return Fit(number, rule)
    return Fit(0, None)


def fits(rule: Rule, difference: Difference) -> bool:
    """Whether a rule holds for a difference."""
    if rule.side != difference.side or rule.currency not in ("", difference.currency):
        return False
    low, high = _amounts(rule)
    above, up_to = _percents(rule)
    return low <= difference.amount <= high and above < difference.percent <= up_to


def words(rule: Rule) -> str:
    """A rule as a sentence says it: ``over 0.01 to 5.00 USD, up to 0.5 %: write off``."""
    parts = [rule.side]
    low, high = rule.amount_from, rule.amount_to
    if low is not None or high is not None:
        parts.append(f"{_bounds(low, high, rule.currency)} {rule.currency}")
    elif rule.currency:
        parts.append(rule.currency)
    if rule.percent_from is not None:
        parts.append(f"more than {rule.percent_from} %")
    if rule.percent_to is not None:
        parts.append(f"up to {rule.percent_to} %")
    return f"{' '.join(parts)}: {rule.action}"


def _bounds(low: int | None, high: int | None, currency: str) -> str:
    if low is None:
        return f"up to {format_amount(high or 0, currency)}"
    if high is None:
        return f"from {format_amount(low, currency)}"
    return f"{format_amount(low, currency)} to {format_amount(high, currency)}"


# --- entry -----------------------------------------------------------------------------------


def check_rules(policies: Policies, rules: Sequence[Rule]) -> None:
    """Refuse rules that say nothing, contradict themselves or one another.

    The fields at fault are named ``FIELD_N``, counted from 1.
    """
    problems: list[Problem] = []
    for number, rule in enumerate(rules, 1):
        try:
            _check_rule(policies, rule)
        except Refused as refused:
            problems += (
                Problem(f"{found.field}_{number}", found.number, f"rule {number}: {found.text}")
                for found in refused.problems
            )
    if not problems:
        problems = [*_contradictions(rules)]
    if problems:
        raise Refused(*problems)


def _check_rule(policies: Policies, rule: Rule) -> None:
    if rule.side not in SIDES:
        raise refuse("side", NO_SIDE, f"{rule.side!r} is neither over nor under")
    if rule.action not in ACTIONS:
        raise refuse("action", NO_ACTION, f"{rule.action!r} is none of {', '.join(ACTIONS)}")
    if (rule.side, rule.action) in ((OVER, CHARGEBACK), (UNDER, ON_ACCOUNT)):
        what = "an excess can't be charged back"
        if rule.side == UNDER:
            what = "a shortfall is no money that could stay on account"
        raise refuse("action", WRONG_SIDE, what)
    _check_amounts(rule)
    for name in ("percent_from", "percent_to"):
        _percent(name, getattr(rule, name))
    above, up_to = _percents(rule)
    if above >= up_to:
        raise refuse("percent_from", UPSIDE_DOWN, f"more than {above} up to {up_to} % is nothing")
    _check_reason(policies, rule)


def _check_amounts(rule: Rule) -> None:
    bounds = (rule.amount_from, rule.amount_to)
    if rule.currency:
        try:
            exponent(rule.currency)
        except AmountError as error:
            raise refuse("currency", error.number, str(error)) from None
    elif any(bound is not None for bound in bounds):
        raise refuse("currency", NO_CURRENCY, "amounts need their currency")
    if any(bound is not None and bound < 0 for bound in bounds):
        raise refuse("amount_from", NO_BOUND, "an amount can't be below zero")
    low, high = _amounts(rule)
    if low > high or high == 0:
        said = f"{_bounds(*bounds, rule.currency)} is nothing"
        raise refuse("amount_from", UPSIDE_DOWN, said)


def _check_reason(policies: Policies, rule: Rule) -> None:
    if rule.action == WRITE_OFF and not rule.reason:
        raise refuse("reason", 2205, "a write-off needs its reason code")
    if not rule.reason:
        return
    if rule.action in (ON_ACCOUNT, LEAVE):
        raise refuse("reason", 2206, f"{rule.action} books nothing and has no reason")
    if rule.action == CHARGEBACK:
        policies.reason(rule.reason)
        return
    kinds = (AUTOMATIC,) if rule.action == WRITE_OFF else BY_REVIEW
    check_direction(policies.reason(rule.reason, *kinds), rule.side)


def check_direction(reason: ev.ReasonDefined, side: str) -> None:
    """Refuse a reason that doesn't close balances of that side."""
    closes = "credit" if side == OVER else "debit"
    if reason.direction not in (closes, "both"):
        said = f"reason {reason.reason} closes a {reason.direction}, {side} leaves a {closes}"
        raise refuse("reason", WRONG_SIDE, said)


def _contradictions(rules: Sequence[Rule]) -> list[Problem]:
    """What two rules both claim, and rules that an earlier one leaves nothing for."""
    found = []
    for number, rule in enumerate(rules, 1):
        for earlier, other in enumerate(rules[: number - 1], 1):
            if rule.side != other.side:
                continue
            if rule.currency == other.currency and _meet(rule, other):
                said = f"rule {number} overlaps rule {earlier}, {words(other)}"
                found.append(Problem(f"amount_from_{number}", OVERLAP, said))
            elif other.currency == "" and _within(rule, other):
                said = f"rule {number} never counts: rule {earlier} takes all of it"
                found.append(Problem(f"currency_{number}", NEVER, said))
    return found


def _meet(one: Rule, other: Rule) -> bool:
    low, high = zip(_amounts(one), _amounts(other), strict=True)
    above, up_to = zip(_percents(one), _percents(other), strict=True)
    return max(low) <= min(high) and max(above) < min(up_to)


def _within(rule: Rule, other: Rule) -> bool:
    """Whether percentages of a rule lie within those of one that has no amounts."""
    (above, up_to), (low, high) = _percents(rule), _percents(other)
    return low <= above and up_to <= high


_NO_END = 10**18


def _amounts(rule: Rule) -> tuple[int, int]:
    low = 0 if rule.amount_from is None else rule.amount_from
    return low, _NO_END if rule.amount_to is None else rule.amount_to


def _percents(rule: Rule) -> tuple[Decimal, Decimal]:
    # Nothing is no difference, so more than 0 % is where all begins.
    return (
        Decimal(rule.percent_from or 0),
        Decimal("Infinity") if rule.percent_to is None else Decimal(rule.percent_to),
    )


def _percent(name: str, text: str | None) -> None:
    if text is None:
        return
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise refuse(name, 2228, f"{text!r} is not a percentage") from None
    if not value.is_finite() or not 0 <= value <= 100:
        raise refuse(name, 2228, f"{text} is not between 0 and 100 percent")

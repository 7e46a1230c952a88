"""How the scenarios spell their policies, and what the product calls the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Case = dict[str, Any]
GROUP = "G"
"""The customer group of everybody who isn't said to be in another."""

POLICIES = {
    "base_currency",
    "tolerance",
    "tolerance_levels",
    "precedence",
    "accept_tolerance",
    "discount_grace_days",
    "late_discount_tolerance_last_date",
    "accept_late_discount",
    "discount_requires_full_settlement",
    "partial_payment_discount",
    "adjust_tax_on_discount",
    "adjust_tax_on_writeoff",
    "receipt_tolerance",
    "distribution",
    "user_limit",
    "system_limit",
    "system_limit_base",
    "write_off_limits",
    "combine",
    "limit_inclusive",
    "inclusive",
    "on_exceed",
    "require_full_settlement",
    "open_periods",
    "closed_through",
    "application_effect_date",
    "writeoff_rate",
    "market_rate_on_writeoff_date",
    "reversal_rate",
    "rounding",
    "application_rounding",
}
LEVELS = {
    "customer": "customer",
    "customer_group": "group",
    "group": "group",
    "currency": "currency",
    "default": "default",
}
LIMIT_LEVELS = {"business_unit", "customer", "reason", "user"}
WORDS: dict[str, dict[str, str]] = {
    "partial_payment_discount": {"none": "none", "proportional": "proportional"},
    "combine": {
        "most restrictive": "most restrictive",
        "min": "most restrictive",
        "lowest": "most restrictive",
        "precedence": "precedence",
    },
    "on_exceed": {
        "refuse": "refuse",
        "reject": "refuse",
        "pending": "pending",
        "pending approval": "pending",
        "chargeback": "chargeback",
    },
    "application_effect_date": {
        "application": "application",
        "application date": "application",
        "latest": "latest",
        "latest document": "latest",
        "latest document date": "latest",
        "later document": "latest",
        "later document date": "latest",
    },
    "writeoff_rate": {
        "document": "document",
        "original": "document",
        "original receipt": "document",
        "writeoff date": "day",
        "write off date": "day",
    },
    "reversal_rate": {"original": "original", "reversal date": "day"},
    "rounding": {"half up": "half up"},
    "distribution": {"pro rata capped": "pro rata", "pro rata": "pro rata"},
}
"""What the scenarios call a value, and what the parameters call it."""

_TOLERANCE_WORDS = {
    "combine": {"min", "lower", "lowest", "most restrictive"},
    "per": {"document", "invoice", "line"},
    "base": {"document amount", "document", "original amount", "residual"},
}
_SIDES = {"underpayment", "overpayment"}


class NotApplicable(Exception):  # noqa: N818 - an answer, not a fault
    """The product does not do this; says what."""


def per_document(value: Any, ref: str) -> Any:
    """A policy value that may differ from document to document, or from user to user."""
    return value.get(ref) if isinstance(value, dict) else value


def plain(value: object) -> str:
    """A word however it is spelled: ``latest_document_date`` as ``latest document date``."""
    return str(value).lower().replace("_", " ").replace("-", " ").strip()


def word(policy: Case, key: str, absent: str) -> str:
    """A policy's value in the words of the parameters."""
    if policy.get(key) is None:
        return absent
    known = WORDS[key].get(plain(policy[key]))
    if known is None:
        raise NotApplicable(f"policy {key} {policy[key]!r}")
    return known


def limit_of(value: Any) -> str | None:
    """A limit as text; None where there is none to bound anything."""
    return None if value is None or plain(value) in ("unlimited", "none") else str(value)


def tolerance(given: Any) -> Case:
    """A tolerance as an object, an amount alone standing for one; refuses words unheard of."""
    line: Case = given if isinstance(given, dict) else {"amount": given}
    for key, known in _TOLERANCE_WORDS.items():
        if line.get(key) is not None and plain(line[key]) not in known:
            raise NotApplicable(f"tolerance {key} {line[key]!r}")
    return line


def sides(line: Case) -> set[str]:
    """Which differences a tolerance is for: shortfalls, unless it says otherwise."""
    named = line.get("applies_to") or "underpayment"
    found = {plain(one) for one in ([named] if isinstance(named, str) else named)}
    if "both" in found:
        return set(_SIDES)
    if not found <= _SIDES:
        raise NotApplicable(f"tolerance applies_to {named!r}")
    return found


def level_lines(name: str, given: Any) -> Iterator[tuple[str, Case]]:
    """The lines of a tolerance level, each with its key; an empty key stands for all."""
    if given is None:
        return
    if name != "default" and isinstance(given, dict) and _keyed(given):
        for key, line in given.items():
            if line is not None:
                yield key, tolerance(line)
    else:
        yield "", tolerance(given)


_TOLERANCE_KEYS = {"amount", "percent", "combine", "per", "applies_to", "inclusive", "base"}


def _keyed(line: Case) -> bool:
    """Whether a level gives a line per key instead of one line."""
    return bool(line) and not set(line) & _TOLERANCE_KEYS


def listed_strictly(policy: Case) -> bool:
    """Whether the limit of a list or a batch is not reached by what equals it.

    ``inclusive`` is the write-off limits'; where there are none it can only be meant for lists.
    """
    return not _inclusive(policy, "limit_inclusive", "inclusive")


def limits_inclusive(policy: Case) -> bool:
    """Whether an authority covers what equals it."""
    return _inclusive(policy, "inclusive", "limit_inclusive")


_AUTHORITY = ("user_limit", "system_limit", "system_limit_base", "write_off_limits")


def _inclusive(policy: Case, key: str, otherwise: str) -> bool:
    has_authority = any(policy.get(one) is not None for one in _AUTHORITY)
    if key not in policy and has_authority == (key == "inclusive"):
        return bool(policy.get(otherwise, True))
    return bool(policy.get(key, True))


def months(given: Any) -> tuple[str, str]:
    """The first and the last open month."""
    named = list(given.values()) if isinstance(given, dict) else list(given)
    return min(named)[:7], max(named)[:7]

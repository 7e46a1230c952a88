"""Parameters: how a company settles, where receivables systems differ (rules 6 to 14).

Each change is a new version of the whole that holds from a day on, for one company or for all that
have none of their own. A parameter is written as text in one way wherever it is typed or shown:
words, ``yes`` or ``no``, and amounts with their currency (``USD 5.00 CAD 7.50``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger.checks import checked_day
from artui.ledger.dates import BEGINNING
from artui.ledger.documents import SHORT_KIND
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import AmountError, decimal_string, exponent, parse_amount
from artui.ledger.people.changes import keep
from artui.ledger.policies import LEVELS, Policies
from artui.ledger.writer import Writer

UNKNOWN, NO_WORD, NO_LEVEL, TWICE, NOT_PAIRS, BELOW_ZERO, UPSIDE_DOWN, NO_BASE = range(2350, 2358)
NO_DAYS = 2416
NO_TYPE = 2602

LISTABLE = tuple(kind for kind in SHORT_KIND if not kind.endswith("_write_off"))
"""Kinds of documents that can be open, and so be listed to be written off."""


class Setting(NamedTuple):
    """A parameter: its name, its title, and the words it takes if it takes one of several.

    ``kind`` is ``levels`` (words in an order), ``word``, ``yes``, ``days``, ``limits`` (amounts
    per currency), ``range`` (two amounts in base currency) or ``types`` (of documents).
    """

    name: str
    title: str
    kind: str
    words: tuple[str, ...] = ()


SETTINGS = (
    Setting("levels", "Tolerance levels", "levels", LEVELS),
    Setting("discount_on_parts", "Discount on parts", "word", ("none", "proportional")),
    Setting("discount_needs_full", "Discount only with full settlement", "yes"),
    Setting("tax_on_discount", "Discount gives tax back", "yes"),
    Setting("tax_on_write_off", "Write-off gives tax back", "yes"),
    Setting("receipt_tolerance", "Tolerance once per receipt", "limits"),
    Setting("system_limits", "System limit per document", "limits"),
    Setting("system_range", "System range per receipt", "range"),
    Setting("company_limits", "Company limit per document", "limits"),
    Setting("limits_inclusive", "Limits inclusive", "yes"),
    Setting("limits_combine", "Limits combine", "word", ("most restrictive", "precedence")),
    Setting("above_limit", "Above a limit", "word", ("refuse", "pending", "chargeback", "leave")),
    Setting("full_matches_only", "Full matches only", "yes"),
    Setting("effect_date", "Effect date", "word", ("application", "latest")),
    Setting("write_off_rate", "Rate of a write-off", "word", ("document", "day")),
    Setting("reversal_rate", "Rate of a reversal", "word", ("original", "day")),
    Setting("rounding", "Rounding across currencies", "limits"),
    Setting("duties_apart", "Duties apart", "yes"),
    Setting("least_age", "Least age in days", "days"),
    Setting("document_cap", "Cap per document", "limits"),
    Setting("customer_cap", "Cap per customer and year", "limits"),
    Setting("user_cap", "Cap per user and day", "limits"),
    Setting("run_cap", "Cap per run", "limits"),
    Setting("journal_batches", "Journal batches of write-offs", "word", ("posted", "unposted")),
    Setting("balance_types", "Types of balance write-offs", "types"),
    Setting("credit_types", "Types of credit write-offs", "types"),
    Setting("rewards", "Rewards scheme is on", "yes"),
    Setting("division_postings", "Posting by division", "yes"),
)
"""Every parameter, in the order of :class:`~artui.ledger.events.Parameters`."""

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def setting(name: str) -> Setting:
    """A parameter by name (``system_range`` or ``system-range``); refuses unknown ones."""
    known = _BY_NAME.get(name.strip().casefold().replace("-", "_"))
    if known is None:
        raise refuse("name", UNKNOWN, f"{name!r} is no parameter: {', '.join(_BY_NAME)}")
    return known


# --- parameters as text ------------------------------------------------------------------------


def parse(name: str, text: str, base: str = "", *, decimal_mark: str = ".") -> Any:
    """What a text means for a parameter; ``base`` is the currency of a range.

    Raises :class:`~artui.ledger.errors.Refused` with the parameter as its field.
    """
    known = setting(name)
    words = text.split()
    if known.kind == "levels":
        return _levels(known.name, tuple(_word(known, word) for word in words))
    if known.kind == "word":
        return _word(known, " ".join(words))
    if known.kind == "yes":
        return _yes(known.name, text)
    if known.kind == "days":
        return _days(known.name, text.strip())
    if known.kind == "range":
        return _range(known.name, words, base, decimal_mark)
    if known.kind == "types":
        return _types(known.name, words)
    return _limits(known.name, words, decimal_mark)


def shown(name: str, value: Any, base: str = "") -> str:
    """A parameter as it would be typed; empty for a limit that binds nothing."""
    kind = setting(name).kind
    if kind == "levels":
        return " ".join(value)
    if kind == "yes":
        return "yes" if value else "no"
    if kind == "limits":
        pairs = sorted(value.items())
        return " ".join(
            f"{currency} {decimal_string(minor, currency)}" for currency, minor in pairs
        )
    if kind == "types":
        return " ".join(SHORT_KIND[each] for each in value)
    if kind == "range":
        if value == (None, None):
            return ""
        return " ".join("-" if bound is None else _in_base(bound, base) for bound in value)
    return str(value)


def _in_base(minor: int, base: str) -> str:
    """A bound as an amount; in minor units where companies share no base currency."""
    return decimal_string(minor, base) if base else str(minor)


def _word(known: Setting, text: str) -> str:
    wanted = text.strip().casefold()
    found = [word for word in known.words if wanted and word.startswith(wanted)]
    if wanted in known.words:
        return wanted
    if len(found) != 1:
        number = NO_LEVEL if known.kind == "levels" else NO_WORD
        raise refuse(known.name, number, f"{text!r} is none of {', '.join(known.words)}")
    return found[0]


def _yes(name: str, text: str) -> bool:
    wanted = text.strip().casefold()
    if wanted not in ("y", "yes", "n", "no"):
        raise refuse(name, NO_WORD, f"{text!r} is neither yes nor no")
    return wanted.startswith("y")


def _days(name: str, text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) <= 5):
        raise refuse(name, NO_DAYS, f"{text!r} is no number of days")
    return int(text)


def _types(name: str, words: list[str]) -> tuple[str, ...]:
    """Kinds of documents from the two letters of lists; in the order of lists, each once."""
    wanted = {word.upper() for word in words}
    known = {SHORT_KIND[kind]: kind for kind in LISTABLE}
    for word in sorted(wanted - known.keys()):
        raise refuse(name, NO_TYPE, f"{word!r} is none of {', '.join(known)}")
    return tuple(kind for word, kind in known.items() if word in wanted)


def _levels(name: str, levels: tuple[str, ...]) -> tuple[str, ...]:
    if not levels:
        raise refuse(name, NO_LEVEL, f"name at least one level of {', '.join(LEVELS)}")
    for level in levels:
        if level not in LEVELS:
            raise refuse(name, NO_LEVEL, f"{level!r} is none of {', '.join(LEVELS)}")
        if levels.count(level) > 1:
            raise refuse(name, TWICE, f"level {level} is named twice")
    return levels


def _limits(name: str, words: list[str], decimal_mark: str) -> dict[str, int]:
    if len(words) % 2:
        raise refuse(name, NOT_PAIRS, "a currency and an amount each: USD 5.00 CAD 7.50")
    limits: dict[str, int] = {}
    for currency, text in zip(map(str.upper, words[::2]), words[1::2], strict=True):
        if currency in limits:
            raise refuse(name, TWICE, f"{currency} is named twice")
        limits[currency] = _amount(name, text, currency, decimal_mark)
    return limits


def _range(
    name: str, words: list[str], base: str, decimal_mark: str
) -> tuple[int | None, int | None]:
    if not words:
        return None, None
    if len(words) != 2:
        raise refuse(name, NOT_PAIRS, "a lower and an upper bound: 0 50, or - 50 for no lower one")
    if not base:
        raise refuse(name, NO_BASE, "companies keep books in several currencies: name one")
    low, high = (None if word == "-" else _amount(name, word, base, decimal_mark) for word in words)
    return low, high


def _amount(name: str, text: str, currency: str, decimal_mark: str) -> int:
    try:
        return parse_amount(text, currency, decimal_mark=decimal_mark)
    except AmountError as error:
        raise refuse(name, error.number, str(error)) from None


# --- recording ---------------------------------------------------------------------------------


def set_parameters(
    ledger: Ledger, company: str, parameters: ev.Parameters, since: str = "", note: str = ""
) -> None:
    """Record parameters of a company (empty: of all without their own) from a day on.

    No day means from the beginning. Refuses with the parameter at fault as the field.
    """
    check(parameters)
    since = checked_day("since", since) if since else BEGINNING
    with ledger.hold():
        ledger.require("policies.change")
        if company:
            ledger.policies.company(company)
        writer = Writer(ledger)
        for limits in _limits_of(parameters).values():
            for currency in limits:
                writer.adopt_currency(currency)
        writer.add(
            f"parameters/{company}",
            ev.ParametersSet,
            company=company,
            since=since,
            parameters=parameters,
            note=note,
        )
        keep(writer, f"parameters of {company or 'all companies'}")


def changed(parameters: ev.Parameters, values: Mapping[str, Any]) -> ev.Parameters:
    """The parameters with some values replaced."""
    return replace(parameters, **values)


def check(parameters: ev.Parameters) -> None:
    """Refuse parameters that contradict themselves or name what isn't known."""
    _levels("levels", parameters.levels)
    for known in SETTINGS:
        value = getattr(parameters, known.name)
        if known.kind == "word" and value not in known.words:
            raise refuse(known.name, NO_WORD, f"{value!r} is none of {', '.join(known.words)}")
        if known.kind == "types" and (other := set(value) - set(LISTABLE)):
            raise refuse(known.name, NO_TYPE, f"{min(other)!r} is no type of document to be listed")
    for name, limits in _limits_of(parameters).items():
        for currency, limit in limits.items():
            _known_currency(name, currency)
            if limit < 0:
                raise refuse(name, BELOW_ZERO, f"the limit in {currency} is below zero")
    low, high = parameters.system_range
    if low is not None and high is not None and low > high:
        raise refuse("system_range", UPSIDE_DOWN, "the lower bound is above the upper one")


def _limits_of(parameters: ev.Parameters) -> dict[str, dict[str, int]]:
    names = [known.name for known in SETTINGS if known.kind == "limits"]
    return {name: getattr(parameters, name) for name in names}


def _known_currency(name: str, currency: str) -> None:
    try:
        exponent(currency)
    except AmountError as error:
        raise refuse(name, error.number, str(error)) from None


def base_currency(policies: Policies, company: str) -> str:
    """The currency a range is in: the company's, or that of all companies if they share one."""
    if company:
        return policies.company(company).base_currency
    bases = {known.base_currency for known in policies.companies.values()}
    return bases.pop() if len(bases) == 1 else ""


def versions(policies: Policies) -> list[ev.ParametersSet]:
    """Every version: those of all, then company by company; the latest day first."""
    return [
        line for company in sorted(policies.settings)
        for line in reversed(policies.settings[company])
    ]  # fmt: skip


def close_books(ledger: Ledger, company: str, through: str) -> None:
    """Post nothing in a company on or before a day any more, whatever its period says (rule 14)."""
    through = checked_day("through", through)
    with ledger.hold():
        ledger.require("periods.close")
        ledger.policies.company(company)
        writer = Writer(ledger)
        writer.add(f"periods/{company}", ev.BooksClosed, company=company, through=through)
        writer.save()

"""Money as integers: minor units, exact splits, half-up percentages, text in and out.

An amount is an ``int`` in minor units of its currency (cents for USD, yen for JPY, fils for KWD).
Rates are :class:`~decimal.Decimal`, base currency units per document currency unit. Nothing here
rounds without being asked to, and nothing is ever a ``float``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

MAX_MINOR = 10**15
"""Largest amount taken anywhere: far above any receipt, far below 64 bits."""

_adopted: dict[str, int] = {}
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")


class AmountError(ValueError):
    """Text that is no amount; ``number`` is the message number, the text says what is wrong."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.number = number


@cache
def _standard_exponent(currency: str) -> int:
    from iso4217 import Currency  # late: parsing the ISO table costs more than opening a ledger

    try:
        exponent = Currency(currency).exponent
    except ValueError:
        raise AmountError(2108, f"{currency!r} is not an ISO 4217 currency") from None
    if exponent is None:
        raise AmountError(2108, f"{currency!r} is not a currency that money is kept in")
    return exponent


def adopt(currency: str, exponent: int) -> None:
    """Remember the exponent a ledger recorded for a currency; it outlives changes of the table."""
    _adopted[currency] = exponent


def exponent(currency: str) -> int:
    """Decimal places of a currency's minor unit; raises :class:`AmountError` if unknown."""
    known = _adopted.get(currency)
    return _standard_exponent(currency) if known is None else known


def parse_amount(
    text: str, currency: str, *, decimal_mark: str = ".", left: int | None = None
) -> int:
    """Minor units from what a clerk types or a file holds.

    Takes ``1250``, ``1,250.00`` (``1.250,00`` with a comma as decimal mark), a leading or trailing
    minus, sums such as ``100+23.45``, and ``=`` for ``left`` where the caller gives one. More
    decimals than the currency has are refused, never rounded.
    """
    text = text.strip().replace(" ", "").replace("\u00a0", "")
    if text == "=" and left is not None:
        return left
    if not text:
        raise AmountError(2103, "an amount is needed")
    if "+" in text[1:]:
        parts = text.split("+")
        return _bounded(sum(_parse_one(part, currency, decimal_mark) for part in parts))
    return _bounded(_parse_one(text, currency, decimal_mark))


def _bounded(minor: int) -> int:
    if abs(minor) > MAX_MINOR:
        raise AmountError(2109, "the amount is too large")
    return minor


def _parse_one(text: str, currency: str, decimal_mark: str) -> int:
    body = text
    negative = False
    if body.startswith("-"):
        negative, body = True, body[1:]
    elif body.endswith("-"):
        negative, body = True, body[:-1]
    elif body.startswith("+"):
        body = body[1:]
    if decimal_mark == ",":
        body = body.translate({ord("."): ",", ord(","): "."})
    if not (body.isascii() and (_PLAIN.fullmatch(body) or _GROUPED.fullmatch(body))):
        raise AmountError(2104, f"{text!r} is not an amount")
    whole, _, fraction = body.replace(",", "").partition(".")
    places = exponent(currency)
    if len(fraction) > places:
        if fraction[places:].strip("0"):
            raise AmountError(2107, f"{text} has more decimals than {currency} has ({places})")
        fraction = fraction[:places]
    if len(whole) > 18:
        raise AmountError(2109, "the amount is too large")
    minor = int(f"{whole or '0'}{fraction.ljust(places, '0')}")
    return -minor if negative else minor


def decimal_string(minor: int, currency: str) -> str:
    """An amount for machines: ``-8937.47``, no grouping, always the currency's decimals."""
    places = exponent(currency)
    sign = "-" if minor < 0 else ""
    whole, fraction = divmod(abs(minor), 10**places)
    return f"{sign}{whole}.{fraction:0{places}d}" if places else f"{sign}{whole}"


def format_amount(minor: int, currency: str) -> str:
    """An amount for people: ``8,937.47-``, grouped, the minus behind it."""
    places = exponent(currency)
    whole, fraction = divmod(abs(minor), 10**places)
    text = f"{whole:,}.{fraction:0{places}d}" if places else f"{whole:,}"
    return f"{text}-" if minor < 0 else text


def to_decimal(minor: int, currency: str) -> Decimal:
    """An amount in whole currency units."""
    return Decimal(minor).scaleb(-exponent(currency))


def half_up(value: Decimal) -> int:
    """Round half away from zero to a whole number of minor units."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def percent_of(minor: int, percent: Decimal) -> int:
    """``percent`` of an amount, half up to the minor unit (rule 6)."""
    numerator, denominator = percent.as_integer_ratio()
    return _ratio(minor * numerator, denominator * 100)


def convert(minor: int, from_currency: str, to_currency: str, rate: Decimal) -> int:
    """An amount in another currency at ``rate`` (``to`` units per ``from`` unit), half up."""
    if from_currency == to_currency and rate == 1:
        return minor
    shift = exponent(to_currency) - exponent(from_currency)
    return half_up((Decimal(minor) * rate).scaleb(shift))


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split an amount in proportion to non-negative weights, exactly; the last part takes the rest.

    The parts always add up to ``total`` and none turns its sign. Weights that are all zero give
    everything to the last.
    """
    if not weights:
        raise ValueError("nothing to split over")
    if min(weights) < 0:
        raise ValueError("weights can't be negative")
    whole = sum(weights)
    if whole == 0:
        return [0] * (len(weights) - 1) + [total]
    parts: list[int] = []
    rest, sign = abs(total), -1 if total < 0 else 1
    for weight in weights[:-1]:
        part = min(_ratio(abs(total) * weight, whole), rest)
        parts.append(sign * part)
        rest -= part
    return [*parts, sign * rest]


def portion(part: int, whole: int, of: int) -> int:
    """``of`` in proportion ``part``/``whole``, half up; exactly ``of`` when the part is the whole.

    It relieves a base balance with a document balance: the last part takes the odd minor unit
    (rule 12).
    """
    return of if part == whole else _ratio(of * part, whole)


def _ratio(numerator: int, denominator: int) -> int:
    """A quotient rounded half away from zero, exact however large the numbers are."""
    quotient, rest = divmod(abs(numerator), abs(denominator))
    if 2 * rest >= abs(denominator):
        quotient += 1
    return -quotient if (numerator < 0) != (denominator < 0) else quotient

"""Single fields of bank files: amounts, days and texts, read strictly or named.

What money hangs on (an amount, a sign) is read or the file is refused; anything else that can't
be read is left empty and noted. A value that could be read in two ways is not read (rule 19).
"""

from __future__ import annotations

import re
from datetime import date

from artui.importers.table import Fault, FileRefused
from artui.ledger.money import MAX_MINOR, AmountError, exponent

UNKNOWN_PLACES = 2
"""Decimals of an amount whose currency the file doesn't say, or nobody knows."""

MAX_TEXT = 20_000
"""Characters of one text; a payer's whole remittance advice is far below."""

SHOWN = 40
"""Characters of a bad value that its fault repeats."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_BLANKS = re.compile(r"[ \u00a0]{2,}")
_FIRST_YEAR, _LAST_YEAR = 1980, 2079
_NOTHING = frozenset({"NONREF", "NOTPROVIDED", "NOT PROVIDED", "NONE", "EREF", "KREF", "KREF+"})
"""Words for *no reference*, and for *see the other field*."""


class FieldFault(Fault):
    """A fault of a file that is no table: ``column`` names the element, tag or field."""

    __slots__ = ()

    def located(self, file: str) -> str:
        """``FILE:LINE: FIELD: 'VALUE' why``, with those parts that there are."""
        value = f"{self.value!r} " if self.value else ""
        name = f"{self.column}: " if self.column else ""
        return f"{file}:{self.line}: {name}{value}{self.why}"


def fault(line: int, field: str, value: str, why: str) -> FieldFault:
    """What is wrong with a field; a long value is cut."""
    return FieldFault(line, shortened(field, 2 * SHOWN), shortened(value, SHOWN), why)


def shortened(text: str, length: int) -> str:
    """A text of a file as far as a fault repeats it."""
    return text if len(text) <= length else f"{text[:length]}…"


def refuse(line: int, field: str, value: str, why: str) -> FileRefused:
    """The refusal of a whole file because of one field, to be raised."""
    return FileRefused(fault(line, field, value, why))


# --- money -----------------------------------------------------------------------------------


def known(currency: str) -> bool:
    """Whether a code is a currency of ISO 4217 that money is kept in today."""
    try:
        exponent(currency)
    except AmountError:
        return False
    return True


def places(currency: str) -> int:
    """Decimals of a currency's minor unit; two where it is not known or no more in use."""
    return exponent(currency) if known(currency) else UNKNOWN_PLACES


def amount(text: str, currency: str, line: int, field: str, mark: str = ".") -> int:
    """Minor units of an unsigned decimal number; anything else refuses the file.

    ``mark`` is the one decimal mark that is taken. No grouping, no sign, no exponent: each could
    turn a damaged amount into another one.
    """
    whole, _, fraction = text.partition(mark)
    digits = whole + fraction
    if not (digits.isascii() and digits.isdigit()):
        raise refuse(line, field, text, "is not an amount")
    decimals = places(currency)
    if len(fraction) > decimals:
        if fraction[decimals:].strip("0"):
            name = shortened(currency, SHOWN) or "an unnamed currency"
            raise refuse(line, field, text, f"has more decimals than {name} has ({decimals})")
        fraction = fraction[:decimals]
    return _bounded(whole + fraction.ljust(decimals, "0"), text, line, field)


def minor(text: str, line: int, field: str) -> int:
    """Minor units written without a decimal mark, as fixed-width and BAI2 files do; >= 0."""
    if not (text.isascii() and text.isdigit()):
        raise refuse(line, field, text, "is not an amount in minor units")
    return _bounded(text, text, line, field)


def count(text: str, line: int, field: str) -> int:
    """A whole number of records or entries."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise refuse(line, field, text, "is not a number")
    return int(text)


def _bounded(digits: str, text: str, line: int, field: str) -> int:
    digits = digits.lstrip("0") or "0"
    if len(digits) > len(str(MAX_MINOR)) or int(digits) > MAX_MINOR:
        raise refuse(line, field, text, "is too large an amount")
    return int(digits)


# --- days and texts --------------------------------------------------------------------------


def day(year: str, month: str, of_month: str) -> str:
    """An ISO date of its digits, a year of two being 1980 to 2079; empty if there is none."""
    digits = year + month + of_month
    if not (digits.isascii() and digits.isdigit() and len(year) in (2, 4)):
        return ""
    full = int(year)
    if len(year) == 2:
        full += 1900 if full >= _FIRST_YEAR % 100 else 2000
    if not _FIRST_YEAR <= full <= _LAST_YEAR:
        return ""
    try:
        return date(full, int(month), int(of_month)).isoformat()
    except ValueError:
        return ""


def compact_day(digits: str) -> str:
    """The day of ``YYMMDD`` or ``YYYYMMDD``; empty if it is none."""
    if len(digits) not in (6, 8):
        return ""
    return day(digits[:-4], digits[-4:-2], digits[-2:])


def clean(text: str) -> str:
    """A text for people: one line, no control characters, no runs of blanks."""
    return _BLANKS.sub(" ", _CONTROL.sub(" ", text)).strip()


def reference(text: str) -> str:
    """A reference, empty where the bank writes a word for none."""
    found = clean(text)
    return "" if found.upper() in _NOTHING else found

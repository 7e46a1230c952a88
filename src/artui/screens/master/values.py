"""What clerks type into master data: choices, days, percents and limits, read and refused."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from artui.ledger.dates import DateError, parse_date
from artui.ledger.money import AmountError, format_amount, parse_amount
from artui.screens.frame.messages import BadValueError
from artui.screens.session import Session

NO_CHOICE = 4110
NO_CURRENCY = 4111
NO_PERCENT = 2228


def choice(text: str, choices: Sequence[str]) -> str:
    """The one of the choices that is meant: whole, or the only one that begins with the text.

    Raises :class:`~artui.screens.frame.messages.BadValueError`, which names them all.
    """
    wanted = text.strip().casefold()
    if wanted in choices:
        return wanted
    found = [each for each in choices if wanted and each.startswith(wanted)]
    if len(found) != 1:
        raise BadValueError(f"{text!r} is none of {', '.join(choices)}.", NO_CHOICE)
    return found[0]


def whole(text: str) -> int:
    """A whole number, 0 for none; digits are all its cell lets in."""
    return int(text or "0")


def yes(text: str) -> bool:
    """What Y or N says; empty is no."""
    return text.strip().upper() == "Y"


def yes_no(value: bool) -> str:
    """``Y`` or ``N``."""
    return "Y" if value else "N"


def day(text: str, session: Session) -> str:
    """An ISO date from what a clerk types; raises BadValueError."""
    try:
        return parse_date(text, session.today, month_first=session.settings.month_first)
    except DateError as error:
        raise BadValueError(str(error), error.number) from None


def amount(text: str, currency: str, session: Session) -> int | None:
    """Minor units of a currency, None for no bound; raises BadValueError."""
    if not text:
        return None
    if not currency:
        raise BadValueError("An amount needs its currency.", NO_CURRENCY)
    try:
        return parse_amount(text, currency, decimal_mark=session.settings.decimal_mark)
    except AmountError as error:
        raise BadValueError(str(error), error.number) from None


def shown_amount(value: int | None, currency: str) -> str:
    """A bound as it is typed: empty for none."""
    return "" if value is None else format_amount(value, currency)


def percent(text: str) -> str | None:
    """A percentage from 0 to 100 as exact text, None for no bound; raises BadValueError."""
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise BadValueError(f"{text!r} is not a percentage.", NO_PERCENT) from None
    if not 0 <= value <= 100:
        raise BadValueError(f"{text} is not between 0 and 100 percent.", NO_PERCENT)
    return str(value)


def shown_percent(text: str | None) -> str:
    """``0.50``: two decimals, or as many as were given; empty for none."""
    if not text:
        return ""
    value = Decimal(text)
    return f"{value:.2f}" if value == round(value, 2) else str(value)

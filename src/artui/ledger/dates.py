"""Dates as ISO text, the clerk's shorthands, and the calendar of fiscal periods."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

BEGINNING = "0001-01-01"
"""Since when something holds that was set without a day."""

NOT_DUE = "9999-12-31"
"""The due day of cash on account: it never falls due (ageing puts it under *not due*)."""


class DateError(ValueError):
    """Text that is no date; ``number`` is the message number."""

    def __init__(self, text: str, number: int = 2110) -> None:
        super().__init__(text)
        self.number = number


@lru_cache(maxsize=4096)  # the same few hundred days come back in every posting
def parse_iso(text: str) -> str:
    """A calendar day as ``YYYY-MM-DD``; raises :class:`DateError` for days that don't exist."""
    text = text.strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise DateError(f"{text!r} is not a date (YYYY-MM-DD)") from None
    return day.isoformat()


def parse_date(text: str, today: str, *, month_first: bool = False) -> str:
    """The day a clerk means: ``15``, ``1511``, ``151119``, ``t``, ``+30``, ``-1``, ``m``, ISO.

    ``15`` is that day of this month, ``m`` the end of this month; ``month_first`` reads ``1511``
    and ``151119`` with the month before the day. Raises :class:`DateError`.
    """
    text = text.strip().lower()
    now = date.fromisoformat(today)
    if text == "t":
        return today
    if text == "m":
        return month_end(today)
    if re.fullmatch(r"[+-]\d{1,4}", text):
        return (now + timedelta(days=int(text))).isoformat()
    if not re.fullmatch(r"\d+", text) or len(text) not in (1, 2, 4, 6, 8):
        return parse_iso(text)
    day, month, year = _digits(text, now, month_first)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise DateError(f"{year}-{month:02d}-{day:02d} does not exist") from None


def _digits(text: str, now: date, month_first: bool) -> tuple[int, int, int]:
    if len(text) <= 2:
        return int(text), now.month, now.year
    if len(text) == 8:
        return int(text[6:]), int(text[4:6]), int(text[:4])
    first, second = int(text[:2]), int(text[2:4])
    day, month = (second, first) if month_first else (first, second)
    return day, month, now.year if len(text) == 4 else 2000 + int(text[4:])


@lru_cache(maxsize=4096)
def add_days(day: str, days: int) -> str:
    """The day ``days`` after another."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def days_between(first: str, last: str) -> int:
    """Days from ``first`` to ``last``; negative if ``last`` is earlier."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def month_of(day: str) -> str:
    """The calendar month of a day, ``YYYY-MM``: the name of a monthly period."""
    return day[:7]


def month_end(day: str) -> str:
    """The last day of the month of a day."""
    year, month = int(day[:4]), int(day[5:7])
    return f"{day[:7]}-{monthrange(year, month)[1]:02d}"


def months_of(year: int) -> list[tuple[str, str, str]]:
    """Twelve monthly periods of a calendar year: (name, first day, last day)."""
    return [
        (
            f"{year}-{month:02d}",
            f"{year}-{month:02d}-01",
            f"{year}-{month:02d}-{monthrange(year, month)[1]:02d}",
        )
        for month in range(1, 13)
    ]

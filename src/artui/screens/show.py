"""How ledger values look in lists and foots: amounts, short dates, days late, problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from artui.ledger.dates import days_between
from artui.ledger.documents import RECEIPT_SIDE, Document
from artui.ledger.errors import Problem
from artui.ledger.money import format_amount
from artui.screens.frame.messages import Fault

amount = format_amount
"""``8,937.47-``: minor units in the currency's decimals, the minus behind."""


def short_day(day: str, today: str) -> str:
    """``03-23`` in the current year, ``19/12`` (year and month) in another, blank for none."""
    if day[:4] == today[:4]:
        return day[5:]
    return f"{day[2:4]}/{day[5:7]}" if day and day < "9999" else ""


def voucher(key: str, today: str) -> str:
    """``RC 147`` for a voucher key of the current year, ``RC 2019-147`` for one of another."""
    _company, series, year, number = key.split("/")
    return f"{series} {number}" if year == today[:4] else f"{series} {year}-{number}"


def clock(recorded_at: int) -> str:
    """``10:42:07``: microseconds since 1970 UTC as the time of day where the clerk is."""
    return datetime.fromtimestamp(recorded_at // 1_000_000).strftime("%H:%M:%S")


def recorded_day(recorded_at: int) -> str:
    """The calendar day something was recorded, where the clerk is."""
    return datetime.fromtimestamp(recorded_at // 1_000_000).date().isoformat()


def late(document: Document, today: str) -> str:
    """``23!`` days late, ``61!!`` from 61 days, blank when not due, closed or a credit."""
    if document.open <= 0 or document.kind in RECEIPT_SIDE or document.due >= today:
        return ""
    days = days_between(document.due, today)
    return f"{days}!!" if days > 60 else f"{days}!"


def late_style(document: Document, today: str) -> str | None:
    """The style of the days late: yellow, red from 61 days."""
    shown = late(document, today)
    return None if not shown else "overdue" if shown.endswith("!!") else "late"


def faults(problems: Iterable[Problem], fields: Mapping[str, str] | None = None) -> list[Fault]:
    """A ledger's problems as faults of a panel; ``fields`` maps its field names to the panel's."""
    names = fields or {}
    return [Fault(names.get(p.field, p.field), p.number, p.text) for p in problems]

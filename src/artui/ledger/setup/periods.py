"""Fiscal periods: how a year is cut into them, and making them without an overlap or a hole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from artui.ledger import events as ev
from artui.ledger.dates import DateError, add_days, months_of, parse_iso
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.policies import Company
from artui.ledger.writer import Writer

Span = tuple[str, str, str]
"""A period: its name, its first and its last day (ISO, inclusive)."""

PATTERNS = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}
"""Weeks of the three periods of each quarter."""

YEAR_MADE, NO_PERIODS, NAMED_TWICE, BACKWARDS, OVERLAP, HOLE = range(2340, 2346)


def weeks_of(year: int, first: str, pattern: str = "4-4-5", *, weeks: int = 52) -> list[Span]:
    """Twelve periods of whole weeks from ``first`` on: ``2020-P01`` and so on.

    A year of 53 weeks has the odd one in its last period.
    """
    cut = list(PATTERNS[pattern]) * 4
    cut[-1] += weeks - 52
    spans = []
    for number, length in enumerate(cut, 1):
        last = add_days(first, 7 * length - 1)
        spans.append((f"{year}-P{number:02d}", first, last))
        first = add_days(last, 1)
    return spans


def generate_periods(
    ledger: Ledger, company: str, year: int, periods: Sequence[Span] | None = None
) -> None:
    """Make the periods of a company's fiscal year, open; its calendar months if none are given.

    Refuses a year that is made already, days or names that are wrong, and periods that overlap or
    leave a hole, among themselves or beside those of other years.
    """
    with ledger.hold():
        ledger.require("masterdata.change")
        known = ledger.policies.company(company)
        if any(period.year == year for period in known.periods.values()):
            raise refuse("year", YEAR_MADE, f"{company} has the periods of {year} already")
        spans = _checked(months_of(year) if periods is None else periods, known)
        writer = Writer(ledger)
        _generate(writer, company, year, spans)
        writer.save()


def open_years(ledger: Ledger, company: str, years: Iterable[int]) -> list[int]:
    """Make the months of years a company has none of, and of those between, so that no hole is
    left; the years that were new."""
    with ledger.hold():
        known = ledger.policies.company(company)
        made = {period.year for period in known.periods.values()}
        wanted = set(years) - made
        if not wanted:
            return []
        ledger.require("masterdata.change")
        all_years = range(min(wanted | made), max(wanted | made) + 1)
        new = [year for year in all_years if year not in made]
        _checked([span for year in new for span in months_of(year)], known)
        writer = Writer(ledger)
        for year in new:
            _generate(writer, company, year, months_of(year))
        writer.save()
    return new


def _generate(writer: Writer, company: str, year: int, spans: Sequence[Span]) -> None:
    writer.add(
        f"periods/{company}", ev.PeriodsGenerated, company=company, year=year, periods=tuple(spans)
    )


def _checked(periods: Sequence[Span], known: Company) -> list[Span]:
    """The periods in order, their days in full; refuses what can't stand beside the others."""
    if not periods:
        raise refuse("period", NO_PERIODS, "a year needs at least one period")
    spans = sorted((_span(*period) for period in periods), key=lambda span: span[1])
    names = [name for name, _first, _last in spans]
    for name in names:
        if names.count(name) > 1 or name in known.periods:
            raise refuse("period", NAMED_TWICE, f"period {name} is there already")
    others = [(p.name, p.first, p.last) for p in known.periods.values()]
    _adjoin(sorted([*spans, *others], key=lambda span: (span[1], span[2])), set(names))
    return spans


def _span(name: str, first: str, last: str) -> Span:
    if not name.strip() or "/" in name:
        raise refuse("period", NAMED_TWICE, f"{name!r} can't name a period")
    try:
        first, last = parse_iso(first), parse_iso(last)
    except DateError as error:
        raise refuse("period", error.number, f"period {name}: {error}") from None
    if first > last:
        raise refuse("period", BACKWARDS, f"period {name} ends on {last}, before its first day")
    return name.strip(), first, last


def _adjoin(spans: Sequence[Span], new: set[str]) -> None:
    """Refuse an overlap or a hole before or behind a new period."""
    for (before, _first, last), (after, first, _last) in pairwise(spans):
        if not {before, after} & new:
            continue
        if first <= last:
            raise refuse("period", OVERLAP, f"{after} begins on {first}, within {before}")
        if first != add_days(last, 1):
            hole = f"{add_days(last, 1)} to {add_days(first, -1)}"
            raise refuse("period", HOLE, f"{hole} would be in no period")

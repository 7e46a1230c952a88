"""The pictures there are, by name: what each shows and how it is made of a ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from artui.ledger.backtest import question as asking
from artui.ledger.backtest.courses import Span
from artui.ledger.backtest.question import Question, limits_around
from artui.ledger.dates import add_days
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.reading import figures
from artui.ledger.reading.moment import check_day, check_span
from artui.ledger.reading.written_off import TOLERANCE
from artui.reports.asked import BACKWARDS
from artui.reports.pictures import curves
from artui.reports.pictures.picture import Mark, Picture, Series, foremost

YEAR = asking.SPAN_DAYS
"""Days looked back on if no span is named."""

AGES = ("Not due", "1-30 late", "31-60 late", "Over 60 late")
_TICK = 24
"""Values of a curve between two of its labels."""


class Wanted(NamedTuple):
    """What a picture is asked for: ISO days, both inclusive; ``first`` empty is a year back,
    ``company`` and ``currency`` empty is each; the ``limit`` of a back-test is in minor units, 0
    is twice that in force."""

    last: str
    first: str = ""
    company: str = ""
    currency: str = ""
    limit: int = 0


class Known(NamedTuple):
    """A picture: its name on the command line, its title, what it shows in a sentence; whether it
    is of a time and not of a day, and takes a limit to try."""

    name: str
    title: str
    says: str
    make: Callable[[Ledger, Wanted], list[Picture]]
    since: bool = True
    limit: bool = False


def pictures(ledger: Ledger, name: str, wanted: Wanted) -> list[Picture]:
    """The pictures of a name, one a currency where they are of money; at least one, if only to say
    that there is nothing to show. KeyError if there is no such name.

    Refuses days the wrong way round or outside the history, and an unknown company.
    """
    known = PICTURES[name]
    ledger.require("reports.read")
    wanted = wanted._replace(currency=wanted.currency.upper())
    if known.since and not wanted.first:
        wanted = wanted._replace(first=add_days(wanted.last, 1 - YEAR))
    if wanted.company:
        ledger.policies.company(wanted.company)
    if known.since and wanted.first > wanted.last:
        raise refuse("first", BACKWARDS, f"{wanted.first} is after {wanted.last}")
    if known.since:
        check_span(ledger, wanted.first, wanted.last, ("first", "last"))
    else:
        check_day(ledger, wanted.last, "last")
    found = known.make(ledger, wanted)
    return found or [Picture(known.title, _about(ledger, wanted, ""), (), ())]


def _companies(ledger: Ledger, wanted: Wanted) -> list[str]:
    """The company asked for, or each."""
    return [wanted.company] if wanted.company else sorted(ledger.policies.companies)


def _about(ledger: Ledger, wanted: Wanted, what: str, *, of_day: bool = False) -> tuple[str, ...]:
    """Whose, when, and how much of the log was known; ``what`` the figures are."""
    if wanted.company:
        whose = f"{wanted.company} {ledger.policies.company(wanted.company).name}"
    else:
        whose = "All companies"
    when = f"on {wanted.last}" if of_day else f"{wanted.first} to {wanted.last}"
    known = f"as known at event {ledger.store.head().pos:,}"
    return (f"{whose}, {when}, {known}", *filter(None, (what,)))


def ageing(ledger: Ledger, wanted: Wanted) -> list[Picture]:
    """Bars of what was open on a day, by days late, a picture a currency."""
    companies = _companies(ledger, wanted)
    for company in companies:
        ledger.sight.check_books(company)
    return [
        Picture(
            f"Ageing in {currency}",
            _about(ledger, wanted, f"Open balances net by days past due, {currency}", of_day=True),
            AGES,
            (Series("", sums),),
            currency,
        )
        for currency, sums in figures.ages(ledger, companies, wanted.last).items()
        if wanted.currency in ("", currency)
    ]


def write_offs(ledger: Ledger, wanted: Wanted) -> list[Picture]:
    """Stacked bars of what was written off, by month and reason, a picture a currency."""
    companies = _companies(ledger, wanted)
    parts = figures.parts_of(wanted.first, wanted.last)
    sums = figures.by_reason(ledger, companies, wanted.first, wanted.last)
    word = "month" if len(parts[0]) > len("2020") else "year"
    return [
        Picture(
            f"Write-offs in {currency} by {word} and reason",
            _about(ledger, wanted, f"{currency}; below zero what was kept or taken back"),
            tuple(parts),
            _reasons(ledger, sums[currency], parts),
            currency,
        )
        for currency in sorted(sums)
        if wanted.currency in ("", currency)
    ]


def _reasons(
    ledger: Ledger, sums: Mapping[str, Mapping[str, int]], parts: Sequence[str]
) -> tuple[Series, ...]:
    """A series a reason under its name, those of differences within tolerance among them."""

    def name(reason: str) -> str:
        known = ledger.policies.reasons.get(reason)
        if reason == TOLERANCE or known is None:
            return {TOLERANCE: "within tolerance"}.get(reason, reason)
        return f"{reason} {known.name}".strip()

    return foremost(
        Series(name(reason), tuple(of.get(part, 0) for part in parts))
        for reason, of in sums.items()
    )


def differences(ledger: Ledger, wanted: Wanted) -> list[Picture]:
    """Bars of how many tolerated differences came how close to their limits, which is marked."""
    counts = figures.against_limits(
        ledger, wanted.first, wanted.last, company=wanted.company, currency=wanted.currency
    )
    if not any(counts):
        return []
    step = 100 // figures.BANDS
    labels = (*(f"{step * (at + 1)}%" for at in range(figures.BANDS)), "more")
    what = f"How many, up to so many percent of what was allowed; {sum(counts):,} in all"
    of = f" in {wanted.currency}" if wanted.currency else ""
    return [
        Picture(
            f"Tolerated differences{of} against their limit",
            _about(ledger, wanted, what),
            labels,
            (Series("", tuple(counts)),),
            unit="differences",
            mark=Mark(figures.BANDS, "limit"),
        )
    ]


def back_test(ledger: Ledger, wanted: Wanted) -> list[Picture]:
    """What other payment tolerances would have written off, and what of it came in later."""
    proposed = asking.proposed(ledger, wanted.currency)
    currency, limit = proposed.currency, wanted.limit or proposed.limit
    span = Span(currency, wanted.first, wanted.last, wanted.company)
    answer = asking.ask(ledger, Question(span, limit))
    ticks = limits_around(limit)
    limits = curves.between([0, *ticks], _TICK)
    outcomes = answer.tried.curve(limits)
    if not any(one.documents for one in outcomes):
        return []
    cost = Series("Real cost", tuple(one.cost for one in outcomes))
    later = Series("Came in later after all", tuple(one.recovered for one in outcomes))
    percent = "" if answer.percent is None else f" or {answer.percent}%, the lower"
    what = f"Up to so much{percent}, {currency}: what would have been written off"
    return [
        Picture(
            f"Back-test of the payment tolerance in {currency}",
            _about(ledger, wanted, what),
            tuple(format_amount(tick, currency) for tick in ticks),
            (cost, later) if any(later.values) else (cost,),
            currency,
            mark=_in_force(limits, answer.now, currency),
            curve=True,
        )
    ]


def _in_force(limits: Sequence[int], now: int | None, currency: str) -> Mark | None:
    """Where the limit in force stands among those of the curve."""
    if now is None or not 0 < now <= limits[-1]:
        return None
    at = next(at for at, limit in enumerate(limits) if limit >= now)
    return Mark(at + 1, f"now {format_amount(now, currency)}")


PICTURES = {
    one.name: one
    for one in (
        Known("ageing", "Ageing", "Open balances by days late, a picture a currency.", ageing,
              since=False),
        Known("write-offs", "Write-offs by month and reason",
              "Write-offs by month and reason, stacked.", write_offs),
        Known("differences", "Differences against the limit",
              "How close tolerated differences came to it.", differences),
        Known("back-test", "Back-test curve", "What other tolerances would have written off.",
              back_test, limit=True),
    )
}  # fmt: skip
"""Every picture by its name, in the order they are listed."""

"""Figures people look at as pictures: ages, write-offs by month and reason, how close to their
limits. Never writes.

Amounts are minor units; days are ISO and inclusive. Only what the user sees counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from artui.ledger.ledger import Ledger
from artui.ledger.reading import balances
from artui.ledger.reading.written_off import standing, written_off

BANDS = 10
"""A limit is cut into so many parts; one more holds what is above it."""

MONTHS = 24
"""Of a longer span, years are counted instead of months."""


def ages(
    ledger: Ledger, companies: Sequence[str], day: str
) -> dict[str, tuple[int, int, int, int]]:
    """What was open on a day by days late (see ``queries.AGES``), both signs, net, per currency;
    of some companies together."""
    rows = [row for company in companies for row in balances.aged(ledger.seen, company, day)]
    sums = balances.by_currency(rows)
    return {currency: sums[currency] for currency in sorted(sums)}


def parts_of(first: str, last: str) -> list[str]:
    """The months that a span touches, ``YYYY-MM``; of more than :data:`MONTHS`, the years."""
    months = list(_months(first, last))
    return months if len(months) <= MONTHS else sorted({month[:4] for month in months})


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:7])
    while f"{year:04d}-{month:02d}" <= last[:7]:
        yield f"{year:04d}-{month:02d}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


Sums = dict[str, dict[str, dict[str, int]]]
"""Sums by currency, reason and part of a span."""


def by_reason(ledger: Ledger, companies: Sequence[str], first: str, last: str) -> Sums:
    """What was written off in each part of a span (see :func:`parts_of`), by reason: given away +,
    kept of an excess -, a reversal with the other sign on its own day."""
    length = len(parts_of(first, last)[0])
    sums: Sums = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for company in companies:
        for one in written_off(ledger, first, last, company=company):
            sums[one.currency][one.reason][one.day[:length]] += one.amount
    return sums


def against_limits(
    ledger: Ledger, first: str, last: str, *, company: str = "", currency: str = ""
) -> list[int]:
    """How many tolerated differences that stand came how close to what was allowed: a count for
    each of :data:`BANDS` parts of their limits, each with its upper end, and one for those above.

    What had no limit isn't counted.
    """
    counts = [0] * (BANDS + 1)
    for one in standing(ledger, first, last, company=company):
        if not one.by_hand and one.limit and currency in ("", one.currency):
            counts[min(BANDS, -(-one.amount * BANDS // one.limit) - 1)] += 1
    return counts

"""Ages in SQL: sums by days past due, in the buckets of ``queries.AGES``."""

from __future__ import annotations

from artui.ledger.dates import add_days

_BUCKETS = (
    "{due} >= :today",
    "{due} < :today AND {due} >= :d30",
    "{due} < :d30 AND {due} >= :d60",
    "{due} < :d60",
)


def bucket_sums(amount: str, due: str) -> list[str]:
    """One sum of a column for each bucket, by the due day in another; their days are parameters
    of :func:`bucket_days`."""
    return [
        f"SUM(CASE WHEN {bucket.format(due=due)} THEN {amount} ELSE 0 END)" for bucket in _BUCKETS
    ]


def bucket_days(today: str) -> dict[str, str]:
    """The days that part the buckets on a day."""
    return {"today": today, "d30": add_days(today, -30), "d60": add_days(today, -60)}

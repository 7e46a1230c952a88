"""Amounts that add up: which of them, how many ways; pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

MOST_COMBINED = 200
"""Amounts of which every two, three and four are added up."""

MOST_WAYS = 1000
"""Ways that are looked for; nobody chooses among more."""

RUN = 5
"""Amounts in a run that stands together; fewer are found as twos, threes and fours."""

Places = tuple[int, ...]


def sums(amounts: Sequence[int], low: int, high: int, size: int) -> list[Places]:
    """Every ``size`` (1 to 4) places among the first amounts that add up to ``low`` … ``high``, in
    the order of places; at most :data:`MOST_WAYS`."""
    return list(islice(_sums(amounts[:MOST_COMBINED], low, high, size), MOST_WAYS))


def _sums(amounts: Sequence[int], low: int, high: int, size: int) -> Iterator[Places]:
    places = range(len(amounts))
    # Ends of one or two places stand sorted by their sum, so that each beginning finds its own.
    ends = sorted(
        (sum(amounts[at] for at in end), end) for end in combinations(places, 1 if size < 4 else 2)
    )
    totals = [total for total, _ in ends]
    for begin in combinations(places, size - (1 if size < 4 else 2)):
        before = sum(amounts[at] for at in begin)
        last = begin[-1] if begin else -1
        first, stop = bisect_left(totals, low - before), bisect_right(totals, high - before)
        for end in sorted(end for _, end in ends[first:stop] if end[0] > last):
            yield begin + end


def fewest(amounts: Sequence[int], total: int) -> list[Places]:
    """All sets of the smallest size, two to four, that come to a total."""
    for size in (2, 3, 4):
        found = sums(amounts, total, total, size)
        if found:
            return found
    return []


def runs(amounts: Sequence[int], total: int) -> list[Places]:
    """The shortest runs of neighbours, :data:`RUN` or more, that come to a total."""
    found: list[Places] = []
    ends: dict[int, int] = {0: 0}  # sum before a place → the last such place
    so_far = 0
    for end, one in enumerate(amounts, 1):
        so_far += one
        start = ends.get(so_far - total)
        if start is not None and end - start >= RUN:
            found.append(tuple(range(start, end)))
        ends[so_far] = end
    shortest = min(map(len, found), default=0)
    return [run for run in found if len(run) == shortest]

"""Amounts that add up: which of them, how many ways; pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice

MOST_COMBINED = 200
"""Amounts of which every two, three and four are added up."""

MOST_WAYS = 100
"""Ways that are looked for; nobody chooses among more."""

RUN = 5
"""Amounts in a run that stands together; fewer are found as twos, threes and fours."""

Places = tuple[int, ...]


def sums(amounts: Sequence[int], low: int, high: int, size: int) -> list[Places]:
    """Every ``size`` (1 to 4) places among the first amounts that add up to ``low`` … ``high``, in
    the order of places; at most :data:`MOST_WAYS`."""
    return list(islice(_sums(tuple(amounts[:MOST_COMBINED]), low, high, size), MOST_WAYS))


def _sums(amounts: tuple[int, ...], low: int, high: int, size: int) -> Iterator[Places]:
    # Ends of one or two places stand sorted by their sum, so that each beginning finds its own.
    ends = 1 if size < 3 else 2
    totals, places = _ends(amounts, ends)
    for begin in combinations(range(len(amounts)), size - ends):
        before = sum(amounts[at] for at in begin)
        first, stop = bisect_left(totals, low - before), bisect_right(totals, high - before)
        if first < stop:
            last = begin[-1] if begin else -1
            for end in sorted(end for end in places[first:stop] if end[0] > last):
                yield begin + end


@lru_cache(maxsize=4)  # all credits of an account are held against the same documents
def _ends(amounts: tuple[int, ...], size: int) -> tuple[list[int], list[Places]]:
    """All sets of a size, sorted by their sums: the sums, and the places."""
    found = sorted(
        (sum(amounts[at] for at in places), places)
        for places in combinations(range(len(amounts)), size)
    )
    return [total for total, _ in found], [places for _, places in found]


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

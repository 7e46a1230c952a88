"""Trying a limit on the courses of documents: what would have been written off; pure.

The first moment at which what is left is within the limit closes the document, all or nothing
(rule 4); what was paid on it afterwards would have been money that came in later after all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from artui.ledger.backtest.courses import Course, Left
from artui.ledger.settlement import Tolerance

SECONDS_A_DOCUMENT = 400
"""What a clerk spends on a small balance that stays open: a guess, and shown as one."""


class WouldBe(NamedTuple):
    """A document that would have been written off: when, how much (minor units, debit +), and how
    much of that was paid later after all."""

    course: Course
    moment: Left

    @property
    def recovered(self) -> int:
        """What came in later, no more than was written off."""
        return min(self.moment.later, abs(self.moment.amount))


class Outcome(NamedTuple):
    """What a limit comes to: documents, minor units written off, of them paid later after all."""

    limit: int
    documents: int
    written_off: int
    recovered: int

    @property
    def cost(self) -> int:
        """What it really costs."""
        return self.written_off - self.recovered

    def minutes(self, seconds: int = SECONDS_A_DOCUMENT) -> int:
        """Minutes of clerks that were not spent on these documents, half up."""
        return (2 * self.documents * seconds + 60) // 120


class Tried(NamedTuple):
    """The courses that a limit could close: each with the smallest limit for each moment."""

    courses: tuple[tuple[Course, tuple[int, ...]], ...]

    def under(self, limit: int) -> Iterator[WouldBe]:
        """What a limit (minor units) would have written off."""
        for course, needed in self.courses:
            for moment, least in zip(course.moments, needed, strict=True):
                if least <= limit:
                    yield WouldBe(course, moment)
                    break

    def outcome(self, limit: int) -> Outcome:
        """What a limit comes to."""
        documents = written_off = recovered = 0
        for one in self.under(limit):
            documents += 1
            written_off += abs(one.moment.amount)
            recovered += one.recovered
        return Outcome(limit, documents, written_off, recovered)

    def curve(self, limits: Sequence[int]) -> list[Outcome]:
        """What each of some limits comes to."""
        return [self.outcome(limit) for limit in limits]


def with_tolerance(
    courses: Iterable[Course],
    tolerance: Tolerance,
    most: int,
    governs: Callable[[Course, Left], bool],
) -> Tried:
    """The courses under a tolerance whose amount is what is tried, up to ``most``.

    ``governs`` says whether the line tried is the one that holds for a document at a moment.
    Documents with a maximum of their own keep it, whatever is tried.
    """
    widest = replace(tolerance, amount=most)

    def least(course: Course, moment: Left) -> int:
        if moment.amount > _allowance(widest, course, moment) or not governs(course, moment):
            return most + 1
        return moment.amount + (not tolerance.inclusive)

    return _tried(courses, least, most)


def _allowance(tolerance: Tolerance, course: Course, moment: Left) -> int:
    return tolerance.allowance(course.original, open_=moment.amount + moment.later)


def with_list_limit(
    courses: Iterable[Course], most: int, *, credits: bool, inclusive: bool = True
) -> Tried:
    """The courses under the limit of a list of balances, or of credits, up to ``most``."""

    def least(_course: Course, moment: Left) -> int:
        if (moment.amount < 0) is not credits:
            return most + 1
        return abs(moment.amount) + (not inclusive)

    return _tried(courses, least, most)


def _tried(courses: Iterable[Course], least: Callable[[Course, Left], int], most: int) -> Tried:
    kept = []
    for course in courses:
        if course.own_maximum is not None:
            continue
        needed = tuple(least(course, moment) for moment in course.moments)
        if min(needed) <= most:
            kept.append((course, needed))
    return Tried(tuple(kept))


class Share(NamedTuple):
    """What of an outcome belongs to a customer, a reason, a month."""

    key: str
    name: str
    documents: int
    written_off: int
    recovered: int


def shares(found: Iterable[WouldBe], key: Callable[[WouldBe], tuple[str, str]]) -> list[Share]:
    """An outcome broken down by a key and its name; what costs most first."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in found:
        into = sums[key(one)]
        into[0] += 1
        into[1] += abs(one.moment.amount)
        into[2] += one.recovered
    rows = [Share(*names, *figures) for names, figures in sums.items()]
    return sorted(rows, key=lambda row: (-row.written_off, -row.documents, row.key))

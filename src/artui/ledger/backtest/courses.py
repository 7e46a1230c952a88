"""The courses of documents, read from their movements: when something small was left of each.

What was left of a document at a moment doesn't depend on the policy that is tried, only whether it
would have been written off then; so the history is read once for any number of limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from artui.ledger.ledger import Ledger
from artui.ledger.views import moves
from artui.ledger.views.moves import day_number, day_text

PAGE = 1_000
"""Documents of one short read."""

Progress = Callable[[int, int], None]

_TOLERATED = (moves.WRITTEN_OFF, moves.RECEIPT_LEVEL)

_DOCUMENTS = (
    "SELECT pos, id, company, customer, name, original, max_tolerance FROM documents"
    " WHERE pos > :after AND last_pos > :after AND currency = :currency{where}"
    " ORDER BY pos LIMIT :page"
)
_MOVEMENTS = (
    "SELECT document, pos + ahead, kind, amount, day FROM movements"
    " WHERE document BETWEEN :first AND :last ORDER BY document, pos, line"
)


class Span(NamedTuple):
    """Which history is looked at: documents of a currency, of a company or (empty) of all, and what
    happened from the ``first`` to the ``last`` day, inclusive."""

    currency: str
    first: str
    last: str
    company: str = ""


class Left(NamedTuple):
    """What was left of a document at a moment: minor units, debit +, credit -.

    ``day`` is when, ``later`` how much was paid on it after that, and ``in_fact`` how much was
    tolerated at that moment as it really was.
    """

    day: str
    amount: int
    later: int
    in_fact: int = 0


class Course(NamedTuple):
    """A document with the moments at which something was left of it, in order."""

    document: str
    company: str
    customer: str
    name: str
    original: int
    own_maximum: int | None
    moments: tuple[Left, ...]


class _Step(NamedTuple):
    """What one voucher did to a document: ``paid`` > 0 relieves a debit."""

    day: int
    change: int
    paid: int
    tolerated: int
    open: int


def after_payments(
    ledger: Ledger, span: Span, progress: Progress | None = None
) -> Iterator[Course]:
    """Documents that a payment in the span left something of: what a tolerance decides.

    A payment that was reversed later left nothing.
    """
    first, last = day_number(span.first), day_number(span.last)

    def moments(steps: Sequence[_Step]) -> Iterator[Left]:
        standing: list[int] = []
        for at, step in enumerate(steps):
            if step.paid < 0:
                undone = (n for n in reversed(standing) if steps[n].paid == -step.paid)
                taken_back = next(undone, None)
                if taken_back is not None:
                    standing.remove(taken_back)
            elif step.paid > 0:
                standing.append(at)
        for at in standing:
            step = steps[at]
            left = step.open + step.tolerated
            if left > 0 and first <= step.day <= last:
                later = sum(other.paid for other in steps[at + 1 :])
                yield Left(day_text(step.day), left, max(later, 0), step.tolerated)

    return _courses(ledger, span, moments, progress)


def on_days(
    ledger: Ledger, span: Span, days: Sequence[str], progress: Progress | None = None
) -> Iterator[Course]:
    """Documents that had something open on some days: what a list of balances would have found."""
    numbers = [(day, day_number(day)) for day in days]

    def moments(steps: Sequence[_Step]) -> Iterator[Left]:
        for day, number in numbers:
            # A voucher posted with an earlier date changed what the day came to, afterwards.
            before = [step for step in steps if step.day <= number]
            if not before:
                continue
            open_ = sum(step.change for step in before)
            if open_:
                later = sum(step.paid for step in steps if step.day > number)
                yield Left(day, open_, max(later if open_ > 0 else -later, 0))

    return _courses(ledger, span, moments, progress)


def _courses(
    ledger: Ledger,
    span: Span,
    moments: Callable[[Sequence[_Step]], Iterable[Left]],
    progress: Progress | None,
) -> Iterator[Course]:
    condition, params = ledger.sight.condition()
    where = " AND company = :company" if span.company else ""
    where += f" AND {condition}" if condition else ""
    sql = _DOCUMENTS.format(where=where)
    asked = {"currency": span.currency, "company": span.company, "page": PAGE, **params}
    after, end = 0, ledger.store.head().pos
    while rows := ledger.store.query(sql, {**asked, "after": after}):
        after = rows[-1][0]
        steps = _steps(ledger, rows[0][0], after)
        for pos, document, company, customer, name, original, own_maximum in rows:
            found = tuple(moments(steps.get(pos, ())))
            if found:
                yield Course(document, company, customer, name, original, own_maximum, found)
        if progress is not None:
            progress(after, end)


def _steps(ledger: Ledger, first: int, last: int) -> dict[int, list[_Step]]:
    """What each voucher did to each document of a range of positions, in order."""
    rows = (_Row(*row) for row in ledger.store.query(_MOVEMENTS, {"first": first, "last": last}))
    found: dict[int, list[_Step]] = {}
    for document, movements in groupby(rows, attrgetter("document")):
        open_, steps = 0, []
        for _seal, together in groupby(movements, attrgetter("seal")):
            done = list(together)
            change = sum(row.amount for row in done)
            open_ += change
            paid = -sum(row.amount for row in done if row.kind in (moves.PAID, moves.APPLIED))
            tolerated = -sum(row.amount for row in done if row.kind in _TOLERATED)
            steps.append(_Step(done[0].day, change, paid, tolerated, open_))
        found[document] = steps
    return found


class _Row(NamedTuple):
    document: int
    seal: int
    kind: int
    amount: int
    day: int

"""A question to the history: this tolerance or list limit, over this span; never writes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from msgspec.structs import replace

from artui.ledger.backtest.courses import Course, Left, Progress, Span, after_payments, on_days
from artui.ledger.backtest.trying import Tried, with_list_limit, with_tolerance
from artui.ledger.dates import months_of, parse_iso
from artui.ledger.documents import Customer
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.policies import LEVELS
from artui.ledger.reading.moment import check_span
from artui.ledger.settlement import Tolerance

NO_LIMIT, NO_SPAN, NO_LEVEL, NO_KEY, NO_PERCENT = range(2650, 2655)

TOLERANCE, BALANCES, CREDITS = "tolerance", "balances", "credits"
KINDS = (TOLERANCE, BALANCES, CREDITS)
"""What is tried: a payment tolerance, or the limit of a month-end list of balances or credits."""

SPAN_DAYS = 366
"""Days looked back on if no span is named: a year, whole in a leap year too."""

WIDEST = 5
"""The curve goes up to so many times the limit that is tried."""


class Question(NamedTuple):
    """What is tried over a span: a limit in minor units of the span's currency.

    A tolerance line has the ``level`` and ``key`` it would have; ``percent`` None leaves that of
    the line in force today, empty is none.
    """

    span: Span
    limit: int
    kind: str = TOLERANCE
    level: str = "default"
    key: str = ""
    percent: str | None = None
    inclusive: bool = True


class Answer(NamedTuple):
    """What was found, what holds today (the line's amount and percent, None if it sets none), and
    how many events were read."""

    question: Question
    tried: Tried
    now: int | None
    percent: Decimal | None
    read: int


class Proposal(NamedTuple):
    """What may be tried: a currency (empty where nothing is open), a limit in its minor units (0
    where none is in force) and the percent in force."""

    currency: str
    limit: int
    percent: Decimal | None


def proposed(ledger: Ledger, currency: str = "", level: str = "default", key: str = "") -> Proposal:
    """Twice the limit in force today on a line; in a currency, or in the one most documents are
    open in."""
    today = ledger.today()
    if not currency:
        open_ages = ledger.read.ageing(today)
        most = max(open_ages, key=lambda age: age.documents, default=None)
        currency = most.currency if most else ""
    line = ledger.policies.tolerance_line(level, key, currency, today)
    if line is None:
        return Proposal(currency, 0, None)
    return Proposal(currency, 2 * (line.amount or 0), line.percent)


def ask(ledger: Ledger, question: Question, progress: Progress | None = None) -> Answer:
    """Read the history once and say what limits up to :data:`WIDEST` times the tried one do.

    Refuses a question that makes no sense, at its field. ``progress`` is told positions done and
    known; an exception it raises ends the reading.
    """
    _check(ledger, question)
    most = question.limit * WIDEST
    if question.kind == TOLERANCE:
        return _tolerance(ledger, question, most, progress)
    span = question.span
    days = _month_ends(span.first, span.last)
    counted = _Counted(progress)
    courses = list(on_days(ledger, span, days, counted))
    credits = question.kind == CREDITS
    tried = with_list_limit(courses, most, credits=credits, inclusive=question.inclusive)
    return Answer(question, tried, None, None, counted.known)


class _Counted:
    """Passes progress on and remembers how far the history went."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.known = 0

    def __call__(self, done: int, known: int) -> None:
        self.known = known
        if self._progress is not None:
            self._progress(done, known)


def _tolerance(ledger: Ledger, question: Question, most: int, progress: Progress | None) -> Answer:
    line = _line_now(ledger, question)
    percent = line.percent if question.percent is None else _percent(question.percent)
    rule = _Rule(ledger, question)
    tried = replace(line, percent=percent, inclusive=question.inclusive, blocked=False)
    counted = _Counted(progress)
    courses = after_payments(ledger, question.span, counted)
    found = with_tolerance(courses, tried, most, rule.governs)
    return Answer(question, found, line.amount, percent, counted.known)


def _line_now(ledger: Ledger, question: Question) -> Tolerance:
    span = question.span
    line = ledger.policies.tolerance_line(
        question.level, question.key, span.currency, ledger.today()
    )
    return line or Tolerance()


class _Rule:
    """Whether the line tried is the one that holds for a customer on a day (rule 6)."""

    def __init__(self, ledger: Ledger, question: Question) -> None:
        self._read, self._policies = ledger.read, ledger.policies
        self._question = question
        self._customers: dict[tuple[str, str], Customer | None] = {}

    def governs(self, course: Course, moment: Left) -> bool:
        """Look the customer's levels up in their order: the first that sets anything holds."""
        key = (course.company, course.customer)
        if key not in self._customers:
            self._customers[key] = self._read.customer(*key)
        customer = self._customers[key]
        if customer is None or customer.tolerance_blocked:
            return False
        asked = self._question
        currency = asked.span.currency
        keys = self._policies.tolerance_keys(customer, currency)
        for level in self._policies.parameters(course.company, moment.day).levels:
            everybodys = level in ("currency", "default")
            if level == asked.level and (everybodys or keys[level] == asked.key):
                return True
            if self._policies.tolerance_line(level, keys[level], currency, moment.day):
                return False
        return False


def _check(ledger: Ledger, question: Question) -> None:
    span = question.span
    if question.limit <= 0:
        raise refuse("limit", NO_LIMIT, "a limit that is tried is above zero")
    parse_iso(span.first)
    parse_iso(span.last)
    if span.first > span.last:
        raise refuse("from", NO_SPAN, f"{span.first} is after {span.last}")
    check_span(ledger, span.first, span.last, ("from", "to"))
    if span.company:
        ledger.policies.company(span.company)
    if question.kind == TOLERANCE and question.level not in LEVELS:
        raise refuse("level", NO_LEVEL, f"{question.level!r} is no tolerance level")
    _check_key(ledger, question)


def _check_key(ledger: Ledger, question: Question) -> None:
    """Refuse a line that says for whom though it is everybody's, or says it of nobody there is."""
    level, key = question.level, question.key
    if level in ("customer", "group"):
        if not key:
            raise refuse("key", NO_KEY, f"a tolerance of level {level} needs to say for whom")
        if level == "customer" and ledger.read.customer(*_customer(key)) is None:
            raise refuse("key", NO_KEY, f"{key!r} is no COMPANY/CUSTOMER known here")
        if level == "group" and not _has_group(ledger, key):
            raise refuse("key", NO_KEY, f"no customer is of a group {key!r}")
    elif key and (level, key) != ("currency", question.span.currency):
        raise refuse("key", NO_KEY, f"a tolerance of level {level} is everybody's, not of {key!r}")


def _customer(key: str) -> tuple[str, str]:
    company, _, customer = key.partition("/")
    return company, customer


def _has_group(ledger: Ledger, group: str) -> bool:
    rows = ledger.store.query("SELECT 1 FROM customers WHERE grp = :grp LIMIT 1", {"grp": group})
    return bool(rows)


def _percent(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        percent = Decimal(text)
    except InvalidOperation:
        percent = Decimal(-1)
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise refuse("percent", NO_PERCENT, f"{text!r} is not a percentage from 0 to 100")
    return percent


def _month_ends(first: str, last: str) -> list[str]:
    """The last days of the months of a span, and its last day: when a list would have been run."""
    ends = [
        end
        for year in range(int(first[:4]), int(last[:4]) + 1)
        for _name, _first, end in months_of(year)
        if first <= end <= last
    ]
    return ends if ends and ends[-1] == last else [*ends, last]


def limits_around(limit: int, steps: Sequence[int] = (25, 50, 100, 250, 500)) -> list[int]:
    """Limits to set beside a tried one, in percent of it; whole minor units, each once."""
    return sorted({max(1, limit * step // 100) for step in steps})

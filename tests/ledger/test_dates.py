"""Dates as clerks type them, and calendars."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ledger.dates import (
    DateError,
    add_days,
    days_between,
    month_of,
    months_of,
    parse_date,
    parse_iso,
)

TODAY = "2019-11-12"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15", "2019-11-15"),
        ("1511", "2019-11-15"),
        ("151119", "2019-11-15"),
        ("t", TODAY),
        ("+30", "2019-12-12"),
        ("-1", "2019-11-11"),
        ("m", "2019-11-30"),
        ("T", TODAY),
        ("2020-02-29", "2020-02-29"),
        ("20200229", "2020-02-29"),
        ("5", "2019-11-05"),
    ],
)
def test_shorthands(text: str, day: str) -> None:
    assert parse_date(text, TODAY) == day


def test_the_month_may_come_first() -> None:
    assert parse_date("1115", TODAY, month_first=True) == "2019-11-15"
    assert parse_date("111519", TODAY, month_first=True) == "2019-11-15"


@pytest.mark.parametrize("text", ["31", "3102", "2020-02-30", "abc", "", "123", "0", "+99999"])
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(DateError) as error:
        parse_date(text, TODAY)
    assert error.value.number == 2110


@given(st.text(max_size=10))
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    try:
        day = parse_date(text, TODAY)
    except DateError:
        return
    assert parse_iso(day) == day


@given(st.dates(), st.integers(-400, 400))
def test_days_between_undo_days_added(day: object, days: int) -> None:
    first = str(day)
    try:
        last = add_days(first, days)
    except OverflowError:
        return
    assert days_between(first, last) == days


def test_the_months_of_a_year_follow_each_other_without_a_gap() -> None:
    months = months_of(2020)
    assert [name for name, _first, _last in months] == [month_of(first) for _, first, _ in months]
    for (_, _, last), (_, first, _) in pairwise(months):
        assert add_days(last, 1) == first
    assert (months[0][1], months[1][2], months[-1][2]) == ("2020-01-01", "2020-02-29", "2020-12-31")

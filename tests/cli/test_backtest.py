"""``artui backtest``: other limits tried on what happened, from the shell."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Artui


def test_limits_stand_beside_each_other(history: Artui) -> None:
    answer = history("backtest", "--currency", "USD", "--limit", "5", "--limit", "10")
    assert answer.status == 0, answer.err
    heads, *rows, empty, said = answer.out.splitlines()
    assert heads.split("  ")[0] == "Limit"
    # At 5.00 the third is closed by its second payment: 5.00 was left of it then.
    assert rows[0].split() == ["5.00", "3", "11.00", "0.00", "11.00", "20"]
    assert rows[1].split() == ["10.00", "3", "14.00", "3.00", "11.00", "20"]
    assert empty == ""
    assert said == "USD from 2019-04-16 to 2020-04-15. In force: 5.00. Nothing was touched."


def test_what_came_in_later_is_what_was_known_then(history: Artui) -> None:
    """Before the 3.00 came in, 2.00, 4.00 and 8.00 would have been given away for good."""
    line = ["backtest", "--currency", "USD", "--limit", "5", "--limit", "10", "--json"]
    told = [
        (record["documents"], record["written_off"], record["came_in_later"])
        for record in history(*line, "--known-at", "RC 5").records
    ]
    assert told == [(2, "6.00", "0.00"), (3, "14.00", "0.00")]
    (customer, *_) = history(*line, "--known-at", "RC 5", "--by", "customer").records
    assert customer["known_at"]


def test_it_is_broken_down(history: Artui) -> None:
    line = ["backtest", "--currency", "USD", "--limit", "20", "--json", "--by"]
    (customer,) = history(*line, "customer").records
    assert customer == {
        "customer": "U001/C1",
        "name": "Acme Foods",
        "documents": 4,
        "written_off": "30.00",
        "came_in_later": "3.00",
    }
    assert [row["document"] for row in history(*line, "document").records] == ["1", "2", "3", "4"]
    (reason,) = history(*line, "reason").records
    assert (reason["reason"], reason["documents"]) == ("none", 4)
    (month,) = history(*line, "month").records
    assert month["month"] == "2020-04"


def test_a_list_of_balances_is_tried_too(history: Artui) -> None:
    line = ["backtest", "--currency", "USD", "--limit", "20", "--list", "balances", "--json"]
    (record,) = history(*line).records
    assert (record["documents"], record["written_off"]) == (1, "16.00")


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--limit", "lots"], 1, "limit: 'lots' is not an amount"),
        (["--limit", "0"], 1, "2650! a limit that is tried is above zero"),
        (["--limit", "5", "--from", "2021-01-01"], 1, "2651! 2021-01-01 is after 2020-04-15"),
        (["--limit", "5", "--level", "group"], 1, "2653! a tolerance of level group needs"),
        (["--limit", "5", "--level", "group", "--for", "NOPE"], 1, "2653! no customer is of a"),
        (["--limit", "5", "--level", "customer", "--for", "U001/NO"], 1, "2653! 'U001/NO' is no"),
        (["--limit", "5", "--for", "NOPE"], 1, "2653! a tolerance of level default is everyb"),
        (["--limit", "5", "--percent", "x"], 1, "2654! 'x' is not a percentage"),
        ([], 2, "Missing option '--limit'"),
    ],
)
def test_what_makes_no_sense_is_a_sentence(
    history: Artui, options: list[str], status: int, said: str
) -> None:
    answer = history("backtest", "--currency", "USD", *options)
    assert (answer.status, answer.out) == (status, "")
    assert said in answer.err

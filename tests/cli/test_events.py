"""``artui list events``, ``show event`` and ``why``: the history from the command line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Artui


def test_events_are_listed_in_words(history: Artui) -> None:
    answer = history("list", "events", "--document", "1")
    assert answer.status == 0, answer.err
    first, *_rest = answer.out.splitlines()
    assert "  invoice raised  " in first
    assert "difference written off" in answer.out
    every = history("list", "events", "--json").records
    assert [record["position"] for record in every] == list(range(1, len(every) + 1))


def test_filters_combine(history: Artui) -> None:
    every = history("list", "events", "--json").records
    last = every[-1]
    for options, expected in (
        (["--kind", "writeoff"], {"DifferenceWrittenOff", "WrittenOff"}),
        (["--kind", "voucher", "--clerk", last["clerk"]], {"VoucherPosted"}),
        (["--customer", "C1", "--kind", "receipt"], {"ReceiptRecorded"}),
    ):
        found = history("list", "events", "--json", *options).records
        wanted = [r for r in every if r["event"] in expected]
        assert found
        assert {record["event"] for record in found} <= expected
        if "--customer" not in options:
            assert found == wanted
    behind = history("list", "events", "--json", "--after", str(last["position"] - 2)).records
    assert [record["position"] for record in behind] == [last["position"] - 1, last["position"]]


def test_where_no_event_fits_the_bounds_are_said(history: Artui) -> None:
    end = history("list", "events", "--json").records[-1]["position"]
    for options in (("--clerk", "nobody"), ("--after", str(end)), ("--kind", "bank", "--json")):
        answer = history("list", "events", *options)
        assert (answer.status, answer.out) == (0, "")
        assert answer.err.startswith("No event fits; the history goes from event 1 of 20")


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--from", "2001-01-01", "--to", "2001-01-02"), "2001-01-02"),
        (("--from", "2199-01-01"), "2199-01-01"),
        (("--after", "999999"), "999,999"),
    ],
)
def test_events_of_no_time_there_was_are_refused(
    history: Artui, options: tuple[str, ...], what: str
) -> None:
    answer = history("list", "events", *options)
    assert (answer.status, answer.out) == (1, "")
    assert f"3711! {what} is outside; the history goes from event 1 of 20" in answer.err


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["list", "events", "--document", "NONE"], 1, "2210! document NONE does not exist"),
        (["list", "events", "--customer", "NONE"], 1, "2207! there is no customer NONE"),
        (["list", "events", "--voucher", "RC 999"], 1, "voucher 'RC 999' does not exist"),
        (["list", "events", "--kind", "moon"], 2, "Invalid value for '--kind'"),
        (["list", "events", "--from", "2020-02-02", "--to", "2020-01-01"], 1, "3712! "),
        (["show", "event", "99999"], 1, "3711! there is no event 99999; the history goes from"),
        (["why", "NONE"], 1, "2210! document NONE does not exist"),
    ],
)
def test_what_is_not_there_is_a_sentence(
    history: Artui, options: list[str], status: int, said: str
) -> None:
    answer = history(*options)
    assert (answer.status, answer.out) == (status, "")
    assert said in answer.err


def test_one_event_whole(history: Artui) -> None:
    (first,) = history("list", "events", "--document", "1", "--limit", "1", "--json").records
    answer = history("show", "event", str(first["position"]))
    assert answer.status == 0, answer.err
    assert f"Event {first['position']}: invoice raised" in answer.out
    assert "  Chain              ok" in answer.out
    (whole,) = history("show", "event", str(first["position"]), "--json").records
    assert first.items() <= whole.items()
    (before,) = history("show", "event", str(first["position"] - 1), "--json").records
    assert whole["hash_before"] == before["hash"]


def test_why_a_document_stands_as_it_does(history: Artui) -> None:
    answer = history("why", "1")
    assert answer.status == 0, answer.err
    assert answer.out.splitlines() == [
        "It is not listed: nothing of it is open.",
        "  NO  nothing of it is open",
        "It is no candidate.",
    ]
    (record,) = history("why", "1", "--json").records
    assert record["answer"] == "It is no candidate."


def test_why_is_told_of_a_moment(history: Artui) -> None:
    paid = history("list", "events", "--document", "1", "--kind", "applied", "--json").records[0]
    before = str(paid["position"] - 1)
    now, then = history("why", "1"), history("why", "1", "--known-at", before)
    assert then.status == 0, then.err
    assert "nothing of it is open" in now.out
    assert "nothing of it is open" not in then.out
    assert "are still open on 1." in then.out

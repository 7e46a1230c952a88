"""``artui list watches``: findings as text and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Artui


def test_findings_are_listed_in_words(history: Artui) -> None:
    answer = history("list", "watches", "--times", "2")
    assert answer.status == 0, answer.err
    assert answer.out.splitlines() == [
        "Habitually short: U001/C1 Acme Foods",
        "  3 of 6 payments were short within tolerance, together USD 11.00.",
        "1 finding.",
    ]
    (record,) = history("list", "watches", "--times", "2", "--json").records
    assert (record["watch"], record["times"], record["amount"]) == ("habit", 3, "11.00")
    assert record["documents"] == ["1", "2", "3"]


def test_findings_are_of_what_was_known_at_a_position(history: Artui) -> None:
    """Two of four payments were short within tolerance before the fifth."""
    known = ("--known-at", "RC 4")
    (record,) = history("list", "watches", "--times", "2", "--json", *known).records
    assert (record["times"], record["amount"], record["documents"]) == (2, "6.00", ["1", "2"])
    assert record["known_at"]
    assert history("list", "watches", *known).out == "0 findings.\n"


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--watch", "moon"], 1, "2656! 'moon' is none of habit, under"),
        (["--from", "soon"], 1, "from: "),
        (["--times", "1"], 2, "Invalid value for '--times'"),
    ],
)
def test_what_can_not_be_asked_is_a_sentence(
    artui: Artui, tmp_path: Path, options: list[str], status: int, said: str
) -> None:
    answer = artui("list", "watches", *options)
    assert (answer.status, answer.out) == (status, "")
    assert said in answer.err

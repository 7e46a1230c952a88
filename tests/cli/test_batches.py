"""Receipt batches by command: opened, put right, closed, listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in

CUSTOMERS = "customer_no,name,company_code,currency\n001,Alder & Co,N1,USD\n"


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """A company with a customer and a batch of two receipts."""
    assert artui("set", "company", "N1", "USD").status == 0
    take_in(artui, tmp_path, customers=CUSTOMERS)
    answer = artui("batch", "open", "N1", "0415", "--bank-account", "N1-USD", "--count", "2",
                   "--total", "100")  # fmt: skip
    assert answer.out == "Batch 0415: 0 of 2, 0.00 of 100.00, open.\n"
    return artui


def pay(books: Artui, amount: str) -> None:
    answer = books("pay", "001", amount, "--batch", "0415", "--on-account")
    assert answer.status == 0, answer.err


def test_a_batch_closes_with_its_last_receipt(books: Artui) -> None:
    pay(books, "60")
    pay(books, "40")
    assert books("batch", "list").out.splitlines()[1:] == [
        "N1       0415   2020-04-15  USD  2 100.00  2 100.00        0.00  closed",
        "1 batch.",
    ]
    refused = books("pay", "001", "1", "--batch", "0415", "--on-account")
    assert (refused.status, refused.err) == (1, "2540! batch 0415 is closed with 2 receipts\n")
    assert books("batch", "reopen", "N1", "0415").out.endswith("in control.\n")


def test_a_difference_is_accepted_for_a_reason(books: Artui) -> None:
    pay(books, "60")
    refused = books("batch", "close", "N1", "0415")
    assert (refused.status, refused.err) == (
        1,
        "2547! batch 0415: 1 receipt missing, 40.00 missing\n",
    )
    assert books("batch", "close", "N1", "0415", "--accept", "cheque lost").status == 0
    record = books("batch", "list", "--json").records[0]
    assert (record["state"], record["accepted"], record["reason"]) == (
        "accepted",
        "-40.00",
        "cheque lost",
    )


def test_control_figures_are_put_right(books: Artui) -> None:
    pay(books, "60")
    answer = books("batch", "control", "N1", "0415", "--count", "1", "--total", "60")
    assert answer.out == "Batch 0415: 1 of 1, 60.00 of 60.00, closed.\n"
    assert books("batch", "list", "--waiting").out == "0 batches.\n"


def test_batches_are_listed_as_they_stood_at_a_moment(books: Artui) -> None:
    """60.00 booked on the 14th, 40.00 on the 15th, which closes it."""
    for amount, day in (("60", "2020-04-14"), ("40", "2020-04-15")):
        done = books("pay", "001", amount, "--batch", "0415", "--on-account", "--date", day)
        assert done.status == 0, done.err
    half = "N1       0415   2020-04-15  USD  1 60.00  2 100.00      40.00-  open"
    assert books("batch", "list", "--known-at", "RC 1").out.splitlines()[1:] == [half, "1 batch."]
    (record,) = books("batch", "list", "--json", "--known-at", "RC 1", "--waiting").records
    assert (record["entered_total"], record["state"], record["as_of"]) == (
        "60.00",
        "open",
        "2020-04-15",
    )
    assert record["known_at"]
    assert books("batch", "list", "--waiting").out == "0 batches.\n"
    (now,) = books("batch", "list", "--json").records
    assert "known_at" not in now
    early = books("batch", "list", "--as-of", "2020-04-14")
    assert early.out.splitlines()[1:] == [
        "N1       0415   2020-04-15  USD  1 60.00  2 100.00      40.00-  closed",
        "1 batch.",
    ]


def test_what_is_not_there_is_refused(books: Artui) -> None:
    for words in (("close", "N1", "X"), ("reopen", "N1", "X"),
                  ("control", "N1", "X", "--count", "1", "--total", "1")):  # fmt: skip
        answer = books("batch", *words)
        assert (answer.status, answer.err) == (1, "2544! N1 has no batch X with control\n")
    assert books("batch", "list", "--company", "N9").status == 1

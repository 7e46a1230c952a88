"""``pay``, ``apply`` and ``reverse``: the same postings as on the screens, in one line each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency,payment_terms,payer
001,Alder & Co,N1,USD,D2,
002,Alder Branch,N1,USD,,001
003,Cedar Inc,N1,USD,,
003,Cedar Inc,E1,EUR,,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount,payment_terms
I1,INV,N1,001,2020-04-10,2020-05-10,USD,1000.00,1000.00,D2
I2,INV,N1,001,2020-03-01,2020-03-31,USD,500.00,500.00,
I3,INV,N1,002,2020-03-01,2020-03-31,USD,300.00,300.00,
I4,INV,N1,001,2020-04-02,2020-05-02,USD,2000.00,2000.00,D2
I5=6,INV,N1,001,2020-03-05,2020-04-05,USD,77.00,77.00,
C1,CM,N1,001,2020-03-05,2020-03-05,USD,100.00,-100.00,
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """A ledger with the documents above; 5.00 or 0.5 % tolerance; terms D2 with grace days."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    for line in (
        "tolerance USD --amount 5.00 --percent 0.5",
        "terms D2 --discount 2:10 --grace-days 5",
    ):
        assert artui("set", *line.split()).status == 0
    return artui


def pay(books: Artui, line: str) -> tuple[list[tuple[str, ...]], str]:
    """The parts of each document paid, and what stays on account."""
    answer = books("pay", *line.split(), "--json")
    assert answer.status == 0, answer.err
    (record,) = answer.records
    assert books("verify").status == 0
    return [tuple(part.values()) for part in record["lines"]], record["left"]


@pytest.mark.parametrize(
    ("line", "lines", "left"),
    [
        ("001 500.00", [("I2", "500.00", "0.00", "0.00", "0.00")], "0.00"),
        ("001 980.00", [("I1", "980.00", "20.00", "0.00", "0.00")], "0.00"),
        ("001 300.00", [("I3", "300.00", "0.00", "0.00", "0.00")], "0.00"),
        ("001 498.00", [("I2", "498.00", "0.00", "2.00", "0.00")], "0.00"),
        ("001 497.49", [], "497.49"),
        ("001 500.00 --on-account", [], "500.00"),
    ],
)
def test_without_a_document_the_one_it_is_meant_for_is_paid(
    books: Artui, line: str, lines: list[tuple[str, ...]], left: str
) -> None:
    assert pay(books, line) == (lines, left)


def test_several_documents_credits_first_and_the_rest_on_account(books: Artui) -> None:
    lines, left = pay(books, "001 450 --document I2 --document C1")
    assert lines == [
        ("I2", "500.00", "0.00", "0.00", "0.00"),
        ("C1", "-100.00", "0.00", "0.00", "0.00"),
    ]
    assert left == "50.00"


def test_part_of_a_document_and_a_number_that_holds_the_sign(books: Artui) -> None:
    lines, left = pay(books, "001 300 --document I2=223 --document I5=6")
    assert [line[:2] for line in lines] == [("I2", "223.00"), ("I5=6", "77.00")]
    assert left == "0.00"


def test_a_late_discount_is_given_only_if_accepted(books: Artui) -> None:
    declined, _left = pay(books, "001 1960 --document I4 --no-tolerance")
    assert declined == [("I4", "1960.00", "0.00", "0.00", "40.00")]
    assert books("reverse", "N1/RC/2020/1").status == 0
    accepted, _left = pay(books, "001 1960 --document I4 --accept-late")
    assert accepted == [("I4", "1960.00", "40.00", "0.00", "0.00")]


def test_a_discount_by_hand_needs_its_reason(books: Artui) -> None:
    line = ["pay", "001", "490", "--document", "I2", "--discount", "I2=10"]
    refused = books(*line)
    assert refused.status == 1
    assert refused.err == "2144! a discount beyond the terms needs a reason\n"
    assert books(*line, "--discount-reason", "DSC").status == 0


def test_a_rest_left_open_on_purpose_is_not_written_off(books: Artui) -> None:
    lines, _left = pay(books, "001 498 --document I2 --short-reason DAM")
    assert lines == [("I2", "498.00", "0.00", "0.00", "2.00")]
    report = books("report", "payment-journal", "--voucher", "RC 2020-000001")
    assert "I2: rest left open, reason DAM" in report.out


def test_the_same_command_id_never_posts_twice(books: Artui) -> None:
    first = books("pay", "001", "500", "--command", "job-1")
    again = books("pay", "001", "500", "--command", "job-1")
    assert first.status == again.status == 0
    assert "Voucher RC 2020-000001 had been posted before" in again.out
    assert len(books("list", "vouchers", "--json").records) == 2


def test_a_payment_like_another_is_posted_and_said(books: Artui) -> None:
    books("pay", "001", "40", "--reference", "x", "--on-account")
    answer = books("pay", "001", "40", "--reference", "x", "--on-account")
    assert answer.status == 0
    assert "This looks like RC20000001" in answer.err


def test_a_receipt_on_account_is_applied_later_and_reversed_in_order(books: Artui) -> None:
    pay(books, "001 500 --on-account")
    applied = books("apply", "RC20000001", "--document", "I2=200", "--json")
    assert applied.records[0]["left"] == "300.00"
    refused = books("reverse", "RC 2020-000001")
    assert refused.status == 1
    assert "CA 2020-000001 built on RC 2020-000001" in refused.err
    assert books("reverse", "CA 2020-000001").status == 0
    assert books("reverse", "RC 2020-000001", "--date", "2020-04-20").status == 0
    listed = books("list", "open-items", "--json").records
    items = {record["document"]: record["open_balance"] for record in listed}
    assert items["I2"] == "500.00"
    assert "RC20000001" not in items
    assert books("verify").status == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pay 009 5", "2207! '009' is no customer; leading zeros count"),
        ("pay 003 5", "2207! 003 is a customer of E1 and N1: name the --company"),
        ("pay 001 5.001", "2107! amount: 5.001 has more decimals than USD has (2)"),
        ("pay 001 five", "2104! amount: 'five' is not an amount"),
        ("pay 001 5 EUR", "2208! N1 has no bank account in EUR"),
        ("pay 001 5 --date 2020-02-30", "2110! date: "),
        ("pay 001 5 --date 2019-01-15", "2112! 2019-01-15 is in no period of N1"),
        ("pay 001 5 --document I9", "2210! document I9 does not exist"),
        ("pay 001 5 --document I2=600", "2106! "),
        ("pay 003 5 --company N1 --document I2", "2118! I2 is 001's; 003 does not pay for it"),
        ("apply I2 --document I1", "has no credit to apply"),
        ("apply X --document I1", "2210! document X does not exist"),
        ("reverse RC-9", "2215! voucher 'RC-9' does not exist"),
        ("reverse N1/RC/2020/9", "2215! voucher 'N1/RC/2020/9' does not exist"),
    ],
)
def test_a_refusal_is_a_sentence_and_nothing_is_posted(books: Artui, line: str, said: str) -> None:
    before = books("list", "events", "--json").out
    answer = books(*line.split())
    assert answer.status == 1
    assert said in answer.err
    assert books("list", "events", "--json").out == before


@pytest.mark.parametrize("line", ["pay", "apply C1", "nonsense", "list", "pay 001 5 --nope"])
def test_a_line_not_understood_is_status_2(books: Artui, line: str) -> None:
    assert books(*line.split()).status == 2


def test_a_write_off_by_hand_with_a_receipt_is_a_request(books: Artui) -> None:
    line = "001 490.00 --document I2 --write-off I2=10.00 --write-off-reason FEE"
    said = books("pay", *line.split())
    assert "10.00 of I2 is asked to be written off: somebody else must approve." in said.out
    assert books("approve", "--json").records[0]["document"] == "I2"
    again = books("apply", "RC20000001", "--document", "I2", "--write-off", "I2=1.00")
    assert again.status != 0
    other = books("pay", "001", "5.00", "--document", "I2", "--write-off", "I3=1.00")
    assert "I3 is not named to be paid" in other.err

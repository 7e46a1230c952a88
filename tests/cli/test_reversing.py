"""``reverse`` in all its forms and ``adjust-rate``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency,payment_terms
001,Alder & Co,N1,USD,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount,payment_terms
I1,INV,N1,001,2020-04-10,2020-05-10,USD,1000.00,1000.00,
I2,INV,N1,001,2020-03-01,2020-03-31,USD,500.00,500.00,
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """Two invoices, and a receipt of 900.00 in one voucher, applied to both in two others."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    assert artui("pay", "001", "900", "--on-account").status == 0
    for document in ("I1=600", "I2=300"):
        answer = artui("apply", "RC20000001", "--document", document)
        assert answer.status == 0, answer.err
    return artui


def opened(books: Artui) -> dict[str, str]:
    """What is open per document."""
    assert books("verify").status == 0
    records = books("list", "open-items", "--json").records
    return {record["document"]: record["open_balance"] for record in records}


def test_a_voucher_with_all_that_was_built_on_it(books: Artui) -> None:
    refused = books("reverse", "RC 2020-000001")
    assert (refused.status, refused.err) == (
        1,
        "2218! CA 2020-000001, CA 2020-000002 built on RC 2020-000001: reverse first\n",
    )
    answer = books("reverse", "RC 2020-000001", "--chain")
    assert answer.out == (
        "RC 2020-000001 and what was built on it reversed by voucher RV 2020-000001 "
        "(N1/RV/2020/1).\n"
    )
    assert opened(books) == {"I1": "1000.00", "I2": "500.00"}


def test_a_returned_payment(books: Artui) -> None:
    answer = books("reverse", "--receipt", "RC20000001", "--date", "2020-04-20", "--json")
    (record,) = answer.records
    assert record == {
        "voucher": "N1/RV/2020/1",
        "name": "RV 2020-000001",
        "reverses": "N1/RC20000001",
        "again": False,
    }
    assert opened(books) == {"I1": "1000.00", "I2": "500.00"}


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("--application I1", {"I1": "1000.00", "I2": "200.00", "RC20000001": "-600.00"}),
        ("--application RC20000001", {"I1": "1000.00", "I2": "500.00", "RC20000001": "-900.00"}),
        (
            "--application I2 --source RC20000001",
            {"I1": "400.00", "I2": "500.00", "RC20000001": "-300.00"},
        ),
    ],
)
def test_applications(books: Artui, line: str, left: dict[str, str]) -> None:
    answer = books("reverse", *line.split())
    assert answer.status == 0, answer.err
    assert answer.out.startswith("Applications of ")
    assert opened(books) == left


def test_a_dry_run_shows_balances_and_journal_and_posts_nothing(books: Artui) -> None:
    answer = books("reverse", "--receipt", "RC20000001", "--dry-run")
    assert answer.out.splitlines()[:4] == [
        "document    cur  open now  open after",
        "I1          USD    400.00    1,000.00",
        "I2          USD    200.00      500.00",
        "RC20000001  USD      0.00        0.00  taken back",
    ]
    assert "Bank" in answer.out
    records = books("reverse", "RC 2020-000001", "--chain", "--dry-run", "--json").records
    assert records[-1]["rule"] == "Customer"
    assert opened(books) == {"I1": "400.00", "I2": "200.00"}


def test_what_is_meant_must_be_said_once(books: Artui) -> None:
    assert books("reverse").status == 2
    assert books("reverse", "RC 2020-000001", "--receipt", "RC20000001").status == 2
    refused = books("reverse", "--write-off", "I1")
    assert (refused.status, refused.err) == (1, "2284! no write-off of I1 stands\n")
    refused = books("reverse", "RC 2020-000001", "--dry-run")
    assert refused.status == 1
    assert refused.err.endswith("built on RC 2020-000001: reverse first, or --chain\n")


def test_a_closed_day_is_refused_with_the_first_open_one(books: Artui) -> None:
    assert books("period", "close", "N1", "2020-04", "--confirm").status == 0
    refused = books("reverse", "--application", "I1", "--date", "2020-04-30")
    assert refused.status == 1
    assert "first open day 2020-05-01" in refused.err


def test_a_rate_is_put_right(books: Artui) -> None:
    assert books("set", "bank-account", "N1", "N1-EUR", "EUR").status == 0
    assert books("set", "rate", "USD", "EUR", "1.1", "--since", "2020-01-01").status == 0
    assert books("pay", "001", "100", "EUR", "--on-account").status == 0
    answer = books("adjust-rate", "RC20000002", "1.25")
    assert answer.out == "RC20000002 has the rate 1.25 by RA 2020-000001 (N1/RA/2020/1).\n"
    (record,) = books("adjust-rate", "RC20000002", "1.2", "--json", "--command", "x").records
    assert (record["rate"], record["left"]) == ("1.2", "100.00")
    (record,) = books("adjust-rate", "RC20000002", "1.2", "--json", "--command", "x").records
    assert record["again"] is True
    for rate, said in (("1.2", "2286!"), ("zero", "2233!"), ("-1", "2233!")):
        refused = books("adjust-rate", "--", "RC20000002", rate)
        assert (refused.status, refused.err[:5]) == (1, said)
    assert opened(books)["RC20000002"] == "-100.00"


def test_a_gain_taken_back_is_shown_in_base_currency(books: Artui, tmp_path: Path) -> None:
    assert books("set", "bank-account", "N1", "N1-EUR", "EUR").status == 0
    assert books("set", "rate", "USD", "EUR", "1.1", "--since", "2020-01-01").status == 0
    file = tmp_path / "euro.csv"
    file.write_text(
        INVOICES.splitlines()[0] + "\nE1,INV,N1,001,2020-04-10,2020-05-10,EUR,100.00,100.00,\n",
        encoding="utf-8",
    )
    assert books("import", "invoices", str(file)).status == 0
    assert books("pay", "001", "100", "EUR", "--document", "E1").status == 0
    assert books("adjust-rate", "RC20000002", "1.25").status == 0
    shown = books("reverse", "--application", "E1", "--dry-run")
    assert "AR30-520  6520-000  Exchange gain    USD   15.00" in shown.out
    records = books("reverse", "--application", "E1", "--dry-run", "--json").records
    assert [r["base"] for r in records if "base" in r] == ["15.00", "-15.00"]

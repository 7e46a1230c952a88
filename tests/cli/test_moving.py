"""``transfer``, ``split``, ``return`` and ``refund``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency,payment_terms
001,Alder & Co,N1,USD,
002,Birch Ltd,N1,USD,
003,Cedar Inc,N1,USD,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount,payment_terms
I1,INV,N1,001,2020-04-10,2020-05-10,USD,1000.00,1000.00,
I2,INV,N1,002,2020-03-01,2020-03-31,USD,500.00,500.00,
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """A receipt of 900.00 of customer 001, of which 300.00 paid I1."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    assert artui("pay", "001", "900", "--document", "I1=300").status == 0
    return artui


def opened(books: Artui) -> dict[str, str]:
    """What is open per document."""
    assert books("verify").status == 0
    records = books("list", "open-items", "--json").records
    return {record["document"]: record["open_balance"] for record in records}


def test_a_part_of_a_receipt_moves_and_pays_there(books: Artui) -> None:
    line = ("transfer", "RC20000001", "002", "--amount", "550", "--document", "I2")
    answer = books(*line, "--command", "x")
    assert answer.out == (
        "Voucher TF 2020-000001 posted (N1/TF/2020/1).\n"
        "USD 550.00 to 002 Birch Ltd as TF20000001, 50.00 of it on account.\n"
        "USD 50.00 stays on RC20000001.\n"
    )
    assert opened(books) == {"I1": "700.00", "TF20000001": "-50.00", "RC20000001": "-50.00"}
    assert books(*line, "--command", "x").out.startswith("Voucher TF 2020-000001 had been posted")


def test_a_payment_of_the_wrong_customer_is_taken_back_with_it(books: Artui) -> None:
    answer = books(
        "transfer", "RC20000001", "002", "--undo", "I1", "--amount", "300",
        "--document", "I2=300", "--json",
    )  # fmt: skip
    (record,) = answer.records
    assert record == {
        "voucher": "N1/TF/2020/1",
        "name": "TF 2020-000001",
        "from": "RC20000001",
        "currency": "USD",
        "left": "600.00",
        "made": [{"document": "TF20000001", "customer": "002", "amount": "300.00", "left": "0.00"}],
        "again": False,
    }
    assert opened(books) == {"I1": "1000.00", "I2": "200.00", "RC20000001": "-600.00"}


def test_a_dry_run_shows_the_balances_and_posts_nothing(books: Artui) -> None:
    answer = books("transfer", "RC20000001", "002", "--document", "I2", "--dry-run")
    assert answer.out == (
        "document    cur  open now  open after\n"
        "I2          USD    500.00        0.00\n"
        "RC20000001  USD   600.00-        0.00\n"
        "TF20000001  USD      0.00     100.00-\n"
    )
    assert "TF20000001" not in opened(books)


def test_a_split_gives_the_last_the_rest(books: Artui) -> None:
    answer = books("split", "RC20000001", "002=100", "003")
    assert answer.out == (
        "Voucher TF 2020-000001 posted (N1/TF/2020/1).\n"
        "USD 100.00 to 002 Birch Ltd as TF20000001-1, 100.00 of it on account.\n"
        "USD 500.00 to 003 Cedar Inc as TF20000001-2, 500.00 of it on account.\n"
    )
    refused = books("split", "TF20000001-1", "001=60", "003=50")
    assert (refused.status, refused.err) == (
        1,
        "2623! 110.00 USD is more than the 100.00 TF20000001-1 has open\n",
    )


def test_a_return_with_a_fee(books: Artui) -> None:
    books("transfer", "RC20000001", "002", "--document", "I2")
    line = ("return", "RC20000001", "--reason", "NSF", "--fee", "25")
    assert "DM20000001" in books(*line, "--dry-run").out
    answer = books(*line)
    assert answer.out == (
        "RC20000001 returned (NSF): RV 2020-000001, DM 2020-000001. Fee 25.00: DM20000001.\n"
    )
    assert opened(books) == {"I1": "1000.00", "I2": "500.00", "DM20000001": "25.00"}


def test_a_returned_item_is_matched_to_its_receipt(books: Artui) -> None:
    assert books("pay", "001", "900-", "--on-account").status == 0
    answer = books("return", "RC20000001", "--reason", "NSF", "--item", "RC20000002", "--json")
    assert answer.records[0]["names"] == ["RV 2020-000001", "CA 2020-000001"]
    assert opened(books) == {"I1": "1000.00", "I2": "500.00"}


def test_a_refund_is_requested_and_approved_by_another(
    books: Artui, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = books("refund", "RC20000001")
    assert refused.status == 1
    assert "somebody else must refund it" in refused.err
    books("user", "set", "clara", "--role", "clerk", "--unlimited")
    books("user", "set", "sue", "--role", "supervisor", "--unlimited")
    monkeypatch.setenv("ARTUI_CLERK", "clara")
    answer = books("refund", "RC20000001", "--amount", "100", "--note", "paid twice")
    assert answer.out == (
        "RC20000001: refund of USD 100.00 requested as N1/1. Nothing is posted yet.\n"
    )
    assert opened(books)["RC20000001"] == "-600.00"
    monkeypatch.setenv("ARTUI_CLERK", "sue")
    (waiting,) = books("approve", "--json").records
    assert (waiting["kind"], waiting["amount"]) == ("refund", "100.00")
    assert books("approve", "N1/1").out == (
        "Request N1/1 approved: voucher RF 2020-000001 (N1/RF/2020/1).\n"
    )
    assert opened(books)["RC20000001"] == "-500.00"

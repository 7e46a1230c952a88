"""``writeoff``, ``approve`` and ``chargeback``."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger.ledger import open_ledger
from artui.ledger.writeoffs.requests import request_write_off
from artui.settings import login_name
from tests.cli.conftest import Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency,payment_terms
001,Alder & Co,N1,USD,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount,payment_terms
I1,INV,N1,001,2020-04-10,2020-05-10,USD,1000.00,3.00,
I2,INV,N1,001,2020-03-01,2020-03-31,USD,500.00,500.00,
C1,CM,N1,001,2020-03-05,2020-03-05,USD,100.00,-100.00,
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """Two invoices and a credit memo; whoever runs it may write off without limit."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    return artui


def limit(books: Artui, figure: str) -> None:
    """Bound whoever runs it."""
    assert books("user", "set", login_name(), "--authority", f"USD={figure}").status == 0


def opened(books: Artui) -> dict[str, str]:
    """What is open per document."""
    assert books("verify").status == 0
    records = books("list", "open-items", "--json").records
    return {record["document"]: record["open_balance"] for record in records}


def test_a_balance_and_a_credit_are_written_off(books: Artui) -> None:
    assert books("writeoff", "I1").out == (
        "I1: USD 3.00 written off as WO20000001, voucher WO 2020-000001 (N1/WO/2020/1).\n"
    )
    answer = books(
        "writeoff", "C1", "--amount", "40.00", "--date", "2020-04-01", "--command", "x", "--json"
    )
    assert answer.records == [
        {
            "document": "C1",
            "company": "N1",
            "outcome": "written off",
            "currency": "USD",
            "amount": "40.00",
            "voucher": "N1/WO/2020/2",
            "name": "WO 2020-000002",
            "number": "WO20000002",
            "request": "",
            "why": "",
            "again": False,
        }
    ]
    again = books("writeoff", "C1", "--amount", "40.00", "--command", "x")
    assert again.out.endswith("(N1/WO/2020/2), had been posted before.\n")
    assert opened(books) == {"I2": "500.00", "C1": "-60.00"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("I9", "2210! document I9 does not exist\n"),
        ("I1 --amount 3.001", "2107! amount: 3.001 has more decimals than USD has (2)\n"),
        ("I1 --amount 3.01", "2151! only 3.00 of I1 is open\n"),
        ("I1 --reason CRWOF", "2324! reason CRWOF closes a credit, I1 is a debit\n"),
        ("I1 --date 2020-02-30", "2110! date: '2020-02-30' is not a date (YYYY-MM-DD)\n"),
        ("I1 --date 2020-04-01", "2325! I1 is of 2020-04-10, later than 2020-04-01\n"),
        ("I1 --rate x", "2233! 'x' is not a rate\n"),
    ],
)
def test_a_refusal_names_the_cause_and_writes_nothing(books: Artui, line: str, said: str) -> None:
    answer = books("writeoff", *line.split())
    assert (answer.status, answer.out, answer.err) == (1, "", said)
    assert opened(books) == {"I1": "3.00", "I2": "500.00", "C1": "-100.00"}


def test_above_the_limit_it_is_refused_or_what_the_line_says(books: Artui) -> None:
    limit(books, "50.00")
    user = login_name()
    why = f"500.00 USD is above user {user}: 50.00"
    assert books("writeoff", "I2").err == f"2153! {why}\n"
    assert books("writeoff", "I2", "--above", "leave").out == f"I2: stays open: {why}.\n"
    assert books("writeoff", "I2", "--above", "pending").out == (
        f"I2: USD 500.00 requested as N1/1: {why}.\n"
    )
    assert books("writeoff", "I2", "--above", "chargeback").out == (
        f"I2: USD 500.00 charged back as CB-1, voucher CB 2020-000001 (N1/CB/2020/1): {why}.\n"
    )
    assert opened(books) == {"I1": "3.00", "C1": "-100.00", "CB-1": "500.00"}


def test_a_request_is_listed_and_withdrawn_by_who_asked(books: Artui) -> None:
    answer = books("writeoff", "I2", "--request", "--amount", "20", "--note", "lost goods")
    assert answer.out == "I2: USD 20.00 requested as N1/1: lost goods.\n"
    assert "N1/1     write-off  I2        USD   20.00  BALWOF" in books("approve").out
    (record,) = books("approve", "--company", "N1", "--json").records
    assert (record["request"], record["amount"], record["clerk"]) == (
        "N1/1",
        "20.00",
        login_name(),
    )
    assert books("approve", "N1/1").err == (
        "2334! N1/1 is your own: somebody else must approve it\n"
    )
    assert books("approve", "N1/1", "--withdraw").out == "Request N1/1 withdrawn.\n"
    assert books("approve", "--json").records == []
    end = len(books("list", "events", "--json").records)
    (then,) = books("approve", "--json", "--known-at", str(end - 1)).records
    assert then == {**record, "known_at": end - 1}
    assert books("approve", "N1/1", "--known-at", str(end - 1)).status == 2
    assert opened(books)["I2"] == "500.00"


def test_a_colleagues_request_is_approved_or_rejected(books: Artui, tmp_path: Path) -> None:
    assert books("user", "set", "bob").status == 0
    ledger = open_ledger(tmp_path / "books.artui", "bob", today=lambda: "2020-04-15")
    for amount in (20_00, 30_00):
        request_write_off(ledger, "N1/I2" if amount == 20_00 else "N1/C1", amount=amount)
    ledger.close()
    assert books("approve", "N1/1", "--command", "a").out == (
        "Request N1/1 approved: WO20000001, voucher WO 2020-000001 (N1/WO/2020/1).\n"
    )
    (record,) = books("approve", "N1/1", "--command", "a", "--json").records
    assert (record["decision"], record["number"], record["again"]) == (
        "approved",
        "WO20000001",
        True,
    )
    assert books("approve", "N1/2", "--reject", "--note", "no").out == "Request N1/2 rejected.\n"
    assert books("approve", "N1/2").status == 1
    assert opened(books) == {"I1": "3.00", "I2": "480.00", "C1": "-100.00"}


@pytest.mark.parametrize("line", ["--reject", "N1/1 --reject --withdraw"])
def test_what_cannot_be_meant_is_not_understood(books: Artui, line: str) -> None:
    assert books("approve", *line.split()).status == 2


def test_a_rest_is_charged_back(books: Artui) -> None:
    line = "I2 --amount 120.00 --reason SHT --due +30 --date 2020-04-10 --command x"
    assert books("chargeback", *line.split()).out == (
        "I2: USD 120.00 charged back as CB-1, due 2020-05-10, "
        "voucher CB 2020-000001 (N1/CB/2020/1).\n"
    )
    (record,) = books("chargeback", *line.split(), "--json").records
    assert record == {
        "document": "I2",
        "company": "N1",
        "chargeback": "CB-1",
        "currency": "USD",
        "amount": "120.00",
        "due": "2020-05-10",
        "left": "380.00",
        "voucher": "N1/CB/2020/1",
        "name": "CB 2020-000001",
        "again": True,
    }
    assert books("chargeback", "C1").err == "2330! nothing is owed on C1\n"
    assert opened(books) == {"I1": "3.00", "I2": "380.00", "C1": "-100.00", "CB-1": "120.00"}

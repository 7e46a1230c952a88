"""``match``, ``autoapply`` and ``clear``: what is on account, applied without naming documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency,payment_terms
001,Alder & Co,N1,USD,
003,Cedar Inc,N1,USD,
004,Dogwood SA,E1,EUR,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount
I1,INV,N1,001,2020-03-01,2020-03-31,USD,500.00,500.00
I2,INV,N1,001,2020-03-02,2020-04-01,USD,300.00,300.00
I3,INV,N1,003,2020-03-01,2020-03-31,USD,80.00,80.00
C3,CM,N1,003,2020-03-05,2020-03-05,USD,80.00,-80.00
I4,INV,E1,004,2020-03-01,2020-03-31,EUR,60.00,60.00
C4,CM,E1,004,2020-03-05,2020-03-05,EUR,20.00,-20.00
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """A ledger with the documents above."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    return artui


def open_items(books: Artui) -> dict[str, str]:
    """Every open document and its balance."""
    return {r["document"]: r["open_balance"] for r in books("list", "open-items", "--json").records}


def pay(books: Artui, amount: str) -> str:
    """Money of customer 001 on account; its number."""
    answer = books("pay", "001", amount, "--on-account", "--json")
    number: str = answer.records[0]["document"]
    return number


def test_a_run_names_vouchers_documents_and_what_is_left(books: Artui) -> None:
    pay(books, "499.90")
    answer = books("match", "--limit", "0.10", "--company", "N1")
    assert answer.status == 0, answer.err
    assert answer.out.splitlines() == [
        "Voucher         Documents      Cur  Applied  Discount  Wr.off  Kept",
        "CA 2020-000001  RC20000001 I1  USD   499.90      0.00    0.10  0.00",
        "CA 2020-000002  C3 I3          USD    80.00      0.00    0.00  0.00",
        "Document  Customer  Cur    Open  State  Why",
        "I2        001       USD  300.00  left   no credit fits",
        "Company  Account   Rule      Cur  Debit  Credit",
        "N1       1210-N1   Customer  USD           0.10",
        "N1       6150-000  AR30-185  USD   0.10",
        "2 vouchers. Documents: 4 matched, 1 left.",
    ]
    assert open_items(books) == {"I2": "300.00", "I4": "60.00", "C4": "-20.00"}
    assert books("verify").status == 0


def test_a_run_for_machines_names_every_document_of_every_company(books: Artui) -> None:
    pay(books, "500.10")
    records = books("match", "--limit", "0.10", "--dry-run", "--json").records
    vouchers = {record["voucher"]: record for record in records if "journal" in record}
    assert vouchers["N1/CA/2020/1"]["kept"] == "0.10"
    assert vouchers["N1/CA/2020/1"]["journal"][0] == {
        "rule": "AR30-186",
        "account": "6151-000",
        "division": "",
        "currency": "USD",
        "amount": "-0.10",
        "base": "-0.10",
    }
    states = {r["document"]: r["state"] for r in records if "document" in r}
    assert states == {
        "I4": "left",
        "C4": "left",
        "RC20000001": "matched",
        "I1": "matched",
        "I2": "left",
        "C3": "matched",
        "I3": "matched",
    }
    assert open_items(books)["I1"] == "500.00"


def test_a_tie_is_left_to_a_tie_break(books: Artui) -> None:
    pay(books, "300")
    pay(books, "300")
    assert "fits in 2 ways" in books("match").out
    assert "I2" in open_items(books)
    assert books("match", "--tie-break", "oldest", "--customer", "001").status == 0
    assert "I2" not in open_items(books)


def test_a_wrong_limit_and_a_closed_day_are_refused_by_name(books: Artui) -> None:
    answer = books("match", "--limit", "0.1.0")
    assert (answer.status, "limit: " in answer.err) == (1, True)
    answer = books("match", "--date", "2031-01-01")
    assert (answer.status, "is in no period" in answer.err) == (1, True)


def test_one_receipt_goes_by_the_first_method_that_applies(books: Artui) -> None:
    number = pay(books, "800")
    assert books("autoapply", number, "--candidates").out.splitlines() == [
        "Documents  How  Difference  Ways",
        "I1 I2      sum        0.00     1",
    ]
    dry = books("autoapply", number, "--dry-run", "--json").records[0]
    assert (dry["method"], dry["documents"], dry["left"]) == ("exact_sum", ["I1", "I2"], "0.00")
    assert len(open_items(books)) == 7
    answer = books("autoapply", number, "--method", "exact_single_match")
    assert answer.out == f"{number} is not applied. exact_single_match: nothing is equal.\n"
    answer = books("autoapply", number, "--command", "once")
    assert answer.out == f"Voucher CA 2020-000001: {number} on I1, I2 (exact_sum).\n"
    again = books("autoapply", number, "--command", "once")
    assert "had been applied before" in again.out
    assert books("autoapply", number).status == 1


def test_the_new_invoice_goes_first(books: Artui) -> None:
    number = pay(books, "350")
    books("autoapply", number, "--method", "new_invoice_first_then_oldest", "--new-invoice", "I2")
    assert open_items(books)["I1"] == "450.00"

"""``cleanup``: listed, explained, rehearsed, posted, reported and taken back."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency,payment_terms
001,Alder & Co,N1,USD,
003,Cedar Inc,N1,USD,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount
I1,INV,N1,001,2020-03-01,2020-03-31,USD,500.00,500.00
I2,INV,N1,001,2020-03-02,2020-04-01,USD,300.00,300.00
I3,INV,N1,001,2020-03-02,2020-04-01,USD,300.00,4.99
I4,INV,N1,003,2020-03-02,2020-04-01,USD,300.00,5.00
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """A ledger with the documents above, and 500.00 of customer 001 on account."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    assert artui("pay", "001", "500.00", "--on-account").status == 0
    return artui


def open_items(books: Artui) -> dict[str, str]:
    """Every open document and its balance."""
    return {r["document"]: r["open_balance"] for r in books("list", "open-items", "--json").records}


def test_the_candidates_are_listed(books: Artui) -> None:
    answer = books("cleanup")
    assert answer.out.splitlines() == [
        "Kind       Document    Customer  Name        Cur   Amount  Proposal",
        "write off  I3          001       Alder & Co  USD     4.99  you may write it off yourself",
        "move       RC20000001  001       Alder & Co  USD  500.00-  to I1",
        "2 candidates.",
    ]
    records = books("cleanup", "--limit", "5.01", "--no-match", "--json").records
    assert [record["document"] for record in records] == ["I3", "I4"]
    assert books("cleanup", "--customer", "003", "--limit", "1").out == "0 candidates.\n"


def test_why_and_why_not(books: Artui) -> None:
    assert books("cleanup", "--why", "I4").out == (
        "I4 is not listed: 5.00 USD is not below the limit 5.00 USD.\n"
    )
    said = books("cleanup", "--why", "RC20000001").out.splitlines()
    assert said == [
        "500.00 USD of RC20000001 lies on account.",
        "I1 is open for exactly the same. Accepting pays I1.",
    ]
    assert books("cleanup", "--why", "I3").out.splitlines()[1] == (
        "That is below 5.00 USD, the limit of this list (strict)."
    )
    assert "the money of RC20000001 is meant for it" in books("cleanup", "--why", "I1").out


def test_a_dry_run_posts_nothing(books: Artui) -> None:
    before = open_items(books)
    answer = books("cleanup", "--dry-run")
    assert "1 written off, 1 moved, 0 requested, 0 skipped. Nothing is posted." in answer.out
    records = books("cleanup", "--dry-run", "--json").records
    assert [record.get("outcome", "") for record in records] == ["written off", "moved", "", ""]
    assert records[-1]["journal"][0]["amount"] == "4.99"
    assert open_items(books) == before


def test_posting_reports_and_the_same_id_posts_once(books: Artui, tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    answer = books("cleanup", "--post", "--command", "april", "--report", str(file))
    assert answer.status == 0, answer.err
    assert "1 written off, 1 moved, 0 requested, 0 skipped" in answer.out
    assert "  BALWOF          written off      1  USD           4.99" in answer.out
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["document"], row["outcome"], row["amount"], row["to"]) for row in rows] == [
        ("I3", "written off", "4.99", ""),
        ("RC20000001", "moved", "-500.00", "I1"),
    ]
    assert open_items(books) == {"I2": "300.00", "I4": "5.00"}
    again = books("cleanup", "--post", "--command", "april")
    assert again.status == 1
    assert again.err == "2443! nothing is chosen\n"


def test_a_run_is_taken_back(books: Artui) -> None:
    before = open_items(books)
    books("cleanup", "--post", "--command", "april")
    answer = books("cleanup", "--undo", "april")
    assert answer.status == 0, answer.err
    assert len(answer.out.splitlines()) == 2
    assert open_items(books) == before
    assert books("cleanup", "--undo", "may").status == 1


def test_a_tie_needs_a_way(books: Artui) -> None:
    assert books("pay", "001", "300.00", "--on-account").status == 0
    assert books("import", "invoices", _more(books)).status == 0
    listed = books("cleanup", "--json", "--only", "RC20000002").records
    assert (listed[0]["kind"], sorted(listed[0]["to"])) == ("tie", ["I2", "I9"])
    nothing = books("cleanup", "--post", "--only", "RC20000002")
    assert nothing.err == "2443! nothing is chosen\n"
    assert books("cleanup", "--post", "--to", "RC20000002=I1").err == (
        "2210! RC20000002 doesn't fit I1\n"
    )
    posted = books("cleanup", "--post", "--only", "RC20000002", "--to", "RC20000002=I9")
    assert posted.status == 0, posted.err
    assert "I9" not in open_items(books)


def _more(books: Artui) -> str:
    file = Path(os.environ["ARTUI_LEDGER"]).with_name("more.csv")
    head = INVOICES.splitlines()[0]
    file.write_text(
        f"{head}\nI9,INV,N1,001,2020-03-09,2020-04-09,USD,300.00,300.00\n", encoding="utf-8"
    )
    return str(file)


def test_bad_input_has_its_sentence(books: Artui) -> None:
    assert books("cleanup", "--limit", "0").err == (
        "2442! the limit must be above zero: balances below it are found\n"
    )
    assert books("cleanup", "--batch", "B9").err == "2441! no receipt is of a batch B9\n"
    assert books("cleanup", "--only", "X1").err == (
        "2210! X1 is not in the list: --why says the reason\n"
    )
    wrong = books("cleanup", "--post", "--reason", "CRWOF", "--no-match")
    assert "reason CRWOF closes a credit, I3 is a debit" in wrong.out
    outside = books("cleanup", "--post", "--date", "2031-01-01")
    assert outside.status == 1
    assert "2031" in outside.err

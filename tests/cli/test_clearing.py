"""``clear``: accounts at zero, at once and from the list that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency,payment_terms
001,Alder & Co,N1,USD,
003,Cedar Inc,N1,USD,
005,Elm Ltd,N1,USD,
004,Dogwood SA,E1,EUR,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount
I1,INV,N1,001,2020-03-01,2020-03-31,USD,500.00,500.00
I3,INV,N1,003,2020-03-01,2020-03-31,USD,80.00,80.00
C3,CM,N1,003,2020-03-05,2020-03-05,USD,80.00,-80.00
I5,INV,N1,005,2020-03-01,2020-03-31,USD,20.00,20.00
C5,CM,N1,005,2020-03-05,2020-03-05,USD,20.00,-20.00
I4,INV,E1,004,2020-03-01,2020-03-31,EUR,60.00,60.00
C4,CM,E1,004,2020-03-05,2020-03-05,EUR,60.00,-60.00
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """A ledger with the documents above: three accounts of two companies come to zero."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    return artui


def listed(books: Artui, *action: str) -> list[str]:
    return [row["customer"] for row in books("clear", "--list", *action, "--json").records]


def test_accounts_at_zero_are_cleared_one_voucher_a_company(books: Artui) -> None:
    dry = books("clear", "--dry-run", "--json").records
    accounts = [row for row in dry if "customer" in row]
    assert [(row["customer"], row["documents"], row["amount"]) for row in accounts] == [
        ("004", ["C4", "I4"], "60.00"),
        ("003", ["C3", "I3"], "80.00"),
        ("005", ["C5", "I5"], "20.00"),
    ]
    assert [row["journal"] for row in dry if "journal" in row] == [[], []]
    assert books("clear", "--cut-off", "2020-03-02").out == "0 accounts cleared.\n"
    assert books("clear").out.splitlines() == [
        "Company  Customer  Name        Cur  Amount  Documents  Voucher",
        "E1       004       Dogwood SA  EUR   60.00          2  ZC 2020-000001",
        "N1       003       Cedar Inc   USD   80.00          2  ZC 2020-000001",
        "N1       005       Elm Ltd     USD   20.00          2  ZC 2020-000001",
        "3 accounts cleared.",
    ]
    assert books("verify").status == 0


def test_the_same_command_id_answers_again(books: Artui) -> None:
    first = books("clear", "--command", "month-end").out
    assert books("clear", "--command", "month-end").out == first
    assert books("clear").out == "0 accounts cleared.\n"


def test_a_list_is_made_shown_changed_and_cleared(books: Artui) -> None:
    made = books("clear", "--list", "make", "--company", "N1").out.splitlines()
    assert "up to 2020-04-15, division ALL" in made[0]
    assert made[1:] == [
        "Customer  Name       Cur  Amount  Documents",
        "003       Cedar Inc  USD   80.00          2",
        "005       Elm Ltd    USD   20.00          2",
        "2 accounts listed.",
    ]
    assert listed(books, "remove", "--customer", "005") == ["003"]
    assert listed(books, "show") == ["003"]
    assert listed(books, "add", "--customer", "005") == ["003", "005"]
    refused = books("clear", "--list", "add", "--customer", "001")
    assert refused.err == "2381! 001 comes to 500.00 USD, not to zero\n"
    dry = books("clear", "--list", "clear", "--dry-run").out
    assert dry.splitlines()[-1] == "Dry run, nothing is posted. 2 accounts cleared."
    assert listed(books, "show") == ["003", "005"]
    cleared = books("clear", "--list", "clear", "--command", "x").out
    assert cleared.splitlines()[-1] == "2 accounts cleared."
    assert listed(books, "show") == []
    assert books("clear", "--list", "clear", "--command", "x").out == cleared


def test_a_list_that_waits_is_not_replaced_by_accident(books: Artui) -> None:
    books("clear", "--list", "make")
    again = books("clear", "--list", "make")
    assert (again.status, "'s list of E1 waits" in again.err) == (1, True)
    assert listed(books, "make", "--replace") == ["004", "003", "005"]


def test_divisions_are_chosen_by_code_and_by_region(books: Artui) -> None:
    books("set", "division", "N1", "WST", "West", "--region", "Coast")
    assert listed(books, "make", "--division", "WST") == []
    assert listed(books, "make", "--region", "coast") == []
    assert listed(books, "make", "--division", "") == ["004", "003", "005"]
    assert books("clear", "--division", "NONE").err == "2498! E1 has no division NONE\n"


def test_it_is_refused_while_the_rewards_scheme_is_on(books: Artui) -> None:
    books("parameters", "set", "rewards", "yes", "--company", "N1")
    refused = books("clear")
    assert refused.status == 1
    assert refused.err == "2490! not available while the rewards scheme of N1 is on\n"
    assert books("clear", "--company", "E1").out.splitlines()[-1] == "1 account cleared."


def test_a_customer_that_is_not_listed_is_not_removed(books: Artui) -> None:
    books("clear", "--list", "make")
    assert books("clear", "--list", "remove", "--customer", "001").status == 1
    assert books("clear", "--list", "remove").err == "2496! name the --customer\n"
    assert books("clear", "--list", "clear", "--company", "N1").status == 0
    nothing = books("clear", "--list", "clear", "--company", "N1")
    assert nothing.err == "2492! no list of N1 waits: select the accounts first\n"

"""Who is at work, and what takes two persons, on the command line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from artui import signing_on
from artui.ledger.errors import LedgerError
from artui.settings import login_name
from tests.cli.conftest import Answer, Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency,payment_terms
001,Alder & Co,N1,USD,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount,payment_terms
I1,INV,N1,001,2020-04-10,2020-05-10,USD,3.00,3.00,
I2,INV,N1,001,2020-03-01,2020-03-31,USD,500.00,500.00,
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """Company N1 with two invoices and a receipt; clara, sue, audrey and adam, one of each role."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    assert artui("pay", "001", "7").status == 0
    for name, role in (
        ("clara", "clerk"),
        ("sue", "supervisor"),
        ("audrey", "auditor"),
        ("adam", "administrator"),
    ):
        line = ("user", "set", name, "--role", role, "--authority", "USD=50")
        assert artui(*line).status == 0
    return artui


def by(artui: Artui, monkeypatch: pytest.MonkeyPatch, user: str, line: str) -> Answer:
    """A command as somebody gives it: the owner of the file names who is at work."""
    with monkeypatch.context() as patch:
        patch.setenv("ARTUI_CLERK", user)
        return artui(*line.split())


def test_only_the_owner_of_the_file_names_who_is_at_work(
    books: Artui, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = str(tmp_path / "books.artui")
    monkeypatch.setenv("ARTUI_CLERK", "clara")
    signing_on.sign_on(place).close()
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(LedgerError, match="only the owner of"):
        signing_on.sign_on(place)
    monkeypatch.setenv("ARTUI_CLERK", login_name())
    signing_on.sign_on(place).close()
    monkeypatch.setenv("ARTUI_CLERK", "x; rm")
    with pytest.raises(LedgerError, match="is no user's name"):
        signing_on.sign_on(place)


def test_who_has_ended_may_not_sign_on(books: Artui, monkeypatch: pytest.MonkeyPatch) -> None:
    assert books("user", "set", "clara", "--ended").status == 0
    assert by(books, monkeypatch, "adam", "change 1").status == 0
    answer = by(books, monkeypatch, "clara", "list open-items")
    assert (answer.status, answer.err) == (
        1,
        "clara has ended and may not sign on to this ledger\n",
    )


def test_a_change_is_proposed_by_one_and_confirmed_by_another(
    books: Artui, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = books("user", "set", "bob", "--authority", "USD=5").out
    assert said == "Change 1 waits to be confirmed by adam.\n"
    assert books("change", "1").err.startswith("2405! change 1 is your own")
    assert by(books, monkeypatch, "adam", "change").out.split()[-2:] == ["user", "bob"]
    assert by(books, monkeypatch, "adam", "change 1").out == "Change 1 is confirmed.\n"
    assert [r["user"] for r in books("user", "list", "--json").records][:2] == ["adam", "audrey"]
    assert books("set", "reason", "NEW", "New", "dispute").out.startswith("Change 2")
    assert books("change", "2", "--reject").out == "Change 2 is turned down.\n"
    assert books("change", "--json").records == []


def test_companies_and_limits_wait_for_a_second_person(
    books: Artui, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "more.csv"
    file.write_text(CUSTOMERS.replace("N1", "N2"), encoding="utf-8")
    for said in ("Change 1 waits to be confirmed by adam.", "Company N2 waits to be confirmed."):
        answer = books("import", "customers", str(file))
        assert answer.status == 1
        assert answer.out.splitlines()[0] == said
        assert answer.out.endswith("1 left: import the file again when the change is confirmed\n")
    assert by(books, monkeypatch, "adam", "change 1").status == 0
    answer = books("import", "customers", str(file))
    assert (answer.status, answer.out.split("; ")[0]) == (0, f"{file}: 1 customer added")
    assert books("set", "bank-account", "N2", "B2", "EUR").out.startswith("Change 2 waits")
    said = books("set", "customer-limit", "N1", "001", "5").out
    assert said == "Change 3 waits to be confirmed by adam.\n"
    assert by(books, monkeypatch, "adam", "change 3").status == 0
    assert books("set", "customer-limit", "N1", "001", "5").out == (
        "The write-off limit of 001 is 5 USD.\n"
    )
    assert books("set", "customer-limit", "N1", "007").err.startswith("2207! 007 is no customer")


def test_alone_it_is_said_out_loud(artui: Artui) -> None:
    answer = artui("user", "set", "bob")
    assert answer.out == "bob is set.\n"
    assert answer.err == "Made by you alone: nobody else may confirm changes yet.\n"
    report = artui("report", "duties")
    assert report.status == 1
    assert f"Only {login_name()} may confirm changes" in report.out


def test_a_delegate_approves_until_a_day(books: Artui, monkeypatch: pytest.MonkeyPatch) -> None:
    assert by(books, monkeypatch, "sue", "delegate clara --until +2").out == (
        "clara approves for sue until 2020-04-17.\n"
    )
    asked = books("writeoff", "I2", "--request", "--amount", "20")
    assert asked.status == 0
    assert "approved" in by(books, monkeypatch, "clara", "approve N1/1").out
    assert by(books, monkeypatch, "sue", "delegate clara --end").out == (
        "clara approves for sue no more.\n"
    )
    assert books("delegate", "clara").status == 2


def test_roles_and_permissions_are_listed(books: Artui) -> None:
    roles = {record["role"]: record for record in books("role", "list", "--json").records}
    assert list(roles) == ["clerk", "supervisor", "auditor", "administrator"]
    assert roles["clerk"]["users"] == ["clara"]
    assert "receipts.post" in books("role", "permissions").out
    duties = books("report", "duties", "--json").records
    assert {record["user"] for record in duties} == {login_name(), "sue"}

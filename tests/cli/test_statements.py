"""``artui statements``: a run, its reprint, who gets none; ``artui report`` for lists on paper."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency
001,Alder Foods,N1,USD
002,Birch & Co,N1,USD
003,Cedar Ltd,N1,USD
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount
I1,INV,N1,001,2020-02-01,2020-03-02,USD,100.00,100.00
I2,INV,N1,001,2020-03-20,2020-04-19,USD,50.00,50.00
I3,INV,N1,002,2020-03-01,2020-03-31,USD,70.00,70.00
C3,CM,N1,002,2020-03-01,2020-03-31,USD,-70.00,-70.00
I4,INV,N1,003,2020-03-01,2020-03-31,USD,30.00,30.00
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    return artui


# --- statements ----------------------------------------------------------------------------------


def test_a_run_names_who_gets_a_statement_and_who_does_not(books: Artui) -> None:
    assert books("clear").status == 0
    books("statements", "stop", "003")
    answer = books("statements", "run", "--company", "N1", "--cut-off", "2020-04-15")
    assert answer.out.splitlines() == [
        "Run N1/1 of 2020-04-15, all customers: 1 statement, 2 skipped.",
        "Statement to  Name         Also for",
        "001           Alder Foods",
        "Skipped  Why",
        "002      nothing open",
        "003      wants none",
    ]
    assert books("statements", "resume", "003").out == "003 gets statements from now on.\n"
    assert books("statements", "resume", "003").out == "003 gets statements, as before.\n"


def test_runs_known_at_a_position_are_listed(books: Artui) -> None:
    for _ in range(2):
        assert books("statements", "run", "--customer", "001").status == 0
    newest, oldest = books("statements", "list", "--json").records
    then = books("statements", "list", "--json", "--known-at", str(oldest["position"])).records
    assert then == [{**oldest, "known_at": oldest["position"]}]
    before = str(oldest["position"] - 1)
    assert books("statements", "list", "--json", "--known-at", before).records == []
    assert newest["run"] == "N1/2"


def test_a_dry_run_keeps_nothing(books: Artui) -> None:
    answer = books("statements", "run", "--customer", "001", "--dry-run")
    assert answer.out.startswith("Run N1/1 of 2020-04-15, customer 001: 1 statement, 0 skipped.")
    assert answer.out.endswith("Nothing is kept.\n")
    assert books("statements", "list", "--json").records == []


def test_a_reprint_is_the_same_to_the_byte_as_text_and_pdf(books: Artui, tmp_path: Path) -> None:
    assert books("statements", "run").status == 0
    files = [tmp_path / f"{name}.pdf" for name in ("first", "again")]
    text = books("statements", "print", "1").out
    assert books("statements", "print", "1", "--pdf", str(files[0])).err.startswith(
        "Statements N1/1: 3 pages written to"
    )
    assert text.count("\f") == 2
    assert "I1             INV  2020-02-01 2020-03-02   44          100.00" in text
    for posting in (("pay", "001", "100", "--document", "I1"), ("clear",),
                    ("reverse", "RC 2020-000001")):  # fmt: skip
        assert books(*posting).status == 0
    assert books("rebuild").status == 0
    assert books("statements", "print", "1").out == text
    books("statements", "print", "1", "--pdf", str(files[1]))
    assert files[0].read_bytes() == files[1].read_bytes()


def test_runs_are_listed_and_an_item_is_a_record(books: Artui) -> None:
    for day in ("2020-03-10", "2020-04-15"):
        assert books("statements", "run", "--cut-off", day, "--command", day).status == 0
        assert books("statements", "run", "--cut-off", day, "--command", day).status == 0
    found = books("statements", "list", "--json").records
    assert [(run["number"], run["cut_off"]) for run in found] == [
        (2, "2020-04-15"), (1, "2020-03-10")
    ]  # fmt: skip
    lines = books("statements", "list").out.splitlines()
    assert lines[1].split()[:4] == ["N1/2", "2020-04-15", "3", "0"]
    items = books("statements", "print", "2", "--customer", "001", "--json").records
    assert [(item["document"], item["open"], item["days_late"]) for item in items] == [
        ("I1", "100.00", 44), ("I2", "50.00", 0)
    ]  # fmt: skip


def test_the_event_is_told_with_who_got_one(books: Artui) -> None:
    books("statements", "run", "--customer", "001")
    event = books("list", "events", "--json").records[-1]
    assert (event["event"], event["number"], event["cut_off"]) == ("StatementsRun", 1, "2020-04-15")
    assert event["statements"] == [["001", "Alder Foods", []]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("print", "9"), "2522! N1 has no statement run 9"),
        (("print", "1", "--customer", "002"), "2524! 002 got no statement in run N1/1: not asked"),
        (("run", "--cut-off", "2020-04-16"), "2520! 2020-04-16 is yet to come"),
        (("run", "--customer", "9"), "2523! N1 has no customer 9"),
        (("run", "--company", "N9"), "N9"),
        (("stop", "9"), "2523! N1 has no customer 9"),
        (("print", "1", "--print"), "the settings name no print_command"),
        (("print", "1", "--pdf", "/nowhere/at/all.pdf"), "/nowhere/at/all.pdf: No such file"),
    ],
)
def test_what_is_refused(books: Artui, arguments: tuple[str, ...], said: str) -> None:
    assert books("statements", "run", "--customer", "001").status == 0
    answer = books("statements", *arguments)
    assert (answer.status, answer.out) == (1, "")
    assert said in answer.err


def test_which_company_must_be_said_where_there_are_several(books: Artui) -> None:
    assert books("set", "company", "N2", "USD", "--year", "2020").status == 0
    assert "name the --company" in books("statements", "run").err


# --- lists on paper ------------------------------------------------------------------------------


def test_open_items_of_a_day_and_their_sum(books: Artui) -> None:
    books("pay", "001", "40", "--document", "I1", "--date", "2020-04-10")
    lines = books("report", "open-items", "--as-of", "2020-04-09").out.splitlines()
    assert lines[:2] == ["Open items", "N1 N1, on 2020-04-09"]
    assert lines[4].split() == [
        "Customer", "Name", "Document", "Type", "Date", "Due", "Late", "Open", "Cur"
    ]  # fmt: skip
    assert lines[5].split()[-3:] == ["38", "100.00", "USD"]
    assert lines[-1].split() == ["Total", "180.00", "USD"]
    assert max(map(len, lines)) <= 78
    one = books("report", "open-items", "--customer", "001", "--json").records
    assert [(item["document"], item["open"]) for item in one] == [("I1", "60.00"), ("I2", "50.00")]


def test_write_offs_by_reason_customer_clerk_month_and_currency(books: Artui) -> None:
    assert books("set", "tolerance", "USD", "--amount", "5.00").status == 0
    assert books("pay", "001", "97", "--document", "I1", "--date", "2020-03-31").status == 0
    assert books("writeoff", "I4", "--amount", "2.50", "--reason", "BALWOF").status == 0
    rows = books("report", "write-offs", "--json").records
    assert [
        (r["reason"], r["customer"], r["month"], r["count"], r["written_off"]) for r in rows
    ] == [
        ("BALWOF", "003", "2020-04", 1, "2.50"),
        ("tolerance", "001", "2020-03", 1, "3.00"),
    ]
    assert books("reverse", "RC 2020-000001", "--date", "2020-04-15").status == 0
    later = books("report", "write-offs", "--from", "2020-04-01", "--customer", "001", "--json")
    assert [(r["month"], r["written_off"]) for r in later.records] == [("2020-04", "-3.00")]


@pytest.mark.parametrize("name", ["aged-balances", "open-items", "write-offs", "voucher-list",
                                  "trial-balance"])  # fmt: skip
def test_every_report_has_every_form(books: Artui, tmp_path: Path, name: str) -> None:
    assert books("pay", "001", "40", "--document", "I1").status == 0
    assert books("writeoff", "I4", "--amount", "2.50", "--reason", "BALWOF").status == 0
    text = books("report", name)
    assert (text.status, text.err) == (0, "")
    assert max(map(len, text.out.splitlines())) <= 78
    records = books("report", name, "--json").records
    rows = list(csv.DictReader(io.StringIO(books("report", name, "--csv").out)))
    assert len(rows) == len(records) > 0
    file = tmp_path / "report.pdf"
    assert books("report", name, "--pdf", str(file)).out == ""
    assert file.read_bytes().startswith(b"%PDF-")


def test_days_the_wrong_way_round_are_refused(books: Artui) -> None:
    answer = books("report", "voucher-list", "--from", "2020-04-02", "--to", "2020-04-01")
    assert (answer.status, answer.err) == (1, "2526! 2020-04-02 is after 2020-04-01\n")

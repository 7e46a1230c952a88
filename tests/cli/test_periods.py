"""Periods made, closed by their list, opened again, and sealed; the balances behind a seal."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Artui

CUSTOMERS = """\
customer_no,name,company_code,currency
001,Alder & Co,N1,USD
002,Birch,N1,EUR
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount
I1,INV,N1,001,2020-01-10,2020-01-20,USD,100.00,100.00
I2,INV,N1,001,2020-02-05,2020-03-06,USD,50.00,50.00
I3,INV,N1,002,2020-02-05,2020-02-28,EUR,30.00,30.00
"""
CHECKS = ("period", "close", "N1", "2020-02")


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """Three invoices in two currencies, and money of nobody known."""
    assert artui("set", "company", "N1", "USD").status == 0
    assert artui("set", "rate", "USD", "EUR", "1.10", "--since", "2020-01-01").status == 0
    for kind, text in (("customers", CUSTOMERS), ("invoices", INVOICES)):
        (tmp_path / f"{kind}.csv").write_text(text, encoding="utf-8")
        answer = artui("import", kind, str(tmp_path / f"{kind}.csv"))
        assert answer.status == 0, answer.err
    return artui


def test_a_year_of_weeks_or_of_own_days_is_made(books: Artui) -> None:
    answer = books("period", "make", "N1", "2021", "--pattern", "4-4-5")
    assert answer.out == "12 periods of 2021 are open in N1.\n"
    spans = [f"--span=H{n}={first}:{last}" for n, first, last in (
        (1, "2021-12-31", "2022-06-30"), (2, "2022-07-01", "2022-12-31"))]  # fmt: skip
    assert books("period", "make", "N1", "2022", *spans).out == (
        "2 periods of 2022 are open in N1.\n"
    )
    listed = books("period", "list", "--company", "N1", "--json").records
    assert [p["first"] for p in listed[11:14]] == ["2020-12-01", "2021-01-01", "2021-01-29"]
    assert listed[-1]["period"] == "H2"


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("make N1 2020", 1, "2340! N1 has the periods of 2020 already"),
        ("make N1 2022", 1, "2345! 2021-01-01 to 2021-12-31 would be in no period"),
        ("open N1 2022", 1, "2345! 2021-01-01 to 2021-12-31 would be in no period"),
        ("make N1 2021 --span A=2020-12-31:2021-12-31", 1, "2344! A begins on 2020-12-31"),
        ("make N1 2021 --span A", 2, "write it NAME=FIRST:LAST"),
        ("make N1 2021 --span A=1:2 --pattern 4-4-5", 2, "not by both"),
        ("make N9 2021", 1, "2201! company 'N9' does not exist"),
        ("seal N1 2020-02", 1, "2363! period 2020-02 of N1 was never closed"),
        ("close N1 2019-02", 1, "2112! N1 has no period 2019-02"),
        ("reopen N1 2020-02 --note x", 1, "2224! period 2020-02 of N1 is open already"),
        ("reopen N1 2020-02", 2, "--note"),
    ],
)
def test_what_can_not_be_is_refused(books: Artui, line: str, status: int, said: str) -> None:
    answer = books("period", *line.split())
    assert answer.status == status
    assert said in answer.err


def test_closing_shows_its_list_and_wants_what_waits_confirmed(books: Artui) -> None:
    books("pay", "nobody", "7.00", "USD", "--company", "N1", "--date", "2020-02-20")
    looked = books(*CHECKS, "--check")
    assert looked.status == 1
    assert "ok          Control accounts tie" in looked.out
    assert "to confirm  Earlier periods open" in looked.out
    refused = books(*CHECKS)
    assert (refused.status, refused.err) == (1, "Not closed: --confirm what is to confirm.\n")
    assert books(*CHECKS, "--confirm", "--note", "agreed").status == 0
    assert "closed" in books("period", "list").out
    assert books("verify").status == 0


def test_a_seal_is_shown_to_be_kept_elsewhere(books: Artui) -> None:
    assert books(*CHECKS, "--confirm", "--json").status == 0
    (seal,) = books("period", "seal", "N1", "2020-02", "--json").records
    assert seal["holds"] is True
    assert len(seal["hash"]) == 64
    assert seal["balances"]["EUR"] == {
        "open": "30.00", "not_due": "0.00", "late_30": "30.00", "late_60": "0.00",
        "late_more": "0.00", "control": "30.00", "open_base": "33.00", "control_base": "33.00",
    }  # fmt: skip
    text = books("period", "seal", "N1", "2020-02").out
    assert f"Hash {seal['hash']}" in text
    assert "USD  150.00    50.00   0.00  100.00" in text


def test_the_frozen_balances_stay_when_a_period_is_opened_again(books: Artui) -> None:
    books(*CHECKS, "--confirm")
    report = ("report", "aged-balances", "--company", "N1", "--period", "2020-02")
    frozen = books(*report)
    assert frozen.status == 0
    assert "agrees with its seal" in frozen.out
    assert "001      USD   50.00  0.00 100.00    0.00 150.00" in frozen.out
    assert books("period", "reopen", "N1", "2020-02", "--note", "late receipt").status == 0
    assert books("pay", "001", "100", "--document", "I1", "--date", "2020-02-28").status == 0
    assert books(*report).out == frozen.out
    now = books("report", "aged-balances", "--company", "N1", "--as-of", "2020-02-29", "--json")
    assert [(r["customer"], r["total"]) for r in now.records] == [("002", "30.00"),
                                                                 ("001", "50.00")]  # fmt: skip


def test_a_period_is_reported_of_the_companies_that_have_it(books: Artui) -> None:
    assert books("set", "company", "N2", "USD").status == 0
    assert books("period", "make", "N1", "2021").status == 0
    for asked in ("aged-balances", "trial-balance"):
        assert books("report", asked, "--period", "2030-01").status == 1
    books(*CHECKS, "--confirm")
    frozen = books("report", "aged-balances", "--period", "2020-02")
    assert frozen.status == 0
    assert "agrees with its seal" in frozen.out
    assert frozen.err == "2363! period 2020-02 of N2 was never closed\n"
    answer = books("report", "trial-balance", "--period", "2021-01")
    assert (answer.status, answer.err) == (0, "2112! N2 has no period 2021-01\n")
    assert "Trial balance of N1" in answer.out
    answer = books("report", "trial-balance", "--company", "N2", "--period", "2021-01")
    assert (answer.status, answer.err) == (1, "2112! N2 has no period 2021-01\n")


def test_books_closed_through_a_day_take_no_posting(books: Artui) -> None:
    answer = books("period", "books", "N1", "2020-04-10")
    assert answer.out == "The books of N1 are closed through 2020-04-10.\n"
    refused = books("pay", "001", "100", "--date", "2020-04-10")
    assert refused.status == 1
    assert "first open day 2020-04-11" in refused.err


# --- trial balance -----------------------------------------------------------------------------


def test_the_trial_balance_ties_in_every_currency(books: Artui) -> None:
    books("pay", "001", "60", "--document", "I1", "--date", "2020-03-10")
    answer = books("report", "trial-balance")
    assert answer.status == 0
    lines = answer.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.split() for line in lines if line.startswith(("1210-N1", "Total"))] == [
        ["1210-N1", "A/R", "control", "EUR", "30.00", "0.00", "30.00"],
        ["1210-N1", "A/R", "control", "USD", "150.00", "60.00", "90.00"],
        ["Total", "in", "USD", "243.00", "243.00", "0.00"],
    ]
    assert lines[-2] == "Everything ties."
    tied = [r for r in books("report", "trial-balance", "--json").records if "ties" in r]
    assert [(r["currency"], r["control"], r["documents"], r["difference"]) for r in tied] == [
        ("EUR", "30.00", "30.00", "0.00"),
        ("USD", "90.00", "90.00", "0.00"),
    ]
    assert all(record["ties"] for record in tied)


def test_a_period_counts_from_its_first_day(books: Artui) -> None:
    books("pay", "001", "60", "--document", "I1", "--date", "2020-03-10")
    answer = books("report", "trial-balance", "--company", "N1", "--period", "2020-03", "--csv")
    rows = {(r["account"], r["currency"]): r for r in csv.DictReader(io.StringIO(answer.out))}
    control = rows["1210-N1", "USD"]
    assert (control["debits"], control["credits"], control["balance"]) == ("0.00", "60.00", "90.00")


def test_an_unknown_period_or_company_is_refused(books: Artui) -> None:
    for options in (["--period", "2019-01"], ["--company", "N9"]):
        for report in ("trial-balance", "aged-balances"):
            assert books("report", report, *options).status == 1

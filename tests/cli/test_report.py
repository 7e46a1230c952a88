"""The journals of a voucher: text of 80 columns, inert CSV, the printer."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Artui

CUSTOMERS = """\
customer_no,name,company_code,currency
001,=HYPERLINK("x")&A very long name that would not fit on any line of a report,N1,USD
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount
-I1,INV,N1,001,2020-03-01,2020-03-31,USD,98765432.10,98765432.10
"""


@pytest.fixture
def paid(artui: Artui, tmp_path: Path) -> Artui:
    """A receipt that fell 5.00 short, within tolerance."""
    rows = CUSTOMERS.replace('=HYPERLINK("x")', "=1+1")
    for kind, text in (("customers", rows), ("invoices", INVOICES)):
        (tmp_path / f"{kind}.csv").write_text(text, encoding="utf-8")
        assert artui("import", kind, str(tmp_path / f"{kind}.csv")).status == 0
    artui("set", "tolerance", "USD", "--amount", "5.00")
    answer = artui("pay", "001", "98765427.10", "--reference", "=cmd|x", "--method", "WIRE")
    assert answer.status == 0, answer.err
    return artui


@pytest.mark.parametrize("journal", ["accounting-journal", "payment-journal"])
def test_text_is_never_wider_than_80_columns(paid: Artui, journal: str) -> None:
    out = paid("report", journal, "--voucher", "RC 2020-000001").out
    assert max(map(len, out.splitlines())) <= 80


def test_the_accounting_journal_balances_and_names_its_rules(paid: Artui) -> None:
    out = paid("report", "accounting-journal", "--voucher", "N1/RC/2020/1").out
    assert "   1 Bank      1010-USD    Bank N1-USD             98,765,427.10" in out
    assert "   2 AR30-185  6150-000    Accepted payment diff.           5.00" in out
    assert "98,765,432.10  98,765,432.10" in out
    assert "write-off allowed by policy 1 (default)" in out


def test_the_payment_journal_says_what_stayed_open_then(paid: Artui) -> None:
    args = ("report", "payment-journal", "--voucher", "RC 2020-000001", "--json")
    (before,) = paid(*args).records
    assert (before["paid"], before["written_off"], before["open_after"]) == (
        "98765427.10",
        "5.00",
        "0.00",
    )
    paid("reverse", "RC 2020-000001")
    assert paid(*args).records == [before]
    text = paid("report", "payment-journal", "--voucher", "RC 2020-000001").out
    assert text.endswith("Reversed by N1/RV/2020/1\n")


def test_csv_holds_plain_decimals_and_no_formula(paid: Artui) -> None:
    out = paid("report", "payment-journal", "--voucher", "RC 2020-000001", "--csv").out
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["paid"] == "98765427.10"
    assert row["document"] == "'-I1"
    assert row["payer"].startswith("'=1+1")
    journal = paid("report", "accounting-journal", "--voucher", "RC 2020-000001", "--csv").out
    rows = list(csv.DictReader(io.StringIO(journal)))
    assert sum(float(r["debit"]) for r in rows) == sum(float(r["credit"]) for r in rows)


def test_a_report_goes_to_the_print_command(paid: Artui, tmp_path: Path) -> None:
    printed = tmp_path / "printed.txt"
    (tmp_path / "settings.toml").write_text(f"print_command = 'tee {printed}'\n", encoding="utf-8")
    args = ("report", "accounting-journal", "--voucher", "RC 2020-000001")
    assert paid(*args, "--print").status == 0
    assert printed.read_text(encoding="utf-8") == paid(*args).out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("", 'the settings name no print_command, such as "lp"'),
        ("print_command = 'false'", "the print command 'false' ended with 1"),
        ("print_command = 'no-such-program'", "the print command 'no-such-program' can't be run"),
    ],
)
def test_a_printer_that_fails_is_a_sentence(
    paid: Artui, tmp_path: Path, settings: str, said: str
) -> None:
    (tmp_path / "settings.toml").write_text(settings, encoding="utf-8")
    answer = paid("report", "accounting-journal", "--voucher", "RC 2020-000001", "--print")
    assert answer.status == 1
    assert said in answer.err


# --- journals of a time --------------------------------------------------------------------------


JOURNALS = ("accounting-journal", "payment-journal")


def test_the_accounting_journal_of_a_time_balances(paid: Artui) -> None:
    text = paid("report", "accounting-journal", "--company", "N1").out
    assert "RC 2020-000001 2020-04-15 AR30-185 6150-000" in text
    assert re.search(r"^Total +197,530,864.20 197,530,864.20$", text, re.MULTILINE)
    assert text.endswith("\n2 vouchers\n")
    rows = paid("report", "accounting-journal", "--json").records
    assert [row["line"] for row in rows] == [1, 2, 1, 2, 3]
    assert sum(float(str(row["base"])) for row in rows) == 0
    assert {(row["company"], row["base_currency"]) for row in rows} == {("N1", "USD")}


def test_the_payment_journal_of_a_time_says_what_was_paid(paid: Artui) -> None:
    (row,) = csv.DictReader(io.StringIO(paid("report", "payment-journal", "--csv").out))
    assert (row["paid"], row["written_off"], row["open_after"]) == ("98765427.10", "5.00", "0.00")
    assert row["payer"].startswith("'=1+1")
    assert row["document"] == "'-I1"


@pytest.mark.parametrize("journal", JOURNALS)
def test_a_journal_of_other_days_or_another_customer_is_empty(paid: Artui, journal: str) -> None:
    for asked in (("--to", "2020-04-01"), ("--from", "2020-04-15", "--customer", "001")):
        voucher = "RC 2020-000001" in paid("report", journal, *asked).out
        assert voucher == ("--customer" in asked)
    assert paid("report", journal, "--customer", "007").err.startswith("2207!")
    both = paid("report", journal, "--voucher", "RC 2020-000001", "--from", "2020-04-01")
    assert both.status == 2
    assert "--voucher names one voucher" in both.err


@pytest.mark.parametrize("journal", [*JOURNALS, "duties"])
def test_every_journal_can_be_a_pdf(paid: Artui, tmp_path: Path, journal: str) -> None:
    paid("report", journal, "--pdf", str(tmp_path / "x.pdf"))
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")

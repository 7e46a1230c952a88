"""CSV files: profiles, signs, balances, and that no meaning is guessed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from artui.importers.bank import CsvProfile, Profiles, load_profiles, read_bank
from artui.importers.bank.profiles import COLUMNS, PLAIN
from artui.importers.table import FileRefused
from tests.importers.bank.conftest import Reader, Refusal
from tests.importers.bank.samples import CSV

BANK = Path(os.environ.get("ARTUI_CORPUS", "")) / "bank"
PAGE = Path(__file__).parents[3] / "docs" / "bank-files.md"
corpus = pytest.mark.skipif(not BANK.is_dir(), reason="ARTUI_CORPUS names no corpus")

GERMAN = CsvProfile(
    columns={"booked": "Datum", "amount": "Betrag", "currency": "Währung"},
    optional={"remittance": "Verwendungszweck", "payer": "Kunde"},
    decimal_mark=",",
    date="DD.MM.YYYY",
)
OCA: dict[str, Any] = {
    "columns": {"booked": "Date", "amount": "Amount", "remittance": "Label"},
    "optional": {"balance": "Balance", "payer": "Partner Name", "payer_account": "Bank Account"},
    "date": "MM/DD/YYYY",
}


def own(**how: Any) -> Profiles:
    """One profile."""
    return Profiles(csv={"own": CsvProfile(**how)})


def test_a_profile_says_mark_date_and_columns(read: Reader) -> None:
    text = (
        "Konto;DE89370400440532013000\n\n"
        "Datum;Kunde;Währung;Betrag;Verwendungszweck\n"
        "15.04.2020;C1;EUR;1.234,56;RE 1001\n15.04.2020;C2;EUR;-12,00;Rücklastschrift\n"
    )
    found = read(text, Profiles(csv={"german": GERMAN}))
    assert [(line.line, line.amount, line.booked) for line in found.lines] == [
        (4, 123456, "2020-04-15"),
        (5, -1200, "2020-04-15"),
    ]
    assert found.lines[1].remittance == ("Rücklastschrift",)


def test_without_a_profile_that_fits_nothing_is_guessed(refusal: Refusal) -> None:
    text = "Datum;Betrag\n15.04.2020;1.234,56\n"
    assert "a CSV file whose columns a profile names" in refusal(text)
    assert refusal("date,amount,currency\n04/15/2020,1.00,USD\n") == (
        "F:1: no row has a date as the profile has it (YYYY-MM-DD)"
    )


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1,234.56", 123456),
        ("1'234.56", 123456),
        ("1 234.56", 123456),
        ("(12.00)", -1200),
        ("12.00-", -1200),
        ("\u221212.00", -1200),
        ("+12", 1200),
    ],
)
def test_amounts_as_people_write_them(read: Reader, text: str, minor: int) -> None:
    found = read(f'date,amount,currency\n2020-04-15,"{text}",USD\n')
    assert found.lines[0].amount == minor


def test_every_bad_row_is_named(refusal: Refusal) -> None:
    text = (
        'date,amount,currency\n2020-04-15,1.00,USD\n2020-04-15,"1,23",USD\n'
        "2020-04-15,1.005,USD\n2020-04-15,,USD\n2020-04-15,--1,USD\n2020-04-15,1.00\n"
    )
    assert refusal(text).split("\n") == [
        "F:3: column amount: '1,23' is not an amount",
        "F:4: column amount: '1.005' has more decimals than USD has (2)",
        "F:5: column amount: is not an amount",
        "F:6: column amount: '--1' is not an amount",
        "F:7: the row has 2 cells, the head 3",
    ]


def test_a_date_that_does_not_exist_is_empty_and_named(read: Reader) -> None:
    found = read(CSV.replace(b"\n2020-04-15,2020-04-16", b"\n2020-02-30,2020-04-16", 1))
    assert found.lines[0].booked == ""
    assert "'2020-02-30' is not a date" in found.notes[0].located("F")


def test_credit_and_debit_in_their_own_columns(read: Reader, refusal: Refusal) -> None:
    profiles = own(
        columns={"booked": "d", "credit": "in", "debit": "out"}, currency="USD", account="A"
    )
    found = read("d,in,out\n2020-04-15,5.00,\n2020-04-15,,2.00\n", profiles)
    assert [line.amount for line in found.lines] == [500, -200]
    assert (found.account, found.currency) == ("A", "USD")
    assert "only one" in refusal("d,in,out\n2020-04-15,5.00,2.00\n", profiles)
    assert "has the wrong sign here" in refusal("d,in,out\n2020-04-15,,-2.00\n", profiles)
    negative = own(
        columns={"booked": "d", "credit": "in", "debit": "out"},
        currency="USD",
        debits_negative=True,
    )
    assert read("d,in,out\n2020-04-15,,-2.00\n", negative).lines[0].amount == -200


def test_an_indicator_decides_and_a_sign_beside_it_must_be_explained(
    read: Reader, refusal: Refusal
) -> None:
    how: dict[str, Any] = {
        "columns": {"booked": "d", "amount": "a", "indicator": "cd"},
        "currency": "USD",
    }
    assert read("d,a,cd\n2020-04-15,5.00,D\n", own(**how)).lines[0].amount == -500
    assert "must say which" in refusal("d,a,cd\n2020-04-15,-5.00,C\n", own(**how))
    assert read("d,a,cd\n2020-04-15,-5.00,C\n", own(**how, unsigned=True)).lines[0].amount == 500
    assert "neither credit nor debit" in refusal("d,a,cd\n2020-04-15,5.00,X\n", own(**how))


def test_running_balances_are_checked_whichever_way_the_rows_run(read: Reader) -> None:
    head, *rows = CSV.decode().splitlines(keepends=True)
    for order in (rows, rows[::-1]):
        found = read("".join([head, *order]))
        assert (found.opening, found.closing) == (100000, 118750)
        assert not found.broken
    assert len(read("".join([head, rows[0], rows[2]])).broken) == 1


def test_each_account_and_currency_is_a_statement() -> None:
    text = (
        "date,amount,currency,account\n2020-04-15,1,USD,A\n2020-04-15,2,EUR,A\n2020-04-15,3,USD,B\n"
    )
    found = read_bank(text.encode())
    assert [(one.account, one.currency, one.credits) for one in found] == [
        ("A", "USD", 100),
        ("A", "EUR", 200),
        ("B", "USD", 300),
    ]


def test_an_unclosed_quote_refuses_the_file(refusal: Refusal) -> None:
    assert refusal('date,amount,currency\n2020-04-15,"1.00,USD\n').startswith(
        "F:2: the row can't be read"
    )


def test_profiles_come_from_a_toml_file(tmp_path: Path, read: Reader) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text(
        '[csv.ours]\ndate = "DD.MM.YY"\ndecimal_mark = ","\ncurrency = "EUR"\n'
        'columns = { booked = "Tag", amount = "Betrag" }\n\n[lockbox]\ncheck_date = "YYMMDD"\n',
        encoding="utf-8",
    )
    found = read("Tag;Betrag\n15.04.20;5,00\n", load_profiles(path))
    assert (found.credits, found.lines[0].booked) == (500, "2020-04-15")


def test_the_manual_shows_a_profile_that_works_and_names_every_column(
    tmp_path: Path, read: Reader
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    lines = page.partition("    [csv.hausbank]")[2].partition("\n\n|")[0]
    path = tmp_path / "profiles.toml"
    path.write_text("[csv.hausbank]" + lines.replace("\n    ", "\n"), encoding="utf-8")
    text = "Buchungstag;Name;Betrag;Verwendungszweck\n15.04.2020;Muster;1.234,56;RE 1\n"
    found = read(text, load_profiles(path))
    assert (found.currency, found.credits, found.lines[0].payer) == ("EUR", 123456, "Muster")
    for name in (*COLUMNS, *PLAIN.columns.values(), *PLAIN.optional.values()):
        assert f"`{name}`" in page


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[csv", "can't be read"),
        ("[csv.a]\n", "columns"),
        ('[csv.a]\ncolumns = { day = "D", amount = "A" }\n', "there is no column 'day'"),
        ('[csv.a]\ncolumns = { amount = "A" }\n', "need booked or value"),
        ('[csv.a]\ncolumns = { value = "A" }\n', "need amount, or credit and debit"),
        (
            '[csv.a]\ndate = "MM/YYYY"\ncolumns = { value = "A", amount = "B" }\n',
            "needs DD, MM and YY or YYYY",
        ),
        ("[other]\n", "unknown field `other`"),
    ],
)
def test_a_wrong_profile_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused, match=why):
        load_profiles(path)


# --- real and nasty files --------------------------------------------------------------------


@corpus
def test_a_decimal_comma_is_never_another_amount(read: Reader, refusal: Refusal) -> None:
    data = (BANK / "nasty/receipts-decimal-comma.csv").read_bytes()
    found = read(data, Profiles(csv={"german": GERMAN}))
    assert [line.amount for line in found.lines] == [123456, -1200]
    assert "a profile names" in refusal(data)


@corpus
def test_formulas_are_text(read: Reader) -> None:
    found = read((BANK / "nasty/receipts-formula-injection.csv").read_bytes())
    assert found.credits == 4600
    assert [line.remittance[0][0] for line in found.lines] == ["=", "+", "@", "-"]


@corpus
def test_utf16_is_read(read: Reader) -> None:
    found = read((BANK / "nasty/receipts-utf16.csv").read_bytes())
    assert (found.currency, found.credits) == ("EUR", 1000)


@corpus
@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("oca-balance", {"currency": "EUR"}),
        ("oca-debit_credit", {"currency": "EUR", "unsigned": True}),
        ("oca-multi_currency", {}),
        ("oca-sample_statement_en", {}),
    ],
)
def test_real_csv_files_are_read_by_their_profiles(name: str, more: dict[str, Any]) -> None:
    columns = dict(OCA["columns"])
    if "unsigned" in more:
        columns["indicator"] = "D/C"
    if not more:
        columns["currency"] = "Currency"
    found = read_bank(BANK / f"csv/{name}.csv", own(**{**OCA, **more, "columns": columns}))
    lines = sorted((line.amount, line.booked, line.payer) for one in found for line in one.lines)
    credit = 153350 if more else 152500
    assert lines == [
        (-3350, "2018-12-15", "John Doe"),
        (credit, "2018-12-15", "Azure Interior"),
    ]
    assert not [control for one in found for control in one.broken]

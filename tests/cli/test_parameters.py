"""Parameters and rates by command: shown as they are typed, refused with their name."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger.setup.parameters import SETTINGS
from tests.cli.conftest import Artui


@pytest.fixture
def books(artui: Artui) -> Artui:
    """A company in USD."""
    assert artui("set", "company", "N1", "USD").status == 0
    return artui


def in_force(artui: Artui, *options: str) -> dict[str, str]:
    (record,) = artui("parameters", "show", "--json", *options).records
    return record


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("levels", "group default", "group default"),
        ("discount-on-parts", "proportional", "proportional"),
        ("discount_needs_full", "no", "no"),
        ("tax_on_discount", "yes", "yes"),
        ("tax_on_write_off", "y", "yes"),
        ("receipt_tolerance", "USD 5", "USD 5.00"),
        ("system_limits", "USD 50 EUR 40", "EUR 40.00 USD 50.00"),
        ("system_range", "- 50", "- 50.00"),
        ("company_limits", "USD 100", "USD 100.00"),
        ("limits_inclusive", "no", "no"),
        ("limits_combine", "precedence", "precedence"),
        ("above_limit", "pending", "pending"),
        ("full_matches_only", "yes", "yes"),
        ("effect_date", "latest", "latest"),
        ("write_off_rate", "day", "day"),
        ("reversal_rate", "day", "day"),
        ("rounding", "USD 0.02", "USD 0.02"),
    ],
)
def test_every_parameter_is_set_by_command(books: Artui, name: str, value: str, shown: str) -> None:
    before = in_force(books)
    assert list(before) == [known.name for known in SETTINGS]
    assert books("parameters", "set", name, *value.split()).status == 0
    field = name.replace("-", "_")
    assert in_force(books) == {**before, field: shown}
    assert in_force(books, "--as-of", "2020-04-14") == before


def test_a_company_has_its_own_and_every_version_is_kept(books: Artui) -> None:
    books("parameters", "set", "above_limit", "pending", "--note", "from the auditor")
    answer = books("parameters", "set", "above_limit", "leave", "--company", "N1",
                   "--since", "2020-05-01")  # fmt: skip
    assert answer.out == "above_limit is leave from 2020-05-01 on, for N1.\n"
    assert in_force(books, "--company", "N1")["above_limit"] == "pending"
    assert in_force(books, "--company", "N1", "--as-of", "2020-05-01")["above_limit"] == "leave"
    kept = books("parameters", "show", "--versions", "--json").records
    assert [(k["company"], k["since"], k["note"]) for k in kept] == [
        ("all", "2020-04-15", "from the auditor"),
        ("N1", "2020-05-01", ""),
    ]
    assert "from the auditor" in books("parameters", "show", "--versions").out
    assert "above_limit" in books("list", "events", "--json").out
    assert books("verify").status == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("speed fast", "2350! 'speed' is no parameter"),
        ("above_limit ask", "2351! 'ask' is none of refuse, pending, chargeback, leave"),
        ("system_limits XXQ 5", "2108! 'XXQ' is not an ISO 4217 currency"),
        ("system_limits USD -5", "2355! the limit in USD is below zero"),
        ("system_range 50 5", "2356! the lower bound is above the upper one"),
        ("above_limit leave --company N9", "2201! company 'N9' does not exist"),
    ],
)
def test_a_parameter_that_can_not_be_is_refused(books: Artui, line: str, said: str) -> None:
    before = in_force(books)
    answer = books("parameters", "set", *line.replace(" -5", " -- -5").split())
    assert answer.status == 1
    assert said in answer.err
    assert in_force(books) == before


# --- rates -------------------------------------------------------------------------------------

RATES = """\
base_currency,currency,date,rate
USD,EUR,2020-04-01,1.0956
USD,EUR,2020-04-02,1.0936
USD,JPY,20200401,0.0093
"""


def test_rates_are_imported_once(books: Artui, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(RATES, encoding="utf-8")
    assert "3 rates added; 0 known before" in books("import", "rates", str(file)).out
    assert "0 rates added; 3 known before" in books("import", "rates", str(file)).out
    file.write_text(RATES.replace("1.0936", "1.0940"), encoding="utf-8")
    assert "0 rates added; 1 changed; 2 known" in books("import", "rates", str(file)).out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("USD,EUR,2020-04-03,0", "rates.csv:5: column rate: '0' is zero: a rate is above zero"),
        ("USD,EUR,2020-04-03,-1", "column rate: '-1' is not a rate"),
        ('USD,EUR,2020-04-03,"1,1"', "column rate: '1,1' is not a rate"),
        ("USD,EUR,2020-04-31,1", "column date: '2020-04-31' is a date that does not exist"),
        ("USD,EUR,2020-04-02,1", "column date: '2020-04-02' is there twice: first on line 3"),
        ("USD,USD,2020-04-02,1", "column currency: 'USD' is the base currency"),
        ("USD,XXQ,2020-04-02,1", "column currency: 'XXQ' is no currency known to ISO 4217"),
        ("USD,EUR,,1", "column date: '' is empty: a date is needed"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_taken_in(
    books: Artui, tmp_path: Path, row: str, said: str
) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(RATES + row + "\n", encoding="utf-8")
    before = len(books("list", "events", "--json").records)
    answer = books("import", "rates", str(file))
    assert answer.status == 1
    assert said in answer.err
    assert len(books("list", "events", "--json").records) == before
    assert "3 rates added" in books("import", "rates", str(file), "--skip-bad").out

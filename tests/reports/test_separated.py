"""CSV: whatever stands in a cell, a spreadsheet shows it and runs nothing."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.reports.separated import csv_of_records, csv_text, inert

NASTY = (
    "=1+1", "+1", "+44 20 7946", "-1x", "@x", "\tx", "\rx", "\n=x", "  =1+1", "\u00a0=1+1",
    "=HYPERLINK(\"http://x\";\"y\")", "-2+3+cmd|' /C calc'!A0", "\uff1d1+1", "\uff201", "--1",
    "-.5", "-1e9", "-\u0661",
)  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_a_formula_is_only_text(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["A-1=+@", "", "'=1", "-12.50", "-7", "12", "2020-04-15", "é"])
def test_numbers_and_other_texts_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


@given(st.lists(st.tuples(st.text(max_size=9), st.sampled_from(NASTY)), min_size=1, max_size=5))
def test_every_cell_is_inert_and_can_be_read_back(rows: list[tuple[str, str]]) -> None:
    text = csv_text([*rows])
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [[inert(cell) for cell in row] for row in rows] == read
    assert not any(cell.lstrip().startswith(("=", "+", "@")) for row in read for cell in row)


def test_records_stand_under_the_names_of_all_of_them() -> None:
    records: list[dict[str, object]] = [
        {"name": "=1", "open": "-5.00"},
        {"name": "B", "count": 2, "none": None},
    ]
    assert csv_of_records(records) == "name,open,count,none\n'=1,-5.00,,\nB,,2,\n"
    assert csv_of_records(records, ("count", "name")) == "count,name\n,'=1\n2,B\n"

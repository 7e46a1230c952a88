"""Files made from the formats' public descriptions; their totals were added by hand.

``files/EXPECTED.csv`` has a line a file: how many statements and entries, the money of all entries,
then what is booked: its parts (a batch by its details), their sum, who paid each, and how many of
the file's own controls fail; or the words of the refusal, with the line.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from artui.importers.bank import Profiles, Statement, load_profiles, read_bank
from artui.importers.bank.speech import decimal_text
from artui.importers.table import FileRefused

FILES = Path(__file__).parent / "files"


def expected() -> list[dict[str, str]]:
    """The lines of the list."""
    with (FILES / "EXPECTED.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    """How the banks of these files write their CSV."""
    return load_profiles(FILES / "banks.toml")


def summed(amounts: list[tuple[str, int]]) -> str:
    """Sums by currency, as the list has them."""
    sums: dict[str, int] = {}
    for currency, amount in amounts:
        sums[currency] = sums.get(currency, 0) + amount
    return ";".join(f"{each} {decimal_text(sums[each], each)}" for each in sorted(sums))


def told(found: list[Statement]) -> dict[str, str]:
    """What was read, as a line of the list."""
    totals = [total for statement in found for total in statement.totals]
    money = [line for statement in found for line in statement.money()]
    of_none = [(statement.currency, 0) for statement in found if money]
    return {
        "statements": str(len(found)),
        "entries": str(sum(statement.entries for statement in found)),
        "credits": summed([(total.currency, total.credits) for total in totals]),
        "debits": summed([(total.currency, total.debits) for total in totals]),
        "parts": str(len(money)),
        "money": summed([*((line.currency, line.amount) for line in money), *of_none]),
        "payers": "|".join(line.payer for line in money),
        "broken": str(sum(len(statement.broken) for statement in found)),
        "refused": "",
    }


def test_every_file_is_listed_once() -> None:
    names = [row["file"] for row in expected()]
    there = {f"{path.parent.name}/{path.name}" for path in FILES.glob("*/*")}
    assert sorted(names) == sorted(there)


@pytest.mark.parametrize("row", expected(), ids=lambda row: row["file"])
def test_a_file_comes_to_its_totals_or_is_refused(row: dict[str, str], profiles: Profiles) -> None:
    name = row.pop("file")
    try:
        found = read_bank(FILES / name, profiles)
    except FileRefused as refused:
        assert row["refused"], refused
        assert f"F:{row['refused']}" in refused.faults[0].located("F")
    else:
        assert told(found) == row

"""Real bank files of many banks: entries and totals as the manifest has them, or a refusal."""

from __future__ import annotations

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest

from artui.importers.bank import Statement, places, read_bank
from artui.importers.table import FileRefused

BANK = Path(os.environ.get("ARTUI_CORPUS", "")) / "bank"
MANIFEST = BANK / "MANIFEST.csv"

NO_STATEMENT = {
    "camt/genkgo-camt053.v2.wrong.xml": "there is no statement in the message",
    "camt/viafintech-general-invalid_namespace.xml": "no camt.052, camt.053 or camt.054",
    "mt940/wolph-betterplace-empty_line.sta": "neither balances nor entries",
    "mt940/wolph-self-provided-invalid_statement.sta": "no bank file that is known",
}
"""Files without a statement, which are refused with these words; all others are read."""

MORE_THAN_LISTED = {"bai2/moov-sample3.txt": 26}
"""The manifest counts lines here, and two of them hold two entries each: the file's own control
totals and record counts hold with this number only."""


def listed() -> list[dict[str, str]]:
    """The rows of the manifest that name real files."""
    if not MANIFEST.is_file():
        return []
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["file"].partition("/")[0] not in ("csv", "nasty")]


pytestmark = pytest.mark.skipif(not MANIFEST.is_file(), reason="ARTUI_CORPUS names no corpus")


def summed(found: list[Statement]) -> tuple[int, set[str], Decimal, Decimal]:
    """Entries, currencies, credits and debits of all statements."""
    totals = [total for statement in found for total in statement.totals]
    credits_, debits = (
        sum((Decimal(side).scaleb(-places(currency)) for currency, side in sides), Decimal(0))
        for sides in (
            [(total.currency, total.credits) for total in totals],
            [(total.currency, total.debits) for total in totals],
        )
    )
    entries = sum(total.entries for total in totals)
    return entries, {total.currency for total in totals if total.currency}, credits_, debits


@pytest.mark.parametrize("row", listed(), ids=lambda row: row["file"])
def test_a_real_file_comes_to_what_is_in_it(row: dict[str, str]) -> None:
    name = row["file"]
    if name in NO_STATEMENT:
        with pytest.raises(FileRefused, match=NO_STATEMENT[name]):
            read_bank(BANK / name)
        assert row["entries"] == "0"
        return
    found = read_bank(BANK / name)
    entries, currencies, credits_, debits = summed(found)
    assert entries == MORE_THAN_LISTED.get(name, int(row["entries"]))
    if row["currency"]:
        assert currencies == set(row["currency"].split("/"))
    if row["credit_total"]:
        assert (credits_, debits) == (Decimal(row["credit_total"]), Decimal(row["debit_total"]))


def test_two_records_on_one_line_are_two_and_the_files_own_counts_say_so() -> None:
    found = read_bank(BANK / "bai2/moov-sample3.txt")
    assert sum(statement.entries for statement in found) == 26
    assert not [control for statement in found for control in statement.broken]
    assert {"number of records of the file", "file control total"} <= {
        control.what for control in found[0].controls
    }


@pytest.mark.parametrize(
    "name",
    [
        "camt/viafintech-053-valid_example.xml",
        "camt/oca-test-camt053-txdtls.xml",
        "mt940/wolph-ASNB-0708271685_09022020_164516.940.txt",
        "mt940/wolph-jejik-rabobank-iban.sta",
        "bai2/moj-nwb_example.bai2",
        "lockbox/test_lockbox.bai",
    ],
)
def test_an_intact_file_agrees_with_its_own_balances_and_totals(name: str) -> None:
    found = read_bank(BANK / name)
    assert any(statement.controls for statement in found)
    assert not [control for statement in found for control in statement.broken]


def test_what_was_cut_out_of_a_statement_shows_in_its_controls() -> None:
    (found,) = read_bank(BANK / "camt/viafintech-053-valid_example_with_batch.xml")
    assert {control.what for control in found.broken} >= {"number of entries", "closing balance"}


def test_an_unreadable_date_is_empty_and_named_and_its_amount_is_there() -> None:
    (found,) = read_bank(BANK / "ofx/ofxparse-fail_nice-date_missing.ofx")
    assert [line.booked for line in found.lines] == ["", "", ""]
    assert [line.amount for line in found.lines] == [-8000, 20000, 20000]
    assert "x:50: DTPOSTED: '20120231' is not a date that exists" in {
        note.located("x") for note in found.notes
    }

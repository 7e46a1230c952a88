"""A clerk's day, the same money in five formats: the same lines come out of each."""

from __future__ import annotations

import csv
import os
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from artui.importers.bank import BankLine, read_bank

DEMO = Path(os.environ.get("ARTUI_CORPUS", "")) / "demo"

pytestmark = pytest.mark.skipif(not DEMO.is_dir(), reason="ARTUI_CORPUS names no corpus")


class Money(NamedTuple):
    """A receipt as every format must tell it."""

    reference: str
    day: str
    minor: int


def lines(name: str) -> list[BankLine]:
    """All lines of a bank file."""
    found = read_bank(DEMO / "bank" / name)
    assert not [control for one in found for control in one.broken]
    assert not [note for one in found for note in one.notes]
    return [line for one in found for line in one.money()]


def receipts(currency: str, *, checks: bool) -> set[Money]:
    """The day's receipts of one currency, cheques or all the others."""
    with (DEMO / "receipts.csv").open(encoding="utf-8", newline="") as file:
        return {
            Money(row["bank_reference"], row["value_date"], int(Decimal(row["amount"]) * 100))
            for row in csv.DictReader(file)
            if row["currency"] == currency and (row["method"] == "CHECK") == checks
        }


@pytest.mark.parametrize(
    ("name", "currency"),
    [
        ("camt053.xml", "USD"),
        ("camt053.xml", "CAD"),
        ("bai2-usd.bai2", "USD"),
        ("ofx-usd.ofx", "USD"),
        ("mt940-cad.sta", "CAD"),
    ],
)
def test_every_format_has_the_days_receipts(name: str, currency: str) -> None:
    found = [line for line in lines(name) if line.currency == currency]
    deposit = [line for line in found if line.bank_reference.startswith("LBX")]
    told = {Money(line.bank_reference, line.day, line.amount) for line in found}
    told -= {Money(line.bank_reference, line.day, line.amount) for line in deposit}
    assert told == receipts(currency, checks=False)
    checks = sum(receipt.minor for receipt in receipts(currency, checks=True))
    assert sum(line.amount for line in deposit) == checks


@pytest.mark.parametrize("name", ["bai2-usd.bai2", "ofx-usd.ofx", "mt940-cad.sta"])
def test_references_come_whole_out_of_wrapped_lines(name: str) -> None:
    with (DEMO / "receipts.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["bank_reference"]: row["reference"] for row in csv.DictReader(file)}
    for line in lines(name):
        if line.bank_reference in wanted:
            assert line.remittance[-1] == wanted[line.bank_reference]


def test_the_lockbox_has_the_cheques_one_by_one_with_their_invoices() -> None:
    found = lines("lockbox.txt")
    with (DEMO / "receipts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["method"] == "CHECK"]
    assert [line.amount for line in found] == [int(Decimal(row["amount"]) * 100) for row in rows]
    assert len(found) == 14
    deductions = {
        (document.number, document.deduction, document.reason)
        for line in found
        for document in line.documents
        if document.reason
    }
    assert ("1930575226", 139130, "DAM") in deductions
    assert len(deductions) == 3


def test_structured_remittance_says_what_was_paid_on_each_document() -> None:
    with (DEMO / "remittances.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    wanted = {
        (
            row["doc_no"],
            int(Decimal(row["paid_amount"]) * 100),
            int(Decimal(row["discount_taken"] or 0) * 100),
        )
        for row in told
    }
    documents = {
        (document.number, document.amount, document.discount)
        for line in lines("camt053.xml")
        for document in line.documents
    }
    assert documents
    assert documents <= wanted

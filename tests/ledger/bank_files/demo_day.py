"""The corpus' clerk's day: its customers and invoices, its bank files, and what was meant."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path

from artui.importers.bank import read_bank
from artui.importers.lines import read_customers, read_invoices, read_receipts
from artui.intake.bank.files import Manner, Result, take_file
from artui.intake.customers import take_customers
from artui.intake.documents import take_documents
from artui.intake.outcome import Outcome
from artui.intake.receipts import place_receipts, take_receipts
from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string
from artui.ledger.reading.queries import ReceiptRow
from artui.ledger.setup import ToleranceData
from artui.ledger.setup.bank_numbers import set_numbers
from artui.ledger.store import open_store

DEMO = Path(os.environ.get("ARTUI_CORPUS", "no corpus")) / "demo"
DAY = "2020-04-15"
FORMATS = ("camt053.xml", "bai2-usd.bai2", "ofx-usd.ofx", "mt940-cad.sta", "lockbox.txt")
DEPOSIT = "LBX200415"
LIST = "receipts.csv"


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def open_books(location: str, *, create: bool = False) -> Ledger:
    return Ledger(open_store(location, create=create), "clerk", today=lambda: DAY)


def make_books(location: str) -> Ledger:
    """A ledger with the day's master data and open documents, and its bank accounts numbered."""
    ledger = open_books(location, create=True)
    with ledger.store.hold():
        setup.create(ledger)
        take_customers(ledger, read_customers(DEMO / "customers.csv", {}, ".").lines)
        invoices = read_invoices(DEMO / "invoices.csv", {}, ".").lines
        take_documents(ledger, invoices, "invoices.csv")
        setup.define_terms(ledger, "NAA8", steps=[("2", None)], grace_days=14)
        for currency in ("USD", "CAD"):
            setup.set_tolerance(ledger, ToleranceData(currency, 5_00, "0.5"))
        set_numbers(ledger, "U001", "U001-USD", ["4477001122", "0022222"])
        set_numbers(ledger, "CA02", "CA02-CAD", ["0099887766"])
    return ledger


def take(ledger: Ledger, name: str, *, match: bool = False, dry_run: bool = False) -> list[Result]:
    """Take in a file of the day; nothing of it may be refused."""
    statements = read_bank(DEMO / "bank" / name)
    results = take_file(ledger, statements, Manner(match=match, dry_run=dry_run))
    assert [result.refused for result in results] == [()] * len(statements)
    return results


def take_list(ledger: Ledger) -> Outcome:
    """Take in the day's list of receipts, which is no bank's file."""
    reading = read_receipts(DEMO / "receipts.csv", {}, ".")
    placed = place_receipts(ledger, reading, batch=LIST)
    assert not reading.faults
    with ledger.hold():
        return take_receipts(ledger, placed)


def receipts(ledger: Ledger) -> list[ReceiptRow]:
    """All receipts and returned items that stand."""
    keys = ledger.store.query("SELECT id FROM documents WHERE received > 0 AND cancelled = 0")
    found = [ledger.read.receipt(key) for (key,) in keys]
    return [row for row in found if row is not None]


def money(ledger: Ledger) -> set[tuple[str, ...]]:
    """What identifies the receipts, and whose they are; each is there once."""
    found = [
        (row.bank_account, row.bank_reference, str(-row.amount), row.received, row.customer)
        for row in receipts(ledger)
    ]
    assert len({one[:2] for one in found}) == len(found)
    return set(found)


class Truth:
    """What the payers meant: receipts by bank reference, a lockbox's cheques by their amount."""

    def __init__(self) -> None:
        self.documents: dict[str, set[str]] = defaultdict(set)
        self.category: dict[str, str] = {}
        for row in rows("truth"):
            self.category[row["receipt_no"]] = row["category"]
            if row["doc_no"]:
                self.documents[row["receipt_no"]].add(row["doc_no"])
        self._references = {row["bank_reference"]: row["receipt_no"] for row in rows("receipts")}
        self._cheques = {
            row["amount"]: row["receipt_no"] for row in rows("receipts") if row["method"] == "CHECK"
        }

    def receipt_of(self, row: ReceiptRow) -> str:
        """The number the corpus gives a receipt."""
        if row.method == "CHECK":
            return self._cheques[decimal_string(-row.amount, row.currency)]
        return self._references[row.bank_reference]

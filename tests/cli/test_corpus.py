"""A whole day on real documents: the totals of the corpus, and its receipts entered as meant."""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from artui.ledger import paying
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.money import decimal_string
from artui.ledger.settlement import Wish
from artui.settings import login_name
from tests.cli.conftest import Artui

DEMO = Path(os.environ.get("ARTUI_CORPUS", "")) / "demo"

pytestmark = pytest.mark.skipif(
    not (DEMO / "expected.json").is_file(), reason="ARTUI_CORPUS names no corpus"
)

Sums = dict[str, Decimal]


def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DEMO / "expected.json").read_text(encoding="utf-8"))
    return found


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def day(artui: Artui) -> Artui:
    """The corpus' customers and invoices under its policies."""
    for kind in ("customers", "invoices"):
        answer = artui("import", kind, str(DEMO / f"{kind}.csv"))
        assert answer.status == 0, answer.err
    for line in (
        "tolerance USD --amount 5.00 --percent 0.5",
        "tolerance CAD --amount 5.00 --percent 0.5",
        "terms NAA8 --discount 2 --grace-days 14",
    ):
        assert artui("set", *line.split()).status == 0
    return artui


def open_sums(artui: Artui) -> tuple[int, dict[str, str]]:
    """How many documents are open, and their sum per currency."""
    items = artui("list", "open-items", "--json").records
    sums: Sums = defaultdict(Decimal)
    for item in items:
        sums[item["currency"]] += Decimal(item["open_balance"])
    return len(items), {currency: str(total) for currency, total in sorted(sums.items())}


def test_customers_and_invoices_come_to_the_totals_and_again_add_nothing(day: Artui) -> None:
    assert len(day("list", "customers", "--json").records) == expected()["customers"] == 67
    assert open_sums(day) == (1122, expected()["open_amount_by_currency"])
    types = [item["type"] for item in day("list", "open-items", "--json").records]
    assert {name: types.count(name) for name in ("INV", "CM")} == expected()["documents_by_type"]
    before = day("list", "events", "--json").out
    for kind, known in (("customers", 67), ("invoices", 1122)):
        again = day("import", kind, str(DEMO / f"{kind}.csv"), "--json").records[-1]
        assert (again["added"], again["known"]) == (0, known)
    assert day("list", "events", "--json").out == before
    assert day("verify").status == 0


def test_receipts_come_to_the_totals_with_the_odd_ones_named(day: Artui) -> None:
    file = str(DEMO / "receipts.csv")
    records = day("import", "receipts", file, "--json").records
    assert records[-1]["added"] == expected()["receipts"] == 57
    assert records[-1]["totals"] == expected()["receipts_by_currency"]
    kinds = [kind for record in records[:-1] for kind in record["kinds"]]
    counts = {kind: kinds.count(kind) for kind in ("duplicate", "returned", "unidentified")}
    assert counts == {"duplicate": 2, "returned": 1, "unidentified": 7}
    again = day("import", "receipts", file, "--json").records[-1]
    assert (again["added"], again["known"]) == (0, 57)
    assert day("verify").status == 0


class Truth:
    """What the payers meant, receipt by receipt."""

    def __init__(self) -> None:
        self.lines: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows("truth"):
            if row["doc_no"]:
                self.lines[row["receipt_no"]].append(row)
        self.customer = {row["receipt_no"]: row["customer_no"] for row in rows("truth")}


def enter(ledger: Ledger, row: dict[str, str], truth: Truth) -> None:
    """Enter a receipt by hand, each document as the payer meant it."""
    number = row["receipt_no"]
    found = ledger.read.customers_numbered(truth.customer[number])
    company = found[0].company if found else "U001"
    account = ledger.policies.bank_account_for(company, row["currency"])
    assert account is not None
    receipt = Receipt(
        company,
        truth.customer[number] if found else "",
        row["currency"],
        minor(row["amount"]),
        account.bank_account,
        row["value_date"],
        row["value_date"],
        method=row["method"],
        reference=row["reference"],
        bank_reference=row["bank_reference"],
        known_as=row["payer_name"],
        number=number,
    )
    distribution = paying.distribution(ledger, receipt)
    lines = truth.lines[number]
    documents = ledger.read.documents([f"{company}/{line['doc_no']}" for line in lines])
    for line in sorted(lines, key=lambda line: Decimal(line["cash_applied"])):
        document = documents[f"{company}/{line['doc_no']}"]
        cash, discount = minor(line["cash_applied"]), minor(line["discount"])
        wish = Wish(tolerate=bool(minor(line["tolerance_writeoff"])))
        if discount:
            late = distribution.situation(document).offer.state == "grace"
            wish = (
                Wish(accept_late=True) if late else Wish(discount=discount, discount_reason="DSC")
            )
        made = distribution.pay(document, cash, wish).settled
        assert (made.pay, made.discount, made.written_off) == (
            cash,
            discount,
            minor(line["tolerance_writeoff"]),
        ), line
    paying.post_receipt(ledger, receipt, [PayLine.of(line) for line in distribution.lines.values()])


def minor(text: str) -> int:
    return int(Decimal(text) * 100)


def test_the_day_entered_as_meant_comes_to_the_truth(day: Artui, tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "books.artui", login_name(), today=lambda: "2020-04-15")
    truth = Truth()
    try:
        for row in rows("receipts"):
            try:
                enter(ledger, row, truth)
            except Refused as refused:
                pytest.fail(f"{row['receipt_no']}: {refused}")
        movements = {kind: _moved(ledger, kind) for kind in ("discount", "written_off")}
    finally:
        ledger.close()
    goal = expected()["if_truth_is_applied"]
    assert movements["discount"] == goal["discount"]
    assert movements["written_off"] == goal["tolerance_writeoff"]
    items = day("list", "open-items", "--json").records
    invoices: Sums = defaultdict(Decimal)
    on_account: Sums = defaultdict(Decimal)
    for item in items:
        kept = on_account if item["type"] in ("RC", "RI") else invoices
        kept[item["currency"]] += Decimal(item["open_balance"])
    assert {c: str(v) for c, v in sorted(invoices.items())} == goal["open_amount_by_currency"]
    assert str(-on_account["USD"]) == goal["not_applied"]["USD"]
    assert len([i for i in items if i["type"] not in ("RC", "RI")]) == goal["open_documents"]
    assert day("verify").status == 0


def _moved(ledger: Ledger, kind: str) -> dict[str, str]:
    """What was moved in a way, per currency, as the corpus writes it."""
    found = {"CAD": 0, "USD": 0}
    for head in ledger.read.vouchers(limit=1000):
        for movement in ledger.read.voucher_movements(head):
            if movement.kind == kind:
                found[movement.currency] -= movement.amount
    return {currency: decimal_string(amount, currency) for currency, amount in found.items()}


def test_a_receipt_on_the_wrong_account_is_moved_where_the_corpus_means_it(day: Artui) -> None:
    """R415011 names a document of SO co and was entered for SO systems, who has the same alias."""
    (meant,) = (row for row in rows("truth") if row["receipt_no"] == "R415011")
    (sent,) = (row for row in rows("receipts") if row["receipt_no"] == "R415011")
    money = sent["amount"], "CAD", "--on-account", "--reference", sent["reference"]
    assert day("pay", "140104440", *money).status == 0
    answer = day("cleanup", "--no-write-off", "--post", "--json")
    assert answer.status == 0, answer.err
    left = {row["document"]: row for row in day("list", "open-items", "--json").records}
    assert meant["doc_no"] not in left
    assert not any(row["customer"] == "140104440" and row["type"] == "RC" for row in left.values())
    moved = day("list", "vouchers", "--json").records
    assert [row["name"] for row in moved if row["name"].startswith("TF")] == ["TF 2020-000001"]
    assert day("verify").status == 0


def test_the_accounts_at_zero_are_kept_on_a_list_and_cleared(day: Artui) -> None:
    accounts = day("clear", "--list", "make", "--json").records
    named = [account["customer"] for account in accounts]
    assert named == ["0100043877", "0100043949", "0100054709"]
    before, _sums = open_sums(day)
    cleared = day("clear", "--list", "clear").out.splitlines()
    assert cleared[-1] == "3 accounts cleared."
    assert open_sums(day)[0] == before - 6
    assert day("verify").status == 0

"""A clerk's day on real invoices: what the payers meant, posted line by line, to the cent.

Reads the folder ``demo`` under ``ARTUI_CORPUS``; without it there is nothing to compare with.
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, parse_amount
from artui.ledger.proof.verifying import verify
from artui.ledger.settlement import Wish
from artui.ledger.setup import CustomerData, ToleranceData
from artui.ledger.store import open_store
from artui.ledger.taking_on import DocumentRow, take_on

DAY = "2020-04-15"
CORPUS = Path(os.environ.get("ARTUI_CORPUS", "no corpus")) / "demo"
KINDS = {"INV": "invoice", "CM": "credit_memo"}
BEYOND_TERMS = "DSC"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="ARTUI_CORPUS names no folder with the demo day in it"
)

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Day:
    """The demo's master data and invoices, taken on, and the truth about its receipts."""

    def __init__(self, path: Path) -> None:
        self.ledger = Ledger(open_store(path, create=True), "clerk", today=lambda: DAY)
        self.expected: dict[str, Any] = json.loads((CORPUS / "expected.json").read_text())
        self.reasons = {
            (row["receipt_no"], row["doc_no"]): row["reason_code"]
            for row in rows("remittances.csv")
        }
        self.load_masters()
        self.load_documents()
        self.keys = {
            row[0]: row[1] for row in self.ledger.store.query("SELECT number, id FROM documents")
        }

    def load_masters(self) -> None:
        setup.create(self.ledger)
        customers = rows("customers.csv")
        for company, currency in sorted({(c["company_code"], c["currency"]) for c in customers}):
            if company not in self.ledger.policies.companies:
                setup.register_company(
                    self.ledger, company, company, currency, years=range(2019, 2021)
                )
        setup.define_terms(self.ledger, "NAA8", steps=[("2", None)], grace_days=14)
        for currency in ("USD", "CAD"):
            setup.set_tolerance(self.ledger, ToleranceData(currency, 5_00, "0.5"))
        setup.put_customers(
            self.ledger,
            [
                CustomerData(
                    c["company_code"],
                    c["customer_no"],
                    c["name"],
                    c["currency"],
                    c["payment_terms"],
                    tuple(filter(None, c["aliases"].split("|"))),
                )
                for c in customers
            ],
        )

    def load_documents(self) -> None:
        take_on(
            self.ledger,
            [
                DocumentRow(
                    row["company_code"],
                    row["doc_no"],
                    KINDS[row["doc_type"]],
                    row["customer_no"],
                    row["doc_date"],
                    row["due_date"],
                    row["currency"],
                    parse_amount(row["amount"], row["currency"]),
                    parse_amount(row["open_amount"], row["currency"]),
                    name=row["customer_name"],
                    terms=row["payment_terms"],
                    reference=row["reference"],
                )
                for row in rows("invoices.csv")
            ],
        )

    def companies(self) -> dict[tuple[str, str], str]:
        """The company a customer is of, by customer and currency."""
        return {
            (row[0], row[1]): row[2]
            for row in self.ledger.store.query("SELECT customer, currency, company FROM customers")
        }

    def post_the_truth(self) -> None:
        """Each receipt as its payer meant it."""
        receipts = {row["receipt_no"]: row for row in rows("receipts.csv")}
        companies = self.companies()
        home = {
            policy.base_currency: name for name, policy in self.ledger.policies.companies.items()
        }
        for number, group in groupby(rows("truth.csv"), key=lambda row: row["receipt_no"]):
            money, lines = receipts[number], list(group)
            customer, currency = lines[0]["customer_no"], money["currency"]
            company = companies[customer, currency] if customer else home[currency]
            receipt = Receipt(
                company,
                customer,
                currency,
                parse_amount(money["amount"], currency),
                f"{company}-{currency}",
                money["value_date"],
                DAY,
                money["method"],
                money["reference"],
                money["bank_reference"],
                money["payer_name"],
                number=number,
            )
            self.post(receipt, [line for line in lines if line["doc_no"]])

    def post(self, receipt: Receipt, lines: list[Row]) -> None:
        distribution = paying.distribution(self.ledger, receipt)
        for line in sorted(lines, key=lambda line: not line["cash_applied"].startswith("-")):
            document = self.ledger.read.document(self.keys[line["doc_no"]])
            assert document is not None
            paid = parse_amount(line["cash_applied"], receipt.currency)
            offer = distribution.situation(document).offer
            distribution.pay(document, paid, self.wish(line, receipt, offer.state))
        paying.post_receipt(
            self.ledger, receipt, [PayLine.of(made) for made in distribution.lines.values()]
        )

    def wish(self, line: Row, receipt: Receipt, offer: str) -> Wish:
        """What the clerk decides so that the line comes out as the payer meant it."""
        currency = receipt.currency
        discount = parse_amount(line["discount"], currency)
        if discount and offer == "grace":
            return Wish(accept_late=True)
        if discount and offer != "in time":
            return Wish(discount=discount, discount_reason=BEYOND_TERMS)
        if parse_amount(line["left_open"], currency) and line["category"] != "partial":
            reason = self.reasons.get((line["receipt_no"], line["doc_no"])) or "FEE"
            return Wish(short_reason=reason)
        return Wish()

    def moved(self, kind: str) -> Counter[str]:
        """Sums of all entries of a kind per currency."""
        return Counter(
            dict(
                self.ledger.store.query(
                    "SELECT currency, CAST(-SUM(amount) AS INTEGER) FROM entries "
                    "WHERE kind = :kind GROUP BY currency",
                    {"kind": kind},
                )
            )
        )


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    made = Day(tmp_path_factory.mktemp("demo") / "ledger.db")
    made.post_the_truth()
    yield made
    made.ledger.close()


def texts(sums: Counter[str]) -> dict[str, str]:
    return {currency: decimal_string(sums[currency], currency) for currency in ("CAD", "USD")}


def test_the_documents_taken_on_are_those_of_the_files(day: Day) -> None:
    read = day.ledger.read
    assert read.count_customers() == day.expected["customers"]
    raised = Counter(
        event.currency
        for _pos, event in day.ledger.store.events()
        if isinstance(event, ev.DocumentRaised)
    )
    assert raised == day.expected["documents_by_currency"]
    opened: Counter[str] = Counter()
    for _pos, event in day.ledger.store.events():
        if isinstance(event, ev.DocumentRaised):
            opened[event.currency] += event.open
    assert texts(opened) == day.expected["open_amount_by_currency"]


def test_cash_discounts_and_differences_are_the_truths(day: Day) -> None:
    expected = day.expected["if_truth_is_applied"]
    used = Counter(
        dict(
            day.ledger.store.query(
                "SELECT e.currency, CAST(SUM(e.amount) AS INTEGER) FROM entries e "
                "JOIN documents d ON d.id = e.document "
                "WHERE e.kind = 'applied' AND d.kind = 'receipt' GROUP BY e.currency"
            )
        )
    )
    assert texts(used) == expected["cash_applied"]
    assert texts(day.moved("discount")) == expected["discount"]
    assert texts(day.moved("written_off")) == expected["tolerance_writeoff"]


def test_what_stays_open_is_the_truths(day: Day) -> None:
    expected = day.expected["if_truth_is_applied"]
    short: Counter[str] = Counter()
    on_account: Counter[str] = Counter()
    left: Counter[str] = Counter()
    documents = 0
    for item in day.ledger.read.all_open_items():
        if item.kind in ("receipt", "returned"):
            on_account[item.currency] -= item.open
            continue
        documents += 1
        left[item.currency] += item.open
        if item.last_voucher != item.voucher:
            short[item.currency] += item.open
    assert texts(on_account) == expected["not_applied"]
    assert texts(short) == expected["short_left_open"]
    assert texts(left) == expected["open_amount_by_currency"]
    assert documents == expected["open_documents"]
    assert day.expected["documents"] - documents == expected["documents_closed"]


def test_vouchers_have_no_gap_and_the_ledger_is_sound(day: Day) -> None:
    numbers: dict[str, list[int]] = {}
    for head in day.ledger.read.vouchers(series="RC", limit=1000):
        numbers.setdefault(head.company, []).append(head.number)
    for taken in numbers.values():
        assert sorted(taken) == list(range(1, len(taken) + 1))
    assert sum(map(len, numbers.values())) == day.expected["receipts"]
    assert verify(day.ledger.store).problems == []

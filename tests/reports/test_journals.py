"""Journals of a foreign currency, and texts that would be formulas."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.reversal.rate_adjusting import adjust_rate
from artui.ledger.reversal.reversing import reverse_receipt, unapply
from artui.ledger.setup import CustomerData
from artui.ledger.taking_on import DocumentRow, take_on
from artui.reports.journals import accounting_csv, accounting_text, payment_text
from artui.reports.voucher import VoucherReport, voucher_report

DAY = "2020-04-15"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A company that keeps its books in USD, with a customer who owes yen."""
    made = open_ledger(tmp_path / "l.artui", "clerk", create=True, today=lambda: DAY)
    setup.create(made)
    setup.register_company(made, "N1", "North", "USD", years=[2020])
    setup.open_bank_account(made, "N1", "N1-JPY", "JPY")
    setup.set_rate(made, "USD", "JPY", "2020-01-01", "0.01")
    setup.put_customers(made, [CustomerData("N1", "1", "Sakura", "JPY")])
    take_on(
        made,
        [
            DocumentRow(
                "N1", "I1", "invoice", "1", "2020-04-01", "2020-05-01", "JPY", 120_000, 120_000
            )
        ],
    )
    yield made
    made.close()


@pytest.fixture
def report(ledger: Ledger) -> VoucherReport:
    """The voucher of a payment in yen, half on account."""
    receipt = Receipt("N1", "1", "JPY", 240_000, "N1-JPY", DAY, DAY, method="WIRE")
    distribution = paying.distribution(ledger, receipt)
    document = ledger.read.document("N1/I1")
    assert document is not None
    lines = [PayLine.of(distribution.pay(document))]
    return voucher_report(ledger, paying.post_receipt(ledger, receipt, lines).voucher)


def test_each_line_is_in_its_currency_with_the_base_below(report: VoucherReport) -> None:
    text = "\n".join(accounting_text(report))
    assert "   1 Bank      1010-JPY    Bank N1-JPY                   240,000" in text
    assert "USD 2,400.00" in text
    assert "Total JPY                     240,000        240,000" in text


def test_csv_has_both_amounts(report: VoucherReport) -> None:
    rows = accounting_csv(report).splitlines()
    assert rows[1].endswith("JPY,240000,0,USD,2400.00")


def test_money_on_account_has_no_line_of_its_own(report: VoucherReport) -> None:
    assert [(row.document, row.paid, row.open_after) for row in report.payments] == [
        ("I1", 120_000, 0)
    ]
    assert "Nothing was applied." not in payment_text(report)


def test_a_reversal_says_what_it_takes_back_and_an_adjustment_its_rate(ledger: Ledger) -> None:
    receipt = Receipt("N1", "1", "JPY", 240_000, "N1-JPY", DAY, DAY, number="R")
    distribution = paying.distribution(ledger, receipt)
    document = ledger.read.document("N1/I1")
    assert document is not None
    lines = [PayLine.of(distribution.pay(document, 100_000))]
    paying.post_receipt(ledger, receipt, lines)
    adjusted = voucher_report(ledger, adjust_rate(ledger, "N1/R", Decimal("0.02")).voucher)
    assert adjusted.notes == ("R: rate 0.01 put right to 0.02",)
    undone = voucher_report(ledger, unapply(ledger, target="N1/I1").voucher)
    assert undone.notes == ("Reverses a part of RA 2020-000001",)
    assert [(row.document, row.paid, row.open_after) for row in undone.payments] == [
        ("I1", -100_000, 120_000),
        ("R", 100_000, -240_000),
    ]
    returned = voucher_report(ledger, reverse_receipt(ledger, "N1/R").voucher)
    assert returned.notes == ("Reverses RA 2020-000001", "Reverses RC 2020-000001")

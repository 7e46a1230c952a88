"""Real receipts of a day, one of each kind, posted by keyboard as the payers meant them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from artui.ledger.money import parse_amount
from tests.flows.books import CORPUS, Outcome, assert_came_to, opened
from tests.flows.conftest import AtEntry
from tests.flows.script import step_by_step
from tests.flows.test_flows import POSTED, remember_order


class Kind(NamedTuple):
    """A receipt of the day and the keys that post it."""

    name: str
    receipt: str
    script: str
    order: int = 6
    reasons: tuple[str, ...] = ()  # of what stays open on purpose


KINDS = (
    Kind(
        "pays one invoice exactly",
        "R415005",
        "[0200794332] Enter [32567.64] Enter [1930566814] Enter {equal to the cent} F10",
    ),
    Kind(
        "pays several invoices exactly",
        "R415024",
        "[0200934569] Enter [2727.76] F10 {ARS110/F} 1 F9 F10",
    ),
    Kind(
        "discount in time, and one beyond the terms given by hand",
        "R415019",
        "[0100043921] Enter [29772.11] F10 {ARS110/F} 1 Enter {discount 602.75} 12 Enter"
        " {2146: Terms NAGD grant no discount} Tab [4.84] Tab [DSC] Enter {discount 607.59} F10",
    ),
    Kind(
        "late discount accepted, and one in time",
        "R415040",
        "[0200721530] Enter [112044.22] F10 {ARS110/F} 12 Enter {2148:} Y Enter"
        " {discount 368.41} 1 Enter {discount 2,286.62} F10",
    ),
    Kind(
        "three discounts beyond the terms",
        "R415041",
        "[0200759878] Enter [48624.41] F10 {ARS110/F}"
        " / [1930570188] Enter 12 Enter {2146:} Tab [500.61] Tab [DSC] Enter {discount 500.61}"
        " / [1930580117] Enter 12 Enter {2146:} Tab [296.37] Tab [DSC] Enter {discount 796.98}"
        " / [1930584827] Enter 12 Enter {2146:} Tab [195.36] Tab [DSC] Enter {discount 992.34}"
        " F10",
    ),
    Kind(
        "short within tolerance",
        "R415007",
        "[0140106099] Enter [760.49] F10 {the difference within tolerance} F10",
    ),
    Kind(
        "short by the tolerance itself",
        "R415047",
        "[140104440] Enter [76359.15] F10 {short 5.00, within 5.00} F10",
    ),
    Kind(
        "overpaid",
        "R415038",
        "[1930573496] Enter [85332.97] F10 {4.00 is left} F10 {2120? 4.00 stays} Enter",
    ),
    Kind(
        "half of an invoice",
        "R415046",
        "[0200734891] Enter [5218.89] F10 {ARS110/F} 11 Enter {ARS110/H} Enter"
        " {5,218.89 stays open} F10",
    ),
    Kind(
        "deduction left open with its reason",
        "R415001",
        "[0200726979] Enter [486.62] F10 {ARS110/F} / [1930575517] Enter 11 Enter {ARS110/H}"
        " Tab [SHT] Enter {22.93 stays open, reason SHT} F10",
        reasons=("SHT",),
    ),
    Kind(
        "deduction on one invoice of four, by quick entry",
        "R415014",
        "[0200881076] Enter [386099.02] F10 {quick entry}"
        " [1930575226*] Enter {Pay now} [15999.93] Enter {1 line} [1930585511] Enter"
        " [1930606901] Enter [1930629684] Enter {4 lines} F10",
        order=4,
    ),
    Kind(
        "invoices less a credit memo of their own",
        "R415017",
        "[0200974851] Enter [1987.20] F10 {quick entry} [164150001] Enter {2,675.62}"
        " [1930578789] Enter [1930577590] Enter [1930580231] Enter [1930598224] Enter {5 lines}"
        " Enter",
        order=4,
    ),
    Kind(
        "credit memo netted on the list",
        "R415053",
        "[140104440] Enter [118619.28] F10 {The first 3 rows add up} 1 F9 F9 F10",
    ),
    Kind(
        "wire short by a bank fee",
        "R415034",
        "[0200230690] Enter [30429.61] F10 {ARS110/F} 11 Enter {ARS110/H} Enter"
        " {25.00 stays open} F10",
    ),
)


def _truth(receipt: str) -> Outcome:
    """What the payer of a receipt meant."""
    with (CORPUS / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["receipt_no"] == receipt]
    with (CORPUS / "invoices.csv").open(encoding="utf-8", newline="") as file:
        companies = {row["doc_no"]: row["company_code"] for row in csv.DictReader(file)}

    def cents(row: dict[str, str], column: str) -> int:
        return parse_amount(row[column], "USD")

    documents = [row for row in rows if row["doc_no"]]
    return Outcome(
        companies[documents[0]["doc_no"]],
        {row["doc_no"]: cents(row, "left_open") for row in documents},
        sum(cents(row, "discount") for row in rows),
        sum(cents(row, "tolerance_writeoff") for row in rows),
        sum(cents(row, "not_applied") for row in rows),
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_receipt_that(kind: Kind, demo_day: Path, at_entry: AtEntry) -> None:
    remember_order(demo_day, kind.order)
    terminal = at_entry(demo_day)
    step_by_step(terminal, kind.script)
    terminal.expect(POSTED)
    assert_came_to(demo_day, _truth(kind.receipt))
    with opened(demo_day) as ledger:
        reasons = ledger.store.query("SELECT reason FROM short_paid ORDER BY pos")
        assert tuple(row[0] for row in reasons) == kind.reasons


def test_a_day_is_numbered_without_a_gap(demo_day: Path, at_entry: AtEntry) -> None:
    terminal = at_entry(demo_day)
    scripts = [kind.script for kind in KINDS if kind.order == 6][:4]
    for number, script in enumerate(scripts, 1):
        step_by_step(terminal, script)
        terminal.expect(f"2190: Voucher RC 2020-00000{number} posted")
    with opened(demo_day) as ledger:
        posted = [head.number for head in ledger.read.vouchers(series="RC", company="U001")]
        assert sorted(posted) == list(range(1, len(scripts) + 1))

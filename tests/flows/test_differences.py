"""Currencies, group invoices and overpayments by keyboard, in a terminal: posted, looked at,
reversed, and their journals read again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from artui.ledger import setup
from artui.ledger.proof.verifying import verify
from artui.ledger.setup import ToleranceData
from tests.flows.books import opened
from tests.flows.conftest import AtEntry
from tests.flows.script import Count, count, step_by_step, typed_ahead
from tests.flows.test_flows import POSTED, remember_order
from tests.screens.foreign import foreign_ledger


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A customer billed in two currencies, group invoices, a tolerance for overpayments."""
    path = tmp_path / "foreign.artui"
    ledger = foreign_ledger(path)
    line = ToleranceData("USD", 5_00, "0.5", over_amount=5, since="2020-01-01")
    setup.set_tolerance(ledger, line)
    ledger.close()
    return path


class Flow(NamedTuple):
    """A flow from panel E to the voucher: its keys, their count, and what is open then."""

    name: str
    script: str
    counts: Count
    open: dict[str, int]
    order: int = 6


EUROS = Flow(
    "euros for euros and dollars, a late discount and a tolerance",
    "[NORD] Enter [1478] F10 {ARS110/F} Down 12 Enter {2148:} Y Enter"
    " {loss 19.60} 1 Enter {short 2.20, within 2.75} F10",
    Count(11, 19),
    {"1930800001": 0, "1930800002": 0, "1930800003": 1_200_00},
)
STATED = Flow(
    "both amounts of a part stated",
    "[NORD] Enter [500] F10 {ARS110/F} Down Down 11 Enter {ARS110/H} [450] Tab [400] Enter"
    " {ARS110/F} F10 {2120? 100.00 stays on account} Enter",
    Count(11, 24),
    {"1930800002": 100_00},
)
GROUP = Flow(
    "a group invoice paid as one, short within tolerance",
    "[ALS] Enter [1995] F10 {Order 5 Group invoice} 1 Enter {written off 5.00} F10",
    Count(5, 12),
    {"1930810001": 0, "1930810002": 0, "1930810003": 0, "1930810004": 75_00},
    order=5,
)
OVER = Flow(
    "overpaid by 0.03, kept as payment difference",
    "[JAKE] Enter [10437.81] F10 {ARS110/F} 1 F10 {2177: 0.03 left is kept as payment} F10",
    Count(5, 17),
    {"1930580746": 0, "RC20000001": 0},
)
LEFT = Flow(
    "overpaid by 0.03, left on account",
    "[JAKE] Enter [10437.81] F10 {ARS110/F} 1 Enter {2177:} F6 {2175:} F10 {2120? 0.03} Enter",
    Count(7, 19),
    {"1930580746": 0, "RC20000001": -3},
)
BY_HAND = Flow(
    "the rest asked to be written off",
    "[JAKE] Enter [10400] F10 {ARS110/F} 13 Enter {37.78} Enter [FEE] Enter"
    " {is asked to be written off, FEE} F10",
    Count(8, 20),
    {"1930580746": 37_78},
)
FLOWS = (EUROS, STATED, GROUP, OVER, LEFT, BY_HAND)


def _named(flow: Flow) -> str:
    return flow.name


def assert_open(path: Path, open_: dict[str, int]) -> None:
    """That is open, and the books are right."""
    with opened(path) as ledger:
        found = ledger.read.documents([f"U001/{number}" for number in open_])
        assert {document.number: document.open for document in found.values()} == open_
        assert verify(ledger.store).problems == []


@pytest.mark.parametrize("flow", FLOWS, ids=_named)
def test_step_by_step(flow: Flow, foreign: Path, at_entry: AtEntry) -> None:
    assert count(flow.script) == flow.counts
    remember_order(foreign, flow.order)
    terminal = at_entry(foreign)
    step_by_step(terminal, flow.script)
    terminal.expect(POSTED)
    assert_open(foreign, flow.open)


def test_typed_ahead_an_overpayment_is_seen_before_it_is_kept(
    foreign: Path, at_entry: AtEntry
) -> None:
    terminal = at_entry(foreign)
    typed_ahead(terminal, OVER.script)
    terminal.expect("2177: 0.03 left is kept as payment difference")
    terminal.settle(0.3)
    with opened(foreign) as ledger:
        assert ledger.read.vouchers(series="RC") == []
    step_by_step(terminal, "F10")
    terminal.expect(POSTED)
    assert_open(foreign, OVER.open)


def test_a_receipt_in_euros_its_reversal_and_both_journals(
    foreign: Path, at_entry: AtEntry
) -> None:
    terminal = at_entry(foreign)
    step_by_step(terminal, EUROS.script)
    terminal.expect(POSTED)
    # The vouchers are listed, the receipt looked at and reversed by option 4.
    step_by_step(terminal, "F2 [9] Enter {ARVO60 } 5 Enter {Customer payment journal}")
    for shown in ("AR30-310", "AR30-185", "USD 19.60", "19.60-", "547.80"):
        terminal.expect(shown)
    step_by_step(terminal, "F12 {ARVO60 } 4 Enter {Reverse voucher RC 2020-000001}")
    for shown in ("1930800001", "1930800002", "RC20000001"):
        terminal.expect(shown)
    step_by_step(terminal, "F10 {reversed by RV 2020-000001}")
    assert_open(foreign, {"1930800001": 1_000_00, "1930800002": 550_00, "RC20000001": 0})
    # Both journals are still there, the receipt's and its mirror.
    step_by_step(terminal, "F2 [9] Enter {ARVO60 } 5 Enter {Voucher RV 2020-000001}")
    for shown in ("AR30-521", "Reverses RC 2020-000001", "547.80-"):
        terminal.expect(shown)

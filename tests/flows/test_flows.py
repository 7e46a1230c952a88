"""The payment flows at their keystroke counts, in a terminal: step by step and typed ahead."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from artui.screens.session import Session
from artui.settings import Settings
from tests.flows.books import Outcome, assert_came_to, opened, vouchers
from tests.flows.conftest import AtEntry
from tests.flows.script import Count, count, step_by_step, strokes, typed_ahead

POSTED = "2190: Voucher RC 2020-000001 posted"


class Flow(NamedTuple):
    """A flow from panel E to the voucher: its keys, how many they are, what it came to.

    ``stop`` is what the screen shows when the whole script was typed ahead and something must be
    seen first; ``rest`` are the keys from there.
    """

    name: str
    script: str
    counts: Count
    outcome: Outcome
    order: int = 6
    stop: str = ""
    rest: str = ""


_BUR = Flow(
    "late discount accepted",
    "[BUR] Enter [81230.34] F10 {ARS110/F} 12 Enter {2140?} Y Enter {discount 1,657.76} F10",
    Count(8, 19),
    Outcome("U001", {"1930666989": 0}, discount=1_657_76),
    stop="2140? The discount is 12 days late",
    rest="Y Enter {discount 1,657.76} F10",
)
_EXACT = Flow(
    "exact payment of one invoice",
    "[STEW] Enter [8631.15] F10 {equal to the cent} F10",
    Count(3, 14),
    Outcome("CA02", {"2960620400": 0}),
)
_BY_NUMBER = Flow(
    "the same by its invoice number",
    "[2960620400] Enter [8631.15] F10 {equal to the cent} F10",
    Count(3, 20),
    Outcome("CA02", {"2960620400": 0}),
)
_QUICK = Flow(
    "three invoices by quick entry",
    "[CCCA02] Enter [60492.38] F10 {quick entry} [1930568136] Enter [1930570711] Enter"
    " [1930575236] Enter {3 lines} F10",
    Count(6, 50),
    Outcome("U001", {"1930568136": 0, "1930570711": 0, "1930575236": 0}),
    order=4,
)

DEMO_DAY = (
    _EXACT,
    _BY_NUMBER,
    Flow(
        "short by 3.40 within tolerance",
        "[MET] Enter [115301.25] F10 {the difference within tolerance} F10",
        Count(3, 15),
        Outcome("CA02", {"2960618115": 0}, written_off=3_40),
        stop="2101: Proposed, not posted: one document, the difference within tolerance.",
        rest="F10",
    ),
    Flow(
        "overpaid by 4.00, stays on account",
        "[NASH] Enter [44198.05] F10 {ARS110/F} 1 F10 {2120? 4.00 stays on account} Enter",
        Count(5, 17),
        Outcome("U001", {"1930581131": 0}, left=4_00),
        stop="2120? 4.00 stays on account as unapplied cash. Enter=Post F12=Back",
        rest="Enter",
    ),
    Flow(
        "partial and discount",
        "[NASS] Enter [15000] F10 {ARS110/F} 11 Enter {ARS110/H} Enter {ARS110/K} Enter"
        " {15,137.63 stays open} F10",
        Count(8, 17),
        Outcome("U001", {"1930720643": 15_137_63}),
    ),
    _BUR,
    _QUICK,
    Flow(
        "seven invoices that stand together",
        "[0200418007] Enter [316484.78] F10 {ARS110/F} 1 F9 F9 F9 F9 F9 F9 F10",
        Count(10, 29),
        Outcome(
            "U001",
            {
                "1930562538": 0,
                "1930570983": 0,
                "1930585222": 0,
                "1930592652": 0,
                "1930596080": 0,
                "1930595886": 0,
                "1930623626": 0,
            },
        ),
    ),
)
"""On real invoices: the counts are the program's promise."""

SMALL = (
    _EXACT,
    _BY_NUMBER,
    Flow(
        "short by 5.00 within tolerance",
        "[140104440] Enter [76359.15] F10 {the difference within tolerance} F10",
        Count(3, 20),
        Outcome("CA02", {"2960619384": 0}, written_off=5_00),
        stop="2101: Proposed, not posted: one document, the difference within tolerance.",
        rest="F10",
    ),
    Flow(
        "overpaid by 4.00, stays on account",
        "[JAKE] Enter [10441.78] F10 {ARS110/F} 1 F10 {2120? 4.00 stays on account} Enter",
        Count(5, 17),
        Outcome("U001", {"1930580746": 0}, left=4_00),
        stop="2120? 4.00 stays on account as unapplied cash. Enter=Post F12=Back",
        rest="Enter",
    ),
    Flow(
        "partial and discount",
        "[BUR] Enter [15000] F10 {ARS110/F} 11 Enter {ARS110/H} Enter {2147: This part earns no}"
        " Enter {67,888.10 stays open} F10",
        Count(8, 16),
        Outcome("U001", {"1930666989": 67_888_10}),
    ),
    _BUR,
    _QUICK,
    Flow(
        "three invoices that stand together",
        "[CCCA02] Enter [60492.38] F10 {ARS110/F} 1 F9 F9 F10",
        Count(6, 20),
        Outcome("U001", {"1930568136": 0, "1930570711": 0, "1930575236": 0}),
    ),
)


def _named(flow: Flow) -> str:
    return flow.name


def remember_order(path: Path, order: int) -> None:
    """Make an order the one the clerk used last."""
    with opened(path) as ledger:
        session = Session(ledger, Settings())
        session.memory.order = order
        session.remember()


def _step_by_step(path: Path, flow: Flow, at_entry: AtEntry) -> None:
    assert count(flow.script) == flow.counts
    remember_order(path, flow.order)
    terminal = at_entry(path)
    step_by_step(terminal, flow.script)
    terminal.expect(POSTED)
    assert_came_to(path, flow.outcome)


def _typed_ahead(path: Path, flow: Flow, at_entry: AtEntry) -> None:
    remember_order(path, flow.order)
    terminal = at_entry(path)
    typed_ahead(terminal, flow.script)
    if flow.stop:
        terminal.expect(flow.stop)
        terminal.settle(0.3)
        assert b"\x07" in terminal.received, "what is dropped is told by a bell"
        assert vouchers(path) == 0
        step_by_step(terminal, flow.rest)
    terminal.expect(POSTED)
    assert_came_to(path, flow.outcome)


@pytest.mark.parametrize("flow", DEMO_DAY, ids=_named)
def test_real_invoices_step_by_step(flow: Flow, demo_day: Path, at_entry: AtEntry) -> None:
    _step_by_step(demo_day, flow, at_entry)


@pytest.mark.parametrize("flow", DEMO_DAY, ids=_named)
def test_real_invoices_typed_ahead(flow: Flow, demo_day: Path, at_entry: AtEntry) -> None:
    _typed_ahead(demo_day, flow, at_entry)


@pytest.mark.parametrize("flow", SMALL, ids=_named)
def test_step_by_step(flow: Flow, small: Path, at_entry: AtEntry) -> None:
    _step_by_step(small, flow, at_entry)


@pytest.mark.parametrize("flow", SMALL, ids=_named)
def test_typed_ahead(flow: Flow, small: Path, at_entry: AtEntry) -> None:
    _typed_ahead(small, flow, at_entry)


def test_the_clerks_page_gives_the_same_keys() -> None:
    page = Path(__file__).parents[2] / "docs" / "payment-entry.md"
    rows = [row.split("|") for row in page.read_text(encoding="utf-8").splitlines() if "| " in row]
    keys = [re.sub(r"\*[^*]+\*|[`,]", " ", row[2]) for row in rows if "`[" in row[2][:4]]
    told = [strokes(key) for key in keys if "[payer]" not in key]
    assert told == [strokes(flow.script) for flow in DEMO_DAY[:4]]


def test_what_the_terminal_shows_is_what_it_shows_when_drawn_anew(
    small: Path, at_entry: AtEntry
) -> None:
    terminal = at_entry(small)
    steps = (
        "[BUR] Enter [81230.34] F10 {ARS110/F}",
        "12 Enter {2140?} Y",
        "Enter {discount 1,657.76}",
        "F12 Tab Tab Tab Tab",
    )
    for step in steps:
        step_by_step(terminal, step)
        terminal.settle(0.3)
        shown = terminal.text
        terminal.screen.reset()
        terminal.press("ctrl+l")
        terminal.settle(0.3)
        assert terminal.text == shown

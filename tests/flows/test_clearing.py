"""Three accounts at zero cleared at their keystroke count, in a terminal, on real documents."""

from __future__ import annotations

from pathlib import Path

from artui.ledger import setup
from artui.ledger.automatic import clearing_list
from artui.ledger.ledger import open_ledger
from artui.ledger.proof.verifying import verify
from tests.flows.books import CLERK, opened
from tests.flows.conftest import AtEntry
from tests.flows.program import TODAY
from tests.flows.script import Count, count, step_by_step, typed_ahead
from tests.terminal import Terminal

AT_ZERO = ("0100043877", "0100043949", "0100054709")
FLOW = "6 Enter {ARAR70} Enter {3 accounts at zero} F10 {Type YES} YES Enter"


def at_menu(demo_day: Path, at_entry: AtEntry) -> Terminal:
    """The menu, in a terminal."""
    terminal = at_entry(demo_day)
    step_by_step(terminal, "F2 [menu] Enter {ARMENU}")
    return terminal


def assert_cleared(path: Path) -> None:
    with opened(path) as ledger:
        seal = ledger.read.seal("U001/ZC/2020/1")
        assert seal is not None, "nothing was posted"
        assert (seal.currency, seal.amount, seal.lines) == ("USD", 74_216_48, ())
        assert ledger.read.open_items("U001", AT_ZERO) == []
        assert clearing_list.kept_lists(ledger) == []
        assert verify(ledger.store).problems == []


def test_step_by_step(demo_day: Path, at_entry: AtEntry) -> None:
    assert count(FLOW) == Count(8, 8)
    terminal = at_menu(demo_day, at_entry)
    step_by_step(terminal, FLOW)
    terminal.expect("3510: 3 accounts cleared; the list is empty")
    assert_cleared(demo_day)


def test_typed_ahead_the_last_question_is_not_answered_blind(
    demo_day: Path, at_entry: AtEntry
) -> None:
    terminal = at_menu(demo_day, at_entry)
    typed_ahead(terminal, FLOW)
    terminal.expect("3501: Type YES and Enter to clear")
    terminal.settle(0.3)
    assert b"\x07" in terminal.received, "what is dropped is told by a bell"
    with opened(demo_day) as ledger:
        assert ledger.read.voucher("U001/ZC/2020/1") is None
    step_by_step(terminal, "YES Enter {3 accounts cleared}")
    assert_cleared(demo_day)


def test_a_division_is_chosen_and_all_of_it_is_taken_back(
    demo_day: Path, at_entry: AtEntry
) -> None:
    ledger = open_ledger(demo_day, CLERK, today=lambda: TODAY)
    setup.register_division(ledger, "U001", "EAST", "East", control_account="1211-E")
    ledger.close()
    terminal = at_menu(demo_day, at_entry)
    step_by_step(terminal, "6 Enter {ARAR70} Tab [EAST] Enter {No account comes to zero}")
    step_by_step(terminal, "Tab [ALL] Enter {3 accounts at zero} F10 {Type YES} YES Enter")
    step_by_step(terminal, "{3 accounts cleared} F11 F5 {by one reversal?} Enter {Taken back}")
    with opened(demo_day) as again:
        assert len(again.read.open_items("U001", AT_ZERO)) == 6

"""Write-offs, clean-up, requests and reasons by real keys in a terminal, on real documents: at
their keystroke counts, and the sources' own steps one by one with the figures at each.

The steps of the sources, and where they are here:

- Acumatica AR505000: type, document date, company, period, customer, reason, limit; review; tick
  rows; *Process* and *Process All*: ``CREDITS``, ``ONE_CUSTOMER``, ``ALL``.
- nGenue: Receipts home, the clean-up, criteria, *search for cleanup candidates*, select, write
  off, confirm, approve, summary report: ``FROM_RECEIPTS_HOME``.
- Oracle: exception rules, sorting, recommendations reviewed, the automatic program previewed and
  posted: ``tests.screens.test_receipt_write_offs``; its panels are opened here.
- M3: payment below the invoice, option 11, panel H, K where there is a discount, F reviewed, F3:
  ``tests.flows.test_flows`` and ``M3_STEPS``.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from artui.ledger.people.users_roles import define_user
from artui.ledger.proof.verifying import verify
from tests.flows.books import opened
from tests.flows.conftest import AtEntry
from tests.flows.script import Count, count, step_by_step
from tests.terminal import Terminal

SMALL = {
    "2960618744": 37, "1930577515": 5, "1930606264": 1_25, "1930620149": 99, "1930667703": 99,
    "1930687912": 5_00, "1930712373": 5, "1930772951": 1_25, "1930780064": 99,
}  # fmt: skip
"""Debits up to 5.00 of the day, minor units."""


class Flow(NamedTuple):
    """Keys from the menu on, how many they are, and which small debits are still open then."""

    name: str
    script: str
    counts: Count
    left: frozenset[str] = frozenset(SMALL)


ALL = Flow(
    "write off all debits up to 5.00",
    "3 Enter {9 documents, USD 10.57 CAD 0.37; limit inclusive} F11 F10"
    " {3010? Write off 9 documents, USD 10.57 CAD 0.37?} Enter {9 written off}",
    Count(5, 5),
    frozenset(),
)
DRY = Flow(
    "the same with a dry run first",
    "3 Enter {9 documents} F11 F2 {31,233,035.98} F10 {Write off 9 documents} Enter"
    " {9 written off}",
    Count(6, 6),
    frozenset(),
)
CLEAN_UP = Flow(
    "clean-up: search, take the page, post",
    "4 Enter {ARCU20} Enter {8 to write off} 1 F11 F9 F10 {3205?} Enter {3206?} Enter"
    " {summary report}",
    Count(9, 9),
    frozenset({"1930687912"}),
)
WHY_NOT = Flow(
    "why is this not a candidate",
    "/ [1930700747] Enter {is not in the list} Enter {5.01 USD is above}",
    Count(3, 13),
)
WHY_ANYWHERE = Flow("the same from anywhere", "F2 [why 1930700747] Enter {ARWHY/C}", Count(2, 16))
UNDO = Flow(
    "undo the whole run",
    "3 Enter {9 documents} F11 F10 {Write off 9} Enter {9 written off} F11 F5"
    " {3091? Take back 9 documents, 2 vouchers?} Enter {3092: Taken back by 2 reversals}",
    Count(8, 8),
)
CREDITS = Flow(
    "credits up to 5.00, all included, asked, and left alone",
    "F2 [505 C 5.00] Enter {Credit WO} {CRWOF} {3 documents, } F6 {  3 docs}"
    " F10 {3010? Write off 3 documents, } F12 F12 {ARMENU}",
    Count(6, 16),
)
ONE_CUSTOMER = Flow(
    "one customer, two of its documents reviewed, one included and processed",
    "F2 [505 B 5.00 0200881076] Enter {2 documents, USD 6.25} Down 1 Enter"
    " {Selection total  USD 5.00  1 doc} F10 {Write off 1 document, USD 5.00?} Enter"
    " {1 written off} F12 {1930606264}",
    Count(8, 29),
    frozenset(SMALL) - {"1930687912"},
)
FLOWS = (ALL, DRY, CLEAN_UP, UNDO, WHY_ANYWHERE, CREDITS, ONE_CUSTOMER)
FROM_RECEIPTS_HOME = (
    "F2 [receipts] Enter {ARRC10} F6 {ARCU20} Enter {8 to write off} 1 Enter {1 row accepted}"
    " F10 {3205? Write off 1} Enter {3206? All within your authority: approve and post?} Enter"
    " {summary report}"
)
M3_STEPS = (
    "[140104440] Enter [76359.15] F10 {2101:} 4 Enter {76,359.15} 11 Enter {ARS110/H}"
    " {76,359.15} Enter {ARS110/F} {short 5.00, within 5.00} F3 {2190: Voucher RC 2020-000001}"
)


def at_menu(path: Path, at_entry: AtEntry, clerk: str = "mlopez") -> Terminal:
    """The menu, in a terminal."""
    terminal = at_entry(path, clerk)
    step_by_step(terminal, "F2 [menu] Enter {ARMENU}")
    return terminal


def assert_left(path: Path, left: frozenset[str]) -> None:
    """These of the small debits are as they were, the others closed, and the books are right."""
    with opened(path) as ledger:
        found = {
            number: document.open
            for number in SMALL
            for document in ledger.read.find_documents(number)
            if document.number == number
        }
        assert found == {number: SMALL[number] if number in left else 0 for number in SMALL}
        assert verify(ledger.store).problems == []


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.name))
def test_step_by_step(flow: Flow, demo_day: Path, at_entry: AtEntry) -> None:
    assert count(flow.script) == flow.counts
    terminal = at_menu(demo_day, at_entry)
    step_by_step(terminal, flow.script)
    terminal.settle(0.3)
    assert_left(demo_day, flow.left)


def test_why_not_by_its_number_in_the_list(demo_day: Path, at_entry: AtEntry) -> None:
    assert count(WHY_NOT.script) == WHY_NOT.counts
    terminal = at_menu(demo_day, at_entry)
    step_by_step(terminal, "3 Enter {9 documents}")
    step_by_step(terminal, WHY_NOT.script)


def test_the_clean_up_from_receipts_home(demo_day: Path, at_entry: AtEntry) -> None:
    terminal = at_menu(demo_day, at_entry)
    step_by_step(terminal, FROM_RECEIPTS_HOME)
    assert_left(demo_day, frozenset(SMALL) - {"2960618744"})


def test_two_requests_are_approved_by_six_keys(demo_day: Path, at_entry: AtEntry) -> None:
    with opened(demo_day) as ledger:
        define_user(ledger, "kwong", roles=["clerk"], authority={"USD": 1_00, "CAD": 1_00})
    asking = at_menu(demo_day, at_entry, "kwong")
    step_by_step(
        asking, "F2 [505 B 5.00 0200881076] Enter {2 documents} F11 F10 {Write off 2} Enter"
        " {2 requests}",
    )  # fmt: skip
    script = (
        "8 Enter {Waiting for you 2} 1 F9 F10 {Approve 2 requests, USD 6.25?} Enter {2 approved}"
    )
    assert count(script) == Count(6, 6)
    step_by_step(at_menu(demo_day, at_entry), script)
    assert_left(demo_day, frozenset(SMALL) - {"1930606264", "1930687912"})


def test_the_steps_of_a_payment_with_a_tolerance(demo_day: Path, at_entry: AtEntry) -> None:
    step_by_step(at_entry(demo_day), M3_STEPS)
    with opened(demo_day) as ledger:
        document = ledger.read.document("CA02/2960619384")
        assert document is not None
        assert document.open == 0
        seal = ledger.read.seal("CA02/RC/2020/1")
        assert seal is not None
        booked = {line.rule: line.amount for line in seal.lines}
        assert booked["AR30-185"] == 5_00
    with opened(demo_day) as ledger:
        assert verify(ledger.store).problems == []

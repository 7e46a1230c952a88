"""ARRW30: recommendations reviewed, the automatic program, exception rules; ARPO90/E."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.events import Parameters
from artui.ledger.ledger import Ledger
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.writeoffs import recommending
from artui.ledger.writeoffs.exceptions import OVER, UNDER, Rule
from artui.ledger.writeoffs.receipt_write_offs import Program
from artui.ledger.writeoffs.schedules import SORT, set_rules, set_schedule
from artui.ledger.writeoffs.sorting import sort_exceptions
from artui.settings import Settings
from tests.screens.desk import at_desk
from tests.screens.ledgers import TODAY, small_ledger
from tests.screens.steps import WIDE, Shows, working

RULES = (
    Rule(OVER, "write off", "USD", amount_to=2_00, reason="CRWOF"),
    Rule(OVER, "recommend", "USD", amount_from=2_01, amount_to=50_00, reason="CRWOF"),
    Rule(UNDER, "recommend", "USD", amount_to=700_00, reason="FEE"),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Kwong entered four receipts of U001: 1.00 over, 4.00 over, 25.00 and 605.43 short. mlopez may
    write off 20.00, the system 500.00 a receipt."""
    ledger = small_ledger(tmp_path / "small.artui")
    set_parameters(ledger, "U001", Parameters(system_range=(None, 500_00)))
    set_rules(ledger, "U001", RULES, since="2020-01-01")
    setup.define_user(ledger, "kwong")
    setup.define_user(ledger, "mlopez", authority={"USD": 20_00})
    pay(ledger, "R415010", "1930690002", "0200777735", 1_251_00)
    pay(ledger, "R415011", "1930568136", "CCCA02", 21_492_00)
    pay(ledger, "R415034", "1930580746", "0200734891", 10_412_78)
    pay(ledger, "R415027", "1930550001", "0200934569", 1_394_57)
    return ledger


def pay(ledger: Ledger, number: str, invoice: str, customer: str, money: int) -> None:
    """A receipt that kwong enters for one invoice."""
    kwong = Ledger(ledger.store, "kwong", clock=ledger.clock, ids=ledger.ids, today=ledger.today)
    document = kwong.read.document(f"U001/{invoice}")
    assert document is not None
    receipt = Receipt(
        "U001", customer, "USD", money, "4400112233", TODAY, TODAY, number=number, method="ACH"
    )
    distribution = paying.distribution(kwong, receipt)
    distribution.pay(document, min(money, document.open))
    paying.post_receipt(kwong, receipt, PayLine.all_of(distribution))


@pytest.fixture
def queue(ledger: Ledger) -> Ledger:
    """The receipts are sorted: three recommendations wait."""
    sort_exceptions(ledger, company="U001")
    return ledger


def open_of(ledger: Ledger, number: str) -> int:
    document = ledger.read.document(f"U001/{number}")
    assert document is not None
    return document.open


# --- recommendations -----------------------------------------------------------------------------


async def test_recommendations_show_whose_limit_they_are_in(queue: Ledger, shows: Shows) -> None:
    async with working(queue, "RWO") as clerk:
        await clerk.press("down")
        assert shows(clerk.app)


async def test_a_wide_screen_shows_document_rule_and_reason(queue: Ledger, shows: Shows) -> None:
    async with working(queue, "5", size=WIDE) as clerk:
        assert shows(clerk.app)


async def test_why_stands_beneath_the_row(queue: Ledger, shows: Shows) -> None:
    async with working(queue, "ARRW30") as clerk:
        await clerk.press("down", "9", "enter")
        assert shows(clerk.app)


async def test_rows_are_accepted_and_rejected_after_one_question(
    queue: Ledger, shows: Shows
) -> None:
    """The source's review: what is within the limits is written off, what is above one's own is
    asked for, the rest turned down."""
    async with working(queue, "ARRW30") as clerk:
        await clerk.press("1", "down", "4", "down", "1", "f10")
        assert clerk.message == ("3303? Accept 2 USD 29.00, reject 1 USD 605.43? Enter=Yes F12=No")
        await clerk.press("enter")
        await clerk.worked()
        assert shows(clerk.app)
    assert (open_of(queue, "R415011"), open_of(queue, "1930580746")) == (0, 25_00)
    states = [(each.state, each.request) for number in (1, 2, 3)
              if (each := recommending.find(queue, f"U001/{number}"))]  # fmt: skip
    assert states == [("accepted", ""), ("rejected", ""), ("accepted", "U001/1")]


async def test_what_the_system_forbids_is_refused_and_named(queue: Ledger) -> None:
    async with working(queue, "ARRW30") as clerk:
        await clerk.press("down", "1", "f10", "enter")
        await clerk.worked()
        assert clerk.message == "3305: 1 refused, see beneath."
        assert "605.43 USD is above" in clerk.screen
    assert open_of(queue, "1930550001") == 605_43


async def test_a_row_is_changed_to_a_part_or_a_chargeback(queue: Ledger, shows: Shows) -> None:
    async with at_desk(queue, "ARRW30") as desk:
        await desk.press("end", "2", "enter")
        assert shows(desk.app)
        await desk.retype("c")
        await desk.press("enter")
        await desk.retype("SHT")
        await desk.fill("they will pay it later")
        assert desk.message.startswith(
            "3305: Recommendation U001/3 changed: USD 25.00 of 1930580746 charged back as C"
        )
    assert open_of(queue, "CB-1") == 25_00


async def test_a_change_that_can_not_be_goes_to_its_field(queue: Ledger) -> None:
    async with at_desk(queue, "ARRW30/C", "U001/1") as desk:
        await desk.press("enter")
        await desk.retype("4.01")
        await desk.press("f10")
        assert desk.message == "2151! only 4.00 of R415011 is open"
        await desk.retype("4.00")
        await desk.retype("BALWOF")
        await desk.press("f10")
        assert "closes a debit" in desk.message


async def test_sorting_asks_with_what_it_would_do(ledger: Ledger) -> None:
    async with working(ledger, "ARRW30", "U001") as clerk:
        assert clerk.message == (
            "3301: Nothing waits for review. F11 F10 sorts what receipts left."
        )
        await clerk.press("f11", "f2")
        await clerk.worked()
        assert clerk.message == "3306: Would be: 4 differences: 1 write off, 3 recommend."
        assert open_of(ledger, "R415010") == -1_00
        await clerk.press("f11", "f10")
        await clerk.worked()
        assert clerk.message == (
            "3307? Sort 4 differences: 1 write off, 3 recommend. Enter=Yes F12=No"
        )
        await clerk.press("enter")
        await clerk.worked()
        assert clerk.message == "3306: 4 differences: 1 write off, 3 recommend."
        assert open_of(ledger, "R415010") == 0
        await clerk.press("f11", "f10")
        await clerk.worked()
        assert clerk.message == "3306: 0 differences."


async def test_filters_narrow_the_list_and_nothing_marked_is_said(queue: Ledger) -> None:
    async with working(queue, "ARRW30", "0200734891") as clerk:
        assert clerk.message.startswith("3301: 1 recommendation.")
        await clerk.press("f10")
        assert clerk.message == "3302: Nothing is marked: 1=Accept, 4=Reject, then F10."


# --- the automatic program -----------------------------------------------------------------------


async def test_the_program_lists_asks_and_closes(ledger: Ledger, shows: Shows) -> None:
    """The source's program: amount or percentage, currencies and customers, review, apply."""
    async with at_desk(ledger, "ARRW30") as desk:
        await desk.press("f6")
        assert desk.panel_id == "ARRW30/A"
        await desk.fill("5.00", "1")
        await desk.worked()
        assert shows(desk.app)
        await desk.press("f10")
        assert desk.message == ("3313? Write off what is left of 2 receipts? Enter=Yes F12=No")
        await desk.press("enter")
        await desk.worked()
        assert desk.message == "3314: 2 written off."
        await desk.press("f5")
        await desk.worked()
        assert desk.message == "3312: No receipt is over by so little."
    assert (open_of(ledger, "R415010"), open_of(ledger, "R415011")) == (0, 0)


async def test_the_preview_goes_to_the_printer(ledger: Ledger, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    command = f"{sys.executable} -c \"import sys; open('{paper}', 'w').write(sys.stdin.read())\""
    settings = replace(Settings(), print_command=command)
    async with working(ledger, "ARRW30/A", settings=settings) as clerk:
        await clerk.press("[5.00]", "enter", "enter")
        await clerk.worked()
        await clerk.press("f11", "f4")
        assert clerk.message == "3316: The preview went to the print command."
    text = paper.read_text(encoding="utf-8")
    assert "Automatic receipt write-offs of U001, preview" in text
    assert "Would be: 2 written off; closed USD 5.00." in text
    assert open_of(ledger, "R415010") == -1_00


async def test_criteria_are_kept_as_a_schedule(ledger: Ledger) -> None:
    async with at_desk(ledger, "ARRW30/A") as desk:
        await desk.fill("5.00")
        await desk.press("tab", "tab")
        await desk.type("NIGHTLY")
        await desk.press("f10")
        await desk.worked()
        assert desk.message == "3315: Schedule NIGHTLY is kept: artui run NIGHTLY."
    schedule = ledger.policies.schedules["NIGHTLY"]
    assert (schedule.owner, schedule.limit, schedule.company) == ("mlopez", 5_00, "U001")


async def test_a_program_without_a_limit_or_of_nobody_is_refused(ledger: Ledger) -> None:
    async with at_desk(ledger, "ARRW30/A", "0999") as desk:
        await desk.fill("", "")
        await desk.worked()
        assert desk.message == "2467! U001 has no customer 0999"
        await desk.retype("")
        await desk.press("f10")
        await desk.worked()
        assert desk.message == "2465! name an amount, a percentage, or both"


# --- exception rules -----------------------------------------------------------------------------


async def test_rules_are_listed_and_a_change_is_a_new_version(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ARPO90/E") as desk:
        await desk.press("down", "2", "enter")
        assert shows(desk.app)
        await desk.press("f12", "f6")
        assert desk.panel_id == "ARPO90/E"


async def test_an_overlap_is_refused_in_its_field(ledger: Ledger) -> None:
    async with at_desk(ledger, "ARPO90/E") as desk:
        await desk.press("f6")
        await desk.fill("U001", "", "o", "leave", "USD", "", "50.00", "60.00")
        await desk.press("f10")
        assert desk.message == "2456! rule 4 overlaps rule 2, over 2.01 to 50.00 USD: recommend"
        await desk.retype("50.01")
        await desk.press("f10")
        assert desk.message.startswith("4101: U001 has 4 exception rules from today.")
    assert len(ledger.policies.exceptions["U001"]) == 2


async def test_the_menu_counts_what_waits_and_leads_there(queue: Ledger, shows: Shows) -> None:
    async with working(queue, "menu") as clerk:
        assert shows(clerk.app)
        await clerk.press("[5]", "enter")
        assert clerk.panel_id == "ARRW30"


async def test_schedules_are_listed_and_ended(ledger: Ledger, shows: Shows) -> None:
    set_schedule(ledger, "NIGHTLY", Program("U001", limit=5_00, percent="1"))
    set_schedule(ledger, "SORTING", Program("U001"), SORT)
    async with working(ledger, "ARPO90/S") as clerk:
        assert shows(clerk.app)
        await clerk.press("4", "enter")
        assert clerk.message == "3322? End NIGHTLY? Enter=Yes F12=No"
        await clerk.press("enter")
        assert clerk.message == "3323: NIGHTLY ended."
        assert "NIGHTLY" not in clerk.line(4)
    assert ledger.policies.schedules["NIGHTLY"].ended

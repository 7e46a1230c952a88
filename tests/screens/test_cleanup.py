"""ARCU20 and ARRC10: the clean-up from search to summary report, by keyboard at 80x24."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs.requests import pending
from tests.screens.desk import at_desk
from tests.screens.ledgers import TODAY, small_ledger
from tests.screens.steps import WIDE, Shows


def receive(
    ledger: Ledger,
    company: str,
    customer: str,
    amount: int,
    paid: tuple[str, int] | None = None,
    **more: str,
) -> str:
    """A receipt of a batch, over one document (number and amount) or on account."""
    currency, account = {"U001": ("USD", "4400112233"), "CA02": ("CAD", "0099887766")}[company]
    receipt = Receipt(company, customer, currency, amount, account, TODAY, TODAY, method="ACH",
                      batch="200415-A")  # fmt: skip
    receipt = replace(receipt, **more)  # type: ignore[arg-type]
    lines = []
    if paid:
        number, part = paid
        document = ledger.read.document(f"{company}/{number}")
        assert document is not None
        lines = [PayLine.of(paying.distribution(ledger, receipt).pay(document, part))]
    return paying.post_receipt(ledger, receipt, lines).document


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """The small ledger with an invoice left 0.37 open, one 4.00, and money of each kind."""
    ledger = small_ledger(tmp_path / "small.artui")
    setup.define_user(ledger, "dlee", name="Dana Lee", authority={"USD": 25_00, "CAD": 30_00})
    receive(ledger, "CA02", "0140104440", 85_570_58, reference="2960616663")  # on account
    receive(ledger, "U001", "CCCA02", 13_866_54, ("1930568136", 13_866_54), reference="1930575236")
    receive(ledger, "U001", "0200934569", 727_76, ("1930550001", 727_76))  # equals 1930550002
    receive(ledger, "CA02", "140104440", 8_631_15, reference="2960620400")  # of another customer
    receive(ledger, "U001", "0200777735", 44_184_05, ("1930690001", 44_184_05), batch="200415-B")
    return ledger


async def test_it_opens_with_the_criteria_of_the_source(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "4") as desk:
        assert shows(desk.app)


async def test_enter_searches_and_explains_the_row(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "cleanup") as desk:
        await desk.press("enter")
        await desk.worked()
        await desk.press("down")
        assert shows(desk.app)


async def test_the_steps_of_the_source_end_in_a_summary_report(
    ledger: Ledger, shows: Shows
) -> None:
    """Search, accept the page, F10, confirm, approve: the report names every document."""
    async with at_desk(ledger, "menu") as desk:
        await desk.press("4", "enter", "enter")
        await desk.worked()
        await desk.press("1", "f11", "f9")
        assert desk.line(-7).startswith("Selected 5")
        await desk.press("f10")
        asked = "3205? Write off 1, CAD 0.37 and move 4, CAD 94,201.73 USD 14,594.30?"
        assert desk.message.startswith(asked)
        await desk.press("enter")
        assert desk.message.startswith("3206? All within your authority: approve and post?")
        await desk.press("enter")
        await desk.worked()
        assert desk.panel_id == "ARCU20/R"
        assert shows(desk.app)
        await desk.press("f12")
        await desk.worked()
        assert desk.message.startswith("3208: Nothing to clean up below 5.00.")
    opens = {d.number: d.open for d in ledger.read.all_open_items()}
    assert "2960616663" not in opens
    assert "2960618744" not in opens
    assert opens["1930568136"] == 21_488_00


async def test_no_on_either_question_posts_nothing(ledger: Ledger) -> None:
    head = ledger.store.head().pos
    async with at_desk(ledger, "cleanup") as desk:
        await desk.press("enter")
        await desk.worked()
        await desk.press("1", "f10", "f12")
        await desk.press("f10", "enter", "f12")
        assert desk.panel_id == "ARCU20"
    assert ledger.store.head().pos == head


async def test_a_dry_run_shows_the_change_and_goes_on_to_approve(
    ledger: Ledger, shows: Shows
) -> None:
    head = ledger.store.head().pos
    async with at_desk(ledger, "cleanup") as desk:
        await desk.press("enter")
        await desk.worked()
        await desk.press("f11", "f2")
        await desk.worked()
        assert desk.panel_id == "ARCU20/X"
        assert shows(desk.app)
        assert ledger.store.head().pos == head
        await desk.press("f10")
        assert desk.message.startswith("3206? All within your authority")
        await desk.press("enter")
        await desk.worked()
        assert desk.panel_id == "ARCU20/R"
    assert ledger.store.head().pos > head


async def test_the_whole_run_is_taken_back_by_f11_f5(ledger: Ledger) -> None:
    async with at_desk(ledger, "cleanup") as desk:
        await desk.press("enter")
        await desk.worked()
        await desk.press("f11", "f10", "enter", "enter")
        await desk.worked()
        await desk.press("f11", "f5")
        assert desk.message.startswith("3092? Take back everything this run posted?")
        await desk.press("enter")
        await desk.worked()
        assert desk.message == "3093: 5 vouchers reversed. Money that had moved is on account."
    open_ = {d.number: d.open for d in ledger.read.all_open_items()}
    assert open_["2960618744"] == 37
    assert open_["1930575236"] == 13_866_54


async def test_above_the_authority_a_request_is_sent(ledger: Ledger, shows: Shows) -> None:
    setup.define_user(ledger, "kwong", name="Kim Wong", authority={"CAD": 10})
    ledger.clerk = "kwong"
    async with at_desk(ledger, "cleanup") as desk:
        await desk.press("enter")
        await desk.worked()
        assert "write off>you" in desk.screen
        await desk.press("9", "enter")
        assert desk.panel_id == "ARCU20/W"
        assert shows(desk.app)
        await desk.press("enter", "1", "f10", "enter")
        assert desk.message.startswith("3206? Approve 0; 1 above your authority are requested?")
        await desk.press("enter")
        await desk.worked()
    assert [request.document for request in pending(ledger)] == ["CA02/2960618744"]


async def test_a_tie_is_chosen_with_2_and_accepted(ledger: Ledger, shows: Shows) -> None:
    for number in ("I1", "I2"):
        _invoice(ledger, number, 500_00)
    receive(ledger, "U001", "0200734891", 500_00)
    async with at_desk(ledger, "cleanup", "0200734891") as desk:
        await desk.press("enter")
        await desk.worked()
        assert " TIE2 " in desk.screen
        await desk.press("1", "enter")
        assert desk.message == "3203! RC20000004 fits in 2 ways: choose one with 2."
        await desk.press("2", "enter")
        assert desk.panel_id == "ARCU20/2"
        assert shows(desk.app)
        await desk.press("down", "enter")
        assert " MOVE RC20000004" in desk.screen
        await desk.press("f10", "enter", "enter")
        await desk.worked()
    opens = {d.number: d.open for d in ledger.read.all_open_items()}
    assert ("I1" in opens, "I2" in opens) == (True, False)


def _invoice(ledger: Ledger, number: str, amount: int) -> None:
    row = DocumentRow("U001", number, "invoice", "0200734891", "2020-03-01", "2020-04-01",
                      "USD", amount, amount)  # fmt: skip
    take_on(ledger, [row], day="2020-04-14")


async def test_money_of_another_customer_is_moved_and_pays_the_document_it_names(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "cleanup", "140104440") as desk:
        await desk.press("enter")
        await desk.worked()
        assert shows(desk.app)
        await desk.press("1", "f10", "enter", "enter")
        await desk.worked()
        assert desk.panel_id == "ARCU20/R"
    opens = {d.number: d.open for d in ledger.read.all_open_items()}
    assert "2960620400" not in opens
    moved = ledger.read.document("CA02/TF20000001")
    assert moved is not None
    assert (moved.customer, moved.original, moved.open) == ("0140105713", -8_631_15, 0)


async def test_left_out_rows_go_and_why_not_is_said(ledger: Ledger) -> None:
    async with at_desk(ledger, "cleanup") as desk:
        await desk.press("enter")
        await desk.worked()
        await desk.press("4", "enter")
        assert "WOFF" not in desk.screen
        await desk.press("/", "[1930690001]", "enter")
        assert desk.message == (
            "0104: 1930690001 is not listed: 10.00 USD is not below the limit 5.00 USD."
        )


async def test_a_batch_narrows_it_and_nothing_found_is_said(ledger: Ledger) -> None:
    async with at_desk(ledger, "cleanup", "", "200415-B") as desk:
        await desk.press("enter")
        await desk.worked()
        assert desk.message == "3208: Nothing to clean up below 5.00."
        await desk.press("shift+tab", "tab", "[25]", "enter")
        await desk.worked()
    async with at_desk(ledger, "cleanup", "", "NONE") as desk:
        await desk.press("enter")
        await desk.worked()
        assert desk.message == "2441! no receipt is of a batch NONE"


async def test_wide_screens_show_both_sets_of_columns(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "cleanup", size=WIDE) as desk:
        await desk.press("enter")
        await desk.worked()
        assert shows(desk.app)


# --- Receipts home -------------------------------------------------------------------------------


async def test_receipts_home_lists_the_newest_first(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "receipts") as desk:
        assert shows(desk.app)
        await desk.press("/", "[rc20000001]", "enter")
        assert desk.message == ""


async def test_receipts_home_narrows_by_customer_batch_and_money_left(ledger: Ledger) -> None:
    async with at_desk(ledger, "receipts", "", "200415-B") as desk:
        assert desk.message == "3210: 1 receipt, the newest first."
    async with at_desk(ledger, "receipts", "SODEXHO") as desk:
        assert desk.message == "3210: 1 receipt, the newest first."
    async with at_desk(ledger, "receipts") as desk:
        await desk.press(*["shift+tab"] * 3, "[y]", "enter")
        assert desk.message == "3210: 2 receipts, the newest first."


async def test_the_clean_up_opens_from_it_with_customer_and_batch(ledger: Ledger) -> None:
    async with at_desk(ledger, "receipts") as desk:
        await desk.press("f6")
        assert desk.panel_id == "ARCU20"
        assert desk.panel.field("customer").text == "U001/0200777735"
        assert desk.panel.field("batch").text == "200415-B"
    async with at_desk(ledger, "receipts", "KRAFT systems", "200415-A") as desk:
        await desk.press("f6", "enter")
        await desk.worked()
        assert desk.message.startswith("3201: 1 candidate: 0 to write off, 1 to move.")

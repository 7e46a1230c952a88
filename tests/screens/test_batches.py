"""ARRC10/B: receipt batches on screen, and their receipts on panel E."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import Receipt
from artui.ledger.ledger import Ledger
from artui.ledger.reading.batches import find_batch
from artui.ledger.receiving import batches
from tests.screens.desk import at_desk
from tests.screens.ledgers import TODAY, small_ledger
from tests.screens.steps import WIDE, Shows

ACCOUNT = "4400112233"


def receive(ledger: Ledger, amount: int, batch: str) -> None:
    receipt = Receipt("U001", "0200777735", "USD", amount, ACCOUNT, TODAY, TODAY, method="ACH")
    paying.post_receipt(ledger, replace(receipt, batch=batch))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """One batch open, one closed, one accepted, one that was only named."""
    ledger = small_ledger(tmp_path / "small.artui")
    for name, count, total in (
        ("0415-1", 12, 60_000_00),
        ("0415-2", 1, 75_00),
        ("0415-3", 2, 9_00),
    ):
        batches.open_batch(ledger, "U001", name, bank_account=ACCOUNT, count=count, total=total)
    receive(ledger, 4_000_00, "0415-1")
    receive(ledger, 120_00, "0415-1")
    receive(ledger, 75_00, "0415-2")
    receive(ledger, 8_00, "0415-3")
    batches.close_batch(ledger, "U001", "0415-3", accept=True, reason="cheque went back")
    receive(ledger, 5_00, "COUNTER")
    return ledger


async def test_the_list_shows_control_entered_and_difference(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "rcbatches") as desk:
        assert shows(desk.app)


async def test_the_list_wide(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "arrc10/b", size=WIDE) as desk:
        await desk.press("down", "down")
        assert shows(desk.app)


async def test_batches_of_a_moment(ledger: Ledger, shows: Shows) -> None:
    """After its first receipt 0415-1 had 4,000.00; 0415-2 and 0415-3 had none yet and were open."""
    head = ledger.read.voucher("U001/RC/2020/1")
    assert head is not None
    moment = f"KNOWN {head.pos:,}"
    async with at_desk(ledger, "rcbatches") as desk:
        desk.panel.go_to("known_at")
        await desk.retype("U001/RC/2020/1")
        assert desk.message == "3630: 3 batches, the newest first."
        assert moment in desk.line(1)
        assert shows(desk.app)
        await desk.press("1", "enter")
        assert desk.message.startswith("2685! Nothing is posted while looking back")
        await desk.press("f6")
        assert desk.message.startswith("2685! ")
        await desk.press("backspace", "enter")
        assert desk.panel_id == "ARRC10"
        assert moment in desk.line(1)
        assert desk.message.startswith("3210: 1 receipt,")
        await desk.press("f10")
        assert desk.panel_id == "ARRC10/B"
        assert moment in desk.line(1)
        assert desk.line(-6).startswith("0415-1 of U001, account 4400112233: 1 of 12, 4,000.00 of")
        desk.panel.go_to("known_at")
        await desk.retype("1")
        assert desk.message == "3630: There was no batch then."


async def test_batches_of_a_day_hold_what_was_booked_up_to_it(ledger: Ledger) -> None:
    receipt = Receipt(
        "U001", "0200777735", "USD", 900_00, ACCOUNT, TODAY, "2020-04-14", method="ACH"
    )
    paying.post_receipt(ledger, replace(receipt, batch="0415-1"))
    async with at_desk(ledger, "rcbatches") as desk:
        desk.panel.go_to("as_of")
        await desk.retype("2020-04-14")
        assert "AS OF 2020-04-14" in desk.line(1)
        assert desk.message == "3630: 1 batch, the newest first."
        assert desk.line(-6).startswith("0415-1 of U001, account 4400112233: 1 of 12, 900.00 of 60")


async def test_receipts_home_leads_to_the_batch_and_back_to_its_receipts(ledger: Ledger) -> None:
    async with at_desk(ledger, "15") as desk:
        await desk.press("f10")
        assert desk.panel_id == "ARRC10/B"
        assert desk.line(-6).startswith("COUNTER of U001")
        await desk.press("home", "5", "enter")
        assert desk.panel_id == "ARRC10"
        assert desk.message.startswith("3210: 2 receipts")


async def test_f6_opens_a_batch(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "rcbatches") as desk:
        await desk.press("f6")
        await desk.fill("u001", "0415-9")
        await desk.fill(ACCOUNT, "3", "1000+250")
        assert desk.message == "3631: Batch 0415-9 is open: 3 receipts of 1,250.00."
        assert desk.panel_id == "ARRC10/B"
        await desk.press("f6")
        await desk.fill("u001", "0415-9", "")
        await desk.fill("3", "1250")
        assert desk.message.startswith("2543! batch 0415-9 of U001 is there already")
        assert shows(desk.app)


async def test_a_difference_is_shown_and_accepted_for_a_reason(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "rcbatches") as desk:
        await desk.press("1", "enter")
        assert desk.panel_id == "ARRC10/C"
        await desk.press("f10")
        assert desk.message.startswith("3633! Change the figures, or say why")
        await desk.type("Ten cheques come tomorrow")
        assert shows(desk.app)
        await desk.press("f10")
        assert desk.message == "3631: Batch 0415-1 is accepted."
        assert desk.line(-5).startswith("mlopez accepted 55,880.00- on 2020-04-15: Ten cheques")
        await desk.press("4", "enter", "enter")
        assert desk.message == "3631: Batch 0415-1 is open again."


async def test_control_figures_put_right_close_the_batch(ledger: Ledger) -> None:
    async with at_desk(ledger, "rcbatches") as desk:
        await desk.press("2", "enter", "shift+tab", "shift+tab")
        await desk.press("end", "backspace", "backspace", "2", "tab", *["backspace"] * 9)
        await desk.type("4120")
        await desk.press("f10")
        assert desk.message == "3631: Batch 0415-1 is closed."


async def test_accepting_takes_a_permission(ledger: Ledger) -> None:
    setup.define_user(ledger, "cara", roles=["clerk"])
    ledger.clerk = "cara"
    async with at_desk(ledger, "rcbatches") as desk:
        await desk.press("1", "enter")
        await desk.fill("Never mind")
        assert desk.message.startswith("2400! cara (clerk) may not: controls.accept")


async def test_panel_e_tells_how_far_the_batch_is(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "1") as desk:
        await desk.fill("nash", "40")
        await desk.press("tab", "tab", "tab", "tab", "tab", "tab", "tab", "?")
        assert desk.panel_id == "ARPRMT"
        assert desk.line(4).startswith("__  0415-1")
        await desk.press("f12")
        await desk.type("0415-1")
        await desk.press("tab")
        assert shows(desk.app)


async def test_a_receipt_beyond_the_control_is_asked_about(ledger: Ledger) -> None:
    async with at_desk(ledger, "1") as desk:
        await desk.fill("nash", "99000")
        await desk.press(*["tab"] * 7)
        await desk.type("0415-1")
        await desk.press("f10")
        assert desk.message.startswith(
            "2549? 0415-1 should be 12 of 60,000.00; with this it is 3 of 103,120.00"
        )
        await desk.press("enter")
        assert desk.panel_id == "ARS110/F"


async def test_a_closed_batch_takes_no_receipt(ledger: Ledger) -> None:
    async with at_desk(ledger, "1") as desk:
        await desk.fill("nash", "10")
        await desk.press(*["tab"] * 7)
        await desk.type("0415-2")
        await desk.press("f10")
        assert desk.message == "2540! batch 0415-2 is closed with 1 receipt"


async def test_the_last_receipt_closes_the_batch_and_frees_the_field(ledger: Ledger) -> None:
    batches.open_batch(ledger, "U001", "LAST", bank_account=ACCOUNT, count=1, total=44_194_05)
    async with at_desk(ledger, "1") as desk:
        await desk.fill("nash", "44194.05")
        await desk.press(*["tab"] * 7)
        await desk.type("LAST")
        await desk.press("f10", "f10")
        await desk.worked()
        assert "Batch LAST is closed." in desk.message
        assert desk.panel.field("batch").text == ""
    known = find_batch(ledger.store, "U001", "LAST")
    assert known is not None
    assert known.state == "closed"

"""ARAP50 and what belongs to it: requests decided, approvals delegated, changes confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger.ledger import Ledger
from artui.ledger.people.changes import waiting
from artui.ledger.people.users_roles import define_user
from artui.ledger.writeoffs.requests import pending, request_write_off, withdraw
from artui.ledger.writeoffs.writing_off import write_off
from tests.screens.desk import at_desk
from tests.screens.ledgers import small_ledger
from tests.screens.steps import Shows


def as_user(ledger: Ledger, user: str) -> Ledger:
    """The same ledger as somebody else sees it."""
    return Ledger(ledger.store, user, clock=ledger.clock, ids=ledger.ids, today=ledger.today)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Dan approves up to 100.00 USD; Kim, a clerk, asked for two, Dan for one; one is void."""
    ledger = small_ledger(tmp_path / "small.artui")
    define_user(ledger, "dan", authority={"USD": 100_00, "CAD": 100_00}, roles=["supervisor"])
    define_user(ledger, "kim", authority={"USD": 5_00}, roles=["clerk"])
    kim = as_user(ledger, "kim")
    for number, amount, note in (
        ("1930550001", 25_00, "promised by phone"),
        ("1930690002", 250_00, ""),
        ("1930580746", 9_00, "freight"),
    ):
        request_write_off(kim, f"U001/{number}", amount=amount, note=note)
    request_write_off(as_user(ledger, "dan"), "U001/1930600002", amount=1_00)
    write_off(ledger, "U001/1930580746", amount=1_00)
    return ledger


async def test_whose_each_request_is(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(as_user(ledger, "dan"), "8") as desk:
        assert shows(desk.app)
        await desk.press("down", "9", "enter")
        assert "250.00 USD is above user dan: 100.00" in desk.screen
        await desk.press("down", "1", "enter")
        assert desk.message.startswith("3404! U001/3: 10,437.78 was open when kim asked")


async def test_what_waited_at_a_position(ledger: Ledger, shows: Shows) -> None:
    """The third request wasn't void before 1.00 of its invoice was written off, nor was the fourth
    there before Dan asked for it."""
    end = ledger.store.head().pos
    voucher = ledger.read.voucher("U001/WO/2020/1")
    assert voucher is not None
    withdraw(as_user(ledger, "kim"), "U001/1")
    async with at_desk(as_user(ledger, "dan"), "8") as desk:
        assert desk.message == "3402: 3 wait. 1 and Enter approves, 4 rejects."
        desk.panel.go_to("known_at")
        await desk.retype(str(end))
        assert desk.message == "3402: 4 waited then."
        desk.panel.go_to("known_at")
        await desk.retype(str(voucher.first_pos - 2))
        assert desk.message == "3402: 3 waited then."
        assert desk.line(2).startswith("Waited for you 2   Your limit 100.00 CAD 100.00 USD")
        assert f"KNOWN {voucher.first_pos - 2:,}" in desk.line(1)
        assert shows(desk.app)
        for code in ("1", "4"):
            await desk.press(code, "enter")
            assert desk.message.startswith("2685! Nothing is posted while looking back")
            await desk.press("backspace")
        await desk.press("enter")
        assert desk.panel_id == "ARDO50"
        assert f"KNOWN {voucher.first_pos - 2:,}" in desk.line(1)
    assert len(pending(ledger)) == 3


async def test_two_keys_approve_and_one_question(ledger: Ledger) -> None:
    async with at_desk(as_user(ledger, "dan"), "8") as desk:
        await desk.press("1", "enter")
        assert desk.message == "3401? Approve 1 request, USD 25.00? Enter=Yes F12=No"
        await desk.press("enter")
        assert desk.message == "3403: 1 approved. 3 still wait."
    document = ledger.read.document("U001/1930550001")
    assert document is not None
    assert document.open == 1_975_00


async def test_a_request_is_rejected_with_a_note(ledger: Ledger) -> None:
    async with at_desk(as_user(ledger, "dan"), "8") as desk:
        await desk.press("shift+tab")
        await desk.type("pay first")
        await desk.press("tab", "4", "enter", "enter")
        assert desk.message == "3403: 1 rejected. 3 still wait."
    assert len(pending(ledger)) == 3


async def test_approvals_are_delegated_until_a_day(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(as_user(ledger, "dan"), "8") as desk:
        await desk.press("f6")
        await desk.fill("kim", "+2", "holiday")
        assert desk.message == "3403: kim approves for you until 2020-04-17."
        await desk.press("f6")
        assert shows(desk.app)
    async with at_desk(as_user(ledger, "kim"), "8") as desk:
        assert "Delegated by dan" in desk.screen


async def test_the_menu_counts_what_waits_and_hides_what_may_not_be_done(ledger: Ledger) -> None:
    define_user(ledger, "audrey", roles=["auditor"])
    async with at_desk(as_user(ledger, "dan"), "menu") as desk:
        assert "8      To approve           1 request" in desk.screen
        assert "8      Your requests        1 waiting" in desk.screen
    async with at_desk(as_user(ledger, "audrey"), "menu") as desk:
        assert "Payment entry" not in desk.screen
        await desk.fill("1")
        assert desk.panel_id == "ARMENU"
        assert desk.message.startswith("2400! audrey (auditor) may not: receipts.post")


async def test_a_change_waits_and_another_confirms_it(ledger: Ledger, shows: Shows) -> None:
    define_user(ledger, "adam", roles=["administrator"])
    async with at_desk(ledger, "users") as desk:
        await desk.press("f6")
        await desk.fill("lee", "Lee", "USD 20", "N", "N", "clerk", "")
        assert desk.message == "4101: Change 1 waits to be confirmed by adam."
    async with at_desk(as_user(ledger, "adam"), "changes") as desk:
        assert shows(desk.app)
        await desk.press("1", "enter", "enter")
        assert desk.message == "3423: 1 confirmed, 0 turned down."
    assert waiting(ledger) == []
    assert ledger.policies.users["lee"].roles == ("clerk",)

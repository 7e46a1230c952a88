"""ARJB65: what write-offs left unposted, posted by an accountant row by row or all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.general import journal_batches as batches
from artui.ledger.ledger import Ledger
from artui.ledger.reversal import reversing
from artui.ledger.setup import parameters
from artui.ledger.writeoffs.writing_off import write_off, write_off_many
from tests.screens.desk import at_desk
from tests.screens.ledgers import small_ledger
from tests.screens.steps import WIDE, Shows, working


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Three write-offs and a reversal that nobody posted yet."""
    made = small_ledger(tmp_path / "small.artui")
    unposted = parameters.changed(ev.Parameters(), {"journal_batches": "unposted"})
    setup.set_parameters(made, "", unposted, note="accounting looks first")
    write_off(made, "U001/1930600002", amount=3_40)
    write_off(made, "CA02/2960618744")
    write_off_many(made, ["U001/1930690002", "U001/1930550002"])
    reversing.reverse(made, "U001/WO/2020/1")
    return made


def names(ledger: Ledger) -> list[str]:
    return [batch.head.name for batch in batches.waiting(ledger)]


async def test_they_are_listed_oldest_first(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "batches") as clerk:
        assert clerk.panel_id == "ARJB65"
        assert shows(clerk.app)


async def test_wide_screens_show_who_and_when(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "ARJB65", size=WIDE) as clerk:
        assert shows(clerk.app)


async def test_rows_marked_are_posted_after_one_question(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "batches") as clerk:
        await clerk.press("1", "f9", "enter")
        assert clerk.message.startswith("3642? Post 2 batches, CAD 0.37 USD 3.40?")
        await clerk.press("enter")
        await clerk.worked()
        assert clerk.message == "3643: 2 batches posted. 2 still wait."
        assert shows(clerk.app)
    assert names(ledger) == ["WO 2020-000002", "RV 2020-000001"]


async def test_all_of_a_company_are_posted_by_f11_f10(ledger: Ledger) -> None:
    async with working(ledger, "batches", "U001") as clerk:
        assert clerk.message.startswith("3640: 3 batches wait")
        await clerk.press("f11", "f10", "enter")
        await clerk.worked()
        assert clerk.message == "3643: 3 batches posted. None waits any more."
    assert names(ledger) == ["WO 2020-000001"]


async def test_a_no_to_the_question_posts_nothing(ledger: Ledger) -> None:
    async with working(ledger, "batches") as clerk:
        await clerk.press("f11", "f10", "f12")
        assert len(names(ledger)) == 4
        await clerk.press("f10")
        assert clerk.message.startswith("3644! Nothing is marked")


async def test_5_shows_the_voucher_and_9_says_why_it_waits(ledger: Ledger) -> None:
    async with working(ledger, "batches") as clerk:
        await clerk.press("9", "enter")
        said = "Unposted by the parameters of all, mlopez: accounting looks first."
        assert clerk.line(20) == said
        assert clerk.message == "3645: WO 2020-000001 waits: see why above."
        await clerk.press("5", "enter")
        assert clerk.panel_id == "ARVO60/D"
        assert "Voucher WO 2020-000001: unposted" in clerk.line(1)
        await clerk.press("f12")
        assert clerk.panel_id == "ARJB65"


async def test_position_to_finds_a_voucher_by_its_name(ledger: Ledger) -> None:
    async with working(ledger, "batches") as clerk:
        await clerk.press("/", "[RV 1]", "enter")
        assert "Reversal" in clerk.screen
        await clerk.press("/", "[RC 7]", "enter")
        assert clerk.message == "0104! RC 7 is no voucher with an unposted batch."


async def test_one_that_a_colleague_posted_meanwhile_is_said(ledger: Ledger) -> None:
    async with working(ledger, "batches") as clerk:
        batches.post_batches(ledger, ["U001/WO/2020/1"])
        await clerk.press("1", "enter", "enter")
        await clerk.worked()
        assert clerk.message == "2600! WO 2020-000001 was posted by mlopez"


async def test_the_menu_says_that_batches_wait_and_the_vouchers_say_which(ledger: Ledger) -> None:
    async with working(ledger, "menu") as clerk:
        assert "batches" in clerk.screen
        assert "Batches to post      4" in clerk.screen
    async with working(ledger, "9") as clerk:
        assert "unposted" in clerk.screen


async def test_who_may_not_post_is_not_offered_it(ledger: Ledger) -> None:
    setup.define_user(ledger, "eve", roles=["auditor"])
    eve = Ledger(ledger.store, "eve", clock=ledger.clock, today=ledger.today)
    async with working(eve, "batches") as clerk:
        assert "1=Post" not in clerk.screen
        assert "F10" not in clerk.line(-1)
        await clerk.press("1", "enter")
        assert "batches.post" in clerk.message or "not" in clerk.message
    async with working(eve, "menu") as clerk:
        assert "Batches to post" not in clerk.screen
    assert len(names(ledger)) == 4


async def test_batches_that_waited_at_a_moment(ledger: Ledger, shows: Shows) -> None:
    """Three write-offs waited when the last was posted; two of them are posted since."""
    head = ledger.read.voucher("U001/WO/2020/2")
    assert head is not None
    batches.post_batches(ledger, ["U001/WO/2020/1", "CA02/WO/2020/1"])
    async with at_desk(ledger, "ARJB65") as desk:
        assert desk.message == "3640: 2 batches wait to be posted, the oldest first."
        desk.panel.go_to("known_at")
        await desk.retype("U001/WO/2020/2")
        assert desk.message == "3640: 3 batches waited to be posted, the oldest first."
        assert f"KNOWN {head.pos:,}" in desk.line(1)
        assert shows(desk.app)
        await desk.press("1", "enter")
        assert desk.message.startswith("2685! Nothing is posted while looking back")
        await desk.press("backspace", "home", "enter")
        assert desk.panel_id == "ARVO60/D"
        assert desk.line(1).startswith("Voucher WO 2020-000001: unposted")
        assert f"KNOWN {head.pos:,}" in desk.line(1)
        await desk.press("f12")
        desk.panel.go_to("known_at")
        await desk.retype("1")
        assert desk.message == "3641: No journal batch waited then: all that was booked was posted."


async def test_batches_of_vouchers_posted_up_to_a_day(ledger: Ledger) -> None:
    async with at_desk(ledger, "ARJB65") as desk:
        desk.panel.go_to("as_of")
        await desk.retype("2020-04-14")
        assert desk.message.startswith("3641: No journal batch waited then")
        desk.panel.go_to("as_of")
        await desk.retype("2020-04-15")
        assert desk.message == "3640: 4 batches waited to be posted, the oldest first."


async def test_nothing_waiting_is_said(tmp_path: Path) -> None:
    async with working(small_ledger(tmp_path / "none.artui"), "batches") as clerk:
        assert clerk.message == "3641: No journal batch waits: all that is booked is posted."
        await clerk.press("shift+tab", "[NONE]", "enter")
        assert clerk.message == "2201! company 'NONE' does not exist"

"""As of and Known at: panels that look back, with line 1 in reverse and nothing to post."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger.ledger import Ledger
from artui.ledger.reversal import reversing
from artui.ledger.taking_on import DocumentRow, take_on
from artui.screens.looking_back import LooksBack
from tests.screens.desk import Desk, at_desk
from tests.screens.ledgers import pay_short, small_ledger
from tests.screens.steps import WIDE, Shows

SO = "140104440"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """SO's receipt of 15 April paid one invoice short."""
    ledger = small_ledger(tmp_path / "small.artui")
    pay_short(ledger)
    return ledger


async def fill(desk: Desk, name: str, text: str) -> None:
    """Type a text into a field and press Enter."""
    desk.panel.go_to(name)
    await desk.retype(text)


async def test_an_account_of_a_day_before_the_payment(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ARCA40", SO) as desk:
        assert "Open 180,309.70" in desk.line(4)
        await fill(desk, "as_of", "2020-04-14")
        assert shows(desk.app)
        assert "AS OF 2020-04-14" in desk.line(1)
        assert "Open 256,673.85" in desk.line(4)


async def test_an_account_as_known_before_a_voucher(ledger: Ledger, shows: Shows) -> None:
    head = ledger.read.voucher("CA02/RC/2020/1")
    assert head is not None
    async with at_desk(ledger, "ARCA40", SO) as desk:
        await fill(desk, "known_at", f"{head.first_pos - 1:,}")
        assert f"KNOWN {head.first_pos - 1:,}" in desk.line(1)
        assert "Open 256,673.85" in desk.line(4)
        await fill(desk, "as_of", "t")
        assert f"2020-04-15 AT {head.first_pos - 1:,}" in desk.line(1)
        assert shows(desk.app)
        await fill(desk, "known_at", "CA02/RC/2020/1")
        assert "Open 180,309.70" in desk.line(4)


async def test_nothing_can_be_posted_while_looking_back(ledger: Ledger) -> None:
    async with at_desk(ledger, "ARCA40", SO) as desk:
        assert "1=Apply" in desk.screen
        await fill(desk, "as_of", "2020-04-14")
        assert "1=Apply" not in desk.screen
        assert "F10=" not in desk.screen
        await desk.press("[1]", "enter")
        said = "2685! Nothing is posted while looking back: empty As of and Known at first."
        assert desk.message == said
        await desk.press("f10")
        assert desk.message == said
        await desk.press("backspace")
        await fill(desk, "as_of", "")
        assert "1=Apply" in desk.screen
        assert desk.line(1).endswith("2020-04-15")


async def test_the_document_behind_a_row_is_of_the_same_moment(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "ARCA40", SO) as desk:
        await fill(desk, "as_of", "2020-04-14")
        await desk.press("down", "enter")
        assert desk.panel_id == "ARDO50"
        assert "AS OF 2020-04-14" in desk.line(1)
        assert shows(desk.app)
        assert "4=Reverse" not in desk.screen


async def test_a_moment_goes_along_from_account_to_document_to_voucher_and_on(
    ledger: Ledger, shows: Shows
) -> None:
    moment = f"KNOWN {ledger.store.head().pos:,}"
    head = ledger.read.voucher("CA02/RC/2020/1")
    assert head is not None
    reversing.reverse(ledger, head.id, day="2020-04-15")
    async with at_desk(ledger, "ARCA40", SO) as desk:
        await fill(desk, "all", "Y")
        await fill(desk, "known_at", moment.removeprefix("KNOWN "))
        await desk.press("end", "up")
        for panel in ("ARDO50", "ARVO60/D", "ARDO50", "ARVO60/D"):
            await desk.press(*(("end", "enter") if panel == "ARVO60/D" else ("enter",)))
            assert desk.panel_id == panel
            assert moment in desk.line(1)
        assert "Reversed by" not in desk.screen
        assert shows(desk.app)
        await desk.press("f11", "f5")
        assert desk.message.startswith("2685! Nothing is posted while looking back")
        await desk.press("f8")
        assert desk.message == "0104! RC 2020-000001 is the last of CA02 RC 2020."


async def test_a_voucher_of_the_list_is_of_the_same_moment(ledger: Ledger) -> None:
    end = ledger.store.head().pos
    reversing.reverse(ledger, "CA02/RC/2020/1", day="2020-04-15")
    async with at_desk(ledger, "ARVO60") as desk:
        await fill(desk, "known_at", str(end))
        for keys in (("enter",), ("5", "enter")):
            await desk.press(*keys)
            assert desk.panel_id == "ARVO60/D"
            assert desk.line(1).startswith("Voucher RC 2020-000001: posted")
            assert f"KNOWN {end:,}" in desk.line(1)
            await desk.press("f12")
        await fill(desk, "known_at", "")
        await desk.press("enter")
        assert desk.line(1).startswith("Voucher RC 2020-000001: reversed")


async def test_a_moment_outside_the_history_is_said_and_the_text_stays(ledger: Ledger) -> None:
    async with at_desk(ledger, "ARCA40", SO) as desk:
        await fill(desk, "as_of", "2019-01-01")
        assert desk.message.startswith("2680! 2019-01-01 is outside the history: it holds 2020-")
        assert "As of 2019-01-01" in desk.line(3)
        await fill(desk, "as_of", "")
        await fill(desk, "known_at", "999999")
        assert desk.message.startswith("2681! 999,999 is outside the history: it holds positions")
        await fill(desk, "known_at", "soon")
        assert desk.message.startswith("2684! 'soon' is no position, voucher (RC 147) or time")


async def test_vouchers_of_a_moment(ledger: Ledger, shows: Shows) -> None:
    head = ledger.read.voucher("CA02/RC/2020/1")
    assert head is not None
    async with at_desk(ledger, "ARVO60") as desk:
        assert "RC 2020-000001" in desk.screen
        await fill(desk, "known_at", str(head.first_pos - 1))
        assert "RC 2020-000001" not in desk.screen
        assert shows(desk.app)
        assert "4=Reverse" not in desk.screen


async def test_receipts_of_a_moment(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ARRC10") as desk:
        assert "RC20000001" in desk.screen
        await fill(desk, "as_of", "2020-04-14")
        assert "RC20000001" not in desk.screen
        assert shows(desk.app)


async def test_wide_screens_look_back_too(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ARCA40", SO, size=WIDE) as desk:
        await fill(desk, "as_of", "2020-04-14")
        assert shows(desk.app)


async def test_the_panel_reads_the_same_past_until_the_moment_changes(ledger: Ledger) -> None:
    async with at_desk(ledger, "ARCA40", SO) as desk:
        assert isinstance(desk.panel, LooksBack)
        assert desk.panel.books is desk.panel.session.ledger
        await fill(desk, "as_of", "2020-04-14")
        assert desk.panel.books is desk.panel.books
        assert desk.panel.today == "2020-04-14"


async def test_a_report_as_known_before_a_voucher(ledger: Ledger, shows: Shows) -> None:
    head = ledger.read.voucher("CA02/RC/2020/1")
    assert head is not None
    async with at_desk(ledger, "ARRP70", "CA02") as desk:
        await fill(desk, "known_at", "999999")
        await desk.press("enter")
        assert desk.message.startswith("2681! 999,999 is outside the history")
        await fill(desk, "known_at", str(head.first_pos - 1))
        await desk.press("down", "enter")
        await desk.worked()
        assert desk.panel_id == "ARRP70/V"
        assert f"KNOWN {head.first_pos - 1:,}" in desk.line(1)
        assert "256,673.85" in desk.screen
        assert shows(desk.app)


async def test_what_is_posted_of_the_day_meanwhile_is_there_after_f5(ledger: Ledger) -> None:
    row = DocumentRow(
        "CA02", "2960700001", "invoice", SO, "2020-04-01", "2020-04-10", "CAD", 10_00, 10_00
    )
    async with at_desk(ledger, "ARCA40", SO) as desk:
        await fill(desk, "as_of", "2020-04-14")
        assert "Open 256,673.85" in desk.line(4)
        take_on(ledger, [row], day="2020-04-14")
        await desk.press("f5")
        assert "Open 256,683.85" in desk.line(4)

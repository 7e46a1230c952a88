"""ARWA88: findings listed with their words, and what is behind them."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup import ToleranceData
from tests.screens.desk import at_desk
from tests.screens.ledgers import small_ledger
from tests.screens.steps import Shows
from tests.screens.test_back_test import short_payments


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Twelve payments of one customer, each a little short; and one of another."""
    ledger = small_ledger(tmp_path / "small.artui")
    setup.set_tolerance(ledger, ToleranceData("EUR", 5_00))
    short_payments(ledger, [4_50 + at % 3 * 20 for at in range(12)], customers=1)
    return ledger


async def test_findings_say_in_words_why_they_stand_there(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "13") as desk:
        assert shows(desk.app)
        await desk.press("5", "enter")
        assert desk.panel_id == "ARDO50/L"
        await desk.press("f12")
        assert "ARWA88" in desk.screen


async def test_findings_known_at_a_position(ledger: Ledger, shows: Shows) -> None:
    """The fourth payment made it a habit; 4.50, 4.70 and 4.90 were short by then, then 4.50."""
    (head,) = ledger.read.find_vouchers("RC", 2020, 4)
    async with at_desk(ledger, "13") as desk:
        desk.panel.go_to("known_at")
        await desk.retype("RC 4")
        await desk.worked()
        assert shows(desk.app)
        for keys, panel in ((("7", "enter"), "ARCA40"), (("5", "enter"), "ARDO50/L")):
            await desk.press(*keys)
            assert desk.panel_id == panel
            assert f"KNOWN {head.pos:,}" in desk.line(1)
            await desk.press("f12")
        desk.panel.go_to("known_at")
        await desk.retype("1")
        await desk.worked()
        assert desk.message == "3821: Nothing is worth a look in these days."


async def test_days_outside_the_history_are_said(ledger: Ledger) -> None:
    async with at_desk(ledger, "watches") as desk:
        desk.panel.field("since").text = "1990-01-01"
        desk.panel.field("until").text = "1990-12-31"
        desk.panel.submit()
        await desk.worked()
        assert desk.message.startswith("2680! 1990-12-31 is outside the history: it holds 2020-")


async def test_one_watch_alone(ledger: Ledger) -> None:
    async with at_desk(ledger, "watches", "habit") as desk:
        assert desk.message == "3820: 1 finding. They accuse nobody: look, then judge."
        await desk.press("7", "enter")
        assert "ARCA40" in desk.screen
    async with at_desk(ledger, "watches", "split") as desk:
        assert desk.message == "3821: Nothing is worth a look in these days."


async def test_a_finding_leads_to_all_its_documents_and_on(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "watches", "habit") as desk:
        await desk.press("enter")
        assert desk.panel_id == "ARDO50/L"
        assert desk.message == "3747: 12 documents. Enter shows what moved one."
        assert shows(desk.app)
        await desk.press("down", "enter")
        assert desk.panel_id == "ARDO50"
        await desk.press("f12", "f12")
        assert desk.panel_id == "ARWA88"


async def test_documents_behind_nothing(ledger: Ledger) -> None:
    async with at_desk(ledger, "ardo50/l") as desk:
        assert desk.message.startswith("3748! There is no figure to look behind")

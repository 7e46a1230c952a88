"""ARS110/D: the clerk's drafts."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from artui.ledger import drafts
from artui.ledger.drafts import Draft, DraftLine
from artui.ledger.ledger import Ledger
from tests.screens.desk import at_desk
from tests.screens.ledgers import CLOCK, small_ledger
from tests.screens.steps import Shows


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = small_ledger(tmp_path / "small.artui")
    seconds = count()
    ledger.clock = lambda: CLOCK + next(seconds) * 1_000_000
    for number, (payer, amount) in enumerate((("STEW", "8631.15"), ("140104440", "100"))):
        fields = {"payer": payer, "amount": amount, "currency": "CAD", "reference": f"R{number}"}
        lines = (DraftLine("CA02/2960620400", 8_631_15),) if number == 0 else ()
        draft = Draft(fields, lines, "E", "", "CA02", f"draft{number}")
        drafts.keep(ledger, f"draft{number}", f"{payer}, CAD {amount}", draft)
    return ledger


async def test_the_newest_stands_first(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "drafts") as desk:
        assert shows(desk.app)


async def test_1_takes_a_draft_up_again(ledger: Ledger) -> None:
    async with at_desk(ledger, "drafts") as desk:
        await desk.press("1", "enter")
        assert desk.panel.ID == "ARS110/E"
        assert desk.panel.field("amount").text == "100"
        await desk.press("f12")
        assert desk.panel.ID == "ARS110/D"


async def test_4_removes_after_one_question(ledger: Ledger) -> None:
    async with at_desk(ledger, "drafts") as desk:
        await desk.press("4", "f9", "enter")
        assert desk.message == "4202? Remove 2 drafts for good? Enter=Yes F12=No"
        await desk.press("enter")
        assert desk.message == "4203: 2 removed, 0 kept."
        assert drafts.kept(ledger) == []


async def test_no_draft_is_said(tmp_path: Path) -> None:
    async with at_desk(small_ledger(tmp_path / "small.artui"), "drafts") as desk:
        assert desk.message == "4201: No draft is kept. A receipt begun is kept by itself."


async def test_another_clerks_drafts_are_not_listed(ledger: Ledger) -> None:
    ledger.clerk = "kwong"
    async with at_desk(ledger, "drafts") as desk:
        assert desk.panel.listing().count == 0

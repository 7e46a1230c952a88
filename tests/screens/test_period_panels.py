"""ARPO90/P: periods made, closed by a list, opened again for a reason; rule 14 on panel E."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import drafts, paying, setup
from artui.ledger.drafts import Draft
from artui.ledger.entered import Receipt
from artui.ledger.ledger import Ledger
from tests.screens.desk import at_desk
from tests.screens.ledgers import small_ledger
from tests.screens.steps import WIDE, Shows

MARCH = "U001 2020-03"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


@pytest.fixture
def busy(ledger: Ledger) -> Ledger:
    """March of U001 with money of nobody known, and a colleague's draft in it."""
    receipt = Receipt("U001", "", "USD", 7_00, "4400112233", "2020-03-30", "2020-03-30")
    paying.post_receipt(ledger, receipt)
    draft = Draft({"accounting": "2020-03-31"}, company="U001", command="later")
    ledger.clerk = "kwong"
    drafts.keep(ledger, "d1", "NASH foundation, USD 44,198.05", draft)
    ledger.clerk = "mlopez"
    return ledger


async def test_4_shows_the_list_of_a_closing(busy: Ledger, shows: Shows) -> None:
    async with at_desk(busy, "arpo90/pc", *MARCH.split()) as desk:
        await desk.press("down", "down", "down", "down", "down")
        assert shows(desk.app)


async def test_the_list_wide(busy: Ledger, shows: Shows) -> None:
    async with at_desk(busy, "arpo90/pc", *MARCH.split(), size=WIDE) as desk:
        assert shows(desk.app)


async def test_what_waits_is_asked_about_once_then_it_is_closed_and_sealed(
    busy: Ledger, shows: Shows
) -> None:
    async with at_desk(busy, "periods") as desk:
        await desk.press("[U001 2020-03]", "enter", "4", "enter")
        assert desk.panel_id == "ARPO90/PC"
        assert desk.message == "4143: 3 lines to confirm. F10 asks once, then closes."
        await desk.press("f10")
        assert desk.message.startswith("2361? Close all the same? Unidentified cash; Drafts")
        assert busy.policies.companies["U001"].periods["2020-03"].open
        await desk.press("enter")
        await desk.worked()
        assert desk.panel_id == "ARPO90/P"
        assert desk.message.startswith("4146: 2020-03 of U001 closed, sealed at ")
        assert shows(desk.app)
        assert not busy.policies.companies["U001"].periods["2020-03"].open


async def test_rows_marked_are_closed_one_after_the_other(ledger: Ledger) -> None:
    async with at_desk(ledger, "periods") as desk:
        await desk.press("4", "down", "4", "enter", "f10")
        await desk.worked()
        assert desk.message.startswith("4146: 2020-01 of CA02 closed")
        await desk.press("enter")
        assert desk.line(1).startswith("Close period 2020-02 of CA02")


async def test_f12_at_the_question_closes_nothing(busy: Ledger) -> None:
    async with at_desk(busy, "arpo90/pc", *MARCH.split()) as desk:
        await desk.press("f10", "f12")
        assert busy.policies.companies["U001"].periods["2020-03"].open


async def test_a_list_in_order_closes_without_a_question_and_keeps_the_remark(
    ledger: Ledger,
) -> None:
    async with at_desk(ledger, "arpo90/pc", "CA02", "2020-01") as desk:
        assert desk.message == "4142: All is in order. F10 closes the period."
        await desk.press("shift+tab", "[agreed with audit]", "f10")
        await desk.worked()
    closed = ledger.store.stream("periods/CA02")[-2]
    assert getattr(closed, "note", "") == "agreed with audit"


async def test_a_period_is_opened_again_for_a_reason(ledger: Ledger, shows: Shows) -> None:
    setup.close_period(ledger, "U001", "2020-03", confirmed=True)
    async with at_desk(ledger, "periods") as desk:
        await desk.press("[U001 2020-03]", "enter", "1", "enter")
        assert shows(desk.app)
        await desk.press("f10")
        assert desk.message == "0110! Reason must be filled in."
        await desk.press("[late credit memo]", "f10")
        assert desk.message == "4146: Period 2020-03 of U001 is open again."
    assert ledger.policies.companies["U001"].periods["2020-03"].open


@pytest.mark.parametrize(("code", "said"), [("1", "open"), ("4", "closed")])
async def test_a_state_it_has_already_is_said(ledger: Ledger, code: str, said: str) -> None:
    setup.close_period(ledger, "CA02", "2020-01", confirmed=True)
    async with at_desk(ledger, "periods") as desk:
        await desk.press(*(["down"] if code == "1" else []), code, "enter")
        number = "02" if code == "1" else "01"
        assert desk.message == f"2224! Period 2020-{number} of CA02 is {said}."


async def test_an_unknown_period_is_said(ledger: Ledger) -> None:
    for panel in ("arpo90/pc", "arpo90/po"):
        async with at_desk(ledger, panel, "U001", "2019-03") as desk:
            assert desk.message == "2112! U001 has no period 2019-03"


async def test_a_year_of_periods_is_made_once_and_leaves_no_hole(ledger: Ledger) -> None:
    async with at_desk(ledger, "periods") as desk:
        await desk.press("f6")
        await desk.fill("U001", "2022")
        assert desk.message == "2345! 2021-01-01 to 2021-12-31 would be in no period"
        await desk.retype("2021")
        assert desk.message == "4101: The periods of 2021 are open in U001."
        await desk.press("f6")
        await desk.fill("U001", "2021")
        assert desk.message == "2340! U001 has the periods of 2021 already"


async def test_panel_e_proposes_the_first_open_day_and_enter_takes_it(ledger: Ledger) -> None:
    setup.close_books(ledger, "U001", "2020-04-20")
    async with at_desk(ledger, "1", "BUR", "10.00") as desk:
        await desk.press("f10")
        assert desk.message == (
            "2111? Books of U001 closed through 2020-04-20. Enter=Take 2020-04-21 F12=Stay"
        )
        assert desk.panel.field("accounting").text == "2020-04-15"
        await desk.press("enter")
        assert desk.panel.field("accounting").text == "2020-04-21"

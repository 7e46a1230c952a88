"""ARAG20, and the way there from the menu: from a figure down to its events, and up again."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger.ledger import Ledger
from artui.screens.frame.spots import Spots
from tests.screens.desk import at_desk
from tests.screens.ledgers import empty_ledger, on_account, pay_short, small_ledger
from tests.screens.steps import SIZE, WIDE, Shows, working


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


@pytest.mark.parametrize("size", [SIZE, WIDE], ids=["80x24", "132x43"])
async def test_customers_by_what_is_open_with_their_ages_and_sums(
    ledger: Ledger, shows: Shows, size: tuple[int, int]
) -> None:
    on_account(ledger)
    on_account(ledger, 70_00, customer="")
    async with at_desk(ledger, "ageing", size=size) as desk:
        await desk.worked()
        assert shows(desk.app)


async def test_an_age_lists_who_has_something_of_it_the_largest_first(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "ageing", "USD", "3") as desk:
        await desk.worked()
        assert shows(desk.app)
        await desk.press("f11", "f6")
        assert desk.message == "3841: Nobody has anything of this in USD."
        await desk.press("f11", "f6", "f11", "f6")
        rows = [line.split()[0].strip("▓") for line in desk.screen.splitlines()[4:11]]
        assert rows == sorted(rows)


async def test_an_order_that_isnt_there_is_refused_in_its_field(ledger: Ledger) -> None:
    async with at_desk(ledger, "ageing", "USD") as desk:
        await desk.worked()
        await desk.press("shift+tab", "shift+tab", "shift+tab", "[9]", "enter")
        assert desk.message == "3842! Orders are 0 to 5; F1 lists them."
        await desk.press("shift+tab", "shift+tab", "[XXX]", "enter")
        assert desk.message.startswith("3843! XXX is no currency of this ledger")


async def test_looking_back_it_is_the_ageing_of_then_and_the_way_down_stays_there(
    ledger: Ledger,
) -> None:
    before = ledger.store.head().pos
    pay_short(ledger)
    async with at_desk(ledger, "ageing", "CAD", "5", "", str(before)) as desk:
        await desk.worked()
        assert f"KNOWN {before:,}" in desk.line(1)
        assert "256,673.85" in desk.line(5)  # what was open before the payment
        await desk.press("enter")
        assert desk.panel_id == "ARCA40"
        assert f"KNOWN {before:,}" in desk.line(1)
        assert "76,364.15" in desk.screen
        await desk.press("f12")
        assert desk.panel_id == "ARAG20"


async def test_from_an_amount_on_the_menu_down_to_its_event_and_up_again(
    ledger: Ledger, shows: Shows
) -> None:
    pay_short(ledger)
    async with working(ledger, "menu") as clerk:
        for _ in range(20):
            await clerk.press("up")
        await clerk.press("right", "down", "down")
        assert shows(clerk.app)
        await clerk.press("enter")
        await clerk.worked()
        assert clerk.panel_id == "ARAG20"
        assert "188,940.85" in clerk.line(-7)
        went = []
        for _ in range(4):
            await clerk.press("enter")
            await clerk.worked()
            went.append(clerk.panel_id)
        assert went[:3] == ["ARCA40", "ARDO50", "ARVO60/D"]
        for panel in (*reversed(went[:-1]), "ARAG20", "ARMENU"):
            await clerk.press("f12")
            await clerk.worked()
            assert clerk.panel_id == panel


async def test_what_is_typed_among_the_figures_goes_to_the_fast_path(ledger: Ledger) -> None:
    async with working(ledger, "menu") as clerk:
        await clerk.press("up", "up", "[9]", "enter")
        assert clerk.panel_id == "ARVO60"


async def test_a_voucher_and_a_line_of_the_menu_open_with_enter(ledger: Ledger) -> None:
    pay_short(ledger)
    async with working(ledger, "menu") as clerk:
        await clerk.press("up", "right", "enter")
        assert clerk.panel_id == "ARVO60/D"
        await clerk.press("f12", "left", "up", "enter")
        assert clerk.panel_id == "ARRE80"


async def test_an_empty_ledger_has_no_figure_to_go_to(tmp_path: Path) -> None:
    async with working(empty_ledger(tmp_path / "empty.artui"), "menu") as clerk:
        await clerk.press("up", "tab", "[9]", "enter")
        assert clerk.panel_id == "ARVO60"


async def test_money_on_account_leads_to_its_receipts(ledger: Ledger) -> None:
    on_account(ledger)
    async with working(ledger, "menu") as clerk:
        assert "15     On account           1 USD" in clerk.screen
        await clerk.press("up", "right")
        spots = clerk.app.panel.query_one(Spots)
        for _ in range(6):  # the last vouchers, then what waits above them
            if spots.spot is not None and spots.spot.text.startswith("15 "):
                break
            await clerk.press("up")
        await clerk.press("enter")
        assert clerk.panel_id == "ARRC10"
        assert "1 receipt, the newest first." in clerk.message

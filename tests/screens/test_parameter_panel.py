"""ARPO95: parameters of settlement; the rates a clerk takes on panel E."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.settings import Settings
from tests.screens.desk import at_desk
from tests.screens.ledgers import small_ledger
from tests.screens.steps import WIDE, Shows, working


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = small_ledger(tmp_path / "small.artui")
    for_all = ev.Parameters(above_limit="pending", tax_on_discount=True)
    setup.set_parameters(ledger, "", for_all, note="as agreed in the group")
    own = ev.Parameters(
        levels=("customer", "default"),
        system_limits={"USD": 50_00, "EUR": 45_00},
        system_range=(None, 100_00),
    )
    setup.set_parameters(ledger, "U001", own, "2020-04-10", "auditor")
    setup.set_parameters(ledger, "U001", ev.Parameters(), "2020-06-01", "after the trial")
    return ledger


async def test_every_version_is_listed(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "parameters") as desk:
        assert shows(desk.app)


async def test_every_version_is_listed_wide(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "arpo95", size=WIDE) as desk:
        assert shows(desk.app)


async def test_a_change_is_a_new_version_from_its_day(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "parameters") as desk:
        await desk.press("down", "down", "2", "enter")
        await desk.fill("0105", "tighter", "", "", "prop")
        await desk.press("f10")
        assert desk.message == "4101: The parameters of U001 hold from 2020-05-01."
        assert shows(desk.app)
    policies = ledger.policies
    assert policies.parameters("U001", "2020-04-30").discount_on_parts == "none"
    changed = policies.parameters("U001", "2020-05-01")
    assert changed.discount_on_parts == "proportional"
    assert changed.system_limits == {"USD": 50_00, "EUR": 45_00}
    assert changed.system_range == (None, 100_00)


async def test_a_first_version_of_a_company_may_reach_back(ledger: Ledger) -> None:
    async with at_desk(ledger, "parameters") as desk:
        await desk.press("f6")
        await desk.fill("ca02", "2020-01-01", "first")
        await desk.press("f10")
        assert desk.message == "4101: The parameters of CA02 hold from 2020-01-01."
        await desk.press("f6")
        await desk.fill("ca02", "-1")
        assert desk.message == "4181! A change never reaches back: today or later."


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("company", "XX", "2201! company 'XX' does not exist"),
        ("levels", "customer region", "2352! 'region' is none of customer, group, currency, defa"),
        ("levels", "group group", "2353! level group is named twice"),
        ("discount_on_parts", "some", "2351! 'some' is none of none, proportional"),
        ("receipt_tolerance", "USD", "2354! a currency and an amount each"),
        ("rounding", "XXQ 1", "2108! 'XXQ' is not an ISO 4217 currency"),
        ("system_limits", "USD 0.001", "2107! 0.001 has more decimals than USD has (2)"),
        ("company_limits", "USD -1", "2355! the limit in USD is below zero"),
        ("system_range", "5 1", "2356! the lower bound is above the upper one"),
        ("above_limit", "ask", "2351! 'ask' is none of refuse, pending, chargeback, leave"),
    ],
)
async def test_a_wrong_value_is_refused_where_it_stands(
    ledger: Ledger, name: str, text: str, message: str
) -> None:
    async with at_desk(ledger, "parameters") as desk:
        await desk.press("f6")
        await desk.fill("U001", "", "trial")
        desk.panel.field(name).text = text
        await desk.press("f10")
        assert desk.message.startswith(message)
        assert desk.panel.field(name).in_error
    assert len(ledger.policies.settings["U001"]) == 2


async def test_f4_lists_the_words_of_a_parameter(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "parameters") as desk:
        await desk.press("f6")
        desk.panel.go_to("above_limit")
        await desk.press("f4")
        assert shows(desk.app)
        await desk.press("tab", "down", "down", "enter")
        assert desk.panel.field("above_limit").text == "chargeback"
        desk.panel.go_to("levels")
        await desk.press("f4")
        assert desk.message == "0105: Nothing to choose from here."


async def test_amounts_have_the_clerks_decimal_mark(ledger: Ledger) -> None:
    async with working(ledger, "parameters", settings=Settings(decimal_mark=",")) as clerk:
        await clerk.press("down", "down", "2", "enter")
        assert clerk.app.panel.field("system_limits").text == "EUR 45,00 USD 50,00"
        await clerk.press("[0105]", "enter", "[same]", "f10")
        assert clerk.message == "4101: The parameters of U001 hold from 2020-05-01."
    assert ledger.policies.parameters("U001", "2020-05-01").system_limits["EUR"] == 45_00


# --- the rate of a receipt ---------------------------------------------------------------------


@pytest.fixture
def rates(ledger: Ledger) -> Ledger:
    for day, rate in (("2020-01-01", "0.77"), ("2020-04-01", "0.7113"), ("2020-05-01", "0.72")):
        setup.set_rate(ledger, "USD", "CAD", day, rate)
    setup.open_bank_account(ledger, "U001", "4400112234", "CAD")
    return ledger


@pytest.mark.parametrize("key", ["f4", "?"])
async def test_f4_lists_the_rates_of_the_pair_and_enter_takes_one(
    rates: Ledger, key: str, shows: Shows
) -> None:
    async with at_desk(rates, "1", "BUR") as desk:
        await desk.press("tab", "tab")
        await desk.type("cad")
        await desk.press(*["tab"] * 4)
        assert desk.panel.focused is desk.panel.field("rate")
        assert desk.panel.field("rate").text == "0.711300"
        await desk.press(key)
        assert desk.panel_id == "ARPRMT"
        assert key == "?" or shows(desk.app)
        await desk.press("tab", "down", "enter")
        assert desk.panel_id == "ARS110/E"
        assert desk.panel.field("rate").text == "0.77"


async def test_a_pair_without_rates_says_where_to_enter_one(ledger: Ledger) -> None:
    async with at_desk(ledger, "prompt.rate", "", "USD", "CAD", "2020-04-15") as desk:
        assert "None is known: enter it on Exchange rates, ARPO90/X." in desk.screen
    async with at_desk(ledger, "prompt.rate", "", "USD", "USD", "2020-04-15") as desk:
        assert "its rate is always 1" in desk.screen

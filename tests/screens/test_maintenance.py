"""ARPO90: the menu of master data and its small panels."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup.bank_numbers import set_numbers
from tests.screens.desk import at_desk
from tests.screens.ledgers import empty_ledger, small_ledger
from tests.screens.steps import WIDE, Shows

PANELS = ("reasons", "terms", "users", "companies", "branches", "divisions", "banks", "periods",
          "rates", "rules")  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = small_ledger(tmp_path / "small.artui")
    setup.register_branch(ledger, "U001", "NYC", "New York")
    setup.register_division(ledger, "U001", "EAST", "East coast", region="E")
    setup.register_division(ledger, "U001", "HEAD", "Head office", control_account="1215-HEAD")
    setup.set_rate(ledger, "USD", "CAD", "2020-01-01", "0.77")
    setup.set_rate(ledger, "USD", "CAD", "2020-04-01", "0.7113")
    setup.define_user(ledger, "kwong", name="Kim Wong", authority={"USD": 25_00, "CAD": 30_00})
    return ledger


@pytest.mark.parametrize("name", ["policies", *PANELS])
async def test_every_panel_lists_what_is_known(name: str, ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, name) as desk:
        assert shows(desk.app)


@pytest.mark.parametrize("name", ["reasons", "terms"])
async def test_2_puts_a_row_in_the_entry(name: str, ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, name) as desk:
        await desk.press("end", "2", "enter")
        assert shows(desk.app)


async def test_the_menu_opens_the_panel_of_its_line(ledger: Ledger) -> None:
    async with at_desk(ledger, "policies") as desk:
        await desk.press("down", "enter")
        assert desk.panel.ID == "ARPO95"
        await desk.press("f12", "down", "1", "enter")
        assert desk.panel.ID == "ARPO90/R"


async def test_enter_goes_from_field_to_field_and_saves(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "reasons") as desk:
        await desk.press("f6")
        await desk.fill("frt", "Freight taken off", "disp", "deb", "", "5", "y", "usd", "100")
        assert desk.message == "4101: Reason FRT is saved."
        assert shows(desk.app)
        reason = ledger.policies.reason("FRT", "dispute")
        assert (reason.direction, reason.limit, reason.tax_percent) == ("debit", 100_00, "5")
        assert reason.tax


async def test_the_code_of_a_row_that_is_changed_stays(ledger: Ledger) -> None:
    async with at_desk(ledger, "reasons") as desk:
        await desk.press("2", "enter", "shift+tab")
        await desk.type("other")
        await desk.press("f10")
        assert desk.message == "4104! That names the row and stays. F6=New makes another."


async def test_several_errors_are_shown_one_after_the_other(ledger: Ledger) -> None:
    async with at_desk(ledger, "reasons") as desk:
        await desk.press("f6")
        await desk.type("X")
        await desk.press("f10")
        assert desk.message == "0110! Name must be filled in. (1 of 2, Enter shows the next)"
        await desk.press("enter")
        assert desk.message == "0110! Kind must be filled in. (2 of 2)"


async def test_a_rule_that_leads_nowhere_is_refused_in_its_field(ledger: Ledger) -> None:
    async with at_desk(ledger, "reasons") as desk:
        await desk.press("2", "enter")
        await desk.fill("", "", "", "NOWHERE", "", "", "", "")
        assert desk.message.startswith("2202! accounting rule NOWHERE leads to no account")
        assert desk.panel.field("rule").in_error


async def test_f9_copies_a_row_into_a_new_entry(ledger: Ledger) -> None:
    async with at_desk(ledger, "terms") as desk:
        await desk.press("end", "up", "f9")
        await desk.fill("NAA9", "Like NAA8", "20", "3", "", "", "", "", "", "", "", "", "")
        assert desk.message == "4101: Terms NAA9 are saved."
        terms = ledger.policies.terms["NAA9"]
        assert (terms.due_days, terms.grace_days) == (20, 14)
        assert [(step.percent, step.days) for step in terms.steps] == [("3.00", None)]


async def test_discount_steps_stand_in_the_order_of_their_days(ledger: Ledger) -> None:
    async with at_desk(ledger, "terms") as desk:
        await desk.press("end", "2", "enter")
        await desk.fill("", "", "3", "10", "2")
        await desk.press("f10")
        assert desk.message == "4131! Until which day, or due?"
        await desk.type("5")
        await desk.press("f10")
        assert desk.message == "4133! A later step lasts longer."
        await desk.retype("20")
        await desk.press("f10")
        assert desk.message == "4101: Terms NAH4 are saved."
        await desk.press("2", "enter")
        await desk.fill("", "", "", "", "3.5")
        await desk.press("f10")
        assert desk.message == "2238! step 2 gives no less than the one before it (3.00 %)"
        assert desk.panel.field("percent_2").in_error


async def test_4_ends_a_row_and_a_change_revives_it(ledger: Ledger) -> None:
    async with at_desk(ledger, "reasons") as desk:
        await desk.press("4", "enter")
        assert desk.message == "4106? End BADDEBT? Enter=Yes F12=No"
        await desk.press("enter")
        assert ledger.policies.reasons["BADDEBT"].ended
        await desk.press("2", "enter")
        await desk.type("Bad debts")
        await desk.press("f10")
        assert not ledger.policies.reasons["BADDEBT"].ended


async def test_authority_is_typed_per_currency(ledger: Ledger) -> None:
    async with at_desk(ledger, "users") as desk:
        await desk.press("f6")
        await desk.fill("dlee", "Dana Lee", "usd 20 cad")
        assert desk.message == "4151! A currency and an amount each: USD 20 CAD 30"
        await desk.retype("usd 20 cad 30.5", "", "y", "", "")
        assert desk.message == "4101: User dlee is saved."
        assert ledger.policies.authority("dlee", "CAD") == 30_50
        assert ledger.policies.may_grant_late_discount("dlee")


async def test_a_rate_holds_from_its_day(ledger: Ledger) -> None:
    async with at_desk(ledger, "rates") as desk:
        await desk.press("f6")
        await desk.fill("USD", "USD")
        assert desk.message == "4161! A currency has no rate to itself."
        await desk.retype("EUR", "t", "1.0866")
        assert desk.message == "4101: From 2020-04-15 1 EUR is 1.0866 USD."
        assert str(ledger.policies.rate("U001", "EUR", "2020-04-15")) == "1.0866"


async def test_rates_of_one_currency_are_listed(ledger: Ledger, shows: Shows) -> None:
    setup.set_rate(ledger, "USD", "EUR", "2020-04-01", "1.0956")
    async with at_desk(ledger, "rates", "cad", size=WIDE) as desk:
        assert "EUR" not in desk.screen
        assert shows(desk.app)
        await desk.press("up")
        await desk.type("eur")
        await desk.press("tab", "tab")
        assert "2020-04-01" in desk.screen
        assert "CAD" not in desk.screen


async def test_a_rule_leads_to_another_account(ledger: Ledger) -> None:
    async with at_desk(ledger, "rules") as desk:
        await desk.press("f6")
        await desk.fill("AR30-185", "CA02", "", "6150-CAN", "Differences Canada")
        assert desk.message == "4101: Rule AR30-185 leads to 6150-CAN."
        assert ledger.policies.account("AR30-185", "CA02") == "6150-CAN"
        assert ledger.policies.account("AR30-185", "U001") == "6150-000"


async def test_a_ledger_without_companies_takes_its_first(tmp_path: Path, shows: Shows) -> None:
    async with at_desk(empty_ledger(tmp_path / "empty.artui"), "companies") as desk:
        assert shows(desk.app)
        await desk.fill("U001", "Northern Supply", "usd", "", "4400112233", "")
        assert desk.message == "4101: Company U001 is registered."
        await desk.press("f6")
        await desk.fill("U002", "Nowhere", "xxy", "", "", "")
        assert desk.message == "2108! 'XXY' is not an ISO 4217 currency"
        assert desk.panel.field("base_currency").in_error


async def test_a_bank_account_says_how_files_call_it(ledger: Ledger) -> None:
    first = next(iter(ledger.policies.companies["CA02"].bank_accounts))
    set_numbers(ledger, "CA02", first, ["0099 8877 66", "0022222"])
    async with at_desk(ledger, "banks") as desk:
        assert "In banks' files it is 0099887766 and 0022222." in desk.screen


async def test_branches_divisions_and_bank_accounts_are_added(ledger: Ledger) -> None:
    async with at_desk(ledger, "branches") as desk:
        await desk.press("f6")
        await desk.fill("CA02", "TOR", "Toronto")
        assert desk.message == "4101: Branch TOR of CA02 is saved."
        desk.app.open("divisions")
        await desk.press("f6")
        await desk.fill("CA02", "WEST", "West", "W", "1215-WEST")
        assert ledger.policies.control_account("CA02", "WEST") == "1215-WEST"
        desk.app.open("banks")
        await desk.press("f6")
        await desk.fill("CA02", "0099887767", "USD", "")
        assert desk.message == "4101: Bank account 0099887767 of CA02 is open."
        await desk.press("f6")
        await desk.fill("XX", "1", "USD", "")
        assert desk.message == "2201! company 'XX' does not exist"

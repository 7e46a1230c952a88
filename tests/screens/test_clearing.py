"""ARAR70: unapplied balances listed, looked through, cleared and taken back, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.automatic import clearing_list
from artui.ledger.ledger import Ledger
from artui.ledger.setup import CustomerData, set_parameters
from artui.ledger.taking_on import DocumentRow, take_on
from artui.settings import Settings
from tests.screens.desk import at_desk
from tests.screens.ledgers import small_ledger
from tests.screens.steps import WIDE, Shows, working

CUSTOMERS = (
    ("U001", "0100043877", "JC co", "", 3_819_88),
    ("U001", "0100043949", "HOME R in", "", 16_992_76),
    ("U001", "0100054709", "ASTR foundation", "EAST", 53_403_84),
    ("CA02", "0140109999", "MAPLE shops", "", 120_00),
)


def document(
    company: str, number: str, customer: str, amount: int, reference: str = ""
) -> DocumentRow:
    kind, due = ("invoice", "2020-04-20") if amount > 0 else ("credit_memo", "2020-03-23")
    currency = {"U001": "USD", "CA02": "CAD"}[company]
    return DocumentRow(company, number, kind, customer, "2020-03-20", due, currency, amount,
                       amount, reference=reference)  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """The small ledger with four customers whose invoice and memo come to the same."""
    ledger = small_ledger(tmp_path / "small.artui")
    setup.register_division(ledger, "U001", "EAST", "East", region="COAST")
    setup.register_division(ledger, "U001", "WEST", "West", region="COAST")
    rows = []
    for at, (company, number, name, division, amount) in enumerate(CUSTOMERS):
        currency = {"U001": "USD", "CA02": "CAD"}[company]
        data = CustomerData(company, number, name, currency, division=division)
        setup.put_customers(ledger, [data])
        rows += [
            document(company, f"19305813{at:02}", number, amount),
            document(company, f"1641600{at:02}", number, -amount, f"19305813{at:02}"),
        ]
    take_on(ledger, rows, day="2020-04-14")
    return ledger


def open_of(ledger: Ledger, key: str) -> int:
    found = ledger.read.document(key)
    assert found is not None
    return found.open


async def test_it_opens_with_the_prompts_of_the_source(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "6") as desk:
        assert shows(desk.app)


async def test_enter_lists_the_accounts_at_zero_and_explains_the_row(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "arar70") as desk:
        await desk.press("enter")
        await desk.worked()
        assert desk.message == "3503: 4 accounts at zero. F10=Clear them"
        assert shows(desk.app)
        await desk.press("right")
        assert "164160003 1930581303" in desk.screen


async def test_wide_screens_show_both_sets_of_columns(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "arar70", size=WIDE) as desk:
        await desk.press("enter")
        await desk.worked()
        assert shows(desk.app)


async def test_f10_says_what_would_be_posted_and_asks_for_yes(ledger: Ledger, shows: Shows) -> None:
    head = ledger.store.head().pos
    async with at_desk(ledger, "arar70", "u001") as desk:
        await desk.press("enter")
        await desk.worked()
        await desk.press("f10")
        await desk.worked()
        assert shows(desk.app)
        await desk.press("[maybe]", "enter")
        assert desk.message == "3502! YES clears the balances, NO goes back."
        await desk.press("f12")
        assert desk.message == "3515: Nothing was posted; the list waits."
        await desk.press("f10")
        await desk.worked()
        await desk.press("enter")
        assert desk.message == "3515: Nothing was posted; the list waits."
    assert ledger.store.head().pos == head + 1  # the list


async def test_yes_clears_and_empties_and_f11_f5_takes_it_back(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "menu") as desk:
        await desk.press("6", "enter", "enter")
        await desk.worked()
        await desk.press("f10")
        await desk.worked()
        await desk.press("[YES]", "enter")
        await desk.worked()
        assert desk.panel_id == "ARAR70/R"
        assert shows(desk.app)
        assert (open_of(ledger, "U001/1930581300"), open_of(ledger, "CA02/164160003")) == (0, 0)
        await desk.press("f11", "f5")
        asked = "3512? Take back CA02 ZC 2020-000001, U001 ZC 2020-000001 by 2 reversals?"
        assert desk.message.startswith(asked)
        await desk.press("enter")
        await desk.worked()
        said = "Taken back by RV 2020-000001, RV 2020-000001; all is open again."
        assert desk.message == f"3513: {said}"
        await desk.press("f12")
        assert (desk.panel_id, "JC co" in desk.screen) == ("ARAR70", False)
    assert open_of(ledger, "U001/1930581300") == 3_819_88


async def test_a_list_survives_sign_off_and_is_replaced_after_a_question(ledger: Ledger) -> None:
    async with at_desk(ledger, "arar70") as desk:
        await desk.press("enter")
        await desk.worked()
    async with working(ledger, "arar70") as clerk:
        assert "Re-select N" in clerk.line(2)
        assert "Made 04-15 10:42 by mlopez, 4 accounts" in clerk.line(3)
        await clerk.press("enter")
        assert "0100043877" in clerk.screen
        await clerk.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab")
        await clerk.press("y", "enter")
        assert clerk.message.startswith("3504? Replace mlopez's list of 4 accounts?")
        await clerk.press("enter")
        await clerk.worked()
        assert clerk.message == "3503: 4 accounts at zero. F10=Clear them"
    kept = clearing_list.kept_list(ledger, "U001")
    assert kept is not None
    assert kept.number == 2


async def test_4_removes_f6_adds_and_what_is_not_at_zero_is_refused(ledger: Ledger) -> None:
    async with at_desk(ledger, "arar70") as desk:
        await desk.press("enter")
        await desk.worked()
        await desk.press("4", "down", "4", "enter")
        assert desk.message == "3507: 2 accounts taken off the list."
        assert "MAPLE" not in desk.screen
        await desk.press("f6", "[HOME]", "enter")
        assert "0100043949" in desk.screen
        await desk.press("f6", "[JAKE]", "enter")
        assert desk.message == "2381! 0200734891 comes to 10,437.78 USD, not to zero"
        await desk.press("f6", "[ASTR]", "enter")
        assert desk.message == "2493! 0100054709 is on the list"


async def test_pairs_and_why_are_told(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "arar70", "U001") as desk:
        await desk.press("enter")
        await desk.worked()
        await desk.press("7", "enter")
        assert desk.panel_id == "ARAR70/P"
        pair = "164160000   1930581300  2020-04-20     3,819.88"
        assert f"{pair}  same reference, equal amounts" in desk.screen
        await desk.press("enter", "9", "enter")
        assert desk.panel_id == "ARAR70/W"
        assert shows(desk.app)
        await desk.press("enter", "5", "enter")
        assert desk.panel_id == "ARCA40"
        assert "JC co" in desk.screen


async def test_what_changed_since_is_marked_skipped_and_named(ledger: Ledger) -> None:
    async with at_desk(ledger, "arar70", "U001") as desk:
        await desk.press("enter")
        await desk.worked()
        take_on(ledger, [document("U001", "NEW", "0100043877", 1_00)], day="2020-04-14")
        await desk.press("f5")
        assert "JC co          ~" in desk.screen
        assert "0100043877 changed since it was listed: it will be skipped." in desk.screen
        await desk.press("f10")
        await desk.worked()
        assert "1 skipped." in desk.screen
        await desk.press("[YES]", "enter")
        await desk.worked()
        assert "2 accounts cleared, 1 skipped" in desk.line(2)
        said = "U001 0100043877 USD: changed since it was listed, by mlopez: NEW"
        assert said in desk.screen
    assert open_of(ledger, "U001/1930581300") == 3_819_88


async def test_what_was_cleared_is_shown_though_the_next_list_is_refused(ledger: Ledger) -> None:
    async with at_desk(ledger, "arar70") as desk:
        await desk.press("enter")
        await desk.worked()
        await desk.press("f10")
        await desk.worked()
        setup.set_period(ledger, "U001", "2020-04", is_open=False)
        await desk.press("[YES]", "enter")
        await desk.worked()
        assert desk.line(2).startswith("1 account cleared   Voucher CA02 ZC 2020-000001")
        assert "The rest was refused: 2111! period 2020-04 of U001 is closed" in desk.message
    assert [one.company for one in clearing_list.kept_lists(ledger)] == ["U001"]


async def test_a_dry_run_shows_balances_and_goes_on_to_the_question(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "arar70", "U001") as desk:
        await desk.press("enter")
        await desk.worked()
        head = ledger.store.head().pos
        await desk.press("f11", "f2")
        await desk.worked()
        assert desk.panel_id == "ARAR70/X"
        assert shows(desk.app)
        assert ledger.store.head().pos == head
        await desk.press("f10")
        await desk.worked()
        assert "Clear the balances now (YES/NO)" in desk.screen


async def test_sel_marks_divisions_and_regions(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "arar70") as desk:
        await desk.press("tab")
        await desk.type("sel")
        await desk.press("enter")
        assert desk.panel_id == "ARAR70/S"
        assert shows(desk.app)
        await desk.press("1", "enter")
        await desk.worked()
        assert desk.message == "3503: 1 account at zero. F10=Clear them"
        assert "0100054709" in desk.screen


async def test_one_division_and_head_office(ledger: Ledger) -> None:
    async with at_desk(ledger, "arar70", "U001") as desk:
        await desk.press("tab")
        await desk.type("east")
        await desk.press("enter")
        await desk.worked()
        assert desk.message == "3503: 1 account at zero. F10=Clear them"
    async with at_desk(ledger, "arar70", "U001") as desk:
        await desk.press("y", "tab")
        await desk.type("north")
        await desk.press("enter")
        assert desk.message == "2498! U001 has no division NORTH"
        await desk.retype("")
        assert desk.message.startswith("3504? Replace mlopez's list of 1 account?")
        await desk.press("enter")
        await desk.worked()
        assert desk.message == "3503: 2 accounts at zero. F10=Clear them"


async def test_a_rewards_scheme_blocks_it_with_that_message(ledger: Ledger) -> None:
    set_parameters(ledger, "U001", ev.Parameters(rewards=True))
    async with at_desk(ledger, "arar70") as desk:
        await desk.press("enter")
        assert desk.message == "2490! not available while the rewards scheme of U001 is on"
        assert desk.panel.focused is desk.panel.field("company")


async def test_nothing_at_zero_is_said(ledger: Ledger) -> None:
    async with at_desk(ledger, "arar70") as desk:
        await desk.press("tab", "tab")
        await desk.type("2020-03-01")
        await desk.press("enter")
        await desk.worked()
        assert desk.message == "3505: No account comes to zero up to 2020-03-01."
        await desk.press("n", "enter")
        assert desk.message == "3506! No list waits: Re-select Y looks for accounts at zero."


async def test_the_list_is_printed(ledger: Ledger, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    settings = Settings(print_command=f"tee {paper}")
    async with working(ledger, "arar70", settings=settings) as clerk:
        await clerk.press("enter")
        await clerk.worked()
        await clerk.press("f11", "f4")
        await clerk.worked()
        assert clerk.message == "3095: The list went to the print command."
    told = paper.read_text(encoding="utf-8")
    assert "Unapplied balances of U001, documents up to 2020-04-15, division ALL" in told
    assert "3 accounts   USD 74,216.48" in told


async def test_who_may_not_clear_is_not_offered_it(ledger: Ledger) -> None:
    setup.define_user(ledger, "kwong", name="Kim Wong", roles=["auditor"])
    ledger.clerk = "kwong"
    async with at_desk(ledger, "menu") as desk:
        assert "ARAR70" not in desk.screen
        await desk.press("[arar70]", "enter")
        assert desk.panel_id == "ARMENU"
        assert "balances.clear" in desk.message

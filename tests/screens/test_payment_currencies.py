"""Payment entry across currencies: both amounts, gain or loss, and what a missing rate says."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.events import ExchangeRealised
from artui.ledger.ledger import Ledger
from artui.ledger.taking_on import DocumentRow, take_on
from tests.screens.foreign import foreign_ledger
from tests.screens.payments import entering
from tests.screens.steps import WIDE, Shows

NORD = "[NORD] Enter [1478] F10"
"""Euros for an invoice in euros with its discount taken late, and one in dollars, short."""

BOTH = f"{NORD} Down 12 Enter Y Enter 1 Enter"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return foreign_ledger(tmp_path / "foreign.artui")


# --- E -------------------------------------------------------------------------------------------


async def test_the_base_amount_stands_beside_the_foreign_one(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, "[NORD] Enter [1478] Enter") as clerk:
        assert shows(clerk.app)


async def test_the_rate_follows_the_accounting_date_until_one_is_typed(ledger: Ledger) -> None:
    script = "[NORD] Enter [1000] Enter Tab Tab Tab Tab [2020-04-01] Tab"
    async with entering(ledger, script) as clerk:
        assert clerk.field("rate") == "1.150000"
        assert "1,150.00 USD" in clerk.line(3)
        await clerk.play("[1.2] Tab")
        assert "1,200.00 USD" in clerk.line(3)


async def test_an_invoice_typed_brings_its_currency(ledger: Ledger) -> None:
    async with entering(ledger, "[1930800002] Enter") as clerk:
        assert (clerk.field("payer"), clerk.field("currency")) == ("0200811002", "USD")
        assert clerk.field("bank_account") == "4400112233"


async def test_a_receipt_without_a_rate_says_which_and_where(ledger: Ledger) -> None:
    setup.open_bank_account(ledger, "U001", "4400995555", "GBP")
    async with entering(ledger, "[NORD] Enter [100] Enter Tab [GBP] Tab F10") as clerk:
        assert clerk.message == (
            "2204! no rate GBP to USD on 2020-04-15: enter it on Exchange rates, ARPO90/X"
        )
        assert (clerk.panel_id, clerk.cursor) == ("ARS110/E", "rate")


# --- F -------------------------------------------------------------------------------------------


async def test_all_currencies_are_listed_and_the_worth_of_a_row_is_told(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, f"{NORD} Down Down") as clerk:
        assert shows(clerk.app)


async def test_a_missing_rate_says_which_for_which_date_and_where(ledger: Ledger) -> None:
    async with entering(ledger, f"{NORD} 1 Enter") as clerk:
        assert clerk.message == (
            "2204! no rate GBP to USD on 2020-04-15: enter it on Exchange rates, ARPO90/X"
        )
        await clerk.play("11 Enter")
        assert clerk.message.startswith("2204! no rate GBP to USD")
        await clerk.play("12 Enter")
        assert clerk.message.startswith("2204! no rate GBP to USD")
        await clerk.play("4 Enter 9 Enter")
        assert "EUR for one GBP" in clerk.screen


async def test_a_late_discount_and_a_tolerance_with_both_amounts_and_the_loss(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, BOTH) as clerk:
        assert clerk.left == "0.00"
        assert shows(clerk.app)
        await clerk.play("Up")
        assert "less discount 20.00 11 days late. Loss 19.60 USD." in clerk.screen


async def test_the_other_columns_show_gain_or_loss_and_what_is_written_off(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, f"{BOTH} Right") as clerk:
        assert shows(clerk.app)


async def test_wide_terminals_show_both_side_by_side(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, BOTH, size=WIDE) as clerk:
        assert shows(clerk.app)


async def test_what_is_shown_before_is_what_is_posted(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, f"{BOTH} F10") as clerk:
        await clerk.worked()
        await clerk.play("F12")
        assert shows(clerk.app)
        await clerk.play("Right")
        assert "Took EUR" in clerk.screen
    facts = ledger.read.voucher_facts("U001/RC/2020/1")
    realised = {f.document: f.base for f in facts if isinstance(f, ExchangeRealised)}
    assert realised == {"U001/1930800001": -19_60}


async def test_9_tells_the_rate_and_what_is_realised(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, f"{BOTH} 9 Enter") as clerk:
        assert shows(clerk.app)


async def test_a_currency_in_position_to_lists_that_one_only(ledger: Ledger) -> None:
    async with entering(ledger, f"{NORD} [USD] Enter") as clerk:
        assert clerk.message == "2171: 2 documents in USD; ALL in Position to lists all."
        assert [row.split()[1] for row in clerk.rows] == ["1930800002", "1930800003"]
        assert "USD only" in clerk.line(3)
        await clerk.play("/ [1930800001] Enter")
        assert clerk.message == "2159: 1930800001 is in EUR, the list shows USD only."
        await clerk.play("[ALL] Enter")
        assert len(clerk.rows) == 4


async def test_quick_entry_takes_a_document_in_another_currency(
    ledger: Ledger, shows: Shows
) -> None:
    orders = "Tab Tab Tab Tab Tab Tab Tab Tab Tab 4"
    async with entering(ledger, f"[NORD] Enter [1478] {orders} F10 [1930800002] Enter") as clerk:
        await clerk.play("[1930800003* ] Enter [100] Enter")
        assert shows(clerk.app)


async def test_a_credit_in_another_currency_adds_nothing(ledger: Ledger) -> None:
    row = DocumentRow(
        "U001", "1930850001", "credit_memo", "0200811002", "2020-03-01", "2020-03-01", "USD",
        -50_00, -50_00,
    )  # fmt: skip
    take_on(ledger, [row], day="2020-04-14", batch="credit")
    async with entering(ledger, f"{NORD} / [1930850001] Enter") as clerk:
        assert "a credit in USD: it can't add to EUR." in clerk.screen
        for code in ("1", "11"):
            await clerk.play(f"{code} Enter")
            assert clerk.message.startswith("2115! 1930850001 is a credit in USD")


# --- H -------------------------------------------------------------------------------------------


async def test_both_amounts_can_be_stated(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, f"{NORD} Down Down 11 Enter [500]") as clerk:
        assert clerk.field("takes") == "454.55"
        await clerk.play("Tab [450]")
        assert shows(clerk.app)
        await clerk.play("Enter")
        assert clerk.left == "1,028.00"
        await clerk.play("Up")
        assert "USD 500.00 for 450.00 EUR as stated. Loss 5.00 USD. 50.00" in clerk.screen


async def test_more_than_is_left_can_not_be_stated(ledger: Ledger) -> None:
    async with entering(ledger, f"{NORD} Down Down 11 Enter Tab [1500] Enter") as clerk:
        assert clerk.message == "2105! 1,500.00 is more than the 1,478.00 that is left"
        assert clerk.cursor == "takes"


async def test_what_was_stated_stands_when_the_part_is_looked_at_again(ledger: Ledger) -> None:
    script = f"{NORD} Down Down 11 Enter [500] Tab [450] Enter Up 11 Enter"
    async with entering(ledger, script) as clerk:
        assert (clerk.field("amount"), clerk.field("takes")) == ("500.00", "450.00")

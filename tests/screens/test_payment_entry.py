"""ARS110/E: the payer, the amount and what is kept, step by step."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import drafts, setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup import CustomerData
from artui.ledger.taking_on import DocumentRow, take_on
from artui.settings import Settings
from tests.screens.ledgers import small_ledger
from tests.screens.payments import colleague, entering, pays
from tests.screens.steps import WIDE, Shows

EXACT = "[STEW] Enter [8631.15] F10 F10"
"""One invoice paid to the cent."""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


# --- the payer ---------------------------------------------------------------------------------


async def test_an_empty_receipt_shows_what_is_kept(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger) as clerk:
        assert clerk.cursor == "payer"
        assert shows(clerk.app)


async def test_a_known_payer_fills_the_block_below_and_costs_no_key(
    ledger: Ledger, shows: Shows
) -> None:
    pays(ledger, "CA02", "2960620423", 10_00)
    async with entering(ledger, "[140104440] Enter [76359.15]") as clerk:
        assert shows(clerk.app)


async def test_wide_terminals_show_the_same_panel(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, "[140104440] Enter", size=WIDE) as clerk:
        assert shows(clerk.app)


@pytest.mark.parametrize(
    ("typed", "payer"),
    [
        ("140104440", "140104440"),
        ("0140104440", "0140104440"),
        ("CA02/140104440", "140104440"),
        ("SO systems", "140104440"),
        ("so", "0140104440"),
        ("kraft us", "CCCA02"),
        ("jake", "0200734891"),
        ("2960619384", "140104440"),
        ("CA02/2960619384", "140104440"),
        ("1930600002", "0200418007"),
    ],
)
async def test_a_payer_is_typed_as_one_knows_it(ledger: Ledger, typed: str, payer: str) -> None:
    async with entering(ledger, f"[{typed}] Enter") as clerk:
        assert (clerk.field("payer"), clerk.cursor) == (payer, "amount")


async def test_several_payers_open_the_prompt_and_the_one_taken_goes_on(ledger: Ledger) -> None:
    async with entering(ledger, "[S] Enter") as clerk:
        assert clerk.line(1).startswith("Prompt: customer")
        assert clerk.line(2).startswith("Name, number or alias  S")
        await clerk.play("Down Down")
        number = clerk.line(5).split()[1]
        await clerk.play("1 Enter")
        assert (clerk.panel_id, clerk.cursor) == ("ARS110/E", "amount")
        assert clerk.field("payer") == number


async def test_f4_lists_payers_filtered_by_what_is_typed(ledger: Ledger) -> None:
    async with entering(ledger, "[so] F4") as clerk:
        assert "SO systems" in clerk.screen
        await clerk.play("Tab Tab Tab Enter")
        assert clerk.cursor == "amount"


async def test_an_unknown_payer_is_one_message_and_nothing_is_lost(ledger: Ledger) -> None:
    async with entering(ledger, "[NOBODY] Enter") as clerk:
        assert clerk.message == "2207! No customer and no open invoice is called 'NOBODY'."
        assert (clerk.field("payer"), clerk.cursor) == ("NOBODY", "payer")


async def test_a_number_that_is_a_customer_and_an_invoice_is_asked_about(ledger: Ledger) -> None:
    row = DocumentRow(
        "U001", "0200934569", "invoice", "CCCA02", "2020-04-01", "2020-05-01", "USD", 5_00, 5_00
    )
    take_on(ledger, [row], day="2020-04-14", batch="alike")
    async with entering(ledger, "[0200934569] Enter") as clerk:
        assert clerk.message.startswith("2181? 0200934569 is a customer and an invoice.")
        await clerk.play("Enter")
        assert clerk.field("payer") == "CCCA02"
    async with entering(ledger, "[0200934569] Enter F12") as clerk:
        assert clerk.field("payer") == "0200934569"


async def test_an_invoice_number_two_companies_have_wants_the_company(ledger: Ledger) -> None:
    row = DocumentRow(
        "CA02", "1930666989", "invoice", "140104440", "2020-04-01", "2020-05-01", "CAD", 5_00, 5_00
    )
    take_on(ledger, [row], day="2020-04-14", batch="alike")
    async with entering(ledger, "[1930666989] Enter") as clerk:
        assert clerk.message == ("2166! 1930666989 is in CA02 and U001: type CA02/1930666989.")
        await clerk.press(*["backspace"] * 10)
        await clerk.play("[CA02/1930666989] Enter")
        assert clerk.field("payer") == "140104440"


async def test_an_invoice_finds_the_customer_that_pays_for_its_customer(ledger: Ledger) -> None:
    async with entering(ledger, "[1930600002] Enter [316.50] F10") as clerk:
        assert clerk.line(2).startswith("0200418007 WAL-MAR corp")
        assert clerk.message == "2101: Proposed, not posted: one document, equal to the cent."


# --- amounts and dates -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1250", "1,250.00"),
        ("1,250.5", "1,250.50"),
        ("100+23.45", "123.45"),
        ("1250.000", "1,250.00"),
    ],
)
async def test_amounts_are_typed_short_and_shown_in_full(
    ledger: Ledger, typed: str, shown: str
) -> None:
    async with entering(ledger, f"[JAKE] Enter [{typed}] Enter") as clerk:
        assert (clerk.field("amount"), clerk.cursor) == (shown, "reference")


async def test_the_decimal_comma_is_a_setting(ledger: Ledger) -> None:
    settings = Settings(decimal_mark=",")
    async with entering(ledger, "[JAKE] Enter [1.250,5] Enter", settings=settings) as clerk:
        assert clerk.field("amount") == "1.250,50"
        await clerk.play("F10 1 Enter 11 Enter")
        assert clerk.field("amount") == "1.250,50"
        assert "Stays open  . . . . . . . .         9,187.28" in clerk.screen


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", "2113!"), ("5-", "2113!"), ("-5", "2113!"), ("1.234", "2107!"), ("1,2", "2104!")],
)
async def test_a_wrong_amount_is_refused_in_its_field(
    ledger: Ledger, typed: str, number: str
) -> None:
    async with entering(ledger, f"[JAKE] Enter [{typed}] Enter") as clerk:
        assert clerk.message.startswith(number)
        assert (clerk.field("amount"), clerk.cursor) == (typed, "amount")


async def test_several_errors_are_shown_one_by_one(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, "[JAKE] Enter [1.234] Tab Tab Tab Tab [3104] F10") as clerk:
        assert shows(clerk.app)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3", "2020-04-03"),
        ("15", "2020-04-15"),
        ("1403", "2020-03-14"),
        ("151119", "2019-11-15"),
        ("2020-03-31", "2020-03-31"),
        ("t", "2020-04-15"),
        ("+30", "2020-05-15"),
        ("-1", "2020-04-14"),
        ("m", "2020-04-30"),
    ],
)
async def test_dates_are_typed_short_and_shown_in_full(
    ledger: Ledger, typed: str, day: str
) -> None:
    async with entering(ledger, f"Tab Tab Tab Tab Tab [{typed}] Tab") as clerk:
        assert (clerk.field("received"), clerk.cursor) == (day, "accounting")


async def test_the_order_of_day_and_month_is_a_setting(ledger: Ledger) -> None:
    settings = Settings(date_order="month")
    async with entering(ledger, "Tab Tab Tab Tab Tab [0314] Tab", settings=settings) as clerk:
        assert clerk.field("received") == "2020-03-14"
        assert "Sat *" in clerk.line(9)


async def test_a_day_that_does_not_exist_is_refused_in_its_field(ledger: Ledger) -> None:
    async with entering(ledger, "Tab Tab Tab Tab Tab [3104] Enter") as clerk:
        assert clerk.message == "2110! 2020-04-31 does not exist"
        assert (clerk.field("received"), clerk.cursor) == ("3104", "received")


async def test_a_closed_period_proposes_its_first_open_day_and_only_enter_takes_it(
    ledger: Ledger, shows: Shows
) -> None:
    setup.set_period(ledger, "U001", "2020-03", is_open=False)
    script = "[JAKE] Enter [100] Tab Tab Tab Tab Tab [1503] Enter"
    async with entering(ledger, script) as clerk:
        assert shows(clerk.app)
        await clerk.play("F12")
        assert (clerk.field("accounting"), clerk.cursor) == ("2020-03-15", "accounting")
        await clerk.play("F10")
        assert clerk.message.startswith("2111? Period 2020-03 of U001 is closed.")
        await clerk.play("Enter")
        assert clerk.field("accounting") == "2020-04-01"


async def test_todays_period_may_be_closed_too(ledger: Ledger) -> None:
    setup.set_period(ledger, "U001", "2020-04", is_open=False)
    async with entering(ledger, "[JAKE] Enter [100] F10") as clerk:
        assert clerk.message.startswith("2111? Period 2020-04 of U001 is closed.")
        assert "Enter=Take 2020-05-01 F12=Stay" in clerk.message


async def test_a_missing_period_proposes_the_last_open_day(ledger: Ledger) -> None:
    script = "[JAKE] Enter [100] Tab Tab Tab Tab Tab [2021-01-05] F10"
    async with entering(ledger, script) as clerk:
        assert clerk.message.startswith("2112? 2021-01-05 is in no period of U001.")
        assert "Take 2020-12-31" in clerk.message


async def test_another_accounting_date_is_asked_about_once(ledger: Ledger) -> None:
    backdated = "[JAKE] Enter [100] Tab Tab Tab Tab Tab [14] F10"
    async with entering(ledger, backdated) as clerk:
        assert clerk.message.startswith("2168? The accounting date 2020-04-14 is not today.")
        await clerk.play("Enter")
        assert clerk.panel_id == "ARS110/F"
        await clerk.play("F10 Enter")
        await clerk.worked()
        assert "Tue *" in clerk.line(10)
        await clerk.play("[JAKE] Enter [200] F10")
        assert clerk.panel_id == "ARS110/F"


async def test_f4_lists_what_may_stand_in_the_kept_fields(ledger: Ledger) -> None:
    async with entering(ledger, "[JAKE] Enter Tab Tab F4") as clerk:
        assert clerk.line(1).startswith("Prompt: currency")
        await clerk.play("F12 Tab F4")
        assert clerk.line(1).startswith("Prompt: bank account")
        assert "4400112233" in clerk.screen
        assert "0099887766" not in clerk.screen


# --- duplicates and what is kept -----------------------------------------------------------------


async def test_a_like_receipt_warns_of_a_duplicate(ledger: Ledger, shows: Shows) -> None:
    pays(ledger, "U001", "1930550001")
    script = "[SODEX] Enter [2000] Enter [1930550001] Enter"
    async with entering(ledger, script) as clerk:
        assert shows(clerk.app)
        await clerk.play("F12")
        assert (clerk.panel_id, clerk.field("amount")) == ("ARS110/E", "2,000.00")
        await clerk.play("F10 Enter")
        assert clerk.panel_id == "ARS110/F"


async def test_f9_in_a_field_copies_it_from_the_last_receipt(ledger: Ledger) -> None:
    async with entering(ledger, "[STEW] Enter [8631.15] Enter [CHQ 77] F10 F10") as clerk:
        await clerk.worked()
        await clerk.play("[JAKE] Enter F9")
        assert clerk.field("amount") == "8,631.15"
        await clerk.play("Enter F9")
        assert clerk.field("reference") == "CHQ 77"


async def test_f9_on_an_empty_panel_copies_all_but_payer_amount_and_reference(
    ledger: Ledger,
) -> None:
    first = "[JAKE] Enter [10437.78] Tab Tab Tab Tab [13] Tab Tab Tab [WIRE] F10 F10"
    async with entering(ledger, first) as clerk:
        await clerk.worked()
        assert clerk.message.startswith("2190:")
        await clerk.play("Tab Tab Tab Tab Tab [t] Tab Tab Tab [ACH] Tab Up Up Up Up Up Up Up Up F9")
        assert clerk.message.startswith("2167:")
        assert (clerk.field("received"), clerk.field("method")) == ("2020-04-13", "WIRE")
        assert (clerk.field("payer"), clerk.field("amount")) == ("", "")


async def test_method_order_and_bank_account_are_kept_for_the_next_session(
    ledger: Ledger,
) -> None:
    setup.open_bank_account(ledger, "U001", "4400999999", "USD")
    first = "[JAKE] Enter [100] Tab Tab Tab [4400999999] Tab Tab Tab Tab [WIRE] Tab Tab [3] F10"
    async with entering(ledger, first) as clerk:
        assert clerk.panel_id == "ARS110/F"
    async with entering(ledger) as clerk:
        assert (clerk.field("method"), clerk.field("order")) == ("WIRE", "3")
        await clerk.play("[KRAFT] Enter")
        assert clerk.field("bank_account") == "4400999999"


async def test_dates_are_kept_for_the_day_only(ledger: Ledger) -> None:
    async with entering(ledger, "[JAKE] Enter [100] Tab Tab Tab Tab [13] F10"):
        pass
    async with entering(ledger) as clerk:
        assert clerk.field("received") == "2020-04-13"
    ledger.today = lambda: "2020-04-16"
    async with entering(ledger) as clerk:
        assert clerk.field("received") == "2020-04-16"


async def test_what_is_kept_is_each_clerks_own(ledger: Ledger) -> None:
    async with entering(ledger, "[JAKE] Enter [100] Tab Tab Tab Tab Tab Tab Tab [WIRE] F10"):
        pass
    async with entering(colleague(ledger)) as clerk:
        assert clerk.field("method") == ""


# --- leaving, drafts, undoing --------------------------------------------------------------------


async def test_f3_with_unsent_work_asks(ledger: Ledger) -> None:
    async with entering(ledger, "[JAKE] Enter [100] F3") as clerk:
        assert clerk.message == (
            "2154? This receipt is not posted. Enter=Keep draft F10=Items F12=Stay"
        )
        await clerk.play("F12")
        assert clerk.field("amount") == "100"
    assert [kept.label for kept in drafts.kept(ledger)] == ["JAKE corporation"]


async def test_f6_begins_another_receipt_and_keeps_this_one(ledger: Ledger) -> None:
    async with entering(ledger, "[JAKE] Enter [100] Enter F6") as clerk:
        assert (clerk.field("payer"), clerk.field("amount")) == ("", "")
        assert clerk.cursor == "payer"
    assert [kept.label for kept in drafts.kept(ledger)] == ["JAKE corporation, USD 100.00"]


async def test_f11_f5_clears_what_is_typed_and_its_draft(ledger: Ledger) -> None:
    async with entering(ledger, "[JAKE] Enter [100] Enter F11 F5") as clerk:
        assert (clerk.field("payer"), clerk.field("amount")) == ("", "")
    assert drafts.kept(ledger) == []


async def test_the_voucher_just_posted_opens_by_f12_on_an_empty_payer(ledger: Ledger) -> None:
    async with entering(ledger, EXACT) as clerk:
        await clerk.worked()
        assert clerk.message == "2190: Voucher RC 2020-000001 posted. F12 shows it."
        await clerk.play("F12")
        assert clerk.line(1).startswith("Voucher RC 2020-000001")


async def test_a_reversed_vouchers_values_are_offered_again(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, "[STEW] Enter [8631.15] Enter [CHQ 77] F10 F10") as clerk:
        await clerk.worked()
        await clerk.play("F12 F11 F5 F10")
        await clerk.worked()
        await clerk.play("F12")
        assert shows(clerk.app)
        await clerk.play("F10")
        assert clerk.panel_id == "ARS110/F"


async def test_a_ledger_that_can_only_be_looked_at_says_so_and_stays_so(
    ledger: Ledger, shows: Shows
) -> None:
    ledger.store.read_only = True
    async with entering(ledger, "[STEW] Enter [8631.15] F10") as clerk:
        await clerk.play("F10")
        await clerk.worked()
        assert shows(clerk.app)
        await clerk.play("F12 F11 F5")
        assert clerk.message == "0003! Read-only: you can look, nothing can be posted"


async def test_a_customer_paid_by_another_may_still_be_named_itself(ledger: Ledger) -> None:
    setup.put_customers(
        ledger, [CustomerData("U001", "200418099", "SAMS stores", "USD", "NAA8", payer="CCCA02")]
    )
    async with entering(ledger, "[SAMS] Enter") as clerk:
        assert clerk.field("payer") == "200418099"
        assert "Payer: CCCA02" in clerk.line(16)

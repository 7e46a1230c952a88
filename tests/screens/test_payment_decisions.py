"""ARS110/H and K: a part of an invoice, its cash discount, and what follows always in sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key

from artui.ledger import setup
from artui.ledger.ledger import Ledger
from tests.screens.ledgers import on_account, small_ledger
from tests.screens.payments import colleague, entering, raise_invoices
from tests.screens.steps import Shows

JAKE = "[JAKE] Enter [5218.89] F10 11 Enter"
"""Half of the only invoice, on H."""

LATE = "[BUR] Enter [81230.34] F10 12 Enter"
"""The discount of 2 % taken 12 days late, on K."""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


# --- H -------------------------------------------------------------------------------------------


async def test_the_part_is_filled_in_with_what_is_left(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, JAKE) as clerk:
        assert shows(clerk.app)
        await clerk.play("Enter")
        assert clerk.panel_id == "ARS110/F"
        assert "5,218.89" in clerk.rows[0]


async def test_what_follows_is_told_with_every_character(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, "[JAKE] Enter [10437.78] F10 4 Enter 11 Enter [10435]") as clerk:
        assert shows(clerk.app)
        await clerk.play("Backspace")
        assert "Stays open  . . . . . . . .         9,394.78" in clerk.screen


@pytest.mark.parametrize(
    ("typed", "paid"), [("=", "5,218.89"), ("1000+250.5", "1,250.50"), ("1,000", "1,000.00")]
)
async def test_amounts_may_be_sums_or_all_that_is_left(
    ledger: Ledger, typed: str, paid: str
) -> None:
    async with entering(ledger, f"{JAKE} [{typed}] Enter") as clerk:
        assert clerk.panel_id == "ARS110/F"
        assert paid in clerk.rows[0]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0", "2113! a payment of zero pays nothing"),
        ("5-", "2114! 1930580746 is a debit: the amount can't be < 0"),
        ("1.234", "2107! 1.234 has more decimals than USD has (2)"),
        ("5300", "2105! 5,300.00 is more than the 5,218.89 that is left"),
        (
            "10437.79",
            "2106! 10,437.79 is more than the open balance 10,437.78 of 1930580746",
        ),
    ],
)
async def test_a_wrong_part_is_refused_in_its_field(
    ledger: Ledger, typed: str, message: str
) -> None:
    async with entering(ledger, f"{JAKE} [{typed}] Enter") as clerk:
        assert clerk.message == message
        assert (clerk.panel_id, clerk.cursor) == ("ARS110/H", "amount")


async def test_a_reason_keeps_the_rest_open_even_within_tolerance(
    ledger: Ledger, shows: Shows
) -> None:
    script = "[JAKE] Enter [10435] F10 4 Enter 11 Enter"
    async with entering(ledger, script) as clerk:
        assert "Written off . . . . . . . .             2.78" in clerk.screen
        await clerk.play("Tab [sht]")
        assert shows(clerk.app)
        await clerk.play("Enter")
        assert "2.78 stays open, reason SHT" in clerk.screen


async def test_f4_lists_reasons_and_an_unknown_one_is_refused(ledger: Ledger) -> None:
    async with entering(ledger, f"{JAKE} Tab F4") as clerk:
        assert clerk.line(1).startswith("Prompt: reason code")
        assert "SHT" in clerk.screen
        assert "DSC" not in clerk.screen
        await clerk.play("F12 [XYZ] Enter")
        assert clerk.message == "2205! reason code 'XYZ' does not exist"
        assert clerk.cursor == "reason"


async def test_a_part_of_a_credit_is_used(ledger: Ledger) -> None:
    async with entering(ledger, "[140104440] Enter [1000] F10 11 Enter [937.47] Enter") as clerk:
        assert clerk.left == "1,937.47"
        assert clerk.rows[0].rstrip().endswith("937.47-")


async def test_f3_asks_and_the_draft_is_kept(ledger: Ledger) -> None:
    async with entering(ledger, f"{JAKE} F3") as clerk:
        assert clerk.message == "2154? This receipt is not posted. Enter=Keep draft F12=Stay"
        await clerk.play("Enter")
        assert clerk.panel_id == "ARS110/E"


async def test_a_write_off_shown_on_h_stops_what_was_typed_before_it_showed(
    ledger: Ledger,
) -> None:
    raise_invoices(ledger, [10_436_00])  # two in reach: nothing is proposed
    async with entering(ledger, "[JAKE] Enter [10435.78] F10") as clerk:
        for key, character in [("1", "1"), ("1", "1"), ("enter", "\r"), ("enter", "\r")]:
            clerk.app.post_message(Key(key, character))
        for _ in range(2):
            clerk.app.post_message(Key("f10", None))
        await clerk.pilot.pause()
        await clerk.worked()
        assert clerk.panel_id == "ARS110/H"
        assert "Written off . . . . . . . .             2.00" in clerk.screen
        assert ledger.read.vouchers(series="RC") == []


# --- K -------------------------------------------------------------------------------------------


async def test_a_late_discount_is_asked_about_and_not_taken_by_itself(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, LATE) as clerk:
        assert clerk.cursor == "accept"
        assert shows(clerk.app)


async def test_y_accepts_it_and_says_what_is_posted(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, f"{LATE} Y") as clerk:
        assert shows(clerk.app)
        await clerk.play("Enter")
        assert clerk.message == "2101: Proposed, not posted: one document, discount 1,657.76."


async def test_n_leaves_it_open(ledger: Ledger) -> None:
    async with entering(ledger, f"{LATE} Enter") as clerk:
        assert clerk.panel_id == "ARS110/F"
        assert "1,657.76 stays open" in clerk.screen


async def test_1_asks_about_the_discount_when_all_hangs_on_it(ledger: Ledger) -> None:
    async with entering(ledger, "[BUR] Enter [81230.34] F10 1 Enter") as clerk:
        assert (clerk.panel_id, clerk.cursor) == ("ARS110/K", "accept")
    async with entering(ledger, "[BUR] Enter [50000] F10 1 Enter") as clerk:
        assert clerk.panel_id == "ARS110/F"


async def test_an_invoice_typed_for_its_payer_waits_for_that_answer(ledger: Ledger) -> None:
    async with entering(ledger, "[1930666989] Enter [81230.34] F10") as clerk:
        assert clerk.message.startswith("2169: 1930666989 less its late discount")
        assert clerk.left == "81,230.34"


async def test_a_payment_of_the_full_amount_is_offered_no_late_discount(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, "[BUR] Enter [82888.10] F10 12 Enter") as clerk:
        assert shows(clerk.app)
        await clerk.play("Y Enter")
        assert clerk.left == "1,657.76"


async def test_a_discount_in_time_is_proposed_and_changeable(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, "[1930700001] Enter [11760] F10 12 Enter") as clerk:
        assert shows(clerk.app)
        await clerk.play("Tab [100] Enter")
        assert "140.00 stays open" not in clerk.screen
        assert clerk.message.startswith("2138! payment and discount don't close it")
        assert clerk.cursor == "discount"


async def test_a_part_that_does_not_close_the_invoice_earns_no_discount(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, "[1930700001] Enter [5000] F10 4 Enter") as clerk:
        await clerk.play("/ [1930700001] Enter 11 Enter Enter")
        assert shows(clerk.app)


async def test_money_on_account_pays_with_a_discount_of_its_received_date(
    ledger: Ledger, shows: Shows
) -> None:
    on_account(ledger, 81_230_34, customer="0200982294")
    async with entering(ledger) as clerk:
        clerk.app.panel.open("ARS110/F", "apply:U001/RC20000001")
        await clerk.pilot.pause()
        await clerk.play("1 Enter Y")
        assert shows(clerk.app)


async def test_a_discount_beyond_the_terms_needs_a_reason(ledger: Ledger) -> None:
    async with entering(ledger, "[JAKE] Enter [10337.78] F10 12 Enter Tab [100] Enter") as clerk:
        assert clerk.message == "2144! a discount beyond the terms needs a reason"
        assert clerk.cursor == "reason"
        await clerk.play("[SHT] Enter")
        assert clerk.message.startswith("2206! reason SHT is of kind")
        await clerk.play("Backspace Backspace Backspace [DSC] Enter")
        assert "less discount 100.00 by hand (DSC)" in clerk.screen


async def test_a_discount_beyond_the_terms_needs_a_permission(ledger: Ledger) -> None:
    script = "[JAKE] Enter [10337.78] F10 12 Enter Tab [100] Tab [DSC] Enter"
    async with entering(colleague(ledger), script) as clerk:
        assert clerk.message == (
            "2143! a discount beyond the terms needs a permission you don't have"
        )
        assert clerk.cursor == "discount"


async def test_the_step_of_the_day_is_the_one_that_counts(ledger: Ledger, shows: Shows) -> None:
    setup.define_terms(
        ledger, "STEPS", due_days=60, steps=[("3", 10), ("2", 60), ("1", 90)], grace_days=5
    )
    raise_invoices(ledger, [1_000_00], terms="STEPS")
    async with entering(ledger, "[1930900001] Enter [980] F10 12 Enter") as clerk:
        assert shows(clerk.app)

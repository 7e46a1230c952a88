"""ARS110/F: option codes beside many rows, the amount left, and what others post meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import drafts, setup
from artui.ledger.ledger import Ledger
from artui.screens.open_items import OpenItems
from tests.screens.ledgers import on_account, small_ledger
from tests.screens.payments import Payments, colleague, entering, pays, raise_invoices
from tests.screens.steps import WIDE, Shows

NETTED = "[140104440] Enter [118619.28] F10"
"""Money for two invoices less a credit memo, which stand at the top."""

SO = "[140104440] Enter [118000] F10"
"""Money that no documents come to."""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


def receipts(ledger: Ledger) -> int:
    return len(ledger.read.vouchers(series="RC"))


# --- what is proposed ----------------------------------------------------------------------------


async def test_a_document_short_within_tolerance_is_proposed_with_the_rule(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, "[140104440] Enter [76359.15] F10") as clerk:
        assert shows(clerk.app)


async def test_an_exact_document_is_proposed_and_posted_by_one_more_key(ledger: Ledger) -> None:
    async with entering(ledger, "[STEW] Enter [8631.15] F10") as clerk:
        assert clerk.message == "2101: Proposed, not posted: one document, equal to the cent."
        assert clerk.left == "0.00"
        await clerk.play("F10")
        await clerk.worked()
        assert clerk.message == "2190: Voucher RC 2020-000001 posted. F12 shows it."
        assert (clerk.panel_id, clerk.cursor) == ("ARS110/E", "payer")


async def test_ties_stand_at_the_top_and_are_left_to_the_clerk(
    ledger: Ledger, shows: Shows
) -> None:
    raise_invoices(ledger, [7_00, 21_488_00, 21_488_00], customer="CCCA02")
    async with entering(ledger, "[CCCA02] Enter [21488] F10") as clerk:
        assert shows(clerk.app)


async def test_documents_that_add_up_stand_at_the_top_undistributed(
    ledger: Ledger, shows: Shows
) -> None:
    raise_invoices(ledger, [7_00, 5_00], customer="CCCA02")
    async with entering(ledger, "[CCCA02] Enter [35361.54] F10") as clerk:
        assert shows(clerk.app)
        await clerk.play("1 F9 F9 F10")
        await clerk.worked()
        assert receipts(ledger) == 1


async def test_one_that_only_lacks_its_late_discount_is_told(ledger: Ledger) -> None:
    async with entering(ledger, "[BUR] Enter [81230.34] F10") as clerk:
        assert clerk.message == (
            "2169: 1930666989 less its late discount equals the receipt: 1 asks about it."
        )
        assert (clerk.left, receipts(ledger)) == ("81,230.34", 0)


async def test_a_named_invoice_is_proposed_with_what_is_left(ledger: Ledger) -> None:
    async with entering(ledger, "[1930580746] Enter [10441.78] F10") as clerk:
        assert clerk.message == (
            "2101: Proposed, not posted: one document, equal to the cent; 4.00 is left."
        )


async def test_a_clerks_own_limit_below_the_tolerance_is_said(ledger: Ledger) -> None:
    kwong = colleague(ledger)
    setup.define_user(ledger, "kwong", authority={"CAD": 1_00})
    async with entering(kwong, "[140104440] Enter [76359.15] F10 Down") as clerk:
        assert clerk.left == "76,359.15"
        assert "up to 1.00 (your limit)" in clerk.screen
        await clerk.play("11 Enter")
        assert "5.00 is more than 1.00, your limit" in clerk.screen


async def test_nothing_open_says_what_f10_does(ledger: Ledger) -> None:
    pays(ledger, "CA02", "2960620400")
    async with entering(ledger, "[STEW] Enter [100] F10") as clerk:
        assert clerk.message == (
            "2163: STEWAR co has nothing open. F10 keeps the money on account."
        )


# --- the list ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (1, ["1930900001", "1930600001", "1930600002"]),
        (2, ["1930600001", "1930900001", "1930600002"]),
        (3, ["1930600001", "1930600002", "1930900001"]),
        (6, ["1930600001", "1930600002", "1930900001"]),
    ],
)
async def test_the_items_come_in_the_order_chosen(
    ledger: Ledger, order: int, numbers: list[str]
) -> None:
    raise_invoices(ledger, [50_00], customer="0200418007")
    script = f"[WAL-MAR corp] Enter [1] Tab Tab Tab Tab Tab Tab Tab Tab Tab {order} F10"
    async with entering(ledger, script) as clerk:
        assert clerk.line(3).startswith(f"Order {order} ")
        shown = [word for row in clerk.rows for word in row.split() if word in numbers]
        assert shown == numbers


async def test_f11_f6_goes_through_the_orders(ledger: Ledger) -> None:
    async with entering(ledger, SO) as clerk:
        assert "Order 6 Payer by due date" in clerk.line(3)
        seen = []
        for _ in range(5):
            await clerk.play("F11 F6")
            seen.append(clerk.line(3)[:7])
        assert seen == ["Order 1", "Order 2", "Order 3", "Order 5", "Order 6"]


async def test_left_and_right_show_other_columns(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, f"{SO} Right") as clerk:
        assert shows(clerk.app)


async def test_wide_terminals_show_them_all(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, SO, size=WIDE) as clerk:
        assert shows(clerk.app)


async def test_position_to_goes_to_a_number_and_tells_why_one_is_not_listed(
    ledger: Ledger,
) -> None:
    pays(ledger, "CA02", "2960620423")
    async with entering(ledger, f"{SO} / [2960620610] Enter") as clerk:
        assert "2960620610 IN" in clerk.rows[0]
        await clerk.play("/ [2960620423] Enter")
        assert clerk.message == (
            "2159: 2960620423 is closed: nothing is open on it (mlopez, RC 2020-000001)."
        )
        await clerk.play("/ [2960616663] Enter")
        assert clerk.message == "2159: 2960616663 is 0140104440's; this payer does not pay for it."
        await clerk.play("/ [Z] Enter")
        assert clerk.message == "2159: Nothing from Z on in this order."


async def test_9_tells_why_level_by_level(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, "[140104440] Enter [76359.15] F10 9 Enter") as clerk:
        assert shows(clerk.app)
        await clerk.play("F12")
        assert clerk.panel_id == "ARS110/F"


# --- option codes --------------------------------------------------------------------------------


async def test_codes_in_many_rows_are_run_by_one_enter(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, f"{NETTED} 1 Down 1 Down 1") as clerk:
        assert shows(clerk.app)
        await clerk.play("Enter")
        assert clerk.left == "0.00"
        assert "3 paid" in clerk.line(3)


async def test_codes_over_pages_are_run_by_one_enter(ledger: Ledger) -> None:
    raise_invoices(ledger, [1_00 + at for at in range(20)])
    async with entering(ledger, "[JAKE] Enter [50] F10 Down 1 F8 1 End 1 Enter") as clerk:
        assert "Totals 21 items, 3 paid" in clerk.screen
        assert clerk.left == "46.69"


async def test_a_wrong_code_stops_all_before_anything_runs(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, f"{SO} 1 Down 3 Down 1 Enter") as clerk:
        assert shows(clerk.app)
        assert "0 paid" in clerk.line(3)


async def test_rows_that_ran_lose_their_code_and_a_row_that_failed_keeps_it(
    ledger: Ledger, shows: Shows
) -> None:
    setup.flag_document(ledger, "CA02/2960620421", hold=True, dispute=False)
    async with entering(ledger, f"{SO} 1 Down Down 1 Down 1 Enter") as clerk:
        assert shows(clerk.app)


async def test_enter_without_codes_says_so(ledger: Ledger) -> None:
    async with entering(ledger, f"{SO} Enter") as clerk:
        assert clerk.message.startswith("2158: No codes typed: 1 pays a row")
    async with entering(ledger, "[STEW] Enter [8631.15] F10 Enter") as clerk:
        assert clerk.message == "2157: Nothing is left to distribute; F10 posts."


async def test_f9_copies_the_code_on_over_rows_that_may_not_take_it(ledger: Ledger) -> None:
    setup.flag_document(ledger, "CA02/2960620421", hold=True, dispute=False)
    async with entering(ledger, f"{SO} Down 1 F9") as clerk:
        listing = clerk.app.panel.listing()
        assert [key for key, _code in listing.codes.ordered()] == [
            "CA02/2960619384",
            "CA02/2960620423",
        ]
        assert listing.cursor_key == "CA02/2960620423"


async def test_f11_f9_copies_the_code_to_the_page(ledger: Ledger) -> None:
    raise_invoices(ledger, [1_00 + at for at in range(20)])
    async with entering(ledger, "[JAKE] Enter [50] F10 1 F11 F9") as clerk:
        assert len(clerk.app.panel.listing().codes) == 13


async def test_backspace_and_4_take_back(ledger: Ledger) -> None:
    async with entering(ledger, "[CCCA02] Enter [60492.38] F10 1 F9 F9 Enter") as clerk:
        assert clerk.left == "0.00"
        await clerk.play("Backspace")
        assert clerk.left == "13,866.54"
        await clerk.play("Up 4 Enter")
        assert clerk.left == "39,004.38"


async def test_10_means_1(ledger: Ledger) -> None:
    async with entering(ledger, "[CCCA02] Enter [60492.38] F10 10 Enter") as clerk:
        assert clerk.left == "39,004.38"


async def test_a_credit_adds_to_what_is_left_and_has_no_discount(ledger: Ledger) -> None:
    async with entering(ledger, f"{SO} 1 Enter") as clerk:
        assert clerk.left == "126,937.47"
        await clerk.play("Up 12 Enter")
        assert clerk.message == "2149! 164150003 is a credit: it has no discount"


async def test_more_than_there_is_is_not_posted(ledger: Ledger) -> None:
    async with entering(ledger, f"{NETTED} 1 F9 F9 Enter Home 4 Enter") as clerk:
        assert clerk.left == "8,937.47-"
        await clerk.play("F10")
        assert clerk.message == "2105! 8,937.47 more is distributed than there is."
        assert receipts(ledger) == 0


async def test_5_shows_the_document_and_the_other_codes_go_on(ledger: Ledger) -> None:
    async with entering(ledger, f"{SO} 1 Down 5 Down 1 Enter") as clerk:
        assert clerk.panel_id == "ARDO50"
        await clerk.play("F12")
        assert clerk.panel_id == "ARS110/F"
        assert "2 paid" in clerk.line(3)


async def test_coming_back_from_a_display_never_posts(ledger: Ledger) -> None:
    async with entering(ledger, "[STEW] Enter [8631.15] F10 5 F10") as clerk:
        await clerk.play("F12")
        await clerk.worked()
        assert (clerk.panel_id, receipts(ledger)) == ("ARS110/F", 0)


async def test_f12_on_a_part_stops_the_codes_behind_it(ledger: Ledger) -> None:
    async with entering(ledger, f"{SO} Down 11 Down 1 Enter F12") as clerk:
        assert clerk.panel_id == "ARS110/F"
        assert "0 paid" in clerk.line(3)
        assert clerk.app.panel.listing().codes.ordered() == [("CA02/2960620421", "1")]


# --- posting -------------------------------------------------------------------------------------


async def test_f10_stops_at_a_write_off_that_was_not_on_the_screen(ledger: Ledger) -> None:
    raise_invoices(ledger, [10_436_00])
    async with entering(ledger, "[JAKE] Enter [10435.78] F10 1 F10") as clerk:
        await clerk.worked()
        assert clerk.message == (
            "2101: Proposed, not posted: one document, written off 2.00. F10 posts."
        )
        assert receipts(ledger) == 0
        await clerk.play("F10")
        await clerk.worked()
        assert receipts(ledger) == 1


@pytest.mark.parametrize("key", ["F10", "F3"])
async def test_money_left_is_asked_about(ledger: Ledger, key: str) -> None:
    async with entering(ledger, f"[JAKE] Enter [10441.78] F10 1 Enter {key}") as clerk:
        assert clerk.message == (
            "2120? 4.00 stays on account as unapplied cash. Enter=Post F12=Back"
        )
        await clerk.play("F12")
        assert receipts(ledger) == 0
        await clerk.play(f"{key} Enter")
        await clerk.worked()
        assert receipts(ledger) == 1


async def test_f12_keeps_the_draft_and_posts_nothing(ledger: Ledger) -> None:
    async with entering(ledger, "[STEW] Enter [8631.15] F10 F12") as clerk:
        assert (clerk.panel_id, receipts(ledger)) == ("ARS110/E", 0)
        assert clerk.field("amount") == "8,631.15"
        await clerk.play("F10")
        assert "1 paid" in clerk.line(3)
    assert [line.document for line in drafts.kept(ledger)[0].draft.lines] == ["CA02/2960620400"]


async def test_f11_f5_takes_everything_back(ledger: Ledger) -> None:
    async with entering(ledger, "[CCCA02] Enter [60492.38] F10 1 F9 F9 Enter 1 F11 F5") as clerk:
        assert clerk.left == "60,492.38"
        assert len(clerk.app.panel.listing().codes) == 0


async def test_money_on_account_is_applied_from_its_document(ledger: Ledger, shows: Shows) -> None:
    on_account(ledger, 1_300_00)
    async with entering(ledger) as clerk:
        clerk.app.panel.open("ARS110/F", "apply:U001/RC20000001")
        await clerk.pilot.pause()
        await clerk.play("1 Enter")
        assert shows(clerk.app)
        await clerk.play("F10")
        await clerk.worked()
    document = ledger.read.document("U001/RC20000001")
    assert document is not None
    assert document.open == -50_00


# --- other clerks --------------------------------------------------------------------------------


async def look(clerk: Payments) -> None:
    """What the timer does every other second."""
    assert isinstance(clerk.app.panel, OpenItems)
    clerk.app.panel.look()
    await clerk.pilot.pause()


async def test_a_colleagues_posting_appears_by_itself(ledger: Ledger, shows: Shows) -> None:
    kwong = colleague(ledger)
    async with entering(ledger, f"{SO} Down 1 Enter") as clerk:
        pays(kwong, "CA02", "2960620421", 80_000_00)
        await look(clerk)
        assert shows(clerk.app)
        await clerk.play("F5")
        assert "9,374.68" in clerk.screen
        assert "1 paid" in clerk.line(3)
        assert "~" not in clerk.rows[2]


async def test_a_line_whose_document_a_colleague_paid_is_taken_back_by_f5(
    ledger: Ledger,
) -> None:
    kwong = colleague(ledger)
    async with entering(ledger, f"{SO} Down 1 Enter") as clerk:
        pays(kwong, "CA02", "2960619384", 70_000_00)
        await look(clerk)
        assert clerk.message.startswith("0040: kwong paid 2960619384 while you were here.")
        await clerk.play("F5")
        assert clerk.message == "2165: Taken back, changed by others: 2960619384."
        assert clerk.left == "118,000.00"
        assert "2960619384~IN" in clerk.rows[1]


async def test_what_a_colleague_just_paid_is_one_message_and_nothing_is_lost(
    ledger: Ledger, shows: Shows
) -> None:
    kwong = colleague(ledger)
    async with entering(ledger, f"{SO} Down 1 Down 1 Enter") as clerk:
        pays(kwong, "CA02", "2960619384")
        await clerk.play("F10")
        await clerk.worked()
        assert shows(clerk.app)
        assert receipts(kwong) == 1
        await clerk.play("F10 Enter")
        await clerk.worked()
        assert clerk.message.startswith("2190: Voucher RC 2020-000002 posted.")


async def test_a_question_is_not_overwritten_by_a_colleagues_posting(ledger: Ledger) -> None:
    kwong = colleague(ledger)
    async with entering(ledger, "[JAKE] Enter [10441.78] F10 1 F10") as clerk:
        pays(kwong, "U001", "1930580746", 1_00)
        await look(clerk)
        assert clerk.message.startswith("2120? 4.00 stays on account")
        await clerk.play("F12")
        await look(clerk)
        assert clerk.message.startswith("0040: kwong paid 1930580746")


# --- drafts --------------------------------------------------------------------------------------


async def test_a_draft_goes_on_where_it_was(ledger: Ledger) -> None:
    async with entering(ledger, f"{SO} 1 Down 1 Enter"):
        pass
    [kept] = drafts.kept(ledger)
    async with entering(ledger, "", f"draft:{kept.id}") as clerk:
        assert clerk.panel_id == "ARS110/F"
        assert "2 paid" in clerk.line(3)
        assert clerk.left == "50,573.32"


async def test_what_changed_since_a_draft_was_kept_is_named_and_marked(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, f"{SO} 1 Down 1 Enter"):
        pass
    [kept] = drafts.kept(ledger)
    pays(colleague(ledger), "CA02", "2960619384", 70_000_00)
    async with entering(ledger, "", f"draft:{kept.id}") as clerk:
        assert shows(clerk.app)


async def test_a_draft_that_was_posted_is_no_longer_there(ledger: Ledger) -> None:
    async with entering(ledger, "[STEW] Enter [8631.15] F10") as clerk:
        [kept] = drafts.kept(ledger)
        await clerk.play("F10")
        await clerk.worked()
    async with entering(ledger, "", f"draft:{kept.id}") as clerk:
        assert clerk.message == "2179! That draft is no longer there."


async def test_the_draft_of_an_application_goes_on_with_its_credit(ledger: Ledger) -> None:
    on_account(ledger, 1_300_00)
    async with entering(ledger) as clerk:
        clerk.app.panel.open("ARS110/F", "apply:U001/RC20000001")
        await clerk.pilot.pause()
        await clerk.play("1 Enter")
    [kept] = drafts.kept(ledger)
    async with entering(ledger) as clerk:
        clerk.app.panel.open("ARS110", f"draft:{kept.id}")
        await clerk.pilot.pause()
        assert clerk.line(1).startswith("Receipt applied")
        assert clerk.left == "50.00"

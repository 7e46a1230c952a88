"""Payment entry: overpayments kept or left, group invoices paid as one, write-offs by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import drafts, setup
from artui.ledger import events as ev
from artui.ledger.ledger import Ledger
from artui.ledger.setup import ToleranceData
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs.requests import pending, request_write_off
from tests.screens.foreign import foreign_ledger
from tests.screens.payments import Payments, colleague, entering, pays
from tests.screens.steps import Shows

OVER = "[JAKE] Enter [10437.81] F10 1"
"""0.03 more than the only invoice."""

GROUPS = "[ALS] Enter [{}] Tab Tab Tab Tab Tab Tab Tab Tab Tab 5 F10"
"""Order 5."""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = foreign_ledger(tmp_path / "foreign.artui")
    line = ToleranceData("USD", 5_00, "0.5", over_amount=5, since="2020-01-01")
    setup.set_tolerance(made, line)
    return made


def written_off(ledger: Ledger) -> list[tuple[str, int, str]]:
    """What the last receipt wrote off: document, amount, and for which document it was kept."""
    facts = ledger.read.voucher_facts(ledger.read.vouchers(series="RC", limit=1)[0].id)
    found = [fact for fact in facts if isinstance(fact, ev.DifferenceWrittenOff)]
    return [(ev.number_of(f.document), f.amount, ev.number_of(f.target)) for f in found]


# --- overpayments --------------------------------------------------------------------------------


async def test_an_overpayment_within_its_tolerance_is_kept_after_it_was_seen(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, f"{OVER} F10") as clerk:
        assert shows(clerk.app)
        await clerk.play("F10")
        await clerk.worked()
        await clerk.play("F12")
        assert "Excess kept by policy" in clerk.screen
    assert written_off(ledger) == [("RC20000001", -3, "1930580746")]


async def test_f6_leaves_it_on_account(ledger: Ledger) -> None:
    async with entering(ledger, f"{OVER} Enter F6") as clerk:
        assert clerk.message == "2175: 0.03 stays on account. F6 keeps it."
        await clerk.play("F10")
        assert clerk.message.startswith("2120? 0.03 stays on account as unapplied cash.")
        await clerk.play("Enter")
        await clerk.worked()
    assert written_off(ledger) == []


async def test_f6_twice_keeps_it(ledger: Ledger) -> None:
    async with entering(ledger, f"{OVER} Enter F6 F6") as clerk:
        assert clerk.message == (
            "2177: 0.03 left is kept as payment difference (tolerance USD default 0.05)."
        )


async def test_6_leaves_the_difference_of_one_row(ledger: Ledger) -> None:
    async with entering(ledger, f"{OVER} Enter 6 Enter") as clerk:
        assert "0.03 over stays on account, as you chose." in clerk.screen
        await clerk.play("F10")
        assert clerk.message.startswith("2120? 0.03 stays on account")


async def test_6_leaves_a_shortfall_open(ledger: Ledger) -> None:
    async with entering(ledger, "[JAKE] Enter [10435] F10 6 Enter") as clerk:
        assert "2.78 stays open, as you chose." in clerk.screen
        await clerk.play("1 Enter")
        assert "short 2.78, within 5.00" in clerk.screen


async def test_a_draft_remembers_what_was_left_on_account(ledger: Ledger) -> None:
    async with entering(ledger, f"{OVER} Enter F6"):
        pass
    [kept] = drafts.kept(ledger)
    async with entering(ledger, "", f"draft:{kept.id}") as clerk:
        await clerk.play("F10")
        assert clerk.message.startswith("2120? 0.03 stays on account")


# --- group invoices ------------------------------------------------------------------------------


async def test_groups_have_a_heading_and_one_that_equals_the_receipt_is_said(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, GROUPS.format("2000")) as clerk:
        assert clerk.message == "2172: Group invoice G7701 equals the receipt: 1 pays all 3."
        assert shows(clerk.app)
        await clerk.play("1 F10")
        await clerk.worked()
        assert clerk.message.startswith("2190: Voucher RC 2020-000001 posted.")


async def test_what_a_group_is_short_of_is_shared_and_shown_per_line(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, f"{GROUPS.format('1990.50')} 1 Enter") as clerk:
        assert shows(clerk.app)
        await clerk.play("Down")
        assert "as its share of 3 paid as one" in clerk.screen
        await clerk.play("9 Enter")
        assert "Several paid as one" in clerk.screen
        await clerk.play("F12 F10")
        await clerk.worked()
    assert [amount for _, amount, _ in written_off(ledger)] == [4_75, 2_85, 1_90]


async def test_short_beyond_all_tolerance_the_last_takes_the_shortfall(ledger: Ledger) -> None:
    async with entering(ledger, f"{GROUPS.format('1980')} 1 Enter") as clerk:
        await clerk.play("Down Down Down")
        assert "20.00 stays open, as you chose." in clerk.screen
        await clerk.play("F10")
        await clerk.worked()
        assert clerk.message.startswith("2190:")


async def test_4_takes_a_group_back_and_what_it_does_not_take_is_said(ledger: Ledger) -> None:
    async with entering(ledger, f"{GROUPS.format('2000')} 1 Enter 4 Enter") as clerk:
        assert clerk.left == "2,000.00"
        await clerk.play("11 Enter")
        assert clerk.message == "2173! a group takes 1, 4 and 6; its rows take the others"
        await clerk.play("Backspace Backspace F11 F8 Up 1 Enter")
        assert clerk.message.startswith("2174! these belong to no group invoice")


async def test_a_group_goes_with_documents_chosen_one_by_one(ledger: Ledger) -> None:
    async with entering(ledger, f"{GROUPS.format('2075')} 1 Down Down Down Down 1 Enter") as clerk:
        assert (clerk.left, "4 paid" in clerk.line(3)) == ("0.00", True)


async def test_position_to_finds_a_group(ledger: Ledger) -> None:
    async with entering(ledger, f"{GROUPS.format('10')} [G7702] Enter") as clerk:
        assert clerk.rows[0].split()[1] == "G7702"


# --- by hand -------------------------------------------------------------------------------------


async def test_13_proposes_the_rest_and_wants_a_reason(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, "[JAKE] Enter [10400] F10 13 Enter") as clerk:
        assert (clerk.cursor, clerk.field("write_off")) == ("write_off", "37.78")
        assert shows(clerk.app)
        await clerk.play("Enter Enter")
        assert clerk.cursor == "write_off_reason"
        await clerk.play("F4")
        assert "FEE" in clerk.screen
        assert "DAM" not in clerk.screen
        await clerk.play("F12 [FEE] Enter")
        assert "37.78 is asked to be written off, FEE. 37.78 stays open" in clerk.screen
        assert "1930580746wIN" in clerk.screen
        await clerk.play("F10")
        await clerk.worked()
    invoice = ledger.read.document("U001/1930580746")
    assert invoice is not None
    assert invoice.open == 37_78
    (request,) = pending(ledger)
    assert (request.document, request.amount, request.reason) == (invoice.id, 37_78, "FEE")


async def test_what_is_asked_for_stands_behind_the_document(ledger: Ledger) -> None:
    request_write_off(ledger, "U001/1930580746", amount=37_78)
    async with entering(ledger, "[JAKE] Enter [10400] F10 13 Enter") as clerk:
        assert "1930580746wIN" in clerk.screen
        assert clerk.message == "2336! a request to write 1930580746 off waits"


async def test_13_asks_no_reason_if_there_is_just_one(ledger: Ledger) -> None:
    setup.define_reason(ledger, "FEE", "Bank fee", "bank fee", ended=True)
    async with entering(ledger, "[JAKE] Enter [10400] F10 13 Enter Enter Enter") as clerk:
        assert "37.78 is asked to be written off, BALWOF." in clerk.screen


async def test_a_part_is_asked_for_on_h_and_the_rest_stays_open(ledger: Ledger) -> None:
    script = "[JAKE] Enter [10400] F10 11 Enter Tab Tab [30] Tab [FEE] Enter"
    async with entering(ledger, script) as clerk:
        assert "30.00 is asked to be written off, FEE. 37.78 stays open" in clerk.screen


async def test_one_person_alone_writes_off_at_once(ledger: Ledger) -> None:
    set_parameters(ledger, "U001", ev.Parameters(duties_apart=False))
    async with entering(ledger, "[JAKE] Enter [10400] F10 13 Enter Enter [FEE] Enter") as clerk:
        assert "37.78 written off by hand, FEE. Nothing stays open." in clerk.screen
        await clerk.play("F10")
        await clerk.worked()
        await clerk.play("F12")
        assert "Written off by hand, FEE Bank fee." in clerk.screen
    assert pending(ledger) == []


async def test_it_is_bound_by_the_clerks_authority(ledger: Ledger) -> None:
    kwong = colleague(ledger)
    set_parameters(ledger, "U001", ev.Parameters(duties_apart=False))
    setup.define_user(ledger, "kwong", authority={"USD": 20_00})
    async with entering(kwong, "[JAKE] Enter [10400] F10 13 Enter Enter [FEE] Enter") as clerk:
        assert clerk.message.startswith("2153! 37.78 USD is above user kwong: 20.00")
        assert clerk.cursor == "write_off"


async def test_an_unknown_reason_is_refused_in_its_field(ledger: Ledger) -> None:
    script = "[JAKE] Enter [10400] F10 13 Enter Enter [XYZ] Enter"
    async with entering(ledger, script) as clerk:
        assert clerk.message.startswith("2205! reason code 'XYZ'")
        assert clerk.cursor == "write_off_reason"


async def test_a_credit_is_not_written_off_here(ledger: Ledger) -> None:
    async with entering(ledger, "[140104440] Enter [1000] F10 13 Enter") as clerk:
        assert clerk.message == "2178! 164150003 is a credit: 13 is for debits here"


# --- discounts -----------------------------------------------------------------------------------


def invoice(number: str, amount: int, *own: ev.OwnDiscount) -> DocumentRow:
    """An invoice of JAKE with discounts of its own."""
    return DocumentRow(
        "U001",
        number,
        "invoice",
        "0200734891",
        "2020-04-01",
        "2020-05-01",
        "USD",
        amount,
        amount,
        terms="NA32",
        discounts=own,
    )


async def test_k_shows_the_documents_own_discounts(ledger: Ledger, shows: Shows) -> None:
    own = (ev.OwnDiscount(30_00, "2020-04-10"), ev.OwnDiscount(20_00, "2020-04-20"))
    take_on(ledger, [invoice("1930830001", 1_000_00, *own)], day="2020-04-14", batch="own")
    async with entering(ledger, "[1930830001] Enter [980] F10 12 Enter") as clerk:
        assert shows(clerk.app)
        await clerk.play("Enter F10")
        await clerk.worked()
        assert clerk.message.startswith("2190:")


async def test_a_part_earns_its_part_of_the_discount(ledger: Ledger, shows: Shows) -> None:
    set_parameters(ledger, "U001", ev.Parameters(discount_on_parts="proportional"))
    own = (ev.OwnDiscount(10_00, "2020-04-20"),)
    take_on(ledger, [invoice("1930830001", 1_000_00, *own)], day="2020-04-14", batch="own")
    async with entering(ledger, "[1930830001] Enter [297] F10 12 Enter") as clerk:
        assert clerk.message == "2176: This part earns its part of 10.00 (rule 8)."
        assert shows(clerk.app)
        await clerk.play("Enter")
        assert "less discount 3.00 in time, its part of 10.00" in clerk.screen


async def test_the_receipts_own_tolerance_is_named(ledger: Ledger) -> None:
    set_parameters(ledger, "U001", ev.Parameters(receipt_tolerance={"USD": 3_00}))
    async with entering(ledger, "[JAKE] Enter [10430] F10 1 Enter") as clerk:
        assert "2.78 is let off by the receipt's own tolerance of 3.00." in clerk.screen.replace(
            "\n ", " "
        )
        await clerk.play("F10")
        await clerk.worked()
        assert clerk.message.startswith("2190:")


# --- other clerks --------------------------------------------------------------------------------


async def look(clerk: Payments) -> None:
    """What the timer does every other second."""
    clerk.app.panel.look()  # type: ignore[attr-defined]  # payment panels have it
    await clerk.pilot.pause()


async def test_e_tells_a_colleagues_posting_and_shows_what_is_open_now(ledger: Ledger) -> None:
    kwong = colleague(ledger)
    async with entering(ledger, "[JAKE] Enter") as clerk:
        await look(clerk)
        pays(kwong, "U001", "1930580746", 437_78)
        await look(clerk)
        assert clerk.message == (
            "0040: A colleague posted for JAKE corporation while you were here: see below."
        )
        assert "10,000.00 USD" in clerk.screen


@pytest.mark.parametrize("code", ["11", "12"])
async def test_h_and_k_tell_a_colleagues_posting(ledger: Ledger, code: str) -> None:
    kwong = colleague(ledger)
    async with entering(ledger, f"[JAKE] Enter [5000] F10 {code} Enter") as clerk:
        pays(kwong, "U001", "1930580746", 437_78)
        await look(clerk)
        assert clerk.message == (
            "0040: kwong paid 1930580746 while you were here. F12 goes back to the items."
        )
        await clerk.play("F12")
        assert "1930580746~IN" in clerk.rows[0]

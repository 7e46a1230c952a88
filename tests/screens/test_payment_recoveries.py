"""Money for what was written off: E says so, F and quick entry ask, F10 posts both vouchers."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import Receipt
from artui.ledger.ledger import Ledger
from artui.ledger.people.users_roles import define_role, define_user
from artui.ledger.proof.verifying import verify
from artui.ledger.reversal.reversing import reverse_write_off
from artui.ledger.writeoffs.writing_off import write_off_many
from tests.screens.ledgers import TODAY, small_ledger
from tests.screens.payments import colleague, entering, pays, raise_invoices
from tests.screens.steps import WIDE, Shows

ASKED = "2660? 3.40 of 1930690002 was written off. Enter=Take back and pay F12=No"
NASH = "[NASH] Enter [3.40] F10"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Of NASH's invoice of 1,250.00 there were 3.40 written off within tolerance; an invoice of
    316.50 and one of 0.37 from a list."""
    ledger = small_ledger(tmp_path / "small.artui")
    pays(ledger, "U001", "1930690002", 1_246_60)
    write_off_many(ledger, ["U001/1930600002"])
    return ledger


async def test_e_says_what_the_amount_would_recover(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, "[NASH] Enter [3.40] Enter") as clerk:
        assert clerk.line(20).strip() == (
            "3.40 of 1930690002 was written off on 2020-04-15 (RC 2020-000001)."
        )
        assert shows(clerk.app)
        await clerk.play("Up [3.41] Enter")
        assert clerk.line(20).strip() == clerk.line(21).strip() == ""


async def test_f_asks_and_enter_takes_it_as_a_line(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, NASH) as clerk:
        assert clerk.message == ASKED
        assert shows(clerk.app)
        await clerk.play("Enter")
        assert clerk.message == "2101: Proposed, not posted: 1930690002 taken back, then paid."
        assert clerk.left == "0.00"


async def test_f10_posts_both_vouchers(ledger: Ledger) -> None:
    async with entering(ledger, f"{NASH} Enter F10") as clerk:
        await clerk.worked()
        assert clerk.message == (
            "2190: Vouchers RV 2020-000001 and RC 2020-000002 posted. F12 shows the last."
        )
    document = ledger.read.document("U001/1930690002")
    assert document is not None
    assert (document.state, document.open) == ("closed", 0)
    kinds = [one.kind for one in ledger.read.movements(document.id)]
    assert kinds == ["raised", "paid", "written_off", "written_off", "paid"]
    assert verify(ledger.store).problems == []


async def test_keys_typed_ahead_stop_at_the_question(ledger: Ledger) -> None:
    async with entering(ledger, NASH) as clerk:
        await clerk.play("F12")
        assert clerk.left == "3.40"
        assert "1930690002" not in clerk.screen
        await clerk.play("F12 F10")
        assert clerk.message == ASKED


async def test_a_number_to_look_for_asks_too(ledger: Ledger, shows: Shows) -> None:
    async with entering(ledger, "[NASH] Enter [100] F10 / [1930690002] Enter") as clerk:
        assert clerk.message == ASKED
        await clerk.play("Enter")
        assert clerk.left == "96.60"
        assert shows(clerk.app)
        await clerk.play("Up 4 Enter")
        assert clerk.left == "100.00"


async def test_the_number_typed_instead_of_the_payer_asks(ledger: Ledger) -> None:
    async with entering(ledger, "[1930690002] Enter [3.40] F10") as clerk:
        assert clerk.message == ASKED
        assert clerk.line(2).startswith("0200777735 NASH foundation")


async def test_a_number_in_the_reference_asks(ledger: Ledger) -> None:
    script = "[NASH] Enter [1.00] Enter [rest of 1930690002] F10"
    async with entering(ledger, script) as clerk:
        assert clerk.message == ASKED
        await clerk.play("Enter")
        assert clerk.left == "0.00"
        assert clerk.line(-6).strip() == (
            "Its write-off (RC 2020-000001) is taken back first. 1930690002 paid 1.00. 2.40"
        )
        assert clerk.line(-5).strip() == "stays open."


async def test_quick_entry_asks_for_a_number_and_for_an_amount(
    ledger: Ledger, shows: Shows
) -> None:
    async with entering(ledger, "[NASH] Enter [3.40] Enter Tab") as clerk:
        clerk.app.panel.field("order").text = "4"
        await clerk.play("F10")
        assert clerk.message == ASKED
        await clerk.play("F12 [1930690002] Enter")
        assert clerk.message == ASKED
        assert shows(clerk.app)
        await clerk.play("Enter")
        assert clerk.left == "0.00"
        await clerk.play("Enter")
        await clerk.worked()
        assert clerk.message.startswith("2190: Vouchers RV 2020-000001 and RC 2020-000002")


async def test_quick_entry_asks_the_amount_of_it(ledger: Ledger) -> None:
    async with entering(ledger, "[NASH] Enter [100] Enter Tab") as clerk:
        clerk.app.panel.field("order").text = "4"
        await clerk.play("F10 [1930690002*] Enter")
        assert clerk.message == ASKED
        await clerk.play("Enter")
        assert clerk.cursor == "amount"
        await clerk.play("[2.40] Enter")
        assert clerk.left == "97.60"
        assert clerk.line(-5).strip() == "stays open."


async def test_a_draft_keeps_it(ledger: Ledger) -> None:
    async with entering(ledger, f"{NASH} Enter F12 F10") as clerk:
        assert clerk.left == "0.00"
        await clerk.play("F10")
        await clerk.worked()
        assert clerk.message.startswith("2190: Vouchers RV")


async def test_a_colleague_who_took_it_back_is_named(ledger: Ledger) -> None:
    other = colleague(ledger)
    async with entering(ledger, f"{NASH} Enter") as clerk:
        reverse_write_off(other, "U001/1930690002")
        await clerk.play("F10")
        await clerk.worked()
        assert clerk.message.startswith("2130! 1930690002 was changed by kwong")
        assert clerk.left == "3.40"
        await clerk.play("1 Enter F10")
        await clerk.worked()
        assert clerk.message.startswith("2190: Voucher RC 2020-000002 posted.")
    assert verify(ledger.store).problems == []


async def test_money_that_equals_an_open_document_proposes_that(ledger: Ledger) -> None:
    raise_invoices(ledger, [3_40], customer="0200777735")
    async with entering(ledger, "[NASH] Enter [3.40] Enter") as clerk:
        assert clerk.line(20).strip() == ""
        await clerk.play("F10")
        assert clerk.message.startswith("2101: Proposed, not posted: one document, equal")


async def test_without_the_permission_nothing_is_asked(ledger: Ledger) -> None:
    define_role(ledger, "poster", "", ["receipts.post", "applications.post", "users.change"])
    define_user(ledger, ledger.clerk, roles=["poster"])
    async with entering(ledger, NASH) as clerk:
        assert not clerk.message.startswith("2660")
        await clerk.play("/ [1930690002] Enter")
        assert clerk.message == (
            "2159: 1930690002 is closed: 3.40 was written off (RC 2020-000001)."
        )


async def test_a_wide_terminal_asks_the_same(ledger: Ledger) -> None:
    async with entering(ledger, NASH, size=WIDE) as clerk:
        assert clerk.message == ASKED


async def test_money_on_account_asks_and_takes_it_back_too(ledger: Ledger) -> None:
    posted = paying.post_receipt(
        ledger, Receipt("U001", "0200777735", "USD", 3_40, "4400112233", TODAY, TODAY)
    )
    async with entering(ledger) as clerk:
        clerk.app.panel.open("ARS110/F", f"apply:{posted.document}")
        await clerk.pilot.pause()
        assert clerk.message == ASKED
        await clerk.play("Enter F10")
        await clerk.worked()
    vouchers = [head.name for head in ledger.read.vouchers(limit=2)]
    assert vouchers == ["CA 2020-000001", "RV 2020-000001"]
    document = ledger.read.document(posted.document)
    assert document is not None
    assert document.open == 0


async def test_a_document_on_hold_is_listed_and_not_paid(ledger: Ledger) -> None:
    setup.flag_document(ledger, "U001/1930690002", hold=True, dispute=False)
    async with entering(ledger, f"{NASH} Enter") as clerk:
        assert clerk.message == "2117! 1930690002 is on hold"
        assert clerk.left == "3.40"

"""ARS110/F, order 4: the whole receipt on the numeric keypad."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from artui.ledger import drafts
from artui.ledger.ledger import Ledger
from artui.screens.session import Session
from artui.settings import Settings
from tests.screens.ledgers import small_ledger
from tests.screens.payments import Payments, colleague, entering, pays, raise_invoices
from tests.screens.steps import SIZE, WIDE, Shows

KRAFT = "[CCCA02] Enter [60492.38] F10"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


@asynccontextmanager
async def quickly(
    ledger: Ledger, script: str = "", *values: str, size: tuple[int, int] = SIZE
) -> AsyncIterator[Payments]:
    """A clerk who used order 4 last."""
    session = Session(ledger, Settings())
    session.memory.order = 4
    session.remember()
    async with entering(ledger, script, *values, size=size) as clerk:
        yield clerk


async def test_a_number_shows_what_it_would_take_as_soon_as_it_is_whole(
    ledger: Ledger, shows: Shows
) -> None:
    script = f"{KRAFT} [1930568136] Enter [1930570711] Enter [1930575236]"
    async with quickly(ledger, script) as clerk:
        assert shows(clerk.app)


async def test_enter_on_an_empty_line_posts_when_nothing_is_left(ledger: Ledger) -> None:
    script = f"{KRAFT} [1930568136] Enter [1930570711] Enter [1930575236] Enter"
    async with quickly(ledger, script) as clerk:
        assert clerk.left == "0.00"
        await clerk.play("Enter")
        await clerk.worked()
        assert clerk.message == "2190: Voucher RC 2020-000001 posted. F12 shows it."


async def test_enter_on_an_empty_line_with_money_left_says_what_f10_does(ledger: Ledger) -> None:
    async with quickly(ledger, f"{KRAFT} [1930568136] Enter Enter") as clerk:
        assert clerk.message == (
            "2182: 39,004.38 is left: type a number. F10 posts and keeps it on account."
        )
        await clerk.play("F10")
        assert clerk.message.startswith("2120? 39,004.38 stays on account")


async def test_an_asterisk_asks_the_amount(ledger: Ledger, shows: Shows) -> None:
    async with quickly(ledger, f"{KRAFT} [1930568136*] Enter") as clerk:
        assert clerk.cursor == "amount"
        assert shows(clerk.app)
        await clerk.play("[20000] Enter")
        assert (clerk.left, clerk.cursor) == ("40,492.38", "invoice")
        assert "1,488.00 stays open" in clerk.screen


@pytest.mark.parametrize(
    ("typed", "number"), [("0", "2113!"), ("21488.01", "2106!"), ("1.234", "2107!")]
)
async def test_a_wrong_amount_is_refused_in_its_cell(
    ledger: Ledger, typed: str, number: str
) -> None:
    async with quickly(ledger, f"{KRAFT} [1930568136*] Enter [{typed}] Enter") as clerk:
        assert clerk.message.startswith(number)
        assert clerk.cursor == "amount"
        await clerk.play("Tab")
        assert clerk.cursor == "invoice"


async def test_up_and_typing_over_replaces_a_line(ledger: Ledger) -> None:
    async with quickly(ledger, f"{KRAFT} [1930568136] Enter Up [1930570711] Enter") as clerk:
        assert clerk.left == "35,354.54"
        assert "1930568136" not in clerk.screen
        await clerk.play("Up [1930999999] Enter")
        assert clerk.message.startswith("2210! 1930999999 is no document of U001.")
        assert clerk.left == "35,354.54"


async def test_clearing_its_number_takes_a_line_back(ledger: Ledger) -> None:
    async with quickly(ledger, f"{KRAFT} [1930568136] Enter Up Backspace Enter") as clerk:
        assert clerk.left == "60,492.38"
        assert "0 lines" in clerk.line(3)


async def test_enter_on_a_line_left_as_it_is_keeps_its_amount(ledger: Ledger) -> None:
    script = f"{KRAFT} [1930568136*] Enter [100] Enter Up Enter"
    async with quickly(ledger, script) as clerk:
        assert clerk.left == "60,392.38"


async def test_a_number_is_entered_once_only(ledger: Ledger) -> None:
    async with quickly(ledger, f"{KRAFT} [1930568136] Enter [1930568136] Enter") as clerk:
        assert clerk.message == "2160! 1930568136 is on line 1 already."
        assert clerk.field("invoice") == "1930568136"


async def test_another_customers_invoice_is_taken_if_the_payer_pays_for_it(
    ledger: Ledger, shows: Shows
) -> None:
    script = "[WAL-MAR corp] Enter [316.50] F10 [1930600002] Enter"
    async with quickly(ledger, script) as clerk:
        assert clerk.left == "0.00"
        await clerk.play("[1930568136] Enter")
        assert shows(clerk.app)


async def test_a_closed_one_says_who_paid_it(ledger: Ledger) -> None:
    pays(colleague(ledger), "U001", "1930568136")
    async with quickly(ledger, f"{KRAFT} [1930568136] Enter") as clerk:
        assert clerk.message == (
            "2210! 1930568136 is closed: nothing is open on it (kwong, RC 2020-000001)."
        )


async def test_f4_lists_the_payers_documents(ledger: Ledger) -> None:
    async with quickly(ledger, f"{KRAFT} [19305] F4") as clerk:
        assert clerk.line(1).startswith("Prompt: document")
        assert "1930570711" in clerk.screen
        await clerk.play("Tab Enter")
        assert clerk.left != "60,492.38"


async def test_a_write_off_is_seen_before_an_empty_line_posts_it(ledger: Ledger) -> None:
    script = "[CCCA02] Enter [21485] F10 [1930568136] Enter"
    async with quickly(ledger, script) as clerk:
        assert "short 3.00, within 5.00" in clerk.screen
        await clerk.play("Enter")
        assert clerk.message == (
            "2101: Proposed, not posted: written off 3.00. F10 posts, Enter on empty too."
        )
        assert ledger.read.vouchers(series="RC") == []
        await clerk.play("Enter")
        await clerk.worked()
        assert len(ledger.read.vouchers(series="RC")) == 1


async def test_a_late_discount_is_decided_on_k_and_the_line_goes_on(ledger: Ledger) -> None:
    script = "[BUR] Enter [81230.34] F10 [1930666989] Enter"
    async with quickly(ledger, script) as clerk:
        assert (clerk.panel_id, clerk.cursor) == ("ARS110/K", "accept")
        await clerk.play("Y Enter")
        assert clerk.line(1).startswith("Payment received: quick entry")
        assert (clerk.left, clerk.cursor) == ("0.00", "invoice")
        await clerk.play("F10")
        await clerk.worked()
        assert clerk.message.startswith("2190:")


async def test_a_receipt_of_many_lines_scrolls(ledger: Ledger, shows: Shows) -> None:
    raise_invoices(ledger, [1_00 + at for at in range(16)], first=101)
    numbers = " ".join(f"[{101 + at}] Enter" for at in range(16))
    async with quickly(ledger, f"[JAKE] Enter [100] F10 {numbers}") as clerk:
        assert shows(clerk.app)
        await clerk.play("F7")
        assert clerk.field("invoice") == "104"
        await clerk.play("F8")
        assert clerk.field("invoice") == ""


async def test_another_size_of_the_terminal_shows_other_lines(ledger: Ledger, shows: Shows) -> None:
    raise_invoices(ledger, [1_00 + at for at in range(16)], first=101)
    numbers = " ".join(f"[{101 + at}] Enter" for at in range(16))
    async with quickly(ledger, f"[JAKE] Enter [100] F10 {numbers}", size=WIDE) as clerk:
        assert "1   101 " in clerk.screen
        await clerk.pilot.resize_terminal(*SIZE)
        await clerk.pilot.pause()
        assert shows(clerk.app)


async def test_f12_keeps_the_lines_as_a_draft(ledger: Ledger) -> None:
    async with quickly(ledger, f"{KRAFT} [1930568136] Enter F12 F10") as clerk:
        assert "1 line" in clerk.line(3)
        assert "1930568136" in clerk.screen
    [kept] = drafts.kept(ledger)
    async with quickly(ledger, "", f"draft:{kept.id}") as clerk:
        assert clerk.left == "39,004.38"


async def test_what_a_colleague_just_paid_is_one_message_and_the_rest_stays(
    ledger: Ledger, shows: Shows
) -> None:
    script = f"{KRAFT} [1930568136] Enter [1930570711] Enter [1930575236] Enter"
    kwong = colleague(ledger)
    async with quickly(ledger, script) as clerk:
        pays(kwong, "U001", "1930570711")
        await clerk.play("F10")
        await clerk.worked()
        assert shows(clerk.app)


async def test_f11_f5_takes_everything_back(ledger: Ledger) -> None:
    async with quickly(ledger, f"{KRAFT} [1930568136] Enter F11 F5") as clerk:
        assert clerk.left == "60,492.38"
        assert "0 lines" in clerk.line(3)

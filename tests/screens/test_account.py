"""ARCA40: a customer's account and the document behind a row, step by step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine
from artui.ledger.ledger import Ledger
from artui.ledger.reversal import reversing
from artui.ledger.setup import CustomerData
from artui.ledger.taking_on import DocumentRow, take_on
from tests.screens.ledgers import on_account, pay_short, small_ledger
from tests.screens.steps import WIDE, Shows, working

SO = "140104440"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


async def test_open_documents_come_with_their_sums_and_the_row_explained(
    ledger: Ledger, shows: Shows
) -> None:
    async with working(ledger, "ARCA40", SO) as clerk:
        assert shows(clerk.app)


async def test_all_y_shows_closed_documents_last_and_7_their_applications(
    ledger: Ledger, shows: Shows
) -> None:
    pay_short(ledger)
    async with working(ledger, "ARCA40", SO) as clerk:
        await clerk.press("tab", "tab", "[Y]", "enter", "end", "[7]", "enter")
        assert shows(clerk.app)
        await clerk.press("[7]", "enter")
        assert "WIRE" not in clerk.screen


async def test_wide_screens_show_terms_and_references_too(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "ARCA40", SO, size=WIDE) as clerk:
        assert shows(clerk.app)


async def test_the_customer_is_typed_as_one_knows_it(ledger: Ledger) -> None:
    async with working(ledger, "ARCA40") as clerk:
        await clerk.press("[nash]", "enter")
        assert clerk.line(2).startswith("Customer 0200777735")
        assert "U001" in clerk.line(1)
    async with working(ledger, "ARCA40", "SO", "systems") as clerk:
        assert clerk.line(2).startswith("Customer 140104440")


async def test_several_customers_open_the_prompt_and_the_one_taken_is_shown(
    ledger: Ledger,
) -> None:
    async with working(ledger, "ARCA40") as clerk:
        await clerk.press("[0200]", "enter")
        assert clerk.panel_id == "ARPRMT"
        await clerk.press("down", "down", "enter")
        assert clerk.panel_id == "ARCA40"
        assert "JAKE corporation" in clerk.line(2)


async def test_an_unknown_customer_is_said_and_the_text_stays(ledger: Ledger) -> None:
    async with working(ledger, "ARCA40") as clerk:
        await clerk.press("[ZZZ]", "enter")
        assert clerk.message == "2207! No customer is called 'ZZZ'."
        assert "ZZZ" in clerk.line(2)


async def test_two_currencies_are_never_added(ledger: Ledger, shows: Shows) -> None:
    setup.set_rate(ledger, "CAD", "USD", "2020-01-01", "1.4")
    row = DocumentRow(
        "CA02", "2960700001", "invoice", SO, "2020-04-01", "2020-04-10", "USD", 1_000_00, 1_000_00
    )
    take_on(ledger, [row], day="2020-04-14")
    async with working(ledger, "ARCA40", SO) as clerk:
        await clerk.press("end")
        assert shows(clerk.app)
        await clerk.press("home")
        assert clerk.line(4).startswith("Open 256,673.85 CAD")


async def test_above_the_credit_limit_is_marked(ledger: Ledger) -> None:
    known = ledger.read.customer("CA02", SO)
    assert known is not None
    data = replace(CustomerData.of(known), credit_limit=250_000_00, tolerance_blocked=True)
    setup.put_customers(ledger, [data])
    async with working(ledger, "ARCA40", SO) as clerk:
        assert "Limit 250,000.00>LIM" in clerk.line(4)
        assert "SO systems BLK" in clerk.line(2)


async def test_only_an_open_credit_can_be_applied(ledger: Ledger) -> None:
    async with working(ledger, "ARCA40", SO) as clerk:
        await clerk.press("down", "[1]", "enter")
        assert clerk.message == "2212! 2960619384 has no credit to apply."
        await clerk.press("f10")
        assert clerk.message.startswith("2212!")


async def test_1_applies_an_open_credit_and_comes_back_with_the_voucher(
    ledger: Ledger, shows: Shows
) -> None:
    async with working(ledger, "ARCA40", SO) as clerk:
        await clerk.press("[1]", "enter")
        assert clerk.panel_id == "ARS110/F"
        await clerk.press("[1]", "enter", "f10")
        await clerk.worked()
        assert shows(clerk.app)


async def test_f6_begins_a_receipt_of_the_customer(ledger: Ledger) -> None:
    async with working(ledger, "ARCA40", SO) as clerk:
        await clerk.press("f6")
        assert clerk.panel_id == "ARS110/E"
        assert SO in clerk.line(2)


async def test_unidentified_cash_has_an_account_and_is_nobodys(
    ledger: Ledger, shows: Shows
) -> None:
    on_account(ledger, 70_00, customer="")
    async with working(ledger, "ARCA40", "*") as clerk:
        assert shows(clerk.app)
        await clerk.press("[1]", "enter")
        assert clerk.message.startswith("2302! RC20000001 is nobody's yet")


async def test_nothing_open_says_what_to_do(ledger: Ledger) -> None:
    setup.put_customers(ledger, [CustomerData("U001", "55", "IDLE parts", "USD")])
    async with working(ledger, "ARCA40", "55") as clerk:
        assert clerk.message == "3020: Nothing is open. All Y shows what was."
        await clerk.press("f10")
        assert clerk.panel_id == "ARCA40"


async def test_a_colleagues_posting_shows_after_refresh(ledger: Ledger) -> None:
    async with working(ledger, "ARCA40", SO) as clerk:
        assert "2960619384" in clerk.screen
        pay_short(ledger)
        await clerk.press("f5")
        assert "2960619384" not in clerk.screen


async def test_a_document_is_shown_whole_with_its_movements(ledger: Ledger, shows: Shows) -> None:
    pay_short(ledger)
    async with working(ledger, "ARCA40", SO) as clerk:
        await clerk.press("tab", "tab", "[Y]", "enter", "end", "enter", "end")
        assert clerk.panel_id == "ARDO50"
        assert shows(clerk.app)


async def test_a_reversed_payment_is_told_as_undone(ledger: Ledger, shows: Shows) -> None:
    reversing.reverse(ledger, pay_short(ledger).voucher)
    async with working(ledger, "document", "CA02/2960619384") as clerk:
        await clerk.press("end")
        assert shows(clerk.app)


async def test_a_credit_says_what_it_was_applied_to(ledger: Ledger, shows: Shows) -> None:
    credit = ledger.read.document("CA02/164150003")
    invoice = ledger.read.document("CA02/2960620423")
    assert credit is not None
    assert invoice is not None
    distribution = paying.application(ledger, credit, ledger.today())
    paying.apply(ledger, credit.id, [PayLine.of(distribution.pay(invoice, 8_937_47))])
    async with working(ledger, "ARCA40", SO) as clerk:
        await clerk.press("tab", "tab", "[Y]", "enter", "home", "down", "down")
        await clerk.press("[7]", "end", "[7]", "enter")
        assert shows(clerk.app)


async def test_a_document_is_found_by_its_number_alone(ledger: Ledger) -> None:
    async with working(ledger, "document") as clerk:
        await clerk.press("[1930666989]", "enter")
        assert "invoice of BUR trust" in clerk.line(2)
        await clerk.press("shift+tab", "[77]", "enter")
        assert clerk.message == "0104! There is no document 77."

"""ARMENU: what is open, what waits, what was posted last, and where to go."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import drafts, setup
from artui.ledger.drafts import Draft
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.setup import CustomerData
from artui.ledger.taking_on import DocumentRow, take_on
from artui.screens.menu import bar, percent
from tests.screens.ledgers import (
    CLERK,
    CLOCK,
    TODAY,
    empty_ledger,
    on_account,
    pay_short,
    small_ledger,
)
from tests.screens.steps import SIZE, WIDE, Shows, working


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


def keep_draft(ledger: Ledger) -> None:
    drafts.keep(ledger, "d1", "BUR trust, USD 81,230.34", Draft({"payer": "0200982294"}))


async def test_ageing_what_waits_and_the_last_vouchers(ledger: Ledger, shows: Shows) -> None:
    on_account(ledger)
    on_account(ledger, 70_00, customer="")
    on_account(ledger, -25_00)
    pay_short(ledger)
    keep_draft(ledger)
    async with working(ledger, "menu") as clerk:
        assert shows(clerk.app)


@pytest.mark.parametrize("size", [SIZE, WIDE], ids=["80x24", "132x43"])
async def test_nothing_that_isnt_there_is_offered(
    ledger: Ledger, shows: Shows, size: tuple[int, int]
) -> None:
    async with working(ledger, "menu", size=size) as clerk:
        assert shows(clerk.app)
        await clerk.press("f10")
        assert clerk.panel_id == "ARMENU"


async def test_an_empty_ledger_says_what_to_do_next(tmp_path: Path, shows: Shows) -> None:
    async with working(empty_ledger(tmp_path / "empty.artui"), "menu") as clerk:
        assert shows(clerk.app)


async def test_of_many_currencies_the_largest_two_by_documents_are_drawn(
    ledger: Ledger, shows: Shows
) -> None:
    setup.set_rate(ledger, "USD", "JPY", "2020-01-01", "0.0093")
    rows = [
        DocumentRow(
            "U001",
            f"JP{n}",
            "invoice",
            "0200777735",
            "2020-04-01",
            "2020-04-20",
            "JPY",
            150_000,
            150_000,
        )
        for n in range(9)
    ]
    take_on(ledger, rows, day="2020-04-14")
    async with working(ledger, "menu") as clerk:
        assert shows(clerk.app)


async def test_the_fast_path_takes_numbers_ids_names_and_values(ledger: Ledger) -> None:
    async with working(ledger, "menu") as clerk:
        await clerk.press("[7 nash]", "enter")
        assert clerk.panel_id == "ARCA40"
        assert "NASH foundation" in clerk.line(2)
        await clerk.press("f3")
        assert clerk.panel_id == "ARMENU"
        await clerk.press("[arvo60]", "enter")
        assert clerk.panel_id == "ARVO60"
        await clerk.press("f12", "[99]", "enter")
        assert clerk.message == "0107! There is no panel 99."


async def test_a_draft_found_is_said_until_it_is_taken_up(ledger: Ledger) -> None:
    keep_draft(ledger)
    async with working(ledger, "menu") as clerk:
        said = "0012: Draft kept from 10:42: BUR trust, USD 81,230.34. F10=Resume"
        assert clerk.message == said
        await clerk.press("[9]", "enter", "f12")
        assert clerk.message == said
        assert "F10=Resume" in clerk.line(-1)


async def test_a_draft_of_another_day_says_which(ledger: Ledger) -> None:
    keep_draft(ledger)
    ledger.today = lambda: "2020-04-16"
    async with working(ledger, "menu") as clerk:
        assert clerk.message.startswith("0012: Draft kept from 04-15 10:42:")


async def test_a_colleagues_posting_shows_after_refresh(ledger: Ledger) -> None:
    async with working(ledger, "menu") as clerk:
        assert "RC 1" not in clerk.screen
        on_account(ledger)
        await clerk.press("[7]", "f5")
        assert "RC 1   NASH foundati" in clerk.screen
        assert clerk.line(-4).startswith("===> 7")


async def test_a_ledger_that_can_only_be_read_says_so_all_the_time(
    ledger: Ledger, tmp_path: Path
) -> None:
    keep_draft(ledger)
    ledger.close()
    path = tmp_path / "small.artui"
    for place in tmp_path.iterdir():
        place.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        reader = open_ledger(path, CLERK, clock=lambda: CLOCK, today=lambda: TODAY)
        if not reader.store.read_only:
            pytest.skip("this user may write what is read-only")
        async with working(reader, "menu") as clerk:
            assert clerk.message == "0003! Read-only: you can look, nothing can be posted"
            assert "F10" not in clerk.line(-1)
    finally:
        tmp_path.chmod(0o755)


async def test_customers_of_all_companies_are_summed_by_currency(ledger: Ledger) -> None:
    setup.put_customers(ledger, [CustomerData("CA02", "USD1", "BORDER parts", "USD")])
    setup.set_rate(ledger, "CAD", "USD", "2020-01-01", "1.4")
    row = DocumentRow("CA02", "7", "invoice", "USD1", "2020-04-01", "2020-05-01", "USD", 100, 100)
    take_on(ledger, [row], day="2020-04-14")
    async with working(ledger, "menu") as clerk:
        assert "USD    314,307.57" in clerk.line(2)


@pytest.mark.parametrize(
    ("amount", "scale", "drawn"),
    [
        (100, 100, "████████████"),
        (50, 100, "██████"),
        (64, 100, "███████▋"),
        (1, 100, "▏"),
        (1, 1000, ""),
        (2449, 10000, "███"),
        (0, 100, ""),
        (-40, 100, ""),
        (0, 0, ""),
    ],
)
def test_bars_are_drawn_in_eighths_of_a_cell(amount: int, scale: int, drawn: str) -> None:
    assert bar(amount, scale) == drawn


@pytest.mark.parametrize(
    ("amount", "total", "shown"),
    [(1, 3, "33%"), (1, 2, "50%"), (995, 1000, "100%"), (0, 10, "0%"), (-1, 10, ""), (5, 0, "")],
)
def test_a_share_is_rounded_half_up_and_blank_where_it_means_nothing(
    amount: int, total: int, shown: str
) -> None:
    assert percent(amount, total) == shown

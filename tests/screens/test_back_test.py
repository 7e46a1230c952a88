"""ARBT85: a limit tried on what happened, as a curve and as figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger
from artui.ledger.setup import CustomerData, ToleranceData
from artui.ledger.taking_on import DocumentRow, take_on
from tests.screens.desk import Desk, at_desk
from tests.screens.ledgers import small_ledger
from tests.screens.steps import WIDE, Shows

DAY = "2020-04-15"


def short_payments(ledger: Ledger, amounts: Sequence[int], customers: int = 2) -> None:
    """Invoices of 5,000.00 EUR of some customers in turn, each paid short by an amount."""
    setup.register_company(ledger, "E001", "Europe", "EUR", years=[2020])
    names = {"K1": "Kiosk Berlin", "K2": "Laden Wien"}
    rows = [CustomerData("E001", key, name, "EUR") for key, name in names.items()]
    setup.put_customers(ledger, rows)
    for at, amount in enumerate(amounts):
        number, customer = f"R{at + 1:02d}", f"K{1 + at % customers}"
        document = DocumentRow("E001", number, "invoice", customer, "2020-03-01", "2020-03-31",
                               "EUR", 5_000_00, 5_000_00)  # fmt: skip
        take_on(ledger, [document])
        paid = 5_000_00 - amount
        money = Receipt("E001", customer, "EUR", paid, "E001-EUR", DAY, DAY)
        invoice = ledger.read.document(f"E001/{number}")
        assert invoice is not None
        distribution = paying.distribution(ledger, money)
        distribution.pay(invoice, paid)
        paying.post_receipt(ledger, money, PayLine.all_of(distribution))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Forty invoices of two customers, each paid short by a little more than the one before."""
    ledger = small_ledger(tmp_path / "small.artui")
    setup.set_tolerance(ledger, ToleranceData("EUR", 5_00, "0.5"))
    short_payments(ledger, [37 * (at + 1) for at in range(40)])
    return ledger


async def test_the_curve_and_the_limits_beside_each_other(ledger: Ledger, shows: Shows) -> None:
    before = ledger.store.head()
    async with at_desk(ledger, "12", "eur", "10.00") as desk:
        await desk.press("down")
        assert shows(desk.app)
        assert "Nothing in the ledger was touched." in desk.message
    assert ledger.store.head() == before


async def test_twice_the_limit_in_force_is_proposed(ledger: Ledger) -> None:
    async with at_desk(ledger, "backtest", "eur") as desk:
        assert "10.00 tried" in desk.screen
        assert "5.00 now" in desk.screen


async def test_a_limit_is_broken_down_and_leads_to_documents(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "arbt85", "eur", "10.00", size=WIDE) as desk:
        await desk.press("1", "enter")
        assert "E001/K1" in desk.screen
        sums = desk.screen.splitlines()[3].split()
        await desk.press("enter")  # what the first customer's sum is made of
        assert desk.panel_id == "ARBT85/D"
        assert len(behind(desk)) == int(sums[-3])
        assert sum(behind(desk)) == amount(sums[-2])
        await desk.press("f12", "f12", "2", "enter")
        assert "no reason was given" in desk.screen
        await desk.press("f12", "enter")
        assert shows(desk.app)
        await desk.press("enter")
        assert "Document" in desk.screen


def amount(text: str) -> int:
    """Minor units of a figure of two decimals."""
    return int(text.replace(",", "").replace(".", ""))


def behind(desk: Desk) -> list[int]:
    """What each document listed would have been written off, minor units."""
    lines = desk.screen.splitlines()[3:19]
    return [amount(line.split()[-2]) for line in lines if line.strip()]


async def test_what_makes_no_sense_is_said_at_its_field(ledger: Ledger) -> None:
    async with at_desk(ledger, "backtest", "eur", "10.00", "group") as desk:
        assert desk.message.startswith("2653! a tolerance of level group needs to say for whom")
    async with at_desk(ledger, "backtest", "eur", "10.00") as desk:
        desk.panel.field("since").text = "1990-01-01"
        desk.panel.field("until").text = "1990-12-31"
        await desk.press("f10")
        await desk.worked()
        assert desk.message.startswith("2680! 1990-12-31 is outside the history: it holds 2020-")


async def test_what_would_have_been_said_at_a_position(ledger: Ledger) -> None:
    """Four payments were short by then; what is behind the figures is of then too."""
    (head,) = ledger.read.find_vouchers("RC", 2020, 4)
    async with at_desk(ledger, "backtest", "eur", "10.00") as desk:
        await desk.worked()
        desk.panel.go_to("known_at")
        await desk.retype("RC 4")
        await desk.worked()
        assert f"KNOWN {head.pos:,}" in desk.line(1)
        (tried,) = (line.split() for line in desk.screen.splitlines() if " tried " in line)
        assert tried[tried.index("tried") + 1] == "4"
        desk.panel.go_to("limits")
        for keys in (("5", "enter"), ("enter",)):
            await desk.press(*keys)
            assert f"KNOWN {head.pos:,}" in desk.line(1)
        assert desk.panel_id.startswith("ARDO50")


async def test_a_tolerance_is_tried_before_it_is_saved(ledger: Ledger) -> None:
    async with at_desk(ledger, "ars098") as desk:
        rows = desk.panel.listing()
        while rows.row and rows.row.currency != "EUR":
            await desk.press("down")
        await desk.press("f11", "f2")
        assert "ARBT85" in desk.screen
        assert "10.00 tried" in desk.screen
        await desk.press("f12")
        assert "ARS098" in desk.screen

"""ARRP70/P: pictures of a small ledger, at both sizes, turned over, printed, put in the outbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup import ToleranceData
from artui.settings import Settings
from tests.screens.desk import at_desk
from tests.screens.ledgers import TODAY, on_account, pay_short, small_ledger
from tests.screens.steps import SIZE, WIDE, Shows, working
from tests.screens.test_back_test import short_payments

FROM = "2019-11-01"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Open items of three currencies, differences within tolerance."""
    made = small_ledger(tmp_path / "small.artui")
    pay_short(made)
    on_account(made)
    setup.set_tolerance(made, ToleranceData("EUR", 5_00, "0.5"))
    short_payments(made, [37 * (at + 1) for at in range(40)])
    return made


NAMES = ("ageing", "write-offs", "differences", "back-test")


@pytest.mark.parametrize("size", [SIZE, WIDE], ids=["80x24", "132x43"])
@pytest.mark.parametrize("name", NAMES)
async def test_a_picture(ledger: Ledger, shows: Shows, name: str, size: tuple[int, int]) -> None:
    company = "U001" if name == "ageing" else "E001"
    async with at_desk(ledger, "arrp70/p", name, company, TODAY, FROM, size=size) as desk:
        await desk.worked()
        assert desk.panel_id == "ARRP70/P"
        assert shows(desk.app)


async def test_one_opens_from_the_reports_and_several_are_turned_over(ledger: Ledger) -> None:
    async with at_desk(ledger, "reports", "U001") as desk:
        for _ in range(20):
            if desk.line(-6).startswith("Open balances by days late"):
                break
            await desk.press("down")
        await desk.press("enter")
        await desk.worked()
        assert "Open balances net by days past due, USD" in desk.screen
        assert "Over 60 late" in desk.screen
        await desk.press("f12")
        assert desk.panel_id == "ARRP70"
    async with at_desk(ledger, "arrp70/p", "ageing") as desk:
        await desk.worked()
        assert desk.message == "3720: Picture 1 of 3; F7 and F8 turn over."
        assert "past due, CAD" in desk.screen
        await desk.press("f8", "f8", "f8")
        assert desk.message == "3720: Picture 3 of 3; F7 and F8 turn over."
        assert "past due, USD" in desk.screen
        await desk.press("f7")
        assert "past due, EUR" in desk.screen


async def test_another_size_draws_it_anew(ledger: Ledger) -> None:
    async with at_desk(ledger, "arrp70/p", "ageing", "U001", size=WIDE) as desk:
        await desk.worked()
        wide = desk.screen
        await desk.pilot.resize_terminal(*SIZE)
        await desk.pilot.pause()
        assert max(map(len, desk.screen.splitlines())) <= 80
        await desk.pilot.resize_terminal(*WIDE)
        await desk.pilot.pause()
        assert desk.screen == wide


async def test_it_is_printed_and_put_in_the_outbox(ledger: Ledger, tmp_path: Path) -> None:
    outbox, printed = tmp_path / "outbox", tmp_path / "printed"
    outbox.mkdir()
    settings = Settings(print_command=f"tee {printed}", outbox=str(outbox))
    values = ("differences", "E001", TODAY)
    async with working(ledger, "arrp70/p", *values, settings=settings) as clerk:
        await clerk.worked()
        await clerk.press("f11", "f4")
        await clerk.worked()
        assert clerk.message.startswith("3722: Tolerated differences against their limit went")
        await clerk.press("f10")
        await clerk.worked()
        assert clerk.message.startswith("3701: differences-E001-2020-04-15.pdf is in the outbox")
        await clerk.press("f6")
        await clerk.worked()
    assert "limit" in printed.read_text(encoding="utf-8")
    end = str(ledger.store.head().pos)
    async with working(ledger, "arrp70/p", *values, "", end, settings=settings) as clerk:
        await clerk.worked()
        await clerk.press("f10")
        await clerk.worked()
    names = {path.name for path in outbox.iterdir()}
    assert names == {
        f"differences-E001-2020-04-15{it}" for it in (".pdf", ".svg", f"-at-{end}.pdf")
    }


async def test_what_makes_no_sense_is_said(ledger: Ledger) -> None:
    for values, said in (
        (("nothing",), "3721! Choose one of ageing, write-offs, differences, back-test"),
        (("ageing", "X999"), "2201! "),
        (("write-offs", "U001", "2020-01-01", "2020-02-01"), "2526! 2020-02-01 is after"),
        (("write-offs", "U001", "2019-01-31"), "2680! 2019-01-31 is outside the history: it"),
        (("ageing", "U001", "2019-01-31"), "2680! 2019-01-31 is outside the history: it holds"),
    ):
        async with at_desk(ledger, "arrp70/p", *values) as desk:
            await desk.worked()
            assert desk.message.startswith(said)


async def test_nothing_to_show_is_said(ledger: Ledger) -> None:
    async with at_desk(ledger, "arrp70/p", "write-offs", "U001", "2020-03-01") as desk:
        await desk.worked()
        assert "Nothing to show." in desk.screen


@pytest.mark.parametrize(
    ("name", "panel", "said"),
    [
        ("ageing", "ARAG20", "Ageing by customer"),
        ("write-offs", "ARRP70/V", "Write-off summary"),
        ("differences", "ARRP70/V", "Write-offs one by one"),
        ("back-test", "ARBT85", "Back-test"),
    ],
)
async def test_enter_opens_the_figures_a_picture_is_drawn_of(
    ledger: Ledger, name: str, panel: str, said: str
) -> None:
    company = "U001" if name == "ageing" else "E001"
    async with at_desk(ledger, "arrp70/p", name, company, TODAY, FROM) as desk:
        await desk.worked()
        await desk.press("enter")
        await desk.worked()
        assert desk.panel_id == panel
        assert desk.line(1).startswith(said)
        if name == "ageing":
            assert "Company U001" in desk.line(2)
        elif panel == "ARRP70/V":
            assert "E001" in desk.line(2)
            assert "Nothing." not in desk.screen
        await desk.press("f12")
        assert desk.panel_id == "ARRP70/P"

"""ARRE80/H: who set a limit when, and to what; reached from master data, why and events."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup import ToleranceData
from artui.ledger.setup.closing import close_period
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.writeoffs.exceptions import UNDER, Rule
from artui.ledger.writeoffs.schedules import set_rules
from artui.panels import PANELS
from artui.screens.master.maintenance import Maintenance
from tests.screens.desk import Desk, at_desk
from tests.screens.ledgers import pay_short, small_ledger
from tests.screens.payments import entering
from tests.screens.steps import Shows


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """The tolerance of CAD was 5.00, then 7.50 for a while, then 5.00 again."""
    ledger = small_ledger(tmp_path / "small.artui")
    for amount, note in ((7_50, "spring sale"), (5_00, "")):
        setup.set_tolerance(ledger, ToleranceData("CAD", amount, "0.5", note=note))
    return ledger


async def test_8_beside_a_tolerance_says_what_each_version_changed(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "tolerances") as desk:
        await desk.press("8", "enter")
        assert desk.panel_id == "ARRE80/H"
        assert shows(desk.app)
        await desk.press("down", "enter")
        assert desk.panel_id == "ARRE80/D"
        assert "7.50" in desk.screen
        await desk.press("f12", "f12")
        assert desk.panel_id == "ARS098"


MASTER = sorted(
    {
        name
        for name, place in PANELS.items()
        if place.startswith("artui.screens.master.") and name.isalpha()
    }
    - {"changes", "duties", "policies", "schedules"}
)


@pytest.mark.parametrize("name", MASTER)
async def test_8_lists_the_events_of_the_row_on_every_panel(ledger: Ledger, name: str) -> None:
    setup.register_branch(ledger, "U001", "EAST", "East")
    setup.register_division(ledger, "U001", "N", "North")
    setup.set_rate(ledger, "USD", "EUR", "2020-01-01", "1.1")
    setup.define_user(ledger, "bea", unlimited=True, roles=["clerk"])
    set_parameters(ledger, "U001", ev.Parameters(reversal_rate="day"))
    rule = Rule(UNDER, "recommend", "USD", amount_to=5_00, reason="FEE")
    set_rules(ledger, "U001", [rule], since="2020-01-01")
    close_period(ledger, "CA02", "2020-01", confirmed=True)
    async with at_desk(ledger, name) as desk:
        assert isinstance(desk.panel, Maintenance), name
        await desk.press("8", "enter")
        assert desk.panel_id == "ARRE80/H"
        known = desk.message.startswith(("3744: ", "3745: "))
        assert known, desk.message


async def test_the_event_of_a_write_off_leads_to_the_policy_that_allowed_it(
    ledger: Ledger,
) -> None:
    posted = pay_short(ledger)
    head = ledger.read.voucher(posted.voucher)
    assert head is not None
    off = next(
        pos
        for pos, event in ledger.store.events(head.first_pos - 1, head.pos)
        if type(event).__name__ == "DifferenceWrittenOff"
    )
    async with at_desk(ledger, "event", str(off)) as desk:
        await to_step(desk, "Policy")
        await desk.press("enter")
        assert desk.panel_id == "ARRE80/H"
        assert desk.message == "3744: 1 event, the newest first. Enter shows one."
        assert "Currency CAD" in desk.screen


async def test_from_why_on_payment_entry_down_to_the_tolerance(ledger: Ledger) -> None:
    way = "[140104440] Enter [76359.15] F10 9 Enter Down Enter"
    async with entering(ledger, way) as clerk:
        assert clerk.panel_id == "ARRE80/H"
        assert "7.50 to 5.00" in clerk.screen
        await clerk.play("F12 F12")
        assert clerk.panel_id == "ARS110/F"


async def to_step(desk: Desk, begins: str) -> None:
    """Go to the step that begins so."""
    for _ in range(12):
        line = next(line for line in desk.screen.splitlines() if line.startswith("▓"))
        if begins in line:
            return
        await desk.press("down")
    raise AssertionError(f"no step {begins}")


async def test_from_why_a_candidate_down_to_who_gave_the_authority(ledger: Ledger) -> None:
    setup.define_user(ledger, "mlopez", authority={"USD": 25_00}, roles=["administrator"])
    async with at_desk(ledger, "why", "U001/1930600002") as desk:
        await to_step(desk, "Authority, user mlopez")
        await desk.press("enter")
        assert desk.panel_id == "ARRE80/H"
        assert "mlopez" in desk.line(2)
        await desk.press("f12")
        await to_step(desk, "Payment tolerance: policy 1, default USD")
        await desk.press("enter")
        assert desk.panel_id == "ARRE80/H"


async def test_what_came_with_the_ledger_has_no_history(ledger: Ledger) -> None:
    async with at_desk(ledger, "arre80/h", "ReasonDefined", "reason=NONE") as desk:
        assert desk.message == "3745: Nothing was recorded: it came with the ledger."


async def test_a_finding_of_the_proof_leads_to_its_event(ledger: Ledger, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "small.artui") as raw:
        raw.execute("DROP TRIGGER events_no_update")
        raw.execute("UPDATE events SET state = x'00' WHERE pos = 60")
    async with at_desk(ledger, "verify") as desk:
        await desk.press("f10")
        await desk.worked()
        await desk.press("enter")
        assert desk.panel_id == "ARRE80/D"
        assert "60" in desk.message and "can't be read" in desk.message
        await desk.press("f12")
        assert desk.panel_id == "ARVF81"


async def test_a_seal_leads_to_its_closing(ledger: Ledger) -> None:
    close_period(ledger, "CA02", "2020-01", confirmed=True)
    async with at_desk(ledger, "verify") as desk:
        await desk.press("tab", "enter")
        assert desk.panel_id == "ARRE80/H"
        assert "CA02 2020-01" in desk.line(2)


@pytest.mark.parametrize(
    ("down", "panel"), [(0, "ARRP70/V"), (1, "ARJB65"), (3, "ARAP50"), (4, "ARCA40")]
)
async def test_a_line_of_a_closing_leads_to_what_waits(
    ledger: Ledger, down: int, panel: str
) -> None:
    async with at_desk(ledger, "arpo90/pc", "U001", "2020-03") as desk:
        await desk.press(*["down"] * down, "enter")
        await desk.worked()
        assert desk.panel_id == panel
        await desk.press("f12")
        assert desk.panel_id == "ARPO90/PC"

"""ARPO90/G, ARPO90/V and the roles and branches of ARPO90/U."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.people import rights
from artui.ledger.people.changes import waiting
from artui.ledger.people.users_roles import define_role, define_user
from tests.screens.desk import at_desk
from tests.screens.ledgers import CLERK, small_ledger
from tests.screens.steps import WIDE, Shows
from tests.screens.test_approvals import as_user


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Sue is a supervisor, Kim a clerk at two branches; one person keeps them."""
    ledger = small_ledger(tmp_path / "small.artui")
    for branch, name in (("EAST", "East"), ("WEST", "West")):
        setup.register_branch(ledger, "U001", branch, name)
    define_user(ledger, "sue", authority={"USD": 100_00}, roles=["supervisor"])
    define_user(ledger, "kim", roles=["clerk"], branches=["U001/EAST"])
    return ledger


async def test_roles_are_listed_with_who_holds_them(ledger: Ledger, shows: Shows) -> None:
    define_role(ledger, "cash", "Cash desk", ["receipts.post", "applications.post"])
    async with at_desk(ledger, "roles") as desk:
        await desk.press("end", "2", "enter", "enter")
        assert shows(desk.app)


async def test_a_wide_screen_shows_what_each_allows(ledger: Ledger) -> None:
    async with at_desk(ledger, "arpo90/g", size=WIDE) as desk:
        assert "auditor        Looks and proves               nobody" in desk.screen
        assert "ledger.rebuild ledger.verify reports.read" in desk.screen


async def test_permissions_are_chosen_from_a_list(ledger: Ledger) -> None:
    async with at_desk(ledger, "roles") as desk:
        await desk.press("f6")
        await desk.fill("cash", "Cash desk")
        await desk.type("receipts.post")
        await desk.press("f4")
        listed = [name for name in rights.PERMISSIONS if name not in rights.LOOKING]
        await desk.press(*["down"] * listed.index("applications.post"), "1", "enter")
        assert "Y  receipts.post        post receipts with their applications" in desk.screen
        assert "Y  applications.post    apply open credits, also automatically" in desk.screen
        await desk.press("f10")
        assert desk.message == "4101: Role cash is saved."
    cash = rights.roles(ledger.policies)["cash"]
    assert cash.permissions == {"receipts.post", "applications.post"}


async def test_a_role_waits_for_a_second_person_and_ends(ledger: Ledger) -> None:
    define_user(ledger, "adam", roles=["administrator"])
    async with at_desk(ledger, "roles") as desk:
        await desk.press("f6")
        await desk.fill("cash", "Cash desk", "receipts.post")
        assert desk.message == "4101: Change 1 waits to be confirmed by adam."
    assert "cash" not in rights.roles(ledger.policies)
    async with at_desk(as_user(ledger, "adam"), "changes") as desk:
        await desk.press("1", "enter", "enter")
        assert desk.message == "3423: 1 confirmed, 0 turned down."
    async with at_desk(ledger, "roles") as desk:
        await desk.press("end", "4", "enter")
        assert desk.message == "4106? End cash? Enter=Yes F12=No"
        await desk.press("enter")
        assert desk.message == "4107: Change 2 waits to be confirmed by adam."
    assert [change.what for change in waiting(ledger)] == ["role cash"]


async def test_a_wrong_permission_is_refused_in_its_field(ledger: Ledger) -> None:
    async with at_desk(ledger, "roles") as desk:
        await desk.press("f6")
        await desk.fill("cash", "Cash desk", "receipts.dance")
        assert desk.message.startswith("2402! 'receipts.dance' is none of")
        assert desk.panel.field("permissions").in_error


async def test_roles_and_branches_of_a_user_are_chosen_from_lists(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "users") as desk:
        await desk.press("2", "enter")
        desk.panel.go_to("branches")
        await desk.press("f4")
        assert shows(desk.app)
        await desk.press("down", "4", "down", "1", "f10")
        assert desk.message == "4101: User kim is saved."
    user = ledger.policies.users["kim"]
    assert (user.roles, user.branches) == (("clerk",), ("U001/WEST",))


async def test_duties_that_clash_stand_with_their_roles(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "duties") as desk:
        assert desk.message == f"3427: Only {CLERK} may confirm changes: one person's word."
        await desk.press("end")
        assert shows(desk.app)
        await desk.press("enter", "end")
        assert desk.panel_id == "ARPO90/U"
        assert "Clash (===> duties): " in desk.screen

"""Users of each role try every panel, key and option: what isn't theirs isn't offered, and is
refused if it is typed all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from artui import keys
from artui.ledger.ledger import Ledger
from artui.ledger.people import rights
from artui.ledger.people.users_roles import define_user
from artui.needs import NEEDS, OPEN, need
from artui.panels import PANELS, PROMPT, WITHIN
from artui.screens.frame.panel import Panel
from artui.screens.frame.subfile import Subfile
from artui.screens.menu import ENTRIES
from tests.screens.desk import Desk, at_desk
from tests.screens.ledgers import on_account, pay_short, small_ledger
from tests.screens.steps import Shows
from tests.screens.test_approvals import as_user

ROLES = {"clara": "clerk", "sue": "supervisor", "audrey": "auditor", "adam": "administrator"}
EVERYBODY = (*ROLES, "mallory")
"""One user of each role, and somebody the ledger doesn't know."""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = small_ledger(tmp_path / "small.artui")
    pay_short(ledger)
    on_account(ledger)
    for name, role in ROLES.items():
        define_user(ledger, name, authority={"USD": 50_00}, roles=[role])
    return ledger


def named_panels() -> Iterator[tuple[str, type[Panel]]]:
    """The class of every panel, with the longest of its names."""
    names: dict[str, str] = {}
    for name, place in sorted(PANELS.items(), key=lambda item: len(item[0])):
        names[place] = name
    for place, name in sorted(names.items()):
        module, _, panel = place.partition(":")
        yield name, getattr(import_module(module), panel)


@asynccontextmanager
async def trying(ledger: Ledger, user: str) -> AsyncIterator[Tries]:
    """Somebody at the menu of policies, from where they try the panels."""
    async with at_desk(as_user(ledger, user), "policies") as desk:
        yield Tries(desk, ledger.read.vouchers(limit=1)[0].id)


class Tries:
    """Panels opened one after the other from the menu of policies, by the fast path."""

    def __init__(self, desk: Desk, voucher: str) -> None:
        self.desk = desk
        period = ("CA02", "2020-01")
        self._values = {
            "arvo60/d": (voucher, "next"),
            "reversal": (voucher,),
            "arca40": ("CA02/140104440",),
            "document": ("CA02/2960619384",),
            "arpo90/pc": period,
            "arpo90/po": period,
        }

    @asynccontextmanager
    async def opened(self, name: str) -> AsyncIterator[Panel]:
        """The panel a name led to, or the menu if it was refused; back at the menu behind it."""
        self.desk.app.go(" ".join((name, *self._values.get(name, ()))))
        await self.desk.pilot.pause()
        yield self.desk.panel
        self.desk.app.back_to("ARPO90")
        await self.desk.pilot.pause()

    def refused(self, permission: str) -> bool:
        """Whether the message line refuses, and names the permission."""
        return self.desk.message.startswith("2400! ") and permission in self.desk.message

    @property
    def foot(self) -> str:
        """The lines of options and keys."""
        lines = self.desk.screen.splitlines()
        return "\n".join((lines[-4], *lines[-2:]))

    async def code(self, listing: Subfile[Any], code: str) -> None:
        """Type a code in the row under the cursor."""
        self.desk.panel.go_to(listing.name or "")
        await self.desk.press(*code, "enter")


def test_every_panel_says_what_it_takes() -> None:
    panels = {panel.ID for _name, panel in named_panels()}
    assert panels <= set(NEEDS), "a new panel needs a row in artui.needs"
    for panel_id, row in NEEDS.items():
        assert set(row.values()) <= set(rights.PERMISSIONS), panel_id
        for name in set(row) - {OPEN}:
            keys.option(name) if name[0].isdigit() else keys.action(name)


@pytest.mark.parametrize("user", EVERYBODY)
async def test_a_role_opens_its_panels_and_no_others(ledger: Ledger, user: str) -> None:
    may = rights.permissions_of(ledger.policies, user)
    async with trying(ledger, user) as tries:
        for name, panel in named_panels():
            async with tries.opened(name) as shown:
                needed = need(panel.ID)
                if needed and needed not in may:
                    assert shown.ID == "ARPO90", name
                    assert tries.refused(needed), name
                elif name not in WITHIN and not name.startswith(PROMPT):
                    assert shown.ID == panel.ID, (name, tries.desk.message)


@pytest.mark.parametrize("user", ["clara", "audrey", "adam", "mallory"])
async def test_what_a_role_may_not_do_is_not_offered_and_refused(ledger: Ledger, user: str) -> None:
    may = rights.permissions_of(ledger.policies, user)
    before = ledger.store.head().pos
    tried = set()
    async with trying(ledger, user) as tries:
        for name, panel in named_panels():
            row = NEEDS[panel.ID]
            lacking = {each for each, permission in row.items() if permission not in may} - {OPEN}
            if not lacking or need(panel.ID) not in {"", *may}:
                continue
            async with tries.opened(name) as shown:
                foot = tries.foot
                for action in shown.actions:
                    entry = keys.action(action)
                    if lacking.isdisjoint((action, entry.id)):
                        continue
                    assert f"F{entry.number}={entry.label}" not in foot, (name, action)
                    await tries.desk.press(*["f11"] * (entry.page == 2), entry.key)
                    assert tries.refused(need(panel.ID, action)), (name, action)
                    tried.add((panel.ID, action))
                for listing in shown.lists[:1]:
                    for option in listing.options if listing.count else ():
                        code = keys.option(option).code
                        if lacking.isdisjoint((option, code)):
                            continue
                        assert f"{code}={keys.option(option).label}" not in foot, (name, option)
                        await tries.code(listing, code)
                        assert tries.refused(need(panel.ID, option)), (name, option)
                        listing.clear_codes()
                        tried.add((panel.ID, option))
    assert len(tried) > (5 if user == "adam" else 20)
    assert ledger.store.head().pos == before


async def test_nothing_an_auditor_presses_changes_the_ledger(ledger: Ledger) -> None:
    before = ledger.store.head().pos
    async with trying(ledger, "audrey") as tries:
        for name, _panel in named_panels():
            async with tries.opened(name) as shown:
                for stroke in () if shown.ID == "ARPO90" else strokes_of(shown):
                    await tries.desk.press(*stroke, "enter", "enter")
                    tries.desk.app.back_to(shown.ID)
                await tries.desk.worked()
            assert ledger.store.head().pos == before, name


def strokes_of(panel: Panel) -> Iterator[tuple[str, ...]]:
    """What does something on a panel: its codes in the row under the cursor, F10, F11 F10."""
    for listing in panel.lists[:1]:
        for option in listing.options if listing.count else ():
            yield tuple(keys.option(option).code)
    names = {name.partition(".")[0] for name in panel.actions}
    yield from ((keys.ACTIONS["do"].key,),) if "do" in names else ()
    yield from (("f11", keys.ACTIONS["do_all"].key),) if "do_all" in names else ()


async def test_a_panel_that_goes_on_with_a_payment_is_not_gone_to(ledger: Ledger) -> None:
    async with trying(ledger, "sue") as tries:
        for name in sorted(WITHIN):
            async with tries.opened(name) as shown:
                assert shown.ID == "ARPO90"
                assert f"{name.upper()} opens from payment entry" in tries.desk.message


async def test_the_menu_of_a_role_has_what_it_may_do(ledger: Ledger) -> None:
    for user, entries in (
        ("clara", {"ARS110", "AR505000", "ARAP50", "ARCA40", "ARPO90"}),
        ("audrey", {"ARCA40", "ARVO60", "ARPO90", "ARRE80"}),
    ):
        async with at_desk(as_user(ledger, user), "menu") as desk:
            shown = {entry[2] for entry in ENTRIES if f"{entry[1]:<28}{entry[2]}" in desk.screen}
        assert entries <= shown
        may = rights.permissions_of(ledger.policies, user)
        assert shown == {entry[2] for entry in ENTRIES if need(entry[2]) in {"", *may}}
    assert shown.isdisjoint({"ARS110", "AR505000", "ARAP50", "ARCU20", "ARRW30"})


async def test_somebody_who_may_only_look_sees_a_panel_without_its_keys(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(as_user(ledger, "audrey"), "reasons") as desk:
        assert shows(desk.app)
        await desk.press("f11", "f1")
        assert "Begin a new entry" not in desk.screen
        await desk.press("f12", "enter")
        assert desk.panel.listing().has_focus, "Enter shows the row and stays in the list"

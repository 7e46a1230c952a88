"""ARVF81: the whole ledger is proved from the screen, against a seal kept elsewhere as well."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.proof import seals
from artui.ledger.setup.closing import close_period
from tests.screens.desk import at_desk
from tests.screens.ledgers import small_ledger
from tests.screens.steps import Shows


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A small ledger whose March is closed and sealed."""
    ledger = small_ledger(tmp_path / "small.artui")
    close_period(ledger, "U001", "2020-03", confirmed=True)
    return ledger


async def test_f10_proves_the_ledger(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "verify") as desk:
        await desk.press("f10")
        assert shows(desk.app)
        assert "Sound: " in desk.message


async def test_a_seal_kept_elsewhere_is_held_against_it(ledger: Ledger, tmp_path: Path) -> None:
    seal = tmp_path / "kept.seal"
    seal.write_bytes(seals.to_bytes(seals.make(ledger.store)))
    async with at_desk(ledger, "arvf81") as desk:
        await desk.type("none")
        await desk.press("enter")
        assert desk.message == "2615! none can't be read: No such file or directory"
        await desk.press(*["backspace"] * 4)
        await desk.type(str(seal))
        await desk.press("enter")
        assert "2 seals hold." in desk.message


async def test_a_seal_of_another_ledger_says_nothing_against_this_one(
    ledger: Ledger, tmp_path: Path
) -> None:
    other = open_ledger(tmp_path / "other.artui", "kwong", create=True)
    setup.create(other)
    seal = tmp_path / "other.seal"
    seal.write_bytes(seals.to_bytes(seals.make(other.store)))
    other.close()
    async with at_desk(ledger, "arvf81") as desk:
        await desk.type(str(seal))
        await desk.press("enter")
        await desk.worked()
        assert desk.message.startswith("2613! The ledger itself is sound; it doesn't agree")


async def test_what_is_wrong_is_listed_and_the_first_bad_event_named(
    ledger: Ledger, tmp_path: Path, shows: Shows
) -> None:
    with sqlite3.connect(tmp_path / "small.artui") as raw:
        raw.execute("DROP TRIGGER events_no_update")
        raw.execute("UPDATE events SET code = 'xx' WHERE pos = 30")
    async with at_desk(ledger, "verify") as desk:
        await desk.press("f10")
        assert "First bad event: 30; 1 to 29 are whole." in desk.message
        assert shows(desk.app)

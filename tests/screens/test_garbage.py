"""What can't be meant is said at its field: every field of the panels that write off, clean up and
look back, every key that acts, values behind every name of the fast path; no panel ever falls
over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from artui.ledger.ledger import Ledger
from artui.panels import PANELS as PANELS_BY_NAME
from artui.screens.frame.field import Field
from tests.screens.ledgers import small_ledger
from tests.screens.steps import working

WRITING = ("AR505000", "ARCU20", "ARRC10", "ARRW30", "ARRW30/A", "ARAP50", "ARAR70", "ARPO90/E")
LOOKING = ("ARAG20", "ARBT85", "ARJB65", "ARRC10/B", "ARRE80", "ARRP70", "ARVO60", "ARWA88")
GARBAGE = ("X9", "9999999999")
KEYS = ("enter", "f5", "f10")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = small_ledger(tmp_path / "small.artui")
    yield made
    made.close()


@pytest.mark.parametrize("panel", WRITING + LOOKING)
async def test_what_can_not_be_meant_is_said(ledger: Ledger, panel: str) -> None:
    before = ledger.store.head().pos
    async with working(ledger, "menu") as clerk:
        clerk.app.go(panel)
        await clerk.pilot.pause()
        names = [field.name for field in clerk.app.panel.query(Field)]
        assert names
        for name in names:
            for text in GARBAGE if panel in WRITING else GARBAGE[:1]:
                clerk.app.back_to("")
                clerk.app.go(panel)
                await clerk.pilot.pause()
                clerk.app.panel.go_to(name or "")
                await clerk.press(f"[{text}]")
                for key in KEYS:
                    await clerk.press(key)
                    await clerk.worked()
    assert ledger.store.head().pos == before


TYPED = ("USD abc", "0 2099-01-01 99999999", "RC 999 x y z")
"""Values that mean nothing, or not here."""


@pytest.mark.parametrize("typed", TYPED)
async def test_values_behind_a_name_that_can_not_be_meant_are_said(
    ledger: Ledger, typed: str
) -> None:
    before = ledger.store.head().pos
    async with working(ledger, "menu") as clerk:
        for name in {place: name for name, place in PANELS_BY_NAME.items()}.values():
            clerk.app.go(f"{name} {typed}")
            await clerk.worked()
            await clerk.press("enter", "f5")
            await clerk.worked()
            clerk.app.back_to("")
            await clerk.pilot.pause()
    assert ledger.store.head().pos == before

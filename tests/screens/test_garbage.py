"""What can't be meant is said at its field: every field of the panels that write off and clean up,
every key that acts, and no panel ever falls over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from artui.ledger.ledger import Ledger
from artui.screens.frame.field import Field
from tests.screens.ledgers import small_ledger
from tests.screens.steps import working

PANELS = ("AR505000", "ARCU20", "ARRC10", "ARRW30", "ARRW30/A", "ARAP50", "ARAR70", "ARPO90/E")
GARBAGE = ("X9", "9999999999")
KEYS = ("enter", "f5", "f10")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = small_ledger(tmp_path / "small.artui")
    yield made
    made.close()


@pytest.mark.parametrize("panel", PANELS)
async def test_what_can_not_be_meant_is_said(ledger: Ledger, panel: str) -> None:
    before = ledger.store.head().pos
    async with working(ledger, "menu") as clerk:
        clerk.app.go(panel)
        await clerk.pilot.pause()
        names = [field.name for field in clerk.app.panel.query(Field)]
        assert names
        for name in names:
            for text in GARBAGE:
                clerk.app.back_to("")
                clerk.app.go(panel)
                await clerk.pilot.pause()
                clerk.app.panel.go_to(name or "")
                await clerk.press(f"[{text}]")
                for key in KEYS:
                    await clerk.press(key)
                    await clerk.worked()
    assert ledger.store.head().pos == before

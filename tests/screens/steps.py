"""Steps of a clerk at a panel over a ledger: keys pressed, the screen as text."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from artui.app import ArtuiApp
from artui.ledger.ledger import Ledger
from artui.screens.frame.canvas import Banner
from artui.screens.session import Session
from artui.settings import Settings
from tests.snapshots import screen_text

Shows = Callable[[ArtuiApp], bool]
SIZE = (80, 24)
WIDE = (132, 43)


@asynccontextmanager
async def working(
    ledger: Ledger,
    panel: str,
    *values: str,
    size: tuple[int, int] = SIZE,
    settings: Settings | None = None,
) -> AsyncIterator[Clerk]:
    """A clerk at a panel, opened with values; times of day are shown in UTC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        session = Session(ledger, settings or Settings())
        banner = Banner(user=ledger.clerk, date=ledger.today())
        app = ArtuiApp(session, first=panel, values=values, banner=banner)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Clerk(app, pilot)
    time.tzset()


class Clerk:
    """Presses keys and reads the screen."""

    def __init__(self, app: ArtuiApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *strokes: str) -> None:
        """Press keys by name; ``[text]`` is typed character by character."""
        for stroke in strokes:
            keys = stroke[1:-1] if stroke.startswith("[") else [stroke]
            await self.pilot.press(*("space" if key == " " else key for key in keys))
        await self.pilot.pause()

    async def worked(self) -> None:
        """Wait until a posting or printing begun has ended."""
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def screen(self) -> str:
        """All lines."""
        return screen_text(self.app)

    def line(self, number: int) -> str:
        """A line from 1, or negative from the last: -3 is the message."""
        lines = self.screen.splitlines()
        return lines[number - 1 if number > 0 else number].strip()

    @property
    def message(self) -> str:
        """The message line."""
        return self.line(-3)

    @property
    def panel_id(self) -> str:
        """The panel on top."""
        return self.app.panel.ID

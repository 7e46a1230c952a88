"""A clerk who fills in forms: what :mod:`tests.screens.steps` has, and typing field by field."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.events import Key

from artui.ledger.ledger import Ledger
from artui.screens.frame.field import Field
from artui.screens.frame.panel import Panel
from tests.screens.steps import SIZE, Clerk, working


class Desk(Clerk):
    """Types whole texts at once, ahead of the screen."""

    @property
    def panel(self) -> Panel:
        """The panel on top."""
        return self.app.panel

    async def type(self, text: str) -> None:
        """Type a text and wait until it has arrived."""
        for character in text:
            self.app.post_message(Key(character, character))
        await self.pilot.pause()

    async def fill(self, *texts: str) -> None:
        """Type a text in each stop, with Enter behind it."""
        for text in texts:
            await self.type(text)
            await self.press("enter")

    async def retype(self, *texts: str) -> None:
        """Clear the field the cursor is in, then fill on."""
        assert isinstance(self.panel.focused, Field)
        await self.press("end", *["backspace"] * len(self.panel.focused.text))
        await self.fill(*texts)


@asynccontextmanager
async def at_desk(
    ledger: Ledger, panel: str, *values: str, size: tuple[int, int] = SIZE
) -> AsyncIterator[Desk]:
    """A clerk with a panel open over a ledger."""
    async with working(ledger, panel, *values, size=size) as clerk:
        yield Desk(clerk.app, clerk.pilot)

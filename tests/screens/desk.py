"""A clerk at work on the small ledger: keys in, screen out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from textual.events import Key
from textual.pilot import Pilot

from artui.app import ArtuiApp
from artui.ledger.ledger import Ledger
from artui.screens.field import Field
from artui.screens.panel import Panel
from artui.screens.session import Session
from artui.settings import Settings
from tests.snapshots import screen_text


class Desk:
    """A running app; keys are named, other text is typed a character at a time."""

    def __init__(self, pilot: Pilot[int], session: Session) -> None:
        self.pilot = pilot
        self.session = session

    @property
    def app(self) -> ArtuiApp:
        """The app."""
        assert isinstance(self.pilot.app, ArtuiApp)
        return self.pilot.app

    @property
    def panel(self) -> Panel:
        """The panel on top."""
        return self.app.panel

    @property
    def text(self) -> str:
        """The screen."""
        return screen_text(self.app)

    @property
    def message(self) -> str:
        """What line 22 says."""
        return str(self.panel.notice or "")

    def line(self, number: int) -> str:
        """A line of the screen, from 1, or negative from the last."""
        return self.text.splitlines()[number - (number > 0)]

    async def press(self, *keys: str) -> None:
        """Press keys and wait until all they caused has been done."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text at once, ahead of the screen, and wait until it has arrived."""
        for character in text:
            self.app.post_message(Key(_NAMES.get(character, character), character))
        await self.pilot.pause()

    async def fill(self, *texts: str) -> None:
        """Type a text in each stop, with Enter behind it."""
        for text in texts:
            if text:
                await self.type(text)
            await self.press("enter")

    async def retype(self, *texts: str) -> None:
        """Clear the field the cursor is in, then fill on."""
        assert isinstance(self.panel.focused, Field)
        await self.press("end", *["backspace"] * len(self.panel.focused.text))
        await self.fill(*texts)


_NAMES = {" ": "space", ".": "full_stop", ",": "comma", "-": "minus", "/": "slash", "+": "plus",
          "=": "equals_sign", "?": "question_mark", "'": "apostrophe", "*": "asterisk"}  # fmt: skip


@asynccontextmanager
async def at_desk(
    ledger: Ledger, first: str, *values: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Desk]:
    """A clerk with a panel open over a ledger."""
    session = Session(ledger, Settings())
    app = ArtuiApp(session, first=first, values=_listed(values), banner=session.banner)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Desk(pilot, session)


def _listed(values: Sequence[str]) -> list[str]:
    return list(values)

"""The app as a terminal: keys wait their turn, and only what differs is sent to the screen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.events import Event, Key, Paste
from textual.screen import Screen

from artui.screens.frame import messages, paint
from artui.screens.frame.keyboard import QuietDriver
from artui.screens.frame.panel import Panel
from artui.screens.frame.typeahead import KeyDone, KeyQueue, Keystroke


class TerminalApp(App[int]):
    """Delivers one key at a time to the panel on top; draws by difference."""

    def __init__(self) -> None:
        super().__init__(driver_class=QuietDriver, ansi_color=True)
        self._queue = KeyQueue()
        self._painter = paint.Painter()
        self._opening = True
        self._waiting = False

    @property
    def panel(self) -> Panel:
        """The panel on top."""
        return cast(Panel, self.screen)

    # --- keys ---------------------------------------------------------------------------------

    async def on_event(self, event: Event) -> None:
        """Take keys into the queue; everything else goes Textual's way."""
        if isinstance(event, Key):
            self._typed(Keystroke(event.key, event.character))
        elif isinstance(event, Paste):
            self._typed(Keystroke("paste", event.text))
        else:
            await super().on_event(event)

    def _typed(self, stroke: Keystroke) -> None:
        job = None if self._opening else self.panel.job
        if job is not None and (stroke.key == "escape" or job.shown):
            if stroke.key in ("escape", "f12"):
                job.stop()
                text = "Stopping after the transaction that runs."
                self.panel.inform(messages.STOPPING, text)
            else:
                self.bell()
        elif stroke.key == "ctrl+l":
            self.repaint()
        elif self._queue.add(stroke):
            self._deliver()
        else:
            self.bell()

    def _deliver(self) -> None:
        """Give the oldest key to the panel, unless it still has to do with the one before."""
        if self._opening or self._waiting or not self._queue or self.panel.job is not None:
            return
        panel = self.panel
        self._waiting = True
        panel.press(self._queue.take())
        if not panel.post_message(KeyDone(panel)):
            self._settled()

    def on_key_done(self, message: KeyDone) -> None:
        """The panel has handled what a key caused; what that caused comes first too."""
        if message.panel.message_queue_size and message.panel.post_message(message.again()):
            return
        self._settled()

    def _settled(self) -> None:
        self._waiting = False
        self._deliver()

    def _take_keys(self) -> None:
        """The panel on top is ready: the keys typed ahead are for it."""
        self._opening = False
        self._deliver()

    def drop_typeahead(self, only: Collection[str] | None = None) -> None:
        """Forget keys typed ahead, or only those named; a bell tells."""
        if self._queue.drop(only):
            self.bell()

    # --- the terminal -------------------------------------------------------------------------

    def repaint(self) -> None:
        """Draw the whole terminal again, whatever became of it."""
        self._painter.reset(*self.size)
        self.panel.redraw()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send only what differs from what the terminal shows."""
        driver = self._driver
        live = self._running and not self._closed and not self.is_headless and driver is not None
        if not live or self._batch_count or not isinstance(renderable, CompositorUpdate):
            super()._display(screen, None if live else renderable)
            return
        assert driver is not None
        if (self._painter.width, self._painter.height) != self.size:
            self._painter.reset(*self.size)
        data = self._painter.update(paint.changes(renderable))
        if data:
            row, column = self.panel.cursor_place()
            driver.write(data + self._painter.move(column, row))
            driver.flush()
        self.post_display_hook()

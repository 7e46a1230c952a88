"""The composition root of the screens: panels by name, the stack of panels, keys typed ahead."""

from __future__ import annotations

from artui import screens  # isort: skip  # settings that Textual reads when it is imported

from collections.abc import Collection, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.events import Event, Key, Paste
from textual.screen import Screen

from artui.panels import PANELS
from artui.screens import command, messages, paint
from artui.screens.frame import Banner
from artui.screens.keyboard import QuietDriver
from artui.screens.palette import has_underline, palette
from artui.screens.panel import Panel, Then
from artui.screens.typeahead import KeyDone, KeyQueue, Keystroke

if TYPE_CHECKING:
    from artui.ledger.ledger import Ledger
    from artui.settings import Settings

assert screens.SETTINGS


class ArtuiApp(App[int]):
    """Shows panels; ``session`` is what they work with, which the app itself never looks into."""

    CSS_PATH = "artui.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS = []

    def __init__(
        self,
        session: Any = None,
        *,
        first: str = "menu",
        values: Sequence[str] = (),
        start: Sequence[str] = (),
        panels: Mapping[str, str] = PANELS,
        banner: Banner | None = None,
        theme: str = "ansi",
        show_legend: bool = True,
    ) -> None:
        super().__init__(driver_class=QuietDriver, ansi_color=True)
        self.session = session
        self.banner = banner or Banner()
        self.palette = palette(theme)
        self.blank = " " if has_underline() else "_"
        self.show_legend = show_legend
        self._first, self._values, self._panels = first, values, panels
        self._start = start
        self._queue = KeyQueue()
        self._painter = paint.Painter()
        self._opening = True
        self._waiting = False

    # --- panels -------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        """The first panel."""
        return self.make(self._first, self._values)

    @property
    def panel(self) -> Panel:
        """The panel on top."""
        return cast(Panel, self.screen)

    def make(self, name: str, values: Sequence[str] = ()) -> Panel:
        """A panel by its fast-path name; KeyError if there is none of that name."""
        module, _, class_name = self._panels[name.casefold()].partition(":")
        made: Panel = getattr(import_module(module), class_name)(values=values)
        return made

    def open(
        self,
        panel: Panel | str,
        values: Sequence[str] = (),
        then: Then | None = None,
        *,
        replace: bool = False,
    ) -> None:
        """Open a panel above the one on top or in its place; an unknown name is said there."""
        if isinstance(panel, str):
            try:
                panel = self.make(panel, values)
            except KeyError:
                self.panel.error(messages.UNKNOWN_NAME, f"There is no panel {panel}.")
                return
        panel.then = then
        self._opening = True
        if replace:
            self.switch_screen(panel)
        else:
            self.push_screen(panel)

    def go(self, text: str) -> None:
        """Do what the fast path says: a name and values."""
        name, values = command.parse(text)
        self.open(name, values)

    def back(self, result: object = None) -> None:
        """Close the panel on top; the one below goes on with the result."""
        if len(self.screen_stack) == 1:
            self.bell()
            return
        then = self.panel.then
        self.pop_screen()
        if then is not None and result is not None:
            then(result)
        self.panel.resumed()

    def back_to(self, panel_id: str) -> None:
        """Close panels until the one with that id is on top, or the first."""
        while len(self.screen_stack) > 1 and panel_id != self.panel.ID:
            self.pop_screen()
        self.panel.resumed()

    def leave(self) -> None:
        """Close all panels above the first; from the first, end."""
        if len(self.screen_stack) == 1:
            self.exit(0)
        else:
            self.back_to("")

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

    def on_panel_ready(self, message: Panel.Ready) -> None:
        """A panel was opened: the keys typed ahead are for it."""
        if self._start and message.panel is self.panel:
            name, *values = self._start
            self._start = ()
            self.open(name, values, None)
        elif message.panel is self.panel:
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


def run_app(
    ledger: Ledger,
    *,
    start: str = "",
    values: Sequence[str] = (),
    settings: Settings | None = None,
) -> int:
    """Open the menu over a ledger, and the panel ``start`` above it; the session's exit status."""
    from artui.screens.session import Session  # late: it brings the ledger's modules
    from artui.settings import Settings

    session = Session(ledger, settings or Settings())
    opened = (start, *values) if start else ()
    app = ArtuiApp(session, start=opened, theme=session.settings.theme)
    return app.run(mouse=False) or 0

"""The composition root of the screens: panels by name, and the stack of panels."""

from __future__ import annotations

from artui.screens.frame import SETTINGS  # isort: skip  # read by Textual when it is imported

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from artui.needs import need
from artui.panels import PANELS, PROMPT, WITHIN
from artui.screens.frame import command, messages
from artui.screens.frame.canvas import Banner
from artui.screens.frame.palette import has_underline, palette
from artui.screens.frame.panel import Panel, Then
from artui.screens.frame.terminal_app import TerminalApp

if TYPE_CHECKING:
    from artui.importers.bank.imported import ImportedFile
    from artui.ledger.ledger import Ledger
    from artui.screens.papers import Paper
    from artui.settings import Settings

assert SETTINGS


class ArtuiApp(TerminalApp):
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
        super().__init__()
        self.session = session
        self.banner = banner or Banner()
        self.palette = palette(theme)
        self.blank = " " if has_underline() else "_"
        self.show_legend = show_legend
        self._first, self._values, self._panels = first, values, panels
        self._start = start

    # --- panels -------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        """The first panel."""
        return self.make(self._first, self._values)

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
        needed = need(panel.ID)
        if needed and (why := self.why_not(needed)):
            self.panel.error(messages.NOT_ALLOWED, why)
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
        if name.casefold() in WITHIN:
            said = f"{name.upper()} opens from payment entry (1) or a customer account (7)."
            self.panel.error(messages.UNKNOWN_NAME, said)
        elif name.casefold().startswith(PROMPT):
            self.panel.error(messages.UNKNOWN_NAME, "A prompt opens by F4 in its field.")
        else:
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

    def why_not(self, permission: str) -> str:
        """Why the clerk may not do what takes a permission; empty if they may."""
        return "" if self.session is None else str(self.session.why_not(permission))

    def leave(self) -> None:
        """Close all panels above the first; from the first, end."""
        if len(self.screen_stack) == 1:
            self.exit(0)
        else:
            self.back_to("")

    def on_panel_ready(self, message: Panel.Ready) -> None:
        """A panel was opened: the keys typed ahead are for it."""
        if self._start and message.panel is self.panel:
            name, *values = self._start
            self._start = ()
            self.open(name, values, None)
        elif message.panel is self.panel:
            self._take_keys()


def run_app(
    ledger: Ledger,
    *,
    start: str = "",
    values: Sequence[str] = (),
    settings: Settings | None = None,
    papers: Iterable[Paper] = (),
) -> int:
    """Open the menu over a ledger, and the panel ``start`` above it; the session's exit status.

    ``papers`` are remittances that payment entry shows until they are entered.
    """
    from artui.screens.papers import Papers
    from artui.screens.session import Session  # late: it brings the ledger's modules
    from artui.settings import Settings

    session = Session(ledger, settings or Settings(), papers=Papers(papers), take_in=_take_in)
    opened = (start, *values) if start else ()
    app = ArtuiApp(session, start=opened, theme=session.settings.theme)
    app.run(mouse=False)
    return app.return_code or 0


def _take_in(ledger: Ledger, path: str, *, dry_run: bool, accept_controls: bool) -> ImportedFile:
    from artui.intake.bank.one_file import import_file  # late: most sessions read no bank file

    return import_file(ledger, path, dry_run=dry_run, accept_controls=accept_controls)

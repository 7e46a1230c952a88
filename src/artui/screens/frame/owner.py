"""What panels ask of the app that shows them; the app is above the screens, never imported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from artui.screens.frame.canvas import Banner
from artui.screens.frame.palette import Palette

if TYPE_CHECKING:
    from artui.screens.frame.panel import Panel


class Owner(Protocol):
    """The app, as its panels see it."""

    session: Any
    banner: Banner
    palette: Palette
    blank: str
    show_legend: bool

    def open(
        self,
        panel: Panel | str,
        values: Sequence[str],
        then: Callable[[Any], object] | None,
        *,
        replace: bool = False,
    ) -> None:
        """Open a panel above the one on top, or in its place."""

    def go(self, text: str) -> None:
        """Do what the fast path says."""

    def back(self, result: object = None) -> None:
        """Close the panel on top with a result."""

    def back_to(self, panel_id: str) -> None:
        """Close panels down to one."""

    def leave(self) -> None:
        """Close all panels above the first; from the first, end."""

    def why_not(self, permission: str) -> str:
        """Why the clerk may not do what takes a permission; empty if they may."""

    def exit(self, result: int | None = None) -> None:
        """End the session."""

    def drop_typeahead(self, only: Collection[str] | None = None) -> None:
        """Forget keys typed ahead."""

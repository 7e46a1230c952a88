"""Other clerks' postings, seen while a panel is looked at."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from artui.ledger.errors import LedgerError
from artui.ledger.store import Store
from artui.screens.frame.messages import Kind
from artui.screens.frame.panel import Panel

LOOK_EVERY = 2.0
"""Seconds between two looks for other clerks' postings; looking sends nothing."""


class Watch:
    """Looks for other clerks' postings while its panel is on top and asks nothing; calls
    ``posted`` once after each. Begins when it is made."""

    def __init__(self, panel: Panel, store: Store, posted: Callable[[], None]) -> None:
        self._panel, self._store, self._posted = panel, store, posted
        self._version = store.data_version()
        panel.set_interval(LOOK_EVERY, self.look)

    def look(self) -> None:
        """Look once; a question, an error or work under way is not disturbed."""
        panel = self._panel
        busy = panel.question is not None or panel.command is not None or panel.job is not None
        told = panel.notice is not None and panel.notice.kind is Kind.ERROR
        if busy or told or not panel.is_current:
            return
        with suppress(LedgerError):  # a server out of reach is said when something is posted
            version = self._store.data_version()
            if version != self._version:
                self._version = version
                self._posted()

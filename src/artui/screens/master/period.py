"""What the panels of one period share: whose it is, and looking anew. Values: company, period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from artui.screens.frame.canvas import Banner
from artui.screens.frame.panel import Panel
from artui.screens.session import Session


class PeriodPanel(Panel):
    """A panel about one period of a company."""

    FAULTS: ClassVar[Mapping[str, str]] = {"period": "", "company": ""}
    """Fields of the ledger's refusals that stand nowhere on the panel."""

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self.company, self.period = (*values, "", "")[:2]

    @property
    def banner(self) -> Banner:
        """The company is the period's."""
        return replace(super().banner, scope=self.company or "ALL")

    def look(self) -> None:
        """Read what the panel shows."""
        raise NotImplementedError

    def act_refresh(self) -> None:
        """F5: look anew."""
        self.look()

"""The papers on the desk: remittances still to be entered, shown on E until their money is in.

The demo brings some; a ledger of one's own has none, and E then shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from artui.ledger.money import decimal_string

LINES = 6
"""The most lines of a paper that E has room for."""


class Paper(Protocol):
    """A remittance as it lies on the desk; ``amount`` in minor units of ``currency``,
    ``customer`` empty where the payer gave no number."""

    @property
    def customer(self) -> str: ...
    @property
    def payer(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def text(self) -> str: ...


class Shown(NamedTuple):
    """The paper on top: its heading, its lines, and what to type for it."""

    heading: str
    lines: Sequence[str]
    hint: str


class Papers:
    """A pile of papers; one goes when a receipt of its amount and currency was posted."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self._all = list(papers)
        self._left = list(self._all)

    def entered(self, amount: int, currency: str) -> None:
        """Money came in: the first paper of that amount is done."""
        for paper in self._left:
            if (paper.amount, paper.currency) == (amount, currency):
                self._left.remove(paper)
                return

    def put_under(self) -> None:
        """Leave the paper on top for later."""
        self._left = [*self._left[1:], *self._left[:1]]

    @property
    def top(self) -> Shown | None:
        """What lies on top, None when the desk is empty."""
        if not self._left:
            return None
        paper = self._left[0]
        number = len(self._all) - len(self._left) + 1
        who = paper.customer or paper.payer
        amount = decimal_string(paper.amount, paper.currency)
        return Shown(
            f"Paper {number} of {len(self._all)}, to be entered",
            paper.text.splitlines()[:LINES],
            f"Type {who}, Enter, {amount}, F10; F10 again posts. F6=Next paper",
        )

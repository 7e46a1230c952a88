"""Which open document a receipt is meant for; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from artui.ledger.distribution import Situation
from artui.ledger.documents import Document


class Proposal(NamedTuple):
    """Documents a receipt may be meant for: one = proposed, several = a tie, not distributed."""

    documents: tuple[Document, ...]
    how: str  # exact, discounted or tolerance

    @property
    def unique(self) -> Document | None:
        """The document, if there is just one way."""
        return self.documents[0] if len(self.documents) == 1 else None


NOTHING = Proposal((), "")


def propose(
    documents: Iterable[Document], amount: int, situation_of: Callable[[Document], Situation]
) -> Proposal:
    """The document a receipt of ``amount`` pays: equal to the cent, or to its discounted amount
    that day; else the only one it falls short of within tolerance (rule 16)."""
    debits = [d for d in documents if d.open > 0 and not d.hold]
    exact = tuple(d for d in debits if d.open == amount)
    near: list[Document] = []
    discounted: list[Document] = []
    for document in debits:
        situation = situation_of(document)
        offer = situation.offer
        due = document.open - (offer.amount if offer.state == "in time" else 0)
        if due == amount and due != document.open:
            discounted.append(document)
        elif 0 < due - amount <= situation.allowance:
            near.append(document)
    if exact or discounted:
        return Proposal((*exact, *discounted), "exact" if exact else "discounted")
    return Proposal(tuple(near), "tolerance") if len(near) == 1 else NOTHING

"""Which open document a receipt is meant for; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from artui.ledger.documents import Document
from artui.ledger.matching.sums import fewest, runs
from artui.ledger.situation import Situation


class Proposal(NamedTuple):
    """Documents a receipt may be meant for: one = proposed, several = a tie, not distributed.

    ``how`` is exact, discounted or tolerance; late or sum for what is only offered.
    """

    documents: tuple[Document, ...]
    how: str
    ways: int = 1

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
        equal = (*exact, *discounted)
        return Proposal(equal, "exact" if exact else "discounted", len(equal))
    return Proposal(tuple(near), "tolerance") if len(near) == 1 else NOTHING


def late_match(
    documents: Iterable[Document], amount: int, situation_of: Callable[[Document], Situation]
) -> Proposal:
    """Documents whose amount less a late discount, within the grace days, is ``amount``: nothing
    is granted by this, a clerk must accept it (rule 7)."""
    found = []
    for document in documents:
        if document.open > amount and not document.hold:
            offer = situation_of(document).offer
            if offer.state == "grace" and document.open - offer.amount == amount:
                found.append(document)
    return Proposal(tuple(found), "late") if found else NOTHING


def add_up(
    documents: Iterable[Document], amount: int, situation_of: Callable[[Document], Situation]
) -> Proposal:
    """Documents that together come to ``amount``, less discounts in time, credits counted off.

    The fewest win (rule 16): two, three or four of the first documents, else a run of the list as
    it stands. ``ways`` tells how many sets of that size there are; the first is given.
    """
    usable = [document for document in documents if document.open and not document.hold]
    due = []
    for document in usable:
        offer = situation_of(document).offer if document.open > 0 else None
        in_time = offer is not None and offer.state == "in time"
        due.append(document.open - (offer.amount if offer and in_time else 0))
    sets = fewest(due, amount) or runs(due, amount)
    if not sets:
        return NOTHING
    return Proposal(tuple(usable[at] for at in sets[0]), "sum", len(sets))

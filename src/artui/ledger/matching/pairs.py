"""Which credits close which debits of an account that comes to zero (rule 15); pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from artui.ledger.documents import Document
from artui.ledger.matching.accounts import age


class Pair(NamedTuple):
    """``amount`` (minor units, above zero) of a credit closes as much of a debit."""

    credit: Document
    debit: Document
    amount: int

    @property
    def why(self) -> str:
        """What brought the two together, in words."""
        equal = -self.credit.open == self.debit.open
        if _related(self.credit, self.debit):
            return "same reference, equal amounts" if equal else "same reference"
        return "equal amounts" if equal else "oldest due first"


def pairs(documents: Iterable[Document]) -> list[Pair]:
    """How the credits close the debits: those of the same reference first, then equal amounts,
    then the oldest due, by number among those of a day.

    Both sides are used up exactly if they come to the same; what is more on one side is left.
    """
    ordered = sorted(documents, key=age)
    rest = {document.id: abs(document.open) for document in ordered}
    credits = [document for document in ordered if document.open < 0]
    debits = [document for document in ordered if document.open > 0]

    def equal(credit: Document, debit: Document) -> bool:
        return rest[credit.id] == rest[debit.id]

    fits: tuple[Callable[[Document, Document], bool], ...] = (
        lambda credit, debit: _related(credit, debit) and equal(credit, debit),
        _related,
        equal,
        lambda credit, debit: True,
    )
    made = []
    for fit in fits:
        for credit in credits:
            for debit in debits:
                if not rest[credit.id]:
                    break
                if rest[debit.id] and fit(credit, debit):
                    amount = min(rest[credit.id], rest[debit.id])
                    rest[credit.id] -= amount
                    rest[debit.id] -= amount
                    made.append(Pair(credit, debit, amount))
    return made


def _related(credit: Document, debit: Document) -> bool:
    """Whether both carry the same reference, or one names the other."""
    if credit.reference and credit.reference in (debit.reference, debit.number):
        return True
    return bool(debit.reference) and debit.reference == credit.number

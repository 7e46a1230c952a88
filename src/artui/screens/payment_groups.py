"""Open items by group invoice: which stand together, to be paid as one; no widgets."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from artui.ledger.documents import Document

BY_GROUP = 5
"""The order of the open items by group invoice."""

_LAST = "\U0010ffff"


class Group(NamedTuple):
    """The open documents of one group invoice in one currency; no number: those that have none."""

    number: str
    currency: str
    documents: tuple[Document, ...]

    @property
    def id(self) -> str:
        """The key of its heading in the list; no document has one like it."""
        return f"{self.currency}//{self.number}"

    @property
    def open(self) -> int:
        """What is open on all of them, minor units."""
        return sum(document.open for document in self.documents)


def in_groups(items: Iterable[Document]) -> list[Document | Group]:
    """Open items with a heading above each group, those of no group invoice last."""

    def place(document: Document) -> tuple[str, str]:
        return document.group_invoice or _LAST, document.currency

    rows: list[Document | Group] = []
    for (number, currency), found in groupby(sorted(items, key=place), place):
        group = Group(number.removesuffix(_LAST), currency, tuple(found))
        rows += [group, *group.documents]
    return rows

"""How each fact moves the balances of documents, and how a movement is kept in a few numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from artui.ledger.events import (
    Applied,
    ChargedBack,
    DifferenceWrittenOff,
    DiscountGranted,
    DocumentCancelled,
    DocumentRaised,
    Event,
    RateAdjusted,
    ReceiptRecorded,
    Refunded,
    RoundingAbsorbed,
    Transferred,
    WrittenOff,
)

KINDS = (
    "raised",
    "paid",
    "applied",
    "discount",
    "written_off",
    "by_hand",
    "charged_back",
    "rounding",
    "rate",
    "cancelled",
    "receipt_level",
    "kept",
    "transferred",
    "refunded",
)
"""What moves a balance; movements are kept under the place here, so new kinds go last."""

(
    RAISED,
    PAID,
    APPLIED,
    DISCOUNT,
    WRITTEN_OFF,
    BY_HAND,
    CHARGED_BACK,
    ROUNDING,
    RATE,
    CANCELLED,
    RECEIPT_LEVEL,
    KEPT,
    TRANSFERRED,
    REFUNDED,
) = range(len(KINDS))


Move = tuple[str, int, int, int]
"""What one fact does to one document: its key, the kind, amount and base amount in minor units,
debit +, credit -."""


def _difference(fact: DifferenceWrittenOff) -> tuple[Move, ...]:
    """A shortfall under the document's or the receipt's own tolerance, or an excess kept."""
    kind = RECEIPT_LEVEL if fact.level == "receipt" else KEPT if fact.target else WRITTEN_OFF
    return ((fact.document, kind, -fact.amount, -fact.base),)


_MOVES: dict[type[Event], Callable[[Any], tuple[Move, ...]]] = {
    DocumentRaised: lambda fact: ((fact.document, RAISED, fact.open, fact.base),),
    ReceiptRecorded: lambda fact: ((fact.document, RAISED, fact.amount, fact.base),),
    Applied: lambda fact: (
        (fact.target, PAID, -fact.amount, -fact.target_base),
        (fact.source, APPLIED, fact.source_amount, fact.source_base),
    ),
    DiscountGranted: lambda fact: ((fact.document, DISCOUNT, -fact.amount, -fact.base),),
    DifferenceWrittenOff: _difference,
    WrittenOff: lambda fact: ((fact.document, BY_HAND, -fact.amount, -fact.base),),
    ChargedBack: lambda fact: ((fact.document, CHARGED_BACK, -fact.amount, -fact.base),),
    Transferred: lambda fact: ((fact.document, TRANSFERRED, -fact.amount, -fact.base),),
    Refunded: lambda fact: ((fact.document, REFUNDED, -fact.amount, -fact.base),),
    RoundingAbsorbed: lambda fact: ((fact.document, ROUNDING, -fact.amount, -fact.base),),
    RateAdjusted: lambda fact: ((fact.document, RATE, 0, fact.base),),
    DocumentCancelled: lambda fact: ((fact.document, CANCELLED, -fact.amount, -fact.base),),
}


def moves_of(fact: Event) -> tuple[Move, ...]:
    """The movements a fact makes, in their order; none for most facts."""
    made = _MOVES.get(type(fact))
    return made(fact) if made else ()


@lru_cache(maxsize=4096)  # the same few days come back in every posting
def day_number(day: str) -> int:
    """An ISO day as a number: ``2020-02-29`` is 20200229, no day is 0."""
    return int(day.replace("-", "") or 0)


@lru_cache(maxsize=4096)
def day_text(day: int) -> str:
    """The ISO day of a number; empty for 0."""
    return f"{day // 10000:04d}-{day // 100 % 100:02d}-{day % 100:02d}" if day else ""


def day_in_words(column: str) -> str:
    """The SQL that makes an ISO day of a column of day numbers."""
    text = f"CAST({column} AS TEXT)"
    return f"substr({text}, 1, 4) || '-' || substr({text}, 5, 2) || '-' || substr({text}, 7, 2)"


def kind_in_words(column: str) -> str:
    """The SQL that makes words of a column of kinds."""
    words = " ".join(f"WHEN {number} THEN '{word}'" for number, word in enumerate(KINDS))
    return f"CASE {column} {words} END"

"""The lines of a payment: what must be seen of them, how a draft keeps them; no widgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.drafts import DraftLine
from artui.ledger.errors import Refused
from artui.ledger.settlement import Wish


def differences(distribution: Distribution) -> dict[str, tuple[int, ...]]:
    """What a clerk must have seen before it is posted, by document key: write-offs, discounts,
    what is kept of an overpayment; under no key what rounding leaves."""
    excess = distribution.excess
    found: dict[str, tuple[int, ...]] = {
        key: (
            line.settled.written_off + line.settled.second + line.settled.rounding,
            line.settled.discount,
            line.settled.by_hand + line.settled.requested,
            excess.get(key, 0),
        )
        for key, line in distribution.lines.items()
    }
    if not excess:
        found[""] = (distribution.leftover,)
    return {key: figures for key, figures in found.items() if any(figures)}


def drafted(distribution: Distribution) -> tuple[DraftLine, ...]:
    """The lines as a draft keeps them."""
    return tuple(
        DraftLine(
            line.document.id,
            line.settled.pay + line.settled.second,
            line.wish.accept_late,
            line.wish.discount,
            line.wish.discount_reason,
            line.wish.tolerate,
            line.wish.short_reason,
            line.document.last_pos,
            line.wish.write_off,
            line.wish.write_off_reason,
            line.wish.source_amount,
        )
        for line in distribution.lines.values()
    )


def again(
    distribution: Distribution,
    items: Iterable[Document],
    lines: Sequence[DraftLine],
    *,
    moved_too: bool = True,
) -> list[str]:
    """Distribute to ``items`` as lines kept say; the numbers of those that moved since or are
    refused now. Those that moved are left out unless ``moved_too``."""
    known = {item.id: item for item in items}
    told: dict[str, None] = {}
    for kept in lines:
        number = kept.document.partition("/")[2]
        document = known.get(kept.document)
        if document is None or document.last_pos != kept.version:
            told[number] = None
        if document is None or (number in told and not moved_too):
            continue
        try:
            distribution.pay(document, kept.pay, _wish(kept))
        except Refused:
            told[number] = None
    return list(told)


def _wish(kept: DraftLine) -> Wish:
    return Wish(
        kept.accept_late,
        kept.discount,
        kept.discount_reason,
        kept.tolerate,
        kept.short_reason,
        kept.write_off,
        kept.write_off_reason,
        kept.source_amount,
    )

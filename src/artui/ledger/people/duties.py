"""Duties apart: who entered a receipt writes nothing off on it and approves nothing (rule 21)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from artui.ledger import events as ev
from artui.ledger.documents import RECEIPT_SIDE, Document
from artui.ledger.ledger import Ledger
from artui.ledger.views.moves import PAID

V = TypeVar("V")

_PART = 400


def own_receipt(ledger: Ledger, document: Document, clerk: str, day: str) -> str:
    """Why a clerk may not write a document off; empty if rule 21 doesn't mind."""
    return own_receipts(ledger, [document], clerk, day).get(document.id, "")


def own_receipts(
    ledger: Ledger, documents: Iterable[Document], clerk: str, day: str
) -> dict[str, str]:
    """Of some documents those a clerk may not write off, and why, by key: the receipts the clerk
    entered, and what such a receipt left open.

    A company whose parameters don't keep duties apart minds nothing.
    """
    policies = ledger.policies
    minded = [d for d in documents if policies.parameters(d.company, day).duties_apart]
    receipts = [d.id for d in minded if d.kind in RECEIPT_SIDE]
    partly = [d.id for d in minded if d.kind not in RECEIPT_SIDE and d.open != d.original]
    found = {
        key: f"{ev.number_of(key)} is a receipt that {clerk} entered: somebody else must write off"
        for key in _entered(ledger, receipts, clerk)
    }
    paid = _paid_by(ledger, partly)
    own = _entered(ledger, sorted({each for sources in paid.values() for each in sources}), clerk)
    for key, sources in paid.items():
        if by := sorted(sources & own):
            found[key] = (
                f"{ev.number_of(key)} was paid by {ev.number_of(by[0])}, which {clerk} entered: "
                "somebody else must write off"
            )
    return found


def _entered(ledger: Ledger, receipts: Sequence[str], clerk: str) -> set[str]:
    """Which of some documents are receipts that a clerk recorded, or money moved from one."""
    found: set[str] = set()
    moved: dict[str, set[str]] = {}
    for part in _parts(receipts):
        names, params = _names(part)
        rows = ledger.store.query(f"SELECT pos FROM documents WHERE id IN ({names})", params)
        for pos, fact in ledger.store.events_at([row[0] for row in rows]).items():
            if isinstance(fact, ev.ReceiptRecorded) and fact.clerk == clerk:
                found.add(fact.document)
            elif isinstance(fact, ev.DocumentRaised) and fact.kind == "transfer":
                moved.setdefault(_moved_from(ledger, pos), set()).add(fact.document)
    if moved:
        for source in _entered(ledger, sorted(moved), clerk):
            found |= moved[source]
    return found


def _moved_from(ledger: Ledger, pos: int) -> str:
    """The credit whose money a transfer moved: told behind the document it raised at ``pos``."""
    for _pos, fact in ledger.store.events(pos, pos + 1):
        if isinstance(fact, ev.Transferred):
            return fact.document
    return ""


def _paid_by(ledger: Ledger, documents: Sequence[str]) -> dict[str, set[str]]:
    """The credits that still pay each of some documents."""
    sums: dict[tuple[str, str], int] = {}
    for part in _parts(documents):
        names, params = _names(part)
        rows = ledger.store.query(
            "SELECT m.pos FROM movements AS m JOIN documents AS d ON d.pos = m.document"
            f" WHERE d.id IN ({names}) AND m.kind = :kind",
            {**params, "kind": PAID},
        )
        for positions in _parts([row[0] for row in rows]):
            for fact in ledger.store.events_at(positions).values():
                if isinstance(fact, ev.Applied):
                    key = fact.target, fact.source
                    sums[key] = sums.get(key, 0) + fact.amount
    found: dict[str, set[str]] = {}
    for (target, source), amount in sums.items():
        if amount:
            found.setdefault(target, set()).add(source)
    return found


def _parts(values: Sequence[V]) -> Iterator[Sequence[V]]:
    for start in range(0, len(values), _PART):
        yield values[start : start + _PART]


def _names(keys: Sequence[str]) -> tuple[str, dict[str, object]]:
    params: dict[str, object] = {f"k{number}": key for number, key in enumerate(keys)}
    return ", ".join(f":{name}" for name in params), params

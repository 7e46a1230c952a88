"""Options 14 and 15 in lists: which panel they open, and on which documents."""

from __future__ import annotations

from artui.ledger.documents import RECEIPT_SIDE, Document

MONEY_PANELS = {"14": "arrc10/t", "15": "arrc10/r"}
"""The panel of each option: transfer or split, return or refund."""

MOVED = 3661
"""The message of what such a panel posted."""


def may_move(document: Document, code: str) -> bool:
    """Whether an option means something for a document: money on account is moved, a receipt or
    returned item that stands is returned, or what lies on account of it paid back."""
    if code == "14":
        return document.kind in RECEIPT_SIDE and document.open < 0 and not document.hold
    if code == "15":
        known = document.kind in (*RECEIPT_SIDE, "returned")
        return known and document.state != "cancelled"
    return True

"""What becomes of a deduction that a payer states: its reason code decides, by its kind.

A dispute leaves the rest open under the reason, for a clerk to settle or charge back. A bank fee or
small balance is written off where the clerk may do so, and stays open under the reason where not
(rule 17). A discount has to be earned, or given by a clerk; bad debt and a reason nobody defined
decide nothing.
"""

from __future__ import annotations

from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.events import DocumentSaid
from artui.ledger.policies import Policies
from artui.ledger.settlement import Wish

WRITTEN_OFF = ("bank fee", "small balance")
LEFT_OPEN = ("dispute",)
"""Kinds of reasons by what they do with a deduction."""


def pay_stated(
    policies: Policies,
    made: Distribution,
    document: Document,
    one: DocumentSaid,
    *,
    by_hand: bool,
) -> str:
    """Pay a document the amount that is stated of it, what is short by its reason; why a clerk has
    to look at it (empty if nobody has). A transfer writes nothing off ``by_hand``: what would be
    stays open. Refuses as :meth:`Distribution.pay` does."""
    amount = one.amount or 0
    short = document.open - amount
    if document.open < 0 or short <= 0 or not one.reason:
        made.pay(document, amount)
        return ""
    reason = policies.reasons.get(one.reason)
    kind = reason.kind if reason is not None else ""
    if kind not in (*WRITTEN_OFF, *LEFT_OPEN):
        return f"{one.number} is short for {one.reason}, which no reason code allows"
    left = Wish(short_reason=one.reason)
    wish = left
    if by_hand and kind in WRITTEN_OFF:
        wish = Wish(write_off=short, write_off_reason=one.reason)
    try:
        made.pay(document, amount, wish)
    except Refused:
        if wish is left:
            raise
        made.pay(document, amount, left)
    return ""

"""What an approver sees: every request that waits, and whether it is theirs to decide."""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.writeoffs.requests import Request, covered, pending
from artui.ledger.writeoffs.write_offs import OWN_RECEIPT

YOURS, ABOVE, OWN, VOID, RECEIPT, NOT_YOURS = (
    "yours",
    ">limit",
    "own",
    "void",
    "receipt",
    "not you",
)
"""Whose a request is: one's own to approve, above one's limit, asked by oneself, of a balance that
moved, on a receipt one entered (rule 21), or of somebody who may not approve at all."""


class Look(NamedTuple):
    """A request, its document, whose it is to decide, and why, in words."""

    request: Request
    document: Document
    state: str
    why: str

    @property
    def may_approve(self) -> bool:
        """Whether an approval would be taken now."""
        return self.state == YOURS


def looks(ledger: Ledger, company: str = "") -> list[Look]:
    """The requests that wait, oldest first, as the clerk sees them."""
    requests = pending(ledger, company)
    documents = ledger.read.documents([request.document for request in requests])
    return [_look(ledger, request, documents[request.document]) for request in requests]


def _look(ledger: Ledger, request: Request, document: Document) -> Look:
    was, now = (format_amount(open_, request.currency) for open_ in (request.open, document.open))
    if document.open != request.open:
        moved = ev.voucher_name(document.last_voucher)
        said = f"{was} was open when {request.clerk} asked, {now} is now, since {moved}."
        return Look(request, document, VOID, said)
    if request.clerk == ledger.clerk:
        return Look(request, document, OWN, "You asked yourself: somebody else must approve it.")
    try:
        giver = covered(ledger, request, document, ledger.today())
    except Refused as refused:
        problem = refused.problems[0]
        state = {"amount": ABOVE, "permission": NOT_YOURS}.get(problem.field, NOT_YOURS)
        state = RECEIPT if problem.number == OWN_RECEIPT else state
        return Look(request, document, state, f"{problem.text}.")
    whose = "Your authority" if giver == ledger.clerk else f"The authority of {giver}"
    return Look(request, document, YOURS, f"{whose} covers it; it is checked again then.")

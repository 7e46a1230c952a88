"""Accepting what is proposed: the same mechanism for one line, all sure ones and ``--match``.

What is posted is what was seen: a line whose proposal came out otherwise is refused, or skipped
with its reason in a run (rule 18). Money of nobody is moved to its customer in the same voucher.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import paying
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine
from artui.ledger.errors import Changed, Problem, Refused, refuse, used_otherwise
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.receiving import moving
from artui.ledger.receiving.confirming import confirm
from artui.ledger.receiving.inbox import PARKED, waiting_line
from artui.ledger.receiving.proposing import LIKE, SURE, Proposal, propose_line
from artui.ledger.receiving.recovering import recover

NOT_ACCEPTABLE, OTHERWISE = range(2640, 2642)

AT_ONCE = 20
"""Lines of a run that are posted in one hold: a colleague waits for no more of them."""

Progress = Callable[[int, int], None]
"""Is told how many lines of how many are done; what it raises stops the run between two holds."""


class Accepted(NamedTuple):
    """What came of a line (document key): the voucher, by which sign what was paid, and what was
    learned of its payer; or ``why`` nothing was posted."""

    receipt: str
    kind: str = ""
    how: str = ""
    posted: Posted | None = None
    documents: tuple[Document, ...] = ()
    moved: bool = False
    learned: tuple[str, ...] = ()
    why: str = ""
    again: bool = False  # the command had been carried out before


def accept(
    ledger: Ledger,
    receipt: str,
    seen: Proposal | None = None,
    *,
    customer: str = "",
    day: str = "",
    command: str | None = None,
) -> Accepted:
    """Post what is proposed for a receipt on ``day`` (default today); ``customer`` is whose a
    clerk says it is, which corrects any other sign.

    ``seen`` is the proposal the clerk looked at: one that would come out otherwise now raises
    :class:`~artui.ledger.errors.Changed`. Refuses what can't be accepted as it stands. A payer
    confirmed by this is learned.
    """
    with ledger.hold():
        before = ledger.done_before(command) if command else None
        if before is not None:
            return _accepted_before(receipt, before)
        ledger.require("applications.post")
        line = waiting_line(ledger, receipt)
        proposal = propose_line(ledger, line, day or ledger.today(), customer)
        if seen is not None and _figures(seen) != _figures(proposal):
            number = line.document.number
            raise Changed(
                Problem("receipt", OTHERWISE, f"{number} is proposed otherwise now: look again")
            )
        return _post(ledger, proposal, day or ledger.today(), command)


def _accepted_before(receipt: str, facts: Sequence[ev.Event]) -> Accepted:
    seal = facts[-1]
    if not isinstance(seal, ev.VoucherPosted) or seal.text != ev.number_of(receipt):
        raise used_otherwise()
    posted = Posted(seal.originator_id, receipt, 0, again=True)
    return Accepted(receipt, posted=posted, again=True)


def _figures(proposal: Proposal) -> tuple[object, ...]:
    return proposal.customer, proposal.lines, proposal.left, proposal.recovers


def _post(ledger: Ledger, proposal: Proposal, day: str, command: str | None) -> Accepted:
    if not proposal.acceptable:
        raise refuse("receipt", NOT_ACCEPTABLE, _why(proposal))
    receipt = proposal.receipt

    def pay(lines: Sequence[PayLine], command_id: str) -> Posted:
        if not proposal.moves:
            return paying.apply(ledger, receipt, lines, day=day, command=command_id)
        moved = moving.transfer(
            ledger, receipt, proposal.customer,
            lines=lines, day=day, learn=False, command=command_id,
        )  # fmt: skip
        return Posted(moved.voucher, moved.credits[0], proposal.left)

    posted = recover(ledger, proposal.recovers, proposal.lines, pay, day=day, command=command)
    confirmed = proposal.kind == LIKE and proposal.moves
    names = confirm(ledger, receipt, proposal.customer) if confirmed else []
    return Accepted(
        receipt,
        proposal.kind,
        proposal.how,
        posted,
        proposal.documents,
        proposal.moves,
        tuple(names),
    )


def accept_all(
    ledger: Ledger,
    receipts: Iterable[str],
    *,
    kinds: Collection[str] = (SURE,),
    day: str = "",
    progress: Progress | None = None,
) -> list[Accepted]:
    """Accept the lines of some receipts whose proposal is of one of ``kinds``, some at a time; the
    others, and what changed meanwhile, are left with their reason. Parked lines are passed over.
    Run again it posts nothing twice: what was accepted waits no longer."""
    wanted = list(receipts)
    found: list[Accepted] = []
    for start in range(0, len(wanted), AT_ONCE):
        with ledger.hold():
            for receipt in wanted[start : start + AT_ONCE]:
                found.append(_accept_if(ledger, receipt, kinds, day or ledger.today()))
        if progress is not None:
            progress(len(found), len(wanted))
    return found


def _accept_if(ledger: Ledger, receipt: str, kinds: Collection[str], day: str) -> Accepted:
    try:
        ledger.require("applications.post")
        line = waiting_line(ledger, receipt)
        if line.state == PARKED:
            return Accepted(receipt, why=f"it is parked: {line.note}")
        proposal = propose_line(ledger, line, day)
        if proposal.kind not in kinds:
            return Accepted(receipt, proposal.kind, why=_why(proposal))
        return _post(ledger, proposal, day, None)
    except Refused as refused:
        return Accepted(receipt, why=str(refused))


def _why(proposal: Proposal) -> str:
    return " ".join((f"{proposal.kind} {proposal.text}:", *proposal.reasons))

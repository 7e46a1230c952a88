"""Accepting proposals as a panel's work: counted on line 22, stopped by Esc between two lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from artui.ledger.automatic.shared import numbers
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.ledger import Ledger
from artui.ledger.receiving import inbox
from artui.ledger.receiving.accepting import Accepted, accept
from artui.ledger.receiving.inbox import InboxLine
from artui.ledger.receiving.proposing import Proposal
from artui.screens import show
from artui.screens.frame.work import Job

PROGRESS, POSTED, LEFT = 3080, 3613, 3615


class Accepting(NamedTuple):
    """What a run did of the lines wanted; ``stopped`` by the clerk before its end."""

    done: tuple[Accepted, ...]
    wanted: int
    stopped: bool = False


def accepting(ledger: Ledger, seen: Sequence[Proposal]) -> Callable[[Job], Accepting | LedgerError]:
    """The work that accepts proposals as they were seen; one that changed is left and named."""

    def task(job: Job) -> Accepting | LedgerError:
        done: list[Accepted] = []
        skipped = 0
        for proposal in seen:
            if job.stopping:
                return Accepting(tuple(done), len(seen), stopped=True)
            try:
                done.append(accept(ledger, proposal.receipt, proposal))
            except Refused as refused:
                if len(seen) == 1:
                    return refused
                why = "; ".join(problem.text for problem in refused.problems)
                done.append(Accepted(proposal.receipt, proposal.kind, why=f"{why}."))
                skipped += 1
            except LedgerError as error:
                return error
            counted = f"{len(done):,} of {len(seen):,} done, {skipped:,} skipped"
            job.report(PROGRESS, f"{counted}. Esc=Stop after this line")
        return Accepting(tuple(done), len(seen))

    return task


def take_up(ledger: Ledger, lines: Sequence[InboxLine]) -> None:
    """Take up all of some parked lines, or none."""
    with ledger.hold():
        for line in lines:
            inbox.take_up(ledger, line.key)


def said_of(ledger: Ledger, one: Accepted) -> tuple[int, str]:
    """Number and words of the message about a line that was accepted, or left."""
    if one.posted is None:
        return LEFT, one.why
    document = ledger.read.document(one.posted.document)
    left = ""
    if one.posted.left and document is not None:
        left = f", {show.amount(one.posted.left, document.currency)} on account"
    paid = f"pays {numbers(one.documents)}" if one.documents else "is moved to its customer"
    learned = f" Learned: {', '.join(one.learned)}." if one.learned else ""
    return POSTED, f"{one.posted.name} {paid}{left}.{learned}"

"""Lists cleared as a panel's work: counted on line 22, stopped by Esc."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from artui.ledger.automatic.clearing import Clearing
from artui.ledger.automatic.clearing_list import KeptList, clear_list
from artui.ledger.errors import LedgerError
from artui.ledger.ledger import Ledger
from artui.screens.frame.work import Job

PROGRESS = 3080


class Done(NamedTuple):
    """The lists that were cleared, what each came to, and what kept the next from it."""

    lists: tuple[KeptList, ...]
    clearings: tuple[Clearing, ...]
    problem: LedgerError | None = None
    stopped: bool = False


def clearing(ledger: Ledger, lists: Sequence[KeptList]) -> Callable[[Job], Done]:
    """The work that clears lists company by company; it ends with the first that is refused."""
    total = sum(len(one.accounts) for one in lists)

    def task(job: Job) -> Done:
        done: list[Clearing] = []

        def step(count: int) -> bool:
            so_far = count + sum(len(one.accounts) for one in done)
            job.report(PROGRESS, f"{so_far:,} of {total:,} done. Esc=Stop after this transaction")
            return job.stopping

        problem = None
        for one in lists:
            try:
                done.append(clear_list(ledger, one.company, seen=one, step=step))
            except LedgerError as error:
                problem = error
            if problem is not None or job.stopping:
                break
        return Done(tuple(lists[: len(done)]), tuple(done), problem, job.stopping)

    return task

"""A write-off run carried out as a panel's work: counted on line 22, stopped by Esc."""

from __future__ import annotations

from collections.abc import Callable

from artui.ledger.errors import LedgerError
from artui.ledger.ledger import Ledger
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.write_off_runs import Outcome, Run
from artui.screens.frame.work import Job

PROGRESS = 3080


def posting(ledger: Ledger, run: Run) -> Callable[[Job], Outcome | LedgerError]:
    """The work that posts a run; what it comes to, or the refusal."""

    def task(job: Job) -> Outcome | LedgerError:
        def report(done: int, of: int, skipped: int) -> None:
            job.report(
                PROGRESS,
                f"{done:,} of {of:,} done, {skipped:,} skipped. Esc=Stop after this transaction",
            )

        try:
            return runs.carry_out(ledger, run, report, lambda: job.stopping)
        except LedgerError as error:
            return error

    return task

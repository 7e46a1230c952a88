"""A clerk's day, told step by step: a ledger is made, payments, a write-off, a run, payments."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs import writing_off
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.selecting import Selection
from tests.faults.clerks import COMPANY, DAY, pay_one, prepare
from tests.faults.recording import LEDGER, SAID

SMALL = 40
"""Invoices that are written off, the first by hand, the others by a run."""

FORENOON, AFTERNOON = 90, 170
"""Payments up to noon, and up to the evening: enough for the log to be written back meanwhile."""


def main(folder: Path) -> None:
    """The day; each step is said once it is durable, with the position the log had reached."""
    told = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def say(ledger: Ledger, step: str) -> None:
        os.write(told, f"{step} {ledger.store.head().pos}".encode())

    location = str(folder / LEDGER)
    ledger = prepare(location, SMALL)
    say(ledger, "made")
    ledger.close()
    ledger = open_ledger(location, "clerk0", today=lambda: DAY)
    for number in range(FORENOON):
        pay_one(ledger, f"c{number}")
        say(ledger, f"c{number}")
    ledger.close()
    ledger = open_ledger(location, "clerk0", today=lambda: DAY)
    writing_off.write_off(ledger, f"{COMPANY}/I0", command="by-hand")
    say(ledger, "by-hand")
    listed = CandidateList(ledger, Selection("balance", 100_00)).listed()
    runs.carry_out(ledger, runs.plan(ledger, listed, command="run"))
    say(ledger, "run")
    for number in range(FORENOON, AFTERNOON):
        pay_one(ledger, f"c{number}")
        say(ledger, f"c{number}")
    os._exit(0)  # nobody closes anything when the power goes


if __name__ == "__main__":
    main(Path(sys.argv[1]))

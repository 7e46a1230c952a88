"""kill -9 in the middle of an A/R clean-up: the same run under its name finishes the rest."""

from __future__ import annotations

from collections import Counter
from multiprocessing.connection import Connection

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.proof.verifying import verify
from artui.ledger.writeoffs import cleanup
from artui.ledger.writeoffs.cleanup_search import Candidate, Criteria, search
from tests.faults.clerks import DAY, prepare, processes

SMALL = 2_500
RUN = "april"
CRITERIA = Criteria(limit=100_01, match=False)


def listed(ledger: Ledger) -> list[Candidate]:
    return list(search(ledger, CRITERIA))


def clean_until_killed(location: str, telling: Connection) -> None:
    """Write off all that the search finds; say how far it is after each voucher."""
    ledger = open_ledger(location, "clerk0", today=lambda: DAY)

    def step(done: int) -> bool:
        telling.send(done)
        return False

    cleanup.process(ledger, listed(ledger), run=RUN, step=step)


def test_a_clean_up_killed_in_the_middle_finishes_and_doubles_nothing(location: str) -> None:
    prepare(location, SMALL).close()
    ledger = open_ledger(location, "clerk0", today=lambda: DAY)
    before = listed(ledger)
    assert len(before) == SMALL
    listening, telling = processes.Pipe(duplex=False)
    clerk = processes.Process(target=clean_until_killed, args=(location, telling))
    clerk.start()
    telling.close()
    assert listening.recv() == 1000
    clerk.kill()
    clerk.join()

    left = len(listed(ledger))
    assert left in (SMALL - 1000, SMALL - 2000, 0)  # whole vouchers only
    # The list as it was when the run began, and as it is searched anew: neither posts twice.
    cleanup.process(ledger, before, run=RUN)
    if rest := listed(ledger):
        cleanup.process(ledger, rest, run=RUN)
    assert listed(ledger) == []
    facts = (fact for _pos, fact in ledger.store.events())
    times = Counter(fact.document for fact in facts if isinstance(fact, ev.WrittenOff))
    assert len(times) == SMALL
    assert set(times.values()) == {1}
    assert verify(ledger.store).problems == []
    ledger.close()

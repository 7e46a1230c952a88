"""kill -9 in the middle of a run over ten thousand documents: the same run finishes the rest."""

from __future__ import annotations

from collections import Counter
from multiprocessing.connection import Connection

from artui.ledger import events as ev
from artui.ledger.ledger import open_ledger
from artui.ledger.proof.verifying import verify
from artui.ledger.reversal.reversing import reverse_batch
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.selecting import Selection
from tests.faults.clerks import DAY, prepare, processes

DOCUMENTS = 10_000
SELECTION = Selection("balance", 100_00)


def write_off_until_killed(location: str, telling: Connection) -> None:
    """Write off all that the list selects; say how far it is after each voucher."""
    ledger = open_ledger(location, "clerk0", today=lambda: DAY)
    run = runs.plan(ledger, CandidateList(ledger, SELECTION).listed(), command="run")
    runs.carry_out(ledger, run, lambda done, _of, _skipped: telling.send(done))


def test_a_run_killed_in_the_middle_finishes_the_rest_and_doubles_none(location: str) -> None:
    prepare(location, DOCUMENTS).close()
    listening, telling = processes.Pipe(duplex=False)
    clerk = processes.Process(target=write_off_until_killed, args=(location, telling))
    clerk.start()
    telling.close()
    for expected in (1000, 2000, 3000):
        assert listening.recv() == expected
    clerk.kill()
    clerk.join()

    ledger = open_ledger(location, "clerk0", today=lambda: DAY)
    left = CandidateList(ledger, SELECTION).count_all()
    assert left <= DOCUMENTS - 3000
    assert left % 1000 == 0  # whole vouchers only
    (run,) = runs.kept(ledger)
    outcome = runs.carry_out(ledger, run)
    assert outcome.counts == {"written off": DOCUMENTS}
    assert sum(result.again for result in outcome.results) == DOCUMENTS - left
    assert CandidateList(ledger, SELECTION).count_all() == 0
    facts = (fact for _pos, fact in ledger.store.events())
    written_off = Counter(fact.document for fact in facts if isinstance(fact, ev.WrittenOff))
    assert len(written_off) == DOCUMENTS
    assert set(written_off.values()) == {1}
    assert runs.kept(ledger) == []

    reverse_batch(ledger, "run")
    assert CandidateList(ledger, SELECTION).count_all() == DOCUMENTS
    assert verify(ledger.store).problems == []
    ledger.close()

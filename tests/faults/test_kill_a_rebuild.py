"""kill -9 in the middle of a rebuild, clerks at work: the lists stay, the next rebuild ends it."""

from __future__ import annotations

from multiprocessing.connection import Connection

from artui.ledger.ledger import open_ledger
from artui.ledger.proof.verifying import verify
from tests.faults.clerks import pay_one, post_until_killed, prepare, processes

INVOICES = 4_000


def rebuild_until_killed(location: str, telling: Connection) -> None:
    """Rebuild, saying how far it is after each chunk."""
    ledger = open_ledger(location, "lead")
    ledger.store.rebuild(lambda done, _known: telling.send(done))


def test_a_rebuild_killed_in_the_middle_leaves_all_as_it_was(location: str) -> None:
    ledger = prepare(location, INVOICES)
    before = ledger.read.ageing("2020-04-15")
    clerk_told, clerk_tells = processes.Pipe(duplex=False)
    clerk = processes.Process(target=post_until_killed, args=(location, 0, clerk_tells))
    clerk.start()
    for expected in (500, 2500, 1000):
        listening, telling = processes.Pipe(duplex=False)
        rebuilder = processes.Process(target=rebuild_until_killed, args=(location, telling))
        rebuilder.start()
        telling.close()
        while listening.recv() < expected:
            pass
        rebuilder.kill()
        rebuilder.join()
        assert clerk_told.poll(30)  # nobody is kept from posting by what was left
    clerk.kill()
    clerk.join()
    assert verify(ledger.store).problems == []
    ledger.store.rebuild()
    assert verify(ledger.store).problems == []
    pay_one(ledger, "after")
    assert len(ledger.read.ageing("2020-04-15")) == len(before)
    ledger.close()

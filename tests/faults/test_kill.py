"""kill -9 in the middle of postings: nothing acknowledged is lost, half there, or there twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.proof.verifying import verify
from tests.faults.clerks import BIG, post_until_killed, prepare, processes

KILLS = 40


def kill_a_clerk(location: str, first: int, moment: random.Random) -> int:
    """Let a clerk post from ``first`` on, kill it at some moment; the last number it said."""
    listening, telling = processes.Pipe(duplex=False)
    clerk = processes.Process(target=post_until_killed, args=(location, first, telling))
    clerk.start()
    telling.close()
    last = first - 1
    for _ in range(moment.randint(1, 4)):
        last = listening.recv()
    time.sleep(moment.random() * 0.004)
    clerk.kill()
    clerk.join()
    try:
        while True:
            last = listening.recv()
    except EOFError:
        return last


def vouchers_by_command(ledger: Ledger) -> Counter[str]:
    return Counter(
        event.command
        for _pos, event in ledger.store.events()
        if isinstance(event, ev.VoucherPosted)
    )


def test_no_acknowledged_voucher_is_lost_half_there_or_there_twice(
    location: str, record_property: Callable[[str, object], None]
) -> None:
    ledger = prepare(location)
    moment = random.Random(20200415)
    next_number, unacknowledged = 0, 0
    for _ in range(KILLS):
        # The next clerk begins with the command that was never answered: a retry.
        acknowledged = kill_a_clerk(location, next_number, moment)
        posted = vouchers_by_command(ledger)
        for number in range(next_number, acknowledged + 1):
            assert posted[f"c{number}"] == 1
        next_number = acknowledged + 1
        unacknowledged += posted[f"c{next_number}"]
    ledger.close()

    ledger = open_ledger(location, "lead")
    posted = vouchers_by_command(ledger)
    numbers = {f"c{number}" for number in range(next_number)}
    assert numbers <= posted.keys()
    assert max(posted.values()) == 1
    receipts = sum(1 for command in posted if command.startswith("c") and command[1:].isdigit())
    big = ledger.read.document("100/BIG")
    assert big is not None
    assert big.open == BIG - 1_00 * receipts
    assert len(ledger.read.vouchers(series="RC", limit=10_000)) == receipts
    verdict = verify(ledger.store)  # whole vouchers, numbers without a gap, balances
    assert verdict.problems == []
    record_property("kills between commit and acknowledgement", unacknowledged)
    ledger.close()

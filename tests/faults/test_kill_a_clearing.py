"""kill -9 in the middle of clearing a long list of accounts at zero: clearing it again finishes."""

from __future__ import annotations

from multiprocessing.connection import Connection

from artui.ledger import events as ev
from artui.ledger.automatic import clearing_list
from artui.ledger.automatic.at_zero import zero_accounts
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.proof.verifying import verify
from artui.ledger.reversal.reversing import reverse_batch
from artui.ledger.setup import CustomerData, put_customers
from artui.ledger.taking_on import DocumentRow, take_on
from tests.faults.clerks import COMPANY, DAY, prepare, processes

ACCOUNTS = 2500
A_VOUCHER = 500
"""Accounts of two documents that fill a voucher."""


def accounts_at_zero(location: str) -> None:
    """A ledger with many customers whose invoice and memo come to the same; a list of them."""
    ledger = prepare(location)
    names = [f"Z{number:04}" for number in range(ACCOUNTS)]
    put_customers(ledger, [CustomerData(COMPANY, name, f"Zero {name}", "USD") for name in names])
    rows = [
        DocumentRow(COMPANY, f"{kind[0]}{name}", kind, name, DAY, DAY, "USD", amount, amount)
        for name in names
        for kind, amount in (("invoice", 70_00), ("credit_memo", -70_00))
    ]
    take_on(ledger, rows)
    clearing_list.select(ledger, COMPANY)
    ledger.close()


def clear_until_killed(location: str, telling: Connection) -> None:
    """Clear the list; say how far it is after each voucher."""
    ledger = open_ledger(location, "clerk0", today=lambda: DAY)

    def step(done: int) -> bool:
        telling.send(done)
        return False

    clearing_list.clear_list(ledger, COMPANY, step=step)


def cleared_times(ledger: Ledger) -> dict[str, int]:
    """How often each debit was applied, over all vouchers."""
    times: dict[str, int] = {}
    for _pos, fact in ledger.store.events():
        if isinstance(fact, ev.Applied):
            times[fact.target] = times.get(fact.target, 0) + 1
    return times


def test_a_list_killed_in_the_middle_is_finished_and_nothing_doubled(location: str) -> None:
    accounts_at_zero(location)
    listening, telling = processes.Pipe(duplex=False)
    clerk = processes.Process(target=clear_until_killed, args=(location, telling))
    clerk.start()
    telling.close()
    for voucher in (1, 2):
        assert listening.recv() == voucher * A_VOUCHER
    clerk.kill()
    clerk.join()

    ledger = open_ledger(location, "clerk1", today=lambda: DAY)
    left = len(zero_accounts(ledger, company=COMPANY))
    assert left <= ACCOUNTS - 2 * A_VOUCHER
    assert left % A_VOUCHER == 0  # whole vouchers only
    kept = clearing_list.kept_list(ledger, COMPANY)
    assert kept is not None
    done = clearing_list.clear_list(ledger, COMPANY)
    assert (len(done.accounts), done.skipped) == (ACCOUNTS, [])
    assert len(done.vouchers) == ACCOUNTS // A_VOUCHER
    assert set(cleared_times(ledger).values()) == {1}
    assert len(cleared_times(ledger)) == ACCOUNTS
    assert clearing_list.kept_list(ledger, COMPANY) is None

    reverse_batch(ledger, kept.name)
    assert len(zero_accounts(ledger, company=COMPANY)) == ACCOUNTS
    assert verify(ledger.store).problems == []
    ledger.close()

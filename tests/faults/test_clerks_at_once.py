"""Many clerks post at once: nobody is refused for a lock, nothing is paid twice."""

from __future__ import annotations

import random

import pytest

from artui.ledger.proof.verifying import verify
from tests.faults.clerks import BIG, pay_everything, prepare, processes

INVOICES = 25


@pytest.mark.parametrize("many", [2, 8, 0], ids=["two", "eight", "a-crowd"])
def test_clerks_pay_the_same_invoices_and_each_is_paid_once(location: str, many: int) -> None:
    many = many or (32 if location.startswith("postgres") else 16)
    ledger = prepare(location, INVOICES, many)
    numbers = [f"I{number}" for number in range(INVOICES)]
    clerks, starts, answers = [], [], []
    for clerk in range(many):
        order = random.Random(clerk).sample(numbers, INVOICES)
        waiting, start = processes.Pipe(duplex=False)
        answer, telling = processes.Pipe(duplex=False)
        clerks.append(
            processes.Process(
                target=pay_everything, args=(location, clerk, order, waiting, telling)
            )
        )
        clerks[-1].start()
        telling.close()
        starts.append(start)
        answers.append(answer)
    for start in starts:
        start.send("now")
    results = [answer.recv() for answer in answers]
    for process in clerks:
        process.join()

    assert [heard for _paid, heard in results if heard] == [], "nobody heard of a lock"
    paid = sorted(number for paid, _heard in results for number in paid)
    assert paid == sorted(numbers), "each invoice was paid by one clerk, once"
    for number in numbers:
        document = ledger.read.document(f"100/{number}")
        assert document is not None and document.open == 0
    receipts = ledger.read.vouchers(series="RC", limit=10_000)
    assert sorted(head.number for head in receipts) == list(range(1, len(receipts) + 1))
    big = ledger.read.document("100/BIG")
    assert big is not None and big.open == BIG - 1_00 * (len(receipts) - INVOICES)
    assert verify(ledger.store).problems == []
    ledger.close()

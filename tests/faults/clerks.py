"""Clerks in processes of their own, forked from a warm one so that forty of them start at once."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.errors import Changed, LedgerError, Refused
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.setup import CustomerData
from artui.ledger.taking_on import DocumentRow, take_on

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.faults.clerks"])

ROOT = Path(__file__).parents[2]
COMPANY, DAY = "100", "2020-04-15"
BIG = 1_000_000_00
"""An invoice that no test pays in full."""


def prepare(location: str, invoices: int = 0, clerks: int = 8) -> Ledger:
    """A ledger with the invoice BIG and as many small ones, I0, I1 …, of 100.00."""
    ledger = open_ledger(location, "lead", create=True, today=lambda: DAY)
    setup.create(ledger)
    setup.register_company(ledger, COMPANY, "Hundred", "USD", years=[2020])
    setup.put_customers(ledger, [CustomerData(COMPANY, "C1", "Acme", "USD")])
    for clerk in range(clerks):
        setup.define_user(ledger, f"clerk{clerk}", unlimited=True)
    amounts = {"BIG": BIG} | {f"I{number}": 100_00 for number in range(invoices)}
    take_on(
        ledger,
        [
            DocumentRow(
                COMPANY, number, "invoice", "C1", "2020-03-01", "2020-03-31", "USD", amount, amount
            )
            for number, amount in amounts.items()
        ],
    )
    return ledger


def receipt(amount: int) -> Receipt:
    """Money of the one customer."""
    return Receipt(COMPANY, "C1", "USD", amount, f"{COMPANY}-USD", DAY, DAY)


def pay_one(ledger: Ledger, command: str) -> str:
    """Pay 1.00 of the big invoice under a command id; the voucher."""
    return paying.post_receipt(ledger, receipt(1_00), [PayLine("100/BIG", 1_00)], command).voucher


def post_until_killed(location: str, first: int, acknowledge: Connection) -> None:
    """Post command after command, from ``first`` on; say each number once it is durable."""
    ledger = open_ledger(location, "clerk0")
    number = first
    while True:
        pay_one(ledger, f"c{number}")
        acknowledge.send(number)
        number += 1


def pay_everything(
    location: str, clerk: int, numbers: Sequence[str], starting: Connection, answer: Connection
) -> None:
    """Try to pay each invoice in full; answer with those paid and what else was heard."""
    ledger = open_ledger(location, f"clerk{clerk}")
    starting.recv()
    paid: list[str] = []
    heard: list[str] = []
    for number in numbers:
        document = ledger.read.document(f"{COMPANY}/{number}")
        assert document is not None
        try:
            if document.open:
                line = PayLine(document.id, document.open, version=document.last_pos)
                paying.post_receipt(ledger, receipt(100_00), [line])
                paid.append(number)
            pay_one(ledger, f"{clerk}-{number}")
        except Changed:
            continue  # a colleague was quicker: what the ledger is there to say
        except (Refused, LedgerError) as error:
            heard.append(str(error))
    answer.send((paid, heard))
    ledger.close()


if __name__ == "__main__":  # one posting of its own, under strace
    try:
        print("posted", pay_one(open_ledger(sys.argv[1], "clerk0"), sys.argv[2]))
    except LedgerError as sentence:
        print("refused", sentence)
    sys.stdout.flush()
    os._exit(0)

"""The ledgers that flows are played on, and what a flow must have done to them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from artui.importers.lines import read_customers, read_invoices
from artui.intake.customers import take_customers
from artui.intake.documents import take_documents
from artui.intake.outcome import whole
from artui.ledger import setup
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.proof.verifying import verify
from artui.ledger.setup import ToleranceData
from tests.flows.program import TODAY

CLERK = "mlopez"
CORPUS = Path(os.environ.get("ARTUI_CORPUS", "no corpus")) / "demo"


def make_demo_day(path: Path) -> None:
    """The sample day's customers and invoices, imported, with its policies."""
    ledger = open_ledger(path, CLERK, create=True, today=lambda: TODAY)
    setup.create(ledger)
    with whole(ledger):
        take_customers(ledger, read_customers(CORPUS / "customers.csv").lines)
        take_documents(ledger, read_invoices(CORPUS / "invoices.csv").lines, "invoices.csv")
    setup.define_terms(
        ledger, "NAA8", name="2 % until due", due_days=15, steps=[("2", None)], grace_days=14
    )
    for currency in ("USD", "CAD"):
        setup.set_tolerance(ledger, ToleranceData(currency, 5_00, "0.5", since="2020-01-01"))
    ledger.close()


@contextmanager
def opened(path: Path, clerk: str = CLERK) -> Iterator[Ledger]:
    """A ledger file, looked at from outside while or after the screens work on it."""
    ledger = open_ledger(path, clerk, today=lambda: TODAY)
    try:
        yield ledger
    finally:
        ledger.close()


@dataclass(frozen=True)
class Outcome:
    """What one receipt came to; minor units. ``open``: what is open now, by document number."""

    company: str
    open: Mapping[str, int] = field(default_factory=dict)
    discount: int = 0
    written_off: int = 0
    left: int = 0


def assert_came_to(path: Path, outcome: Outcome, number: int = 1) -> None:
    """The receipt with that voucher number did just this, and the books are right."""
    with opened(path) as ledger:
        head = ledger.read.voucher(f"{outcome.company}/RC/2020/{number}")
        assert head is not None, "nothing was posted"
        movements = ledger.read.voucher_movements(head)
        sums = {"discount": 0, "written_off": 0}
        for movement in movements:
            if movement.kind in sums:
                sums[movement.kind] -= movement.amount
        assert sums == {"discount": outcome.discount, "written_off": outcome.written_off}
        made = next(m.document for m in movements if m.kind == "raised")
        balances = ledger.read.documents(
            [made, *(f"{outcome.company}/{number}" for number in outcome.open)]
        )
        assert balances[made].open == -outcome.left
        still = {document.number: document.open for document in balances.values()}
        assert {number: still[number] for number in outcome.open} == dict(outcome.open)
        seal = ledger.read.seal(head.id)
        assert seal is not None
        assert sum(line.base for line in seal.lines) == 0
        assert verify(ledger.store).problems == []


def vouchers(path: Path) -> int:
    """How many receipts are posted."""
    with opened(path) as ledger:
        return len(ledger.read.vouchers(series="RC"))

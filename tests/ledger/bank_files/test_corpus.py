"""Real files of many banks posted twice: whole or refused in words, and nothing a second time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from artui.importers.bank import Statement, Status, read_bank
from artui.importers.table import FileRefused
from artui.intake.bank.files import Manner, take_file
from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.proof.verifying import verify
from artui.ledger.setup.bank_numbers import set_numbers
from artui.ledger.store import open_store

BANK = Path(os.environ.get("ARTUI_CORPUS", "no corpus")) / "bank"
FILES = sorted(file for file in BANK.glob("*/*") if file.is_file())

pytestmark = pytest.mark.skipif(not FILES, reason="ARTUI_CORPUS names no corpus")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A company whose periods reach over all the files' days."""
    store = open_store(tmp_path / "books.db", create=True)
    made = Ledger(store, "clerk", today=lambda: "2030-01-01")
    setup.create(made)
    setup.register_company(made, "N1", "North", "EUR", years=range(1998, 2031))
    yield made
    store.close()


def number_accounts(ledger: Ledger, statements: list[Statement]) -> None:
    """Give the company each account a file names, in its currency."""
    known = {number for a in accounts(ledger) for number in a}
    for statement in statements:
        number, currency = statement.account, statement.currency
        if not number or "".join(number.split()).upper() in known:
            continue
        code = f"B{len(accounts(ledger))}"
        try:
            setup.open_bank_account(ledger, "N1", code, currency)
            if currency != "EUR":
                setup.set_rate(ledger, "EUR", currency, "1998-01-01", "0.5")
        except Refused:
            continue  # a currency nobody knows
        set_numbers(ledger, "N1", code, [number])
        known.add("".join(number.split()).upper())


def accounts(ledger: Ledger) -> list[tuple[str, ...]]:
    return [a.numbers for a in ledger.policies.companies["N1"].bank_accounts.values()]


def test_every_file_is_posted_once(ledger: Ledger) -> None:
    posted = 0
    for file in FILES:
        try:
            statements = read_bank(file)
        except FileRefused:
            continue
        number_accounts(ledger, statements)
        manner = Manner(accept_controls=True, match=True)
        for result in take_file(ledger, statements, manner):
            assert result.refused or result.taken is not None
            if result.taken is None:
                continue
            booked = [line for line in result.statement.lines if line.status is Status.BOOKED]
            credits = sum(line.amount for line in booked if line.amount > 0 and not line.reversal)
            assert result.taken.control == result.taken.entered, file
            assert result.taken.control[1] <= credits
            posted += result.taken.added
        before = ledger.store.head().pos
        take_file(ledger, statements, manner)
        assert ledger.store.head().pos == before, file
    assert posted > 80
    verify(ledger.store)

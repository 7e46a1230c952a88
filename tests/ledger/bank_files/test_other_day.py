"""Days of other customers, from seeds: the same receipts from each format, none misapplied."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from artui.importers.bank import read_bank
from artui.importers.lines import read_customers, read_invoices
from artui.intake.bank.files import Manner, Result, take_file
from artui.intake.customers import take_customers
from artui.intake.documents import take_documents
from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.proof.verifying import verify
from artui.ledger.setup import ToleranceData
from artui.ledger.setup.bank_numbers import set_numbers
from artui.ledger.store import open_store
from tests.ledger.bank_files.demo_day import receipts
from tests.ledger.bank_files.other_banks import BANKS, DEPOSIT
from tests.ledger.bank_files.other_day import ACCOUNT, BOX, COMPANY, CURRENCY, DAY, Day

SEEDS = (1, 2, 3)
CERTAIN = ("one", "several", "discounted", "silent", "all", "memo")
"""The parts that leave nothing to ask."""


def open_books(path: Path, *, create: bool = False) -> Ledger:
    """The books as a clerk of the day opens them."""
    return Ledger(open_store(str(path), create=create), "clerk", today=lambda: DAY)


def make_books(folder: Path, day: Day) -> Path:
    """The day's books before any money came, closed."""
    day.write(folder)
    ledger = open_books(folder / "base.db", create=True)
    with ledger.store.hold():
        setup.create(ledger)
        setup.define_terms(ledger, "N30")
        setup.define_terms(ledger, "S2", steps=[("2", 10)])
        take_customers(ledger, read_customers(folder / "customers.csv", {}, ".").lines)
        take_documents(ledger, read_invoices(folder / "invoices.csv", {}, ".").lines, "invoices")
        setup.set_tolerance(ledger, ToleranceData(CURRENCY, 5_00, "0.5"))
        set_numbers(ledger, COMPANY, f"{COMPANY}-{CURRENCY}", [ACCOUNT, BOX])
    ledger.close()
    return folder / "base.db"


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Day, Path]]:
    """Each seed's day with its books."""
    made = {seed: Day(seed) for seed in SEEDS}
    return {
        seed: (day, make_books(tmp_path_factory.mktemp("day"), day)) for seed, day in made.items()
    }


class Desk:
    """A clerk with the books of a day."""

    def __init__(self, day: Day, base: Path, folder: Path) -> None:
        self.day = day
        shutil.copy(base, folder / "books.db")
        self.ledger = open_books(folder / "books.db")

    def take(self, name: str, *, match: bool = False) -> list[Result]:
        """Take a format's file in; nothing of it may be refused or look wrong."""
        statements = read_bank(BANKS[name](self.day).encode())
        assert not [control for each in statements for control in each.broken]
        results = take_file(self.ledger, statements, Manner(match=match))
        assert [result.refused for result in results] == [()] * len(statements)
        return results

    def money(self) -> Counter[tuple[str, int]]:
        """Reference and amount of what stands; a cheque's reference is its lockbox's."""
        found = Counter[tuple[str, int]]()
        for row in receipts(self.ledger):
            assert row.received == DAY
            found["cheque" if row.method == "CHECK" else row.bank_reference, -row.amount] += 1
        return found

    def applied(self, results: list[Result]) -> dict[str, set[str]]:
        """The documents that payments were applied to; cheques are told apart by their amount."""
        by_amount = {one.amount: one.reference for one in self.day.payments if one.cheque}
        found = {}
        for one in (one for result in results for one in result.applied if one.posted):
            row = self.ledger.read.receipt(one.receipt)
            assert row is not None
            known = by_amount[-row.amount] if row.method == "CHECK" else row.bank_reference
            found[known] = {document.number for document in one.documents}
        return found


@pytest.fixture(params=SEEDS)
def desk(
    request: pytest.FixtureRequest, days: dict[int, tuple[Day, Path]], tmp_path: Path
) -> Iterator[Desk]:
    """A desk of each day."""
    made = Desk(*days[request.param], tmp_path)
    yield made
    made.ledger.close()


def expected(day: Day, *names: str) -> Counter[tuple[str, int]]:
    """What must stand once these formats were taken in."""
    found = Counter((one.reference, one.amount) for one in day.payments if not one.cheque)
    cheques = [one.amount for one in day.payments if one.cheque]
    told = {name == "lockbox" for name in names}
    if False not in told:
        found.clear()
    if True in told:
        found.update(("cheque", amount) for amount in cheques)
    else:
        found[DEPOSIT, sum(cheques)] += 1
    return found


@pytest.mark.parametrize("name", BANKS)
def test_a_format_brings_the_day_and_applies_nothing_wrongly(desk: Desk, name: str) -> None:
    paid = desk.applied(desk.take(name, match=True))
    assert desk.money() == expected(desk.day, name)
    told = {one.reference: one for one in desk.day.payments}
    wrong = {known: numbers for known, numbers in paid.items() if numbers != told[known].meant}
    assert wrong == {}
    shown = [one for one in desk.day.payments if one.cheque == (name == "lockbox")]
    left = {one.part for one in shown if one.part in CERTAIN and one.reference not in paid}
    assert left == set()
    verify(desk.ledger.store)


@pytest.mark.parametrize("pair", list(permutations(BANKS, 2)), ids="-".join)
def test_every_pair_brings_the_same_money_once(
    days: dict[int, tuple[Day, Path]], tmp_path: Path, pair: tuple[str, str]
) -> None:
    desk = Desk(*days[SEEDS[0]], tmp_path)
    try:
        for name in pair:
            desk.take(name)
        assert desk.money() == expected(desk.day, *pair)
        before = desk.ledger.store.head().pos
        for name in pair:
            desk.take(name)
        assert desk.ledger.store.head().pos == before
    finally:
        desk.ledger.close()


def test_all_formats_together_are_one_day(desk: Desk) -> None:
    results = [result for name in BANKS for result in desk.take(name, match=True)]
    assert desk.money() == expected(desk.day, *BANKS)
    paid = desk.applied(results)
    told = {one.reference: one for one in desk.day.payments}
    assert {known: numbers for known, numbers in paid.items() if numbers != told[known].meant} == {}
    verify(desk.ledger.store)

"""A clerk's day from the bank's files: the same money from each format, applied to the truth."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from artui.intake.bank.files import Result
from artui.ledger.ledger import Ledger
from artui.ledger.proof.verifying import verify
from tests.ledger.bank_files.demo_day import (
    DEMO,
    DEPOSIT,
    FORMATS,
    LIST,
    Truth,
    make_books,
    money,
    open_books,
    receipts,
    take,
    take_list,
)

pytestmark = pytest.mark.skipif(not DEMO.is_dir(), reason="ARTUI_CORPUS names no corpus")

Money = set[tuple[str, ...]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The books before any money came, closed."""
    path = tmp_path_factory.mktemp("day") / "base.db"
    make_books(str(path)).close()
    return path


@pytest.fixture
def books(base: Path, tmp_path: Path) -> Iterator[Ledger]:
    """The same in a file of the test's own."""
    shutil.copy(base, tmp_path / "books.db")
    ledger = open_books(str(tmp_path / "books.db"))
    yield ledger
    ledger.close()


@pytest.fixture(scope="module")
def alone(base: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Money]:
    """What each file brings when it is the only one."""
    found = {}
    for name in FORMATS:
        path = tmp_path_factory.mktemp("alone") / "books.db"
        shutil.copy(base, path)
        ledger = open_books(str(path))
        take(ledger, name)
        found[name] = money(ledger)
        ledger.close()
    return found


def head(ledger: Ledger) -> int:
    return ledger.store.head().pos


def test_each_format_brings_its_receipts(alone: dict[str, Money]) -> None:
    counts = {name: len(found) for name, found in alone.items()}
    assert counts == {
        "camt053.xml": 44,
        "bai2-usd.bai2": 33,
        "ofx-usd.ofx": 33,
        "mt940-cad.sta": 11,
        "lockbox.txt": 14,
    }
    assert alone["bai2-usd.bai2"] == alone["ofx-usd.ofx"]
    assert alone["camt053.xml"] == alone["ofx-usd.ofx"] | alone["mt940-cad.sta"]
    cheques = sum(int(amount) for _, _, amount, *_ in alone["lockbox.txt"])
    (deposit,) = (one for one in alone["ofx-usd.ofx"] if one[1] == DEPOSIT)
    assert int(deposit[2]) == cheques == 885_258_88


@pytest.mark.parametrize("pair", list(permutations(FORMATS, 2)), ids="-".join)
def test_every_pair_brings_the_same_money_once(
    books: Ledger, alone: dict[str, Money], pair: tuple[str, str]
) -> None:
    for name in pair:
        take(books, name)
    expected = alone[pair[0]] | alone[pair[1]]
    if "lockbox.txt" in pair:  # its cheques stand for the deposit
        expected = {one for one in expected if one[1] != DEPOSIT}
    assert money(books) == expected
    before = head(books)
    for name in pair:
        assert sum(result.taken.added for result in take(books, name) if result.taken) == 0
    assert head(books) == before


def test_all_files_in_turn_come_to_the_day_in_either_database(location: str) -> None:
    ledger = make_books(location)
    try:
        results = [result for name in FORMATS for result in take(ledger, name, match=True)]
        found = receipts(ledger)
        assert len(found) == 57
        sums = Counter[str]()
        for row in found:
            sums[row.currency] -= row.amount
        assert sums == {"USD": 3_728_381_01, "CAD": 1_439_565_36}
        paid, truth = applied(ledger, results), Truth()
        meant = {receipt: documents for receipt, documents in truth.documents.items() if documents}
        assert len(meant) == 52
        missing = {receipt for receipt in meant if paid.get(receipt) != meant[receipt]}
        # one name of two customers, discounts beyond the terms, a document of another company
        assert missing == {"R415004", "R415019", "R415041", "R415036"}
        before = head(ledger)
        for name in reversed(FORMATS):
            take(ledger, name, match=True)
        assert head(ledger) == before
        verify(ledger.store)
    finally:
        ledger.close()


@pytest.mark.parametrize(
    "order",
    [
        (LIST, *FORMATS),
        (LIST, "lockbox.txt", "camt053.xml"),
        ("camt053.xml", LIST),
        ("lockbox.txt", "camt053.xml", LIST),
        ("camt053.xml", LIST, "lockbox.txt"),
        ("bai2-usd.bai2", "lockbox.txt", LIST, "mt940-cad.sta"),
    ],
    ids="-".join,
)
def test_a_list_of_receipts_tells_of_the_same_money(books: Ledger, order: tuple[str, ...]) -> None:
    heads = []
    for _ in range(2):
        for name in order:
            if name == LIST:
                take_list(books)
            else:
                take(books, name)
        assert len(receipts(books)) == 57
        assert sum(-row.amount for row in receipts(books)) == 5_167_946_37
        heads.append(head(books))
    assert heads[0] == heads[1]


@pytest.mark.parametrize(
    ("name", "certain"),
    [
        ("camt053.xml", 35),
        ("bai2-usd.bai2", 19),
        ("ofx-usd.ofx", 19),
        ("mt940-cad.sta", 10),
        ("lockbox.txt", 13),
    ],
)
def test_no_format_alone_is_applied_wrongly(books: Ledger, name: str, certain: int) -> None:
    paid, truth = applied(books, take(books, name, match=True)), Truth()
    assert len(paid) == certain
    assert paid == {receipt: truth.documents[receipt] for receipt in paid}


def test_a_trial_says_the_same_and_keeps_nothing(books: Ledger) -> None:
    before = head(books)
    trials = take(books, "camt053.xml", match=True, dry_run=True)
    assert head(books) == before
    for trial, real in zip(trials, take(books, "camt053.xml", match=True), strict=True):
        assert trial.taken is not None
        assert real.taken is not None
        assert (trial.taken.added, trial.taken.notes) == (real.taken.added, real.taken.notes)
        assert [one.how for one in trial.applied] == [one.how for one in real.applied]


def applied(ledger: Ledger, results: list[Result]) -> dict[str, set[str]]:
    """The documents each receipt was applied to, by the number the corpus gives it."""
    truth, found = Truth(), {}
    for one in (one for result in results for one in result.applied if one.posted):
        row = ledger.read.receipt(one.receipt)
        assert row is not None
        found[truth.receipt_of(row)] = {document.number for document in one.documents}
    return found

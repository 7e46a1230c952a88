"""Damaged files on their way into a ledger: a statement is posted whole, or nothing of it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.importers.bank import read_bank
from artui.importers.table import FileRefused
from artui.intake.bank.files import Manner, take_file
from artui.ledger.ledger import Ledger
from artui.ledger.proof.verifying import verify
from tests.importers.bank.test_mutations import damage
from tests.ledger.bank_files.demo_day import receipts
from tests.ledger.bank_files.other_banks import BANKS
from tests.ledger.bank_files.other_day import Day
from tests.ledger.bank_files.test_other_day import make_books, open_books

SEED = 1


@pytest.fixture(scope="module")
def day() -> Day:
    """The day whose files are damaged."""
    return Day(SEED)


@pytest.fixture(scope="module")
def base(day: Day, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its books before any money came."""
    return make_books(tmp_path_factory.mktemp("damaged"), day)


@pytest.fixture(scope="module")
def books(base: Path) -> Iterator[Ledger]:
    """The books that all damaged files come into, one after the other."""
    shutil.copy(base, base.with_name("books.db"))
    ledger = open_books(base.with_name("books.db"))
    yield ledger
    verify(ledger.store)
    ledger.close()


@given(name=st.sampled_from(sorted(BANKS)), seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_is_posted_by_whole_statements(
    day: Day, books: Ledger, name: str, seed: int
) -> None:
    data = damage(BANKS[name](day).encode(), Random(seed))
    try:
        statements = read_bank(data)
    except FileRefused:
        return
    for statement in statements:
        before, there = books.store.head().pos, len(receipts(books))
        (result,) = take_file(books, [statement], Manner(accept_controls=True))
        if result.taken is None:
            assert result.refused
            assert books.store.head().pos == before
            continue
        taken = result.taken
        assert len(receipts(books)) >= there + taken.added - taken.reversed
        again = books.store.head().pos
        (result,) = take_file(books, [statement], Manner(accept_controls=True))
        assert result.taken is not None
        assert (result.taken.added, books.store.head().pos) == (0, again)

"""A ledger with a story in it, to be proved and tampered with."""

from __future__ import annotations

import pytest

from artui.ledger.store import Store
from tests.ledger.samples import Book, story


@pytest.fixture
def kept(store: Store) -> Store:
    """A ledger with a story in it."""
    for events in story(Book()):
        with store.hold():
            store.append(events)
    return store

"""A ledger of the last format is told what to do, and brought up to date by a rebuild."""

from __future__ import annotations

import pytest

from artui.ledger import events as ev
from artui.ledger.errors import StoreUnusable
from artui.ledger.proof.verifying import verify
from artui.ledger.store import Store, open_store
from artui.ledger.views.tables import PROJECTED
from tests.ledger.conftest import Tamper
from tests.ledger.samples import Book, story

KNOWN_THEN = {
    "documents",
    "bank_references",
    "movements",
    "day_totals",
    "account_days",
    "vouchers",
    "reversals",
    "series",
    "customers",
    "customer_words",
    "short_paid",
    "reversed_facts",
    "requests",
    "recommendations",
    "policy_log",
}
"""The projections of format 2."""


def test_a_ledger_of_the_last_format_is_brought_up_by_a_rebuild(
    store: Store, location: str, raw: Tamper
) -> None:
    for events in story(Book()):
        with store.hold():
            store.append(events)
    store.close()
    new = [table.name for table in PROJECTED if table.name not in KNOWN_THEN]
    made_older = [f"DROP TABLE {name}" for name in new]
    if not location.startswith("postgresql:"):
        made_older.append(f"PRAGMA user_version = {ev.OLDEST}")
    raw(*made_older, f"UPDATE head SET format = {ev.OLDEST}")

    with pytest.raises(StoreUnusable, match=r"an older version.*`artui rebuild` brings it up"):
        open_store(location)
    older = open_store(location, older_ok=True)
    assert older.rebuild() == 28
    older.close()
    again = open_store(location)
    assert again.head().format == ev.FORMAT
    assert verify(again).problems == []
    again.close()


@pytest.mark.parametrize("number", [1, 99])
def test_formats_with_other_events_are_refused_even_then(
    store: Store, location: str, raw: Tamper, number: int
) -> None:
    store.close()
    made = [f"UPDATE head SET format = {number}"]
    if not location.startswith("postgresql:"):
        made.append(f"PRAGMA user_version = {number}")
    raw(*made)
    with pytest.raises(StoreUnusable, match=rf"format {number}, this version knows \d+\)$"):
        open_store(location, older_ok=True)

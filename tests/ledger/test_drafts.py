"""What is kept of a clerk outside the chain: drafts found again, and what is remembered."""

from __future__ import annotations

from artui.ledger import drafts, paying
from artui.ledger.drafts import Draft
from artui.ledger.store import Store
from tests.ledger.office import Office


def test_a_draft_is_found_until_it_is_posted(store: Store) -> None:
    office = Office(store)
    ledger = office.ledger
    drafts.keep(ledger, "d1", "5.00 C1", Draft({"payer": "C1"}, command="cmd-1"))
    found = drafts.find(ledger, "d1")
    assert found is not None
    assert found.draft.fields == {"payer": "C1"}
    assert drafts.find(ledger, "d2") is None
    assert drafts.find(office.as_clerk("bob"), "d1") is None
    paying.post_receipt(ledger, office.receipt(5_00), command="cmd-1")
    assert drafts.find(ledger, "d1") is None


def test_what_is_remembered_is_each_clerks_own_and_no_draft(store: Store) -> None:
    office = Office(store)
    ledger, head = office.ledger, store.head()
    assert drafts.remembered(ledger) is None
    drafts.remember(ledger, b"order 3")
    drafts.remember(ledger, b"order 4")
    assert drafts.remembered(ledger) == b"order 4"
    assert drafts.remembered(office.as_clerk("bob")) is None
    assert drafts.kept(ledger) == []
    assert store.head() == head, "nothing of it is in the chain"

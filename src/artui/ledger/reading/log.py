"""The log of events as a user sees it: what is about documents and customers out of sight is left
out, what is about nobody's is there. Never writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger


def log(ledger: Ledger, after: int = 0) -> Iterator[tuple[int, ev.Event]]:
    """Every event behind a position that is in sight, with its position."""
    if not ledger.sight.places:
        yield from ledger.store.events(after)
        return
    sees = in_sight(ledger)
    for pos, event in ledger.store.events(after):
        if sees(event):
            yield pos, event


def in_sight(ledger: Ledger) -> Callable[[ev.Event], bool]:
    """Tells whether an event is in the clerk's sight; remembers what it looked up."""
    if not ledger.sight.places:
        return lambda event: True

    @lru_cache(maxsize=1000)
    def seen(kind: str, key: str) -> bool:
        if kind == "voucher":
            return ledger.read.voucher(key) is not None
        if kind == "document":
            return ledger.read.document(key) is not None
        if kind == "customer":
            return ledger.read.customer(*key.split("/", 1)) is not None
        return ledger.sight.sees_some(key)

    return lambda event: seen(*_about(event))


def _about(event: ev.Event) -> tuple[str, str]:
    """What an event is about: a voucher, a document, a customer, a company, or (empty) nobody."""
    if event.originator_id.count("/") == 3:
        return "voucher", event.originator_id
    company, customer = getattr(event, "company", ""), getattr(event, "customer", "")
    if document := getattr(event, "document", ""):
        return "document", document
    return ("customer", f"{company}/{customer}") if company and customer else ("company", company)

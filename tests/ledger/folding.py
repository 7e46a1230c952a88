"""A fold of the events up to a moment, by itself: no table and no projection is looked at."""

from __future__ import annotations

from collections import defaultdict

from artui.ledger import events as ev
from artui.ledger.documents import evolve
from artui.ledger.ledger import Ledger

Facts = list[tuple[int, ev.Event]]


def days_of(facts: Facts) -> dict[str, str]:
    """The posting date of every voucher, by its key."""
    return {
        fact.originator_id: fact.date for _, fact in facts if isinstance(fact, ev.VoucherPosted)
    }


def balances_then(facts: Facts, day: str, upto: int) -> dict[str, tuple[int, int]]:
    """What every document had open, in its own and in base currency, by what was posted up to a day
    and recorded up to a position; a document that nothing had moved is not there."""
    dates = days_of(facts)
    folded = defaultdict[str, list[int]](lambda: [0, 0])
    live: dict[str, tuple[int, int]] = {}
    for pos, fact in facts:
        touched = {getattr(fact, name, "") for name in ("document", "target", "source", "number")}
        was = {key: live.get(key, (0, 0)) for key in touched if isinstance(key, str)}
        evolve(live, fact)
        if pos > upto or dates.get(fact.originator_id, "9999") > day:
            continue
        for key, (open_, base) in was.items():
            if key in live:
                folded[key][0] += live[key][0] - open_
                folded[key][1] += live[key][1] - base
    return {key: (sums[0], sums[1]) for key, sums in folded.items()}


def kept_then(past: Ledger) -> dict[str, tuple[int, int]]:
    """The same as a ledger that is looked back at reads it."""
    rows = past.seen.query("SELECT id, open, base_open FROM documents")
    return {key: (int(open_), int(base)) for key, open_, base in rows}

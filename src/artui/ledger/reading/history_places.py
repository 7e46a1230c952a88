"""Where the events about a document, a customer or a voucher stand, from the projections.

They say which vouchers moved what; of these only what names the document is told. What moved
nothing stands in streams of its own: holds, requests, recommendations, bank lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from artui.ledger.events import (
    Applied,
    DiscountGranted,
    DocumentCancelled,
    DocumentRaised,
    Event,
    RateAdjusted,
    ReceiptRecorded,
    Refunded,
    RoundingAbsorbed,
    code_of,
)
from artui.ledger.ledger import Ledger
from artui.ledger.reading.event_words import names_of
from artui.ledger.store import Store

_PART = 400

_ALONE = ("document/", "line/")
"""Streams a document has, by its key."""
_MOVE_ALL_THEY_NAME: tuple[type[Event], ...] = (
    Applied, DiscountGranted, DocumentCancelled, DocumentRaised, RateAdjusted, ReceiptRecorded,
    Refunded, RoundingAbsorbed,
)  # fmt: skip
_ASKED = (("requests", "request/"), ("recommendations", "recommendation/"))
"""Tables of what was asked about documents, and the streams of its rows."""


def about_document(ledger: Ledger, key: str) -> set[int]:
    """Where events stand that name a document, and what became of them."""
    store = ledger.store
    moved = store.query(
        "SELECT m.pos, v.pos - v.facts, v.pos FROM movements AS m"
        " JOIN vouchers AS v ON v.pos = m.pos + m.ahead"
        " WHERE m.document = (SELECT pos FROM documents WHERE id = :key)",
        {"key": key},
    )
    made = store.query("SELECT pos FROM documents WHERE id = :key", {"key": key})
    streams = [f"{prefix}{key}" for prefix in _ALONE]
    for table, prefix in _ASKED:
        streams += _asked(store, table, prefix, "x.document = :key", {"key": key})
    own = {row[0] for row in (*moved, *made)} | set(_of_streams(store, streams))
    return own | _naming(store, moved, {key})


def about_customer(ledger: Ledger, company: str, customer: str) -> set[int]:
    """Where events stand about a customer and its documents."""
    store = ledger.store
    params = {"company": company, "customer": customer}
    of = "d.company = :company AND d.customer = :customer"
    made = store.query(f"SELECT d.pos, d.id FROM documents AS d WHERE {of}", params)
    names = {row[1] for row in made}
    moved = store.query(
        "SELECT m.pos, v.pos - v.facts, v.pos FROM documents AS d"
        " JOIN movements AS m ON m.document = d.pos"
        f" JOIN vouchers AS v ON v.pos = m.pos + m.ahead WHERE {of}",
        params,
    )
    streams = [f"customer/{company}/{customer}", f"statements-wanted/{company}/{customer}"]
    for table, prefix in _ASKED:
        where = f"x.document IN (SELECT id FROM documents AS d WHERE {of})"
        streams += _asked(store, table, prefix, where, params)
    found = {row[0] for row in (*moved, *made)} | set(_of_streams(store, streams))
    found |= _naming(store, moved, names, params)
    for prefix in _ALONE:
        found |= {
            pos
            for pos, stream in _begun_with(store, f"{prefix}{company}/")
            if stream.removeprefix(prefix) in names
        }
    aliases = store.query(
        "SELECT pos FROM payer_aliases WHERE company = :company AND customer = :customer", params
    )
    return found | {row[0] for row in aliases}


def about_voucher(ledger: Ledger, key: str) -> set[int]:
    """Where the facts of a voucher stand, what took it back, what decided or posted it."""
    store, params = ledger.store, {"key": key}
    undone = [
        row[0]
        for row in store.query(
            "SELECT reversed_by FROM reversals WHERE voucher = :key"
            " UNION SELECT reversed_by FROM reversed_facts WHERE voucher = :key",
            params,
        )
    ]
    found = set(_of_streams(store, [key, f"journal/{key}"]))
    found |= _named_in(store, _of_streams(store, undone), {key})
    for table, prefix in _ASKED:
        streams = _asked(store, table, prefix, "x.voucher = :key", params)
        found |= _named_in(store, _of_streams(store, streams), {key})
    return found


def _asked(
    store: Store, table: str, prefix: str, where: str, params: Mapping[str, object]
) -> list[str]:
    rows = store.query(f"SELECT x.company, x.number FROM {table} AS x WHERE {where}", params)
    return [f"{prefix}{company}/{number}" for company, number in rows]


def _naming(
    store: Store,
    moved: Iterable[Sequence[int]],
    names: set[str],
    customer: Mapping[str, str] | None = None,
) -> set[int]:
    """Of the facts of the vouchers that moved something (position, first and last of the voucher)
    where those stand that name a document or the customer beside what they move. Those that move
    all they name aren't read: a voucher that takes on documents has a million of them."""
    plain = {f"c{at}": code_of(kind) for at, kind in enumerate(_MOVE_ALL_THEY_NAME)}
    listed = ", ".join(f":{name}" for name in plain)
    positions: list[int] = []
    for first, last in _joined(row[1:3] for row in moved):
        rows = store.query(
            "SELECT pos FROM events WHERE pos >= :first AND pos <= :last"
            f" AND code NOT IN ({listed}) ORDER BY pos",
            {**plain, "first": first, "last": last},
        )
        positions += [row[0] for row in rows]
    found = set()
    for start in range(0, len(positions), _PART):
        for pos, event in store.events_at(positions[start : start + _PART]).items():
            of = customer is not None and getattr(event, "customer", "") == customer["customer"]
            if of or not names.isdisjoint(names_of(event)):
                found.add(pos)
    return found


def _joined(spans: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, neighbours as one."""
    first = last = 0
    for start, end in sorted(tuple(span) for span in spans):
        if start > last + 1 and last:
            yield first, last
        first = start if start > last + 1 or not last else first
        last = max(last, end)
    if last:
        yield first, last


def _of_streams(store: Store, streams: Iterable[str]) -> list[int]:
    """Where the events of some streams stand, with what was written at once with their first."""
    names = sorted(set(streams))
    found: list[int] = []
    for start in range(0, len(names), _PART):
        params = {f"s{at}": name for at, name in enumerate(names[start : start + _PART])}
        listed = ", ".join(f":{name}" for name in params)
        rows = store.query(f"SELECT pos FROM events WHERE stream IN ({listed})", params)
        found += [row[0] for row in rows]
    return sorted({*found, *_following(store, found)})


def _following(store: Store, leads: Sequence[int]) -> Iterator[int]:
    """Where the facts stand that follow some first ones of their streams."""
    for start in range(0, len(leads), _PART):
        params = {f"p{at}": pos for at, pos in enumerate(leads[start : start + _PART])}
        listed = ", ".join(f"(:{name})" for name in params)
        rows = store.query(
            f"WITH lead(pos) AS (VALUES {listed}) SELECT lead.pos, coalesce((SELECT next.pos"
            " FROM events AS next WHERE next.pos > lead.pos AND next.stream IS NOT NULL"
            " ORDER BY next.pos LIMIT 1), (SELECT h.pos + 1 FROM head AS h)) FROM lead",
            params,
        )
        for lead, after in rows:
            yield from range(lead + 1, after)


def _begun_with(store: Store, prefix: str) -> list[tuple[int, str]]:
    """Where the first events of the streams stand that begin so."""
    rows = store.query(
        "SELECT pos, stream FROM events WHERE stream >= :from AND stream < :to",
        {"from": prefix, "to": f"{prefix[:-1]}0"},  # "0" comes behind "/"
    )
    return [(pos, stream) for pos, stream in rows]


def _named_in(store: Store, positions: Sequence[int], names: set[str]) -> set[int]:
    found = set()
    for start in range(0, len(positions), _PART):
        part = store.events_at(positions[start : start + _PART])
        found |= {pos for pos, event in part.items() if not names.isdisjoint(names_of(event))}
    return found

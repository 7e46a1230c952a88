"""The history of a ledger as a list of any length: events in their order, filtered. Never writes.

Without a filter a row is a position. Days are found by halving, since positions grow with the
clock; a voucher, document or customer by what the projections know of it; a kind or clerk alone
by looking through the log in chunks. Filters combine. A document's history is all that names it
and all that its requests and bank lines became; a customer's that of its documents, and its own.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import msgspec

from artui.ledger import events as ev
from artui.ledger.errors import Damaged, refuse, unread
from artui.ledger.ledger import Ledger
from artui.ledger.reading.event_words import KIND_OF, KINDS, codes_of
from artui.ledger.reading.history_places import about_customer, about_document, about_voucher
from artui.ledger.reading.log import in_sight

NO_KIND, OUTSIDE, BACKWARDS = 3710, 3711, 3712
CHUNK = 20_000
"""Positions looked through in one read."""
PART = 500
"""Events fetched by their positions in one read."""

Progress = Callable[[int, int], None]
"""Told how many events of how many were looked at; may raise to stop."""


class Filters(NamedTuple):
    """What of a history is wanted; empty fields don't narrow it.

    ``customer`` is ``COMPANY/NUMBER``, ``document`` and ``voucher`` are keys, days ISO and
    inclusive, as recorded where the clerk is. ``after`` leaves out what stands up to a position.
    """

    customer: str = ""
    document: str = ""
    voucher: str = ""
    clerk: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    after: int = 0


class Row(NamedTuple):
    """An event with its position; where none can be read, why not, and an event that says
    nothing in its place."""

    pos: int
    event: ev.Event
    unread: str = ""


_NOTHING = ev.Event("", 0, 0, "", "")
"""Stands where an event can't be read."""


class History:
    """The events that fit some filters, as they were when it was made; rows count from 0."""

    def __init__(self, ledger: Ledger, positions: Sequence[int]) -> None:
        self._ledger = ledger
        self.positions = positions

    def count(self) -> int:
        """How many events there are."""
        return len(self.positions)

    def window(self, start: int, n: int) -> Sequence[Row]:
        """At most ``n`` events from row ``start``, with those that can't be read in between."""
        wanted = self.positions[max(0, start) : max(0, start) + n]
        try:
            return list(_read(self._ledger, wanted))
        except Damaged:
            return [_one(self._ledger, pos) for pos in wanted]

    def row_of(self, pos: int) -> int:
        """The row of the event at a position, else of the next one listed, else of the last."""
        low, high = 0, len(self.positions)
        while low < high:
            middle = (low + high) // 2
            if self.positions[middle] < pos:
                low = middle + 1
            else:
                high = middle
        return min(low, max(0, len(self.positions) - 1))

    def find(self, text: str) -> int | None:
        """The row of a position typed, ``18,205`` or ``18205``; None for what is no number."""
        digits = text.replace(",", "").strip()
        return self.row_of(int(digits)) if digits.isdecimal() and self.positions else None


def history(ledger: Ledger, filters: Filters, progress: Progress | None = None) -> History:
    """The events that fit; raises :class:`~artui.ledger.errors.Refused` for an unknown kind and
    for days that run backwards."""
    if filters.kind and filters.kind not in KINDS:
        raise refuse("kind", NO_KIND, f"{filters.kind!r} is none of {', '.join(KINDS)}")
    if filters.since and filters.until and filters.since > filters.until:
        raise refuse("from", BACKWARDS, f"{filters.since} is after {filters.until}")
    first, last = _span(ledger, filters)
    report = progress or (lambda _done, _known: None)
    known = _places(ledger, filters)
    if known is not None:
        listed = [pos for pos in known if first <= pos <= last]
        return History(ledger, _fitting(ledger, filters, listed, report))
    if not (filters.kind or filters.clerk or ledger.sight.partial):
        return History(ledger, range(first, last + 1))
    found = array("q")
    for start in range(first, last + 1, CHUNK):
        found.extend(_looked_through(ledger, filters, start, min(start + CHUNK - 1, last)))
        report(min(start + CHUNK, last) - first, last - first + 1)
    return History(ledger, found)


def _places(ledger: Ledger, filters: Filters) -> list[int] | None:
    """Where all that is asked for may stand, in order; None if nothing narrows it."""
    sets = []
    if filters.document:
        sets.append(about_document(ledger, filters.document))
    if filters.customer:
        sets.append(about_customer(ledger, *filters.customer.split("/", 1)))
    if filters.voucher:
        sets.append(about_voucher(ledger, filters.voucher))
    return sorted(set.intersection(*sets)) if sets else None


def _fitting(
    ledger: Ledger, filters: Filters, positions: Sequence[int], report: Progress
) -> Sequence[int]:
    """Of some positions those whose events fit kind, clerk and sight."""
    if not (filters.kind or filters.clerk or ledger.sight.partial):
        return positions
    sees = in_sight(ledger)
    found = array("q")
    for start in range(0, len(positions), PART):
        for pos, event, _unread in _read(ledger, positions[start : start + PART]):
            if fits(filters, event) and sees(event):
                found.append(pos)
        report(start, len(positions))
    return found


def fits(filters: Filters, event: ev.Event) -> bool:
    """Whether an event is of the kind and by the clerk wanted."""
    kind = not filters.kind or KIND_OF[type(event)] == filters.kind
    return kind and filters.clerk in ("", event.clerk)


class _Stamp(msgspec.Struct, array_like=True):
    """The beginning of a stored event; the rest isn't read."""

    code: str
    stream: str
    version: int
    recorded_at: int
    clerk: str


_stamps = msgspec.msgpack.Decoder(_Stamp)


def _looked_through(ledger: Ledger, filters: Filters, first: int, last: int) -> Sequence[int]:
    """The positions of a chunk whose events fit, undecoded where nobody's sight is narrowed."""
    if ledger.sight.partial:
        sees = in_sight(ledger)
        return [
            pos
            for pos, event in ledger.store.events(first - 1, last)
            if fits(filters, event) and sees(event)
        ]
    params: dict[str, object] = {"first": first, "last": last}
    where = "pos >= :first AND pos <= :last"
    if filters.kind:
        codes = {f"c{at}": code for at, code in enumerate(codes_of(filters.kind))}
        params.update(codes)
        where += f" AND code IN ({', '.join(f':{name}' for name in codes)})"
    rows = ledger.store.query(f"SELECT pos FROM events WHERE {where} ORDER BY pos", params)
    positions = [row[0] for row in rows]
    return _by_clerk(ledger, filters.clerk, positions, first, last) if filters.clerk else positions


def _by_clerk(
    ledger: Ledger, clerk: str, positions: Sequence[int], first: int, last: int
) -> Sequence[int]:
    """Of some positions of a chunk those a clerk recorded: what follows the first fact of its
    stream leaves the clerk to it, and is written at once with it."""
    if not positions:
        return []
    rows = ledger.store.query(
        "SELECT pos, state FROM events WHERE pos >= :first AND pos <= :last"
        " AND stream IS NOT NULL ORDER BY pos",
        {"first": first, "last": last},
    )
    leads = [(pos, _stamps.decode(state).clerk == clerk) for pos, state in rows]
    if not leads or leads[0][0] > first:
        before = next(iter(ledger.store.events_at([first]).values()))
        leads.insert(0, (first, before.clerk == clerk))
    found, at = [], 0
    for pos in positions:
        while at + 1 < len(leads) and leads[at + 1][0] <= pos:
            at += 1
        if leads[at][1]:
            found.append(pos)
    return found


def _read(ledger: Ledger, positions: Sequence[int]) -> Iterator[Row]:
    """The events at some positions, in order."""
    for start in range(0, len(positions), PART):
        part = positions[start : start + PART]
        if part[-1] - part[0] == len(part) - 1:  # they stand side by side
            found = dict(ledger.store.events(part[0] - 1, part[-1]))
        else:
            found = ledger.store.events_at(part)
        yield from (Row(pos, found[pos]) for pos in part)


def _one(ledger: Ledger, pos: int) -> Row:
    """The event at a position, or why it can't be read."""
    try:
        return Row(pos, ledger.store.events_at([pos])[pos])
    except Damaged as error:
        said = str(error)
        return Row(pos, _NOTHING, said if f"event {pos} " in said else unread(pos, said))


# --- days -----------------------------------------------------------------------------------------


def _span(ledger: Ledger, filters: Filters) -> tuple[int, int]:
    """The first and last position of the days wanted, behind ``after``."""
    first, last = 1, ledger.store.head().pos
    if filters.since:
        first = first_from(ledger, day_begins(filters.since))
    if filters.until:
        next_day = date.fromisoformat(filters.until) + timedelta(days=1)
        last = first_from(ledger, day_begins(next_day.isoformat())) - 1
    return max(first, filters.after + 1), last


def check_days(ledger: Ledger, filters: Filters) -> None:
    """Refuse days and a position wholly outside the history. From today on is not: it may come."""
    first, last = _span(ledger, filters._replace(after=0))
    head = ledger.store.head().pos
    if filters.after > head:
        field, what = "after", f"{filters.after:,}"
    elif first > head and filters.since > ledger.today():
        field, what = "from", filters.since
    elif last < 1:
        field, what = "to", filters.until
    else:
        return
    raise refuse(field, OUTSIDE, f"{what} is outside; {bounds(ledger)}")


def day_begins(day: str) -> int:
    """When a day begins where the clerk is, microseconds since 1970 UTC."""
    begins = datetime.combine(date.fromisoformat(day), time.min)
    return int(begins.timestamp()) * 1_000_000


def first_from(ledger: Ledger, moment: int) -> int:
    """The first position recorded at a moment or later; one behind the last if there is none."""
    low, high = 1, ledger.store.head().pos + 1
    while low < high:
        middle = (low + high) // 2
        if ledger.store.events_at([middle])[middle].recorded_at < moment:
            low = middle + 1
        else:
            high = middle
    return low


class Bounds(NamedTuple):
    """Where a history ends, and the days of its first and last event; no days where one of the two
    can't be read."""

    last: int
    days: tuple[date, date] | None = None

    @property
    def words(self) -> str:
        """For a sentence of any length."""
        if self.days is None:
            return f"the history goes from event 1 to {self.last:,}"
        return f"the history goes from event 1 of {self.days[0]} to {self.last:,} of {self.days[1]}"

    @property
    def short(self) -> str:
        """For a line of a screen."""
        days = "" if self.days is None else f", {self.days[0]} to {self.days[1]}"
        return f"history: 1 to {self.last:,}{days}"


def bounds_of(ledger: Ledger) -> Bounds:
    """Where a history begins and ends."""
    last = ledger.store.head().pos
    try:
        ends = ledger.store.events_at([1, last])
    except Damaged:
        return Bounds(last)
    first, end = (
        datetime.fromtimestamp(ends[pos].recorded_at // 1_000_000).date() for pos in (1, last)
    )
    return Bounds(last, (first, end))


def bounds(ledger: Ledger) -> str:
    """Where a history begins and ends, in words."""
    return bounds_of(ledger).words

"""Which moment is looked at: as of a posting date, as known at a position of the log, or both.

The posting date says when something counts in the books, the position when it was recorded. What
clerks type for a position is the position itself, a voucher, or the time it was by the clock.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from artui.ledger.dates import month_end
from artui.ledger.errors import Refused, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.reading.lists import parse_voucher, vouchers_named
from artui.ledger.reading.queries import VoucherHead
from artui.ledger.store import Store
from artui.ledger.views.moves import day_text

NO_DAY, NO_POSITION, NO_VOUCHER, NO_TIME, UNREADABLE = range(2680, 2685)


class Moment(NamedTuple):
    """As of ``day`` (ISO, inclusive; empty = today) as known at ``position`` (0 = now)."""

    day: str = ""
    position: int = 0

    @property
    def is_now(self) -> bool:
        """Whether nothing is looked back at."""
        return self == NOW

    @property
    def words(self) -> str:
        """For a title: ``AS OF 2020-03-31``, ``KNOWN 18,205``, ``2020-03-31 AT 18,205``; empty for
        now."""
        if not self.position:
            return f"AS OF {self.day}" if self.day else ""
        return f"{self.day} AT {self.position:,}" if self.day else f"KNOWN {self.position:,}"


NOW = Moment()

_NOTHING = "nothing is posted yet: there is no day to look back at"

_POSITION = re.compile(r"[0-9][0-9,]*")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,6})?(Z)?)?", re.I)


def moment_of(ledger: Ledger, day: str = "", known_at: str = "") -> Moment:
    """The moment of an ISO day and of what was typed for a position; empty texts are now.

    Refuses a day or position outside the history, and says what the history holds.
    """
    return Moment(_checked_day(ledger, day), _position(ledger, known_at.strip()))


def _checked_day(ledger: Ledger, day: str) -> str:
    """A day with something posted on or before it, and none to come."""
    if not day:
        return ""
    first, last = _days(ledger)
    if not first:
        raise refuse("as_of", NO_DAY, _NOTHING)
    if not first <= day <= last:
        raise _outside("as_of", day, first, last)
    return day


def check_day(ledger: Ledger, day: str, field: str) -> None:
    """Refuse, at a field, a day no figure can be of: before the first posting, or behind the month
    of the last. Today and the end of its month always do: what is asked for each month is asked
    before anything is posted in it."""
    first, last = _days(ledger)
    if day == ledger.today():
        return
    if not first:
        raise refuse(field, NO_DAY, _NOTHING)
    if not first <= day <= month_end(last):
        raise _outside(field, day, first, last)


def check_span(ledger: Ledger, since: str, until: str, fields: tuple[str, str]) -> None:
    """Refuse, at the field of its wrong end, a span of days that holds no day of the history; one
    that holds today never."""
    if since <= ledger.today() <= until:
        return
    first, last = _days(ledger)
    if until < (first or last):
        raise _outside(fields[1], until, first or last, last)
    if since > month_end(last):
        raise _outside(fields[0], since, first or last, last)


def _days(ledger: Ledger) -> tuple[str, str]:
    """The first day anything is posted on, empty if nothing is, and the last; today, if that is
    later. Those of the whole history, whatever is looked back at."""
    rows = ledger.store.whole.query("SELECT MIN(day), MAX(day) FROM account_days")
    first, last = (day_text(int(each or 0)) for each in rows[0])
    return first, max(last, ledger.today())


def _outside(field: str, day: str, first: str, last: str) -> Refused:
    return refuse(field, NO_DAY, f"{day} is outside the history: it holds {first} to {last}")


def _position(ledger: Ledger, text: str) -> int:
    if not text:
        return 0
    if _POSITION.fullmatch(text):
        return _whole(ledger.store, _within(ledger.store, int(text.replace(",", ""))))
    if found := _TIME.fullmatch(text):
        begins, ends = _meant(text, *found.groups())
        _check_begun(ledger, text, begins)
        return _whole(ledger.store, _recorded_by(ledger.store, ends))
    if parse_voucher(text) is not None:
        return _of_voucher(ledger, text)
    raise refuse(
        "known_at",
        UNREADABLE,
        f"{text!r} is no position, voucher (RC 147) or time (2020-03-31 17:00)",
    )


def _within(store: Store, position: int) -> int:
    last = store.head().pos
    if not 1 <= position <= last:
        said = f"{position:,} is outside the history: it holds positions 1 to {last:,}"
        raise refuse("known_at", NO_POSITION, said)
    return position


def _whole(store: Store, position: int) -> int:
    """A position as it is, or the last before the voucher it is in the middle of: a voucher is
    saved whole, so half of one was never known."""
    rows = store.query(
        "SELECT pos, facts FROM vouchers WHERE pos > :position ORDER BY pos LIMIT 1",
        {"position": position},
    )
    if rows and rows[0][0] - rows[0][1] <= position:
        return int(rows[0][0] - rows[0][1] - 1)
    return position


def _of_voucher(ledger: Ledger, text: str) -> int:
    """Where a voucher's seal stands."""
    company, _, rest = text.partition("/")
    named = parse_voucher(text)
    heads = vouchers_named(ledger.seen, named) if named else []
    if rest and company in ledger.policies.companies:
        heads = [head for head in heads if head.company == company]
    if not heads:
        raise refuse("known_at", NO_VOUCHER, f"there is no voucher {text}")
    if len(heads) > 1:
        said = f"{text} is {_several(heads)}: name it {heads[0].id}"
        raise refuse("known_at", NO_VOUCHER, said)
    return heads[0].pos


def _several(heads: Sequence[VoucherHead]) -> str:
    """Of which companies vouchers of one number are; or, of one company, which they are."""
    companies = sorted({head.company for head in heads})
    if len(companies) == len(heads):
        return f"a voucher of {' and '.join(companies)}"
    names = sorted({f"{head.series} {head.year}-{head.number}" for head in heads})
    return f"{' and '.join(names)} of {' and '.join(companies)}"


def _meant(
    text: str, day: str, minute: str | None, second: str | None, part: str | None, utc: str | None
) -> tuple[int, int]:
    """The first and last microsecond meant: of the day, the minute or the second, or as typed;
    where the clerk is, unless a Z says otherwise."""
    digits = (part or "").ljust(7, "0") if part else ""
    zone = "+00:00" if utc else ""
    try:
        at = datetime.fromisoformat(f"{day}T{minute or '00:00'}{second or ''}{digits}{zone}")
        end = at + (
            timedelta(microseconds=1)
            if part
            else timedelta(seconds=1 if second else 60)
            if minute
            else timedelta(days=1)
        )
    except (ValueError, OverflowError):
        raise refuse("known_at", UNREADABLE, f"{text} is no time by the clock") from None
    return _microseconds(at), _microseconds(end) - 1


def _microseconds(at: datetime) -> int:
    return int(at.timestamp()) * 1_000_000 + at.microsecond


def _check_begun(ledger: Ledger, text: str, begins: int) -> None:
    """Refuse a time to come: what will be known then isn't known."""
    store = ledger.store
    last = store.head().pos
    ended = store.events_at([last])[last].recorded_at
    if begins > max(ended, ledger.clock()):
        at = datetime.fromtimestamp(ended // 1_000_000)
        said = f"{text} is outside the history: it ends at {at:%Y-%m-%d %H:%M:%S}"
        raise refuse("known_at", NO_TIME, said)


def _recorded_by(store: Store, until: int) -> int:
    """The last position recorded by a time, in microseconds since 1970 UTC; a few short reads."""
    last = store.head().pos

    def recorded(position: int) -> int:
        return store.events_at([position])[position].recorded_at

    found = bisect_right(range(1, last + 1), until, key=recorded)
    if not found:
        first = datetime.fromtimestamp(recorded(1) // 1_000_000)
        said = f"the history begins later, at {first:%Y-%m-%d %H:%M:%S}"
        raise refuse("known_at", NO_TIME, said)
    return found

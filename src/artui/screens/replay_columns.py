"""The columns of the history: the event, who and when, what happened, and to what."""

from __future__ import annotations

from collections.abc import Sequence

from artui.ledger.reading.event_words import KIND_OF, subject_of, voucher_of, words_of
from artui.ledger.reading.history import Row
from artui.screens import show
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.session import Session

NOT_READ = "CAN'T BE READ"
"""What is listed of an event that is missing, damaged or of a newer version."""


def recorded(recorded_at: int, today: str) -> str:
    """``04-15 10:42:07``, the day short."""
    return f"{show.short_day(show.recorded_day(recorded_at), today)} {show.clock(recorded_at)}"


def _position(row: Row) -> str:
    """``18,205``; without commas where they would need more room than there is."""
    return f"{row.pos:,}" if row.pos < 1_000_000 else str(row.pos)


def _happened(row: Row) -> str:
    """What happened, or that nobody can tell."""
    return NOT_READ if row.unread else words_of(row.event)


def columns(session: Session) -> tuple[ColumnSet[Row], Sequence[ColumnSet[Row]]]:
    """The columns that stay, and those Left and Right go through."""
    today = session.today

    def when(row: Row) -> str:
        return "" if row.unread else recorded(row.event.recorded_at, today)

    def voucher(row: Row) -> str:
        key = voucher_of(row.event)
        return show.voucher(key, today) if key else ""

    fixed: ColumnSet[Row] = (
        Column("Event", 8, _position, right=True),
        Column("Recorded", 14, when),
    )
    sets: Sequence[ColumnSet[Row]] = (
        (
            Column("Clerk", 8, lambda row: row.event.clerk),
            Column("What happened", 22, _happened),
            Column("About", 10, lambda row: subject_of(row.event)),
            Column("Voucher", 8, voucher),
        ),
        (
            Column("Kind", 9, lambda row: KIND_OF.get(type(row.event), "")),
            Column("Stream", 24, lambda row: row.event.originator_id),
            Column("Command", 14, lambda row: row.event.command),
        ),
    )
    return fixed, sets

"""ARRE80/H: what was ever recorded of a piece of master data or a policy, the newest first.

Values: kinds of events (``ToleranceSet``, several with a comma), then ``field=value`` for each
field that names it (``currency=CAD``). Enter shows an event whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from textual.app import ComposeResult

from artui.ledger.reading.event_words import KIND_OF
from artui.ledger.reading.master_history import recorded
from artui.reports.changes import Changed, changes
from artui.screens import show
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.session import Session
from artui.screens.sheet import LIST_KEYS

LISTED, NOTHING = 3744, 3745


class MasterHistory(Panel):
    """Who recorded what when, and what it changed."""

    ID = "ARRE80/H"
    TITLE = "History"
    ACTIONS = (*LIST_KEYS, "refresh")

    session: Session

    def compose(self) -> ComposeResult:
        """The events."""
        yield Subfile(
            "changes",
            ListSource[Changed](()),
            (
                Column("Event", 8, lambda row: f"{row.pos:,}", right=True),
                Column("Recorded", 10, lambda row: show.recorded_day(row.event.recorded_at)),
                Column("By", 8, lambda row: row.event.clerk),
                Column("What changed", 49, lambda row: row.said),
            ),
            key=lambda row: str(row.pos),
            first=3,
            last=-8,
            status_at=(2, 79),
        )

    def opened(self) -> None:
        """List what the values name."""
        self.act_refresh()
        self.go_to("changes")

    def act_refresh(self) -> None:
        """F5: read it anew."""
        kinds, *of = (*self.values, "")
        named = dict(part.split("=", 1) for part in of if "=" in part)
        ledger = self.session.ledger
        found = list(changes(ledger, recorded(ledger, kinds.split(","), named)))[::-1]
        what = " ".join(value for value in named.values() if value)
        kind = KIND_OF[type(found[0].event)].capitalize() if found else "Nothing"
        self.put_line(2, f"{kind}: {what}"[:70])
        self.listing().reload(ListSource(found))
        if found:
            many = "" if len(found) == 1 else "s"
            self.inform(LISTED, f"{len(found):,} event{many}, the newest first. Enter shows one.")
        else:
            self.inform(NOTHING, "Nothing was recorded: it came with the ledger.")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """What changed, whole."""
        row: Changed | None = message.subfile.row
        if row is None:
            return
        when = f"{show.recorded_day(row.event.recorded_at)} {show.clock(row.event.recorded_at)}"
        note = f", note {note}" if (note := _note(row)) else ""
        lines: Sequence[str] = wrap(row.said, 78)[:2]
        self.put_line(-7, f"Recorded {when} by {row.event.clerk}{note}"[:78])
        self.explain(*lines)

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the event."""
        self.open("arre80/d", message.key)


def _note(row: Changed) -> str:
    return str(getattr(row.event, "note", ""))

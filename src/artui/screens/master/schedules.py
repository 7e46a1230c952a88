"""ARPO90/S: schedules, programs kept under a name. They are saved where their program is; here
they are listed and ended."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.errors import LedgerError
from artui.ledger.events import ScheduleSet
from artui.ledger.writeoffs import schedules
from artui.reports.receipt_write_offs import schedule_words
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.session import Session

LISTED, ASK_END, ENDED = 3321, 3322, 3323


class Schedules(Panel):
    """The schedules that can be run, by name."""

    ID = "ARPO90/S"
    TITLE = "Schedules"
    ACTIONS = (
        "help", "go", "leave", "refresh", "page_back", "page_next", "copy.code", "more", "back",
        "sign_off", "top", "bottom",
    )  # fmt: skip

    session: Session

    def compose(self) -> ComposeResult:
        """One list."""
        yield Field("position", line=2, col=14, width=12, label="Position to", label_col=2)
        yield Subfile(
            "schedules",
            ListSource(self._rows(), lambda row: row.schedule),
            (
                Column("Schedule", 12, lambda row: row.schedule),
                Column("Owner", 10, lambda row: row.owner),
                Column("Program", 10, lambda row: row.program),
                Column("What it runs", 40, self._words),
            ),
            key=lambda row: row.schedule,
            first=3,
            last=-8,
            options=("4.end",),
            position="position",
            status_at=(2, 79),
        )

    def _rows(self) -> Sequence[ScheduleSet]:
        known = self.session.ledger.policies.schedules
        return [known[name] for name in sorted(known) if not known[name].ended]

    def _words(self, row: ScheduleSet) -> str:
        return schedule_words(self.session.ledger.policies, row)

    def opened(self) -> None:
        """List them; none says where they are made."""
        self.go_to("schedules")
        count = self.listing().count
        if not count:
            self.inform(LISTED, "No schedule is kept. Save as on ARRW30/A keeps one.")
        else:
            self.inform(LISTED, f"{count} schedule{'s' * (count != 1)}. artui run NAME runs one.")

    def act_refresh(self) -> None:
        """F5: read them anew."""
        self.listing().reload(ListSource(self._rows(), lambda row: row.schedule))

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Say what it runs, whole, and since when."""
        row = message.subfile.row
        if row is None:
            self.explain("")
            return
        owner = self.session.ledger.policies.users.get(row.owner)
        gone = " They are no user any more: it can't run." * (owner is None or owner.ended)
        self.explain(
            self._words(row)[:78],
            f"Kept by {row.owner} on {show.recorded_day(row.recorded_at)}.{gone}",
        )

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """4 ends schedules, after one question."""
        names = [key for key, _code in message.codes]
        what = ", ".join(names) if len(names) <= 3 else f"{len(names)} schedules"
        self.ask(ASK_END, f"End {what}?", lambda: self._end(names))

    def _end(self, names: Sequence[str]) -> None:
        try:
            for name in names:
                schedules.end_schedule(self.session.ledger, name)
                self.listing().clear_codes([name])
        except LedgerError as error:
            self.error(messages.FAILED, str(error), "schedules")
            return
        self.act_refresh()
        self.inform(ENDED, f"{', '.join(names[:3])}{' and more' * (len(names) > 3)} ended.")

"""ARPO90/PC: the list of a closing, line by line; F10 closes and seals.

Values: company, period. The result is the sentence that says it is closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from textual.app import ComposeResult

from artui.ledger import events as ev
from artui.ledger.errors import Refused
from artui.ledger.setup import closing
from artui.ledger.setup.closing import Check, State
from artui.screens import show
from artui.screens.frame.field import Field
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.text import fit
from artui.screens.frame.work import Job
from artui.screens.master.period import PeriodPanel
from artui.screens.refusals import beside

IN_ORDER, TO_CONFIRM, NOT_IN_ORDER = 4142, 4143, 4144
TRIAL_BALANCE = "trial-balance"
_LEADS: Mapping[str, Sequence[str]] = {
    "Control accounts tie": TRIAL_BALANCE,
    "Unposted batches": ("batches", "{company}"),
    "Receipt batches not closed": ("rcbatches",),
    "Write-off requests pending": ("approvals",),
    "Unidentified cash": ("arca40", "{company}/*"),
    "Drafts of the period": ("drafts",),
    "Earlier periods open": ("periods",),
}
"""Where Enter on a line of the list goes: a panel and its values."""


class ClosePeriod(PeriodPanel):
    """What a closing looks at; what is not ok blocks, what waits is asked about once."""

    ID = "ARPO90/PC"
    TITLE = "Close a period"
    ACTIONS = (
        "help", "go", "leave", "refresh", "page_back", "page_next", "do.close", "more", "back",
        "sign_off", "top", "bottom",
    )  # fmt: skip

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._checks: list[Check] = []

    def compose(self) -> ComposeResult:
        """A remark to keep, and the list."""
        yield Field("note", line=3, col=17, width=60, label="Remark", label_col=2, limit=80)
        yield Subfile(
            "checks",
            ListSource[Check](()),
            (
                Column("Looked at", 30, lambda check: check.name),
                Column("Result", 10, lambda check: check.state.value, style=_style),
                Column("Figures", 33, lambda check: check.figures),
            ),
            key=lambda check: check.name,
            first=5,
            last=-8,
        )

    def opened(self) -> None:
        """Run the list."""
        self.look()
        self.go_to("checks")

    def look(self) -> None:
        """The list as it stands."""
        ledger = self.session.ledger
        try:
            self._checks = closing.closing_list(ledger, self.company, self.period)
        except Refused as refused:
            self.errors(show.faults(refused.problems, self.FAULTS))
            return
        period = ledger.policies.company(self.company).periods[self.period]
        self.title = f"Close period {period.name} of {self.company}"
        self.show_frame()
        self.put_line(2, f"From {period.first} to {period.last}. Closing it freezes the balances.")
        self.listing().reload(ListSource(self._checks))
        self._say()

    def _say(self) -> None:
        wrong, waiting = self._count(State.WRONG), self._count(State.CONFIRM)
        if wrong:
            self.error(NOT_IN_ORDER, f"{_lines(wrong)} not ok: that must be put right first.")
        elif waiting:
            self.inform(TO_CONFIRM, f"{_lines(waiting)} to confirm. F10 asks once, then closes.")
        else:
            self.inform(IN_ORDER, "All is in order. F10 closes the period.")

    def _count(self, state: State) -> int:
        return sum(check.state is state for check in self._checks)

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The foot shows the figures whole."""
        check = message.subfile.row
        if check is not None:
            self.explain(*wrap(f"{check.name}: {check.figures}", 78)[:2])

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter on a line opens what waits there, or what it was summed from; closing is F10."""
        waits = _LEADS.get(message.key)
        if waits is None:
            self._say()
        elif waits == TRIAL_BALANCE:
            last = self.session.ledger.policies.companies[self.company].periods[self.period].last
            self.open("arrp70/v", TRIAL_BALANCE, self.company, last)
        else:
            self.open(*(each.format(company=self.company) for each in waits))

    def resumed(self) -> None:
        """Back from there: the list as it stands now."""
        self.look()

    def accept(self) -> None:
        """Enter in the remark goes to the list."""
        self.go_to("checks")

    def act_do(self) -> None:
        """F10: close, after a question if anything is to confirm."""
        if not self._checks or self._count(State.WRONG):
            self.look()
            return
        waiting = [check.name for check in self._checks if check.state is State.CONFIRM]
        if not waiting:
            self._close()
            return
        text = fit(f"Close all the same? {'; '.join(waiting)}", 55).rstrip()
        self.ask(closing.UNCONFIRMED, text, self._close, words=("Close", "Back"))

    def _close(self) -> None:
        ledger, company, period = self.session.ledger, self.company, self.period
        note = self.field("note").text.strip()

        def close(_job: Job) -> ev.BalancesSealed:
            return closing.close_period(ledger, company, period, confirmed=True, note=note)

        def closed(seal: ev.BalancesSealed) -> None:
            self.finish(f"{period} of {company} closed, sealed at {seal.pos:,}.")

        beside(self, close, closed, self.FAULTS)


def _lines(count: int) -> str:
    return f"{count} line{'' if count == 1 else 's'}"


def _style(check: Check) -> str | None:
    return (
        None if check.state is State.OK else "late" if check.state is State.CONFIRM else "overdue"
    )

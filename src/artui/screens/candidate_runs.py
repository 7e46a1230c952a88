"""What becomes of the documents that AR505000 lists: a dry run, one question, a run, its result."""

from __future__ import annotations

from collections.abc import Sequence

from artui.ledger.documents import Document
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.write_off_runs import Outcome, Run
from artui.screens import candidate_rows as rows
from artui.screens import show
from artui.screens.candidate_area import SelectionArea
from artui.screens.candidate_rows import Marks
from artui.screens.frame import messages
from artui.screens.frame.field import Field
from artui.screens.frame.rows import ListSource
from artui.screens.write_off_posting import posting

NONE_INCLUDED = 3004
ASK, GO_ON = 3010, 3011
GIVEN_UP = 3082
SUMMED = 10_000
"""Rows up to which the list says at once what they come to."""


class CandidateRuns(SelectionArea):
    """A panel that lists candidates and writes them off; nothing of it while looking back."""

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._marks = Marks()
        self._listed: CandidateList | None = None

    def look_at(self, day: str, known_at: str) -> bool:
        """Look at a moment; what was listed and included at another is gone."""
        before = self.moment
        if not super().look_at(day, known_at):
            return False
        if self.moment != before:
            self._marks.clear()
            self._listed = None
            self.listing().reload(ListSource[Document](()))
        return True

    def mark(self, codes: Sequence[tuple[str, str]]) -> None:
        """Include and leave out the rows beside which that is typed."""
        raise NotImplementedError

    def show_total(self) -> None:
        """Say what is included."""
        raise NotImplementedError

    def act_do(self) -> None:
        """F10: process what is included, codes typed first."""
        if isinstance(self.focused, Field) and not self._marks.included:
            self.submit()
            return
        self.mark(self.listing().codes.ordered())
        if self._marks.included:
            self._ask(self._plan(all_listed=False))
        else:
            count = self._listed.count() if self._listed else 0
            self.error(
                NONE_INCLUDED, f"Nothing is included: 1 includes a row, F11 F10 all {count:,}"
            )

    def act_do_all(self) -> None:
        """F11 F10: process all that are listed."""
        self._ask(self._plan(all_listed=True))

    def act_dry_run(self) -> None:
        """F11 F2: show what would be posted for what is included, or for all if nothing is."""
        self.mark(self.listing().codes.ordered())
        run = self._plan(all_listed=not self._marks.included)
        if run is not None:
            self.session.run = run
            self.open("ar505000/x", then=self._posted)

    def _plan(self, *, all_listed: bool) -> Run | None:
        if self._listed is None:
            return None
        day, words = self.field("date").text, self.operation[1]
        try:
            return runs.plan(
                self.session.ledger,
                self._listed.listed() if all_listed else self._marks.included.values(),
                day=day,
                reason=self.reason(),
                reasons=self._marks.reasons,
                label=f"{words} of {day}",
            )
        except Refused as refused:
            self.errors(show.faults(refused.problems))
            return None

    def _ask(self, run: Run | None) -> None:
        if run is None:
            return
        count = len(run.documents)
        if count == len(self._marks.included):
            total = rows.selected_words(self._marks, self.session.ledger.policies)
            total = f", {total.partition('  ')[0]}"
        else:
            sums = self._listed.sums() if self._listed and count <= SUMMED else []
            total = f", {rows.totals_words(sums, self.session.ledger.policies)}" if sums else ""
        self.ask(
            ASK,
            f"Write off {rows.documents_words(count)}{total}?",
            lambda: self._carry_out(run),
        )

    def offer(self, run: Run) -> None:
        """Offer a run that wasn't finished."""
        self.ask(
            GO_ON,
            f"A run of {rows.documents_words(len(run.documents))} isn't done.",
            lambda: self._carry_out(run),
            words=("Go on", "Later"),
            also=[("f6", "Give up", lambda: self._give_up(run))],
        )

    def _give_up(self, run: Run) -> None:
        runs.give_up(self.session.ledger, run)
        self.inform(GIVEN_UP, "The run ends here. What it posted stays posted.")

    def _carry_out(self, run: Run) -> None:
        self.work(posting(self.session.ledger, run), self._answered)

    def _answered(self, answer: Outcome | LedgerError) -> None:
        if isinstance(answer, Refused):
            self.errors(show.faults(answer.problems))
        elif isinstance(answer, LedgerError):
            self.error(messages.FAILED, str(answer))
        else:
            self._posted(answer)

    def _posted(self, outcome: object) -> None:
        if isinstance(outcome, Outcome):
            self._marks.clear()
            self.show_total()
            self.session.outcome = outcome
            self.open("ar505000/r")

"""AR505000/X: what a write-off run would come to, before anything is posted; F10 posts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger.errors import LedgerError, Refused
from artui.ledger.events import number_of
from artui.ledger.money import format_amount
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.write_off_runs import Aged, DryRun, Outcome
from artui.ledger.writeoffs.writing_off import REQUESTED, WRITTEN_OFF
from artui.screens import show
from artui.screens.candidate_rows import documents_words
from artui.screens.frame import messages
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.text import fit
from artui.screens.frame.work import Job
from artui.screens.session import Session
from artui.screens.write_off_posting import posting

SHOWN, REHEARSING, ASK, NO_RUN = range(3060, 3064)
_AGES = ("Not due", "1-30 late", "31-60 late", "Over 60")


class Line(NamedTuple):
    """A line of the difference: what, in which currency, and the figures."""

    at: int
    what: str
    currency: str = ""
    first: str = ""
    second: str = ""
    third: str = ""


class WriteOffDryRun(Panel):
    """Balances, ageing and journal of a run, as a difference."""

    ID = "AR505000/X"
    TITLE = "Dry run: write off"
    ACTIONS = (
        "help", "go", "leave", "refresh", "page_back", "page_next", "do.post_it", "more", "back",
        "sign_off", "top", "bottom",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._told: DryRun | None = None

    def compose(self) -> ComposeResult:
        """The difference, line by line."""
        yield Subfile(
            "difference",
            ListSource[Line](()),
            (
                Column[Line]("", 26, lambda line: line.what),
                Column[Line]("Cur", 3, lambda line: line.currency),
                Column[Line]("Now, debit", 15, lambda line: line.first, right=True),
                Column[Line]("Change, credit", 15, lambda line: line.second, right=True),
                Column[Line]("After", 15, lambda line: line.third, right=True),
            ),
            key=lambda line: str(line.at),
            first=4,
            last=-8,
            status_at=(3, 79),
        )

    def opened(self) -> None:
        """Rehearse the run of the session."""
        run, ledger = self.session.run, self.session.ledger
        if run is None:
            self.error(NO_RUN, "There is no run to look at: AR505000 makes one.")
            return
        self.title = f"Dry run: write off {documents_words(len(run.documents))}"
        self.show_frame()

        def task(job: Job) -> DryRun | LedgerError:
            def report(done: int, of: int, _skipped: int) -> None:
                job.report(REHEARSING, f"{done:,} of {of:,} looked at. Esc=Stop")

            try:
                return runs.dry_run(ledger, run, report, lambda: job.stopping)
            except LedgerError as error:
                return error

        self.work(task, self._show)

    def act_refresh(self) -> None:
        """F5: rehearse anew."""
        self.opened()

    def _show(self, told: DryRun | LedgerError) -> None:
        if isinstance(told, Refused):
            self.errors(show.faults(told.problems, {"date": ""}))
            return
        if isinstance(told, LedgerError):
            self.error(messages.FAILED, str(told))
            return
        self._told = told
        outcome, counts = told.outcome, told.outcome.counts
        self.put_line(
            2,
            f"Known at event {told.known_at:,}  Doc. date {outcome.run.day}"
            f"  Period {self._period(outcome.run.day)}  Nothing posted",
        )
        self.listing().reload(ListSource(list(_lines(told))))
        skipped = sum(counts.values()) - counts[WRITTEN_OFF] - counts[REQUESTED]
        self.explain(
            f"Written off {counts[WRITTEN_OFF]:,}, for approval {counts[REQUESTED]:,},"
            f" skipped {skipped:,}; accounts brought to zero {told.to_zero:,}",
            f"Stopped: {outcome.left:,} were not looked at." if outcome.left else _first_why(told),
        )
        self.go_to("difference")
        self.inform(SHOWN, f"Posting checks that nothing changed since event {told.known_at:,}.")

    def _period(self, day: str) -> str:
        """The period of the day, of the first company that has one."""
        policies = self.session.ledger.policies
        found = (policies.period_of(company, day) for company in policies.companies)
        return next((period.name for period in found if period is not None), "none")

    def act_do(self) -> None:
        """F10: post it, after one question."""
        if self._told is None:
            return
        counts = self._told.outcome.counts
        self.ask(
            ASK,
            f"Write off {documents_words(counts[WRITTEN_OFF])},"
            f" ask approval for {counts[REQUESTED]:,}?",
            self._post,
        )

    def _post(self) -> None:
        run = self.session.run
        assert run is not None, "it was shown"
        self.work(posting(self.session.ledger, run), self._posted)

    def _posted(self, answer: Outcome | LedgerError) -> None:
        if isinstance(answer, Refused):
            self.errors(show.faults(answer.problems, {"date": ""}))
        elif isinstance(answer, LedgerError):
            self.error(messages.FAILED, str(answer))
        else:
            self.finish(answer)


def _first_why(told: DryRun) -> str:
    """The first document that is not simply written off, and how many more there are."""
    said = [
        f"{number_of(each.document)}: {each.text}" for each in told.outcome.results if each.text
    ]
    if len(said) < 2:
        return said[0] if said else "All of it is within your authority."
    return fit(said[0], 62).rstrip() + f" and {len(said) - 1:,} more"


def _lines(told: DryRun) -> Iterator[Line]:
    """Balances and ages that change, then the journal."""
    parts = [*_balances(told.ageing), Line(0, ""), Line(0, "Journal"), *_journal(told)]
    for at, line in enumerate(parts):
        yield line._replace(at=at)


def _balances(ageing: Sequence[Aged]) -> Iterator[Line]:
    for now, after in ageing:
        yield _figures("Open receivables", now.currency, now.total, after.total)
    documents = [sum(pair[at].documents for pair in ageing) for at in (0, 1)]
    yield Line(
        0,
        "Documents open",
        "",
        f"{documents[0]:,}",
        f"{documents[0] - documents[1]:,}-",
        f"{documents[1]:,}",
    )
    for now, after in ageing:
        for name, old, new in zip(_AGES, now.buckets, after.buckets, strict=True):
            if old != new:
                yield _figures(name, now.currency, old, new)


def _figures(what: str, currency: str, now: int, after: int) -> Line:
    figures = (format_amount(each, currency) for each in (now, after - now, after))
    return Line(0, what, currency, *figures)


def _journal(told: DryRun) -> Iterator[Line]:
    for booked in told.journal:
        figure = format_amount(abs(booked.amount), booked.currency) if booked.amount else ""
        what = f" {booked.company:<5} {booked.rule:<9} {booked.account}"
        side = (figure, "") if booked.amount > 0 else ("", figure)
        yield Line(0, what, booked.currency, *side)

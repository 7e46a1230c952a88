"""ARIN10/X: what accepting lines would do: open receivables by age, the journal, what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.errors import LedgerError
from artui.ledger.ledger import Ledger
from artui.ledger.reading.queries import Ageing
from artui.ledger.receiving.proposing import Proposal
from artui.ledger.rehearsal import rehearsal
from artui.reports.dry_run import difference_text, journal_text
from artui.screens import inbox_rows as rows
from artui.screens.frame.work import Job
from artui.screens.inbox_posting import Accepting, accepting
from artui.screens.sheet import DryRunSheet


class Rehearsed(NamedTuple):
    """What accepting came to on trial: line by line, the journal's lines with their companies,
    open receivables by age before and after."""

    answer: Accepting
    lines: tuple[tuple[str, ev.JournalLine], ...]
    before: tuple[Ageing, ...]
    after: tuple[Ageing, ...]


def rehearsing(
    ledger: Ledger, seen: Sequence[Proposal]
) -> Callable[[Job], Rehearsed | LedgerError]:
    """The work that accepts proposals on trial and takes all of it back."""

    def task(job: Job) -> Rehearsed | LedgerError:
        today = ledger.today()
        before = tuple(ledger.read.ageing(today))
        with rehearsal(ledger):
            answer = accepting(ledger, seen)(job)
            after = tuple(ledger.read.ageing(today))
            lines = () if isinstance(answer, LedgerError) else tuple(_journal(ledger, answer))
        if isinstance(answer, LedgerError):
            return answer
        return Rehearsed(answer, lines, before, after)

    return task


def _journal(ledger: Ledger, answer: Accepting) -> Iterator[tuple[str, ev.JournalLine]]:
    for one in answer.done:
        seal = ledger.read.seal(one.posted.voucher) if one.posted else None
        yield from ((seal.company, line) for line in seal.lines) if seal else ()


class InboxDryRun(DryRunSheet[Rehearsed]):
    """F11 F2: what accepting would change."""

    ID = "ARIN10/X"
    TITLE = "Dry run: lines accepted"
    NOTHING_HERE = (3616, "A dry run opens from the inbox by F11 F2.")

    def told(self, seen: Rehearsed) -> Iterator[str]:
        """Balances, journal, what is left."""
        return _text(self.session.ledger, seen)


def _text(ledger: Ledger, seen: Rehearsed) -> Iterator[str]:
    yield from difference_text(seen.before, seen.after)
    yield ""
    yield from journal_text(seen.lines, ledger.policies)
    yield ""
    left = [one for one in seen.answer.done if not one.posted]
    posted = len(seen.answer.done) - len(left)
    yield f"{rows.counted(posted)} accepted, {len(left)} left. Nothing is posted."
    for one in left:
        yield from wrap(f"{ev.number_of(one.receipt)}: {one.why}", 76)

"""The A/R clean-up: candidates chosen are written off or moved, each voucher saved whole.

:func:`~artui.ledger.writeoffs.cleanup_search.search` finds them, :func:`process` posts what was
chosen under one run id, :func:`rehearse` shows what that would do, :func:`undo` takes a run back.
What is above somebody's authority becomes a request. A run id that was interrupted goes on where it
stopped and posts nothing twice (rule 18).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import paying
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine
from artui.ledger.errors import Changed, Problem, Refused, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.matching.misapplied import ELSEWHERE, Move, Way
from artui.ledger.reading.queries import Ageing
from artui.ledger.receiving.moving import proposed, transfer
from artui.ledger.rehearsal import rehearsal
from artui.ledger.reversal.reversing import unapply
from artui.ledger.settlement import Wish
from artui.ledger.writeoffs.cleanup_search import (
    MOVE,
    TIE,
    WRITE_OFF,
    Candidate,
    Criteria,
    search,
)
from artui.ledger.writeoffs.write_offs import BALANCE, STANDARD_REASON
from artui.ledger.writeoffs.writing_off import (
    MAX_DOCUMENTS,
    REFUSED,
    REQUESTED,
    SKIPPED,
    WRITTEN_OFF,
    WrittenOffResult,
    write_off_many,
)

__all__ = [
    "MOVE",
    "MOVED",
    "REFUSED",
    "REQUESTED",
    "SKIPPED",
    "TIE",
    "WRITE_OFF",
    "WRITTEN_OFF",
    "Candidate",
    "Criteria",
    "Outcome",
    "Rehearsed",
    "Report",
    "process",
    "rehearse",
    "search",
]

MOVED = "moved"
"""What became of money that went where it belongs."""

NOTHING, UNDECIDED = 2443, 2444

Step = Callable[[int], bool]
"""Told how many candidates are done, between two vouchers; True stops the run there."""


class Outcome(NamedTuple):
    """What became of a candidate: ``amount`` in minor units, signed as in the list.

    ``vouchers`` are those it is in, ``made`` the write-off document, ``request`` the one that
    waits; ``text`` says why nothing was done, or why somebody has to approve it.
    """

    candidate: Candidate
    outcome: str
    amount: int = 0
    vouchers: tuple[str, ...] = ()
    made: str = ""
    request: str = ""
    reason: str = ""
    text: str = ""


class Report(NamedTuple):
    """What a run did: every candidate chosen, those skipped or refused first."""

    run: str
    clerk: str
    day: str
    outcomes: tuple[Outcome, ...]
    not_begun: int = 0

    def count(self, outcome: str) -> int:
        """How many candidates came to that."""
        return sum(each.outcome == outcome for each in self.outcomes)

    def totals(self, by: Callable[[Outcome], str]) -> dict[tuple[str, str, str], tuple[int, int]]:
        """Documents and amounts by what ``by`` says of an outcome, by outcome and currency."""
        sums: dict[tuple[str, str, str], tuple[int, int]] = {}
        for each in self.outcomes:
            key = by(each), each.outcome, each.candidate.document.currency
            count, amount = sums.get(key, (0, 0))
            sums[key] = count + 1, amount + abs(each.amount)
        return dict(sorted(sums.items()))


class Rehearsed(NamedTuple):
    """A dry run: what would become of each candidate, the journals by company that would be
    posted, open receivables by age before and after."""

    report: Report
    lines: tuple[tuple[str, ev.JournalLine], ...]
    before: tuple[Ageing, ...]
    after: tuple[Ageing, ...]


def process(
    ledger: Ledger,
    chosen: Sequence[Candidate],
    *,
    reason: str = "",
    day: str = "",
    run: str = "",
    step: Step = lambda done: False,
) -> Report:
    """Post what was chosen on ``day`` (default today): first the moves, then the write-offs.

    ``reason`` defaults to the standard one. Refuses an empty choice, a tie nobody decided and a day
    that can't be posted to, before anything is posted; what changed since it was listed is skipped
    and named.
    """
    ledger.require("writeoffs.post")
    day, run = day or ledger.today(), run or ledger.ids()
    _check(ledger, chosen, day)
    done: list[Outcome] = []
    for part in _parts(ledger, chosen, reason, day, run):
        done += part()
        if step(len(done)) and len(done) < len(chosen):
            break
    order = {candidate.key: at for at, candidate in enumerate(chosen)}
    done.sort(key=lambda one: (one.outcome in (WRITTEN_OFF, MOVED), order[one.candidate.key]))
    return Report(run, ledger.clerk, day, tuple(done), len(chosen) - len(done))


def rehearse(
    ledger: Ledger, chosen: Sequence[Candidate], *, reason: str = "", day: str = ""
) -> Rehearsed:
    """What :func:`process` would do now; nothing is posted. Refuses as it does."""
    today = ledger.today()
    with rehearsal(ledger):
        before = tuple(ledger.read.ageing(today))
        report = process(ledger, chosen, reason=reason, day=day)
        after = tuple(ledger.read.ageing(today))
        lines = tuple(_lines(ledger, report))
    return Rehearsed(report, lines, before, after)


def _lines(ledger: Ledger, report: Report) -> Iterator[tuple[str, ev.JournalLine]]:
    keys = dict.fromkeys(key for each in report.outcomes for key in each.vouchers)
    for key in keys:
        seal = ledger.read.seal(key)
        if seal is not None:
            yield from ((seal.company, line) for line in seal.lines)


def _check(ledger: Ledger, chosen: Sequence[Candidate], day: str) -> None:
    if not chosen:
        raise refuse("rows", NOTHING, "nothing is chosen")
    for candidate in chosen:
        number = candidate.document.number
        if candidate.kind == TIE:
            raise refuse("rows", UNDECIDED, f"{number} fits in several ways: choose one with 2")
    for company in dict.fromkeys(candidate.document.company for candidate in chosen):
        ledger.policies.open_period(company, day, "date")


def _parts(
    ledger: Ledger, chosen: Sequence[Candidate], reason: str, day: str, run: str
) -> Iterator[Callable[[], list[Outcome]]]:
    """The run's postings, each all or nothing: a move, or the write-offs of one voucher."""
    for candidate in chosen:
        if candidate.move is not None:
            yield lambda one=candidate: [_move(ledger, one, day, f"{run}/m/{one.key}")]  # type: ignore[misc]
    small = sorted(
        (one for one in chosen if one.move is None), key=lambda one: one.document.company
    )
    for company, group in groupby(small, key=lambda one: one.document.company):
        own = list(group)
        for start in range(0, len(own), MAX_DOCUMENTS):
            part = own[start : start + MAX_DOCUMENTS]
            command = f"{run}/w/{company}/{_digest(part)}"
            yield lambda part=part, command=command: _write_off(  # type: ignore[misc]
                ledger, part, reason, day, command
            )


def _digest(part: Sequence[Candidate]) -> str:
    """What tells a part from another: a list searched anew under the same run is another one."""
    seen = "\n".join(f"{one.key} {one.document.last_pos}" for one in part)
    return sha256(seen.encode()).hexdigest()[:12]


# --- writing off -------------------------------------------------------------------------------


def _write_off(
    ledger: Ledger, part: Sequence[Candidate], reason: str, day: str, command: str
) -> list[Outcome]:
    results = write_off_many(
        ledger,
        [candidate.document for candidate in part],
        reason=reason,
        day=day,
        above="pending",
        command=command,
    )
    code = reason or STANDARD_REASON[BALANCE]
    return [_outcome(one, result, code) for one, result in zip(part, results, strict=True)]


def _outcome(candidate: Candidate, result: WrittenOffResult, reason: str) -> Outcome:
    return Outcome(
        candidate,
        result.outcome,
        result.amount or candidate.amount,
        (result.voucher,) if result.voucher else (),
        result.number,
        result.request,
        reason,
        result.text,
    )


# --- moving ------------------------------------------------------------------------------------


def _move(ledger: Ledger, candidate: Candidate, day: str, command: str) -> Outcome:
    assert candidate.move is not None
    try:
        vouchers = mend(ledger, candidate.move, day=day, command=command)
    except Refused as refused:
        text = "; ".join(problem.text for problem in refused.problems)
        return Outcome(candidate, SKIPPED, candidate.amount, text=text)
    return Outcome(candidate, MOVED, candidate.amount, vouchers)


def mend(ledger: Ledger, move: Move, *, day: str = "", command: str = "") -> tuple[str, ...]:
    """Put mis-applied money right: its vouchers, saved together or not at all.

    Payments in the wrong place are taken back, the money is applied where it belongs; nothing is
    written off by that. Money of another customer's document is transferred, all in one voucher.
    Raises :class:`~artui.ledger.errors.Changed` if a document moved since.
    """
    way = move.way
    if way is None:
        raise refuse("rows", UNDECIDED, f"{move.credit.number} has no way that is decided")
    day, command = day or ledger.today(), command or ledger.ids()
    with ledger.hold():
        applied = f"{command}/apply"
        if ledger.done_before(applied) is not None:
            return _vouchers_of(ledger, command)
        now = _unchanged(ledger, [move.credit, way.target])
        credit, vouchers = now[move.credit.id], []
        if move.kind == ELSEWHERE:
            return (_hand_over(ledger, credit, now[way.target.id], way, day, applied),)
        if way.undo:
            undo = way.undo[0] if len(way.undo) == 1 else None
            undone = unapply(
                ledger, source=credit.id, target=undo, day=day, command=f"{command}/undo"
            )
            vouchers.append(undone.voucher)
            credit = ledger.read.documents([credit.id])[credit.id]
        distribution = paying.application(ledger, credit, day)
        target = now[way.target.id]
        # A credit memo is no cash: what it equals it closes, and no discount frees a part of it.
        memo = credit.kind == "credit_memo" and way.amount == target.open
        wish = Wish(tolerate=False, discount=0 if memo else None)
        line = distribution.pay(target, way.amount, wish)
        posted = paying.apply(ledger, credit.id, [PayLine.of(line)], day=day, command=applied)
        return (*vouchers, posted.voucher)


def _hand_over(
    ledger: Ledger, credit: Document, target: Document, way: Way, day: str, command: str
) -> str:
    """Transfer money to the customer of the document it is meant for and pay that; the voucher."""
    line = proposed(ledger, credit, way.money, day).pay(target, way.amount, Wish(tolerate=False))
    undo = None if not way.undo else way.undo[0] if len(way.undo) == 1 else ""
    moved = transfer(
        ledger, credit.id, target.customer, amount=way.money, lines=[PayLine.of(line)], undo=undo,
        day=day, note=f"names {target.number}", command=command,
    )  # fmt: skip
    return moved.voucher


def _vouchers_of(ledger: Ledger, command: str) -> tuple[str, ...]:
    """The vouchers of a move that was carried out before."""
    found = [ledger.done_before(f"{command}/{name}") for name in ("undo", "apply")]
    return tuple(events[-1].originator_id for events in found if events)


def _unchanged(ledger: Ledger, listed: Iterable[Document]) -> dict[str, Document]:
    """Documents as they stand; refuses one that moved since it was listed (rule 18)."""
    seen = {document.id: document for document in listed}
    now = ledger.read.documents(list(seen))
    for key, document in seen.items():
        if now[key].last_pos != document.last_pos:
            said = f"{document.number} was changed by {now[key].last_clerk} since it was listed"
            raise Changed(Problem("document", 2130, said))
    return now

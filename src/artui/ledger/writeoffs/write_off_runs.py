"""A write-off run: documents of a list written off as one batch, rehearsed, carried out, gone on.

A run knows its documents with the versions they were listed at, and the one command id under which
all its vouchers are posted. It is kept until it is done: after a crash, or once stopped, the same
run finishes the rest and posts nothing twice.
:func:`artui.ledger.reversal.reversing.reverse_batch` takes all of it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from artui.ledger import drafts
from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.reading.queries import Ageing
from artui.ledger.rehearsal import rehearsal
from artui.ledger.writeoffs.candidate_list import Brief, Listed
from artui.ledger.writeoffs.requests import PENDING
from artui.ledger.writeoffs.writing_off import (
    REQUESTED,
    WRITTEN_OFF,
    WrittenOffResult,
    write_off_parts,
)

EMPTY = 2481

Report = Callable[[int, int, int], object]
"""Told how many of how many documents are done, and how many of them were skipped."""


class Run(msgspec.Struct, frozen=True, array_like=True):
    """What is to be written off: documents as they were listed, on which day, for which reason.

    ``reasons`` holds a document's own by its key; no reason is the standard one of its side.
    """

    documents: tuple[tuple[str, int], ...]
    day: str
    command: str
    reason: str = ""
    reasons: dict[str, str] = {}
    label: str = ""

    @property
    def listed(self) -> list[Listed]:
        """The documents with the versions they were listed at."""
        return [Listed(*pair) for pair in self.documents]


class Outcome(NamedTuple):
    """What a run came to: an answer for each document it reached, in the order posted."""

    run: Run
    results: tuple[WrittenOffResult, ...]

    @property
    def left(self) -> int:
        """Documents it didn't reach, since it was stopped."""
        return len(self.run.documents) - len(self.results)

    @property
    def counts(self) -> Counter[str]:
        """How many documents came to each outcome."""
        return Counter(result.outcome for result in self.results)

    @property
    def vouchers(self) -> list[str]:
        """The vouchers posted, in their order."""
        return list(dict.fromkeys(r.voucher for r in self.results if r.voucher))


def plan(
    ledger: Ledger,
    documents: Iterable[Document | Listed | Brief],
    *,
    day: str = "",
    reason: str = "",
    reasons: dict[str, str] | None = None,
    label: str = "",
    command: str | None = None,
) -> Run:
    """A run over documents as they were listed; refuses one over none, and a clerk who may not."""
    ledger.require("writeoffs.post")
    listed = tuple((document.id, document.last_pos) for document in documents)
    if not listed:
        raise refuse("documents", EMPTY, "nothing is selected to be written off")
    own = {key: reasons[key] for key, _version in listed if key in reasons} if reasons else {}
    return Run(listed, day or ledger.today(), command or ledger.ids(), reason, own, label)


def carry_out(
    ledger: Ledger,
    run: Run,
    report: Report = lambda done, of, skipped: None,
    stopping: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Post a run voucher by voucher, what is above the authority as requests.

    It is kept until all of it is done; ``stopping`` is asked between two vouchers. Raises
    :class:`~artui.ledger.errors.Refused` for a day that can't be posted to.
    """
    drafts.keep_run(ledger, run.command, run.label, msgspec.msgpack.encode(run))
    results: list[WrittenOffResult] = []
    for part in _parts(ledger, run, run.command):
        results += part
        report(len(results), len(run.documents), _skipped(results))
        if stopping():
            break
    outcome = Outcome(run, tuple(results))
    if not outcome.left:
        drafts.forget_run(ledger, run.command)
    return outcome


def kept(ledger: Ledger) -> list[Run]:
    """The clerk's runs that were stopped or interrupted, the newest first."""
    return [msgspec.msgpack.decode(state, type=Run) for _label, state in drafts.kept_runs(ledger)]


def give_up(ledger: Ledger, run: Run) -> None:
    """Don't go on with a run; what it posted stays posted."""
    drafts.forget_run(ledger, run.command)


def _parts(ledger: Ledger, run: Run, command: str | None) -> Iterator[list[WrittenOffResult]]:
    return write_off_parts(
        ledger,
        run.listed,
        reason=run.reason,
        reasons=run.reasons,
        day=run.day,
        above=PENDING,
        command=command,
    )


def _skipped(results: Iterable[WrittenOffResult]) -> int:
    return sum(result.outcome not in (WRITTEN_OFF, REQUESTED) for result in results)


# --- dry run -------------------------------------------------------------------------------------


class Booked(NamedTuple):
    """What a run would book on an account: minor units of the currency, debit +, credit -, and
    in base currency."""

    company: str
    rule: str
    account: str
    currency: str
    amount: int
    base: int


class Aged(NamedTuple):
    """The open balances of a currency by age, now and after a run."""

    now: Ageing
    after: Ageing


class DryRun(NamedTuple):
    """What a run would come to if nothing changed: ``known_at`` is the ledger's last event."""

    known_at: int
    outcome: Outcome
    ageing: tuple[Aged, ...]
    journal: tuple[Booked, ...]
    to_zero: int


def dry_run(
    ledger: Ledger,
    run: Run,
    report: Report = lambda done, of, skipped: None,
    stopping: Callable[[], bool] = lambda: False,
) -> DryRun:
    """What a run would come to: decided and posted voucher by voucher as it would be, read, and
    taken back, so that colleagues wait for no more than one voucher."""
    known_at = ledger.store.head().pos
    now = {ageing.currency: ageing for ageing in ledger.read.ageing(ledger.today())}
    after = dict(now)
    journal: dict[tuple[str, str, str, str], list[int]] = {}
    results: list[WrittenOffResult] = []
    for part in _rehearsed(ledger, run, after, journal):
        results += part
        report(len(results), len(run.documents), _skipped(results))
        if stopping():
            break
    return DryRun(
        known_at,
        Outcome(run, tuple(results)),
        tuple(Aged(now[cur], after[cur]) for cur in now),
        tuple(Booked(*key, *sums) for key, sums in sorted(journal.items())),
        _brought_to_zero(ledger, results),
    )


def _rehearsed(
    ledger: Ledger,
    run: Run,
    after: dict[str, Ageing],
    journal: dict[tuple[str, str, str, str], list[int]],
) -> Iterator[list[WrittenOffResult]]:
    """The run voucher by voucher, each taken back at once; gathers balances and journal."""
    listed = run.listed
    listed.sort(key=lambda each: ev.company_of(each.id))
    for start in range(0, len(listed), PART):
        keys = listed[start : start + PART]
        part = msgspec.structs.replace(run, documents=tuple(tuple(key) for key in keys))
        with rehearsal(ledger):
            before = {ageing.currency: ageing for ageing in ledger.read.ageing(ledger.today())}
            results = [result for found in _parts(ledger, part, None) for result in found]
            for ageing in ledger.read.ageing(ledger.today()):
                after[ageing.currency] = _moved(
                    after[ageing.currency], before[ageing.currency], ageing
                )
            _gather(ledger, Outcome(part, tuple(results)).vouchers, journal)
        yield results


PART = 1000
"""Documents rehearsed at once."""


def _moved(ageing: Ageing, before: Ageing, after: Ageing) -> Ageing:
    moved = [new - old for old, new in zip(before.buckets, after.buckets, strict=True)]
    due, month, two, older = (sum(pair) for pair in zip(ageing.buckets, moved, strict=True))
    return ageing._replace(
        buckets=(due, month, two, older),
        documents=ageing.documents + after.documents - before.documents,
    )


def _gather(
    ledger: Ledger, vouchers: Sequence[str], journal: dict[tuple[str, str, str, str], list[int]]
) -> None:
    for voucher in vouchers:
        seal = ledger.read.seal(voucher)
        for line in seal.lines if seal else ():
            key = (ev.company_of(voucher), line.rule, line.account, line.currency)
            sums = journal.setdefault(key, [0, 0])
            sums[0] += line.amount
            sums[1] += line.base


def _brought_to_zero(ledger: Ledger, results: Sequence[WrittenOffResult]) -> int:
    """Accounts of which nothing else is open than what would be written off."""
    closing = [result.document for result in results if result.outcome == WRITTEN_OFF]
    closed = Counter(
        (document.company, document.customer, document.currency)
        for document in ledger.read.documents(closing).values()
    )
    return sum(
        count
        == ledger.store.query(
            "SELECT COUNT(*) FROM (SELECT 1 FROM documents WHERE company = :company"
            " AND customer = :customer AND currency = :currency AND open <> 0 LIMIT :n) AS c",
            {"company": company, "customer": customer, "currency": currency, "n": count + 1},
        )[0][0]
        for (company, customer, currency), count in closed.items()
    )

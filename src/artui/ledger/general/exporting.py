"""Exports to the general ledger: every posted batch once, numbered, with count, totals and hash.

An export covers what was posted behind the former export's end, by positions of the log. So each
batch is in exactly one, whether it was posted with its voucher or by hand later, and the same
number comes to the same bytes for ever. A batch without a journal line has nothing to export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import IO, NamedTuple

from artui.ledger import events as ev
from artui.ledger.errors import Damaged, refuse, used_otherwise
from artui.ledger.ledger import Ledger
from artui.ledger.posting import Stamp
from artui.ledger.reading.journal_batches import PostedBatch, posted_between

NOTHING_NEW, NO_EXPORT, OVERTAKEN = 2603, 2604, 2605

PERMISSION = "gl.export"


class Span(NamedTuple):
    """What an export covers: batches posted behind ``after`` up to ``upto``."""

    company: str
    number: int
    after: int
    upto: int


class Exported(NamedTuple):
    """An export; a ``copy`` is the same bytes written again."""

    record: ev.JournalExported
    copy: bool = False


Render = Callable[[Span, Iterable[PostedBatch]], Iterator[bytes]]
"""Makes the file of an export from its batches, piece by piece; from nothing else."""


def exports(ledger: Ledger, company: str = "") -> list[ev.JournalExported]:
    """The exports of a company (empty: of all) that the clerk sees, by company and number."""
    return [
        record
        for name in ([company] if company else sorted(ledger.policies.companies))
        if ledger.sight.sees_company(name)
        for record in _exports(ledger, name)
    ]


def export(
    ledger: Ledger, company: str, render: Render, sink: IO[bytes], *, command: str | None = None
) -> Exported:
    """Write all that is posted and not exported yet to ``sink`` and record it as the next export.

    Colleagues go on posting meanwhile; what they post is in the one after. A command that was
    carried out before writes its export again. Raises :class:`~artui.ledger.errors.Refused` if
    nothing is new, or somebody exported it meanwhile: then what was written doesn't count.
    """
    _check(ledger, company)
    before = ledger.done_before(command) if command else None
    if before is not None:
        return _written_again(ledger, _recorded(before), render, sink)
    span = _next(ledger, company)
    draft = _write(ledger, span, render, sink, ledger.stamp(command))

    def decide(stamp: Stamp) -> Exported:
        if _next(ledger, company)[:3] != span[:3]:
            by = _exports(ledger, company)[-1].clerk
            raise refuse("company", OVERTAKEN, f"{by} exported {company} meanwhile: begin anew")
        ledger.store.append([draft], stamp.command)
        return Exported(draft)

    return ledger.carry_out(draft.command, decide, lambda facts: Exported(_recorded(facts), True))


def preview(ledger: Ledger, company: str, render: Render, sink: IO[bytes]) -> ev.JournalExported:
    """The next export as it would be, written to ``sink`` and not recorded."""
    _check(ledger, company)
    return _write(ledger, _next(ledger, company), render, sink, ledger.stamp())


def export_again(
    ledger: Ledger, company: str, number: int, render: Render, sink: IO[bytes]
) -> Exported:
    """Write an export once more: the same bytes, a copy.

    Raises :class:`~artui.ledger.errors.Damaged` if they are not those that were exported.
    """
    _check(ledger, company)
    found = [record for record in _exports(ledger, company) if record.number == number]
    if not found:
        raise refuse("number", NO_EXPORT, f"{company} has no export {number}")
    return _written_again(ledger, found[0], render, sink)


def _check(ledger: Ledger, company: str) -> None:
    ledger.require(PERMISSION)
    ledger.policies.company(company)
    ledger.sight.check_books(company)


def _stream(company: str) -> str:
    return f"gl-export/{company}"


def _exports(ledger: Ledger, company: str) -> list[ev.JournalExported]:
    events = ledger.store.stream(_stream(company))
    return [event for event in events if isinstance(event, ev.JournalExported)]


def _recorded(events: Sequence[ev.Event]) -> ev.JournalExported:
    record = events[-1]
    if not isinstance(record, ev.JournalExported):
        raise used_otherwise()
    return record


def _next(ledger: Ledger, company: str) -> Span:
    upto = ledger.store.head().pos
    before = _exports(ledger, company)
    if not before:
        return Span(company, 1, 0, upto)
    return Span(company, before[-1].number + 1, before[-1].upto, upto)


def _written_again(
    ledger: Ledger, record: ev.JournalExported, render: Render, sink: IO[bytes]
) -> Exported:
    span = Span(record.company, record.number, record.after, record.upto)
    written = _write(ledger, span, render, sink, ledger.stamp())
    if written.sha256 != record.sha256:
        raise Damaged(
            f"export {record.number} of {record.company} no longer comes to the bytes that were"
            f" exported: their hash was {record.sha256}, it is {written.sha256} now"
        )
    return Exported(record, copy=True)


def _write(
    ledger: Ledger, span: Span, render: Render, sink: IO[bytes], stamp: Stamp
) -> ev.JournalExported:
    """Write the file of a span; the fact that would record it."""
    tally, digest = _Tally(), sha256()
    batches = posted_between(ledger.store, span.company, span.after, span.upto)
    for piece in render(span, tally.counting(batches)):
        digest.update(piece)
        sink.write(piece)
    if not tally.batches:
        raise refuse("company", NOTHING_NEW, _nothing_new(ledger, span))
    return ev.JournalExported(
        _stream(span.company),
        span.number,
        *stamp,
        company=span.company,
        number=span.number,
        after=span.after,
        upto=span.upto,
        batches=tally.batches,
        lines=tally.lines,
        totals=tuple((currency, *sums) for currency, sums in sorted(tally.totals.items())),
        base=tally.base,
        sha256=digest.hexdigest(),
    )


def _nothing_new(ledger: Ledger, span: Span) -> str:
    if span.number == 1:
        return f"nothing is posted in {span.company} yet"
    record = _exports(ledger, span.company)[-1]
    return f"nothing was posted in {span.company} since export {record.number} by {record.clerk}"


class _Tally:
    """Counts and sums the batches that go by."""

    def __init__(self) -> None:
        self.batches = self.lines = 0
        self.totals: dict[str, tuple[int, int]] = {}
        self.base = (0, 0)

    def counting(self, batches: Iterable[PostedBatch]) -> Iterator[PostedBatch]:
        for batch in batches:
            if not batch.lines:
                continue
            self.batches += 1
            self.lines += len(batch.lines)
            for line in batch.lines:
                before = self.totals.get(line.currency, (0, 0))
                self.totals[line.currency] = _added(before, line.amount)
                self.base = _added(self.base, line.base)
            yield batch


def _added(sums: tuple[int, int], amount: int) -> tuple[int, int]:
    """Debits and credits with one amount more, debit +, credit -."""
    return sums[0] + max(amount, 0), sums[1] + max(-amount, 0)

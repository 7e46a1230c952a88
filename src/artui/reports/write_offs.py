"""The list of write-offs and the result of a run on paper: 80 columns of text."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.money import format_amount
from artui.ledger.policies import Policies
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.selecting import Selection
from artui.ledger.writeoffs.write_off_runs import Outcome
from artui.ledger.writeoffs.writing_off import WRITTEN_OFF, WrittenOffResult

PART = 1000
"""Documents read at once."""


def candidates_text(
    policies: Policies,
    selection: Selection,
    listed: CandidateList,
    *,
    day: str,
    included: Container[str],
    reason_of: Callable[[Document], str],
    then: str = "",
) -> Iterator[str]:
    """Every document of a list, those included marked, and what they come to per currency; ``then``
    are the words of the moment it is of, if that isn't now."""
    yield f"Write off balances and credits: {selection.operation} write-offs of {day}"
    yield f"{_asked(policies, selection)}{f', {then}' if then else ''}"
    yield ""
    yield (
        f"I {'Br':<5}Ty {'Reference':<12}{'Customer':<12}{'Date':<11}Cur{'Balance':>12}"
        f"{'Base':>12} Reason"
    )
    sums: dict[str, int] = {}
    for row in _all(listed):
        base = policies.company(row.company).base_currency
        sums[row.currency] = sums.get(row.currency, 0) + row.open
        yield (
            f"{'x' if row.id in included else ' '} {row.branch or row.company:<5.4}"
            f"{row.short_kind} {row.number:<12.11}{row.customer:<12.11}{row.date:<11}"
            f"{row.currency}{format_amount(row.open, row.currency):>12}"
            f"{format_amount(row.base_open, base):>12} {reason_of(row):<8.8}"
        ).rstrip()
    yield from _totals(listed.count(), sums)


def _asked(policies: Policies, selection: Selection) -> str:
    """What the list was asked for."""
    where = selection.company or " ".join(selection.companies) or "all companies"
    if selection.branches:
        where += f", branch {' '.join(selection.branches)}"
    if selection.customer:
        where += f", customer {selection.customer}"
    if selection.limit is None:
        return f"Of {where}"
    of = (selection.company, *selection.companies, *policies.companies)
    base = policies.company(next(filter(None, of))).base_currency
    word = "below" if selection.strict else "up to"
    return f"Of {where}, {word} {format_amount(selection.limit, base)}"


def _all(listed: CandidateList) -> Iterator[Document]:
    for start in range(0, listed.count(), PART):
        yield from listed.window(start, PART)


def _totals(count: int, sums: Mapping[str, int]) -> Iterator[str]:
    yield ""
    totals = "  ".join(f"{cur} {format_amount(sum_, cur)}" for cur, sum_ in sorted(sums.items()))
    yield f"{count:,} document{'' if count == 1 else 's'}  {totals}".rstrip()


def result_text(outcome: Outcome, documents: Mapping[str, Document]) -> Iterator[str]:
    """What became of every document of a run, those not written off with why."""
    run = outcome.run
    counts = "  ".join(f"{word} {count:,}" for word, count in sorted(outcome.counts.items()))
    yield f"Write-off result: {run.label or run.day}"
    yield f"Run {run.command}, posted on {run.day}"
    yield f"{counts}{f'  not begun {outcome.left:,}' if outcome.left else ''}"
    yield ""
    yield (
        f"{'Comp':<5}{'Document':<12}{'Customer':<12}Cur{'Amount':>11} {'Outcome':<13}{'Made':<16}"
        "Voucher"
    )
    sums: dict[str, int] = {}
    for row in outcome.results:
        document = documents.get(row.document)
        yield _result_line(row, document)
        if row.text:
            yield f"      {row.text}"[:80]
        if row.outcome == WRITTEN_OFF and document is not None:
            sums[document.currency] = sums.get(document.currency, 0) + row.amount
    yield from _totals(outcome.counts[WRITTEN_OFF], sums)


def _result_line(row: WrittenOffResult, document: Document | None) -> str:
    made = ev.number_of(row.number) if row.number else row.request
    voucher = _short_name(row.voucher) if row.voucher else ""
    customer, currency = (document.customer, document.currency) if document else ("", "   ")
    amount = format_amount(row.amount, currency) if document and row.amount else ""
    return (
        f"{ev.company_of(row.document):<5.4}{ev.number_of(row.document):<12.11}{customer:<12.11}"
        f"{currency}{amount:>11} {row.outcome:<13}{made:<16.15}{voucher}"
    ).rstrip()


def _short_name(voucher: str) -> str:
    """``WO 147``: the run's day says the year."""
    _company, series, _year, number = voucher.split("/")
    return f"{series} {number}"

"""What a clean-up did, and what one would do: for people, for printers, as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from artui.ledger.events import number_of, voucher_name
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.policies import Policies
from artui.ledger.writeoffs.cleanup import MOVED, REQUESTED, WRITTEN_OFF, Outcome, Rehearsed, Report
from artui.reports.dry_run import difference_text, journal_text
from artui.reports.separated import csv_text


def made_of(one: Outcome) -> str:
    """What an outcome made: a write-off document, a request, vouchers."""
    if one.made:
        return number_of(one.made)
    return one.request or ", ".join(map(voucher_name, one.vouchers))


def where_to(one: Outcome) -> str:
    """The document money moved to; empty for a write-off."""
    move = one.candidate.move
    return move.ways[0].target.number if move else ""


def headline(report: Report) -> str:
    """``8 written off, 4 moved, 1 skipped, 0 requests``."""
    rest = len(report.outcomes) - sum(map(report.count, (WRITTEN_OFF, MOVED, REQUESTED)))
    parts = [
        f"{report.count(WRITTEN_OFF)} written off",
        f"{report.count(MOVED)} moved",
        f"{report.count(REQUESTED)} requested",
        f"{rest} skipped",
    ]
    if report.not_begun:
        parts.append(f"{report.not_begun} not begun")
    return ", ".join(parts)


def summary_text(report: Report) -> Iterator[str]:
    """The summary report on paper: every document, then totals per reason, customer and clerk."""
    yield f"A/R clean-up {report.run}   {report.day}   clerk {report.clerk}"
    yield headline(report)
    yield ""
    yield f"{'Document':<16}{'Customer':<13}{'Cur':<4}{'Amount':>14}  {'Outcome':<12}What was made"
    for one in report.outcomes:
        document = one.candidate.document
        to = f" to {where_to(one)}" if where_to(one) else ""
        yield (
            f"{document.number:<16}{document.customer:<13}{document.currency:<4}"
            f"{format_amount(one.amount, document.currency):>14}  {one.outcome:<12}"
            f"{made_of(one)}{to}{f' {one.text}' if one.text else ''}"
        ).rstrip()
    for head, by in (
        ("reason", lambda one: one.reason or "none"),
        ("customer", lambda one: one.candidate.document.customer),
        ("clerk", lambda _one: report.clerk),
    ):
        yield ""
        yield f"By {head}"
        for (name, outcome, currency), (count, amount) in report.totals(by).items():
            yield (
                f"  {name:<16}{outcome:<12}{count:>6}  {currency} "
                f"{format_amount(amount, currency):>14}"
            )


_HEADS = (
    "run", "date", "clerk", "company", "document", "customer", "name", "currency", "amount",
    "outcome", "reason", "to", "made", "vouchers", "why",
)  # fmt: skip


def summary_csv(report: Report) -> str:
    """One line a document, with a head."""
    return csv_text([_HEADS, *(_csv_row(report, one) for one in report.outcomes)])


def _csv_row(report: Report, one: Outcome) -> tuple[str, ...]:
    document = one.candidate.document
    return (
        report.run, report.day, report.clerk, document.company, document.number,
        document.customer, document.name, document.currency,
        decimal_string(one.amount, document.currency), one.outcome, one.reason,
        where_to(one), number_of(one.made) or one.request,
        " ".join(map(voucher_name, one.vouchers)), one.text,
    )  # fmt: skip


def rehearsal_text(seen: Rehearsed, policies: Policies) -> Iterator[str]:
    """What a dry run found: the changes of open receivables by age, the journal, the counts."""
    yield from difference_text(seen.before, seen.after)
    yield ""
    yield from journal_text(seen.lines, policies)
    yield ""
    yield f"{headline(seen.report)}. Nothing is posted."
    for one in seen.report.outcomes:
        if one.text:
            yield f"{one.candidate.document.number}: {one.text}"

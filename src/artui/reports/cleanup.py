"""What a clean-up did, and what one would do: for people, for printers, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from artui.ledger.events import JournalLine, number_of, voucher_name
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.policies import Policies
from artui.ledger.writeoffs.cleanup import MOVED, REQUESTED, WRITTEN_OFF, Outcome, Rehearsed, Report

_AGES = ("Not due", "1-30 late", "31-60 late", "Over 60")


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
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADS)
    for one in report.outcomes:
        document = one.candidate.document
        writer.writerow(
            (
                report.run, report.day, report.clerk, document.company, document.number,
                document.customer, document.name, document.currency,
                decimal_string(one.amount, document.currency), one.outcome, one.reason,
                where_to(one), number_of(one.made) or one.request,
                " ".join(map(voucher_name, one.vouchers)), one.text,
            )
        )  # fmt: skip
    return out.getvalue()


def rehearsal_text(seen: Rehearsed, policies: Policies) -> Iterator[str]:
    """What a dry run found: the changes of open receivables by age, the journal, the counts."""
    yield f"{'':<24}{'Now':>18}{'Change':>16}{'After':>18}"
    after = {age.currency: age for age in seen.after}
    for before in seen.before:
        now, then = before, after.get(before.currency)
        figures = [("Open receivables", now.total, then.total if then else 0)]
        for at, name in enumerate(_AGES):
            figures.append((name, now.buckets[at], then.buckets[at] if then else 0))
        for name, old, new in figures:
            if old != new or name == "Open receivables":
                yield f"{name:<18}{now.currency:<6}" + "".join(
                    f"{format_amount(figure, now.currency):>{width}}"
                    for figure, width in ((old, 18), (new - old, 16), (new, 18))
                )
        count = then.documents if then else 0
        yield (
            f"{'Documents open':<18}{now.currency:<6}{now.documents:>18,}"
            f"{_signed(count - now.documents):>16}{count:>18,}"
        )
    yield ""
    yield f"{'Journal':<46}{'Debit':>13}{'Credit':>13}"
    yield from _journal(seen.lines, policies)
    yield ""
    yield f"{headline(seen.report)}. Nothing is posted."
    for one in seen.report.outcomes:
        if one.text:
            yield f"{one.candidate.document.number}: {one.text}"


def _signed(count: int) -> str:
    return f"{abs(count):,}-" if count < 0 else f"{count:,}"


def _journal(lines: tuple[tuple[str, JournalLine], ...], policies: Policies) -> Iterator[str]:
    """The sums per company, rule, account and currency, in base currency."""
    net: dict[tuple[str, str, str], int] = {}
    for company, line in lines:
        key = company, line.rule, line.account
        net[key] = net.get(key, 0) + line.base
    if not any(net.values()):
        yield "  Nothing to post: applications in one currency at one rate post no line."
    for (company, rule, account), base in net.items():
        if base:
            currency = policies.company(company).base_currency
            shown = format_amount(abs(base), currency)
            name = policies.accounts.get(account, "")[:18]
            sides = f"{shown:>13}{'':>13}" if base > 0 else f"{'':>13}{shown:>13}"
            yield f"  {company:<5} {rule:<9} {account:<9} {name:<18}{sides} {currency}"

"""``writeoff --all`` and ``list candidates``: what a list selects, written off as one run."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from artui.commands.common import (
    amount,
    day,
    emit,
    emit_of,
    json_option,
    ledger_option,
    looked_at,
    moment_options,
    opened,
    say,
    table,
)
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.events import number_of, voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, exponent, format_amount
from artui.ledger.reversal.undoing import batch_vouchers
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.selecting import Selection, select
from artui.ledger.writeoffs.write_off_runs import DryRun, Outcome, Run
from artui.reports.records import TYPES

_MIXED = 3006


def selection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What a list is asked for."""
    for option in (
        click.option("--currency", default="", help="Of one currency, in which the limit counts."),
        click.option("--branch", default="", help="Of one branch."),
        click.option("--customer", default="", help="Of one customer."),
        click.option("--strict", is_flag=True, help="Below the limit, not equal to it."),
        click.option("--limit", default=None, help="The most that is open; default: no limit."),
        click.option(
            "--operation",
            type=click.Choice(["balance", "credit"]),
            default="balance",
            help="What customers owe, or what is owed to them.",
        ),
    ):
        command = option(command)
    return command


def over_a_list(command: Callable[..., None]) -> Callable[..., None]:
    """``--all``, with what the list is asked for: the same as one run; else the one document."""

    @click.option("--all", "listed", is_flag=True, help="Write off all that the list selects.")
    @click.option("--candidates", is_flag=True, help="Only list what --all would write off.")
    @click.option("--dry-run", is_flag=True, help="With --all: show what it would post.")
    @selection_options
    @wraps(command)
    def either(
        *,
        listed: bool,
        candidates: bool,
        dry_run: bool,
        operation: str,
        limit: str | None,
        strict: bool,
        customer: str,
        branch: str,
        currency: str,
        **one: Any,
    ) -> None:
        if not listed and not candidates:
            if one["document"] is None:
                raise click.UsageError("name a DOCUMENT, or --all")
            if dry_run:
                raise click.UsageError("--dry-run goes with --all")
            command(**one)
            return
        if one["document"] is not None:
            raise click.UsageError("either a DOCUMENT or a list")
        with opened(one["ledger"]) as books:
            selection = _selection(
                books, operation, limit, strict, customer, one["company"], branch, currency
            )
            if candidates:
                _print(books, select(books, selection), one["as_json"])
                return
            _run(books, selection, one, dry_run=dry_run)

    return either


@click.command()
@selection_options
@click.option("--company", default="", help="Of one company.")
@moment_options
@ledger_option
@json_option
def candidates(
    operation: str,
    limit: str | None,
    strict: bool,
    customer: str,
    branch: str,
    currency: str,
    company: str,
    as_of: str | None,
    known_at: str,
    ledger: str | None,
    as_json: bool,
) -> None:
    """What may be written off: by company, then number; of another moment, what might have been."""
    with looked_at(ledger, known_at, as_of) as books:
        selection = _selection(books, operation, limit, strict, customer, company, branch, currency)
        _print(books, select(books, selection), as_json)


def _selection(
    books: Ledger,
    operation: str,
    limit: str | None,
    strict: bool,
    customer: str,
    company: str,
    branch: str,
    currency: str,
) -> Selection:
    policies = books.policies
    if company:
        policies.company(company)
    bases = [policies.company(name).base_currency for name in [company] if name] or [
        known.base_currency for known in policies.companies.values()
    ]
    if limit is not None and not currency and len({exponent(base) for base in bases}) > 1:
        raise refuse("limit", _MIXED, "the companies count in other decimals: name a company")
    figure = None if limit is None else amount(limit, currency or bases[0], "limit")
    return Selection(
        operation,
        figure,
        currency=currency,
        customer=customer,
        company=company,
        branch=branch,
        strict=strict,
    )


def _run(books: Ledger, selection: Selection, one: dict[str, Any], *, dry_run: bool) -> None:
    command = one["command"]
    kept = [run for run in runs.kept(books) if run.command == command]
    if command and not kept and books.store.command(command):
        _tell_before(batch_vouchers(books, command), command, one["as_json"])
        return
    run = kept[0] if kept else _planned(books, selection, one)
    if dry_run:
        _tell_dry_run(runs.dry_run(books, run), one["as_json"])
    else:
        _tell(books, runs.carry_out(books, run), one["as_json"])


def _planned(books: Ledger, selection: Selection, one: dict[str, Any]) -> Run:
    return runs.plan(
        books,
        CandidateList(books, selection).listed(),
        day=day(one["date"], books.today()),
        reason=one["reason"],
        label=f"{selection.operation} write-offs",
        command=one["command"],
    )


# --- printing ------------------------------------------------------------------------------------


def _print(books: Ledger, documents: list[Document], as_json: bool) -> None:
    if as_json:
        for each in documents:
            emit_of(
                books,
                {
                    "company": each.company,
                    "branch": each.branch,
                    "document": each.number,
                    "type": TYPES.get(each.kind, each.kind),
                    "customer": each.customer,
                    "name": each.name,
                    "date": each.date,
                    "currency": each.currency,
                    "open_balance": decimal_string(each.open, each.currency),
                },
            )
        return
    rows = [
        (
            each.company,
            each.branch,
            each.number,
            TYPES.get(each.kind, each.kind),
            each.customer,
            each.name,
            each.date,
            each.currency,
            format_amount(each.open, each.currency),
        )
        for each in documents
    ]
    heads = ("Company", "Branch", "Document", "Type", "Customer", "Name", "Date", "Cur", "Open")
    for text in table(heads, rows, right="        r"):
        say(text)
    say(_totals(documents))


def _totals(documents: list[Document]) -> str:
    sums: dict[str, int] = {}
    for each in documents:
        sums[each.currency] = sums.get(each.currency, 0) + each.open
    said = ", ".join(f"{cur} {format_amount(total, cur)}" for cur, total in sorted(sums.items()))
    count = f"{len(documents):,} document{'' if len(documents) == 1 else 's'}"
    return f"{count}: {said}" if said else f"{count}."


def _tell(books: Ledger, outcome: Outcome, as_json: bool) -> None:
    if as_json:
        found = books.read.documents([result.document for result in outcome.results])
        for result in outcome.results:
            document = found[result.document]
            emit(
                {
                    "document": document.number,
                    "company": document.company,
                    "outcome": result.outcome,
                    "currency": document.currency,
                    "amount": decimal_string(abs(result.amount), document.currency),
                    "voucher": result.voucher,
                    "number": number_of(result.number),
                    "request": result.request,
                    "why": result.text,
                    "again": result.again,
                    "batch": outcome.run.command,
                }
            )
        return
    for result in outcome.results:
        if result.text:
            say(f"{number_of(result.document)}: {result.outcome}: {result.text}.")
    said = ", ".join(f"{count:,} {word}" for word, count in outcome.counts.items())
    names = ", ".join(voucher_name(key) for key in outcome.vouchers)
    say(f"{said}; {names or 'no voucher'}, batch {outcome.run.command}.")


def _tell_before(vouchers: list[str], command: str, as_json: bool) -> None:
    if as_json:
        for key in vouchers:
            emit({"batch": command, "voucher": key, "name": voucher_name(key), "again": True})
        return
    say(f"Batch {command} had been posted before: {', '.join(map(voucher_name, vouchers))}.")


def _tell_dry_run(told: DryRun, as_json: bool) -> None:
    if as_json:
        emit(
            {
                "known_at": told.known_at,
                "outcomes": dict(told.outcome.counts),
                "to_zero": told.to_zero,
                "open": {
                    now.currency: {
                        "now": decimal_string(now.total, now.currency),
                        "after": decimal_string(after.total, after.currency),
                        "ages_after": [
                            decimal_string(each, after.currency) for each in after.buckets
                        ],
                    }
                    for now, after in told.ageing
                },
                "journal": [
                    {
                        "company": line.company,
                        "rule": line.rule,
                        "account": line.account,
                        "currency": line.currency,
                        "amount": decimal_string(line.amount, line.currency),
                    }
                    for line in told.journal
                ],
            }
        )
        return
    for now, after in told.ageing:
        cur = now.currency
        change = format_amount(after.total - now.total, cur)
        say(f"Open {cur}: {format_amount(now.total, cur)}, {change}"
            f" = {format_amount(after.total, cur)}")  # fmt: skip
    for line in told.journal:
        say(
            f"{line.company} {line.rule} {line.account}: {line.currency}"
            f" {format_amount(line.amount, line.currency)}"
        )
    for result in told.outcome.results:
        if result.text:
            say(f"{number_of(result.document)}: {result.outcome}: {result.text}.")
    said = ", ".join(f"{count:,} {word}" for word, count in told.outcome.counts.items())
    say(f"Would be: {said}; accounts brought to zero {told.to_zero:,}. Nothing was posted.")

"""``match``: all that is on account with the documents it pays, without naming each."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext

import click

from artui.commands.common import (
    amount,
    command_option,
    date_option,
    day,
    dry_run_option,
    emit,
    json_option,
    ledger_option,
    opened,
    say,
    table,
)
from artui.commands.exceptions import show_sorted
from artui.commands.journal_sums import journal_records, say_journal, would
from artui.ledger.automatic.auto_match import TIE_BREAKS, Applied, MatchRun, Outcome, auto_match
from artui.ledger.events import voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.rehearsal import rehearsal
from artui.ledger.writeoffs.sorting import Sorted, sort_exceptions

_STATES = {
    "matched": "matched",
    "part": "paid in part",
    "tied": "tied",
    "changed": "changed meanwhile",
    "left": "left",
}


@click.command()
@click.option("--company", default="", help="Of this company; default all.")
@click.option("--customer", default="", help="Of this customer only.")
@click.option("--currency", default="", help="Of this currency only; --limit is in it.")
@click.option("--limit", metavar="AMOUNT", help="Most a match may differ, either way.")
@click.option("--tie-break", type=click.Choice(TIE_BREAKS), help="Decide what fits several ways.")
@click.option("--allow-partial", is_flag=True, help="Pay the oldest with what fits nothing.")
@click.option("--no-late-discount", is_flag=True, help="Accept no discount in its grace days.")
@click.option("--no-tolerance", is_flag=True, help="Write off no shortfall.")
@click.option("--sort", is_flag=True, help="Then sort what is over or short by exception rules.")
@dry_run_option
@date_option
@command_option
@ledger_option
@json_option
def match(
    company: str,
    customer: str,
    currency: str,
    limit: str | None,
    tie_break: str | None,
    allow_partial: bool,
    no_late_discount: bool,
    no_tolerance: bool,
    sort: bool,
    dry_run: bool,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Match open receipts and credits with documents, customer by customer.

    Equal amounts, the fewest documents first; only what leaves nothing open. What fits in several
    ways, and what fits nothing, is named. One voucher per match.
    """
    with opened(ledger) as books, rehearsal(books) if sort and dry_run else nullcontext():
        booked = day(date, books.today())
        runs = {
            code: auto_match(
                books,
                company=code,
                customer=customer,
                currency=currency,
                write_off_limit=_limit(books, limit, code, currency),
                tie_break=tie_break,
                allow_partial=allow_partial,
                accept_late=(lambda _document: False) if no_late_discount else None,
                tolerate=not no_tolerance,
                day=booked,
                dry_run=dry_run and not sort,
                command=command,
            )
            for code in ([company] if company else sorted(books.policies.companies))
        }
        for code, run in runs.items():
            if as_json:
                _emit_run(books, code, run, dry_run=dry_run)
            else:
                _say_run(run)
        if not as_json:
            _say_sums(books, runs, dry_run=dry_run)
        if sort:
            show_sorted(_sorted(books, runs, booked), as_json)


def _sorted(books: Ledger, companies: Iterable[str], day: str) -> list[Sorted]:
    return [each for code in companies for each in sort_exceptions(books, company=code, day=day)]


def _limit(books: Ledger, text: str | None, company: str, currency: str) -> int | None:
    if text is None:
        return None
    return amount(text, currency or books.policies.company(company).base_currency, "limit")


def _say_run(run: MatchRun) -> None:
    """A line for each voucher, and one for each document nothing was applied to."""
    if run.applied:
        heads = ("Voucher", "Documents", "Cur", "Applied", "Discount", "Wr.off", "Kept")
        for text in table(heads, map(_voucher_row, run.applied), right="   rrrr"):
            say(text)
    waiting = [one for one in run.outcomes.values() if not one.voucher]
    if waiting:
        columns = ("Document", "Customer", "Cur", "Open", "State", "Why")
        for text in table(columns, map(_waiting_row, waiting), right="   r"):
            say(text)


def _voucher_row(one: Applied) -> tuple[str, ...]:
    currency = one.documents[0].currency
    figures = (one.amount, one.discount, one.written_off, one.kept)
    numbers = " ".join(document.number for document in one.documents)
    shown = (format_amount(figure, currency) for figure in figures)
    return voucher_name(one.voucher), numbers, currency, *shown


def _waiting_row(outcome: Outcome) -> tuple[str, ...]:
    it = outcome.document
    open_ = format_amount(it.open, it.currency)
    return it.number, it.customer, it.currency, open_, outcome.state, outcome.why


def _say_sums(books: Ledger, runs: dict[str, MatchRun], *, dry_run: bool) -> None:
    say_journal(books, [(code, one.lines) for code, run in runs.items() for one in run.applied])
    states = [one.state for run in runs.values() for one in run.outcomes.values()]
    counted = ", ".join(
        f"{states.count(state)} {word}" for state, word in _STATES.items() if state in states
    )
    vouchers = sum(len(run.applied) for run in runs.values())
    plural = "" if vouchers == 1 else "s"
    say(f"{would(dry_run)}{vouchers} voucher{plural}. Documents: {counted or 'none'}.")


def _emit_run(books: Ledger, company: str, run: MatchRun, *, dry_run: bool) -> None:
    for one in run.applied:
        currency = one.documents[0].currency
        emit(
            {
                "company": company,
                "voucher": one.voucher,
                "dry_run": dry_run,
                "documents": [document.number for document in one.documents],
                "currency": currency,
                "applied": decimal_string(one.amount, currency),
                "discount": decimal_string(one.discount, currency),
                "written_off": decimal_string(one.written_off, currency),
                "kept": decimal_string(one.kept, currency),
                "ways": one.ways,
                "journal": journal_records(books, company, one.lines),
            }
        )
    for outcome in run.outcomes.values():
        document = outcome.document
        emit(
            {
                "company": company,
                "document": document.number,
                "customer": document.customer,
                "currency": document.currency,
                "open_balance": decimal_string(document.open, document.currency),
                "state": outcome.state,
                "voucher": outcome.voucher,
                "ways": outcome.ways,
                "why": outcome.why,
            }
        )

"""``cleanup``: small balances written off, mis-applied money moved to where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from artui.commands.common import (
    amount,
    command_option,
    date_option,
    day,
    dry_run_option,
    emit,
    find_document,
    json_option,
    ledger_option,
    opened,
    say,
    table,
    warn,
)
from artui.commands.journal_sums import journal_records
from artui.ledger.errors import LedgerError, refuse
from artui.ledger.events import number_of, voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.matching.misapplied import ELSEWHERE
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.reversal.reversing import reverse_batch
from artui.ledger.writeoffs.cleanup import (
    MOVE,
    TIE,
    WRITE_OFF,
    Candidate,
    Criteria,
    Rehearsed,
    Report,
    process,
    rehearse,
    search,
)
from artui.ledger.writeoffs.cleanup_words import standing, why, why_not
from artui.reports.cleanup import headline, made_of, rehearsal_text, summary_csv, summary_text

_WORDS = {WRITE_OFF: "write off", MOVE: "move", TIE: "tie"}


@click.command()
@click.option("--limit", default="5.00", help="Balances below this are found; default 5.00.")
@click.option("--no-write-off", is_flag=True, help="Look for no small balances.")
@click.option("--no-match", is_flag=True, help="Look for no mis-applied money.")
@click.option("--near", is_flag=True, help="Near amounts too, not only equal ones.")
@click.option("--batch", default="", help="Only the receipts of this batch and what they paid.")
@click.option("--company", default="", help="Of this company; default all.")
@click.option("--customer", default="", help="Of this customer only.")
@click.option(
    "--post", is_flag=True, help="Post what is found; without it the candidates are listed."
)
@dry_run_option
@click.option("--only", multiple=True, metavar="DOCUMENT", help="Only this row; again for more.")
@click.option("--to", "ways", multiple=True, metavar="CREDIT=DOCUMENT",
              help="Where the money of a tie goes; again for more.")  # fmt: skip
@click.option("--why", "asked", default="", metavar="DOCUMENT",
              help="Say why a document is listed, or why not.")  # fmt: skip
@click.option("--reason", default="", help="Reason code of the write-offs; default BALWOF.")
@click.option("--report", "file", default="", metavar="FILE",
              help="Write the summary report to a file: CSV if it ends in .csv.")  # fmt: skip
@date_option
@command_option
@click.option("--undo", default="", metavar="ID", help="Take back all that a run posted.")
@ledger_option
@json_option
def cleanup(
    limit: str,
    no_write_off: bool,
    no_match: bool,
    near: bool,
    batch: str,
    company: str,
    customer: str,
    post: bool,
    dry_run: bool,
    only: tuple[str, ...],
    ways: tuple[str, ...],
    asked: str,
    reason: str,
    file: str,
    date: str | None,
    command: str | None,
    undo: str,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Clean up receivables: list the candidates, or post them with --post.

    Balances below the limit (strict) are written off, mis-applied money is moved. What is above
    your authority becomes a request; a tie waits until --to says where its money goes.
    """
    with opened(ledger) as books:
        on = day(date, books.today())
        if undo:
            _undo(books, undo, on, command)
            return
        criteria = Criteria(
            not no_write_off, not no_match, amount(limit, _currency(books, company), "limit"),
            not near, batch, company, customer,
        )  # fmt: skip
        found = search(books, criteria)
        if asked:
            _why(books, asked, criteria, found)
            return
        rows = _chosen(found, only, ways)
        if not (post or dry_run):
            _list(books, rows, as_json)
            return
        rows = [row for row in rows if row.kind in (WRITE_OFF, MOVE)]
        if dry_run:
            _rehearsed(books, rehearse(books, rows, reason=reason, day=on), as_json)
            return
        report = process(books, rows, reason=reason, day=on, run=command or "")
        _tell(report, as_json)
        if file:
            _write(file, report)


def _currency(books: Ledger, company: str) -> str:
    """The currency the limit is typed in: the company's, or the first one's."""
    companies = books.policies.companies
    if company:
        return books.policies.company(company).base_currency
    return next((known.base_currency for known in companies.values()), "USD")


def _chosen(
    found: Sequence[Candidate], only: Sequence[str], ways: Sequence[str]
) -> list[Candidate]:
    """The rows named, with the ways chosen; refuses what isn't in the list."""
    chosen = dict(way.partition("=")[::2] for way in ways)
    numbers = {row.document.number for row in found}
    for number in (*only, *chosen):
        if number not in numbers:
            raise refuse("document", 2210, f"{number} is not in the list: --why says the reason")
    rows = [row for row in found if not only or row.document.number in only]
    return [_decided(row, chosen.get(row.document.number, "")) for row in rows]


def _decided(row: Candidate, target: str) -> Candidate:
    if not target or row.move is None:
        return row
    for way in row.move.ways:
        if way.target.number == target:
            return row.choose(way.target.id)
    raise refuse("to", 2210, f"{row.document.number} doesn't fit {target}")


def _why(books: Ledger, number: str, criteria: Criteria, found: Sequence[Candidate]) -> None:
    document = find_document(books, number, criteria.company)
    for row in found:
        if row.key == document.id:
            for sentence in why(books, row, criteria):
                say(sentence)
            return
    for sentence in why_not(books, document.id, criteria, found):
        say(f"{document.number} is not listed: {sentence}.")


def _list(books: Ledger, rows: Sequence[Candidate], as_json: bool) -> None:
    if as_json:
        for row in rows:
            emit({**_record(row), "standing": _standing(books, row)})
        return
    cells = [
        (
            _WORDS[row.kind],
            row.document.number,
            row.document.customer,
            row.document.name,
            row.document.currency,
            format_amount(row.amount, row.document.currency),
            _to(row) or _standing(books, row),
        )
        for row in rows
    ]
    heads = ("Kind", "Document", "Customer", "Name", "Cur", "Amount", "Proposal")
    for text in table(heads, cells, right="     r") if cells else ():
        say(text)
    say(f"{len(rows)} candidate{'' if len(rows) == 1 else 's'}.")


def _to(row: Candidate) -> str:
    move = row.move
    if move is None:
        return ""
    numbers = " or ".join(way.target.number for way in move.ways)
    if move.kind == ELSEWHERE:
        numbers += f" of {move.ways[0].target.customer}"
    note = "" if move.exact else ", near"
    note += ", as other money" if row.kind == TIE and len(move.ways) == 1 else ""
    return f"to {numbers}{note}"


def _standing(books: Ledger, row: Candidate) -> str:
    return standing(books, row.document).words if row.move is None else ""


def _record(row: Candidate) -> dict[str, object]:
    document, move = row.document, row.move
    return {
        "kind": _WORDS[row.kind],
        "company": document.company,
        "document": document.number,
        "customer": document.customer,
        "currency": document.currency,
        "amount": decimal_string(row.amount, document.currency),
        "how": move.kind if move else "",
        "exact": move.exact if move else True,
        "to": [way.target.number for way in move.ways] if move else [],
        "taken_from": [number_of(key) for way in move.ways[:1] for key in way.undo] if move else [],
    }


def _rehearsed(books: Ledger, seen: Rehearsed, as_json: bool) -> None:
    if not as_json:
        for text in rehearsal_text(seen, books.policies):
            say(text)
        return
    _tell(seen.report, as_json, dry_run=True)
    for company in dict.fromkeys(company for company, _line in seen.lines):
        lines = [line for of, line in seen.lines if of == company]
        emit({"company": company, "journal": journal_records(books, company, lines)})


def _tell(report: Report, as_json: bool, *, dry_run: bool = False) -> None:
    if not as_json:
        for text in summary_text(report):
            say(text)
        return
    for one in report.outcomes:
        emit(
            {
                **_record(one.candidate),
                "run": report.run,
                "dry_run": dry_run,
                "outcome": one.outcome,
                "reason": one.reason,
                "made": made_of(one),
                "request": one.request,
                "vouchers": [voucher_name(key) for key in one.vouchers],
                "why": one.text,
            }
        )
    emit({"run": report.run, "dry_run": dry_run, "summary": headline(report)})


def _write(file: str, report: Report) -> None:
    text = summary_csv(report) if file.lower().endswith(".csv") else None
    lines = "".join(f"{line}\n" for line in summary_text(report)) if text is None else text
    try:
        Path(file).write_text(lines, encoding="utf-8")
    except OSError as error:
        raise LedgerError(f"the report can't be written to {file}: {error.strerror}") from None
    warn(f"Summary report written to {file}.")


def _undo(books: Ledger, run: str, on: str, command: str | None) -> None:
    for posted in reverse_batch(books, run, on, command):
        say(f"Voucher {posted.name} ({posted.voucher}) takes back a part of {run}.")

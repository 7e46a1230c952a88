"""``autoapply``: one receipt or credit memo on what it is meant for, by methods tried in turn."""

from __future__ import annotations

from contextlib import nullcontext

import click

from artui.commands.common import (
    day,
    dry_run_option,
    emit,
    find_document,
    opened,
    say,
    table,
)
from artui.commands.journal_sums import journal_records, say_journal, would
from artui.commands.paying import posting_options
from artui.ledger.automatic.auto_apply import (
    METHODS,
    AutoApplied,
    auto_apply_by_list,
    find_candidates,
)
from artui.ledger.documents import Document
from artui.ledger.events import document_key
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.rehearsal import rehearsal


@click.command()
@click.argument("source")
@click.option("--method", "methods", multiple=True, type=click.Choice(tuple(METHODS)),
              help="How; again for what is tried next. Default: all in turn.")  # fmt: skip
@click.option("--with-credits", is_flag=True, help="Take the customer's other credits along.")
@click.option("--new-invoice", default="", metavar="NUMBER", help="The document paid first.")
@click.option("--no-late-discount", is_flag=True, help="Accept no discount in its grace days.")
@click.option("--no-tolerance", is_flag=True, help="Write off no difference.")
@click.option("--candidates", is_flag=True, help="Only list what SOURCE may pay.")
@dry_run_option
@posting_options
def autoapply(
    source: str,
    methods: tuple[str, ...],
    with_credits: bool,
    new_invoice: str,
    no_late_discount: bool,
    no_tolerance: bool,
    candidates: bool,
    dry_run: bool,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Apply SOURCE, an open receipt or credit memo, by the first method that applies."""
    with opened(ledger) as books:
        credit = find_document(books, source, company, "source")
        booked = day(date, books.today())
        if candidates:
            _print_candidates(books, credit, booked, as_json=as_json)
            return
        with rehearsal(books) if dry_run else nullcontext():
            result = auto_apply_by_list(
                books,
                credit.id,
                methods or tuple(METHODS),
                include_open_credits=with_credits,
                new_invoice=document_key(credit.company, new_invoice) if new_invoice else "",
                accept_late=(lambda _document: False) if no_late_discount else None,
                tolerate=not no_tolerance,
                day=booked,
                command=command,
            )
            _print_applied(books, credit, result, dry_run=dry_run, as_json=as_json)


def _print_candidates(books: Ledger, credit: Document, booked: str, *, as_json: bool) -> None:
    found = find_candidates(books, credit.id, day=booked)
    currency, rows = credit.currency, []
    for one in found:
        numbers = [document.number for document in one.documents]
        rows.append((" ".join(numbers), one.how, format_amount(one.difference, currency),
                     str(one.ways)))  # fmt: skip
        if as_json:
            difference = decimal_string(one.difference, currency)
            emit({"documents": numbers, "how": one.how, "difference": difference, "ways": one.ways})
    if not as_json:
        heads = ("Documents", "How", "Difference", "Ways")
        for text in table(heads, rows, right="  rr") if rows else ():
            say(text)
        if not rows:
            say(f"{credit.number} fits nothing.")


def _print_applied(
    books: Ledger, credit: Document, result: AutoApplied, *, dry_run: bool, as_json: bool
) -> None:
    posted = result.posted
    seal = books.read.seal(posted.voucher) if posted else None
    lines = seal.lines if seal else ()
    if as_json:
        left = posted.left if posted else -credit.open
        emit(
            {
                "source": credit.number,
                "method": result.method,
                "voucher": posted.voucher if posted else "",
                "again": posted.again if posted else False,
                "dry_run": dry_run,
                "documents": [document.number for document in result.documents],
                "currency": credit.currency,
                "left": decimal_string(left, credit.currency),
                "ways": result.ways,
                "why": result.why,
                "journal": journal_records(books, credit.company, lines),
            }
        )
    elif posted is None:
        say(f"{credit.number} is not applied. {result.why}.")
    else:
        say_journal(books, [(credit.company, lines)])
        paid = ", ".join(document.number for document in result.documents)
        done = f"on {paid} ({result.method})" if paid else "had been applied before"
        say(f"{would(dry_run)}Voucher {posted.name}: {credit.number} {done}.")

"""``reverse`` and ``adjust-rate``: what was posted taken back, or done again at another rate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import click

from artui.commands.common import (
    day,
    dry_run_option,
    emit,
    find_document,
    opened,
    rate_of,
    say,
    table,
)
from artui.commands.paying import find_voucher, posting_options
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.events import company_of, voucher_name
from artui.ledger.journal import CREDITS
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.reversal import reversing
from artui.ledger.reversal.rate_adjusting import adjust_rate as adjust
from artui.ledger.reversal.reversing import (
    Preview,
    preview,
    reverse_batch,
    reverse_chain,
    reverse_receipt,
    reverse_write_off,
    unapply,
)
from artui.ledger.reversal.undoing import (
    Undoing,
    chain,
    check_reversal,
    of_applications,
    of_batch,
    of_receipt,
    of_write_offs,
    whole,
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be taken back: its key, in words, how to look at it and how to do it."""

    key: str
    words: str
    plan: Callable[[], Undoing]
    post: Callable[[str, str | None], Posted]


@click.command()
@click.argument("voucher", required=False)
@click.option("--chain", "chained", is_flag=True, help="With all that was built on it.")
@click.option("--receipt", default="", metavar="NUMBER", help="A returned payment, wherever used.")
@click.option("--rate", default=None, help="With --receipt: the rate at which the money leaves.")
@click.option("--application", default="", metavar="NUMBER", help="Applications of a document.")
@click.option("--source", default="", metavar="NUMBER", help="Only those of this credit.")
@click.option("--write-off", default="", metavar="NUMBER", help="A document's write-off by hand.")
@click.option("--batch", default="", metavar="ID", help="All that one run or command posted.")
@dry_run_option
@posting_options
def reverse(
    voucher: str | None,
    chained: bool,
    receipt: str,
    rate: str | None,
    application: str,
    source: str,
    write_off: str,
    batch: str,
    dry_run: bool,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Reverse VOUCHER, written U001/RC/2020/147 or "RC 2020-000147", by a new one.

    Or take back a part: --receipt a returned payment with all its applications, --application what
    was applied to a debit or of a credit, --write-off what was written off by hand.
    """
    named = [bool(it) for it in (voucher, receipt, application, write_off, batch)]
    if sum(named) != 1:
        raise click.UsageError(
            "name a voucher, or one of --receipt, --application, --write-off, --batch"
        )
    with opened(ledger) as books:
        if batch:
            _batch(books, batch, day(date, books.today()), command, dry_run, as_json)
            return
        if voucher:
            wanted = _voucher(books, find_voucher(books, voucher, company), voucher, chained)
        elif receipt:
            wanted = _receipt(books, find_document(books, receipt, company), rate_of(rate))
        elif application:
            credit = find_document(books, source, company) if source else None
            wanted = _applications(books, find_document(books, application, company), credit)
        else:
            wanted = _write_off(books, find_document(books, write_off, company))
        on = day(date, books.today())
        if dry_run:
            show_preview(
                books, company_of(wanted.key), preview(books, wanted.plan(), on), as_json=as_json
            )
            return
        posted = wanted.post(on, command)
        if as_json:
            emit(
                {
                    "voucher": posted.voucher,
                    "name": posted.name,
                    "reverses": wanted.key,
                    "again": posted.again,
                }
            )
        else:
            say(f"{wanted.words} reversed by voucher {posted.name} ({posted.voucher}).")


def _batch(
    books: Ledger, batch: str, on: str, command: str | None, dry_run: bool, as_json: bool
) -> None:
    """All vouchers of a batch, each by one of its own."""
    if dry_run:
        for undoing in of_batch(books, batch):
            show_preview(books, undoing.company, preview(books, undoing, on), as_json=as_json)
        return
    posted = reverse_batch(books, batch, on, command)
    if as_json:
        for each in posted:
            emit({"batch": batch, "voucher": each.voucher, "name": each.name, "again": each.again})
        return
    names = ", ".join(each.name for each in posted)
    say(f"Batch {batch} taken back by {names}.")


def _voucher(books: Ledger, key: str, words: str, chained: bool) -> _Wanted:
    if not chained:
        return _Wanted(
            key,
            words,
            lambda: _alone(books, key),
            lambda on, command: reversing.reverse(books, key, day=on, command=command),
        )
    return _Wanted(
        key,
        f"{words} and what was built on it",
        lambda: whole(books, chain(books, key)),
        lambda on, command: reverse_chain(books, key, on, command),
    )


def _alone(books: Ledger, key: str) -> Undoing:
    head, built_on = check_reversal(books, key)
    if built_on:
        names = ", ".join(map(voucher_name, built_on))
        raise refuse("voucher", 2218, f"{names} built on {head.name}: reverse first, or --chain")
    return whole(books, [key])


def _receipt(books: Ledger, document: Document, rate: Decimal | None) -> _Wanted:
    return _Wanted(
        document.id,
        document.number,
        lambda: of_receipt(books, document.id, rate),
        lambda on, command: reverse_receipt(books, document.id, on, rate, command),
    )


def _applications(books: Ledger, document: Document, credit: Document | None) -> _Wanted:
    if document.kind in CREDITS:
        source, target = document.id, ""
    else:
        source, target = credit.id if credit else "", document.id
    return _Wanted(
        document.id,
        f"Applications of {document.number}",
        lambda: of_applications(books, source, target),
        lambda on, command: unapply(books, source=source, target=target, day=on, command=command),
    )


def _write_off(books: Ledger, document: Document) -> _Wanted:
    return _Wanted(
        document.id,
        f"Write-off of {document.number}",
        lambda: of_write_offs(books, document.id),
        lambda on, command: reverse_write_off(books, document.id, on, command),
    )


@click.command("adjust-rate")
@click.argument("receipt")
@click.argument("rate")
@posting_options
def adjust_rate(
    receipt: str,
    rate: str,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Put the RATE of RECEIPT right, in base currency per unit of its own.

    Its cash, the gain or loss of its applications and its write-offs are reversed and posted anew.
    """
    with opened(ledger) as books:
        document = find_document(books, receipt, company)
        value = rate_of(rate)
        assert value is not None, "the command line asks for a rate"
        posted = adjust(books, document.id, value, day(date, books.today()), command)
        if as_json:
            left = decimal_string(posted.left, document.currency)
            emit(
                {
                    "voucher": posted.voucher,
                    "name": posted.name,
                    "document": document.number,
                    "rate": str(value),
                    "left": left,
                    "again": posted.again,
                }
            )
        else:
            say(f"{document.number} has the rate {value} by {posted.name} ({posted.voucher}).")


def show_preview(books: Ledger, company: str, seen: Preview, *, as_json: bool) -> None:
    """Print the balances before and after, and the journal, of what would be posted."""
    base = books.policies.company(company).base_currency
    if as_json:
        for record in _records(seen, base):
            emit(record)
        return
    rows = [
        (
            it.document.number,
            it.document.currency,
            format_amount(it.document.open, it.document.currency),
            format_amount(it.after, it.document.currency),
            "taken back" if it.cancelled else "",
        )
        for it in seen.balances
    ]
    for line in table(("document", "cur", "open now", "open after", ""), rows, "llrr"):
        say(line)
    if seen.lines:
        say("")
    names = books.policies.accounts
    journal = [
        (
            line.rule,
            line.account,
            names.get(line.account, ""),
            line.currency if line.amount else base,
            format_amount(line.amount, line.currency)
            if line.amount
            else format_amount(line.base, base),
        )
        for line in seen.lines
    ]
    if journal:
        for text in table(("rule", "account", "name", "cur", "amount"), journal, "llllr"):
            say(text)


def _records(seen: Preview, base: str) -> Iterator[dict[str, object]]:
    for it in seen.balances:
        currency = it.document.currency
        yield {
            "document": it.document.number,
            "currency": currency,
            "open": decimal_string(it.document.open, currency),
            "after": decimal_string(it.after, currency),
            "cancelled": it.cancelled,
        }
    for line in seen.lines:
        yield {
            "rule": line.rule,
            "account": line.account,
            "division": line.division,
            "currency": line.currency,
            "amount": decimal_string(line.amount, line.currency),
            "base": decimal_string(line.base, base),
        }

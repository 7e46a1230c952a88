"""``list``: what the ledger holds, as a table or as JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import click

from artui.commands.common import (
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
from artui.commands.events import events
from artui.commands.exporting import exports
from artui.commands.journal_batches import batches
from artui.commands.receiving import alias_list, inbox_list
from artui.commands.watches import watches
from artui.commands.write_off_lists import candidates
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.reading.queries import VoucherHead
from artui.ledger.reading.receipts import ReceiptList, Received
from artui.reports.records import (
    TYPES,
    customer_record,
    document_record,
    receipt_record,
    voucher_record,
)

PAGE = 500


@click.group("list")
def list_() -> None:
    """What the ledger holds: open items, customers, receipts, vouchers, events, candidates,
    batches."""


list_.add_command(candidates)
list_.add_command(inbox_list)
list_.add_command(alias_list)
list_.add_command(batches)
list_.add_command(exports)
list_.add_command(watches)
list_.add_command(events)


@list_.command("open-items")
@click.option("--company", default="", help="Of this company only.")
@click.option("--customer", default="", help="Of this customer only.")
@moment_options
@ledger_option
@json_option
def open_items(
    company: str,
    customer: str,
    as_of: str | None,
    known_at: str,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Every open document; credits are negative."""
    with looked_at(ledger, known_at, as_of) as books:
        _check_owner(books, company, customer)
        documents = books.read.all_open_items(company, customer)
        if as_json:
            for document in documents:
                emit_of(books, document_record(document))
            return
        _table(
            (
                "Company",
                "Document",
                "Type",
                "Customer",
                "Name",
                "Date",
                "Due",
                "Cur",
                "Original",
                "Open balance",
            ),
            (
                (
                    d.company,
                    d.number,
                    TYPES.get(d.kind, d.kind),
                    d.customer,
                    d.name,
                    d.date,
                    d.due,
                    d.currency,
                    format_amount(d.original, d.currency),
                    format_amount(d.open, d.currency),
                )
                for d in documents
            ),
            right="        rr",
        )


@list_.command()
@ledger_option
@json_option
def customers(ledger: str | None, as_json: bool) -> None:
    """Every customer by company and number."""
    with opened(ledger) as books:
        found = books.read.all_customers()
        if as_json:
            for customer in found:
                emit(customer_record(customer))
            return
        _table(
            ("Company", "Customer", "Name", "Cur", "Terms", "Group", "Payer", "Division"),
            (
                (c.company, c.customer, c.name, c.currency, c.terms, c.grp, c.payer, c.division)
                for c in found
            ),
        )


@list_.command()
@click.option("--company", default="", help="Of this company only.")
@click.option("--limit", type=click.IntRange(min=1), help="So many at most.")
@moment_options
@ledger_option
@json_option
def vouchers(
    company: str,
    limit: int | None,
    as_of: str | None,
    known_at: str,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Vouchers, newest first."""
    with looked_at(ledger, known_at, as_of) as books:
        heads = islice(_vouchers(books, company), limit)
        if as_json:
            for head in heads:
                emit_of(books, voucher_record(head))
            return
        _table(
            ("Company", "Voucher", "Date", "Period", "Customer", "Cur", "Amount", "Clerk", "Text"),
            (
                (
                    h.company,
                    h.name,
                    h.date,
                    h.period,
                    h.customer,
                    h.currency,
                    format_amount(h.amount, h.currency),
                    h.clerk,
                    _remark(h),
                )
                for h in heads
            ),
            right="      r",
        )


@list_.command()
@click.option("--company", default="", help="Of this company only.")
@click.option("--customer", default="", help="Of this customer only.")
@click.option("--unapplied", is_flag=True, help="Only those with money on account.")
@moment_options
@ledger_option
@json_option
def receipts(
    company: str,
    customer: str,
    unapplied: bool,
    as_of: str | None,
    known_at: str,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Receipts and returned items, newest first."""
    with looked_at(ledger, known_at, as_of) as books:
        found = _receipts(ReceiptList(books.seen, company, customer, unapplied=unapplied))
        if as_json:
            for row in found:
                emit_of(books, receipt_record(row))
            return
        _table(
            ("Company", "Receipt", "Batch", "Customer", "Name", "Date", "Cur", "Amount",
             "Unapplied", "Status"),
            (
                (
                    row.document.company,
                    row.document.number,
                    row.head.batch,
                    row.document.customer,
                    row.document.name,
                    row.document.date,
                    row.document.currency,
                    format_amount(row.amount, row.document.currency),
                    format_amount(row.unapplied, row.document.currency),
                    row.state,
                )
                for row in found
            ),
            right="       rr",
        )  # fmt: skip


def _check_owner(books: Ledger, company: str, customer: str) -> None:
    """Refuse a company or customer there isn't."""
    if company:
        books.policies.company(company)
    known = books.read.customers_numbered(customer) if customer else []
    if customer and not any(company in ("", each.company) for each in known):
        of = f"{company} has" if company else "there is"
        raise refuse("customer", 2207, f"{of} no customer {customer}")


def _receipts(listed: ReceiptList) -> Iterator[Received]:
    for start in range(0, listed.count(), PAGE):
        yield from listed.window(start, PAGE)


def _vouchers(books: Ledger, company: str) -> Iterator[VoucherHead]:
    before: int | None = None
    while True:
        page = books.read.vouchers(before=before, limit=PAGE, company=company)
        yield from page
        if len(page) < PAGE:
            return
        before = page[-1].pos


def _remark(head: VoucherHead) -> str:
    if head.reversed_by:
        return f"{head.text} reversed by {head.reversed_by}".strip()
    return f"reverses {head.reverses}" if head.reverses else head.text


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]], right: str = "") -> None:
    for line in table(heads, rows, right):
        say(line)

"""Events as rows of the tables they make: documents, customers, requests."""

from __future__ import annotations

from typing import Any

from artui.ledger.dates import NOT_DUE
from artui.ledger.documents import discounts_text
from artui.ledger.events import (
    BatchOpened,
    CustomerRegistered,
    DocumentRaised,
    ExceptionRecommended,
    PayerAliasLearned,
    ReceiptRecorded,
    RefundRequested,
    VoucherPosted,
    WriteOffRequested,
    WrittenOff,
    number_of,
)
from artui.ledger.naming import alias_word
from artui.ledger.views.moves import day_number

Row = tuple[Any, ...]

within_company = number_of
"""A voucher's key without its company: it only ever touches documents of its own."""

NUMBER, ALIAS, WORD = 0, 1, 2
"""Ranks of a customer's search words: the number, a whole alias, a name or a word of one."""


def raised_row(pos: int, event: DocumentRaised) -> list[Any]:
    """A document as it begins, column by column."""
    return [
        pos,
        event.document,
        event.kind,
        event.customer,
        event.name,
        event.branch,
        event.division,
        event.control,
        event.currency,
        event.date,
        None if event.due == NOT_DUE else event.due,
        event.amount,
        event.open,
        event.base,
        event.rate,
        event.terms,
        event.reference,
        event.group_invoice,
        event.max_tolerance,
        event.tax,
        discounts_text(event.discounts) if event.discounts else "",
        event.late_until,
        0,
        0,
        0,
        within_company(event.originator_id),
        pos,
        None,
        event.clerk,
        0,
    ]


def receipt_row(pos: int, event: ReceiptRecorded) -> list[Any]:
    """A receipt or returned item as it begins, column by column."""
    return [
        pos,
        event.document,
        event.kind,
        event.customer,
        event.known_as,
        "",
        event.division,
        event.control,
        event.currency,
        event.date,
        None if event.amount < 0 else event.received,
        event.amount,
        event.amount,
        event.base,
        event.rate,
        "",
        event.reference,
        "",
        None,
        0,
        "",
        "",
        0,
        0,
        0,
        within_company(event.originator_id),
        pos,
        None,
        event.clerk,
        day_number(event.received),
    ]


def write_off_row(pos: int, event: WrittenOff, date: str) -> Row:
    """The document a write-off by hand makes; the rest it takes from the one it closes."""
    kind = "balance_write_off" if event.amount > 0 else "credit_write_off"
    return (
        pos,
        event.number,
        kind,
        date,
        -event.amount,
        event.rate,
        -event.tax,
        within_company(event.originator_id),
        event.clerk,
        event.document,
    )


def request_row(event: WriteOffRequested | RefundRequested) -> Row:
    """A request that waits to be decided on."""
    if isinstance(event, RefundRequested):
        kind, limit, bank_account = "refund", None, event.bank_account
    else:
        kind, limit, bank_account = "write-off", event.limit, ""
    return (
        event.company,
        event.number,
        event.document,
        event.amount,
        event.reason,
        event.currency,
        event.open,
        event.version,
        limit,
        event.note,
        event.clerk,
        event.recorded_at,
        "pending",
        "",
        0,
        "",
        "",
        kind,
        bank_account,
    )


def recommendation_row(event: ExceptionRecommended) -> Row:
    """The row of a recommendation that waits."""
    return (
        event.company,
        event.number,
        event.document,
        event.receipt,
        event.currency,
        event.open,
        event.rule,
        event.since,
        event.reason,
        event.note,
        event.clerk,
        event.recorded_at,
        "pending",
        "",
        0,
        "",
        "",
        "",
        "",
        0,
        "",
    )


def alias_row(pos: int, event: PayerAliasLearned) -> Row:
    """A learned name or account that leads to its customer."""
    word = alias_word(event.kind, event.text)
    return event.company, event.number, word, event.customer, pos, 0


def named_batch_row(event: ReceiptRecorded, seal: VoucherPosted) -> Row:
    """A batch as its first receipt names it: without control figures."""
    return _batch(seal.company, seal.batch, event.bank_account, event.currency, seal.date)


def opened_batch_row(event: BatchOpened) -> Row:
    """A batch with its control figures."""
    return _batch(
        event.company,
        event.batch,
        event.bank_account,
        event.currency,
        event.day,
        event.count,
        event.total,
        event.originator_version,
        event.clerk,
        event.note,
    )


def _batch(
    company: str,
    batch: str,
    bank_account: str,
    currency: str,
    day: str,
    count: int | None = None,
    total: int | None = None,
    version: int = 0,
    clerk: str = "",
    note: str = "",
) -> Row:
    known = (company, batch, bank_account, currency, day, count, total, version, clerk, note)
    return (*known, 0, 0, 0, 0, "", "", 0)


def customer_row(pos: int, event: CustomerRegistered) -> Row:
    """A customer as the event leaves it."""
    return (
        event.company,
        event.customer,
        event.name,
        "|".join(event.aliases),
        event.currency,
        event.terms,
        event.group,
        event.payer,
        event.division,
        "|".join(event.branches),
        event.write_off_limit,
        event.credit_limit,
        int(event.hold),
        int(event.tolerance_blocked),
        event.originator_version,
        pos,
    )


def customer_words(event: CustomerRegistered) -> dict[str, int]:
    """A customer's lower-case search words with their best rank."""
    words: dict[str, int] = {event.customer.lower(): NUMBER}
    for alias in event.aliases:
        words.setdefault(alias.lower(), ALIAS)
    for name in (event.name, *event.aliases):
        for word in (name.lower(), *name.lower().split()):
            words.setdefault(word, WORD)
    words.pop("", None)
    return words

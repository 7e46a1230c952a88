"""The files of another system: customers, open invoices and memos, receipts, exchange rates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeVar

from artui.importers.table import Reading, Row, read_table

KINDS = {
    "INV": "invoice",
    "DM": "debit_memo",
    "OC": "overdue_charge",
    "CB": "chargeback",
    "CM": "credit_memo",
    "PP": "prepayment",
}
"""Document types of a file and the kinds they are."""

CREDIT_TYPES = ("CM", "PP")

_L = TypeVar("_L", bound="Line")


class CustomerLine(NamedTuple):
    """A customer; ``None`` where the file has no such column, so what is known stays."""

    line: int
    company: str
    customer: str
    name: str
    currency: str
    aliases: tuple[str, ...] | None
    terms: str | None
    group: str | None
    payer: str | None
    division: str | None


class DocumentLine(NamedTuple):
    """A document; amounts in minor units, signed as balances (credits < 0)."""

    line: int
    company: str
    number: str
    kind: str
    customer: str
    name: str
    date: str
    due: str
    currency: str
    amount: int
    open: int
    terms: str
    reference: str
    branch: str
    division: str


class ReceiptLine(NamedTuple):
    """Money received; ``amount`` in minor units, < 0 for a returned item."""

    line: int
    number: str
    date: str
    customer: str
    payer: str
    currency: str
    amount: int
    method: str
    reference: str
    bank_reference: str


class RateLine(NamedTuple):
    """A rate from a day on: units of base currency for one of the currency."""

    line: int
    base_currency: str
    currency: str
    since: str
    rate: Decimal


Line = CustomerLine | DocumentLine | ReceiptLine | RateLine


def read_customers(
    path: Path, names: Mapping[str, str] | None = None, decimal_mark: str = "."
) -> Reading[CustomerLine]:
    """Read a customers file; a number may be there once per company."""
    seen: dict[tuple[str, str], int] = {}

    def read(row: Row[CustomerLine]) -> CustomerLine:
        company = _company(row)
        customer = row.needed("customer_no", "a number")
        _once(row, "customer_no", (company, customer), seen)
        aliases = row.text("aliases").split("|")
        return CustomerLine(
            row.line,
            company,
            customer,
            row.needed("name", "a name"),
            row.currency("currency"),
            tuple(filter(None, map(str.strip, aliases))) if row.has("aliases") else None,
            _optional(row, "payment_terms"),
            _optional(row, "group"),
            _optional(row, "payer"),
            _optional(row, "division"),
        )

    return _read(
        path,
        ("customer_no", "name", "company_code", "currency"),
        ("aliases", "payment_terms", "group", "payer", "division"),
        names,
        decimal_mark,
        read,
    )


def read_invoices(
    path: Path, names: Mapping[str, str] | None = None, decimal_mark: str = "."
) -> Reading[DocumentLine]:
    """Read a file of invoices and memos; a number may be there once per company.

    The open amount carries the sign of the balance: a credit memo's is negative. The original
    amount of a credit may be written either way; it is kept negative.
    """
    seen: dict[tuple[str, str], int] = {}

    def read(row: Row[DocumentLine]) -> DocumentLine:
        number = row.needed("doc_no", "a number")
        company = _company(row)
        _once(row, "doc_no", (company, number), seen)
        type_ = row.needed("doc_type", "a document type").upper()
        if type_ and type_ not in KINDS:
            row.blame("doc_type", f"is no document type ({', '.join(KINDS)})")
        customer = row.needed("customer_no", "a customer")
        days = row.day("doc_date"), row.day("due_date")
        currency = row.currency("currency")
        amount, open_ = row.amount("amount", currency), row.amount("open_amount", currency)
        if type_ in CREDIT_TYPES:
            if open_ > 0:
                row.blame("open_amount", f"is above zero: the balance of a {type_} is negative")
            amount = -abs(amount)
        elif amount < 0:
            row.blame("amount", f"is below zero: a {type_} is raised for a positive amount")
        return DocumentLine(
            row.line,
            company,
            number,
            KINDS.get(type_, ""),
            customer,
            row.text("customer_name"),
            *days,
            currency,
            amount,
            open_,
            row.text("payment_terms"),
            row.text("reference"),
            row.text("branch"),
            row.text("division"),
        )

    return _read(
        path,
        (
            "doc_no",
            "doc_type",
            "company_code",
            "customer_no",
            "doc_date",
            "due_date",
            "currency",
            "amount",
            "open_amount",
        ),
        ("customer_name", "payment_terms", "reference", "branch", "division"),
        names,
        decimal_mark,
        read,
    )


def read_receipts(
    path: Path, names: Mapping[str, str] | None = None, decimal_mark: str = "."
) -> Reading[ReceiptLine]:
    """Read a receipts file; a receipt number may be there once."""
    seen: dict[tuple[str, str], int] = {}

    def read(row: Row[ReceiptLine]) -> ReceiptLine:
        number = row.needed("receipt_no", "a number")
        _once(row, "receipt_no", ("", number), seen)
        day = row.day("value_date")
        currency = row.currency("currency")
        amount = row.amount("amount", currency)
        if not amount and not row.bad:
            row.blame("amount", "is zero: a receipt of zero moves no money")
        return ReceiptLine(
            row.line,
            number,
            day,
            row.text("customer_no"),
            row.text("payer_name"),
            currency,
            amount,
            row.text("method"),
            row.text("reference"),
            row.text("bank_reference"),
        )

    return _read(
        path,
        ("receipt_no", "value_date", "currency", "amount"),
        ("customer_no", "payer_name", "method", "reference", "bank_reference"),
        names,
        decimal_mark,
        read,
    )


def read_rates(
    path: Path, names: Mapping[str, str] | None = None, decimal_mark: str = "."
) -> Reading[RateLine]:
    """Read a file of exchange rates; a pair of currencies may have one rate a day."""
    seen: dict[tuple[str, str], int] = {}

    def read(row: Row[RateLine]) -> RateLine:
        base, currency = row.currency("base_currency"), row.currency("currency")
        if base and base == currency:
            row.blame("currency", "is the base currency: it has no rate to itself")
        since = row.day("date")
        _once(row, "date", (f"{base}/{currency}", since), seen)
        return RateLine(row.line, base, currency, since, row.rate("rate"))

    return _read(path, ("base_currency", "currency", "date", "rate"), (), names, decimal_mark, read)


def _read(
    path: Path,
    required: tuple[str, ...],
    optional: tuple[str, ...],
    names: Mapping[str, str] | None,
    decimal_mark: str,
    read: Callable[[Row[_L]], _L],
) -> Reading[_L]:
    reading: Reading[_L] = Reading(read_table(path, required, optional, names or {}))
    for raw in reading.table.rows:
        row = Row(reading, raw, decimal_mark)
        line = None if row.bad else read(row)
        if line is not None and not row.bad:
            reading.lines.append(line)
    return reading


def _company(row: Row[_L]) -> str:
    company = row.needed("company_code", "a company")
    if "/" in company:
        row.blame("company_code", "can't be a company's code: it holds a stroke")
    return company


def _optional(row: Row[_L], column: str) -> str | None:
    return row.text(column) if row.has(column) else None


def _once(
    row: Row[_L], column: str, key: tuple[str, str], seen: dict[tuple[str, str], int]
) -> None:
    if not key[1]:
        return
    first = seen.setdefault(key, row.line)
    if first != row.line:
        row.blame(column, f"is there twice: first on line {first}")

"""The ledger as a beancount book, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from artui.ledger.events import voucher_name
from artui.ledger.ledger import Ledger
from artui.reports.books.entries import Entry, entries
from artui.reports.books.writing import amounts, component, name_of, text_of

_BEGINNING = "1900-01-01"
"""When every account is opened: vouchers may carry any day of a period."""


def beancount_lines(ledger: Ledger, companies: Sequence[str]) -> Iterator[str]:
    """Options first, then a transaction a voucher; each account is opened before it is used.

    The worth of an amount in another currency stands behind it as a total price. Vouchers are
    linked by their names.
    """
    bases = dict.fromkeys(ledger.policies.company(code).base_currency for code in companies)
    title = f"artui: {', '.join(companies)}"
    yield f'option "title" {_quoted(title)}'
    for base in bases:
        yield f'option "operating_currency" "{base}"'
    # A total price is kept there as a price a unit, which may end in a rounding far behind a cent.
    yield 'option "inferred_tolerance_default" "*:0.0000001"'
    opened: set[str] = set()
    for entry in entries(ledger, companies):
        yield ""
        for part in entry.parts:
            name = name_of(part.account)
            if name not in opened:
                opened.add(name)
                yield f"{_BEGINNING} open {name}"
        yield from _transaction(entry)


def _transaction(entry: Entry) -> Iterator[str]:
    company = entry.voucher.partition("/")[0]
    said = f"{company} {voucher_name(entry.voucher)} {text_of(entry.text)}".rstrip()
    link = "-".join(component(part) for part in entry.voucher.split("/"))
    yield f"{entry.date} * {_quoted(said)} ^{link}"
    for key, value in (("customer", entry.customer), ("clerk", entry.clerk)):
        if value:
            yield f"  {key}: {_quoted(text_of(value))}"
    yield f"  event: {entry.position}"
    for part in entry.parts:
        for one in amounts(part, entry.base_currency):
            worth = f" @@ {one.worth} {one.base_currency}" if one.base_currency else ""
            yield f"  {name_of(part.account)}  {one.number} {one.currency}{worth}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

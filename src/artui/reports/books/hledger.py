"""The ledger as an hledger journal, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from artui.ledger.events import voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string
from artui.reports.books.entries import Entry, entries
from artui.reports.books.writing import amounts, name_of, text_of


def hledger_lines(ledger: Ledger, companies: Sequence[str]) -> Iterator[str]:
    """Commodities first, then a transaction a voucher; each account is declared before it is used.

    The worth of an amount in another currency stands behind it as a total price.
    """
    for currency in sorted(ledger.policies.currencies):
        sample = decimal_string(10 ** len(decimal_string(0, currency)), currency)
        yield f"commodity {sample} {currency}"
    declared: set[str] = set()
    for entry in entries(ledger, companies):
        for part in entry.parts:
            name = name_of(part.account)
            if name not in declared:
                declared.add(name)
                yield f"account {name}"
        yield ""
        yield from _transaction(entry)


def _transaction(entry: Entry) -> Iterator[str]:
    company = entry.voucher.partition("/")[0]
    said = text_of(entry.text).replace(";", ",").replace("|", "/")
    code = f"{company} {voucher_name(entry.voucher)}"
    yield f"{entry.date} * ({code}) {said}".rstrip()
    tags = {
        "customer": entry.customer,
        "clerk": entry.clerk,
        "event": str(entry.position),
    }
    told = ", ".join(f"{key}: {_tag(value)}" for key, value in tags.items() if value)
    yield f"    ; {told}"
    for part in entry.parts:
        for one in amounts(part, entry.base_currency):
            worth = f" @@ {one.worth} {one.base_currency}" if one.base_currency else ""
            yield f"    {name_of(part.account)}  {one.number} {one.currency}{worth}"


def _tag(value: str) -> str:
    return text_of(value).replace(",", " ").replace(":", " ")

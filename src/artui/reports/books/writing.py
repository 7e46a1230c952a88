"""How a book is spelled: account names, amounts with their worth, texts that stay texts; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from artui.ledger.money import decimal_string
from artui.reports.books.entries import Account, Part

_PLAIN = re.compile(r"[^A-Za-z0-9-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class Amount(NamedTuple):
    """What a posting says: an amount in a currency, and what all of it is worth in another."""

    number: str
    currency: str
    worth: str = ""
    base_currency: str = ""


def name_of(account: Account) -> str:
    """An account's name in both programs; no two accounts share one."""
    area = "Receivable" if account.customer else ""
    parts = (account.root, area, account.company, account.number, account.customer)
    return ":".join([parts[0], *(component(part) for part in parts[1:] if part)])


def component(text: str) -> str:
    """A part of an account's name: letters, digits and dashes, beginning with a capital or digit.
    What else there is stands as its number: ``a b`` is ``X61-X20-b``."""
    plain = _PLAIN.sub(lambda found: f"-X{ord(found.group()):X}-", text)
    first = plain[:1]
    if not first or not (first.isdigit() or "A" <= first <= "Z"):
        return f"X{ord(first):X}{plain[1:]}" if first else "None"
    return plain


def text_of(text: str) -> str:
    """A text in one line that steers nothing."""
    return _CONTROL.sub(" ", text).strip()


def amounts(part: Part, base_currency: str) -> Iterator[Amount]:
    """The postings of a part: most are one; what has no amount of its own, or one worth the other
    way round, is its amount for nothing and its worth beside it."""
    number = decimal_string(part.amount, part.currency)
    worth = decimal_string(abs(part.base), base_currency)
    if part.currency == base_currency:
        if part.amount:
            yield Amount(number, part.currency)
        if part.base != part.amount:
            rest = decimal_string(part.base - part.amount, base_currency)
            yield Amount(rest, base_currency)
    elif not part.amount:
        yield Amount(decimal_string(part.base, base_currency), base_currency)
    elif not part.base or (part.amount > 0) == (part.base > 0):
        yield Amount(number, part.currency, worth, base_currency)
    else:
        yield Amount(number, part.currency, decimal_string(0, base_currency), base_currency)
        yield Amount(decimal_string(part.base, base_currency), base_currency)

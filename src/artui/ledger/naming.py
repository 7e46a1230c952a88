"""Keys of documents and vouchers, and how people write them and count."""

from __future__ import annotations


def document_key(company: str, number: str) -> str:
    """The key of a document: numbers are unique within a company."""
    return f"{company}/{number}"


def company_of(key: str) -> str:
    """The company of a document or voucher key."""
    return key.partition("/")[0]


def number_of(key: str) -> str:
    """The number of a document key, as people write it."""
    return key.partition("/")[2]


def numbered(key: str) -> tuple[str, int] | None:
    """Company and number of a key whose number counts: a request's, a recommendation's."""
    company, _, number = key.rpartition("/")
    return (company, int(number)) if number.isdecimal() and len(number) <= 9 else None


def plain(name: str) -> str:
    """A name as it is compared: case and blanks don't count."""
    return " ".join(name.split()).casefold()


def alias_word(kind: str, text: str) -> str:
    """What a payer's name, or account (``kind``), is looked up by."""
    return plain("".join(text.split()) if kind == "account" else text)


def voucher_key(company: str, series: str, year: int, number: int) -> str:
    """The key (and stream) of a voucher."""
    return f"{company}/{series}/{year}/{number}"


def voucher_name(key: str) -> str:
    """A voucher key as people write it: ``RC 2020-000147``."""
    _company, series, year, number = key.split("/")
    return f"{series} {year}-{int(number):06d}"


def many(count: int, word: str) -> str:
    """``1 customer``, ``1,204 customers``."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"

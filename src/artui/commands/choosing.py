"""What a line says of documents to be paid: which, how much, and what is wished for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import click
from msgspec.structs import replace

from artui.commands.common import P, R
from artui.ledger.distribution import Distribution, Line
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.events import document_key, number_of
from artui.ledger.ledger import Ledger
from artui.ledger.money import AmountError, parse_amount
from artui.ledger.receiving.recovering import untolerated, written_off
from artui.ledger.settlement import Wish

WRITTEN_OFF = 2663


@dataclass(frozen=True, slots=True)
class Choice:
    """The documents named on the line and what was wished for them."""

    documents: tuple[str, ...]
    accept_late: bool
    discount: tuple[str, ...]
    discount_reason: str
    tolerate: bool
    short_reason: str
    write_off: tuple[str, ...] = ()
    write_off_reason: str = ""
    recover: bool | None = None  # None where it can't be asked for

    def wish(self, discount: int | None, write_off: int | None = None) -> Wish:
        """The wish for one document, with its discount and write-off by hand if they were named."""
        reason = self.discount_reason if discount is not None else ""
        wish = Wish(self.accept_late, discount, reason, self.tolerate, self.short_reason)
        if write_off is None:
            return wish
        return replace(wish, write_off=write_off, write_off_reason=self.write_off_reason)


def choice_options(command: Callable[P, R]) -> Callable[P, R]:
    """What ``pay`` and ``apply`` say about documents."""
    for option in (
        click.option(
            "--recover",
            is_flag=True,
            help="Take the write-off of a --document back first; all that was written off of it.",
        ),
        click.option(
            "--short-reason",
            default="",
            metavar="CODE",
            help="Why a rest stays open on purpose; nothing is written off then.",
        ),
        click.option("--no-tolerance", is_flag=True, help="Write off no difference."),
        click.option(
            "--write-off-reason",
            default="",
            metavar="CODE",
            help="The reason of what is written off by hand.",
        ),
        click.option(
            "--write-off",
            multiple=True,
            metavar="NUMBER=AMOUNT",
            help="Write off by hand; a request if you entered the receipt.",
        ),
        click.option(
            "--discount-reason",
            default="",
            metavar="CODE",
            help="The reason of a discount beyond the terms.",
        ),
        click.option(
            "--discount",
            multiple=True,
            metavar="NUMBER=AMOUNT",
            help="A discount by hand on a document.",
        ),
        click.option(
            "--accept-late",
            is_flag=True,
            help="Give the discount of documents within their grace days.",
        ),
        click.option(
            "--document",
            "documents",
            multiple=True,
            metavar="NUMBER[=AMOUNT]",
            help="A document to be paid, whole or this much of it; again for more.",
        ),
    ):
        command = option(command)
    return command


def distribute(
    books: Ledger, distribution: Distribution, company: str, choice: Choice
) -> list[Line]:
    """Credits first, since they add to what the debits can get; else in the order named."""
    currency = distribution.currency
    discounts = dict(_named(books, text, company, currency) for text in choice.discount)
    write_offs = dict(_named(books, text, company, currency) for text in choice.write_off)
    chosen = [_named(books, text, company, currency) for text in choice.documents]
    keys = [key for key, _amount in chosen]
    for key in (discounts | write_offs).keys() - set(keys):
        raise refuse("document", 2213, f"{number_of(key)} is not named to be paid")
    documents = books.read.documents(keys)
    for key, _wanted in sorted(chosen, key=lambda pair: _is_debit(documents, pair[0])):
        if key not in documents:
            raise refuse("document", 2210, f"document {number_of(key)} does not exist")
        wish = choice.wish(discounts.get(key), write_offs.get(key))
        document, wish = _as_it_will_be(books, documents[key], wish, choice.recover)
        distribution.pay(document, dict(chosen)[key], wish)
    return [distribution.lines[key] for key in dict.fromkeys(keys)]


def _as_it_will_be(
    books: Ledger, document: Document, wish: Wish, recover: bool | None
) -> tuple[Document, Wish]:
    """A document and what is wished for it; one that was written off as it stands once that is
    taken back, if it may be."""
    one = written_off(books, document)
    if one is None:
        return document, wish
    if not recover:
        how = "" if recover is None else "; --recover takes that back first"
        raise refuse("document", WRITTEN_OFF, f"{one.closed}{how}")
    return one.document, untolerated(wish)


def written_off_of(books: Ledger, lines: Iterable[Line]) -> list[str]:
    """The documents of lines that are written off as they stand: their keys."""
    known = books.read.documents([line.document.id for line in lines])
    return [key for key, document in known.items() if document.state == "closed"]


def _is_debit(documents: dict[str, Document], key: str) -> bool:
    return key in documents and documents[key].open > 0


def _named(books: Ledger, text: str, company: str, currency: str) -> tuple[str, int | None]:
    """A document's key and amount from ``NUMBER[=AMOUNT]``; a number may hold ``=`` itself."""
    number, mark, figure = text.rpartition("=")
    whole = document_key(company, text)
    if not mark or books.read.document(whole) is not None:
        return whole, None
    try:
        return document_key(company, number), parse_amount(figure, currency)
    except AmountError as error:
        raise refuse("document", error.number, f"{text}: {error}") from None

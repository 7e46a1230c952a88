"""What a clerk typed of the history they want, as the ledger's filters."""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.reading.event_words import KINDS
from artui.ledger.reading.history import NO_KIND, Filters
from artui.screens import lookup
from artui.screens.voucher_words import find_voucher

ALL = "all"


class Wanted(NamedTuple):
    """The filters as typed."""

    customer: str = ""
    document: str = ""
    voucher: str = ""
    kind: str = ""
    clerk: str = ""
    since: str = ""
    until: str = ""
    after: int = 0


def filters_of(ledger: Ledger, wanted: Wanted, company: str = "") -> Filters:
    """What was typed, each found; refuses, with its field, what isn't or may be several."""
    return Filters(
        customer=_customer(ledger, wanted.customer, company) if wanted.customer else "",
        document=_document(ledger, wanted.document) if wanted.document else "",
        voucher=find_voucher(ledger, wanted.voucher, company).id if wanted.voucher else "",
        clerk=wanted.clerk,
        kind=_kind(wanted.kind),
        since=wanted.since,
        until=wanted.until,
        after=wanted.after,
    )


def _customer(ledger: Ledger, text: str, company: str) -> str:
    found = lookup.resolve_customer(ledger, text, company)
    if not isinstance(found, list):
        return f"{found.company}/{found.customer}"
    if not found:
        raise refuse("customer", 2207, f"No customer is called {text!r}.")
    names = ", ".join(f"{hit.customer.company}/{hit.customer.customer}" for hit in found[:3])
    raise refuse("customer", 2207, f"{text} may be {names}: name one, F4 lists them")


def _document(ledger: Ledger, text: str) -> str:
    whole = ledger.read.document(text)
    found = [whole] if whole else ledger.read.find_documents(text)
    if len(found) == 1:
        return found[0].id
    if not found:
        raise refuse("document", 2210, f"document {text} does not exist")
    names = ", ".join(document.id for document in found[:4])
    raise refuse("document", 2210, f"{text} may be {names}: name one whole")


def _kind(text: str) -> str:
    """The kind meant: whole, or the only one that begins so."""
    wanted = text.casefold()
    if wanted in ("", ALL, *KINDS):
        return "" if wanted == ALL else wanted
    found = [kind for kind in KINDS if kind.startswith(wanted)]
    if len(found) != 1:
        several = ", ".join(found) or "no kind; F4 lists them"
        raise refuse("kind", NO_KIND, f"{text!r} is {several}")
    return found[0]

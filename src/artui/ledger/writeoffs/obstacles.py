"""What stands between a clerk and writing a document off, in words: every cause with its figures.

Why a list doesn't hold a document says :func:`artui.ledger.writeoffs.selecting.why_not`; this is
about documents it does hold, too: whether it would be written off, asked for or refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from artui.ledger.dates import add_days, days_between
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.people.duties import own_receipt
from artui.ledger.writeoffs.authority import Authority
from artui.ledger.writeoffs.by_hand import Hand
from artui.ledger.writeoffs.caps import Spending, levels
from artui.ledger.writeoffs.request_list import pending
from artui.ledger.writeoffs.write_offs import STANDARD_REASON, operation


class Obstacle(NamedTuple):
    """One cause, and whether a request gets past it: somebody else may still approve."""

    text: str
    may_ask: bool = False


def obstacles(
    ledger: Ledger, document: Document, day: str = "", reason: str = ""
) -> list[Obstacle]:
    """All that stops the clerk from writing off what is open of a document on a ``day`` (default
    today) for a ``reason`` (default the standard one); none = it is written off."""
    day = day or ledger.today()
    found = [*_about_document(ledger, document, day)]
    if document.open and document.customer:
        found += _about_clerk(ledger, document, day, reason)
    return found


def authority_of(ledger: Ledger, document: Document, day: str = "", reason: str = "") -> Authority:
    """Every level and cap that bounds the clerk for a document."""
    reason = reason or STANDARD_REASON[operation(document)]
    return Hand(ledger, day or ledger.today()).authority(document, reason)


def _about_document(ledger: Ledger, document: Document, day: str) -> Iterator[Obstacle]:
    if not document.open:
        yield Obstacle("nothing of it is open")
    if document.hold:
        yield Obstacle("it is on hold")
    if document.dispute:
        yield Obstacle("it is in dispute")
    if not document.customer:
        yield Obstacle("it is unidentified cash")
    for request in pending(ledger, document.company, document.id):
        asked = format_amount(request.amount, request.currency)
        yield Obstacle(
            f"request {request.key} by {request.clerk} waits for it: {asked} {request.currency}"
        )
    least = ledger.policies.parameters(document.company, day).least_age
    age = days_between(document.date, day) if day >= document.date else 0
    if least and age < least:
        first = add_days(document.date, least)
        yield Obstacle(f"it is {age} days old, the least age is {least}: from {first} on")
    try:
        ledger.policies.open_period(document.company, day, "date")
    except Refused as refused:
        yield Obstacle(refused.problems[0].text)


def _about_clerk(ledger: Ledger, document: Document, day: str, reason: str) -> Iterator[Obstacle]:
    if not ledger.may("writeoffs.post"):
        yield Obstacle(f"{ledger.clerk} may not write off", ledger.may("writeoffs.request"))
    if bar := own_receipt(ledger, document, ledger.clerk, day):
        yield Obstacle(f"{bar} (rule 21)", may_ask=True)
    amount, currency = abs(document.open), document.currency
    authority = authority_of(ledger, document, day, reason)
    caps = dict(_caps(ledger, document, day))
    for level in authority.bounding(amount):
        said = caps.get(level.name) or f"is above {level.words(currency)}"
        figure = f"{format_amount(amount, currency)} {currency}"
        yield Obstacle(f"{figure} {said}", not authority.final(amount))
    if amount < authority.least:
        yield Obstacle(authority.why_not(amount))


def _caps(ledger: Ledger, document: Document, day: str) -> Iterator[tuple[str, str]]:
    """What each cap says, by the name of its level: how much of it is gone, how much is left."""
    user, currency = ledger.clerk, document.currency
    parameters = ledger.policies.parameters(document.company, day)
    spent = Spending(ledger, user, day).spent(document)
    whose = (
        (f"of {document.number}", parameters.document_cap, spent.document),
        (f"of {document.customer} in {day[:4]}", parameters.customer_cap, spent.customer),
        (f"of {user} on {day}", parameters.user_cap, spent.user),
        ("of the run", parameters.run_cap, spent.run),
    )
    set_ = [(of, caps[currency], used) for of, caps, used in whose if currency in caps]
    bounds = levels(parameters, document, user, day, spent)
    for level, (of, cap, used) in zip(bounds, set_, strict=True):
        most, gone, left = (
            format_amount(figure, currency) for figure in (cap, used, level.amount or 0)
        )
        yield level.name, f"is above the {left} left {of}: {gone} of its cap {most} is gone"

"""What all automatic programs share: the account of a credit, its claims, and how they are paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import paying
from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.matching import Claim, age, claim_of
from artui.ledger.settlement import Wish
from artui.ledger.situation import RunLimit

Accept = Callable[[Document], bool]
"""Whether the late discount of a document is accepted."""


class Manner(NamedTuple):
    """How an automatic program settles: posting day, the run's limit, what is accepted.

    Without a word about late discounts only an exact match accepts them (rule 7).
    """

    day: str
    limit: RunLimit | None = None
    accept_late: Accept | None = None
    tolerate: bool = True

    def accepts(self, document: Document, *, exact: bool) -> bool:
        """Whether the late discount of a document is given, in an exact match or not."""
        return exact if self.accept_late is None else self.accept_late(document)


def posting_day(
    ledger: Ledger, company: str, day: str = "", documents: Iterable[Document] = ()
) -> str:
    """The day a program posts on: the one named, else today; of applied ``documents`` the newest
    one's where the company's parameters say so. Refuses a day that isn't open (rule 14)."""
    day = day or ledger.today()
    policies, dates = ledger.policies, [document.date for document in documents]
    if policies.parameters(company, day).effect_date == "latest":
        if not dates:
            return day  # the documents will say
        day = max(dates)
    policies.open_period(company, day)
    return day


def credit_to_apply(ledger: Ledger, source: str) -> Document:
    """The open credit document of a key; refuses what has no credit, or is on hold."""
    credit = ledger.read.document(source)
    if credit is None:
        raise refuse("source", 2210, f"document {ev.number_of(source)} does not exist")
    if credit.open >= 0:
        raise refuse("source", 2212, f"{credit.number} has no credit to apply")
    if credit.hold:
        raise refuse("source", 2117, f"{credit.number} is on hold")
    return credit


def payable(ledger: Ledger, credit: Document) -> tuple[list[Document], list[Document]]:
    """The debits a credit's customer may pay in its currency and the other credits of that
    customer itself, none on hold, oldest first."""
    payers = ledger.read.pays_for(credit.company, credit.customer)
    items = ledger.read.open_items(credit.company, payers, credit.currency) if payers else []
    items = sorted((one for one in items if not one.hold and one.id != credit.id), key=age)
    debits = [document for document in items if document.open > 0]
    return debits, [d for d in items if d.open < 0 and d.customer == credit.customer]


def claims_of(
    ledger: Ledger, credit: Document, debits: Iterable[Document], manner: Manner
) -> dict[str, Claim]:
    """The claims of debits by key, as they are for a credit."""
    distribution = paying.application(ledger, credit, manner.day, manner.limit)
    claims = {}
    for document in debits:
        accepted = manner.accepts(document, exact=True)
        claim = claim_of(document, distribution.situation(document), accept_late=accepted)
        claims[document.id] = claim if manner.tolerate else claim._replace(short=0, over=0)
    return claims


def pay_exactly(
    ledger: Ledger,
    source: Document,
    credits: Sequence[Document],
    debits: Sequence[Document],
    manner: Manner,
    *,
    late: bool,
) -> Distribution:
    """The distribution of a source, and other credits with it, that closes the debits; ``late``
    accepts their late discounts. Several are paid as one (rule 10)."""
    distribution = _empty(ledger, source, [*credits, *debits], manner)
    for credit in credits:
        distribution.pay(credit)
    wishes = [
        _wish(distribution, document, manner, late and manner.accepts(document, exact=True))
        for document in debits
    ]
    if len(debits) == 1:
        distribution.pay(debits[0], None, wishes[0])
    else:
        distribution.pay_together(debits, wishes)
    return distribution


def pay_in_turn(
    ledger: Ledger,
    source: Document,
    credits: Sequence[Document],
    debits: Sequence[Document],
    manner: Manner,
) -> Distribution:
    """The distribution of a source over debits as they come, the last in part. Of other credits
    no more is used than the debits need; what is too much stays on the source."""
    distribution = _empty(ledger, source, [*credits, *debits], manner)
    needed = sum(claim.due for claim in claims_of(ledger, source, debits, manner).values())
    for credit in credits:
        used = min(-credit.open, needed)
        if used:
            distribution.pay(credit, -used)
        needed -= used
    for document in debits:
        if distribution.left <= 0:
            break
        accepted = manner.accepts(document, exact=False)
        distribution.pay(document, None, _wish(distribution, document, manner, accepted))
    return distribution


def _empty(
    ledger: Ledger, source: Document, documents: Sequence[Document], manner: Manner
) -> Distribution:
    day = posting_day(ledger, source.company, manner.day, [source, *documents])
    return paying.application(ledger, source, day, manner.limit)


def _wish(distribution: Distribution, document: Document, manner: Manner, accepted: bool) -> Wish:
    state = distribution.situation(document).offer.state
    return Wish(accept_late=accepted and state == "grace", tolerate=manner.tolerate)


def settles_all(distribution: Distribution, documents: Iterable[Document] = ()) -> bool:
    """Whether nothing stays open: neither of the money nor of the documents chosen, those of
    ``documents`` among them."""
    if any(document.id not in distribution.lines for document in documents):
        return False
    if any(line.settled.stays_open for line in distribution.lines.values()):
        return False
    kept = sum(distribution.excess.values()) + distribution.leftover
    return bool(distribution.lines) and distribution.left == kept


def numbers(documents: Iterable[Document]) -> str:
    """Documents as a sentence names them: the first ones, and how many more."""
    listed = [document.number for document in documents]
    more = f" and {len(listed) - 6} more" if len(listed) > 6 else ""
    return ", ".join(listed[:6]) + more

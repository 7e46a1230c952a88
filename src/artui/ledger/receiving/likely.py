"""What is likely: documents and customers whose numbers, names and amounts come near.

Nothing here posts by itself. Numbers are compared without their signs and letters first, then by
likeness; likeness is told by rapidfuzz, which is loaded only when a line isn't certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artui.ledger import paying
from artui.ledger.automatic.auto_apply import Candidate, candidates_of
from artui.ledger.automatic.shared import Manner, pay_exactly, pay_in_turn, payable
from artui.ledger.distribution import Distribution
from artui.ledger.documents import Customer, Document
from artui.ledger.errors import Refused
from artui.ledger.events import DocumentSaid, LineSaid
from artui.ledger.ledger import Ledger
from artui.ledger.naming import plain
from artui.ledger.receiving.payers import names_of, numbers_in
from artui.ledger.settlement import Wish

NAME_ALIKE = 85
"""Likeness of two names, of 100, from which they may be the same."""

NUMBER_ALIKE, NUMBER_SAME = 80, 95
"""Likeness of two numbers from which one may be meant by the other: where amounts fit, and where
they don't. Documents are numbered on: a digit's difference alone is no sign."""

SHORTEST_PART = 5
"""Letters and digits that the end or beginning of a number has to have to stand for it."""

MOST_CUSTOMERS = 5
"""Customers of a like name that are looked at."""

_SIGNS = re.compile(r"[^0-9A-Za-z]")
_LETTERS = re.compile(r"^[A-Za-z]+|[A-Za-z]+$")


class Likely(NamedTuple):
    """Documents that money may pay, by which signs: ``ways`` choices fit alike, ``near`` of the
    documents have numbers like those named."""

    how: str
    made: Distribution
    ways: int = 1
    near: tuple[Document, ...] = ()


class LikeName(NamedTuple):
    """A customer whose name is like the payer's, and how much of 100."""

    customer: Customer
    score: int


def bare(number: str) -> str:
    """A number without signs, without letters around it and leading zeros."""
    joined = _SIGNS.sub("", number).upper()
    return _LETTERS.sub("", joined).lstrip("0") or joined


def likeness(said: str, number: str) -> int:
    """How like what is said is to a number, of 100: 100 if only signs, letters or zeros differ."""
    one, other = bare(said), bare(number)
    if one == other:
        return 100
    short, long = sorted((one, other), key=len)
    if len(short) >= SHORTEST_PART and (long.endswith(short) or long.startswith(short)):
        return 95
    if abs(len(one) - len(other)) > 2:
        return 0
    from rapidfuzz.distance import OSA  # late: most lines are certain without it

    return round(OSA.normalized_similarity(one, other) * 100)


def near_documents(
    documents: Iterable[Document], said: LineSaid, least: int = NUMBER_ALIKE
) -> list[Document]:
    """The documents whose numbers are at least so like one that is said, the likest of each."""
    documents = list(documents)
    found: dict[str, Document] = {}
    for word in dict.fromkeys((*(one.number for one in said.documents), *numbers_in(said))):
        scores = [(likeness(word, document.number), document) for document in documents]
        best = max((score for score, _ in scores), default=0)
        if best >= least:
            found.update((one.id, one) for score, one in scores if score == best)
    return list(found.values())


def like_names(ledger: Ledger, company: str, name: str) -> list[LikeName]:
    """The customers of a company whose name or alias is like a payer's, the likest first."""
    from rapidfuzz import fuzz  # late: as above

    wanted = plain(name)
    known: dict[str, Customer] = {}
    for word in wanted.split():
        for found in ledger.read.find_customers(word[:4]):
            if found.customer.company == company:
                known[found.customer.customer] = found.customer
    scored = [
        LikeName(one, round(max(fuzz.token_sort_ratio(wanted, each) for each in names_of(one))))
        for one in known.values()
    ]
    likely = [one for one in scored if one.score >= NAME_ALIKE]
    return sorted(likely, key=lambda one: (-one.score, one.customer.customer))[:MOST_CUSTOMERS]


def likely(
    ledger: Ledger, credit: Document, said: LineSaid, named: Sequence[Document], day: str
) -> Likely | None:
    """What a credit likely pays of its customer's documents: those ``named`` though the amounts
    don't fit, else what amounts come to, with numbers like those said before others."""
    if any(document.open > 0 for document in named):
        return _named(ledger, credit, said, named, day)
    debits, _ = payable(ledger, credit)
    fitting = [one for one in candidates_of(ledger, credit, day) if one.how != "oldest"]
    if fitting:
        return _fitting(ledger, credit, fitting, near_documents(debits, said), day)
    near = near_documents(debits, said, NUMBER_SAME)
    if near:
        made = pay_in_turn(ledger, credit, [], near, Manner(day))
        return Likely("like number", made, 1, tuple(near))
    return None


def _fitting(
    ledger: Ledger,
    credit: Document,
    fitting: Sequence[Candidate],
    near: Sequence[Document],
    day: str,
) -> Likely | None:
    """The candidate with most numbers like those said; several alike are a tie."""
    keys = {document.id for document in near}

    def hits(one: Candidate) -> int:
        return sum(document.id in keys for document in one.documents)

    most = max(map(hits, fitting))
    best = [one for one in fitting if hits(one) == most]
    one = best[0]
    made = pay_exactly(ledger, credit, [], one.documents, Manner(day), late=one.how == "late")
    ways = len(best) if most else max(len(best), one.ways)
    shared = tuple(document for document in one.documents if document.id in keys)
    return Likely(one.how, made, ways, shared)


def _named(
    ledger: Ledger, credit: Document, said: LineSaid, named: Sequence[Document], day: str
) -> Likely:
    """The named documents paid what is stated of them, with the discounts that are claimed if the
    clerk may give them; without statements in turn, as far as the money goes."""
    stated = {one.number: one for one in said.documents if one.amount is not None}
    debits = [document for document in named if document.open > 0]
    credits = [document for document in named if document.open < 0]
    if all(document.number in stated for document in named):
        made = paying.application(ledger, credit, day)
        try:
            for document in (*credits, *debits):
                _pay_stated(ledger, made, document, stated[document.number])
        except Refused:
            pass
        else:
            return Likely("stated", made)
    return Likely("named", pay_in_turn(ledger, credit, credits, debits, Manner(day)))


def _pay_stated(ledger: Ledger, made: Distribution, document: Document, one: DocumentSaid) -> None:
    amount = one.amount or 0
    wish = Wish()
    reason = _discount_reason(ledger, one)
    if one.discount and document.open > 0 and reason:
        wish = Wish(discount=one.discount, discount_reason=reason)
    try:
        made.pay(document, amount, wish)
    except Refused:
        if not one.discount:
            raise
        made.pay(document, amount)  # the discount isn't the clerk's to give: it stays open


def _discount_reason(ledger: Ledger, one: DocumentSaid) -> str:
    """The reason a discount by hand is given for: the one that is said, else the only one."""
    known = {code for code, reason in ledger.policies.reasons.items() if reason.kind == "discount"}
    if one.reason in known:
        return one.reason
    return known.pop() if len(known) == 1 else ""

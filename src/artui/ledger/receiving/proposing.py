"""What is proposed for a line of the inbox, how sure it is, and the reasons in words.

SURE is what may be posted in one go, and what ``--match`` posts; everything else waits for a
clerk. LIKE never posts by itself (rule 16). Nothing is written here.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger import paying
from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine
from artui.ledger.errors import Refused, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.receiving import words
from artui.ledger.receiving.certain import BY_AMOUNT, NOT_IT, Decision, decide
from artui.ledger.receiving.inbox import NO_LINE, InboxLine, find_line
from artui.ledger.receiving.likely import Likely, like_names, likely
from artui.ledger.receiving.lines import together
from artui.ledger.receiving.payers import (
    ELSEWHERE,
    Payer,
    find_payer,
    named_documents,
    numbers_in,
    words_of,
)
from artui.ledger.receiving.recovering import Recoverable, recoverable, untolerated
from artui.ledger.receiving.twins import earlier_twins, undone_by
from artui.ledger.setup.bank_numbers import written

SURE, LIKE, TIE, DUP, NONE, RETN = "SURE", "LIKE", "TIE", "DUP?", "NONE", "RETN"
"""Certain; likely; several fit alike; a probable duplicate; nothing fits; money that came back."""

BOOKED, CHOSEN = "booked", "chosen"
ON_ACCOUNT = "on account"
"""The signs that only the books know the payer by, and that a clerk says it; and how money is
proposed whose customer is known and whose documents aren't."""


class Proposal(NamedTuple):
    """What a receipt (document key) may pay, as it stood at ``version`` (its last position).

    ``customer`` is whose documents they are, empty if nobody's; ``moves`` says that the money has
    to be moved to that customer first. ``lines`` hold the figures of the settlement, ``left`` what
    stays on account and ``discount`` and ``written_off`` what it concedes, minor units. ``ways``
    is how many choices fit alike; ``recovers`` are documents (keys) that were written off, which is
    taken back first. ``text`` is the list's column, ``reasons`` are sentences.
    """

    receipt: str
    kind: str
    customer: str = ""
    moves: bool = False
    how: str = ""
    documents: tuple[Document, ...] = ()
    lines: tuple[PayLine, ...] = ()
    discount: int = 0
    written_off: int = 0
    left: int = 0
    ways: int = 0
    text: str = ""
    reasons: tuple[str, ...] = ()
    version: int = 0
    recovers: tuple[str, ...] = ()

    @property
    def acceptable(self) -> bool:
        """Whether it can be accepted as it stands: it pays documents or moves money."""
        return self.kind in (SURE, LIKE) and bool(self.lines or self.moves)


def propose(ledger: Ledger, receipt: str, *, day: str = "", customer: str = "") -> Proposal:
    """What is proposed for a receipt on ``day`` (default today), as a clerk says for ``customer``.

    Refuses a receipt no file told of or out of sight, and a customer the company doesn't have.
    """
    line = find_line(ledger, receipt)
    if line is None:
        raise refuse("receipt", NO_LINE, f"no bank's file told of {ev.number_of(receipt)}")
    return propose_line(ledger, line, day or ledger.today(), customer)


def propose_line(ledger: Ledger, line: InboxLine, day: str, customer: str = "") -> Proposal:
    """What is proposed for a line of the inbox, posted on ``day``; see :func:`propose`."""
    document, said = line.document, together(line.lines)
    if customer and ledger.read.customer(document.company, customer) is None:
        raise refuse("customer", 2207, f"{document.company} has no customer {customer!r}")
    empty = Proposal(line.key, NONE, document.customer, version=document.last_pos)
    if not document.open:
        return empty._replace(text="done", reasons=("Nothing of it is open.",))
    if document.open > 0:
        undone = undone_by(ledger, line, said)
        return empty._replace(
            kind=RETN, text=words.returned_text(said), reasons=words.returned(line, said, undone)
        )
    if document.hold:
        return empty._replace(text="on hold", reasons=("It is on hold.",))
    case = _Case(ledger, line, said, day)
    return case.of_customer(Payer(customer, CHOSEN)) if customer else case.propose()


class _Case:
    """One receipt with money that waits."""

    def __init__(self, ledger: Ledger, line: InboxLine, said: ev.LineSaid, day: str) -> None:
        self._ledger = ledger
        self._line = line
        self._document = line.document
        self._said = said
        self._day = day
        self._empty = Proposal(
            line.key, NONE, line.document.customer, version=line.document.last_pos
        )

    def propose(self) -> Proposal:
        """SURE if payer and documents are; else what is likely."""
        ledger, document = self._ledger, self._document
        payer = find_payer(ledger, document.company, self._said)
        if document.customer and payer.customer != document.customer:
            payer = Payer(document.customer, BOOKED)
        return self.of_customer(payer) if payer.customer else self._unknown(payer)

    def of_customer(self, payer: Payer) -> Proposal:
        """What is proposed for money whose payer is known, or said by a clerk."""
        ledger, document = self._ledger, self._document
        credit = replace(document, customer=payer.customer)
        moves = payer.customer != document.customer
        decision = decide(ledger, credit, self._said, self._day, moves=moves)
        twins = [] if payer.by == CHOSEN else self._twins(decision)
        if twins:
            numbers = [ev.number_of(key) for key in twins]
            return self._empty._replace(
                kind=DUP, text=f"of {numbers[0]}", reasons=words.duplicate(numbers, decision.why)
            )
        why = words.payer(ledger, document, payer, self._said)
        if decision.made is not None:
            return self._certain(payer, decision, why)
        return self._likely(payer, decision, why)

    def _twins(self, decision: Decision) -> list[str]:
        claimed = bool(decision.made and decision.named)
        twins = earlier_twins(self._ledger, self._line, claimed=claimed)
        if not twins and decision.how in BY_AMOUNT:
            twins = earlier_twins(self._ledger, self._line, claimed=False, same_day=True)
        return twins

    def _certain(self, payer: Payer, decision: Decision, why: str) -> Proposal:
        assert decision.made is not None
        # What a clerk began with, they know the meaning of.
        used = words.USED if self._begun else ""
        reasons = (why, words.how(decision.how, decision.made, self._document), used)
        kind = LIKE if self._begun or payer.by == CHOSEN else SURE
        return self._paying(kind, payer.customer, decision.how, decision.made, reasons)

    def _likely(self, payer: Payer, decision: Decision, why: str) -> Proposal:
        credit = replace(self._document, customer=payer.customer)
        named = decision.named
        reasons = (why, words.sentence(decision.why))
        # What it names comes first; what is only as much is looked at behind all that is open.
        if not named and (written := self._written_off(credit)):
            return self._recovering(payer.customer, credit, written, why)
        found = self._look(credit, named)
        if found is None and (written := self._written_off(credit, named=False)):
            return self._recovering(payer.customer, credit, written, why)
        if found is not None:
            told = (why,) if decision.why == NOT_IT else reasons
            return self._of(payer.customer, found, told)
        if payer.customer != self._document.customer:
            return self._empty._replace(
                kind=LIKE, customer=payer.customer, moves=True, how=ON_ACCOUNT,
                left=-credit.open, text=ON_ACCOUNT, reasons=reasons,
            )  # fmt: skip
        if self._begun:
            left = f"{format_amount(-credit.open, credit.currency)} left"
            return self._empty._replace(text=left, reasons=(why, words.USED, *reasons[1:]))
        return self._empty._replace(text="no document fits", reasons=reasons)

    @property
    def _begun(self) -> bool:
        """Whether a part of the money is used already."""
        return self._document.open != self._document.original

    def _written_off(self, credit: Document, *, named: bool = True) -> Recoverable | None:
        """The one document closed by a write-off that is named; else that is just the money."""
        numbers = " ".join(one.number for one in self._said.documents)
        found = recoverable(
            self._ledger,
            credit.company,
            credit.customer,
            credit.currency,
            amount=None if named else -credit.open,
            reference=f"{numbers} {' '.join(numbers_in(self._said))}" if named else "",
        )
        return found[0] if len(found) == 1 else None

    def _recovering(
        self, customer: str, credit: Document, written: Recoverable, why: str
    ) -> Proposal:
        """The write-off taken back and the document paid: likely, never certain."""
        made = paying.application(self._ledger, credit, self._day)
        made.pay(written.document, None, untolerated())
        told = words.recovering(written, made, self._document)
        proposal = self._paying(LIKE, customer, "written off", made, (why, told))
        return proposal._replace(text=words.recovered(written), recovers=(written.document.id,))

    def _look(self, credit: Document, named: tuple[Document, ...]) -> Likely | None:
        try:
            found = likely(self._ledger, credit, self._said, named, self._day)
        except Refused:
            return None
        return found if found is not None and found.made.lines else None

    def _of(self, customer: str, found: Likely, reasons: tuple[str, ...]) -> Proposal:
        told = words.likely(found, self._document)
        kind = LIKE if found.ways == 1 else TIE
        made = self._paying(kind, customer, found.how, found.made, (*reasons, told))
        if kind is TIE:
            return made._replace(ways=found.ways, text=f"{found.ways} ways")
        return made

    def _unknown(self, payer: Payer) -> Proposal:
        """Money of nobody known: the owners of what is named, then those of a like name."""
        ledger, document = self._ledger, self._document
        named = named_documents(ledger, document.company, self._said)
        owners = dict.fromkeys(one.customer for one in named)
        signs = [(owner, words.owner(ledger, document, owner)) for owner in owners]
        for like in like_names(ledger, document.company, self._said.payer):
            if like.customer.customer not in owners:
                signs.append((like.customer.customer, words.like_name(like, self._said)))
        found = []
        for customer, why in signs:
            credit = replace(document, customer=customer)
            own = tuple(one for one in named if one.customer == customer and one.open)
            one = self._look(credit, own)
            if one is not None:
                found.append((customer, one, (words.sentence(payer.why), why)))
        found.sort(key=lambda each: (each[1].ways, -len(each[1].near)))
        if not found:
            text = "no document fits" if signs else "no such customer"
            text = "another company's" if payer.by == ELSEWHERE else text
            why = words.sentence(payer.why)
            if self._is_deposit():
                text, why = "lockbox deposit", words.DEPOSIT
            return self._empty._replace(text=text, reasons=(why, *(each for _, each in signs)))
        customer, best, reasons = found[0]
        alike = [each for each in found if _rank(each[1]) == _rank(best)]
        if len(alike) > 1 and best.ways == 1:
            best = best._replace(ways=len(alike))
        return self._of(customer, best, reasons)

    def _is_deposit(self) -> bool:
        """Whether a line of no payer speaks of a number of its own bank account: a lockbox."""
        row = self._ledger.read.receipt(self._line.key)
        if row is None or self._said.payer:
            return False
        account = self._ledger.policies.bank_account(row.company, row.bank_account)
        return bool({written(word) for word in words_of(self._said)} & set(account.numbers))

    def _paying(
        self, kind: str, customer: str, how: str, made: Distribution, reasons: tuple[str, ...]
    ) -> Proposal:
        documents = tuple(line.document for line in made.lines.values())
        kept = sum(made.excess.values()) + made.leftover
        return self._empty._replace(
            kind=kind,
            customer=customer,
            moves=customer != self._document.customer,
            how=how,
            documents=documents,
            lines=tuple(PayLine.all_of(made)),
            discount=made.discount,
            written_off=words.written_off(made),
            left=made.left - kept,
            ways=1,
            text=words.paid(made),
            reasons=tuple(filter(None, reasons)),
        )


def _rank(found: Likely) -> tuple[int, int]:
    return found.ways, -len(found.near)

"""What is certain of money a bank's file told of: which documents it pays (rule 16).

Certain is: the documents named, to the letter, and amounts that fit them; or, where no document is
named, the one document of the customer equal to the money, or all that is open. What a payer says
of each document is followed; a probable duplicate and what fits several ways are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from artui.ledger import paying
from artui.ledger.automatic.auto_apply import decide_by_list
from artui.ledger.automatic.shared import Manner, numbers, pay_exactly, payable, settles_all
from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.events import DocumentSaid, LineSaid, document_key
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.receiving.deductions import pay_stated
from artui.ledger.receiving.payers import named_documents
from artui.ledger.settlement import Wish

NOT_IT = "the documents named don't come to it"

BY_AMOUNT = ("exact_single_match", "clear_account")
"""Methods for money that names no document."""


class Decision(NamedTuple):
    """By which sign which documents are paid, or why that isn't certain.

    ``named`` are the documents that are named and open to be paid.
    """

    how: str = ""
    made: Distribution | None = None
    why: str = ""
    ways: int = 0
    named: tuple[Document, ...] = ()


def decide(
    ledger: Ledger, credit: Document, said: LineSaid, day: str, *, moves: bool = False
) -> Decision:
    """What an open credit, as it would stand with its customer, surely pays on ``day``; ``moves``
    says that it is to be moved there first."""
    return _Case(ledger, credit, said, day, moves=moves).decide()


class _Case:
    """One credit that waits to be applied."""

    def __init__(
        self, ledger: Ledger, credit: Document, said: LineSaid, day: str, *, moves: bool
    ) -> None:
        self._moves = moves
        self._ledger = ledger
        self._credit = credit
        self._said = said
        self._manner = Manner(day)

    def decide(self) -> Decision:
        """Pay the documents named, or what is equal where none is."""
        named = named_documents(self._ledger, self._credit.company, self._said)
        try:
            return self._named(named) if named else self._by_amount()
        except Refused as refused:
            return Decision(why=str(refused))

    def _by_amount(self) -> Decision:
        decided = decide_by_list(self._ledger, self._credit, BY_AMOUNT, self._manner.day)
        why = "; ".join(each.partition(": ")[2] for each in decided.why.split("; "))
        return Decision(decided.method, decided.distribution, why, decided.ways)

    def _named(self, named: Sequence[Document]) -> Decision:
        open_ = self._open(named)
        chosen = tuple(open_[document.id] for document in named if document.id in open_)
        gone = [document for document in named if document.id not in open_]
        if gone:
            why = f"{numbers(gone)} can't be paid: closed, on hold or another's"
            return Decision(why=why, named=chosen)
        paid = [document for document in chosen if document.open > 0]
        along = [document for document in chosen if document.open < 0]
        if not paid:
            return Decision(why="it names no document to be paid")
        made = self._closing(along, paid)
        if made is None or made.written_off:  # a memo explains what a tolerance only excuses
            for memo in self._memos(paid, along):
                made = self._closing([memo], paid) or made
        if made is not None:
            return Decision("named", made, named=chosen)
        return self._as_stated(open_)._replace(named=chosen)

    def _open(self, named: Sequence[Document]) -> dict[str, Document]:
        """Those of the documents named that the credit's customer may pay, or take along."""
        credit = self._credit
        payers = self._ledger.read.pays_for(credit.company, credit.customer)
        return {
            document.id: document
            for document in named
            if (document.open > 0 and document.customer in payers)
            or (document.open < 0 and document.customer == credit.customer)
            if document.currency == credit.currency and not document.hold
        }

    def _memos(self, paid: Sequence[Document], along: Sequence[Document]) -> list[Document]:
        """The one credit memo that makes the named documents come to the money, if none is named
        and no other would."""
        lacking = sum(document.open for document in paid) + self._credit.open
        if along or lacking <= 0:
            return []
        _, credits = payable(self._ledger, self._credit)
        fits = [memo for memo in credits if memo.kind == "credit_memo" and -memo.open == lacking]
        return fits if len(fits) == 1 else []

    def _closing(
        self, credits: Sequence[Document], debits: Sequence[Document]
    ) -> Distribution | None:
        """The distribution that closes all of them and leaves no money, if there is one."""
        for late in (False, True):
            made = pay_exactly(self._ledger, self._credit, credits, debits, self._manner, late=late)
            if settles_all(made, [*credits, *debits]) and self._as_claimed(made):
                return made
        return None

    def _as_claimed(self, made: Distribution) -> bool:
        """Whether each document has the discount that the payer says it took: another difference
        is no discount, even if it is within tolerance."""
        claimed = {one.number: one.discount for one in self._said.documents}
        return all(
            line.settled.discount == claimed.get(line.document.number)
            for line in made.lines.values()
            if claimed.get(line.document.number)
        )

    def _as_stated(self, open_: dict[str, Document]) -> Decision:
        """Pay each document what the payer says, if that is said of all and fits the money."""
        said, company = self._said.documents, self._credit.company
        stated = {document_key(company, one.number): one for one in said}
        amounts = [one.amount for one in stated.values() if one.amount is not None]
        told = len(amounts) == len(said) and not self._said.beyond
        if not stated or not told or not set(stated) <= set(open_):
            return Decision(why=NOT_IT)
        if not 0 < sum(amounts) <= -self._credit.open:
            return Decision(why="what is stated is not what was paid")
        made = paying.application(self._ledger, self._credit, self._manner.day)
        for key in sorted(stated, key=lambda key: open_[key].open > 0):
            why = self._state(made, open_[key], stated[key])
            if why:
                return Decision(why=why)
        return Decision("stated", made)

    def _state(self, made: Distribution, document: Document, one: DocumentSaid) -> str:
        """Pay a document what is stated of it; why that isn't certain, if it isn't."""
        amount = one.amount or 0
        if abs(amount) > abs(document.open) or (amount < 0) != (document.open < 0):
            return f"{document.number} is not open for what is stated"
        if not one.discount:
            return pay_stated(self._ledger.policies, made, document, one, by_hand=not self._moves)
        late = made.situation(document).offer.state == "grace"
        line = made.pay(document, amount, Wish(accept_late=late, tolerate=False))
        if line.settled.discount == one.discount:
            return ""
        claimed = format_amount(one.discount, document.currency)
        return f"a discount of {claimed} on {one.number} is not earned"

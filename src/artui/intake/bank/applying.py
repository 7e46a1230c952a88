"""Applying what is certain of the money a statement brought; the rest waits for a clerk (rule 16).

Certain is: the documents named, to the letter, and amounts that fit them; or, where no document is
named, the one document of the customer equal to the money, or all that is open. What a payer says
of each document is followed; a probable duplicate and what fits several ways are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artui.importers.bank import BankLine, Remitted
from artui.intake.bank.payers import named_documents
from artui.intake.bank.taking import Taking
from artui.ledger.automatic.auto_apply import auto_apply_by_list
from artui.ledger.automatic.shared import Manner, numbers, pay_exactly, payable, settles_all
from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.settlement import Wish

BY_AMOUNT = ("exact_single_match", "clear_account")
"""Methods for money that names no document."""


class Application(NamedTuple):
    """What came of a receipt (document key): by which sign what was paid, or why nothing was."""

    receipt: str
    how: str = ""
    posted: Posted | None = None
    documents: tuple[Document, ...] = ()
    why: str = ""


def apply_certain(ledger: Ledger, takings: Iterable[Taking], *, day: str = "") -> list[Application]:
    """Apply the money of takings, each in a voucher of its own; what is applied already, and what
    has no customer, is left out. ``day`` is the posting date (default today)."""
    found = []
    for taking in takings:
        with ledger.hold():
            credit = ledger.read.document(taking.receipt)
            if credit is None or credit.hold or not credit.customer:
                continue
            if credit.open >= 0 or credit.open != credit.original:  # used, or begun by a clerk
                continue
            try:
                found.append(_Case(ledger, credit, taking.line, day or ledger.today()).apply())
            except Refused as refused:
                found.append(Application(credit.id, why=str(refused)))
    return found


class _Case:
    """One receipt that waits to be applied."""

    def __init__(self, ledger: Ledger, credit: Document, line: BankLine, day: str) -> None:
        self._ledger = ledger
        self._credit = credit
        self._line = line
        self._manner = Manner(day)

    def apply(self) -> Application:
        """Pay the documents named, or what is equal where none is."""
        named = named_documents(self._ledger, self._credit.company, self._line)
        return self._named(named) if named else self._by_amount()

    def _by_amount(self) -> Application:
        like = self._duplicates()
        if like:
            return self._left(f"it looks like {like}")
        done = auto_apply_by_list(self._ledger, self._credit.id, BY_AMOUNT, day=self._manner.day)
        if done.posted is None:
            return self._left(done.why)
        return Application(self._credit.id, done.method, done.posted, done.documents)

    def _duplicates(self) -> str:
        """Other receipts of the customer with the same amount and reference."""
        row = self._ledger.read.receipt(self._credit.id)
        if row is None:
            return ""
        same = self._ledger.read.money_of_days(
            row.company, row.customer, -row.amount, row.received, row.received
        )
        return ", ".join(one.document.partition("/")[2] for one in same if one != row)

    def _named(self, named: Sequence[Document]) -> Application:
        debits, credits = payable(self._ledger, self._credit)
        open_ = {document.id: document for document in (*debits, *credits)}
        gone = [document for document in named if document.id not in open_]
        if gone:
            return self._left(f"{numbers(gone)} can't be paid: closed, on hold or another's")
        chosen = [open_[document.id] for document in named]
        paid = [document for document in chosen if document.open > 0]
        along = [document for document in chosen if document.open < 0]
        if not paid:
            return self._left("it names no document to be paid")
        for taken in ([], *([memo] for memo in self._memos(paid, along, credits))):
            made = self._closing([*along, *taken], paid)
            if made is not None:
                return self._post("named", made)
        return self._as_stated(open_)

    def _memos(
        self, paid: Sequence[Document], along: Sequence[Document], credits: Sequence[Document]
    ) -> list[Document]:
        """The one credit memo that makes the named documents come to the money, if none is named
        and no other would."""
        lacking = sum(document.open for document in paid) + self._credit.open
        fits = [memo for memo in credits if memo.kind == "credit_memo" and -memo.open == lacking]
        return fits if len(fits) == 1 and not along else []

    def _closing(
        self, credits: Sequence[Document], debits: Sequence[Document]
    ) -> Distribution | None:
        """The distribution that closes all of them and leaves no money, if there is one."""
        for late in (False, True):
            made = pay_exactly(self._ledger, self._credit, credits, debits, self._manner, late=late)
            if settles_all(made, [*credits, *debits]):
                return made
        return None

    def _as_stated(self, open_: dict[str, Document]) -> Application:
        """Pay each document what the payer says, if that is said of all and fits the money."""
        stated = {f"{self._credit.company}/{one.number}": one for one in self._line.documents}
        amounts = [one.amount for one in stated.values() if one.amount is not None]
        if not stated or len(amounts) < len(self._line.documents) or not set(stated) <= set(open_):
            return self._left("the documents named don't come to it")
        if not 0 < sum(amounts) <= -self._credit.open:
            return self._left("what is stated is not what was paid")
        why = next(filter(None, (self._unclear(one) for one in stated.values())), "")
        if why:
            return self._left(why)
        made = self._ledger.application(self._credit, self._manner.day)
        for key in sorted(stated, key=lambda key: open_[key].open > 0):
            one, document = stated[key], open_[key]
            amount = one.amount or 0
            if abs(amount) > abs(document.open) or (amount < 0) != (document.open < 0):
                return self._left(f"{document.number} is not open for what is stated")
            short = document.open > 0 and amount < document.open
            made.pay(document, amount, Wish(short_reason=one.reason if short else ""))
        return self._post("stated", made)

    def _unclear(self, one: Remitted) -> str:
        """Why a clerk has to look at what is stated of a document; empty if nobody has."""
        reason = self._ledger.policies.reasons.get(one.reason)
        if one.discount:
            return f"a discount of {one.number} is not earned"
        if one.reason and (reason is None or reason.kind == "discount"):
            return f"{one.number} is short for {one.reason}, which no reason code allows"
        return ""

    def _post(self, how: str, made: Distribution) -> Application:
        posted = self._ledger.apply(self._credit.id, PayLine.all_of(made), day=self._manner.day)
        documents = tuple(line.document for line in made.lines.values())
        return Application(self._credit.id, how, posted, documents)

    def _left(self, why: str) -> Application:
        return Application(self._credit.id, why=why)

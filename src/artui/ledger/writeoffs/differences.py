"""What receipts left over or short: found after their application, each with its receipt.

Over: a receipt that was applied and still has a credit. Under: a debit document on which a receipt
was applied last and that is still open. Money that nothing was applied from is no difference, and
neither is a document that is on hold, in dispute or nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.documents import COLUMNS, Document
from artui.ledger.ledger import Ledger
from artui.ledger.views.moves import PAID
from artui.ledger.writeoffs.exceptions import OVER, UNDER, Difference

_FREE = "open <> 0 AND hold = 0 AND dispute = 0 AND customer <> ''"


class Left(NamedTuple):
    """A difference: the document that is open and the receipt it came with (over: the same)."""

    document: Document
    receipt: Document
    difference: Difference

    @property
    def amount(self) -> int:
        """What is open, above zero, in minor units of the document."""
        return self.difference.amount


def differences(ledger: Ledger, company: str = "") -> Iterator[Left]:
    """All differences of a company, or of all: what is over first, each in date, number order."""
    for document in _read(ledger, "open < 0 AND kind = 'receipt' AND open <> original", company):
        yield _left(ledger, document, document)
    for document in _read(ledger, "open > 0 AND moved_by IS NOT NULL", company):
        receipt = _paid_last(ledger, document)
        if receipt is not None:
            yield _left(ledger, document, receipt)


def measured(ledger: Ledger, document: Document, receipt: Document) -> Difference:
    """How large what is open is, also as a percentage of the receipt's original amount."""
    amount, whole = abs(document.open), abs(receipt.original)
    if document.currency != receipt.currency:
        # Two currencies are compared in base currency, each at its own rate.
        base = ledger.policies.company(receipt.company).base_currency
        amount = abs(document.base_open)
        whole = money.convert(whole, receipt.currency, base, Decimal(receipt.rate))
    percent = Decimal(100 * amount) / Decimal(whole) if whole else Decimal(100)
    side = OVER if document.open < 0 else UNDER
    return Difference(side, document.currency, abs(document.open), percent)


def _left(ledger: Ledger, document: Document, receipt: Document) -> Left:
    return Left(document, receipt, measured(ledger, document, receipt))


def _read(ledger: Ledger, what: str, company: str) -> list[Document]:
    of = " AND company = :company" if company else ""
    rows = ledger.store.query(
        f"SELECT {COLUMNS} FROM documents WHERE {_FREE} AND {what}{of}"
        " ORDER BY date, number, company",
        {"company": company},
    )
    return [Document(*row) for row in rows]


def _paid_last(ledger: Ledger, document: Document) -> Document | None:
    """The receipt that paid a document last, if what paid it last and still stands was one."""
    rows = ledger.store.query(
        "SELECT DISTINCT pos FROM movements WHERE kind = :paid"
        " AND document = (SELECT pos FROM documents WHERE id = :id) ORDER BY pos",
        {"paid": PAID, "id": document.id},
    )
    paid: dict[str, int] = {}
    for (pos,) in rows:
        for _pos, fact in ledger.store.events(pos - 1, pos):
            if isinstance(fact, ev.Applied) and fact.target == document.id:
                amount = paid.pop(fact.source, 0) + fact.amount
                if amount:
                    paid[fact.source] = amount  # the one that moved last stands last
    last = next(reversed(paid), "")
    found = ledger.read.document(last) if last else None
    return found if found is not None and found.kind == "receipt" else None

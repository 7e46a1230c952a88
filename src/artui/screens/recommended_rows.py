"""The rows of the recommendations: read in windows, each with its receipt and limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from textwrap import wrap
from typing import NamedTuple

from artui.ledger.documents import Document
from artui.ledger.ledger import Ledger
from artui.ledger.writeoffs.authority import Authority, bounds
from artui.ledger.writeoffs.differences import measured
from artui.ledger.writeoffs.exceptions import rules_on, words
from artui.ledger.writeoffs.recommending import Recommendation, pending


class Recommended(NamedTuple):
    """A recommendation as it is listed: with its documents, percentage and the clerk's limit."""

    item: Recommendation
    document: Document
    receipt: Document
    percent: Decimal
    authority: Authority

    @property
    def amount(self) -> int:
        """What it is about, above zero, in minor units."""
        return abs(self.item.open)

    @property
    def whose(self) -> str:
        """``you``, or above whose limit it is."""
        if self.authority.allows(self.amount):
            return "you"
        return ">sys" if self.authority.final(self.amount) else ">you"

    @property
    def moved(self) -> bool:
        """Whether the balance is another than when it was recommended."""
        return self.document.open != self.item.open

    def why(self, ledger: Ledger) -> Iterator[str]:
        """Why it is here and whose limit it is in, in lines a customer could be read."""
        item, document = self.item, self.document
        rules = rules_on(ledger.policies, item.company, ledger.today())
        said = f"{item.note[:1].upper()}{item.note[1:]}."
        if rules is not None and item.since == rules.since and 0 < item.rule <= len(rules.rules):
            text = words(rules.rules[item.rule - 1])
            said += "" if text in said else f" Rule {item.rule} says: {text}."
        why = self.authority.why_not(self.amount) or "It is within what you may write off"
        said += f" {why}; asked were {self.authority.words()}."
        if self.moved:
            said += f" {document.number} moved since, so it is void."
        yield from wrap(said, 72)


class Queue:
    """The recommendations that wait, of a company, currency or customer if one is chosen."""

    def __init__(
        self, ledger: Ledger, company: str = "", currency: str = "", customer: str = ""
    ) -> None:
        self._ledger = ledger
        found = [each for each in pending(ledger, company) if currency in ("", each.currency)]
        if customer:
            documents = ledger.read.documents([each.document for each in found])
            found = [each for each in found if documents[each.document].customer == customer]
        self._rows = found

    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def window(self, start: int, n: int) -> Sequence[Recommended]:
        """At most ``n`` of them from row ``start``."""
        rows = self._rows[start : start + n]
        keys = {key for each in rows for key in (each.document, each.receipt)}
        documents = self._ledger.read.documents(sorted(keys))
        return [self._view(each, documents) for each in rows]

    def find(self, text: str) -> int | None:
        """The first row whose receipt's number is not before the text."""
        numbers = (each.receipt.partition("/")[2].casefold() for each in self._rows)
        wanted = text.casefold()
        return next((at for at, number in enumerate(numbers) if number >= wanted), None)

    def _view(self, item: Recommendation, documents: dict[str, Document]) -> Recommended:
        document, receipt = documents[item.document], documents[item.receipt]
        ledger = self._ledger
        authority = bounds(
            ledger.policies,
            item.company,
            item.currency,
            ledger.today(),
            user=ledger.clerk,
            reason=item.reason,
            customer=ledger.customer_of(document),
            document=document,
        )
        percent = measured(ledger, document, receipt).percent
        return Recommended(item, document, receipt, percent, authority)

"""What is written off by hand within a payment: by whose limit, and when it is only asked for.

Whoever enters a receipt writes nothing off with it (rule 21): the receipt posts, the rest stays
open, and a request goes with the voucher. Somebody else who applies it may write off.
"""

from __future__ import annotations

from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.people.duties import own_receipts
from artui.ledger.posting import Stamp, Voucher
from artui.ledger.settlement import Wish
from artui.ledger.writeoffs.authority import Authority, bounds
from artui.ledger.writeoffs.caps import Spending, levels
from artui.ledger.writeoffs.requests import PENDING, requested
from artui.ledger.writeoffs.write_offs import Asked, judge


class Hand:
    """The clerk's own hand in one payment on a ``day``: of a receipt being entered, or of the open
    credit ``source``."""

    def __init__(self, ledger: Ledger, day: str, source: Document | None = None) -> None:
        self._ledger = ledger
        self._day = day
        self._source = source
        self._spending = Spending(ledger, ledger.clerk, day)
        self._bars: dict[str, str] = {}

    def authority(self, document: Document, reason: str) -> Authority:
        """How much may be written off of a document for a reason, the caps included."""
        ledger, day = self._ledger, self._day
        parameters = ledger.policies.parameters(document.company, day)
        spent = self._spending.spent(document)
        return bounds(
            ledger.policies,
            document.company,
            document.currency,
            day,
            user=ledger.clerk,
            reason=reason,
            customer=ledger.customer_of(document),
            document=document,
            caps=levels(parameters, document, ledger.clerk, day, spent),
        )

    def take(self, document: Document, wish: Wish) -> None:
        """Count a write-off of this payment against the caps of those behind it; refuses one that
        those before it leave no room for."""
        authority = self.authority(document, wish.write_off_reason)
        if why := authority.why_not(wish.write_off):
            raise refuse("write_off", 2153, why)
        self._spending.add(document, wish.write_off)

    def bar(self, document: Document) -> str:
        """Why the clerk may only ask; empty where duties aren't kept apart, or aren't mixed."""
        if document.id not in self._bars:
            self._bars[document.id] = self._bar(document)
        return self._bars[document.id]

    def _bar(self, document: Document) -> str:
        ledger, day, source = self._ledger, self._day, self._source
        if not ledger.policies.parameters(document.company, day).duties_apart:
            return ""
        if source is None:
            return f"{ledger.clerk} enters the receipt: somebody else must write off"
        bars = own_receipts(ledger, (source, document), ledger.clerk, day)
        return bars.get(source.id) or bars.get(document.id, "")


def settle_by_hand(
    ledger: Ledger, distribution: Distribution, voucher: Voucher, day: str, stamp: Stamp
) -> list[ev.WriteOffRequested]:
    """Check who writes off by hand in a payment; the requests that go with its voucher.

    Only inside a hold, once ``voucher`` holds what is distributed. Refuses a clerk who may neither
    write off nor ask, and a document for which a request waits.
    """
    made: list[ev.WriteOffRequested] = []
    hand = Hand(ledger, day)
    for key, line in distribution.lines.items():
        if line.settled.by_hand:
            ledger.require("writeoffs.post")
            hand.take(line.document, line.wish)
        if not line.settled.requested:
            continue
        asked = Asked(
            replace(line.document, open=voucher.open_of(key)),
            line.settled.requested,
            line.wish.write_off_reason,
            day,
            ledger.clerk,
            above=PENDING,
            bar=line.situation.bar(line.document, line.wish),
        )
        verdict = judge(asked, ledger.customer_of(line.document), ledger.policies)
        made.append(requested(ledger, asked, verdict, stamp, behind=len(made)))
    return made

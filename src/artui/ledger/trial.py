"""What a distribution would realise if it were posted now; pure."""

from __future__ import annotations

from artui.ledger import events as ev
from artui.ledger.distribution import Distribution
from artui.ledger.posting import Number, Practice, Stamp, Voucher

_MONEY = "the money"


def exchange_of(distribution: Distribution, base: int, practice: Practice) -> dict[str, int]:
    """Gain (+) or loss (-) of each line by document key, in base minor units (rule 12).

    ``base`` is what the whole money is worth. The very facts of a posting are made and thrown
    away, so that what is shown before is what stands in the books after. Money that doesn't cover
    its lines realises nothing: it can't be posted.
    """
    if distribution.left < 0:
        return {}
    documents = {key: line.document for key, line in distribution.lines.items()}
    voucher = Voucher(Number("", "", 0, 0), Stamp(0, "", ""), documents)
    voucher.record(
        ev.ReceiptRecorded(
            *voucher.next(),
            document=_MONEY,
            customer="",
            known_as="",
            currency=distribution.currency,
            amount=-distribution.amount,
            base=-base,
            rate="",
            bank_account="",
            method="",
            received="",
            date="",
            reference="",
        )
    )
    voucher.distribute(_MONEY, distribution, practice)
    realised: dict[str, int] = {}
    for fact in voucher.facts:
        if isinstance(fact, ev.ExchangeRealised):
            realised[fact.document] = realised.get(fact.document, 0) + fact.base
    return realised

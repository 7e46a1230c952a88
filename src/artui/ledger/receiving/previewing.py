"""What moving money would come to: balances before and after and the journal, nothing posted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger.journal import netted
from artui.ledger.ledger import Ledger
from artui.ledger.rehearsal import rehearsal
from artui.ledger.reversal.reversing import Balance, Preview
from artui.ledger.reversal.undoing import touched


def rehearsed(ledger: Ledger, post: Callable[[], Iterable[str]]) -> Preview:
    """What the vouchers that ``post`` answers with (keys) would come to; refuses as it does.

    A document that they would make has no version yet (``last_pos`` 0).
    """
    facts: list[ev.Event] = []
    with rehearsal(ledger):
        for voucher in post():
            facts += ledger.read.voucher_facts(voucher)
        after = touched(ledger, facts)
    before = ledger.read.documents(sorted(after))
    lines = [line for fact in facts if isinstance(fact, ev.VoucherPosted) for line in fact.lines]
    balances = [
        Balance(
            before.get(key) or replace(document, open=0, base_open=0, last_pos=0),
            document.open,
            document.base_open,
            document.state == "cancelled",
        )
        for key, document in after.items()
    ]
    return Preview(tuple(balances), netted(lines))

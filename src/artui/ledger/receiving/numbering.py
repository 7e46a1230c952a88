"""Numbers of the documents that a voucher makes: they follow the voucher's own."""

from __future__ import annotations

from artui.ledger import events as ev
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.posting import Number


def new_keys(ledger: Ledger, number: Number, count: int = 1) -> list[str]:
    """The keys of the documents a voucher makes: its number, counted on for several.

    Refuses one that is there already, taken on say.
    """
    name = f"{number.series}{number.year % 100:02d}{number.number:06d}"
    names = [name] if count == 1 else [f"{name}-{n}" for n in range(1, count + 1)]
    keys = [ev.document_key(number.company, each) for each in names]
    there = ledger.whole.documents(keys)
    if there:
        said = f"document {ev.number_of(min(there))} exists in {number.company}"
        raise refuse("number", 2209, said)
    return keys

"""A bank's line as the ledger keeps it: what it said of the money, in no format's own words."""

from __future__ import annotations

from artui.importers.bank import BankLine
from artui.ledger.events import DocumentSaid, LineSaid


def name_of(line: BankLine, format_: str) -> str:
    """The payer's name; BAI2 has no field for it, banks write it first in the text."""
    if line.payer or format_ != "BAI2" or len(line.remittance) < 2:
        return line.payer
    return line.remittance[0]


def said_of(line: BankLine, format_: str) -> LineSaid:
    """What a line of a statement in a format says."""
    return LineSaid(
        payer=name_of(line, format_),
        account=line.payer_account,
        texts=line.remittance,
        references=line.references,
        end_to_end=line.end_to_end,
        documents=tuple(
            DocumentSaid(one.number, one.amount, one.discount, one.deduction, one.reason)
            for one in line.documents
        ),
        kind=line.kind,
        returned=line.return_reason,
    )

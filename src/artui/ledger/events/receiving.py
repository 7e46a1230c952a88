"""Facts of the receipts inbox: what a bank said of money, lines put aside, names learned."""

from __future__ import annotations

import msgspec

from artui.ledger.events.base import Event


class DocumentSaid(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One document of a structured remittance as the payer names it, minor units.

    ``amount`` is what was paid on it (< 0: a credit taken along), ``None`` where nothing is said.
    """

    number: str
    amount: int | None = None
    discount: int = 0
    deduction: int = 0
    reason: str = ""


class LineSaid(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a line of a statement says of its money, as the bank wrote it, cut to a bound.

    ``beyond`` counts the documents that were cut off.
    """

    payer: str = ""
    account: str = ""
    texts: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    end_to_end: str = ""
    documents: tuple[DocumentSaid, ...] = ()
    kind: str = ""
    returned: str = ""
    beyond: int = 0


class BankLineRead(Event, frozen=True, tag="bl"):
    """What a bank's file said of a receipt or returned item (document key); moves nothing.

    Its stream is ``line/COMPANY/NUMBER``. Another file that says something else of the same money
    adds a fact of its own.
    """

    document: str
    file: str
    line: int
    batch: str
    said: LineSaid


class LineParked(Event, frozen=True, tag="lp"):
    """A line of the inbox was put aside, with the reason; the money stays booked as it is."""

    document: str
    note: str


class LineTakenUp(Event, frozen=True, tag="lt"):
    """A line put aside is looked at again."""

    document: str


class PayerAliasLearned(Event, frozen=True, tag="al"):
    """A clerk confirmed that a payer, as the bank writes it, is a customer.

    ``kind`` is ``name`` or ``account``; ``receipt`` the document it was confirmed on.
    """

    company: str
    number: int
    customer: str
    kind: str
    text: str
    receipt: str = ""


class PayerAliasEnded(Event, frozen=True, tag="ae"):
    """A learned name or account means its customer no longer."""

    company: str
    number: int
    note: str = ""

"""What moved a document's balance, in words: for the account, the document and the voucher.

Amounts are minor units of the document's currency, signed as they moved the balance.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.ledger import Ledger
from artui.ledger.reading.queries import Movement, ReceiptRow
from artui.screens import show

KINDS = {
    "invoice": "invoice",
    "debit_memo": "debit memo",
    "overdue_charge": "overdue charge",
    "chargeback": "chargeback",
    "returned": "returned item",
    "credit_memo": "credit memo",
    "receipt": "receipt",
    "prepayment": "prepayment",
    "transfer": "money moved here",
    "balance_write_off": "balance write-off",
    "credit_write_off": "credit write-off",
}
"""A document's kind in words."""

_WORDS = {
    "raised": "raised",
    "paid": "paid",
    "applied": "applied",
    "discount": "discount",
    "written_off": "written off",
    "receipt_level": "written off",
    "kept": "excess kept",
    "by_hand": "written off",
    "charged_back": "charged back",
    "transferred": "transferred",
    "refunded": "refunded",
    "rounding": "rounding",
    "rate": "rate adjusted",
    "cancelled": "cancelled",
}


class Told(NamedTuple):
    """A movement in words: what happened, and by what or under which rule."""

    movement: Movement
    word: str
    what: str


def tell(ledger: Ledger, document: Document) -> list[Told]:
    """All that moved a document's balance, oldest first."""
    return [_tell(ledger, document, movement) for movement in ledger.read.movements(document.id)]


def _tell(ledger: Ledger, document: Document, movement: Movement) -> Told:
    fact = next(event for _pos, event in ledger.store.events(movement.pos - 1, movement.pos))
    word = _WORDS[movement.kind]
    if _is_undone(fact):
        word += ", undone"
    return Told(movement, word, _what(ledger, document, fact))


def _is_undone(fact: ev.Event) -> bool:
    if isinstance(fact, ev.WrittenOff):
        return not fact.number
    if isinstance(fact, ev.DifferenceWrittenOff):
        return (fact.amount < 0) != bool(fact.target)  # an excess is below zero by nature
    if isinstance(fact, ev.Transferred | ev.Refunded):
        return fact.amount > 0  # they take from credits
    return isinstance(fact, ev.Applied | ev.DiscountGranted | ev.ChargedBack) and fact.amount < 0


def _what(ledger: Ledger, document: Document, fact: ev.Event) -> str:
    if isinstance(fact, ev.Applied):
        if fact.target != document.id:
            return f"to {ev.number_of(fact.target)}"
        return source_words(ledger.read.receipt(fact.source), ev.number_of(fact.source))
    if isinstance(fact, ev.ReceiptRecorded):
        return source_words(ledger.read.receipt(fact.document), fact.reference)
    if isinstance(fact, ev.DocumentRaised):
        return _moved_from(ledger, fact) or KINDS[fact.kind]
    if type(fact) in _CONCEDED:
        return _CONCEDED[type(fact)](fact, document)
    voucher = ledger.read.voucher(fact.originator_id)
    return f"reversal of {voucher.text}" if voucher else ""


def _moved_from(ledger: Ledger, fact: ev.DocumentRaised) -> str:
    """Where money that a transfer moved was before; empty for any other document."""
    if fact.kind != "transfer":
        return ""
    facts = ledger.read.voucher_facts(fact.originator_id)
    moved = (f for f in facts if isinstance(f, ev.Transferred) and f.made == fact.document)
    return next((f"from {ev.number_of(f.document)}" for f in moved), "")


def _tolerated(fact: ev.DifferenceWrittenOff, document: Document) -> str:
    rule = "AR30-185" if document.original > 0 else "AR30-186"
    if fact.level == "receipt":
        return f"the receipt's own tolerance {rule}"
    if fact.level == "run":
        return f"the run's limit {rule}"
    return f"policy {fact.policy} {rule}" if fact.policy else f"its own maximum {rule}"


def _granted(fact: ev.DiscountGranted, document: Document) -> str:
    if fact.reason:
        return f"by hand, {fact.reason}"
    return f"{fact.days_late} days late, {fact.accepted_by}" if fact.days_late else "in time"


_CONCEDED: dict[type[ev.Event], Callable[[Any, Document], str]] = {
    ev.DifferenceWrittenOff: _tolerated,
    ev.DiscountGranted: _granted,
    ev.WrittenOff: lambda fact, _: f"{fact.reason} {fact.rule}",
    ev.ChargedBack: lambda fact, _: f"to {ev.number_of(fact.chargeback)}",
    ev.Transferred: lambda fact, _: f"to {ev.number_of(fact.made)}",
    ev.Refunded: lambda fact, _: f"from {fact.bank_account}",
    ev.RateAdjusted: lambda fact, _: f"{fact.was} to {fact.rate}",
    ev.RoundingAbsorbed: lambda fact, _: "left by an application across currencies",
}
"""Why a balance moved without a payment."""


def source_words(receipt: ReceiptRow | None, otherwise: str) -> str:
    """Where money came from: ``WIRE 200415C00047``, else the credit document's number."""
    if receipt is None:
        return otherwise
    return " ".join(filter(None, (receipt.method, receipt.bank_reference or otherwise)))


def line(told: Told, today: str) -> str:
    """The movement as one line beneath its document, for a list."""
    movement = told.movement
    amount = show.amount(movement.amount, movement.currency)
    return (
        f"       . {told.word:<17} {show.short_day(movement.date, today):<5} "
        f"{show.voucher(movement.voucher, today):<10}{amount:>14} {told.what}"
    )


def lines(ledger: Ledger, document: Document, today: str) -> list[str]:
    """All that moved a document's balance, as lines beneath it."""
    return [line(told, today) for told in tell(ledger, document)]


def last_change(document: Document, today: str) -> str:
    """What became of a document last: ``raised``, ``paid RC 147``, ``closed RC 147``."""
    by = show.voucher(document.last_voucher, today)
    if document.state == "cancelled":
        return f"reversed {by}"
    if not document.open:
        return f"closed {by}"
    if document.last_voucher == document.voucher and document.open == document.original:
        return "raised"
    return f"part {by}" if document.last_voucher != document.voucher else "part open"

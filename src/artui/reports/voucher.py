"""A voucher's two journals as data: the accounting journal and the customer payment journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import Customer, Document
from artui.ledger.errors import Damaged, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.reading.journal_batches import batch_of
from artui.ledger.reading.queries import VoucherHead
from artui.reports.records import moment


class AccountLine(NamedTuple):
    """A line of the accounting journal; amounts in minor units, one of the two is 0.

    ``base`` is the same in the company's base currency, debit +, credit -.
    """

    line: int
    rule: str
    account: str
    name: str
    division: str
    currency: str
    debit: int
    credit: int
    base: int


class PaymentLine(NamedTuple):
    """What a voucher did to one document, in minor units; ``exchange`` in base currency.

    ``open_after`` is the document's balance when the voucher was posted. ``taken`` is what it took
    of the money, in the voucher's currency. What was kept of an overpayment stands as written off
    (< 0) on the document overpaid.
    """

    document: str
    kind: str
    due: str
    currency: str
    paid: int
    discount: int
    written_off: int
    exchange: int
    open_after: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class VoucherReport:
    """A voucher with all that its journals show."""

    head: VoucherHead
    base_currency: str
    payer: str
    receipt: ev.ReceiptRecorded | None
    accounts: tuple[AccountLine, ...]
    payments: tuple[PaymentLine, ...]
    notes: tuple[str, ...]


def voucher_report(ledger: Ledger, key: str) -> VoucherReport:
    """Read a voucher's journals; refuses an unknown key."""
    head = ledger.read.voucher(key)
    if head is None:
        raise refuse("voucher", 2215, f"voucher {key!r} does not exist")
    return report_on(ledger, head)


def report_on(ledger: Ledger, head: VoucherHead) -> VoucherReport:
    """The journals of a voucher that a list read."""
    facts = ledger.read.voucher_facts(head.id)
    seal = facts[-1]
    if not isinstance(seal, ev.VoucherPosted):
        raise Damaged(f"event {head.pos} seals no voucher; a rebuild puts the list right")
    policies = ledger.policies
    names = {
        account.account: f"Bank {account.bank_account}"
        for account in policies.company(head.company).bank_accounts.values()
    }
    receipt = next((f for f in facts if isinstance(f, ev.ReceiptRecorded)), None)
    if receipt is not None:  # several bank accounts may share one account of the books
        bank = policies.bank_account(head.company, receipt.bank_account)
        names[bank.account] = f"Bank {bank.bank_account}"
    customer = ledger.read.customer(head.company, head.customer) if head.customer else None
    return VoucherReport(
        head,
        policies.company(head.company).base_currency,
        _payer(customer, receipt),
        receipt,
        accounting_journal(seal.lines, {**policies.accounts, **names}),
        payment_journal(facts, *_documents(ledger, head)),
        (*_notes(facts), *_batch_notes(ledger, facts)),
    )


def _payer(customer: Customer | None, receipt: ev.ReceiptRecorded | None) -> str:
    if customer is not None:
        return customer.name
    return receipt.known_as if receipt else ""


def _documents(ledger: Ledger, head: VoucherHead) -> tuple[dict[str, Document], dict[str, int]]:
    """The documents a voucher moved, and their balances behind it."""
    keys = list(dict.fromkeys(m.document for m in ledger.read.voucher_movements(head)))
    after = {
        key: sum(m.amount for m in ledger.read.movements(key) if m.pos <= head.pos) for key in keys
    }
    return ledger.read.documents(keys), after


def accounting_journal(
    lines: Sequence[ev.JournalLine], names: Mapping[str, str]
) -> tuple[AccountLine, ...]:
    """The journal lines of a seal with the names of their accounts."""
    return tuple(
        AccountLine(
            number,
            line.rule,
            line.account,
            names.get(line.account, ""),
            line.division,
            line.currency,
            max(line.amount, 0),
            max(-line.amount, 0),
            line.base,
        )
        for number, line in enumerate(lines, 1)
    )


def payment_journal(
    facts: Sequence[ev.Event], documents: Mapping[str, Document], open_after: Mapping[str, int]
) -> tuple[PaymentLine, ...]:
    """What the facts of a voucher did, one line per document paid or used, in their order.

    The receipt itself has no line: what stays on it is money on account.
    """
    sums: dict[str, list[int]] = {}
    own = {f.document for f in facts if isinstance(f, ev.ReceiptRecorded)}

    def add(document: str, place: int, amount: int) -> None:
        if document not in own:
            sums.setdefault(document, [0, 0, 0, 0, 0])[place] += amount

    for fact in facts:
        if isinstance(fact, ev.Applied):
            add(fact.target, 0, fact.amount)
            add(fact.source, 0, -fact.source_amount)
            add(fact.target, 4, fact.source_amount)
        elif isinstance(fact, ev.DiscountGranted):
            add(fact.document, 1, fact.amount)
        elif isinstance(fact, ev.DifferenceWrittenOff):
            add(fact.target or fact.document, 2, fact.amount)
        elif isinstance(fact, ev.WrittenOff | ev.RoundingAbsorbed):
            add(fact.document, 2, fact.amount)
        elif isinstance(fact, ev.ExchangeRealised):
            add(fact.document, 3, fact.base)
    return tuple(
        PaymentLine(
            it.number,
            it.short_kind,
            it.due,
            it.currency,
            paid,
            discount,
            written_off,
            exchange,
            open_after[key],
            taken,
        )
        for key, (paid, discount, written_off, exchange, taken) in sums.items()
        for it in [documents[key]]
    )


def _notes(facts: Sequence[ev.Event]) -> list[str]:
    """What allowed a write-off, who accepted a discount, why a rest stays open; of a reversal
    only what it reverses, of an adjusted rate only that."""
    adjusted = [f for f in facts if isinstance(f, ev.RateAdjusted)]
    if adjusted and not any(isinstance(f, ev.VoucherReversed) for f in facts):
        return [f"{ev.number_of(f.document)}: rate {f.was} put right to {f.rate}" for f in adjusted]
    reversals = [f for f in facts if isinstance(f, ev.VoucherReversed | ev.FactsReversed)]
    if reversals:
        return [_reverses(fact) for fact in reversals]
    notes = []
    for fact in facts:
        if isinstance(fact, ev.DifferenceWrittenOff):
            level = fact.level if not fact.key else f"{fact.level} {fact.key}"
            notes.append(
                f"{ev.number_of(fact.document)}: write-off allowed by policy {fact.policy} "
                f"({level})"
            )
        elif isinstance(fact, ev.DiscountGranted) and fact.accepted_by:
            reason = f", reason {fact.reason}" if fact.reason else ""
            notes.append(
                f"{ev.number_of(fact.document)}: discount {fact.days_late} days late, accepted "
                f"by {fact.accepted_by}{reason}"
            )
        elif isinstance(fact, ev.ShortPaid):
            notes.append(f"{ev.number_of(fact.document)}: rest left open, reason {fact.reason}")
    return notes


def _batch_notes(ledger: Ledger, facts: Sequence[ev.Event]) -> list[str]:
    """Of a batch that was left unposted: that it waits, or who posted it when."""
    if not any(isinstance(fact, ev.JournalLeftUnposted) for fact in facts):
        return []
    batch = batch_of(ledger.store, facts[0].originator_id)
    if batch is None or not batch.posted:
        return ["Journal batch unposted"]
    posted = ledger.store.events_at([batch.posted])[batch.posted]
    return [f"Journal batch posted by {posted.clerk}, {moment(posted.recorded_at)[:10]}"]


def _reverses(fact: ev.VoucherReversed | ev.FactsReversed) -> str:
    part = "a part of " if isinstance(fact, ev.FactsReversed) else ""
    return f"Reverses {part}{ev.voucher_name(fact.voucher)}"

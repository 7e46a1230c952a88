"""Reversals: whole vouchers, returned payments, single applications, write-offs, whole chains.

Each command posts one new dated voucher of the series RV that mirrors what it takes back (rule
13). What another voucher built on a document that would go is named and refused, or taken back
with it in the same voucher. The day is the command's, else today; nothing is dated otherwise in
silence: a closed period is refused with the first open day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.documents import Document, evolve
from artui.ledger.errors import refuse
from artui.ledger.general.journal_batches import leaves_unposted
from artui.ledger.journal import netted
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.posting import Number, Stamp, Voucher
from artui.ledger.reversal.mirroring import REVERSALS, mirrored_journal, take_back
from artui.ledger.reversal.undoing import (
    Undoing,
    batch_vouchers,
    chain,
    check_reversal,
    dependants,
    of_applications,
    of_batch,
    of_receipt,
    of_write_offs,
    touched,
    whole,
)
from artui.ledger.writeoffs.requests import voided

WRITE_OFFS = "WO"
"""The series of write-offs by hand, from a list or by a program."""


class Balance(NamedTuple):
    """A document as it stands and its balances behind a reversal, in minor units."""

    document: Document
    after: int
    base_after: int
    cancelled: bool


class Preview(NamedTuple):
    """What a reversal would come to: the balances it moves and the journal it would post."""

    balances: tuple[Balance, ...]
    lines: tuple[ev.JournalLine, ...]


# --- the voucher ---------------------------------------------------------------------------------


def preview(ledger: Ledger, undoing: Undoing, day: str = "") -> Preview:
    """What a reversal would come to, without posting it."""
    day = day or ledger.today()
    number = Number(undoing.company, REVERSALS, int(day[:4]), 0)
    events = _mirror(ledger, undoing, number, day, ledger.stamp())
    documents = touched(ledger, events)
    balances = {key: (it.open, it.base_open) for key, it in documents.items()}
    for fact in events:
        evolve(balances, fact)
    cancelled = {fact.document for fact in events if isinstance(fact, ev.DocumentCancelled)}
    seal = events[-1]
    assert isinstance(seal, ev.VoucherPosted)
    return Preview(
        tuple(Balance(documents[key], *after, key in cancelled) for key, after in balances.items()),
        seal.lines,
    )


def _post(
    ledger: Ledger,
    undoing: Undoing,
    day: str,
    stamp: Stamp,
    ended: Sequence[ev.RequestDecided] | None = None,
) -> Posted:
    """Post a reversal; ``ended`` are requests that end with it, None = those of its vouchers."""
    ledger.require("vouchers.reverse")
    _check_free(undoing.text, dependants(ledger, undoing))
    number = ledger.next_number(undoing.company, REVERSALS, day)
    events = _mirror(ledger, undoing, number, day, stamp)
    if ended is None:
        ended = _ended_requests(ledger, undoing, stamp)
    ledger.store.append([*ended, *events], stamp.command)
    return Posted(number.key, "", 0)


def _ended_requests(ledger: Ledger, undoing: Undoing, stamp: Stamp) -> list[ev.RequestDecided]:
    """What ends the requests that went with vouchers which are taken back whole."""
    whole_ones = (part.posting for part in undoing.parts if part.facts == part.posting.facts)
    commands = dict.fromkeys(posting.seal.command for posting in whole_ones)
    return [decided for command in commands for decided in voided(ledger, command, stamp)]


def _check_free(what: str, built_on: Sequence[str]) -> None:
    if built_on:
        names = ", ".join(map(ev.voucher_name, built_on))
        raise refuse("voucher", 2218, f"{names} built on {what}: reverse first")


def _mirror(
    ledger: Ledger, undoing: Undoing, number: Number, day: str, stamp: Stamp
) -> list[ev.Event]:
    policies, company = ledger.policies, undoing.company
    documents = touched(ledger, undoing.facts)
    voucher = Voucher(number, stamp, documents)
    rates = _rates(ledger, undoing, day)
    take_back(voucher, undoing.parts, {key: str(rate) for key, rate in rates.items()})
    lines = [*mirrored_journal(undoing.parts, documents, policies)]
    for key, rate in rates.items():
        lines += _money_leaves(ledger, voucher, undoing, key, rate)
    period = policies.period_of(company, day)
    return voucher.seal(
        date=day,
        period=period.name if period else "",
        customer=undoing.customer,
        currency=undoing.currency,
        amount=undoing.amount,
        accounts=policies,
        lines=netted(lines),
        text=undoing.text,
        unposted=_of_write_offs(undoing) and leaves_unposted(policies, company, day),
    )


def _of_write_offs(undoing: Undoing) -> bool:
    """Whether vouchers of write-offs alone are taken back: their batches follow one setting."""
    return all(part.posting.seal.series == WRITE_OFFS for part in undoing.parts)


def _rates(ledger: Ledger, undoing: Undoing, day: str) -> dict[str, Decimal]:
    """The rate at which the money of each receipt leaves, where the parameters want that of the
    day instead of its own (rule 13)."""
    policies, company = ledger.policies, undoing.company
    if policies.parameters(company, day).reversal_rate != "day":
        return {}
    base = policies.company(company).base_currency
    return {
        fact.document: undoing.rate or policies.rate(company, fact.currency, day)
        for fact in undoing.facts
        if isinstance(fact, ev.ReceiptRecorded) and fact.currency != base
    }


def _money_leaves(
    ledger: Ledger, voucher: Voucher, undoing: Undoing, document: str, rate: Decimal
) -> list[ev.JournalLine]:
    """What money leaving at another rate than it came in at gains or loses."""
    policies, company = ledger.policies, undoing.company
    facts = undoing.facts
    receipt = next(
        fact for fact in facts if isinstance(fact, ev.ReceiptRecorded) and fact.document == document
    )
    came = receipt.base + sum(
        fact.base
        for fact in facts
        if isinstance(fact, ev.RateAdjusted) and fact.document == document
    )
    base_currency = policies.company(company).base_currency
    gain = money.convert(receipt.amount, receipt.currency, base_currency, rate) - came
    if not gain:
        return []
    voucher.facts.append(ev.ExchangeRealised(*voucher.next(), document=document, base=gain))
    bank = policies.bank_account(company, receipt.bank_account).account
    rule = "AR30-520" if gain > 0 else "AR30-521"
    account = policies.account(rule, company, receipt.division)
    return [
        ev.JournalLine("Bank", bank, "", receipt.currency, 0, gain),
        ev.JournalLine(rule, account, receipt.division, receipt.currency, 0, -gain),
    ]


# --- commands ------------------------------------------------------------------------------------


def reverse(ledger: Ledger, key: str, *, day: str = "", command: str | None = None) -> Posted:
    """Reverse what stands of a voucher by a new one; refuses while others build on it, naming
    them."""

    def decide(stamp: Stamp) -> Posted:
        head, built_on = check_reversal(ledger, key)
        _check_free(head.name, built_on)
        return _post(ledger, whole(ledger, [key]), day or ledger.today(), stamp)

    return ledger.once(command, decide)


def reverse_chain(ledger: Ledger, key: str, day: str = "", command: str | None = None) -> Posted:
    """Reverse a voucher with all that was built on it: one voucher takes back the whole chain."""

    def decide(stamp: Stamp) -> Posted:
        undoing = whole(ledger, chain(ledger, key))
        return _post(ledger, undoing, day or ledger.today(), stamp)

    return ledger.once(command, decide)


def reverse_receipt(
    ledger: Ledger,
    document: str,
    day: str = "",
    rate: Decimal | None = None,
    command: str | None = None,
    said: str = "",
) -> Posted:
    """Take back a returned payment with all its applications in one voucher, wherever it was
    applied; its balance is 0 then.

    ``rate`` stands for the day's, for companies whose reversals take the rate of their day;
    ``said`` is the voucher's text, by default the receipt's number.
    """

    def decide(stamp: Stamp) -> Posted:
        undoing = of_receipt(ledger, document, rate)
        if said:
            undoing = replace(undoing, text=said)
        return _post(ledger, undoing, day or ledger.today(), stamp)

    return ledger.once(command, decide)


def unapply(
    ledger: Ledger,
    *,
    source: str | None = None,
    target: str | None = None,
    day: str = "",
    command: str | None = None,
) -> Posted:
    """Take back the applications of ``source``, to ``target``, or from one to the other (document
    keys); the money stays on account, and what was conceded for them is owed again."""

    def decide(stamp: Stamp) -> Posted:
        undoing = of_applications(ledger, source or "", target or "")
        return _post(ledger, undoing, day or ledger.today(), stamp)

    return ledger.once(command, decide)


def reverse_write_off(
    ledger: Ledger,
    document: str,
    day: str = "",
    command: str | None = None,
    *,
    every: bool = False,
) -> Posted:
    """Take back the write-offs by hand of a document, or the one write-off named; the documents
    they made are cancelled. ``every`` takes its tolerated differences back too."""

    def decide(stamp: Stamp) -> Posted:
        undoing = of_write_offs(ledger, document, every=every)
        return _post(ledger, undoing, day or ledger.today(), stamp)

    return ledger.once(command, decide)


def reverse_batch(
    ledger: Ledger, batch: str, day: str = "", command: str | None = None
) -> list[Posted]:
    """Take back all that one command posted, a run over a list say: a voucher for each of its
    vouchers, all of them or none. What stands no longer is left out; requests that it made and
    that still wait are void."""

    def decide(stamp: Stamp) -> list[Posted]:
        on = day or ledger.today()
        ended = voided(ledger, batch, stamp)
        if ended and not batch_vouchers(ledger, batch):
            ledger.require("vouchers.reverse")
            ledger.store.append(ended, stamp.command)
            return []
        return [
            _post(ledger, undoing, on, ledger.stamp(f"{stamp.command}/{n}"), ())
            if n
            else _post(ledger, undoing, on, stamp, ended)
            for n, undoing in enumerate(of_batch(ledger, batch))
        ]

    def answer(events: Sequence[ev.Event]) -> list[Posted]:
        own = events[0].command
        return [Posted(key, "", 0, again=True) for key in batch_vouchers(ledger, own)]

    return ledger.carry_out(command, decide, answer)

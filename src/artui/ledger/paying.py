"""Receipts posted and credits applied: one voucher with applications, discounts, differences.

A panel asks for an empty :class:`~artui.ledger.distribution.Distribution`, pays documents in it and
hands over the lines with the figures that were seen; under the hold the same is worked out again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from msgspec import structs

from artui.ledger import events as ev
from artui.ledger.checks import distribute_again, receipt_problems
from artui.ledger.dates import add_days
from artui.ledger.distribution import Distribution
from artui.ledger.documents import RECEIPT_SIDE, Document
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.errors import Problem, Refused, refuse
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.posting import Practice, Stamp, Voucher, record_money
from artui.ledger.reading.batches import batch_problems
from artui.ledger.receiving.batches import close_in_control
from artui.ledger.situation import RunLimit
from artui.ledger.standing import Standing
from artui.ledger.writeoffs.by_hand import Hand, settle_by_hand

DUPLICATE_DAYS = 30
"""How far back a like receipt of the same payer warns."""


def distribution(ledger: Ledger, receipt: Receipt) -> Distribution:
    """An empty distribution of a receipt's money, under the policies of its days."""
    hand = Hand(ledger, receipt.accounting_date)
    return _distribution(receipt, ledger.standing(by_hand=hand))


def application(
    ledger: Ledger, source: Document, day: str, limit: RunLimit | None = None
) -> Distribution:
    """An empty distribution of an open credit document, applied on ``day``.

    A receipt's received date decides its discounts, however late it is applied (rule 7). The
    ``limit`` of an automatic run stands for all tolerances.
    """
    received = received_on(ledger, source, day)
    standing = ledger.standing(by_hand=Hand(ledger, day, source))
    terms = standing.terms(
        source.company,
        source.currency,
        Decimal(source.rate),
        day,
        money=source.kind in RECEIPT_SIDE,
    )
    situation_of = standing.situation_of(received, day)
    if limit is None:
        return Distribution(-source.open, source.currency, situation_of, terms)
    bound = limit.bound
    return Distribution(
        -source.open,
        source.currency,
        lambda document: bound(document, situation_of(document)),
        structs.replace(terms, room=0),
    )


def received_on(ledger: Ledger, credit: Document, day: str) -> str:
    """The day that decides the discounts a credit earns: of money the day it came, of a
    document that is none the ``day`` it is applied on."""
    receipt = ledger.read.receipt(credit.id) if credit.kind == "receipt" else None
    if receipt is not None:
        return receipt.received
    return credit.date if credit.kind in RECEIPT_SIDE else day


def duplicates(ledger: Ledger, receipt: Receipt) -> list[str]:
    """Documents of receipts that look like this one: same payer, amount and reference within
    the last days."""
    since = add_days(receipt.received, -DUPLICATE_DAYS)
    rows = ledger.read.same_receipts(
        receipt.company, receipt.customer, receipt.amount, receipt.reference, since
    )
    return [row.document for row in rows]


def check_receipt(ledger: Ledger, receipt: Receipt) -> list[Problem]:
    """What is wrong with a receipt as entered, field by field; empty = it can be posted."""
    payer = ledger.read.customer(receipt.company, receipt.customer)
    problems = receipt_problems(receipt, payer, ledger.policies)
    return problems or batch_problems(ledger.store, receipt)


def post_receipt(
    ledger: Ledger, receipt: Receipt, lines: Sequence[PayLine] = (), command: str | None = None
) -> Posted:
    """Post a receipt with its applications, discounts and differences as one voucher.

    What is not distributed stays on account. Raises
    :class:`~artui.ledger.errors.Refused` with the fields at fault, and
    :class:`~artui.ledger.errors.Changed` if a document moved since it was looked at.
    """
    return ledger.once(command, lambda stamp: _post_receipt(ledger, receipt, lines, stamp))


def _post_receipt(
    ledger: Ledger, receipt: Receipt, lines: Sequence[PayLine], stamp: Stamp
) -> Posted:
    ledger.require("receipts.post")
    company, day = receipt.company, receipt.accounting_date
    payer = ledger.read.customer(company, receipt.customer) if receipt.customer else None
    if payer is not None:
        ledger.sight.check_customer(payer)
    standing = ledger.standing(payer, Hand(ledger, day))
    policies = standing.policies
    problems = receipt_problems(receipt, payer, policies)
    problems += batch_problems(ledger.store, receipt)
    if problems:
        raise Refused(*problems)
    period = policies.open_period(company, day)
    number = ledger.next_number(company, "RC", day)
    name = receipt.number or f"RC{number.year % 100:02d}{number.number:06d}"
    document = ev.document_key(company, name)
    documents = ledger.read.documents([document, *(line.document for line in lines)])
    hidden = ledger.sight.partial and ledger.whole.document(document) is not None
    if document in documents or hidden:
        raise refuse("number", 2209, f"document {name} exists in {company}")
    distribution = _distribution(receipt, standing)
    if lines:
        pays_for = _pays_for(ledger, company, receipt.customer, documents.values())
        distribute_again(distribution, lines, documents, company, pays_for, policies)
    voucher = Voucher(number, stamp, documents)
    record_money(voucher, receipt, document, payer, policies)
    voucher.distribute(
        document, distribution, Practice.of(policies, company, receipt.currency, day)
    )
    requests = _by_hand(ledger, distribution, voucher, day, stamp)
    account = policies.bank_account(company, receipt.bank_account)
    events = voucher.seal(
        date=day,
        period=period.name,
        customer=receipt.customer,
        currency=receipt.currency,
        amount=receipt.amount,
        accounts=policies,
        bank=account.account,
        batch=receipt.batch,
        policy=policies.policy_number(),
        text=receipt.reference,
    )
    ledger.store.append([*requests, *events], stamp.command)
    if receipt.batch:
        close_in_control(ledger, company, receipt.batch)
    return Posted(voucher.key, document, -voucher.open_of(document))


def _pays_for(
    ledger: Ledger, company: str, payer: str, documents: Iterable[Document]
) -> Collection[str]:
    """The payer, and its own customers if some of the documents are not the payer's."""
    if all(document.customer == payer for document in documents):
        return (payer,) if payer else ()
    return ledger.read.pays_for(company, payer)


def apply(
    ledger: Ledger,
    source: str,
    lines: Sequence[PayLine],
    *,
    day: str = "",
    command: str | None = None,
    limit: RunLimit | None = None,
) -> Posted:
    """Apply an open credit document (receipt, prepayment, credit memo) to debit documents.

    ``day`` is the posting date (default today). In one currency at one rate and division this
    posts no journal line (rule 11). ``limit`` is that of the automatic run whose lines these
    are. Raises as :func:`post_receipt` does.
    """
    day = day or ledger.today()
    return ledger.once(command, lambda stamp: _apply(ledger, source, lines, day, stamp, limit))


def _apply(
    ledger: Ledger,
    source: str,
    lines: Sequence[PayLine],
    day: str,
    stamp: Stamp,
    limit: RunLimit | None,
) -> Posted:
    ledger.require("applications.post")
    if not lines:
        raise refuse("document", 2213, "nothing is chosen to be paid")
    if any(line.document == source for line in lines):
        raise refuse("document", 2214, "a document can't be applied to itself")
    documents = ledger.read.documents([source, *(line.document for line in lines)])
    credit = documents.get(source)
    if credit is None or credit.open >= 0:
        raise refuse("source", 2212, f"{ev.number_of(source)} has no credit to apply")
    ledger.sight.check(credit, ledger.customer_of(credit))
    if credit.hold:
        raise refuse("source", 2117, f"{credit.number} is on hold")
    policies = ledger.policies
    parameters = policies.parameters(credit.company, day)
    if parameters.effect_date == "latest":
        day = max(document.date for document in documents.values())
    period = policies.open_period(credit.company, day)
    distribution = application(ledger, credit, day, limit)
    pays_for = _pays_for(ledger, credit.company, credit.customer, documents.values())
    distribute_again(distribution, lines, documents, credit.company, pays_for, policies)
    voucher = Voucher(ledger.next_number(credit.company, "CA", day), stamp, documents)
    voucher.distribute(
        source,
        distribution,
        Practice.of(policies, credit.company, credit.currency, day),
    )
    requests = _by_hand(ledger, distribution, voucher, day, stamp)
    events = voucher.seal(
        date=day,
        period=period.name,
        customer=credit.customer,
        currency=credit.currency,
        amount=distribution.amount - distribution.left,
        accounts=policies,
        policy=policies.policy_number(),
        text=credit.number,
    )
    ledger.store.append([*requests, *events], stamp.command)
    return Posted(voucher.key, source, -voucher.open_of(source))


def _by_hand(
    ledger: Ledger, distribution: Distribution, voucher: Voucher, day: str, stamp: Stamp
) -> Sequence[ev.Event]:
    """The requests that go with a voucher, for what its clerk may not write off (rule 21)."""
    if not any(line.wish.write_off for line in distribution.lines.values()):
        return ()
    return settle_by_hand(ledger, distribution, voucher, day, stamp)


def _distribution(receipt: Receipt, standing: Standing) -> Distribution:
    day = receipt.accounting_date
    rate = receipt.rate or standing.policies.rate(receipt.company, receipt.currency, day)
    return Distribution(
        receipt.amount,
        receipt.currency,
        standing.situation_of(receipt.received, day),
        standing.terms(receipt.company, receipt.currency, rate, day, money=True),
    )

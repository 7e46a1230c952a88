"""Chargebacks: what is left of a short-paid document moves to a debit memo of its own.

The debit memo has its own series, reason and due date; no cost arises: Dr customer / Cr customer.
"""

from __future__ import annotations

from collections.abc import Sequence

from artui.ledger import events as ev
from artui.ledger.checks import checked_day
from artui.ledger.documents import Document
from artui.ledger.errors import refuse, used_otherwise
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.posting import Stamp, Voucher, tax_part
from artui.ledger.writeoffs.write_offs import check_amount

SERIES = "CB"

NOT_OWED, FOR_NOBODY = 2330, 2331


def charge_back(
    ledger: Ledger,
    document: str,
    *,
    amount: int | None = None,
    reason: str = "",
    due: str = "",
    day: str = "",
    command: str | None = None,
) -> Posted:
    """Move ``amount`` (minor units, default all that is open) of a debit document to a chargeback.

    It is due on ``due`` and posted on ``day``, both by default today. Answers with the chargeback
    as the document, and what stays open of the old one. Refuses with the field at fault.
    """

    def decide(stamp: Stamp) -> Posted:
        found = ledger.read.document(document)
        if found is None:
            raise refuse("document", 2210, f"document {ev.number_of(document)} does not exist")
        wanted = abs(found.open) if amount is None else amount
        return post(ledger, found, wanted, reason, due, day or ledger.today(), stamp)

    return ledger.carry_out(command, decide, lambda events: _answer(ledger, events))


def post(
    ledger: Ledger, document: Document, amount: int, reason: str, due: str, day: str, stamp: Stamp
) -> Posted:
    """Post a chargeback of a document as it stands; only inside a hold."""
    ledger.require("chargebacks.post")
    ledger.sight.check(document, ledger.customer_of(document))
    due = _checked(document, amount, due or day)
    policies, company = ledger.policies, document.company
    if reason:
        policies.reason(reason)
    period = policies.open_period(company, day, "date")
    voucher = Voucher(ledger.next_number(company, SERIES, day), stamp, {document.id: document})
    key = _free_key(ledger, company)
    base = voucher.take(document.id, amount)
    voucher.raise_document(
        ev.DocumentRaised(
            *voucher.next(),
            document=key,
            kind="chargeback",
            customer=document.customer,
            name=document.name,
            date=day,
            due=due,
            currency=document.currency,
            amount=amount,
            open=amount,
            base=base,
            rate=document.rate,
            branch=document.branch,
            division=document.division,
            reference=document.number,
            tax=tax_part(document, amount),
            control=document.control,
        )
    )
    voucher.facts.append(
        ev.ChargedBack(
            *voucher.next(),
            document=document.id,
            chargeback=key,
            amount=amount,
            base=base,
            reason=reason,
        )
    )
    events = voucher.seal(
        date=day,
        period=period.name,
        customer=document.customer,
        currency=document.currency,
        amount=amount,
        accounts=policies,
        text=document.number,
    )
    ledger.store.append(events, stamp.command)
    return Posted(voucher.key, key, voucher.open_of(document.id))


def _checked(document: Document, amount: int, due: str) -> str:
    """The due day; refuses what can't be charged back. A dispute is no obstacle: a chargeback is
    how one is told apart from the rest of the document."""
    number = document.number
    if document.open <= 0:
        raise refuse("document", NOT_OWED, f"nothing is owed on {number}")
    if document.hold:
        raise refuse("document", 2117, f"{number} is on hold")
    if not document.customer:
        raise refuse("document", FOR_NOBODY, f"{number} belongs to no customer")
    check_amount(document, amount)
    return checked_day("due", due)


def _free_key(ledger: Ledger, company: str) -> str:
    """The next chargeback's key: counted over all years, past numbers that were taken on."""
    rows = ledger.store.query(
        "SELECT COALESCE(SUM(last), 0) FROM series WHERE company = :company AND series = :series",
        {"company": company, "series": SERIES},
    )
    number = int(rows[0][0]) + 1
    while ledger.read.document(key := ev.document_key(company, f"{SERIES}-{number}")):
        number += 1
    return key


def _answer(ledger: Ledger, events: Sequence[ev.Event]) -> Posted:
    seal = events[-1]
    charged = next((fact for fact in events if isinstance(fact, ev.ChargedBack)), None)
    if charged is None or not isinstance(seal, ev.VoucherPosted) or seal.series != SERIES:
        raise used_otherwise()
    left = ledger.read.document(charged.document)
    return Posted(seal.originator_id, charged.chargeback, left.open if left else 0, again=True)

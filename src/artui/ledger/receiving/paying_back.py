"""What a refund is checked against, and the voucher it makes: Dr customer / Cr bank.

Money on account is paid back only when somebody else approves what a clerk asked for. Whoever
entered the receipt neither asks nor approves (rule 21); the approver's authority covers it.
"""

from __future__ import annotations

from artui.ledger import events as ev
from artui.ledger.documents import RECEIPT_SIDE, Document
from artui.ledger.errors import Refused, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.people.delegation import by_authority
from artui.ledger.people.duties import own_receipt
from artui.ledger.posting import Stamp, Voucher
from artui.ledger.writeoffs.authority import Authority, Level

SERIES, PERMISSION = "RF", "refunds.approve"

OWN_RECEIPT, NO_MONEY, NOT_ABOVE, TOO_MUCH = 2417, 2633, 2634, 2635


def check_refund(
    ledger: Ledger, document: Document, amount: int, bank_account: str, day: str
) -> None:
    """Refuse what can't be paid back from a bank account on a day, and who entered the receipt."""
    number = document.number
    ledger.sight.check(document, ledger.customer_of(document))
    if document.kind not in RECEIPT_SIDE or document.open >= 0:
        raise refuse("receipt", NO_MONEY, f"{number} has no money on account to pay back")
    if document.hold:
        raise refuse("receipt", 2117, f"{number} is on hold")
    if amount <= 0:
        raise refuse("amount", NOT_ABOVE, "an amount to pay back is above zero")
    if amount > -document.open:
        there = format_amount(-document.open, document.currency)
        raise refuse("amount", TOO_MUCH, f"only {there} {document.currency} of {number} is open")
    account = ledger.policies.bank_account(document.company, bank_account)
    if account.currency != document.currency:
        said = f"bank account {bank_account} is in {account.currency}, {number} in"
        raise refuse("bank_account", 2208, f"{said} {document.currency}")
    ledger.policies.open_period(document.company, day, "date")
    _check_duty(ledger, document, ledger.clerk, day)


def _check_duty(ledger: Ledger, document: Document, user: str, day: str) -> None:
    if own_receipt(ledger, document, user, day):
        said = f"{user} entered the money of {document.number}: somebody else must refund it"
        raise refuse("document", OWN_RECEIPT, said)


def approver(
    ledger: Ledger, document: Document, amount: int, asked_by: str, day: str, own: Refused
) -> str:
    """Whose authority covers an approval by the clerk; refuses as it would be refused."""

    def attempt(user: str) -> str:
        _check_duty(ledger, document, user, day)
        policies, currency = ledger.policies, document.currency
        inclusive = policies.parameters(document.company, day).limits_inclusive
        limit = Level("user", user, policies.authority(user, currency), inclusive)
        if why := Authority(currency, (limit,)).why_not(amount):
            raise refuse("amount", 2153, why)
        return user

    return by_authority(ledger, PERMISSION, asked_by, own, attempt)


def pay_back(
    ledger: Ledger,
    document: Document,
    amount: int,
    bank_account: str,
    day: str,
    stamp: Stamp,
    *,
    requested_by: str,
    request: str,
) -> list[ev.Event]:
    """The voucher of an approved refund, at the rate the money came in at; only inside a hold."""
    policies, company = ledger.policies, document.company
    period = policies.open_period(company, day, "date")
    voucher = Voucher(ledger.next_number(company, SERIES, day), stamp, {document.id: document})
    voucher.facts.append(
        ev.Refunded(
            *voucher.next(),
            document=document.id,
            amount=-amount,
            base=voucher.take(document.id, -amount),
            bank_account=bank_account,
            requested_by=requested_by,
            request=request,
        )
    )
    return voucher.seal(
        date=day,
        period=period.name,
        customer=document.customer,
        currency=document.currency,
        amount=amount,
        accounts=policies,
        bank=policies.bank_account(company, bank_account).account,
        policy=policies.policy_number(),
        text=document.number,
    )

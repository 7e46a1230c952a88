"""Payments that came back: the receipt reversed, a fee charged for it, a returned item matched.

A return is a reversal RV of the receipt with all that was done with its money; its text says why.
A fee is a debit memo of its own voucher DM, saved together with it: Dr customer / Cr the rule of
the fee's reason code.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import money, paying
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine
from artui.ledger.errors import refuse, used_otherwise
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.money import format_amount
from artui.ledger.posting import Stamp, Voucher
from artui.ledger.receiving.numbering import new_keys
from artui.ledger.reversal.reversing import reverse_receipt, unapply
from artui.ledger.settlement import Wish

SERIES = "DM"

FEE_REASON = "FEE"
"""The reason code of a fee where none is named: its accounting rule is where the fee is income."""

NO_REASON, NO_FEE, FOR_NOBODY, NOT_RETURNED, TOO_LITTLE = range(2628, 2633)


class Returned(NamedTuple):
    """What a return came to: its vouchers, the reversal first, and the debit memo of the fee."""

    vouchers: tuple[str, ...]
    fee: str = ""
    again: bool = False  # the command had been carried out before

    @property
    def name(self) -> str:
        """The first voucher as people write it."""
        return ev.voucher_name(self.vouchers[0])


def return_payment(
    ledger: Ledger,
    receipt: str,
    reason: str,
    *,
    fee: int = 0,
    fee_reason: str = FEE_REASON,
    day: str = "",
    rate: Decimal | None = None,
    command: str | None = None,
) -> Returned:
    """Take a returned payment (its document key) back with all its applications, wherever its
    money was moved, and charge its customer a ``fee`` (minor units of the receipt's currency).

    ``reason`` is the bank's word for it, such as NSF. Refuses as a reversal does.
    """
    if not reason.strip():
        raise refuse("reason", NO_REASON, "say why the payment was returned, such as NSF")
    day, command = day or ledger.today(), command or ledger.ids()
    with ledger.hold():
        about = f"{ev.number_of(receipt)} {reason.strip()}"
        posted = reverse_receipt(ledger, receipt, day, rate, command, said=about)
        if not fee:
            return Returned((posted.voucher,), again=posted.again)
        found = ledger.read.document(receipt)
        assert found is not None, "it was just reversed"
        memo = charge_fee(ledger, found, fee, about, fee_reason, day, f"{command}/fee")
        return Returned((posted.voucher, memo.voucher), memo.document, posted.again)


def match_returned(
    ledger: Ledger,
    returned: str,
    receipt: str,
    *,
    reason: str = "",
    fee: int = 0,
    fee_reason: str = FEE_REASON,
    day: str = "",
    command: str | None = None,
) -> Returned:
    """Match a returned item, posted without knowing what it undoes, to the receipt it undoes (both
    keys): the receipt's payments are taken back and its money pays the returned item.

    One hold, saved together or not at all. A receipt that has not enough of its money left, since
    some was moved or refunded, is refused with what is left.
    """
    day, command = day or ledger.today(), command or ledger.ids()
    with ledger.hold():
        item = _item(ledger, returned, done=ledger.done_before(f"{command}/apply") is not None)
        vouchers: list[Posted] = []
        if _pays(ledger, receipt, f"{command}/undo"):
            vouchers.append(unapply(ledger, source=receipt, day=day, command=f"{command}/undo"))
        if ledger.done_before(f"{command}/apply") is None:
            lines = _undoing(ledger, receipt, item, day)
        else:
            lines = []
        vouchers.append(paying.apply(ledger, receipt, lines, day=day, command=f"{command}/apply"))
        memo = None
        if fee:
            about = f"{ev.number_of(receipt)} {reason.strip() or item.number}"
            memo = charge_fee(ledger, item, fee, about, fee_reason, day, f"{command}/fee")
            vouchers.append(memo)
        keys = tuple(posted.voucher for posted in vouchers)
        return Returned(keys, memo.document if memo else "", vouchers[-1].again)


def _item(ledger: Ledger, returned: str, *, done: bool) -> Document:
    item = ledger.read.document(returned)
    if item is None:
        raise refuse("returned", 2210, f"document {ev.number_of(returned)} does not exist")
    if item.kind != "returned" or (item.open <= 0 and not done):
        raise refuse("returned", NOT_RETURNED, f"{item.number} is no returned item with a balance")
    return item


def _pays(ledger: Ledger, receipt: str, command: str) -> bool:
    """Whether a receipt's payments are to be taken back, or were by this command."""
    if ledger.done_before(command) is not None:
        return True
    applied = sum(m.amount for m in ledger.read.movements(receipt) if m.kind == "applied")
    return applied > 0


def _undoing(ledger: Ledger, receipt: str, item: Document, day: str) -> list[PayLine]:
    """The line that gives a receipt's money to the returned item that took it back."""
    credit = ledger.read.document(receipt)
    if credit is None:
        raise refuse("receipt", 2210, f"document {ev.number_of(receipt)} does not exist")
    if -credit.open < item.open:
        left, wanted = (format_amount(each, item.currency) for each in (-credit.open, item.open))
        said = f"{credit.number} has {left} left, {item.number} takes back {wanted}"
        raise refuse("receipt", TOO_LITTLE, said)
    distribution = paying.application(ledger, credit, day)
    distribution.pay(item, item.open, Wish(tolerate=False))
    return PayLine.all_of(distribution)


def charge_fee(
    ledger: Ledger,
    about: Document,
    fee: int,
    said: str,
    reason: str,
    day: str,
    command: str,
) -> Posted:
    """Raise a debit memo of a ``fee`` (minor units) to the customer of a document, due at once, in
    the document's currency at the rate of the day."""

    def decide(stamp: Stamp) -> Posted:
        ledger.require("chargebacks.post")
        return _charge(ledger, about, fee, said, reason, day, stamp)

    def answer(events: Sequence[ev.Event]) -> Posted:
        memo = events[0]
        if not isinstance(memo, ev.DocumentRaised):
            raise used_otherwise()
        return Posted(memo.originator_id, memo.document, memo.amount, again=True)

    return ledger.carry_out(command, decide, answer)


def _charge(
    ledger: Ledger, about: Document, fee: int, said: str, reason: str, day: str, stamp: Stamp
) -> Posted:
    if fee < 0:
        raise refuse("fee", NO_FEE, "a fee is above zero")
    company, currency = about.company, about.currency
    customer = ledger.read.customer(company, about.customer) if about.customer else None
    if customer is None:
        raise refuse("fee", FOR_NOBODY, f"{about.number} belongs to no customer: no fee to charge")
    policies = ledger.policies
    rule = policies.reason(reason, "bank fee").rule
    period = policies.open_period(company, day, "date")
    number = ledger.next_number(company, SERIES, day)
    (key,) = new_keys(ledger, number)
    rate = policies.rate(company, currency, day)
    voucher = Voucher(number, stamp, {})
    voucher.raise_document(
        ev.DocumentRaised(
            *voucher.next(),
            document=key,
            kind="debit_memo",
            customer=customer.customer,
            name=customer.name,
            date=day,
            due=day,
            currency=currency,
            amount=fee,
            open=fee,
            base=money.convert(fee, currency, policies.company(company).base_currency, rate),
            rate=str(rate),
            division=customer.division,
            reference=said,
            contra=rule,
            control=policies.control_account(company, customer.division),
        )
    )
    events = voucher.seal(
        date=day,
        period=period.name,
        customer=customer.customer,
        currency=currency,
        amount=fee,
        accounts=policies,
        policy=policies.policy_number(),
        text=said,
    )
    ledger.store.append(events, stamp.command)
    return Posted(voucher.key, key, fee)

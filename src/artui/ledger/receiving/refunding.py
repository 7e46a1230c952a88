"""Asking for a refund: money on account is paid back only after somebody else approved it.

A request waits in the same list as those to write off, is approved, rejected and withdrawn in the
same way, and is void once the balance has moved (rule 17).
"""

from __future__ import annotations

from collections.abc import Sequence

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import refuse, used_otherwise
from artui.ledger.ledger import Ledger
from artui.ledger.posting import Stamp
from artui.ledger.receiving.paying_back import check_refund, pay_back
from artui.ledger.receiving.previewing import rehearsed
from artui.ledger.reversal.reversing import Preview
from artui.ledger.writeoffs.request_list import (
    Request,
    check_none_waits,
    find,
    new_number,
    request_key,
)


def request_refund(
    ledger: Ledger,
    receipt: str,
    *,
    amount: int | None = None,
    bank_account: str = "",
    note: str = "",
    day: str = "",
    command: str | None = None,
) -> str:
    """Ask that ``amount`` (minor units, default all that is open) of a receipt, prepayment or
    moved money (its key) be paid back; the request's key. Nothing is posted.

    ``bank_account`` is where it is paid from: by default the one the money came to, else the
    company's in that currency. Refuses with the field at fault.
    """

    def decide(stamp: Stamp) -> str:
        found, wanted, account = _checked(ledger, receipt, amount, bank_account, day)
        number = new_number(ledger, found.company)
        event = ev.RefundRequested(
            f"request/{found.company}/{number}",
            1,
            *stamp,
            company=found.company,
            number=number,
            document=found.id,
            amount=wanted,
            bank_account=account,
            currency=found.currency,
            open=found.open,
            version=found.last_pos,
            note=note,
            since=day or ledger.today(),
        )
        ledger.store.append([event], stamp.command)
        return request_key(found.company, number)

    return ledger.carry_out(command, decide, _asked_before)


def foreseen(
    ledger: Ledger,
    receipt: str,
    *,
    amount: int | None = None,
    bank_account: str = "",
    day: str = "",
) -> Preview:
    """What an approval would come to; refuses as :func:`request_refund` does."""

    def post() -> list[str]:
        found, wanted, account = _checked(ledger, receipt, amount, bank_account, day)
        stamp = ledger.stamp()
        events = pay_back(
            ledger, found, wanted, account, day or ledger.today(), stamp,
            requested_by=ledger.clerk, request="",
        )  # fmt: skip
        ledger.store.append(events, stamp.command)
        return [events[-1].originator_id]

    return rehearsed(ledger, post)


def _checked(
    ledger: Ledger, receipt: str, amount: int | None, bank_account: str, day: str
) -> tuple[Document, int, str]:
    """The money, how much of it, and where it is paid from; only inside a hold."""
    ledger.require("refunds.request")
    found = ledger.read.document(receipt)
    if found is None:
        raise refuse("receipt", 2210, f"document {ev.number_of(receipt)} does not exist")
    wanted = -found.open if amount is None else amount
    account = bank_account or _came_to(ledger, receipt)
    check_refund(ledger, found, wanted, account, day or ledger.today())
    check_none_waits(ledger, found)
    return found, wanted, account


def asked(ledger: Ledger, request: str) -> Request:
    """A request that was made, as it stands now."""
    found = find(ledger, request)
    assert found is not None, "it was just made"
    return found


def _came_to(ledger: Ledger, receipt: str) -> str:
    """The bank account a receipt came to; of other money the company's own in its currency."""
    recorded = ledger.read.receipt(receipt)
    if recorded is not None:
        return recorded.bank_account
    document = ledger.read.documents([receipt])[receipt]
    account = ledger.policies.bank_account_for(document.company, document.currency)
    if account is None:
        said = f"{document.company} has no bank account in {document.currency}"
        raise refuse("bank_account", 2208, said)
    return account.bank_account


def _asked_before(events: Sequence[ev.Event]) -> str:
    first = events[0]
    if not isinstance(first, ev.RefundRequested):
        raise used_otherwise()
    return request_key(first.company, first.number)

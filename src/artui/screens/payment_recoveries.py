"""What payment panels do about documents that were written off: found, told and asked about."""

from __future__ import annotations

from collections.abc import Callable

from artui.ledger.documents import Customer, Document
from artui.ledger.events import voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.receiving.recovering import Recoverable, recoverable, taken_back
from artui.ledger.reversal.mirroring import REVERSALS
from artui.screens.frame.panel import Panel
from artui.screens.frame.text import cells
from artui.screens.payment import Payment
from artui.screens.payment_words import two_lines

ASKED = 2660

_ROOM = 78 - len("2660?  Enter=Take back and pay F12=No")


def offered(ledger: Ledger) -> bool:
    """Whether the clerk may take write-offs back here."""
    return ledger.may("vouchers.reverse") and not ledger.store.read_only


def by_number(payment: Payment, number: str) -> Recoverable | None:
    """The document of a number, if it is closed by a write-off and may be recovered here."""
    if not number or not offered(payment.ledger):
        return None
    payer = payment.payer
    found = recoverable(
        payment.ledger, payer.company, payer.customer, payment.currency, number=number
    )
    return next((one for one in found if one.document.id not in payment.reopened), None)


def by_the_money(payment: Payment) -> Recoverable | None:
    """The one document closed by a write-off that the money names, or is just as much as."""
    if not offered(payment.ledger):
        return None
    receipt, source, payer = payment.receipt, payment.source, payment.payer
    said = receipt.reference if receipt else source.reference if source else ""
    found = recoverable(
        payment.ledger,
        payer.company,
        payer.customer,
        payment.currency,
        number=payment.named,
        amount=payment.left,
        reference=said,
    )
    return found[0] if len(found) == 1 else None


def on_receipt(
    ledger: Ledger, payer: Customer, currency: str, amount: int, reference: str
) -> tuple[str, str]:
    """The two lines E says of the one write-off that a receipt may recover; empty if there is no
    one, or if it equals an open document too."""
    nothing = "", ""
    if not amount or not offered(ledger):
        return nothing
    company = payer.company
    found = recoverable(
        ledger, company, payer.customer, currency, amount=amount, reference=reference
    )
    if len(found) != 1:
        return nothing
    payers = ledger.read.pays_for(company, payer.customer)
    if any(item.open == amount for item in ledger.read.open_items(company, payers, currency)):
        return nothing
    return f"{found[0].words}.", "F10 asks whether to take that back and pay it."


def posted_text(payment: Payment, voucher: str) -> str:
    """What is said of a payment posted as ``voucher`` (its key), and of what it took back."""
    name = voucher_name(voucher)
    back = taken_back(payment.ledger, payment.command) if payment.reopened else []
    if not back:
        return f"Voucher {name} posted. F12 shows it."
    before = back[0] if len(back) == 1 else f"{len(back)} of series {REVERSALS}"
    return f"Vouchers {before} and {name} posted. F12 shows the last."


def ask(
    panel: Panel,
    payment: Payment,
    one: Recoverable,
    take: Callable[[Document], None],
    leave: Callable[[], None],
) -> None:
    """Say what was written off, and ask whether to take it back and pay: Enter gives ``take`` the
    document as it will be then, F12 calls ``leave``. What was typed ahead is dropped."""
    panel.explain(*two_lines(f"{one.closed}. Taken back first, it can be paid: two vouchers."))
    amount = format_amount(one.amount, one.document.currency)
    text = f"{amount} of {one.document.number} was written off."
    words = ("Take back and pay", "No") if cells(text) <= _ROOM else ("Take back", "No")
    panel.ask(ASKED, text, lambda: take(payment.reopen(one)), leave, words=words)

"""The lines of quick entry as text: number, whose it is, how late, and what it is paid."""

from __future__ import annotations

from artui.ledger.documents import Document
from artui.ledger.settlement import Settled
from artui.screens import show
from artui.screens.frame.text import fit
from artui.screens.payment import Payment

FIRST = 5
"""The line of the first entry."""

NUMBER_COL = 6

HEADS = "    Invoice        Customer          Late  Open balance  Discount       Pay now"


def entry_text(
    payment: Payment, at: int, document: Document | None, settled: Settled | None, *, hidden: bool
) -> str:
    """Entry ``at`` (from 0); ``hidden`` leaves out the number where its input cell stands.

    A document without ``settled`` is typed and not taken yet.
    """
    if document is None:
        return f"{at + 1:<3}"
    number = "" if hidden else document.number
    discount = payment.money(settled.discount) if settled and settled.discount else ""
    paid = payment.money(settled.pay) if settled else ""
    return (
        f"{at + 1:<3} {fit(number, 14)} {fit(document.name, 17)} "
        f"{show.late(document, payment.ledger.today()):>4} {payment.money(document.open):>13} "
        f"{discount:>9} {paid:>13}"
    )


def totals(payment: Payment) -> str:
    """The line under the entries: what they were open for, discounts, payments."""
    taken = payment.distribution
    lines = taken.lines.values()
    open_ = payment.money(sum(line.document.open for line in lines))
    paid = payment.money(sum(line.settled.pay for line in lines))
    return f"{'    Totals':<42}{open_:>13} {payment.money(taken.discount):>9} {paid:>13}"

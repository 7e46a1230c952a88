"""The lines of quick entry as text: number, whose it is, how late, and what it is paid."""

from __future__ import annotations

from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.screens import show
from artui.screens.frame.text import fit
from artui.screens.payment import Payment

FIRST = 5
"""The line of the first entry."""

NUMBER_COL = 6

HEADS = "    Invoice        Customer          Late  Open balance  Discount       Pay now"


def entry_text(
    payment: Payment, at: int, document: Document | None, line: Line | None, *, hidden: bool
) -> str:
    """Entry ``at`` (from 0); ``hidden`` leaves out the number where its input cell stands.

    A document without a ``line`` is typed and not taken yet. What it is open for and its discount
    are in its currency, named where it is another; what it takes is in the receipt's.
    """
    if document is None:
        return f"{at + 1:<3}"
    number = "" if hidden else document.number
    discount = show.amount(line.settled.discount, document.currency) if line else ""
    taken = payment.money(line.cost) if line else ""
    name = fit(document.name, 17)
    if document.currency != payment.currency:
        name = f"{fit(document.name, 13)} {document.currency}"
    return (
        f"{at + 1:<3} {fit(number, 14)} {name} {show.late(document, payment.ledger.today()):>4} "
        f"{show.amount(document.open, document.currency):>13} "
        f"{discount if line and line.settled.discount else '':>9} {taken:>13}"
    )


def totals(payment: Payment) -> str:
    """The line under the entries: what those in the receipt's currency were open for, their
    discounts, and what all take."""
    taken = payment.distribution
    lines = taken.lines.values()
    open_ = sum(line.document.open for line in lines if line.document.currency == payment.currency)
    paid = payment.money(sum(line.cost for line in lines))
    discount = payment.money(taken.discount)
    return f"{'    Totals':<42}{payment.money(open_):>13} {discount:>9} {paid:>13}"

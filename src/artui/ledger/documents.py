"""Documents and customers as they stand, and how each fact moves a document's balance.

A :class:`Document` mirrors one row of the ``documents`` projection, field by field. :func:`evolve`
folds the same facts without a database: tests and ``verify`` hold one against the other.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping

import msgspec

from artui.ledger import events as ev

RECEIPT_SIDE = ("receipt", "prepayment", "transfer")
"""Credits that are cash on account: they never fall due."""

SHORT_KIND = {
    "invoice": "IN",
    "debit_memo": "DM",
    "overdue_charge": "OC",
    "chargeback": "CB",
    "returned": "RI",
    "credit_write_off": "CW",
    "balance_write_off": "BW",
    "credit_memo": "CM",
    "receipt": "RC",
    "prepayment": "PP",
    "transfer": "TF",
}
"""The two letters a list shows for a document's kind."""


class Document(msgspec.Struct, frozen=True, gc=False):
    """A document as it stands; amounts in minor units, debit +, credit -.

    ``last_pos`` is its version: the position of the last event that touched it, by ``last_clerk``
    in ``last_voucher``.
    """

    id: str
    company: str
    number: str
    kind: str
    customer: str
    name: str
    branch: str
    division: str
    control: str
    currency: str
    date: str
    due: str
    original: int
    open: int
    base_open: int
    rate: str
    terms: str
    reference: str
    group_invoice: str
    max_tolerance: int | None
    tax: int
    discounts: str  # its own, as text: see :func:`own_discounts`
    late_until: str
    hold: int
    dispute: int
    state: str
    voucher: str
    last_pos: int
    last_voucher: str
    last_clerk: str

    @property
    def short_kind(self) -> str:
        """Two letters for lists."""
        return SHORT_KIND.get(self.kind, "??")


COLUMNS = ", ".join(Document.__struct_fields__)
"""The columns of ``documents`` in the order of :class:`Document`'s fields."""


class Customer(msgspec.Struct, frozen=True, gc=False):
    """A customer of one company; leading zeros of the number count."""

    company: str
    customer: str
    name: str
    aliases: str  # joined by "|"
    currency: str
    terms: str
    grp: str
    payer: str
    division: str
    branches: str
    write_off_limit: int | None
    credit_limit: int | None
    hold: int
    tolerance_blocked: int
    version: int


def own_discounts(document: Document) -> list[tuple[int, str]]:
    """The discounts a document carries itself: amount and last day (empty = no end)."""
    pairs = (step.partition("@") for step in filter(None, document.discounts.split("|")))
    return [(int(amount), until) for amount, _, until in pairs]


def discounts_text(discounts: Iterable[ev.OwnDiscount]) -> str:
    """Own discounts as the one text a row keeps."""
    return "|".join(f"{own.amount}@{own.until}" for own in discounts)


CUSTOMER_COLUMNS = ", ".join(Customer.__struct_fields__)


_CLOSING = (
    ev.DiscountGranted
    | ev.DifferenceWrittenOff
    | ev.WrittenOff
    | ev.ChargedBack
    | ev.Transferred
    | ev.Refunded
    | ev.RoundingAbsorbed
    | ev.DocumentCancelled
)
"""Facts that take their amount off one document."""


def evolve(balances: MutableMapping[str, tuple[int, int]], event: ev.Event) -> None:
    """Fold one fact into ``balances``: document key → (open, base open), in minor units."""
    if isinstance(event, ev.DocumentRaised):
        balances[event.document] = (event.open, event.base)
    elif isinstance(event, ev.ReceiptRecorded):
        balances[event.document] = (event.amount, event.base)
    elif isinstance(event, ev.Applied):
        _move(balances, event.target, -event.amount, -event.target_base)
        _move(balances, event.source, event.source_amount, event.source_base)
    elif isinstance(event, _CLOSING):
        _move(balances, event.document, -event.amount, -event.base)
        if isinstance(event, ev.WrittenOff) and event.number:
            balances[event.number] = (0, 0)  # the document it makes is closed at once
    elif isinstance(event, ev.RateAdjusted):
        _move(balances, event.document, 0, event.base)


def _move(
    balances: MutableMapping[str, tuple[int, int]], document: str, amount: int, base: int
) -> None:
    open_, base_open = balances[document]
    balances[document] = (open_ + amount, base_open + base)

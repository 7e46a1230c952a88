"""Facts of a voucher: what one posting did, and the seal that closes it."""

from __future__ import annotations

import msgspec

from artui.ledger.events.base import Event


class OwnDiscount(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A discount a document carries itself, above its terms: until a day, or (empty) for ever."""

    amount: int
    until: str = ""


class DocumentRaised(Event, frozen=True, tag="dr"):
    """An invoice, memo, charge or prepayment came to be. ``amount`` is what it was raised for,
    ``open`` what it brings into this ledger (the same unless it was taken on part paid)."""

    document: str
    kind: str
    customer: str
    name: str
    date: str
    due: str
    currency: str
    amount: int
    open: int
    base: int
    rate: str = "1"
    terms: str = ""
    branch: str = ""
    division: str = ""
    reference: str = ""
    net: int | None = None
    tax: int = 0
    max_tolerance: int | None = None
    group_invoice: str = ""
    contra: str = ""  # accounting rule of the other side; empty: another fact of the voucher is it
    control: str = ""  # the A/R control account it is booked on
    discounts: tuple[OwnDiscount, ...] = ()
    late_until: str = ""  # last day of its late discount, above the grace days of the terms


class ReceiptRecorded(Event, frozen=True, tag="rr"):
    """Money came in (``amount`` < 0: it raises a credit) or a returned item took it back (> 0).
    No customer = unidentified cash. ``known_as`` is the payer's name as the bank wrote it."""

    document: str
    customer: str
    known_as: str
    currency: str
    amount: int
    base: int
    rate: str
    bank_account: str
    method: str
    received: str
    date: str
    reference: str
    bank_reference: str = ""
    division: str = ""
    control: str = ""  # the A/R control account it is booked on

    @property
    def kind(self) -> str:
        """The kind of document it makes: a receipt, or a returned item."""
        return "receipt" if self.amount < 0 else "returned"


class Applied(Event, frozen=True, tag="ap"):
    """``amount`` of a credit document paid a debit document; a reversal mirrors it negative.
    Both sides in their base amounts; the difference is in an :class:`ExchangeRealised`."""

    source: str
    target: str
    amount: int
    source_amount: int
    target_base: int
    source_base: int


class DiscountGranted(Event, frozen=True, tag="dg"):
    document: str
    amount: int
    base: int
    days_late: int = 0
    reason: str = ""
    accepted_by: str = ""
    tax: int = 0  # the part of amount that is tax given back (rule 11)
    tax_base: int = 0


class DifferenceWrittenOff(Event, frozen=True, tag="dw"):
    """A payment difference within tolerance was accepted under the policy that allowed it.

    A shortfall (+) closes the debit ``document``; an excess (-) closes the rest of the receipt that
    is the ``document``, for the ``target`` it overpaid. Level ``receipt`` is the receipt's own.
    """

    document: str
    amount: int
    base: int
    policy: int
    level: str
    key: str
    limit: int
    target: str = ""
    tax: int = 0
    tax_base: int = 0


class WrittenOff(Event, frozen=True, tag="wo"):
    """``amount`` of a document was written off by hand, from a list or by a program.

    It makes the write-off document ``number``, closed at once against ``document``: a balance
    write-off (+) of a debit residual or a credit write-off (-). ``base`` is at the document's rate;
    its own ``rate`` makes it worth ``revalued`` more, which an :class:`ExchangeRealised` behind it
    says again.
    """

    document: str
    number: str
    amount: int
    base: int
    reason: str
    rule: str
    rate: str = ""
    limit: int | None = None
    tax: int = 0
    tax_base: int = 0
    requested_by: str = ""
    request: str = ""
    revalued: int = 0


class ChargedBack(Event, frozen=True, tag="cb"):
    """``amount`` of a short-paid document moved to the debit memo ``chargeback``: no cost."""

    document: str
    chargeback: str
    amount: int
    base: int
    reason: str = ""


class Transferred(Event, frozen=True, tag="tf"):
    """``amount`` (below zero) of the credit ``document`` moved to the credit ``made``, mostly of
    another customer: no cash, no cost, at the rate the money came in at."""

    document: str
    made: str
    amount: int
    base: int
    note: str = ""


class Refunded(Event, frozen=True, tag="rn"):
    """``amount`` (below zero) of a credit was paid back from a bank account, as was requested."""

    document: str
    amount: int
    base: int
    bank_account: str
    requested_by: str = ""
    request: str = ""


class RoundingAbsorbed(Event, frozen=True, tag="rb"):
    """What an application across currencies left by rounding, and its base amount, was closed."""

    document: str
    amount: int
    base: int


class ExchangeRealised(Event, frozen=True, tag="xr"):
    """Gain (+) or loss (-) of an application, in base minor units (rule 12)."""

    document: str
    base: int


class ShortPaid(Event, frozen=True, tag="sp"):
    """A payer left ``amount`` open on purpose, for a reason code."""

    document: str
    amount: int
    reason: str


class DocumentCancelled(Event, frozen=True, tag="dc"):
    """A reversal took back a document that the reversed voucher had made: its balance is zero."""

    document: str
    amount: int
    base: int
    rate: str = ""  # at which the money left, where it is not the one it came in at


class VoucherReversed(Event, frozen=True, tag="vr"):
    voucher: str


class FactsReversed(Event, frozen=True, tag="fr"):
    """Single facts of a voucher were taken back: their versions in its stream."""

    voucher: str
    versions: tuple[int, ...]


class RateAdjusted(Event, frozen=True, tag="rj"):
    """A receipt's rate was put right: its cash is worth ``base`` more (its balance, signed)."""

    document: str
    rate: str
    was: str
    base: int
    bank_account: str = ""


class WriteOffRequested(Event, frozen=True, tag="wr"):
    """A write-off above the clerk's authority waits for somebody who may approve it (rule 17).

    Its stream is ``request/COMPANY/NUMBER``; the balance has not moved. ``open`` and ``version``
    are what the document stood at: another balance voids the request.
    """

    company: str
    number: int
    document: str
    amount: int
    reason: str
    currency: str
    open: int
    version: int
    limit: int | None
    note: str = ""
    since: str = ""


class RefundRequested(Event, frozen=True, tag="rq"):
    """A clerk asks that ``amount`` (above zero) of a credit be paid back (rules 17 and 21).

    It stands in the same row of numbers as the requests to write off, in the same kind of stream;
    ``open`` and ``version`` are what the credit stood at: another balance voids the request.
    """

    company: str
    number: int
    document: str
    amount: int
    bank_account: str
    currency: str
    open: int
    version: int
    reason: str = ""
    note: str = ""
    since: str = ""


class RequestDecided(Event, frozen=True, tag="rd"):
    """A request was approved (with its voucher), rejected, withdrawn or void."""

    company: str
    number: int
    decision: str
    voucher: str = ""
    note: str = ""
    on_behalf: str = ""  # whose authority was delegated to whoever approved


class JournalLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One line of a voucher's journal; debit +, credit -, in minor units of both currencies."""

    rule: str
    account: str
    division: str
    currency: str
    amount: int
    base: int


class VoucherPosted(Event, frozen=True, tag="vp"):
    """Seals a voucher: its number, its dates and its balanced journal."""

    company: str
    series: str
    year: int
    number: int
    date: str
    period: str
    customer: str
    currency: str
    amount: int
    lines: tuple[JournalLine, ...]
    batch: str = ""
    policy: int = 0
    text: str = ""

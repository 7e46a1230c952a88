"""The facts of a ledger: frozen structs, past tense, one union.

They are stored as MessagePack arrays with a short stable tag, never a Python path. The five base
fields never change; a new field goes last in its own event with a default; a new meaning is a new
event. Amounts are integer minor units, signed as the document's balance is (debit +, credit -);
dates are ISO text; rates are decimal text, base currency units per document unit; document keys
are ``COMPANY/NUMBER``; voucher keys are ``COMPANY/SERIES/YEAR/NUMBER`` and name the stream.
"""

from __future__ import annotations

from typing import get_args

import msgspec

from artui.ledger.naming import company_of as company_of
from artui.ledger.naming import document_key as document_key
from artui.ledger.naming import number_of as number_of
from artui.ledger.naming import voucher_key as voucher_key
from artui.ledger.naming import voucher_name as voucher_name

FORMAT = 1
"""Format number of a ledger; a program refuses a ledger with a higher one."""


class Event(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What every fact carries: its stream and place in it, when, by whom, under which command."""

    originator_id: str
    originator_version: int
    recorded_at: int  # microseconds since 1970-01-01 UTC
    clerk: str
    command: str


# --- the ledger and its master data ---------------------------------------------------------


class LedgerCreated(Event, frozen=True, tag="lc"):
    format: int
    name: str


class CurrencyAdopted(Event, frozen=True, tag="cy"):
    """A currency came into use; its exponent is fixed from then on."""

    currency: str
    exponent: int


class CompanyRegistered(Event, frozen=True, tag="co"):
    company: str
    name: str
    base_currency: str
    group: str = ""


class BranchRegistered(Event, frozen=True, tag="br"):
    company: str
    branch: str
    name: str


class DivisionRegistered(Event, frozen=True, tag="dv"):
    company: str
    division: str
    name: str
    region: str = ""


class BankAccountOpened(Event, frozen=True, tag="ba"):
    company: str
    bank_account: str
    currency: str
    account: str
    name: str
    division: str = ""


class AccountDefined(Event, frozen=True, tag="ac"):
    account: str
    name: str


class RuleMapped(Event, frozen=True, tag="ru"):
    """An accounting rule leads to an account, for one company or (empty) for all."""

    rule: str
    account: str
    company: str = ""
    division: str = ""


class ReasonDefined(Event, frozen=True, tag="re"):
    """A reason code; ``kind`` is small balance, bad debt, discount, bank fee or dispute."""

    reason: str
    name: str
    kind: str
    rule: str
    direction: str = "both"  # debit, credit or both
    limit: int | None = None
    currency: str = ""
    tax_percent: str = ""
    ended: bool = False


class ToleranceSet(Event, frozen=True, tag="to"):
    """One line of the payment tolerance; ``policy`` numbers the versions of the whole (rule 6)."""

    policy: int
    level: str  # customer, group, currency, default
    key: str
    currency: str
    short_amount: int | None
    short_percent: str | None
    over_amount: int | None
    over_percent: str | None
    inclusive: bool
    since: str
    note: str
    ended: bool = False


class DiscountStep(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A discount of ``percent`` until document date + ``days``; no days = until the due date."""

    percent: str
    days: int | None


class TermsDefined(Event, frozen=True, tag="te"):
    terms: str
    name: str
    due_days: int
    steps: tuple[DiscountStep, ...] = ()
    grace_days: int = 0
    net_base: bool = False
    ended: bool = False


class PeriodsGenerated(Event, frozen=True, tag="pg"):
    """The periods of a fiscal year came to be, open: (name, first day, last day)."""

    company: str
    year: int
    periods: tuple[tuple[str, str, str], ...]


class PeriodClosed(Event, frozen=True, tag="pc"):
    company: str
    period: str


class PeriodReopened(Event, frozen=True, tag="po"):
    company: str
    period: str


class RateSet(Event, frozen=True, tag="ra"):
    base_currency: str
    currency: str
    since: str
    rate: str


class UserDefined(Event, frozen=True, tag="us"):
    """A clerk; ``authority`` holds minor units per currency, none = 0 (rule 6)."""

    user: str
    name: str
    authority: dict[str, int]
    unlimited: bool = False
    late_discount: bool = False
    ended: bool = False


class CustomerRegistered(Event, frozen=True, tag="cu"):
    company: str
    customer: str
    name: str
    aliases: tuple[str, ...]
    currency: str
    terms: str
    group: str = ""
    payer: str = ""
    division: str = ""
    branches: tuple[str, ...] = ()  # visibility: empty = all
    write_off_limit: int | None = None
    credit_limit: int | None = None
    hold: bool = False
    tolerance_blocked: bool = False


class CustomerChanged(CustomerRegistered, frozen=True, tag="cc"):
    """A customer's data anew, whole."""


class DocumentFlagged(Event, frozen=True, tag="df"):
    """A document was put on hold or in dispute, or freed of it."""

    document: str
    hold: bool
    dispute: bool
    note: str = ""


# --- the facts of a voucher ------------------------------------------------------------------


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
    contra: str = ""  # accounting rule of the other side
    control: str = ""  # the A/R control account it is booked on


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


class DifferenceWrittenOff(Event, frozen=True, tag="dw"):
    """A payment difference within tolerance was accepted under the policy that allowed it."""

    document: str
    amount: int
    base: int
    policy: int
    level: str
    key: str
    limit: int


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


class VoucherReversed(Event, frozen=True, tag="vr"):
    voucher: str


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


PolicyFact = (
    LedgerCreated
    | CurrencyAdopted
    | CompanyRegistered
    | BranchRegistered
    | DivisionRegistered
    | BankAccountOpened
    | AccountDefined
    | RuleMapped
    | ReasonDefined
    | ToleranceSet
    | TermsDefined
    | PeriodsGenerated
    | PeriodClosed
    | PeriodReopened
    | RateSet
    | UserDefined
)
Fact = (
    PolicyFact
    | CustomerRegistered
    | CustomerChanged
    | DocumentFlagged
    | DocumentRaised
    | ReceiptRecorded
    | Applied
    | DiscountGranted
    | DifferenceWrittenOff
    | ExchangeRealised
    | ShortPaid
    | DocumentCancelled
    | VoucherReversed
    | VoucherPosted
)
"""Every event type there is."""

POLICY_EVENTS: tuple[type[Event], ...] = get_args(PolicyFact)
"""The events that :class:`artui.ledger.policies.Policies` is folded from."""

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Event] = msgspec.msgpack.Decoder(Fact)


def code_of(event: Event | type[Event]) -> str:
    """The stable code an event type is stored under."""
    return str(event.__struct_config__.tag)


def encode(event: Event) -> bytes:
    """The bytes that are stored and hashed."""
    return _encoder.encode(event)


def decode(data: bytes) -> Event:
    """An event from its stored bytes; raises :class:`msgspec.DecodeError`."""
    return _decoder.decode(data)

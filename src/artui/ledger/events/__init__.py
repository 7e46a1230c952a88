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

from artui.ledger.events.base import Event
from artui.ledger.events.master import (
    AccountDefined,
    BalancesSealed,
    BankAccountOpened,
    BooksClosed,
    BranchRegistered,
    CompanyRegistered,
    CurrencyAdopted,
    CustomerChanged,
    CustomerRegistered,
    DiscountStep,
    DivisionRegistered,
    DocumentFlagged,
    LedgerCreated,
    Parameters,
    ParametersSet,
    PeriodClosed,
    PeriodReopened,
    PeriodsGenerated,
    RateSet,
    ReasonDefined,
    RuleMapped,
    TermsDefined,
    ToleranceSet,
    UserDefined,
)
from artui.ledger.events.vouchers import (
    Applied,
    ChargedBack,
    DifferenceWrittenOff,
    DiscountGranted,
    DocumentCancelled,
    DocumentRaised,
    ExchangeRealised,
    FactsReversed,
    JournalLine,
    OwnDiscount,
    RateAdjusted,
    ReceiptRecorded,
    RequestDecided,
    RoundingAbsorbed,
    ShortPaid,
    VoucherPosted,
    VoucherReversed,
    WriteOffRequested,
    WrittenOff,
)
from artui.ledger.naming import company_of, document_key, number_of, voucher_key, voucher_name

__all__ = [
    "FORMAT",
    "POLICY_EVENTS",
    "AccountDefined",
    "Applied",
    "BalancesSealed",
    "BankAccountOpened",
    "BooksClosed",
    "BranchRegistered",
    "ChargedBack",
    "CompanyRegistered",
    "CurrencyAdopted",
    "CustomerChanged",
    "CustomerRegistered",
    "DifferenceWrittenOff",
    "DiscountGranted",
    "DiscountStep",
    "DivisionRegistered",
    "DocumentCancelled",
    "DocumentFlagged",
    "DocumentRaised",
    "Event",
    "ExchangeRealised",
    "Fact",
    "FactsReversed",
    "JournalLine",
    "LedgerCreated",
    "OwnDiscount",
    "Parameters",
    "ParametersSet",
    "PeriodClosed",
    "PeriodReopened",
    "PeriodsGenerated",
    "PolicyFact",
    "RateAdjusted",
    "RateSet",
    "ReasonDefined",
    "ReceiptRecorded",
    "RequestDecided",
    "RoundingAbsorbed",
    "RuleMapped",
    "ShortPaid",
    "TermsDefined",
    "ToleranceSet",
    "UserDefined",
    "VoucherPosted",
    "VoucherReversed",
    "WriteOffRequested",
    "WrittenOff",
    "code_of",
    "company_of",
    "decode",
    "document_key",
    "encode",
    "number_of",
    "voucher_key",
    "voucher_name",
]

FORMAT = 1
"""Format number of a ledger; a program refuses a ledger with a higher one."""


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
    | BooksClosed
    | BalancesSealed
    | ParametersSet
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
    | WrittenOff
    | ChargedBack
    | RoundingAbsorbed
    | ExchangeRealised
    | ShortPaid
    | DocumentCancelled
    | VoucherReversed
    | FactsReversed
    | RateAdjusted
    | WriteOffRequested
    | RequestDecided
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

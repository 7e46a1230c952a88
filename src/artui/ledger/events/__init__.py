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
from msgspec.structs import force_setattr, replace

from artui.ledger.events.base import Event
from artui.ledger.events.batches import BatchClosed, BatchOpened
from artui.ledger.events.clearing import (
    ClearingListChanged,
    ClearingListEmptied,
    ClearingListMade,
    ListedAccount,
)
from artui.ledger.events.exceptions import (
    ExceptionRecommended,
    ExceptionRule,
    ExceptionRulesSet,
    RecommendationDecided,
    ScheduleSet,
)
from artui.ledger.events.general import JournalExported, JournalLeftUnposted, JournalPosted
from artui.ledger.events.master import (
    AccountDefined,
    BalancesSealed,
    BankAccountOpened,
    BooksClosed,
    BranchRegistered,
    ChangeDecided,
    ChangeProposed,
    CompanyRegistered,
    CurrencyAdopted,
    CustomerChanged,
    CustomerRegistered,
    Delegated,
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
    RoleDefined,
    RuleMapped,
    TermsDefined,
    ToleranceSet,
    UserDefined,
)
from artui.ledger.events.receiving import (
    BankLineRead,
    DocumentSaid,
    LineParked,
    LineSaid,
    LineTakenUp,
    PayerAliasEnded,
    PayerAliasLearned,
)
from artui.ledger.events.statements import (
    Addressee,
    StatementsRun,
    StatementsWanted,
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
    Refunded,
    RefundRequested,
    RequestDecided,
    RoundingAbsorbed,
    ShortPaid,
    Transferred,
    VoucherPosted,
    VoucherReversed,
    WriteOffRequested,
    WrittenOff,
)
from artui.ledger.naming import company_of, document_key, number_of, voucher_key, voucher_name

__all__ = [
    "FORMAT",
    "OLDEST",
    "POLICY_EVENTS",
    "AccountDefined",
    "Addressee",
    "Applied",
    "BalancesSealed",
    "BankAccountOpened",
    "BankLineRead",
    "BatchClosed",
    "BatchOpened",
    "BooksClosed",
    "BranchRegistered",
    "ChangeDecided",
    "ChangeProposed",
    "ChargedBack",
    "ClearingListChanged",
    "ClearingListEmptied",
    "ClearingListMade",
    "CompanyRegistered",
    "CurrencyAdopted",
    "CustomerChanged",
    "CustomerRegistered",
    "Delegated",
    "DifferenceWrittenOff",
    "DiscountGranted",
    "DiscountStep",
    "DivisionRegistered",
    "DocumentCancelled",
    "DocumentFlagged",
    "DocumentRaised",
    "DocumentSaid",
    "Event",
    "ExceptionRecommended",
    "ExceptionRule",
    "ExceptionRulesSet",
    "ExchangeRealised",
    "Fact",
    "FactsReversed",
    "JournalExported",
    "JournalLeftUnposted",
    "JournalLine",
    "JournalPosted",
    "LedgerCreated",
    "LineParked",
    "LineSaid",
    "LineTakenUp",
    "ListedAccount",
    "OwnDiscount",
    "Parameters",
    "ParametersSet",
    "PayerAliasEnded",
    "PayerAliasLearned",
    "PeriodClosed",
    "PeriodReopened",
    "PeriodsGenerated",
    "PolicyFact",
    "RateAdjusted",
    "RateSet",
    "ReasonDefined",
    "ReceiptRecorded",
    "RecommendationDecided",
    "RefundRequested",
    "Refunded",
    "RequestDecided",
    "RoleDefined",
    "RoundingAbsorbed",
    "RuleMapped",
    "ScheduleSet",
    "ShortPaid",
    "StatementsRun",
    "StatementsWanted",
    "TermsDefined",
    "ToleranceSet",
    "Transferred",
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

FORMAT = 3
"""Format number of a ledger; a program refuses a ledger with another one."""

OLDEST = 2
"""The oldest format whose events are the same: only its tables are others."""


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
    | RoleDefined
    | Delegated
    | ChangeProposed
    | ChangeDecided
    | ExceptionRulesSet
    | ScheduleSet
)
Fact = (
    PolicyFact
    | CustomerRegistered
    | CustomerChanged
    | StatementsRun
    | StatementsWanted
    | DocumentFlagged
    | DocumentRaised
    | ReceiptRecorded
    | Applied
    | DiscountGranted
    | DifferenceWrittenOff
    | WrittenOff
    | ChargedBack
    | Transferred
    | Refunded
    | RoundingAbsorbed
    | ExchangeRealised
    | ShortPaid
    | DocumentCancelled
    | VoucherReversed
    | FactsReversed
    | RateAdjusted
    | JournalLeftUnposted
    | JournalPosted
    | JournalExported
    | WriteOffRequested
    | RefundRequested
    | RequestDecided
    | ExceptionRecommended
    | RecommendationDecided
    | ClearingListMade
    | ClearingListChanged
    | ClearingListEmptied
    | BankLineRead
    | LineParked
    | LineTakenUp
    | PayerAliasLearned
    | PayerAliasEnded
    | BatchOpened
    | BatchClosed
    | VoucherPosted
)
"""Every event type there is."""

POLICY_EVENTS: tuple[type[Event], ...] = get_args(PolicyFact)
"""The events that :class:`artui.ledger.policies.Policies` is folded from."""

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Event] = msgspec.msgpack.Decoder(Fact)


_CODES: dict[type[Event], str] = {kind: str(kind.__struct_config__.tag) for kind in get_args(Fact)}


def code_of(event: Event | type[Event]) -> str:
    """The stable code an event type is stored under."""
    return _CODES[event if isinstance(event, type) else type(event)]


def encode(event: Event, lead: Event | None = None) -> bytes:
    """The bytes that are stored and hashed.

    Stream and version are left blank: they stand beside the bytes, and the hash covers them
    there. So are the time, the clerk and the command of an event that has them from its ``lead``,
    the first event of its stream, written with it; and a seal's company and series, which begin
    the name of its stream.
    """
    blank = _FOLLOWS if lead is not None and _stamp(lead) == _stamp(event) else _BEGINS
    if type(event) is VoucherPosted and event.originator_id == voucher_key(
        event.company, event.series, event.year, event.number
    ):
        return _encoder.encode(replace(event, **blank, **_NAMED))
    return _encoder.encode(replace(event, **blank))


def decode(data: bytes, stream: str, version: int, lead: Event | None = None) -> Event:
    """An event from its stored bytes and what stood beside them, and from its ``lead`` if it
    stands behind one; raises :class:`msgspec.DecodeError`."""
    event = _decoder.decode(data)
    # Nobody has seen it yet, so it may still be filled in.
    force_setattr(event, "originator_id", stream)
    force_setattr(event, "originator_version", version)
    if lead is not None and not event.clerk and not event.recorded_at:
        force_setattr(event, "recorded_at", lead.recorded_at)
        force_setattr(event, "clerk", lead.clerk)
        force_setattr(event, "command", lead.command)
    if type(event) is VoucherPosted and not event.company:
        company, _, rest = stream.partition("/")
        force_setattr(event, "company", company)
        force_setattr(event, "series", rest.partition("/")[0])
    return event


_BEGINS: dict[str, str | int] = {"originator_id": "", "originator_version": 0}
_FOLLOWS: dict[str, str | int] = {**_BEGINS, "recorded_at": 0, "clerk": "", "command": ""}
_NAMED: dict[str, str | int] = {"company": "", "series": ""}


def _stamp(event: Event) -> tuple[int, str, str]:
    return event.recorded_at, event.clerk, event.command

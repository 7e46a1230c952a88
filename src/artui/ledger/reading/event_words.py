"""Events in words: of what kind each is, what happened, and what it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from artui.ledger import events as ev
from artui.ledger.naming import number_of

_KINDS: dict[str, tuple[type[ev.Event], ...]] = {
    "document": (ev.DocumentRaised, ev.DocumentFlagged),
    "receipt": (ev.ReceiptRecorded, ev.RateAdjusted),
    "applied": (ev.Applied, ev.RoundingAbsorbed, ev.ShortPaid),
    "discount": (ev.DiscountGranted,),
    "writeoff": (ev.DifferenceWrittenOff, ev.WrittenOff, ev.ChargedBack),
    "moved": (ev.Transferred, ev.Refunded),
    "exchange": (ev.ExchangeRealised,),
    "reversal": (ev.VoucherReversed, ev.FactsReversed, ev.DocumentCancelled),
    "voucher": (ev.VoucherPosted,),
    "request": (ev.WriteOffRequested, ev.RefundRequested, ev.RequestDecided),
    "review": (ev.ExceptionRecommended, ev.RecommendationDecided),
    "bank": (
        ev.BankLineRead, ev.LineParked, ev.LineTakenUp, ev.PayerAliasLearned, ev.PayerAliasEnded,
        ev.BatchOpened, ev.BatchClosed,
    ),
    "customer": (ev.CustomerRegistered, ev.CustomerChanged),
    "statement": (ev.StatementsRun, ev.StatementsWanted),
    "clearing": (ev.ClearingListMade, ev.ClearingListChanged, ev.ClearingListEmptied),
    "journal": (ev.JournalLeftUnposted, ev.JournalPosted, ev.JournalExported),
    "period": (
        ev.PeriodsGenerated, ev.PeriodClosed, ev.PeriodReopened, ev.BooksClosed, ev.BalancesSealed,
    ),
    "policy": (
        ev.ToleranceSet, ev.ParametersSet, ev.TermsDefined, ev.ReasonDefined, ev.ExceptionRulesSet,
        ev.ScheduleSet, ev.ChangeProposed, ev.ChangeDecided,
    ),
    "people": (ev.UserDefined, ev.RoleDefined, ev.Delegated),
    "master": (
        ev.LedgerCreated, ev.CurrencyAdopted, ev.CompanyRegistered, ev.BranchRegistered,
        ev.DivisionRegistered, ev.BankAccountOpened, ev.AccountDefined, ev.RuleMapped, ev.RateSet,
    ),
}  # fmt: skip

KIND_OF: dict[type[ev.Event], str] = {
    event: kind for kind, events in _KINDS.items() for event in events
}
"""What kind an event of each type is, in one word that history is filtered by."""

KINDS: dict[str, str] = {
    "document": "documents raised, put on hold or in dispute",
    "receipt": "receipts and returned items, their rates",
    "applied": "payments of documents, rests and rounding",
    "discount": "cash discounts granted",
    "writeoff": "write-offs and chargebacks",
    "moved": "money transferred and refunded",
    "exchange": "exchange gains and losses",
    "reversal": "what was taken back",
    "voucher": "vouchers posted",
    "request": "requests and decisions",
    "review": "recommendations and decisions",
    "bank": "bank lines, payers' names, batches",
    "customer": "customers registered and changed",
    "statement": "statements of customers",
    "clearing": "lists of accounts at zero",
    "journal": "journal batches and exports",
    "period": "periods opened and closed, seals",
    "policy": "tolerances, parameters, terms, reasons, rules",
    "people": "users, roles, delegations",
    "master": "companies, branches, accounts, rates",
}
"""Every kind with what it holds."""


def codes_of(kind: str) -> tuple[str, ...]:
    """The stored codes of the events of a kind."""
    return tuple(ev.code_of(event) for event in _KINDS[kind])


_RAISED = {
    "credit_memo": "credit memo raised",
    "debit_memo": "debit memo raised",
    "overdue_charge": "overdue charge raised",
    "transfer": "money moved here",
}


def _flagged(event: ev.DocumentFlagged) -> str:
    words = [word for word, flag in (("on hold", event.hold), ("disputed", event.dispute)) if flag]
    return f"document {' and '.join(words)}" if words else "hold and dispute lifted"


def _difference(event: ev.DifferenceWrittenOff) -> str:
    if (event.amount < 0) != bool(event.target):  # an excess is below zero by nature
        return "difference opened again"
    return "excess kept" if event.target else "difference written off"


def _undone(words: str) -> Callable[[Any], str]:
    """The words, or that it was undone where a reversal mirrors it below zero."""
    return lambda event: f"{words}, undone" if event.amount < 0 else words


def _moved(words: str) -> Callable[[Any], str]:
    """The same of what takes from credits, which is below zero by nature."""
    return lambda event: f"{words}, undone" if event.amount > 0 else words


_WORDS: dict[type[ev.Event], str | Callable[[Any], str]] = {
    ev.DocumentRaised: lambda event: _RAISED.get(event.kind, f"{event.kind} raised"),
    ev.DocumentFlagged: _flagged,
    ev.ReceiptRecorded: lambda event: "receipt taken" if event.amount < 0 else "payment returned",
    ev.RateAdjusted: "receipt's rate put right",
    ev.Applied: _undone("invoice paid"),
    ev.RoundingAbsorbed: "rounding absorbed",
    ev.ShortPaid: "left open on purpose",
    ev.DiscountGranted: _undone("discount granted"),
    ev.DifferenceWrittenOff: _difference,
    ev.WrittenOff: lambda event: "written off by hand" if event.number else "write-off undone",
    ev.ChargedBack: _undone("charged back"),
    ev.Transferred: _moved("money moved away"),
    ev.Refunded: _moved("money refunded"),
    ev.ExchangeRealised: lambda event: "exchange gain" if event.base > 0 else "exchange loss",
    ev.VoucherReversed: "voucher reversed",
    ev.FactsReversed: "part of a voucher reversed",
    ev.DocumentCancelled: "document cancelled",
    ev.VoucherPosted: "voucher posted",
    ev.WriteOffRequested: "write-off requested",
    ev.RefundRequested: "refund requested",
    ev.RequestDecided: lambda event: f"request {event.decision}",
    ev.ExceptionRecommended: "left for review",
    ev.RecommendationDecided: lambda event: f"review: {event.decision}",
    ev.BankLineRead: "bank line read",
    ev.LineParked: "bank line parked",
    ev.LineTakenUp: "bank line taken up",
    ev.PayerAliasLearned: "payer's name learned",
    ev.PayerAliasEnded: "payer's name ended",
    ev.BatchOpened: "batch opened",
    ev.BatchClosed: "batch closed",
    ev.CustomerRegistered: "customer registered",
    ev.CustomerChanged: "customer changed",
    ev.StatementsRun: "statements run",
    ev.StatementsWanted: lambda event: "statements " + ("wanted" if event.wanted else "stopped"),
    ev.ClearingListMade: "zero accounts listed",
    ev.ClearingListChanged: "zero accounts changed",
    ev.ClearingListEmptied: "zero accounts cleared",
    ev.JournalLeftUnposted: "journal left unposted",
    ev.JournalPosted: "journal batch posted",
    ev.JournalExported: "journals exported",
    ev.PeriodsGenerated: lambda event: f"periods of {event.year} made",
    ev.PeriodClosed: lambda event: f"period {event.period} closed",
    ev.PeriodReopened: lambda event: f"period {event.period} opened",
    ev.BooksClosed: lambda event: f"books closed {event.through}",
    ev.BalancesSealed: lambda event: f"period {event.period} sealed",
    ev.ToleranceSet: lambda event: f"policy {event.policy} confirmed",
    ev.ParametersSet: "parameters set",
    ev.TermsDefined: lambda event: f"terms {event.terms} defined",
    ev.ReasonDefined: lambda event: f"reason {event.reason} defined",
    ev.ExceptionRulesSet: "exception rules set",
    ev.ScheduleSet: lambda event: f"program {event.schedule} kept",
    ev.ChangeProposed: lambda event: f"change {event.number} proposed",
    ev.ChangeDecided: lambda event: f"change {event.number} {event.decision}",
    ev.UserDefined: lambda event: f"user {event.user} defined",
    ev.RoleDefined: lambda event: f"role {event.role} defined",
    ev.Delegated: lambda event: f"{event.user} delegated",
    ev.LedgerCreated: "ledger created",
    ev.CurrencyAdopted: lambda event: f"currency {event.currency} in use",
    ev.CompanyRegistered: "company registered",
    ev.BranchRegistered: lambda event: f"branch {event.branch} registered",
    ev.DivisionRegistered: lambda event: f"division {event.division} registered",
    ev.BankAccountOpened: "bank account set up",
    ev.AccountDefined: lambda event: f"account {event.account} named",
    ev.RuleMapped: lambda event: f"rule {event.rule} mapped",
    ev.RateSet: lambda event: f"rate {event.currency} {event.rate}",
}


def words_of(event: ev.Event) -> str:
    """What happened, in a few words: ``invoice paid``, ``policy 3 confirmed``."""
    found = _WORDS[type(event)]
    return (found if isinstance(found, str) else found(event)).replace("_", " ")


def document_of(event: ev.Event) -> str:
    """The key of the document an event is about: the one paid, where two take part; else empty."""
    return str(getattr(event, "target", "") or getattr(event, "document", ""))


def subject_of(event: ev.Event) -> str:
    """What an event is about, short: a document's number, a customer, ``CAD, all``."""
    if document := document_of(event):
        return number_of(document)
    if isinstance(event, ev.ToleranceSet):
        return f"{event.currency}, {event.key or 'all'}"
    if isinstance(event, ev.PayerAliasLearned):
        return event.text
    for name in ("customer", "bank_account", "batch", "user", "company", "currency"):
        if value := getattr(event, name, ""):
            return str(value)
    return ""


def voucher_of(event: ev.Event) -> str:
    """The key of the voucher an event is a fact of; empty for any other."""
    parts = event.originator_id.split("/")
    numbered = len(parts) == 4 and len(parts[2]) == 4 and (parts[2] + parts[3]).isdecimal()
    return event.originator_id if numbered else ""


def names_of(event: ev.Event) -> set[str]:
    """The texts that stand in an event's own fields, keys of documents among them."""
    own = type(event).__struct_fields__[len(ev.Event.__struct_fields__) :]
    return {value for name in own if isinstance(value := getattr(event, name), str) and value}

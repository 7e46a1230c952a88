"""Records for programs: documents, customers, vouchers and events with decimal-string amounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from artui.ledger import events as ev
from artui.ledger.documents import Customer, Document
from artui.ledger.money import decimal_string
from artui.ledger.reading.queries import VoucherHead
from artui.ledger.reading.receipts import Received
from artui.ledger.setup.parameters import SETTINGS, shown

TYPES = {
    "invoice": "INV",
    "debit_memo": "DM",
    "overdue_charge": "OC",
    "chargeback": "CB",
    "returned": "RI",
    "credit_memo": "CM",
    "receipt": "RC",
    "prepayment": "PP",
    "transfer": "TF",
}
"""Document kinds as files and lists for programs call them; those an import reads are the same."""

_AMOUNTS = frozenset(("amount", "source_amount", "open", "net", "tax", "max_tolerance", "limit"))
_BASE_AMOUNTS = frozenset(("base", "target_base", "source_base"))

FIGURES = _AMOUNTS | _BASE_AMOUNTS
"""Fields of events that hold an amount."""

CurrencyOf = Callable[[str], str]


def document_record(document: Document) -> dict[str, object]:
    """An open item: original and open amount signed as the balance, debit +, credit -."""
    currency = document.currency
    return {
        "document": document.number,
        "type": TYPES.get(document.kind, document.kind),
        "customer": document.customer,
        "branch": document.branch,
        "currency": currency,
        "amount": decimal_string(document.original, currency),
        "open_balance": decimal_string(document.open, currency),
        "date": document.date,
        "due_date": document.due,
        "company": document.company,
    }


def customer_record(customer: Customer) -> dict[str, object]:
    """A customer with its aliases as a list."""
    return {
        "company": customer.company,
        "customer": customer.customer,
        "name": customer.name,
        "aliases": list(filter(None, customer.aliases.split("|"))),
        "currency": customer.currency,
        "terms": customer.terms,
        "group": customer.grp,
        "payer": customer.payer,
        "division": customer.division,
        "hold": bool(customer.hold),
        "tolerance_blocked": bool(customer.tolerance_blocked),
    }


def voucher_record(head: VoucherHead) -> dict[str, object]:
    """A voucher as the list has it."""
    return {
        "voucher": head.id,
        "name": head.name,
        "company": head.company,
        "date": head.date,
        "period": head.period,
        "customer": head.customer,
        "currency": head.currency,
        "amount": decimal_string(head.amount, head.currency),
        "clerk": head.clerk,
        "recorded_at": moment(head.recorded_at),
        "command": head.command,
        "batch": head.batch,
        "text": head.text,
        "reverses": head.reverses,
        "reversed_by": head.reversed_by,
        "unposted": head.unposted,
    }


def receipt_record(row: Received) -> dict[str, object]:
    """A receipt: what came in and what of it lies on account; a returned item is below zero."""
    document = row.document
    return {
        "company": document.company,
        "receipt": document.number,
        "batch": row.head.batch,
        "customer": document.customer,
        "name": document.name,
        "date": document.date,
        "currency": document.currency,
        "amount": decimal_string(row.amount, document.currency),
        "unapplied": decimal_string(row.unapplied, document.currency),
        "status": row.state,
        "voucher": row.head.id,
    }


def event_record(
    pos: int, event: ev.Event, currency_of: CurrencyOf, base_of: CurrencyOf
) -> dict[str, object]:
    """An event with its position and code; amounts in the currency of the document they are of,
    ``base`` ones in that of its company (``base_of`` is asked with the company's code)."""
    names = type(event).__struct_fields__[len(ev.Event.__struct_fields__) :]
    own = {name: msgspec.to_builtins(getattr(event, name)) for name in names}
    _spell(event, own, currency_of, base_of)
    return {
        "position": pos,
        "event": type(event).__name__,
        "code": ev.code_of(event),
        "stream": event.originator_id,
        "version": event.originator_version,
        "recorded_at": moment(event.recorded_at),
        "clerk": event.clerk,
        "command": event.command,
        **own,
    }


def _spell(
    event: ev.Event, own: dict[str, object], currency_of: CurrencyOf, base_of: CurrencyOf
) -> None:
    key = own.get("document") or own.get("target") or ""
    company = own.get("company") or ev.company_of(str(key))
    currency = own.get("currency") or (currency_of(str(key)) if key else "")
    for name, value in own.items():
        if not isinstance(value, int) or isinstance(value, bool):
            continue
        if name in _AMOUNTS or name.startswith(("short_", "over_", "write_off", "credit_limit")):
            own[name] = decimal_string(value, str(currency)) if currency else value
        elif name in _BASE_AMOUNTS:
            own[name] = decimal_string(value, base_of(str(company)))
    if isinstance(event, ev.UserDefined):
        own["authority"] = {c: decimal_string(v, c) for c, v in event.authority.items()}
    elif isinstance(event, ev.ParametersSet):
        base = base_of(event.company) if event.company else ""
        own["parameters"] = {
            known.name: shown(known.name, getattr(event.parameters, known.name), base)
            for known in SETTINGS
        }
    elif isinstance(event, ev.BankLineRead):
        own["said"] = _said(event.said, str(currency))
    elif isinstance(event, ev.JournalExported):
        base = base_of(event.company)
        own["base"] = [decimal_string(side, base) for side in event.base]
        own["totals"] = {
            currency: [decimal_string(side, currency) for side in sides]
            for currency, *sides in event.totals
        }
    elif isinstance(event, ev.VoucherPosted):
        own["lines"] = [_line(line, base_of(event.company)) for line in event.lines]


def _said(said: ev.LineSaid, currency: str) -> dict[str, object]:
    """What a bank's line said, its amounts in the receipt's currency."""
    whole = msgspec.structs.asdict(said)
    whole["documents"] = [
        {
            "number": one.number,
            "amount": None if one.amount is None else decimal_string(one.amount, currency),
            "discount": decimal_string(one.discount, currency),
            "deduction": decimal_string(one.deduction, currency),
            "reason": one.reason,
        }
        for one in said.documents
    ]
    return whole


def _line(line: ev.JournalLine, base: str) -> dict[str, object]:
    return {
        "rule": line.rule,
        "account": line.account,
        "division": line.division,
        "currency": line.currency,
        "amount": decimal_string(line.amount, line.currency),
        "base": decimal_string(line.base, base),
    }


def moment(microseconds: int) -> str:
    """A recorded moment as ISO text in UTC."""
    when = datetime.fromtimestamp(microseconds / 1_000_000, tz=UTC)
    return when.isoformat(timespec="microseconds").replace("+00:00", "Z")

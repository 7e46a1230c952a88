"""What becomes of a write-off that is asked for, and the voucher it makes (rules 6, 11, 12, 17).

The sign of the open balance decides the direction, the reason its accounting rule, the authority
whether it is written off, becomes a request or a chargeback, or is left. :func:`judge` is pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.dates import add_days
from artui.ledger.documents import Customer, Document
from artui.ledger.errors import refuse
from artui.ledger.general.journal_batches import leaves_unposted
from artui.ledger.ledger import Ledger
from artui.ledger.policies import Policies
from artui.ledger.posting import Stamp, Voucher
from artui.ledger.writeoffs.authority import ABOVE_SYSTEM, Authority, bounds
from artui.ledger.writeoffs.caps import Spent, levels

BALANCE, CREDIT = "balance", "credit"
"""The two operations: closing what a customer owes, and what is owed to one."""

STANDARD_REASON = {BALANCE: "BALWOF", CREDIT: "CRWOF"}
"""The reason code of each operation where none is named."""

BAD_DEBT = "bad debt"
"""The kind of reason that always needs approval."""

WRITE_OFF, REQUEST, CHARGE_BACK, LEAVE = "write off", "request", "charge back", "leave"
"""What becomes of a write-off that is asked for."""

SERIES = "WO"

_KINDS = ("small balance", "bank fee", BAD_DEBT)
_ABOVE = {"pending": REQUEST, "chargeback": CHARGE_BACK, "leave": LEAVE}

CLOSED, DISPUTED, UNIDENTIFIED, NO_AMOUNT, WRONG_SIDE, TOO_EARLY, ABOVE_LIST = range(2320, 2327)
OWN_RECEIPT, TOO_YOUNG = 2417, 2418


class Asked(NamedTuple):
    """A write-off asked for: ``amount`` > 0 in minor units of the document.

    ``rate`` is that of the write-off's day (None = from the table), if the parameters want it;
    ``above`` says what to do above the authority (empty = as the company's parameters say);
    ``bar`` why the user may not, whatever the amount (rule 21); ``spent`` counts against the caps.
    """

    document: Document
    amount: int
    reason: str
    day: str
    user: str
    rate: Decimal | None = None
    list_limit: int | None = None
    above: str = ""
    bar: str = ""
    spent: Spent = Spent()


class Verdict(NamedTuple):
    """What becomes of it, under whose limit, and (unless it is written off) why."""

    outcome: str
    authority: Authority
    reason: ev.ReasonDefined
    why: str = ""


def operation(document: Document) -> str:
    """The operation that closes a document: by the sign of its open balance."""
    return BALANCE if document.open > 0 else CREDIT


def judge(asked: Asked, customer: Customer, policies: Policies) -> Verdict:
    """Decide on a write-off; raises :class:`~artui.ledger.errors.Refused` with the field at fault.

    A list's limit refuses whatever the authority (rule 6). A bad debt is written off by approval
    only. What is outside the system's own range can't be requested: nobody could approve it.
    """
    document, amount = asked.document, asked.amount
    reason = _checked(asked, policies)
    authority = _authority(asked, reason, customer, policies)
    why = authority.why_not(amount)
    if not why and not asked.bar and reason.kind != BAD_DEBT:
        return Verdict(WRITE_OFF, authority, reason)
    above = asked.above or policies.parameters(document.company, asked.day).above_limit
    if asked.bar and above != "pending" and reason.kind != BAD_DEBT:
        raise refuse("document", OWN_RECEIPT, asked.bar)
    outcome = REQUEST if reason.kind == BAD_DEBT else _ABOVE.get(above, "")
    if outcome == CHARGE_BACK and document.open < 0:
        outcome = LEAVE  # only what a customer owes can be charged back
    if authority.final(amount) and outcome in ("", REQUEST):
        raise refuse("amount", ABOVE_SYSTEM, f"{why}: nobody may approve it")
    if not outcome:
        raise refuse("amount", 2153, why)
    why = why or asked.bar
    return Verdict(outcome, authority, reason, why or f"reason {reason.reason} needs approval")


def judge_approval(asked: Asked, customer: Customer, policies: Policies) -> Verdict:
    """Whether ``asked.user`` may approve a write-off: their own authority must cover it, and
    nobody's goes beyond the system's (rule 17)."""
    reason = _checked(asked, policies)
    authority = _authority(asked, reason, customer, policies)
    why = authority.why_not(asked.amount)
    if asked.bar:
        raise refuse("document", OWN_RECEIPT, asked.bar)
    if why:
        number = ABOVE_SYSTEM if authority.final(asked.amount) else 2153
        raise refuse("amount", number, why)
    return Verdict(WRITE_OFF, authority, reason)


def _authority(
    asked: Asked, reason: ev.ReasonDefined, customer: Customer, policies: Policies
) -> Authority:
    document = asked.document
    parameters = policies.parameters(document.company, asked.day)
    return bounds(
        policies,
        document.company,
        document.currency,
        asked.day,
        user=asked.user,
        reason=reason.reason,
        customer=customer,
        document=document,
        caps=levels(parameters, document, asked.user, asked.day, asked.spent),
    )


def check_open(document: Document) -> None:
    """Refuse a document that can't be closed by hand: nothing open, held, disputed, nobody's."""
    number = document.number
    if not document.open:
        what = f" since {ev.voucher_name(document.last_voucher)} by {document.last_clerk}"
        raise refuse("document", CLOSED, f"{number} has nothing open{what}")
    if document.hold:
        raise refuse("document", 2117, f"{number} is on hold")
    if document.dispute:
        raise refuse("document", DISPUTED, f"{number} is in dispute")
    if not document.customer:
        raise refuse(
            "document", UNIDENTIFIED, f"{number} is unidentified cash: it is some customer's"
        )


def check_amount(document: Document, amount: int) -> None:
    """Refuse an amount that is none, or more than is open."""
    if amount <= 0:
        raise refuse("amount", NO_AMOUNT, "an amount above zero is needed")
    if amount > abs(document.open):
        open_ = money.format_amount(abs(document.open), document.currency)
        raise refuse("amount", 2151, f"only {open_} of {document.number} is open")


def _checked(asked: Asked, policies: Policies) -> ev.ReasonDefined:
    document, amount = asked.document, asked.amount
    check_open(document)
    check_amount(document, amount)
    reason = policies.reason(asked.reason or STANDARD_REASON[operation(document)], *_KINDS)
    side = "debit" if document.open > 0 else "credit"
    if reason.direction not in (side, "both"):
        said = f"reason {reason.reason} closes a {reason.direction}, {document.number} is a {side}"
        raise refuse("reason", WRONG_SIDE, said)
    if asked.day < document.date:
        said = f"{document.number} is of {document.date}, later than {asked.day}"
        raise refuse("date", TOO_EARLY, said)
    _check_age(asked, policies)
    if asked.list_limit is not None and amount > asked.list_limit:
        figures = (
            money.format_amount(figure, document.currency) for figure in (amount, asked.list_limit)
        )
        raise refuse("amount", ABOVE_LIST, "{} is above the list's limit {}".format(*figures))
    policies.open_period(document.company, asked.day, "date")
    _own_rate(asked, policies)
    return reason


def _check_age(asked: Asked, policies: Policies) -> None:
    document = asked.document
    least = policies.parameters(document.company, asked.day).least_age
    if least and asked.day < (first := add_days(document.date, least)):
        said = f"{document.number} is of {document.date}: it may be written off from {first} on"
        raise refuse("document", TOO_YOUNG, said)


def _own_rate(asked: Asked, policies: Policies) -> Decimal | None:
    """The rate a write-off has of its own: that of its day, if the parameters want it and the
    document is in foreign currency. Refuses a day without one."""
    company, currency = asked.document.company, asked.document.currency
    if currency == policies.company(company).base_currency:
        return None
    if policies.parameters(company, asked.day).write_off_rate != "day":
        return None
    return asked.rate or policies.rate(company, currency, asked.day)


# --- the voucher ---------------------------------------------------------------------------------


class Item(NamedTuple):
    """A write-off decided on, and who asked for it, if that was somebody else."""

    asked: Asked
    verdict: Verdict
    requested_by: str = ""
    request: str = ""


def voucher(ledger: Ledger, items: Sequence[Item], day: str, stamp: Stamp) -> list[ev.Event]:
    """The voucher that writes off documents of one company; only inside a hold.

    The write-off documents it makes bear its number, counted on where it closes several.
    """
    first = items[0].asked.document
    policies, company = ledger.policies, first.company
    period = policies.open_period(company, day, "date")
    number = ledger.next_number(company, SERIES, day)
    name = f"{SERIES}{number.year % 100:02d}{number.number:06d}"
    names = [name] if len(items) == 1 else [f"{name}-{n}" for n in range(1, len(items) + 1)]
    made = [ev.document_key(company, each) for each in names]
    there = ledger.read.documents(made)
    if there:
        raise refuse("number", 2209, f"document {ev.number_of(min(there))} exists in {company}")
    documents = {item.asked.document.id: item.asked.document for item in items}
    draft = Voucher(number, stamp, documents)
    for item, key in zip(items, made, strict=True):
        _record(draft, item, key, policies)
    customers = {document.customer for document in documents.values()}
    currencies = {document.currency for document in documents.values()}
    return draft.seal(
        date=day,
        period=period.name,
        customer=first.customer if len(customers) == 1 else "",
        currency=first.currency
        if len(currencies) == 1
        else policies.company(company).base_currency,
        amount=sum(_signed(item.asked) for item in items) if len(currencies) == 1 else 0,
        accounts=policies,
        policy=policies.policy_number(),
        text=first.number if len(items) == 1 else f"{len(items)} documents",
        unposted=leaves_unposted(policies, company, day),
    )


def _signed(asked: Asked) -> int:
    return asked.amount if asked.document.open > 0 else -asked.amount


def _record(draft: Voucher, item: Item, number: str, policies: Policies) -> None:
    """The facts of one write-off: at the document's rate, or that of its own day (rule 12)."""
    document, amount = item.asked.document, _signed(item.asked)
    rate = _own_rate(item.asked, policies)
    own = None
    if rate is not None:
        base_currency = policies.company(document.company).base_currency
        own = str(rate), money.convert(amount, document.currency, base_currency, rate)
    draft.write_off(
        document,
        amount,
        number,
        item.verdict.reason,
        gives_tax=policies.parameters(document.company, item.asked.day).tax_on_write_off,
        limit=item.verdict.authority.amount,
        own=own,
        requested_by=item.requested_by,
        request=item.request,
    )

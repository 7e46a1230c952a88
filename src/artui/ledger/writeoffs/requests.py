"""Write-offs above somebody's authority, and refunds: requested, then approved, rejected,
withdrawn or void.

Until then the balance doesn't move. Who asked can't approve; the approver's own authority must
cover the amount, and nobody's goes beyond the system's. Limits and balance are looked at again; a
balance that moved voids the request (rule 17).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import Changed, Problem, Refused, refuse, used_otherwise
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.people import rights
from artui.ledger.people.delegation import by_authority
from artui.ledger.people.duties import own_receipt
from artui.ledger.posting import Stamp
from artui.ledger.receiving import paying_back
from artui.ledger.writeoffs.caps import Spending
from artui.ledger.writeoffs.request_list import (
    APPROVED,
    PENDING,
    REFUND,
    REJECTED,
    VOID,
    WITHDRAWN,
    Request,
    check_none_waits,
    find,
    new_number,
    pending,
    request_key,
)
from artui.ledger.writeoffs.write_offs import (
    Asked,
    Item,
    Verdict,
    judge,
    judge_approval,
    voucher,
)

__all__ = [
    "APPROVED",
    "PENDING",
    "REJECTED",
    "VOID",
    "WITHDRAWN",
    "Decision",
    "Request",
    "approve",
    "covered",
    "duties_seen",
    "find",
    "pending",
    "reject",
    "request_write_off",
    "requested",
    "withdraw",
]

NO_REQUEST, DECIDED, OWN, NOT_OWN = range(2332, 2336)
VOIDED = 2337


class Decision(NamedTuple):
    """What a request came to, with the voucher and the write-off document of an approval."""

    request: str
    decision: str
    voucher: str = ""
    number: str = ""
    again: bool = False


# --- asking --------------------------------------------------------------------------------------


def request_write_off(
    ledger: Ledger,
    document: str,
    *,
    amount: int | None = None,
    reason: str = "",
    note: str = "",
    day: str = "",
    command: str | None = None,
) -> str:
    """Ask somebody else to write off ``amount`` (minor units, default all that is open) of a
    document; the request's key. Nothing is posted."""

    def decide(stamp: Stamp) -> str:
        found = ledger.read.document(document)
        if found is None:
            raise refuse("document", 2210, f"document {ev.number_of(document)} does not exist")
        wanted = abs(found.open) if amount is None else amount
        asked = Asked(found, wanted, reason, day or ledger.today(), ledger.clerk, above=PENDING)
        asked = duties_seen(ledger, asked)
        verdict = judge(asked, ledger.customer_of(found), ledger.policies)
        event = requested(ledger, asked, verdict, stamp, note=note)
        ledger.store.append([event], stamp.command)
        return request_key(event.company, event.number)

    return ledger.carry_out(command, decide, _asked_before)


def duties_seen(ledger: Ledger, asked: Asked) -> Asked:
    """What is asked for, with what rule 21 and the caps say about it."""
    document, user, day = asked.document, asked.user, asked.day
    ledger.sight.check(document, ledger.customer_of(document))
    return asked._replace(
        bar=own_receipt(ledger, document, user, day),
        spent=Spending(ledger, user, day).spent(document),
    )


def requested(
    ledger: Ledger,
    asked: Asked,
    verdict: Verdict,
    stamp: Stamp,
    *,
    note: str = "",
    behind: int = 0,
) -> ev.WriteOffRequested:
    """The fact of a request, ``behind`` so many others of the same append; only inside a hold.

    Refuses a document for which one waits already.
    """
    ledger.require("writeoffs.request")
    document = asked.document
    check_none_waits(ledger, document)
    number = new_number(ledger, document.company) + behind
    return ev.WriteOffRequested(
        f"request/{document.company}/{number}",
        1,
        *stamp,
        company=document.company,
        number=number,
        document=document.id,
        amount=asked.amount,
        reason=verdict.reason.reason,
        currency=document.currency,
        open=document.open,
        version=document.last_pos,
        limit=verdict.authority.amount,
        note=note or verdict.why,
        since=asked.day,
    )


def _asked_before(events: Sequence[ev.Event]) -> str:
    first = events[0]
    if not isinstance(first, ev.WriteOffRequested):
        raise used_otherwise()
    return request_key(first.company, first.number)


# --- deciding ------------------------------------------------------------------------------------


def approve(
    ledger: Ledger, request: str, *, day: str = "", note: str = "", command: str | None = None
) -> Decision:
    """Approve a request: what it asks for is posted on ``day`` (default today) in the same save.

    Raises :class:`~artui.ledger.errors.Changed` for a balance that moved since: the request is void
    then. Refuses whoever asked, and an approver whose own authority doesn't cover it.
    """

    def decide(stamp: Stamp) -> Decision:
        return _approve(ledger, _waiting(ledger, request), day or ledger.today(), note, stamp)

    made = ledger.carry_out(command, decide, _decided_before)
    if made.decision == VOID:
        raise Changed(Problem("request", VOIDED, _find(ledger, request).answer))
    return made


def _approve(ledger: Ledger, request: Request, day: str, note: str, stamp: Stamp) -> Decision:
    if request.clerk == ledger.clerk:
        raise refuse("request", OWN, f"{request.key} is your own: somebody else must approve it")
    document = ledger.read.documents([request.document])[request.document]
    if document.open != request.open:
        _decide(ledger, request, VOID, _moved(request, document), stamp)
        return Decision(request.key, VOID)
    user, events = _approved(ledger, request, document, day, stamp)
    behalf = "" if user == ledger.clerk else user
    decided = replace(
        _decided(request, APPROVED, note, stamp, events[-1].originator_id), on_behalf=behalf
    )
    ledger.store.append([decided, *events], stamp.command)
    return _decision([decided, *events])


def _approved(
    ledger: Ledger, request: Request, document: Document, day: str, stamp: Stamp
) -> tuple[str, list[ev.Event]]:
    """By whose authority a request is approved, and the voucher that makes."""
    if request.kind == REFUND:
        user = covered(ledger, request, document, day)
        paying_back.check_refund(ledger, document, request.amount, request.bank_account, day)
        return user, paying_back.pay_back(
            ledger, document, request.amount, request.bank_account, day, stamp,
            requested_by=request.clerk, request=request.key,
        )  # fmt: skip
    asked = Asked(document, request.amount, request.reason, day, ledger.clerk)
    asked, verdict = _judged(ledger, request, asked)
    item = Item(asked, verdict, requested_by=request.clerk, request=request.key)
    return asked.user, voucher(ledger, [item], day, stamp)


def _judged(ledger: Ledger, request: Request, asked: Asked) -> tuple[Asked, Verdict]:
    """The approval by whose authority covers it: one's own, else one delegated to the clerk; never
    that of who asked."""
    customer = ledger.customer_of(asked.document)
    bar = own_receipt(ledger, asked.document, ledger.clerk, asked.day)

    def attempt(giver: str) -> tuple[Asked, Verdict]:
        wanted = duties_seen(ledger, asked._replace(user=giver))
        wanted = wanted._replace(bar=bar or wanted.bar)
        return wanted, judge_approval(wanted, customer, ledger.policies)

    return by_authority(ledger, request.permission, request.clerk, _own(request), attempt)


def _own(request: Request) -> Refused:
    return refuse("request", OWN, f"{request.key} is your own")


def covered(ledger: Ledger, request: Request, document: Document, day: str) -> str:
    """Whose authority an approval by the clerk would rest on; refuses as it would be refused."""
    if request.kind == REFUND:
        return paying_back.approver(
            ledger, document, request.amount, request.clerk, day, _own(request)
        )
    asked = Asked(document, request.amount, request.reason, day, ledger.clerk)
    return _judged(ledger, request, asked)[0].user


def _moved(request: Request, document: Document) -> str:
    was, now = (format_amount(open_, request.currency) for open_ in (request.open, document.open))
    return (
        f"{document.number} had {was} open when {request.clerk} asked and has {now} now, since "
        f"{ev.voucher_name(document.last_voucher)}: request {request.key} is void"
    )


def reject(ledger: Ledger, request: str, *, note: str = "", command: str | None = None) -> Decision:
    """Turn a request down, saying why; whoever asked withdraws it instead."""

    def decide(stamp: Stamp) -> Decision:
        waiting = _waiting(ledger, request)
        if waiting.clerk == ledger.clerk:
            raise refuse("request", OWN, f"{waiting.key} is your own: withdraw it")
        permission = waiting.permission
        if not rights.speaks_for(ledger.policies, ledger.clerk, ledger.today(), permission):
            ledger.require(permission)
        return _decide(ledger, waiting, REJECTED, note, stamp)

    return ledger.carry_out(command, decide, _decided_before)


def withdraw(
    ledger: Ledger, request: str, *, note: str = "", command: str | None = None
) -> Decision:
    """Take one's own request back."""

    def decide(stamp: Stamp) -> Decision:
        waiting = _waiting(ledger, request)
        if waiting.clerk != ledger.clerk:
            raise refuse("request", NOT_OWN, f"{waiting.key} is {waiting.clerk}'s: reject it")
        return _decide(ledger, waiting, WITHDRAWN, note, stamp)

    return ledger.carry_out(command, decide, _decided_before)


def voided(ledger: Ledger, command: str, stamp: Stamp) -> list[ev.RequestDecided]:
    """What ends the requests that a command, or the run of that id, made and that still wait: what
    it posted is taken back. Only inside a hold."""
    rows = ledger.store.query(
        "SELECT e.stream FROM commands AS c"
        " JOIN events AS e ON e.pos BETWEEN c.first AND c.first + c.events - 1"
        " WHERE (c.id = :id OR (c.id > :from AND c.id < :to))"
        " AND e.stream > 'request/' AND e.stream < 'request0' AND e.version = 1 ORDER BY e.pos",
        {"id": command, "from": f"{command}/", "to": f"{command}0"},  # "0" comes behind "/"
    )
    made = (find(ledger, row[0].removeprefix("request/"), ledger.store) for row in rows)
    note = "what it was asked for with was taken back"
    return [_decided(each, VOID, note, stamp) for each in made if each and each.state == PENDING]


def _decide(ledger: Ledger, request: Request, decision: str, note: str, stamp: Stamp) -> Decision:
    ledger.store.append([_decided(request, decision, note, stamp)], stamp.command)
    return Decision(request.key, decision)


def _decided(
    request: Request, decision: str, note: str, stamp: Stamp, posted: str = ""
) -> ev.RequestDecided:
    return ev.RequestDecided(
        f"request/{request.key}",
        2,
        *stamp,
        company=request.company,
        number=request.number,
        decision=decision,
        voucher=posted,
        note=note,
    )


def _decided_before(events: Sequence[ev.Event]) -> Decision:
    return _decision(events)._replace(again=True)


def _decision(events: Sequence[ev.Event]) -> Decision:
    first = events[0]
    if not isinstance(first, ev.RequestDecided):
        raise used_otherwise()
    number = next((fact.number for fact in events if isinstance(fact, ev.WrittenOff)), "")
    return Decision(request_key(first.company, first.number), first.decision, first.voucher, number)


# --- reading -------------------------------------------------------------------------------------


def _find(ledger: Ledger, request: str) -> Request:
    found = find(ledger, request)
    if found is None:
        raise refuse("request", NO_REQUEST, f"there is no request {request}")
    return found


def _waiting(ledger: Ledger, request: str) -> Request:
    found = _find(ledger, request)
    if found.state != PENDING:
        said = f"request {found.key} was {found.state} by {found.decided_by}"
        raise refuse("request", DECIDED, said)
    return found

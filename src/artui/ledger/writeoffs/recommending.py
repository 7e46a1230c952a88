"""Recommendations: differences of receipts that wait for somebody's review.

:mod:`artui.ledger.writeoffs.sorting` puts them in the queue. There each is accepted, changed or
rejected; limits are looked at again, and a balance that moved since voids it.
"""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.naming import numbered
from artui.ledger.posting import Stamp
from artui.ledger.writeoffs import charging_back, requests
from artui.ledger.writeoffs.exceptions import (
    BY_REVIEW,
    CHARGEBACK,
    LEAVE,
    OVER,
    UNDER,
    WRITE_OFF,
    check_direction,
)
from artui.ledger.writeoffs.write_offs import (
    REQUEST,
    Asked,
    Item,
    judge,
    voucher,
)

PENDING, ACCEPTED, CHANGED, REJECTED, VOID = "pending", "accepted", "changed", "rejected", "void"
"""What a recommendation stands at."""

REVIEWED = (WRITE_OFF, CHARGEBACK, LEAVE)
"""What a review may do with one: leave says that nothing is to be done."""

NO_RECOMMENDATION, DECIDED, NO_NOTE, NOT_REVIEWED = range(2460, 2464)

_COLUMNS = (
    "company, number, document, receipt, currency, open, rule, since, reason, note, clerk,"
    " recorded_at, state, action, amount, voucher, made, request, decided_by, decided_at, answer"
)


class Recommendation(NamedTuple):
    """A recommendation as it stands; ``open`` as the balance was, signed, in minor units.

    ``rule`` counts from 1 in the rules that hold since ``since``, 0 = none fits; ``action`` to
    ``request`` say what was done with it, ``answer`` what was said.
    """

    company: str
    number: int
    document: str
    receipt: str
    currency: str
    open: int
    rule: int
    since: str
    reason: str
    note: str
    clerk: str
    recorded_at: int
    state: str
    action: str
    amount: int
    voucher: str
    made: str
    request: str
    decided_by: str
    decided_at: int
    answer: str

    @property
    def key(self) -> str:
        """How it is named: ``COMPANY/NUMBER``."""
        return f"{self.company}/{self.number}"


class Review(NamedTuple):
    """What a review came to: the voucher and document it made, or the request."""

    recommendation: str
    decision: str
    action: str
    amount: int
    voucher: str = ""
    made: str = ""
    request: str = ""
    text: str = ""
    again: bool = False


# --- reviewing -------------------------------------------------------------------------------


def accept(
    ledger: Ledger,
    recommendation: str,
    *,
    day: str = "",
    note: str = "",
    command: str | None = None,
) -> Review:
    """Write off what a recommendation names, whole, for its reason, on ``day`` (default today).

    What is above the clerk's authority becomes a request; what is above the system's is refused.
    Under one ``command`` id nothing is posted twice.
    """
    return _review(ledger, recommendation, ACCEPTED, WRITE_OFF, None, "", day, note, command)


def change(
    ledger: Ledger,
    recommendation: str,
    *,
    action: str = WRITE_OFF,
    amount: int | None = None,
    reason: str = "",
    day: str = "",
    note: str = "",
    command: str | None = None,
) -> Review:
    """Do something else than what is recommended: an ``action`` of :data:`REVIEWED`, a part of the
    amount (minor units above zero), another reason. Leaving it needs a note."""
    if action not in REVIEWED:
        raise refuse("action", NOT_REVIEWED, f"{action!r} is none of {', '.join(REVIEWED)}")
    if action == LEAVE and not note:
        raise refuse("note", NO_NOTE, "say why nothing is to be done")
    return _review(ledger, recommendation, CHANGED, action, amount, reason, day, note, command)


def reject(
    ledger: Ledger, recommendation: str, *, note: str = "", command: str | None = None
) -> Review:
    """Turn a recommendation down: the balance stays, and isn't recommended again as it stands."""
    return _review(ledger, recommendation, REJECTED, "", None, "", "", note, command)


def _review(
    ledger: Ledger,
    key: str,
    decision: str,
    action: str,
    amount: int | None,
    reason: str,
    day: str,
    note: str,
    command: str | None,
) -> Review:
    def decide(stamp: Stamp) -> Review:
        ledger.require("writeoffs.post")
        waiting = _waiting(ledger, key)
        document = ledger.read.documents([waiting.document])[waiting.document]
        if document.open != waiting.open:
            return decided(ledger, waiting, VOID, stamp, note=moved(waiting, document))
        made = Review(key, decision, action, 0)
        if action in (WRITE_OFF, CHARGEBACK):
            wanted = abs(document.open) if amount is None else amount
            why = reason or (waiting.reason if action == WRITE_OFF else "")
            made = _carry_out(ledger, document, made._replace(amount=wanted), why, day, note, stamp)
            waiting = waiting._replace(reason=why)
            stamp = stamp._replace(command=f"{stamp.command}/decided")
        return decided(ledger, waiting, decision, stamp, note=note, made=made)

    made = ledger.carry_out(command, decide, lambda _events: _decided_before(ledger, key))
    if made.decision == VOID:
        raise refuse("recommendation", DECIDED, made.text)
    return made


def _carry_out(
    ledger: Ledger,
    document: Document,
    made: Review,
    reason: str,
    day: str,
    note: str,
    stamp: Stamp,
) -> Review:
    """Post what a review decided, or ask for it; only inside a hold."""
    day = day or ledger.today()
    if made.action == CHARGEBACK:
        posted = charging_back.post(ledger, document, made.amount, reason, "", day, stamp)
        return made._replace(voucher=posted.voucher, made=posted.document)
    side = OVER if document.open < 0 else UNDER
    check_direction(ledger.policies.reason(reason, *BY_REVIEW), side)
    asked = Asked(document, made.amount, reason, day, ledger.clerk, above="pending")
    asked = requests.duties_seen(ledger, asked)
    verdict = judge(asked, ledger.customer_of(document), ledger.policies)
    if verdict.outcome == REQUEST:
        request = requests.requested(ledger, asked, verdict, stamp, note=note)
        ledger.store.append([request], stamp.command)
        return made._replace(request=f"{request.company}/{request.number}", text=verdict.why)
    events = voucher(ledger, [Item(asked, verdict)], day, stamp)
    ledger.store.append(events, stamp.command)
    number = next(fact.number for fact in events if isinstance(fact, ev.WrittenOff))
    return made._replace(voucher=events[-1].originator_id, made=number)


def decided(
    ledger: Ledger,
    waiting: Recommendation,
    decision: str,
    stamp: Stamp,
    *,
    note: str = "",
    made: Review | None = None,
) -> Review:
    """Record what became of a recommendation; only inside a hold."""
    made = made or Review(waiting.key, decision, "", 0)
    event = ev.RecommendationDecided(
        f"recommendation/{waiting.key}",
        2,
        *stamp,
        company=waiting.company,
        number=waiting.number,
        decision=decision,
        action=made.action,
        amount=made.amount,
        reason=waiting.reason,
        voucher=made.voucher,
        made=made.made,
        request=made.request,
        note=note,
    )
    ledger.store.append([event], stamp.command)
    return made._replace(text=made.text or note)


def _decided_before(ledger: Ledger, key: str) -> Review:
    found = _find(ledger, key)
    return Review(
        key,
        found.state,
        found.action,
        found.amount,
        found.voucher,
        found.made,
        found.request,
        found.answer,
        again=True,
    )


def moved(known: Recommendation, document: Document) -> str:
    """Why a recommendation is void: its document's balance is another now."""
    was, now = (format_amount(open_, known.currency) for open_ in (known.open, document.open))
    return (
        f"{document.number} had {was} open when it was recommended and has {now} now:"
        f" recommendation {known.key} is void"
    )


# --- reading ---------------------------------------------------------------------------------


def pending(ledger: Ledger, company: str = "") -> list[Recommendation]:
    """The recommendations that wait, oldest first: all, or a company's."""
    where = "state = 'pending'" + (" AND company = :company" if company else "")
    return _read(ledger, where, {"company": company})


def count_pending(ledger: Ledger) -> int:
    """How many recommendations wait."""
    rows = ledger.seen.query("SELECT COUNT(*) FROM recommendations WHERE state = 'pending'")
    return int(rows[0][0])


def of_document(ledger: Ledger, document: str) -> list[Recommendation]:
    """What was recommended of a document (its key), oldest first."""
    return _read(ledger, "document = :document", {"document": document})


def find(ledger: Ledger, key: str) -> Recommendation | None:
    """A recommendation by its key, whatever became of it."""
    named = numbered(key)
    if named is None:
        return None
    params: dict[str, object] = {"company": named[0], "number": named[1]}
    found = _read(ledger, "company = :company AND number = :number", params)
    return found[0] if found else None


def _read(ledger: Ledger, where: str, params: dict[str, object]) -> list[Recommendation]:
    rows = ledger.seen.query(
        f"SELECT {_COLUMNS} FROM recommendations WHERE {where}"
        " ORDER BY recorded_at, company, number",
        params,
    )
    return [Recommendation(*row) for row in rows]


def _find(ledger: Ledger, key: str) -> Recommendation:
    found = find(ledger, key)
    if found is None:
        raise refuse("recommendation", NO_RECOMMENDATION, f"there is no recommendation {key}")
    return found


def _waiting(ledger: Ledger, key: str) -> Recommendation:
    found = _find(ledger, key)
    if found.state != PENDING:
        said = f"recommendation {key} was {found.state} by {found.decided_by}"
        raise refuse("recommendation", DECIDED, said)
    return found

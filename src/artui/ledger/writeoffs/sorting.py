"""Sorting what receipts left over or short, by the exception rules of their company.

Each difference is written off, charged back or left as the first rule that fits says. What is only
recommended, what no rule fits and what is above somebody's limits goes to the queue of
:mod:`artui.ledger.writeoffs.recommending`.
"""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.posting import Stamp
from artui.ledger.rehearsal import rehearsal
from artui.ledger.writeoffs import charging_back, requests
from artui.ledger.writeoffs.differences import Left, differences
from artui.ledger.writeoffs.exceptions import (
    CHARGEBACK,
    LEAVE,
    ON_ACCOUNT,
    RECOMMEND,
    WRITE_OFF,
    Fit,
    evaluate,
    rules_on,
    words,
)
from artui.ledger.writeoffs.recommending import (
    CHANGED,
    PENDING,
    REJECTED,
    VOID,
    decided,
    moved,
    of_document,
)
from artui.ledger.writeoffs.write_offs import (
    STANDARD_REASON,
    Asked,
    Item,
    judge,
    operation,
    voucher,
)


class Sorted(NamedTuple):
    """What became of a difference: the rule that decided, what was done, and (unless something
    was posted) why."""

    left: Left
    fit: Fit
    action: str
    voucher: str = ""
    made: str = ""
    recommendation: str = ""
    text: str = ""


def sort_exceptions(
    ledger: Ledger,
    *,
    company: str = "",
    day: str = "",
    dry_run: bool = False,
) -> list[Sorted]:
    """Do with every difference of a company (default: all) what its exception rules say.

    Posts on ``day`` (default today), one voucher a difference. What waits for review already, was
    rejected as it stands, or waits for approval is passed over, so a second run posts nothing
    twice. ``dry_run`` says what would be done. Companies without rules are passed over; refuses a
    company that doesn't exist and a day that can't be posted to.
    """
    if dry_run:
        with rehearsal(ledger):
            return sort_exceptions(ledger, company=company, day=day)
    ledger.require("writeoffs.post")
    day = day or ledger.today()
    companies = [company] if company else list(ledger.policies.companies)
    found: list[Sorted] = []
    for each in companies:
        ledger.policies.company(each)
        if rules_on(ledger.policies, each, day) is None:
            continue
        ledger.policies.open_period(each, day, "date")
        found += [
            made for left in list(differences(ledger, each)) if (made := _sort(ledger, left, day))
        ]
    return found


def _sort(ledger: Ledger, left: Left, day: str) -> Sorted | None:
    """Sort one difference as it stands now; None if it is passed over."""

    def decide(stamp: Stamp) -> Sorted | None:
        ledger.require("writeoffs.post")
        document = ledger.read.document(left.document.id)
        if document is None or document.open != left.document.open:
            return None  # a colleague was there meanwhile: the next run sees what is left
        if not _to_be_sorted(ledger, document, stamp):
            return None
        rules = rules_on(ledger.policies, document.company, day)
        fit = evaluate(rules.rules if rules else (), left.difference)
        return _act(ledger, left, fit, day, stamp)

    return ledger.carry_out(None, decide, lambda _events: None)


def _to_be_sorted(ledger: Ledger, document: Document, stamp: Stamp) -> bool:
    """Whether nothing was said about the document as it stands; voids what was said before."""
    if requests.pending(ledger, document.company, document.id):
        return False
    for known in of_document(ledger, document.id):
        if known.open == document.open and known.state in (PENDING, REJECTED, CHANGED):
            return False
        if known.state == PENDING:
            own = stamp._replace(command=f"{stamp.command}/{known.number}")
            decided(ledger, known, VOID, own, note=moved(known, document))
    return True


def _act(ledger: Ledger, left: Left, fit: Fit, day: str, stamp: Stamp) -> Sorted:
    document, rule = left.document, fit.rule
    if fit.action in (ON_ACCOUNT, LEAVE):
        return Sorted(left, fit, fit.action)
    if rule is None:
        return _recommend(ledger, left, fit, "no rule fits", day, stamp)
    if fit.action == RECOMMEND:
        return _recommend(ledger, left, fit, f"rule {fit.number}: {words(rule)}", day, stamp)
    try:
        if fit.action == CHARGEBACK:
            posted = charging_back.post(ledger, document, left.amount, rule.reason, "", day, stamp)
            return Sorted(left, fit, CHARGEBACK, posted.voucher, posted.document)
        asked = Asked(document, left.amount, rule.reason, day, ledger.clerk, above="leave")
        asked = requests.duties_seen(ledger, asked)
        verdict = judge(asked, ledger.customer_of(document), ledger.policies)
        if verdict.outcome == WRITE_OFF:
            events = voucher(ledger, [Item(asked, verdict)], day, stamp)
            ledger.store.append(events, stamp.command)
            made = next(fact.number for fact in events if isinstance(fact, ev.WrittenOff))
            return Sorted(left, fit, WRITE_OFF, events[-1].originator_id, made)
        why = verdict.why
    except Refused as refused:
        why = "; ".join(problem.text for problem in refused.problems)
    return _recommend(ledger, left, fit, f"rule {fit.number}, {rule.action}: {why}", day, stamp)


def _recommend(ledger: Ledger, left: Left, fit: Fit, why: str, day: str, stamp: Stamp) -> Sorted:
    document = left.document
    company = document.company
    rows = ledger.store.query(
        "SELECT COALESCE(MAX(number), 0) FROM recommendations WHERE company = :company",
        {"company": company},
    )
    number = int(rows[0][0]) + 1
    rules = rules_on(ledger.policies, company, day)
    event = ev.ExceptionRecommended(
        f"recommendation/{company}/{number}",
        1,
        *stamp,
        company=company,
        number=number,
        document=document.id,
        receipt=left.receipt.id,
        currency=document.currency,
        open=document.open,
        rule=fit.number,
        since=rules.since if rules else "",
        reason=(fit.rule.reason if fit.rule else "") or STANDARD_REASON[operation(document)],
        note=why,
    )
    ledger.store.append([event], stamp.command)
    return Sorted(left, fit, RECOMMEND, recommendation=f"{company}/{number}", text=why)

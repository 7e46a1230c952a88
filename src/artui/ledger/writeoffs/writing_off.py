"""Writing off by hand or from a list: one document, or as many as were chosen.

A write-off closes a residual, whole or in part, against the reason's account and makes a document
of its own: a balance write-off of a debit, a credit write-off of a credit. By hand or from a list
the limit is the lower of the list's and the authority, whatever the tolerance (rule 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import Refused, refuse, used_otherwise
from artui.ledger.ledger import Ledger
from artui.ledger.people.duties import own_receipts
from artui.ledger.posting import Stamp
from artui.ledger.standing import Standing
from artui.ledger.writeoffs import charging_back
from artui.ledger.writeoffs.candidate_list import Listed
from artui.ledger.writeoffs.caps import Spending
from artui.ledger.writeoffs.requests import duties_seen, requested
from artui.ledger.writeoffs.selecting import Selection, candidates, select, why_not
from artui.ledger.writeoffs.write_offs import (
    BALANCE,
    CHARGE_BACK,
    CREDIT,
    REQUEST,
    WRITE_OFF,
    Asked,
    Item,
    Verdict,
    judge,
    voucher,
)

__all__ = [
    "BALANCE",
    "CREDIT",
    "Selection",
    "WrittenOffResult",
    "candidates",
    "select",
    "why_not",
    "write_off",
    "write_off_many",
    "write_off_parts",
]

MAX_DOCUMENTS = 1000
"""Documents a voucher writes off at most."""

WRITTEN_OFF, REQUESTED, CHARGED_BACK, LEFT, REFUSED, SKIPPED = (
    "written off",
    "requested",
    "charged back",
    "left",
    "refused",
    "skipped",
)
"""What became of a document."""


class WrittenOffResult(NamedTuple):
    """What became of a document (its key): ``amount`` in minor units, signed as its balance.

    ``number`` is the document that was made, the write-off or the chargeback; ``text`` says why it
    wasn't written off.
    """

    document: str
    outcome: str
    amount: int = 0
    voucher: str = ""
    number: str = ""
    request: str = ""
    text: str = ""
    again: bool = False


# --- one document --------------------------------------------------------------------------------


def write_off(
    ledger: Ledger,
    document: str,
    *,
    amount: int | None = None,
    reason: str = "",
    day: str = "",
    rate: Decimal | None = None,
    list_limit: int | None = None,
    above: str = "",
    note: str = "",
    command: str | None = None,
) -> WrittenOffResult:
    """Write off ``amount`` (minor units above zero, default all that is open) of a document.

    ``day`` is the posting date (default today), ``reason`` defaults to the standard one of the
    operation. ``rate`` counts where the parameters value write-offs at the rate of their day.
    Above the authority the parameters decide, or ``above``: ``refuse``, ``pending`` (a request),
    ``chargeback`` (of the whole amount) or ``leave``. Raises
    :class:`~artui.ledger.errors.Refused` with the field at fault.
    """
    if rate is not None and (not rate.is_finite() or rate <= 0):
        raise refuse("rate", 2233, "a rate is above zero")

    def decide(stamp: Stamp) -> WrittenOffResult:
        ledger.require("writeoffs.post")
        found = ledger.read.document(document)
        if found is None:
            raise refuse("document", 2210, f"document {ev.number_of(document)} does not exist")
        wanted = abs(found.open) if amount is None else amount
        asked = Asked(
            found, wanted, reason, day or ledger.today(), ledger.clerk, rate, list_limit, above
        )
        asked = duties_seen(ledger, asked)
        verdict = judge(asked, ledger.customer_of(found), ledger.policies)
        if verdict.outcome == WRITE_OFF:
            events = voucher(ledger, [Item(asked, verdict)], asked.day, stamp)
            ledger.store.append(events, stamp.command)
            return _results(events)[document]
        if verdict.outcome == REQUEST:
            request = requested(ledger, asked, verdict, stamp, note=note)
            ledger.store.append([request], stamp.command)
            return _request_result(request)
        return _otherwise(ledger, asked, verdict, stamp)

    return ledger.carry_out(command, decide, lambda events: _answer(events, document))


def _otherwise(ledger: Ledger, asked: Asked, verdict: Verdict, stamp: Stamp) -> WrittenOffResult:
    """Above the authority, where that is no request: charged back, or left as it is."""
    document = asked.document
    if verdict.outcome != CHARGE_BACK:
        return WrittenOffResult(document.id, LEFT, text=verdict.why)
    posted = charging_back.post(ledger, document, asked.amount, "", "", asked.day, stamp)
    return WrittenOffResult(
        document.id,
        CHARGED_BACK,
        asked.amount,
        posted.voucher,
        posted.document,
        text=verdict.why,
    )


def _answer(events: Sequence[ev.Event], document: str) -> WrittenOffResult:
    made = _results(events).get(document)
    if made is None:
        raise used_otherwise()
    return made._replace(again=True)


def _results(events: Iterable[ev.Event]) -> dict[str, WrittenOffResult]:
    """What facts did to each document."""
    found = {}
    for fact in events:
        if isinstance(fact, ev.WrittenOff):
            found[fact.document] = WrittenOffResult(
                fact.document, WRITTEN_OFF, fact.amount, fact.originator_id, fact.number
            )
        elif isinstance(fact, ev.ChargedBack):
            found[fact.document] = WrittenOffResult(
                fact.document, CHARGED_BACK, fact.amount, fact.originator_id, fact.chargeback
            )
        elif isinstance(fact, ev.WriteOffRequested):
            found[fact.document] = _request_result(fact)
    return found


def _request_result(request: ev.WriteOffRequested) -> WrittenOffResult:
    return WrittenOffResult(
        request.document,
        REQUESTED,
        request.amount if request.open > 0 else -request.amount,
        request=f"{request.company}/{request.number}",
        text=request.note,
    )


# --- a list --------------------------------------------------------------------------------------


def write_off_many(
    ledger: Ledger,
    documents: Sequence[str | Document | Listed],
    *,
    reason: str = "",
    reasons: dict[str, str] | None = None,
    day: str = "",
    list_limit: int | None = None,
    above: str = "",
    command: str | None = None,
) -> list[WrittenOffResult]:
    """Write off all that is open of documents, one voucher per company and thousand of them.

    A document given as it was listed is skipped if it changed since; a key is taken as it stands.
    ``reasons`` holds a document's own reason by its key. The answer names every document in the
    order given, whatever became of it: one that can't be written off stops no other. A command id
    that was interrupted goes on where it stopped and posts nothing twice. Refuses before anything
    is posted if a company's period is closed.
    """
    parts = write_off_parts(
        ledger,
        documents,
        reason=reason,
        reasons=reasons,
        day=day,
        list_limit=list_limit,
        above=above,
        command=command,
    )
    results = {result.document: result for part in parts for result in part}
    return [results[_key_of(document)] for document in dict.fromkeys(documents)]


def write_off_parts(
    ledger: Ledger,
    documents: Sequence[str | Document | Listed],
    *,
    reason: str = "",
    reasons: dict[str, str] | None = None,
    day: str = "",
    list_limit: int | None = None,
    above: str = "",
    command: str | None = None,
) -> Iterator[list[WrittenOffResult]]:
    """As :func:`write_off_many`, answering voucher by voucher: what was answered is durable, and
    between two of them the caller may stop."""
    run = _Run(ledger, reason, reasons or {}, day or ledger.today(), list_limit, above)
    listed = {_key_of(each): each for each in documents}
    for company in dict.fromkeys(map(ev.company_of, listed)):
        if company in ledger.policies.companies:
            ledger.policies.open_period(company, run.day, "date")
    ordered = sorted(listed, key=ev.company_of)
    parts = (
        part
        for _company, keys in groupby(ordered, key=ev.company_of)
        for part in _parts(list(keys))
    )
    for number, keys in enumerate(parts):
        part_command = f"{command}/{number}" if command and number else command
        results = run.part({key: listed[key] for key in keys}, part_command)
        yield [results[key] for key in keys]


def _key_of(document: str | Document | Listed) -> str:
    return document if isinstance(document, str) else document.id


def _parts(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), MAX_DOCUMENTS):
        yield keys[start : start + MAX_DOCUMENTS]


class _Run:
    """A list being written off, voucher by voucher."""

    def __init__(
        self,
        ledger: Ledger,
        reason: str,
        reasons: dict[str, str],
        day: str,
        list_limit: int | None,
        above: str,
    ) -> None:
        self.ledger = ledger
        self.day = day
        self._reason = reason
        self._reasons = reasons
        self._list_limit = list_limit
        self._spending = Spending(ledger, ledger.clerk, day)
        self._above = above

    def part(
        self, listed: dict[str, str | Document | Listed], command: str | None
    ) -> dict[str, WrittenOffResult]:
        """Documents of one company, in one hold."""
        return self.ledger.carry_out(
            command,
            lambda stamp: self._post(listed, stamp),
            lambda events: self._answer(listed, events),
        )

    def _post(
        self, listed: dict[str, str | Document | Listed], stamp: Stamp
    ) -> dict[str, WrittenOffResult]:
        ledger, results = self.ledger, {}
        ledger.require("writeoffs.post")
        standing = Standing(ledger.policies, ledger.clerk, ledger.read)
        found = ledger.read.documents(list(listed))
        sight = ledger.sight
        bars = own_receipts(ledger, found.values(), ledger.clerk, self.day)
        items: list[Item] = []
        requests: list[ev.WriteOffRequested] = []
        later: list[tuple[Asked, Verdict]] = []
        for key, seen in listed.items():
            try:
                document = _unchanged(found.get(key), seen, key)
                sight.check(document, standing.customer_of(document))
                asked = self._asked(document, bars.get(key, ""))
                verdict = judge(asked, standing.customer_of(document), standing.policies)
                if verdict.outcome == REQUEST:
                    requests.append(requested(ledger, asked, verdict, stamp, behind=len(requests)))
                elif verdict.outcome == WRITE_OFF:
                    items.append(Item(asked, verdict))
                    self._spending.add(document, asked.amount)
                else:
                    later.append((asked, verdict))
            except Refused as refused:
                skipped = refused.problems[0].field == "document"
                text = refused.problems[0].text
                results[key] = WrittenOffResult(key, SKIPPED if skipped else REFUSED, text=text)
        events: list[ev.Event] = [*requests]
        if items:
            events += voucher(ledger, items, self.day, stamp)
        if events:
            ledger.store.append(events, stamp.command)
            results.update(_results(events))
        for asked, verdict in later:
            own = stamp._replace(command=f"{stamp.command}/cb/{asked.document.number}")
            results[asked.document.id] = _otherwise(ledger, asked, verdict, own)
        return results

    def _asked(self, document: Document, bar: str) -> Asked:
        return Asked(
            document,
            abs(document.open),
            self._reasons.get(document.id, self._reason),
            self.day,
            self.ledger.clerk,
            list_limit=self._list_limit,
            above=self._above,
            bar=bar,
            spent=self._spending.spent(document),
        )

    @staticmethod
    def _answer(
        listed: dict[str, str | Document | Listed], events: Sequence[ev.Event]
    ) -> dict[str, WrittenOffResult]:
        """What a part came to when its command was carried out before."""
        made = _results(events)
        if not made:
            raise used_otherwise()
        text = "it was not written off when this command was carried out"
        missing = {key: WrittenOffResult(key, SKIPPED, text=text) for key in listed}
        kept = {key: made[key] for key in listed if key in made}
        return {key: result._replace(again=True) for key, result in (missing | kept).items()}


def _unchanged(found: Document | None, seen: str | Document | Listed, key: str) -> Document:
    """The document as it stands; refuses one that moved since it was listed (rule 18)."""
    if found is None:
        raise refuse("document", 2210, f"document {ev.number_of(key)} does not exist")
    if not isinstance(seen, str) and seen.last_pos != found.last_pos:
        said = f"{found.number} was changed by {found.last_clerk} since it was listed"
        raise refuse("document", 2130, said)
    return found

"""What a reversal takes back of a voucher, a receipt, an application, a write-off; never writes.

A voucher stands until others took it back, whole or in part. What another voucher built on a
document that would go depends on it: :func:`dependants` names those, :func:`chain` all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.reading.queries import VoucherHead
from artui.ledger.reversal.mirroring import (
    REVERSALS,
    Applications,
    Part,
    Posting,
    applications,
    concerning,
    concessions,
    differences,
    made,
    posting,
    touches,
    write_offs,
)

NO_BATCH = 2480
REFUNDED = 2626

ADJUSTMENTS = "RA"
"""The series of vouchers that put a receipt's rate right."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What a reversal takes back, the newest voucher first, and what its voucher says it is.

    ``amount`` (minor units of ``currency``) is that of the new voucher; ``rate`` the one at which
    money leaves, None = that of the day; it counts only where the parameters ask for it.
    """

    parts: tuple[Part, ...]
    customer: str
    currency: str
    amount: int
    text: str
    rate: Decimal | None = None

    @property
    def company(self) -> str:
        """The company whose books it is posted to."""
        return self.parts[0].posting.seal.company

    @property
    def facts(self) -> list[ev.Event]:
        """All that is taken back."""
        return [fact for part in self.parts for fact in part.facts]


def posted(ledger: Ledger, key: str) -> Posting:
    """A voucher with what of it still stands."""
    rows = ledger.store.query(
        "SELECT version FROM reversed_facts WHERE voucher = :voucher", {"voucher": key}
    )
    return posting(ledger.read.voucher_facts(key), {row[0] for row in rows})


def check_reversal(ledger: Ledger, key: str) -> tuple[VoucherHead, list[str]]:
    """The voucher and what depends on it; refuses one that can't be reversed at all."""
    head = _head(ledger, key)
    if head.reversed_by:
        by = ev.voucher_name(head.reversed_by)
        raise refuse("voucher", 2216, f"{head.name} is already reversed by {by}")
    if head.reverses or head.series == REVERSALS:
        raise refuse("voucher", 2217, f"{head.name} is itself a reversal")
    if head.series == ADJUSTMENTS:
        raise refuse(
            "voucher",
            2281,
            f"{head.name} put the rate of {head.text} right: adjust it again, or reverse the "
            "receipt",
        )
    found = posted(ledger, key)
    if not found.facts and not found.untouched:
        raise refuse("voucher", 2216, f"{head.name} was taken back already, part by part")
    return head, _built_on(ledger, whole(ledger, [key]))


def _built_on(ledger: Ledger, undoing: Undoing) -> list[str]:
    """What depends on whole vouchers: also what did their applications again at another rate."""
    own = {part.posting.key for part in undoing.parts}
    redone = [name for key in own for name in _redone_by(ledger, key) if name not in own]
    return list(dict.fromkeys([*dependants(ledger, undoing), *sorted(redone)]))


def _redone_by(ledger: Ledger, key: str) -> list[str]:
    """Vouchers that did facts of this one again and still stand."""
    rows = ledger.store.query(
        "SELECT DISTINCT reversed_by FROM reversed_facts WHERE voucher = :voucher",
        {"voucher": key},
    )
    found = [_head(ledger, row[0]) for row in rows]
    return [h.id for h in found if h.series == ADJUSTMENTS and not h.reversed_by]


def whole(ledger: Ledger, keys: Sequence[str]) -> Undoing:
    """All that stands of some vouchers, the newest first; it is about the last of them."""
    return _whole([posted(ledger, key) for key in keys])


def _whole(postings: Sequence[Posting]) -> Undoing:
    root = postings[-1].seal
    return Undoing(
        tuple(Part(found, found.facts) for found in postings),
        root.customer,
        root.currency,
        -root.amount,
        ev.voucher_name(root.originator_id),
    )


def chain(ledger: Ledger, key: str) -> list[str]:
    """The voucher and all that was built on it, and on that in turn: keys, the newest first."""
    check_reversal(ledger, key)
    places = {key: _head(ledger, key).pos}
    keys, undoing = [key], whole(ledger, [key])
    while more := _built_on(ledger, undoing):
        places.update((name, _head(ledger, name).pos) for name in more)
        keys = sorted(places, key=places.__getitem__, reverse=True)
        undoing = whole(ledger, keys)
    _check_rates(undoing)
    return keys


def _check_rates(undoing: Undoing) -> None:
    """A rate that was put right goes only with its receipt: what it redid for others stays."""
    gone = made(undoing.facts)
    for fact in undoing.facts:
        if isinstance(fact, ev.RateAdjusted) and fact.document not in gone:
            name = ev.voucher_name(fact.originator_id)
            number = ev.number_of(fact.document)
            raise refuse(
                "voucher", 2287, f"{name} redid applications of {number}: undo those first"
            )


def dependants(ledger: Ledger, undoing: Undoing) -> list[str]:
    """Vouchers that built on a document that would go, oldest first: their keys."""
    taken = {(fact.originator_id, fact.originator_version) for fact in undoing.facts}
    found: dict[str, int] = {}
    for part in undoing.parts:
        gone = made(part.facts)
        if not gone:
            continue
        for key in ledger.read.dependants(_head(ledger, part.posting.key)):
            facts = [
                fact
                for fact in posted(ledger, key).facts
                if (fact.originator_id, fact.originator_version) not in taken
            ]
            if any(touches(fact, document) for fact in facts for document in gone):
                found[key] = _head(ledger, key).pos
    return sorted(found, key=found.__getitem__)


def of_receipt(ledger: Ledger, document: str, rate: Decimal | None = None) -> Undoing:
    """A returned payment: the voucher that recorded the receipt, and in others its applications,
    write-offs, transfers and adjusted rates, each with what was conceded for it."""
    receipt = _document(ledger, document)
    if ledger.read.receipt(document) is None:
        raise refuse("document", 2282, f"{receipt.number} is no receipt")
    if receipt.state == "cancelled":
        raise refuse("document", 2216, f"{receipt.number} is already reversed")
    recorded = posted(ledger, receipt.voucher)
    parts = [Part(recorded, recorded.facts)]
    credits = [document]
    for credit in credits:  # it grows: where the money was moved, it goes too
        for found in vouchers_of(ledger, credit):
            facts = concerning(found.facts, credit)
            _check_not_refunded(facts)
            credits += [fact.made for fact in facts if isinstance(fact, ev.Transferred)]
            if found.key != recorded.key and facts:
                parts += _with_redone(ledger, found, facts)
    return Undoing(
        _newest_first(ledger, parts),
        receipt.customer,
        receipt.currency,
        receipt.original,
        receipt.number,
        rate,
    )


def _check_not_refunded(facts: Iterable[ev.Event]) -> None:
    """Money that was paid back can't be returned as well."""
    for fact in facts:
        if isinstance(fact, ev.Refunded):
            name, number = ev.voucher_name(fact.originator_id), ev.number_of(fact.document)
            raise refuse("document", REFUNDED, f"{name} refunded {number}: reverse that first")


def of_applications(ledger: Ledger, source: str = "", target: str = "") -> Undoing:
    """Applications of a credit, to a debit, or from the one to the other, with the discounts,
    differences, exchange results and chargebacks of the same vouchers that belong to them."""
    if not source and not target:
        raise refuse("document", 2213, "name the document whose applications are to be undone")
    documents = [_document(ledger, key) for key in (source, target) if key]
    picked = Applications(source, target)
    parts: list[Part] = []
    for found in vouchers_of(ledger, target or source):
        facts = applications(found.facts, picked)
        if facts:
            parts += _with_redone(ledger, found, facts)
    if not parts:
        names = " to ".join(document.number for document in documents)
        raise refuse("document", 2283, f"no application of {names} stands")
    applied = [f for part in parts for f in part.facts if picked.match(f)]
    amounts = [f.amount for f in applied if isinstance(f, ev.Applied)]
    about = documents[-1]
    return Undoing(
        _newest_first(ledger, parts), about.customer, about.currency, -sum(amounts), about.number
    )


def of_write_offs(ledger: Ledger, document: str, *, every: bool = False) -> Undoing:
    """The write-offs by hand of a document, or the one that made the write-off ``document``; where
    there are none, the payment differences tolerated on it. ``every`` takes the ones and the
    others."""
    about = _document(ledger, document)
    standing = vouchers_of(ledger, document, about.voucher)
    parts: list[Part] = []
    for select in (write_offs, differences):
        if every or not parts:
            chosen = ((found, select(found.facts, document)) for found in standing)
            parts += [Part(found, facts) for found, facts in chosen if facts]
    if not parts:
        raise refuse("document", 2284, f"no write-off of {about.number} stands")
    written_off = ev.WrittenOff | ev.DifferenceWrittenOff
    amount = sum(
        fact.amount for part in parts for fact in part.facts if isinstance(fact, written_off)
    )
    return Undoing(
        _newest_first(ledger, parts), about.customer, about.currency, -amount, about.number
    )


def batch_vouchers(ledger: Ledger, command: str) -> list[str]:
    """The vouchers that a command posted, one voucher or many, oldest first: their keys."""
    rows = ledger.store.query(
        "SELECT v.id FROM commands AS c"
        " JOIN vouchers AS v ON v.pos BETWEEN c.first AND c.first + c.events - 1"
        " WHERE c.id = :id OR (c.id > :from AND c.id < :to) ORDER BY v.pos",
        {"id": command, "from": f"{command}/", "to": f"{command}0"},  # "0" comes behind "/"
    )
    return [row[0] for row in rows]


def of_batch(ledger: Ledger, batch: str) -> list[Undoing]:
    """What still stands of each voucher that one command posted, the newest first."""
    keys = batch_vouchers(ledger, batch)
    if not keys:
        raise refuse("batch", NO_BATCH, f"no batch {batch!r} was posted")
    standing = _standing(ledger, keys)
    if not standing:
        raise refuse("batch", 2216, f"all of batch {batch} was taken back already")
    return [_whole([found]) for found in reversed(standing)]


def _with_redone(ledger: Ledger, found: Posting, facts: tuple[ev.Event, ...]) -> list[Part]:
    """Facts of a voucher; where it redid applications of others at another rate, with what those
    conceded for them, which stands there still."""
    paid = {fact.target for fact in facts if isinstance(fact, ev.Applied)}
    parts = [Part(found, facts)]
    keys = list(dict.fromkeys(found.redone))
    while keys:
        before = posted(ledger, keys.pop())
        keys += before.redone
        conceded = concessions(before.facts, paid)
        if conceded:
            parts.append(Part(before, conceded))
    return parts


def _newest_first(ledger: Ledger, parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts as one per voucher, by its place in the ledger."""
    merged: dict[str, Part] = {}
    for part in parts:
        key = part.posting.key
        known = merged.get(key)
        versions = {f.originator_version for f in (*part.facts, *(known.facts if known else ()))}
        facts = tuple(f for f in part.posting.facts if f.originator_version in versions)
        merged[key] = part._replace(facts=facts)
    return tuple(sorted(merged.values(), key=lambda p: -_head(ledger, p.posting.key).pos))


def _head(ledger: Ledger, key: str) -> VoucherHead:
    head = ledger.read.voucher(key)
    if head is None:
        raise refuse("voucher", 2215, f"voucher {key!r} does not exist")
    return head


def _document(ledger: Ledger, key: str) -> Document:
    document = ledger.read.document(key)
    if document is None:
        raise refuse("document", 2210, f"document {ev.number_of(key)} does not exist")
    return document


def vouchers_of(ledger: Ledger, document: str, *more: str) -> list[Posting]:
    """The vouchers that moved a document and still stand in some part, the oldest first."""
    keys = dict.fromkeys([*(m.voucher for m in ledger.read.movements(document)), *more])
    return _standing(ledger, keys)


def _standing(ledger: Ledger, keys: Iterable[str]) -> list[Posting]:
    """Of some vouchers those that still stand in some part, in the order given."""
    standing = [key for key in keys if not _head(ledger, key).reversed_by]
    return [found for key in standing if (found := posted(ledger, key)).facts]


def touched(ledger: Ledger, facts: Iterable[ev.Event]) -> dict[str, Document]:
    """The documents that facts move, as they stand."""
    names = ("document", "source", "target")
    keys = {getattr(fact, name, "") for fact in facts for name in names} - {""}
    return ledger.whole.documents(sorted(keys))

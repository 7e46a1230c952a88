"""What a voucher came to, in words: what allowed a write-off, what stands behind a document."""

from __future__ import annotations

from collections.abc import Sequence

from artui.ledger import events as ev
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.policies import Policies
from artui.ledger.reading.lists import parse_voucher, vouchers_named
from artui.ledger.reading.queries import VoucherHead
from artui.reports.voucher import PaymentLine, VoucherReport
from artui.screens import show

SERIES = {
    "RC": "receipt",
    "CA": "application",
    "ZC": "account at zero, cleared",
    "RV": "reversal",
    "RA": "receipt's rate put right",
    "TO": "documents taken on",
    "TF": "money moved",
    "RF": "refund",
    "DM": "returned payment's fee",
}
"""What the vouchers of a series are."""


def is_key(text: str) -> bool:
    """Whether a text names a voucher whole: company, series, year and number."""
    return text.count("/") == 3


def find_voucher(ledger: Ledger, text: str, company: str = "") -> VoucherHead:
    """The voucher a key or name means; refuses unknown and ambiguous ones."""
    whole = ledger.read.voucher(text) if is_key(text) else None
    if whole is not None:
        return whole
    name = parse_voucher(text)
    found = vouchers_named(ledger.seen, name) if name else []
    found = [head for head in found if head.company == company] or found
    if len(found) > 1:
        several = ", ".join(head.id for head in found[:4])
        raise refuse("voucher", 2219, f"{text} may be {several}: name one whole")
    if not found:
        raise refuse("voucher", 2215, f"there is no voucher {text!r}")
    return found[0]


def documents_made(ledger: Ledger, head: VoucherHead) -> list[PaymentLine]:
    """What a voucher raised or cancelled, for one that applied nothing; of what was cancelled
    nothing is open after it."""
    moved = ledger.read.voucher_movements(head)
    made = {m.document: m.amount for m in moved if m.kind == "raised"}
    made |= {m.document: 0 for m in moved if m.kind == "cancelled"}
    documents = ledger.read.documents(list(made))
    return [
        PaymentLine(d.number, d.short_kind, d.due, d.currency, 0, 0, 0, 0, made[key])
        for key, d in documents.items()
    ]


def title_of(made: Sequence[PaymentLine]) -> str:
    """What stands above the documents of :func:`documents_made`."""
    if not made:
        return "No document was moved"
    return "Documents made" if any(line.open_after for line in made) else "Documents taken back"


def allowed_by(policies: Policies, facts: list[ev.Event]) -> dict[str, str]:
    """By document number: what allowed its write-off, why a discount was given, why it is short."""
    notes: dict[str, list[str]] = {}

    def note(document: str, text: str) -> None:
        notes.setdefault(ev.number_of(document), []).append(text)

    for fact in facts:
        if isinstance(fact, ev.DifferenceWrittenOff):
            what = "Excess kept" if fact.target else "Wr.off allowed"
            note(fact.target or fact.document, f"{what} by {_policy(policies, fact)}.")
        elif isinstance(fact, ev.WrittenOff) and fact.number:
            note(fact.document, f"Written off by hand, {_reason(policies, fact)}.")
        elif isinstance(fact, ev.RoundingAbsorbed):
            note(fact.document, "What rounding between currencies left was absorbed.")
        elif isinstance(fact, ev.DiscountGranted) and fact.accepted_by:
            reason = f", reason {fact.reason}" if fact.reason else ""
            late = f"Discount {fact.days_late} days late"
            note(fact.document, f"{late}, accepted by {fact.accepted_by}{reason}.")
        elif isinstance(fact, ev.ShortPaid):
            note(fact.document, f"Left open on purpose: {_reason(policies, fact)}.")
    return {number: " ".join(texts) for number, texts in notes.items()}


def _reason(policies: Policies, fact: ev.ShortPaid | ev.WrittenOff) -> str:
    known = policies.reasons.get(fact.reason)
    return f"{fact.reason} {known.name}" if known else fact.reason


def _policy(policies: Policies, fact: ev.DifferenceWrittenOff) -> str:
    """The line of the policy that allowed a write-off, with its figures."""
    if fact.level == "run":
        return "the limit of the run that matched it"
    line = next((one for one in policies.tolerances if one.policy == fact.policy), None)
    if line is None or fact.level == "document":
        return "the document's own maximum"
    if fact.level == "receipt":
        return "the receipt's own tolerance"
    amount, percent = line.short_amount, line.short_percent
    if fact.target:
        amount, percent = line.over_amount, line.over_percent
    bounds = []
    if amount is not None:
        bounds.append(format_amount(amount, line.currency))
    if percent is not None:
        bounds.append(f"{percent}%")
    who = " ".join(filter(None, (line.currency, fact.level, fact.key)))
    lower = ", lower" if len(bounds) == 2 else ""
    kind = "inclusive" if line.inclusive else "strict"
    return f"policy {fact.policy} ({who}: {' or '.join(bounds)}{lower}, {kind})"


def chain_words(head: VoucherHead, dependants: list[str]) -> str:
    """Which events a voucher is, and what was built on it later."""
    later = ", ".join(ev.voucher_name(key) for key in dependants[:3])
    more = f" and {len(dependants) - 3} more" if len(dependants) > 3 else ""
    built = f"{later}{more} built on it" if dependants else "nothing later depends on this voucher"
    return f"Events {head.first_pos:,} to {head.pos:,}; {built}."


def is_reversal(head: VoucherHead) -> bool:
    """Whether a voucher takes others back, whole or in part."""
    return bool(head.reverses) or head.series == "RV"


def reversed_by_it(head: VoucherHead, today: str) -> str:
    """The vouchers it took back whole, by their short names."""
    keys = head.reverses.split("|") if head.reverses else []
    more = f" and {len(keys) - 3} more" if len(keys) > 3 else ""
    return ", ".join(show.voucher(key, today) for key in keys[:3]) + more


def state_of(report: VoucherReport) -> str:
    """One word for the title."""
    head = report.head
    if head.unposted:
        return "unposted"
    return "reversed" if head.reversed_by else "a reversal" if is_reversal(head) else "posted"

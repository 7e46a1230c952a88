"""Why a line of a payment settles as it does, in sentences: every part of it with its rule."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.ledger.money import format_amount, percent_of
from artui.ledger.settlement import Tolerance
from artui.ledger.situation import Situation
from artui.screens.payment import Payment


def days(count: int) -> str:
    """``1 day``, ``12 days``."""
    return f"{count} day" if count == 1 else f"{count} days"


def until(day: str) -> str:
    """The last day of a discount: ``until 2020-04-03``, or that it has none."""
    return "without end" if day > "9999" else f"until {day}"


def limit_of(tolerance: Tolerance, document: Document, *, base: bool = False) -> str:
    """The figures of a tolerance for a document: ``lower of 5.00 and 0.50% = 381.82``; with
    ``base`` also of what the percentage is taken."""
    currency = document.currency
    if document.max_tolerance is not None:
        return f"{format_amount(document.max_tolerance, currency)}, its own maximum"
    if tolerance.blocked:
        return "blocked"
    whole = abs(document.open if tolerance.residual else document.original)
    text = _bounds(tolerance.amount, tolerance.percent, whole, currency, base=base)
    return text or "none is set"


def over_limit_of(tolerance: Tolerance, document: Document) -> str:
    """The figures of the tolerance for overpayments, likewise."""
    currency = document.currency
    if document.max_tolerance is not None:
        return f"{format_amount(document.max_tolerance, currency)}, its own maximum"
    amount, percent = tolerance.over_amount, tolerance.over_percent
    return _bounds(amount, percent, abs(document.original), currency)


def _bounds(
    amount: int | None, percent: Decimal | None, whole: int, currency: str, *, base: bool = False
) -> str:
    parts = []
    if amount is not None:
        parts.append(format_amount(amount, currency))
    if percent is not None:
        share = format_amount(percent_of(whole, percent), currency)
        of = f" of {format_amount(whole, currency)}" if base else ""
        parts.append(f"{percent:.2f}%{of} = {share}")
    return f"lower of {' and '.join(parts)}" if len(parts) == 2 else "".join(parts)


def level_of(tolerance: Tolerance, currency: str) -> str:
    """Who set a tolerance: ``CAD default, policy 3``."""
    if not tolerance.policy:
        return "no policy"
    key = f" {tolerance.key}" if tolerance.key and tolerance.level != "currency" else ""
    return f"{currency} {tolerance.level}{key}, policy {tolerance.policy}"


def whose_limit(situation: Situation) -> str:
    """Whose limit is below the tolerance."""
    authority = situation.authority
    yours = authority is not None and authority <= situation.allowance
    return "your limit" if yours else "the customer's limit"


def gain_or_loss(payment: Payment, document_id: str) -> str:
    """``loss 15.00 USD``: what a line realises in base currency, empty for nothing."""
    base = payment.exchange.get(document_id, 0)
    if not base:
        return ""
    word = "gain" if base > 0 else "loss"
    return f"{word} {format_amount(abs(base), payment.base_currency)} {payment.base_currency}"


def kept_text(payment: Payment) -> str:
    """What becomes of money left that doesn't stay on account, and under which limit."""
    left = payment.money(payment.kept)
    excess = payment.distribution.excess
    if not excess:
        return f"{left} left is rounding between currencies" if payment.kept else ""
    first = payment.distribution.lines[next(iter(excess))]
    tolerance, document = first.situation.tolerance, first.document
    level = level_of(tolerance, document.currency).partition(",")[0]
    limit = format_amount(first.situation.over_allowance, document.currency)
    if len(excess) > 1:
        return f"{left} left is kept as payment difference of {len(excess)} documents ({level})"
    return f"{left} left is kept as payment difference (tolerance {level} {limit})"


def distributed(payment: Payment, line: Line) -> str:
    """What happens to a document that something is distributed to."""
    settled, document = line.settled, line.document
    money = partial(format_amount, currency=document.currency)
    if settled.pay < 0:
        rest = f" {money(settled.stays_open)} of it stays." if settled.stays_open else ""
        return f"{document.number} adds {money(-settled.pay)} to what can be distributed.{rest}"
    both, parts = _across(payment, line), list(_parts(payment, line))
    if not parts:
        both = f"{both}." if both else f" paid {money(settled.pay)}."
    words = [f"{document.number}{both}{':' if parts and both else ''}", *parts]
    if realised := gain_or_loss(payment, document.id):
        words.append(f"{realised[:1].upper()}{realised[1:]}.")
    words.append(
        f"{money(settled.stays_open)} stays open{_why_open(line)}."
        if settled.stays_open
        else "Nothing stays open."
    )
    return " ".join(words)


def _across(payment: Payment, line: Line) -> str:
    """Both amounts of a line in another currency."""
    document = line.document
    if document.currency == payment.currency:
        return ""
    pay = format_amount(line.settled.pay, document.currency)
    how = "as stated" if line.wish.source_amount is not None else f"at {rate_of(payment, line)}"
    took = f"{payment.money(line.cost)} {payment.currency}"
    return f" {document.currency} {pay} for {took} {how}"


def rate_of(payment: Payment, line: Line) -> str:
    """Units of the money's currency for one of the document's, as people read rates."""
    return f"{payment.distribution.units(line.document):.6f}"


def _parts(payment: Payment, line: Line) -> Iterator[str]:
    settled, document = line.settled, line.document
    money = partial(format_amount, currency=document.currency)
    if settled.discount:
        yield f"paid {money(settled.pay)} less discount {money(settled.discount)} {_when(line)}."
    if settled.written_off:
        yield _tolerated(payment, line)
    if settled.second:
        room = payment.money(payment.distribution.terms.room)
        yield f"{money(settled.second)} is let off by the receipt's own tolerance of {room}."
    if settled.by_hand:
        yield f"{money(settled.by_hand)} written off by hand, {line.wish.write_off_reason}."
    if settled.requested:
        reason = line.wish.write_off_reason
        yield f"{money(settled.requested)} is asked to be written off, {reason}."
    if settled.rounding:
        yield f"{money(settled.rounding)} is rounding between currencies."
    kept = payment.distribution.excess.get(document.id)
    if kept:
        most, limit = (
            money(line.situation.over_allowance),
            over_limit_of(line.situation.tolerance, document),
        )
        yield (
            f"{money(kept)} over is kept as payment difference, within {most}"
            f"{'' if limit == most else f' ({limit})'} of "
            f"{level_of(line.situation.tolerance, document.currency)}, to AR30-186."
        )
    elif line.situation.over_allowance and not line.wish.tolerate and payment.left > 0:
        yield f"{payment.money(payment.left)} over stays on account, as you chose."


def _when(line: Line) -> str:
    offer, settled = line.situation.offer, line.settled
    if line.wish.discount_reason:
        return f"by hand ({line.wish.discount_reason})"
    when = f"{days(settled.late)} late" if settled.late else "in time"
    if line.wish.discount is None and settled.discount < offer.amount:
        return f"{when}, its part of {format_amount(offer.amount, line.document.currency)}"
    return when


def _tolerated(payment: Payment, line: Line) -> str:
    document, tolerance = line.document, line.situation.tolerance
    money = partial(format_amount, currency=document.currency)
    level = level_of(tolerance, document.currency)
    short = f"short {money(line.settled.written_off)}"
    together = payment.as_one.get(document.id, 0)
    if together > 1:
        short += f" as its share of {together} paid as one"
    within = f"{short}, within {money(line.situation.allowance)}"
    if document.currency != payment.currency or together > 1 or line.settled.second:
        return f"{within} ({level}), to AR30-185."
    kind = "inclusive" if tolerance.inclusive else "strict"
    return (
        f"{within} ({limit_of(tolerance, document)}): written off by {level}, limit {kind}, "
        "to AR30-185."
    )


def _why_open(line: Line) -> str:
    if line.settled.requested:
        return " until somebody else approves"
    if line.wish.short_reason:
        return f", reason {line.wish.short_reason}"
    if not line.wish.tolerate:
        # Where nothing may be tolerated, as of a write-off taken back, nobody chose it.
        return ", as you chose" if line.situation.tolerated else ""
    return ""


def why_no_write_off(line: Line) -> str:
    """Why the rest of a part payment is not written off, with the figures compared (H)."""
    settled, document = line.settled, line.document
    if not settled.stays_open:
        return ""
    tolerance = line.situation.tolerance
    rest = format_amount(settled.stays_open, document.currency)
    if line.wish.short_reason:
        return f"The rest stays open because a reason is given: {line.wish.short_reason}."
    if not line.wish.tolerate:
        return "The rest stays open: its tolerance was refused (6)."
    if settled.requested:
        asked = format_amount(settled.requested, document.currency)
        why = line.situation.bar(document, line.wish)
        return f"{asked} becomes a request (rule 21), since {why}."
    if settled.by_hand:
        return f"{rest} stays open beside what is written off by hand: no tolerance is asked."
    if tolerance.blocked:
        return "Nothing is written off: this customer has no tolerance."
    most = format_amount(line.situation.allowance, document.currency)
    what = limit_of(tolerance, document, base=True)
    if what.startswith("lower"):
        what = f"the {what}"
    if line.situation.allowance < line.situation.tolerated:
        what = whose_limit(line.situation)
    return (
        f"Why nothing is written off: {rest} is more than {most}, {what} "
        f"({level_of(tolerance, document.currency)}). All or nothing."
    )

"""What payment panels say about a document: why it settles as it does, in sentences."""

from __future__ import annotations

from functools import partial
from textwrap import wrap

from artui.ledger.distribution import Line, Situation
from artui.ledger.documents import Document
from artui.ledger.events import number_of
from artui.ledger.money import format_amount, percent_of
from artui.ledger.settlement import Tolerance
from artui.screens.payment import Payment

WIDTH = 78


def two_lines(text: str) -> tuple[str, ...]:
    """A text on at most the two explaining lines of the foot."""
    return tuple(wrap(text, WIDTH)[:2])


def money_line(payment: Payment, left: int | None = None) -> str:
    """Line 2 of the panels behind E: payer, money, what is left (or could go to one document)."""
    word = "Received" if payment.receipt else "Credit"
    amount = f"{word} {payment.money(payment.distribution.amount):>12} {payment.currency}"
    rest = f"Left to distribute {payment.money(payment.left if left is None else left):>9}"
    who = f"{payment.payer.customer} {payment.payer.name}"
    room = WIDTH - len(amount) - len(rest) - 3
    return f"{who[:room]:<{room}}  {amount} {rest}"


def limit_of(tolerance: Tolerance, document: Document) -> str:
    """The figures of a tolerance for a document: ``lower of 5.00 and 0.50% = 381.82``."""
    currency = document.currency
    if document.max_tolerance is not None:
        return f"{format_amount(document.max_tolerance, currency)}, its own maximum"
    if tolerance.blocked:
        return "blocked"
    parts = []
    if tolerance.amount is not None:
        parts.append(format_amount(tolerance.amount, currency))
    if tolerance.percent is not None:
        share = format_amount(percent_of(abs(document.original), tolerance.percent), currency)
        parts.append(f"{tolerance.percent:.2f}% = {share}")
    if not parts:
        return "none is set"
    return f"lower of {' and '.join(parts)}" if len(parts) == 2 else parts[0]


def level_of(tolerance: Tolerance, currency: str) -> str:
    """Who set a tolerance: ``CAD default, policy 3``."""
    if not tolerance.policy:
        return "no policy"
    key = f" {tolerance.key}" if tolerance.key and tolerance.level != "currency" else ""
    return f"{currency} {tolerance.level}{key}, policy {tolerance.policy}"


def explain(document: Document, situation: Situation, line: Line | None, today: str) -> str:
    """The sentence about the row under the cursor."""
    if document.hold:
        return f"{document.number} is on hold: nothing can be paid on it."
    if line is not None:
        return _distributed(line)
    if document.open < 0:
        return f"{document.number}: a credit; 1 adds it to what can be distributed."
    words = [f"{document.number}{_named(document)}: {_open(document)}."]
    offer = situation.offer
    amount = format_amount(offer.amount, document.currency)
    if offer.state == "in time":
        words.append(f"Discount {amount} until {offer.until}.")
    elif offer.state == "grace":
        words.append(
            f"Discount {amount} is {offer.days_late} days late, acceptable until "
            f"{offer.grace_until} (12)."
        )
    elif offer.state == "beyond":
        words.append(f"The discount of {amount} ended on {offer.until}, grace and all.")
    words.append(_tolerance(document, situation))
    return " ".join(words)


def _named(document: Document) -> str:
    reference = f", {document.reference}" if document.reference else ""
    return f" {document.name}{reference}"


def _open(document: Document) -> str:
    currency = document.currency
    text = f"open {format_amount(document.open, currency)}"
    if document.open != document.original:
        text += f" of {format_amount(document.original, currency)}"
    return text + (", in dispute" if document.dispute else "")


def _tolerance(document: Document, situation: Situation) -> str:
    if situation.tolerance.blocked:
        return "Tolerance: blocked for this customer."
    if situation.allowance <= 0:
        return "No difference is written off."
    most = format_amount(situation.allowance, document.currency)
    return f"A shortfall up to {most} is written off."


def _distributed(line: Line) -> str:
    settled, document = line.settled, line.document
    money = partial(format_amount, currency=document.currency)
    if settled.pay < 0:
        rest = f" {money(settled.stays_open)} of it stays." if settled.stays_open else ""
        return f"{document.number} adds {money(-settled.pay)} to what can be distributed.{rest}"
    words = [f"{document.number}"]
    if settled.discount:
        when = f"{settled.late} days late" if settled.late else "in time"
        words.append(f"paid {money(settled.pay)} less discount {money(settled.discount)} {when}.")
    if settled.written_off:
        tolerance = line.situation.tolerance
        kind = "inclusive" if tolerance.inclusive else "strict"
        words.append(
            f"short {money(settled.written_off)}, within {money(line.situation.allowance)} "
            f"({limit_of(tolerance, document)}): written off by "
            f"{level_of(tolerance, document.currency)}, limit {kind}, to AR30-185."
        )
    if not settled.discount and not settled.written_off:
        words.append(f"paid {money(settled.pay)}.")
    words.append(
        f"{money(settled.stays_open)} stays open{_why_open(line)}."
        if settled.stays_open
        else "Nothing stays open."
    )
    return " ".join(words)


def _why_open(line: Line) -> str:
    if line.wish.short_reason:
        return f", reason {line.wish.short_reason}"
    if not line.wish.tolerate:
        return ", as you chose"
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
    if tolerance.blocked:
        return "Nothing is written off: this customer has no tolerance."
    most = format_amount(line.situation.allowance, document.currency)
    what = limit_of(tolerance, document)
    if line.situation.allowance < line.situation.tolerated:
        what = "your own limit"
    return (
        f"Why nothing is written off: {rest} is more than {most}, {what} "
        f"({level_of(tolerance, document.currency)}). All or nothing."
    )


def duplicate_text(documents: list[str]) -> str:
    """The warning about receipts that look like the one being entered."""
    names = ", ".join(number_of(document) for document in documents[:3])
    return f"Same payer, amount and reference as {names}."


def tolerance_text(tolerance: Tolerance, currency: str) -> str:
    """A tolerance in short: ``Tolerance 5.00 or 0.50%, lower``."""
    if tolerance.blocked:
        return "Tolerance blocked"
    parts = []
    if tolerance.amount is not None:
        parts.append(format_amount(tolerance.amount, currency))
    if tolerance.percent is not None:
        parts.append(f"{tolerance.percent:.2f}%")
    if not parts:
        return "No tolerance"
    return "Tolerance " + " or ".join(parts) + (", lower" if len(parts) == 2 else "")

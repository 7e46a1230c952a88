"""What payment panels say about a document: why it settles as it does, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from textwrap import wrap

from artui.ledger.distribution import Line
from artui.ledger.situation import Situation
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.events import document_key, number_of, voucher_name
from artui.ledger.money import format_amount, percent_of
from artui.ledger.settlement import Tolerance
from artui.screens.frame.text import fit
from artui.screens.payment import Payment

WIDTH = 78
_FOOT_WIDTH = 79


def two_lines(text: str) -> tuple[str, ...]:
    """A text on the two explaining lines of the foot; one too long for them ends in dots."""
    return tuple(wrap(text, _FOOT_WIDTH, max_lines=2, placeholder=" ..."))


def money_line(payment: Payment, left: int | None = None) -> str:
    """Line 2 of the panels behind E: payer, money, what is left (or could go to one document)."""
    word = "Received" if payment.receipt else "Credit"
    amount = f"{word} {payment.money(payment.distribution.amount)} {payment.currency}"
    rest = f"Left to distribute {payment.money(payment.left if left is None else left):>12}"
    who = f"{payment.payer.customer} {payment.payer.name}"
    room = WIDTH - len(amount) - len(rest) - 3
    return f"{fit(who, room)}  {amount} {rest}"


def documents(count: int) -> str:
    """``one document``, ``3 documents``."""
    return "one document" if count == 1 else f"{count:,} documents"


def days(count: int) -> str:
    """``1 day``, ``12 days``."""
    return f"{count} day" if count == 1 else f"{count} days"


def limit_of(tolerance: Tolerance, document: Document, *, base: bool = False) -> str:
    """The figures of a tolerance for a document: ``lower of 5.00 and 0.50% = 381.82``; with
    ``base`` also of what the percentage is taken."""
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
        of = f" of {format_amount(abs(document.original), currency)}" if base else ""
        parts.append(f"{tolerance.percent:.2f}%{of} = {share}")
    if not parts:
        return "none is set"
    return f"lower of {' and '.join(parts)}" if len(parts) == 2 else parts[0]


def level_of(tolerance: Tolerance, currency: str) -> str:
    """Who set a tolerance: ``CAD default, policy 3``."""
    if not tolerance.policy:
        return "no policy"
    key = f" {tolerance.key}" if tolerance.key and tolerance.level != "currency" else ""
    return f"{currency} {tolerance.level}{key}, policy {tolerance.policy}"


def explain(document: Document, situation: Situation, line: Line | None) -> str:
    """The sentence about the row under the cursor."""
    if document.hold:
        return f"{document.number} is on hold: nothing can be paid on it."
    if line is not None:
        return _distributed(line)
    if document.open < 0:
        return f"{document.number}: a credit; 1 adds it to what can be distributed."
    words = [f"{document.number}{_named(document)}: {_open(document)}."]
    offer = situation.offer
    amount = format_amount(min(offer.amount, document.open), document.currency)
    if offer.state == "in time":
        words.append(f"Discount {amount} until {offer.until}.")
    elif offer.state == "grace":
        words.append(
            f"Discount {amount} is {days(offer.days_late)} late, acceptable until "
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
    if situation.tolerated <= 0:
        return "No difference is written off."
    most = format_amount(situation.allowance, document.currency)
    if situation.allowance < situation.tolerated:
        most += f" ({_whose_limit(situation)})"
    return f"A shortfall up to {most} is written off."


def _whose_limit(situation: Situation) -> str:
    """Whose limit is below the tolerance."""
    authority = situation.authority
    yours = authority is not None and authority <= situation.allowance
    return "your limit" if yours else "the customer's limit"


def _distributed(line: Line) -> str:
    settled, document = line.settled, line.document
    money = partial(format_amount, currency=document.currency)
    if settled.pay < 0:
        rest = f" {money(settled.stays_open)} of it stays." if settled.stays_open else ""
        return f"{document.number} adds {money(-settled.pay)} to what can be distributed.{rest}"
    words = [f"{document.number}"]
    if settled.discount:
        when = f"{days(settled.late)} late" if settled.late else "in time"
        if line.wish.discount_reason:
            when = f"by hand ({line.wish.discount_reason})"
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
    what = limit_of(tolerance, document, base=True)
    if what.startswith("lower"):
        what = f"the {what}"
    if line.situation.allowance < line.situation.tolerated:
        what = _whose_limit(line.situation)
    return (
        f"Why nothing is written off: {rest} is more than {most}, {what} "
        f"({level_of(tolerance, document.currency)}). All or nothing."
    )


def moved_by(document: Document) -> str:
    """Who moved a document last, and by which voucher: ``kwong, RC 2020-000152``."""
    voucher = document.last_voucher
    name = voucher_name(voucher) if voucher.count("/") == 3 else "another posting"
    return f"{document.last_clerk}, {name}"


def moved_text(moved: Sequence[Document]) -> str:
    """What others posted while the list was shown."""
    first = moved[0]
    done = "paid" if abs(first.open) < abs(first.original) else "changed"
    what = f"{first.last_clerk} {done} {first.number}"
    if len(moved) > 1:
        what = f"{documents(len(moved))} changed, {first.number} by {first.last_clerk},"
    rows = "Row" if len(moved) == 1 else "Rows"
    return f"{what} while you were here. {rows} marked ~. F5=Refresh"


def why_not_listed(payment: Payment, number: str) -> str:
    """Why a document is not among the items of a payment, as a sentence."""
    known = payment.ledger.read.document(document_key(payment.company, number))
    if known is None:
        return f"{number} is no document of {payment.company}."
    if known.open == 0:
        return f"{number} is closed: nothing is open on it ({moved_by(known)})."
    if known.currency != payment.currency:
        return f"{number} is in {known.currency}, the receipt in {payment.currency}."
    return f"{number} is {known.customer}'s; this payer does not pay for it."


def would_take(payment: Payment, document: Document) -> str:
    """What taking a document whole would do, before it is taken (quick entry)."""
    try:
        line = payment.distribution.try_line(document)
    except Refused as refused:
        return f"{document.number}: {refused.problems[0].text}."
    settled, money = line.settled, payment.money
    if settled.pay < 0:
        return f"{document.number} would add {money(-settled.pay)} to what is left."
    left = payment.distribution.available_for(document)
    whole = settled.pay == left
    words = [
        f"{document.number} would take {'the ' if whole else ''}{money(settled.pay)} "
        f"{'that is' if whole else f'of the {money(left)}'} left"
    ]
    words.append(
        f"and {money(settled.stays_open)} would stay open."
        if settled.stays_open
        else "and close the invoice."
    )
    if settled.discount:
        words.append(f"Discount {money(settled.discount)}.")
    if settled.written_off:
        words.append(f"Written off {money(settled.written_off)}.")
    if whole and settled.pay == document.open:
        words.append("It is open for exactly that amount: nothing would be left over.")
    return " ".join(words)


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

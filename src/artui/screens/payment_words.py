"""What payment panels say about a document: why it settles as it does, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from textwrap import wrap

from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.events import document_key, number_of, voucher_name
from artui.ledger.money import convert, format_amount
from artui.ledger.receiving.recovering import written_off
from artui.ledger.settlement import Tolerance
from artui.ledger.situation import Situation
from artui.screens.frame.text import fit
from artui.screens.payment import Payment
from artui.screens.payment_groups import Group
from artui.screens.settled_words import days, distributed, until, whose_limit

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


def explain(payment: Payment, document: Document) -> str:
    """The sentence about the row under the cursor; of one that was written off, that first."""
    one = payment.reopened.get(document.id)
    if one is None:
        return _explained(payment, document)
    name = voucher_name(one.vouchers[0])
    return f"Its write-off ({name}) is taken back first. {_explained(payment, document)}"


def _explained(payment: Payment, document: Document) -> str:
    situation, line = payment.distribution.situation(document), payment.line(document.id)
    if document.hold:
        return f"{document.number} is on hold: nothing can be paid on it."
    if line is not None:
        return distributed(payment, line)
    if document.open < 0:
        return f"{document.number}: {_credit(payment, document)}"
    open_ = _open(document, "" if document.currency == payment.currency else document.currency)
    words = [f"{document.number}{_named(document)}: {open_}.", *_worth(payment, document)]
    words += _discount(document, situation)
    words.append(_tolerance(document, situation))
    return " ".join(words)


def _credit(payment: Payment, document: Document) -> str:
    if document.currency != payment.currency:
        return f"a credit in {document.currency}: it can't add to {payment.currency}."
    return "a credit; 1 adds it to what can be distributed."


def _worth(payment: Payment, document: Document) -> Iterator[str]:
    """What a document in another currency is worth in the receipt's, or which rate is missing."""
    if document.currency == payment.currency:
        return
    try:
        rate = payment.distribution.units(document)
    except Refused as refused:
        yield f"{refused.problems[0].text[:1].upper()}{refused.problems[0].text[1:]}."
        return
    worth = payment.money(convert(document.open, document.currency, payment.currency, rate))
    yield f"That is {worth} {payment.currency} at {rate:.6f}, the rates of {payment.day}."


def _discount(document: Document, situation: Situation) -> Iterator[str]:
    offer = situation.offer
    amount = format_amount(min(offer.amount, document.open), document.currency)
    if offer.state == "in time":
        yield f"Discount {amount} {until(offer.until)}."
    elif offer.state == "grace":
        yield (
            f"Discount {amount} is {days(offer.days_late)} late, acceptable until "
            f"{offer.grace_until} (12)."
        )
    elif offer.state == "beyond":
        yield f"The discount of {amount} ended on {offer.until}, grace and all."


def summary(payment: Payment) -> str:
    """What is distributed so far, in sums per currency."""
    lines = payment.distribution.lines.values()
    parts = [documents(len(lines))]
    for word, figures in (
        ("discount", [(line, line.settled.discount) for line in lines]),
        ("written off", [(line, _written_off(line)) for line in lines]),
    ):
        if sums := _sums(payment, figures):
            parts.append(f"{word} {sums}")
    return ", ".join(parts)


def _written_off(line: Line) -> int:
    return line.settled.written_off + line.settled.second + line.settled.by_hand


def _sums(payment: Payment, figures: Iterable[tuple[Line, int]]) -> str:
    """Sums of amounts; the currency is named where it is not the receipt's."""
    sums: dict[str, int] = {}
    for line, amount in figures:
        currency = line.document.currency
        sums[currency] = sums.get(currency, 0) + amount
    return " and ".join(
        format_amount(amount, currency) + ("" if currency == payment.currency else f" {currency}")
        for currency, amount in sums.items()
        if amount
    )


def describe(payment: Payment, group: Group) -> str:
    """The sentence about the heading of a group invoice."""
    open_ = format_amount(group.open, group.currency)
    if not group.number:
        return f"{documents(len(group.documents))} of no group invoice, {open_} {group.currency}."
    words = [
        f"Group invoice {group.number}: {documents(len(group.documents))}, {open_} "
        f"{group.currency}. 1 pays them as one: what is short is shared in proportion, none above "
        "its own tolerance."
    ]
    if any(document.id in payment.distribution.lines for document in group.documents):
        words.append("4 takes them back.")
    return " ".join(words)


def _named(document: Document) -> str:
    reference = f", {document.reference}" if document.reference else ""
    return f" {document.name}{reference}"


def _open(document: Document, named: str = "") -> str:
    currency = document.currency
    text = f"open {format_amount(document.open, currency)}"
    if document.open != document.original:
        text += f" of {format_amount(document.original, currency)}"
    text += f" {named}" if named else ""
    return text + (", in dispute" if document.dispute else "")


def _tolerance(document: Document, situation: Situation) -> str:
    if situation.tolerance.blocked:
        return "Tolerance: blocked for this customer."
    if situation.tolerated <= 0:
        return "No difference is written off."
    most = format_amount(situation.allowance, document.currency)
    if situation.allowance < situation.tolerated:
        most += f" ({whose_limit(situation)})"
    return f"A shortfall up to {most} is written off."


def moved_by(document: Document) -> str:
    """Who moved a document last, and by which voucher: ``kwong, RC 2020-000152``."""
    voucher = document.last_voucher
    name = voucher_name(voucher) if voucher.count("/") == 3 else "another posting"
    return f"{document.last_clerk}, {name}"


def moved_text(moved: Sequence[Document], *, here: bool = True) -> str:
    """What others posted while the list was shown; ``here`` = it is shown still."""
    first = moved[0]
    done = "paid" if abs(first.open) < abs(first.original) else "changed"
    what = f"{first.last_clerk} {done} {first.number}"
    if len(moved) > 1:
        what = f"{documents(len(moved))} changed, {first.number} by {first.last_clerk},"
    if not here:
        return f"{what} while you were here. F12 goes back to the items."
    rows = "Row" if len(moved) == 1 else "Rows"
    return f"{what} while you were here. {rows} marked ~. F5=Refresh"


def why_not_listed(payment: Payment, number: str) -> str:
    """Why a document is not among the items of a payment, as a sentence."""
    known = payment.ledger.read.document(document_key(payment.company, number))
    if known is None:
        return f"{number} is no document of {payment.company}."
    if (one := written_off(payment.ledger, known)) is not None:
        return f"{one.briefly}."
    if known.open == 0:
        return f"{number} is closed: nothing is open on it ({moved_by(known)})."
    if payment.only not in ("", known.currency):
        return f"{number} is in {known.currency}, the list shows {payment.only} only."
    return f"{number} is {known.customer}'s; this payer does not pay for it."


def would_take(payment: Payment, document: Document) -> str:
    """What taking a document whole would do, before it is taken (quick entry)."""
    try:
        line = payment.distribution.try_line(document)
    except Refused as refused:
        return f"{document.number}: {refused.problems[0].text}."
    settled, money = line.settled, partial(format_amount, currency=document.currency)
    if settled.pay < 0:
        return f"{document.number} would add {money(-settled.pay)} to what is left."
    known = payment.line(document.id)
    left = payment.left + (known.cost if known else 0)
    whole = line.cost == left
    words = [
        f"{document.number} would take {'the ' if whole else ''}{payment.money(line.cost)} "
        f"{'that is' if whole else f'of the {payment.money(left)}'} left"
    ]
    words.append(
        f"and {money(settled.stays_open)} would stay open."
        if settled.stays_open
        else "and close the invoice."
    )
    if document.currency != payment.currency:
        words.append(f"It pays {money(settled.pay)} {document.currency}.")
    if settled.discount:
        words.append(f"Discount {money(settled.discount)}.")
    differences = settled.written_off + settled.second
    if differences:
        words.append(f"Written off {money(differences)}.")
    if whole and line.cost == document.open and document.currency == payment.currency:
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

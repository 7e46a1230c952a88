"""The reasons of proposals in words; pure but for the names of customers."""

from __future__ import annotations

from collections.abc import Sequence

from artui.ledger import events as ev
from artui.ledger.automatic.shared import numbers
from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.receiving.inbox import InboxLine
from artui.ledger.receiving.likely import Likely, LikeName
from artui.ledger.receiving.payers import Payer
from artui.ledger.receiving.recovering import Recoverable
from artui.ledger.receiving.twins import CAME_BACK

_SIGNS = {
    "documents": "The documents it names are those of {who}.",
    "account": "The payer's account is that of {who}.",
    "number": "It says the customer number of {who}.",
    "name": "The payer's name {name!r} is that of {who}.",
    "booked": "It is booked with {who}.",
    "chosen": "A clerk says it is of {who}.",
}
_HOW = {
    "named": "It names {what}, and the amounts fit.",
    "stated": "It says what is paid of {what}.",
    "exact_single_match": "{what} alone is equal to the money.",
    "clear_account": "It is all that is open: {what}.",
}
_LIKELY = {
    "named": "It names {what}, but the amounts don't fit.",
    "stated": "It says what is paid of {what}.",
    "exact": "{what} is equal to the money.",
    "discounted": "{what} less its discount is equal to the money.",
    "late": "{what} less its late discount is equal to the money.",
    "tolerance": "{what} differs by no more than the tolerance.",
    "sum": "{what} together come to the money.",
    "like number": "{what} has a number like one it says; the amounts don't fit.",
}


DEPOSIT = "It is the sum of a lockbox: its cheques take its place when their file comes."
USED = "A part of it was used before."

WIDTH = 18
"""Characters of the list's column."""


def sentence(text: str) -> str:
    """A reason as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def paid(made: Distribution) -> str:
    """What is paid, in the few characters of a list's column."""
    debits = [line.document for line in made.lines.values() if line.document.open > 0]
    invoices = {document.kind for document in debits} == {"invoice"}
    several = f"{len(debits)} {'invoices' if invoices else 'documents'}"
    text = debits[0].number if len(debits) == 1 else several
    for amount, short in ((made.discount, "disc"), (written_off(made), "wo")):
        if amount:
            text = text.replace(" invoices", " inv.").replace(" documents", " doc.")
            whole = f"{text} {short} {format_amount(amount, made.currency)}"
            return whole if len(whole) <= WIDTH else f"{text} {short}"
    return text


def written_off(made: Distribution) -> int:
    """All that is written off, within tolerance and for reasons, minor units."""
    return made.written_off + sum(line.settled.by_hand for line in made.lines.values())


def payer(ledger: Ledger, receipt: Document, found: Payer, said: ev.LineSaid) -> str:
    """By which sign the payer is known."""
    who = _who(ledger, receipt.company, found.customer)
    return _SIGNS[found.by].format(who=who, name=said.payer)


def owner(ledger: Ledger, receipt: Document, customer: str) -> str:
    """Whose the documents are that are named."""
    return f"It names a document of {_who(ledger, receipt.company, customer)}."


def like_name(like: LikeName, said: ev.LineSaid) -> str:
    """How like a customer's name is to the payer's."""
    who = f"{like.customer.customer} {like.customer.name}"
    return f"The payer's name {said.payer!r} is like that of {who}: {like.score} of 100."


def how(method: str, made: Distribution, receipt: Document) -> str:
    """Why it is certain that these documents are paid."""
    return " ".join((_HOW[method].format(what=_what(made)), *_rest(made, receipt)))


def likely(found: Likely, receipt: Document) -> str:
    """Why it is likely that these documents are paid."""
    said = _LIKELY[found.how].format(what=_what(found.made))
    if found.ways > 1:
        said += f" {found.ways} ways fit alike."
    elif found.near and found.how != "like number":
        said += f" It says a number like {numbers(found.near)}."
    return " ".join((said, *_rest(found.made, receipt)))


def recovered(written: Recoverable) -> str:
    """A document whose write-off is taken back, in the few characters of a list's column."""
    text = f"{written.document.number} wo back"
    return text if len(text) <= WIDTH else written.document.number[:WIDTH]


def recovering(written: Recoverable, made: Distribution, receipt: Document) -> str:
    """Why a write-off is to be taken back, and what is left then."""
    return " ".join((f"{written.words}: that is taken back first.", *_rest(made, receipt)))


def _rest(made: Distribution, receipt: Document) -> list[str]:
    """What is conceded and what is left, each a sentence."""
    kept = sum(made.excess.values()) + made.leftover
    sums: dict[str, int] = {
        "{} of discount is given.": made.discount,
        "{} is written off within tolerance.": made.written_off,
    }
    for line in made.lines.values():
        settled, wish = line.settled, line.wish
        stays = settled.stays_open - settled.requested if settled.pay > 0 else 0
        why = f" for {wish.short_reason}" if wish.short_reason else ""
        for amount, text in (
            (settled.by_hand, f"{{}} is written off for {wish.write_off_reason}."),
            (
                settled.requested,
                f"Somebody else is asked to write {{}} off for {wish.write_off_reason}.",
            ),
            (stays, f"{{}} stays open{why}."),
        ):
            sums[text] = sums.get(text, 0) + amount
    sums["{} stays on account."] = made.left - kept
    return [text.format(format_amount(n, receipt.currency)) for text, n in sums.items() if n]


def duplicate(twins: Sequence[str], why: str) -> tuple[str, ...]:
    """Why a line is probably told of twice, and why it isn't certain by itself."""
    told = f"The same payer, amount and reference as {', '.join(twins)}."
    return (told, sentence(why)) if why else (told,)


def returned_text(said: ev.LineSaid) -> str:
    """What came back, in the few characters of a list's column."""
    words = _why_back(said).split()
    text = f"returned, {words[-1]}" if words else ""
    return text if 0 < len(text) <= WIDTH else "returned"


def _why_back(said: ev.LineSaid) -> str:
    """The text that says why money came back."""
    spoken = filter(CAME_BACK.search, said.texts)
    return next(spoken, said.returned or " ".join(said.texts))


def returned(line: InboxLine, said: ev.LineSaid, undone: Sequence[str]) -> tuple[str, ...]:
    """What a returned item takes back, as far as it is known."""
    amount = format_amount(line.document.original, line.document.currency)
    first = f"{_why_back(said) or 'It'} takes money back."
    who = said.payer or "this payer"
    if not undone:
        return (first, f"No receipt of {amount} from {who} is known.")
    listed = ", ".join(ev.number_of(key) for key in undone)
    return (first, f"It may undo {listed} of {amount} from {who}.")


def _who(ledger: Ledger, company: str, customer: str) -> str:
    known = ledger.read.customer(company, customer)
    return f"{customer} {known.name}" if known else customer


def _what(made: Distribution) -> str:
    return numbers(line.document for line in made.lines.values())

"""Recovered later: money for a document that was written off takes the write-off back first.

A document closed by a write-off, by hand or within tolerance, is not open to be paid. Money that
names it, or is just as much as was written off of it, shows that it came in after all. Taking the
write-off back and paying the document are two vouchers, posted under one command in one hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple, TypeVar

from msgspec import structs

from artui.ledger import events as ev
from artui.ledger import paying
from artui.ledger.checks import check_unchanged
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.money import format_amount
from artui.ledger.posting import Stamp
from artui.ledger.reversal.mirroring import REVERSALS
from artui.ledger.reversal.reversing import reverse_write_off
from artui.ledger.reversal.undoing import batch_vouchers, of_write_offs
from artui.ledger.settlement import PLAIN, Wish
from artui.ledger.situation import Situation
from artui.ledger.views.tables import WRITE_OFFS

A = TypeVar("A")

NOT_PAID, LATER = 2661, 2662

_KINDS = ("written_off", "by_hand", "receipt_level")
_WORD = re.compile(r"[^\s,;/]+")
_MOST_WORDS = 20
"""So many words of a reference are looked up as numbers."""
_MOST_ALIKE = 2


class Recoverable(NamedTuple):
    """A document closed by write-offs that still stand, as it will be once they are taken back.

    ``document`` is open for ``amount`` (minor units > 0 of its currency) then; ``day`` is that of
    the last write-off and ``vouchers`` are those that wrote off, the newest first. ``named`` says
    that the money names it; otherwise it is just as much.
    """

    document: Document
    amount: int
    day: str
    vouchers: tuple[str, ...]
    named: bool

    @property
    def words(self) -> str:
        """``3.40 of 1930 was written off on 2020-03-02 (WO 2020-000031)``."""
        return self._told(self.document.number)

    @property
    def closed(self) -> str:
        """Why it can't be paid as it stands: ``1930 is closed: 3.40 of it was written off ...``."""
        return f"{self.document.number} is closed: {self._told('it')}"

    @property
    def briefly(self) -> str:
        """The same where there is room for one line: the amount and the last voucher."""
        name = ev.voucher_name(self.vouchers[0])
        return f"{self.document.number} is closed: {self._money} was written off ({name})"

    @property
    def _money(self) -> str:
        return format_amount(self.amount, self.document.currency)

    def _told(self, what: str) -> str:
        names = ", ".join(map(ev.voucher_name, self.vouchers[:2]))
        return f"{self._money} of {what} was written off on {self.day} ({names})"


# --- what may be recovered ------------------------------------------------------------------------


def recoverable(
    ledger: Ledger,
    company: str,
    customer: str,
    currency: str,
    *,
    number: str = "",
    amount: int | None = None,
    reference: str = "",
) -> list[Recoverable]:
    """The documents this payer may pay that are closed by a write-off and that money means.

    Money means one by its ``number``, or by a number in its ``reference``; if it names none, those
    of which just ``amount`` (minor units of ``currency``) was written off; two of many such, since
    only a single one is proposed.
    """
    payers = ledger.read.pays_for(company, customer)
    found = [
        one
        for document in _named(ledger, company, number, reference)
        if document.customer in payers and (one := written_off(ledger, document)) is not None
    ]
    if found or not amount:
        return found
    return list(islice(_as_much(ledger, company, payers, currency, amount), _MOST_ALIKE))


def written_off(ledger: Ledger, document: Document, *, named: bool = True) -> Recoverable | None:
    """What of a closed debit document was written off and still is; None if nothing."""
    if document.state != "closed" or document.original <= 0:
        return None
    moved = [one for one in ledger.read.movements(document.id) if one.kind in _KINDS]
    if sum(one.amount for one in moved) >= 0:
        return None
    undoing = of_write_offs(ledger, document.id, every=True)
    facts = [
        fact for fact in undoing.facts if isinstance(fact, ev.WrittenOff | ev.DifferenceWrittenOff)
    ]
    amount = sum(fact.amount for fact in facts)
    again = structs.replace(
        document,
        open=amount,
        base_open=document.base_open + sum(fact.base for fact in facts),
        state="open",
    )
    day = max(part.posting.seal.date for part in undoing.parts)
    return Recoverable(again, amount, day, tuple(part.posting.key for part in undoing.parts), named)


def _named(ledger: Ledger, company: str, number: str, reference: str) -> Collection[Document]:
    words = [number.strip(), *_WORD.findall(reference)[:_MOST_WORDS]]
    keys = [ev.document_key(company, word) for word in dict.fromkeys(filter(None, words))]
    return ledger.read.documents(keys).values() if keys else ()


def _as_much(
    ledger: Ledger, company: str, payers: Sequence[str], currency: str, amount: int
) -> Iterator[Recoverable]:
    """Documents of some customers of which just so much was written off."""
    names = {f"payer{n}": payer for n, payer in enumerate(payers)}
    if not names:
        return
    listed = ", ".join(f":{name}" for name in names)
    rows = ledger.store.query(
        "SELECT DISTINCT d.id FROM movements AS m JOIN documents AS d ON d.pos = m.document"
        f" WHERE {WRITE_OFFS.replace('kind', 'm.kind')} AND m.amount = :amount AND d.open = 0"
        f" AND d.company = :company AND d.customer IN ({listed}) AND d.currency = :currency"
        " ORDER BY d.id",
        {"amount": -amount, "company": company, "currency": currency, **names},
    )
    keys = [row[0] for row in rows]
    for document in ledger.read.documents(keys).values() if keys else ():
        one = written_off(ledger, document, named=False)
        if one is not None and one.amount == amount:
            yield one


def untolerated(wish: Wish = PLAIN) -> Wish:
    """A wish for a document whose write-off is taken back: what the money doesn't cover is open
    again, and not written off again by itself."""
    return structs.replace(wish, tolerate=False)


def exhausted(situation: Situation) -> Situation:
    """What holds for such a document, as :func:`untolerated` wishes it: no tolerance is left."""
    return structs.replace(situation, allowance=0, tolerated=0, over_allowance=0)


def still_written_off(ledger: Ledger, keys: Collection[str]) -> dict[str, Recoverable]:
    """Of some documents those that are closed by a write-off, by key."""
    known = ledger.read.documents(list(keys)) if keys else {}
    found = {key: written_off(ledger, document) for key, document in known.items()}
    return {key: one for key, one in found.items() if one is not None}


# --- taking back and paying -----------------------------------------------------------------------


def recover(
    ledger: Ledger,
    written: Collection[str],
    lines: Sequence[PayLine],
    pay: Callable[[Sequence[PayLine], str], A],
    *,
    day: str,
    command: str | None = None,
) -> A:
    """Take back the write-offs of the documents ``written`` (keys; there may be none), then
    ``pay`` the ``lines`` under the same command: all or nothing.

    ``pay`` gets the lines and the command id, under which it posts its own voucher on ``day``; a
    command carried out before takes nothing back again and is answered by ``pay`` alone. Takes
    the permission for reversals besides those of ``pay``. Raises
    :class:`~artui.ledger.errors.Refused`, and :class:`~artui.ledger.errors.Changed` for a
    document that moved since it was looked at.
    """

    def decide(stamp: Stamp) -> A:
        ledger.require("vouchers.reverse")
        known = ledger.read.documents(list(written))
        fresh = [_as_it_will_be(ledger, known, line, day, written) for line in lines]
        missing = set(written) - {line.document for line in lines}
        if missing:
            number = ev.number_of(min(missing))
            raise refuse("document", NOT_PAID, f"nothing pays {number}: its write-off stays")
        for at, key in enumerate(sorted(set(written)), 1):
            reverse_write_off(ledger, key, day, f"{stamp.command}/{at}", every=True)
        return pay(fresh, stamp.command)

    if not written:
        return pay(lines, command or ledger.ids())
    return ledger.carry_out(command, decide, lambda events: pay(lines, events[0].command))


def _as_it_will_be(
    ledger: Ledger, known: dict[str, Document], line: PayLine, day: str, written: Collection[str]
) -> PayLine:
    """A line as it is paid once the write-off is taken back, which moves its document."""
    if line.document not in written:
        return line
    document = known.get(line.document)
    if document is None:
        raise refuse("document", 2210, f"document {ev.number_of(line.document)} does not exist")
    check_unchanged(document, line)
    one = written_off(ledger, document)
    if one is None:
        raise refuse("document", 2284, f"no write-off of {document.number} stands")
    if one.day > day:
        raise refuse("accounting_date", LATER, f"{one.words}, later than {day}")
    return replace(line, version=None, wish=untolerated(line.wish))


def recover_with_receipt(
    ledger: Ledger,
    receipt: Receipt,
    lines: Sequence[PayLine],
    written: Collection[str],
    command: str | None = None,
) -> Posted:
    """Post a receipt over ``lines``, of which those of ``written`` are closed by write-offs: each
    write-off is taken back on the receipt's accounting date first. See :func:`recover`."""

    def pay(fresh: Sequence[PayLine], command_id: str) -> Posted:
        return paying.post_receipt(ledger, receipt, fresh, command_id)

    day = receipt.accounting_date
    return recover(ledger, written, lines, pay, day=day, command=command)


def recover_with_credit(
    ledger: Ledger,
    credit: str,
    lines: Sequence[PayLine],
    written: Collection[str],
    *,
    day: str = "",
    command: str | None = None,
) -> Posted:
    """Apply an open credit (its key) as :func:`recover_with_receipt` posts a receipt, on ``day``
    (default today)."""
    day = day or ledger.today()

    def pay(fresh: Sequence[PayLine], command_id: str) -> Posted:
        return paying.apply(ledger, credit, fresh, day=day, command=command_id)

    effect = _effect_day(ledger, [credit, *(line.document for line in lines)], day)
    return recover(ledger, written, lines, pay, day=effect, command=command)


def _effect_day(ledger: Ledger, keys: Sequence[str], day: str) -> str:
    """The day an application is booked on: that of the latest document, where the company's
    parameters want it."""
    if ledger.policies.parameters(ev.company_of(keys[0]), day).effect_date != "latest":
        return day
    return max((one.date for one in ledger.read.documents(keys).values()), default=day)


def taken_back(ledger: Ledger, command: str) -> list[str]:
    """The vouchers by which a command took write-offs back, oldest first: their names."""
    keys = batch_vouchers(ledger, command)
    return [ev.voucher_name(key) for key in keys if key.split("/")[1] == REVERSALS]

"""The rows of ARIN10: lines of the inbox, their proposals worked out when they are looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from textwrap import wrap
from threading import Lock

from artui.ledger.ledger import Ledger
from artui.ledger.naming import many
from artui.ledger.reading.batches import find_batch
from artui.ledger.receiving import inbox as inboxes
from artui.ledger.receiving.inbox import DONE, PARKED, WAITING, Inbox, InboxLine, find_line
from artui.ledger.receiving.proposing import (
    DUP,
    LIKE,
    NONE,
    RETN,
    SURE,
    TIE,
    Proposal,
    propose_line,
)
from artui.screens import show
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.rows import Column, ColumnSet

WORDS = {SURE: "Sure", LIKE: "Like", TIE: "Tie", DUP: "Dup", NONE: "None", RETN: "Back"}
"""What the head calls each kind."""

SHOWS = {"W": WAITING, "P": PARKED, "D": DONE}
"""What is typed for the lines that wait, are put aside, or are done."""
NO_SHOW = 3614
_REFERENCE = 12


def shown(text: str) -> str:
    """A letter of :data:`SHOWS`; raises BadValueError."""
    if text not in SHOWS:
        raise BadValueError("Show is W (waiting), P (parked) or D (done).", NO_SHOW)
    return text


class Proposals:
    """The proposals of an inbox on a day, each worked out once; from several threads."""

    def __init__(self, ledger: Ledger, day: str) -> None:
        self._ledger, self._day = ledger, day
        self._found: dict[str, Proposal] = {}
        self._lock = Lock()

    def of(self, line: InboxLine) -> Proposal:
        """That of a line."""
        with self._lock:
            known = self._found.get(line.key)
            if known is None or known.version != line.document.last_pos:
                known = self._found[line.key] = propose_line(self._ledger, line, self._day)
        return known

    def known(self, key: str) -> Proposal | None:
        """That of a line (document key), if it was worked out."""
        return self._found.get(key)

    def find(self, key: str) -> Proposal | None:
        """That of a line (document key), worked out now if it has to be; None of no line."""
        line = self.known(key) or find_line(self._ledger, key)
        return self.of(line) if isinstance(line, InboxLine) else line

    def kinds(self, keys: Iterable[str]) -> Counter[str]:
        """How many of each kind there are among lines, as far as they were worked out."""
        found = (self._found.get(key) for key in keys)
        return Counter(proposal.kind for proposal in found if proposal is not None)


class InboxRows:
    """The lines of an inbox, each read once: the source of the list."""

    def __init__(self, ledger: Ledger, batch: str = "", show: str = WAITING) -> None:
        self._ledger = ledger
        self._inbox = Inbox(ledger, batch=batch, show=show)
        self._read: dict[int, InboxLine] = {}
        self._lines: dict[str, InboxLine] = {}

    @property
    def keys(self) -> Sequence[str]:
        """The receipts of all lines, in order."""
        return self._inbox.keys

    def count(self) -> int:
        """How many lines there are."""
        return self._inbox.count()

    def window(self, start: int, n: int) -> Sequence[InboxLine]:
        """At most ``n`` lines from row ``start``."""
        wanted = range(start, min(start + n, self.count()))
        missing = [at for at in wanted if at not in self._read]
        if missing:
            first = missing[0]
            read = self._inbox.window(first, missing[-1] - first + 1)
            self._read.update(enumerate(read, first))
        return [self._read[at] for at in wanted if at in self._read]

    def line(self, key: str) -> InboxLine:
        """The line of a receipt that is, or was, in the list."""
        if key not in self._lines:
            found = find_line(self._ledger, key)
            assert found is not None, "it was listed"
            self._lines[key] = found
        return self._lines[key]

    def find(self, text: str) -> int | None:
        """The first row whose bank reference, receipt or payer begins with the text."""
        return self._inbox.find(text)

    def lines_words(self) -> str:
        """How many lines there are of each currency: ``USD 33  CAD 11``."""
        return "  ".join(f"{one.currency} {one.lines:,}" for one in self._inbox.sums())


def columns(
    ledger: Ledger, proposals: Proposals
) -> tuple[ColumnSet[InboxLine], Sequence[ColumnSet[InboxLine]]]:
    """The columns that stay, then the sets Left and Right go through."""

    def reference(row: InboxLine) -> str:
        """The end of a long one: cheques of a lockbox begin alike."""
        receipt = ledger.read.receipt(row.key)
        found = (receipt.bank_reference if receipt else "") or row.document.number
        return found if len(found) <= _REFERENCE else f"…{found[1 - _REFERENCE :]}"

    fixed = (
        Column[InboxLine]("Bank ref", _REFERENCE, reference),
        Column[InboxLine]("Payer", 18, lambda row: row.line.said.payer or row.document.name),
    )
    first = (
        Column[InboxLine]("Cur", 3, lambda row: row.document.currency),
        Column[InboxLine]("Amount", 14, lambda row: _money(row, row.amount), right=True),
        Column[InboxLine](
            "For", 4, lambda row: kind(row, proposals), style=lambda row: _style(row, proposals)
        ),
        Column[InboxLine]("Proposal", 18, lambda row: _text(row, proposals)),
    )
    second = (
        Column[InboxLine]("Receipt", 10, lambda row: row.document.number),
        Column[InboxLine]("Customer", 11, lambda row: _customer(row, proposals)),
        Column[InboxLine]("Open", 13, lambda row: _money(row, row.open), right=True),
        Column[InboxLine]("Batch", 40, lambda row: row.line.batch),
    )
    return fixed, (first, second)


def kind(row: InboxLine, proposals: Proposals) -> str:
    """The word under For: the proposal's, or that it is put aside or done."""
    if row.state == DONE:
        return "done"
    return "PARK" if row.state == PARKED else proposals.of(row).kind


def _style(row: InboxLine, proposals: Proposals) -> str | None:
    return {DUP: "late", RETN: "late", NONE: "late"}.get(kind(row, proposals))


def _text(row: InboxLine, proposals: Proposals) -> str:
    if row.state == DONE:
        voucher = row.document.last_voucher
        return "reversed" if row.document.state == "cancelled" else voucher.partition("/")[2]
    return row.note if row.state == PARKED else proposals.of(row).text


def _customer(row: InboxLine, proposals: Proposals) -> str:
    if row.document.customer or row.state != "waiting":
        return row.document.customer
    proposed = proposals.of(row).customer
    return f"{proposed}?" if proposed else ""


def _money(row: InboxLine, amount: int) -> str:
    return show.amount(amount, row.document.currency)


def why(row: InboxLine, proposals: Proposals) -> list[str]:
    """The reasons of a row, each a sentence."""
    document = row.document
    if row.state == PARKED:
        day = show.recorded_day(row.parked_at)
        return [f"Parked by {row.parked_by} on {day}: {row.note}", "4 takes it up again."]
    if row.state == DONE:
        last = f"Last moved by {document.last_clerk}"
        return [f"Nothing of it is open. {last}. 4 proposes the reversal."]
    proposal = proposals.of(row)
    said = list(proposal.reasons)
    if proposal.kind == RETN:
        said.append("15 books a returned payment; 2 finds the receipt it undoes.")
    elif not document.customer and not proposal.acceptable:
        said.append("It is unidentified cash: 2 chooses the customer.")
    return said


def foot(row: InboxLine, proposals: Proposals) -> tuple[str, ...]:
    """Two lines that explain a row in words; what doesn't fit stands under 9."""
    text = f"{row.document.number}: {' '.join(why(row, proposals))}"
    lines = wrap(text, 78)
    if len(lines) > 2:
        lines[1] = f"{lines[1][:70].rstrip()} ... (9)"
    return tuple(lines[:2])


def batch_words(ledger: Ledger, named: str) -> str:
    """How many lines of how many batches wait, and whether the batches are in control."""
    found = [one for one in inboxes.batches(ledger) if named in ("", one.batch)]
    if not found:
        return "no such batch" if named else "no bank file yet"
    waiting = [one.batch for one in found if one.waiting]
    pending = sum(
        any(_out_of_control(ledger, company, batch) for company in ledger.policies.companies)
        for batch in waiting
    )
    state = f"{pending} not in control" if pending else "controls ok"
    batches = f"{len(waiting)} batch{'' if len(waiting) == 1 else 'es'}"
    return f"{sum(one.waiting for one in found):,} wait, {batches}, {state}"


def _out_of_control(ledger: Ledger, company: str, batch: str) -> bool:
    known = find_batch(ledger.store, company, batch)
    return known is not None and known.control_count is not None and not known.closed


def counts(found: Counter[str], wanted: int) -> str:
    """``Sure 30 Like 8 Tie 1``; dots behind it while some are still to be worked out."""
    said = [f"{WORDS[kind]} {found[kind]:,}" for kind in WORDS if found[kind] or kind == SURE]
    return " ".join(said) + (" ..." if found.total() < wanted else "")


def sums(lines: Collection[InboxLine]) -> str:
    """What lines come to, by currency: ``USD 44,510.20  CAD 12.00``."""
    totals: Counter[str] = Counter()
    for line in lines:
        totals[line.document.currency] += line.amount
    return "  ".join(f"{cur} {show.amount(totals[cur], cur)}" for cur in sorted(totals)) or "0.00"


def counted(count: int) -> str:
    """``1 line``, ``44 lines``."""
    return many(count, "line")

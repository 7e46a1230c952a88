"""The receipts inbox: money that banks' files told of and that waits for a clerk.

A line waits while its receipt (or returned item) has an open balance and isn't parked. Parked
never means unbooked: the money is in the books, on account or as unidentified cash.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.dates import NOT_DUE
from artui.ledger.documents import COLUMNS, Document
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.receiving.lines import lines_of, stream_of

WAITING, PARKED, DONE = "waiting", "parked", "done"
SHOWN = (WAITING, PARKED, DONE)
"""What a line stands at: it waits, is put aside, or nothing of its money is open."""

NOT_SHOWN, NO_LINE, NOTHING_OPEN, NO_NOTE, NOT_PARKED = range(2642, 2647)

_STATE = (
    "CASE WHEN documents.open = 0 OR documents.cancelled = 1 THEN 'done'"
    " WHEN parked.pos IS NOT NULL THEN 'parked' ELSE 'waiting' END"
)
_LINES = (
    "FROM bank_lines JOIN documents ON documents.id = bank_lines.document"
    " LEFT JOIN parked ON parked.document = bank_lines.document"
)
_OPEN_MONEY = (
    "SELECT d.pos FROM customers AS c CROSS JOIN documents AS d WHERE d.company = c.company"
    f" AND d.customer = c.customer AND d.due = '{NOT_DUE}' AND d.open <> 0"
    " UNION ALL SELECT pos FROM documents WHERE company IN ({companies})"
    " AND customer = '' AND open <> 0"
    " UNION ALL SELECT pos FROM documents WHERE kind = 'returned' AND open <> 0"
)
"""Receipts on account by customer, unidentified cash, returned items: each by an index, however
many documents are open beside them."""
_OPEN_LINES = (
    "FROM documents CROSS JOIN bank_lines"  # in this order: few of many lines are open
    " LEFT JOIN parked ON parked.document = bank_lines.document"
)


class InboxLine(NamedTuple):
    """A line of the inbox: its receipt, all that files said of it, and how it stands.

    ``note`` says why it is parked, ``parked_by`` who did it.
    """

    document: Document
    lines: tuple[ev.BankLineRead, ...]
    state: str
    note: str = ""
    parked_by: str = ""
    parked_at: int = 0

    @property
    def key(self) -> str:
        """The receipt's document key."""
        return self.document.id

    @property
    def line(self) -> ev.BankLineRead:
        """What the first file said."""
        return self.lines[0]

    @property
    def amount(self) -> int:
        """What came in, minor units; a returned item is below zero."""
        return -self.document.original

    @property
    def open(self) -> int:
        """What of it waits: money on account above zero, a returned item's debit below."""
        return -self.document.open


class Sum(NamedTuple):
    """The lines of one currency: how many, and what came in, minor units."""

    currency: str
    lines: int
    amount: int


class Batch(NamedTuple):
    """A batch that files brought, with the lines that still wait and all it told of."""

    batch: str
    waiting: int
    lines: int


class Inbox:
    """The lines of the inbox as they were when the list was made, oldest first; read in windows.

    ``company`` and ``batch`` narrow it (empty = all), ``show`` is one of :data:`SHOWN` or empty
    for every line. Only what the clerk sees is listed.
    """

    def __init__(
        self, ledger: Ledger, *, company: str = "", batch: str = "", show: str = WAITING
    ) -> None:
        if show and show not in SHOWN:
            raise refuse("show", NOT_SHOWN, f"{show!r} is none of {', '.join(SHOWN)}")
        self._ledger = ledger
        where, params = _where(ledger, company, batch)
        where += [f"{_STATE} = :show"] if show else []
        lines = _LINES
        if show in (WAITING, PARKED):
            lines = _OPEN_LINES
            names = {f"company{n}": name for n, name in enumerate(ledger.policies.companies)}
            listed = ", ".join(f":{name}" for name in names) or "''"
            money = _OPEN_MONEY.format(companies=listed)
            where += [f"documents.pos IN ({money})", "bank_lines.document = documents.id"]
            params |= names
        rows = ledger.store.query(
            "SELECT bank_lines.document, documents.currency, documents.original,"
            f" MIN(bank_lines.pos) AS first {lines} WHERE {' AND '.join(where)}"
            " GROUP BY bank_lines.document, documents.currency, documents.original ORDER BY first",
            {**params, "show": show},
        )
        self.keys: list[str] = [row[0] for row in rows]
        self._amounts = [(row[1], -row[2]) for row in rows]

    def count(self) -> int:
        """How many lines there are."""
        return len(self.keys)

    def window(self, start: int, n: int) -> Sequence[InboxLine]:
        """At most ``n`` lines from row ``start``, as they stand now."""
        found = (find_line(self._ledger, key) for key in self.keys[start : start + n])
        return [line for line in found if line is not None]

    def find(self, text: str) -> int | None:
        """The first row whose bank reference, receipt number or payer begins with ``text``."""
        wanted = text.strip()
        if not wanted:
            return None
        found = self._ledger.store.query(
            "SELECT id FROM documents WHERE pos IN (SELECT document FROM bank_references"
            " WHERE reference >= :text AND reference < :text || :last"
            " OR reference >= :upper AND reference < :upper || :last)"
            " UNION SELECT documents.id FROM bank_lines"
            " JOIN documents ON documents.id = bank_lines.document"
            " WHERE substr(lower(documents.name), 1, CAST(:n AS INTEGER)) = :lower"
            " OR substr(lower(documents.number), 1, CAST(:n AS INTEGER)) = :lower",
            {
                "text": wanted,
                "upper": wanted.upper(),
                "lower": wanted.lower(),
                "last": "\U0010ffff",
                "n": len(wanted),
            },
        )
        keys = {row[0] for row in found}
        return next((row for row, key in enumerate(self.keys) if key in keys), None)

    def sums(self) -> list[Sum]:
        """The lines by currency: they tie to what the bank's lines come to."""
        found: dict[str, list[int]] = {}
        for currency, amount in self._amounts:
            into = found.setdefault(currency, [0, 0])
            into[0] += 1
            into[1] += amount
        return [Sum(currency, *into) for currency, into in sorted(found.items())]


def _where(ledger: Ledger, company: str, batch: str) -> tuple[list[str], dict[str, object]]:
    seen, params = ledger.sight.condition()
    where = ["documents.received > 0", *([seen] if seen else [])]
    where += ["documents.company = :company"] if company else []
    where += ["bank_lines.batch = :batch"] if batch else []
    return where, {**params, "company": company, "batch": batch}


def find_line(ledger: Ledger, receipt: str) -> InboxLine | None:
    """The line of a receipt (document key); None if no file told of it, or it is out of sight."""
    where, params = _where(ledger, "", "")
    rows = ledger.store.query(
        f"SELECT {', '.join(f'documents.{name}' for name in COLUMNS.split(', '))}, {_STATE},"
        f" parked.pos {_LINES} WHERE {' AND '.join(where)} AND documents.id = :id LIMIT 1",
        {**params, "id": receipt},
    )
    if not rows:
        return None
    *columns, state, parked = rows[0]
    lines = tuple(lines_of(ledger, receipt))
    if state != PARKED:
        return InboxLine(Document(*columns), lines, state)
    fact = ledger.store.events_at([parked])[parked]
    note = fact.note if isinstance(fact, ev.LineParked) else ""
    return InboxLine(Document(*columns), lines, state, note, fact.clerk, fact.recorded_at)


def waiting(ledger: Ledger, receipts: Sequence[str]) -> list[str]:
    """Of some receipts (document keys) those that wait, in their order."""
    found: set[str] = set()
    for start in range(0, len(receipts), 500):
        keys = {f"k{n}": key for n, key in enumerate(receipts[start : start + 500])}
        listed = ", ".join(f":{name}" for name in keys)
        rows = ledger.store.query(
            f"SELECT documents.id {_LINES} WHERE documents.id IN ({listed})"
            f" AND {_STATE} = 'waiting'",
            keys,
        )
        found.update(row[0] for row in rows)
    return [key for key in dict.fromkeys(receipts) if key in found]


def batches(ledger: Ledger, company: str = "") -> list[Batch]:
    """The batches that have lines, the newest first."""
    where, params = _where(ledger, company, "")
    rows = ledger.store.query(
        "SELECT bank_lines.batch, COUNT(DISTINCT CASE WHEN"
        f" {_STATE} = 'waiting' THEN bank_lines.document END),"
        f" COUNT(DISTINCT bank_lines.document), MIN(bank_lines.pos) AS first {_LINES}"
        f" WHERE {' AND '.join(where)} GROUP BY bank_lines.batch ORDER BY first DESC",
        params,
    )
    return [Batch(*row[:3]) for row in rows]


# --- putting aside ---------------------------------------------------------------------------


def park(ledger: Ledger, receipt: str, note: str, *, command: str | None = None) -> None:
    """Put a line aside, saying why; parked again, it has the new note. Its money stays booked,
    aged and open. Refuses one without anything open, and an empty note."""
    if not note.strip():
        raise refuse("note", NO_NOTE, "say why it is put aside")
    _change(ledger, receipt, note.strip(), command)


def take_up(ledger: Ledger, receipt: str, *, command: str | None = None) -> None:
    """Look at a parked line again; refuses one that isn't parked."""
    _change(ledger, receipt, "", command)


def _change(ledger: Ledger, receipt: str, note: str, command: str | None) -> None:
    """Park a line with a note, or take it up without one."""
    with ledger.hold():
        if command and ledger.done_before(command) is not None:
            return
        ledger.require("applications.post")
        line = waiting_line(ledger, receipt)
        if not note and line.state != PARKED:
            raise refuse("receipt", NOT_PARKED, f"{line.document.number} isn't parked")
        stamp = ledger.stamp(command)
        stream = stream_of(receipt)
        base = (stream, len(ledger.store.stream(stream)) + 1, *stamp)
        fact = ev.LineParked(*base, receipt, note) if note else ev.LineTakenUp(*base, receipt)
        ledger.store.append([fact], stamp.command)


def waiting_line(ledger: Ledger, receipt: str) -> InboxLine:
    """The line of a receipt that something can be done with; refuses one no file told of, and one
    of which nothing is open."""
    line = find_line(ledger, receipt)
    number = ev.number_of(receipt)
    if line is None:
        raise refuse("receipt", NO_LINE, f"no bank's file told of {number}")
    if line.state == DONE:
        raise refuse("receipt", NOTHING_OPEN, f"nothing of {number} is open")
    return line

"""How candidates of the clean-up look in a list: columns, sums, sentences cut to the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from textwrap import wrap

from artui.ledger.cleanup import OTHER, TIE, WRITE_OFF, Candidate
from artui.ledger.cleanup_words import Standing
from artui.ledger.money import format_amount
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ColumnSet


def kind_of(row: Candidate) -> str:
    """``WOFF``, ``MOVE``, ``NEAR`` (not equal), ``TIE2`` with its ways, ``CUST`` (another's)."""
    if row.move is None or row.kind == OTHER:
        return row.kind
    if row.kind == TIE:
        return f"{TIE}{min(row.move.fits, 9)}"
    return row.kind if row.move.exact else "NEAR"


def position_of(row: Candidate) -> str:
    """What position-to goes by: the document's number."""
    return row.document.number


def _proposal(row: Candidate, standing_of: Callable[[Candidate], Standing]) -> str:
    if row.move is None:
        return f"write off{standing_of(row).mark}"
    if row.kind == TIE:
        return f"{row.move.fits} ways"
    target = row.move.ways[0].target
    return f"of {target.name}" if row.kind == OTHER else f"to {target.number}"


def columns(today: str, standing_of: Callable[[Candidate], Standing]) -> list[ColumnSet[Candidate]]:
    """The columns that stay, then the sets Left and Right go through."""
    return [
        (
            Column("Kind", 4, kind_of),
            Column("Document", 11, lambda row: row.document.number),
        ),
        (
            Column("Customer", 10, lambda row: row.document.customer),
            Column("Name", 15, lambda row: row.document.name),
            Column("Cur", 3, lambda row: row.document.currency),
            Column(
                "Amount", 13, lambda row: show.amount(row.amount, row.document.currency), right=True
            ),
            Column("Proposal", 13, lambda row: _proposal(row, standing_of)),
        ),
        (
            Column("Br", 4, lambda row: row.document.branch or row.document.company),
            Column("Date", 5, lambda row: show.short_day(row.document.date, today)),
            Column("Due", 5, lambda row: show.short_day(row.document.due, today)),
            Column(
                "Original", 13,
                lambda row: show.amount(row.document.original, row.document.currency), right=True,
            ),
            Column(
                "Open", 13,
                lambda row: show.amount(row.document.open, row.document.currency), right=True,
            ),
            Column("Reference", 13, lambda row: row.document.reference),
        ),
    ]  # fmt: skip


def sums(rows: Iterable[Candidate]) -> str:
    """Amounts per currency, ``USD 3.28 CAD 0.37``; currencies are never added."""
    totals: dict[str, int] = {}
    for row in rows:
        currency = row.document.currency
        totals[currency] = totals.get(currency, 0) + abs(row.amount)
    parts = (f"{currency} {format_amount(amount, currency)}" for currency, amount in totals.items())
    return " ".join(parts) or "0.00"


def wrapped(sentences: Sequence[str]) -> list[str]:
    """Sentences in the two lines of the foot."""
    lines = wrap(" ".join(sentences), 78)
    if len(lines) > 2:
        lines[1] = lines[1][:75].rstrip() + "..."
    return lines[:2]


def counted(rows: Sequence[Candidate]) -> str:
    """``13 candidates: 8 to write off, 4 to move, 1 tie``."""
    small, ties, others = (
        sum(row.kind == kind for row in rows) for kind in (WRITE_OFF, TIE, OTHER)
    )
    moves = len(rows) - small - ties - others
    said = f"{many(len(rows), 'candidate')}: {small} to write off, {moves} to move"
    said += f", {many(ties, 'tie')}" if ties else ""
    return said + (f", {others} of others" if others else "")


def many(count: int, word: str) -> str:
    """``1 tie``, ``2 ties``."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def yes_no(name: str, line: int, col: int, label: str) -> Field:
    """A criterion that begins with Y."""
    return Field(
        name, line=line, col=col, width=1, label=label, kind=Kind.YES_NO, text="Y", required=True
    )


def not_accepted(row: Candidate, standing_of: Callable[[Candidate], Standing]) -> str:
    """Why a row can't be accepted."""
    number = row.document.number
    if row.move is None:
        return f"{number} can't be written off: {standing_of(row).words}."
    if row.kind == OTHER:
        return f"{number} names a document of another customer: it takes a transfer."
    return f"{number} fits in {row.move.fits} ways: choose one with 2."

"""How candidates of the clean-up look in a list: columns, sums, sentences cut to the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from textwrap import wrap

from artui.ledger.dates import parse_date
from artui.ledger.matching.misapplied import ELSEWHERE
from artui.ledger.money import AmountError, format_amount, parse_amount
from artui.ledger.naming import many
from artui.ledger.writeoffs.cleanup import TIE, WRITE_OFF, Candidate
from artui.ledger.writeoffs.cleanup_words import Standing
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.session import Session


def kind_of(row: Candidate) -> str:
    """``WOFF``, ``MOVE``, ``NEAR`` (not equal), ``TIE2`` with its ways."""
    if row.move is None:
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
    return f"to {target.customer if row.move.kind == ELSEWHERE else target.number}"


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
    small, ties = (sum(row.kind == kind for row in rows) for kind in (WRITE_OFF, TIE))
    moves = len(rows) - small - ties
    said = f"{many(len(rows), 'candidate')}: {small:,} to write off, {moves:,} to move"
    return said + (f", {many(ties, 'tie')}" if ties else "")


def criteria_fields(session: Session) -> Iterator[Field]:
    """The criteria of the source, then whose, why and when."""
    companies = session.ledger.policies.companies.values()
    base = next((company.base_currency for company in companies), "USD")
    settings = session.settings

    def limit_of(text: str) -> int:
        try:
            return parse_amount(text, base, decimal_mark=settings.decimal_mark)
        except AmountError as error:
            raise messages.BadValueError(str(error), error.number) from None

    def day_of(text: str) -> str:
        return parse_date(text, session.today, month_first=settings.month_first)

    yield _yes_no("write_off", 2, 26, "Write off small amounts")
    yield Field("limit", line=2, col=48, width=7, label="Balances less than", required=True,
                kind=Kind.AMOUNT, text=session.typed(5_00, base), parse=limit_of,
                show=lambda minor: session.typed(minor, base))  # fmt: skip
    yield Field("batch", line=2, col=72, width=8, limit=20, label="Receipts batch")
    yield _yes_no("match", 3, 26, "Match mis-applied      ")
    yield _yes_no("exact_only", 3, 50, "Use exact match only")
    yield Field("position", line=3, col=66, width=12, label="Position to")
    yield Field("customer", line=4, col=11, width=12, label="Customer", kind=Kind.CODED,
                upper=False, limit=30)  # fmt: skip
    yield Field("reason", line=4, col=32, width=8, label="Reason", kind=Kind.CODED,
                text="BALWOF", required=True)  # fmt: skip
    yield Field("date", line=4, col=47, width=10, label="Date", kind=Kind.DATE, required=True,
                text=session.today, parse=day_of, show=str)  # fmt: skip


def _yes_no(name: str, line: int, col: int, label: str) -> Field:
    """A criterion that begins with Y."""
    return Field(
        name, line=line, col=col, width=1, label=label, kind=Kind.YES_NO, text="Y", required=True
    )


def not_accepted(row: Candidate, standing_of: Callable[[Candidate], Standing]) -> str:
    """Why a row can't be accepted."""
    number = row.document.number
    if row.move is None:
        return f"{number} can't be written off: {standing_of(row).words}."
    return f"{number} fits in {row.move.fits} ways: choose one with 2."

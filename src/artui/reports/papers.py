"""A report as data, and its forms: text of 80 columns, pages, CSV, records; see ``pdf`` for PDF.

A report says what it is and what its rows hold; how that looks on paper, in a spreadsheet or to a
program is decided here, once for all of them. Amounts stay minor units with their currency until
they are shown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from artui.ledger.money import decimal_string, format_amount
from artui.reports.journals import inert
from artui.reports.pages import WIDTH, Line, Page, between, cut, padded, paged, width

Record = dict[str, object]


class Money(NamedTuple):
    """An amount in minor units of a currency."""

    amount: int
    currency: str


Cell = str | int | Money


class Column(NamedTuple):
    """A column: its head on paper, its name for programs; figures stand at the ``right``, and
    one that ``gives`` is cut where paper is too narrow."""

    head: str
    name: str
    right: bool = False
    gives: bool = False


class Report(NamedTuple):
    """A table with a title. ``about`` says below it whose and when; ``totals`` are rows under a
    rule, for people only; ``notes`` close it."""

    title: str
    about: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Sequence[Cell]] = ()
    notes: tuple[str, ...] = ()


def text_of(report: Report) -> list[str]:
    """The report as lines of at most 80 columns, without page breaks."""
    return [cut(report.title, WIDTH), *_about(report), *(line.text for line in _table(report))]


def pages_of(report: Report) -> list[Page]:
    """The report as pages, its column heads on each."""

    def top(number: int, count: int) -> list[str]:
        return [between(report.title, f"Page {number} of {count}"), *_about(report)]

    return paged(_table(report), top)


def csv_of(report: Report) -> str:
    """The rows as CSV: amounts as plain decimals, texts inert."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in report.columns])
    for row in report.rows:
        writer.writerow([_plain(cell) for cell in row])
    return out.getvalue()


def records_of(report: Report) -> Iterator[Record]:
    """The rows by column name: amounts as decimal strings, counts as numbers."""
    names = [column.name for column in report.columns]
    for row in report.rows:
        yield {
            name: decimal_string(*cell) if isinstance(cell, Money) else cell
            for name, cell in zip(names, row, strict=True)
        }


def _about(report: Report) -> list[str]:
    return [*(cut(text, WIDTH) for text in report.about), ""]


def _plain(cell: Cell) -> str:
    if isinstance(cell, Money):
        return decimal_string(*cell)
    return inert(cell) if isinstance(cell, str) else str(cell)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Money):
        return format_amount(*cell)
    return cell if isinstance(cell, str) else f"{cell:,}"


def _table(report: Report) -> list[Line]:
    rows = [[_shown(cell) for cell in row] for row in report.rows]
    totals = [[_shown(cell) for cell in row] for row in report.totals]
    heads = [column.head for column in report.columns]
    widths = _widths(report.columns, [heads, *rows, *totals])

    def line(cells: Sequence[str]) -> str:
        columns = zip(cells, report.columns, widths, strict=True)
        shown = [padded(cell, room, right=column.right) for cell, column, room in columns]
        return " ".join(shown).rstrip()

    head = line(heads)
    rule = "-" * min(WIDTH, sum(widths) + len(widths) - 1)
    lines = [Line(head), *(Line(line(row), (head,)) for row in rows)]
    if not rows:
        lines.append(Line("Nothing."))
    if totals:
        lines += [Line(rule, (head,), 1 + len(totals)), *(Line(line(row)) for row in totals)]
    if report.notes:
        lines += [Line(), *(Line(cut(note, WIDTH)) for note in report.notes)]
    return lines


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """As wide as the widest cell; too wide for paper, columns that give are cut, the widest first
    and none below its head."""
    widths = [max(width(row[at]) for row in rows) for at in range(len(columns))]
    over = sum(widths) + len(widths) - 1 - WIDTH
    while over > 0:
        giving = [
            at for at, column in enumerate(columns)
            if column.gives and widths[at] > width(column.head)
        ]  # fmt: skip
        if not giving:
            break
        widest = max(giving, key=lambda at: widths[at])
        widths[widest] -= 1
        over -= 1
    return widths

"""A report as data, and its forms: text of 80 columns, pages, CSV, records; see ``pdf`` for PDF.

A report says what it is and what its rows hold; how that looks on paper, in a spreadsheet or to a
program is decided here, once for all of them. Amounts stay minor units with their currency until
they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from artui.ledger.money import decimal_string, format_amount
from artui.reports.asked import Asked
from artui.reports.pages import WIDTH, Line, Page, between, cut, padded, paged, width
from artui.reports.separated import csv_text

Record = dict[str, object]


class Money(NamedTuple):
    """An amount in minor units of a currency."""

    amount: int
    currency: str


Cell = str | int | Money


class Column(NamedTuple):
    """A column: its head on paper, its name for programs; figures stand at the ``right``, and
    one that ``gives`` is cut where paper is too narrow. One that isn't ``on_paper`` is for
    programs only."""

    head: str
    name: str
    right: bool = False
    gives: bool = False
    on_paper: bool = True


class Lead(NamedTuple):
    """What a row is made of: a ``document``, ``voucher`` or ``customer`` by its key, or the report
    of the name ``to`` under what is ``asked``."""

    to: str
    key: str = ""
    asked: Asked | None = None


def to_document(key: str) -> Lead:
    """A row about a document."""
    return Lead("document", key)


def to_voucher(key: str) -> Lead:
    """A row about a voucher."""
    return Lead("voucher", key)


def to_customer(company: str, customer: str) -> Lead:
    """A row about a customer, or (empty) about unidentified cash."""
    return Lead("customer", f"{company}/{customer or '*'}")


class Report(NamedTuple):
    """A table with a title. ``about`` says below it whose and when; ``totals`` are rows under a
    rule and ``notes`` close it, for people only; ``common`` are names and values that stand in
    front of every row for programs only. ``leads`` say of each row what it is made of."""

    title: str
    about: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Sequence[Cell]] = ()
    notes: tuple[str, ...] = ()
    common: tuple[tuple[str, str], ...] = ()
    leads: Sequence[Lead] = ()


def text_of(report: Report) -> list[str]:
    """The report as lines of at most 78 columns, without page breaks."""
    lines = (line.text.rstrip() for line in _table(report))
    return [cut(report.title, WIDTH), *_about(report), *lines]


def leads_of(report: Report) -> dict[int, Lead]:
    """Where the lines of :func:`text_of` lead, by their number from 0."""
    above = 1 + len(_about(report))
    rows = ((at, line.row) for at, line in enumerate(_table(report), above))
    return {at: report.leads[row] for at, row in rows if 0 <= row < len(report.leads)}


def pages_of(report: Report) -> list[Page]:
    """The report as pages, its column heads on each."""

    def top(number: int, count: int) -> list[str]:
        return [between(report.title, f"Page {number} of {count}"), *_about(report)]

    return paged(_table(report), top)


def csv_of(reports: Sequence[Report]) -> str:
    """The rows of reports with the same columns as one CSV: amounts as plain decimals, texts
    inert."""
    return csv_text(_csv_rows(reports))


def _csv_rows(reports: Sequence[Report]) -> Iterator[list[str]]:
    for number, report in enumerate(reports):
        if number == 0:
            heads = [name for name, _value in report.common]
            yield [*heads, *(column.name for column in report.columns)]
        values = [value for _name, value in report.common]
        yield from ([_plain(cell) for cell in (*values, *row)] for row in report.rows)


def records_of(report: Report) -> Iterator[Record]:
    """The rows by column name: amounts as decimal strings, counts as numbers."""
    names = [column.name for column in report.columns]
    for row in report.rows:
        cells = zip(names, row, strict=True)
        yield {
            **dict(report.common),
            **{name: decimal_string(*c) if isinstance(c, Money) else c for name, c in cells},
        }


def _about(report: Report) -> list[str]:
    return [*(cut(text, WIDTH) for text in report.about), ""]


def _plain(cell: Cell) -> str:
    if isinstance(cell, Money):
        return decimal_string(*cell)
    return str(cell)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Money):
        return format_amount(*cell)
    return cell if isinstance(cell, str) else f"{cell:,}"


def _table(report: Report) -> list[Line]:
    columns = [column for column in report.columns if column.on_paper]
    rows = [_on_paper(report, row) for row in report.rows]
    totals = [_on_paper(report, row) for row in report.totals]
    heads = [column.head for column in columns]
    widths = _widths(columns, [heads, *rows, *totals])
    parts = _parts(widths)

    def cells_of(row: Sequence[str]) -> tuple[str, ...]:
        lines = [" ".join(_cell(row, columns, widths, at) for at in part) for part in parts]
        return (lines[0], *(line.rjust(WIDTH) for line in lines[1:]))

    head = cells_of(heads)
    rule = "-" * min(WIDTH, sum(widths) + len(widths) - 1)
    lines = [Line(text) for text in head]
    lines += [Line(text, head, row=at) for at, row in enumerate(rows) for text in cells_of(row)]
    if not rows:
        lines.append(Line("Nothing."))
    if totals:
        lines.append(Line(rule, head, 1 + len(totals) * len(parts)))
        lines += [Line(text) for row in totals for text in cells_of(row)]
    if report.notes:
        lines += [Line(), *(Line(cut(note, WIDTH)) for note in report.notes)]
    return lines


def _on_paper(report: Report, row: Sequence[Cell]) -> list[str]:
    cells = zip(report.columns, row, strict=True)
    return [_shown(cell) for column, cell in cells if column.on_paper]


def _cell(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int], at: int) -> str:
    return padded(row[at], widths[at], right=columns[at].right)


def _parts(widths: Sequence[int]) -> list[list[int]]:
    """The columns of each line of a row: of one line wherever they fit, since a figure is never
    cut."""
    parts: list[list[int]] = [[]]
    for at, wide in enumerate(widths):
        taken = sum(widths[each] + 1 for each in parts[-1])
        if parts[-1] and taken + wide > WIDTH:
            parts.append([])
        parts[-1].append(at)
    return parts


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

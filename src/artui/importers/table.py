"""Delimited text files: encoding, delimiter, head and rows; every fault is named by its place.

Encoding is UTF-8 (with or without a byte order mark) or UTF-16, the delimiter a comma, semicolon
or tab, found from the head line. Our column names can be mapped to the file's own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from artui.ledger.dates import DateError, parse_iso
from artui.ledger.money import AmountError, exponent, parse_amount

L = TypeVar("L")

DELIMITERS = (",", ";", "\t")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}", re.ASCII)
_RATE = re.compile(r"\d{1,12}(\0\d{1,12})?", re.ASCII)
_AMOUNT = re.compile(r"[+-]?[\d.,\u00a0 ]+-?", re.ASCII)


class Fault(NamedTuple):
    """What is wrong at one place: physical line (1 = head), the file's column name, value, why."""

    line: int
    column: str
    value: str
    why: str

    def located(self, file: str) -> str:
        """``FILE:LINE: column NAME: 'VALUE' why``, with those parts that there are."""
        if not self.column:
            return f"{file}:{self.line}: {self.why}"
        return f"{file}:{self.line}: column {self.column}: {self.value!r} {self.why}"


class FileRefused(Exception):  # noqa: N818 - an answer about a file, not a malfunction
    """The file can't be read as a table at all; ``faults`` say where and why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.why for fault in faults))
        self.faults = list(faults)


class Raw(NamedTuple):
    """A row as it stands in the file: the line it begins on and its cells."""

    line: int
    cells: list[str]


@dataclass(slots=True)
class Table:
    """A file as a table: its head, its delimiter, its rows and where our columns are."""

    head: list[str]
    delimiter: str
    rows: list[Raw]
    places: dict[str, int]

    def column(self, name: str) -> str:
        """What the file calls one of our columns."""
        place = self.places.get(name)
        return name if place is None else self.head[place].strip()


@dataclass(slots=True)
class Reading(Generic[L]):
    """What a file came to: the lines that could be read, and the faults of those that couldn't."""

    table: Table
    lines: list[L] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def blame(self, line: int, column: str, value: str, why: str) -> None:
        """Note what is wrong with a row under one of our column names."""
        self.faults.append(Fault(line, self.table.column(column), value, why))

    def bad_lines(self) -> set[int]:
        """The lines with a fault."""
        return {fault.line for fault in self.faults}


def read_table(
    path: Path, required: Sequence[str], optional: Sequence[str], names: Mapping[str, str]
) -> Table:
    """Read a whole file; raises :class:`FileRefused` if it is no table with these columns.

    ``names`` maps our column names to the file's, where they differ.
    """
    text = _decode(path.read_bytes())
    first = text.lstrip("\r\n").partition("\n")[0]
    if not first.strip():
        raise FileRefused(Fault(1, "", "", "the file is empty"))
    wanted = {name: names.get(name, name) for name in (*required, *optional)}
    delimiter = max(DELIMITERS, key=lambda mark: _hits(first, mark, wanted))
    rows = _rows(text, delimiter)
    head = next(rows).cells
    places = _places(head, wanted, required)
    return Table(head, delimiter, list(rows), places)


def _decode(data: bytes) -> str:
    encoding = "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in data[:2]:
        encoding = "utf-16-be" if data[:1] == b"\x00" else "utf-16-le"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        name = encoding.removesuffix("-sig").upper()
        raise FileRefused(Fault(line, "", "", f"this is not {name} text")) from None


def _hits(first: str, delimiter: str, wanted: Mapping[str, str]) -> int:
    cells = next(csv.reader([first], delimiter=delimiter), [])
    found = {cell.strip().casefold() for cell in cells}
    return sum(name.casefold() in found for name in wanted.values())


def _rows(text: str, delimiter: str) -> Iterator[Raw]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Raw(line + 1, cells)
            line = reader.line_num
    except csv.Error as error:
        raise FileRefused(Fault(line + 1, "", "", f"the row can't be read: {error}")) from None


def _places(
    head: Sequence[str], wanted: Mapping[str, str], required: Sequence[str]
) -> dict[str, int]:
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(head):
        found.setdefault(cell.strip().casefold(), []).append(place)
    faults: list[Fault] = []
    places: dict[str, int] = {}
    for name, column in wanted.items():
        at = found.get(column.casefold(), [])
        if len(at) > 1:
            faults.append(Fault(1, "", "", f"column {column} is there {len(at)} times"))
        elif at:
            places[name] = at[0]
        elif name in required:
            faults.append(Fault(1, "", "", f"column {column} is missing"))
    if faults:
        raise FileRefused(*faults)
    return places


class Row(Generic[L]):
    """One row being read: each question answers with a value or notes a fault.

    ``bad`` says whether any question so far found a fault; values of a bad row are not used.
    """

    def __init__(self, reading: Reading[L], raw: Raw, decimal_mark: str) -> None:
        self.line = raw.line
        self.bad = False
        self._reading = reading
        self._cells = raw.cells
        self._decimal_mark = decimal_mark
        expected = len(reading.table.head)
        if len(raw.cells) != expected:
            self.bad = True
            why = f"the row has {len(raw.cells)} cells, the head {expected}"
            reading.faults.append(Fault(raw.line, "", "", why))

    def blame(self, column: str, why: str) -> None:
        """Note a fault in one of our columns."""
        self.bad = True
        self._reading.blame(self.line, column, self._cell(column), why)

    def _cell(self, column: str) -> str:
        place = self._reading.table.places.get(column)
        if place is None or place >= len(self._cells):
            return ""
        return self._cells[place].strip()

    def has(self, column: str) -> bool:
        """Whether the file has an optional column."""
        return column in self._reading.table.places

    def text(self, column: str) -> str:
        """The text of a cell, line breaks and tabs inside it as blanks."""
        found = " ".join(re.split(r"[\t\r\n]+", self._cell(column)))
        if _CONTROL.search(found):
            self.blame(column, "holds a control character")
        return found

    def needed(self, column: str, what: str) -> str:
        """The text of a cell that may not be empty; ``what`` it is names it in the fault."""
        found = self.text(column)
        if not found:
            self.blame(column, f"is empty: {what} is needed")
        return found

    def currency(self, column: str) -> str:
        """An ISO 4217 code; empty if it is none."""
        found = self.needed(column, "a currency")
        if not found:
            return ""
        try:
            exponent(found)
        except AmountError:
            self.blame(column, "is no currency known to ISO 4217")
            return ""
        return found

    def day(self, column: str) -> str:
        """A day that exists, ``YYYY-MM-DD`` or ``YYYYMMDD``; ISO. No other order is guessed."""
        found = self.needed(column, "a date")
        if not found:
            return ""
        if not _DAY.fullmatch(found):
            self.blame(column, "is not a date (YYYY-MM-DD)")
            return ""
        try:
            return parse_iso(found)
        except DateError:
            self.blame(column, "is a date that does not exist")
            return ""

    def amount(self, column: str, currency: str) -> int:
        """An amount in minor units of a currency; not asked further if that has a fault."""
        found = self.needed(column, "an amount")
        if not found or not currency:
            return 0
        if not _AMOUNT.fullmatch(found):
            self.blame(column, "is not an amount")
            return 0
        try:
            return parse_amount(found, currency, decimal_mark=self._decimal_mark)
        except AmountError as error:
            self.blame(column, _why(error, currency))
            return 0

    def rate(self, column: str) -> Decimal:
        """A rate above zero, exactly as written; 0 if it is none."""
        found = self.needed(column, "a rate")
        if not found:
            return Decimal(0)
        mark = self._decimal_mark
        if not _RATE.fullmatch(found.replace(mark, "\0")):
            self.blame(column, f"is not a rate (decimals stand behind a {mark!r})")
            return Decimal(0)
        rate = Decimal(found.replace(mark, "."))
        if not rate:
            self.blame(column, "is zero: a rate is above zero")
        return rate


def _why(error: AmountError, currency: str) -> str:
    if error.number == 2107:
        return f"has more decimals than {currency} has ({exponent(currency)})"
    if error.number == 2109:
        return "is too large an amount"
    return "is not an amount"

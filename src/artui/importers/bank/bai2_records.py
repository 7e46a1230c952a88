"""BAI2 below the level of meaning: physical lines to records, records to fields and amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from artui.importers.bank import fields
from artui.importers.bank.decoding import numbered
from artui.importers.bank.fields import MAX_TEXT, refuse

MIN_WIDTH = 60
"""A text line shorter than this was not cut because it was full."""

_CODED = re.compile(r"\s*(01|02|03|16|49|88|98|99),(.*)")
_SEVERAL = re.compile(r"/[ \t]+(?=(?:01|02|03|16|49|88|98|99),)")
_FUNDS = frozenset({"", "0", "1", "2", "Z"})


class Part(NamedTuple):
    """One physical record's content: ``ended`` by a stroke, ``full`` up to the file's width."""

    text: str
    line: int
    coded: bool
    ended: bool
    full: bool


class Record(NamedTuple):
    """A logical record: its code, its first line, and its own and its continuing content."""

    code: str
    line: int
    parts: list[Part]

    @property
    def physical(self) -> int:
        """How many physical records it is."""
        return sum(part.coded for part in self.parts)

    def cells(self) -> list[str]:
        """Its fields, continuations included, where none of them is text."""
        return [cell.strip() for cell in ",".join(part.text for part in self.parts).split(",")]


def records(text: str) -> Iterator[Record]:
    """The logical records of a file; refuses a line that is none."""
    current: Record | None = None
    length = 0
    for code, part in _parts(text):
        if code in ("88", ""):
            if current is None or (not code and current.parts[-1].ended):
                raise refuse(part.line, "", part.text, "is no BAI2 record")
            current.parts.append(part)
            length += len(part.text)
            if length > MAX_TEXT:
                why = f"goes on for more than {MAX_TEXT:,} characters"
                raise refuse(current.line, current.code, "", why)
            continue
        if current is not None:
            yield current
        current, length = Record(code, part.line, [part]), len(part.text)
    if current is None:
        raise refuse(1, "", "", "there is no BAI2 record in the file")
    yield current


def _parts(text: str) -> Iterator[tuple[str, Part]]:
    texts = (len(line) for _, line in numbered(text) if line.startswith(("16,", "88,")))
    width = max(texts, default=0)
    for number, line in numbered(text):
        if len(line) > MAX_TEXT:
            raise refuse(number, "", "", f"the line is longer than {MAX_TEXT:,} characters")
        if not line.strip("\x1a \t"):
            continue
        full = len(line) == width >= MIN_WIDTH
        pieces = _SEVERAL.split(line)
        for place, piece in enumerate(pieces, 1):
            ended = place < len(pieces) or piece.rstrip().endswith("/")
            body = piece.rstrip().removesuffix("/") if ended else piece
            found = _CODED.fullmatch(body)
            content = found[2] if found else body
            yield (found[1] if found else ""), Part(content, number, bool(found), ended, full)


class Amounts(NamedTuple):
    """A total or balance: its type code, its amount in minor units and its count of items."""

    code: str
    amount: int
    items: int | None


def summaries(record: Record, cells: Sequence[str]) -> Iterator[Amounts]:
    """The totals and balances of an account record."""
    place = 0
    while place < len(cells):
        code = cells[place]
        if not code:  # a total that is not told, or one comma more than the format has
            place += 1
            continue
        _check_code(code, record)
        amount = signed(_at(cells, place + 1) or "0", record.line, f"03 amount of {code}")
        items = _at(cells, place + 2)
        number = fields.count(items, record.line, f"03 items of {code}") if items else None
        place, _ = _funds(record, cells, place + 3)
        yield Amounts(code, amount, number)


class Detail(NamedTuple):
    """A transaction record: its unsigned amount, its references and the lines of its text."""

    code: str
    amount: int
    value: str
    bank_reference: str
    customer_reference: str
    texts: list[str]


def detail_of(record: Record) -> Detail:
    """A ``16`` record; refuses one whose amount can't be read."""
    used = 1
    cells = record.parts[0].text.split(",")
    while _short(cells) and used < len(record.parts):
        cells += record.parts[used].text.split(",")
        used += 1
    code = cells[0].strip()
    _check_code(code, record)
    amount = fields.minor(_at(cells, 1).removeprefix("+") or "0", record.line, "16 amount")
    place, value = _funds(record, cells, 2)
    texts = _texts(",".join(cells[place + 2 :]), record.parts[used - 1 :])
    return Detail(code, amount, value, _at(cells, place), _at(cells, place + 1), texts)


def _check_code(code: str, record: Record) -> None:
    if not (code.isdigit() and code.isascii() and len(code) == 3):
        raise refuse(record.line, f"{record.code} type code", code, "is not a type code")


def _short(cells: Sequence[str]) -> bool:
    """Whether the fields of money go on in the next physical record."""
    kind = _at(cells, 2)
    needed = {"S": 6, "V": 5}.get(kind, 3)
    if kind == "D":
        number = _at(cells, 3)
        needed = 4 + (2 * int(number) if number.isdigit() and len(number) < 4 else 0)
    return len(cells) < needed


def _texts(first: str, parts: Sequence[Part]) -> list[str]:
    """The text of a record and what goes on in the others, joined where a line was just full."""
    found = [first]
    for before, part in pairwise(parts):
        if before.full and not before.ended:
            found[-1] += part.text
        else:
            found.append(part.text)
    return found


def signed(text: str, line: int, field: str) -> int:
    """An amount in minor units that may have a sign."""
    body = text.removeprefix("+")
    if body.startswith("-"):
        return -fields.minor(body[1:], line, field)
    return fields.minor(body, line, field)


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _funds(record: Record, cells: Sequence[str], place: int) -> tuple[int, str]:
    """The place behind a funds type and its own fields, and the value date if it has one."""
    kind = _at(cells, place)
    if kind in _FUNDS:
        return place + 1, ""
    if kind == "V":
        return place + 3, fields.compact_day(_at(cells, place + 1))
    if kind == "S":
        return place + 4, ""
    if kind == "D":
        number = fields.count(_at(cells, place + 1), record.line, "funds type D")
        return place + 2 + 2 * number, ""
    raise refuse(record.line, f"{record.code} funds type", kind, "is no funds type")

"""CSV that a spreadsheet only shows: the one place where files of comma separated values are made.

A text that a spreadsheet would run as a formula gets an apostrophe in front, wherever in a file it
stands; a plain decimal stays a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_FORMULA = ("=", "+", "-", "@", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
            "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
"""Signs by which a spreadsheet takes a text for a formula, blanks before them or not."""

_BLANK = ("\t", "\r", "\n")
"""Some take what stands behind one of these for a cell of its own."""

_QUOTE = '"'
_SPECIAL = re.compile(r'[,"\r\n]')
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def inert(text: str) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe before what looks like one."""
    if text.startswith(_BLANK) or text.lstrip().startswith(_FORMULA):
        return text if _NUMBER.fullmatch(text) else f"'{text}"
    return text


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV, the heads among them, every cell inert."""
    return "".join(f"{','.join(_quoted(inert(cell)) for cell in row)}\n" for row in rows)


def _quoted(cell: str) -> str:
    """A cell between quotes where it needs them; the library's writer forgets a lone return."""
    return f'"{cell.replace(_QUOTE, 2 * _QUOTE)}"' if _SPECIAL.search(cell) else cell


def csv_of_records(records: Iterable[Mapping[str, object]], heads: Sequence[str] = ()) -> str:
    """Records as CSV under ``heads``, or under all names that occur in them; what a record lacks
    stays empty."""
    known = list(records)
    names = list(heads) or list(dict.fromkeys(name for each in known for name in each))
    rows = ([_cell(each.get(name)) for name in names] for each in known)
    return csv_text([names, *rows])


def _cell(value: object) -> str:
    return "" if value is None else str(value)

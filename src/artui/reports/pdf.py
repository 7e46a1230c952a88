"""Pages as PDF, the same bytes for the same pages at any time.

The text is set in Courier, so that what lines up on the screen lines up here. The fonts every
reader of PDF has lack most scripts: Chinese, Japanese, Korean, Greek and Cyrillic letters are
written in the Asian fonts that readers bring along; of a letter that those lack too, its plain
form is shown, else :data:`LACKING` with a line that says so.
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import normalize

from artui.ledger.errors import refuse
from artui.reports.pages import Page, cells_of

NO_PDF = 2525
LACKING = "¿"
"""Stands for a letter that no font has."""

_SAID = f"{LACKING} stands for a letter that PDF fonts lack; the report as text has it."
_FONT, _BOLD, _SIZE = "Courier", "Courier-Bold", 10
_CELL = 0.6
"""What a letter takes of its size."""
_LEADING, _LEFT, _TOP = 12, 58, 42
_HEIGHT = 842
_ASIAN = (("cp932", "HeiseiMin-W3"), ("gbk", "STSong-Light"), ("cp949", "HYSMyeongJo-Medium"))
"""Codes of letters, each with the font that has them."""


class Place(NamedTuple):
    """Where a line of text begins, in points from the lower left corner, and how it is set."""

    left: float
    up: float
    size: float = _SIZE
    bold: bool = False

    @property
    def font(self) -> str:
        """The font of letters that it has."""
        return _BOLD if self.bold else _FONT


class Glyph(NamedTuple):
    """A letter as it is set: in which font (empty: that of the line)."""

    letter: str
    font: str = ""


def pdf_of(pages: Sequence[Page], *, title: str, moment: int) -> bytes:
    """The pages as one PDF; ``moment`` is the time it bears, in microseconds since 1970 UTC.

    The first line of each page is bold. Refuses where the extra ``pdf`` isn't installed.
    """
    canvas, sheet = begun(title, moment)
    for page in pages:
        lacking = False
        for number, line in enumerate(page):
            down = _HEIGHT - _TOP - (number + 1) * _LEADING
            lacking |= set_line(canvas, line, Place(_LEFT, down, bold=number == 0))
        if lacking:
            set_line(canvas, _SAID, Place(_LEFT, _LEADING))
        canvas.showPage()
    canvas.save()
    return sheet.getvalue()


def begun(title: str, moment: int) -> tuple[Any, io.BytesIO]:
    """An empty document of A4 and where its bytes go when it is saved; refuses without the extra
    ``pdf``."""
    try:
        from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]  # an extra
        from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
        from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
    except ImportError:
        said = 'PDF needs a package that is not installed: pip install "artui[pdf]"'
        raise refuse("pdf", NO_PDF, said) from None
    sheet = io.BytesIO()
    canvas = Canvas(sheet, pagesize=A4, invariant=1)  # no clock, no chance in its bytes
    # The day it was recorded, instead of the fixed one that leaves the bytes alike.
    canvas._doc._timeStamp.YMDhms = tuple(time.gmtime(moment // 1_000_000))[:6]
    canvas.setTitle(title)
    canvas.setCreator("artui")
    for _code, font in _ASIAN:
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    return canvas, sheet


def set_line(canvas: Any, line: str, place: Place) -> bool:
    """Set a line, its letters in runs of one font; whether a letter is lacking."""
    text = canvas.beginText()
    if line.isascii() and line.isprintable():  # most lines: nothing to look up
        _set(text, line, 0, place)
        canvas.drawText(text)
        return False
    lacking = False
    run, begins, column = "", 0, 0
    for letter in line:
        glyph = glyph_of(letter)
        lacking |= glyph.letter == LACKING != letter
        if glyph.font:
            _set(text, run, begins, place)
            cells = cells_of(letter)
            text.setHorizScale(100 * cells * _CELL)
            _set(text, letter, column, place, glyph.font)
            text.setHorizScale(100)
            column += cells
            run, begins = "", column
        else:
            run += glyph.letter
            column += len(glyph.letter)
    _set(text, run, begins, place)
    canvas.drawText(text)
    return lacking


def _set(text: Any, letters: str, column: int, place: Place, font: str = "") -> None:
    if letters.strip():
        text.setTextOrigin(place.left + column * _CELL * place.size, place.up)
        text.setFont(font or place.font, place.size)
        text.textOut(letters)


@lru_cache(maxsize=4096)
def glyph_of(letter: str) -> Glyph:
    """How a letter is set."""
    if not letter.isprintable():
        return Glyph(LACKING)
    if _in(letter, "cp1252"):
        return Glyph(letter)
    for code, font in _ASIAN:
        if _in(letter, code):
            return Glyph(letter, font)
    plain = normalize("NFKD", letter)[0]
    return Glyph(plain if _in(plain, "cp1252") else LACKING)


def _in(letter: str, code: str) -> bool:
    try:
        letter.encode(code)
    except UnicodeEncodeError:
        return False
    return True

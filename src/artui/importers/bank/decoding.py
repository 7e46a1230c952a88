"""Bytes of a bank file as text, its lines ended alike; never a wrong letter in silence."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from artui.importers.bank.fields import fault, refuse
from artui.importers.table import Fault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> tuple[str, list[Fault]]:
    """The text of a file, and a note if its encoding had to be taken for Windows-1252.

    UTF-8 and UTF-16, with or without a byte order mark, are recognised; other bytes are read as
    Windows-1252, which old bank programs write, and letters that it lacks show as unknown.
    """
    encoding, body = _encoding(data)
    notes: list[Fault] = []
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        if encoding != "utf-8":
            raise refuse(line, "", "", f"this is not {encoding.upper()[:6]} text") from None
        text = body.decode("cp1252", errors="replace")
        unknown = "" if "\ufffd" not in text else ", and some are unknown there"
        notes.append(fault(line, "", "", f"not UTF-8: letters are read as Windows-1252{unknown}"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise refuse(text.count("\n", 0, text.index("\x00")) + 1, "", "", "this is not text")
    return text, notes


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers from 1, one at a time."""
    begin, number = 0, 1
    while (end := text.find("\n", begin)) >= 0:
        yield number, text[begin:end]
        begin, number = end + 1, number + 1
    if begin < len(text):
        yield number, text[begin:]


def _encoding(data: bytes) -> tuple[str, bytes]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, data[len(mark) :]
    if data[1:2] == b"\x00" and data[:1] != b"\x00":
        return "utf-16-le", data
    if data[:1] == b"\x00" and data[1:2] != b"\x00":
        return "utf-16-be", data
    return "utf-8", data

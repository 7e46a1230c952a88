"""Any bank file to statements: what format it is shows in its bytes, not in its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from artui.importers.bank.bai2 import read_bai2
from artui.importers.bank.camt import read_camt
from artui.importers.bank.decoding import decode
from artui.importers.bank.fields import fault, refuse
from artui.importers.bank.lockbox import read_lockbox
from artui.importers.bank.model import BankLine, Statement
from artui.importers.bank.mt940 import read_mt940
from artui.importers.bank.ofx import read_ofx
from artui.importers.bank.profiles import Profiles
from artui.importers.bank.rows import read_rows

MAX_BYTES = 40_000_000
"""The largest file that is taken: a hundred times a busy bank day."""

_HEAD = 4096
_PACKED = {
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an Office document",
}
_OFX = re.compile(r"OFXHEADER|<OFX>|<\?OFX", re.IGNORECASE)
_MT = re.compile(r"^:(?:20|25|28C?|60F|60M|61):|^\{1:F", re.MULTILINE)
_BAI2 = re.compile(r"\s*01,")
_LOCKBOX = re.compile(r"\s*1\d\d.{20}\d{10}\s*\n\s*[25]")


def read_bank(source: Path | bytes, profiles: Profiles | None = None) -> list[Statement]:
    """The statements of a bank file, whole or not at all.

    Raises ``FileRefused`` (line, field and reason) for a file that is damaged, cut off, too large,
    of no known format, or, for CSV, of no profile that fits. A statement that a file holds twice
    comes once.
    """
    return _once(_read(_bytes(source), profiles or Profiles()))


def _bytes(source: Path | bytes) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_BYTES:
        megabytes = MAX_BYTES // 1_000_000
        raise refuse(
            1, "", "", f"the file has {size // 1_000_000} MB, more than {megabytes}: split it"
        )
    data = source if isinstance(source, bytes) else source.read_bytes()
    if not data.strip():
        raise refuse(1, "", "", "the file is empty")
    for mark, what in _PACKED.items():
        if data.startswith(mark):
            raise refuse(1, "", "", f"this is {what}, not a bank's statement file")
    return data


def _read(data: bytes, profiles: Profiles) -> list[Statement]:
    head = _decode_head(data)
    if head.lstrip().startswith("<") and not _OFX.search(head):
        return read_camt(data)
    text, notes = decode(data)
    found = _reader(head, profiles)(text)
    return [replace(each, notes=(*notes, *each.notes)) for each in found] if notes else found


def _decode_head(data: bytes) -> str:
    """The beginning of a file as text, good enough to recognise its format."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    if b"\x00" in head[:2]:
        order = "be" if head[:1] == b"\x00" else "le"
        return head.decode(f"utf-16-{order}", errors="replace")
    return head.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def _reader(head: str, profiles: Profiles) -> Callable[[str], list[Statement]]:
    if _OFX.search(head):
        return read_ofx
    if _BAI2.match(head):
        return read_bai2
    if _LOCKBOX.match(head):
        return lambda text: read_lockbox(text, profiles.lockbox)
    if _MT.search(head):
        return read_mt940
    return lambda text: read_rows(text, profiles.csv)


# --- the same statement twice ----------------------------------------------------------------


def _once(found: list[Statement]) -> list[Statement]:
    """Leave out what is there again; name numbers that are there with other contents."""
    kept: list[Statement] = []
    contents: dict[tuple[object, ...], int] = {}
    numbers: dict[tuple[str, ...], int] = {}
    for each in found:
        content = (_name(each), each.opening, each.closing, tuple(map(_same, each.lines)))
        place = contents.get(content)
        if place is not None and each.lines and any(_name(each)[2:]):
            why = f"is there again on line {each.line}: taken once"
            kept[place] = _noted(kept[place], "statement", each.number or each.identifier, why)
            continue
        contents.setdefault(content, len(kept))
        first = each.line
        if each.number.strip("0"):
            first = numbers.setdefault((each.account, each.number, each.sequence), each.line)
        if first != each.line:
            why = f"is also that of the statement on line {first}"
            kept.append(_noted(each, "statement number", each.number, why))
        else:
            kept.append(each)
    return kept


def _noted(each: Statement, field: str, value: str, why: str) -> Statement:
    return replace(each, notes=(*each.notes, fault(each.line, field, value, why)))


def _name(each: Statement) -> tuple[str, ...]:
    return (each.format, each.account, each.identifier, each.number, each.sequence, each.date)


def _same(line: BankLine) -> BankLine:
    """A line as it is compared: without its place in the file."""
    return replace(line, line=0, details=tuple(map(_same, line.details)))

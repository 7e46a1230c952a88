"""What field ``:86:`` tells of an entry: coded subfields, SEPA words between strokes, or free text.

Banks wrap the field at 65 characters in the middle of a word, so a full line goes on in the next.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from artui.importers.bank.fields import clean, reference

WIDTH = 65
"""Characters of a line of ``:86:``."""

_CODED = re.compile(r"\s*(\d{3})([?~<>^!&@#$%*+])(?=\d\d)")
_SLASHED = re.compile(
    r"/(EREF|KREF|MREF|CREF|REMI|NAME|IBAN|BENM|ORDP|CNTP|RTRN|ADDR|ISDT|BIC|ID|CSID|MARF|PREF"
    r"|ACCW|TRTP|SWOC|SWOD|PURP|ULTD|ULTB|INIT|OCMT|CHGS|EXCH|NRTX)/"
)
_SEPA = re.compile(
    r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|RREF|SQTP|ANAM|PURP|MDAT)\+"
)
_FORMS = re.compile(r"(?:USTD//|STRD/(?:[A-Z]{3}/)?)")
"""How a remittance between strokes may begin: unstructured, or structured by an issuer."""
_RETURNS = ("009", "059", "108", "109", "159")
"""Transaction codes of returned debits and transfers."""


class Told(NamedTuple):
    """What the field says, as far as it is understood; the rest is remittance text."""

    code: str = ""
    remittance: tuple[str, ...] = ()
    payer: str = ""
    payer_account: str = ""
    end_to_end: str = ""
    references: tuple[str, ...] = ()
    return_reason: str = ""


def tell(lines: list[str]) -> Told:
    """Understand the lines of a ``:86:``."""
    coded = _CODED.match(lines[0])
    if coded:
        return _coded("".join(lines), coded)
    whole = "".join(lines)
    if _SLASHED.match(whole.lstrip()):
        return _slashed(whole.strip())
    return Told(remittance=tuple(filter(None, map(clean, unwrapped(lines)))))


def unwrapped(lines: list[str]) -> list[str]:
    """Lines of free text, those joined that were cut because they were full."""
    found: list[str] = []
    full = False
    for line in lines:
        if full:
            found[-1] += line
        else:
            found.append(line)
        full = len(line) >= WIDTH and not line.endswith(" ")
    return found


# --- coded subfields: 166?00GUTSCHRIFT?20...?32NAME ------------------------------------------


def _coded(text: str, head: re.Match[str]) -> Told:
    mark = head[2]
    parts: dict[int, str] = {}
    for number, value in re.findall(
        rf"{re.escape(mark)}(\d\d)([^{re.escape(mark)}]*)", text[head.start(2) :]
    ):
        parts[int(number)] = parts.get(int(number), "") + value
    numbers = [*range(20, 30), *range(60, 66)]
    purpose = "".join(_padded(parts[number]) for number in numbers if number in parts)
    words = _words(purpose, _SEPA)
    rest = words.get("SVWZ", words.get("", ""))
    return Told(
        code=head[1],
        remittance=tuple(filter(None, (clean(rest) or ("" if words else clean(purpose)),))),
        payer=clean(parts.get(32, "") + parts.get(33, "")),
        payer_account=clean(parts.get(31, "") or parts.get(38, "")),
        end_to_end=reference(words.get("EREF", "")),
        references=tuple(filter(None, (reference(words.get("KREF", "")),))),
        return_reason=_returned(head[1], parts, words),
    )


def _padded(part: str) -> str:
    """A subfield of 27 characters goes on in the next; a shorter one ends a line of text."""
    return part if len(part) >= 27 else f"{part.rstrip()} "


def _returned(code: str, parts: dict[int, str], words: dict[str, str]) -> str:
    """Why an item came back: the bank's key and words; empty if it is no returned item."""
    if code not in _RETURNS:
        return ""
    return clean(f"{parts.get(34, '')} {words.get('', '') or words.get('SVWZ', '')}")


def _words(text: str, pattern: re.Pattern[str]) -> dict[str, str]:
    """Keyword to value; what stands before the first keyword has the empty one."""
    found: dict[str, str] = {}
    places = list(pattern.finditer(text))
    first = places[0].start() if places else len(text)
    if text[:first].strip():
        found[""] = text[:first]
    ends = [place.start() for place in places[1:]] + [len(text)]
    for place, end in zip(places, ends, strict=False):
        found[place[1]] = found.get(place[1], "") + text[place.end() : end]
    return found


# --- words between strokes: /EREF/...//NAME/.../REMI/... -------------------------------------


def _slashed(text: str) -> Told:
    words = {name: value.strip("/ ") for name, value in _words(text, _SLASHED).items()}
    account, _, name, *_ = [*words.get("CNTP", "").split("/"), "", ""]  # account/BIC/name/town
    return Told(
        remittance=tuple(filter(None, (clean(_FORMS.sub("", words.get("REMI", ""), count=1)),))),
        payer=clean(words.get("NAME", "") or name),
        payer_account=clean(words.get("IBAN", "") or account),
        end_to_end=reference(words.get("EREF", "")),
        references=tuple(filter(None, (reference(words.get("CREF", "")),))),
        return_reason=clean(words.get("RTRN", "")),
    )


# --- the :NS: fields of some German programs -------------------------------------------------


def tell_ns(lines: list[str]) -> Told:
    """Understand the lines of a ``:NS:``: numbered, 01 to 14 purpose, 15 and 16 name."""
    purpose = [line[2:] for line in lines if line[:2].isdigit() and 1 <= int(line[:2]) <= 14]
    names = [line[2:] for line in lines if line[:2] in ("15", "16")]
    return Told(remittance=tuple(filter(None, map(clean, purpose))), payer=clean(" ".join(names)))

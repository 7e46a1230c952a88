"""SWIFT MT940 statements and MT942 interim reports, alone or in their SWIFT blocks.

Read by tags: a message goes from ``:20:`` to the next one, a field from its tag to the next tag
or the message's end. Lines of banks' own between them are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from artui.importers.bank import fields
from artui.importers.bank.decoding import numbered
from artui.importers.bank.drafts import Draft, Tally
from artui.importers.bank.fields import MAX_TEXT, refuse
from artui.importers.bank.model import BankLine, Statement, Status
from artui.importers.bank.mt940_texts import Told, tell, tell_ns

_TAG = re.compile(r":(\d\d[A-Z]?|NS|NSF):(.*)")
_END = re.compile(r"-(?:\}.*|XXX)?\s*")
_BLOCKS = re.compile(r"\{1:.*|\{4:")
_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})?([\d,.]+)")
_ENTRY = re.compile(
    r"(?P<value>\d{6})(?P<booked>\d{4})?(?P<mark>(?i:RC|RD|EC|ED|C|D))(?P<funds>[A-Z])?"
    r"(?P<amount>[\d,.]+) ?(?:(?P<kind>[A-Z][A-Z0-9 ]{3})(?P<own>.*?))?(?://(?P<bank>.*))?"
)
_WRAPPED = re.compile(r"\d{6}(?:\d{4})?(?:RC|RD|EC|ED|C|D)[A-Z]?")
_POINT = re.compile(r"\d+\.\d\d")
_SUMS = re.compile(r"(\d{1,5})([A-Z]{3})([\d,]+)")
_FLOOR = re.compile(r"([A-Z]{3})[CD]?[\d,]+")

_FIELDS_OF_AN_ENTRY = 3
"""A file has at most so many fields for each entry that it may have."""

_INTERIM = {"34F", "13", "13D", "90C", "90D"}
"""Fields of an interim report; some banks write them into statements too."""

_SINGLE = ("25", "28", "60", "62")
"""Fields that a message has once."""

_SIGNS = {"C": 1, "D": -1, "RC": -1, "RD": 1, "EC": 1, "ED": -1}


class Field(NamedTuple):
    """A tagged field: its tag, the line it begins on and its lines."""

    tag: str
    line: int
    lines: list[str]

    @property
    def text(self) -> str:
        """Its first line without the blanks behind it."""
        return self.lines[0].strip()


class _Entry(NamedTuple):
    """A statement line with what was told of it since."""

    field: Field
    info: list[str]
    named: list[str]


def read_mt940(text: str) -> list[Statement]:
    """Every statement of a file; raises ``FileRefused`` for what is damaged or cut off."""
    tally = Tally()
    return [_Message(tally, found).read() for found in _messages(text)]


def _messages(text: str) -> Iterator[list[Field]]:
    """The fields of each message."""
    current: list[Field] = []
    for found in _fields(text):
        if found.tag == "20" and current:
            yield current
            current = []
        current.append(found)
    if not current:
        raise refuse(1, "", "", "there is no statement in the file")
    yield current


def _fields(text: str) -> Iterator[Field]:
    current: Field | None = None
    tally, length = Tally(), 0
    for number, raw in numbered(text):
        line = raw.strip("\x01\x03\x1a")
        tagged = _TAG.fullmatch(line)
        ended = _END.fullmatch(line) or _BLOCKS.match(line)
        if tagged or ended:
            if current is not None:
                yield current
            current = Field(tagged[1], number, [tagged[2]]) if tagged else None
            length = len(line)
            tally.add(number, _FIELDS_OF_AN_ENTRY)
        elif current is not None and line:
            length += len(line)
            current.lines.append(line)
        if current is not None and length > MAX_TEXT:
            why = f"is longer than {MAX_TEXT:,} characters"
            raise refuse(current.line, f":{current.tag}:", "", why)
    if current is not None:
        yield current


class _Message:
    """One message being read."""

    def __init__(self, tally: Tally, found: list[Field]) -> None:
        self._fields = found
        tags = {field.tag for field in found}
        interim = tags & _INTERIM and not tags & {"60F", "60M"}
        self.draft = Draft(tally, "MT942" if interim else "MT940", found[0].line)
        self._entry: _Entry | None = None
        self._currency()

    def _currency(self) -> None:
        """The account's currency: a balance's or, in an interim report, the floor limit's."""
        for field in self._fields:
            found = None
            if field.tag in ("60F", "60M", "62F", "62M"):
                found = _BALANCE.fullmatch(field.text)
            if found and found[3]:
                self.draft.currency = found[3]
                return
        for field in self._fields:
            if field.tag == "34F" and (floor := _FLOOR.fullmatch(field.text)):
                self.draft.currency = floor[1]
                return

    def read(self) -> Statement:
        """The statement; refuses one that was opened and never closed."""
        places: dict[str, int] = {}
        for field in self._fields:
            self._check_order(field, places)
            self._take(field, closed="62" in places)
        self._close_entry()
        draft = self.draft
        if "60" in places and "62" not in places:
            last = self._fields[-1]
            why = "the statement has no closing balance (:62F:): its end is missing"
            raise refuse(last.line + len(last.lines) - 1, f":{last.tag}:", "", why)
        if "60" not in places and not draft.lines:
            raise refuse(draft.line, ":20:", "", "the message holds neither balances nor entries")
        return draft.finish()

    def _check_order(self, field: Field, places: dict[str, int]) -> None:
        """Refuse two messages that have run into one, and entries outside their balances."""
        tag = field.tag[:2]
        if tag in _SINGLE and places.setdefault(tag, field.line) != field.line:
            why = f"is there a second time since line {places[tag]}: a message begins with :20:"
            raise refuse(field.line, f":{field.tag}:", "", why)
        if tag == "61" and "62" in places:
            raise refuse(field.line, ":61:", field.text, "stands behind the closing balance")
        if tag == "60" and self.draft.lines:
            raise refuse(field.line, f":{field.tag}:", field.text, "stands behind entries")

    def _take(self, field: Field, *, closed: bool) -> None:
        draft, tag = self.draft, field.tag
        if tag == "61":
            self._close_entry()
            self._entry = _Entry(field, [], [])
        elif tag in ("86", "NS") and self._entry is not None and not closed:
            (self._entry.info if tag == "86" else self._entry.named).extend(field.lines)
        elif tag == "20":
            draft.identifier = fields.clean(field.text)
        elif tag == "25":
            draft.account = fields.clean(field.text.strip("/"))
        elif tag in ("28", "28C"):
            number, _, page = fields.clean(field.text).partition("/")
            draft.number, draft.sequence = number, page
        elif tag in ("60F", "60M"):
            draft.opening, _ = self._balance(field)
        elif tag in ("62F", "62M"):
            self._close_entry()
            draft.closing, draft.date = self._balance(field)
            draft.closing_line = field.line
        elif tag in ("90C", "90D"):
            self._close_entry()
            self._check_sums(field)

    def _balance(self, field: Field) -> tuple[int | None, str]:
        found = _BALANCE.fullmatch(field.text)
        if found is None:
            self.draft.note(
                field.line, f":{field.tag}:", field.text, "is not a balance: left empty"
            )
            return None, ""
        mark, digits, currency, text = found.groups()
        if currency and currency != self.draft.currency:
            why = f"is in another currency than the statement ({self.draft.currency}): left empty"
            self.draft.note(field.line, f":{field.tag}:", field.text, why)
            return None, ""
        day = fields.compact_day(digits)
        if not day:
            self.draft.note(field.line, f":{field.tag}:", digits, "is not a date that exists")
        amount = self.draft.told(lambda: _amount(text, self.draft.currency, field))
        return (amount if amount is None or mark == "C" else -amount), day

    def _check_sums(self, field: Field) -> None:
        found = _SUMS.fullmatch(field.text)
        if found is None:
            self.draft.note(field.line, f":{field.tag}:", field.text, "is not a number and a sum")
            return
        side = "credits" if field.tag == "90C" else "debits"
        amount = self.draft.told(lambda: _amount(found[3], self.draft.currency, field))
        self.draft.check_sides(field.line, side, amount, int(found[1]))

    def _close_entry(self) -> None:
        if self._entry is None:
            return
        (field, info, named), self._entry = self._entry, None
        self.draft.add(self._line(field, tell(info) if info else tell_ns(named)))

    def _line(self, field: Field, told: Told) -> BankLine:
        draft = self.draft
        found, more = _entry(field)
        if found is None:
            raise refuse(field.line, ":61:", field.text, "is not a statement line")
        amount = _amount(found["amount"], draft.currency, field)
        mark = found["mark"].upper()
        value = fields.compact_day(found["value"])
        if not value:
            draft.note(field.line, ":61:", found["value"], "is not a date that exists")
        reference = fields.reference(found["own"] or "")
        return BankLine(
            line=field.line,
            position=len(draft.lines) + 1,
            account=draft.account,
            currency=draft.currency,
            amount=_SIGNS[mark] * amount,
            status=Status.PENDING if mark in ("EC", "ED") else Status.BOOKED,
            booked=self._booked(field, value, found["booked"] or ""),
            value=value,
            bank_reference=fields.reference(found["bank"] or ""),
            end_to_end=told.end_to_end,
            references=tuple(dict.fromkeys(filter(None, (reference, *told.references)))),
            remittance=(*told.remittance, *filter(None, map(fields.clean, more))),
            payer=told.payer,
            payer_account=told.payer_account,
            return_reason=told.return_reason,
            reversal=mark in ("RC", "RD"),
            kind=" ".join(filter(None, ((found["kind"] or "").strip(), told.code))),
        )

    def _booked(self, field: Field, value: str, month_and_day: str) -> str:
        """The entry date: of the year that brings it nearest to the value date."""
        if not month_and_day or not value:
            if month_and_day:
                self.draft.note(field.line, ":61:", month_and_day, "is an entry date of no year")
            return value
        year, month = int(value[:4]), int(value[5:7])
        booked = int(month_and_day[:2])
        year += (month - booked > 6) - (booked - month > 6)
        found = fields.day(str(year), month_and_day[:2], month_and_day[2:])
        if not found:
            self.draft.note(field.line, ":61:", month_and_day, "is not a date that exists")
        return found


def _entry(field: Field) -> tuple[re.Match[str] | None, list[str]]:
    """A statement line, which may be wrapped after its mark, and the lines behind it."""
    found = _ENTRY.fullmatch(field.text)
    if found is None and _WRAPPED.fullmatch(field.text) and len(field.lines) > 1:
        return _ENTRY.fullmatch(field.text + field.lines[1].strip()), field.lines[2:]
    return found, field.lines[1:]


def _amount(text: str, currency: str, field: Field) -> int:
    """An amount with a comma; a point is one too where it can't be a thousands separator."""
    mark = "." if _POINT.fullmatch(text) and fields.places(currency) == 2 else ","
    return fields.amount(text, currency, field.line, f":{field.tag}:", mark)

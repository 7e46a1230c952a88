"""CSV files of banks, read by a profile that says what the columns are.

No meaning is guessed: a date order, a decimal mark or a sign that the profile doesn't give refuses
the row, and with it the file. Each account and currency is a statement of its own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from artui.importers.bank import fields
from artui.importers.bank.drafts import MAX_LINES, Draft, Tally
from artui.importers.bank.fields import refuse
from artui.importers.bank.model import BankLine, Statement
from artui.importers.bank.profiles import PLAIN, RECEIPTS, CsvProfile
from artui.importers.table import Fault, FileRefused

DELIMITERS = (",", ";", "\t", "|")

_PREAMBLE = 40
"""Lines before the head: banks put the account's data there."""

_MAX_FAULTS = 200
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:[, '\u00a0\u2019]\d{3})+(?:\.\d*)?", re.ASCII)
_GROUPING = re.compile(r"[, '\u00a0\u2019]")


class Layout(NamedTuple):
    """A profile fitted to a file: its delimiter, the head's line and where the columns are."""

    profile: CsvProfile
    delimiter: str
    line: int
    width: int
    places: dict[str, int]


def read_rows(text: str, profiles: Mapping[str, CsvProfile]) -> list[Statement]:
    """The statements of a CSV file; raises ``FileRefused`` naming every row that can't be read."""
    layout = _layout(text, [*profiles.values(), PLAIN, RECEIPTS])
    reader = _Rows(layout)
    for line, cells in _cells(text, layout.delimiter):
        if line > layout.line:
            reader.take(line, cells)
    return reader.finish()


def _cells(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with the line it begins on."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield line + 1, cells
            line = rows.line_num
    except csv.Error as error:
        raise refuse(line + 1, "", "", f"the row can't be read: {error}") from None


def _layout(text: str, profiles: list[CsvProfile]) -> Layout:
    """The profile that finds its columns in a line of the beginning; the most columns win."""
    best: Layout | None = None
    for number, line in enumerate(text.split("\n", _PREAMBLE)[:_PREAMBLE], 1):
        for delimiter in DELIMITERS:
            if delimiter not in line:
                continue
            heads = [head.strip().strip('"').casefold() for head in line.split(delimiter)]
            for profile in profiles:
                places = _places(heads, profile)
                if places and (best is None or len(places) > len(best.places)):
                    best = Layout(profile, delimiter, number, len(heads), places)
        if best is not None:
            return best
    raise refuse(
        1,
        "",
        "",
        "this is no bank file that is known here: camt.052, camt.053, camt.054, MT940, MT942, "
        "BAI2, OFX, QFX, BAI lockbox, or a CSV file whose columns a profile names",
    )


def _places(heads: list[str], profile: CsvProfile) -> dict[str, int]:
    """Where a profile's columns are; empty if one that it needs is missing or there twice."""
    places: dict[str, int] = {}
    for needed, columns in ((True, profile.columns), (False, profile.optional)):
        for name, head in columns.items():
            times = heads.count(head.strip().casefold())
            if times == 1:
                places[name] = heads.index(head.strip().casefold())
            elif needed or times:
                return {}
    return places


class _Rows:
    """The rows being read; faults are collected, so that all are named at once."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._tally = Tally()
        self._drafts: dict[tuple[str, str], Draft] = {}
        self._balances: dict[tuple[str, str], list[int]] = {}
        self._faults: list[Fault] = []

    def take(self, line: int, cells: list[str]) -> None:
        """Read a row; what is wrong with it is kept."""
        try:
            self._read(line, cells)
        except FileRefused as refused:
            self._faults += refused.faults
            if len(self._faults) >= _MAX_FAULTS or self._tally.lines > MAX_LINES:
                raise FileRefused(*self._faults) from None

    def finish(self) -> list[Statement]:
        """The statements; refuses the file if a row was faulty."""
        if self._faults:
            raise FileRefused(*self._faults)
        if not self._drafts:
            raise refuse(self._layout.line, "", "", "there is no row below the head")
        lines = (line for draft in self._drafts.values() for line in draft.lines)
        if not any(line.day for line in lines):
            why = f"no row has a date as the profile has it ({self._layout.profile.date})"
            raise refuse(self._layout.line, "", "", why)
        for key, draft in self._drafts.items():
            self._close(draft, self._balances.get(key, []))
        return [draft.finish() for draft in self._drafts.values()]

    def _read(self, line: int, cells: list[str]) -> None:
        layout, profile = self._layout, self._layout.profile
        if len(cells) != layout.width:
            raise refuse(line, "", "", f"the row has {len(cells)} cells, the head {layout.width}")
        values = {name: cells[place].strip() for name, place in layout.places.items()}
        currency = values.get("currency", "").upper() or profile.currency
        account = fields.clean(values.get("account", "")) or profile.account
        draft = self._draft(line, account, currency)
        amount = self._signed(values, currency, line)
        balance = values.get("balance", "")
        if balance:
            found = _amount(balance, currency, profile.decimal_mark, line, self._head("balance"))
            self._balances.setdefault((account, currency), []).append(found)
        draft.add(
            BankLine(
                line=line,
                position=len(draft.lines) + 1,
                account=account,
                currency=currency,
                amount=amount,
                booked=self._day(values, "booked", draft, line),
                value=self._day(values, "value", draft, line),
                bank_reference=fields.reference(values.get("bank_reference", "")),
                end_to_end=fields.reference(values.get("end_to_end", "")),
                references=_one(fields.reference(values.get("reference", ""))),
                remittance=_one(fields.clean(values.get("remittance", ""))),
                payer=fields.clean(values.get("payer", "")),
                payer_account=fields.clean(values.get("payer_account", "")),
                return_reason=fields.clean(values.get("return_reason", "")),
            )
        )

    def _head(self, name: str) -> str:
        profile = self._layout.profile
        return f"column {profile.columns.get(name) or profile.optional.get(name, name)}"

    def _draft(self, line: int, account: str, currency: str) -> Draft:
        key = (account, currency)
        if key not in self._drafts:
            self._drafts[key] = Draft(self._tally, "CSV", line, account=account, currency=currency)
        return self._drafts[key]

    def _signed(self, values: dict[str, str], currency: str, line: int) -> int:
        """The amount, its sign from the amount, its column or the indicator beside it."""
        profile = self._layout.profile

        def read(name: str) -> int:
            return _amount(values[name], currency, profile.decimal_mark, line, self._head(name))

        if "amount" not in values:
            filled = [name for name in ("credit", "debit") if values[name]]
            if len(filled) != 1:
                why = "one of credit and debit must be filled, and only one"
                raise refuse(line, f"{self._head('credit')}, {self._head('debit')}", "", why)
            amount = read(filled[0])
            if filled[0] == "debit" and not profile.debits_negative:
                amount = -amount
            if (amount < 0) != (filled[0] == "debit") and amount:
                raise refuse(
                    line, self._head(filled[0]), values[filled[0]], "has the wrong sign here"
                )
            return amount
        amount = read("amount")
        if "indicator" not in values:
            return amount
        sign = self._sign(values["indicator"], line)
        if amount < 0 and not profile.unsigned:
            why = "has a sign and an indicator: the profile must say which of them counts"
            raise refuse(line, self._head("amount"), values["amount"], why)
        return sign * abs(amount)

    def _sign(self, text: str, line: int) -> int:
        profile = self._layout.profile
        if text.upper() in profile.credit_words:
            return 1
        if text.upper() in profile.debit_words:
            return -1
        raise refuse(line, self._head("indicator"), text, "says neither credit nor debit")

    def _day(self, values: dict[str, str], name: str, draft: Draft, line: int) -> str:
        text = values.get(name, "")
        if not text:
            return ""
        found = day_in(text, self._layout.profile.date)
        if not found:
            why = f"is not a date ({self._layout.profile.date}): left empty"
            draft.note(line, self._head(name), text, why)
        return found

    def _close(self, draft: Draft, balances: list[int]) -> None:
        """Take the balances of the first and last row, whichever way the rows run."""
        draft.date = max((line.booked or line.value for line in draft.lines), default="")
        if len(balances) != len(draft.lines):
            return
        total = sum(line.amount for line in draft.lines)
        draft.closing_line = draft.lines[-1].line
        draft.opening, draft.closing = balances[0] - draft.lines[0].amount, balances[-1]
        back = balances[-1] - draft.lines[-1].amount
        if draft.opening + total != draft.closing and back + total == balances[0]:
            draft.opening, draft.closing, draft.closing_line = back, balances[0], draft.line


def day_in(text: str, order: str) -> str:
    """The ISO day of a text in an order such as ``DD.MM.YYYY``; empty if it is none."""
    pattern = re.escape(order)
    for part, name in (("YYYY", "y"), ("YY", "y"), ("MM", "m"), ("DD", "d")):
        digits = r"\d{4}" if part == "YYYY" else r"\d{2}" if part == "YY" else r"\d{1,2}"
        if f"(?P<{name}>" not in pattern:
            pattern = pattern.replace(part, f"(?P<{name}>{digits})")
    found = re.fullmatch(rf"{pattern}(?:[T ]\d\d:\d\d.*)?", text, re.ASCII)
    return fields.day(found["y"], found["m"], found["d"]) if found else ""


def _amount(text: str, currency: str, mark: str, line: int, head: str) -> int:
    """A signed amount with the profile's decimal mark; grouping must be regular."""
    body, negative = text.strip(), False
    if body.startswith("(") and body.endswith(")"):
        body, negative = body[1:-1], True
    elif body.startswith(("-", "\u2212")):
        body, negative = body[1:], True
    elif body.endswith("-"):
        body, negative = body[:-1], True
    body = body.removeprefix("+").strip()
    if mark == ",":
        body = body.translate({ord("."): ",", ord(","): "."})
    if not (_PLAIN.fullmatch(body) or _GROUPED.fullmatch(body)):
        raise refuse(line, head, text, "is not an amount")
    found = fields.amount(_GROUPING.sub("", body), currency, line, head)
    return -found if negative else found


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()

"""BAI2 cash management balance reports.

Amounts are in minor units, unsigned in details: the type code says whether money came or went. The
currency is the account's, else the group's, else by the format's rule USD. Control totals and
record counts of account, group and file are all checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from artui.importers.bank import fields
from artui.importers.bank.bai2_records import (
    Amounts,
    Detail,
    Record,
    detail_of,
    records,
    signed,
    summaries,
)
from artui.importers.bank.drafts import Draft, Tally
from artui.importers.bank.fields import fault, refuse
from artui.importers.bank.model import BankLine, Control, Statement, Status
from artui.importers.table import Fault

DEFAULT_CURRENCY = "USD"

_OPENING, _CLOSING = "010", "015"
_TOTALS = {"100": "credits", "400": "debits"}
_RETURNS = {
    "255": "255 cheque posted and returned",
    "257": "257 returned ACH item",
    "555": "555 returned deposited item",
    "557": "557 returned ACH item",
}
_REVERSALS = ("258", "558")
_GROUP_STATES = {
    "2": "the bank deletes what it reported before: nothing in it is money",
    "3": "the bank corrects what it reported before",
    "4": "this is a test: nothing in it is money",
}
_NO_MONEY = ("2", "4")


def read_bai2(text: str) -> list[Statement]:
    """Every account section of a file; raises ``FileRefused`` for what is damaged or cut off."""
    return _File(text).read()


def direction(code: str) -> int:
    """+1 for a type code of money in, -1 for money out, 0 for totals, loans and information."""
    number = int(code)
    if 100 < number < 400 or 920 <= number < 960:
        return 1
    return -1 if 400 < number < 700 or number >= 960 else 0


@dataclass(slots=True)
class _Sums:
    """What a trailer record is compared with."""

    amount: int = 0
    parts: int = 0
    records: int = 0

    def take(self, part: _Sums) -> None:
        """Add what a closed section came to."""
        self.amount += part.amount
        self.parts += 1
        self.records += part.records


@dataclass(slots=True)
class _Group:
    """A group: its day, currency and state, and its sums so far."""

    day: str
    currency: str
    state: str
    sums: _Sums
    notes: list[Fault] = field(default_factory=list)


class _File:
    """One file being read, record by record, in the order the format has them."""

    def __init__(self, text: str) -> None:
        self._records: Iterator[Record] = records(text)
        self._tally = Tally()
        self._controls: list[Control] = []
        self._found: list[Statement] = []
        self._line = 1

    def read(self) -> list[Statement]:
        """The statements, each with the controls of the groups and the file too."""
        sums = _Sums(records=self._next("01").physical)
        while (record := self._next("02", "99")).code == "02":
            sums.take(self._group(record))
        self._controls += _trailer(record, "file", "groups", sums)
        for extra in self._records:
            raise refuse(extra.line, extra.code, "", "stands behind the end of the file")
        checked = tuple(self._controls)
        return [replace(found, controls=found.controls + checked) for found in self._found]

    def _next(self, *codes: str) -> Record:
        record = next(self._records, None)
        wanted = " or ".join(codes)
        if record is None:
            raise refuse(self._line, "", "", f"the file ends here: its {wanted} record is missing")
        if record.code not in codes:
            raise refuse(record.line, record.code, "", f"stands where a {wanted} record belongs")
        self._line = record.parts[-1].line
        return record

    def _group(self, record: Record) -> _Sums:
        group = _group_of(record)
        while (record := self._next("03", "98")).code == "03":
            group.sums.take(self._account(record, group))
        self._controls += _trailer(record, "group", "accounts", group.sums)
        return group.sums

    def _account(self, record: Record, group: _Group) -> _Sums:
        account, currency, *rest = [*record.cells(), ""]
        draft = Draft(self._tally, "BAI2", record.line, account=fields.clean(account))
        draft.currency, draft.date = currency or group.currency, group.day
        draft.notes += group.notes
        told = list(summaries(record, rest))
        sums = _Sums(sum(amounts.amount for amounts in told), 0, record.physical)
        while (record := self._next("16", "49")).code == "16":
            detail = detail_of(record)
            sums.amount += detail.amount
            sums.records += record.physical
            draft.add(_line(record, detail, draft, group))
        draft.controls += _trailer(record, "account", "", sums)
        _balances(draft, told)
        draft.complete = bool(draft.lines) and group.state not in _NO_MONEY
        self._found.append(draft.finish())
        return sums


def _group_of(record: Record) -> _Group:
    cells = [*record.cells(), *[""] * 7]
    state = cells[2] or "1"
    day = fields.compact_day(cells[3])
    group = _Group(day, cells[5] or DEFAULT_CURRENCY, state, _Sums(records=record.physical))
    if not day:
        group.notes.append(fault(record.line, "02 as-of date", cells[3], "is not a date"))
    if state != "1":
        why = _GROUP_STATES.get(state, "is no group status")
        group.notes.append(fault(record.line, "02 group status", state, why))
    return group


def _trailer(record: Record, whose: str, of: str, sums: _Sums) -> list[Control]:
    """The controls of a trailer; counts it in. A figure that a bank leaves out is no control."""
    sums.records += record.physical
    cells = record.cells()
    if len(cells) != (3 if of else 2):
        raise refuse(record.line, record.code, ",".join(cells), "is not a whole trailer")
    total, parts, number = cells[0], cells[1] if of else "", cells[-1]
    found: list[Control] = []
    if total:
        said = signed(total, record.line, f"{record.code} control total")
        found.append(Control(record.line, f"{whose} control total", said, sums.amount))
    if parts:
        said = fields.count(parts, record.line, f"{record.code} number of {of}")
        found.append(Control(record.line, f"number of {of}", said, sums.parts, True))
    if number:
        said = fields.count(number, record.line, f"{record.code} number of records")
        what = f"number of records of the {whose}"
        found.append(Control(record.line, what, said, sums.records, True))
    return found


def _balances(draft: Draft, told: list[Amounts]) -> None:
    """Take over the ledger balances and check the totals that come with a count of items."""
    for amounts in told:
        if amounts.code == _OPENING:
            draft.opening = amounts.amount
        elif amounts.code == _CLOSING:
            draft.closing, draft.closing_line = amounts.amount, draft.line
        elif amounts.code in _TOTALS and amounts.items is not None and draft.lines:
            draft.check_sides(draft.line, _TOTALS[amounts.code], amounts.amount, amounts.items)


def _line(record: Record, detail: Detail, draft: Draft, group: _Group) -> BankLine:
    sign = direction(detail.code)
    status = Status.BOOKED
    if group.state in _NO_MONEY or not sign:
        status = Status.INFORMATION
    if not sign and detail.amount:
        why = "is neither a credit nor a debit of the account: for information only"
        draft.note(record.line, "16 type code", detail.code, why)
    customer = fields.reference(detail.customer_reference)
    return BankLine(
        line=record.line,
        position=len(draft.lines) + 1,
        account=draft.account,
        currency=draft.currency,
        amount=(sign or 1) * detail.amount,
        status=status,
        booked=group.day,
        value=detail.value or group.day,
        bank_reference=fields.reference(detail.bank_reference),
        references=(customer,) if customer else (),
        remittance=tuple(filter(None, map(fields.clean, detail.texts))),
        return_reason=_RETURNS.get(detail.code, ""),
        reversal=detail.code in _REVERSALS,
        kind=detail.code,
    )

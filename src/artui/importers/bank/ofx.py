"""OFX 1 and 2, QFX: bank and card statements. Amounts count by their own sign, not by TRNTYPE."""

from __future__ import annotations

import re
from functools import partial

from msgspec.structs import replace

from artui.importers.bank import fields
from artui.importers.bank.drafts import Draft, Tally
from artui.importers.bank.fields import refuse
from artui.importers.bank.model import BankLine, Statement, Status
from artui.importers.bank.sgml import Tag, parse

AGGREGATES = frozenset(
    (
        *("OFX", "SIGNONMSGSRSV1", "SONRS", "STATUS", "FI"),
        *("BANKMSGSRSV1", "STMTTRNRS", "STMTRS", "BANKACCTFROM"),
        *("CREDITCARDMSGSRSV1", "CCSTMTTRNRS", "CCSTMTRS", "CCACCTFROM"),
        *("BANKTRANLIST", "BANKTRANLISTP", "STMTTRN", "STMTTRNP", "LEDGERBAL", "AVAILBAL"),
        *("PAYEE", "BANKACCTTO", "CCACCTTO", "CURRENCY", "ORIGCURRENCY", "IMAGEDATA"),
    )
)
"""Tags that hold others; those of statements we don't read are passed over with their values."""

IMPLIED = {"LEDGERBAL": ("BANKTRANLIST",), "AVAILBAL": ("BANKTRANLIST",)}
"""A balance ends a list of entries that a bank forgot to close: it can't stand in one."""

_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{0,6})(?:\.\d+)?(?:\s*\[.*\]?)?")
_NUMBER = re.compile(r"([+-]?)(\d*(?:[.,]\d*)?)")
_GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+\.\d*)")
_OTHER = re.compile(r"<(INVSTMTRS|LOANSTMTRS)>", re.IGNORECASE)
_VERSION = re.compile(r"VERSION[:=]\"?(\d{3})")
_HEAD = 1000
"""Characters in which the header says the version."""

_RETURNS = ("RETURN", "RETURNED")
_ELSEWHERE = " an entry of another file: see to it by hand, nothing is posted"


def read_ofx(text: str) -> list[Statement]:
    """Every statement of a file, none if it has none; refuses what is damaged or cut off."""
    root = parse(text, AGGREGATES, IMPLIED)
    version = _VERSION.search(text, 0, _HEAD)
    tally = Tally()
    found: list[Statement] = []
    for answer in root.below("STMTTRNRS", "CCSTMTTRNRS"):
        for statement in answer.all("STMTRS") + answer.all("CCSTMTRS"):
            draft = Draft(tally, "OFX", statement.line, version=version[1] if version else "")
            _refused_by_bank(answer, draft)
            found.append(_statement(statement, draft))
    if not found and (other := _OTHER.search(text)):
        line = text.count("\n", 0, other.start()) + 1
        raise refuse(
            line, other[1], "", "is no statement of a bank account: nothing in it is receipts"
        )
    return found


def _refused_by_bank(answer: Tag, draft: Draft) -> None:
    status = answer.one("STATUS")
    if status is not None and status.value("SEVERITY").upper() == "ERROR":
        said = fields.clean(status.value("MESSAGE")) or status.value("CODE")
        draft.note(status.line, "STATUS", said, "the bank answers with an error")


def _statement(statement: Tag, draft: Draft) -> Statement:
    draft.currency = statement.value("CURDEF").upper()
    for name in ("BANKACCTFROM", "CCACCTFROM"):
        draft.account = draft.account or fields.clean(statement.value(name, "ACCTID"))
    balance = statement.one("LEDGERBAL")
    if balance is not None and (money := balance.one("BALAMT")) is not None and money.text:
        draft.closing = draft.told(partial(_amount, money, draft.currency))
        draft.closing_line = money.line
        draft.date = _day(balance, "DTASOF", draft)
    seen: dict[str, int] = {}
    for listed in statement.all("BANKTRANLIST"):
        for entry in listed.all("STMTTRN"):
            draft.add(_line(entry, draft, Status.BOOKED))
            _once(draft, seen)
            _correct(entry, draft, seen)
    for listed in statement.all("BANKTRANLISTP"):
        for entry in listed.all("STMTTRNP"):
            draft.add(_line(entry, draft, Status.PENDING))
    return draft.finish()


def _once(draft: Draft, seen: dict[str, int]) -> None:
    """Name a bank reference that two entries share: it identifies neither.

    ``seen`` has the place of the first entry of every reference.
    """
    last = draft.lines[-1]
    if last.bank_reference:
        first = draft.lines[seen.setdefault(last.bank_reference, len(draft.lines) - 1)]
        if first.line != last.line:
            why = f"is also that of the entry on line {first.line}"
            draft.note(last.line, "FITID", last.bank_reference, why)


def _correct(entry: Tag, draft: Draft, seen: dict[str, int]) -> None:
    """Take a correction for what it is: never more money beside what it corrects.

    What it corrects in this file is money no more. What another file told may be posted already:
    then the correction is no money either, and it is named.
    """
    corrected = fields.reference(entry.value("CORRECTFITID"))
    if not corrected:
        return
    last = draft.lines[-1]
    place = seen.get(corrected, len(draft.lines) - 1)
    before = draft.lines[place]
    deletes = entry.value("CORRECTACTION").upper() == "DELETE"
    draft.lines[place] = replace(before, status=Status.INFORMATION)
    if deletes:
        draft.lines[-1] = replace(last, status=Status.INFORMATION)
    why = "deletes" if deletes else "replaces"
    why += f" the entry on line {before.line}" if before is not last else _ELSEWHERE
    draft.note(last.line, "CORRECTFITID", corrected, why)


def _line(entry: Tag, draft: Draft, status: Status) -> BankLine:
    money = entry.one("TRNAMT")
    if money is None or not money.text:
        raise refuse((money or entry).line, "TRNAMT", "", "is missing")
    currency = entry.value("CURRENCY", "CURSYM").upper() or draft.currency
    kind = fields.clean(entry.value("TRNTYPE")).upper()
    name = fields.clean(entry.value("NAME") or entry.value("PAYEE", "NAME"))
    memo = fields.clean(entry.value("MEMO"))
    numbers = [entry.value(tag) for tag in ("CHECKNUM", "CHKNUM", "REFNUM")]
    booked = "DTPOSTED" if status is Status.BOOKED else "DTTRAN"
    return BankLine(
        line=entry.line,
        position=len(draft.lines) + 1,
        account=draft.account,
        currency=currency,
        amount=_amount(money, currency),
        status=status,
        booked=_day(entry, booked, draft),
        value=_day(entry, "DTAVAIL", draft) or "",
        bank_reference=fields.reference(entry.value("FITID")),
        references=tuple(fields.clean(number) for number in numbers if number.strip("0 ")),
        remittance=(memo,) if memo else (),
        payer=name,
        payer_account=_counterpart(entry),
        return_reason=kind if kind in _RETURNS else "",
        kind=kind,
    )


def _counterpart(entry: Tag) -> str:
    for name in ("BANKACCTTO", "CCACCTTO"):
        if account := fields.clean(entry.value(name, "ACCTID")):
            return account
    return ""


def _amount(money: Tag, currency: str) -> int:
    """A signed amount; a comma is a decimal mark, unless a point stands behind whole groups."""
    text = money.text
    grouped = _GROUPED.fullmatch(text)
    found = grouped or _NUMBER.fullmatch(text)
    if found is None:
        raise refuse(money.line, money.name, text, "is not an amount")
    digits = found[2].replace(",", "" if grouped else ".")
    amount = fields.amount(digits, currency, money.line, money.name)
    return -amount if found[1] == "-" else amount


def _day(tag: Tag, name: str, draft: Draft) -> str:
    """A day; one that is missing where it must be, or doesn't exist, is empty and named."""
    place = tag.one(name)
    text = place.text if place else ""
    if not text and name == "DTAVAIL":
        return ""
    match = _DAY.fullmatch(text)
    found = fields.day(*match.groups()) if match else ""
    if not found:
        why = "is not a date that exists" if text else "is missing"
        draft.note(place.line if place else tag.line, name, text, why)
    return found

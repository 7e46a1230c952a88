"""BAI lockbox files: cheques with the invoices they pay, in fixed-width records of a profile.

A batch is a statement of its lockbox. A cheque's value date is its own date where that is later
than the deposit: a post-dated cheque is no cash before (rule 19).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from artui.importers.bank import fields
from artui.importers.bank.decoding import numbered
from artui.importers.bank.drafts import Draft, Tally
from artui.importers.bank.fields import refuse
from artui.importers.bank.model import BankLine, Control, Remitted, Statement
from artui.importers.bank.profiles import LockboxProfile, Place

_AFTER = {
    "1": "25",
    "2": "5",
    "5": "67",
    "6": "467",
    "4": "467",
    "7": "589",
    "8": "259",
    "9": "",
}
"""Which records may follow one: a file that breaks the order is not whole."""


def read_lockbox(text: str, profile: LockboxProfile) -> list[Statement]:
    """The batches of a lockbox file; raises ``FileRefused`` for what is damaged or cut off."""
    return _File(profile).read(text)


@dataclass(slots=True)
class _Service:
    """What the total of a service is compared with."""

    checks: int = 0
    amount: int = 0
    controls: list[Control] = field(default_factory=list)


class _File:
    """One file being read, record by record."""

    def __init__(self, profile: LockboxProfile) -> None:
        self._profile = profile
        self._tally = Tally()
        self._draft: Draft | None = None
        self._item = ""
        self._service = _Service()
        self._found: list[Statement] = []

    def read(self, text: str) -> list[Statement]:
        """The statements; each has the controls of the service and the file too."""
        follows, records = "1", 0
        number = 0
        for number, line in numbered(text):
            code = line[:1]
            if not line.strip("\x1a "):
                continue
            if code not in follows or not code:
                wanted = " or ".join(follows) or "nothing"
                raise refuse(number, f"record {code}", line, f"stands where {wanted} belongs")
            records += 1
            follows = _AFTER[code]
            self._take(code, line, number, records)
        if follows:
            raise refuse(number, "", "", "the file ends here: its trailer (record 9) is missing")
        checked = tuple(self._service.controls)
        return [replace(found, controls=found.controls + checked) for found in self._found]

    def _take(self, code: str, line: str, number: int, records: int) -> None:
        profile, service = self._profile, self._service
        if code == "5":
            self._draft = self._begin(line, number)
        elif code == "6" and self._draft is not None:
            self._draft.add(self._check(line, number, self._draft))
        elif code == "4" and self._draft is not None:
            self._invoice(line, number, self._draft)
        elif code == "7" and self._draft is not None:
            self._close(line, number, self._draft)
        elif code == "8":
            count = _number(line, profile.service_count, number, "service count")
            total = _number(line, profile.service_total, number, "service total")
            service.controls += [
                Control(number, "number of cheques of the service", count, service.checks, True),
                Control(number, "sum of the service", total, service.amount),
            ]
            service.checks = service.amount = 0
        elif code == "9":
            said = _number(line, profile.file_records, number, "number of records")
            service.controls.append(
                Control(number, "number of records of the file", said, records, True)
            )

    def _begin(self, line: str, number: int) -> Draft:
        profile = self._profile
        draft = Draft(self._tally, "lockbox", number, currency=profile.currency)
        draft.account = _cut(line, profile.lockbox)
        draft.number = _cut(line, profile.batch)
        digits = _cut(line, profile.deposit_date)
        draft.date = fields.compact_day(digits)
        if not draft.date:
            draft.note(number, "deposit date", digits, "is not a date (YYMMDD)")
        return draft

    def _check(self, line: str, number: int, draft: Draft) -> BankLine:
        profile = self._profile
        amount = _number(line, profile.check_amount, number, "cheque amount")
        batch, item = _cut(line, profile.batch), _cut(line, profile.item)
        self._item = item
        drawn = self._drawn(line, number, draft)
        accounts = (_cut(line, profile.check_routing), _cut(line, profile.check_account))
        check = _cut(line, profile.check_number)
        return BankLine(
            line=number,
            position=len(draft.lines) + 1,
            account=draft.account,
            currency=draft.currency,
            amount=amount,
            booked=draft.date,
            value=max(draft.date, drawn),
            bank_reference=f"{draft.account}/{draft.date}/{batch}/{item}" if draft.date else "",
            references=(check,) if check.strip("0") else (),
            payer=fields.clean(_cut(line, profile.check_payer)),
            payer_account=" ".join(filter(None, accounts)),
            kind="check",
        )

    def _drawn(self, line: str, number: int, draft: Draft) -> str:
        """The date on the cheque; empty and named if it could be two days, or none."""
        digits = _cut(line, self._profile.check_day)
        turned = digits[4:] + digits[:4]
        readings = {
            order: day
            for order, day in (
                ("YYMMDD", fields.compact_day(digits)),
                ("MMDDYY", fields.compact_day(turned)),
            )
            if day and self._profile.check_date in ("", order)
        }
        days = set(readings.values())
        if len(days) == 1:
            return days.pop()
        if draft.date in days:  # of two readings, the day of the deposit is no coincidence
            return draft.date
        if digits.strip("0"):
            why = "could be two dates" if days else "is not a date that exists"
            draft.note(number, "cheque date", digits, why)
        return ""

    def _invoice(self, line: str, number: int, draft: Draft) -> None:
        profile = self._profile
        check = draft.lines[-1]
        if _cut(line, profile.item) != self._item:
            raise refuse(
                number, "record 4", line[:12], "belongs to another cheque than the one before"
            )
        found = _cut(line, profile.invoice)
        if not found:
            draft.note(number, "invoice", "", "is empty: left out")
            return
        amount = _cut(line, profile.invoice_amount)
        deduction = _cut(line, profile.invoice_deduction)
        document = Remitted(
            number=fields.clean(found),
            amount=_signed(amount, number, "invoice amount") if amount else None,
            deduction=_signed(deduction, number, "deduction") if deduction else 0,
            reason=fields.clean(_cut(line, profile.invoice_reason)),
        )
        draft.tally.add(number)
        draft.lines[-1] = replace(
            check,
            documents=(*check.documents, document),
            remittance=(*check.remittance, document.number),
        )

    def _close(self, line: str, number: int, draft: Draft) -> None:
        profile, service = self._profile, self._service
        amount = sum(check.amount for check in draft.lines)
        count = _number(line, profile.batch_count, number, "batch count")
        total = _number(line, profile.batch_total, number, "batch total")
        draft.check(number, "number of cheques of the batch", count, len(draft.lines), counted=True)
        draft.check(number, "sum of the batch", total, amount)
        service.checks += len(draft.lines)
        service.amount += amount
        self._found.append(draft.finish())
        self._draft = None


def _cut(line: str, place: Place) -> str:
    start, width = place
    return line[start : start + width].strip()


def _number(line: str, place: Place, number: int, field: str) -> int:
    return fields.minor(_cut(line, place), number, field)


def _signed(text: str, number: int, field: str) -> int:
    if text.startswith("-"):
        return -fields.minor(text[1:], number, field)
    return fields.minor(text, number, field)

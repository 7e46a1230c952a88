"""What every bank format is read into: statements of lines, with the controls that were checked.

Amounts are integers in minor units of their currency, signed as the account sees them: money in
is positive, money out and returned items are negative. Dates are ISO; a field that the file lacks
or that can't be read is empty, and the latter is named in the statement's notes (rule 19).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import msgspec

from artui.importers.table import Fault


class Status(StrEnum):
    """What a line is: only booked money is money; the rest is announced or told."""

    BOOKED = "booked"
    PENDING = "pending"
    INFORMATION = "information"


class Remitted(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a structured remittance, as the payer names it; amounts >= 0.

    ``amount`` is what was paid on it (< 0: a credit taken along); ``None`` where nothing is said.
    """

    number: str
    kind: str = ""
    due: int | None = None
    amount: int | None = None
    discount: int = 0
    deduction: int = 0
    reason: str = ""


class BankLine(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a statement, or one detail of a batch entry.

    ``line`` is the physical line of the file, ``position`` the entry's place in its statement
    (a detail's: in its entry), both from 1. ``details`` are the parts of a batch entry; they add
    up to its amount, or are left out and named: entry and details are one sum. A detail's
    ``batch`` is the bank reference of its entry, by which the money is known in other files;
    details may share a reference of their own. ``reversal`` says that the bank undoes an entry;
    the sign is already that of the undoing. ``charges`` were taken by banks on the way, ``kind``
    is the format's own code of the transaction.
    """

    line: int
    position: int
    account: str
    currency: str
    amount: int
    status: Status = Status.BOOKED
    booked: str = ""
    value: str = ""
    bank_reference: str = ""
    batch: str = ""
    end_to_end: str = ""
    references: tuple[str, ...] = ()
    remittance: tuple[str, ...] = ()
    documents: tuple[Remitted, ...] = ()
    payer: str = ""
    payer_account: str = ""
    return_reason: str = ""
    reversal: bool = False
    charges: int = 0
    kind: str = ""
    details: tuple[BankLine, ...] = ()

    @property
    def day(self) -> str:
        """The day the money counts from: the value date, else the booking's; empty if neither."""
        return self.value or self.booked


class Control(NamedTuple):
    """A figure the file gives and what its lines come to: minor units, or ``counted``."""

    line: int
    what: str
    said: int
    found: int
    counted: bool = False

    @property
    def holds(self) -> bool:
        """Whether the file agrees with itself."""
        return self.said == self.found


class Total(NamedTuple):
    """What a statement holds of one currency: all its entries, both sums >= 0."""

    currency: str
    entries: int
    credits: int
    debits: int


INTERIM = ("camt.052", "camt.054", "MT942", "lockbox")
"""Formats that tell of money which the account's statement tells of too."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One account's statement, report or advice, as one file has it.

    ``places`` are the decimals of its minor units: those of its currency, or two where that is
    not named or not known. ``controls`` were checked, whether they hold or not; ``notes`` name
    what could not be read and what looks wrong.
    """

    format: str
    version: str = ""
    line: int
    account: str
    currency: str
    places: int
    identifier: str = ""
    number: str = ""
    sequence: str = ""
    date: str = ""
    opening: int | None = None
    closing: int | None = None
    lines: tuple[BankLine, ...] = ()
    controls: tuple[Control, ...] = ()
    notes: tuple[Fault, ...] = ()

    @property
    def entries(self) -> int:
        """How many entries it has, whatever their status; a batch is one."""
        return len(self.lines)

    @property
    def totals(self) -> tuple[Total, ...]:
        """Its entries per currency, its own first, whatever their status."""
        sums: dict[str, list[int]] = {self.currency: [0, 0, 0]}
        for entry in self.lines:
            into = sums.setdefault(entry.currency, [0, 0, 0])
            into[0] += 1
            into[1 if entry.amount >= 0 else 2] += abs(entry.amount)
        found = tuple(Total(currency, *into) for currency, into in sums.items())
        return found if len(found) == 1 or found[0].entries else found[1:]

    @property
    def credits(self) -> int:
        """The money in of its own currency."""
        return sum(total.credits for total in self.totals if total.currency == self.currency)

    @property
    def debits(self) -> int:
        """The money out of its own currency, >= 0."""
        return sum(total.debits for total in self.totals if total.currency == self.currency)

    @property
    def interim(self) -> bool:
        """Whether the account's statement tells of the same money again."""
        return self.format in INTERIM

    @property
    def broken(self) -> tuple[Control, ...]:
        """The controls that do not hold."""
        return tuple(control for control in self.controls if not control.holds)

    def money(self) -> Iterator[BankLine]:
        """What moved money: booked lines, a batch entry by its details where it has them."""
        for entry in self.lines:
            if entry.status is Status.BOOKED:
                yield from entry.details or (entry,)

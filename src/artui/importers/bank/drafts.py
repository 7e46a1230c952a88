"""A statement in the making: collects lines and notes, checks its balances at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from artui.importers.bank.fields import fault, known, places, refuse
from artui.importers.bank.model import BankLine, Control, Statement, Status
from artui.importers.table import Fault, FileRefused

MAX_LINES = 200_000
"""Entries and details of one file: a bank's month, and a bound on memory."""


@dataclass(slots=True)
class Tally:
    """Lines of the whole file so far; one file has one."""

    lines: int = 0

    def add(self, line: int, times: int = 1) -> None:
        """Count a line; refuses a file of more than :data:`MAX_LINES` times ``times``."""
        self.lines += 1
        if self.lines > MAX_LINES * times:
            raise refuse(line, "", "", f"the file has more than {MAX_LINES:,} entries: split it")


@dataclass(slots=True)
class Draft:
    """A statement being read; :meth:`finish` gives it.

    ``complete`` says that it lists every entry between its two balances.
    """

    tally: Tally
    format: str
    line: int
    version: str = ""
    account: str = ""
    currency: str = ""
    identifier: str = ""
    number: str = ""
    sequence: str = ""
    date: str = ""
    opening: int | None = None
    closing: int | None = None
    closing_line: int = 0
    complete: bool = True
    lines: list[BankLine] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def note(self, line: int, name: str, value: str, why: str) -> None:
        """Name what could not be read or looks wrong."""
        self.notes.append(fault(line, name, value, why))

    def told(self, read: Callable[[], int]) -> int | None:
        """A figure that only checks others: empty and named if it can't be read."""
        try:
            return read()
        except FileRefused as refused:
            for each in refused.faults:
                self.note(each.line, each.column, each.value, f"{each.why}: left empty")
            return None

    def add(self, line: BankLine) -> None:
        """Take an entry in."""
        self.tally.add(line.line)
        self.lines.append(line)

    def check(
        self, line: int, what: str, said: int | None, found: int, *, counted: bool = False
    ) -> None:
        """Keep a control that was checked; None could not be read, and is named already."""
        if said is None:
            return
        self.controls.append(Control(line, what, said, found, counted))

    def check_sides(self, line: int, side: str, said: int | None, counted: int | None) -> None:
        """Check what the file says of its credits or debits; None where it says nothing."""
        sign = 1 if side == "credits" else -1
        amounts = [entry.amount for entry in self.lines if entry.amount * sign > 0]
        self.check(line, f"sum of {side}", said, sign * sum(amounts))
        self.check(line, f"number of {side}", counted, len(amounts), counted=True)

    def finish(self) -> Statement:
        """The statement, with its balances checked against its booked entries."""
        self._check_balances()
        self._name_the_unknown()
        return Statement(
            format=self.format,
            version=self.version,
            line=self.line,
            account=self.account,
            currency=self.currency,
            places=places(self.currency),
            identifier=self.identifier,
            number=self.number,
            sequence=self.sequence,
            date=self.date,
            opening=self.opening,
            closing=self.closing,
            lines=tuple(self.lines),
            controls=tuple(self.controls),
            notes=_grouped(self.notes),
        )

    def _check_balances(self) -> None:
        if self.opening is None or self.closing is None or not self.complete:
            return
        booked = [line for line in self.lines if line.status is Status.BOOKED]
        others = {line.currency for line in booked} - {self.currency}
        if others:
            why = f"not checked: entries are in {', '.join(sorted(others))} too"
            self.note(self.closing_line, "closing balance", "", why)
            return
        found = self.opening + sum(line.amount for line in booked)
        self.check(self.closing_line, "closing balance", self.closing, found)

    def _name_the_unknown(self) -> None:
        if not self.account:
            self.note(self.line, "account", "", "the statement names none")
        if not self.currency:
            self.note(self.line, "currency", "", "the statement names none: amounts in hundredths")
        for currency in sorted({self.currency, *(line.currency for line in self.lines)} - {""}):
            if not known(currency):
                why = "is no currency of ISO 4217 today: amounts in hundredths"
                self.note(self.line, "currency", currency, why)


def _grouped(notes: list[Fault]) -> tuple[Fault, ...]:
    """The notes, one that many lines share only once, with how many more they are."""
    lines: dict[tuple[str, str, str], list[Fault]] = {}
    for note in notes:
        lines.setdefault((note.column, note.value, note.why), []).append(note)
    found = [
        first if not more else first._replace(why=f"{first.why}; so on {len(more)} more lines")
        for first, *more in lines.values()
    ]
    return tuple(sorted(found, key=lambda note: note.line))

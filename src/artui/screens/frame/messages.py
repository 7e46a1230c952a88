"""The one message line: numbered, of one kind, and what Enter and F12 mean while it shows.

2190: Voucher RC 2020-000147 posted.          information
2106! 8.00 is more than the open balance.     error
2120? 4.00 stays on account. Enter=Post F12=Back
3080> 4,210 of 10,000 written off.            progress
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

BAD_VALUE = 101
WRONG_CODE = 102
NO_CODE = 103
NOT_FOUND = 104
NOWHERE = 3739
NO_PROMPT = 105
UNKNOWN_NAME = 107
STOPPING = 108
FAILED = 109
REQUIRED = 110
NOT_ALLOWED = 2400
"""Numbers of what the frame itself says; all others come with the caller's text."""


class Kind(Enum):
    """The kind of a message: its sign behind the number, and its style."""

    INFORMATION = ":"
    ERROR = "!"
    CONFIRMATION = "?"
    PROGRESS = ">"

    @property
    def style(self) -> str:
        """The name of its style in the palette."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Notice:
    """A message: its four-digit number, kind and words."""

    number: int
    kind: Kind
    text: str

    def __str__(self) -> str:
        return f"{self.number:04d}{self.kind.value} {self.text}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field (by name; empty for the whole panel), as number and words."""

    field: str
    number: int
    text: str


class BadValueError(ValueError):
    """A value a field can't take; ``number`` is the message's, the words its text."""

    def __init__(self, text: str, number: int = BAD_VALUE) -> None:
        super().__init__(text)
        self.number = number


def fault_of(name: str, error: ValueError) -> Fault:
    """The fault a parser reported; an error without a number is a bad value."""
    return Fault(name, int(getattr(error, "number", BAD_VALUE)), str(error))


Answer = Callable[[], object]
"""What to do when a question is answered."""


@dataclass(frozen=True, slots=True)
class Question:
    """A confirmation on the message line: what each key that answers it does."""

    answers: Mapping[str, Answer]


@dataclass(slots=True)
class FaultList:
    """Several errors, shown one at a time; Enter goes to the next one still standing."""

    faults: list[Fault] = field(default_factory=list)
    at: int = 0

    def set(self, faults: Sequence[Fault]) -> None:
        """Begin with these."""
        self.faults, self.at = list(faults), 0

    def clear(self, name: str) -> None:
        """The field was changed: its faults no longer stand."""
        before = [fault for fault in self.faults[: self.at + 1] if fault.field != name]
        after = [fault for fault in self.faults[self.at + 1 :] if fault.field != name]
        self.faults, self.at = before + after, len(before) - 1

    def current(self) -> tuple[Fault, str]:
        """The fault to show and its words, with its place among several."""
        fault = self.faults[self.at]
        count = len(self.faults)
        if count == 1:
            return fault, fault.text
        hint = ", Enter shows the next" if self.at + 1 < count else ""
        return fault, f"{fault.text} ({self.at + 1} of {count}{hint})"

    def advance(self) -> bool:
        """Go to the next fault; False if there is none."""
        if self.at + 1 >= len(self.faults):
            return False
        self.at += 1
        return True

"""What a check of a ledger came to."""

from __future__ import annotations

from dataclasses import dataclass, field

NAMED = 50
"""Problems that are spelled out; more are counted."""


@dataclass
class Verdict:
    """What a check found: events, vouchers and seals seen, problems in words, each with the
    position of its event if it has one, the first bad position.

    ``doubts`` are those problems that are no faults of the ledger but of what it was held against:
    seals of another ledger, signatures.
    """

    events: int = 0
    vouchers: int = 0
    seals: int = 0
    problems: list[str] = field(default_factory=list)
    positions: list[int | None] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    first_bad: int | None = None
    unnamed: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    @property
    def faultless(self) -> bool:
        """Whether nothing was found that is wrong with the ledger itself."""
        return len(self.problems) == len(self.doubts)

    @property
    def readable(self) -> int:
        """Up to which position the history is whole, and can be trusted as far as it goes."""
        return self.events if self.first_bad is None else self.first_bad - 1

    def say(self, text: str, pos: int | None = None) -> None:
        """Note a problem, at an event's position if it has one."""
        if pos is not None and (self.first_bad is None or pos < self.first_bad):
            self.first_bad = pos
        if len(self.problems) < NAMED:
            self.problems.append(text)
            self.positions.append(pos)
        else:
            self.unnamed += 1

    def doubt(self, text: str) -> None:
        """Note a problem of what the ledger was held against."""
        self.doubts.append(text)
        self.problems.append(text)
        self.positions.append(None)

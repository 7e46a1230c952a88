"""What the ledger says when it refuses.

Every refusal carries numbered problems, each bound to a field, so that a screen can put the cursor
where the trouble is, a file reader can name the column, and a script can match on the number.
"""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One reason for a refusal: the field it belongs to, its message number and its sentence."""

    field: str
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.number:04d}! {self.text}"


class LedgerError(Exception):
    """Anything the ledger says to its user; the text is a sentence, never a traceback."""


class Refused(LedgerError):  # noqa: N818 - a refusal is an answer, not a malfunction
    """A command that was decided against; nothing was written."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class Changed(Refused):
    """A document moved between looking and posting; names the document and the colleague."""


class StoreUnusable(LedgerError):  # noqa: N818 - it names a state
    """The place the ledger is kept in can't be used: missing, foreign, newer, full or read-only."""


class ReadOnly(StoreUnusable):
    """The ledger can be looked at, but nothing can be posted."""


class Damaged(LedgerError):  # noqa: N818 - it names a state
    """Stored events don't agree with their chain or their projections."""


def missing(first: int, last: int) -> Damaged:
    """The sentence for positions of the log where no event stands."""
    return Damaged(
        f"event {first} is missing" if first == last else f"events {first} to {last} are missing"
    )


def unread(pos: int, why: str) -> str:
    """The sentence for an event that can't be read."""
    return f"event {pos} can't be read: {why}"


def refuse(field: str, number: int, text: str) -> Refused:
    """A refusal with one problem, ready to raise."""
    return Refused(Problem(field, number, text))


def used_otherwise() -> Refused:
    """The refusal of a command id that did something else before."""
    return refuse("command", 2235, "this command id was used for something else")

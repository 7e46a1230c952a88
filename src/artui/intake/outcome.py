"""What taking in a file came to, and doing it on trial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount


@dataclass(slots=True)
class Outcome:
    """Rows of a file by what became of them; ``left`` are to be sent again once a change they need
    is confirmed; ``totals`` in minor units per currency.

    ``notes`` are sentences about what a clerk should know, ``records`` the same for programs.
    """

    what: str
    added: int = 0
    changed: int = 0
    known: int = 0
    left: int = 0
    totals: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    records: list[dict[str, object]] = field(default_factory=list)

    def total(self, currency: str, amount: int) -> None:
        """Add to the total of a currency."""
        self.totals[currency] = self.totals.get(currency, 0) + amount

    def summary(self, file: str, *, dry_run: bool = False) -> dict[str, object]:
        """The outcome for programs, amounts as decimal strings."""
        return {
            "file": file,
            "what": self.what,
            "added": self.added,
            "changed": self.changed,
            "known": self.known,
            "left": self.left,
            "totals": decimals(self.totals),
            "dry_run": dry_run,
        }


def decimals(totals: Mapping[str, int]) -> dict[str, str]:
    """Totals per currency for programs."""
    return {currency: decimal_string(totals[currency], currency) for currency in sorted(totals)}


def spoken(totals: Mapping[str, int]) -> str:
    """Totals per currency for people: ``CAD 8,159,885.33 and USD 31,233,046.55``."""
    return " and ".join(
        f"{currency} {format_amount(totals[currency], currency)}" for currency in sorted(totals)
    )


class _OnTrial(Exception):  # noqa: N818 - the way out of a trial, not a malfunction
    """Ends a trial so that nothing is kept."""


@contextmanager
def whole(ledger: Ledger, *, dry_run: bool = False) -> Iterator[None]:
    """One transaction around a whole file: all of it or nothing; nothing too on a dry run.

    A dry run does the very same work and takes it back, so what it says is what would happen.
    """
    try:
        with ledger.store.hold():
            yield
            if dry_run:
                raise _OnTrial
    except _OnTrial:
        pass

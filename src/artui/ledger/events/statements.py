"""Facts of customer statements: runs of them, and who wants none."""

from __future__ import annotations

import msgspec

from artui.ledger.events.base import Event


class Addressee(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who a statement goes to, named as they were called then, and the other customers whose
    items it lists: number and name."""

    customer: str
    name: str
    pays_for: tuple[tuple[str, str], ...] = ()


class StatementsRun(Event, frozen=True, tag="sm"):
    """Statements of a company on a ``cut_off`` day, under a number without gaps.

    Its stream is ``statements/COMPANY/NUMBER``. What is on the statements follows from the day and
    from where this fact stands in the log: nothing recorded behind it is on them. ``scope`` says
    what was asked for, in words; ``skipped`` are customers who get none, each with why.
    """

    company: str
    number: int
    cut_off: str
    scope: str
    statements: tuple[Addressee, ...]
    skipped: tuple[tuple[str, str], ...] = ()


class StatementsWanted(Event, frozen=True, tag="sw"):
    """From now on a customer gets statements, or none."""

    company: str
    customer: str
    wanted: bool

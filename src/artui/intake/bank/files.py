"""Taking in the statements of a file, one transaction each, and on trial."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from artui.importers.bank import Statement
from artui.intake.bank.taking import Taken, take_statement
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.receiving.accepting import Accepted, accept_all
from artui.ledger.receiving.inbox import waiting
from artui.ledger.rehearsal import rehearsal


class Manner(NamedTuple):
    """How statements are taken in: the company their accounts must be of (empty = any), failed
    controls accepted, what is certain applied, on trial only; the name of their file."""

    company: str = ""
    accept_controls: bool = False
    match: bool = False
    dry_run: bool = False
    file: str = ""


class Result(NamedTuple):
    """What became of a statement: what was taken and applied, how many of its receipts wait in
    the inbox then, or why it was refused."""

    statement: Statement
    taken: Taken | None = None
    applied: tuple[Accepted, ...] = ()
    refused: tuple[str, ...] = ()
    waits: int = 0


def take_file(ledger: Ledger, statements: Sequence[Statement], manner: Manner) -> list[Result]:
    """Take in a file's statements in order, each whole or not at all; run again it adds what is
    missing. On trial the same is done and taken back."""
    if not manner.dry_run:
        return list(_take(ledger, statements, manner, frozenset()))
    refused: dict[int, Result] = {}
    while True:
        with rehearsal(ledger):
            results = list(_take(ledger, statements, manner, refused.keys(), stop=True))
            results = [refused.get(place, result) for place, result in enumerate(results)]
        if len(results) == len(statements):
            return results
        refused[len(results) - 1] = results[-1]  # and once more without it: it may have begun


def _take(
    ledger: Ledger,
    statements: Sequence[Statement],
    manner: Manner,
    without: Collection[int],
    *,
    stop: bool = False,
) -> Iterator[Result]:
    deposits = _deposits(statements)
    for place, statement in enumerate(statements):
        if place in without:
            yield Result(statement)
            continue
        try:
            taken = take_statement(
                ledger,
                statement,
                company=manner.company,
                accept_controls=manner.accept_controls,
                together=deposits[statement.account, statement.date],
                file=manner.file,
            )
        except Refused as refused:
            yield Result(statement, refused=tuple(each.text for each in refused.problems))
            if stop:
                return
            continue
        applied = apply_certain(ledger, taken) if manner.match else []
        waits = len(waiting(ledger, taken.receipts))
        yield Result(statement, taken, tuple(applied), waits=waits)


def apply_certain(ledger: Ledger, taken: Taken) -> list[Accepted]:
    """Apply what is certain of a statement's money; what is used or parked is left out."""
    return accept_all(ledger, waiting(ledger, taken.receipts))


def _deposits(statements: Sequence[Statement]) -> Counter[tuple[str, str]]:
    """What each lockbox of a file deposited on a day, all batches, minor units."""
    sums: Counter[tuple[str, str]] = Counter()
    for statement in statements:
        if statement.format == "lockbox":
            total = sum(line.amount for line in statement.money())
            sums[statement.account, statement.date] += total
    return sums

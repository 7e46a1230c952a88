"""Taking in exchange rates."""

from __future__ import annotations

from collections.abc import Iterable

from artui.importers.lines import RateLine
from artui.intake.outcome import Outcome
from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup import RateData


def take_rates(ledger: Ledger, lines: Iterable[RateLine]) -> Outcome:
    """Record the rates that are new or differ from the one of their day.

    Runs inside :func:`~artui.intake.outcome.whole`.
    """
    outcome = Outcome("rates")
    known = {pair: dict(rates) for pair, rates in ledger.policies.rates.items()}
    wanted = []
    for line in lines:
        before = known.get((line.base_currency, line.currency), {}).get(line.since)
        if before == line.rate:
            outcome.known += 1
            continue
        outcome.added += before is None
        outcome.changed += before is not None
        wanted.append(RateData(line.base_currency, line.currency, line.since, str(line.rate)))
    setup.set_rates(ledger, wanted)
    return outcome

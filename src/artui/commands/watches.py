"""``list watches``: what is worth a look, though every posting by itself was in order."""

from __future__ import annotations

import click

from artui.commands.common import (
    day,
    emit,
    json_option,
    known_at_option,
    known_record,
    ledger_option,
    looked_at,
    say,
)
from artui.ledger.dates import add_days
from artui.ledger.events import number_of
from artui.ledger.money import decimal_string
from artui.ledger.reading import watches as reading

YEAR = 365
"""Days looked back on if no span is named."""


@click.command()
@click.option("--watch", default="", help=f"Only one: {', '.join(reading.TITLES)}.")
@click.option("--from", "first", help="From this day; default a year back.")
@click.option("--to", "last", help="To this day; default today.")
@click.option("--company", default="", help="Of this company only.")
@click.option("--times", default=reading.STANDARD.times, show_default=True,
              type=click.IntRange(2), help="So often makes a habit.")  # fmt: skip
@click.option("--band", default=reading.STANDARD.band, show_default=True,
              type=click.IntRange(1, 50),
              help="Percent below a limit that count as just under it.")  # fmt: skip
@click.option("--days", default=reading.STANDARD.days, show_default=True,
              type=click.IntRange(1), help="Days in which write-offs belong together.")  # fmt: skip
@known_at_option
@ledger_option
@json_option
def watches(
    watch: str,
    first: str | None,
    last: str | None,
    company: str,
    times: int,
    band: int,
    days: int,
    known_at: str,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Habits, amounts just under a limit, limits gone round, tolerances eaten up, and money for
    what was written off. They accuse nobody: they say where to look.
    """
    with looked_at(ledger, known_at) as books:
        books.require("reports.read")
        until = day(last, books.today(), "to")
        found = reading.findings(
            books,
            day(first, add_days(until, 1 - YEAR), "from"),
            until,
            watch=watch,
            company=company,
            thresholds=reading.STANDARD._replace(times=times, band=band, days=days),
        )
        known_then = known_record(books)
    for one in found:
        if as_json:
            emit(
                {
                    "watch": one.watch,
                    "company": one.company,
                    "customer": one.customer,
                    "name": one.name,
                    "currency": one.currency,
                    "times": one.times,
                    "amount": decimal_string(one.amount, one.currency),
                    "documents": [number_of(key) for key in one.documents],
                    "words": one.words,
                    **known_then,
                }
            )
        else:
            say(f"{reading.TITLES[one.watch]}: {one.company}/{one.customer} {one.name}")
            say(f"  {one.words}")
    if not as_json:
        many = "" if len(found) == 1 else "s"
        say(f"{len(found)} finding{many}.")

"""``verify``, ``rebuild`` and ``period``: keeping the books in order."""

from __future__ import annotations

import click

from artui.commands.common import emit, json_option, ledger_option, opened, say, table, warn
from artui.ledger import setup


@click.command()
@ledger_option
@json_option
def verify(ledger: str | None, as_json: bool) -> int:
    """Check the whole ledger: chain, numbers, journals, balances; names the first bad event.

    Ends with status 1 if anything is wrong.
    """
    from artui.ledger.audit import verify as check  # late: only this command needs it

    with opened(ledger) as books:
        verdict = check(books.store)
    if as_json:
        emit(
            {
                "sound": verdict.sound,
                "events": verdict.events,
                "vouchers": verdict.vouchers,
                "first_bad": verdict.first_bad,
                "problems": list(verdict.problems),
                "unnamed": verdict.unnamed,
            }
        )
    elif verdict.sound:
        say(f"Sound: {verdict.events:,} events, {verdict.vouchers:,} vouchers.")
    else:
        for problem in verdict.problems:
            say(problem)
        if verdict.unnamed:
            say(f"and {verdict.unnamed:,} more")
        first = "" if verdict.first_bad is None else f" First bad event: {verdict.first_bad:,}."
        warn(f"The ledger is not sound.{first}")
    return 0 if verdict.sound else 1


@click.command()
@ledger_option
@json_option
def rebuild(ledger: str | None, as_json: bool) -> None:
    """Fold all lists and balances anew from the events, while others work."""
    with opened(ledger) as books:
        events = books.store.rebuild()
    if as_json:
        emit({"events": events})
    else:
        say(f"Rebuilt from {events:,} events.")


@click.group()
def period() -> None:
    """Open and close fiscal periods; postings go only to an open one."""


@period.command("open")
@click.argument("company")
@click.argument("name", metavar="PERIOD|YEAR")
@ledger_option
def open_period(company: str, name: str, ledger: str | None) -> None:
    """Open a closed period (2020-04), or make the periods of a year (2020)."""
    with opened(ledger) as books:
        if name.isdecimal() and len(name) == 4:
            new = setup.open_years(books, company, [int(name)])
            made = "made and open" if new else "there already"
            say(f"Periods of {name} of {company}: {made}.")
            return
        setup.set_period(books, company, name, is_open=True)
        say(f"Period {name} of {company} is open.")


@period.command("close")
@click.argument("company")
@click.argument("name", metavar="PERIOD")
@ledger_option
def close_period(company: str, name: str, ledger: str | None) -> None:
    """Close a period."""
    with opened(ledger) as books:
        setup.set_period(books, company, name, is_open=False)
        say(f"Period {name} of {company} is closed.")


@period.command("list")
@click.option("--company", default="", help="Of this company only.")
@ledger_option
@json_option
def list_periods(company: str, ledger: str | None, as_json: bool) -> None:
    """The periods of the companies, with their days."""
    with opened(ledger) as books:
        policies = books.policies
        chosen = [company] if company else sorted(policies.companies)
        found = [
            (code, period)
            for code in chosen
            for period in sorted(policies.company(code).periods.values())
        ]
    if as_json:
        for code, it in found:
            emit(
                {
                    "company": code,
                    "period": it.name,
                    "first": it.first,
                    "last": it.last,
                    "year": it.year,
                    "open": it.open,
                }
            )
        return
    rows = [
        (code, it.name, it.first, it.last, "open" if it.open else "closed") for code, it in found
    ]
    for line in table(("Company", "Period", "First", "Last", "State"), rows):
        say(line)

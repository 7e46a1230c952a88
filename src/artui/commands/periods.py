"""``period``: making, closing and opening fiscal periods, and what was sealed with them."""

from __future__ import annotations

import click

from artui.commands.common import day, emit, json_option, ledger_option, opened, say, table
from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.setup import closing
from artui.ledger.setup.closing import Check, State
from artui.ledger.setup.periods import PATTERNS, Span, weeks_of


@click.group()
def period() -> None:
    """Make, close and open fiscal periods; postings go only to an open one."""


@period.command("open")
@click.argument("company")
@click.argument("name", metavar="PERIOD|YEAR")
@click.option("--note", default="", help="Why a closed period is opened again.")
@ledger_option
def open_period(company: str, name: str, note: str, ledger: str | None) -> None:
    """Open a closed period (2020-04) again, or make the months of a year (2020)."""
    with opened(ledger) as books:
        if name.isdecimal() and len(name) == 4:
            known = books.policies.company(company).periods.values()
            made = any(it.year == int(name) for it in known)
            if not made:
                setup.generate_periods(books, company, int(name))
            said = "there already" if made else "made and open"
            say(f"Periods of {name} of {company}: {said}.")
            return
        setup.reopen_period(books, company, name, note or "opened again")
        say(f"Period {name} of {company} is open.")


@period.command("reopen")
@click.argument("company")
@click.argument("name", metavar="PERIOD")
@click.option("--note", required=True, help="Why.")
@ledger_option
def reopen(company: str, name: str, note: str, ledger: str | None) -> None:
    """Open a closed period again; its seal stays in the log."""
    with opened(ledger) as books:
        setup.reopen_period(books, company, name, note)
    say(f"Period {name} of {company} is open.")


@period.command("make")
@click.argument("company")
@click.argument("year", type=click.IntRange(1, 9999))
@click.option("--pattern", type=click.Choice(list(PATTERNS)), help="Weeks of a quarter's periods.")
@click.option("--first", help="First day of a year of weeks; default the day behind the last.")
@click.option("--weeks", type=click.IntRange(52, 53), default=52, show_default=True)
@click.option(
    "--span",
    "spans",
    multiple=True,
    metavar="NAME=FIRST:LAST",
    help="A period with its own days; again for each.",
)
@ledger_option
def make(
    company: str,
    year: int,
    pattern: str | None,
    first: str | None,
    weeks: int,
    spans: tuple[str, ...],
    ledger: str | None,
) -> None:
    """Make the periods of a fiscal YEAR, open: its months, whole weeks, or days of your own."""
    if pattern and spans:
        raise click.UsageError("a year is cut by --pattern or by --span, not by both")
    with opened(ledger) as books:
        made: list[Span] | None = [_span(text) for text in spans] or None
        if pattern:
            begins = day(first, books.today(), "first") if first else _next_day(books, company)
            made = weeks_of(year, begins, pattern, weeks=weeks)
        setup.generate_periods(books, company, year, made)
        count = sum(it.year == year for it in books.policies.company(company).periods.values())
    say(f"{count} periods of {year} are open in {company}.")


def _span(text: str) -> Span:
    name, named, days = text.partition("=")
    first, split, last = days.partition(":")
    if not named or not split:
        raise click.UsageError(f"--span {text}: write it NAME=FIRST:LAST")
    return name, first, last


def _next_day(books: Ledger, company: str) -> str:
    """The day behind the last period there is."""
    from artui.ledger.dates import add_days

    lasts = [it.last for it in books.policies.company(company).periods.values()]
    if not lasts:
        raise click.UsageError("the first year needs its --first day")
    return add_days(max(lasts), 1)


@period.command("close")
@click.argument("company")
@click.argument("name", metavar="PERIOD")
@click.option("--check", "only_look", is_flag=True, help="Show the list, close nothing.")
@click.option("--confirm", is_flag=True, help="What needs a look has been looked at.")
@click.option("--note", default="", help="Kept with the closing.")
@ledger_option
@json_option
def close_period(
    company: str,
    name: str,
    only_look: bool,
    confirm: bool,
    note: str,
    ledger: str | None,
    as_json: bool,
) -> int:
    """Close a period when its list is in order, and seal what the books came to.

    What is not ok blocks; what is to confirm needs --confirm.
    """
    with opened(ledger) as books:
        checks = closing.closing_list(books, company, name)
        if as_json:
            for check in checks:
                emit({**check._asdict(), "state": check.state.value})
        else:
            _say_list(checks)
        if only_look:
            return 0 if all(check.state is State.OK for check in checks) else 1
        try:
            closing.close_period(books, company, name, confirmed=confirm, note=note)
        except Refused as refused:
            if all(problem.number == closing.UNCONFIRMED for problem in refused.problems):
                click.echo("Not closed: --confirm what is to confirm.", err=True)
                return 1
            raise
    if not as_json:
        say(f"Period {name} of {company} is closed.")
    return 0


def _say_list(checks: list[Check]) -> None:
    for line in table(
        ("", "Looked at", "Figures"),
        ((check.state.value, check.name, check.figures) for check in checks),
    ):
        say(line)


@period.command("seal")
@click.argument("company")
@click.argument("name", metavar="PERIOD")
@ledger_option
@json_option
def seal(company: str, name: str, ledger: str | None, as_json: bool) -> int:
    """What was sealed when a period was closed, to be kept elsewhere, and whether it holds.

    Ends with status 1 if the ledger no longer agrees with the seal.
    """
    with opened(ledger) as books:
        sealed = closing.seal_of(books, company, name)
        base = books.policies.company(company).base_currency
        broken = closing.broken(books, sealed)
    sums = closing.sealed_sums(sealed)
    if as_json:
        emit(
            {
                "company": company,
                "period": name,
                "position": sealed.pos,
                "hash": sealed.hash,
                "vouchers": sealed.vouchers,
                "holds": not broken,
                "balances": {
                    currency: {
                        field: decimal_string(amount, base if field.endswith("base") else currency)
                        for field, amount in each._asdict().items()
                    }
                    for currency, each in sums.items()
                },
            }
        )
    else:
        say(f"Period {name} of {company}: {sealed.vouchers:,} vouchers up to event {sealed.pos:,}")
        say(f"Hash {sealed.hash}")
        rows = [
            (currency, *(format_amount(amount, currency) for amount in each[:6]))
            for currency, each in sums.items()
        ]
        heads = ("Cur", "Open", "Not due", "1-30", "31-60", "Over 60", "Control")
        for line in table(heads, rows, right=" rrrrrr"):
            say(line)
    for sentence in broken:
        click.echo(sentence, err=True)
    return 1 if broken else 0


@period.command("books")
@click.argument("company")
@click.argument("through", metavar="DAY")
@ledger_option
def close_books(company: str, through: str, ledger: str | None) -> None:
    """Post nothing on or before DAY any more, whatever its period says."""
    with opened(ledger) as books:
        setup.close_books(books, company, day(through, books.today(), "through"))
        last = books.policies.closed_through[company]
    say(f"The books of {company} are closed through {last}.")


@period.command("list")
@click.option("--company", default="", help="Of this company only.")
@ledger_option
@json_option
def list_periods(company: str, ledger: str | None, as_json: bool) -> None:
    """The periods of the companies, with their days."""
    with opened(ledger) as books:
        policies = books.policies
        seals = {key: seal.pos for key, seal in policies.seals.items()}
        chosen = [company] if company else sorted(policies.companies)
        found = [
            (code, period)
            for code in chosen
            for period in sorted(policies.company(code).periods.values(), key=lambda it: it.first)
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
                    "sealed_at": seals.get((code, it.name)),
                }
            )
        return
    rows = [
        (
            code,
            it.name,
            it.first,
            it.last,
            "open" if it.open else "closed",
            f"{seals[code, it.name]:,}" if (code, it.name) in seals else "",
        )
        for code, it in found
    ]
    for line in table(("Company", "Period", "First", "Last", "State", "Sealed at event"), rows):
        say(line)

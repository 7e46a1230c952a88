"""``report trial-balance`` and ``report aged-balances``: what the books came to on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from artui.commands.common import P, R, day, emit, json_option, ledger_option, opened, say
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.reading import balances
from artui.ledger.setup import closing
from artui.reports.trial_balance import (
    AgedBalances,
    Record,
    aged_records,
    aged_text,
    records_csv,
    trial_balance,
    trial_records,
    trial_text,
)


def day_options(command: Callable[P, R]) -> Callable[P, R]:
    """What both reports take."""
    for option in (
        json_option,
        ledger_option,
        click.option("--csv", "as_csv", is_flag=True, help="CSV for another program."),
        click.option("--as-of", "as_of", help="On this day; default today."),
        click.option("--period", default="", help="Of this period."),
        click.option("--company", default="", help="Of this company only."),
    ):
        command = option(command)
    return command


@click.command("trial-balance")
@day_options
def trial(
    company: str,
    period: str,
    as_of: str | None,
    as_csv: bool,
    ledger: str | None,
    as_json: bool,
) -> int:
    """Debits, credits and balance of every account, per company and currency.

    The documents' open balances stand beside their control accounts, with the difference. Ends
    with status 1 if anything does not tie. A period counts debits and credits from its first day.
    """
    with opened(ledger) as books:
        reports = []
        for code in _companies(books, company):
            first, last = _days(books, code, period, as_of)
            reports.append(trial_balance(books, code, last, first))
    for report in reports:
        _print(trial_text(report), trial_records(report), as_csv=as_csv, as_json=as_json)
    return 0 if all(report.sound for report in reports) else 1


@click.command("aged-balances")
@day_options
def aged(
    company: str,
    period: str,
    as_of: str | None,
    as_csv: bool,
    ledger: str | None,
    as_json: bool,
) -> int:
    """What each customer had open on a day, by days late.

    Of a period that was closed it is the aged trial balance frozen then, proved against its seal;
    ends with status 1 if they do not agree.
    """
    broken: list[str] = []
    with opened(ledger) as books:
        reports = []
        for code in _companies(books, company):
            if not period:
                reports.append(_now(books, code, day(as_of, books.today(), "as-of")))
                continue
            report, found = _frozen(books, code, period)
            reports.append(report)
            broken += found
    for report in reports:
        _print(aged_text(report), aged_records(report), as_csv=as_csv, as_json=as_json)
    for sentence in broken:
        click.echo(sentence, err=True)
    return 1 if broken else 0


def _companies(books: Ledger, company: str) -> list[str]:
    return [company] if company else sorted(books.policies.companies)


def _days(books: Ledger, company: str, period: str, as_of: str | None) -> tuple[str, str]:
    if not period:
        return "", day(as_of, books.today(), "as-of")
    known = books.policies.company(company).periods.get(period)
    if known is None:
        raise refuse("period", 2112, f"{company} has no period {period}")
    return known.first, known.last


def _now(books: Ledger, company: str, at: str) -> AgedBalances:
    books.policies.company(company)
    head = books.store.head().pos
    rows = balances.aged(books.store, company, at, head)
    return AgedBalances(company, at, rows, f"As known at event {head:,}")


def _frozen(books: Ledger, company: str, period: str) -> tuple[AgedBalances, list[str]]:
    seal = closing.seal_of(books, company, period)
    last = books.policies.company(company).periods[period].last
    broken = closing.broken(books, seal)
    state = "does not agree any more" if broken else "agrees with its seal"
    remark = f"Period {period}, frozen at event {seal.pos:,}: {state}"
    return AgedBalances(company, last, closing.frozen(books, seal), remark), broken


def _print(text: Iterable[str], records: Iterable[Record], *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        for record in records:
            emit(record)
    elif as_csv:
        click.echo(records_csv(records), nl=False)
    else:
        for line in text:
            say(line)
        say("")

"""``report trial-balance`` and ``report aged-balances``: what the books came to on a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from artui.commands.common import (
    P,
    R,
    day,
    known_at_option,
    known_record,
    looked_at,
    sentence,
    warn,
)
from artui.commands.report_forms import (
    Form,
    form_options,
    knowing,
    put_lines,
    put_out,
)
from artui.ledger.errors import Refused, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.reading.moment import check_day
from artui.ledger.setup import closing
from artui.reports.asked import Asked
from artui.reports.listings import aged_balances, aged_report
from artui.reports.papers import Report
from artui.reports.separated import csv_of_records
from artui.reports.trial_balance import trial_balance, trial_records, trial_text

T = TypeVar("T")


def books_options(command: Callable[P, R]) -> Callable[P, R]:
    """Whose books, and when."""
    for option in (
        known_at_option,
        click.option("--as-of", "as_of", help="On this day; default today."),
        click.option("--period", default="", help="Of this period."),
        click.option("--company", default="", help="Of this company only."),
    ):
        command = option(command)
    return command


@click.command("trial-balance")
@form_options
@books_options
def trial(
    company: str,
    period: str,
    as_of: str | None,
    known_at: str,
    ledger: str | None,
    _text: bool,
    **form: Any,
) -> int:
    """Debits, credits and balance of every account, per company and currency.

    The documents' open balances stand beside their control accounts, with the difference. Ends
    with status 1 if anything does not tie. A period counts debits and credits from its first day.
    """
    with looked_at(ledger, known_at) as books:
        reports = []
        days = _each(books, company, lambda code: _days(books, code, period, as_of))
        for code, (first, last) in days:
            reports.append(trial_balance(books, code, last, first))
        moment, known = books.clock(), known_record(books)
    lines = [line for report in reports for line in (*trial_text(report), "")]
    records = [{**record, **known} for report in reports for record in trial_records(report)]
    if lines:
        put_lines(lines, csv_of_records(records), records, Form(**form), moment)
    return 0 if all(report.sound for report in reports) else 1


@click.command("aged-balances")
@form_options
@books_options
def aged(
    company: str,
    period: str,
    as_of: str | None,
    known_at: str,
    ledger: str | None,
    _text: bool,
    **form: Any,
) -> int:
    """What each customer had open on a day, by days late.

    Of a period that was closed it is the aged trial balance frozen then, proved against its seal;
    ends with status 1 if they do not agree.
    """
    broken: list[str] = []
    with looked_at(ledger, known_at) as books:
        if period:
            reports = []
            for _code, (report, found) in _each(
                books, company, lambda code: _frozen(books, code, period)
            ):
                reports.append(report)
                broken += found
        else:
            last = day(as_of, books.today(), "as-of")
            reports = [
                aged_balances(books, Asked(code, last)) for code in _companies(books, company)
            ]
        reports, moment = knowing(books, reports), books.clock()
    put_out(reports, Form(**form), moment)
    for said in broken:
        click.echo(said, err=True)
    return 1 if broken else 0


def _companies(books: Ledger, company: str) -> list[str]:
    return [company] if company else sorted(books.policies.companies)


def _each(books: Ledger, company: str, made: Callable[[str], T]) -> list[tuple[str, T]]:
    """What is made of each company that has the period asked for; of the others a sentence says so
    beside the answer. Refuses where none has."""
    found: list[tuple[str, T]] = []
    without: list[Refused] = []
    for code in _companies(books, company):
        try:
            found.append((code, made(code)))
        except Refused as refused:
            if any(problem.field != "period" for problem in refused.problems):
                raise
            without.append(refused)
    if without and not found:
        raise without[0]
    for one in without:
        warn(sentence(one))
    return found


def _days(books: Ledger, company: str, period: str, as_of: str | None) -> tuple[str, str]:
    if not period:
        last = day(as_of, books.today(), "as-of")
        check_day(books, last, "as-of")
        return "", last
    known = books.policies.company(company).periods.get(period)
    if known is None:
        raise refuse("period", 2112, f"{company} has no period {period}")
    return known.first, known.last


def _frozen(books: Ledger, company: str, period: str) -> tuple[Report, list[str]]:
    seal = closing.seal_of(books, company, period)
    known = books.policies.company(company)
    broken = closing.broken(books, seal)
    state = "does not agree any more" if broken else "agrees with its seal"
    about = (
        f"{company} {known.name}, on {known.periods[period].last}",
        f"Period {period}, frozen at event {seal.pos:,}: {state}",
    )
    asked = Asked(company, known.periods[period].last)
    return aged_report(asked, about, closing.frozen(books, seal)), broken

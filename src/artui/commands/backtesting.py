"""``backtest``: what other tolerances and limits would have written off, from the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click

from artui.commands.common import (
    amount,
    day,
    emit,
    json_option,
    known_at_option,
    known_record,
    ledger_option,
    looked_at,
    say,
    table,
)
from artui.commands.counting import counting
from artui.ledger.backtest import question as asking
from artui.ledger.backtest.breakdown import BREAKDOWNS, broken_down
from artui.ledger.backtest.courses import Span
from artui.ledger.backtest.question import Answer, Question
from artui.ledger.backtest.trying import Outcome, Share, WouldBe
from artui.ledger.dates import add_days
from artui.ledger.events import number_of
from artui.ledger.money import decimal_string, format_amount


@click.command()
@click.option("--currency", required=True, help="Documents in this currency.")
@click.option("--limit", "limits", multiple=True, required=True, metavar="AMOUNT",
              help="The limit to try; again for more, beside each other.")  # fmt: skip
@click.option("--percent", help='Percent of the document; default as in force, "" none.')
@click.option("--strict", is_flag=True, help="The limit itself is not allowed.")
@click.option("--level", default="default", show_default=True,
              help="The tolerance line tried: customer, group, currency, default.")  # fmt: skip
@click.option("--for", "key", default="", metavar="KEY", help="COMPANY/CUSTOMER or group.")
@click.option("--list", "kind", type=click.Choice(["balances", "credits"]),
              help="Try a month-end list of these instead of a tolerance.")  # fmt: skip
@click.option("--from", "first", help="From this day; default a year back.")
@click.option("--to", "last", help="To this day; default today.")
@click.option("--company", default="", help="Of this company only.")
@click.option("--by", type=click.Choice([*BREAKDOWNS, "document"]),
              help="Break the first limit down.")  # fmt: skip
@known_at_option
@ledger_option
@json_option
def backtest(
    currency: str,
    limits: tuple[str, ...],
    percent: str | None,
    strict: bool,
    level: str,
    key: str,
    kind: str | None,
    first: str | None,
    last: str | None,
    company: str,
    by: str | None,
    known_at: str,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Try other limits on what happened: what would have been written off, and what of it was
    paid later after all. Nothing in the ledger is touched.
    """
    with looked_at(ledger, known_at) as books, counting("positions read") as progress:
        books.require("reports.read")
        until = day(last, books.today(), "to")
        since = day(first, add_days(until, 1 - asking.SPAN_DAYS), "from")
        tried = [amount(text, currency, "limit") for text in limits]
        question = Question(
            Span(currency, since, until, company),
            max(tried),
            kind or asking.TOLERANCE,
            level,
            key,
            percent,
            not strict,
        )
        answer = asking.ask(books, question, progress)
        outcomes = answer.tried.curve(tried)
        found = list(answer.tried.under(tried[0])) if by else []
        shares = broken_down(books, found, by) if by and by != "document" else []
        known_then = known_record(books)
    if as_json:
        for record in _records(answer, outcomes, found, shares, by):
            emit({**record, **known_then})
    elif by == "document":
        _say_documents(found, currency)
    elif by:
        _say_shares(shares, currency, by)
    else:
        _say(answer, outcomes)


Records = Iterator[dict[str, object]]


def _records(
    answer: Answer,
    outcomes: list[Outcome],
    found: list[WouldBe],
    shares: list[Share],
    by: str | None,
) -> Records:
    """What was asked for, for programs."""
    currency = answer.question.span.currency
    if by == "document":
        yield from _documents(found, currency)
    elif by:
        yield from _shares(shares, currency, by)
    else:
        yield from _limits(answer, outcomes)


def _limits(answer: Answer, outcomes: list[Outcome]) -> Records:
    span = answer.question.span
    for one in outcomes:
        yield {
            "currency": span.currency,
            "from": span.first,
            "to": span.last,
            "limit": decimal_string(one.limit, span.currency),
            "documents": one.documents,
            "written_off": decimal_string(one.written_off, span.currency),
            "came_in_later": decimal_string(one.recovered, span.currency),
            "cost": decimal_string(one.cost, span.currency),
            "minutes": one.minutes(),
        }


def _say(answer: Answer, outcomes: list[Outcome]) -> None:
    span = answer.question.span
    shown = _shown(span.currency)
    rows = [
        (
            shown(one.limit),
            f"{one.documents:,}",
            shown(one.written_off),
            shown(one.recovered),
            shown(one.cost),
            f"{one.minutes():,}",
        )
        for one in outcomes
    ]
    heads = ("Limit", "Documents", "Written off", "Came in later", "Real cost", "Minutes saved")
    for line in table(heads, rows, right="rrrrrr"):
        say(line)
    say("")
    now = "none" if answer.now is None else shown(answer.now)
    percent = "" if answer.percent is None else f" or {answer.percent}%, the lower"
    held = f" In force: {now}{percent}." if answer.question.kind == asking.TOLERANCE else ""
    say(f"{span.currency} from {span.first} to {span.last}.{held} Nothing was touched.")


def _documents(found: list[WouldBe], currency: str) -> Records:
    for one in found:
        yield {
            "document": number_of(one.course.document),
            "company": one.course.company,
            "customer": one.course.customer,
            "date": one.moment.day,
            "written_off": decimal_string(abs(one.moment.amount), currency),
            "in_fact": decimal_string(one.moment.in_fact, currency),
            "came_in_later": decimal_string(one.recovered, currency),
        }


def _say_documents(found: list[WouldBe], currency: str) -> None:
    shown = _shown(currency)
    rows = [
        (
            number_of(one.course.document),
            one.course.customer,
            one.course.name,
            one.moment.day,
            shown(abs(one.moment.amount)),
            shown(one.recovered),
        )
        for one in found
    ]
    heads = ("Document", "Customer", "Name", "Date", "Written off", "Came in later")
    for line in table(heads, rows, right="    rr"):
        say(line)


def _shares(rows: list[Share], currency: str, by: str) -> Records:
    for row in rows:
        yield {
            by: row.key,
            "name": row.name,
            "documents": row.documents,
            "written_off": decimal_string(row.written_off, currency),
            "came_in_later": decimal_string(row.recovered, currency),
        }


def _say_shares(rows: list[Share], currency: str, by: str) -> None:
    shown = _shown(currency)
    cells = [
        (row.key, row.name, f"{row.documents:,}", shown(row.written_off), shown(row.recovered))
        for row in rows
    ]
    heads = (by.capitalize(), "Name", "Documents", "Written off", "Came in later")
    for line in table(heads, cells, right="  rrr"):
        say(line)


def _shown(currency: str) -> Callable[[int], str]:
    return lambda minor: format_amount(minor, currency)

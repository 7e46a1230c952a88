"""``rwo`` and ``run``: differences of receipts sorted and reviewed, programs kept as schedules."""

from __future__ import annotations

from typing import Any

import click

from artui.commands.common import (
    amount,
    command_option,
    date_option,
    day,
    emit,
    json_option,
    ledger_option,
    opened,
    say,
    table,
)
from artui.commands.exceptions import show_sorted
from artui.ledger.events import ScheduleSet, number_of, voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.writeoffs import recommending
from artui.ledger.writeoffs import schedules as kept
from artui.ledger.writeoffs.differences import measured
from artui.ledger.writeoffs.receipt_write_offs import Program, Run
from artui.ledger.writeoffs.receipt_write_offs import run as run_program
from artui.ledger.writeoffs.recommending import Recommendation, Review
from artui.ledger.writeoffs.sorting import sort_exceptions
from artui.reports import receipt_write_offs as report

preview_option = click.option("--preview", is_flag=True, help="Show it; nothing is posted.")
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print a CSV table.")


@click.group()
def rwo() -> None:
    """Receipt write-offs: what receipts left over or short."""


# --- sorting and review --------------------------------------------------------------------------


@rwo.command("sort")
@click.option("--company", default="", help="Only one company.")
@date_option
@click.option("--dry-run", is_flag=True, help="Say what would be done; nothing is posted.")
@ledger_option
@json_option
def sort_(company: str, date: str | None, dry_run: bool, ledger: str | None, as_json: bool) -> None:
    """Sort differences by the exception rules: written off, charged back, left, recommended."""
    with opened(ledger) as books:
        on = day(date, books.today())
        show_sorted(sort_exceptions(books, company=company, day=on, dry_run=dry_run), as_json)


@rwo.command("list")
@click.option("--company", default="", help="Only one company.")
@ledger_option
@json_option
def list_(company: str, ledger: str | None, as_json: bool) -> None:
    """List the recommendations that wait for review."""
    with opened(ledger) as books:
        waiting = recommending.pending(books, company)
        if as_json:
            for each in waiting:
                emit(_waiting_record(books, each))
            return
        heads = ("number", "document", "receipt", "cur", "difference", "% rcpt", "reason", "why")
        for text in table(heads, [_row(books, each) for each in waiting], right="llllrr"):
            say(text)


def _percent(books: Ledger, each: Recommendation) -> str:
    found = books.read.documents([each.document, each.receipt])
    difference = measured(books, found[each.document], found[each.receipt])
    return f"{difference.percent:.3f}"


def _row(books: Ledger, each: Recommendation) -> tuple[str, ...]:
    return (
        each.key,
        number_of(each.document),
        number_of(each.receipt),
        each.currency,
        format_amount(each.open, each.currency),
        _percent(books, each),
        each.reason,
        each.note,
    )


def _waiting_record(books: Ledger, each: Recommendation) -> dict[str, object]:
    return {
        "recommendation": each.key,
        "company": each.company,
        "document": number_of(each.document),
        "receipt": number_of(each.receipt),
        "currency": each.currency,
        "difference": decimal_string(each.open, each.currency),
        "percent": _percent(books, each),
        "rule": each.rule,
        "reason": each.reason,
        "why": each.note,
        "clerk": each.clerk,
    }


@rwo.command()
@click.argument("number")
@click.option("--note", default="", help="What is said with it.")
@date_option
@command_option
@ledger_option
@json_option
def accept(
    number: str,
    note: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Write off what recommendation NUMBER, written N1/3, names."""
    with opened(ledger) as books:
        on = day(date, books.today())
        made = recommending.accept(books, number, day=on, note=note, command=command)
        _show_review(books, made, as_json)


@rwo.command()
@click.argument("number")
@click.option(
    "--action",
    type=click.Choice(recommending.REVIEWED),
    default=recommending.REVIEWED[0],
    help="What is done instead.",
)
@click.option("--amount", "money", default=None, help="A part of it; default all.")
@click.option("--reason", default="", help="Another reason code.")
@click.option("--note", default="", help="What is said with it.")
@date_option
@command_option
@ledger_option
@json_option
def change(number: str, money: str | None, date: str | None, **rest: Any) -> None:
    """Do something else than recommendation NUMBER says."""
    with opened(rest.pop("ledger")) as books:
        as_json = rest.pop("as_json")
        found = recommending.find(books, number)
        wanted = None if money is None or found is None else amount(money, found.currency)
        on = day(date, books.today())
        _show_review(
            books, recommending.change(books, number, amount=wanted, day=on, **rest), as_json
        )


@rwo.command()
@click.argument("number")
@click.option("--note", default="", help="Why.")
@command_option
@ledger_option
@json_option
def reject(number: str, note: str, command: str | None, ledger: str | None, as_json: bool) -> None:
    """Turn recommendation NUMBER down: the balance stays."""
    with opened(ledger) as books:
        made = recommending.reject(books, number, note=note, command=command)
        _show_review(books, made, as_json)


def _show_review(books: Ledger, made: Review, as_json: bool) -> None:
    found = recommending.find(books, made.recommendation)
    assert found is not None, "it was just decided"
    if as_json:
        emit(
            {
                "recommendation": made.recommendation,
                "decision": made.decision,
                "action": made.action,
                "currency": found.currency,
                "amount": decimal_string(made.amount, found.currency),
                "voucher": made.voucher,
                "name": voucher_name(made.voucher) if made.voucher else "",
                "made": number_of(made.made),
                "request": made.request,
                "why": made.text,
                "again": made.again,
            }
        )
        return
    say(report.review_sentence(found, made))


# --- the automatic program -----------------------------------------------------------------------


@rwo.command()
@click.option("--company", required=True, help="The company.")
@click.option("--currency", "currencies", multiple=True, help="Only this currency; again for more.")
@click.option("--customer", "customers", multiple=True, help="Only this customer; again for more.")
@click.option("--limit", default=None, help="Up to an amount, base currency unless one is chosen.")
@click.option("--percent", default=None, help="Up to a percentage of the original receipt.")
@click.option("--reason", default="", help="Reason code; default CRWOF.")
@click.option("--save", "name", default="", metavar="NAME", help="Keep it as a schedule instead.")
@preview_option
@csv_option
@date_option
@command_option
@ledger_option
@json_option
def auto(
    company: str,
    currencies: tuple[str, ...],
    customers: tuple[str, ...],
    limit: str | None,
    percent: str | None,
    reason: str,
    name: str,
    preview: bool,
    as_csv: bool,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Close what is left of receipts: overpayments up to an amount or percentage."""
    with opened(ledger) as books:
        one = currencies[0] if len(currencies) == 1 else ""
        currency = one or books.policies.company(company).base_currency
        most = None if limit is None else amount(limit, currency, "limit")
        program = Program(company, currencies, customers, most, percent, reason)
        if name:
            kept.set_schedule(books, name, program)
            say(f"Schedule {name.upper()} is kept: artui run {name.upper()}")
            return
        on = day(date, books.today())
        made = run_program(books, program, day=on, preview=preview, command=command)
        _show_run(books, company, made, preview=preview, as_csv=as_csv, as_json=as_json)


def _show_run(
    books: Ledger, company: str, made: Run, *, preview: bool, as_csv: bool, as_json: bool
) -> None:
    if as_json:
        for each in made.closed:
            emit({**report.closed_record(each), "preview": preview})
        return
    text = report.run_csv(made) if as_csv else report.run_lines(books, company, made, preview)
    for line in text:
        say(line)


# --- rules ---------------------------------------------------------------------------------------


@rwo.command()
@click.option("--company", default="", help="The company; none = all that have no own.")
@click.option(
    "--from", "file", default=None, metavar="FILE", help="A CSV file with the new rules, in order."
)
@click.option("--since", default=None, help="The day they hold from; default today.")
@click.option("--note", default="", help="Why they change.")
@ledger_option
@json_option
def rules(
    company: str,
    file: str | None,
    since: str | None,
    note: str,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Show the exception rules, or set them all anew from a CSV file."""
    with opened(ledger) as books:
        if file is not None:
            found = report.read_rules(file)
            done = kept.set_rules(
                books, company, found, since=day(since, books.today(), "since"), note=note
            )
            say(done.words(f"{len(found)} rules are set."))
            return
        for version in books.policies.exceptions.get(company, ()):
            if as_json:
                for number, rule in enumerate(version.rules, 1):
                    emit(report.rule_record(version, number, rule))
                continue
            for line in report.rule_lines(version):
                say(line)


# --- schedules -----------------------------------------------------------------------------------


@rwo.command("keep")
@click.argument("name")
@click.option("--company", required=True, help="The company whose differences it sorts.")
@ledger_option
def keep_sorting(name: str, company: str, ledger: str | None) -> None:
    """Keep the sorting by exception rules as schedule NAME."""
    with opened(ledger) as books:
        kept.set_schedule(books, name, Program(company), kept.SORT)
    say(f"Schedule {name.upper()} is kept: artui run {name.upper()}")


@rwo.command("end")
@click.argument("name")
@ledger_option
def end(name: str, ledger: str | None) -> None:
    """End schedule NAME: it can't be run any more."""
    with opened(ledger) as books:
        kept.end_schedule(books, name)
    say(f"Schedule {name.upper()} has ended.")


@click.command()
@click.argument("name", required=False)
@preview_option
@csv_option
@date_option
@command_option
@ledger_option
@json_option
def run(
    name: str | None,
    preview: bool,
    as_csv: bool,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Run schedule NAME with its owner's authority; without a name, list the schedules."""
    with opened(ledger) as books:
        if name is None:
            _list_schedules(books, as_json)
            return
        on = day(date, books.today())
        ran = kept.run_schedule(books, name, day=on, preview=preview, command=command)
        if ran.sorted is not None:
            show_sorted(ran.sorted, as_json)
        elif ran.run is not None:
            company = ran.schedule.company
            _show_run(books, company, ran.run, preview=preview, as_csv=as_csv, as_json=as_json)


def _list_schedules(books: Ledger, as_json: bool) -> None:
    known = [each for each in books.policies.schedules.values() if not each.ended]
    known.sort(key=lambda each: each.schedule)
    if as_json:
        for each in known:
            emit(report.schedule_record(books.policies, each))
        return
    rows = [(each.schedule, each.owner, each.program, _words(books, each)) for each in known]
    for line in table(("schedule", "owner", "program", "what"), rows):
        say(line)


def _words(books: Ledger, schedule: ScheduleSet) -> str:
    return report.schedule_words(books.policies, schedule)

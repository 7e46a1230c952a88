"""``statements``: runs of customer statements, printed again as they were at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from artui import settings
from artui.commands.common import (
    P,
    R,
    command_option,
    day,
    emit,
    inert,
    json_option,
    known_at_option,
    known_record,
    ledger_option,
    looked_at,
    opened,
    say,
    table,
)
from artui.commands.report_forms import (
    Form,
    pdf_option,
    print_option,
    put_on_paper,
)
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.statements import runs
from artui.ledger.statements.contents import statements as read_statements
from artui.ledger.statements.runs import Run, Selection
from artui.reports.pages import Page
from artui.reports.records import moment
from artui.reports.statement import statement_pages, statement_records

WHICH = 2215


@click.group()
def statements() -> None:
    """Customer statements: runs with a cut-off day and a number, reprinted as they were."""


def company_option(command: Callable[P, R]) -> Callable[P, R]:
    """``--company``: whose customers."""
    return click.option("--company", default="", help="Needed where there are several.")(command)


def _company(books: Ledger, named: str) -> str:
    """The company named, else the one of the settings, else the only one."""
    every = sorted(books.policies.companies)
    found = named or settings.load_settings().company or (every[0] if len(every) == 1 else "")
    if not found:
        said = f"there are {', '.join(every)}: name the --company" if every else "there is none"
        raise refuse("company", WHICH, said)
    return found


# --- making a run --------------------------------------------------------------------------------


@statements.command("run")
@company_option
@click.option("--cut-off", help="What is posted up to this day counts; default today.")
@click.option("--customer", default="", help="This customer only.")
@click.option("--group", default="", help="Customers of this group only.")
@click.option("--division", default="", help="Customers of this division only.")
@click.option("--moved", is_flag=True, help="Only accounts that moved since their last statement.")
@click.option("--dry-run", is_flag=True, help="Keep nothing; say who would get one.")
@command_option
@ledger_option
@json_option
def run_(
    company: str,
    cut_off: str | None,
    dry_run: bool,
    command: str | None,
    ledger: str | None,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Make statements under the next number of a company; ``statements print`` shows them.

    A customer without open items gets none, nor one who wants none; both are named.
    """
    with opened(ledger) as books:
        last = day(cut_off, books.today(), "cut_off")
        asked = Selection(_company(books, company), last, **chosen)
        made = runs.preview(books, asked) if dry_run else runs.run(books, asked, command=command)
    if as_json:
        emit({**_record(made), "dry_run": dry_run})
        return
    for line in _said(made):
        say(line)
    if dry_run:
        say("Nothing is kept.")


def _said(made: Run) -> Iterator[str]:
    yield (
        f"Run {made.name} of {made.cut_off}, {made.scope}: {made.counted},"
        f" {len(made.skipped):,} skipped."
    )
    rows = [(one.customer, one.name, _for(one.pays_for)) for one in made.statements]
    yield from table(("Statement to", "Name", "Also for"), rows) if rows else ()
    yield from table(("Skipped", "Why"), made.skipped) if made.skipped else ()


def _for(pays_for: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(number for number, _name in pays_for)


def _record(made: Run) -> dict[str, object]:
    return {
        "run": made.name,
        "company": made.company,
        "number": made.number,
        "cut_off": made.cut_off,
        "scope": made.scope,
        "position": made.pos,
        "recorded_at": moment(made.recorded_at),
        "clerk": made.clerk,
        "statements": [
            {
                "customer": one.customer,
                "name": one.name,
                "also_for": [number for number, _name in one.pays_for],
            }
            for one in made.statements
        ],
        "skipped": [{"customer": customer, "why": why} for customer, why in made.skipped],
    }


# --- looking -------------------------------------------------------------------------------------


@statements.command("list")
@click.option("--company", default="", help="Of this company only.")
@known_at_option
@ledger_option
@json_option
def list_(company: str, known_at: str, ledger: str | None, as_json: bool) -> None:
    """List the runs, the newest first."""
    with looked_at(ledger, known_at) as books:
        found, known_then = runs.runs(books, company), known_record(books)
    if as_json:
        for made in found:
            emit({**_record(made), **known_then})
        return
    heads = ("Run", "Cut-off", "Statements", "Skipped", "Recorded", "Clerk", "Of")
    rows = (
        (
            made.name,
            made.cut_off,
            f"{len(made.statements):,}",
            f"{len(made.skipped):,}",
            moment(made.recorded_at)[:16],
            made.clerk,
            made.scope,
        )
        for made in found
    )
    for line in table(heads, rows, right="  rr"):
        say(line)


@statements.command("print")
@click.argument("number", type=click.IntRange(min=1))
@company_option
@click.option("--customer", default="", help="This customer's statement only.")
@click.option("--text", "_text", is_flag=True, help="Text of 80 columns; the default.")
@pdf_option
@print_option
@ledger_option
@json_option
def print_(
    number: int,
    company: str,
    customer: str,
    _text: bool,
    pdf_file: str | None,
    to_printer: bool,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Print the statements of run NUMBER: the same to the byte, whatever was posted since."""
    form = Form(pdf_file=pdf_file, to_printer=to_printer)
    with opened(ledger) as books:
        made = runs.find(books, _company(books, company), number)
        found = list(read_statements(books, made, customer))
    if as_json:
        for record in statement_records(found):
            emit(record)
        return
    pages = [page for statement in found for page in statement_pages(statement)]
    if form.on_paper:
        put_on_paper(pages, f"Statements {made.name}", form, made.recorded_at)
    else:
        _say_pages(pages)


def _say_pages(pages: list[Page]) -> None:
    for number, page in enumerate(pages):
        if number:
            click.echo("\f", nl=False)
        for line in page:
            click.echo(inert(line))


# --- who wants none ------------------------------------------------------------------------------


@statements.command()
@click.argument("customer")
@company_option
@ledger_option
def stop(customer: str, company: str, ledger: str | None) -> None:
    """Send CUSTOMER no statements from now on."""
    _want(customer, company, ledger, wanted=False)


@statements.command()
@click.argument("customer")
@company_option
@ledger_option
def resume(customer: str, company: str, ledger: str | None) -> None:
    """Send CUSTOMER statements again."""
    _want(customer, company, ledger, wanted=True)


def _want(customer: str, company: str, ledger: str | None, *, wanted: bool) -> None:
    with opened(ledger) as books:
        changed = runs.want(books, _company(books, company), customer, wanted=wanted)
    gets = "gets statements" if wanted else "gets no statements"
    say(f"{customer} {gets}{' from now on' if changed else ', as before'}.")

"""How a report leaves the command line: text, CSV, JSON Lines, a PDF file, the printer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from artui import settings
from artui.commands.common import (
    P,
    R,
    emit,
    json_option,
    known_record,
    ledger_option,
    say,
    warn,
)
from artui.ledger.ledger import Ledger
from artui.reports.pages import Page, plain_pages, with_breaks
from artui.reports.papers import Record, Report, csv_of, pages_of, records_of, text_of
from artui.reports.pdf import pdf_of
from artui.reports.printing import send

pdf_option = click.option(
    "--pdf", "pdf_file", metavar="FILE", type=click.Path(dir_okay=False), help="Write a PDF."
)
print_option = click.option(
    "--print", "to_printer", is_flag=True, help="Send it to the print command of the settings."
)


def form_options(command: Callable[P, R]) -> Callable[P, R]:
    """What every report that is a table takes."""
    for option in (
        json_option,
        ledger_option,
        print_option,
        pdf_option,
        click.option("--csv", "as_csv", is_flag=True, help="CSV for another program."),
        click.option("--text", "_text", is_flag=True, help="Text of 80 columns; the default."),
    ):
        command = option(command)
    return command


def knowing(books: Ledger, reports: Sequence[Report]) -> list[Report]:
    """Reports whose rows tell programs at which position they were known, if that isn't now."""
    common = tuple((name, str(value)) for name, value in known_record(books).items())
    return [report._replace(common=(*report.common, *common)) for report in reports]


class Form(NamedTuple):
    """The form asked for; none set = text."""

    as_csv: bool = False
    pdf_file: str | None = None
    to_printer: bool = False
    as_json: bool = False

    @property
    def on_paper(self) -> bool:
        """Whether it goes to a file or a printer, not to the terminal."""
        return bool(self.pdf_file) or self.to_printer


def put_out(reports: Sequence[Report], form: Form, moment: int) -> None:
    """Print reports with the same columns in the form asked for; a PDF bears the ``moment``."""
    pages = [page for report in reports for page in pages_of(report)]
    title = reports[0].title if reports else "Nothing"
    if form.as_json:
        for report in reports:
            for record in records_of(report):
                emit(record)
    elif form.as_csv:
        click.echo(csv_of(reports), nl=False)
    elif form.on_paper:
        put_on_paper(pages, title, form, moment)
    else:
        for number, report in enumerate(reports):
            for line in ["", *text_of(report)][not number :]:
                say(line)


def put_lines(
    lines: Sequence[str], csv_text: str, records: Iterable[Record], form: Form, moment: int
) -> None:
    """Print a report that is made of lines, the first its title, in the form asked for."""
    if form.as_json:
        for record in records:
            emit(record)
    elif form.as_csv:
        click.echo(csv_text, nl=False)
    elif form.on_paper:
        put_on_paper(plain_pages(lines), " ".join(lines[0].split()), form, moment)
    else:
        for line in lines:
            say(line)


def put_on_paper(pages: Sequence[Page], title: str, form: Form, moment: int) -> None:
    """Write pages as a PDF file, in the place of one that is there, or send them to the print
    command, or both."""
    count = f"{len(pages)} page{'' if len(pages) == 1 else 's'}"
    if form.pdf_file:
        Path(form.pdf_file).write_bytes(pdf_of(pages, title=title, moment=moment))
        warn(f"{title}: {count} written to {form.pdf_file}.")
    if form.to_printer:
        send(with_breaks(pages), settings.load_settings().print_command)
        warn(f"{title}: {count} sent to the printer.")

"""``picture``: ageing, write-offs, differences, the back-test curve: to look at, as SVG, as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from artui.commands.common import (
    KNOWN_AT,
    amount,
    day,
    emit,
    json_option,
    known_record,
    ledger_option,
    looked_at,
    say,
    warn,
)
from artui.ledger.backtest.question import proposed
from artui.reports.pictures.blocks import block_lines
from artui.reports.pictures.catalogue import PICTURES, Known, Wanted, pictures
from artui.reports.pictures.drawn import pictures_pdf
from artui.reports.pictures.picture import Picture, records_of
from artui.reports.pictures.svg import svg_of

COLUMNS, LINES = 78, 20


@click.group()
def picture() -> None:
    """Pictures where people would rather look; block characters unless a file is named."""


def _command(known: Known) -> click.Command:
    def made(**asked: Any) -> None:
        _show(known, **asked)

    made.__doc__ = known.says
    file = click.Path(dir_okay=False, path_type=Path)
    options = [
        click.Option(["--company"], default="", help="Of this company; default all."),
        click.Option(["--currency"], default="", help="In this currency only."),
        click.Option(["--as-of", "--to", "last"], help="Up to this day; default today."),
        click.Option(["--known-at"], metavar="POSITION", default="", help=KNOWN_AT),
        click.Option(["--svg"], type=file, metavar="FILE", help="Write it as SVG."),
        click.Option(["--pdf"], type=file, metavar="FILE", help="Write it as PDF."),
        click.Option(["--columns"], type=click.IntRange(40, 400), default=COLUMNS,
                     show_default=True, help="Cells of a line on the terminal."),
    ]  # fmt: skip
    if known.since:
        since = click.Option(["--from", "first"], help="From this day on; default a year back.")
        options.insert(2, since)
    if known.limit:
        tried = click.Option(
            ["--limit"], metavar="AMOUNT", help="The limit to try; default twice that in force."
        )
        options.insert(2, tried)
    command = click.command(known.name)(ledger_option(json_option(made)))
    command.params[:0] = options
    return command


for each in PICTURES.values():
    picture.add_command(_command(each))


def _show(
    known: Known,
    *,
    company: str,
    currency: str,
    last: str | None,
    known_at: str,
    svg: Path | None,
    pdf: Path | None,
    columns: int,
    ledger: str | None,
    as_json: bool,
    first: str | None = None,
    limit: str | None = None,
) -> None:
    with looked_at(ledger, known_at) as books:
        today, currency = books.today(), currency.upper()
        if limit is not None and not currency:
            currency = proposed(books).currency
        wanted = Wanted(
            day(last, today, "to"),
            day(first, today, "from") if first else "",
            company,
            currency,
            amount(limit, currency, "limit") if limit is not None else 0,
        )
        found = pictures(books, known.name, wanted)
        moment, known_then = books.clock(), known_record(books)
    if as_json:
        for one in found:
            for record in records_of(one):
                emit({**record, **known_then})
    elif svg or pdf:
        _write(known, found, svg, pdf, moment)
    else:
        _say(found, columns)


def _write(
    known: Known, found: list[Picture], svg: Path | None, pdf: Path | None, moment: int
) -> None:
    if svg is not None:
        svg.write_text(svg_of(found), encoding="utf-8")
        warn(f"{known.title}: written to {svg}.")
    if pdf is not None:
        pdf.write_bytes(pictures_pdf(found, moment=moment))
        warn(f"{known.title}: written to {pdf}.")


def _say(found: list[Picture], columns: int) -> None:
    for number, one in enumerate(found):
        for line in ["", one.title, *block_lines(one, columns, LINES)][not number :]:
            say(line)

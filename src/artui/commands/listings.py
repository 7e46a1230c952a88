"""``report NAME``: one command for each report of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from artui.commands.common import KNOWN_AT, day, looked_at
from artui.commands.report_forms import Form, form_options, knowing, put_out
from artui.ledger.ledger import Ledger
from artui.reports.asked import Asked
from artui.reports.catalogue import CATALOGUE, Known

_NARROWS = {
    "account": "This account of the books.",
    "reason": "Written off for this reason; tolerance is one.",
    "clerk": "By this clerk only.",
    "currency": "In this currency only.",
}
_OWN = ("aged-balances", "accounting-journal", "payment-journal", "duties")


def commands() -> Iterator[click.Command]:
    """A command for each report of the catalogue but those that have one of their own: the aged
    balances know of periods, the journals of single vouchers, duties of no day."""
    yield from (_command(known) for known in CATALOGUE if known.name not in _OWN)


def _command(known: Known) -> click.Command:
    def made(**asked: Any) -> None:
        report_out(known, **asked)

    made.__doc__ = known.says
    command = click.command(known.name)(form_options(made))
    command.params[:0] = options_of(known)
    return command


def options_of(known: Known) -> list[click.Parameter]:
    """What a report is asked for."""
    options = [click.Option(["--company"], default="", help="Of this company; default each.")]
    if known.since:
        options.append(click.Option(["--from", "first"], help="From this day on; default all."))
    options.append(click.Option(["--as-of", "--to", "last"], help="Up to this day; default today."))
    if known.customer:
        options.append(click.Option(["--customer"], default="", help="Of this customer only."))
    options += [click.Option([f"--{name}"], default="", help=_NARROWS[name]) for name in known.also]
    options.append(click.Option(["--known-at"], metavar="POSITION", default="", help=KNOWN_AT))
    return [*options]


def report_out(
    known: Known,
    *,
    company: str,
    last: str | None,
    first: str | None = None,
    customer: str = "",
    known_at: str,
    ledger: str | None,
    _text: bool,
    **others: Any,
) -> None:
    narrow = {name: others.pop(name) for name in known.also}
    with looked_at(ledger, known_at) as books:
        until = day(last, books.today(), "as-of")
        since = day(first, books.today(), "from") if first else ""
        codes = _companies(books, company, customer)
        asked = Asked("", until, since, customer, **narrow)
        reports = [known.make(books, asked._replace(company=code)) for code in codes]
        reports, moment = knowing(books, reports), books.clock()
    put_out(reports, Form(**others), moment)


def _companies(books: Ledger, company: str, customer: str) -> list[str]:
    """The company named; else each, with a customer those that know it."""
    if company:
        return [company]
    every = sorted(books.policies.companies)
    known = [code for code in every if books.read.customer(code, customer)] if customer else []
    return known or every

"""``parameters``: how a company settles, shown and set one by one; each change is a version."""

from __future__ import annotations

import click

from artui.commands.common import day, emit, json_option, ledger_option, opened, say, table
from artui.ledger.setup import parameters as params
from artui.ledger.setup.parameters import SETTINGS, base_currency, changed, set_parameters


@click.group()
def parameters() -> None:
    """How receivables are settled, where systems differ; see docs/policies.md."""


@parameters.command("show")
@click.option("--company", default="", help="Of this company; default those of all.")
@click.option("--as-of", "as_of", help="On this day; default today.")
@click.option("--versions", is_flag=True, help="Every version: who, when, since when and why.")
@ledger_option
@json_option
def show(
    company: str, as_of: str | None, versions: bool, ledger: str | None, as_json: bool
) -> None:
    """The parameters in force, as they would be typed."""
    with opened(ledger) as books:
        policies = books.policies
        heads: tuple[str, ...]
        rows: list[tuple[str, ...]]
        if versions:
            rows = [
                (line.company or "all", line.since, line.clerk, line.note)
                for line in params.versions(policies)
                if company in ("", line.company)
            ]
            heads = ("Company", "Since", "By", "Note")
        else:
            base = base_currency(policies, company)
            known = policies.parameters(company, day(as_of, books.today(), "as-of"))
            rows = [
                (it.name, params.shown(it.name, getattr(known, it.name), base), it.title)
                for it in SETTINGS
            ]
            heads = ("Parameter", "Value", "Meaning")
    if as_json and versions:
        for row in rows:
            emit(dict(zip(("company", "since", "by", "note"), row, strict=True)))
    elif as_json:
        emit({row[0]: row[1] for row in rows})
    else:
        for line in table(heads, rows):
            say(line)


@parameters.command("set")
@click.argument("name", metavar="NAME")
@click.argument("value", nargs=-1, metavar="VALUE…")
@click.option("--company", default="", help="Of this company; default for all without their own.")
@click.option("--since", help="From this day on; default today.")
@click.option("--note", default="", help="Why.")
@ledger_option
def set_(
    name: str,
    value: tuple[str, ...],
    company: str,
    since: str | None,
    note: str,
    ledger: str | None,
) -> None:
    """Set parameter NAME from a day on: a new version, the others as they stand that day.

    VALUE is a word, yes or no, amounts with their currency (USD 5.00 CAD 7.50), or nothing for no
    limit.
    """
    with opened(ledger) as books:
        policies = books.policies
        since = day(since, books.today(), "since")
        base = base_currency(policies, company)
        known = policies.parameters(company, since)
        meant = params.setting(name).name
        new = changed(known, {meant: params.parse(meant, " ".join(value), base)})
        set_parameters(books, company, new, since, note)
        shown = params.shown(meant, getattr(new, meant), base) or "no limit"
    whose = company or "all companies without their own"
    say(books.kept.words(f"{meant} is {shown} from {since} on, for {whose}."))

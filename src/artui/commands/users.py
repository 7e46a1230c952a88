"""``user``: who may do what, and write off how much. Every change is an event."""

from __future__ import annotations

import click

from artui.commands.common import amount, emit, json_option, ledger_option, opened, say, table, told
from artui.ledger import setup
from artui.ledger.money import decimal_string, format_amount


@click.group()
def user() -> None:
    """Clerks and how much each may write off."""


@user.command("set")
@click.argument("name")
@click.option(
    "--authority",
    multiple=True,
    metavar="CUR=AMOUNT",
    help="The most per document in a currency; again for more; none is 0.",
)
@click.option("--unlimited", is_flag=True, help="No limit at all.")
@click.option("--late-discount", is_flag=True, help="May give discounts beyond the terms.")
@click.option("--full-name", default="", help="The name on reports.")
@click.option("--role", "roles", multiple=True, help="A role; again for more; default as before.")
@click.option(
    "--branch",
    "branches",
    multiple=True,
    metavar="COMPANY[/BRANCH]",
    help="What the user sees; again for more, ALL for all; default as before.",
)
@click.option("--ended", is_flag=True, help="May do nothing any more.")
@ledger_option
def set_user(
    name: str,
    authority: tuple[str, ...],
    unlimited: bool,
    late_discount: bool,
    full_name: str,
    roles: tuple[str, ...],
    branches: tuple[str, ...],
    ended: bool,
    ledger: str | None,
) -> None:
    """Say what clerk NAME (the login name) may do, whole: what isn't named is off.

    Roles and branches stay as they are unless they are named. Where a second person may confirm,
    the change waits for one: `artui change`.
    """
    limits = {}
    for text in authority:
        currency, mark, figure = text.partition("=")
        if not mark:
            raise click.UsageError(f"--authority {text}: write it CUR=AMOUNT")
        limits[currency] = amount(figure, currency, "authority")
    with opened(ledger) as books:
        setup.define_user(
            books,
            name,
            name=full_name,
            authority=limits,
            unlimited=unlimited,
            late_discount=late_discount,
            ended=ended,
            roles=roles or None,
            branches=() if branches == ("ALL",) else branches or None,
        )
        told(books, f"{name} is set.")


@user.command("list")
@ledger_option
@json_option
def list_users(ledger: str | None, as_json: bool) -> None:
    """Every clerk with what they may write off per document."""
    with opened(ledger) as books:
        users = sorted(books.policies.users.values(), key=lambda it: it.user)
    if as_json:
        for it in users:
            emit(
                {
                    "user": it.user,
                    "name": it.name,
                    "unlimited": it.unlimited,
                    "late_discount": it.late_discount,
                    "ended": it.ended,
                    "roles": list(it.roles),
                    "branches": list(it.branches),
                    "authority": {c: decimal_string(v, c) for c, v in it.authority.items()},
                }
            )
        return
    rows = [
        (
            it.user,
            it.name,
            "unlimited"
            if it.unlimited
            else " ".join(f"{c} {format_amount(v, c)}" for c, v in it.authority.items()) or "0",
            "yes" if it.late_discount else "",
            " ".join(it.roles),
            " ".join(it.branches),
            "ended" if it.ended else "",
        )
        for it in users
    ]
    heads = ("User", "Name", "Authority", "Late discount", "Roles", "Branches", "State")
    for line in table(heads, rows):
        say(line)

"""``user``: who may write off how much. Every change is an event."""

from __future__ import annotations

import click

from artui.commands.common import amount, emit, json_option, ledger_option, opened, say, table
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
@click.option("--ended", is_flag=True, help="May do nothing any more.")
@ledger_option
def set_user(
    name: str,
    authority: tuple[str, ...],
    unlimited: bool,
    late_discount: bool,
    full_name: str,
    ended: bool,
    ledger: str | None,
) -> None:
    """Say what clerk NAME (the login name) may do, whole: what isn't named is off."""
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
        )
    say(f"{name} is set.")


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
            "ended" if it.ended else "",
        )
        for it in users
    ]
    for line in table(("User", "Name", "Authority", "Late discount", "State"), rows):
        say(line)

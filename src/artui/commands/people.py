"""``role``, ``delegate``, ``change``: roles, and what takes a second person."""

from __future__ import annotations

import click

from artui.commands.common import day, emit, json_option, ledger_option, opened, say, table, told
from artui.ledger.people import changes, rights
from artui.ledger.people.users_roles import define_role
from artui.ledger.people.users_roles import delegate as give


@click.group()
def role() -> None:
    """Roles and the permissions they hold."""


@role.command("set")
@click.argument("code")
@click.argument("permissions", nargs=-1)
@click.option("--name", default="", help="What it is for.")
@click.option("--ended", is_flag=True, help="It allows nothing any more.")
@ledger_option
def set_role(
    code: str, permissions: tuple[str, ...], name: str, ended: bool, ledger: str | None
) -> None:
    """Say what role CODE allows, whole: PERMISSIONS as `artui role permissions` lists them."""
    with opened(ledger) as books:
        define_role(books, code, name, permissions, ended=ended)
        told(books, f"Role {code} is set.")


@role.command("list")
@ledger_option
@json_option
def list_roles(ledger: str | None, as_json: bool) -> None:
    """Every role with what it allows and who holds it."""
    with opened(ledger) as books:
        users = books.policies.users.values()
        found = [
            (known, [user.user for user in users if known.role in user.roles and not user.ended])
            for known in rights.roles(books.policies).values()
            if not known.ended
        ]
    if as_json:
        for known, held in found:
            emit(
                {
                    "role": known.role,
                    "name": known.name,
                    "permissions": sorted(known.permissions),
                    "users": held,
                }
            )
        return
    for known, held in found:
        say(f"{known.role}: {known.name}. Held by {', '.join(held) or 'nobody'}.")
        say(f"  {' '.join(sorted(known.permissions))}")


@role.command("permissions")
@json_option
def list_permissions(as_json: bool) -> None:
    """Every permission with what it allows."""
    if as_json:
        for name, words in rights.PERMISSIONS.items():
            emit({"permission": name, "allows": words})
        return
    for line in table(("Permission", "Allows"), rights.PERMISSIONS.items()):
        say(line)


@click.command()
@click.argument("to")
@click.option("--until", default=None, help="The last day, inclusive.")
@click.option("--from", "since", default=None, help="The first day; default today.")
@click.option("--user", default="", help="Whose authority; default your own.")
@click.option("--note", default="", help="Why.")
@click.option("--end", is_flag=True, help="End it today.")
@ledger_option
def delegate(
    to: str,
    until: str | None,
    since: str | None,
    user: str,
    note: str,
    end: bool,
    ledger: str | None,
) -> None:
    """Let TO approve in your place until a day."""
    if end == (until is not None):
        raise click.UsageError("either --until DAY or --end")
    with opened(ledger) as books:
        today = books.today()
        last = "" if end else day(until, today, "until")
        give(books, to, last, user=user, since=day(since, today, "from"), note=note)
        whose = user or books.clerk
        done = f"{to} approves for {whose} {f'until {last}' if last else 'no more'}."
        say(books.kept.words(done))


@click.command()
@click.argument("number", required=False, type=int)
@click.option("--reject", is_flag=True, help="Turn it down, or take your own back.")
@click.option("--note", default="", help="What is said with the decision.")
@ledger_option
@json_option
def change(number: int | None, reject: bool, note: str, ledger: str | None, as_json: bool) -> None:
    """Confirm change NUMBER of a colleague; without one, list the changes that wait."""
    if reject and number is None:
        raise click.UsageError("name the change")
    with opened(ledger) as books:
        if number is None:
            rows = [(str(it.number), it.clerk, it.what) for it in changes.waiting(books)]
        elif reject:
            changes.reject(books, number, note=note)
        else:
            changes.confirm(books, number, note=note)
    if number is not None:
        say(f"Change {number} {'is turned down' if reject else 'is confirmed'}.")
    elif as_json:
        for key, by, what in rows:
            emit({"change": int(key), "by": by, "what": what})
    else:
        for line in table(("change", "by", "what"), rows):
            say(line)

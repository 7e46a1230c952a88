"""``init``: a ledger to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from artui import settings
from artui.commands.common import emit, json_option, ledger_option, place, say
from artui.ledger import setup
from artui.signing_on import sign_on


@click.command()
@click.option("--name", default="artui", show_default=True, help="What the ledger is called.")
@ledger_option
@json_option
def init(name: str, ledger: str | None, as_json: bool) -> None:
    """Make an empty ledger with standard accounts, rules and reason codes.

    Whoever makes it becomes its first user, with unlimited authority to write off.
    """
    location = _room_for(place(ledger))
    made = sign_on(location, create=True)
    try:
        setup.create(made, name)
    finally:
        made.close()
    if as_json:
        emit({"ledger": location, "name": name, "user": made.clerk, "authority": "unlimited"})
        return
    say(f"Ledger {name} made at {location}.")
    say(
        f"{made.clerk} is its user and may write off without limit; "
        "`artui user set` gives others a limit per currency (none is 0)."
    )
    say(
        f"{made.clerk} is administrator and supervisor alone: until `artui user set NAME --role "
        "administrator` names a second one, nobody confirms what changes limits, reasons, "
        "accounts and users."
    )


def _room_for(location: str) -> str:
    """Make the platform's folder for the default place; other folders must be there."""
    if "://" in location:
        return location
    path = Path(location).expanduser().absolute()
    if str(path) == settings.ledger_location() and not path.parent.exists():
        path.parent.mkdir(parents=True, mode=0o700)
    return str(path)

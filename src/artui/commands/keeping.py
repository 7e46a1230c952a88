"""``rebuild``, ``backup`` and ``restore``: keeping the books in order, and copies of them."""

from __future__ import annotations

from contextlib import closing

import click

from artui.commands.common import (
    emit,
    existing_file,
    json_option,
    ledger_option,
    opened,
    place,
    say,
)
from artui.commands.counting import counting


@click.command()
@ledger_option
@json_option
def rebuild(ledger: str | None, as_json: bool) -> None:
    """Fold all lists and balances anew from the events, while others work.

    A ledger of an older version is brought up to date by it.
    """
    with opened(ledger, older_ok=True) as books, counting("events folded") as progress:
        events = books.store.rebuild(progress)
    if as_json:
        emit({"events": events})
    else:
        say(f"Rebuilt from {events:,} events.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--sound", is_flag=True, help="Of a damaged ledger: as far as it is whole.")
@ledger_option
@json_option
def backup(file: str, sound: bool, ledger: str | None, as_json: bool) -> None:
    """Copy the ledger into a new FILE while others work; every event is proved on the way.

    The copy is a ledger itself: ARTUI_LEDGER=FILE opens it.
    """
    from artui.ledger.proof.copies import copy_to  # late: few commands need it
    from artui.ledger.store import open_store

    # Nobody signs on: of a damaged ledger it may be unreadable who is known here.
    with closing(open_store(place(ledger))) as store, counting("events copied") as progress:
        made = copy_to(store, file, sound=sound, progress=progress)
    if as_json:
        emit({"backup": file, "events": made.events, "known": made.known, "hash": made.hash})
        return
    left = f" of {made.known:,}" if made.events < made.known else ""
    say(f"{made.events:,}{left} events copied to {file}, hash {made.hash}.")


@click.command()
@click.argument("file")
@ledger_option
@json_option
def restore(file: str, ledger: str | None, as_json: bool) -> None:
    """Make a ledger from the backup FILE where none is: at --ledger or ARTUI_LEDGER.

    From a file to PostgreSQL as well; every event is proved on the way.
    """
    from artui.ledger.proof.copies import copy_to  # late: few commands need it
    from artui.ledger.store import open_store

    source, target = existing_file(file), place(ledger)
    with closing(open_store(source)) as store, counting("events copied") as progress:
        made = copy_to(store, target, progress=progress)
    if as_json:
        emit({"ledger": target, "events": made.events, "hash": made.hash})
    else:
        say(f"{made.events:,} events restored, hash {made.hash}.")

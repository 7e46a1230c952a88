"""``verify`` and ``rebuild``: keeping the books in order."""

from __future__ import annotations

from contextlib import closing

import click

from artui.commands.common import emit, json_option, ledger_option, opened, place, say, warn


@click.command()
@ledger_option
@json_option
def verify(ledger: str | None, as_json: bool) -> int:
    """Check the whole ledger: chain, numbers, journals, balances; names the first bad event.

    Ends with status 1 if anything is wrong.
    """
    from artui.ledger.proof.verifying import verify as check  # late: only this command needs it
    from artui.ledger.store import open_store

    # Nobody signs on: in a damaged log it may be unreadable who is known here.
    with closing(open_store(place(ledger))) as store:
        verdict = check(store)
    if as_json:
        emit(
            {
                "sound": verdict.sound,
                "events": verdict.events,
                "vouchers": verdict.vouchers,
                "first_bad": verdict.first_bad,
                "problems": list(verdict.problems),
                "unnamed": verdict.unnamed,
            }
        )
    elif verdict.sound:
        say(f"Sound: {verdict.events:,} events, {verdict.vouchers:,} vouchers.")
    else:
        for problem in verdict.problems:
            say(problem)
        if verdict.unnamed:
            say(f"and {verdict.unnamed:,} more")
        first = "" if verdict.first_bad is None else f" First bad event: {verdict.first_bad:,}."
        warn(f"The ledger is not sound.{first}")
    return 0 if verdict.sound else 1


@click.command()
@ledger_option
@json_option
def rebuild(ledger: str | None, as_json: bool) -> None:
    """Fold all lists and balances anew from the events, while others work."""
    with opened(ledger) as books:
        events = books.store.rebuild()
    if as_json:
        emit({"events": events})
    else:
        say(f"Rebuilt from {events:,} events.")

"""``verify`` and ``rebuild``: keeping the books in order."""

from __future__ import annotations

import click

from artui.commands.common import emit, json_option, ledger_option, opened, say, warn


@click.command()
@ledger_option
@json_option
def verify(ledger: str | None, as_json: bool) -> int:
    """Check the whole ledger: chain, numbers, journals, balances; names the first bad event.

    Ends with status 1 if anything is wrong.
    """
    from artui.ledger.audit import verify as check  # late: only this command needs it

    with opened(ledger) as books:
        books.require("ledger.verify")
        verdict = check(books.store)
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
        books.require("ledger.rebuild")
        events = books.store.rebuild()
    if as_json:
        emit({"events": events})
    else:
        say(f"Rebuilt from {events:,} events.")

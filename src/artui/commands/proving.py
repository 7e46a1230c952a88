"""``seal`` and ``verify``: writing down where the chain stands, and proving that it still does."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from artui.commands.common import emit, json_option, ledger_option, opened, place, say, warn
from artui.commands.counting import counting
from artui.ledger.errors import LedgerError

if TYPE_CHECKING:
    from artui.ledger.proof.verifying import Verdict


@click.command()
@click.option("--out", "out", type=click.Path(dir_okay=False), help="Write it to this new file.")
@click.option("--at", "position", type=int, help="As of this event; default the last one.")
@click.option("--key", type=click.Path(dir_okay=False), help="Sign it with this private SSH key.")
@ledger_option
@json_option
def seal(
    out: str | None, position: int | None, key: str | None, ledger: str | None, as_json: bool
) -> None:
    """Write down where the chain stands, to be kept where nobody can change it.

    `verify --seal FILE` proves later that nothing before it was changed. The same position makes
    the same seal; without --out it is printed.
    """
    from artui.ledger.proof import seals  # late: few commands need it

    if key and not out:
        raise click.UsageError("--key needs --out: the signature stands beside the file")
    with opened(ledger) as books:
        books.require("ledger.verify")
        made = seals.make(books.store, position)
    data = seals.to_bytes(made)
    if out is None:
        click.echo(data.decode(), nl=False)
        return
    path = Path(out)
    _write_new(path, data)
    signature = _signed(path, Path(key)) if key else ""
    if as_json:
        record = {"seal": out, "position": made.position, "hash": made.hash}
        emit({**record, "signature": signature})
        return
    say(f"Event {made.position:,} sealed in {out}, hash {made.hash}.")
    if signature:
        say(f"Signed: {signature}.")


def _signed(path: Path, key: Path) -> str:
    """Sign a new seal; one that can't be signed is taken away, so that it can be made again."""
    from artui.ledger.proof import signing  # late: few commands need it

    try:
        return str(signing.sign(path, key))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet: a seal is never overwritten."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise LedgerError(f"{path} exists; a seal is never written over") from None
    except OSError as error:
        raise LedgerError(f"{path} can't be written: {error.strerror or error}") from None


@click.command()
@click.option("--seal", "kept", multiple=True, metavar="FILE",
              help="Prove it against a seal that was kept; again for more.")  # fmt: skip
@click.option("--key", metavar="FILE.pub", help="The public key that signed them.")
@ledger_option
@json_option
def verify(kept: tuple[str, ...], key: str | None, ledger: str | None, as_json: bool) -> int:
    """Check the whole ledger: chain, numbers, journals, balances; names the first bad event.

    Ends with status 1 if anything is wrong.
    """
    from artui.ledger.proof import seals, signing  # late: only this command needs them
    from artui.ledger.proof.verifying import verify as check
    from artui.ledger.store import open_store

    if key and not kept:
        raise click.UsageError("--key needs --seal: it is seals that are signed")
    paths = [Path(name) for name in kept]
    unsigned = [signing.check(path, Path(key)) for path in paths] if key else []
    sealed = [seals.read(path) for path in paths]
    # Nobody signs on: in a damaged log it may be unreadable who is known here.
    with closing(open_store(place(ledger))) as store, counting("events checked") as progress:
        verdict = check(store, progress, kept=sealed)
    for said in filter(None, unsigned):
        verdict.doubt(said)
    if as_json:
        _emit(verdict)
    else:
        _say(verdict, signed=bool(key))
    return 0 if verdict.sound else 1


def _emit(verdict: Verdict) -> None:
    emit(
        {
            "sound": verdict.faultless,
            "events": verdict.events,
            "vouchers": verdict.vouchers,
            "seals": verdict.seals,
            "first_bad": verdict.first_bad,
            "readable": verdict.readable,
            "problems": [each for each in verdict.problems if each not in verdict.doubts],
            "doubts": list(verdict.doubts),
            "unnamed": verdict.unnamed,
        }
    )


def _say(verdict: Verdict, *, signed: bool) -> None:
    for doubt in verdict.doubts:
        warn(doubt)
    if verdict.faultless:
        many = "" if verdict.seals == 1 else "s"
        seals = f", {verdict.seals:,} seal{many} hold{'' if many else 's'}" if verdict.seals else ""
        signatures = ", signed" if signed and not verdict.doubts else ""
        say(f"Sound: {verdict.events:,} events, {verdict.vouchers:,} vouchers{seals}{signatures}.")
        return
    for problem in verdict.problems:
        if problem not in verdict.doubts:
            say(problem)
    if verdict.unnamed:
        say(f"and {verdict.unnamed:,} more")
    first = "" if verdict.first_bad is None else f" First bad event: {verdict.first_bad:,}."
    warn(f"The ledger is not sound.{first}")
    if verdict.first_bad is None and verdict.events:
        warn(
            f"The chain of all {verdict.events:,} events is whole: `artui rebuild` makes the rest"
            " anew; where it can't, `artui backup FILE --sound` copies the events to a new ledger."
        )
    if verdict.first_bad is not None and verdict.readable:
        warn(
            f"Events 1 to {verdict.readable:,} are whole; "
            "`artui backup FILE --sound` copies them, to the last whole voucher, into a new ledger."
        )

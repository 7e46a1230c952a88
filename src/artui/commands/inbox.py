"""``inbox``: a folder that banks' files are put into, read on a timer."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from artui.commands.bank_posting import post, taking_options
from artui.commands.banking import load, read
from artui.commands.common import json_option, ledger_option, opened, say
from artui.ledger.errors import LedgerError

DONE, REFUSED = "done", "refused"
"""Where files go: what was posted whole, and what somebody has to look at."""


@click.command()
@json_option
@ledger_option
@click.option(
    "--settled", default=5, metavar="SECONDS", help="Leave files changed since; default 5."
)
@taking_options
@click.argument("folder", metavar="FOLDER")
def inbox(
    folder: str,
    settled: int,
    profile: str | None,
    ledger: str | None,
    as_json: bool,
    **how: Any,
) -> int:
    """Take in all banks' files of a FOLDER, as import bank does, and put them away.

    A file whose statements are all posted moves to FOLDER/done, any other to FOLDER/refused.
    Hidden files, those still being written, and folders are left. For cron or a systemd timer:
    the exit status is 1 if a file was refused, and money is never posted twice.
    """
    from artui.intake.bank.files import Manner  # late: most commands read no bank file

    place = Path(folder)
    if not place.is_dir():
        raise LedgerError(f"there is no folder {folder}")
    profiles = load(profile)
    refused = 0
    files = _waiting(place, settled)
    with opened(ledger) as books:
        for file in files:
            statements = read(str(file), profiles)
            right = bool(statements) and post(
                books, str(file), statements or [], Manner(**how), as_json=as_json
            )
            _put_away(file, DONE if right else REFUSED)
            refused += not right
    if not as_json:
        say(f"{folder}: {len(files) - refused} done, {refused} refused")
    return 1 if refused else 0


def _waiting(place: Path, settled: int) -> list[Path]:
    """The files to be read by name; what changed in the last seconds may still be growing."""
    before = time.time() - settled
    try:
        return sorted(
            file
            for file in place.iterdir()
            if file.is_file() and file.name[0] != "." and file.stat().st_mtime <= before
        )
    except OSError as error:
        raise LedgerError(f"{place} can't be read: {error.strerror or error}") from None


def _put_away(file: Path, where: str) -> None:
    """Move a file to a folder beside it, under a name that is free there."""
    try:
        (file.parent / where).mkdir(exist_ok=True)
        target, number = file.parent / where / file.name, 1
        while target.exists():
            number += 1
            target = file.parent / where / f"{file.stem}-{number}{file.suffix}"
        file.rename(target)
    except OSError as error:
        raise LedgerError(f"{file} can't be moved: {error.strerror or error}") from None

"""Sending a report to the print command of the settings."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterable

from artui.ledger.errors import LedgerError


def send(lines: Iterable[str], command: str) -> None:
    """Give the lines to a command on its standard input, without a shell; waits for its end.

    Raises :class:`~artui.ledger.errors.LedgerError` if none is set, or it fails.
    """
    if not command.strip():
        raise LedgerError('the settings name no print_command, such as "lp"')
    text = "".join(f"{line}\n" for line in lines)
    try:
        done = subprocess.run(
            shlex.split(command), input=text.encode(), capture_output=True, check=False
        )
    except (OSError, ValueError) as error:
        raise LedgerError(f"the print command {command!r} can't be run: {error}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise LedgerError(
            f"the print command {command!r} ended with {done.returncode}"
            f"{f': {said}' if said else ''}"
        )

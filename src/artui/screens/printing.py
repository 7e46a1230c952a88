"""Lines to the print command of the settings, beside the panel: a printer may take its time."""

from __future__ import annotations

from collections.abc import Iterable

from artui.ledger.errors import LedgerError
from artui.reports.printing import send
from artui.screens.frame import messages
from artui.screens.frame.panel import Panel


def print_lines(panel: Panel, lines: Iterable[str], number: int, said: str) -> None:
    """Print from a panel; message ``number`` says that it is done, else the line says why not."""
    text, command = list(lines), panel.session.settings.print_command

    def task(_job: object) -> LedgerError | None:
        try:
            send(text, command)
        except LedgerError as error:
            return error
        return None

    def printed(error: LedgerError | None) -> None:
        if error is not None:
            panel.error(messages.FAILED, f"Not printed: {error}.")
        else:
            panel.inform(number, said)

    panel.work(task, printed)

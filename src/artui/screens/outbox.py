"""Files into the outbox: the folder of the settings where papers and figures are put."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from artui.ledger.errors import LedgerError
from artui.screens.frame import messages
from artui.screens.frame.panel import Panel

WRITTEN = 3701


def put_in_outbox(panel: Panel, name: str, content: Callable[[], bytes]) -> None:
    """Write what ``content`` makes as ``name`` into the outbox, beside the panel, which then says
    where it is.

    One that is there already is replaced, whole or not at all.
    """
    folder = panel.session.settings.outbox

    def task(_job: object) -> Path | LedgerError:
        try:
            return _write(folder, name, content())
        except LedgerError as error:
            return error
        except OSError as error:
            return LedgerError(f"{error.filename or folder}: {error.strerror or error}")

    def written(answer: Path | LedgerError) -> None:
        if isinstance(answer, LedgerError):
            panel.error(messages.FAILED, f"Not written: {answer}."[:76])
        else:
            panel.inform(WRITTEN, f"{answer.name} is in the outbox, {answer.parent}.")

    panel.work(task, written)


def _write(folder: str, name: str, content: bytes) -> Path:
    if not folder.strip():
        raise LedgerError('the settings name no outbox, such as "/srv/outbox"')
    target = Path(folder).expanduser() / "".join(
        c if c.isalnum() or c in ".-" else "_" for c in name
    )
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(content)
    part.replace(target)
    return target

"""What panels ask of the ledger, at once or beside them; what it refuses is shown where it was
typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from artui.ledger.errors import LedgerError, Refused
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.panel import Panel
from artui.screens.frame.work import Job, StoppedError

A = TypeVar("A")

Names = Mapping[str, str]
"""The ledger's names of fields to the panel's; ``""`` for what stands in no field."""


def show_refusal(panel: Panel, error: LedgerError, fields: Names | None = None) -> None:
    """Show a refusal at its fields, or in a sentence what else kept the ledger from answering."""
    if isinstance(error, Refused):
        panel.errors(show.faults(error.problems, fields))
    else:
        panel.error(messages.FAILED, str(error))


def carried_out(panel: Panel, do: Callable[[], object], fields: Names | None = None) -> bool:
    """Carry out a command at once; whether it was, and wasn't refused."""
    try:
        do()
    except LedgerError as error:
        show_refusal(panel, error, fields)
        return False
    return True


def beside(
    panel: Panel,
    ask: Callable[[Job], A],
    done: Callable[[A], object],
    fields: Names | None = None,
    stopped: Callable[[], object] = lambda: None,
) -> None:
    """Ask beside the panel and go on with the answer; a refusal is shown and nothing goes on, nor
    where the clerk ``stopped`` it."""

    def task(job: Job) -> A | LedgerError | StoppedError:
        try:
            return ask(job)
        except (LedgerError, StoppedError) as error:
            return error

    def answered(answer: A | LedgerError | StoppedError) -> None:
        if isinstance(answer, StoppedError):
            stopped()
        elif isinstance(answer, LedgerError):
            show_refusal(panel, answer, fields)
        else:
            done(answer)

    panel.work(task, answered)

"""What the menu says of the receipts inbox: how many lines wait, and how many of them are sure."""

from __future__ import annotations

from collections.abc import Callable

from artui.ledger.errors import LedgerError
from artui.ledger.ledger import Ledger
from artui.ledger.receiving.inbox import Inbox
from artui.ledger.receiving.proposing import SURE, propose_line

LOOKED_AT = 200
"""Lines up to which the menu says how many are sure; of more the inbox itself counts."""


def waiting_lines(ledger: Ledger) -> int:
    """How many bank lines wait for a clerk."""
    return Inbox(ledger).count()


def sure_lines(ledger: Ledger, going: Callable[[], bool]) -> int | None:
    """How many of the lines that wait are sure; None of too many to look at, when nobody is
    ``going`` to see it, and if the ledger can't be read now. For a thread of its own."""
    try:
        inbox = Inbox(ledger)
        sure = 0
        for at in range(inbox.count() if inbox.count() <= LOOKED_AT else 0):
            if not going():
                return None
            for line in inbox.window(at, 1):
                sure += propose_line(ledger, line, ledger.today()).kind == SURE
    except LedgerError:
        return None
    return sure if inbox.count() <= LOOKED_AT else None

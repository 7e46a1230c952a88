"""The screens on payment entry, or another panel, over a ledger file, as a program for a terminal.

``python -m tests.flows.program FILE [CLERK [PANEL]]``; the business day is 2020-04-15.
"""

from __future__ import annotations

import sys

from artui.app import ArtuiApp
from artui.ledger.ledger import open_ledger
from artui.screens.session import Session
from artui.settings import Settings

TODAY = "2020-04-15"


def main(path: str, clerk: str = "mlopez", panel: str = "ars110") -> int:
    """Work from a panel on until F3."""
    ledger = open_ledger(path, clerk, today=lambda: TODAY)
    try:
        app = ArtuiApp(Session(ledger, Settings()), first=panel)
        return app.run(mouse=False) or 0
    finally:
        ledger.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

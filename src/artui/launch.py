"""Opening the screens, with as little loaded as can be: this is what a clerk waits for."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from artui import settings
from artui.ledger.errors import LedgerError


def open_app(named: str | None = None, *, start: str = "", bank_folder: str = "") -> int:
    """Open the screens on a ledger (default: where the settings say); the exit status.

    ``bank_folder`` stands for that of the settings in this session.
    Raises :class:`~artui.ledger.errors.LedgerError` with a sentence if there is none.
    """
    chosen = settings.load_settings()
    if bank_folder:
        chosen = replace(chosen, bank_folder=bank_folder)
    location = settings.ledger_location(named)
    if "://" not in location and not Path(location).exists():
        raise LedgerError(
            f"there is no ledger at {location} yet\n"
            "`artui init` makes one; `artui demo` shows a made-up one, nothing to set up"
        )
    _check_terminal()
    from artui.signing_on import sign_on  # late: after the cheap refusals

    ledger = sign_on(location)
    try:
        from artui.app import run_app

        return run_app(ledger, start=start, settings=chosen)
    finally:
        ledger.close()


def _check_terminal() -> None:
    """Refuse to wait for keys that can't come."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise LedgerError("the screens need a terminal (ssh -t); `artui --help` lists commands")


def open_demo() -> int:
    """Make the demo ledger in a temporary folder, open payment entry on it, take it away again.

    The bank's files of its day lie beside it, where the session looks for banks' files.
    """
    from tempfile import TemporaryDirectory

    from artui import demo

    _check_terminal()
    chosen = settings.load_settings()
    _end_by_signal()
    with TemporaryDirectory(prefix="artui-demo-") as folder:
        print("Making a demo ledger ...", file=sys.stderr, flush=True)
        ledger = demo.make(Path(folder) / "demo.artui", settings.login_name())
        bank = Path(folder) / "bank"
        demo.put_bank_files(bank)
        chosen = replace(chosen, bank_folder=str(bank))
        try:
            from artui.app import run_app

            return run_app(ledger, start="ARS110", settings=chosen, papers=demo.remittances())
        finally:
            ledger.close()


def _end_by_signal() -> None:
    """Let a lost line or a kill end the program as leaving it does: the folder goes too."""
    import signal

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, end)

"""``artui`` and ``python -m artui``: the screens at once, or one command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run what the command line says and exit.

    The two ways into the screens go past the command line's machinery: they load nothing that
    the first panel doesn't need.
    """
    arguments = sys.argv[1:]
    if arguments in ([], ["demo"]):
        sys.exit(_screens(demo=bool(arguments)))
    from artui.cli import run  # late: the screens don't need it

    sys.exit(run(arguments))


def _screens(*, demo: bool) -> int:
    from artui.launch import open_app, open_demo
    from artui.ledger.errors import LedgerError

    try:
        return open_demo() if demo else open_app()
    except LedgerError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    main()

"""``python -m tests.benchmarks``: every figure as a ratio to something measured beside it.

``--quick`` does less of everything; ``--only NAME`` one group; ``--dir`` names the disk to test.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import (
    bulk,
    candidates,
    clerks,
    history,
    moments,
    peers,
    posting,
    screens,
    server,
)
from tests.benchmarks.common import Figure, table

Group = Callable[[Path, float], list[Figure]]

GROUPS: dict[str, Group] = {
    "posting": lambda d, scale: posting.payments_against_statements(d, int(2000 * scale)),
    "append": lambda d, scale: posting.appends_against_one_row(d, int(1500 * scale)),
    "bytes": lambda d, scale: posting.bytes_of_a_posting(d, int(8000 * scale)),
    "import": lambda d, _: bulk.import_against_raw_batch(d),
    "replay": lambda d, scale: bulk.replay_against_bare_fold(d, int(20_000 * scale)),
    "peers": lambda d, scale: peers.replay_against_peers(d, int(15_000 * scale)),
    "rebuild": lambda d, scale: bulk.rebuild_against_raw_write(d, int(10_000 * scale)),
    "candidates": lambda d, scale: candidates.candidates_against_raw(
        d, int(1_000_000 * scale), int(10_000 * scale)
    ),
    "moments": lambda d, scale: moments.lists_of_a_month_end(d, int(100_000 * scale)),
    "history": lambda d, scale: history.history_against_raw(d, int(1_000_000 * scale)),
    "ready": lambda d, scale: screens.ready_against_minimal(d, int(50_000 * scale)),
    "cursor": lambda d, _: screens.cursor_line_against_minimal(d),
    "waiting": lambda d, scale: clerks.a_clerk_while_rebuilding(d, int(20_000 * scale)),
    "clerks": lambda d, scale: clerks.eight_clerks_against_one(d, 6 * scale),
    "server": lambda d, scale: server.clerks_against_plain_appends(d, 16 * scale),
}
"""What is measured: a name for the command line, and the work."""


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--only", choices=GROUPS, help="one group of figures")
    parser.add_argument("--quick", action="store_true", help="a fifth of the work")
    parser.add_argument("--dir", type=Path, help="where to put the ledgers (the disk under test)")
    options = parser.parse_args()
    figures: list[Figure] = []
    for name, group in GROUPS.items():
        if options.only in (None, name):
            with tempfile.TemporaryDirectory(prefix="artui-bench-", dir=options.dir) as folder:
                print(f"{name} …", file=sys.stderr, flush=True)
                figures += group(Path(folder), 0.2 if options.quick else 1.0)
    print(table(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""How far long work has come, on a terminal: a line on standard error that counts."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PACE = 0.5
"""Seconds between two counts, and before the first: short work says nothing."""


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """What to call with how many are done and how many there are; None where nobody looks on."""
    if not sys.stderr.isatty():
        yield None
        return
    told = time.monotonic()
    shown = 0

    def count(done: int, known: int) -> None:
        nonlocal told, shown
        if time.monotonic() - told < PACE:
            return
        told = time.monotonic()
        line = f"{done:,} of {known:,} {what}"
        sys.stderr.write(f"\r{line}{' ' * (shown - len(line))}")
        sys.stderr.flush()
        shown = len(line)

    try:
        yield count
    finally:
        if shown:
            sys.stderr.write(f"\r{' ' * shown}\r")
            sys.stderr.flush()

"""Dry runs: everything is decided and posted as it would be, and then taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from artui.ledger.ledger import Ledger


class _TakenBackError(Exception):
    """Ends a rehearsal; nobody outside sees it."""


@contextmanager
def rehearsal(ledger: Ledger) -> Iterator[None]:
    """A hold whose postings, numbers and balances are rolled back at the end.

    What is done inside can be read inside: vouchers, journals, balances. Others wait meanwhile.
    """
    try:
        with ledger.hold():
            yield
            raise _TakenBackError
    except _TakenBackError:
        pass

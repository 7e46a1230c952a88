"""Facts of receipt batches: what a day's receipts should come to, and that they did."""

from __future__ import annotations

from artui.ledger.events.base import Event


class BatchOpened(Event, frozen=True, tag="bo"):
    """A batch of one bank account's receipts has control figures: how many there are and what they
    come to, minor units. Its stream is ``batch/COMPANY/BATCH``; opened again, the newer figures
    hold and a closed batch is open."""

    company: str
    batch: str
    bank_account: str
    currency: str
    day: str
    count: int
    total: int
    note: str = ""


class BatchClosed(Event, frozen=True, tag="bd"):
    """A batch was closed with so many receipts of that sum; ``difference`` is what the sum was
    above (+) or below (-) its control when somebody accepted that, for a ``reason``."""

    company: str
    batch: str
    count: int
    total: int
    difference: int = 0
    reason: str = ""

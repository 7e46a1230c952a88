"""Posting from a payment panel: the question about money left, the work, the answer."""

from __future__ import annotations

from typing import Protocol

from artui.ledger.errors import LedgerError, ReadOnly, Refused
from artui.ledger.ledger import Posted
from artui.screens.frame.messages import Kind, Notice
from artui.screens.frame.panel import Panel
from artui.screens.payment import Payment

READ_ONLY = Notice(3, Kind.ERROR, "Read-only: you can look, nothing can be posted")
"""What stands on line 22 of every payment panel over a ledger that can't be written to."""


class PostingPanel(Protocol):
    """What a panel that posts is told."""

    def posted(self, posted: Posted) -> None:
        """The voucher is posted."""
        ...

    def not_posted(self, refused: Refused) -> None:
        """Nothing was posted, for those reasons."""
        ...


class Poster:
    """Posts the payment of one panel, in a worker, once."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel

    def post(self, payment: Payment) -> None:
        """Post; money left on account is asked about first."""
        if payment.left < 0:
            short = payment.money(-payment.left)
            self._panel.error(2105, f"{short} more is distributed than there is.")
        elif payment.source is not None and not payment.distribution.lines:
            self._panel.error(2213, "Nothing is chosen to be paid.")
        elif payment.on_account and payment.receipt is not None:
            self._panel.ask(
                2120,
                f"{payment.money(payment.on_account)} stays on account as unapplied cash.",
                lambda: self._work(payment),
                words=("Post", "Back"),
            )
        else:
            self._work(payment)

    def _work(self, payment: Payment) -> None:
        def task(_job: object) -> Posted | LedgerError:
            try:
                return payment.post()
            except LedgerError as error:
                return error

        self._panel.work(task, self._answered)

    def _answered(self, answer: Posted | LedgerError) -> None:
        panel: PostingPanel = self._panel  # type: ignore[assignment]  # a panel that posts
        if isinstance(answer, Posted):
            panel.posted(answer)
        elif isinstance(answer, Refused):
            panel.not_posted(answer)
        elif isinstance(answer, ReadOnly):
            self._panel.error(READ_ONLY.number, READ_ONLY.text)
        else:
            self._panel.error(2161, str(answer))

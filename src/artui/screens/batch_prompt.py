"""Prompt over the receipt batches that are open; values: text, company, bank account."""

from __future__ import annotations

from collections.abc import Iterable

from artui.ledger.policies import Policies
from artui.ledger.reading.batches import BatchList
from artui.ledger.receiving import inbox as inboxes
from artui.screens.frame.rows import Column
from artui.screens.prompt_lists import Choice, CodePrompt
from artui.screens.prompts import MOST


class BatchPrompt(CodePrompt):
    """Batches with control figures that wait to be closed, with how far they are."""

    TITLE = "Prompt: receipt batch"
    THINGS = ("open batch", "open batches")

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """Those of one company and bank account, or of all."""
        company, account = self.narrowed_to(1), self.narrowed_to(2)
        listed = BatchList(self.session.ledger.seen, company, waiting=True)
        for batch in listed.window(0, MOST):
            if account in ("", batch.bank_account):
                yield Choice(batch.batch, batch.words, batch.day, batch.bank_account)


class InboxBatchPrompt(CodePrompt):
    """Batches that banks' files brought, with the lines of them that wait."""

    TITLE = "Prompt: batch of bank lines"
    SEARCHES = "Batch"
    THINGS = ("batch", "batches")
    FIXED = (
        Column[Choice]("Batch", 46, lambda c: c.code),
        Column[Choice]("Wait", 10, lambda c: c.kind, right=True),
        Column[Choice]("Of", 10, lambda c: c.fact, right=True),
        Column[Choice]("", 1, lambda c: c.name),
    )

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """The newest first."""
        for batch in inboxes.batches(self.session.ledger):
            yield Choice(batch.batch, "", f"{batch.waiting:,}", f"{batch.lines:,}")

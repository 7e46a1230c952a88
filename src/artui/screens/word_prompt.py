"""Prompt: the words a settlement parameter takes, with what each means."""

from __future__ import annotations

from collections.abc import Iterable

from artui.ledger.policies import Policies
from artui.ledger.setup import parameters
from artui.screens.prompt_lists import Choice, CodePrompt

_MEANINGS = {
    ("discount_on_parts", "none"): "only full settlement earns",
    ("discount_on_parts", "proportional"): "a part earns its part",
    ("limits_combine", "most restrictive"): "the lowest that is set",
    ("limits_combine", "precedence"): "customer, reason, company",
    ("above_limit", "refuse"): "nothing happens",
    ("above_limit", "pending"): "a request waits",
    ("above_limit", "chargeback"): "the rest: a debit memo",
    ("above_limit", "leave"): "the rest stays open",
    ("effect_date", "application"): "its own day",
    ("effect_date", "latest"): "the later document's",
    ("write_off_rate", "document"): "the document's own",
    ("write_off_rate", "day"): "that of its day",
    ("reversal_rate", "original"): "the receipt's own",
    ("reversal_rate", "day"): "that of its day",
    ("journal_batches", "posted"): "with their voucher",
    ("journal_batches", "unposted"): "by hand, from their list",
}


class WordPrompt(CodePrompt):
    """Words of one parameter; values: text, the parameter's name."""

    TITLE = "Prompt: parameter"
    SEARCHES = "Word"
    THINGS = ("word", "words")

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """The words in their order."""
        name = self.narrowed_to(1)
        words = parameters.setting(name).words if name else ()
        for word in words:
            yield Choice(word, _MEANINGS.get((name, word), ""))

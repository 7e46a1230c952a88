"""Prompt: the rates of two currencies, the newest first; Enter takes one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from artui.screens.frame.rows import Column
from artui.screens.prompts import MOST, Prompt


class DayRate(NamedTuple):
    """A rate from a day on, base units for one unit of the currency."""

    since: str
    rate: Decimal


class RatePrompt(Prompt[DayRate]):
    """Rates of a pair; values: text, base currency, currency, the day it is wanted for."""

    TITLE = "Prompt: exchange rate"
    SEARCHES = "From day"
    THINGS = ("rate", "rates")
    FIXED = (
        Column[DayRate]("From", 10, lambda hit: hit.since),
        Column[DayRate]("Rate", 18, lambda hit: f"{hit.rate:.8f}", right=True),
        Column[DayRate]("The other way", 18, lambda hit: f"{1 / hit.rate:.8f}", right=True),
    )

    @property
    def _asked(self) -> tuple[str, str, str]:
        _text, base, currency, day = (*self.values, "", "", "", "")[:4]
        return base, currency, day

    def opened(self) -> None:
        """All rates of the pair, the cursor on the one that holds on the day.

        The field asked from holds a rate, which says nothing about a day.
        """
        self.field("text").text = ""
        super().opened()
        day = self._asked[2]
        for row, hit in enumerate(self._hits.values()):
            if hit.since <= day:
                self.listing().move_to(row)
                return

    def find(self, text: str) -> Sequence[DayRate]:
        """The rates whose day begins with the text."""
        base, currency, _day = self._asked
        known = dict(self.session.ledger.policies.rates.get((base, currency), ()))
        days = sorted((day for day in known if day.startswith(text)), reverse=True)
        return [DayRate(day, known[day]) for day in days[:MOST]]

    def explain_list(self, hits: Sequence[DayRate]) -> str:
        """Which pair it is; where a rate is entered."""
        base, currency, _day = self._asked
        if not currency or currency == base:
            return "The currency is the base currency: its rate is always 1."
        pair = f"{base} for one {currency}."
        return pair if hits else f"{pair} None is known: enter it on Exchange rates, ARPO90/X."

    def key_of(self, hit: DayRate) -> str:
        """Its day."""
        return hit.since

    def answer(self, hit: DayRate) -> str:
        """The rate as it would be typed."""
        text = f"{hit.rate:f}"
        return text.replace(".", ",") if self.session.settings.decimal_mark == "," else text

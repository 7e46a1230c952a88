"""Who may write off how much of a document: system, company, customer, reason, user; pure.

The levels that are set bound together (rule 6): the most restrictive of all, or, where the
company's parameters say precedence, the first set of customer, reason and company. System and user
bind always. A user nobody gave an authority may write off nothing; one without limit is said so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from artui.ledger.documents import RECEIPT_SIDE, Customer, Document
from artui.ledger.events import Parameters
from artui.ledger.money import format_amount
from artui.ledger.policies import Policies

ABOVE_SYSTEM = 2327
"""The message of an amount that nobody may approve."""

DOCUMENT_CAP, YEAR_CAP = "left of the cap of", "left of the year's cap for"

SYSTEM = ("system", "system range", DOCUMENT_CAP, YEAR_CAP)
"""Levels that nobody's approval lifts (rule 17)."""


class Level(NamedTuple):
    """One level's limit per document: whose (``key``), minor units (None = without limit)."""

    name: str
    key: str
    amount: int | None
    inclusive: bool = True

    @property
    def most(self) -> int | None:
        """The largest amount it allows: a strict limit stops one minor unit below (rule 2)."""
        return None if self.amount is None else max(0, self.amount - (not self.inclusive))

    def words(self, currency: str) -> str:
        """The limit as a clerk reads it: ``customer C1: 20.00``."""
        of = " ".join(filter(None, (self.name, self.key)))
        if self.amount is None:
            return f"{of}: unlimited"
        below = "" if self.inclusive else "below "
        return f"{of}: {below}{format_amount(self.amount, currency)}"


_NO_LEVEL = Level("", "", None)


class Authority(NamedTuple):
    """How much may be written off of a document, and why not more.

    Amounts are minor units of ``currency``; ``levels`` are all that were asked and are set;
    ``least`` is the lower bound of the system range.
    """

    currency: str
    levels: tuple[Level, ...]
    least: int = 0

    @property
    def most(self) -> int | None:
        """The largest amount that may be written off, None = any."""
        # Asked for every document that is paid: the level behind the figure mostly isn't.
        most = None
        for level in self.levels:
            own = level.most
            if own is not None and (most is None or own < most):
                most = own
        return most

    @property
    def _bound(self) -> Level:
        """The first of the levels that allow least, or one that allows any amount."""
        limited = [level for level in self.levels if level.amount is not None]
        return min(limited, key=lambda level: level.most or 0, default=_NO_LEVEL)

    @property
    def amount(self) -> int | None:
        """The figure of the level that bounds, None = nothing does."""
        return self._bound.amount

    @property
    def by(self) -> str:
        """The name of the level that bounds; empty if nothing does."""
        return self._bound.name

    @property
    def inclusive(self) -> bool:
        """Whether the figure itself is allowed."""
        return self._bound.inclusive

    def allows(self, amount: int) -> bool:
        """Whether an amount (> 0) may be written off."""
        most = self.most
        return amount >= self.least and (most is None or amount <= most)

    def bounding(self, amount: int) -> tuple[Level, ...]:
        """The levels that an amount is above."""
        return tuple(
            level for level in self.levels if (most := level.most) is not None and amount > most
        )

    def final(self, amount: int) -> bool:
        """Whether no approval could help: the amount is outside what the system allows."""
        above = any(level.name in SYSTEM for level in self.bounding(amount))
        return above or amount < self.least

    def why_not(self, amount: int) -> str:
        """Why an amount may not be written off, in words; empty if it may."""
        if self.allows(amount):
            return ""
        figure = format_amount(amount, self.currency)
        if amount < self.least:
            least = format_amount(self.least, self.currency)
            return f"{figure} is below the {least} that the system range begins with"
        above = ", ".join(level.words(self.currency) for level in self.bounding(amount))
        return f"{figure} {self.currency} is above {above}"

    def words(self) -> str:
        """Every level asked, the one that bounds said first."""
        by = self.by
        ranked = sorted(self.levels, key=lambda level: level.name != by)
        return ", ".join(level.words(self.currency) for level in ranked)


def bounds(
    policies: Policies,
    company: str,
    currency: str,
    day: str,
    *,
    user: str,
    reason: str = "",
    customer: Customer | None = None,
    document: Document | None = None,
    caps: Sequence[Level] = (),
) -> Authority:
    """How much ``user`` may write off of one document in ``currency`` on a ``day``.

    Without ``reason`` or ``customer`` their levels are not asked. The system range is in base
    currency: for a document in another it is told by what the ``document`` is worth. Its upper
    bound holds for every document, its lower one for receipts. ``caps`` bind beside all levels.
    """
    parameters = policies.parameters(company, day)
    inclusive = parameters.limits_inclusive
    between = _between(policies, parameters, company, currency, reason, customer)
    if parameters.limits_combine == "precedence":
        between = between[:1]
    levels = [Level("user", user, policies.authority(user, currency), inclusive), *between, *caps]
    if currency in parameters.system_limits:
        levels.append(Level("system", "", parameters.system_limits[currency], inclusive))
    base = policies.company(company).base_currency
    lower, upper = parameters.system_range
    if upper is not None and (top := _worth_at_most(upper, currency, base, document)) is not None:
        levels.append(Level("system range", "", top))
    least = 0
    if lower is not None and document is not None and document.kind in RECEIPT_SIDE:
        # One above the most that is worth less than the bound.
        below = _worth_at_most(lower - 1, currency, base, document)
        least = 0 if below is None else below + 1
    return Authority(currency, tuple(levels), least)


def _between(
    policies: Policies,
    parameters: Parameters,
    company: str,
    currency: str,
    reason: str,
    customer: Customer | None,
) -> list[Level]:
    """The levels between user and system that are set in the currency, in their precedence."""
    inclusive = parameters.limits_inclusive
    found = []
    own = customer.write_off_limit if customer and customer.currency == currency else None
    if customer is not None and own is not None:
        found.append(Level("customer", customer.customer, own, inclusive))
    known = policies.reasons.get(reason)
    if known is not None and known.limit is not None and known.currency == currency:
        found.append(Level("reason", reason, known.limit, inclusive))
    if currency in parameters.company_limits:
        found.append(Level("company", company, parameters.company_limits[currency], inclusive))
    return found


def _worth_at_most(
    bound: int, currency: str, base_currency: str, document: Document | None
) -> int | None:
    """The most of a currency that is worth no more than ``bound`` in base currency, rounded as the
    document's balance is relieved; None where no document says what it is worth."""
    if currency == base_currency or bound < 0:
        return bound
    if document is None or not document.base_open:
        return None
    # Half a minor unit rounds up: the greatest amount with amount * base / open < bound + 1/2.
    return ((2 * bound + 1) * abs(document.open) - 1) // (2 * abs(document.base_open))

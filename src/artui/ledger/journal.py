"""Accounting rules: from a voucher's facts to its balanced journal; pure.

Every movement of a document is a line on the control account it was booked on; every fact that is
no application has a line on the other side. Lines of the same rule, account, division and currency
are netted, so an application in one currency at one rate posts nothing (rule 11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from artui.ledger import events as ev
from artui.ledger.errors import LedgerError

TAX = "AR30-530"
ORDER = ("Bank", "AR30-310", "AR30-185", "AR30-186", TAX, "AR30-520", "AR30-521")
"""Rules in the order a journal shows them; the customer's lines come last."""

CREDITS = ("receipt", "prepayment", "transfer", "credit_memo")
"""Kinds whose balance is a credit: what is written off of them is income."""


class Accounts(Protocol):
    """Where the rules lead: what the journal needs of the policies."""

    def account(self, rule: str, company: str, division: str = "") -> str:
        """The account of a rule."""
        ...

    def by_division(self, company: str, day: str) -> bool:
        """Whether a company's divisions owe each other what one's money pays of another's."""
        ...


class Booked(Protocol):
    """The part of a document the journal needs: what it is and where it is booked."""

    @property
    def kind(self) -> str: ...
    @property
    def customer(self) -> str: ...
    @property
    def division(self) -> str: ...
    @property
    def control(self) -> str: ...
    @property
    def currency(self) -> str: ...


class _Net:
    def __init__(self) -> None:
        self.sums: dict[tuple[str, str, str, str], tuple[int, int]] = {}

    def add(
        self, rule: str, account: str, division: str, currency: str, amount: int, base: int
    ) -> None:
        key = rule, account, division, currency
        before = self.sums.get(key)
        self.sums[key] = (before[0] + amount, before[1] + base) if before else (amount, base)

    def document(self, document: Booked, amount: int, base: int) -> None:
        rule = "Customer" if document.customer else "Unidentified"
        self.add(rule, document.control, document.division, document.currency, amount, base)

    def lines(self) -> tuple[ev.JournalLine, ...]:
        kept = [
            ev.JournalLine(rule, account, division, currency, amount, base)
            for (rule, account, division, currency), (amount, base) in self.sums.items()
            if amount or base
        ]
        kept.sort(key=_in_journal)
        return tuple(kept)


_RANKS = {**{rule: rank for rank, rule in enumerate(ORDER)}, "Customer": len(ORDER) + 1}


def _in_journal(line: ev.JournalLine) -> tuple[int, bool, str, str]:
    """What decides where a line stands; rules that have no rank stand before the customer's."""
    return _RANKS.get(line.rule, len(ORDER)), line.base < 0, line.account, line.division


class _Booking:
    """Books a voucher's facts one by one; ``bank`` is the account behind its bank account."""

    def __init__(
        self,
        documents: Mapping[str, Booked],
        company: str,
        accounts: Accounts,
        bank: str,
        by_division: bool,
    ) -> None:
        self.known: dict[str, Booked] = dict(documents)
        self._by_division = by_division
        self.net = _Net()
        self._company = company
        self._accounts = accounts
        self._bank = bank

    def _add(self, rule: str, document: Booked, amount: int, base: int) -> None:
        if amount or base:
            account = self._accounts.account(rule, self._company, document.division)
            self.net.add(rule, account, document.division, document.currency, amount, base)

    def raised(self, fact: ev.DocumentRaised) -> None:
        self.known[fact.document] = fact
        self.net.document(fact, fact.open, fact.base)
        if fact.contra:
            self._add(fact.contra, fact, -fact.open, -fact.base)

    def received(self, fact: ev.ReceiptRecorded) -> None:
        self.known[fact.document] = fact
        self.net.document(fact, fact.amount, fact.base)
        self.net.add("Bank", self._bank, "", fact.currency, -fact.amount, -fact.base)

    def applied(self, fact: ev.Applied) -> None:
        source, target = self.known[fact.source], self.known[fact.target]
        apart = source.division != target.division and source.customer
        if source.kind == "credit_memo" or (apart and not self._by_division):
            # A memo lowers the sale it was raised for: no division owes another (rule 11).
            division, control = target.division, target.control
        else:
            division, control = source.division, source.control
        rule = "Customer" if source.customer else "Unidentified"
        self.net.add(rule, control, division, source.currency, fact.source_amount, fact.source_base)
        self.net.document(target, -fact.amount, -fact.target_base)

    def discounted(self, fact: ev.DiscountGranted) -> None:
        self._cost("AR30-310", fact)

    def tolerated(self, fact: ev.DifferenceWrittenOff) -> None:
        excess = self.known[fact.document].kind in CREDITS
        self._cost("AR30-186" if excess else "AR30-185", fact)

    def by_hand(self, fact: ev.WrittenOff) -> None:
        self._cost(fact.rule, fact, fact.revalued)

    def moved(self, fact: ev.ChargedBack | ev.Transferred) -> None:
        self.net.document(self.known[fact.document], -fact.amount, -fact.base)

    def refunded(self, fact: ev.Refunded) -> None:
        document = self.known[fact.document]
        self.net.document(document, -fact.amount, -fact.base)
        self.net.add("Bank", self._bank, "", document.currency, fact.amount, fact.base)

    def rounded(self, fact: ev.RoundingAbsorbed) -> None:
        document = self.known[fact.document]
        self.net.document(document, -fact.amount, -fact.base)
        self._exchange(document, -fact.base, fact.amount)

    def realised(self, fact: ev.ExchangeRealised) -> None:
        self._exchange(self.known[fact.document], fact.base)

    def adjusted(self, fact: ev.RateAdjusted) -> None:
        document = self.known[fact.document]
        self.net.document(document, 0, fact.base)
        self.net.add("Bank", self._bank, "", document.currency, 0, -fact.base)

    def _cost(
        self,
        rule: str,
        fact: ev.DiscountGranted | ev.DifferenceWrittenOff | ev.WrittenOff,
        revalued: int = 0,
    ) -> None:
        """A document closed at a cost or an income: the net part on its rule, the tax on tax;
        ``revalued`` is what its own rate makes of it beyond the document's (rule 12)."""
        document = self.known[fact.document]
        worth = fact.base + revalued
        self._add(rule, document, fact.amount - fact.tax, worth - fact.tax_base)
        self._add(TAX, document, fact.tax, fact.tax_base)
        self.net.document(document, -fact.amount, -fact.base)

    def _exchange(self, document: Booked, base: int, amount: int = 0) -> None:
        """Gain (+) or loss (-) in base; ``amount`` is what rounding took in its currency."""
        self._add("AR30-520" if base > 0 else "AR30-521", document, amount, -base)


_BOOKED_BY: dict[type[ev.Event], Callable[[_Booking, Any], None]] = {
    ev.DocumentRaised: _Booking.raised,
    ev.ReceiptRecorded: _Booking.received,
    ev.Applied: _Booking.applied,
    ev.DiscountGranted: _Booking.discounted,
    ev.DifferenceWrittenOff: _Booking.tolerated,
    ev.WrittenOff: _Booking.by_hand,
    ev.ChargedBack: _Booking.moved,
    ev.Transferred: _Booking.moved,
    ev.Refunded: _Booking.refunded,
    ev.RoundingAbsorbed: _Booking.rounded,
    ev.ExchangeRealised: _Booking.realised,
    ev.RateAdjusted: _Booking.adjusted,
}
"""Facts that book something; a short payment or a reversal's own fact books nothing."""


def journal(
    facts: Iterable[ev.Event],
    documents: Mapping[str, Booked],
    company: str,
    accounts: Accounts,
    bank_account: str = "",
    *,
    by_division: bool = True,
) -> tuple[ev.JournalLine, ...]:
    """The balanced lines of a voucher's facts.

    ``documents`` holds every document the facts touch and did not raise themselves;
    ``bank_account`` is the general ledger account of the receipt's bank account; without
    ``by_division`` money of one division on a document of another moves no control (rule 11).
    Raises :class:`LedgerError` if the lines would not balance: a fault of the program, caught
    before anything is written.
    """
    booking = _Booking(documents, company, accounts, bank_account, by_division)
    for fact in facts:
        book = _BOOKED_BY.get(type(fact))
        if book is not None:
            book(booking, fact)
    lines = booking.net.lines()
    if sum(line.base for line in lines):
        raise LedgerError(f"the journal does not balance: {lines}")
    return lines


def lines_by_fact(
    facts: Iterable[ev.Event],
    documents: Mapping[str, Booked],
    company: str,
    accounts: Accounts,
    bank_account: str = "",
    *,
    by_division: bool = True,
) -> Iterator[tuple[ev.Event, tuple[ev.JournalLine, ...]]]:
    """Each fact of a voucher with the lines it alone makes; :func:`journal` nets them."""
    booking = _Booking(documents, company, accounts, bank_account, by_division)
    for fact in facts:
        booking.net = _Net()
        book = _BOOKED_BY.get(type(fact))
        if book is not None:
            book(booking, fact)
        yield fact, booking.net.lines()


def netted(lines: Iterable[ev.JournalLine]) -> tuple[ev.JournalLine, ...]:
    """Lines of several journals as one, in a journal's order: same rule, account, division and
    currency together."""
    net = _Net()
    for line in lines:
        net.add(line.rule, line.account, line.division, line.currency, line.amount, line.base)
    return net.lines()


def mirrored(lines: Iterable[ev.JournalLine]) -> tuple[ev.JournalLine, ...]:
    """The journal of a reversal: the same lines with the sides exchanged (rule 13)."""
    return tuple(
        ev.JournalLine(
            line.rule, line.account, line.division, line.currency, -line.amount, -line.base
        )
        for line in lines
    )

"""Accounting rules: from a voucher's facts to its balanced journal; pure.

Every movement of a document is a line on the control account it was booked on; every fact that is
no application has a line on the other side. Lines of the same rule, account, division and currency
are netted, so an application in one currency at one rate posts nothing (rule 11).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from artui.ledger import events as ev
from artui.ledger.errors import LedgerError

TAX = "AR30-530"
ORDER = ("Bank", "AR30-310", "AR30-185", "AR30-186", TAX, "AR30-520", "AR30-521")
"""Rules in the order a journal shows them; the customer's lines come last."""

CREDITS = ("receipt", "prepayment", "credit_memo")
"""Kinds whose balance is a credit: what is written off of them is income."""


class Accounts(Protocol):
    """Where the rules lead: what the journal needs of the policies."""

    def account(self, rule: str, company: str, division: str = "") -> str:
        """The account of a rule."""
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
        self.sums: dict[tuple[str, str, str, str], list[int]] = {}

    def add(
        self, rule: str, account: str, division: str, currency: str, amount: int, base: int
    ) -> None:
        pair = self.sums.setdefault((rule, account, division, currency), [0, 0])
        pair[0] += amount
        pair[1] += base

    def document(self, document: Booked, amount: int, base: int) -> None:
        rule = "Customer" if document.customer else "Unidentified"
        self.add(rule, document.control, document.division, document.currency, amount, base)

    def lines(self) -> tuple[ev.JournalLine, ...]:
        kept = [
            ev.JournalLine(rule, account, division, currency, amount, base)
            for (rule, account, division, currency), (amount, base) in self.sums.items()
            if amount or base
        ]
        kept.sort(key=lambda line: (_rank(line.rule), line.base < 0, line.account, line.division))
        return tuple(kept)


def _rank(rule: str) -> int:
    return ORDER.index(rule) if rule in ORDER else len(ORDER) + (rule == "Customer")


def journal(
    facts: Iterable[ev.Event],
    documents: Mapping[str, Booked],
    company: str,
    accounts: Accounts,
    bank_account: str = "",
) -> tuple[ev.JournalLine, ...]:
    """The balanced lines of a voucher's facts.

    ``documents`` holds every document the facts touch and did not raise themselves;
    ``bank_account`` is the general ledger account of the receipt's bank account.
    Raises :class:`LedgerError` if the lines would not balance: a fault of the program, caught
    before anything is written.
    """
    net = _Net()
    known: dict[str, Booked] = dict(documents)
    for fact in facts:
        if isinstance(fact, ev.DocumentRaised):
            known[fact.document] = fact
            net.document(fact, fact.open, fact.base)
            if fact.contra:
                account = accounts.account(fact.contra, company, fact.division)
                net.add(fact.contra, account, fact.division, fact.currency, -fact.open, -fact.base)
        elif isinstance(fact, ev.ReceiptRecorded):
            known[fact.document] = fact
            net.document(fact, fact.amount, fact.base)
            net.add("Bank", bank_account, "", fact.currency, -fact.amount, -fact.base)
        elif isinstance(fact, ev.Applied):
            source, target = known[fact.source], known[fact.target]
            if source.kind == "credit_memo":
                # It lowers the sale it was raised for: no division owes another (rule 11).
                source = target
            net.document(source, fact.source_amount, fact.source_base)
            net.document(target, -fact.amount, -fact.target_base)
        elif isinstance(fact, ev.DiscountGranted):
            _cost(net, known[fact.document], "AR30-310", fact, company, accounts)
        elif isinstance(fact, ev.DifferenceWrittenOff):
            rule = "AR30-185" if known[fact.document].kind not in CREDITS else "AR30-186"
            _cost(net, known[fact.document], rule, fact, company, accounts)
        elif isinstance(fact, ev.WrittenOff):
            _cost(net, known[fact.document], fact.rule, fact, company, accounts)
        elif isinstance(fact, ev.ChargedBack):
            net.document(known[fact.document], -fact.amount, -fact.base)
        elif isinstance(fact, ev.RateAdjusted):
            net.document(known[fact.document], 0, fact.base)
            net.add("Bank", bank_account, "", known[fact.document].currency, 0, -fact.base)
        elif isinstance(fact, ev.RoundingAbsorbed):
            document = known[fact.document]
            net.document(document, -fact.amount, -fact.base)
            _exchange(net, document, -fact.base, company, accounts, fact.amount)
        elif isinstance(fact, ev.ExchangeRealised):
            _exchange(net, known[fact.document], fact.base, company, accounts)
    lines = net.lines()
    if sum(line.base for line in lines):
        raise LedgerError(f"the journal does not balance: {lines}")
    return lines


class _Cost(Protocol):
    @property
    def amount(self) -> int: ...
    @property
    def base(self) -> int: ...
    @property
    def tax(self) -> int: ...
    @property
    def tax_base(self) -> int: ...


def _cost(net: _Net, document: Booked, rule: str, fact: _Cost, company: str, to: Accounts) -> None:
    """A document closed at a cost (or an income): its net part on the rule, its tax on tax."""
    parts = ((rule, fact.amount - fact.tax, fact.base - fact.tax_base),
             (TAX, fact.tax, fact.tax_base))  # fmt: skip
    for part, amount, base in parts:
        if amount or base:
            account = to.account(part, company, document.division)
            net.add(part, account, document.division, document.currency, amount, base)
    net.document(document, -fact.amount, -fact.base)


def _exchange(
    net: _Net, document: Booked, base: int, company: str, to: Accounts, amount: int = 0
) -> None:
    """Gain (+) or loss (-) in base; ``amount`` is what rounding took in document currency."""
    rule = "AR30-520" if base > 0 else "AR30-521"
    account = to.account(rule, company, document.division)
    net.add(rule, account, document.division, document.currency, amount, -base)


def mirrored(lines: Iterable[ev.JournalLine]) -> tuple[ev.JournalLine, ...]:
    """The journal of a reversal: the same lines with the sides exchanged (rule 13)."""
    return tuple(
        ev.JournalLine(
            line.rule, line.account, line.division, line.currency, -line.amount, -line.base
        )
        for line in lines
    )

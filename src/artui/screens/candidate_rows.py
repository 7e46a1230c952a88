"""The rows of AR505000: their columns, and what the selection area says in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from artui.ledger.documents import Document
from artui.ledger.errors import Refused, refuse
from artui.ledger.money import convert, exponent
from artui.ledger.policies import Policies
from artui.ledger.writeoffs.candidate_list import Brief, Sum, sums_of
from artui.ledger.writeoffs.write_offs import BALANCE, STANDARD_REASON
from artui.screens import show
from artui.screens.frame.rows import Column, ColumnSet

NO_SCOPE, MIXED_DECIMALS, NO_PERIOD = 3005, 3006, 3007

OPERATIONS = {"B": ("balance", "Balance WO"), "C": ("credit", "Credit WO")}
"""What is typed for an operation: its name in the ledger, and on the screen."""

ALL = "ALL"


class Marks:
    """What was decided about rows: which are included, and reasons of their own."""

    def __init__(self) -> None:
        self.included: dict[str, Document | Brief] = {}
        self.reasons: dict[str, str] = {}

    def clear(self) -> None:
        """Nothing is decided."""
        self.included.clear()
        self.reasons.clear()


Columns = tuple[ColumnSet[Document], Sequence[ColumnSet[Document]]]
"""Columns that stay, and sets of others."""


def columns(
    policies: Policies, marks: Marks, reason: Callable[[], str], today: str, *, several: bool
) -> Columns:
    """The columns of the source's table; those of currencies only where ``several`` are in use."""

    def in_base(row: Document, base: int) -> str:
        return show.amount(base, policies.company(row.company).base_currency)

    def period(row: Document) -> str:
        found = policies.period_of(row.company, row.date)
        return found.name if found else ""

    fixed = (
        Column[Document]("I", 1, lambda row: "x" if row.id in marks.included else ""),
        Column[Document]("Br", 4, lambda row: row.branch or row.company),
        Column[Document]("Ty", 2, lambda row: row.short_kind),
        Column[Document]("Reference", 10, lambda row: row.number),
    )
    customer = Column[Document]("Customer", 10, lambda row: row.customer)
    name = Column[Document]("Customer name", 13 if several else 16, lambda row: row.name)
    date = Column[Document]("Date", 5, lambda row: show.short_day(row.date, today))
    month = Column[Document]("Period", 7, period)
    currency = Column[Document]("Cur", 3, lambda row: row.currency)
    own = Column[Document](
        "Cur.balance", 11, lambda row: show.amount(row.open, row.currency), right=True
    )
    balance = Column[Document]("Balance", 12, lambda row: in_base(row, row.base_open), right=True)
    amount = Column[Document](
        "Amount", 14, lambda row: in_base(row, original_base(row, policies)), right=True
    )
    reasons = Column[Document](
        "Reason", 8, lambda row: marks.reasons.get(row.id, reason() or standard(row))
    )
    text = Column[Document]("Description", 27 if several else 24, lambda row: row.reference)
    if not several:
        return fixed, ((customer, name, date, month, balance), (reasons, amount, text))
    base = Column[Document]("Base", 4, lambda row: policies.company(row.company).base_currency)
    own_amount = Column[Document](
        "Cur.amount", 14, lambda row: show.amount(row.original, row.currency), right=True
    )
    return fixed, (
        (customer, name, date, month, currency, own),
        (balance, reasons, text),
        (currency, own_amount, base, amount),
    )


def original_base(row: Document, policies: Policies) -> int:
    """What a document was raised for, in base currency at its own rate."""
    base = policies.company(row.company).base_currency
    return convert(row.original, row.currency, base, Decimal(row.rate))


def standard(row: Document) -> str:
    """The reason of a row where none is named."""
    return STANDARD_REASON[BALANCE if row.open > 0 else "credit"]


def totals_words(sums: Sequence[Sum], policies: Policies) -> str:
    """What documents come to, per currency; in base currency too where that is another."""
    own: dict[str, int] = {}
    base: dict[str, int] = {}
    foreign = False
    for each in sums:
        into = policies.company(each.company).base_currency
        own[each.currency] = own.get(each.currency, 0) + each.amount
        base[into] = base.get(into, 0) + each.base
        foreign = foreign or into != each.currency
    said = " ".join(_money(own))
    return f"{said}, base {' '.join(_money(base))}" if foreign else said


def _money(amounts: Mapping[str, int]) -> list[str]:
    ordered = sorted(amounts.items(), key=lambda pair: pair[0], reverse=True)
    return [f"{currency} {show.amount(amount, currency)}" for currency, amount in ordered]


def selected_words(marks: Marks, policies: Policies) -> str:
    """The selection total and its documents."""
    count = len(marks.included)
    total = totals_words(sums_of(marks.included.values()), policies)
    return f"{total or '0.00'}  {count:,} doc{'' if count == 1 else 's'}"


def documents_words(count: int) -> str:
    """``1 document``, ``9 documents``."""
    return f"{count:,} document{'' if count == 1 else 's'}"


def scope(policies: Policies, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The companies and branches meant by a company, a group, a branch (``COMPANY/BRANCH`` where
    several have it) or ALL; refuses what is none of them."""
    wanted = text.strip()
    companies = policies.companies
    if wanted in ("", ALL):
        return (), ()
    if wanted in companies:
        return (wanted,), ()
    grouped = tuple(name for name, company in companies.items() if company.group == wanted)
    if grouped:
        return grouped, ()
    company, _, branch = wanted.rpartition("/")
    having = [
        name for name, it in companies.items() if branch in it.branches and company in ("", name)
    ]
    if len(having) == 1:
        return (having[0],), (branch,)
    why = "is a branch of several companies" if having else "is no company, group or branch"
    raise refuse("scope", NO_SCOPE, f"{wanted} {why}")


def limit_currency(policies: Policies, companies: Sequence[str]) -> str:
    """The base currency a limit is typed in; refuses companies that count in other decimals."""
    bases = [policies.company(name).base_currency for name in companies or policies.companies]
    if len({exponent(base) for base in bases}) > 1:
        said = f"a limit in {' and '.join(sorted(set(bases)))} at once: name a company"
        raise refuse("scope", MIXED_DECIMALS, said)
    return bases[0] if bases else ""


def proposed_limit(policies: Policies, companies: Sequence[str], day: str) -> int | None:
    """The limit without a customer: the least default tolerance of the base currencies."""
    bases = {policies.company(name).base_currency for name in companies or policies.companies}
    found = [
        line.short_amount
        for line in policies.tolerances
        if line.level in ("default", "currency") and line.currency in bases
        and line.short_amount is not None and not line.ended and line.since <= day
    ]  # fmt: skip
    return min(found, default=None)


def period_day(policies: Policies, companies: Sequence[str], period: str, day: str) -> str:
    """The day to post on for a period typed: ``day`` itself if it lies there, else the last day
    of the period up to it. Refuses a period that isn't there or isn't open."""
    wanted = f"{period[3:]}-{period[:2]}" if period[2:3] in ("-", "/") else period
    for name in companies or policies.companies:
        known = policies.company(name).periods.get(wanted)
        if known is None:
            raise refuse("period", NO_PERIOD, f"there is no period {period} in {name}")
        inside = day if known.first <= day <= known.last else known.last
        try:
            policies.open_period(name, inside, "period")
        except Refused as refused:
            raise refuse("period", 2111, refused.problems[0].text) from None
        day = inside
    return day

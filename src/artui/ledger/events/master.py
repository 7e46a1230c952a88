"""Facts of master data and policy: what is allowed and how it is booked."""

from __future__ import annotations

import msgspec

from artui.ledger.events.base import Event


class LedgerCreated(Event, frozen=True, tag="lc"):
    format: int
    name: str


class CurrencyAdopted(Event, frozen=True, tag="cy"):
    """A currency came into use; its exponent is fixed from then on."""

    currency: str
    exponent: int


class CompanyRegistered(Event, frozen=True, tag="co"):
    company: str
    name: str
    base_currency: str
    group: str = ""


class BranchRegistered(Event, frozen=True, tag="br"):
    company: str
    branch: str
    name: str


class DivisionRegistered(Event, frozen=True, tag="dv"):
    company: str
    division: str
    name: str
    region: str = ""


class BankAccountOpened(Event, frozen=True, tag="ba"):
    """A bank account as it stands from now on; ``numbers`` are how banks' files name it: account
    number or IBAN, and those of its lockboxes."""

    company: str
    bank_account: str
    currency: str
    account: str
    name: str
    division: str = ""
    numbers: tuple[str, ...] = ()


class AccountDefined(Event, frozen=True, tag="ac"):
    account: str
    name: str


class RuleMapped(Event, frozen=True, tag="ru"):
    """An accounting rule leads to an account, for one company or (empty) for all."""

    rule: str
    account: str
    company: str = ""
    division: str = ""


class ReasonDefined(Event, frozen=True, tag="re"):
    """A reason code; ``kind`` is small balance, bad debt, discount, bank fee or dispute."""

    reason: str
    name: str
    kind: str
    rule: str
    direction: str = "both"  # debit, credit or both
    limit: int | None = None
    currency: str = ""
    tax_percent: str = ""
    ended: bool = False
    tax: bool = False  # a write-off for it gives the tax part back (rule 11)


class ToleranceSet(Event, frozen=True, tag="to"):
    """One line of the payment tolerance; ``policy`` numbers the versions of the whole (rule 6)."""

    policy: int
    level: str  # customer, group, currency, default
    key: str
    currency: str
    short_amount: int | None
    short_percent: str | None
    over_amount: int | None
    over_percent: str | None
    inclusive: bool
    since: str
    note: str
    ended: bool = False
    residual: bool = False  # percents are of what is open, not of the original amount (rule 3)


class DiscountStep(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A discount of ``percent`` until document date + ``days``; no days = until the due date."""

    percent: str
    days: int | None


class TermsDefined(Event, frozen=True, tag="te"):
    terms: str
    name: str
    due_days: int
    steps: tuple[DiscountStep, ...] = ()
    grace_days: int = 0
    net_base: bool = False
    ended: bool = False


class PeriodsGenerated(Event, frozen=True, tag="pg"):
    """The periods of a fiscal year came to be, open: (name, first day, last day)."""

    company: str
    year: int
    periods: tuple[tuple[str, str, str], ...]


class PeriodClosed(Event, frozen=True, tag="pc"):
    """A period takes no posting any more; ``note`` says what was confirmed then."""

    company: str
    period: str
    note: str = ""


class PeriodReopened(Event, frozen=True, tag="po"):
    """A closed period takes postings again; ``note`` says why."""

    company: str
    period: str
    note: str = ""


class BooksClosed(Event, frozen=True, tag="bc"):
    """Nothing is posted on or before a day any more, whatever its period says (rule 14)."""

    company: str
    through: str


class BalancesSealed(Event, frozen=True, tag="bs"):
    """What a period's books came to when it was closed: the chain's head and the sums behind it.

    ``balances`` holds one row per currency: what is open, its ageing, the control accounts' sum.
    """

    company: str
    period: str
    pos: int  # the chain's head
    hash: str  # in hex
    vouchers: int
    balances: tuple[tuple[str, tuple[int, ...]], ...]


class Parameters(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How receivables are settled in a company, where systems differ (rules 6 to 14).

    Limits are minor units per document currency; an absent currency is not bound.
    """

    levels: tuple[str, ...] = ("customer", "group", "currency", "default")
    discount_on_parts: str = "none"  # or proportional (rule 8)
    discount_needs_full: bool = True  # False: given whole with any payment in time
    tax_on_discount: bool = False
    tax_on_write_off: bool = False
    receipt_tolerance: dict[str, int] = {}
    system_limits: dict[str, int] = {}
    system_range: tuple[int | None, int | None] = (None, None)  # base, per receipt, inclusive
    company_limits: dict[str, int] = {}
    limits_inclusive: bool = True
    limits_combine: str = "most restrictive"  # or precedence: customer, reason, company
    above_limit: str = "refuse"  # or pending, chargeback, leave (rule 17)
    full_matches_only: bool = False
    effect_date: str = "application"  # or latest: the later document's day (rule 14)
    write_off_rate: str = "document"  # or day: the rate of the write-off's day (rule 12)
    reversal_rate: str = "original"  # or day (rule 13)
    rounding: dict[str, int] = {}  # what a cross-currency application may leave and absorb
    duties_apart: bool = True  # who entered a receipt writes nothing off on it (rule 21)
    least_age: int = 0  # days a document must be old before it is written off
    document_cap: dict[str, int] = {}  # written off by hand in all: of a document,
    customer_cap: dict[str, int] = {}  # of a customer in a calendar year,
    user_cap: dict[str, int] = {}  # by a user on a day,
    run_cap: dict[str, int] = {}  # by one run over a list
    journal_batches: str = "posted"  # or unposted: what write-offs leave is posted by hand
    balance_types: tuple[str, ...] = ()  # kinds of documents the lists of balance write-offs show
    credit_types: tuple[str, ...] = ()  # and those of credit write-offs; empty: all
    rewards: bool = False  # a rewards scheme is on: no zero clearing (ARAR70)
    division_postings: bool = True  # money and document of two divisions move control (rule 11)


class ParametersSet(Event, frozen=True, tag="pm"):
    """The parameters of a company, or (empty) of all that have none of their own, from a day on."""

    company: str
    since: str
    parameters: Parameters
    note: str = ""


class RateSet(Event, frozen=True, tag="ra"):
    base_currency: str
    currency: str
    since: str
    rate: str


class UserDefined(Event, frozen=True, tag="us"):
    """A clerk; ``authority`` holds minor units per currency, none = 0 (rule 6)."""

    user: str
    name: str
    authority: dict[str, int]
    unlimited: bool = False
    late_discount: bool = False
    ended: bool = False
    roles: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()  # COMPANY or COMPANY/BRANCH; empty = all


class RoleDefined(Event, frozen=True, tag="ro"):
    """A role: the permissions that whoever holds it has."""

    role: str
    name: str
    permissions: tuple[str, ...]
    ended: bool = False


class Delegated(Event, frozen=True, tag="dl"):
    """From a day until another, inclusive, ``to`` approves with the authority of ``user`` too."""

    user: str
    to: str
    since: str
    until: str
    note: str = ""


class ChangeProposed(Event, frozen=True, tag="cp"):
    """A change of policies that waits for a second person: its facts, as they will be recorded.

    ``versions`` are those of their streams; if one moved meanwhile, the proposal is void.
    """

    number: int
    what: str
    streams: tuple[str, ...]
    versions: tuple[int, ...]
    facts: tuple[bytes, ...]


class ChangeDecided(Event, frozen=True, tag="cd"):
    """A proposed change was confirmed (its facts follow), rejected, withdrawn, or found void."""

    number: int
    decision: str
    proposed_by: str
    note: str = ""


class CustomerRegistered(Event, frozen=True, tag="cu"):
    company: str
    customer: str
    name: str
    aliases: tuple[str, ...]
    currency: str
    terms: str
    group: str = ""
    payer: str = ""
    division: str = ""
    branches: tuple[str, ...] = ()  # visibility: empty = all
    write_off_limit: int | None = None
    credit_limit: int | None = None
    hold: bool = False
    tolerance_blocked: bool = False


class CustomerChanged(CustomerRegistered, frozen=True, tag="cc"):
    """A customer's data anew, whole."""


class DocumentFlagged(Event, frozen=True, tag="df"):
    """A document was put on hold or in dispute, or freed of it."""

    document: str
    hold: bool
    dispute: bool
    note: str = ""

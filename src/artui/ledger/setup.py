"""Master data and policies: commands that record what is allowed and how it is booked.

Every change is an event; what stands is the newest, what stood then is found in the log. All
functions take the :class:`~artui.ledger.ledger.Ledger` they act on, write in one hold, and refuse
with the field at fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from artui.ledger import events as ev
from artui.ledger.dates import months_of
from artui.ledger.documents import Customer
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.policies import LEVELS, STANDARD_RULES
from artui.ledger.writer import Writer

STANDARD_REASONS = (
    ("BALWOF", "Balance write-off", "small balance", "AR30-185", "debit"),
    ("CRWOF", "Credit write-off", "small balance", "AR30-186", "credit"),
    ("BADDEBT", "Bad debt", "bad debt", "AR30-185", "debit"),
    ("DSC", "Cash discount by hand", "discount", "AR30-310", "debit"),
    ("FEE", "Bank fee", "bank fee", "AR30-185", "debit"),
    ("DAM", "Damaged goods", "dispute", "AR30-185", "debit"),
    ("PRC", "Price difference", "dispute", "AR30-185", "debit"),
    ("SHT", "Shortage", "dispute", "AR30-185", "debit"),
)
"""Reason codes every ledger starts with: code, name, kind, accounting rule, direction."""

REASON_KINDS = ("small balance", "bad debt", "discount", "bank fee", "dispute")


def create(ledger: Ledger, name: str = "artui") -> None:
    """Begin an empty ledger: its format, standard accounts, rules and reasons, and the clerk who
    makes it as a user with unlimited authority."""
    with ledger.hold():
        if ledger.store.head().pos:
            raise refuse("ledger", 2220, "there is a ledger here already")
        writer = Writer(ledger)
        writer.add("ledger", ev.LedgerCreated, format=ev.FORMAT, name=name)
        for rule, (account, title) in STANDARD_RULES.items():
            writer.add(f"account/{account}", ev.AccountDefined, account=account, name=title)
            writer.add(f"rule/{rule}", ev.RuleMapped, rule=rule, account=account)
        for reason, title, kind, rule, direction in STANDARD_REASONS:
            writer.add(f"reason/{reason}", ev.ReasonDefined, reason=reason, name=title, kind=kind,
                       rule=rule, direction=direction)
        writer.add(f"user/{ledger.clerk}", ev.UserDefined, user=ledger.clerk, name=ledger.clerk,
                   authority={}, unlimited=True, late_discount=True)
        writer.save()


def register_company(
    ledger: Ledger, company: str, name: str, base_currency: str, *, group: str = "",
    bank_account: str = "", years: Iterable[int] = (),
) -> None:
    """A company with its A/R control account, a bank account in its base currency and the open
    periods of some years."""
    if not company or "/" in company:
        raise refuse("company", 2221, f"{company!r} can't be a company's code")
    with ledger.hold():
        if company in ledger.policies.companies:
            raise refuse("company", 2222, f"company {company} exists already")
        writer = Writer(ledger)
        writer.adopt_currency(base_currency)
        writer.add(f"company/{company}", ev.CompanyRegistered, company=company, name=name,
                   base_currency=base_currency, group=group)
        control = f"1210-{company}"
        writer.add(f"account/{control}", ev.AccountDefined, account=control,
                   name=f"A/R control {base_currency}")
        writer.add(f"rule/Customer/{company}", ev.RuleMapped, rule="Customer", account=control,
                   company=company)
        _open_bank_account(writer, company, bank_account or f"{company}-{base_currency}",
                           base_currency, "")
        for year in years:
            writer.add(f"periods/{company}", ev.PeriodsGenerated, company=company, year=year,
                       periods=tuple(months_of(year)))
        writer.save()


def _open_bank_account(
    writer: Writer, company: str, bank_account: str, currency: str, name: str
) -> None:
    account = f"1010-{currency}"
    if account not in writer.ledger.policies.accounts:
        writer.add(f"account/{account}", ev.AccountDefined, account=account,
                   name=f"Bank {currency}")
    writer.add(f"bank/{company}/{bank_account}", ev.BankAccountOpened, company=company,
               bank_account=bank_account, currency=currency, account=account,
               name=name or f"Bank {bank_account}")


def open_bank_account(
    ledger: Ledger, company: str, bank_account: str, currency: str, *, name: str = ""
) -> None:
    """A bank account of a company in a currency; its ledger account is made if it is new."""
    with ledger.hold():
        if bank_account in ledger.policies.company(company).bank_accounts:
            raise refuse("bank_account", 2223, f"{company} has a bank account {bank_account}")
        writer = Writer(ledger)
        writer.adopt_currency(currency)
        _open_bank_account(writer, company, bank_account, currency, name)
        writer.save()


def register_branch(ledger: Ledger, company: str, branch: str, name: str) -> None:
    """A branch of a company."""
    with ledger.hold():
        ledger.policies.company(company)
        writer = Writer(ledger)
        writer.add(f"branch/{company}/{branch}", ev.BranchRegistered, company=company,
                   branch=branch, name=name)
        writer.save()


def register_division(
    ledger: Ledger, company: str, division: str, name: str, *, region: str = "",
    control_account: str = "",
) -> None:
    """A division of a company, with a control account of its own if one is named."""
    with ledger.hold():
        ledger.policies.company(company)
        writer = Writer(ledger)
        writer.add(f"division/{company}/{division}", ev.DivisionRegistered, company=company,
                   division=division, name=name, region=region)
        if control_account:
            writer.add(f"account/{control_account}", ev.AccountDefined, account=control_account,
                       name=f"A/R control {division}")
            writer.add(f"rule/Customer/{company}/{division}", ev.RuleMapped, rule="Customer",
                       account=control_account, company=company, division=division)
        writer.save()


def open_years(ledger: Ledger, company: str, years: Iterable[int]) -> list[int]:
    """Generate and open the periods of years a company has none of; the years that were new."""
    with ledger.hold():
        known = {period.year for period in ledger.policies.company(company).periods.values()}
        new = sorted(set(years) - known)
        writer = Writer(ledger)
        for year in new:
            writer.add(f"periods/{company}", ev.PeriodsGenerated, company=company, year=year,
                       periods=tuple(months_of(year)))
        writer.save()
    return new


def set_period(ledger: Ledger, company: str, period: str, *, is_open: bool) -> None:
    """Open or close a period; refuses unknown ones."""
    with ledger.hold():
        known = ledger.policies.company(company).periods.get(period)
        if known is None:
            raise refuse("period", 2112, f"{company} has no period {period}")
        if known.open is is_open:
            state = "open" if is_open else "closed"
            raise refuse("period", 2224, f"period {period} of {company} is {state} already")
        writer = Writer(ledger)
        kind = ev.PeriodReopened if is_open else ev.PeriodClosed
        writer.add(f"periods/{company}", kind, company=company, period=period)
        writer.save()


@dataclass(frozen=True, slots=True)
class CustomerData:
    """A customer as it is to be; amounts in minor units of its currency."""

    company: str
    customer: str
    name: str
    currency: str
    terms: str = ""
    aliases: tuple[str, ...] = ()
    group: str = ""
    payer: str = ""
    division: str = ""
    branches: tuple[str, ...] = ()
    write_off_limit: int | None = None
    credit_limit: int | None = None
    hold: bool = False
    tolerance_blocked: bool = False

    @classmethod
    def of(cls, row: Customer) -> CustomerData:
        """What stands in the ledger."""
        return cls(
            row.company, row.customer, row.name, row.currency, row.terms,
            tuple(filter(None, row.aliases.split("|"))), row.grp, row.payer, row.division,
            tuple(filter(None, row.branches.split("|"))), row.write_off_limit, row.credit_limit,
            bool(row.hold), bool(row.tolerance_blocked),
        )


def put_customers(ledger: Ledger, customers: Iterable[CustomerData]) -> tuple[int, int]:
    """Register new customers and record what changed of known ones: (new, changed)."""
    new = changed = 0
    with ledger.hold():
        writer = Writer(ledger)
        for data in customers:
            known = ledger.read.customer(data.company, data.customer)
            if known is not None and CustomerData.of(known) == data:
                continue
            ledger.policies.company(data.company)
            writer.adopt_currency(data.currency)
            stream = f"customer/{data.company}/{data.customer}"
            writer.start(stream, known.version if known else 0)
            kind = ev.CustomerChanged if known else ev.CustomerRegistered
            writer.add(stream, kind, **{name: getattr(data, name) for name in data.__slots__})
            new, changed = new + (known is None), changed + (known is not None)
        writer.save()
    return new, changed


@dataclass(frozen=True, slots=True)
class ToleranceData:
    """One tolerance line as entered; amounts in minor units, percents as decimal text."""

    currency: str
    short_amount: int | None = None
    short_percent: str | None = None
    over_amount: int | None = None
    over_percent: str | None = None
    level: str = "default"
    key: str = ""
    inclusive: bool = True
    since: str = ""
    note: str = ""
    ended: bool = field(default=False, kw_only=True)


def set_tolerance(ledger: Ledger, data: ToleranceData) -> int:
    """Record a tolerance line as a new version of the policy; its number."""
    if data.level not in LEVELS:
        raise refuse("level", 2225, f"{data.level!r} is no tolerance level")
    if data.level in ("customer", "group") and not data.key:
        raise refuse("key", 2226, f"a tolerance of level {data.level} needs to say for whom")
    for name in ("short_percent", "over_percent"):
        _check_percent(name, getattr(data, name))
    for name in ("short_amount", "over_amount"):
        value = getattr(data, name)
        if value is not None and value < 0:
            raise refuse(name, 2227, "a tolerance can't be negative")
    with ledger.hold():
        if data.level == "customer":
            company, _, customer = data.key.partition("/")
            if ledger.read.customer(company, customer) is None:
                raise refuse("key", 2207, f"{data.key!r} is no COMPANY/CUSTOMER known here")
        writer = Writer(ledger)
        writer.adopt_currency(data.currency)
        number = ledger.policies.policy_number() + 1
        writer.add("tolerance", ev.ToleranceSet, policy=number, level=data.level,
                   key=data.currency if data.level == "currency" else data.key,
                   currency=data.currency, short_amount=data.short_amount,
                   short_percent=data.short_percent, over_amount=data.over_amount,
                   over_percent=data.over_percent, inclusive=data.inclusive,
                   since=data.since or "0001-01-01", note=data.note, ended=data.ended)
        writer.save()
    return number


def _check_percent(name: str, text: str | None) -> None:
    if text is None:
        return
    try:
        percent = Decimal(text)
    except InvalidOperation:
        raise refuse(name, 2228, f"{text!r} is not a percentage") from None
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise refuse(name, 2228, f"{text} is not between 0 and 100 percent")


def define_terms(
    ledger: Ledger, terms: str, *, name: str = "", due_days: int = 30,
    steps: Iterable[tuple[str, int | None]] = (), grace_days: int = 0, net_base: bool = False,
    ended: bool = False,
) -> None:
    """Payment terms: discount ``steps`` of (percent, days; None = until the due date)."""
    steps = tuple(steps)
    if not terms:
        raise refuse("terms", 2229, "terms need a code")
    for percent, _days in steps:
        _check_percent("percent", percent)
    if grace_days < 0 or due_days < 0:
        raise refuse("grace_days", 2230, "days can't be negative")
    with ledger.hold():
        writer = Writer(ledger)
        writer.add(f"terms/{terms}", ev.TermsDefined, terms=terms, name=name, due_days=due_days,
                   steps=tuple(ev.DiscountStep(p, d) for p, d in steps), grace_days=grace_days,
                   net_base=net_base, ended=ended)
        writer.save()


def define_reason(
    ledger: Ledger, reason: str, name: str, kind: str, *, rule: str = "AR30-185",
    direction: str = "both", limit: int | None = None, currency: str = "",
    tax_percent: str = "", ended: bool = False,
) -> None:
    """A reason code with its kind and the accounting rule it books to."""
    if not reason:
        raise refuse("reason", 2231, "a reason needs a code")
    if kind not in REASON_KINDS:
        raise refuse("kind", 2232, f"{kind!r} is no kind of reason: {', '.join(REASON_KINDS)}")
    with ledger.hold():
        ledger.policies.account(rule, "")
        writer = Writer(ledger)
        writer.add(f"reason/{reason}", ev.ReasonDefined, reason=reason, name=name, kind=kind,
                   rule=rule, direction=direction, limit=limit, currency=currency,
                   tax_percent=tax_percent, ended=ended)
        writer.save()


def define_user(
    ledger: Ledger, user: str, *, name: str = "", authority: Mapping[str, int] | None = None,
    unlimited: bool = False, late_discount: bool = False, ended: bool = False,
) -> None:
    """A clerk with what they may write off per document and currency, minor units."""
    with ledger.hold():
        writer = Writer(ledger)
        writer.add(f"user/{user}", ev.UserDefined, user=user, name=name or user,
                   authority=dict(authority or {}), unlimited=unlimited,
                   late_discount=late_discount, ended=ended)
        writer.save()


def set_rate(ledger: Ledger, base_currency: str, currency: str, since: str, rate: str) -> None:
    """A rate from a day on: base units per unit of ``currency``."""
    try:
        value = Decimal(rate)
    except InvalidOperation:
        raise refuse("rate", 2233, f"{rate!r} is not a rate") from None
    if not value.is_finite() or value <= 0:
        raise refuse("rate", 2233, "a rate is above zero")
    with ledger.hold():
        writer = Writer(ledger)
        writer.adopt_currency(currency)
        writer.add(f"rate/{base_currency}/{currency}", ev.RateSet, base_currency=base_currency,
                   currency=currency, since=since, rate=str(value))
        writer.save()


def map_rule(
    ledger: Ledger, rule: str, account: str, *, name: str = "", company: str = "",
    division: str = "",
) -> None:
    """Let an accounting rule lead to another account from now on."""
    with ledger.hold():
        writer = Writer(ledger)
        if account not in ledger.policies.accounts or name:
            writer.add(f"account/{account}", ev.AccountDefined, account=account,
                       name=name or account)
        key = "/".join(part for part in ("rule", rule, company, division) if part)
        writer.add(key, ev.RuleMapped, rule=rule, account=account, company=company,
                   division=division)
        writer.save()


def flag_document(
    ledger: Ledger, document: str, *, hold: bool, dispute: bool, note: str = ""
) -> None:
    """Put a document on hold or in dispute, or free it."""
    with ledger.hold():
        if ledger.read.document(document) is None:
            raise refuse("document", 2210, f"document {ev.number_of(document)} does not exist")
        writer = Writer(ledger)
        stream = f"document/{document}"
        writer.start(stream, len(ledger.store.stream(stream)))
        writer.add(stream, ev.DocumentFlagged, document=document, hold=hold, dispute=dispute,
                   note=note)
        writer.save()

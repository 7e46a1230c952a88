"""What is allowed and how it is booked, as of the events folded so far.

:class:`Policies` is folded from the few events of master data and policy; it answers for a day:
which tolerance, terms, period, account, rate, and how much a clerk may write off (rules 6, 14).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.dates import add_days
from artui.ledger.documents import Customer
from artui.ledger.errors import refuse
from artui.ledger.settlement import Tolerance

LEVELS = ("customer", "group", "currency", "default")
"""Tolerance levels in the standard order; the first that sets anything wins whole (rule 6)."""

STANDARD_RULES = {
    "Customer": ("1210", "A/R control"),
    "AR30-185": ("6150-000", "Accepted payment diff."),
    "AR30-310": ("6110-000", "Cash discount"),
    "AR30-186": ("6151-000", "Payment diff. income"),
    "AR30-520": ("6520-000", "Exchange gain"),
    "AR30-521": ("6521-000", "Exchange loss"),
    "AR30-530": ("2310-000", "Sales tax"),
    "AR30-540": ("6540-000", "Bad debt"),
    "Unidentified": ("2190-000", "Unidentified cash"),
    "Take-on": ("9990-000", "Take-on account"),
    "Sales": ("4000-000", "Sales"),
}
"""Accounting rules every ledger starts with: rule → (account, name)."""


_LAST_NAME = "\U0010ffff"
_STANDARD = ev.Parameters()


class Period(NamedTuple):
    """A fiscal period: first and last day inclusive."""

    name: str
    first: str
    last: str
    open: bool
    year: int


class BankAccount(NamedTuple):
    """A bank account of a company; ``account`` is its general ledger account, ``numbers`` are
    how banks' files name it."""

    company: str
    bank_account: str
    currency: str
    account: str
    name: str
    division: str
    numbers: tuple[str, ...] = ()


@dataclass
class Company:
    """A company with what belongs to it."""

    company: str
    name: str
    base_currency: str
    group: str
    branches: dict[str, str] = field(default_factory=dict)
    divisions: dict[str, tuple[str, str]] = field(default_factory=dict)
    bank_accounts: dict[str, BankAccount] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    calendar: list[tuple[str, str]] = field(default_factory=list)  # first day, name: in order


class Policies:
    """Master data and policies, folded in order; ``pos`` is the last event folded."""

    def __init__(self, recorded: Iterable[tuple[int, ev.Event]] = ()) -> None:
        self.pos = 0
        self.name = ""
        self.versions: dict[str, int] = {}
        self.currencies: dict[str, int] = {}
        self.companies: dict[str, Company] = {}
        self.accounts: dict[str, str] = {}
        self.rules: dict[tuple[str, str, str], str] = {}
        self._resolved: dict[tuple[str, str, str], str] = {}
        self.reasons: dict[str, ev.ReasonDefined] = {}
        self.terms: dict[str, ev.TermsDefined] = {}
        self.users: dict[str, ev.UserDefined] = {}
        self.tolerances: list[ev.ToleranceSet] = []
        self._lines: dict[tuple[str, str, str], list[tuple[str, Tolerance | None]]] = {}
        self.rates: dict[tuple[str, str], list[tuple[str, Decimal]]] = {}
        self.closed_through: dict[str, str] = {}
        self.seals: dict[tuple[str, str], ev.BalancesSealed] = {}
        self.settings: dict[str, list[ev.ParametersSet]] = {}
        self._parameters_on: dict[tuple[str, str], ev.Parameters] = {}
        self.roles: dict[str, ev.RoleDefined] = {}
        self.delegations: dict[tuple[str, str], ev.Delegated] = {}
        self.changes: dict[int, ev.ChangeProposed] = {}
        self.last_change = 0
        self.exceptions: dict[str, list[ev.ExceptionRulesSet]] = {}
        self.schedules: dict[str, ev.ScheduleSet] = {}
        for pos, event in recorded:
            self.apply(pos, event)

    # --- folding ---------------------------------------------------------------------------

    def apply(self, pos: int, event: ev.Event) -> None:
        """Fold one event; events that are no policy only move ``pos``."""
        self.pos = pos
        self.versions[event.originator_id] = event.originator_version
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(self, event)

    def _ledger(self, event: ev.LedgerCreated) -> None:
        self.name = event.name

    def _currency(self, event: ev.CurrencyAdopted) -> None:
        self.currencies[event.currency] = event.exponent
        money.adopt(event.currency, event.exponent)

    def _company(self, event: ev.CompanyRegistered) -> None:
        self.companies[event.company] = Company(
            event.company, event.name, event.base_currency, event.group
        )

    def _branch(self, event: ev.BranchRegistered) -> None:
        self.companies[event.company].branches[event.branch] = event.name

    def _division(self, event: ev.DivisionRegistered) -> None:
        self.companies[event.company].divisions[event.division] = (event.name, event.region)

    def _bank_account(self, event: ev.BankAccountOpened) -> None:
        self.companies[event.company].bank_accounts[event.bank_account] = BankAccount(
            event.company,
            event.bank_account,
            event.currency,
            event.account,
            event.name,
            event.division,
            event.numbers,
        )

    def _account(self, event: ev.AccountDefined) -> None:
        self.accounts[event.account] = event.name

    def _rule(self, event: ev.RuleMapped) -> None:
        self.rules[event.company, event.division, event.rule] = event.account
        self._resolved.clear()

    def _reason(self, event: ev.ReasonDefined) -> None:
        self.reasons[event.reason] = event

    def _tolerance(self, event: ev.ToleranceSet) -> None:
        self.tolerances.append(event)
        lines = self._lines.setdefault((event.currency, event.level, event.key), [])
        lines.append((event.since, _tolerance(event)))
        lines.sort(key=lambda line: line[0])  # of two lines of a day the later recorded holds

    def _terms(self, event: ev.TermsDefined) -> None:
        self.terms[event.terms] = event

    def _periods(self, event: ev.PeriodsGenerated) -> None:
        periods = self.companies[event.company].periods
        for name, first, last in event.periods:
            periods[name] = Period(name, first, last, True, event.year)
        self.companies[event.company].calendar = sorted(
            (period.first, period.name) for period in periods.values()
        )

    def _period_closed(self, event: ev.PeriodClosed) -> None:
        periods = self.companies[event.company].periods
        periods[event.period] = periods[event.period]._replace(open=False)

    def _period_reopened(self, event: ev.PeriodReopened) -> None:
        periods = self.companies[event.company].periods
        periods[event.period] = periods[event.period]._replace(open=True)

    def _books_closed(self, event: ev.BooksClosed) -> None:
        self.closed_through[event.company] = event.through

    def _balances_sealed(self, event: ev.BalancesSealed) -> None:
        self.seals[event.company, event.period] = event

    def _parameters(self, event: ev.ParametersSet) -> None:
        settings = self.settings.setdefault(event.company, [])
        settings.append(event)
        settings.sort(key=lambda line: line.since)  # of two of a day the later recorded holds
        self._parameters_on.clear()

    def _rate(self, event: ev.RateSet) -> None:
        rates = self.rates.setdefault((event.base_currency, event.currency), [])
        rates.append((event.since, Decimal(event.rate)))
        rates.sort(key=lambda rate: rate[0])  # of two rates of a day the later recorded holds

    def _user(self, event: ev.UserDefined) -> None:
        self.users[event.user] = event

    def _role(self, event: ev.RoleDefined) -> None:
        self.roles[event.role] = event

    def _delegated(self, event: ev.Delegated) -> None:
        self.delegations[event.user, event.to] = event

    def _change_proposed(self, event: ev.ChangeProposed) -> None:
        self.changes[event.number] = event
        self.last_change = event.number

    def _change_decided(self, event: ev.ChangeDecided) -> None:
        self.changes.pop(event.number)

    def _exception_rules(self, event: ev.ExceptionRulesSet) -> None:
        versions = self.exceptions.setdefault(event.company, [])
        versions.append(event)
        versions.sort(key=lambda line: line.since)  # of two of a day the later recorded holds

    def _schedule(self, event: ev.ScheduleSet) -> None:
        self.schedules[event.schedule] = event

    # --- questions --------------------------------------------------------------------------

    def company(self, company: str) -> Company:
        """A company by its code; refuses unknown ones."""
        known = self.companies.get(company)
        if known is None:
            raise refuse("company", 2201, f"company {company!r} does not exist")
        return known

    def period_of(self, company: str, day: str) -> Period | None:
        """The period a day falls in, open or not."""
        known = self.company(company)
        place = bisect_right(known.calendar, (day, _LAST_NAME)) - 1
        if place < 0:
            return None
        period = known.periods[known.calendar[place][1]]
        return period if day <= period.last else None

    def open_period(self, company: str, day: str, field_: str = "accounting_date") -> Period:
        """The open period of a posting date; refuses a closed or missing one and says which
        day could be taken instead (rule 14)."""
        period = self.period_of(company, day)
        through = self.closed_through.get(company, "")
        if period is not None and period.open and day > through:
            return period
        first = self.first_open_day(company, day)
        hint = f"; first open day {first}" if first else "; no period is open"
        if period is not None and period.open:
            raise refuse(field_, 2111, f"the books of {company} are closed through {through}{hint}")
        if period is None:
            where = "; ARPO90/P makes it"
            raise refuse(field_, 2112, f"{day} is in no period of {company}{hint}{where}")
        raise refuse(field_, 2111, f"period {period.name} of {company} is closed{hint}")

    def first_open_day(self, company: str, day: str) -> str | None:
        """The first day on or after ``day`` in an open period, else the last open day before."""
        through = self.closed_through.get(company)
        free = add_days(through, 1) if through else ""
        periods = [p for p in self.company(company).periods.values() if p.open and p.last >= free]
        later = [max(p.first, day, free) for p in periods if p.last >= day]
        if later:
            return min(later)
        return max((p.last for p in periods), default=None)

    def account(self, rule: str, company: str, division: str = "") -> str:
        """The account of an accounting rule: the division's, else the company's, else all's."""
        own = company, division, rule
        known = self._resolved.get(own)
        if known is not None:
            return known
        for key in (own, (company, "", rule), ("", "", rule)):
            if key in self.rules:
                self._resolved[own] = self.rules[key]
                return self.rules[key]
        raise refuse("rule", 2202, f"accounting rule {rule} leads to no account in {company}")

    def control_account(self, company: str, division: str = "") -> str:
        """The A/R control account of a company or its division."""
        return self.account("Customer", company, division)

    def bank_account(self, company: str, bank_account: str) -> BankAccount:
        """A company's bank account; refuses unknown ones."""
        known = self.company(company).bank_accounts.get(bank_account)
        if known is None:
            raise refuse("bank_account", 2203, f"{company} has no bank account {bank_account!r}")
        return known

    def bank_account_for(self, company: str, currency: str) -> BankAccount | None:
        """The first bank account of a company in a currency."""
        accounts = self.company(company).bank_accounts.values()
        return next((a for a in accounts if a.currency == currency), None)

    def rate(self, company: str, currency: str, day: str) -> Decimal:
        """Base units per document unit on a day; refuses a day before the first known rate."""
        base = self.company(company).base_currency
        if currency == base:
            return Decimal(1)
        known = [r for since, r in self.rates.get((base, currency), ()) if since <= day]
        if not known:
            where = "enter it on Exchange rates, ARPO90/X"
            raise refuse("rate", 2204, f"no rate {currency} to {base} on {day}: {where}")
        return known[-1]

    def tolerance(self, customer: Customer, currency: str, day: str) -> Tolerance:
        """The payment tolerance that holds for a customer, a currency and a day (rule 6)."""
        keys = self.tolerance_keys(customer, currency)
        for level in self.parameters(customer.company, day).levels:
            found = self.tolerance_line(level, keys[level], currency, day)
            if found is not None:
                return replace(found, blocked=True) if customer.tolerance_blocked else found
        return Tolerance(blocked=bool(customer.tolerance_blocked))

    @staticmethod
    def tolerance_keys(customer: Customer, currency: str) -> dict[str, str]:
        """What a customer is known by at each level of the tolerance."""
        return {
            "customer": f"{customer.company}/{customer.customer}",
            "group": customer.grp,
            "currency": currency,
            "default": "",
        }

    def tolerance_line(self, level: str, key: str, currency: str, day: str) -> Tolerance | None:
        """The line of one level in force on a day; None if it sets nothing."""
        lines = self._lines.get((currency, level, key))
        return _in_force(lines, day) if lines else None

    def parameters(self, company: str, day: str) -> ev.Parameters:
        """How a company settles on a day: its own parameters, else those of all, else standard."""
        known = self._parameters_on.get((company, day))
        if known is None:
            own, common = self.settings.get(company, ()), self.settings.get("", ())
            lines = [*reversed(own), *reversed(common)]
            known = next((line.parameters for line in lines if line.since <= day), _STANDARD)
            self._parameters_on[company, day] = known
        return known

    def by_division(self, company: str, day: str) -> bool:
        """Whether money of one division on a document of another moves control (rule 11)."""
        return self.parameters(company, day).division_postings

    def policy_number(self) -> int:
        """The number of the newest version of the tolerance policy."""
        return self.tolerances[-1].policy if self.tolerances else 0

    def authority(self, user: str, currency: str) -> int | None:
        """How much a clerk may write off per document, minor units; None = unlimited (rule 6)."""
        known = self.users.get(user)
        if known is None or known.ended:
            return 0
        return None if known.unlimited else known.authority.get(currency, 0)

    def may_grant_late_discount(self, user: str) -> bool:
        """Whether a clerk may give a discount beyond terms and grace days."""
        known = self.users.get(user)
        return known is not None and not known.ended and known.late_discount

    def reason(self, reason: str, *kinds: str) -> ev.ReasonDefined:
        """A reason code, of one of the ``kinds`` if any are named; refuses others."""
        known = self.reasons.get(reason)
        if known is None or known.ended:
            raise refuse("reason", 2205, f"reason code {reason!r} does not exist")
        if kinds and known.kind not in kinds:
            raise refuse("reason", 2206, f"reason {reason} is of kind {known.kind}")
        return known


def _in_force(lines: Sequence[tuple[str, Tolerance | None]], day: str) -> Tolerance | None:
    """Of the lines of one level the last that began by a day; None if it has ended then."""
    return next((tolerance for since, tolerance in reversed(lines) if since <= day), None)


def _tolerance(line: ev.ToleranceSet) -> Tolerance | None:
    """What a line allows; None if it has ended or sets nothing, so that the next level counts."""
    bounds = (line.short_amount, line.short_percent, line.over_amount, line.over_percent)
    if line.ended or all(bound is None for bound in bounds):
        return None
    return Tolerance(
        policy=line.policy,
        level=line.level,
        key=line.key,
        amount=line.short_amount,
        percent=None if line.short_percent is None else Decimal(line.short_percent),
        over_amount=line.over_amount,
        over_percent=None if line.over_percent is None else Decimal(line.over_percent),
        inclusive=line.inclusive,
        since=line.since,
        by=line.clerk,
        residual=line.residual,
    )


_HANDLERS: dict[type[ev.Event], Callable[[Policies, Any], None]] = {
    ev.LedgerCreated: Policies._ledger,
    ev.CurrencyAdopted: Policies._currency,
    ev.CompanyRegistered: Policies._company,
    ev.BranchRegistered: Policies._branch,
    ev.DivisionRegistered: Policies._division,
    ev.BankAccountOpened: Policies._bank_account,
    ev.AccountDefined: Policies._account,
    ev.RuleMapped: Policies._rule,
    ev.ReasonDefined: Policies._reason,
    ev.ToleranceSet: Policies._tolerance,
    ev.TermsDefined: Policies._terms,
    ev.PeriodsGenerated: Policies._periods,
    ev.PeriodClosed: Policies._period_closed,
    ev.PeriodReopened: Policies._period_reopened,
    ev.BooksClosed: Policies._books_closed,
    ev.BalancesSealed: Policies._balances_sealed,
    ev.ParametersSet: Policies._parameters,
    ev.RateSet: Policies._rate,
    ev.UserDefined: Policies._user,
    ev.RoleDefined: Policies._role,
    ev.Delegated: Policies._delegated,
    ev.ChangeProposed: Policies._change_proposed,
    ev.ChangeDecided: Policies._change_decided,
    ev.ExceptionRulesSet: Policies._exception_rules,
    ev.ScheduleSet: Policies._schedule,
}

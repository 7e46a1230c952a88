"""Master data and policies: commands that record what is allowed and how it is booked.

Every change is an event; what stands is the newest, what stood then is found in the log. All
functions take the :class:`~artui.ledger.ledger.Ledger` they act on, write in one hold, and refuse
with the field at fault.
"""

from __future__ import annotations

from collections.abc import Iterable

from artui.ledger import events as ev
from artui.ledger.dates import months_of
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.people.changes import keep
from artui.ledger.people.users_roles import define_role, define_user, delegate
from artui.ledger.policies import STANDARD_RULES
from artui.ledger.setup.closing import close_period, reopen_period
from artui.ledger.setup.customer_data import CustomerData, flag_document, put_customers
from artui.ledger.setup.parameters import close_books, set_parameters
from artui.ledger.setup.periods import generate_periods, open_years
from artui.ledger.setup.permissions import (
    REASON_KINDS,
    RateData,
    ToleranceData,
    define_reason,
    define_terms,
    map_rule,
    set_rate,
    set_rates,
    set_tolerance,
)
from artui.ledger.writer import Writer

__all__ = [
    "REASON_KINDS",
    "STANDARD_REASONS",
    "CustomerData",
    "RateData",
    "ToleranceData",
    "bank_account_change",
    "close_books",
    "close_period",
    "company_change",
    "create",
    "define_reason",
    "define_role",
    "define_terms",
    "define_user",
    "delegate",
    "flag_document",
    "generate_periods",
    "map_rule",
    "open_bank_account",
    "open_years",
    "put_customers",
    "register_branch",
    "register_company",
    "register_division",
    "reopen_period",
    "set_parameters",
    "set_period",
    "set_rate",
    "set_rates",
    "set_tolerance",
]

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


def create(ledger: Ledger, name: str = "artui") -> None:
    """Begin an empty ledger: its format, standard accounts, rules and reasons, and the clerk who
    makes it as a user with unlimited authority, administrator and supervisor."""
    with ledger.hold():
        if ledger.store.head().pos:
            raise refuse("ledger", 2220, "there is a ledger here already")
        writer = Writer(ledger)
        writer.add("ledger", ev.LedgerCreated, format=ev.FORMAT, name=name)
        for rule, (account, title) in STANDARD_RULES.items():
            writer.add(f"account/{account}", ev.AccountDefined, account=account, name=title)
            writer.add(f"rule/{rule}", ev.RuleMapped, rule=rule, account=account)
        for reason, title, kind, rule, direction in STANDARD_REASONS:
            writer.add(
                f"reason/{reason}",
                ev.ReasonDefined,
                reason=reason,
                name=title,
                kind=kind,
                rule=rule,
                direction=direction,
            )
        writer.add(
            f"user/{ledger.clerk}",
            ev.UserDefined,
            user=ledger.clerk,
            name=ledger.clerk,
            authority={},
            unlimited=True,
            late_discount=True,
            roles=("administrator", "supervisor"),
        )
        writer.save()


def company_change(company: str) -> str:
    """What a change is called that makes a company."""
    return f"company {company} and its accounts"


def bank_account_change(company: str, bank_account: str) -> str:
    """What a change is called that opens a bank account."""
    return f"bank account {bank_account} of {company}"


def register_company(
    ledger: Ledger,
    company: str,
    name: str,
    base_currency: str,
    *,
    group: str = "",
    bank_account: str = "",
    years: Iterable[int] = (),
) -> None:
    """A company with its A/R control account, a bank account in its base currency and the open
    periods of some years. Since it says where money is booked, it takes a second person."""
    if not company or "/" in company:
        raise refuse("company", 2221, f"{company!r} can't be a company's code")
    with ledger.hold():
        ledger.require("masterdata.change")
        if company in ledger.policies.companies:
            raise refuse("company", 2222, f"company {company} exists already")
        writer = Writer(ledger)
        writer.adopt_currency(base_currency)
        writer.add(
            f"company/{company}",
            ev.CompanyRegistered,
            company=company,
            name=name,
            base_currency=base_currency,
            group=group,
        )
        _map_control(writer, f"1210-{company}", base_currency, company)
        _open_bank_account(
            writer, company, bank_account or f"{company}-{base_currency}", base_currency, ""
        )
        for year in years:
            writer.add(
                f"periods/{company}",
                ev.PeriodsGenerated,
                company=company,
                year=year,
                periods=tuple(months_of(year)),
            )
        keep(writer, company_change(company))


def _map_control(
    writer: Writer, account: str, whose: str, company: str, division: str = ""
) -> None:
    """An A/R control account, and the rule that leads a company's or division's customers to it."""
    writer.add(
        f"account/{account}", ev.AccountDefined, account=account, name=f"A/R control {whose}"
    )
    writer.add(
        "/".join(filter(None, ("rule/Customer", company, division))),
        ev.RuleMapped,
        rule="Customer",
        account=account,
        company=company,
        division=division,
    )


def _open_bank_account(
    writer: Writer, company: str, bank_account: str, currency: str, name: str
) -> None:
    account = f"1010-{currency}"
    if account not in writer.ledger.policies.accounts:
        writer.add(
            f"account/{account}", ev.AccountDefined, account=account, name=f"Bank {currency}"
        )
    writer.add(
        f"bank/{company}/{bank_account}",
        ev.BankAccountOpened,
        company=company,
        bank_account=bank_account,
        currency=currency,
        account=account,
        name=name or f"Bank {bank_account}",
    )


def open_bank_account(
    ledger: Ledger, company: str, bank_account: str, currency: str, *, name: str = ""
) -> None:
    """A bank account of a company in a currency; its ledger account is made if it is new. It takes
    a second person."""
    with ledger.hold():
        ledger.require("masterdata.change")
        if bank_account in ledger.policies.company(company).bank_accounts:
            raise refuse("bank_account", 2223, f"{company} has a bank account {bank_account}")
        writer = Writer(ledger)
        writer.adopt_currency(currency)
        _open_bank_account(writer, company, bank_account, currency, name)
        keep(writer, bank_account_change(company, bank_account))


def register_branch(ledger: Ledger, company: str, branch: str, name: str) -> None:
    """A branch of a company."""
    with ledger.hold():
        ledger.require("masterdata.change")
        ledger.policies.company(company)
        writer = Writer(ledger)
        writer.add(
            f"branch/{company}/{branch}",
            ev.BranchRegistered,
            company=company,
            branch=branch,
            name=name,
        )
        writer.save()


def register_division(
    ledger: Ledger,
    company: str,
    division: str,
    name: str,
    *,
    region: str = "",
    control_account: str = "",
) -> None:
    """A division of a company, with a control account of its own if one is named: that takes a
    second person."""
    with ledger.hold():
        ledger.require("masterdata.change")
        ledger.policies.company(company)
        writer = Writer(ledger)
        writer.add(
            f"division/{company}/{division}",
            ev.DivisionRegistered,
            company=company,
            division=division,
            name=name,
            region=region,
        )
        if control_account:
            _map_control(writer, control_account, division, company, division)
            keep(writer, f"division {division} of {company} and its account")
        else:
            writer.save()


def set_period(ledger: Ledger, company: str, period: str, *, is_open: bool) -> None:
    """Open a period again, or close it with all that needs a look confirmed."""
    if is_open:
        reopen_period(ledger, company, period, "opened again")
    else:
        close_period(ledger, company, period, confirmed=True)

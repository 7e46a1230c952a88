"""``set``: policies and master data, and by which rules. Every change is an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from artui.commands.common import amount, day, ledger_option, opened, say
from artui.ledger import setup
from artui.ledger.errors import refuse
from artui.ledger.setup import CustomerData
from artui.ledger.setup.bank_numbers import set_numbers


@click.group("set")
def set_() -> None:
    """Policies and master data: what stands is the newest, what stood stays in the log."""


Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def setting(*options: Option) -> Option:
    """The options of a ``set`` command, and ``--ledger``."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (ledger_option, *reversed(options)):
            command = option(command)
        return command

    return add


@set_.command("company")
@setting(
    click.argument("company"),
    click.argument("currency"),
    click.option("--name", default="", help="Its name; default the code."),
    click.option("--group", default="", help="The company group it belongs to."),
    click.option(
        "--year",
        "years",
        type=int,
        multiple=True,
        help="Make and open the periods of a year; default this one.",
    ),
)
def set_company(
    company: str,
    currency: str,
    name: str,
    group: str,
    years: tuple[int, ...],
    ledger: str | None,
) -> None:
    """A new COMPANY with its base CURRENCY, a bank account in it, and open periods."""
    with opened(ledger) as books:
        setup.register_company(
            books,
            company,
            name or company,
            currency,
            group=group,
            years=years or (int(books.today()[:4]),),
        )
        say(books.kept.words(f"Company {company} is made."))


@set_.command("branch")
@setting(click.argument("company"), click.argument("branch"), click.argument("name"))
def set_branch(company: str, branch: str, name: str, ledger: str | None) -> None:
    """A BRANCH of a company."""
    with opened(ledger) as books:
        setup.register_branch(books, company, branch, name)
    say(f"Branch {branch} of {company} is set.")


@set_.command("division")
@setting(
    click.argument("company"),
    click.argument("division"),
    click.argument("name"),
    click.option("--region", default="", help="The region it lies in."),
    click.option("--control-account", default="", help="Its own A/R control account."),
)
def set_division(
    company: str,
    division: str,
    name: str,
    region: str,
    control_account: str,
    ledger: str | None,
) -> None:
    """A DIVISION of a company."""
    with opened(ledger) as books:
        setup.register_division(
            books, company, division, name, region=region, control_account=control_account
        )
        say(books.kept.words(f"Division {division} of {company} is set."))


@set_.command("bank-account")
@setting(
    click.argument("company"),
    click.argument("account"),
    click.argument("currency"),
    click.option("--name", default="", help="What journals call it."),
)
def set_bank_account(
    company: str, account: str, currency: str, name: str, ledger: str | None
) -> None:
    """A bank ACCOUNT of a company in a CURRENCY."""
    with opened(ledger) as books:
        setup.open_bank_account(books, company, account, currency, name=name)
        say(books.kept.words(f"Bank account {account} of {company} is set."))


@set_.command("customer-limit")
@setting(
    click.argument("company"),
    click.argument("customer"),
    click.argument("limit", required=False),
)
def set_customer_limit(company: str, customer: str, limit: str | None, ledger: str | None) -> None:
    """The most that is written off of a CUSTOMER's documents; without LIMIT it has none."""
    with opened(ledger) as books:
        known = books.read.customer(company, customer)
        if known is None:
            raise refuse("customer", 2207, f"{customer} is no customer of {company}")
        most = None if limit is None else amount(limit, known.currency, "limit")
        setup.put_customers(books, [replace(CustomerData.of(known), write_off_limit=most)])
        said = "has no limit" if limit is None else f"is {limit} {known.currency}"
        say(books.kept.words(f"The write-off limit of {customer} {said}."))


@set_.command("bank-numbers")
@setting(
    click.argument("company"),
    click.argument("account"),
    click.argument("numbers", metavar="NUMBER…", nargs=-1, required=True),
)
def set_bank_numbers(
    company: str, account: str, numbers: tuple[str, ...], ledger: str | None
) -> None:
    """The NUMBERs by which banks' files name a bank ACCOUNT: number or IBAN, lockboxes."""
    with opened(ledger) as books:
        known = set_numbers(books, company, account, numbers)
    say(f"Bank account {account} of {company} is {' and '.join(known.numbers)} in banks' files.")


@set_.command("tolerance")
@setting(
    click.argument("currency"),
    click.option("--amount", "short", help="The most a payment may be short."),
    click.option("--percent", help="The same in percent of the document; the lower wins."),
    click.option("--over-amount", "over", help="The most it may be over."),
    click.option("--over-percent", help="The same in percent."),
    click.option("--group", default="", help="For customers of this group only."),
    click.option(
        "--customer", default="", metavar="COMPANY/CUSTOMER", help="For this customer only."
    ),
    click.option(
        "--for-currency", is_flag=True, help="At the level of the currency, above the default."
    ),
    click.option("--strict", is_flag=True, help="Below the limit, not up to it."),
    click.option("--residual", is_flag=True, help="Percents of what is open, not the original."),
    click.option("--since", help="From this day on; default always."),
    click.option("--note", default="", help="Why."),
    click.option("--ended", is_flag=True, help="This line holds no more."),
)
def set_tolerance(
    currency: str,
    short: str | None,
    percent: str | None,
    over: str | None,
    over_percent: str | None,
    group: str,
    customer: str,
    for_currency: bool,
    strict: bool,
    residual: bool,
    since: str | None,
    note: str,
    ended: bool,
    ledger: str | None,
) -> None:
    """How much a payment in CURRENCY may differ before a rest stays open (rule 6)."""
    named = [("customer", customer), ("group", group), ("currency", for_currency)]
    levels = [(level, key) for level, key in named if key]
    if len(levels) > 1:
        raise click.UsageError("a tolerance has one level: customer, group or currency")
    level, key = levels[0] if levels else ("default", "")
    with opened(ledger) as books:
        policy = setup.set_tolerance(
            books,
            setup.ToleranceData(
                currency,
                None if short is None else amount(short, currency, "amount"),
                percent,
                None if over is None else amount(over, currency, "over-amount"),
                over_percent,
                level=level,
                key=str(key) if level != "currency" else "",
                inclusive=not strict,
                since=day(since, books.today(), "since") if since else "",
                note=note,
                ended=ended,
                residual=residual,
            ),
        )
    say(books.kept.words(f"Tolerance policy {policy} holds."))


@set_.command("terms")
@setting(
    click.argument("terms"),
    click.option("--name", default="", help="What they are called."),
    click.option("--due-days", type=int, default=30, show_default=True),
    click.option(
        "--discount",
        "steps",
        multiple=True,
        metavar="PERCENT[:DAYS]",
        help="A cash discount until so many days, without days until due; again for more steps.",
    ),
    click.option(
        "--grace-days",
        type=int,
        default=0,
        show_default=True,
        help="Days a discount may still be accepted after its last day.",
    ),
    click.option("--net-base", is_flag=True, help="Of the amount without tax."),
    click.option("--ended", is_flag=True, help="These terms hold no more."),
)
def set_terms(
    terms: str,
    name: str,
    due_days: int,
    steps: tuple[str, ...],
    grace_days: int,
    net_base: bool,
    ended: bool,
    ledger: str | None,
) -> None:
    """Payment TERMS: days, cash discounts, grace days (rule 7)."""
    with opened(ledger) as books:
        setup.define_terms(
            books,
            terms,
            name=name,
            due_days=due_days,
            steps=[_step(text) for text in steps],
            grace_days=grace_days,
            net_base=net_base,
            ended=ended,
        )
    say(f"Terms {terms} are set.")


def _step(text: str) -> tuple[str, int | None]:
    percent, mark, days = text.partition(":")
    if mark and not days.isdecimal():
        raise refuse("discount", 2230, f"discount: {days!r} is no number of days")
    return percent, int(days) if mark else None


@set_.command("reason")
@setting(
    click.argument("reason"),
    click.argument("name"),
    click.argument("kind", type=click.Choice(setup.REASON_KINDS)),
    click.option(
        "--rule", default="AR30-185", show_default=True, help="The accounting rule it books by."
    ),
    click.option(
        "--direction",
        default="both",
        show_default=True,
        type=click.Choice(("debit", "credit", "both")),
    ),
    click.option("--limit", metavar="AMOUNT", help="The most per document; needs --currency."),
    click.option("--currency", default="", help="Of the limit."),
    click.option("--tax", is_flag=True, help="A write-off for it gives the tax part back."),
    click.option("--tax-percent", default="", help="Tax in it, where the document says none."),
    click.option("--ended", is_flag=True, help="It can be given no more."),
)
def set_reason(
    reason: str,
    name: str,
    kind: str,
    rule: str,
    direction: str,
    limit: str | None,
    currency: str,
    tax: bool,
    tax_percent: str,
    ended: bool,
    ledger: str | None,
) -> None:
    """A REASON code with its name and kind."""
    if limit and not currency:
        raise click.UsageError("a --limit needs its --currency")
    with opened(ledger) as books:
        setup.define_reason(
            books,
            reason,
            name,
            kind,
            rule=rule,
            direction=direction,
            limit=amount(limit, currency, "limit") if limit else None,
            currency=currency,
            tax_percent=tax_percent,
            ended=ended,
            tax=tax,
        )
    say(books.kept.words(f"Reason {reason} is set."))


@set_.command("rate")
@setting(
    click.argument("base"),
    click.argument("currency"),
    click.argument("rate"),
    click.option("--since", help="From this day on; default today."),
)
def set_rate(base: str, currency: str, rate: str, since: str | None, ledger: str | None) -> None:
    """RATE units of BASE for one of CURRENCY, from a day on."""
    with opened(ledger) as books:
        setup.set_rate(books, base, currency, day(since, books.today(), "since"), rate)
    say(f"Rate {currency} to {base} is set.")


@set_.command("rule")
@setting(
    click.argument("rule"),
    click.argument("account"),
    click.option("--name", default="", help="What journals call the account."),
    click.option("--company", default="", help="In this company only."),
    click.option("--division", default="", help="In this division only."),
)
def set_rule(
    rule: str, account: str, name: str, company: str, division: str, ledger: str | None
) -> None:
    """Let an accounting RULE (AR30-185, Take-on …) lead to ACCOUNT from now on."""
    with opened(ledger) as books:
        setup.map_rule(books, rule, account, name=name, company=company, division=division)
    say(books.kept.words(f"Rule {rule} leads to {account}."))

"""Taking in customers, and the companies they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from artui.importers.lines import CustomerLine
from artui.importers.table import Reading
from artui.intake.outcome import Outcome
from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.people import changes
from artui.ledger.setup import CustomerData, bank_account_change, company_change


def check_customers(ledger: Ledger, reading: Reading[CustomerLine]) -> None:
    """Note the faults that only the ledger can tell: unknown payers and divisions."""
    companies = ledger.policies.companies
    named = {(line.company, line.customer) for line in reading.lines}
    for line in reading.lines:
        company = companies.get(line.company)
        if line.division and (company is None or line.division not in company.divisions):
            reading.blame(line.line, "division", line.division, f"is no division of {line.company}")
        if (
            line.payer
            and (line.company, line.payer) not in named
            and ledger.read.customer(line.company, line.payer) is None
        ):
            reading.blame(line.line, "payer", line.payer, f"is no customer of {line.company}")


def take_customers(ledger: Ledger, lines: Iterable[CustomerLine]) -> Outcome:
    """Make the companies that are new, register new customers, record what changed of others.

    Runs inside :func:`~artui.intake.outcome.whole`. What the file has no column for stays.
    """
    outcome = Outcome("customers")
    lines = list(lines)
    _make_companies(ledger, lines, outcome)
    if not {line.company for line in lines} <= set(ledger.policies.companies):
        outcome.left = len(lines)
        return outcome
    wanted = [_data(ledger, line) for line in lines]
    outcome.added, outcome.changed = setup.put_customers(ledger, wanted)
    outcome.known = len(wanted) - outcome.added - outcome.changed
    return outcome


def _make_companies(ledger: Ledger, lines: list[CustomerLine], outcome: Outcome) -> None:
    """A new company's base currency is the one most of its customers have.

    Where a second person confirms accounts, company and bank accounts wait for them.
    """
    currencies: dict[str, Counter[str]] = {}
    for line in lines:
        currencies.setdefault(line.company, Counter())[line.currency] += 1
    waiting = {change.what for change in changes.waiting(ledger)}
    for company, counts in currencies.items():
        if company not in ledger.policies.companies:
            _make_company(ledger, company, counts.most_common(1)[0][0], waiting, outcome)
        if company not in ledger.policies.companies:
            continue  # it waits, and its bank accounts with it
        for currency in counts:
            if ledger.policies.bank_account_for(company, currency) is None:
                name = f"{company}-{currency}"
                if bank_account_change(company, name) in waiting:
                    continue
                setup.open_bank_account(ledger, company, name, currency)
                outcome.notes.append(ledger.kept.words(f"Bank account {name} made"))
                outcome.records.append({"bank_account": name, "status": _status(ledger)})


def _make_company(
    ledger: Ledger, company: str, base: str, waiting: Collection[str], outcome: Outcome
) -> None:
    """A company with the periods of this year, unless it waits already to be confirmed."""
    if company_change(company) in waiting:
        outcome.notes.append(f"Company {company} waits to be confirmed.")
        return
    year = int(ledger.today()[:4])
    setup.register_company(ledger, company, company, base, years=[year])
    made = f"Company {company} made: base currency {base}, periods of {year} opened"
    outcome.notes.append(ledger.kept.words(made))
    outcome.records.append(
        {"company": company, "status": _status(ledger), "base_currency": base, "year": year}
    )


def _status(ledger: Ledger) -> str:
    return "waiting" if ledger.kept.number else "made"


def _data(ledger: Ledger, line: CustomerLine) -> CustomerData:
    known = ledger.read.customer(line.company, line.customer)
    data = (
        CustomerData.of(known)
        if known
        else CustomerData(line.company, line.customer, line.name, line.currency)
    )
    return replace(
        data,
        name=line.name,
        currency=line.currency,
        aliases=data.aliases if line.aliases is None else line.aliases,
        terms=data.terms if line.terms is None else line.terms,
        group=data.group if line.group is None else line.group,
        payer=data.payer if line.payer is None else line.payer,
        division=data.division if line.division is None else line.division,
    )

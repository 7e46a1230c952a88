"""How banks' files name the bank accounts of the companies."""

from __future__ import annotations

from collections.abc import Sequence

from artui.ledger import events as ev
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.policies import BankAccount, Policies
from artui.ledger.writer import Writer


def written(number: str) -> str:
    """An account number as it is compared: without blanks, in capitals."""
    return "".join(number.split()).upper()


def numbered(policies: Policies, number: str) -> list[BankAccount]:
    """The bank accounts of all companies that files call by a number; its own code counts too."""
    wanted = written(number)
    return [
        account
        for company in policies.companies.values()
        for account in company.bank_accounts.values()
        if wanted and wanted in map(written, (account.bank_account, *account.numbers))
    ]


def set_numbers(
    ledger: Ledger, company: str, bank_account: str, numbers: Sequence[str]
) -> BankAccount:
    """Say how files name a bank account: its number or IBAN, and its lockboxes; those said before
    no longer count. Refuses an empty number, and one that another bank account has."""
    with ledger.hold():
        ledger.require("masterdata.change")
        account = ledger.policies.bank_account(company, bank_account)
        chosen = tuple(dict.fromkeys(written(number) for number in numbers))
        for number in chosen:
            if not number:
                raise refuse("numbers", 2203, "an account number is not empty")
            for other in numbered(ledger.policies, number):
                if (other.company, other.bank_account) != (company, bank_account):
                    whose = f"{other.bank_account} of {other.company}"
                    raise refuse("numbers", 2203, f"{number} is the number of {whose}")
        if chosen != account.numbers:
            writer = Writer(ledger)
            fields = account._replace(numbers=chosen)._asdict()
            writer.add(f"bank/{company}/{bank_account}", ev.BankAccountOpened, **fields)
            writer.save()
        return ledger.policies.bank_account(company, bank_account)

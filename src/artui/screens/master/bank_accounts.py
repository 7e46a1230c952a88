"""ARPO90/A: the bank accounts of the companies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from artui.ledger import setup
from artui.ledger.policies import BankAccount
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master.maintenance import Maintenance


class BankAccounts(Maintenance[BankAccount]):
    """Bank accounts: money in a currency comes in on one of that currency."""

    ID = "ARPO90/A"
    TITLE = "Bank accounts"
    THING = "bank account"
    OPTIONS = ("5", "8")
    KEYS = ("company", "bank_account")
    EVENTS = ("BankAccountOpened",)
    PROMPTS = {"company": "prompt.company"}

    def rows(self) -> Sequence[BankAccount]:
        """All bank accounts by company."""
        companies = sorted(self.ledger.policies.companies.items())
        return [account for _code, known in companies for account in known.bank_accounts.values()]

    def key(self, row: BankAccount) -> str:
        """Company and account."""
        return f"{row.company} {row.bank_account}"

    def columns(self) -> Sequence[ColumnSet[BankAccount]]:
        """The account, its currency, and where it is booked."""
        return (
            (
                Column("Company", 8, lambda row: row.company),
                Column("Bank account", 24, lambda row: row.bank_account),
                Column("Cur", 3, lambda row: row.currency),
                Column("Name", 22, lambda row: row.name),
                Column("Booked on", 12, lambda row: row.account),
            ),
        )

    def about(self, row: BankAccount) -> Sequence[str]:
        """Where it is booked, and how banks' files call it."""
        name = self.ledger.policies.accounts.get(row.account, "")
        booked = f"Money on {row.bank_account} is booked on {row.account} {name}."
        if not row.numbers:
            return (booked,)
        return booked, f"In banks' files it is {' and '.join(row.numbers)}."

    def entry(self) -> Iterable[Field]:
        """Company, account, currency and name."""
        yield Field(
            "company",
            line=-13,
            col=18,
            width=8,
            label="Company",
            label_col=4,
            kind=Kind.CODED,
            required=True,
        )
        yield Field(
            "bank_account",
            line=-12,
            col=18,
            width=24,
            label="Account",
            label_col=4,
            limit=34,
            required=True,
        )
        yield Field(
            "currency",
            line=-11,
            col=18,
            width=3,
            label="Currency",
            label_col=4,
            kind=Kind.CODED,
            required=True,
        )
        yield Field("name", line=-10, col=18, width=40, label="Name", label_col=4)

    def defaults(self) -> dict[str, str]:
        """The company last worked in."""
        return {"company": self.session.company}

    def texts(self, row: BankAccount) -> dict[str, str]:
        """The account as it would be typed."""
        return {
            "company": row.company,
            "bank_account": row.bank_account,
            "currency": row.currency,
            "name": row.name,
        }

    def save(self) -> str:
        """Open the bank account."""
        company, account = self.text("company"), self.text("bank_account")
        setup.open_bank_account(
            self.ledger, company, account, self.text("currency"), name=self.text("name")
        )
        return f"Bank account {account} of {company} is open."

"""ARPO90/C: the companies of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from artui.ledger import setup
from artui.ledger.policies import Company
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master import values
from artui.screens.master.maintenance import Maintenance


class Companies(Maintenance[Company]):
    """Companies; one is registered with a bank account and the periods of a year."""

    ID = "ARPO90/C"
    TITLE = "Companies"
    THING = "company"
    OPTIONS = ("5", "8")
    KEYS = ("company",)
    EVENTS = ("CompanyRegistered",)
    FAULTS = {"currency": "base_currency"}

    def rows(self) -> Sequence[Company]:
        """All companies by code."""
        return sorted(self.ledger.policies.companies.values(), key=lambda row: row.company)

    def key(self, row: Company) -> str:
        """The code."""
        return row.company

    def columns(self) -> Sequence[ColumnSet[Company]]:
        """Name and currency, and how much belongs to it."""
        return (
            (
                Column("Company", 8, lambda row: row.company),
                Column("Name", 25, lambda row: row.name),
                Column("Cur", 3, lambda row: row.base_currency),
                Column("Group", 8, lambda row: row.group),
                Column("Branches", 8, lambda row: str(len(row.branches)), right=True),
                Column("Divisions", 9, lambda row: str(len(row.divisions)), right=True),
                Column("Banks", 5, lambda row: str(len(row.bank_accounts)), right=True),
            ),
        )

    def about(self, row: Company) -> Sequence[str]:
        """Its control account and its periods."""
        policies = self.ledger.policies
        account = policies.control_account(row.company)
        periods = sorted(row.periods)
        open_ = sum(period.open for period in row.periods.values())
        spans = f"{periods[0]} to {periods[-1]}, {open_} open" if periods else "none yet"
        return (
            f"{row.company} books receivables on {account} {policies.accounts.get(account, '')}.",
            f"Periods: {spans}.",
        )

    def entry(self) -> Iterable[Field]:
        """Code, name, currency; its first bank account and year."""
        yield Field(
            "company",
            line=-13,
            col=22,
            width=8,
            label="Company",
            label_col=4,
            kind=Kind.CODED,
            required=True,
        )
        yield Field("name", line=-13, col=42, width=30, label="Name", required=True)
        yield Field(
            "base_currency",
            line=-12,
            col=22,
            width=3,
            label="Base currency",
            label_col=4,
            kind=Kind.CODED,
            required=True,
        )
        yield Field("group", line=-12, col=42, width=8, label="Group", kind=Kind.CODED)
        yield Field(
            "bank_account",
            line=-11,
            col=22,
            width=24,
            label="Bank account",
            label_col=4,
            limit=34,
            note="in the base currency",
        )
        yield Field(
            "year",
            line=-10,
            col=22,
            width=4,
            label="First year",
            label_col=4,
            kind=Kind.DIGITS,
            required=True,
            parse=values.whole,
            note="its twelve periods are opened",
            note_col=49,
        )

    def defaults(self) -> dict[str, str]:
        """The year of the business day."""
        return {"year": self.session.today[:4]}

    def texts(self, row: Company) -> dict[str, str]:
        """What is known of a company."""
        return {
            "company": row.company,
            "name": row.name,
            "base_currency": row.base_currency,
            "group": row.group,
            "bank_account": next(iter(row.bank_accounts), ""),
            "year": str(min((period.year for period in row.periods.values()), default="")),
        }

    def save(self) -> str:
        """Register the company."""
        value = {field.name or "": field.value for field in self.entry_fields}
        setup.register_company(
            self.ledger, value["company"], value["name"].strip(), value["base_currency"],
            group=value["group"], bank_account=value["bank_account"].strip(),
            years=(value["year"],),
        )  # fmt: skip
        return f"Company {value['company']} is registered."

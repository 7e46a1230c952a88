"""ARPO90/D: the divisions of the companies, with their region and control account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artui.ledger import setup
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master.maintenance import Maintenance


class Division(NamedTuple):
    """A division; ``account`` is a control account of its own, empty for the company's."""

    company: str
    division: str
    name: str
    region: str
    account: str


class Divisions(Maintenance[Division]):
    """Divisions: money of one that pays another's document is booked between them."""

    ID = "ARPO90/D"
    TITLE = "Divisions"
    THING = "division"
    KEYS = ("company", "division")
    EVENTS = ("DivisionRegistered",)
    PROMPTS = {"company": "prompt.company"}

    def rows(self) -> Sequence[Division]:
        """All divisions by company and code."""
        policies = self.ledger.policies
        return [
            Division(
                company, code, name, region, policies.rules.get((company, code, "Customer"), "")
            )
            for company, known in sorted(policies.companies.items())
            for code, (name, region) in sorted(known.divisions.items())
        ]

    def key(self, row: Division) -> str:
        """Company and division."""
        return f"{row.company} {row.division}"

    def columns(self) -> Sequence[ColumnSet[Division]]:
        """Code, name, region, account."""
        return (
            (
                Column("Company", 8, lambda row: row.company),
                Column("Division", 8, lambda row: row.division),
                Column("Name", 30, lambda row: row.name),
                Column("Region", 8, lambda row: row.region),
                Column("Control acct", 12, lambda row: row.account),
            ),
        )

    def about(self, row: Division) -> Sequence[str]:
        """Where its receivables are booked."""
        account = self.ledger.policies.control_account(row.company, row.division)
        whose = "its own" if row.account else "the company's"
        return (f"Receivables of {row.division} are booked on {account}, {whose}.",)

    def entry(self) -> Iterable[Field]:
        """Company, code, name; region and account."""
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
        yield Field(
            "division",
            line=-12,
            col=22,
            width=8,
            label="Division",
            label_col=4,
            kind=Kind.CODED,
            required=True,
        )
        yield Field("name", line=-11, col=22, width=30, label="Name", label_col=4, required=True)
        yield Field(
            "region", line=-10, col=22, width=8, label="Region", label_col=4, kind=Kind.CODED
        )
        yield Field(
            "account",
            line=-9,
            col=22,
            width=12,
            label="Control account",
            label_col=4,
            note="empty: the company's",
        )

    def defaults(self) -> dict[str, str]:
        """The company last worked in."""
        return {"company": self.session.company}

    def texts(self, row: Division) -> dict[str, str]:
        """The division as it would be typed."""
        return row._asdict()

    def save(self) -> str:
        """Record the division."""
        company, division, name, region, account = (self.text(name) for name in Division._fields)
        setup.register_division(
            self.ledger, company, division, name, region=region, control_account=account
        )
        return f"Division {division} of {company} is saved."

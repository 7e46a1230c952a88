"""ARPO90/B: the branches of the companies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artui.ledger import setup
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master.maintenance import Maintenance


class Branch(NamedTuple):
    """A branch of a company."""

    company: str
    branch: str
    name: str


class Branches(Maintenance[Branch]):
    """Branches: documents belong to one, and a customer may be visible in some only."""

    ID = "ARPO90/B"
    TITLE = "Branches"
    THING = "branch"
    KEYS = ("company", "branch")
    EVENTS = ("BranchRegistered",)
    PROMPTS = {"company": "prompt.company"}

    def rows(self) -> Sequence[Branch]:
        """All branches by company and code."""
        companies = sorted(self.ledger.policies.companies.items())
        return [
            Branch(company, code, name)
            for company, known in companies
            for code, name in sorted(known.branches.items())
        ]

    def key(self, row: Branch) -> str:
        """Company and branch."""
        return f"{row.company} {row.branch}"

    def columns(self) -> Sequence[ColumnSet[Branch]]:
        """Company, code and name."""
        return (
            (
                Column("Company", 8, lambda row: row.company),
                Column("Branch", 8, lambda row: row.branch),
                Column("Name", 50, lambda row: row.name),
            ),
        )

    def entry(self) -> Iterable[Field]:
        """Company, code and name."""
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
            "branch",
            line=-12,
            col=18,
            width=8,
            label="Branch",
            label_col=4,
            kind=Kind.CODED,
            required=True,
        )
        yield Field("name", line=-11, col=18, width=40, label="Name", label_col=4, required=True)

    def defaults(self) -> dict[str, str]:
        """The company last worked in."""
        return {"company": self.session.company}

    def texts(self, row: Branch) -> dict[str, str]:
        """The branch as it would be typed."""
        return row._asdict()

    def save(self) -> str:
        """Record the branch."""
        company, branch, name = (self.text(name) for name in Branch._fields)
        setup.register_branch(self.ledger, company, branch, name)
        return f"Branch {branch} of {company} is saved."

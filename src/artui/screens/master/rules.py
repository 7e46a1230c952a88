"""ARPO90/J: accounting rules, and the account each leads to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artui.ledger import setup
from artui.ledger.policies import STANDARD_RULES
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master.maintenance import Maintenance

UNKNOWN_RULE, NO_COMPANY = 4171, 4172


class Mapping(NamedTuple):
    """A rule and its account; no company = all, no division = the whole company."""

    rule: str
    company: str
    division: str
    account: str
    name: str


class Rules(Maintenance[Mapping]):
    """Accounting rules: a posting names the rule, this says the account."""

    ID = "ARPO90/J"
    TITLE = "Accounting rules"
    THING = "rule"
    KEYS = ("rule", "company", "division")
    EVENTS = ("RuleMapped",)
    PROMPTS = {"company": "prompt.company"}

    def rows(self) -> Sequence[Mapping]:
        """All rules by name; those for all companies first."""
        policies = self.ledger.policies
        return sorted(
            Mapping(rule, company, division, account, policies.accounts.get(account, ""))
            for (company, division, rule), account in policies.rules.items()
        )

    def key(self, row: Mapping) -> str:
        """Rule, company and division."""
        return f"{row.rule} {row.company} {row.division}"

    def columns(self) -> Sequence[ColumnSet[Mapping]]:
        """Where each rule leads."""
        return (
            (
                Column("Rule", 14, lambda row: row.rule),
                Column("Company", 8, lambda row: row.company or "all"),
                Column("Division", 8, lambda row: row.division or "all"),
                Column("Account", 12, lambda row: row.account),
                Column("Name", 28, lambda row: row.name),
            ),
        )

    def about(self, row: Mapping) -> Sequence[str]:
        """What the rule is for."""
        purpose = STANDARD_RULES.get(row.rule, ("", "an own rule"))[1]
        return (
            f"{row.rule}: {purpose}",
            "The nearest line counts: the division's, else the company's, else that for all.",
        )

    def entry(self) -> Iterable[Field]:
        """Rule, for whom, account and its name."""
        yield Field(
            "rule",
            line=-13,
            col=22,
            width=14,
            label="Rule",
            label_col=4,
            required=True,
            parse=self._rule,
        )
        yield Field(
            "company",
            line=-12,
            col=22,
            width=8,
            label="Company",
            label_col=4,
            kind=Kind.CODED,
            note="empty: all",
            note_col=38,
            parse=self._company,
        )
        yield Field(
            "division",
            line=-11,
            col=22,
            width=8,
            label="Division",
            label_col=4,
            kind=Kind.CODED,
            note="empty: the whole company",
            note_col=38,
            parse=self._division,
        )
        yield Field(
            "account", line=-10, col=22, width=12, label="Account", label_col=4, required=True
        )
        yield Field(
            "name",
            line=-9,
            col=22,
            width=28,
            label="Account's name",
            label_col=4,
            note="empty: as it is",
            note_col=52,
        )

    def texts(self, row: Mapping) -> dict[str, str]:
        """The rule as it would be typed."""
        return row._asdict()

    def save(self) -> str:
        """Let the rule lead to the account."""
        rule, company, division, account, name = (self.text(name) for name in Mapping._fields)
        known = self.ledger.policies.accounts.get(account)
        setup.map_rule(
            self.ledger, rule, account, name="" if name == known else name,
            company=company, division=division,
        )  # fmt: skip
        return f"Rule {rule} leads to {account}."

    def _rule(self, text: str) -> str:
        known = {rule for _company, _division, rule in self.ledger.policies.rules}
        if text not in known:
            raise BadValueError(f"No posting uses a rule {text!r}.", UNKNOWN_RULE)
        return text

    def _company(self, text: str) -> str:
        if text and text not in self.ledger.policies.companies:
            raise BadValueError(f"Company {text} does not exist.", NO_COMPANY)
        return text

    def _division(self, text: str) -> str:
        company = self.ledger.policies.companies.get(self.text("company"))
        if text and (company is None or text not in company.divisions):
            raise BadValueError(f"There is no such division: {text}.", NO_COMPANY)
        return text

"""ARPO90/E: exception rules, what becomes of what receipts leave over or short.

The rules in force are listed in their order; a change is a new version of all of a company's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from artui.ledger.writeoffs.exceptions import ACTIONS, SIDES, Rule, rules_on, words
from artui.ledger.writeoffs.schedules import set_rules
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master import values
from artui.screens.master.maintenance import Maintenance

ALL = "ALL"
"""What stands for every company without rules of its own."""


class Line(NamedTuple):
    """A rule in force: whose, its number, since when, by whom."""

    company: str
    number: int
    rule: Rule
    since: str
    clerk: str
    note: str


class ExceptionRules(Maintenance[Line]):
    """Rules in their order; the first that fits a difference decides, none = recommended."""

    ID = "ARPO90/E"
    TITLE = "Exception rules of receipts"
    THING = "exception rule"
    OPTIONS = ("2", "4.remove", "5", "8")
    ACTS = {"4": "Remove"}
    KEYS = ("company", "number")
    EVENTS = ("ExceptionRulesSet",)
    NAMED_BY = ("company",)
    PROMPTS = {
        "company": "prompt.company",
        "currency": "prompt.currency",
        "reason": "prompt.reason",
    }
    BLOCK = -14

    def rows(self) -> Sequence[Line]:
        """The rules in force today, company by company."""
        policies = self.ledger.policies
        found = []
        for company in sorted(policies.exceptions):
            versions = policies.exceptions[company]
            held = [each for each in versions if each.since <= self.session.today]
            for version in held[-1:]:
                found += [
                    Line(company or ALL, number, rule, version.since, version.clerk, version.note)
                    for number, rule in enumerate(version.rules, 1)
                ]
        return found

    def key(self, row: Line) -> str:
        """Company and number."""
        return f"{row.company} {row.number}"

    def columns(self) -> Sequence[ColumnSet[Line]]:
        """What it takes and does."""
        return (
            (
                Column("Comp", 5, lambda row: row.company),
                Column("No", 2, lambda row: str(row.number), right=True),
                Column("Side", 5, lambda row: row.rule.side),
                Column("Cur", 3, lambda row: row.rule.currency),
                Column("From", 10, lambda row: _amount(row.rule.amount_from, row), right=True),
                Column("To", 10, lambda row: _amount(row.rule.amount_to, row), right=True),
                Column("Above %", 7, lambda row: row.rule.percent_from or "", right=True),
                Column("To %", 6, lambda row: row.rule.percent_to or "", right=True),
                Column("Action", 10, lambda row: row.rule.action),
                Column("Reason", 8, lambda row: row.rule.reason),
            ),
        )

    def about(self, row: Line) -> Sequence[str]:
        """The rule in words, and who set it."""
        note = f": {row.note}" if row.note else ""
        said = words(row.rule)
        return (
            f"{said[:1].upper()}{said[1:]}; the first rule that fits decides.",
            f"In force since {row.since}, set by {row.clerk}{note}",
        )

    def entry(self) -> Iterable[Field]:
        """Whose and where, what it takes, what it does."""
        yield Field("company", line=-13, col=14, width=5, label="Company", label_col=4,
                    kind=Kind.CODED, required=True)  # fmt: skip
        yield Field("number", line=-13, col=36, width=2, label="Number", kind=Kind.DIGITS,
                    note="empty: behind the others", note_col=40)  # fmt: skip
        yield Field("side", line=-12, col=14, width=5, label="Side", label_col=4, required=True,
                    parse=lambda text: values.choice(text, SIDES), show=str)  # fmt: skip
        yield Field("action", line=-12, col=36, width=10, label="Action", required=True,
                    parse=lambda text: values.choice(text, ACTIONS), show=str,
                    note="write off, on account, leave,", note_col=49)  # fmt: skip
        yield Field("currency", line=-11, col=14, width=3, label="Currency", label_col=4,
                    kind=Kind.CODED)  # fmt: skip
        yield Field("reason", line=-11, col=36, width=8, label="Reason", kind=Kind.CODED,
                    note="chargeback, recommend", note_col=49)  # fmt: skip
        for name, col, label, label_col in (
            ("amount_from", 14, "From", 4),
            ("amount_to", 36, "to", 0),
        ):
            yield Field(name, line=-10, col=col, width=12, label=label, label_col=label_col,
                        kind=Kind.AMOUNT, parse=self._minor, show=self._shown)  # fmt: skip
        yield Field("percent_from", line=-9, col=14, width=8, label="Above %", label_col=4,
                    kind=Kind.AMOUNT, parse=values.percent)  # fmt: skip
        yield Field("percent_to", line=-9, col=36, width=8, label="up to %", kind=Kind.AMOUNT,
                    parse=values.percent, note="of the original receipt", note_col=49)  # fmt: skip
        yield Field("note", line=-8, col=14, width=44, label="Note", label_col=4)

    def defaults(self) -> Mapping[str, str]:
        """A new rule is of the company worked in."""
        companies = self.ledger.policies.companies
        return {"company": self.session.company or next(iter(companies), ALL)}

    def texts(self, row: Line) -> Mapping[str, str]:
        """The rule as it would be typed."""
        rule = row.rule
        return {
            "company": row.company,
            "number": str(row.number),
            "side": rule.side,
            "action": rule.action,
            "currency": rule.currency,
            "reason": rule.reason,
            "amount_from": values.shown_amount(rule.amount_from, rule.currency),
            "amount_to": values.shown_amount(rule.amount_to, rule.currency),
            "percent_from": rule.percent_from or "",
            "percent_to": rule.percent_to or "",
        }

    def fault_names(self) -> Mapping[str, str]:
        """A rule's number stands behind the ledger's names; the one entered has none."""
        names = ("side", "action", "currency", "reason", "amount_from", "amount_to",
                 "percent_from", "percent_to")  # fmt: skip
        return {f"{name}_{number}": name for name in names for number in range(1, 100)}

    def save(self) -> str:
        """Record all of the company's rules anew with the one entered."""
        value = {field.name or "": field.value for field in self.entry_fields}
        rule = Rule(
            value["side"],
            value["action"],
            value["currency"],
            value["amount_from"],
            value["amount_to"],
            value["percent_from"],
            value["percent_to"],
            value["reason"],
        )
        company = "" if value["company"] == ALL else value["company"]
        rules = self._rules(company)
        number = int(value["number"] or 0) or len(rules) + 1
        rules[number - 1 : number] = [rule]
        set_rules(self.ledger, company, rules, note=value["note"])
        return f"{value['company']} has {len(rules)} exception rules from today."

    def act_on(self, code: str, row: Line) -> None:
        """Remove a rule; those behind it move up."""
        company = "" if row.company == ALL else row.company
        rules = self._rules(company)
        del rules[row.number - 1]
        set_rules(self.ledger, company, rules, note=f"rule {row.number} removed")

    def _rules(self, company: str) -> list[Rule]:
        policies, today = self.ledger.policies, self.session.today
        version = rules_on(policies, company, today) if policies.exceptions.get(company) else None
        return list(version.rules) if version is not None else []

    def _minor(self, text: str) -> int | None:
        return values.amount(text, self.text("currency"), self.session)

    def _shown(self, amount: int | None) -> str:
        return values.shown_amount(amount, self.text("currency"))


def _amount(amount: int | None, row: Line) -> str:
    return "" if amount is None else show.amount(amount, row.rule.currency)

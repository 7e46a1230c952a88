"""ARPO90/P: the accounting periods of the companies, open and closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artui.ledger import setup
from artui.ledger.errors import refuse
from artui.ledger.policies import Period
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master import values
from artui.screens.master.maintenance import Maintenance

YEAR_EXISTS = 4141
FIRST_YEAR, LAST_YEAR = 1970, 2200


class CompanyPeriod(NamedTuple):
    """A period of a company."""

    company: str
    period: Period


class Periods(Maintenance[CompanyPeriod]):
    """Periods; nothing is ever posted to a closed or missing one."""

    ID = "ARPO90/P"
    TITLE = "Accounting periods"
    THING = "year"
    OPTIONS = ("1.open", "4.close")
    ACTS = {"1": "Open", "4": "Close"}
    KEYS = ("company", "year")
    PROMPTS = {"company": "prompt.company"}
    FAULTS = {"period": "year"}
    BLOCK = -10

    def rows(self) -> Sequence[CompanyPeriod]:
        """All periods by company and day."""
        return [
            CompanyPeriod(company, known.periods[name])
            for company, known in sorted(self.ledger.policies.companies.items())
            for name in sorted(known.periods)
        ]

    def key(self, row: CompanyPeriod) -> str:
        """Company and period."""
        return f"{row.company} {row.period.name}"

    def columns(self) -> Sequence[ColumnSet[CompanyPeriod]]:
        """Its days and whether it is open."""
        return (
            (
                Column("Company", 8, lambda row: row.company),
                Column("Period", 8, lambda row: row.period.name),
                Column("From", 10, lambda row: row.period.first),
                Column("To", 10, lambda row: row.period.last),
                Column("State", 6, lambda row: "open" if row.period.open else "closed"),
                Column("Today", 5, self._today),
            ),
        )

    def _today(self, row: CompanyPeriod) -> str:
        inside = row.period.first <= self.session.today <= row.period.last
        return "today" if inside else ""

    def about(self, row: CompanyPeriod) -> Sequence[str]:
        """What its state means."""
        if row.period.open:
            return (f"Vouchers dated {row.period.first} to {row.period.last} may be posted.",)
        return ("Nothing is posted here. Its documents may be applied, dated in an open period.",)

    def entry(self) -> Iterable[Field]:
        """Company and year."""
        yield Field(
            "company",
            line=-9,
            col=14,
            width=8,
            label="Company",
            label_col=4,
            kind=Kind.CODED,
            required=True,
        )
        yield Field(
            "year",
            line=-9,
            col=36,
            width=4,
            label="Year",
            kind=Kind.DIGITS,
            required=True,
            parse=values.whole,
            note="its twelve periods, open",
        )

    def defaults(self) -> dict[str, str]:
        """The company last worked in."""
        return {"company": self.session.company}

    def texts(self, row: CompanyPeriod) -> dict[str, str]:
        """The company and year of a period."""
        return {"company": row.company, "year": str(row.period.year)}

    def save(self) -> str:
        """Open the periods of a year."""
        company, year = self.text("company"), self.field("year").value
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise refuse("year", YEAR_EXISTS, f"{year} is no year to post in")
        if not setup.open_years(self.ledger, company, [year]):
            raise refuse("year", YEAR_EXISTS, f"{company} has the periods of {year} already")
        return f"The periods of {year} are open in {company}."

    def act_on(self, code: str, row: CompanyPeriod) -> None:
        """Open or close a period."""
        setup.set_period(self.ledger, row.company, row.period.name, is_open=code == "1")

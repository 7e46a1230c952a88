"""ARPO90/P: the accounting periods of the companies, open and closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from artui.ledger import setup
from artui.ledger.errors import refuse
from artui.ledger.policies import Period
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.frame.subfile import Subfile
from artui.screens.master import values
from artui.screens.master.maintenance import Maintenance

YEAR_EXISTS, STANDS_SO, STEPPED = 4141, 2224, 4146
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
    OPTIONS = ("1.open", "4.close", "8")
    KEYS = ("company", "year")
    EVENTS = ("PeriodClosed", "PeriodReopened", "BalancesSealed")
    PROMPTS = {"company": "prompt.company"}
    FAULTS = {"period": "year"}
    BLOCK = -10

    def rows(self) -> Sequence[CompanyPeriod]:
        """All periods by company and day."""
        return [
            CompanyPeriod(company, known.periods[name])
            for company, known in sorted(self.ledger.policies.companies.items())
            for _first, name in known.calendar
        ]

    def key(self, row: CompanyPeriod) -> str:
        """Company and period."""
        return f"{row.company} {row.period.name}"

    def named_by(self, row: CompanyPeriod) -> Mapping[str, str]:
        """Its company and name."""
        return {"company": row.company, "period": row.period.name}

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
        through = self.ledger.policies.closed_through.get(row.company, "")
        if row.period.open and through >= row.period.first:
            return (f"The books are closed through {through}: nothing is posted until then.",)
        if row.period.open:
            return (f"Vouchers dated {row.period.first} to {row.period.last} may be posted.",)
        said = "Nothing is posted here. Its documents may be applied, dated in an open period."
        seal = self.ledger.policies.seals.get((row.company, row.period.name))
        sealed = f"Sealed at event {seal.pos:,} by {seal.clerk}." if seal else ""
        return (said, sealed)

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
        """Make the months of a year."""
        company, year = self.text("company"), self.field("year").value
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise refuse("year", YEAR_EXISTS, f"{year} is no year to post in")
        setup.generate_periods(self.ledger, company, year)
        return f"The periods of {year} are open in {company}."

    # --- opening and closing ------------------------------------------------------------------

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """The first row marked: 4 runs the list of its closing, 1 asks why it opens again."""
        key, code = message.codes[0]
        row = self._row(key)
        if (code == "1") is row.period.open:
            state = "open" if row.period.open else "closed"
            self.error(STANDS_SO, f"Period {row.period.name} of {row.company} is {state}.", "rows")
            return
        self._guarded(lambda: self._step(row, "ARPO90/PO" if code == "1" else "ARPO90/PC"))

    def _step(self, row: CompanyPeriod, panel: str) -> None:
        self.listing().clear_codes([self.key(row)])
        self.open(panel, row.company, row.period.name, then=lambda said: self._stepped(row, said))

    def _stepped(self, row: CompanyPeriod, said: object) -> None:
        self.show_rows(self.key(row))
        self.inform(STEPPED, str(said))

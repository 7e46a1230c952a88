"""ARAR70/S: which divisions a list is made of: several, or all of a region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger.ledger import Ledger
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.session import Session
from artui.screens.sheet import LIST_KEYS

SEVERAL = "SEL"
"""What is typed in a division field to mark several."""

MARK, NOTHING_MARKED = 3516, 3517


class Choice(NamedTuple):
    """Divisions and regions that were marked; ``text`` is how a division is typed."""

    text: str = ""
    regions: tuple[str, ...] = ()


class Row(NamedTuple):
    """A region with its divisions, or a division with its region."""

    code: str
    name: str
    region: str
    companies: str
    is_region: bool = False


def rows_of(ledger: Ledger, companies: Sequence[str]) -> Iterator[Row]:
    """The regions, head office, then the divisions of some companies."""
    divisions: dict[str, tuple[str, str, list[str]]] = {}
    for company in companies:
        known = ledger.policies.companies.get(company)
        for code, (name, region) in (known.divisions if known else {}).items():
            divisions.setdefault(code, (name, region.upper(), []))[2].append(company)
    regions: dict[str, list[str]] = {}
    for code, (_name, region, _of) in divisions.items():
        if region:
            regions.setdefault(region, []).append(code)
    for region, codes in sorted(regions.items()):
        yield Row(region, f"all divisions: {' '.join(codes)}", region, "", is_region=True)
    yield Row("-", "Head office", "", " ".join(companies))
    for code, (name, region, of) in sorted(divisions.items()):
        yield Row(code, name, region, " ".join(of))


class DivisionChoice(Panel):
    """1 marks regions and divisions, F10 goes on with them; as a prompt it takes one."""

    ID = "ARAR70/S"
    TITLE = "Clear unapplied balances: divisions"
    ACTIONS = (*LIST_KEYS, "copy.code", "code_page", "do.accept")

    session: Session

    def __init__(
        self, companies: Sequence[str] = (), *, one: bool = False, values: Sequence[str] = ()
    ) -> None:
        super().__init__(values=values)
        self._companies, self._one = companies, one
        self._rows: dict[str, Row] = {}

    def compose(self) -> ComposeResult:
        """One row a region, one a division."""
        companies = self._companies or sorted(self.session.ledger.policies.companies)
        rows = [
            row
            for row in rows_of(self.session.ledger, companies)
            if not (self._one and row.is_region)
        ]
        self._rows = {f"{row.is_region} {row.code}": row for row in rows}
        yield Subfile(
            "divisions",
            ListSource[Row](rows, lambda row: row.code),
            (
                Column("", 8, lambda row: "region" if row.is_region else "division"),
                Column("Code", 12, lambda row: row.code),
                Column("Name", 28, lambda row: row.name),
                Column("Region", 10, lambda row: row.region),
                Column("Companies", 12, lambda row: row.companies),
            ),
            key=lambda row: f"{row.is_region} {row.code}",
            first=3,
            last=-8,
            options=("1",),
            status_at=(2, 79),
        )

    def opened(self) -> None:
        """What the rows mean."""
        self.put_line(2, "Customers of these divisions are listed")
        self.explain("A region means all its divisions. - is head office: customers without one.")
        how = "Enter takes the row under the cursor." if self._one else (
            "1 in front of each wanted, then Enter or F10."
        )  # fmt: skip
        self.inform(MARK, how)

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter without a code takes the row under the cursor."""
        self._go_on([self._rows[message.key]])

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """Enter takes the rows marked."""
        self._go_on([self._rows[key] for key, _code in message.codes])

    def act_do(self) -> None:
        """F10: go on with the rows marked."""
        codes = self.listing().codes.ordered()
        if codes:
            self.listing().run()
        else:
            self.error(NOTHING_MARKED, "Nothing is marked: 1 in front of a division or a region.")

    def _go_on(self, rows: Sequence[Row]) -> None:
        if self._one:
            self.finish("" if rows[0].code == "-" else rows[0].code)
            return
        codes = [row.code for row in rows if not row.is_region]
        regions = tuple(row.code for row in rows if row.is_region)
        self.finish(Choice(" ".join([SEVERAL, *codes]), regions))

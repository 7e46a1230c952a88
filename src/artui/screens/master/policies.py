"""ARPO90: the menu of policies and master data."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger.people import rights
from artui.ledger.policies import Policies
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile


class Entry(NamedTuple):
    """A line of the menu: the panel's fast-path name, what it holds, its id, how many there are."""

    name: str
    title: str
    panel_id: str
    held: int


class PolicyMenu(Panel):
    """What decides and where it is booked, one panel each."""

    ID = "ARPO90"
    TITLE = "Policies and master data"
    ACTIONS = (
        "help", "go", "leave", "refresh", "more", "back", "sign_off", "top", "bottom",
    )  # fmt: skip

    def compose(self) -> ComposeResult:
        """One list."""
        columns = (
            Column[Entry]("What", 34, lambda row: row.title),
            Column[Entry]("Panel", 10, lambda row: row.panel_id),
            Column[Entry]("===>", 12, lambda row: row.name),
            Column[Entry]("Now", 8, lambda row: f"{row.held:,}", right=True),
        )
        yield Subfile(
            "panels",
            self._source(),
            columns,
            key=lambda row: row.name,
            first=3,
            last=-8,
            options=("1",),
        )

    def opened(self) -> None:
        """Begin on the first line."""
        self.go_to("panels")

    def resumed(self) -> None:
        """Count anew: the panel above may have added some."""
        self.act_refresh()

    def act_refresh(self) -> None:
        """F5: count anew."""
        self.listing().reload(self._source())

    def _source(self) -> ListSource[Entry]:
        return ListSource(entries(self.session.ledger.policies), lambda row: row.title)

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter opens the panel of the line."""
        self.open(message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """1 opens the first line marked."""
        key, _code = message.codes[0]
        message.subfile.clear_codes()
        self.open(key)


def entries(policies: Policies) -> list[Entry]:
    """The lines of the menu, with how many there are of each."""
    companies = policies.companies.values()
    lines = {(line.currency, line.level, line.key) for line in policies.tolerances}
    versions = sum(map(len, policies.settings.values()))
    schedules = sum(not schedule.ended for schedule in policies.schedules.values())
    rules = sum(len(kept[-1].rules) for kept in policies.exceptions.values())
    return [
        Entry("tolerances", "Payment tolerances", "ARS098", len(lines)),
        Entry("parameters", "Settlement parameters", "ARPO95", versions),
        Entry("reasons", "Reason codes", "ARPO90/R", len(policies.reasons)),
        Entry("exceptions", "Exception rules of receipts", "ARPO90/E", rules),
        Entry("schedules", "Schedules", "ARPO90/S", schedules),
        Entry("terms", "Payment terms and discounts", "ARPO90/T", len(policies.terms)),
        Entry("users", "Users and authority", "ARPO90/U", len(policies.users)),
        Entry("roles", "Roles and permissions", "ARPO90/G", len(rights.roles(policies))),
        Entry("changes", "Changes to confirm", "ARPO90/W", len(policies.changes)),
        Entry("duties", "Duties that clash", "ARPO90/V", len(list(rights.clashes(policies)))),
        Entry("companies", "Companies", "ARPO90/C", len(companies)),
        Entry("branches", "Branches", "ARPO90/B", sum(len(c.branches) for c in companies)),
        Entry(
            "divisions",
            "Divisions and regions",
            "ARPO90/D",
            sum(len(c.divisions) for c in companies),
        ),
        Entry("banks", "Bank accounts", "ARPO90/A", sum(len(c.bank_accounts) for c in companies)),
        Entry("periods", "Accounting periods", "ARPO90/P", sum(len(c.periods) for c in companies)),
        Entry("rates", "Exchange rates", "ARPO90/X", sum(map(len, policies.rates.values()))),
        Entry("rules", "Accounting rules and accounts", "ARPO90/J", len(policies.rules)),
    ]

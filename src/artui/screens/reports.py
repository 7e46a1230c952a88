"""ARRP70: the reports there are, whose and of which days; Enter shows one.

Values: a company, then an as-of day.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger.errors import Refused
from artui.ledger.reading.moment import moment_of
from artui.reports.asked import NO_ACCOUNT, Asked, checked
from artui.reports.catalogue import CATALOGUE, Known
from artui.reports.pictures.catalogue import PICTURES
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import past_day
from artui.screens.master import values as typed
from artui.screens.paper import TRIAL_BALANCE
from artui.screens.session import Session

CHOOSE = 3703
STATEMENTS, JOURNALS, PICTURE = "statements", "journals", "picture."
_FAULTS = {"first": "from", "last": "as_of"}


class Row(NamedTuple):
    """A report of the list: by which name it is made, what it says, what it asks for."""

    name: str
    title: str
    says: str
    asks: str


def _asks(one: Known) -> str:
    if not one.of_company:
        return "nothing: it is of now"
    named = ", ".join(("customer",) * one.customer + one.also)
    return f"{'from, ' * one.since}as of{', ' * bool(named)}{named}"


def _rows() -> list[Row]:
    listed = [
        Row(
            one.name,
            one.title,
            one.says,
            _asks(one),
        )
        for one in CATALOGUE
    ]
    return [
        Row(STATEMENTS, "Customer statements", "Runs by cut-off day: open items, ages, slip.",
            "company"),
        *listed,
        Row(TRIAL_BALANCE, "Trial balance", "Accounts, and documents beside their controls.",
            "from, as of"),
        Row(JOURNALS, "Journals of a voucher", "Those of one voucher, beside each other.",
            "company; then the voucher"),
        *(
            Row(f"{PICTURE}{one.name}", f"Picture: {one.name}", one.says,
                "company, from, as of" if one.since else "company, as of")
            for one in PICTURES.values()
        ),
    ]  # fmt: skip


def _also(name: str) -> tuple[str, ...]:
    """What narrows a report besides customer and days."""
    return next((one.also for one in CATALOGUE if one.name == name), ())


def _of_a_time(name: str) -> bool:
    """Whether a report is of the days up to the last, not of the last."""
    if name.startswith(PICTURE):
        return PICTURES[name.removeprefix(PICTURE)].since
    return name == STATEMENTS or any(one.since for one in CATALOGUE if one.name == name)


class Reports(Panel):
    """What to report on above, the reports below."""

    ID = "ARRP70"
    TITLE = "Reports and ageing"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "page_back", "page_next", "more", "back",
        "sign_off", "top", "bottom",
    )  # fmt: skip

    session: Session

    def compose(self) -> ComposeResult:
        """Company, days, customer; then the list."""
        yield Field("company", line=2, col=11, width=5, label="Company", label_col=2,
                    kind=Kind.CODED, required=True)  # fmt: skip
        yield Field("from", line=2, col=24, width=10, label="From", kind=Kind.DATE,
                    parse=self._day, show=str)  # fmt: skip
        yield Field("as_of", line=2, col=42, width=10, label="As of", kind=Kind.DATE,
                    parse=self._day, show=str, required=True)  # fmt: skip
        yield Field("customer", line=2, col=63, width=16, label="Customer", kind=Kind.CODED,
                    upper=False)  # fmt: skip
        yield Field("known_at", line=3, col=11, width=12, limit=30, label="Known at", label_col=2)
        yield Field("account", line=3, col=33, width=10, limit=20, label="Account")
        yield Field("reason", line=3, col=52, width=10, label="Reason", kind=Kind.CODED,
                    upper=False)  # fmt: skip
        yield Subfile(
            "reports",
            ListSource(_rows(), lambda row: row.title),
            (Column("Report", 24, lambda row: row.title),),
            sets=(
                (Column("What it says", 49, lambda row: row.says),),
                (Column("What it takes", 30, lambda row: row.asks),),
            ),
            key=lambda row: row.name,
            first=4,
            last=-8,
            options=("5",),
            status_at=(3, 79),
        )

    def _day(self, text: str) -> str:
        return typed.day(text, self.session) if text else ""

    def opened(self) -> None:
        """Begin with the company worked in, today, and everybody."""
        policies = self.session.ledger.policies
        self.field("company").text = self.session.company or next(iter(policies.companies), "")
        self.field("as_of").text = self.session.today
        for name, value in zip(("company", "as_of"), self.values, strict=False):
            self.field(name).text = value
        self.go_to("reports")
        self.inform(CHOOSE, "Enter shows a report; there F10 makes a PDF, F6 a CSV, F11 F4 prints.")

    def accept(self) -> None:
        """Enter in a field goes to the list."""
        self.go_to("reports")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """What the report takes of the fields above."""
        row = message.subfile.row
        if isinstance(row, Row):
            self.explain(row.says, f"Takes: {row.asks}.")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the report."""
        self._open(message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """5 shows it too."""
        key, _code = message.codes[0]
        message.subfile.clear_codes()
        self._open(key)

    def _open(self, name: str) -> None:
        faults = [fault for field in self.fields if (fault := field.check()) is not None]
        if self.errors(faults):
            return
        company, first, last, customer, known_at = (
            self.field(each).text.strip()
            for each in ("company", "from", "as_of", "customer", "known_at")
        )
        narrow = [self.field(each).text.strip() if each in _also(name) else ""
                  for each in ("account", "reason")]  # fmt: skip
        if _also(name)[:1] == ("account",) and not narrow[0]:
            self.error(NO_ACCOUNT, "Which account? The trial balance lists them.", "account")
            return
        try:
            checked(self.session.ledger, Asked(company, last, first, customer, *narrow),
                    of_a_time=_of_a_time(name))  # fmt: skip
            moment_of(self.session.ledger, known_at=known_at)
        except Refused as refused:
            self.errors(show.faults(refused.problems, _FAULTS))
            return
        if name == STATEMENTS:
            self.open("arrp70/s", company, known_at)
        elif name == JOURNALS:
            day = past_day(last, self.session.today)
            self.open("arvo60", company, day, known_at)
        elif name.startswith(PICTURE):
            self.open("arrp70/p", name.removeprefix(PICTURE), company, last, first, known_at)
        else:
            self.open("arrp70/v", name, company, last, first, customer, known_at, *narrow)

    def prompt(self, part: Part | None) -> str | None:
        """F4: companies, customers, reasons."""
        names = {"company", "customer", "reason"}
        return f"prompt.{part.name}" if part is not None and part.name in names else None

"""ARRP70/V: a report on the screen, line by line; F11 F4 prints it, F10 and F6 put it as PDF or CSV
into the outbox.

Values: a report's name, a company, its last and first day, a customer, what it is known at, then an
account, a reason, a clerk and a currency that narrow it; or ``statement``, a company, the number of
a run, a customer. Enter on a line opens what it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.statements import runs
from artui.ledger.statements.contents import statements
from artui.reports.asked import Asked, checked
from artui.reports.catalogue import known
from artui.reports.pages import Page, plain_pages, with_breaks
from artui.reports.papers import Lead, csv_of, leads_of, pages_of, text_of
from artui.reports.pdf import pdf_of
from artui.reports.separated import csv_of_records
from artui.reports.statement import statement_leads, statement_pages, statement_records
from artui.reports.trial_balance import trial_balance, trial_leads, trial_records, trial_text
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack, past_day
from artui.screens.outbox import put_in_outbox
from artui.screens.printing import print_lines
from artui.screens.refusals import beside
from artui.screens.sheet import LIST_KEYS, PRINTED, Sheet

NO_REPORT = 3702
_PANELS = {"document": "document", "voucher": "arvo60/d", "customer": "arca40"}
"""Which panel shows what a line is made of; anything else is a report."""
STATEMENT, TRIAL_BALANCE = "statement", "trial-balance"


class Shown(NamedTuple):
    """A paper: its title, its lines on the screen, its pages, its rows for a spreadsheet, what its
    files are called, where its lines lead and at which moment, and the time its PDF bears (0 =
    now)."""

    title: str
    lines: Sequence[str]
    pages: Sequence[Page]
    csv: Callable[[], str]
    file: str
    leads: Mapping[int, Lead]
    looked_at: tuple[str, ...] = ()
    moment: int = 0

    def pdf(self, now: int) -> bytes:
        """Its pages as PDF."""
        return pdf_of(self.pages, title=self.title, moment=self.moment or now)


class Paper(LooksBack, Sheet):
    """A report, read when the panel opens and again by F5."""

    ID = "ARRP70/V"
    TITLE = "Report"
    ACTIONS = (*LIST_KEYS, "refresh", "new.csv", "do.pdf", "print")
    LINES_FROM = 2

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._shown: Shown | None = None

    def opened(self) -> None:
        """Read it beside the panel: a long ledger takes its time."""
        name, company, last, first, customer, known_at, *narrow = (*self.values, *[""] * 10)[:10]
        if not self.look_at("", known_at):
            return
        ledger = self.books

        def read(_job: object) -> Shown:
            if name == STATEMENT:
                return statement_paper(ledger, company, last, first)
            day = last or ledger.today()
            found = paper(ledger, name, Asked(company, day, first, customer, *narrow))
            return found._replace(looked_at=self._moment_of(day))

        beside(self, read, self._show)

    def _show(self, found: Shown) -> None:
        self._shown = found
        self.title = found.title
        self.show_frame()
        self.show_lines(found.lines)

    def act_refresh(self) -> None:
        """F5: read it anew."""
        self.opened()

    def act_do(self) -> None:
        """F10: a PDF into the outbox."""
        found, clock = self._shown, self.session.ledger.clock
        if found is not None:
            put_in_outbox(self, f"{found.file}.pdf", lambda: found.pdf(clock()))

    def act_new(self) -> None:
        """F6: its rows as CSV into the outbox."""
        found = self._shown
        if found is not None:
            put_in_outbox(self, f"{found.file}.csv", lambda: found.csv().encode())

    def act_print(self) -> None:
        """F11 F4: its pages to the print command of the settings."""
        if self._shown is not None:
            lines = with_breaks(self._shown.pages)
            print_lines(self, lines, PRINTED, f"{self._shown.title} went to the print command.")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter on a line opens what it is made of, as it was on the day of the report."""
        found = self._shown
        lead = found.leads.get(int(message.key)) if found else None
        if found is None or lead is None:
            self.leads_nowhere()
        elif lead.asked is not None:
            company, last, first, customer, *narrow = lead.asked
            known_at = str(self.moment.position or "")
            self.open("arrp70/v", lead.to, company, last, first, customer, known_at, *narrow)
        else:
            self.open(_PANELS[lead.to], lead.key, *found.looked_at)

    def _moment_of(self, last: str) -> tuple[str, ...]:
        """The moment the figures are of: the last day of the report, what it is known at."""
        day = past_day(last, self.session.today)
        return (day, str(self.moment.position or "")) if day or self.moment.position else ()


def paper(ledger: Ledger, name: str, asked: Asked) -> Shown:
    """A report of the catalogue, or the trial balance; refuses what there isn't."""
    file = "-".join(filter(None, (name, asked.company, asked.customer, asked.first, asked.last,
                                  *asked[4:])))  # fmt: skip
    if name == TRIAL_BALANCE:
        checked(ledger, asked)
        books = trial_balance(ledger, asked.company, asked.last, asked.first)
        lines = trial_text(books)
        rows = partial(csv_of_records, list(trial_records(books)))
        pages = plain_pages(lines)
        return Shown("Trial balance", lines, pages, rows, file, trial_leads(books))
    try:
        found = known(name)
    except KeyError:
        raise refuse("report", NO_REPORT, "Choose a report on panel ARRP70, menu 10.") from None
    report = found.make(ledger, asked)
    rows = partial(csv_of, [report])
    leads = {at - 1: lead for at, lead in leads_of(report).items()}  # the title stands on line 1
    return Shown(report.title, text_of(report)[1:], pages_of(report), rows, file, leads)


def statement_paper(ledger: Ledger, company: str, number: str, customer: str = "") -> Shown:
    """One statement of a run, or all of them; refuses a run or customer there isn't."""
    made = runs.find(ledger, company, int(number) if number.isdecimal() else 0)
    found = list(statements(ledger, made, customer))
    pages = [page for each in found for page in statement_pages(each)]
    title = f"Statement {made.name} {customer}" if customer else f"Statements {made.name}"
    file = "-".join(filter(None, ("statement", company, str(made.number), customer)))
    lines = [line for page in pages for line in page]
    rows = partial(csv_of_records, list(statement_records(found)))
    by_text: dict[str, Lead] = {}
    for each in found:
        by_text |= statement_leads(each)
    leads = {at: by_text[line] for at, line in enumerate(lines) if line in by_text}
    then = made.cut_off, str(made.pos)
    return Shown(title.strip(), lines, pages, rows, file, leads, then, made.recorded_at)

"""ARRP70/V: a report on the screen, line by line; F11 F4 prints it, F10 and F6 put it as PDF or CSV
into the outbox.

Values: a report's name, a company, its last and first day, a customer, and what it is known at; or
``statement``, a company, the number of a run, a customer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from artui.ledger.errors import LedgerError, Refused, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.statements import runs
from artui.ledger.statements.contents import statements
from artui.reports.asked import Asked
from artui.reports.catalogue import known
from artui.reports.pages import Page, plain_pages, with_breaks
from artui.reports.papers import csv_of, pages_of, text_of
from artui.reports.pdf import pdf_of
from artui.reports.separated import csv_of_records
from artui.reports.statement import statement_pages, statement_records
from artui.reports.trial_balance import trial_balance, trial_records, trial_text
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.looking_back import LooksBack
from artui.screens.outbox import put_in_outbox
from artui.screens.printing import print_lines
from artui.screens.sheet import LIST_KEYS, PRINTED, Sheet

NO_REPORT = 3702
STATEMENT, TRIAL_BALANCE = "statement", "trial-balance"


class Shown(NamedTuple):
    """A paper: its title, its lines on the screen, its pages, its rows for a spreadsheet, what its
    files are called, and the time its PDF bears (0 = now)."""

    title: str
    lines: Sequence[str]
    pages: Sequence[Page]
    csv: Callable[[], str]
    file: str
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
        values = [*self.values, "", "", "", "", "", ""]
        if not self.look_at("", values[5]):
            return
        ledger = self.books

        def task(_job: object) -> Shown | LedgerError:
            try:
                return paper(ledger, *values[:5])
            except LedgerError as error:
                return error

        self.work(task, self._show)

    def _show(self, found: Shown | LedgerError) -> None:
        if isinstance(found, Refused):
            self.errors(show.faults(found.problems))
        elif isinstance(found, LedgerError):
            self.error(messages.FAILED, str(found))
        else:
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

    def on_subfile_opened(self, _message: object) -> None:
        """Enter on a line goes back."""
        self.finish()


def paper(ledger: Ledger, name: str, company: str, last: str, first: str, customer: str) -> Shown:
    """What the values of the panel name; refuses what there isn't."""
    if name == STATEMENT:
        return _statement(ledger, company, last, first)
    last = last or ledger.today()
    file = "-".join(filter(None, (name, company, customer, first, last)))
    if name == TRIAL_BALANCE:
        books = trial_balance(ledger, company, last, first)
        lines = trial_text(books)
        rows = partial(csv_of_records, list(trial_records(books)))
        return Shown("Trial balance", lines, plain_pages(lines), rows, file)
    try:
        found = known(name)
    except KeyError:
        raise refuse("report", NO_REPORT, "Choose a report on panel ARRP70, menu 10.") from None
    report = found.make(ledger, Asked(company, last, first, customer))
    rows = partial(csv_of, [report])
    return Shown(report.title, text_of(report)[1:], pages_of(report), rows, file)


def _statement(ledger: Ledger, company: str, number: str, customer: str) -> Shown:
    """One statement of a run, or all of them."""
    made = runs.find(ledger, company, int(number) if number.isdecimal() else 0)
    found = list(statements(ledger, made, customer))
    pages = [page for each in found for page in statement_pages(each)]
    title = f"Statement {made.name} {customer}" if customer else f"Statements {made.name}"
    file = "-".join(filter(None, ("statement", company, str(made.number), customer)))
    lines = [line for page in pages for line in page]
    rows = partial(csv_of_records, list(statement_records(found)))
    return Shown(title.strip(), lines, pages, rows, file, made.recorded_at)

"""ARRP70/C: who got a statement in a run and who none; Enter shows the statement.

Values: a company, the number of a run, and what it is known at. A run that is only rehearsed is
handed over as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from textual.app import ComposeResult

from artui import keys
from artui.ledger.errors import LedgerError
from artui.ledger.statements import runs
from artui.ledger.statements.runs import Run
from artui.reports.pages import with_breaks
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.text import fit
from artui.screens.looking_back import LooksBack
from artui.screens.outbox import put_in_outbox
from artui.screens.paper import STATEMENT, Shown, statement_paper
from artui.screens.printing import print_lines
from artui.screens.refusals import beside, show_refusal
from artui.screens.session import Session
from artui.screens.sheet import LIST_KEYS, PRINTED

NOT_KEPT, NONE_DUE, WISHED = 3708, 3709, 3713


class Stated(NamedTuple):
    """A customer of a run: who it pays for, and why it got no statement (empty: it got one)."""

    customer: str
    name: str
    pays_for: str = ""
    why: str = ""


class StatementRun(LooksBack):
    """The statements of a run, then who was skipped."""

    ID = "ARRP70/C"
    TITLE = "Statements of a run"
    ACTIONS = (*LIST_KEYS, "do.pdf", "print")

    session: Session

    def __init__(self, run: Run | None = None, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._run = run
        self._kept = run is None
        if not self._kept:
            self.actions = keys.completed(LIST_KEYS)

    def compose(self) -> ComposeResult:
        """Where to go, and the customers."""
        yield Subfile(
            "statements",
            ListSource[Stated](()),
            (
                Column("Customer", 16, lambda row: row.customer),
                Column("Name", 24, lambda row: row.name),
                Column("Also for", 16, lambda row: row.pays_for),
                Column("Result", 12, lambda row: row.why or "statement", style=_style),
            ),
            key=lambda row: row.customer,
            first=3,
            last=-8,
            options=("1.again", "4.stop", "5") if self._kept else (),
            status_at=(2, 79),
        )

    def opened(self) -> None:
        """Show the run named, or the one handed over."""
        company, number, known_at, *_ = (*self.values, "", "", "")
        if not self.look_at("", known_at):
            return
        try:
            made = self._run or runs.find(
                self.books, company, int(number) if number.isdecimal() else 0
            )
        except LedgerError as error:
            show_refusal(self, error)
            return
        self._run = made
        self.title = f"Statements of run {made.name}"
        if not self._kept:
            self.title = f"Dry run: {self.title[0].lower()}{self.title[1:]}"
        self.show_frame()
        self.put_line(2, f"Cut-off {made.cut_off}, {made.scope}"[:60])
        rows = [
            Stated(one.customer, one.name, ", ".join(number for number, _name in one.pays_for))
            for one in made.statements
        ]
        rows += [Stated(customer, self._called(made, customer), why=why)
                 for customer, why in made.skipped]  # fmt: skip
        self.listing().reload(ListSource(rows, lambda row: row.customer))
        said = f"{made.counted}, {len(made.skipped):,} skipped."
        self.inform(NOT_KEPT, said if self._kept else f"{said} Nothing is kept.")

    def _called(self, made: Run, customer: str) -> str:
        known = self.books.read.customer(made.company, customer)
        return known.name if known else ""

    # --- one statement, or all ------------------------------------------------------------------

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the statement."""
        self._open(message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """1 and 4 say who gets statements from now on; 5 shows one."""
        message.subfile.clear_codes()
        shown = [key for key, code in message.codes if code == "5"]
        wishes = {key: code == "1" for key, code in message.codes if code != "5"}
        if wishes and self._run is not None and not self._want(self._run.company, wishes):
            return
        if shown:
            self._open(shown[0])

    def _want(self, company: str, wishes: Mapping[str, bool]) -> bool:
        try:
            for customer, wanted in wishes.items():
                runs.want(self.session.ledger, company, customer, wanted=wanted)
        except LedgerError as error:
            show_refusal(self, error)
            return False
        stopped = [customer for customer, wanted in wishes.items() if not wanted]
        again = [customer for customer, wanted in wishes.items() if wanted]
        parts = [f"no statements for {', '.join(stopped)}"] if stopped else []
        parts += [f"statements again for {', '.join(again)}"] if again else []
        self.inform(WISHED, fit(f"From the next run on: {'; '.join(parts)}.", 70).rstrip())
        return True

    def _open(self, customer: str) -> None:
        made = self._run
        if made is None or not self._kept:
            self.inform(NOT_KEPT, "A dry run keeps no statement; F12 goes back to make the run.")
        elif customer in dict(made.skipped):
            self.inform(NONE_DUE, f"{customer} got no statement: {dict(made.skipped)[customer]}.")
        else:
            of = STATEMENT, made.company, str(made.number), customer, ""
            self.open("arrp70/v", *of, str(self.moment.position or ""))

    def act_do(self) -> None:
        """F10: all statements of the run as one PDF into the outbox."""
        self._all(lambda found: put_in_outbox(
            self, f"{found.file}.pdf", lambda: found.pdf(found.moment)))  # fmt: skip

    def act_print(self) -> None:
        """F11 F4: all statements of the run to the print command."""
        self._all(lambda found: print_lines(
            self, with_breaks(found.pages), PRINTED,
            f"{found.title} went to the print command."))  # fmt: skip

    def _all(self, then: Callable[[Shown], None]) -> None:
        """Read every statement of the run, beside the panel, and go on with them."""
        made, ledger = self._run, self.books
        if made is None or not self._kept:
            self.inform(NOT_KEPT, "A dry run keeps no statement; F12 goes back to make the run.")
            return

        number = str(made.number)
        beside(self, lambda _job: statement_paper(ledger, made.company, number), then)


def _style(row: Stated) -> str | None:
    return "late" if row.why else None

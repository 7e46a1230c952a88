"""ARRW30/A: the automatic program. Enter lists what it would close, F10 closes it after a question.

What is listed is the outcome of a dry run, so each receipt says already what becomes of it.
Values: a company, a customer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

from textual.app import ComposeResult

from artui.ledger.errors import LedgerError, Refused
from artui.ledger.writeoffs import schedules
from artui.ledger.writeoffs.receipt_write_offs import Closed, Program, Run, run
from artui.ledger.writeoffs.write_offs import CREDIT, STANDARD_REASON
from artui.reports.receipt_write_offs import run_lines
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.master import values as typed
from artui.screens.printing import print_lines
from artui.screens.session import Session

LISTED, NOTHING, ASK, DONE, KEPT, PRINTED = 3311, 3312, 3313, 3314, 3315, 3316
_NAMES = {"currencies": "currency", "customers": "customer", "schedule": "save"}


class AutomaticWriteOffs(Panel):
    """Criteria above, the receipts below, the totals in the foot."""

    ID = "ARRW30/A"
    TITLE = "Receipt write-offs: automatic"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "page_back", "page_next", "do.process",
        "more", "back", "sign_off", "print", "top", "bottom",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._listed: tuple[Program, Run] | None = None
        self._command = ""

    def compose(self) -> ComposeResult:
        """What to close, then the receipts."""
        yield Field("company", line=2, col=12, width=5, label="Company", label_col=2,
                    kind=Kind.CODED, required=True)  # fmt: skip
        yield Field("currency", line=2, col=31, width=11, label="Currencies", kind=Kind.CODED)
        yield Field("customer", line=2, col=55, width=24, label="Customers", kind=Kind.CODED)
        yield Field("limit", line=3, col=12, width=12, label="Up to", label_col=2,
                    kind=Kind.AMOUNT, stop=True, parse=self._limit)  # fmt: skip
        yield Field("percent", line=3, col=39, width=6, label="% of receipt", kind=Kind.AMOUNT,
                    stop=True, parse=typed.percent)  # fmt: skip
        yield Field("reason", line=3, col=55, width=8, label="Reason", kind=Kind.CODED,
                    text=STANDARD_REASON[CREDIT], required=True)  # fmt: skip
        yield Field("save", line=4, col=12, width=12, label="Save as", label_col=2,
                    kind=Kind.CODED, note_col=26,
                    note="a name keeps these as a schedule: artui run NAME")  # fmt: skip
        yield Subfile(
            "receipts",
            ListSource[Closed](()),
            (
                Column("Receipt", 12, lambda row: row.receipt.number),
                Column("Customer", 10, lambda row: row.receipt.customer),
                Column("Name", 12, lambda row: row.receipt.name),
                Column("Cur", 3, lambda row: row.receipt.currency),
                Column("Receipt amt", 13, _original, right=True),
                Column("Unapplied", 9, _unapplied, right=True),
                Column("%rcpt", 6, lambda row: f"{row.percent:.3f}", right=True),
                Column("Will be", 7, lambda row: _SHORT.get(row.result.outcome, "left")),
            ),
            key=lambda row: row.receipt.id,
            first=5,
            last=-8,
            status_at=(4, 79),
        )

    def opened(self) -> None:
        """Begin with the company worked in; values choose another, and a customer."""
        policies = self.session.ledger.policies
        self.field("company").text = self.session.company or next(iter(policies.companies), "")
        for value in self.values:
            name = "company" if value in policies.companies else "customer"
            self.field(name).text = value
        self.go_to("limit")

    # --- criteria --------------------------------------------------------------------------------

    def _names(self, field: str) -> tuple[str, ...]:
        """What a field lists, blanks or commas between."""
        return tuple(self.field(field).text.replace(",", " ").split())

    def _limit(self, text: str) -> int | None:
        if not text:
            return None
        policies, currencies = self.session.ledger.policies, self._names("currency")
        company = policies.companies.get(self.field("company").text.strip())
        base = company.base_currency if company else ""
        return typed.amount(text, currencies[0] if len(currencies) == 1 else base, self.session)

    def _program(self) -> Program:
        return Program(
            self.field("company").text.strip(),
            self._names("currency"),
            self._names("customer"),
            self.field("limit").value,
            self.field("percent").value,
            self.field("reason").text.strip(),
        )

    # --- listing ---------------------------------------------------------------------------------

    def accept(self) -> None:
        """Keep the schedule if one is named; list what would be closed."""
        program, name = self._program(), self.field("save").text.strip()
        if name and not self._kept(name, program):
            return
        self._preview(program, said=f"Schedule {name} is kept: artui run {name}." if name else "")

    def _kept(self, name: str, program: Program) -> bool:
        try:
            schedules.set_schedule(self.session.ledger, name, program)
        except Refused as refused:
            self.errors(show.faults(refused.problems, _NAMES))
            return False
        self.field("save").text = ""
        return True

    def _preview(self, program: Program, said: str = "") -> None:
        ledger = self.session.ledger

        def task(_job: Job) -> Run | LedgerError:
            try:
                return run(ledger, program, preview=True)
            except LedgerError as error:
                return error

        self.work(task, lambda made: self._show(program, made, said))

    def _refused(self, error: LedgerError) -> None:
        if isinstance(error, Refused):
            self.errors(show.faults(error.problems, _NAMES))
        else:
            self.error(messages.FAILED, str(error))

    def _show(self, program: Program, made: Run | LedgerError, said: str) -> None:
        if isinstance(made, LedgerError):
            self._listed = None
            self._refused(made)
            return
        self._listed = program, made
        self._command = self.session.ledger.ids()
        self.listing().reload(ListSource(made.closed, lambda row: row.receipt.number))
        self._totals(program, made)
        if not made.closed:
            self.explain("")
            self.inform(KEPT if said else NOTHING, said or "No receipt is over by so little.")
            return
        self.go_to("receipts")
        count = f"{len(made.closed)} receipt{'s' * (len(made.closed) != 1)}"
        self.inform(KEPT if said else LISTED, said or f"{count}. F10=Process, F11 F4=Print")

    def _totals(self, program: Program, made: Run) -> None:
        sums: Counter[str] = Counter()
        for each in made.closed:
            if each.result.voucher:
                sums[each.receipt.currency] -= each.receipt.open
        money = " ".join(f"{cur} {show.amount(total, cur)}" for cur, total in sorted(sums.items()))
        base = self.session.ledger.policies.company(program.company)
        lines: Counter[str] = Counter()
        for line in made.lines:
            lines[line.account] += line.base
        journal = ", ".join(
            f"{account} {show.amount(amount, base.base_currency)}"
            for account, amount in lines.items()
        )
        self.put_line(-7, f"Closes {money}; journal {journal}"[:78] if money else "")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Say what becomes of the receipt and why."""
        row = cast("Closed | None", message.subfile.row)
        if row is not None:
            text = row.result.text
            self.explain(f"{row.receipt.number}: {row.result.outcome}{f': {text}' * bool(text)}")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the receipt."""
        self.open("document", message.key)

    # --- processing ------------------------------------------------------------------------------

    def act_do(self) -> None:
        """F10: close what is listed, after one question; list first if that wasn't done."""
        if self._listed is None or self._listed[0] != self._program():
            self.submit()
            return
        program, made = self._listed
        posted = [each for each in made.closed if each.result.voucher or each.result.request]
        if not posted:
            self.inform(NOTHING, "Nothing of it can be written off: the foot says why.")
            return
        count = f"{len(posted)} receipt{'s' * (len(posted) != 1)}"
        self.ask(ASK, f"Write off what is left of {count}?", lambda: self._process(program))

    def _process(self, program: Program) -> None:
        ledger, command = self.session.ledger, self._command

        def task(_job: Job) -> Run | LedgerError:
            try:
                return run(ledger, program, command=command)
            except LedgerError as error:
                return error

        self.work(task, lambda made: self._processed(program, made))

    def _processed(self, program: Program, made: Run | LedgerError) -> None:
        if isinstance(made, LedgerError):
            self._refused(made)
            return
        self._listed = None
        self.listing().reload(ListSource(made.closed, lambda row: row.receipt.number))
        self._totals(program, made)
        counts = Counter(each.result.outcome for each in made.closed)
        parts = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
        self.inform(DONE, f"{parts or 'No receipt was left'}.")

    def act_refresh(self) -> None:
        """F5: list anew."""
        self.submit()

    def act_print(self) -> None:
        """F11 F4: the preview to the print command of the settings."""
        if self._listed is None:
            self.inform(NOTHING, "Enter lists what would be closed; then it can be printed.")
            return
        program, made = self._listed
        lines = run_lines(self.session.ledger, program.company, made, preview=True)
        print_lines(self, lines, PRINTED, "The preview went to the print command.")

    def prompt(self, part: Part | None) -> str | None:
        """F4: companies, currencies, customers, reasons."""
        names = {"company", "currency", "customer", "reason"}
        return f"prompt.{part.name}" if part is not None and part.name in names else None


_SHORT = {"written off": "closed", "requested": "request", "refused": "refused"}


def _original(row: Closed) -> str:
    return show.amount(-row.receipt.original, row.receipt.currency)


def _unapplied(row: Closed) -> str:
    return show.amount(-row.receipt.open, row.receipt.currency)

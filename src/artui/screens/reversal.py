"""ARVO60/R: what follows from a reversal; F10 posts it, F11 F10 the whole chain.

Value: the voucher's key; or ``receipt``, ``application`` or ``write-off`` and the keys of its
documents. The result is the sentence that says what was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult

from artui.ledger import events as ev
from artui.ledger.dates import parse_date
from artui.ledger.errors import Refused
from artui.ledger.reversal.reversing import preview
from artui.screens import show
from artui.screens.consequences import consequence_lists, show_consequences
from artui.screens.frame.canvas import Banner
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.text import fit
from artui.screens.refusals import beside
from artui.screens.reversal_plan import Plan, Reading, named
from artui.screens.session import Session

WHAT_FOLLOWS = 2192
NO_CHAIN = 2193
CLOSED, NO_PERIOD = 2111, 2112
BUILT_ON = 2218
_JOURNAL_TITLE = 4
_MOST_LINES = 5
"""Lines of the journal shown at once; the cursor reaches the others."""


class Reversal(Panel):
    """A full panel before anything is undone."""

    ID = "ARVO60/R"
    TITLE = "Reverse a voucher"
    ACTIONS = (
        "help",
        "go",
        "leave",
        "refresh",
        "page_back",
        "page_next",
        "do.post",
        "more",
        "back",
        "sign_off",
        "top",
        "bottom",
        "do_all.chain",
    )

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._plan = Plan.of(values)
        self._command = ""
        self._reading: Reading | None = None

    def compose(self) -> ComposeResult:
        """The date of the reversal, the documents it moves, the journal it posts."""
        session = self.session
        yield Field(
            "date",
            line=3,
            col=17,
            width=10,
            label="Reversal date",
            label_col=2,
            kind=Kind.DATE,
            text=session.today,
            stop=True,
            required=True,
            note_col=30,
            parse=lambda text: parse_date(
                text, session.today, month_first=session.settings.month_first
            ),
            show=str,
        )
        yield from consequence_lists(_JOURNAL_TITLE)

    @property
    def banner(self) -> Banner:
        """The company is that of what is reversed."""
        return replace(super().banner, scope=ev.company_of(self._plan.key) or "ALL")

    # --- showing ---------------------------------------------------------------------------------

    def opened(self) -> None:
        """Show what follows; what can't be reversed says why."""
        self._command = self.session.ledger.ids()
        self._read()
        self._note(self.session.today)

    def resumed(self) -> None:
        """Read anew what may have changed."""
        self._read()

    def act_refresh(self) -> None:
        """F5: read anew."""
        self._read()

    def _read(self) -> None:
        ledger, field = self.session.ledger, self.field("date")
        try:
            reading = self._plan.read(ledger)
            day = str(field.value) if field.check() is None else self.session.today
            seen = preview(ledger, reading.undoing, day)
        except Refused as refused:
            self._reading = None
            self.errors(show.faults(refused.problems, _FIELDS))
            return
        self._reading = reading
        self.title = f"Reverse {self._plan.what}"
        self.show_frame()
        self.put_line(2, fit(reading.heading(ledger), 78))
        company = ev.company_of(self._plan.key)
        show_consequences(self, ledger, company, seen, top=_JOURNAL_TITLE, most=_MOST_LINES)
        self._explain(reading, len(seen.balances))

    def _explain(self, reading: Reading, count: int) -> None:
        today = self.session.today
        documents = f"{count} document{'' if count == 1 else 's'}"
        whole = "in part" if not all(p.whole for p in reading.undoing.parts) else "whole"
        self.put_line(-7, f"Takes back {whole}: {reading.vouchers(today)}")
        self.explain(
            "Debit and credit are exchanged at the rates of then, under one number RV.",
            "Nothing posted is deleted: the vouchers stay and say what reversed them.",
        )
        if reading.built_on:
            self._refuse(reading)
        else:
            self.inform(WHAT_FOLLOWS, f"{documents} would change. Not posted yet; F10 posts.")

    def _refuse(self, reading: Reading) -> None:
        names = named(reading.built_on, self.session.today, 3)
        way = f"F11 F10 reverses all {len(reading.chain)}" if reading.chain else "reverse first"
        self.error(BUILT_ON, f"{names} built on it: {way}.")

    def on_field_left(self, message: Field.Left) -> None:
        """Say which period the date falls in, and what the day's rate comes to."""
        if isinstance(message.value, str):
            self._note(message.value)
            self._read()

    def _note(self, day: str) -> None:
        company = ev.company_of(self._plan.key)
        policies = self.session.ledger.policies
        period = policies.period_of(company, day) if company in policies.companies else None
        state = (
            "no period"
            if period is None
            else f"period {period.name}, " + ("open" if period.open else "closed")
        )
        self.field("date").set_note(state)

    # --- posting ---------------------------------------------------------------------------------

    def accept(self) -> None:
        """F10: post the reversal; Enter in the date only checks it."""

    def act_do(self) -> None:
        """F10: post the reversal."""
        if self._reading is not None and self._reading.built_on:
            self._refuse(self._reading)
        else:
            self._post(chained=False)

    def act_do_all(self) -> None:
        """F11 F10: post the reversal of the whole chain."""
        if self._reading is not None and not self._reading.chain:
            self.error(NO_CHAIN, "Nothing was built on it; F10 posts the reversal.")
        else:
            self._post(chained=True)

    def _post(self, *, chained: bool) -> None:
        fault = self.field("date").check()
        if fault is not None or self._reading is None:
            self.errors([fault] if fault else [])
            return
        ledger, plan, command = self.session.ledger, self._plan, self._command
        day = str(self.field("date").value)
        self._note(day)
        if not self._open_day(day):
            return

        beside(
            self,
            lambda _job: plan.post(ledger, day, command, chained=chained),
            lambda posted: self.finish(plan.said(posted, chained=chained)),
            _FIELDS,
        )

    def _open_day(self, day: str) -> bool:
        """Whether a day can be posted to; for one that can't, the first open day is proposed and
        only Enter takes it (rule 14)."""
        policies, company = self.session.ledger.policies, ev.company_of(self._plan.key)
        try:
            policies.open_period(company, day)
        except Refused as refused:
            first = policies.first_open_day(company, day)
            if first is None:
                self.errors(show.faults(refused.problems, _FIELDS))
            else:
                (problem,) = refused.problems
                text = problem.text.partition(";")[0]
                self.go_to("date", keep=True)
                self.ask(
                    problem.number,
                    f"{text[0].upper()}{text[1:]}.",
                    lambda: self._take_day(first),
                    words=(f"Take {first}", "Stay"),
                )
            return False
        return True

    def _take_day(self, day: str) -> None:
        self.field("date").text = day
        self._note(day)
        self._read()


_FIELDS = {"accounting_date": "date", "voucher": "", "period": "date", "rate": "date"}

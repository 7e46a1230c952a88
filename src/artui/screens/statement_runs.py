"""ARRP70/S: statement runs of a company, and a new one: its cut-off day and whose statements.

Values: a company, and what the runs are known at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from textual.app import ComposeResult

from artui.ledger.errors import LedgerError
from artui.ledger.statements import runs
from artui.ledger.statements.runs import Run, Selection
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack
from artui.screens.master import values as typed
from artui.screens.refusals import beside, show_refusal
from artui.screens.session import Session
from artui.screens.statement_run import StatementRun

LISTED, ASK, MADE, NOBODY = 3704, 3705, 3706, 3707
_CRITERIA = ("company", "cut_off", "customer", "group", "division")


class StatementRuns(LooksBack):
    """Criteria of a new run above, the runs there are below."""

    ID = "ARRP70/S"
    TITLE = "Customer statements"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "page_back", "page_next", "do.run", "more",
        "back", "sign_off", "dry_run", "top", "bottom",
    )  # fmt: skip

    session: Session

    def compose(self) -> ComposeResult:
        """Whose statements of which day; then the runs, the newest first."""
        yield Field("company", line=2, col=11, width=5, label="Company", label_col=2,
                    kind=Kind.CODED, required=True)  # fmt: skip
        yield Field("cut_off", line=2, col=27, width=10, label="Cut-off", kind=Kind.DATE,
                    parse=lambda text: typed.day(text, self.session), show=str,
                    required=True)  # fmt: skip
        yield Field("moved", line=2, col=65, width=1, label="Only if moved since", text="N",
                    kind=Kind.YES_NO)  # fmt: skip
        yield Field("customer", line=3, col=11, width=16, label="Customer", label_col=2,
                    kind=Kind.CODED, upper=False)  # fmt: skip
        yield Field("group", line=3, col=37, width=10, label="Group", kind=Kind.CODED)
        yield Field("division", line=3, col=60, width=10, label="Division", kind=Kind.CODED)
        yield Subfile(
            "runs",
            ListSource[Run](()),
            (
                Column("Run", 8, lambda run: run.name),
                Column("Cut-off", 10, lambda run: run.cut_off),
                Column("Statements", 10, lambda run: f"{len(run.statements):,}", right=True),
                Column("Skipped", 7, lambda run: f"{len(run.skipped):,}", right=True),
                Column("Of", 22, lambda run: run.scope),
                Column("Made", 5, self._made),
                Column("Clerk", 7, lambda run: run.clerk),
            ),
            key=lambda run: run.name,
            first=5,
            last=-8,
            options=("5",),
            status_at=(4, 79),
        )
        # A run has its own day; behind the list, so that Tab goes where it went.
        yield Field("known_at", line=4, col=11, width=16, limit=30, label="Known at", label_col=2)

    def _made(self, run: Run) -> str:
        return show.short_day(show.recorded_day(run.recorded_at), self.session.today)

    def opened(self) -> None:
        """Begin with the company named or worked in, cut off today."""
        policies = self.session.ledger.policies
        first = self.session.company or next(iter(policies.companies), "")
        company, known_at = (*self.values, "", "")[:2]
        self.field("company").text = company or first
        self.field("known_at").text = known_at
        self.field("cut_off").text = self.session.today
        if self._read():
            self.go_to("cut_off")

    def resumed(self) -> None:
        """The runs as they are now."""
        self._read()

    def act_refresh(self) -> None:
        """F5: read the runs anew."""
        self._read()

    def accept(self) -> None:
        """Enter in a field lists the runs of the company, those known at the position typed."""
        if self._read():
            self.go_to("runs")

    def _read(self) -> bool:
        company = self.field("company").text.strip()
        if not self.look_at("", self.field("known_at").text.strip()):
            return False
        try:
            found = runs.runs(self.books, company)
        except LedgerError as error:
            show_refusal(self, error)
            return False
        self.listing().reload(ListSource(found, lambda run: run.name))
        said = f"{len(found):,} run{'' if len(found) == 1 else 's'}" if found else "No run yet"
        keys = " F10=Run makes statements, F11 F2 only shows who gets one."
        may = self.session.ledger.may("statements.run") and self.moment.is_now
        self.inform(LISTED, f"{said}.{keys if may else ''}")
        return True

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Who made the run, when, and of whom."""
        row = cast("Run | None", message.subfile.row)
        if row is not None:
            when = f"{show.recorded_day(row.recorded_at)} {show.clock(row.recorded_at)}"
            self.explain(
                f"Run {row.name}: {row.scope}, posted up to {row.cut_off}",
                f"as known when {row.clerk} made it on {when}, at event {row.pos:,}",
            )

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows who got a statement."""
        self._open(message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """5 does too."""
        key, _code = message.codes[0]
        message.subfile.clear_codes()
        self._open(key)

    def _open(self, run: str) -> None:
        self.open("arrp70/c", *run.split("/"), str(self.moment.position or ""))

    # --- a new run ------------------------------------------------------------------------------

    def _selection(self) -> Selection | None:
        faults = [fault for field in self.fields if (fault := field.check()) is not None]
        if self.errors(faults):
            return None
        texts = {name: self.field(name).text.strip() for name in _CRITERIA}
        return Selection(
            texts["company"],
            texts["cut_off"],
            texts["customer"],
            texts["group"],
            texts["division"],
            typed.yes(self.field("moved").text),
        )

    def _preview(self, then: Callable[[Selection, Run], None]) -> None:
        asked, ledger = self._selection(), self.session.ledger
        if asked is not None:
            beside(self, lambda _job: runs.preview(ledger, asked), lambda seen: then(asked, seen))

    def act_dry_run(self) -> None:
        """F11 F2: who would get a statement, and who none."""
        self._preview(lambda _asked, seen: self.open(StatementRun(seen)))

    def act_do(self) -> None:
        """F10: make the run, after one question."""
        self._preview(self._ask)

    def _ask(self, asked: Selection, seen: Run) -> None:
        if not seen.statements:
            self.inform(
                NOBODY, f"No statement is due: {len(seen.skipped):,} skipped, F11 F2 says why."
            )
            return
        said = f"Make {seen.counted} as run {seen.name}?"
        command = self.session.ledger.ids()
        self.ask(ASK, said, lambda: self._make(asked, command), words=("Make", "Back"))

    def _make(self, asked: Selection, command: str) -> None:
        ledger = self.session.ledger
        beside(self, lambda _job: runs.run(ledger, asked, command=command), self._done)

    def _done(self, made: Run) -> None:
        self._read()
        self.go_to("runs")
        self.inform(MADE, f"Run {made.name}: {made.counted}. Enter shows them.")

    def prompt(self, part: Part | None) -> str | None:
        """F4: companies, customers."""
        names = {"company", "customer"}
        return f"prompt.{part.name}" if part is not None and part.name in names else None

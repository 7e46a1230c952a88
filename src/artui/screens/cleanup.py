"""ARCU20: A/R clean-up: small balances written off, mis-applied money moved, after review.

Values: a customer, then a receipts batch; Receipts home gives both. Enter searches, 1 accepts,
F10 asks twice (confirm, approve) and posts; what is above one's authority becomes a request.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.documents import Customer
from artui.ledger.naming import many
from artui.ledger.writeoffs import cleanup
from artui.ledger.writeoffs.cleanup import TIE, Candidate, Criteria, Rehearsed, Report
from artui.ledger.writeoffs.cleanup_words import ASKS, NOBODY, Standing, standing, why, why_not
from artui.screens.cleanup_rows import (
    columns,
    counted,
    criteria_fields,
    not_accepted,
    position_of,
    sums,
    wrapped,
)
from artui.screens.cleanup_sheets import CleanupDryRun, CleanupResult, CleanupWays, CleanupWhy
from artui.screens.frame import messages
from artui.screens.frame.field import Field
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.lookup import resolve_customer
from artui.screens.refusals import beside
from artui.screens.session import Session

FOUND, LOOKING, NOT_ACCEPTED, NONE_CHOSEN = 3201, 3202, 3203, 3204
CONFIRM, APPROVE, STOPPED, NONE_FOUND, CHOSEN = 3205, 3206, 3207, 3208, 3209
DONE_SO_FAR = 3080
WHICH_CUSTOMER = 2207
_FIELDS = {"batch": "batch", "limit": "limit", "write_off": "write_off", "reason": "reason",
           "date": "date", "period": "date", "rows": "candidates"}  # fmt: skip


class _StopError(Exception):
    """The clerk stopped the search."""


class Cleanup(Panel):
    """Criteria above, candidates below."""

    ID = "ARCU20"
    TITLE = "A/R clean-up"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "page_back", "page_next", "copy.code",
        "do.process", "more", "back", "dry_run", "sign_off", "top", "bottom", "code_page",
        "do_all",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._candidates: dict[str, Candidate] = {}
        self._standings: dict[str, Standing] = {}
        self._criteria = Criteria()
        self._run = ""
        self._posted = False

    def compose(self) -> ComposeResult:
        """The criteria of the source, then whose, why and when; the candidates."""
        yield from criteria_fields(self.session)
        fixed, *sets = columns(self.session.today, self._standing)
        yield Subfile(
            "candidates",
            ListSource[Candidate](()),
            fixed,
            sets=sets,
            key=lambda row: row.key,
            first=5,
            last=-8,
            options=("1.accept", "2", "4.leave_out", "5", "7", "9"),
            position="position",
            status_at=(4, 79),
            may_take=self._may_take,
        )

    # --- searching -------------------------------------------------------------------------------

    def opened(self) -> None:
        """Take over customer and batch; the search waits for Enter."""
        for name, value in zip(("customer", "batch"), self.values, strict=False):
            self.field(name).text = value
        self._show_chosen()

    def resumed(self) -> None:
        """After a posting the list is searched anew."""
        if self._posted:
            self._posted = False
            self.listing().clear_codes()
            self.submit()

    def act_refresh(self) -> None:
        """F5: search anew; codes typed stay."""
        self.submit()

    def accept(self) -> None:
        """Enter in the criteria: search for clean-up candidates."""
        customer = self._customer()
        if isinstance(customer, str):
            self.error(WHICH_CUSTOMER, customer, "customer")
            return
        criteria = Criteria(
            self.field("write_off").text == "Y",
            self.field("match").text == "Y",
            self.field("limit").value,
            self.field("exact_only").text == "Y",
            self.field("batch").text.strip(),
            customer.company if customer else "",
            customer.customer if customer else "",
        )
        ledger = self.session.ledger

        def search(job: Job) -> list[Candidate] | None:
            def looked_at(accounts: int) -> None:
                job.report(LOOKING, f"{accounts:,} accounts looked at. Esc=Stop")
                if job.stopping:
                    raise _StopError

            try:
                return cleanup.search(ledger, criteria, looked_at)
            except _StopError:
                return None

        self._criteria = criteria
        beside(self, search, self._found, _FIELDS)

    def _customer(self) -> Customer | str | None:
        """The customer named, none if it is empty, or what is wrong with it."""
        text = self.field("customer").text.strip()
        found = resolve_customer(self.session.ledger, text) if text else None
        if isinstance(found, list):
            several = f"{text} may be {len(found)} customers; F4 lists them."
            return several if found else f"No customer is called {text}."
        return found

    def _found(self, answer: list[Candidate] | None) -> None:
        if answer is None:
            self.inform(STOPPED, "Stopped by you: nothing was changed. Enter searches again.")
            return
        self._candidates = {candidate.key: candidate for candidate in answer}
        self._standings.clear()
        self._run = ""
        codes = self.listing().codes
        self.listing().clear_codes(
            [key for key, _ in codes.ordered() if key not in self._candidates]
        )
        self._show_list()
        if not answer:
            self.explain("")
            self.inform(NONE_FOUND, f"Nothing to clean up below {self.field('limit').text}.")
            return
        self.go_to("candidates")
        said = counted(answer)
        self.inform(FOUND, f"{said}. Strict: below {self.field('limit').text}.")

    def _show_list(self) -> None:
        rows = list(self._candidates.values())
        self.listing().reload(ListSource(rows, position_of))
        self._show_chosen()

    # --- the rows --------------------------------------------------------------------------------

    def _standing(self, row: Candidate) -> Standing:
        """What would become of a write-off; each row is asked once."""
        if row.key not in self._standings:
            reason, day = self.field("reason").text.strip(), self.field("date").text
            self._standings[row.key] = standing(
                self.session.ledger, row.document, reason=reason, day=day
            )
        return self._standings[row.key]

    def _may_take(self, row: Candidate, code: str) -> bool:
        if code in ("1", "10"):
            if row.move is None:
                return self._standing(row).mark != NOBODY
            return row.kind != TIE
        return code != "2" or row.kind == TIE

    def on_field_left(self, message: Field.Left) -> None:
        """Reason and date decide who may write off how much."""
        if message.field.name in ("reason", "date"):
            self._standings.clear()

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Say why the row stands there."""
        self._show_chosen()
        row = message.subfile.row
        if isinstance(row, Candidate):
            self.explain(*wrapped(self._why(row)))

    def _why(self, row: Candidate) -> list[str]:
        reason, day = self.field("reason").text.strip(), self.field("date").text
        return why(self.session.ledger, row, self._criteria, reason=reason, day=day)

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A whole number that isn't listed: why not."""
        found = self.session.ledger.read.find_documents(message.text.strip().upper())
        listed = [*self._candidates.values()]
        for document in found:
            if said := why_not(self.session.ledger, document.id, self._criteria, listed):
                self.inform(messages.NOT_FOUND, f"{document.number} is not listed: {said[0]}.")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the document."""
        self.open("document", message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """4 leaves rows out, other codes open their panel; accepted rows keep their 1."""
        if self._wrong_accept(message.codes):
            return
        left_out = [key for key, code in message.codes if code == "4"]
        for key in left_out:
            del self._candidates[key]
        message.subfile.clear_codes(left_out)
        self._show_list()
        others = [(key, code) for key, code in message.codes if code not in ("1", "10", "4")]
        if not others:
            count = len(self._chosen())
            self.inform(CHOSEN, f"{many(count, 'row')} accepted. F10=Process")
            return
        key, code = others[0]
        message.subfile.clear_codes([key])
        row = self._candidates[key]
        if code == "9":
            self.open(CleanupWhy(row.document, self._why(row)))
        elif code != "2":
            self.open("document", key)
        elif row.move is not None and row.kind == TIE:
            self.open(CleanupWays(row.move), then=lambda target: self._decided(row, str(target)))
        else:
            self.error(NOT_ACCEPTED, f"{row.document.number} has nothing to choose between.")

    def _wrong_accept(self, codes: Sequence[tuple[str, str]]) -> bool:
        for key, code in codes:
            row = self._candidates[key]
            if code in ("1", "10") and not self._may_take(row, "1"):
                self.listing().move_to(list(self._candidates).index(key))
                self.error(NOT_ACCEPTED, not_accepted(row, self._standing))
                return True
        return False

    def _decided(self, row: Candidate, target: str) -> None:
        """A way was chosen for a tie: it is a move now, and accepted."""
        self._candidates[row.key] = row.choose(target)
        at = list(self._candidates).index(row.key)
        self.listing().codes.set(row.key, "1", at)
        self._show_list()

    # --- posting ---------------------------------------------------------------------------------

    def _chosen(self) -> list[Candidate]:
        codes = self.listing().codes.ordered()
        return [self._candidates[key] for key, code in codes if code in ("1", "10")]

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        small = [row for row in chosen if row.move is None]
        moved = [row for row in chosen if row.move is not None]
        self.put_line(
            -7, f"Selected {len(chosen)}  write off {sums(small)}   move {sums(moved)}"[:78]
        )

    def act_code_page(self) -> None:
        """F11 F9: the cursor row's code on the whole page."""
        super().act_code_page()
        self._show_chosen()

    def act_do_all(self) -> None:
        """F11 F10: accept every row that may be, then as F10."""
        codes = self.listing().codes
        for at, row in enumerate(self._candidates.values()):
            if self._may_take(row, "1"):
                codes.set(row.key, "1", at)
        self._show_list()
        self.act_do()

    def act_dry_run(self) -> None:
        """F11 F2: what the rows accepted would do, or all that may be accepted."""
        rows = self._chosen() or [r for r in self._candidates.values() if self._may_take(r, "1")]
        if not rows:
            self.error(NONE_CHOSEN, "Nothing is accepted: 1 in front of a row, or F11 F10 for all.")
            return
        ledger, reason, day = self.session.ledger, *self._how()

        def rehearse(_job: Job) -> Rehearsed:
            return cleanup.rehearse(ledger, rows, reason=reason, day=day)

        def shown(seen: Rehearsed) -> None:
            self.open(CleanupDryRun(seen), then=lambda _go: self._approve(rows))

        beside(self, rehearse, shown, _FIELDS)

    def _how(self) -> tuple[str, str]:
        return self.field("reason").text.strip(), str(self.field("date").value)

    def act_do(self) -> None:
        """F10: ask, then approve, then post; in the criteria it searches."""
        if not self._candidates:
            self.submit()
            return
        codes = self.listing().codes.ordered()
        if any(code not in ("1", "10") for _key, code in codes):
            self.listing().run()
            return
        rows = self._chosen()
        if not rows:
            self.error(NONE_CHOSEN, "Nothing is accepted: 1 in front of a row, or F11 F10 for all.")
        elif not self._wrong_accept(codes):
            small = [row for row in rows if row.move is None]
            moved = [row for row in rows if row.move is not None]
            parts = [f"write off {len(small)}, {sums(small)}"] if small else []
            parts += [f"move {len(moved)}, {sums(moved)}"] if moved else []
            text = " and ".join(parts)
            self.ask(CONFIRM, f"{text[0].upper()}{text[1:]}?", lambda: self._approve(rows))

    def _approve(self, rows: Sequence[Candidate]) -> None:
        """The second confirmation: what posts on one's own authority, what is only asked for."""
        above = sum(row.move is None and self._standing(row).mark == ASKS for row in rows)
        text = "All within your authority: approve and post?"
        if above:
            text = f"Approve {len(rows) - above}; {above} above your authority are requested?"
        self.ask(APPROVE, text, lambda: self._post(rows), words=("Approve", "Back"))

    def _post(self, rows: Sequence[Candidate]) -> None:
        ledger, reason, day = self.session.ledger, *self._how()
        run = self._run = self._run or ledger.ids()

        def process(job: Job) -> Report:
            def step(done: int) -> bool:
                job.report(
                    DONE_SO_FAR,
                    f"{done:,} of {len(rows):,} done. Esc=Stop after this transaction",
                )
                return job.stopping

            return cleanup.process(ledger, rows, reason=reason, day=day, run=run, step=step)

        beside(self, process, self._processed, _FIELDS)

    def _processed(self, report: Report) -> None:
        self._posted = True
        self.open(CleanupResult(report))

    def prompt(self, part: Part | None) -> str | None:
        """F4: customers and reason codes."""
        prompts = {"customer": "prompt.customer", "reason": "prompt.reason"}
        return prompts.get(part.name or "") if part is not None else None

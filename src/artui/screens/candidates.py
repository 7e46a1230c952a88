"""AR505000: write off balances and credits, from a list, as one run.

Values: the type (``B`` or ``C``), the limit, the customer. 1 includes rows, F10 processes them,
F11 F10 all that are listed; F11 F2 shows first what would be posted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult

from artui.ledger.documents import Document
from artui.ledger.reading.moment import Moment
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.candidate_list import Brief, CandidateList
from artui.ledger.writeoffs.selecting import Selection
from artui.reports.write_offs import candidates_text
from artui.screens import candidate_rows as rows
from artui.screens import movements, show
from artui.screens.candidate_area import REASON_KINDS
from artui.screens.candidate_runs import SUMMED, CandidateRuns
from artui.screens.frame import messages
from artui.screens.frame.field import Field
from artui.screens.frame.rows import ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.printing import print_lines

LISTED, NOTHING, INCLUDED = 3001, 3002, 3003
NOT_LISTED, PRINTED = 3012, 3015


class Candidates(CandidateRuns):
    """The selection area and the documents it selects."""

    ID = "AR505000"
    TITLE = "Write off balances and credits"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "new.all", "page_back", "page_next",
        "copy.code", "do.process", "more", "back", "dry_run", "sign_off", "print", "undo", "top",
        "bottom", "code_page", "do_all",
    )  # fmt: skip

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._selection: Selection | None = None
        self._drawn_for: tuple[bool, Moment] | None = None
        self._unfolded: set[str] = set()

    def compose(self) -> ComposeResult:
        """The selection area, and the list."""
        yield from self.area()
        yield Field("position", line=4, col=14, width=12, label="Position to", upper=True)
        fixed, sets = self._columns(several=True)
        yield Subfile(
            "documents", ListSource[Document](()), fixed, sets=sets, key=lambda row: row.id,
            first=5, last=-8, status_at=(4, 79), position="position",
            options=("1.include", "2.reason", "4.exclude", "5", "7", "8", "9"),
        )  # fmt: skip
        # Behind the list, so that Tab and Shift+Tab go where they go for who doesn't look back.
        yield from self.moment_fields(4, 33, narrow=True)

    def opened(self) -> None:
        """List what the defaults select; a run that wasn't finished is offered."""
        super().opened()
        waiting = runs.kept(self.session.ledger)
        if waiting:
            self.offer(waiting[0])

    def show_list(self, selection: Selection) -> None:
        """List what is selected; nothing is included then."""
        self._selection = selection
        self._marks.clear()
        for key in self._unfolded:
            self.listing().show_beneath(key, ())
        self._unfolded.clear()
        self._show_list()

    # --- the list -----------------------------------------------------------------------------

    def _show_list(self) -> None:
        selection = self._selection
        assert selection is not None, "the list follows the selection"
        self.session.selection = selection
        self._listed = CandidateList(self.books, selection)
        self._show_columns(selection)
        listing = self.listing()
        listing.clear_codes()
        listing.reload(self._listed)
        self.show_total()
        count = self._listed.count()
        if not count:
            self.explain("")
            self.inform(NOTHING, self._nothing(selection))
            self.go_to("limit")
            return
        self.go_to("documents")
        self._say_listed(self._listed)
        if self._listed.unfinished:
            self._count_on(self._listed)

    def _say_listed(self, listed: CandidateList) -> None:
        """How many there are, as far as they are counted, and what they come to."""
        count = listed.count()
        said = rows.documents_words(count)
        if listed.unfinished:
            said = f"{count - 1:,}+ documents"
        elif count <= SUMMED:
            said += f", {rows.totals_words(listed.sums(), self.books.policies)}"
        strict = self._selection is not None and self._selection.strict
        self.inform(LISTED, f"{said}; {'below the limit' if strict else 'limit inclusive'}.")

    def _count_on(self, listed: CandidateList) -> None:
        """Count the rest while the clerk reads the first page; no key waits for it."""

        def count() -> None:
            if listed.count_all() <= SUMMED:
                listed.sums()
            self.app.call_from_thread(self._counted, listed)

        self.run_worker(count, thread=True, group="count", exclusive=True, exit_on_error=False)

    def _counted(self, listed: CandidateList) -> None:
        if listed is self._listed and self.is_attached:
            self.listing().recount()
            if self.notice is not None and self.notice.number == LISTED:
                self._say_listed(listed)

    def _show_columns(self, selection: Selection) -> None:
        policies = self.books.policies
        companies = selection.companies or (selection.company,)
        named = [name for name in companies if name] or list(policies.companies)
        bases = {policies.company(name).base_currency for name in named}
        several = len(bases | set(policies.currencies)) > 1
        if (several, self.moment) != self._drawn_for:
            self._drawn_for = several, self.moment
            self.listing().show_columns(*self._columns(several=several))

    def _columns(self, *, several: bool) -> rows.Columns:
        policies = self.books.policies
        return rows.columns(policies, self._marks, self.reason, self.today, several=several)

    def _nothing(self, selection: Selection) -> str:
        """Why nothing is listed, with the least document that would be."""
        wider = Selection(
            selection.operation,
            customer=selection.customer,
            company=selection.company,
            companies=selection.companies,
            branches=selection.branches,
        )
        limit = self.field("limit").text.strip()
        is_ = "is" if self.moment.is_now else "was"
        if CandidateList(self.books, wider).window(0, 1):
            return f"Nothing up to {limit}; what {is_} open is larger. Limit=change"
        return f"Nothing of that type {is_} open here. Type, company or customer=change"

    def show_total(self) -> None:
        """The line of what is included."""
        words = rows.selected_words(self._marks, self.books.policies)
        self.put_line(-7, f"Selection total  {words}")

    def act_refresh(self) -> None:
        """F5: read the list anew; what is included stays."""
        if self._selection is None:
            return
        before, self._listed = self._listed, CandidateList(self.books, self._selection)
        if before is not None and not before.unfinished:
            self._listed.count_all()
        self.listing().reload(self._listed)
        if self._listed.unfinished:
            self._count_on(self._listed)

    def resumed(self) -> None:
        """Back from a document or a result: the list as it is now."""
        self.act_refresh()

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The foot says what the row is, whole, and what its reason leads to."""
        row = message.subfile.row
        if row is None:
            self.explain("")
            return
        policies = self.books.policies
        reason = self._marks.reasons.get(row.id, self.reason() or rows.standard(row))
        known = policies.reasons.get(reason)
        account = policies.rules.get(("", "", known.rule), "") if known else ""
        self.explain(
            f"{row.number} {row.name}, {row.customer}: {show.amount(row.open, row.currency)}"
            f" {row.currency} open of {show.amount(row.original, row.currency)}",
            f"Reason {reason}: rule {known.rule if known else '?'}, account {account}",
        )

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A whole document number that isn't listed leads to why not."""
        number = message.text.rpartition("/")[2]
        found = self.books.read.find_documents(number) if number else []
        if found and message.key.rpartition("/")[2] != number:
            self.ask(
                NOT_LISTED,
                f"{number} is not in the list.",
                lambda: self._why(found[0].id),
                words=("Why not", "Back"),
            )
        elif message.text and not message.key:
            self.error(messages.NOT_FOUND, f"Nothing is listed from {message.text} on.", "position")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter without a code shows the document."""
        self.open("document", message.key, *self.moment_values)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """Include and exclude rows, show applications; the first other code opens its panel."""
        self.mark(message.codes)
        for key, code in message.codes:
            if code == "7":
                self._toggle(key)
                message.subfile.clear_codes([key])
        for key, code in message.codes:
            if code == "2":
                self.open("prompt.reason", "", *REASON_KINDS, then=self._reason_for(key))
            elif code == "5":
                self.open("document", key, *self.moment_values)
            elif code == "8":
                self.open("replay", key)
            elif code == "9":
                self._why(key)
            else:
                continue
            message.subfile.clear_codes([key])
            return

    def _why(self, key: str) -> None:
        """Why it is a candidate, or not, at the moment looked at."""
        self.open("arwhy/c", key, *self.moment_values)

    def _toggle(self, key: str) -> None:
        """Show what moved a document's balance beneath it, or take that away."""
        self._unfolded ^= {key}
        ledger = self.books
        document = ledger.read.document(key) if key in self._unfolded else None
        lines = movements.lines(ledger, document, self.today) if document else ()
        self.listing().show_beneath(key, lines)

    def mark(self, codes: Sequence[tuple[str, str]]) -> None:
        """Include and leave out the rows beside which that is typed."""
        found = self.books.read.documents([key for key, code in codes if code in ("1", "10")])
        self._marks.included.update(found)
        for key, code in codes:
            if code == "4":
                self._marks.included.pop(key, None)
        done = [key for key, code in codes if code in ("1", "10", "4")]
        if done:
            self.listing().clear_codes(done)
            self.show_total()
            self._say_included()

    def _reason_for(self, key: str) -> Callable[[object], None]:
        def chosen(reason: object) -> None:
            if isinstance(reason, str):
                self._marks.reasons[key] = reason
                self.listing().reload(self._listed)

        return chosen

    def act_new(self) -> None:
        """F6: include every row listed."""
        listed = self._listed
        if listed is not None:
            self.work(lambda _job: listed.briefs(), self._include_all)

    def _include_all(self, found: list[Brief]) -> None:
        self._marks.included.update((document.id, document) for document in found)
        self.listing().clear_codes()
        self.show_total()
        self.listing().reload(self._listed)
        self._say_included()

    def _say_included(self) -> None:
        words = rows.documents_words(len(self._marks.included))
        can = " F10=Process, F11 F2=Dry run" if self.moment.is_now else ""
        self.inform(INCLUDED, f"{words} included.{can}")

    def act_undo(self) -> None:
        """F11 F5: nothing is included any more."""
        self._marks.clear()
        self.listing().clear_codes()
        self.show_total()

    def act_print(self) -> None:
        """F11 F4: the list to the print command of the settings."""
        selection, listed = self._selection, self._listed
        if selection is None or listed is None or not listed.count():
            self.error(NOTHING, "Nothing is listed that could be printed.")
            return
        lines = candidates_text(
            self.books.policies,
            selection,
            listed,
            day=self.field("date").text,
            then=self.moment.words,
            included=self._marks.included,
            reason_of=lambda row: self._marks.reasons.get(row.id, self.reason()),
        )
        print_lines(self, lines, PRINTED, "The list went to the print command.")

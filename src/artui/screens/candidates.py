"""AR505000: write off balances and credits, from a list, as one run.

Values: the type (``B`` or ``C``), the limit, the customer. 1 includes rows, F10 processes them,
F11 F10 all that are listed; F11 F2 shows first what would be posted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult

from artui.ledger.dates import parse_date
from artui.ledger.documents import Customer, Document
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.money import parse_amount
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.selecting import Selection, select
from artui.ledger.writeoffs.write_off_runs import Outcome, Run
from artui.ledger.writeoffs.write_offs import STANDARD_REASON
from artui.screens import candidate_rows as rows
from artui.screens import lookup, show
from artui.screens.candidate_rows import OPERATIONS, Marks
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.session import Session
from artui.screens.write_off_posting import posting

LISTED, NOTHING, INCLUDED, NONE_INCLUDED = 3001, 3002, 3003, 3004
ASK, GO_ON, NOT_LISTED, OTHER_DAY = 3010, 3011, 3012, 3013
GIVEN_UP = 3082
SUMMED = 10_000
"""Rows up to which the list says at once what they come to."""

_AREA = ("type", "date", "period", "limit", "scope", "customer", "reason", "strict")
_WRITE_OFF_KINDS = ("small balance", "bank fee", "bad debt")


class Candidates(Panel):
    """The selection area and the documents it selects."""

    ID = "AR505000"
    TITLE = "Write off balances and credits"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "new.all", "page_back", "page_next",
        "copy.code", "do.process", "more", "back", "dry_run", "sign_off", "undo", "top", "bottom",
        "code_page", "do_all",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._marks = Marks()
        self._selection: Selection | None = None
        self._listed: CandidateList | None = None
        self._several: bool | None = None
        self._proposed = ""

    def compose(self) -> ComposeResult:
        """The selection area, and the list."""
        session = self.session
        yield Field(
            "type", line=2, col=7, width=1, label="Type", kind=Kind.CODED, text="B", stop=True,
            required=True, note_col=9, note_width=10, note="Balance WO", parse=_operation,
        )  # fmt: skip
        yield Field(
            "date", line=2, col=33, width=10, label="Doc. date", kind=Kind.DATE,
            text=session.today, required=True, show=str,
            parse=lambda text: parse_date(
                text, session.today, month_first=session.settings.month_first
            ),
        )  # fmt: skip
        yield Field("period", line=2, col=57, width=7, label="Post period", required=True)
        yield Field(
            "limit", line=2, col=72, width=7, label="Limit", kind=Kind.AMOUNT, stop=True,
            required=True, limit=14,
        )  # fmt: skip
        yield Field(
            "scope", line=3, col=17, width=8, label="Company/branch", kind=Kind.CODED,
            text=session.company or rows.ALL,
        )  # fmt: skip
        yield Field("customer", line=3, col=37, width=12, label="Customer", kind=Kind.CODED)
        yield Field("reason", line=3, col=63, width=7, label="Reason code", kind=Kind.CODED)
        yield Field(
            "strict", line=3, col=79, width=1, label="Strict", kind=Kind.YES_NO, text="N"
        )  # fmt: skip
        yield Field("position", line=4, col=14, width=12, label="Position to", upper=True)
        fixed, sets = rows.columns(session.ledger.policies, self._marks, self._reason, several=True)
        yield Subfile(
            "documents", ListSource[Document](()), fixed, sets=sets, key=lambda row: row.id,
            first=5, last=-8, status_at=(4, 79), position="position",
            options=("1.include", "2.reason", "4.exclude", "5", "9"),
        )  # fmt: skip

    # --- the selection area -------------------------------------------------------------------

    def opened(self) -> None:
        """List what the defaults select; a run that wasn't finished is offered."""
        for name, value in zip(("type", "limit", "customer"), self.values, strict=False):
            self.field(name).text = value.upper() if name != "limit" else value
        policies = self.session.ledger.policies
        inclusive = all(
            policies.parameters(company, self.session.today).limits_inclusive
            for company in policies.companies
        )
        self.field("strict").text = "N" if inclusive else "Y"
        self.field("reason").text = STANDARD_REASON[self._operation[0]]
        self._propose_period()
        self._propose_limit()
        if self._faults():
            self.go_to("limit")
            return
        self.accept()
        waiting = runs.kept(self.session.ledger)
        if waiting:
            self._offer(waiting[0])

    def _faults(self) -> bool:
        return any(self.field(name).check() is not None for name in _AREA)

    @property
    def _operation(self) -> tuple[str, str]:
        return OPERATIONS.get(self.field("type").text, OPERATIONS["B"])

    def _reason(self) -> str:
        return self.field("reason").text.strip()

    def _propose_period(self) -> None:
        policies, day = self.session.ledger.policies, self.field("date").text
        found = {policies.period_of(company, day) for company in policies.companies}
        names = sorted({period.name for period in found if period is not None})
        if names:
            self.field("period").text = self._proposed = names[0]

    def _propose_limit(self, customer: Customer | None = None) -> None:
        policies, field = self.session.ledger.policies, self.field("limit")
        if customer is not None and customer.write_off_limit is not None:
            field.text = self.session.typed(customer.write_off_limit, customer.currency)
        elif not field.text:
            companies = self._scope()[0]
            limit = rows.proposed_limit(policies, companies, self.session.today)
            if limit is not None:
                currency = rows.limit_currency(policies, companies)
                field.text = self.session.typed(limit, currency)

    def _scope(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        try:
            return rows.scope(self.session.ledger.policies, self.field("scope").text)
        except Refused:
            return (), ()

    def on_field_left(self, message: Field.Left) -> None:
        """What follows from a field: the reason of the type, the period of the date, the limit of
        the customer."""
        name, field = message.field.name, message.field
        if name == "type":
            operation, words = self._operation
            field.set_note(words)
            if self._reason() in ("", *STANDARD_REASON.values()):
                self.field("reason").text = STANDARD_REASON[operation]
        elif name == "date" and message.value is not None:
            self._propose_period()
        elif name == "customer" and field.text.strip():
            found = self._customer()
            if isinstance(found, Customer):
                self._propose_limit(found)

    def _customer(self) -> Customer | list[object] | None:
        text = self.field("customer").text.strip()
        if not text:
            return None
        companies = self._scope()[0]
        found = lookup.resolve_customer(
            self.session.ledger, text, companies[0] if len(companies) == 1 else ""
        )
        return found if isinstance(found, Customer) else list(found)

    def accept(self) -> None:
        """List what is selected."""
        ledger = self.session.ledger
        try:
            companies, branches = rows.scope(ledger.policies, self.field("scope").text)
            currency = rows.limit_currency(ledger.policies, companies)
            limit = _amount(self.field("limit").text, currency, self.session.settings.decimal_mark)
            day = str(self.field("date").value)
            for company in companies or ledger.policies.companies:
                if ledger.policies.period_of(company, day) is None:
                    ledger.policies.open_period(company, day, "date")
            if self.field("period").text == self._proposed:
                self._propose_period()
            on = rows.period_day(ledger.policies, companies, self.field("period").text.strip(), day)
            ledger.policies.reason(self._reason(), *_WRITE_OFF_KINDS)
        except Refused as refused:
            self.errors(show.faults(refused.problems))
            return
        except BadValueError as error:
            self.error(error.number, str(error), "limit")
            return
        if on != day:
            self._ask_day(on)
            return
        customer = self._customer()
        if isinstance(customer, list):
            if not customer:
                self.error(2207, f"No customer is called {self.field('customer').text!r}.",
                           "customer")  # fmt: skip
            else:
                self.open("prompt.customer", self.field("customer").text, then=self._chosen)
            return
        if customer is not None:
            companies = (customer.company,)
        one = companies[0] if len(companies) == 1 else ""
        self._selection = Selection(
            self._operation[0],
            limit,
            customer=customer.customer if customer else "",
            company=one,
            companies=() if one else companies,
            branches=branches,
            strict=self.field("strict").text == "Y",
        )
        self._marks.clear()
        self._show_list()

    def _chosen(self, text: str) -> None:
        self.field("customer").text = text
        self.accept()

    def _ask_day(self, day: str) -> None:
        period = self.field("period").text.strip()
        self.go_to("date", keep=True)
        self.ask(
            OTHER_DAY,
            f"Period {period} takes another document date.",
            lambda: self._take_day(day),
            words=(f"Take {day}", "Stay"),
        )

    def _take_day(self, day: str) -> None:
        self.field("date").text = day
        self.accept()

    # --- the list -----------------------------------------------------------------------------

    def _show_list(self) -> None:
        selection, ledger = self._selection, self.session.ledger
        assert selection is not None, "the list follows the selection"
        self.session.selection = selection
        self._listed = CandidateList(ledger, selection)
        self._show_columns(selection)
        listing = self.listing()
        listing.clear_codes()
        listing.reload(self._listed)
        self._show_total()
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
            said += f", {rows.totals_words(listed.sums(), self.session.ledger.policies)}"
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
        policies = self.session.ledger.policies
        companies = selection.companies or (selection.company,)
        named = [name for name in companies if name] or list(policies.companies)
        bases = {policies.company(name).base_currency for name in named}
        several = len(bases | set(policies.currencies)) > 1
        if several is not self._several:
            self._several = several
            fixed, sets = rows.columns(policies, self._marks, self._reason, several=several)
            self.listing().show_columns(fixed, sets)

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
        if CandidateList(self.session.ledger, wider).window(0, 1):
            return f"Nothing up to {limit}; what is open is larger. Limit=change"
        return "Nothing of that type is open here. Type, company or customer=change"

    def _show_total(self) -> None:
        words = rows.selected_words(self._marks, self.session.ledger.policies)
        self.put(4, 27, f"Selection total {words}".ljust(44)[:44])

    def act_refresh(self) -> None:
        """F5: read the list anew; what is included stays."""
        if self._selection is not None:
            self._listed = CandidateList(self.session.ledger, self._selection)
            self.listing().reload(self._listed)

    def resumed(self) -> None:
        """Back from a document or a result: the list as it is now."""
        self.act_refresh()

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The foot says what the row is, whole, and what its reason leads to."""
        row = message.subfile.row
        if row is None:
            self.explain("")
            return
        policies = self.session.ledger.policies
        reason = self._marks.reasons.get(row.id, self._reason() or rows.standard(row))
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
        found = self.session.ledger.read.find_documents(number) if number else []
        listed = message.key.rpartition("/")[2] == number
        if found and not listed:
            self.ask(
                NOT_LISTED,
                f"{number} is not in the list.",
                lambda: self.open("arwhy/c", found[0].id),
                words=("Why not", "Back"),
            )
        elif message.text and not message.key:
            self.error(messages.NOT_FOUND, f"Nothing is listed from {message.text} on.", "position")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter without a code shows the document."""
        self.open("document", message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """Include and exclude rows, then open what the first other code asks for."""
        self._mark(message.codes)
        for key, code in message.codes:
            if code == "2":
                self.open("prompt.reason", "", *_WRITE_OFF_KINDS, then=self._reason_for(key))
            elif code in ("5", "9"):
                self.open("document" if code == "5" else "arwhy/c", key)
            else:
                continue
            message.subfile.clear_codes([key])
            return

    def _mark(self, codes: Sequence[tuple[str, str]]) -> None:
        found = self.session.ledger.read.documents(
            [key for key, code in codes if code in ("1", "10")]
        )
        self._marks.included.update(found)
        for key, code in codes:
            if code == "4":
                self._marks.included.pop(key, None)
        done = [key for key, code in codes if code in ("1", "10", "4")]
        if done:
            self.listing().clear_codes(done)
            self._show_total()
            words = rows.documents_words(len(self._marks.included))
            self.inform(INCLUDED, f"{words} included. F10=Process, F11 F2=Dry run")

    def _reason_for(self, key: str) -> Callable[[object], None]:
        def chosen(reason: object) -> None:
            if isinstance(reason, str):
                self._marks.reasons[key] = reason
                self.listing().reload(self._listed)

        return chosen

    def act_new(self) -> None:
        """F6: include every row listed."""
        selection, ledger = self._selection, self.session.ledger
        if selection is not None:
            self.work(lambda _job: select(ledger, selection), self._include_all)

    def _include_all(self, found: list[Document]) -> None:
        self._marks.included.update((document.id, document) for document in found)
        self.listing().clear_codes()
        self._show_total()
        self.listing().reload(self._listed)
        words = rows.documents_words(len(self._marks.included))
        self.inform(INCLUDED, f"{words} included. F10=Process, F11 F2=Dry run")

    def act_undo(self) -> None:
        """F11 F5: nothing is included any more."""
        self._marks.clear()
        self.listing().clear_codes()
        self._show_total()

    def prompt(self, part: Part | None) -> Panel | str | tuple[str, ...] | None:
        """F4: customers, reasons, companies."""
        names: dict[str, tuple[str, ...]] = {
            "customer": ("prompt.customer",),
            "reason": ("prompt.reason", *_WRITE_OFF_KINDS),
            "scope": ("prompt.company",),
        }
        return names.get(part.name or "") if part is not None else None

    # --- running ------------------------------------------------------------------------------

    def act_do(self) -> None:
        """F10: process what is included, codes typed first."""
        if isinstance(self.focused, Field) and not self._marks.included:
            self.submit()
            return
        self._mark(self.listing().codes.ordered())
        if self._marks.included:
            self._ask(self._plan(all_listed=False))
        else:
            count = self._listed.count() if self._listed else 0
            self.error(
                NONE_INCLUDED, f"Nothing is included: 1 includes a row, F11 F10 all {count:,}"
            )

    def act_do_all(self) -> None:
        """F11 F10: process all that are listed."""
        self._ask(self._plan(all_listed=True))

    def act_dry_run(self) -> None:
        """F11 F2: show what would be posted for what is included, or for all if nothing is."""
        self._mark(self.listing().codes.ordered())
        run = self._plan(all_listed=not self._marks.included)
        if run is not None:
            self.session.run = run
            self.open("ar505000/x", then=self._posted)

    def _plan(self, *, all_listed: bool) -> Run | None:
        if self._listed is None:
            return None
        day, words = self.field("date").text, self._operation[1]
        try:
            return runs.plan(
                self.session.ledger,
                self._listed.listed() if all_listed else self._marks.included.values(),
                day=day,
                reason=self._reason(),
                reasons=self._marks.reasons,
                label=f"{words} of {day}",
            )
        except Refused as refused:
            self.errors(show.faults(refused.problems))
            return None

    def _ask(self, run: Run | None) -> None:
        if run is None:
            return
        count = len(run.documents)
        if count == len(self._marks.included):
            total = rows.selected_words(self._marks, self.session.ledger.policies)
            total = f", {total.partition('  ')[0]}"
        else:
            sums = self._listed.sums() if self._listed and count <= SUMMED else []
            total = f", {rows.totals_words(sums, self.session.ledger.policies)}" if sums else ""
        self.ask(
            ASK,
            f"Write off {rows.documents_words(count)}{total}?",
            lambda: self._carry_out(run),
        )

    def _offer(self, run: Run) -> None:
        self.ask(
            GO_ON,
            f"A run over {rows.documents_words(len(run.documents))} isn't finished.",
            lambda: self._carry_out(run),
            words=("Go on", "Later"),
            also=[("f6", "Give up", lambda: self._give_up(run))],
        )

    def _give_up(self, run: Run) -> None:
        runs.give_up(self.session.ledger, run)
        self.inform(GIVEN_UP, "The run ends here. What it posted stays posted.")

    def _carry_out(self, run: Run) -> None:
        self.work(posting(self.session.ledger, run), self._answered)

    def _answered(self, answer: Outcome | LedgerError) -> None:
        if isinstance(answer, Refused):
            self.errors(show.faults(answer.problems))
        elif isinstance(answer, LedgerError):
            self.error(messages.FAILED, str(answer))
        else:
            self._posted(answer)

    def _posted(self, outcome: object) -> None:
        if isinstance(outcome, Outcome):
            self._marks.clear()
            self._show_total()
            self.session.outcome = outcome
            self.open("ar505000/r")


def _operation(text: str) -> str:
    if text not in OPERATIONS:
        raise BadValueError("Type is B (balance) or C (credit).")
    return text


def _amount(text: str, currency: str, decimal_mark: str) -> int:
    try:
        amount = parse_amount(text, currency, decimal_mark=decimal_mark)
    except ValueError as error:
        raise BadValueError(str(error), int(getattr(error, "number", 101))) from None
    if amount < 0:
        raise BadValueError("A limit is not below zero.")
    return amount

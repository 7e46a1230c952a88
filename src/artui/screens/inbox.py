"""ARIN10: the receipts inbox: money from banks' files, what is proposed for it and why.

Values: a batch. 1 and F10 accept what is proposed, F11 F10 all that is certain; 2 corrects it in
the payment panels. The proposals of the rows on screen are worked out first, the others in the
background.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

from textual.app import ComposeResult
from textual.message import Message

from artui.ledger.errors import LedgerError, Refused
from artui.ledger.receiving.inbox import DONE, WAITING, InboxLine
from artui.ledger.receiving.proposing import SURE, Proposal
from artui.screens import inbox_rows as rows
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import SHOW_EVERY, Job
from artui.screens.inbox_dry_run import InboxDryRun, Rehearsed, rehearsing
from artui.screens.inbox_posting import Accepting, accepting, said_of, take_up
from artui.screens.inbox_rows import InboxRows, Proposals
from artui.screens.inbox_sheets import InboxResult
from artui.screens.money_rows import MONEY_PANELS, MOVED
from artui.screens.refusals import carried_out, show_refusal
from artui.screens.session import Session

SURE_ONES, EMPTY, MARKED, NOT_ACCEPTABLE, NONE_MARKED = range(3601, 3606)
ASK, ASK_ALL, NO_SURE, NOTHING_TO_UNDO, TAKEN_UP, PARKED_NOW, WORKING_OUT = range(3606, 3613)
ACCEPTED = 3613
_PANELS = {"5": "arin10/l", "9": "arin10/w"}
_FIELDS = {"receipt": "lines", "permission": ""}


class ReceiptsInbox(Panel):
    """The lines of the inbox."""

    ID = "ARIN10"
    TITLE = "Receipts inbox"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "new.import", "page_back", "page_next",
        "copy.code", "do.accept", "more", "back", "dry_run", "sign_off", "undo", "top", "bottom",
        "code_page", "do_all.certain",
    )  # fmt: skip

    session: Session

    class Filled(Message):
        """Some more proposals were worked out."""

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._round = 0
        """Counts the lists made: proposals of a former one are worked out no further."""
        self._last_voucher = ""

    def compose(self) -> ComposeResult:
        """Which batch and which lines, where to go, and the lines."""
        ledger = self.session.ledger
        self._proposals = Proposals(ledger, self.session.today)
        self._rows = InboxRows(ledger)
        yield Field("batch", line=2, col=8, width=18, label="Batch", kind=Kind.CODED,
                    upper=False, limit=80)  # fmt: skip
        yield Field("show", line=2, col=71, width=1, label="Show", kind=Kind.CODED, text="W",
                    required=True, parse=rows.shown, note="waiting", note_width=8)  # fmt: skip
        yield Field("position", line=3, col=14, width=8, label="Position to", limit=20)
        fixed, sets = rows.columns(ledger, self._proposals)
        yield Subfile(
            "lines",
            self._rows,
            fixed,
            sets=sets,
            key=lambda row: row.key,
            first=4,
            last=-8,
            options=("1.accept", "2.correct", "4", "5.bank_line", "6", "9", "14", "15"),
            may_take=self._may_take,
            position="position",
            status_at=(3, 79),
        )

    # --- the list -----------------------------------------------------------------------------

    def opened(self) -> None:
        """List what waits."""
        if self.values:
            self.field("batch").text = self.values[0]
        self._read()
        self.go_to("lines")
        self._say_what_waits()

    def resumed(self) -> None:
        """Back from another panel: what is proposed may be another thing now."""
        self._read()

    def act_refresh(self) -> None:
        """F5: read the list anew; codes typed stay."""
        self._read()

    def accept(self) -> None:
        """Enter in a filter lists what fits it."""
        self._read()
        self.listing().edge(bottom=False)
        self.go_to("lines")
        self._say_what_waits()

    @property
    def _show(self) -> str:
        return rows.SHOWS.get(self.field("show").text, WAITING)

    def _read(self) -> None:
        """Read the lines anew and begin to work out their proposals."""
        ledger, batch = self.session.ledger, self.field("batch").text.strip()
        self._round += 1
        self._proposals = Proposals(ledger, self.session.today)
        self._rows = InboxRows(ledger, batch, self._show)
        listing = self.listing()
        listing.show_columns(*rows.columns(ledger, self._proposals))
        listing.reload(self._rows)
        self.field("show").set_note(self._show)
        self._show_head()
        if self._show == WAITING and self._rows.count():
            self._fill()

    def _fill(self) -> None:
        """Work out the proposals of all lines beside what the clerk does."""
        proposals, keys, own = self._proposals, self._rows.keys, self._round

        def task() -> None:
            told = monotonic()
            for at, key in enumerate(keys, 1):
                if own != self._round or not self.is_attached:
                    return
                proposals.find(key)
                if at == len(keys) or monotonic() - told >= SHOW_EVERY:
                    told = monotonic()
                    self.post_message(self.Filled())

        self.run_worker(task, thread=True, exit_on_error=False)

    def on_receipts_inbox_filled(self, message: Filled) -> None:
        """The counts fill in; nothing else moves."""
        self._show_counts()

    def _show_counts(self) -> None:
        wanted = self._rows.count()
        if self._show != WAITING:
            said = rows.counted(wanted)
        else:
            said = rows.counts(self._proposals.kinds(self._rows.keys), wanted)
        self.put(3, 23, f"{said:<38}"[:38])

    def _show_head(self) -> None:
        self._show_counts()
        words = rows.batch_words(self.session.ledger, self.field("batch").text.strip())
        self.put(2, 28, f"{words:<36}"[:36])
        self._show_marked()

    def _say_what_waits(self) -> None:
        count = self._rows.count()
        if count and self._show == WAITING:
            self.inform(SURE_ONES, "F11 F10 accepts the sure lines; the others stay here.")
        elif count:
            self.inform(SURE_ONES, f"{rows.counted(count)}, the oldest first.")
        else:
            self.explain("")
            self.inform(EMPTY, f"No line is {self._show}. F6 reads a bank's file.")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The foot explains the row in words."""
        self._show_marked()
        row = message.subfile.row
        if isinstance(row, InboxLine):
            self.explain(*rows.foot(row, self._proposals))

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A reference that isn't listed is said."""
        if message.text and not message.key:
            self.error(messages.NOT_FOUND, f"No line {message.text} is listed.", "position")

    # --- codes --------------------------------------------------------------------------------

    def _may_take(self, row: InboxLine, code: str) -> bool:
        if code not in ("1", "10"):
            return True
        return row.state == WAITING and self._proposals.of(row).acceptable

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows what the bank said."""
        self.open("arin10/l", message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """Rows with 1 stay marked; of the others the first opens its panel, 4 and 6 are for all."""
        if self._wrong_accept(message.codes):
            return
        others = [(key, code) for key, code in message.codes if code not in ("1", "10")]
        if not others:
            self.inform(MARKED, f"{rows.counted(len(message.codes))} marked. F10=Accept")
            self._show_marked()
            return
        code = others[0][1]
        keys = [key for key, each in others if each == code]
        if code == "4":
            self._undo(keys)
        elif code == "6":
            self.open("arin10/p", *keys, then=lambda said: self._parked(keys, said))
        else:
            self.listing().clear_codes(keys[:1])
            self._open(code, self._rows.line(keys[0]))

    def _open(self, code: str, row: InboxLine) -> None:
        document = row.document
        if code in _PANELS:
            self.open(_PANELS[code], row.key)
        elif row.state == DONE:
            self.error(NOT_ACCEPTABLE, f"Nothing of {document.number} is open.", "lines")
        elif code == "14":
            self.open(MONEY_PANELS["14"], row.key, then=self._moved)
        elif code == "15" or document.open > 0:
            self.open(MONEY_PANELS["15"], row.key, then=self._moved)
        elif document.customer:
            self.open("ars110/f", f"apply:{row.key}")
        else:
            self.open("arin10/c", row.key)

    def _wrong_accept(self, codes: Sequence[tuple[str, str]]) -> bool:
        """Say which of the rows marked can't be accepted, the cursor on it."""
        for key, code in codes:
            if code in ("1", "10") and not self._may_take(row := self._rows.line(key), code):
                self.listing().move_to(list(self._rows.keys).index(key))
                kind = rows.kind(row, self._proposals)
                said = (
                    f"{row.document.number} is {kind}: there is nothing to accept; 2 corrects it."
                )
                self.error(NOT_ACCEPTABLE, said, "lines")
                return True
        return False

    def _undo(self, keys: Sequence[str]) -> None:
        """4: take parked lines up again; of one that is done propose the reversal."""
        lines = [self._rows.line(key) for key in keys]
        first = lines[0]
        if first.state == DONE:
            self.listing().clear_codes(keys[:1])
            self.open("reversal", first.document.last_voucher)
            return
        if first.state == WAITING:
            said = f"{first.document.number} waits: nothing was done that could be undone."
            self.error(NOTHING_TO_UNDO, said, "lines")
            return
        ledger = self.session.ledger
        done = self._try(lambda: take_up(ledger, lines))
        self.listing().clear_codes(keys)
        self._read()
        if done:
            self.inform(TAKEN_UP, f"{rows.counted(len(keys))} taken up again: Show W lists them.")

    def _moved(self, said: object) -> None:
        self.inform(MOVED, str(said))

    def _parked(self, keys: Sequence[str], said: object) -> None:
        """Codes on other rows stay."""
        self.listing().clear_codes(keys)
        self._show_marked()
        self.inform(PARKED_NOW, str(said))

    def _try(self, do: Callable[[], object]) -> bool:
        """Carry out a command; a refusal is shown."""
        return carried_out(self, do, _FIELDS)

    def _marked(self) -> list[InboxLine]:
        codes = self.listing().codes.ordered()
        return [self._rows.line(key) for key, code in codes if code in ("1", "10")]

    def _show_marked(self) -> None:
        marked = self._marked()
        said = f"Marked {len(marked)}: {rows.sums(marked)}" if marked else "Marked 0"
        self.put_line(-7, f"{said}   Lines {self._rows.lines_words()}"[:78])

    # --- accepting ----------------------------------------------------------------------------

    def act_do(self) -> None:
        """F10: accept what is marked, other codes first; in a filter it lists."""
        codes = self.listing().codes.ordered()
        if isinstance(self.focused, Field) and not codes:
            self.submit()
            return
        if any(code not in ("1", "10") for _key, code in codes):
            self.listing().run()
            return
        marked = self._marked()
        if not marked:
            self.error(NONE_MARKED, "Nothing is marked: 1 in front of a line, or F11 F10 for all.")
        elif not self._wrong_accept(codes):
            seen = [self._proposals.of(line) for line in marked]
            if len(seen) == 1 and not seen[0].left:
                self.work(accepting(self.session.ledger, seen), self._accepted)
            else:
                self._ask(seen)

    def _ask(self, seen: Sequence[Proposal], what: str = "") -> None:
        """One question for all, then they are accepted."""
        lines = [self._rows.line(proposal.receipt) for proposal in seen]
        go = accepting(self.session.ledger, seen)
        text = f"Accept {rows.counted(len(lines))}{what}, {rows.sums(lines)}?"
        number = ASK_ALL if what else ASK
        self.ask(number, text, lambda: self.work(go, self._accepted))

    def act_do_all(self) -> None:
        """F11 F10: accept all that is certain, after one question."""
        self._find_sure(lambda seen: self._ask(seen, " that are sure"))

    def _find_sure(self, then: Callable[[Sequence[Proposal]], object]) -> None:
        """Work out what is still unknown, then go on with all that is sure."""
        keys, proposals = list(self._rows.keys), self._proposals
        if self._show != WAITING:
            self.error(NO_SURE, "Only what waits can be accepted: Show W.", "show")
            return

        def task(job: Job) -> list[Proposal]:
            sure = []
            for at, key in enumerate(keys):
                found = proposals.find(key)
                sure += [found] if found is not None and found.kind == SURE else []
                job.report(WORKING_OUT, f"{at:,} of {len(keys):,} looked at.")
            return sure

        def found(sure: Sequence[Proposal]) -> None:
            self._show_counts()
            if sure:
                then(sure)
            else:
                self.error(NO_SURE, "No line is sure: 1 accepts likely ones, each by itself.")

        self.work(task, found)

    def act_dry_run(self) -> None:
        """F11 F2: what accepting the lines marked would do, or all that are sure."""
        codes = self.listing().codes.ordered()
        marked = self._marked()
        if not marked:
            self._find_sure(lambda seen: self._rehearse(seen, " that are sure"))
        elif not self._wrong_accept(codes):
            self._rehearse([self._proposals.of(line) for line in marked])

    def _rehearse(self, seen: Sequence[Proposal], what: str = "") -> None:
        def shown(answer: Rehearsed | LedgerError) -> None:
            if isinstance(answer, Rehearsed):
                self.open(InboxDryRun(answer), then=lambda _go: self._ask(seen, what))
            else:
                self._accepted(answer)

        self.work(rehearsing(self.session.ledger, seen), shown)

    def _accepted(self, answer: Accepting | LedgerError) -> None:
        """One line is said; of several the result panel tells each."""
        if isinstance(answer, LedgerError):
            if isinstance(answer, Refused):
                self._read()
            show_refusal(self, answer, _FIELDS)
            return
        self.listing().clear_codes([one.receipt for one in answer.done if one.posted])
        last = next((one.posted for one in reversed(answer.done) if one.posted), None)
        self._last_voucher = last.voucher if last else self._last_voucher
        if len(answer.done) == 1 and answer.wanted == 1:
            self._read()
            number, text = said_of(self.session.ledger, answer.done[0])
            self.inform(number, text)
        else:
            self.open(InboxResult(answer))

    def act_undo(self) -> None:
        """F11 F5: propose the reversal of what was accepted last."""
        if self._last_voucher:
            self.open("reversal", self._last_voucher)
        else:
            said = "Nothing was accepted here yet: Show D lists what is done, 4 undoes it."
            self.error(NOTHING_TO_UNDO, said)

    def act_new(self) -> None:
        """F6: read a bank's file."""
        self.open("arin10/i", then=lambda said: self.inform(ACCEPTED, str(said)))

    def prompt(self, part: Part | None) -> str | None:
        """F4: batches."""
        prompts = {"batch": "prompt.inbox_batch", "show": "prompt.inbox_show"}
        return prompts.get(part.name or "") if part is not None else None

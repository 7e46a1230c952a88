"""ARJB65: journal batches that wait to be posted to the general ledger, posted singly or all.

Values: a company.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.general import journal_batches as batches
from artui.ledger.general.journal_batches import PostedBatches
from artui.ledger.reading.journal_batches import JournalBatch
from artui.ledger.reading.lists import parse_voucher
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ColumnSet, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack
from artui.screens.refusals import beside
from artui.screens.session import Session
from artui.screens.voucher_words import SERIES

LISTED, NONE, ASK, POSTED, UNMARKED, WHY = 3640, 3641, 3642, 3643, 3644, 3645

ALL = "ALL"
_FIELDS = {"voucher": "", "permission": ""}


class _Waiting(ListSource[JournalBatch]):
    """The batches in the order of their vouchers, found by a voucher's name."""

    def find(self, text: str) -> int | None:
        """The row of the voucher named, whole or by its number alone."""
        name = parse_voucher(text)
        if name is None:
            return None
        return next(
            (
                at
                for at, batch in enumerate(self.window(0, self.count()))
                if name.number == batch.head.number
                and name.series in ("", batch.head.series)
                and name.year in (0, batch.head.year)
            ),
            None,
        )


class JournalBatches(LooksBack):
    """Unposted batches, the oldest voucher first. 1 is asked about once, for all rows marked."""

    ID = "ARJB65"
    TITLE = "Journal batches to post"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "page_back", "page_next", "copy.code",
        "do.process", "more", "back", "sign_off", "top", "bottom", "code_page", "do_all",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._batches: dict[str, JournalBatch] = {}

    def compose(self) -> ComposeResult:
        """Where to go, whose batches, and the batches."""
        yield Field("position", line=2, col=14, width=15, label="Position to", label_col=2)
        yield Field("company", line=2, col=40, width=8, label="Company", kind=Kind.CODED, text=ALL)
        fixed, sets = self._columns()
        yield Subfile(
            "batches", _Waiting(()), fixed, sets=sets, key=lambda row: row.voucher, first=4,
            last=-8, options=("1.post", "5.voucher", "9"), position="position",
            status_at=(3, 79),
        )  # fmt: skip
        yield from self.moment_fields(3, 14)  # behind the list: Shift+Tab leads to the company

    def _columns(self) -> tuple[ColumnSet[JournalBatch], Sequence[ColumnSet[JournalBatch]]]:
        today = self.session.today
        fixed = (
            Column[JournalBatch]("Comp", 4, lambda row: row.head.company),
            Column[JournalBatch]("Voucher", 14, lambda row: row.head.name),
        )
        first = (
            Column[JournalBatch]("Date", 5, lambda row: show.short_day(row.date, today)),
            Column[JournalBatch]("Period", 7, lambda row: row.head.period),
            Column[JournalBatch]("Text", 19, lambda row: row.head.text),
            Column[JournalBatch]("Amount", 13, _amount, right=True),
            Column[JournalBatch]("Cur", 3, lambda row: row.head.currency),
        )
        second = (
            Column[JournalBatch](
                "Recorded", 10, lambda row: show.recorded_day(row.head.recorded_at)
            ),
            Column[JournalBatch]("Time", 8, lambda row: show.clock(row.head.recorded_at)),
            Column[JournalBatch]("Clerk", 10, lambda row: row.head.clerk),
            Column[JournalBatch]("Customer", 12, lambda row: row.head.customer),
        )
        return fixed, (first, second)

    def opened(self) -> None:
        """List what waits."""
        if self.values:
            self.field("company").text = self.values[0].upper()
        self.submit()

    def resumed(self) -> None:
        """Back from a voucher: the list as it is now."""
        self._read()

    def act_refresh(self) -> None:
        """F5: read anew; what is typed stays."""
        self.accept()

    def accept(self) -> None:
        """Enter in the company lists its batches, those that waited at the moment typed."""
        if not self.look():
            return
        company = self._company()
        if company and company not in self.books.policies.companies:
            self.error(2201, f"company {company!r} does not exist", "company")
            return
        self._read()
        count = len(self._batches)
        if count:
            wait = "wait" if self.moment.is_now else "waited"
            self.inform(LISTED, f"{_counted(count)} {wait} to be posted, the oldest first.")
        else:
            self.explain()
            self.inform(NONE, self._none)

    @property
    def _none(self) -> str:
        if self.moment.is_now:
            return "No journal batch waits: all that is booked is posted."
        return "No journal batch waited then: all that was booked was posted."

    def _company(self) -> str:
        text = self.field("company").text.strip()
        return "" if text in ("", ALL) else text

    def _read(self) -> None:
        found = batches.waiting(self.books, self._company())
        self._batches = {batch.voucher: batch for batch in found}
        self.listing().reload(_Waiting(found))
        self.go_to("batches")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """What the voucher is, who recorded it and when, and why it waits."""
        batch: JournalBatch | None = message.subfile.row
        if batch is None:
            self.explain()
            return
        head = batch.head
        what = SERIES.get(head.series, "write-off").capitalize()
        when = f"{show.recorded_day(head.recorded_at)} {show.clock(head.recorded_at)}"
        why = batches.why(self.books, batch)
        self.explain(f"{what} {head.text}; recorded {when} by {head.clerk}."[:78], why[:78])

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A name that leads nowhere is said."""
        if message.text and not message.key:
            said = f"{message.text} is no voucher with an unposted batch."
            self.error(messages.NOT_FOUND, said, "position")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the voucher."""
        self.open("ARVO60/D", message.key, *self.moment_values)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """5 and 9 at once; 1 after one question for all."""
        for key, code in message.codes:
            if code in ("5", "9"):
                message.subfile.clear_codes([key])
                if code == "5":
                    self.open("ARVO60/D", key, *self.moment_values)
                else:
                    self.inform(WHY, f"{self._batches[key].head.name} waits: see why above.")
                return
        self._ask([key for key, _code in message.codes])

    def act_do(self) -> None:
        """F10: post the rows marked."""
        if self.listing().codes.ordered():
            self.listing().run()
        else:
            self.error(UNMARKED, "Nothing is marked: 1 posts a row, F11 F10 all that are listed.")

    def act_do_all(self) -> None:
        """F11 F10: post all that are listed."""
        if self._batches:
            self._ask(list(self._batches))
        else:
            self.inform(NONE, self._none)

    def _ask(self, keys: Sequence[str]) -> None:
        sums: dict[str, int] = {}
        for key in keys:
            head = self._batches[key].head
            sums[head.currency] = sums.get(head.currency, 0) + abs(head.amount)
        totals = " ".join(f"{cur} {show.amount(it, cur)}" for cur, it in sorted(sums.items()))
        question = f"Post {_counted(len(keys))}, {totals}?"
        self.ask(ASK, question, lambda: self._post(keys), words=("Post", "Back"))

    def _post(self, keys: Sequence[str]) -> None:
        ledger = self.session.ledger
        beside(self, lambda _job: batches.post_batches(ledger, keys), self._posted, _FIELDS)

    def _posted(self, answer: PostedBatches) -> None:
        self.listing().clear_codes(list(answer.vouchers))
        self._read()
        left = f"{len(self._batches):,} still wait." if self._batches else "None waits any more."
        self.inform(POSTED, f"{_counted(len(answer.vouchers))} posted. {left}")

    def prompt(self, part: Part | None) -> str | None:
        """F4: companies."""
        return "prompt.company" if part is not None and part.name == "company" else None


def _amount(row: JournalBatch) -> str:
    return show.amount(row.head.amount, row.head.currency)


def _counted(count: int) -> str:
    """``1 batch``, ``9 batches``."""
    return f"{count:,} batch{'' if count == 1 else 'es'}"

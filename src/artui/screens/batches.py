"""ARRC10/B: receipt batches with their control figures, what is entered and the difference.

Values: a batch, which the cursor goes to; then, to look back, an ISO day and a position it is known
at. F6 opens one; 1 closes one that is in control, and opens
the figures of one that isn't.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult

from artui.ledger.errors import Refused
from artui.ledger.reading.batches import Batch, BatchList, find_batch
from artui.ledger.reading.moment import Moment
from artui.ledger.receiving import batches
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack
from artui.screens.refusals import carried_out
from artui.screens.session import Session

LISTED, DONE, ASK_REOPEN = 3630, 3631, 3632


class Batches(LooksBack):
    """A list of batches, read in windows."""

    ID = "ARRC10/B"
    TITLE = "Receipt batches"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "new.batch", "page_back", "page_next", "more",
        "back", "sign_off", "top", "bottom",
    )  # fmt: skip

    session: Session

    def compose(self) -> ComposeResult:
        """What to list, where to go, and the batches."""
        yield Field("position", line=2, col=14, width=15, label="Position to")
        yield Field("company", line=2, col=40, width=8, label="Company", kind=Kind.CODED)
        yield Field("waiting", line=2, col=63, width=1, label="Only open", kind=Kind.YES_NO,
                    text="N", required=True)  # fmt: skip
        yield Subfile(
            "batches",
            BatchList(self.session.ledger.seen),
            _FIXED,
            sets=_SETS,
            key=lambda row: f"{row.company}/{row.batch}",
            first=4,
            last=-8,
            options=("1.close", "2.control", "4.open_again", "5.receipts"),
            position="position",
            status_at=(3, 79),
        )
        yield from self.moment_fields(3, 14)  # behind the list: Shift+Tab leads to the filters

    def opened(self) -> None:
        """List them at the moment of the values, the cursor on the one named."""
        batch, *moment = (*self.values, "", "", "")[:3]
        self.field("as_of").text, self.field("known_at").text = moment
        if not self.look():
            return
        self._read()
        if batch:
            self.listing().position_to(batch)
        self.go_to("batches")
        self._say_count()

    def resumed(self) -> None:
        """Back from a form: the list as it is now."""
        self._read()

    def act_refresh(self) -> None:
        """F5: read the list anew."""
        self._read()

    def accept(self) -> None:
        """Enter in a filter lists what fits it."""
        if self.look() and self._read():
            self.go_to("batches")
            self._say_count()

    def _say_count(self) -> None:
        count = self.listing().count
        if count:
            self.inform(LISTED, f"{count:,} batch{'' if count == 1 else 'es'}, the newest first.")
        else:
            self.explain("")
            now = "No batch is open here. F6 opens one with its control figures."
            self.inform(LISTED, now if self.moment.is_now else "There was no batch then.")

    def _read(self) -> bool:
        ledger, company = self.books, self.field("company").text.strip()
        try:
            if company:
                ledger.policies.company(company)
        except Refused as refused:
            self.errors(show.faults(refused.problems))
            return False
        waiting = self.field("waiting").text == "Y"
        self.listing().reload(BatchList(ledger.seen, company, waiting=waiting))
        return True

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """What is entered and what is missing, and who closed it."""
        row = message.subfile.row
        if isinstance(row, Batch):
            self.explain(
                f"{row.batch} of {row.company}, account {row.bank_account}: {row.words}"[:78],
                _about(row, self.moment)[:78],
            )

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A name that isn't listed is said."""
        if message.text and not message.key:
            self.error(messages.NOT_FOUND, f"No batch {message.text} is listed.", "position")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the receipts of the batch."""
        self._receipts(message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """Close those marked that are in control, then go on with the first that takes more."""
        listing, closed = message.subfile, 0
        for key, code in message.codes:
            row = self._row(key)
            if code == "1" and row.in_control and not row.closed:
                if not self._try(lambda row=row: batches.close_batch(  # type: ignore[misc]
                    self.session.ledger, row.company, row.batch
                )):  # fmt: skip
                    return
                closed += 1
                listing.clear_codes([key])
                continue
            listing.clear_codes([key])
            self._one(code, row)
            return
        self._read()
        self.inform(DONE, f"{closed} batch{'' if closed == 1 else 'es'} closed.")

    def _one(self, code: str, row: Batch) -> None:
        if code == "5":
            self._receipts(f"{row.company}/{row.batch}")
        elif code == "4":
            self.ask(
                ASK_REOPEN,
                f"Open {row.batch} again? It then takes receipts.",
                lambda: self._reopen(row),
            )
        else:
            self.open("arrc10/c", row.company, row.batch, then=self._said)

    def _reopen(self, row: Batch) -> None:
        ledger = self.session.ledger
        if self._try(lambda: batches.reopen_batch(ledger, row.company, row.batch)):
            self._read()
            self.inform(DONE, f"Batch {row.batch} is open again.")

    def _receipts(self, key: str) -> None:
        self.open("arrc10", "", key.partition("/")[2], *self.moment_values)

    def _row(self, key: str) -> Batch:
        company, _, name = key.partition("/")
        found = find_batch(self.books.store, company, name)
        assert found is not None, "it was listed"
        return found

    def _try(self, do: Callable[[], object]) -> bool:
        return carried_out(self, do, {"batch": "batches", "permission": ""})

    def act_new(self) -> None:
        """F6: open a batch."""
        self.open("arrc10/n", self.field("company").text.strip(), then=self._said)

    def _said(self, said: object) -> None:
        if isinstance(said, str) and said:
            self.inform(DONE, said)

    def prompt(self, part: Part | None) -> str | None:
        """F4: companies."""
        return "prompt.company" if part is not None and part.name == "company" else None


def _about(row: Batch, moment: Moment) -> str:
    if row.control_count is None:
        return "It was only named by its receipts: it has no control figures and never closes."
    if not row.closed:
        return f"Opened by {row.opened_by}: {batches.difference_words(row)}."
    day = show.recorded_day(row.closed_at)
    if row.reason:
        difference = show.amount(row.difference, row.currency)
        return f"{row.closed_by} accepted {difference} on {day}: {row.reason}"
    since = row.closed_count - row.entered
    what = "not in the books by then" if moment.day else "reversed since then"
    later = f"; {since} {what}" if since else ""
    return f"Closed in control on {day} by {row.closed_by}{later}."


def _control(row: Batch) -> str:
    return "" if row.control_total is None else show.amount(row.control_total, row.currency)


def _difference(row: Batch) -> str:
    if row.control_count is None:
        return ""
    return show.amount(row.difference if row.closed else -row.missing[1], row.currency)


_SHORT = {"no control": "none", "in control": "balanced"}

_FIXED: ColumnSet[Batch] = (
    Column("Batch", 15, lambda row: row.batch),
    Column("Date", 5, lambda row: row.day[5:]),
)
_SETS: tuple[ColumnSet[Batch], ...] = (
    (
        Column("Cur", 3, lambda row: row.currency),
        Column("Entered", 13, lambda row: show.amount(row.entered_total, row.currency), right=True),
        Column("Control", 13, _control, right=True),
        Column("Difference", 11, _difference, right=True),
        Column("State", 8, lambda row: _SHORT.get(row.state, row.state)),
    ),
    (
        Column("Company", 8, lambda row: row.company),
        Column("Bank account", 14, lambda row: row.bank_account),
        Column("Receipts", 8, lambda row: f"{row.entered:,}", right=True),
        Column(
            "Control",
            7,
            lambda row: "" if row.control_count is None else f"{row.control_count:,}",
            right=True,
        ),
        Column("Closed by", 9, lambda row: row.closed_by),
    ),
)

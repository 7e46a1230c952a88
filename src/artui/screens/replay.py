"""ARRE80: the history of the ledger, event by event, and how things stood at each.

Values narrow it: ``document:KEY``, ``customer:KEY``, ``voucher:KEY``, ``event:POSITION``, or what a
clerk types: a document's number, a voucher's name, a customer; a day is gone to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from textual.app import ComposeResult

from artui.ledger import drafts
from artui.ledger.errors import LedgerError
from artui.ledger.reading.event_words import document_of, voucher_of
from artui.ledger.reading.history import Filters, History, Row, bounds_of, history
from artui.ledger.reading.lists import parse_voucher
from artui.screens import replay_columns, show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import Fault
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part, Place
from artui.screens.frame.rows import ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.master import values as typed
from artui.screens.refusals import beside, show_refusal
from artui.screens.replay_filters import ALL, Wanted, filters_of
from artui.screens.replay_jump import Jumping
from artui.screens.replay_state import StateLines
from artui.screens.session import Session

LISTED, NOTHING, LOOKING, NOT_THERE, NO_DOCUMENT, FIRST_LOOK, STOPPED = range(3731, 3738)
_FIRST, _BELOW = 4, 10
"""The list begins on this line; so many lines stand below it at 80x24."""
_NAMES = {"from": "since", "to": "until"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ROOM = 72
"""Cells of the message line behind a message's number."""


def _names_voucher(text: str) -> bool:
    """Whether a text has the form of a voucher's name, not of a plain number."""
    return parse_voucher(text) is not None and not text.isdecimal()


class Replay(Panel):
    """Events above, the state at the one under the cursor below."""

    ID = "ARRE80"
    TITLE = "Replay"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "new.since", "page_back", "page_next",
        "do.jump", "more", "back", "sign_off", "top", "bottom",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._after = 0
        self._wanted_pos = 0
        self._upto = 0
        self._loaded: Filters | None = None
        self._source: Jumping | None = None

    def compose(self) -> ComposeResult:
        """What of the history, where to jump, and the events."""
        yield Field("customer", line=2, col=11, width=13, limit=24, label="Customer",
                    kind=Kind.CODED)  # fmt: skip
        yield Field("document", line=2, col=35, width=15, limit=40, label="Document",
                    kind=Kind.CODED)  # fmt: skip
        yield Field("voucher", line=2, col=60, width=15, limit=40, label="Voucher",
                    kind=Kind.CODED)  # fmt: skip
        yield Field("kind", line=3, col=7, width=9, label="Kind", kind=Kind.CODED, text=ALL,
                    upper=False)  # fmt: skip
        yield Field("clerk", line=3, col=24, width=8, limit=40, label="Clerk", kind=Kind.CODED,
                    upper=False)  # fmt: skip
        yield Field("since", line=3, col=39, width=10, label="From", kind=Kind.DATE, show=str,
                    parse=self._day)  # fmt: skip
        yield Field("until", line=3, col=54, width=10, label="To", kind=Kind.DATE, show=str,
                    parse=self._day)  # fmt: skip
        yield Field("jump", line=3, col=71, width=9, limit=30, label="Jump")
        fixed, sets = replay_columns.columns(self.session)
        yield Subfile(
            "events", ListSource[Row](()), fixed, sets=sets, key=lambda row: str(row.pos),
            first=_FIRST, last=-self._below() - 6, position="jump",
            options=("5.event", "8.only", "9"),
            may_take=lambda row, code: code == "5" or bool(document_of(row.event)),
            status_at=(-self._below() - 5, 79),
        )  # fmt: skip

    def _day(self, text: str) -> str:
        return typed.day(text, self.session) if text else ""

    def _below(self) -> int:
        """Lines of the state without its heading: half of what a taller screen has more."""
        return _BELOW - 1 + max(0, self.app.size.height - 24) // 2

    def fit_screen(self) -> None:
        """Another size: both halves anew."""
        if self._fitted != self.size and self.is_mounted:
            listing = self.listing()
            listing.place = Place(_FIRST, last=-self._below() - 6)
            listing.status_at = (-self._below() - 5, 79)
            self.refresh(layout=True)
        super().fit_screen()

    # --- what is listed -----------------------------------------------------------------------

    def opened(self) -> None:
        """The newest events, or what the values ask for."""
        self._state = StateLines(self)
        whole = " ".join(self.values)
        for value in (whole,) if _names_voucher(whole) else self.values:
            self._take_value(value)
        self.submit()

    def resumed(self) -> None:
        """Back from a panel: as it was."""

    def _take_value(self, value: str) -> None:
        name, colon, rest = value.partition(":")
        if colon and name == "event":
            self._wanted_pos = int(rest)
        elif colon and name in ("customer", "document", "voucher"):
            self.field(name).text = rest
        elif self._names_document(value.upper()):
            self.field("document").text = value.upper()
        elif _names_voucher(value):
            self.field("voucher").text = value.upper()
        elif _DAY.fullmatch(value):
            self.field("jump").text = value
        else:
            self.field("customer").text = value.upper()

    def _names_document(self, text: str) -> bool:
        read = self.session.ledger.read
        return read.document(text) is not None or bool(read.find_documents(text))

    def _wanted(self) -> Wanted:
        def text(name: str) -> str:
            return self.field(name).text.strip()

        return Wanted(
            customer=text("customer"),
            document=text("document"),
            voucher=text("voucher"),
            kind=text("kind"),
            clerk=text("clerk"),
            since=str(self.field("since").value),
            until=str(self.field("until").value),
            after=self._after,
        )

    def accept(self) -> None:
        """Enter in a filter: list what fits."""
        ledger = self.session.ledger
        try:
            filters = filters_of(ledger, self._wanted(), self.session.company)
        except LedgerError as error:
            show_refusal(self, error, _NAMES)
            return
        self._upto = ledger.store.head().pos
        self._loaded = filters

        def look(job: Job) -> History:
            return history(ledger, filters, job.counted(LOOKING, "events looked at"))

        beside(self, look, self._show, _NAMES, self._stopped)

    def _stopped(self) -> None:
        self.inform(STOPPED, "Stopped by you: the list is as it was. Enter looks anew.")

    def _show(self, found: History) -> None:
        listing = self.listing()
        pos = self._wanted_pos or int(listing.cursor_key or 0)
        self._wanted_pos = 0
        listing.clear_codes()
        self._source = Jumping(self.session, found)
        listing.reload(self._source)
        listing.edge(bottom=False)
        listing.move_to(found.row_of(pos) if pos else found.count() - 1)
        if not found.count():
            self._state.clear()
            self.go_to("customer")
            self.inform(NOTHING, f"No event fits; {bounds_of(self.session.ledger).short}")
            return
        self.go_to("events")
        many = "event" if found.count() == 1 else "events"
        new = f" behind {self._after:,}" if self._after else ""
        self.inform(LISTED, f"{found.count():,} {many}{new}. Up/Down=step, F10=jump to a date,"
                    " voucher or event")  # fmt: skip
        if self.field("jump").text:
            listing.position_to(self.field("jump").text)

    def act_refresh(self) -> None:
        """F5: with what was recorded meanwhile."""
        self.submit()

    def act_new(self) -> None:
        """F6: only what is new since the clerk last looked; again, everything."""
        if self._after:
            self._after = 0
            self.submit()
            return
        looked = drafts.looked(self.session.ledger)
        if not looked:
            self.inform(FIRST_LOOK, "You look for the first time: what comes from now on is new.")
            return
        self._after = looked
        self.submit()

    def prompt(self, part: Part | None) -> str | tuple[str, ...] | None:
        """F4: what may stand in a filter."""
        return {
            "customer": "prompt.customer", "clerk": "prompt.user", "kind": "prompt.event_kind",
            "document": "prompt.document",
        }.get(part.name or "" if part is not None else "")  # fmt: skip

    # --- stepping and jumping -------------------------------------------------------------------

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The state follows."""
        row: Row | None = message.subfile.row
        if row is not None:
            self._state.show(row, self._below())

    def act_do(self) -> None:
        """F10: to the field that says where to."""
        self.go_to("jump")

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A place outside the history is said, with its bounds."""
        if not message.text:
            return
        if message.key:
            self.field("jump").text = ""
            return
        why = self._source.why if self._source is not None else ""
        why = why or f"{message.text} is not there"
        said = f"{why}; {bounds_of(self.session.ledger).short}"
        self.errors([Fault("jump", NOT_THERE, said if len(said) <= _ROOM else f"{why}.")])

    # --- what can be done -----------------------------------------------------------------------

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the event."""
        self.open("arre80/d", message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """5 the event, 8 only its document, 9 why the document stood as it did behind the event,
        or behind the voucher it belongs to."""
        key, code = message.codes[0]
        message.subfile.clear_codes()
        if code == "5":
            self.open("arre80/d", key)
            return
        try:
            event = self.session.ledger.store.events_at([int(key)])[int(key)]
        except LedgerError as error:
            show_refusal(self, error)
            return
        document = document_of(event)
        if not document:
            where = f"; {show.voucher(voucher, self.session.today)} has it whole" if (
                voucher := voucher_of(event)) else ""  # fmt: skip
            self.error(NO_DOCUMENT, f"Event {int(key):,} is about no document{where}.")
        elif code == "8":
            for name in ("customer", "voucher", "clerk", "since", "until"):
                self.field(name).text = ""
            self.field("kind").text = ALL
            self.field("document").text = document
            self._after = 0
            self._wanted_pos = int(key)
            self.accept()
        else:
            head = self.session.ledger.read.voucher(voucher_of(event))
            self.open("arwhy/c", document, "", str(head.pos if head else int(key)))

    # --- leaving --------------------------------------------------------------------------------

    def act_back(self) -> None:
        """F12: back; what was shown was looked at."""
        self._keep()
        super().act_back()

    def act_leave(self) -> None:
        """F3: to the menu; what was shown was looked at."""
        self._keep()
        super().act_leave()

    def act_sign_off(self) -> None:
        """F11 F3: what was shown was looked at."""
        self._keep()
        super().act_sign_off()

    def _keep(self) -> None:
        """Remember up to where the clerk has looked, if the whole history was listed."""
        whole = self._loaded is not None and self._loaded._replace(after=0) == Filters()
        if whole and not self.session.ledger.store.read_only:
            with suppress(LedgerError):
                drafts.keep_looked(self.session.ledger, self._upto)

"""ARRE80/D: one event of the history with every field, and how it hangs in the chain.

Value: its position.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger import events as ev
from artui.ledger.errors import LedgerError
from artui.ledger.reading.event_words import KIND_OF, document_of, voucher_of, words_of
from artui.ledger.reading.history import bounds_of
from artui.ledger.reading.log import in_sight
from artui.ledger.reading.one_event import broken, hash_before, hash_of
from artui.reports.event_fields import FieldSaid, fields_of
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.session import Session
from artui.screens.sheet import LIST_KEYS

SHOWN = 3738
_MASTER = {"reason": "ReasonDefined", "terms": "TermsDefined"}
"""Fields that name master data, and the events that say what it was."""

_DOCUMENTS = frozenset(("document", "target", "source", "made", "chargeback", "receipt"))


class Line(NamedTuple):
    """A line of the panel; ``leads`` is where Enter on it goes, a panel and its values."""

    at: int
    label: str
    text: str
    leads: Sequence[str] = ()


class EventPanel(Panel):
    """An event, field by field; Enter on a document, voucher, customer, policy or reason goes
    there."""

    ID = "ARRE80/D"
    TITLE = "Event"
    ACTIONS = LIST_KEYS

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Subfile(
            "fields",
            ListSource[Line](()),
            (
                Column[Line]("Field", 20, lambda line: line.label),
                Column[Line]("What it says", 56, lambda line: line.text),
            ),
            key=lambda line: str(line.at),
            first=3,
            last=-8,
            status_at=(2, 79),
        )

    def opened(self) -> None:
        """Show the event at the position named."""
        ledger = self.session.ledger
        text = self.values[0].replace(",", "") if self.values else ""
        pos = int(text) if text.isdecimal() else 0
        try:
            event = ledger.store.events_at([pos]).get(pos) if pos else None
        except LedgerError as error:  # its bytes were changed into what is no event
            self.error(messages.FAILED, f"{str(error)[:1].upper()}{str(error)[1:]}.")
            return
        if event is None or not in_sight(ledger)(event):
            self.error(messages.NOT_FOUND, f"No event {text}; {bounds_of(ledger).short}")
            return
        self.put(2, 2, f"Event {pos:,}: {words_of(event)}")
        found = [*self._frame(pos, event), *self._own(pos, event)]
        self._lines = [Line(at, *line[1:]) for at, line in enumerate(found)]
        self.listing().reload(ListSource(self._lines))
        self.go_to("fields")
        self.inform(SHOWN, "Enter on a document, a voucher or a customer goes there.")

    def _frame(self, pos: int, event: ev.Event) -> Iterator[Line]:
        """What every event has."""
        store = self.session.ledger.store
        voucher = voucher_of(event)
        moment = f"{show.recorded_day(event.recorded_at)} {show.clock(event.recorded_at)}"
        yield Line(0, "Kind", f"{KIND_OF[type(event)]}, {type(event).__name__}")
        yield Line(0, "Recorded", f"{moment} by {event.clerk}")
        if voucher:
            number = show.voucher(voucher, self.session.today)
            yield Line(0, "Voucher", f"{number}, {voucher}", ("arvo60/d", voucher))
        else:
            yield Line(0, "Stream", event.originator_id)
        yield Line(0, "Its place there", str(event.originator_version))
        yield Line(0, "Command", event.command)
        yield Line(0, "Hash", hash_of(store, pos).hex())
        yield Line(0, "Hash before", hash_before(store, pos).hex() or "missing")
        why = broken(store, pos)
        yield Line(0, "Chain", f"BROKEN: {why}" if why else "ok")

    def _own(self, pos: int, event: ev.Event) -> Iterator[Line]:
        """What this one says."""
        for said in fields_of(self.session.ledger, pos, event):
            yield Line(0, said.label, said.value, self._way(event, said))

    def _way(self, event: ev.Event, said: FieldSaid) -> Sequence[str]:
        read = self.session.ledger.read
        if said.name in _DOCUMENTS and read.document(said.value) is not None:
            return "document", said.value
        if said.name == "voucher" and read.voucher(said.value) is not None:
            return "arvo60/d", said.value
        if said.name == "customer" and said.value:
            company = getattr(event, "company", "") or ev.company_of(document_of(event))
            return "arca40", f"{company}/{said.value}"
        if said.name == "policy" and said.value != "0":
            return "arre80/h", "ToleranceSet", f"policy={said.value}"
        if said.name in _MASTER and said.value:
            return "arre80/h", _MASTER[said.name], f"{said.name}={said.value}"
        return ()

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The line whole."""
        line: Line | None = message.subfile.row
        if line is not None:
            self.explain(line.text[:78], line.text[78:156])

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter goes where the line leads."""
        self.follow(self._lines[int(message.key)].leads)

"""Panels that can look back: *As of* and *Known at* beside a list, line 1 in reverse meanwhile.

    class Account(LooksBack):
        def compose(self):
            yield from self.moment_fields(3, 9)

        def accept(self) -> None:
            if self.look():
                self.show(self.books.read...)

What such a panel shows it reads of :attr:`LooksBack.books`, the ledger of the moment. While that
isn't now, nothing that takes a permission is offered there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from artui import needs
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.reading.moment import NOW, Moment, moment_of
from artui.ledger.reading.past import look_back
from artui.screens import show
from artui.screens.frame.canvas import Banner
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.master import values as typed
from artui.screens.session import Session

LOOKING_BACK = 2685
_NOTHING_POSTED = "Nothing is posted while looking back: empty As of and Known at first."


_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})?")


def split_moment(values: Sequence[str]) -> tuple[Sequence[str], str, str]:
    """The values of a panel without those of a moment at their end, its day and its position:
    what :attr:`LooksBack.moment_values` are."""
    if len(values) > 2 and _DAY.fullmatch(values[-2]):
        return values[:-2], values[-2], values[-1]
    return values, "", ""


def past_day(day: str, today: str) -> str:
    """A day to look back at; empty for today and days to come, which are told of now."""
    return day if day < today else ""


class LooksBack(Panel):
    """A panel that shows the ledger at a moment."""

    session: Session
    POSTS: ClassVar[frozenset[str]] = frozenset()
    """Actions and options that change something though no permission is asked for them here."""
    moment: Moment = NOW
    _past: tuple[Moment, Ledger] | None = None

    def moment_fields(self, line: int, col: int, *, narrow: bool = False) -> Iterator[Field]:
        """The two fields on a line, the first cell at ``col``; ``narrow`` where little is free."""
        yield Field("as_of", line=line, col=col, width=10, label="As of", kind=Kind.DATE,
                    parse=self._day, show=str)  # fmt: skip
        at, width, label = (17, 8, "Known") if narrow else (22, 12, "Known at")
        yield Field("known_at", line=line, col=col + at, width=width, limit=30, label=label)

    def _day(self, text: str) -> str:
        return typed.day(text, self.session) if text else ""

    def look(self) -> bool:
        """Look at the moment of the fields; False, with the error shown, if there is none."""
        known_at = self.field("known_at").text.strip()
        return self.look_at(str(self.field("as_of").value), known_at)

    def look_at(self, day: str, known_at: str) -> bool:
        """Look at a moment; False, with the error shown, if the history doesn't hold it."""
        try:
            moment = moment_of(self.session.ledger, day, known_at)
        except Refused as refused:
            self.errors(show.faults(refused.problems))
            return False
        if moment != self.moment:
            self.moment = moment
            self.show_frame()
            for each in self.lists:
                each.clear_codes()
        return True

    @property
    def books(self) -> Ledger:
        """The ledger at the moment looked at; made anew when something was posted since, which may
        be of the day."""
        ledger = self.session.ledger
        if self.moment.is_now:
            return ledger
        at = self.moment._replace(position=self.moment.position or ledger.store.head().pos)
        if self._past is None or self._past[0] != at:
            self._past = at, look_back(ledger, self.moment)
        return self._past[1]

    @property
    def today(self) -> str:
        """The day looked at, ISO: ages are counted to it."""
        return self.books.today()

    @property
    def moment_values(self) -> tuple[str, ...]:
        """What another panel takes to look at the same moment; nothing if that is now."""
        if self.moment.is_now:
            return ()
        return self.moment.day, str(self.moment.position or "")

    @property
    def banner(self) -> Banner:
        """The date of line 1 becomes the moment, in reverse."""
        now = super().banner
        if self.moment.is_now:
            return now
        return replace(now, date=self.moment.words, looking_back=True)

    def lacks(self, name: str) -> str:
        """Why an action or option can't be used; what posts can't while looking back."""
        if not self.moment.is_now and (name in self.POSTS or needs.need(self.ID, name)):
            return _NOTHING_POSTED
        return super().lacks(name)

    def refused(self, names: Iterable[str]) -> bool:
        """Say why some actions or options can't be used; False if they can."""
        why = next(filter(None, map(self.lacks, names)), "")
        if why == _NOTHING_POSTED:
            self.error(LOOKING_BACK, why)
            return True
        return super().refused(names)

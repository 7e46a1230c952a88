"""Jumping in a history: to a date, a voucher or an event's position."""

from __future__ import annotations

import re
from collections.abc import Sequence

from artui.ledger.dates import DateError, parse_date
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.reading.history import History, Row, day_begins, first_from
from artui.screens.session import Session
from artui.screens.voucher_words import find_voucher

_DAY = re.compile(r"\d{4}-\d\d?-\d\d?|[+-]\d{1,4}|[tTmM]")
"""A date as it is told from a position and from a voucher's name."""
_DAY_LONG = 86_400_000_000


class Jumping:
    """A history as rows of a list that find a date, a voucher or a position.

    ``why`` says of the last one that wasn't found what is wrong with it.
    """

    def __init__(self, session: Session, history: History) -> None:
        self._session, self._history = session, history
        self.why = ""

    def count(self) -> int:
        """How many events there are."""
        return self._history.count()

    def window(self, start: int, n: int) -> Sequence[Row]:
        """At most ``n`` events from row ``start``."""
        return self._history.window(start, n)

    def find(self, text: str) -> int | None:
        """The first row at or behind a place typed; None, with ``why``, outside the history."""
        self.why = ""
        pos = self._position(text.strip())
        if pos is None or not self._history.count():
            return None
        if not 1 <= pos <= self._session.ledger.store.head().pos:
            self.why = f"{text} is outside"
            return None
        return self._history.row_of(pos)

    def _position(self, text: str) -> int | None:
        digits = text.replace(",", "").replace(".", "")
        if digits.isdecimal():
            return int(digits)
        ledger = self._session.ledger
        try:
            if _DAY.fullmatch(text):
                return self._of_day(text)
            return find_voucher(ledger, text.upper(), self._session.company).first_pos
        except DateError as error:
            self.why = str(error).rstrip(".")
        except Refused as refused:
            self.why = refused.problems[0].text
        except LedgerError as error:  # what is looked at on the way can't be read
            self.why = str(error)
        return None

    def _of_day(self, text: str) -> int | None:
        ledger = self._session.ledger
        month_first = self._session.settings.month_first
        day = parse_date(text, self._session.today, month_first=month_first)
        begins = day_begins(day)
        if ledger.store.events_at([1])[1].recorded_at >= begins + _DAY_LONG:
            self.why = f"{day} is earlier"
            return None
        return first_from(ledger, begins)

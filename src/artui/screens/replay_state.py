"""The lower half of the history: how things stood at the event under the cursor, and before it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from textwrap import wrap
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import Customer, Document
from artui.ledger.errors import Damaged
from artui.ledger.ledger import Ledger
from artui.ledger.policies import Policies
from artui.ledger.reading.event_words import document_of, voucher_of, words_of
from artui.ledger.reading.history import Row
from artui.ledger.reading.moment_state import (
    accounts_then,
    documents_then,
    policies_reader,
    tolerance_words,
)
from artui.ledger.reading.one_event import broken, hash_of
from artui.reports.event_fields import own_fields
from artui.screens import movements, show
from artui.screens.frame.panel import Panel
from artui.screens.frame.text import fit
from artui.screens.voucher_words import allowed_by

_WAS = "* was"
"""Head of what a figure was before, if the event changed it."""
_HEAD_WIDTH = 41


class Figure(NamedTuple):
    """A line of the state: what, as it stood behind the event, and before it."""

    label: str
    now: str
    was: str

    @property
    def changed(self) -> bool:
        """Whether the event changed it."""
        return self.now != self.was

    def line(self, label: int) -> str:
        """Label, mark, the figure, and what it was if it changed."""
        mark, was = ("*", self.was) if self.changed else (" ", "")
        return f"{self.label:<{label}}{mark}{self.now:>13} {was:>13}"


class StateLines:
    """Draws the state on a panel, from the foot up."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self._ledger: Ledger = panel.session.ledger
        self._read: Callable[[int], Policies] | None = None
        self._drawn = 0

    def clear(self) -> None:
        """Nothing to show."""
        for line in range(self._drawn):
            self._panel.put_line(-5 - line, "")

    def show(self, row: Row, lines: int) -> None:
        """Show the state at an event on so many lines, its heading above them; of one that can't
        be read, why not."""
        try:
            if not row.unread:
                self._show(row, lines)
                return
            why = row.unread
        except Damaged as error:
            why = str(error)
        self._drawn = lines + 1
        self.clear()
        self._panel.put(-5 - lines, 2, f"{f'── At event {row.pos:,} ':─<{_HEAD_WIDTH}}")
        said = f"{why[:1].upper()}{why[1:]}. `artui verify` says up to where the history is whole."
        for at, line in enumerate(wrap(said, 76)):
            self._panel.put_line(-4 - lines + at, f"  {line}")

    def _show(self, row: Row, lines: int) -> None:
        policies = self._policies(row)
        left, right = self._left(row), self._right(row, policies)
        self._drawn = lines + 1
        self._head(row, lines)
        for at, (first, second) in enumerate(zip_longest(left, right, fillvalue="")):
            if at < lines - 1:
                self._panel.put_line(
                    -4 - lines + at, f"{fit(first, 40)} {fit(second, 38)}".rstrip()
                )
        more = (
            []
            if self._document(row) is None
            else list(own_fields(self._ledger, row.pos, row.event))
        )
        room = lines - 1 - max(len(left), len(right))
        for at in range(max(0, room)):
            text = more[at - 1] if 0 < at <= len(more) else ""
            self._panel.put_line(-5 - room + at, text)
        self._panel.put_line(-5, fit(self._why(row, policies), 78))

    def _head(self, row: Row, lines: int) -> None:
        event = row.event
        when = f"{show.recorded_day(event.recorded_at)} {show.clock(event.recorded_at)}"
        text = f"── At event {row.pos:,}, {when} "
        self._panel.put(-5 - lines, 2, f"{text:─<{_HEAD_WIDTH}}")

    def _policies(self, row: Row) -> Policies:
        if self._read is None or isinstance(row.event, ev.POLICY_EVENTS):
            self._read = policies_reader(self._ledger)  # it may have been recorded since
        return self._read(row.pos)

    # --- the two halves -------------------------------------------------------------------------

    def _document(self, row: Row) -> Document | None:
        key = document_of(row.event)
        return self._ledger.read.document(key) if key else None

    def _left(self, row: Row) -> list[str]:
        document = self._document(row)
        if document is None:
            voucher = voucher_of(row.event)
            name = f" {show.voucher(voucher, self._panel.session.today)}" if voucher else ""
            title = words_of(row.event).capitalize() + name
            return [title, *own_fields(self._ledger, row.pos, row.event)]
        kind = movements.KINDS[document.kind].capitalize()
        title = f"{kind} {document.number}"
        title = f"{fit(title, 27)}{_WAS:>13}"
        was, now = documents_then(self._ledger, document.id, row.pos)
        today, currency = self._panel.session.today, document.currency

        def amount(value: int) -> str:
            return show.amount(value, currency)

        def voucher_name(key: str) -> str:
            return show.voucher(key, today) if key else "none"

        figures = (
            Figure("State", now.state, was.state if was.known else "none"),
            Figure("Original", amount(document.original), amount(document.original)),
            Figure("Open", amount(now.open), amount(was.open)),
            Figure("Paid", amount(now.paid), amount(was.paid)),
            Figure("Discount", amount(now.discount), amount(was.discount)),
            Figure("Written off", amount(now.written_off), amount(was.written_off)),
            Figure("Last voucher", voucher_name(now.voucher), voucher_name(was.voucher)),
        )
        return [title, *(figure.line(12) for figure in figures)]

    def _right(self, row: Row, policies: Policies) -> list[str]:
        document = self._document(row)
        customer = self._customer(row, document)
        if customer is None:
            return []
        currency = document.currency if document else ""
        currency = currency or getattr(row.event, "currency", "") or customer.currency
        day = show.recorded_day(row.event.recorded_at)
        was, now = accounts_then(self._ledger, customer, currency, row.pos, day)
        names = ("Not due", "1-30 late", "31-60 late", "over 60")
        figures = [
            ("Open", now.open, was.open),
            ("On account", now.on_account, was.on_account),
            *zip(names, now.buckets, was.buckets, strict=True),
        ]
        title = f"Account {customer.customer} {currency}"
        return [
            f"{fit(title, 25)}{_WAS:>13}",
            *(
                Figure(name, show.amount(this, currency), show.amount(that, currency)).line(10)
                for name, this, that in figures
            ),
            f"{tolerance_words(policies, customer, currency, day)}",
        ]

    def _customer(self, row: Row, document: Document | None) -> Customer | None:
        event = row.event
        company, customer = (
            (document.company, document.customer)
            if document is not None
            else (getattr(event, "company", ""), getattr(event, "customer", ""))
        )
        return self._ledger.read.customer(company, customer) if customer else None

    def _why(self, row: Row, policies: Policies) -> str:
        allowed = next(iter(allowed_by(policies, [row.event]).values()), "").rstrip(".")
        why = allowed or words_of(row.event)
        chain = hash_of(self._ledger.store, row.pos)
        ok = "CHAIN BROKEN" if broken(self._ledger.store, row.pos) else "chain ok"
        said = f"command {_short(row.event.command)}, hash {_short(chain.hex())}, {ok}"
        return f"{fit('Why: ' + why, 78 - len(said) - 2).rstrip()}; {said}"


def _short(text: str) -> str:
    """``7f3a..c1``: the two ends of something long."""
    return text if len(text) < 9 else f"{text[:4]}..{text[-2:]}"

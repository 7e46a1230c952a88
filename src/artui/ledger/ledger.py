"""One ledger as a clerk works on it: who, when, what is seen, what is allowed, one hold.

What a clerk can do stands in the rooms beside: each command is a function that takes the ledger
first, loads, decides and saves under its hold. Each takes an optional command id; a command that
was already carried out answers with what it did then, so a retry after a lost acknowledgement
never posts twice.
"""

from __future__ import annotations

import time
from base64 import b32encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from secrets import token_bytes
from typing import NamedTuple, TypeVar

from artui.ledger import events as ev
from artui.ledger.documents import Customer, Document
from artui.ledger.errors import ReadOnly, StoreUnusable, used_otherwise
from artui.ledger.people import rights
from artui.ledger.policies import Policies
from artui.ledger.posting import Number, Stamp
from artui.ledger.reading.queries import Queries
from artui.ledger.sight import Sight
from artui.ledger.situation import ByHand, Situation
from artui.ledger.standing import Standing
from artui.ledger.store import Store, open_store

A = TypeVar("A")


class Posted(NamedTuple):
    """What a posting came to: its voucher, the document it made, what stays on account."""

    voucher: str
    document: str
    left: int
    again: bool = False  # the command had been carried out before

    @property
    def name(self) -> str:
        """The voucher as people write it."""
        return ev.voucher_name(self.voucher)


def new_command_id() -> str:
    """A fresh command id: 80 random bits as 16 letters and digits."""
    return b32encode(token_bytes(10)).decode().lower()


def _now() -> int:
    return time.time_ns() // 1000


def _today() -> str:
    return date.today().isoformat()


class Ledger:
    """One ledger, seen by one clerk.

    ``clock`` gives microseconds since 1970 UTC, ``ids`` command ids, ``today`` the business day
    proposed on screens; all three can be replaced in tests.
    """

    def __init__(
        self,
        store: Store,
        clerk: str,
        *,
        clock: Callable[[], int] = _now,
        ids: Callable[[], str] = new_command_id,
        today: Callable[[], str] = _today,
    ) -> None:
        self.store = store
        self.clerk = clerk
        self.clock = clock
        self.ids = ids
        self.today = today
        self._sight: tuple[Policies, str, Sight] | None = None
        self.seen = store.seen_by(self._known_sight)
        """The store as the clerk sees it: what is out of their sight is not there."""
        self.read = Queries(self.seen)
        self.whole = Queries(store)
        """Reads that see everything, for what a decision must know and no answer may tell."""
        self.kept = rights.Kept()
        """What became of the last change that takes two persons."""
        self._policies = Policies()
        self._asked: tuple[Policies, str] | None = None
        self._allowed: frozenset[str] = frozenset()

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every other writer out; commits at the outermost exit, else rolls back."""
        try:
            with self.store.hold():
                yield
        except BaseException:
            # They may have been read from events that were just rolled back.
            self._policies = Policies()
            raise

    @property
    def policies(self) -> Policies:
        """Master data and policies as they stand; read anew only when one of them changed."""
        if self.store.head().policy_pos != self._policies.pos:
            self._policies = Policies(self.store.policy_events())
        return self._policies

    def may(self, permission: str) -> bool:
        """Whether the clerk holds a permission."""
        return permission in self._permissions()

    @property
    def sight(self) -> Sight:
        """What the clerk sees."""
        return self._sight_under(self.policies)

    def _sight_under(self, policies: Policies) -> Sight:
        """The clerk's sight; made once for the clerk and the policies."""
        known = self._sight
        if known is None or known[0] is not policies or known[1] != self.clerk:
            known = self._sight = policies, self.clerk, Sight(policies, self.clerk)
        return known[2]

    def _known_sight(self) -> Sight:
        """What the clerk sees under the policies last looked at: every command looks first."""
        return self._sight_under(self._policies if self._policies.pos else self.policies)

    def require(self, permission: str) -> None:
        """Refuse the clerk a command whose permission they don't hold."""
        if permission not in self._permissions():
            rights.require(self.policies, self.clerk, permission)

    def _permissions(self) -> frozenset[str]:
        """What the clerk may do; looked up once for the clerk and the policies as they stand."""
        asked = self.policies, self.clerk
        if self._asked != asked:
            self._asked, self._allowed = asked, rights.permissions_of(*asked)
        return self._allowed

    # --- what the deciding rooms need ----------------------------------------------------------

    def stamp(self, command: str | None = None) -> Stamp:
        """Who and when, for the facts of one command."""
        return Stamp(self.clock(), self.clerk, command or self.ids())

    def done_before(self, command: str) -> list[ev.Event] | None:
        """The events a command id already made, or None."""
        span = self.store.command(command)
        if span is None:
            return None
        return [event for _pos, event in self.store.events(span[0] - 1, span[1])]

    def next_number(self, company: str, series: str, day: str) -> Number:
        """The next voucher number of a company's series and fiscal year; only inside a hold."""
        return self._number(company, series, self.policies.open_period(company, day).year)

    def _number(self, company: str, series: str, year: int) -> Number:
        rows = self.store.query(
            "SELECT last FROM series WHERE company = :c AND series = :s AND year = :y",
            {"c": company, "s": series, "y": year},
        )
        return Number(company, series, year, (rows[0][0] if rows else 0) + 1)

    def situation(self, document: Document, received: str, day: str) -> Situation:
        """What holds for a document on the day money was ``received`` and booked (``day``)."""
        return self.standing().situation(document, received, day)

    def customer_of(self, document: Document) -> Customer:
        """The customer a document belongs to; unidentified cash has one without any rights."""
        return self.standing().customer_of(document)

    def standing(self, known: Customer | None = None, by_hand: ByHand | None = None) -> Standing:
        """What holds for documents of the clerk's customers; ``known`` is one read already,
        ``by_hand`` bounds what is written off within a payment."""
        return Standing(self.policies, self.clerk, self.read, known, by_hand)

    # --- one command, once ---------------------------------------------------------------------

    def once(self, command: str | None, decide: Callable[[Stamp], Posted]) -> Posted:
        """Carry out a command that posts one voucher, as :meth:`carry_out` does."""
        return self.carry_out(command, decide, self._answer)

    def carry_out(
        self,
        command: str | None,
        decide: Callable[[Stamp], A],
        answer: Callable[[Sequence[ev.Event]], A],
    ) -> A:
        """Carry out a command in one hold, or ``answer`` from the facts it made before.

        ``decide`` gets the stamp of the facts it is to append.
        """
        if self.store.read_only:
            raise ReadOnly("Read-only: you can look, nothing can be posted")
        with self.hold():
            before = self.done_before(command) if command else None
            return decide(self.stamp(command)) if before is None else answer(before)

    def _answer(self, events: Sequence[ev.Event]) -> Posted:
        seal = events[-1]
        if not isinstance(seal, ev.VoucherPosted):
            raise used_otherwise()
        document = next(
            (fact.document for fact in events if isinstance(fact, ev.ReceiptRecorded)), ""
        )
        if seal.series == "CA":
            document = ev.document_key(seal.company, seal.text)
        kept = self.whole.document(document) if document else None
        return Posted(seal.originator_id, document, -kept.open if kept else 0, again=True)


def open_ledger(
    location: str | Path,
    clerk: str,
    *,
    create: bool = False,
    older_ok: bool = False,
    clock: Callable[[], int] = _now,
    today: Callable[[], str] = _today,
) -> Ledger:
    """Open a ledger file or ``postgresql://`` URL for a clerk; ``create`` makes a new one,
    ``older_ok`` opens one of an older format to be rebuilt.

    Raises :class:`~artui.ledger.errors.StoreUnusable` with a sentence.
    """
    store = open_store(location, create=create, older_ok=older_ok)
    ledger = Ledger(store, clerk, clock=clock, today=today)
    if not create and store.head().pos == 0:
        store.close()
        raise StoreUnusable(f"{location} holds no ledger yet; `artui init` makes one")
    return ledger

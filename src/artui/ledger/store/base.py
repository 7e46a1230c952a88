"""What both stores share: everything that is said in one SQL for both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Any, cast

import msgspec
from eventsourcing.persistence import IntegrityError

from artui.ledger.errors import Damaged, LedgerError, ReadOnly, StoreUnusable, missing
from artui.ledger.events import FORMAT, OLDEST, POLICY_EVENTS, Event, code_of, decode, encode
from artui.ledger.store.application import LedgerApplication
from artui.ledger.store.chain import NamedState, following
from artui.ledger.store.driver import Datastore, Head, Recorder
from artui.ledger.store.guards import lacking
from artui.ledger.store.interface import CommandKnown, Sighted, Store, StoredRow
from artui.ledger.store.rebuild import rebuild
from artui.ledger.store.unreadable import read_event, unreadable
from artui.ledger.views.command_rows import CommandRow, CommandRows, runs
from artui.ledger.views.projection import Projection
from artui.ledger.views.statements import insert
from artui.ledger.views.tables import COMMANDS, Table

POLICY_CODES = frozenset(code_of(kind) for kind in POLICY_EVENTS)
"""Codes of the events that policies are folded from."""

RUNS = """
SELECT lead.pos AS first, CASE WHEN lead.version = 1 THEN coalesce((
    SELECT next.pos FROM events AS next WHERE next.pos > lead.pos AND next.stream IS NOT NULL
    ORDER BY next.pos LIMIT 1), :end) - 1 ELSE lead.pos END AS last
FROM events AS lead WHERE lead.stream = :stream
"""
"""First and last position of everything a stream got at once; ``end`` is behind all events."""

_COMMAND = insert(COMMANDS)
_COMMAND_KNOWN = re.compile(r"commands\.id|commands(_new)?_pkey")
_SPOILED = "nothing was posted: an earlier step of it had failed"


class LedgerStore:
    """The store over either database; see :class:`Store`."""

    def __init__(self, location: str, env: Mapping[str, str]) -> None:
        self.location = location
        self.application = LedgerApplication(dict(env))
        self._recorder = cast(Recorder, self.application.recorder)
        self.datastore = cast(Datastore, self.application.recorder.datastore)  # type: ignore[attr-defined]
        self.read_only = self.datastore.read_only
        self._in_words = InWords(self.datastore.explain)
        self._spoiled = False
        self._sight: Callable[[], Sighted] | None = None
        self._whole: LedgerStore = self
        self._now: LedgerStore = self
        self._end: Head | None = None

    @property
    def whole(self) -> Store:
        """The store as it is, if this is one as somebody sees it."""
        return self._whole

    @property
    def now(self) -> Store:
        """The store as it is now, if this is one as it was."""
        return self._now

    @property
    def looks_back(self) -> bool:
        """Whether this is a store as it was."""
        return self._end is not None

    @property
    def partial(self) -> bool:
        """Whether some rows are out of sight."""
        return self._sight is not None and self._sight().partial

    def seen_by(self, sight: Callable[[], Sighted]) -> Store:
        """The same store as somebody sees it now, for reading only."""
        made = copy(self)
        made._sight = sight
        return made

    def as_known(self, lens: Sighted, head: Head) -> Store:
        """The same store as it was when its chain ended at ``head``, for reading only."""
        made = copy(self)
        made._sight = lambda: lens
        made._whole, made._end, made.read_only = made, head, True
        return made

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every other writer out; commits at the outermost exit, else rolls back."""
        if self.datastore.holding():
            yield
            return
        if self.read_only:
            raise ReadOnly(f"{self.location} can only be looked at; nothing can be posted")
        with self._in_words, self.datastore.hold():
            self._spoiled = False
            yield
            if self._spoiled:
                raise StoreUnusable(_SPOILED)

    def append(self, events: Sequence[Event], command: str | None = None) -> tuple[int, int]:
        """Write events, chain, head, command id and projections; only inside a hold.

        Raises :class:`CommandKnown` for a command id that was written before. After any failure
        the hold can't be committed.
        """
        if not events:
            raise ValueError("nothing to append")
        if not self.datastore.holding():
            raise RuntimeError("append needs a hold")
        if self._spoiled:
            raise StoreUnusable(_SPOILED)
        projection = Projection()
        first = self.head().pos + 1
        last = first + len(events) - 1
        for pos, event in enumerate(events, first):
            projection.fold(pos, event)
        wrote = [(command, first, len(events))] if command else runs(events, first)
        if projection.unsealed:
            raise ValueError(f"voucher {projection.unsealed[0]} has no seal")
        self._spoiled = True
        with self._in_words:
            try:
                with self.datastore.batch():
                    self._write(events, projection, wrote)
            except IntegrityError as error:
                if _COMMAND_KNOWN.search(str(error)):
                    known = f"this was posted before (command {wrote[0][0]})"
                    raise CommandKnown(known) from error
                raise
        self._spoiled = False
        return first, last

    def _write(
        self, events: Sequence[Event], projection: Projection, commands: Sequence[CommandRow]
    ) -> None:
        if commands:
            self.datastore.write([(_COMMAND, commands)])
        self._recorder.record(named_states(events))
        self.datastore.write(projection.statements())

    def copy_in(
        self,
        rows: Sequence[StoredRow],
        after: Head,
        projection: Projection,
        commands: CommandRows,
    ) -> None:
        """Write events as they are stored elsewhere, the head behind them and what was folded
        from them; only inside a hold, behind the events they follow."""
        with self._in_words:
            self._recorder.take_over(
                [(row.pos, None if row.follows else row.stream, *row[2:6]) for row in rows],
                after,
            )
            self.datastore.write(projection.statements())
            self.datastore.write(commands.statements())

    def put(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of a table beside the chain, inside a hold."""
        with self._in_words:
            self.datastore.write([(insert(table), rows)])

    def query(self, sql: str, params: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Rows of a reading statement with ``:name`` parameters, as plain tuples."""
        params = params or {}
        if self._sight is not None:
            sql, params = self._sight().narrow(sql, params, self.datastore.dialect.real)
        try:  # called several times a posting, where a context manager would be felt
            return self.datastore.read(sql, params)
        except Exception as error:
            self._in_words.say(error)
            raise

    def head(self) -> Head:
        """The end of the chain, by one small select."""
        if self._end is not None:
            return self._end
        try:
            return self.datastore.head()
        except Exception as error:
            self._in_words.say(error)
            raise

    def command(self, command: str) -> tuple[int, int] | None:
        """First and last position a known command id wrote."""
        rows = self.query("SELECT first, events FROM commands WHERE id = :id", {"id": command})
        return (rows[0][0], rows[0][0] + rows[0][1] - 1) if rows else None

    def events(
        self, after: int = 0, upto: int | None = None, *, chunk: int = 2000
    ) -> Iterator[tuple[int, Event]]:
        """Events behind ``after`` up to ``upto`` with their positions, in reads of ``chunk`` rows.

        Raises :class:`~artui.ledger.errors.Damaged` for an event that is missing or can't be read.
        """
        upto = self.head().pos if upto is None else upto
        while after < upto:
            # The limit ends the read with the last row wanted: what is behind may be unreadable.
            rows = self.query(
                "SELECT pos, stream, version, state FROM events WHERE pos > :after AND pos <= :upto"
                " ORDER BY pos LIMIT :chunk",
                {"after": after, "upto": upto, "chunk": min(chunk, upto - after)},
            )
            if not rows:
                end = min(upto, self.head().pos)
                if after < end:
                    raise missing(after + 1, end)
                return
            if rows[-1][0] <= after:  # a damaged file may lead round in circles
                raise Damaged(f"event {rows[-1][0]} stands behind event {after}")
            if rows[-1][0] - after != len(rows):
                whole = sum(row[0] == due for due, row in enumerate(rows, after + 1))
                yield from self._decoded(rows[:whole])
                raise missing(after + whole + 1, rows[whole][0] - 1)
            yield from self._decoded(rows)
            after = rows[-1][0]

    def stored(self, after: int, chunk: int) -> list[StoredRow]:
        """Up to ``chunk`` events behind ``after`` as they are stored, undecoded.

        The casts matter to a file that somebody else wrote in: SQLite keeps whatever type it is
        given, and what should be bytes could be text that can't even be read.
        """
        blob = self.datastore.dialect.types["BLOB"]
        rows = self.query(
            "SELECT e.pos, coalesce(e.stream, lead.stream, ''), e.version, e.code,"
            f" CAST(e.state AS {blob}), CAST(e.hash AS {blob}), e.stream IS NULL"
            " FROM events AS e LEFT JOIN events AS lead"
            " ON e.stream IS NULL AND lead.pos = e.pos - e.version + 1"
            " WHERE e.pos > :after ORDER BY e.pos LIMIT :chunk",
            {"after": after, "chunk": chunk},
        )
        return [StoredRow(*row) for row in rows]

    def stream(self, stream: str) -> list[Event]:
        """The events of one stream in the order of their versions."""
        rows = self.query(
            f"SELECT e.pos, e.stream, e.version, e.state FROM ({RUNS}) AS run"
            " JOIN events AS e ON e.pos BETWEEN run.first AND run.last ORDER BY e.version",
            {"stream": stream, "end": self.head().pos + 1},
        )
        return [event for _pos, event in self._decoded(rows)]

    def events_at(self, positions: Sequence[int]) -> dict[int, Event]:
        """The events at some positions, in their order; a few thousand at most.

        A position outside the history has none. Raises :class:`~artui.ledger.errors.Damaged` for
        an event that is missing or can't be read.
        """
        if not positions:
            return {}
        params = {f"p{number}": pos for number, pos in enumerate(positions)}
        names = ", ".join(f":{name}" for name in params)
        rows = self.query(
            "SELECT lead.pos, lead.stream, lead.version, lead.state, e.pos, e.version, e.state"
            " FROM events AS e JOIN events AS lead ON lead.pos = CASE WHEN e.stream IS NULL"
            f" THEN e.pos - e.version + 1 ELSE e.pos END WHERE e.pos IN ({names}) ORDER BY e.pos",
            params,
        )
        found = {}
        for first, stream, started, begun, pos, version, state in rows:
            event = read_event(first, begun, stream, started)
            found[pos] = event if pos == first else read_event(pos, state, stream, version, event)
        if len(found) < len(positions):
            self._refuse_missing(pos for pos in positions if pos not in found)
        return found

    def _refuse_missing(self, positions: Iterable[int]) -> None:
        """Raise Damaged if one of some positions that have no event lies within the history."""
        end = self.head().pos
        lost = min((pos for pos in positions if 1 <= pos <= end), default=0)
        if lost:
            ((there,),) = self.query("SELECT count(*) FROM events WHERE pos = :pos", {"pos": lost})
            raise (
                Damaged(f"event {lost} can't be read: the one it follows is missing")
                if there
                else missing(lost, lost)
            )

    def policy_events(self) -> list[tuple[int, Event]]:
        """The events that policies are folded from, with their positions."""
        rows = self.query(
            "SELECT e.pos, e.stream, e.version, e.state FROM policy_log AS p"
            " JOIN events AS e ON e.pos = p.pos ORDER BY p.pos"
        )
        return list(self._decoded(rows))

    def _decoded(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Event]]:
        """The events of rows in order: position, stream, version, state."""
        pos, first, run, lead = 0, 0, "", None
        try:
            for pos, stream, version, state in rows:
                if stream is not None:
                    first, run = pos, stream
                    lead = event = decode(state, stream, version)
                else:
                    if first != pos - version + 1:
                        first = pos - version + 1
                        lead = self.events_at([first]).get(first)
                        if lead is None:
                            raise Damaged(f"event {pos} can't be read: event {first} is missing")
                        run = lead.originator_id
                    event = decode(state, run, version, lead)
                yield pos, event
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise unreadable(pos, error) from error

    def keep(self, sql: str, params: Mapping[str, object]) -> None:
        """A small write outside the chain, in its own transaction (or in the hold around it)."""
        with self.hold(), self._in_words:
            self.datastore.execute(sql, params)

    def data_version(self) -> int:
        """A number that changes when another process wrote."""
        with self._in_words:
            return self.datastore.data_version()

    def damage(self) -> list[str]:
        """What the database itself finds damaged of its pages and indexes, in its own words."""
        with self._in_words:
            return self.datastore.damage()

    def lacking(self) -> list[str]:
        """What is missing of the triggers and indexes, in words."""
        with self._in_words:
            return lacking(self.datastore.dialect, self.datastore.names())

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Fold all projections anew while others work; the number of events folded."""
        with self._in_words:
            return rebuild(self, progress)

    def close(self) -> None:
        """Let go of the database."""
        self.application.close()


class InWords:
    """Lets no error of the database out but as a sentence; entered a dozen times a posting."""

    def __init__(self, explain: Callable[[BaseException], LedgerError | None]) -> None:
        self._explain = explain

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise the sentence for ``error``, if it is one of the database's."""
        if error is not None:
            self.say(error)

    def say(self, error: BaseException) -> None:
        """Raise the sentence for ``error``, if it is one of the database's."""
        if isinstance(error, LedgerError):
            return
        sentence = self._explain(error)
        if sentence is not None:
            raise sentence from error


def named_states(events: Sequence[Event]) -> list[NamedState]:
    """Events as they are stored: an event behind the first of its stream doesn't repeat it."""
    names = [(event.originator_id, event.originator_version) for event in events]
    states: list[NamedState] = []
    lead: Event | None = None
    for name, event, follows in zip(names, events, following(names), strict=True):
        state = encode(event, lead if follows else None)
        states.append((*name, code_of(event), state, follows))
        if not follows:
            lead = event
    return states


def check_format(found: int, location: str, *, older_ok: bool = False) -> None:
    """Refuse a ledger that a program of another format wrote; ``older_ok`` lets one pass whose
    events are read as they are."""
    if found == FORMAT or (older_ok and OLDEST <= found < FORMAT):
        return
    age = "a newer" if found > FORMAT else "an older"
    way = "; `artui rebuild` brings it up to date" if OLDEST <= found < FORMAT else ""
    raise StoreUnusable(
        f"{location} was written by {age} version of the program"
        f" (format {found}, this version knows {FORMAT}){way}"
    )

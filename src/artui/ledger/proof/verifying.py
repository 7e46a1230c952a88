"""Is the ledger whole and true? The chain, the books and the projections, checked event by event.

Clerks go on posting meanwhile: every read is short, and what they add is checked as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import zip_longest
from typing import Any

import msgspec

from artui.ledger import events as ev
from artui.ledger.errors import Damaged, StoreUnusable
from artui.ledger.policies import Policies
from artui.ledger.proof import seals
from artui.ledger.proof.seals import Seal
from artui.ledger.proof.verdict import Verdict as Verdict
from artui.ledger.setup.closing import broken_sums
from artui.ledger.store.base import POLICY_CODES, check_format
from artui.ledger.store.chain import GENESIS, link
from artui.ledger.store.interface import Store, StoredRow
from artui.ledger.store.shadow import Shadow
from artui.ledger.store.unreadable import unreadable
from artui.ledger.views.tables import FOLLOWING, Table

CHUNK = 2000
"""Rows of one short read."""

PART = 500
"""Events read by their positions at once."""

Progress = Callable[[int, int], None]
Row = tuple[Any, ...]


def verify(store: Store, progress: Progress | None = None, *, kept: Sequence[Seal] = ()) -> Verdict:
    """Check everything that must always be true of a ledger (rule 20).

    The chain and its head, gapless positions, versions and voucher numbers, balanced journals,
    no document over-applied, control accounts, what closed periods sealed, and projections equal
    to a fresh fold; and against seals that were ``kept`` elsewhere. ``progress`` is told events
    done and events known; an exception it raises ends the check.
    """
    audit = _Audit(store, progress)
    try:
        return audit.run(kept)
    finally:
        audit.shadow.close()


class _Audit:
    """One run: where the walk through the chain stands, and the shadow it folds into."""

    def __init__(self, store: Store, progress: Progress | None) -> None:
        self.store = store
        self.progress = progress
        self.verdict = Verdict()
        self.shadow = Shadow()
        self.folding = True
        self.chunk = CHUNK
        self.pos, self.hash, self.policy_pos = 0, GENESIS, 0
        self.versions: dict[str, int] = {}
        self.lead: ev.Event | None = None
        self.numbers: dict[tuple[str, str, int], int] = {}
        self.closings: list[tuple[int, ev.BalancesSealed]] = []

    def run(self, kept: Sequence[Seal]) -> Verdict:
        self.refuse_other_format()
        with self.damage(lambda: f"event {self.pos + 1}", self.after):
            self.walk()
            self.check_head()
        with self.damage(lambda: "the file"):
            for line in self.store.damage():
                self.verdict.say(f"the file is damaged: {line}")
            for name in self.store.lacking():
                self.verdict.say(f"{name} is missing; a rebuild puts it back")
        for seal in kept:
            with self.damage(lambda: "what was sealed"):
                self.check_kept(seal)
        if self.folding:
            for table in FOLLOWING:
                with self.damage(lambda name=table.name: f"table {name}"):  # type: ignore[misc]
                    self.compare(table)
        if self.folding:
            for stream in self.shadow.unsealed:
                self.verdict.say(f"voucher {stream} has no seal")
            self.check_balances()
            self.check_control()
            with self.damage(lambda: "what closed periods sealed"):
                self.check_closings()
        else:
            self.verdict.say(
                "balances and projections could not be compared: not every event can be folded"
            )
        return self.verdict

    def refuse_other_format(self) -> None:
        """What a program of another format wrote isn't judged: raises StoreUnusable, as every
        command does."""
        with suppress(Damaged):  # it is found on the way
            rows = self.store.query("SELECT format FROM head")
            if rows and isinstance(rows[0][0], int):
                check_format(rows[0][0], "the ledger")

    def after(self) -> int:
        """The position behind the last one that was seen; what is there can't be folded."""
        self.folding = False
        return self.pos + 1

    @contextmanager
    def damage(
        self, what: Callable[[], str], place: Callable[[], int] | None = None
    ) -> Iterator[None]:
        """What the database can't read is a finding, not the end."""
        try:
            yield
        except (Damaged, StoreUnusable) as error:
            self.verdict.say(f"{what()} can't be read: {error}", place() if place else None)

    # --- the chain --------------------------------------------------------------------------

    def walk(self) -> None:
        """Go through all events behind the last one seen."""
        while rows := self.next_rows():
            for row in rows:
                if row.pos <= self.pos:  # a damaged file may lead round in circles
                    raise Damaged(f"event {row.pos} stands behind event {self.pos}")
                self.check_event(row)
            if self.progress is not None:
                self.progress(self.pos, max(self.pos, self.known()))
            self.fold_on(self.shadow.flush)

    def known(self) -> int:
        """The last position the head names; 0 if it can't be read, which is found later."""
        try:
            return self.store.head().pos
        except Damaged:
            return 0

    def next_rows(self) -> list[StoredRow]:
        """The next events, as many as can be read at once: those before a damaged page one by one
        in the end, so that the first that can't be read is the one behind the last one seen."""
        while True:
            try:
                return self.store.stored(self.pos, self.chunk)
            except Damaged:
                if self.chunk == 1:
                    raise
                self.chunk //= 2

    def fold_on(self, step: Callable[[], None]) -> None:
        """One step of the folding; events that contradict each other end it."""
        if not self.folding:
            return
        try:
            step()
        except Damaged as error:
            self.verdict.say(f"the events up to {self.pos} contradict each other: {error}")
            self.folding = False

    def check_event(self, row: StoredRow) -> None:
        pos, stream, version, code, state, stored, follows = row
        name = f"event {pos} ({stream}, version {version})"
        if pos != self.pos + 1:
            missing = (
                f"event {self.pos + 1} is"
                if pos == self.pos + 2
                else (f"events {self.pos + 1} to {pos - 1} are")
            )
            self.verdict.say(f"{missing} missing", self.pos + 1)
        if not row.readable:
            self.verdict.say(f"event {pos} can't be read: its row is damaged", pos)
            self.pos, self.hash, self.folding = pos, stored or GENESIS, False
            return
        if link(self.hash, stream, version, code, state) != stored:
            self.verdict.say(
                f"{name} doesn't fit the chain: it was changed, moved or put there", pos
            )
        self.pos, self.hash = pos, stored
        if code in POLICY_CODES:
            self.policy_pos = pos
        if version != self.versions.get(stream, 0) + 1:
            self.verdict.say(f"{name} doesn't follow the version before it", pos)
        self.versions[stream] = version
        self.verdict.events += 1
        try:
            event = ev.decode(state, stream, version, self.lead if follows else None)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self.verdict.say(str(unreadable(pos, error)), pos)
            self.folding = False
            return
        if not follows:
            self.lead = event
        if ev.code_of(event) != code:
            self.verdict.say(f"{name} is stored under another name than it bears", pos)
        if isinstance(event, ev.VoucherPosted):
            self.check_voucher(pos, event)
        elif isinstance(event, ev.BalancesSealed):
            self.closings.append((pos, event))
        self.fold_on(lambda: self.shadow.fold(pos, event))

    def check_voucher(self, pos: int, event: ev.VoucherPosted) -> None:
        self.verdict.vouchers += 1
        # A sealed stream is complete; only the streams that go on are remembered.
        self.versions.pop(event.originator_id, None)
        key = (event.company, event.series, event.year)
        if event.originator_id != ev.voucher_key(*key, event.number):
            self.verdict.say(f"event {pos} seals {event.originator_id} under another number", pos)
            return
        name = f"voucher {ev.voucher_name(event.originator_id)} of {event.company}"
        if event.number != self.numbers.get(key, 0) + 1:
            self.verdict.say(f"{name} doesn't follow the number before it", pos)
        self.numbers[key] = event.number
        base = sum(line.base for line in event.lines)
        if base:
            self.verdict.say(f"{name} doesn't balance: {base} minor units of the base", pos)
        if len({line.currency for line in event.lines}) == 1:
            amount = sum(line.amount for line in event.lines)
            if amount:
                self.verdict.say(f"{name} doesn't balance: {amount} minor units", pos)

    def check_head(self) -> None:
        """The head row against the end of the chain, both read in one statement."""
        while True:
            rows = self.store.query(
                "SELECT pos, hash, policy_pos, (SELECT max(pos) FROM events) FROM head"
            )
            if not rows or not isinstance(rows[0][0], int):
                self.verdict.say("the head, which names the end of the chain, can't be read")
                return
            pos, stored, policy_pos, last = rows[0]
            if (last or 0) <= self.pos:
                break
            self.walk()
        if pos != self.pos:
            self.verdict.say(
                f"the head names event {pos}, but the chain ends with event {self.pos}",
                min(pos, self.pos) + 1,
            )
        elif stored != self.hash:
            self.verdict.say("the head doesn't name the hash of the last event", pos or None)
        elif policy_pos != self.policy_pos:
            self.verdict.say(f"the head names {policy_pos} as the last policy event")

    # --- the seals --------------------------------------------------------------------------

    def check_kept(self, seal: Seal) -> None:
        """A seal kept elsewhere against the chain that was just walked."""
        found = seals.check(self.store, seal)
        for finding in found:
            if finding.foreign:
                self.verdict.doubt(f"seal of event {seal.position:,}: {finding.text}")
                continue
            self.verdict.say(f"seal of event {seal.position:,}: {finding.text}", finding.pos)
        self.verdict.seals += not found

    def policies(self) -> Policies:
        """The policies by the events walked, whatever the table in use says of them."""
        positions = [row[0] for row in self.shadow.query("SELECT pos FROM policy_log ORDER BY pos")]
        found: list[tuple[int, ev.Event]] = []
        for start in range(0, len(positions), PART):
            found += self.store.events_at(positions[start : start + PART]).items()
        return Policies(found)

    def check_closings(self) -> None:
        """What closed periods sealed against the chain and the balances as known then."""
        if not self.closings:
            return
        companies = self.policies().companies
        for pos, event in self.closings:
            name = f"the seal of period {event.period} of {event.company} (event {pos})"
            sealed = self.store.stored(event.pos - 1, 1)
            if not sealed or sealed[0].hash.hex() != event.hash:
                self.verdict.say(f"{name} names another hash than event {event.pos} has", event.pos)
                continue
            last = companies[event.company].periods[event.period].last
            wrong = broken_sums(self.store, event, last)
            for said in wrong:
                self.verdict.say(f"{name}: {said}")
            self.verdict.seals += not wrong

    # --- the projections --------------------------------------------------------------------

    def compare(self, table: Table) -> None:
        """A projection in use against the shadow, chunk by chunk, up to the first difference."""
        after: Row | None = None
        places = [table.names.index(name) for name in table.key]
        while True:
            kept = self.chunk_in_use(table, after)
            folded = self.shadow.rows(table, after, CHUNK)
            for ours, theirs in zip_longest(kept, folded):
                if ours == theirs:
                    continue
                keys = [tuple(row[place] for place in places) for row in (ours, theirs) if row]
                with suppress(TypeError):  # what damage left of ours can't be put in order
                    keys = [min(keys)]
                key = "/".join(str(part) for part in keys[-1])
                self.verdict.say(
                    f"table {table.name} differs from the events at {key}; a rebuild puts it right"
                )
                return
            if not folded:
                return
            after = tuple(folded[-1][place] for place in places)

    def chunk_in_use(self, table: Table, after: Row | None) -> list[Row]:
        """Rows in use at exactly the event the shadow stands at; it catches up where it must."""
        key = ", ".join(table.key)
        params: dict[str, object] = {"chunk": CHUNK}
        where = ""
        if after is not None:
            params |= {f"k{number}": part for number, part in enumerate(after)}
            names = ", ".join(f":k{number}" for number in range(len(after)))
            where = f" WHERE ({key}) > ({names})"
        while True:
            rows = self.store.query(
                f"SELECT (SELECT max(pos) FROM events), {', '.join(table.names)}"
                f" FROM {table.name}{where} ORDER BY {key} LIMIT :chunk",
                params,
            )
            at = rows[0][0] if rows else self.last_position()
            if at == self.pos:
                return [row[1:] for row in rows]
            before = self.pos
            self.walk()
            if self.pos == before:
                raise Damaged(f"the log ends at event {at} and at event {before}")

    def last_position(self) -> int:
        return int(self.store.query("SELECT coalesce(max(pos), 0) FROM events")[0][0])

    # --- the books --------------------------------------------------------------------------

    def check_balances(self) -> None:
        """No document's balance ever crosses zero against its own sign."""
        for document, voucher, balance in self.shadow.query(_OVER_APPLIED):
            self.verdict.say(
                f"document {document} was over-applied by voucher {voucher}:"
                f" its balance became {balance} minor units"
            )

    def check_control(self) -> None:
        """Control accounts against the sum of what is open, per company and currency."""
        for company, currency, amount, base in self.shadow.query(_CONTROL):
            self.verdict.say(
                f"the control accounts of {company} in {currency} differ from its documents"
                f" by {amount} minor units, {base} of the base"
            )


_OVER_APPLIED = """
WITH moved AS (
    SELECT document, pos + ahead AS sealed, sum(amount) AS amount FROM movements
    GROUP BY document, pos + ahead
), running AS (
    SELECT document, sealed, sum(amount) OVER (PARTITION BY document ORDER BY sealed) AS balance
    FROM moved
), sides AS (
    SELECT d.pos, d.id, coalesce(nullif(m.amount, 0), d.original) AS side
    FROM documents AS d JOIN movements AS m ON m.document = d.pos AND m.pos = d.pos
)
SELECT s.id, v.id, r.balance FROM running AS r JOIN sides AS s ON s.pos = r.document
JOIN vouchers AS v ON v.pos = r.sealed
WHERE (s.side > 0 AND r.balance < 0) OR (s.side < 0 AND r.balance > 0)
ORDER BY r.sealed
"""
"""A document's side is that of what it brought in: an invoice overpaid before it was taken on
brings a credit."""

_CONTROL = """
SELECT company, currency, sum(amount), sum(base) FROM (
    SELECT company, currency, amount, base FROM account_days
    WHERE rule IN ('Customer', 'Unidentified')
    UNION ALL
    SELECT company, currency, -open, -base_open FROM documents
) GROUP BY company, currency HAVING sum(amount) <> 0 OR sum(base) <> 0
"""
"""Not account by account: a credit memo pays a document of another division without a line."""

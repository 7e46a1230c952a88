"""The tables of a ledger as they were at a moment: on a day, as known at a position of the log.

Nothing is replayed: a document's balance of a moment is the sum of its movements up to then. As
:mod:`~artui.ledger.sight` does for what a user may see, a statement is put behind the tables as
they were, so that whatever can be read can be read of any moment, by the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from artui.ledger.events import BatchClosed, code_of
from artui.ledger.sight import Sight
from artui.ledger.views.moves import CANCELLED, day_number
from artui.ledger.views.tables import BATCHES, DOCUMENTS, REQUESTS, VIEWS, Table

Params = Mapping[str, object]

PAST = "past_"
"""What stands before the name of a table as it was."""

_AS_NOW = ("customers", "payer_aliases", "recommendations", "statements_wanted")
"""Tables that only tell how things stand: what was known of them is not kept in rows."""

_OWN = re.compile(rf"(?<!['\w])({'|'.join(DOCUMENTS.names)})(?!['\w])")
"""The columns of a document in an expression over them."""

_CLOSED = code_of(BatchClosed)
"""The code of the fact that closes a receipt batch."""

_WRITE_OFFS = "('balance_write_off', 'credit_write_off')"
"""Documents that write-offs make: closed at once, so that nothing moves them."""


class Lens:
    """What a user sees of a ledger as it was at a position, and (empty = any) on a day.

    ``early`` says that most of the log came later: it only decides which way sums are read.
    """

    def __init__(self, day: str, position: int, sight: Sight, *, early: bool = False) -> None:
        self._sight = sight
        self._early = early
        self._day = day
        self._params: dict[str, object] = {"past_pos": position}
        if day:
            self._params |= {"past_day": day_number(day), "past_date": day}
        self._texts: dict[str, str] = {}

    @property
    def partial(self) -> bool:
        """Some rows are out of sight: what isn't there yet."""
        return True

    def narrow(self, sql: str, params: Params, real: str) -> tuple[str, Params]:
        """A reading statement as one of what was seen then, and its parameters."""
        seen, params = self._sight.narrow(sql, params, PAST)
        if seen not in self._texts:
            self._texts[seen] = self._behind(seen, real)
        return self._texts[seen], {**params, **self._params}

    def _behind(self, seen: str, real: str) -> str:
        """A statement behind the tables it names, directly or through the user's sight."""
        tables = self._tables(real)
        plain = {name for name in tables if _names(name, seen) and f"{name} AS NOT" not in seen}
        needed = {name for name in tables if name in plain or _names(PAST + name, seen)}
        for name in reversed(tables):  # those that rest on others stand behind them
            if name in needed:
                needed |= {other for other in tables if _names(PAST + other, tables[name])}
        made = [f"{PAST}{n} AS NOT MATERIALIZED ({tables[n]})" for n in tables if n in needed]
        made += [f"{n} AS NOT MATERIALIZED (SELECT * FROM {PAST}{n})" for n in tables if n in plain]
        if not made:
            return seen
        text = seen.lstrip()
        rest = f", {text[5:]}" if text[:5].upper() == "WITH " else f" {text}"
        return f"WITH {', '.join(made)}{rest}"

    # --- the tables -----------------------------------------------------------------------------

    def _tables(self, real: str) -> dict[str, str]:
        """Each table as it was; those that rest on another as it was stand behind it."""
        entries = VIEWS["entries"].partition(" AS ")[2]
        for name, now in (("movements", PAST), ("documents", real), ("vouchers", real)):
            entries = entries.replace(f"{name} AS", f"{now}{name} AS")
        return {
            **{
                name: f"SELECT t.* FROM {real}{name} AS t WHERE t.pos <= :past_pos"
                for name in ("events", "policy_log", "statement_runs", "bank_lines", "short_paid")
            },
            **{name: f"SELECT t.* FROM {real}{name} AS t" for name in _AS_NOW},
            "movements": f"SELECT t.* FROM {real}movements AS t WHERE {self._within('t')}",
            "documents": self._documents(real),
            "vouchers": f"SELECT t.* FROM {real}vouchers AS t WHERE {self._posted('t', real)}",
            "entries": entries,
            "day_totals": self._day_totals(real),
            "series": "SELECT t.company, t.series, t.year, MAX(t.number) AS last"
            f" FROM {PAST}vouchers AS t GROUP BY t.company, t.series, t.year",
            "journal_batches": "SELECT t.pos, t.company, t.voucher, t.date,"
            " CASE WHEN t.posted <= :past_pos THEN t.posted END AS posted"
            f" FROM {real}journal_batches AS t WHERE {self._posted('t', real)}",
            **{
                name: f"SELECT t.* FROM {real}{name} AS t"
                f" WHERE {self._reversal_posted('t.reversed_by', real)}"
                for name in ("reversals", "reversed_facts")
            },
            "batches": self._batches(real),
            "requests": self._requests(real),
        }

    def _within(self, of: str) -> str:
        """What had moved a balance by then."""
        day = f" AND {of}.day <= :past_day" if self._day else ""
        return f"{of}.pos <= :past_pos{day}"

    def _documents(self, real: str) -> str:
        """Documents with what was open of them, and the voucher that moved them last by then."""
        of = f"FROM {real}movements AS m WHERE m.document = t.pos AND {self._within('m')}"
        moved_by = (
            "SELECT v.series || '/' || CAST(v.year AS TEXT) || '/' || CAST(v.number AS TEXT)"
            f" FROM {real}movements AS m JOIN {real}vouchers AS v ON v.pos = m.pos + m.ahead"
            f" WHERE m.document = t.pos AND {self._within('m')} ORDER BY m.pos DESC LIMIT 1"
        )
        cancelled = f"EXISTS (SELECT 1 {of} AND m.kind = {CANCELLED})"
        then = {
            "open": self._sum(f"SELECT SUM(m.amount) {of}", "open"),
            "base_open": self._sum(f"SELECT SUM(m.base) {of}", "base_open"),
            "cancelled": f"CASE WHEN t.cancelled = 0 THEN 0 WHEN {cancelled} THEN 1 ELSE 0 END",
            "last_pos": f"coalesce((SELECT MAX(m.pos) {of}), t.pos)",
            "moved_by": f"nullif(({moved_by}), t.made_by)",
        }
        for name, expression in DOCUMENTS.derived:
            if name in ("small", "state"):
                then[name] = _OWN.sub(lambda own: then.get(own[1], f"t.{own[1]}"), expression)
        then["last_voucher"] = f"t.company || '/' || coalesce({then['moved_by']}, t.made_by)"
        names = (*DOCUMENTS.names, *(name for name, _ in DOCUMENTS.derived))
        columns = ", ".join(f"{then.get(name, f't.{name}')} AS {name}" for name in names)
        return f"SELECT {columns} FROM {real}documents AS t WHERE {self._raised('t', of)}"

    def _sum(self, of: str, column: str) -> str:
        """A sum of movements; what nothing moved later stands in the document."""
        summed = f"coalesce(({of}), 0)"
        if self._day:
            return summed
        return f"CASE WHEN t.last_pos <= :past_pos THEN t.{column} ELSE {summed} END"

    def _raised(self, of: str, moved: str) -> str:
        """Documents that were there: what something had moved, or a write-off had made."""
        there = f"{of}.pos <= :past_pos"
        if not self._day:
            return there
        made = f"{of}.kind IN {_WRITE_OFFS} AND {of}.date <= :past_date"
        return f"{there} AND (EXISTS (SELECT 1 {moved}) OR {made})"

    def _posted(self, of: str, real: str) -> str:
        """Vouchers that were posted, by where their seals stand."""
        there = f"{of}.pos <= :past_pos"
        if not self._day:
            return there
        late = f"SELECT m.pos + m.ahead FROM {real}movements AS m WHERE m.day > :past_day"
        return f"{there} AND {of}.pos NOT IN ({late})"

    def _batches(self, real: str) -> str:
        """Receipt batches of days up to then, and those whose receipts were booked: the version
        they had, and whether that was a closing. What else changes of them stands in their facts,
        which have no posting date."""
        facts = f"{_facts_of('batch', 't.batch', real)} AND e.pos <= :past_pos"
        day = " AND t.day <= :past_date" if self._day else ""
        opened = f"EXISTS (SELECT 1 {facts})"
        last = f"(SELECT e.code {facts} ORDER BY e.version DESC LIMIT 1)"
        named = (
            f"EXISTS (SELECT 1 FROM {real}batch_receipts AS b JOIN {PAST}documents AS d"
            " ON d.pos = b.document WHERE b.batch = t.batch AND d.company = t.company)"
        )
        then = {
            "count": f"CASE WHEN {opened} THEN t.count END",
            "total": f"CASE WHEN {opened} THEN t.total END",
            "version": f"coalesce((SELECT MAX(e.version) {facts}), 0)",
            "closed": f"CASE WHEN {last} = '{_CLOSED}' THEN 1 ELSE 0 END",
        }
        where = f"WHERE {opened}{day} OR {named}"
        return f"SELECT {_columns(BATCHES, then)} FROM {real}batches AS t {where}"

    def _requests(self, real: str) -> str:
        """Requests that had been made; what was decided later waits. They have no posting date."""
        facts = _facts_of("request", "CAST(t.number AS TEXT)", real)
        # A decision stands right before the voucher it posted: without that it wasn't known.
        later = "(e.pos > :past_pos OR e.pos = :past_pos AND t.voucher <> '')"
        waits = f"EXISTS (SELECT 1 {facts} AND e.version > 1 AND {later})"
        waiting = {"state": "'pending'", "decided_at": "0"}
        waiting |= dict.fromkeys(("decided_by", "voucher", "answer"), "''")
        then = {
            name: f"CASE WHEN {waits} THEN {value} ELSE t.{name} END"
            for name, value in waiting.items()
        }
        where = f"WHERE EXISTS (SELECT 1 {facts} AND e.version = 1 AND e.pos <= :past_pos)"
        return f"SELECT {_columns(REQUESTS, then)} FROM {real}requests AS t {where}"

    def _reversal_posted(self, key: str, real: str) -> str:
        """Whether the voucher of a key was posted: its seal is the first behind its facts."""
        return (
            f"EXISTS (SELECT 1 FROM {real}vouchers AS p WHERE p.pos = (SELECT MIN(n.pos)"
            f" FROM {real}vouchers AS n WHERE n.pos >= (SELECT e.pos FROM {real}events AS e"
            f" WHERE e.stream = {key} AND e.version = 1)) AND {self._posted('p', real)})"
        )

    def _day_totals(self, real: str) -> str:
        """The open balances per due day: those kept, less what moved documents later; early on
        the sum of what had moved them by then."""
        if self._early:
            return (
                "SELECT d.company, d.currency, d.due, SUM(m.amount) AS amount,"
                " SUM(m.base) AS base, SUM(CASE WHEN m.amount <> 0 THEN 1 ELSE 0 END) AS documents"
                " FROM (SELECT t.document, SUM(t.amount) AS amount, SUM(t.base) AS base"
                f" FROM {real}movements AS t WHERE {self._within('t')} GROUP BY t.document) AS m"
                f" JOIN {real}documents AS d ON d.pos = m.document"
                " GROUP BY d.company, d.currency, d.due"
            )
        later = "t.pos > :past_pos" + (" OR t.day > :past_day" if self._day else "")
        return (
            "SELECT o.company, o.currency, o.due, SUM(o.amount) AS amount, SUM(o.base) AS base,"
            " SUM(o.documents) AS documents FROM ("
            "SELECT company, currency, due, amount, base, documents"
            f" FROM {real}day_totals UNION ALL "
            "SELECT d.company, d.currency, d.due, -m.amount, -m.base,"
            " CASE WHEN d.open <> m.amount THEN 1 ELSE 0 END"
            " - CASE WHEN d.open <> 0 THEN 1 ELSE 0 END"
            " FROM (SELECT t.document, SUM(t.amount) AS amount, SUM(t.base) AS base"
            f" FROM {real}movements AS t WHERE {later} GROUP BY t.document) AS m"
            f" JOIN {real}documents AS d ON d.pos = m.document) AS o"
            " GROUP BY o.company, o.currency, o.due"
        )


def _facts_of(kind: str, key: str, real: str) -> str:
    """The facts of one thing of a company, ``KIND/COMPANY/KEY``, as what a query reads from."""
    return f"FROM {real}events AS e WHERE e.stream = '{kind}/' || t.company || '/' || {key}"


def _columns(table: Table, then: Mapping[str, str]) -> str:
    """The columns of a table, some of them as they were."""
    return ", ".join(f"{then.get(name, f't.{name}')} AS {name}" for name in table.names)


def _names(name: str, text: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None

"""The tables of a ledger, written once, and the few places where the two databases differ.

Amounts are integer minor units (``base`` columns in the company's base currency), dates are ISO
text, flags are 0 or 1. Days that only the ledger itself reads are numbers, 20200229. Every
projection table can also be made under a suffix: a rebuild fills those beside the tables in use
and swaps them by renaming.

What follows from other columns is not stored: it is a derived column or a view.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from artui.ledger.dates import NOT_DUE
from artui.ledger.views.moves import (
    BY_HAND,
    RECEIPT_LEVEL,
    WRITTEN_OFF,
    day_in_words,
    kind_in_words,
)


class Index(NamedTuple):
    """A secondary index: its columns, whether it is unique, which rows it holds (empty = all),
    and what its name ends with, if not the columns."""

    columns: tuple[str, ...]
    unique: bool = False
    where: str = ""
    name: str = ""


class Table(NamedTuple):
    """A table: ``name TYPE`` column by column (not null unless it says so), key and indexes.

    ``derived`` are columns that only follow from the others: name and expression.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    indexes: tuple[Index, ...] = ()
    clustered: bool = True
    derived: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the stored columns in order."""
        return tuple(column.partition(" ")[0] for column in self.columns)


class Dialect(NamedTuple):
    """What a database calls things: types, the option that stores rows in key order, how derived
    columns are kept, the place of a text in another, triggers."""

    name: str
    types: dict[str, str]
    clustered: str
    derived: str
    place: str
    guard: tuple[str, ...]
    real: str
    """What stands before the name of a table where something else is called so."""
    drop_trigger: str


def _columns(text: str) -> tuple[str, ...]:
    return tuple(column.strip() for column in text.split(","))


# --- the chain ------------------------------------------------------------------------------

EVENTS = Table(
    "events",
    _columns("pos INTEGER, stream TEXT NULL, version INTEGER, code TEXT, state BLOB, hash BLOB"),
    ("pos",),
    (Index(("stream", "version"), unique=True, where="stream IS NOT NULL"),),
    clustered=False,
)
"""One row a fact. Facts that follow the first of their stream in one append, as those of a voucher
do, leave the stream to it: it stands ``version - 1`` positions before them."""
HEAD = Table(
    "head",
    _columns("one INTEGER, format INTEGER, pos INTEGER, hash BLOB, policy_pos INTEGER"),
    ("one",),
    clustered=False,
)
COMMANDS = Table("commands", _columns("id TEXT, first INTEGER, events INTEGER"), ("id",))
DRAFTS = Table(
    "drafts",
    _columns("clerk TEXT, id TEXT, updated_at INTEGER, company TEXT, label TEXT, state BLOB"),
    ("clerk", "id"),
)
LASTING = (EVENTS, HEAD, COMMANDS, DRAFTS)
"""What stands beside the projections."""

# --- projections ----------------------------------------------------------------------------

SMALL = 100_00
"""Balances up to so many minor units, of their own or base currency, have an index of their own:
what write-offs are chosen from."""

CLOSABLE = "open <> 0 AND hold = 0 AND dispute = 0 AND customer <> ''"
"""What may be closed by hand."""

DOCUMENTS = Table(
    "documents",
    _columns(
        "pos INTEGER, id TEXT, kind TEXT, customer TEXT, name TEXT, branch TEXT, division TEXT,"
        " control TEXT, currency TEXT, date TEXT, falls TEXT NULL, original INTEGER, open INTEGER,"
        " base_open INTEGER, rate TEXT, terms TEXT, reference TEXT, group_invoice TEXT,"
        " max_tolerance INTEGER NULL, tax INTEGER, discounts TEXT, late_until TEXT, hold INTEGER,"
        " dispute INTEGER, cancelled INTEGER, made_by TEXT, last_pos INTEGER, moved_by TEXT NULL,"
        " last_clerk TEXT, received INTEGER"
    ),
    ("pos",),
    (
        Index(("id",), unique=True),
        Index(("company", "customer", "due"), where="open <> 0"),
        Index(("customer", "received")),
        Index(("currency",), where="kind = 'returned'"),  # few among many documents
        Index(
            (
                *("small", "id", "customer", "branch", "currency", "kind", "open", "base_open"),
                "last_pos",
            ),
            where="small IS NOT NULL",
            name="small",
        ),
    ),
    clustered=False,
    derived=(
        ("company", "substr(id, 1, instr(id, '/') - 1)"),
        ("number", "substr(id, instr(id, '/') + 1)"),
        ("due", f"coalesce(falls, '{NOT_DUE}')"),
        (
            "small",
            f"CASE WHEN {CLOSABLE} AND (abs(open) <= {SMALL} OR abs(base_open) <= {SMALL})"
            " THEN CASE WHEN open > 0 THEN 'debit' ELSE 'credit' END END",
        ),
        (
            "state",
            "CASE WHEN cancelled = 1 THEN 'cancelled' WHEN open <> 0 THEN 'open' ELSE 'closed' END",
        ),
        ("voucher", "substr(id, 1, instr(id, '/')) || made_by"),
        ("last_voucher", "substr(id, 1, instr(id, '/')) || coalesce(moved_by, made_by)"),
    ),
)
"""A document is known by the position of the fact that made it; ``id`` is its key in words.

``falls`` is the day it is due, none for cash; ``received`` the day of a receipt or returned item,
0 for every other document. ``made_by`` and ``moved_by`` are vouchers within the company; none
moved it but the one that made it if ``moved_by`` is null. ``small`` is the side of a small balance
that may be closed by hand, null for every other.
"""
BANK_REFERENCES = Table(
    "bank_references",
    _columns("reference TEXT, document INTEGER"),
    ("reference", "document"),
)
WRITE_OFFS = f"kind IN ({WRITTEN_OFF}, {BY_HAND}, {RECEIPT_LEVEL})"
"""The movements that are write-offs, or take one back: few among many, they have an index of
their own. What asks for them by it says these very words."""

MOVEMENTS = Table(
    "movements",
    _columns(
        "document INTEGER, pos INTEGER, line INTEGER, kind INTEGER, amount INTEGER, base INTEGER,"
        " day INTEGER, ahead INTEGER"
    ),
    ("document", "pos", "line"),
    (Index(("amount", "document"), where=WRITE_OFFS, name="write_offs"),),
)
"""All that moved a document's balance, document by document: a million are read in order.

``kind`` is a place in :data:`artui.ledger.views.moves.KINDS`, ``day`` the posting date; the
voucher's seal stands ``ahead`` positions behind the fact. The view ``entries`` tells it in words.
"""
DAY_TOTALS = Table(
    "day_totals",
    _columns(
        "company TEXT, currency TEXT, due TEXT, amount INTEGER, base INTEGER, documents INTEGER"
    ),
    ("company", "currency", "due"),
)
ACCOUNT_DAYS = Table(
    "account_days",
    _columns(
        "company TEXT, account TEXT, rule TEXT, division TEXT, currency TEXT, day INTEGER,"
        " amount INTEGER, base INTEGER"
    ),
    ("company", "account", "rule", "division", "currency", "day"),
)
"""The sums of all journals; the lines of one stand in the seal of its voucher."""
VOUCHERS = Table(
    "vouchers",
    _columns(
        "pos INTEGER, facts INTEGER, company TEXT, series TEXT, year INTEGER, number INTEGER,"
        " reverses TEXT"
    ),
    ("pos",),
    clustered=False,
    derived=(
        (
            "id",
            "company || '/' || series || '/' || CAST(year AS TEXT) || '/' || CAST(number AS TEXT)",
        ),
    ),
)
"""Where each voucher's seal stands, and how many positions before it its first fact; the seal
itself says the rest. Its key is unique as the stream of its facts."""
REVERSALS = Table("reversals", _columns("voucher TEXT, reversed_by TEXT"), ("voucher",))
SERIES = Table(
    "series",
    _columns("company TEXT, series TEXT, year INTEGER, last INTEGER"),
    ("company", "series", "year"),
)
CUSTOMERS = Table(
    "customers",
    _columns(
        "company TEXT, customer TEXT, name TEXT, aliases TEXT, currency TEXT, terms TEXT,"
        " grp TEXT, payer TEXT, division TEXT, branches TEXT, write_off_limit INTEGER NULL,"
        " credit_limit INTEGER NULL, hold INTEGER, tolerance_blocked INTEGER, version INTEGER,"
        " last_pos INTEGER"
    ),
    ("company", "customer"),
    (Index(("write_off_limit",), where="write_off_limit IS NOT NULL"),),
)
CUSTOMER_WORDS = Table(
    "customer_words",
    _columns("company TEXT, customer TEXT, word TEXT, rank INTEGER"),
    ("company", "customer", "word"),
    (Index(("word",)),),
)
SHORT_PAID = Table(
    "short_paid",
    _columns("pos INTEGER, document TEXT, amount INTEGER, reason TEXT, voucher TEXT"),
    ("pos",),
    clustered=False,
)
REVERSED_FACTS = Table(
    "reversed_facts",
    _columns("voucher TEXT, version INTEGER, reversed_by TEXT"),
    ("voucher", "version"),
)
REQUESTS = Table(
    "requests",
    _columns(
        "company TEXT, number INTEGER, document TEXT, amount INTEGER, reason TEXT, currency TEXT,"
        " open INTEGER, version INTEGER, bound INTEGER NULL, note TEXT, clerk TEXT,"
        " recorded_at INTEGER, state TEXT, decided_by TEXT, decided_at INTEGER, voucher TEXT,"
        " answer TEXT, kind TEXT, bank_account TEXT"
    ),
    ("company", "number"),
    (Index(("company", "document"), where="state = 'pending'"),),
)
RECOMMENDATIONS = Table(
    "recommendations",
    _columns(
        "company TEXT, number INTEGER, document TEXT, receipt TEXT, currency TEXT, open INTEGER,"
        " rule INTEGER, since TEXT, reason TEXT, note TEXT, clerk TEXT, recorded_at INTEGER,"
        " state TEXT, action TEXT, amount INTEGER, voucher TEXT, made TEXT, request TEXT,"
        " decided_by TEXT, decided_at INTEGER, answer TEXT"
    ),
    ("company", "number"),
    (Index(("company", "document")),),
)
BANK_LINES = Table(
    "bank_lines",
    _columns("pos INTEGER, document TEXT, batch TEXT"),
    ("pos",),
    (Index(("document",)), Index(("batch",))),
    clustered=False,
)
"""Where stands what a bank's file said of a receipt; receipts that no file told of have none."""
PARKED = Table("parked", _columns("document TEXT, pos INTEGER"), ("document",))
"""Lines of the inbox that are put aside, and where the fact stands that says why."""
PAYER_ALIASES = Table(
    "payer_aliases",
    _columns("company TEXT, number INTEGER, word TEXT, customer TEXT, pos INTEGER, ended INTEGER"),
    ("company", "number"),
    (Index(("company", "word"), where="ended = 0"),),
)
STATEMENT_RUNS = Table(
    "statement_runs",
    _columns("company TEXT, number INTEGER, pos INTEGER"),
    ("company", "number"),
)
"""Where each run of customer statements stands; its fact says the rest."""
STATEMENTS_WANTED = Table(
    "statements_wanted",
    _columns("company TEXT, customer TEXT, wanted INTEGER, version INTEGER"),
    ("company", "customer"),
)
BATCHES = Table(
    "batches",
    _columns(
        "company TEXT, batch TEXT, bank_account TEXT, currency TEXT, day TEXT, count INTEGER NULL,"
        " total INTEGER NULL, version INTEGER, opened_by TEXT, note TEXT, closed INTEGER,"
        " closed_count INTEGER, closed_total INTEGER, difference INTEGER, reason TEXT,"
        " closed_by TEXT, closed_at INTEGER"
    ),
    ("company", "batch"),
)
"""Every batch of receipts; one that was only named by its receipts has no control figures and
version 0."""
BATCH_RECEIPTS = Table(
    "batch_receipts", _columns("batch TEXT, document INTEGER"), ("batch", "document")
)
JOURNAL_BATCHES = Table(
    "journal_batches",
    _columns("pos INTEGER, company TEXT, voucher TEXT, date TEXT, posted INTEGER NULL"),
    ("pos",),
    (Index(("voucher",), unique=True), Index(("company", "posted"))),
    clustered=False,
)
"""The vouchers whose journal batch was left unposted, by where their seals stand, and where the
event stands that posted it. Every other voucher is posted with its seal and has no row."""
POLICY_LOG = Table("policy_log", _columns("pos INTEGER"), ("pos",), clustered=False)

PROJECTED = (
    DOCUMENTS,
    BANK_REFERENCES,
    MOVEMENTS,
    DAY_TOTALS,
    ACCOUNT_DAYS,
    VOUCHERS,
    REVERSALS,
    SERIES,
    CUSTOMERS,
    CUSTOMER_WORDS,
    SHORT_PAID,
    REVERSED_FACTS,
    REQUESTS,
    RECOMMENDATIONS,
    JOURNAL_BATCHES,
    BANK_LINES,
    PARKED,
    PAYER_ALIASES,
    STATEMENT_RUNS,
    STATEMENTS_WANTED,
    BATCHES,
    BATCH_RECEIPTS,
    POLICY_LOG,
)
"""What is folded anew from the events, and written with them."""

FOLLOWING = (*PROJECTED, COMMANDS)
"""What can be dropped and made anew from the events."""

VIEWS = {
    "entries": "CREATE VIEW entries AS SELECT m.pos, m.line, d.id AS document, d.company,"
    f" d.customer, v.id AS voucher, {kind_in_words('m.kind')} AS kind, m.amount, m.base,"
    f" {day_in_words('m.day')} AS date, d.due, d.currency"
    " FROM movements AS m JOIN documents AS d ON d.pos = m.document"
    " JOIN vouchers AS v ON v.pos = m.pos + m.ahead",
}
"""What is told in words of the tables in use, by name."""

# --- the two databases ----------------------------------------------------------------------

SQLITE = Dialect(
    "sqlite",
    {"TEXT": "TEXT", "INTEGER": "INTEGER", "BLOB": "BLOB"},
    " WITHOUT ROWID",
    "VIRTUAL",
    "instr",
    (
        *(
            f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events BEGIN"
            " SELECT RAISE(ABORT, 'events are never changed'); END"
            for verb in ("UPDATE", "DELETE")
        ),
        # INSERT OR REPLACE takes rows away without the trigger for that.
        "CREATE TRIGGER events_no_replace BEFORE INSERT ON events"
        " WHEN EXISTS (SELECT 1 FROM events WHERE pos = NEW.pos)"
        " OR EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND version = NEW.version)"
        " BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    ),
    "main.",
    "DROP TRIGGER IF EXISTS {name}",
)
POSTGRES = Dialect(
    "postgres",
    # Byte order, as SQLite sorts, whatever the server's locale: the same lists on both.
    {"TEXT": 'TEXT COLLATE "C"', "INTEGER": "BIGINT", "BLOB": "BYTEA"},
    "",
    "STORED",
    "strpos",
    (
        "CREATE FUNCTION events_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'events are never changed'; END $$",
        "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events"
        " FOR EACH ROW EXECUTE FUNCTION events_guard()",
        "CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events"
        " FOR EACH STATEMENT EXECUTE FUNCTION events_guard()",
    ),
    "",  # within what is called so itself, the name is the table's
    "DROP TRIGGER IF EXISTS {name} ON events",
)


def create(table: Table, dialect: Dialect, suffix: str = "", mark: str = "") -> Iterator[str]:
    """The statements that make a table under its name and ``suffix``; ``mark`` ends the names of
    its indexes, which keep them when the table is renamed."""
    columns = [
        f"{name} {dialect.types[kind]}{'' if null else ' NOT NULL'}"
        for name, kind, null in (_parts(column) for column in table.columns)
    ]
    columns += [
        f"{name} {dialect.types['TEXT']} GENERATED ALWAYS AS"
        f" ({expression.replace('instr', dialect.place)}) {dialect.derived}"
        for name, expression in table.derived
    ]
    clustered = dialect.clustered if table.clustered else ""
    yield (
        f"CREATE TABLE {table.name}{suffix} ({', '.join(columns)},"
        f" PRIMARY KEY ({', '.join(table.key)})){clustered}"
    )
    for index in table.indexes:
        where = f" WHERE {index.where}" if index.where else ""
        yield (
            f"CREATE {'UNIQUE ' if index.unique else ''}INDEX"
            f" {table.name}_{index.name or '_'.join(index.columns)}{mark}"
            f" ON {table.name}{suffix} ({', '.join(index.columns)}){where}"
        )


def create_ledger(dialect: Dialect) -> Iterator[str]:
    """Every statement an empty ledger is made with."""
    for table in (*LASTING, *PROJECTED):
        yield from create(table, dialect)
    yield from VIEWS.values()
    yield from dialect.guard


def _parts(column: str) -> tuple[str, str, bool]:
    name, kind, *null = column.split()
    return name, kind, bool(null)

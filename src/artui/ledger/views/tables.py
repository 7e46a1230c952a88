"""The tables of a ledger, written once, and the few places where the two databases differ.

Amounts are integer minor units (``base`` columns in the company's base currency), dates are ISO
text, flags are 0 or 1. Every projection table can also be made under a suffix: a rebuild fills
those beside the tables in use and swaps them by renaming.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Index(NamedTuple):
    """A secondary index: its columns, whether it is unique, which rows it holds (empty = all)."""

    columns: tuple[str, ...]
    unique: bool = False
    where: str = ""


class Table(NamedTuple):
    """A table: ``name TYPE`` column by column (not null unless it says so), key and indexes."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    indexes: tuple[Index, ...] = ()
    clustered: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.partition(" ")[0] for column in self.columns)


class Dialect(NamedTuple):
    """What a database calls things: types, the option that stores rows in key order, triggers."""

    name: str
    types: dict[str, str]
    clustered: str
    guard: tuple[str, ...]


def _columns(text: str) -> tuple[str, ...]:
    return tuple(column.strip() for column in text.split(","))


# --- the chain ------------------------------------------------------------------------------

EVENTS = Table(
    "events",
    _columns("pos INTEGER, stream TEXT, version INTEGER, code TEXT, state BLOB, hash BLOB"),
    ("pos",),
    (Index(("stream", "version"), unique=True),),
    clustered=False,
)
HEAD = Table(
    "head",
    _columns("one INTEGER, format INTEGER, pos INTEGER, hash BLOB, policy_pos INTEGER"),
    ("one",),
    clustered=False,
)
COMMANDS = Table("commands", _columns("id TEXT, first INTEGER, last INTEGER"), ("id",))
DRAFTS = Table(
    "drafts",
    _columns("clerk TEXT, id TEXT, updated_at INTEGER, company TEXT, label TEXT, state BLOB"),
    ("clerk", "id"),
)
LASTING = (EVENTS, HEAD, COMMANDS, DRAFTS)
"""What no rebuild touches."""

# --- projections ----------------------------------------------------------------------------

DOCUMENTS = Table(
    "documents",
    _columns(
        "id TEXT, company TEXT, number TEXT, kind TEXT, customer TEXT, name TEXT, branch TEXT,"
        " division TEXT, control TEXT, currency TEXT, date TEXT, due TEXT, original INTEGER,"
        " open INTEGER, base_open INTEGER, rate TEXT, terms TEXT, reference TEXT,"
        " group_invoice TEXT, max_tolerance INTEGER NULL, tax INTEGER,"
        " discounts TEXT, late_until TEXT, hold INTEGER, dispute INTEGER, state TEXT, voucher TEXT, last_pos INTEGER, last_voucher TEXT,"
        " last_clerk TEXT"
    ),
    ("id",),
    (
        Index(("company", "customer", "due", "number"), where="open <> 0"),
        Index(("company", "customer", "date")),
    ),
)
ENTRIES = Table(
    "entries",
    _columns(
        "pos INTEGER, line INTEGER, document TEXT, company TEXT, customer TEXT, voucher TEXT,"
        " kind TEXT, amount INTEGER, base INTEGER, date TEXT, due TEXT, currency TEXT"
    ),
    ("pos", "line"),
    (Index(("company", "customer", "date")), Index(("document",))),
)
DAY_TOTALS = Table(
    "day_totals",
    _columns(
        "company TEXT, currency TEXT, due TEXT, amount INTEGER, base INTEGER, documents INTEGER"
    ),
    ("company", "currency", "due"),
)
JOURNAL = Table(
    "journal",
    _columns(
        "voucher_pos INTEGER, line INTEGER, company TEXT, rule TEXT, account TEXT,"
        " division TEXT, currency TEXT, amount INTEGER, base INTEGER"
    ),
    ("voucher_pos", "line"),
)
VOUCHERS = Table(
    "vouchers",
    _columns(
        "pos INTEGER, id TEXT, first_pos INTEGER, company TEXT, series TEXT, year INTEGER,"
        " number INTEGER, date TEXT, period TEXT, customer TEXT, currency TEXT, amount INTEGER,"
        " clerk TEXT, recorded_at INTEGER, command TEXT, batch TEXT, text TEXT, reverses TEXT,"
        " reversed_by TEXT"
    ),
    ("pos",),
    (
        Index(("id",), unique=True),
        Index(("company", "series", "year", "number"), unique=True),
    ),
    clustered=False,
)
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
)
CUSTOMER_WORDS = Table(
    "customer_words",
    _columns("company TEXT, customer TEXT, word TEXT, rank INTEGER"),
    ("company", "customer", "word"),
    (Index(("word",)),),
)
RECEIPTS = Table(
    "receipts",
    _columns(
        "document TEXT, company TEXT, bank_account TEXT, bank_reference TEXT, known_as TEXT,"
        " method TEXT, received TEXT, currency TEXT, amount INTEGER, customer TEXT,"
        " reference TEXT, reversed INTEGER"
    ),
    ("document",),
    (
        Index(("company", "bank_account", "bank_reference"), where="bank_reference <> ''"),
        Index(("company", "customer", "amount")),
        Index(("document",), where="amount > 0"),  # returned items: few among many receipts
    ),
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
        " answer TEXT"
    ),
    ("company", "number"),
    (Index(("company", "document"), where="state = 'pending'"),),
)
POLICY_LOG = Table("policy_log", _columns("pos INTEGER"), ("pos",), clustered=False)

PROJECTED = (
    DOCUMENTS,
    ENTRIES,
    DAY_TOTALS,
    JOURNAL,
    VOUCHERS,
    SERIES,
    CUSTOMERS,
    CUSTOMER_WORDS,
    RECEIPTS,
    SHORT_PAID,
    REVERSED_FACTS,
    REQUESTS,
    POLICY_LOG,
)
"""What can be dropped and folded anew from the events."""

# --- the two databases ----------------------------------------------------------------------

SQLITE = Dialect(
    "sqlite",
    {"TEXT": "TEXT", "INTEGER": "INTEGER", "BLOB": "BLOB"},
    " WITHOUT ROWID",
    tuple(
        f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events BEGIN"
        " SELECT RAISE(ABORT, 'events are never changed'); END"
        for verb in ("UPDATE", "DELETE")
    ),
)
POSTGRES = Dialect(
    "postgres",
    # Byte order, as SQLite sorts, whatever the server's locale: the same lists on both.
    {"TEXT": 'TEXT COLLATE "C"', "INTEGER": "BIGINT", "BLOB": "BYTEA"},
    "",
    (
        "CREATE FUNCTION events_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'events are never changed'; END $$",
        "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events"
        " FOR EACH ROW EXECUTE FUNCTION events_guard()",
        "CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events"
        " FOR EACH STATEMENT EXECUTE FUNCTION events_guard()",
    ),
)


def create(table: Table, dialect: Dialect, suffix: str = "", mark: str = "") -> Iterator[str]:
    """The statements that make a table under its name and ``suffix``; ``mark`` ends the names of
    its indexes, which keep them when the table is renamed."""
    columns = [
        f"{name} {dialect.types[kind]}{'' if null else ' NOT NULL'}"
        for name, kind, null in (_parts(column) for column in table.columns)
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
            f" {table.name}_{'_'.join(index.columns)}{mark}"
            f" ON {table.name}{suffix} ({', '.join(index.columns)}){where}"
        )


def create_ledger(dialect: Dialect) -> Iterator[str]:
    """Every statement an empty ledger is made with."""
    for table in (*LASTING, *PROJECTED):
        yield from create(table, dialect)
    yield from dialect.guard


def _parts(column: str) -> tuple[str, str, bool]:
    name, kind, *null = column.split()
    return name, kind, bool(null)

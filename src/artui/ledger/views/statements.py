"""The writing statements of the projections: one text for both databases.

A text names its parameters (``:open``); rows are plain tuples in the order in which the names
first appear. SQLite takes such a tuple as it is, which costs a third of binding a mapping.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from artui.ledger.views import tables
from artui.ledger.views.tables import Table

_NAME = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")


@dataclass(frozen=True, eq=False, slots=True)
class Statement:
    """A statement with ``:names``, the names in the order of a row, and SQLite's numbered text.

    Compared by identity: it keys what a projection gathers, several times a posting.
    """

    text: str
    names: tuple[str, ...]
    numbered: str


def statement(text: str) -> Statement:
    """Prepare a text with ``:names`` for rows of values."""
    names = tuple(dict.fromkeys(_NAME.findall(text)))
    place = {name: f"?{number}" for number, name in enumerate(names, 1)}
    return Statement(text, names, _NAME.sub(lambda found: place[found[1]], text))


def insert(table: Table, suffix: str = "") -> Statement:
    """An insert of whole rows."""
    names = table.names
    return statement(
        f"INSERT INTO {table.name}{suffix} ({', '.join(names)})"
        f" VALUES ({', '.join(f':{name}' for name in names)})"
    )


class Statements(NamedTuple):
    """Everything a projection writes, in the order in which it has to be written."""

    raise_document: Statement
    bank_reference: Statement
    raise_write_off: Statement
    flag_document: Statement
    rate_document: Statement
    move_day: Statement
    move_document: Statement
    enter: Statement
    enter_known: Statement
    total_day: Statement
    total_account: Statement
    voucher: Statement
    reverse: Statement
    number: Statement
    short_paid: Statement
    reverse_fact: Statement
    request: Statement
    decide_request: Statement
    recommend: Statement
    decide_recommendation: Statement
    leave_unposted: Statement
    post_journal: Statement
    bank_line: Statement
    take_up: Statement
    park: Statement
    learn_alias: Statement
    end_alias: Statement
    statement_run: Statement
    statements_wanted: Statement
    name_batch: Statement
    open_batch: Statement
    close_batch: Statement
    batch_receipt: Statement
    forget_words: Statement
    customer: Statement
    word: Statement
    policy: Statement


_MOVE_DAY = """
INSERT INTO day_totals{suffix} AS t (company, currency, due, amount, base, documents)
SELECT company, currency, due, :open,
    CASE WHEN open + :open <> 0 THEN base_open + :base ELSE 0 END
        - CASE WHEN open <> 0 THEN base_open ELSE 0 END,
    CASE WHEN open + :open <> 0 THEN 1 ELSE 0 END - CASE WHEN open <> 0 THEN 1 ELSE 0 END
FROM documents{suffix} WHERE id = :id
ON CONFLICT (company, currency, due) DO UPDATE SET amount = t.amount + excluded.amount,
    base = t.base + excluded.base, documents = t.documents + excluded.documents
"""
_MOVE_DOCUMENT = """
UPDATE documents{suffix} SET open = open + :open, base_open = base_open + :base,
    cancelled = CASE WHEN :cancelled = 1 THEN 1 ELSE cancelled END,
    last_pos = :pos, moved_by = :voucher, last_clerk = :clerk
WHERE id = :id
"""
_RAISE_WRITE_OFF = """
INSERT INTO documents{suffix} (pos, id, kind, customer, name, branch, division, control, currency,
    date, falls, original, open, base_open, rate, terms, reference, group_invoice, max_tolerance,
    tax, discounts, late_until, hold, dispute, cancelled, made_by, last_pos, moved_by, last_clerk,
    received)
SELECT :pos, :id, :kind, customer, name, branch, division, control, currency, :date, :date,
    :original, 0, 0, :rate, '', number, '', NULL, :tax, '', '', 0, 0, 0, :voucher, :pos, NULL,
    :clerk, 0
FROM documents{suffix} WHERE id = :target
"""
_ENTER_KNOWN = """
INSERT INTO movements{suffix} (document, pos, line, kind, amount, base, day, ahead)
SELECT pos, :at, :line, :kind, :amount, :base, :day, :ahead
FROM documents{suffix} WHERE id = :document
"""
_TOTAL_DAY = """
INSERT INTO day_totals{suffix} AS t (company, currency, due, amount, base, documents)
VALUES (:company, :currency, :due, :amount, :base, :documents)
ON CONFLICT (company, currency, due) DO UPDATE SET amount = t.amount + excluded.amount,
    base = t.base + excluded.base, documents = t.documents + excluded.documents
"""
_TOTAL_ACCOUNT = """
INSERT INTO account_days{suffix} AS t
    (company, account, rule, division, currency, day, amount, base)
VALUES (:company, :account, :rule, :division, :currency, :day, :amount, :base)
ON CONFLICT (company, account, rule, division, currency, day) DO UPDATE
SET amount = t.amount + excluded.amount, base = t.base + excluded.base
"""
_NUMBER = """
INSERT INTO series{suffix} (company, series, year, last)
VALUES (:company, :series, :year, :last)
ON CONFLICT (company, series, year) DO UPDATE SET last = excluded.last
"""


_CLOSE_BATCH = """
UPDATE batches{suffix} SET closed = 1, closed_count = :count, closed_total = :total,
    difference = :difference, reason = :reason, closed_by = :clerk, closed_at = :at,
    version = :version
WHERE company = :company AND batch = :batch AND version < :version
"""
"""Openings of a chunk are written before its closings: a later one must not be closed again."""


def _put(table: Table, suffix: str) -> str:
    """An insert of whole rows that renews what is there under their key."""
    renewed = ", ".join(
        f"{name} = excluded.{name}" for name in table.names if name not in table.key
    )
    return (
        f"{insert(table, suffix).text} ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {renewed}"
    )


_STATEMENTS_WANTED = """
INSERT INTO statements_wanted{suffix} (company, customer, wanted, version)
VALUES (:company, :customer, :wanted, :version)
ON CONFLICT (company, customer) DO UPDATE
SET wanted = excluded.wanted, version = excluded.version
"""


@cache
def statements_for(suffix: str = "") -> Statements:
    """The statements for the tables in use, or for those under a suffix."""

    def made(text: str) -> Statement:
        return statement(" ".join(text.format(suffix=suffix).split()))

    return Statements(
        raise_document=insert(tables.DOCUMENTS, suffix),
        bank_reference=insert(tables.BANK_REFERENCES, suffix),
        raise_write_off=made(_RAISE_WRITE_OFF),
        flag_document=made(
            "UPDATE documents{suffix} SET hold = :hold, dispute = :dispute, last_pos = :pos,"
            " last_clerk = :clerk WHERE id = :id"
        ),
        rate_document=made("UPDATE documents{suffix} SET rate = :rate WHERE id = :id"),
        move_day=made(_MOVE_DAY),
        move_document=made(_MOVE_DOCUMENT),
        enter=insert(tables.MOVEMENTS, suffix),
        enter_known=made(_ENTER_KNOWN),
        total_day=made(_TOTAL_DAY),
        total_account=made(_TOTAL_ACCOUNT),
        voucher=insert(tables.VOUCHERS, suffix),
        reverse=insert(tables.REVERSALS, suffix),
        number=made(_NUMBER),
        short_paid=insert(tables.SHORT_PAID, suffix),
        reverse_fact=insert(tables.REVERSED_FACTS, suffix),
        request=insert(tables.REQUESTS, suffix),
        decide_request=made(
            "UPDATE requests{suffix} SET state = :state, decided_by = :clerk, decided_at = :at,"
            " voucher = :voucher, answer = :answer WHERE company = :company AND number = :number"
        ),
        recommend=insert(tables.RECOMMENDATIONS, suffix),
        decide_recommendation=made(
            "UPDATE recommendations{suffix} SET state = :state, action = :action,"
            " amount = :amount, reason = CASE WHEN :reason = '' THEN reason ELSE :reason END,"
            " voucher = :voucher, made = :made, request = :request, decided_by = :clerk,"
            " decided_at = :at, answer = :answer WHERE company = :company AND number = :number"
        ),
        bank_line=insert(tables.BANK_LINES, suffix),
        take_up=made("DELETE FROM parked{suffix} WHERE document = :document"),
        park=insert(tables.PARKED, suffix),
        learn_alias=insert(tables.PAYER_ALIASES, suffix),
        end_alias=made(
            "UPDATE payer_aliases{suffix} SET ended = 1"
            " WHERE company = :company AND number = :number"
        ),
        statement_run=insert(tables.STATEMENT_RUNS, suffix),
        statements_wanted=made(_STATEMENTS_WANTED),
        name_batch=made(
            f"{insert(tables.BATCHES, suffix).text} ON CONFLICT (company, batch) DO NOTHING"
        ),
        open_batch=made(_put(tables.BATCHES, suffix)),
        close_batch=made(_CLOSE_BATCH),
        batch_receipt=insert(tables.BATCH_RECEIPTS, suffix),
        leave_unposted=insert(tables.JOURNAL_BATCHES, suffix),
        post_journal=made(
            "UPDATE journal_batches{suffix} SET posted = :posted WHERE voucher = :voucher"
        ),
        forget_words=made(
            "DELETE FROM customer_words{suffix} WHERE company = :company AND customer = :customer"
        ),
        customer=made(_put(tables.CUSTOMERS, suffix)),
        word=insert(tables.CUSTOMER_WORDS, suffix),
        policy=insert(tables.POLICY_LOG, suffix),
    )

"""What clerks read follows from the events alone, however they were cut into appends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger.dates import NOT_DUE
from artui.ledger.store.shadow import Shadow
from artui.ledger.views.statements import statement
from artui.ledger.views.tables import PROJECTED
from tests.ledger.samples import Book, inbox, story

Row = tuple[Any, ...]


def folded(appends: list[list[ev.Event]]) -> Shadow:
    """The tables after these appends."""
    shadow = Shadow()
    pos = 0
    for events in appends:
        for event in events:
            pos += 1
            shadow.fold(pos, event)
        shadow.flush()
    return shadow


def tables(shadow: Shadow) -> dict[str, list[Row]]:
    return {table.name: shadow.rows(table, None, 10_000) for table in PROJECTED}


@pytest.fixture
def told() -> Iterator[Shadow]:
    """The tables at the end of the story."""
    with closing(folded([*story(Book()), *inbox("100/R3", "100")])) as shadow:
        yield shadow


def test_documents_stand_where_the_story_left_them(told: Shadow) -> None:
    sql = "SELECT number, kind, open, base_open, state, due FROM documents ORDER BY id"
    assert told.query(sql) == [
        ("CM1", "credit_memo", -2_500, -2_500, "open", "2020-02-14"),
        ("I1", "invoice", 0, 0, "closed", "2020-02-14"),
        ("I2", "invoice", 0, 0, "closed", "2020-03-31"),
        ("R1", "receipt", 0, 0, "closed", NOT_DUE),
        ("R2", "receipt", 0, 0, "cancelled", NOT_DUE),
        ("R3", "receipt", -3_000, -3_000, "open", NOT_DUE),
        ("R4", "receipt", 0, 0, "closed", NOT_DUE),
    ]


def test_a_document_knows_who_touched_it_last(told: Shadow) -> None:
    sql = "SELECT voucher, last_voucher, last_pos, last_clerk FROM documents WHERE number = ?"
    assert told.query(sql, ("I1",)) == [("100/IN/2020/1", "100/RC/2020/1", 12, "ann")]
    assert told.query(sql, ("CM1",)) == [("100/IN/2020/3", "100/IN/2020/3", 8, "ann")]


def test_a_flag_is_a_new_version_of_a_document() -> None:
    book = Book()
    appends = [book.invoice("I1", 100), [book.flag("I1", hold=True)]]
    with closing(folded(appends)) as shadow:
        sql = "SELECT hold, dispute, last_pos, last_voucher FROM documents"
        assert shadow.query(sql) == [(1, 0, 3, "100/IN/2020/1")]
    together = [
        book.invoice("I2", 100),
        [*book.receipt("R1", 50, ("I2", 50)), book.flag("I2", dispute=True)],
    ]
    with closing(folded(together)) as shadow:
        assert shadow.query(f"{sql} WHERE number = 'I2'") == [(0, 1, 6, "100/RC/2020/1")]


def test_entries_carry_the_posting_date_and_the_document_s_due_date(told: Shadow) -> None:
    assert told.query(
        "SELECT document, kind, amount, base, date, due FROM entries"
        " WHERE voucher = '100/RC/2020/1' ORDER BY pos, line"
    ) == [
        ("100/R1", "raised", -9_900, -9_900, "2020-02-10", NOT_DUE),
        ("100/I1", "paid", -9_900, -9_900, "2020-02-10", "2020-02-14"),
        ("100/R1", "applied", 9_900, 9_900, "2020-02-10", NOT_DUE),
        ("100/I1", "written_off", -100, -100, "2020-02-10", "2020-02-14"),
    ]


def test_a_reversal_is_noted_on_both_vouchers_and_on_the_receipt(told: Shadow) -> None:
    assert told.query(
        "SELECT v.id, v.reverses, r.reversed_by FROM vouchers AS v LEFT JOIN reversals AS r"
        " ON r.voucher = v.id WHERE v.reverses <> '' OR r.reversed_by <> '' ORDER BY v.pos"
    ) == [
        ("100/RC/2020/2", "", "100/RV/2020/1"),
        ("100/RV/2020/1", "100/RC/2020/2", None),
    ]
    assert told.query("SELECT id FROM documents WHERE cancelled = 1") == [("100/R2",)]


def test_the_journals_are_summed_by_account_and_day(told: Shadow) -> None:
    assert told.query("SELECT sum(base) FROM account_days") == [(0,)]
    assert told.query(
        "SELECT rule, account, amount FROM account_days WHERE day = 20200210 ORDER BY account"
    ) == [
        ("Customer", "1200", -21_500),
        ("Unidentified", "1200", -3_000),
        ("AR30-185", "AR30-185", 100),
        ("Bank", "Bank", 24_400),
    ]


def test_a_series_remembers_its_last_number(told: Shadow) -> None:
    assert told.query("SELECT * FROM series ORDER BY series") == [
        ("100", "IN", 2020, 3),
        ("100", "RC", 2020, 4),
        ("100", "RV", 2020, 1),
    ]


def test_a_changed_customer_is_found_by_the_new_words_only(told: Shadow) -> None:
    assert told.query("SELECT name, aliases, version FROM customers") == [
        ("Acme Foods & Sons", "ACM|AFS", 2)
    ]
    assert told.query("SELECT word, rank FROM customer_words ORDER BY rank, word") == [
        ("c1", 0),
        ("acm", 1),
        ("afs", 1),
        ("&", 2),
        ("acme", 2),
        ("acme foods & sons", 2),
        ("foods", 2),
        ("sons", 2),
    ]


def test_a_short_payment_is_kept_with_its_reason() -> None:
    book = Book()
    events = book.invoice("I1", 100)
    stream = events[0].originator_id
    short = ev.ShortPaid(stream, 2, 1, "ann", "c", "100/I1", 30, "PRICE")
    with closing(folded([[events[0], short, events[1]]])) as shadow:
        assert shadow.query("SELECT * FROM short_paid") == [(2, "100/I1", 30, "PRICE", stream)]


def test_a_parked_line_and_a_learned_payer_stand_as_they_were_left(told: Shadow) -> None:
    assert told.query("SELECT document, batch FROM bank_lines") == [("100/R3", "MT940 1")]
    (parked,) = told.query("SELECT document, pos FROM parked")
    (learned,) = told.query("SELECT word, customer, pos FROM payer_aliases WHERE ended = 0")
    assert (parked[0], learned[:2]) == ("100/R3", ("de12", "C1"))
    assert parked[1] == learned[2] - 2


def test_a_statement_takes_rows_in_the_order_of_its_names() -> None:
    made = statement("UPDATE t SET a = a + :by, at = '10:30' WHERE id = :id AND a <> :by")
    assert made.names == ("by", "id")
    assert made.numbered == "UPDATE t SET a = a + ?1, at = '10:30' WHERE id = ?2 AND a <> ?1"


@st.composite
def stories(draw: st.DrawFn) -> list[list[ev.Event]]:
    """Vouchers in any order: invoices, memos, payments of what is open, reversals, flags."""
    book, appends, left = Book(), [], dict[str, int]()
    receipts: list[list[ev.Event]] = []
    for number in range(draw(st.integers(1, 12))):
        act = draw(st.sampled_from(["invoice", "memo", "pay", "reverse", "flag"]))
        if act == "pay" and any(left.values()):
            target = draw(st.sampled_from([key for key, rest in left.items() if rest]))
            part = draw(st.integers(1, left[target]))
            rest = draw(st.booleans()) * (left[target] - part)
            paid = book.receipt(f"R{number}", part, (target, part), written_off=rest)
            left[target] -= part + rest
            appends.append(paid)
            receipts.append(paid)
        elif act == "reverse" and receipts:
            appends.append(book.reversal(receipts.pop()))
        elif act == "flag" and left:
            target = draw(st.sampled_from(sorted(left)))
            appends.append([book.flag(target, number + 1, hold=draw(st.booleans()))])
        else:
            amount = draw(st.integers(1, 10**12))
            due = draw(st.sampled_from(["2020-02-14", "2020-03-31"]))
            sign = -1 if act == "memo" else 1
            appends.append(book.invoice(f"I{number}", sign * amount, due))
            if sign > 0:
                left[f"I{number}"] = amount
    return appends


@given(stories(), st.data())
def test_however_events_are_cut_the_rows_are_the_same(
    appends: list[list[ev.Event]], data: st.DataObject
) -> None:
    appends = [*appends, *inbox("100/R1", "100")]
    cuts = data.draw(st.lists(st.integers(0, len(appends)), max_size=3))
    edges = [0, *sorted(cuts), len(appends)]
    joined = [
        [event for events in appends[start:end] for event in events]
        for start, end in pairwise(edges)
    ]
    with closing(folded(appends)) as one, closing(folded(joined)) as other:
        assert tables(one) == tables(other)


@given(stories())
def test_balances_totals_and_entries_always_agree(appends: list[list[ev.Event]]) -> None:
    with closing(folded(appends)) as shadow:
        assert shadow.query(
            "SELECT id, open, base_open FROM documents ORDER BY id"
        ) == shadow.query(
            "SELECT document, sum(amount), sum(base) FROM entries GROUP BY document"
            " ORDER BY document"
        )
        assert shadow.query(
            "SELECT company, currency, due, amount, base, documents FROM day_totals"
            " WHERE documents <> 0 ORDER BY 1, 2, 3"
        ) == shadow.query(
            "SELECT company, currency, due, sum(open), sum(base_open), count(*) FROM documents"
            " WHERE open <> 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        assert (
            shadow.query(
                "SELECT * FROM day_totals WHERE documents = 0 AND (amount <> 0 OR base <> 0)"
            )
            == []
        )

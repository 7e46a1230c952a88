"""Exports to the general ledger: each batch once, by number the same bytes, on both databases."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from hashlib import sha256

import pytest

from artui.ledger import setup
from artui.ledger.errors import Damaged, Refused
from artui.ledger.events import JournalExported
from artui.ledger.general import exporting
from artui.ledger.general import journal_batches as batches
from artui.ledger.general.exporting import Exported, Span
from artui.ledger.reading import balances
from artui.ledger.reading.journal_batches import PostedBatch
from artui.ledger.reversal import reversing
from artui.ledger.store import Store
from artui.ledger.writeoffs.writing_off import write_off
from artui.reports.gl_export import COLUMNS, rendering
from tests.ledger.office import COMPANY, Office
from tests.ledger.test_journal_batches import leave_unposted


@pytest.fixture
def office(store: Store) -> Office:
    """Three invoices of 100.00, taken on and not exported yet."""
    office = Office(store)
    for number in ("I1", "I2", "I3"):
        office.raises(number, 100_00)
    return office


def exported(office: Office, number: int = 0, command: str | None = None) -> tuple[Exported, bytes]:
    """The next export or that of a number, and its file."""
    ledger, sink = office.ledger, io.BytesIO()
    render = rendering(ledger, COMPANY)
    if number:
        done = exporting.export_again(ledger, COMPANY, number, render, sink)
    else:
        done = exporting.export(ledger, COMPANY, render, sink, command=command)
    return done, sink.getvalue()


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def vouchers(body: bytes) -> list[str]:
    return list(dict.fromkeys(row["voucher"].partition("/")[2] for row in rows(body)))


def refused(office: Office) -> tuple[str, int]:
    with pytest.raises(Refused) as refusal:
        exported(office)
    (problem,) = refusal.value.problems
    return problem.field, problem.number


def test_everything_posted_is_exported_once(office: Office) -> None:
    office.pays(100_00, ("I1", 100_00))
    first, body = exported(office)
    assert vouchers(body)[-1] == "RC/2020/1"
    assert (first.record.number, first.copy) == (1, False)
    assert refused(office) == ("company", 2603)
    office.pays(50_00, ("I2", 50_00))
    second, more = exported(office)
    assert vouchers(more) == ["RC/2020/2"]
    assert (second.record.number, second.record.after) == (2, first.record.upto)
    office.assert_sound()


def test_the_record_counts_sums_and_hashes_the_file(office: Office) -> None:
    office.pays(100_00, ("I1", 100_00))
    done, body = exported(office)
    record, lines = done.record, rows(body)
    assert tuple(lines[0]) == COLUMNS
    assert record.sha256 == sha256(body).hexdigest()
    assert record.lines == len(lines)
    assert record.batches == int(lines[-1]["batch"]) == len(vouchers(body))
    assert record.totals == (("USD", 400_00, 400_00),)
    assert record.base == (400_00, 400_00)


def test_the_exports_together_come_to_the_accounts(office: Office) -> None:
    leave_unposted(office)
    office.pays(90_00, ("I1", 90_00))
    write_off(office.ledger, office.key("I1"))
    bodies = [exported(office)[1]]
    office.pays(60_00, ("I2", 60_00))
    batches.post_all_batches(office.ledger)
    write_off(office.ledger, office.key("I2"), amount=5_00)
    bodies.append(exported(office)[1])
    batches.post_all_batches(office.ledger)
    bodies.append(exported(office)[1])
    sums: dict[str, int] = {}
    for row in (row for body in bodies for row in rows(body)):
        minor = round(float(row["debit"] or 0) * 100) - round(float(row["credit"] or 0) * 100)
        sums[row["account"]] = sums.get(row["account"], 0) + minor
    booked = office.ledger.store.query(
        "SELECT account, SUM(amount) FROM account_days GROUP BY account"
    )
    assert sums == {account: int(amount) for account, amount in booked}
    assert all(tie.ties for tie in balances.ties(office.ledger.store, COMPANY, "2020-12-31"))


def test_unposted_batches_stay_out_until_they_are_posted(office: Office) -> None:
    leave_unposted(office)
    first = write_off(office.ledger, office.key("I1")).voucher
    write_off(office.ledger, office.key("I2"))
    _done, body = exported(office)
    assert not any(name.startswith("WO") for name in vouchers(body))
    assert refused(office) == ("company", 2603)
    batches.post_batches(office.ledger, [first])
    assert vouchers(exported(office)[1]) == ["WO/2020/1"]
    batches.post_all_batches(office.ledger)
    assert vouchers(exported(office)[1]) == ["WO/2020/2"]


def test_a_number_is_the_same_bytes_for_ever(office: Office) -> None:
    leave_unposted(office)
    write_off(office.ledger, office.key("I1"))
    _first, body = exported(office)
    batches.post_all_batches(office.ledger)
    reversing.reverse(office.ledger, office.pays(100_00, ("I2", 100_00)).voucher)
    setup.map_rule(office.ledger, "AR30-185", "9999", name="Another")
    office.ledger.store.rebuild()
    again, same = exported(office, 1)
    assert (again.copy, same) == (True, body)
    with pytest.raises(Refused, match="has no export 2"):
        exported(office, 2)


def test_a_command_exports_once(office: Office) -> None:
    _done, body = exported(office, command="nightly")
    office.pays(100_00, ("I1", 100_00))
    again, same = exported(office, command="nightly")
    assert (again.copy, again.record.number, same) == (True, 1, body)


def test_what_would_be_exported_is_looked_at_without_recording_it(office: Office) -> None:
    head, sink = office.ledger.store.head(), io.BytesIO()
    told = exporting.preview(office.ledger, COMPANY, rendering(office.ledger, COMPANY), sink)
    assert office.ledger.store.head() == head
    assert exporting.exports(office.ledger) == []
    done, body = exported(office)
    assert (told.sha256, sink.getvalue()) == (done.record.sha256, body)


def test_somebody_who_exported_meanwhile_is_named(office: Office) -> None:
    render = rendering(office.ledger, COMPANY)

    def meanwhile(span: Span, found: Iterable[PostedBatch]) -> Iterator[bytes]:
        yield from render(span, found)
        exporting.export(office.ledger, COMPANY, render, io.BytesIO())

    with pytest.raises(Refused, match="ann exported 100 meanwhile") as refusal:
        exporting.export(office.ledger, COMPANY, meanwhile, io.BytesIO())
    assert refusal.value.problems[0].number == 2605
    (record,) = exporting.exports(office.ledger)
    assert isinstance(record, JournalExported)


def test_bytes_that_no_longer_agree_are_said(office: Office) -> None:
    exported(office)
    ledger = office.ledger
    with pytest.raises(Damaged, match="no longer comes to the bytes"):
        exporting.export_again(
            ledger, COMPANY, 1, lambda span, found: iter([bytes(len(list(found)))]), io.BytesIO()
        )


def test_texts_that_a_spreadsheet_would_run_are_defused(office: Office) -> None:
    money = office.receipt(1_00, reference="=cmd|' /C calc'!A0")
    office.pays(money)
    (row, _other) = [row for row in rows(exported(office)[1]) if "/RC/" in row["voucher"]]
    assert row["text"] == "'=cmd|' /C calc'!A0"


def test_exporting_needs_its_permission_and_all_of_the_company(office: Office) -> None:
    setup.register_branch(office.ledger, COMPANY, "EAST", "East")
    setup.define_user(
        office.ledger, "eve", roles=["supervisor"], branches=[f"{COMPANY}/EAST"], unlimited=True
    )
    for clerk, number in (("cara", 2400), ("eve", 2420)):
        ledger = office.as_clerk(clerk)
        with pytest.raises(Refused) as refusal:
            exporting.export(ledger, COMPANY, rendering(ledger, COMPANY), io.BytesIO())
        assert refusal.value.problems[0].number == number

"""BAI lockbox: cheques, their invoices, the order and the totals of records, and layouts."""

from __future__ import annotations

import pytest

from artui.importers.bank import LockboxProfile, Profiles, Remitted
from tests.importers.bank.conftest import Reader, Refusal
from tests.importers.bank.samples import LOCKBOX, check, invoice, lockbox


def test_a_cheque_names_its_payer_and_what_it_pays(read: Reader) -> None:
    first, second = read(LOCKBOX).lines
    assert (first.amount, first.payer, first.payer_account) == (
        11900,
        "MUSTER GMBH",
        "026009593 7001234501",
    )
    assert first.references == ("0000000001",)
    assert first.bank_reference == "0022222/2020-04-15/001/001"
    assert first.documents == (Remitted(number="2020-1001", amount=11900),)
    assert second.documents == (
        Remitted(number="2020-1002", amount=8550, deduction=500, reason="DAM"),
        Remitted(number="150002", amount=0),
    )
    assert second.remittance == ("2020-1002", "150002")


def test_a_batch_is_a_statement_of_its_lockbox(read: Reader) -> None:
    found = read(LOCKBOX)
    assert (found.account, found.number, found.date) == ("0022222", "001", "2020-04-15")
    assert (found.currency, found.entries, found.credits) == ("USD", 2, 19950)
    assert found.interim
    assert len(found.controls) == 5
    assert not found.broken


def test_an_invoice_may_come_without_amounts(read: Reader) -> None:
    (line,) = read(lockbox(check(1, 700), invoice(1, "CE554"), checks=1, total=700)).lines
    assert line.documents == (Remitted(number="CE554"),)


@pytest.mark.parametrize(
    ("drawn", "value"),
    [
        ("200410", "2020-04-15"),  # before the deposit
        ("200420", "2020-04-20"),  # post-dated: no cash before its day
        ("051621", "2021-05-16"),  # the American order is the only one that exists
        ("000000", "2020-04-15"),
    ],
)
def test_a_post_dated_cheque_counts_from_its_own_day(read: Reader, drawn: str, value: str) -> None:
    found = read(lockbox(check(1, 700, drawn=drawn), checks=1, total=700))
    assert found.lines[0].value == value
    assert not found.notes


def test_a_cheque_date_of_two_readings_is_left_empty_and_named(read: Reader) -> None:
    text = lockbox(check(1, 700, drawn="101112"), checks=1, total=700)
    found = read(text)
    assert found.lines[0].value == "2020-04-15"
    assert "'101112' could be two dates" in found.notes[0].located("F")
    profiles = Profiles(lockbox=LockboxProfile(check_date="MMDDYY"))
    assert not read(text, profiles).notes


def test_totals_that_do_not_hold_are_named(read: Reader) -> None:
    found = read(lockbox(check(1, 700), checks=2, total=800))
    assert [(control.what, control.said, control.found) for control in found.broken] == [
        ("number of cheques of the batch", 2, 1),
        ("sum of the batch", 800, 700),
        ("number of cheques of the service", 2, 1),
        ("sum of the service", 800, 700),
    ]


def test_another_layout_is_a_profile(read: Reader) -> None:
    wide = check(1, 700).replace("0000000700026009593", "000000000700026009593")
    profile = LockboxProfile(
        currency="CAD",
        check_amount=(7, 12),
        check_routing=(19, 9),
        check_account=(28, 10),
        check_number=(38, 10),
        check_day=(48, 6),
        check_payer=(54, 30),
    )
    found = read(lockbox(wide, checks=1, total=700), Profiles(lockbox=profile))
    assert (found.currency, found.credits, found.lines[0].payer) == ("CAD", 700, "MUSTER GMBH")


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("0000011900", "00000119,0", "F:4: cheque amount: '00000119,0' is not an amount"),
        ("0000011900", "0000-11900", "F:4: cheque amount: '0000-11900' is not an amount"),
        ("9000011", "", "the file ends here: its trailer (record 9) is missing"),
        ("9000011", "9000011\n6", "record 6: '6' stands where nothing belongs"),
        ("\n7001", "\n5001", "record 5: "),
        ("4001001", "4001002", "belongs to another cheque than the one before"),
    ],
)
def test_a_damaged_file_is_refused(refusal: Refusal, was: str, now: str, why: str) -> None:
    assert was in LOCKBOX.decode()
    assert why in refusal(LOCKBOX.decode().replace(was, now, 1))

"""What a statement's lines become: receipts, returned items, sums and their parts, or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from artui.importers.bank import Control, Remitted, Statement, Status
from artui.intake.bank import take_statement
from artui.intake.bank.files import Manner, apply_certain, take_file
from artui.ledger.errors import Refused
from artui.ledger.reading.batches import BatchList
from artui.ledger.store import Store
from tests.ledger.bank_files.statements import (
    ACCOUNT,
    LOCKBOX,
    line,
    numbered,
    statement,
    take,
)
from tests.ledger.office import COMPANY, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    """The office with its bank account numbered."""
    return numbered(Office(store))


def lockbox(*amounts: int) -> Statement:
    """A batch of cheques."""
    checks = [
        line(
            amount,
            f"{LOCKBOX}/{TODAY}/001/{item:03d}",
            account=LOCKBOX,
            kind="check",
            payer=f"Payer {item}",
        )
        for item, amount in enumerate(amounts, start=1)
    ]
    return statement(*checks, format="lockbox", account=LOCKBOX, number="001")


def open_money(office: Office) -> dict[str, int]:
    """What stands of receipts and returned items by bank reference, minor units."""
    keys = office.ledger.store.query(
        "SELECT id FROM documents WHERE received > 0 AND cancelled = 0"
    )
    found = [office.ledger.read.receipt(key) for (key,) in keys]
    return {row.bank_reference: -row.amount for row in found if row is not None}


def test_only_booked_money_in_is_a_receipt(office: Office) -> None:
    taken = take(
        office,
        line(100, "A"),
        line(200, "B", status=Status.PENDING),
        line(300, "C", status=Status.INFORMATION),
        line(-50, "D", remittance=("RENT",)),
    )
    assert open_money(office) == {"A": 100}
    assert taken.passed == {"pending": 1, "information": 1, "paid out": 1}
    assert taken.control == taken.entered == (1, 100)


def test_a_pending_entry_is_taken_when_it_is_booked(office: Office) -> None:
    take(office, line(100, "A", status=Status.PENDING), format="camt.052")
    assert take(office, line(100, "A")).added == 1


def test_money_in_an_account_report_and_on_the_statement_is_one(office: Office) -> None:
    take(office, line(100, "A"), format="camt.054")
    assert take(office, line(100, "A"), line(70, "B")).known == 1
    assert open_money(office) == {"A": 100, "B": 70}


def test_one_statement_tells_of_money_once_even_under_one_reference(office: Office) -> None:
    twice = (line(100, "A"), line(100, "A"))
    assert take(office, *twice).added == 2
    assert take(office, *twice).added == 0


def test_money_without_a_reference_is_known_by_what_is_said_of_it(office: Office) -> None:
    assert take(office, line(100, payer="X"), line(100, payer="Y")).added == 2
    assert take(office, line(100, payer="Y"), line(100, payer="Z")).added == 1


def test_the_same_reference_with_another_amount_is_named_and_not_taken(office: Office) -> None:
    take(office, line(100, "A"))
    taken = take(office, line(110, "A"))
    assert (taken.added, taken.known) == (0, 1)
    assert "of 1.00: not taken" in taken.notes[0]


def test_a_reversal_takes_its_receipt_back_and_names_the_voucher(office: Office) -> None:
    back = line(-100, "R1", reversal=True, references=("A",))
    assert take(office, line(100, "A")).added == 1
    taken = take(office, back)
    assert open_money(office) == {}
    assert (taken.added, taken.reversed) == (0, 1)
    assert "is reversed by RV" in taken.notes[0]
    assert take(office, back).reversed == 0
    assert take(office, line(100, "A")).added == 0


def test_a_reversal_on_the_same_statement_under_the_same_reference(office: Office) -> None:
    lines = (line(100, "A"), line(-100, "A", reversal=True))
    assert take(office, *lines).reversed == 1
    again = take(office, *lines)
    assert (again.added, again.known, again.reversed) == (0, 2, 0)
    assert open_money(office) == {}


@pytest.mark.parametrize("together", [True, False])
def test_money_back_that_speaks_of_an_end_to_end_id(office: Office, together: bool) -> None:
    paid = line(100, "A1", end_to_end="EA1", payer="Muster")
    back = line(-100, "A2", reversal=True, payer="Muster", remittance=("RETURN AC04 of EA1",))
    for _ in range(2):
        for lines in [(paid, back)] if together else [(paid,), (back,)]:
            take(office, *lines)
        assert open_money(office) == {}
    office.assert_sound()


def test_money_back_that_could_be_one_of_two_is_a_returned_item(office: Office) -> None:
    take(office, line(100, "A", payer="Muster"), line(100, "B", payer="Muster"))
    taken = take(office, line(-100, "C", payer="Muster", remittance=("RETURNED",)))
    assert taken.reversed == 0
    assert open_money(office) == {"A": 100, "B": 100, "C": -100}


def test_money_back_of_an_unknown_receipt_is_a_returned_item(office: Office) -> None:
    taken = take(office, line(-100, "A", payer="Acme Foods", remittance=("RETURNED ACH R01",)))
    assert taken.added == 1
    (item,) = [d for d in office.ledger.read.open_items(COMPANY, ["C1"]) if d.kind == "returned"]
    assert item.open == 100


def test_details_are_the_receipts_of_their_entry(office: Office) -> None:
    details = (line(60, "", batch="B"), line(40, "", batch="B", position=2))
    entry = line(100, "B", details=details)
    assert take(office, entry).added == 2
    assert open_money(office) == {"B#0001": 60, "B#0002": 40}
    assert take(office, line(100, "B")).added == 0
    assert take(office, entry).added == 0


def test_details_take_the_place_of_a_sum_nobody_used(office: Office) -> None:
    details = (line(60, "", batch="B"), line(40, "", batch="B", position=2))
    take(office, line(100, "B"))
    taken = take(office, line(100, "B", details=details), format="camt.054")
    assert (taken.added, taken.reversed) == (2, 1)
    assert open_money(office) == {"B#0001": 60, "B#0002": 40}
    assert take(office, line(100, "B")).added == 0


def test_a_sum_that_was_used_stays(office: Office) -> None:
    details = (line(60, "", batch="B"), line(40, "", batch="B", position=2))
    take(office, line(100, "B", payer="Acme Foods"))
    taken = take(office, line(100, "B", details=details))
    assert (taken.added, taken.known) == (0, 2)
    assert open_money(office) == {"B": 100}


@pytest.mark.parametrize("first", ["cheques", "deposit"])
def test_a_deposit_and_its_cheques_are_one_money(office: Office, first: str) -> None:
    deposit = statement(line(100, "D", remittance=(f"LOCKBOX {LOCKBOX} DEPOSIT",)))
    order = [lockbox(60, 40), deposit]
    for one in order if first == "cheques" else reversed(order):
        take_statement(office.ledger, one)
    assert sorted(open_money(office).values()) == [40, 60]
    for one in order:
        assert take_statement(office.ledger, one).added == 0
    batches = BatchList(office.ledger.store)
    for batch in batches.window(0, batches.count()):
        assert (batch.in_control, bool(batch.closed)) == (True, True), batch


def test_a_cheque_dated_later_is_no_cash_yet(office: Office) -> None:
    later = line(100, "A", kind="check", value="2020-05-01")
    taken = take(office, later, line(50, "B"))
    assert (taken.added, taken.passed) == (1, {"post-dated": 1})
    office.cash.today = lambda: "2020-05-01"
    assert take(office, later).added == 1


@pytest.mark.parametrize(
    ("more", "customer"),
    [
        ({"payer": "ACME  foods"}, "C1"),
        ({"payer": "Acme Food"}, ""),
        ({"documents": (Remitted(number="50001"),)}, "C2"),
        ({"remittance": ("INV 50001 thanks",)}, "C2"),
        ({"remittance": ("INV 50010 thanks",)}, ""),
        ({"remittance": ("50001",), "payer": "Acme Foods"}, ""),
        ({}, ""),
    ],
)
def test_the_payer_is_found_by_sure_signs_only(
    office: Office, more: dict[str, Any], customer: str
) -> None:
    office.raises("50001", 100, customer="C2")
    take(office, line(70, "A", **more))
    (row,) = office.ledger.read.money_by_reference(COMPANY, ACCOUNT, "A")
    assert row.customer == customer


def test_failing_controls_and_other_accounts_refuse_the_whole(office: Office) -> None:
    wrong = (Control(7, "closing balance", 5, 6),)
    for more, said in (
        ({"controls": wrong}, "closing balance: the file says 0.05"),
        ({"account": ""}, "names no account"),
        ({"account": "99"}, "99 is no bank account here"),
        ({"currency": ""}, "names no currency"),
        ({"currency": "EUR"}, f"{ACCOUNT} is in USD, the statement in EUR"),
    ):
        with pytest.raises(Refused, match=said):
            take(office, line(100, "A"), **more)
    with pytest.raises(Refused, match="line 9: EUR on an account in USD"):
        take(office, line(100, "A"), line(5, "B", currency="EUR", line=9))
    assert open_money(office) == {}
    with pytest.raises(Refused, match=f"is an account of {COMPANY}, not 200"):
        take_statement(office.ledger, statement(line(100, "A")), company="200")
    accepted = statement(line(100, "A"), controls=wrong)
    assert take_statement(office.ledger, accepted, accept_controls=True).added == 1


def test_what_the_payer_says_of_each_document_is_paid(office: Office) -> None:
    office.raises("50001", 100, customer="C1")
    office.raises("50002", 80, customer="C1")
    documents = (Remitted(number="50001", amount=100), Remitted(number="50002", amount=30))
    taken = take(office, line(130, "A", documents=documents))
    (done,) = apply_certain(office.ledger, taken)
    assert done.how == "stated"
    assert office.open_of("50002") == 50
    assert apply_certain(office.ledger, taken) == []


def test_a_second_payment_of_a_closed_document_stays_on_account(office: Office) -> None:
    office.raises("50001", 100, customer="C1")
    office.raises("50003", 100, customer="C1")
    taken = take(office, line(100, "A", remittance=("50001",)))
    assert apply_certain(office.ledger, taken)[0].how == "named"
    second = take(office, line(100, "B", remittance=("50001",)))
    (left,) = apply_certain(office.ledger, second)
    assert left.posted is None
    assert "50001 can't be paid" in left.why


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_refused_statement_keeps_nothing_and_the_others_are_taken(
    office: Office, dry_run: bool
) -> None:
    file = [
        statement(line(100, "A")),
        statement(line(200, "B"), line(5, "C", currency="EUR", line=9)),
        statement(line(300, "D"), account="99"),
        statement(line(100, "A"), line(400, "E")),
    ]
    results = take_file(office.ledger, file, Manner(dry_run=dry_run))
    added = [result.taken.added if result.taken else None for result in results]
    assert added == [1, None, None, 1]
    assert results[1].refused == ("line 9: EUR on an account in USD",)
    assert open_money(office) == ({} if dry_run else {"A": 100, "E": 400})
    office.assert_sound()

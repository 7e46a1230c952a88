"""Payments that came back: with a reason, with a fee, or as a returned item matched later."""

from __future__ import annotations

import pytest

from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.receiving.moving import transfer
from artui.ledger.receiving.returning import match_returned, return_payment
from artui.ledger.reversal.reversing import reverse, reverse_batch
from artui.ledger.setup import CustomerData
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def paid(office: Office) -> None:
    """A receipt of 500.00 that paid two invoices, one of them in another voucher."""
    office.raises("1", 300_00)
    office.raises("2", 400_00)
    office.pays(office.receipt(500_00, number="R1"), ("1", None))
    office.applies("R1", ("2", 150_00))


def test_a_returned_payment_owes_again_what_it_had_paid(office: Office) -> None:
    paid(office)
    returned = return_payment(office.ledger, office.key("R1"), "NSF")
    assert (returned.name, returned.fee) == ("RV 2020-000001", "")
    assert [office.open_of(n) for n in ("1", "2", "R1")] == [300_00, 400_00, 0]
    head = office.ledger.read.voucher(returned.vouchers[0])
    assert head is not None
    assert head.text == "R1 NSF"
    office.assert_sound()


def test_a_fee_is_charged_by_a_debit_memo_on_the_rule_of_its_reason(office: Office) -> None:
    setup.map_rule(office.ledger, "Fees", "4300-000", name="Returned payment fees")
    setup.define_reason(office.ledger, "NSF", "Returned payment", "bank fee", rule="Fees")
    paid(office)
    returned = return_payment(
        office.ledger, office.key("R1"), "NSF", fee=25_00, fee_reason="NSF", command="x"
    )
    memo = office.document("DM20000001")
    assert returned.fee == memo.id
    assert (memo.kind, memo.customer, memo.open, memo.reference) == (
        "debit_memo", "C1", 25_00, "R1 NSF",
    )  # fmt: skip
    seal = office.ledger.read.seal(returned.vouchers[1])
    assert seal is not None
    assert {line.rule: line.base for line in seal.lines} == {"Customer": 25_00, "Fees": -25_00}
    again = return_payment(
        office.ledger, office.key("R1"), "NSF", fee=25_00, fee_reason="NSF", command="x"
    )
    assert again == returned._replace(again=True)
    office.assert_sound()


def test_the_fee_is_taken_back_by_itself(office: Office) -> None:
    paid(office)
    returned = return_payment(office.ledger, office.key("R1"), "NSF", fee=25_00, command="x")
    reverse(office.ledger, returned.vouchers[1])
    assert office.document("DM20000001").state == "cancelled"
    office.assert_sound()


def test_money_that_was_moved_comes_back_too(office: Office) -> None:
    office.raises("7", 100_00, customer="C2")
    office.pays(office.receipt(100_00, number="R1"))
    transfer(office.ledger, office.key("R1"), "C2")
    office.applies("TF20000001", ("7", None))
    return_payment(office.ledger, office.key("R1"), "NSF")
    assert [office.open_of(n) for n in ("7", "R1", "TF20000001")] == [100_00, 0, 0]
    office.assert_sound()


def test_a_return_without_its_fee_is_not_saved(office: Office) -> None:
    office.pays(office.receipt(100_00, customer="", number="R1"))
    with pytest.raises(Refused, match="2630! R1 belongs to no customer"):
        return_payment(office.ledger, office.key("R1"), "NSF", fee=5_00)
    assert office.open_of("R1") == -100_00
    with pytest.raises(Refused, match="2628!"):
        return_payment(office.ledger, office.key("R1"), " ")
    with pytest.raises(Refused, match="2629!"):
        return_payment(office.ledger, office.key("R1"), "NSF", fee=-1)
    office.assert_sound()


def test_a_returned_item_nobody_knew_is_matched_later(office: Office) -> None:
    paid(office)
    office.pays(office.receipt(-500_00, number="X1"))
    assert office.open_of("X1") == 500_00, "a debit on the account until then"
    matched = match_returned(
        office.ledger, office.key("X1"), office.key("R1"), fee=25_00, command="x"
    )
    numbers = ("1", "2", "R1", "X1", "DM20000001")
    assert [office.open_of(n) for n in numbers] == [300_00, 400_00, 0, 0, 25_00]
    again = match_returned(
        office.ledger, office.key("X1"), office.key("R1"), fee=25_00, command="x"
    )
    assert again == matched._replace(again=True)
    office.assert_sound()


def test_one_whose_receipt_lies_on_account_needs_nothing_taken_back(office: Office) -> None:
    office.pays(office.receipt(500_00, number="R1"))
    office.pays(office.receipt(-500_00, number="X1"))
    matched = match_returned(office.ledger, office.key("X1"), office.key("R1"))
    assert len(matched.vouchers) == 1
    assert (office.open_of("R1"), office.open_of("X1")) == (0, 0)
    office.assert_sound()


def test_a_receipt_whose_money_is_elsewhere_does_not_match(office: Office) -> None:
    paid(office)
    office.pays(office.receipt(-600_00, number="X1"))
    with pytest.raises(Refused, match=r"2632! R1 has 500\.00 left, X1 takes back 600\.00"):
        match_returned(office.ledger, office.key("X1"), office.key("R1"))
    assert office.open_of("2") == 250_00, "nothing is saved by halves"
    with pytest.raises(Refused, match="2631! 1 is no returned item"):
        match_returned(office.ledger, office.key("1"), office.key("R1"))
    office.assert_sound()


def test_the_fee_of_a_division_stands_on_its_control(office: Office) -> None:
    setup.register_division(office.ledger, COMPANY, "W", "West", control_account="1211-W")
    west = CustomerData(COMPANY, "W1", "West End", "USD", "N30", division="W")
    setup.put_customers(office.ledger, [west])
    office.pays(office.receipt(100_00, customer="W1", number="R1"))
    return_payment(office.ledger, office.key("R1"), "NSF", fee=5_00, command="x")
    assert office.document("DM20000001").control == "1211-W"
    reverse_batch(office.ledger, "x")
    assert office.document("DM20000001").state == "cancelled"
    office.assert_sound()

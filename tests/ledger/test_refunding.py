"""Refunds: asked for by one, approved by another, then paid out of the bank."""

from __future__ import annotations

import pytest

from artui.ledger import setup
from artui.ledger.errors import Changed, Refused
from artui.ledger.people.users_roles import delegate
from artui.ledger.receiving.moving import transfer
from artui.ledger.receiving.refunding import request_refund
from artui.ledger.reversal.reversing import reverse, reverse_receipt
from artui.ledger.store import Store
from artui.ledger.writeoffs.approvals import looks
from artui.ledger.writeoffs.request_list import find
from artui.ledger.writeoffs.requests import approve, reject, withdraw
from tests.ledger.office import CASHIER, Office


@pytest.fixture
def office(store: Store) -> Office:
    """Ann asks, Boss may approve up to 200.00; a receipt R1 of 500.00 that paid 380.00."""
    office = Office(store)
    setup.define_user(office.ledger, "boss", authority={"USD": 200_00}, roles=["supervisor"])
    office.raises("1", 380_00)
    office.pays(office.receipt(500_00, number="R1"), ("1", None))
    return office


def test_a_refund_is_asked_for_then_approved_and_paid_from_the_bank(office: Office) -> None:
    key = request_refund(office.ledger, office.key("R1"), note="paid twice")
    assert office.open_of("R1") == -120_00, "nothing moves before"
    asked = find(office.ledger, key)
    assert asked is not None
    assert (asked.kind, asked.amount, asked.bank_account, asked.state) == (
        "refund", 120_00, "100-USD", "pending",
    )  # fmt: skip
    made = approve(office.as_clerk("boss"), key)
    assert (made.decision, made.voucher) == ("approved", "100/RF/2020/1")
    assert office.open_of("R1") == 0
    seal = office.ledger.read.seal(made.voucher)
    assert seal is not None
    assert {line.rule: line.base for line in seal.lines} == {"Bank": -120_00, "Customer": 120_00}
    office.assert_sound()


def test_it_waits_in_the_list_of_approvals_and_says_whose_it_is(office: Office) -> None:
    request_refund(office.ledger, office.key("R1"))
    states = {clerk: looks(office.as_clerk(clerk))[0].state for clerk in ("ann", "boss", CASHIER)}
    assert states == {"ann": "own", "boss": "yours", CASHIER: "not you"}


def test_who_entered_the_money_neither_asks_nor_approves(office: Office) -> None:
    for number in ("R1", "TF20000001"):
        with pytest.raises(Refused, match=f"2417! {CASHIER} entered the money of {number}"):
            request_refund(office.cash, office.key(number))
        if number == "R1":
            transfer(office.ledger, office.key("R1"), "C2")
    setup.define_user(office.ledger, CASHIER, unlimited=True, roles=["supervisor"])
    key = request_refund(office.ledger, office.key("TF20000001"))
    with pytest.raises(Refused, match="2417!"):
        approve(office.cash, key)
    office.assert_sound()


def test_a_balance_that_moved_voids_the_request(office: Office) -> None:
    key = request_refund(office.ledger, office.key("R1"), amount=50_00)
    office.raises("2", 10_00)
    office.applies("R1", ("2", None))
    with pytest.raises(Changed, match=r"had -?120\.00-? open"):
        approve(office.as_clerk("boss"), key)
    found = find(office.ledger, key)
    assert found is not None
    assert found.state == "void"
    assert office.open_of("R1") == -110_00


def test_the_approvers_own_authority_covers_it(office: Office) -> None:
    office.pays(office.receipt(200_01, number="R2"))
    key = request_refund(office.ledger, office.key("R2"))
    with pytest.raises(Refused, match=r"200\.01 USD is above user boss: 200\.00"):
        approve(office.as_clerk("boss"), key)
    with pytest.raises(Refused, match="is your own"):
        approve(office.ledger, key)
    setup.define_user(office.ledger, "dora", roles=["clerk"], unlimited=True)
    with pytest.raises(Refused, match=r"refunds\.approve"):
        approve(office.as_clerk("dora"), key)
    setup.define_user(office.ledger, "head", unlimited=True, roles=["supervisor"])
    delegate(office.as_clerk("head"), "dora", until="2020-04-30")
    assert approve(office.as_clerk("dora"), key).decision == "approved"
    office.assert_sound()


def test_it_is_rejected_or_withdrawn(office: Office) -> None:
    key = request_refund(office.ledger, office.key("R1"))
    with pytest.raises(Refused, match="R1"):
        request_refund(office.ledger, office.key("R1"))
    assert reject(office.as_clerk("boss"), key).decision == "rejected"
    key = request_refund(office.ledger, office.key("R1"))
    assert withdraw(office.ledger, key).decision == "withdrawn"
    assert office.open_of("R1") == -120_00


def test_money_of_nobody_goes_back_where_it_came_from(office: Office) -> None:
    office.pays(office.receipt(80_00, customer="", number="R2"))
    key = request_refund(office.ledger, office.key("R2"), amount=30_00)
    approve(office.as_clerk("boss"), key)
    assert office.open_of("R2") == -50_00
    office.assert_sound()


def test_foreign_money_leaves_at_the_rate_it_came_in_at(office: Office) -> None:
    setup.open_bank_account(office.ledger, "100", "100-EUR", "EUR")
    setup.define_user(office.ledger, "head", unlimited=True, roles=["supervisor"])
    office.pays(office.receipt(100_00, currency="EUR", rate="1.005", number="E1"))
    for amount in (33_33, None):
        approve(
            office.as_clerk("head"),
            request_refund(office.ledger, office.key("E1"), amount=amount),
        )
    assert office.document("E1").base_open == 0
    office.assert_sound()


def test_a_refund_is_reversed_like_any_voucher_and_keeps_a_receipt_from_being_returned(
    office: Office,
) -> None:
    key = request_refund(office.ledger, office.key("R1"))
    made = approve(office.as_clerk("boss"), key)
    with pytest.raises(Refused, match="2626! RF 2020-000001 refunded R1: reverse that first"):
        reverse_receipt(office.ledger, office.key("R1"))
    reverse(office.ledger, made.voucher)
    assert office.open_of("R1") == -120_00
    reverse_receipt(office.ledger, office.key("R1"))
    assert office.document("R1").state == "cancelled"
    office.assert_sound()


def test_what_refuses_and_what_is_done_once(office: Office) -> None:
    with pytest.raises(Refused, match=r"2635! only 120\.00 USD of R1 is open"):
        request_refund(office.ledger, office.key("R1"), amount=120_01)
    with pytest.raises(Refused, match="2634!"):
        request_refund(office.ledger, office.key("R1"), amount=0)
    with pytest.raises(Refused, match="2633! 1 has no money"):
        request_refund(office.ledger, office.key("1"))
    with pytest.raises(Refused, match="2203!"):
        request_refund(office.ledger, office.key("R1"), bank_account="X")
    with pytest.raises(Refused, match="2112!"):
        request_refund(office.ledger, office.key("R1"), day="2021-01-04")
    first = request_refund(office.ledger, office.key("R1"), command="x")
    assert request_refund(office.ledger, office.key("R1"), command="x") == first
    made = approve(office.as_clerk("boss"), first, command="y")
    assert approve(office.as_clerk("boss"), first, command="y") == made._replace(again=True)
    office.assert_sound()

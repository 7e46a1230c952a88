"""Periods and reversals: nothing is dated in silence, nothing is undone behind another's back."""

from __future__ import annotations

import pytest

from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.posting import PayLine
from artui.ledger.settlement import Wish
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def test_a_closed_period_is_named_and_the_first_open_day_proposed(office: Office) -> None:
    setup.set_period(office.ledger, COMPANY, "2020-03", is_open=False)
    with pytest.raises(Refused) as refusal:
        office.pays(office.receipt(1_00, booked="2020-03-31"))
    (problem,) = refusal.value.problems
    assert (problem.field, problem.number) == ("accounting_date", 2111)
    assert problem.text == "period 2020-03 of 100 is closed; first open day 2020-04-01"
    setup.set_period(office.ledger, COMPANY, "2020-03", is_open=True)
    office.pays(office.receipt(1_00, booked="2020-03-31"))


def test_a_date_in_no_period_is_named_and_the_nearest_open_day_proposed(office: Office) -> None:
    with pytest.raises(
        Refused, match=("2112! 2021-01-02 is in no period of 100; first open day 2020-12-31")
    ):
        office.pays(office.receipt(1_00, booked="2021-01-02"))
    for month in range(1, 13):
        setup.set_period(office.ledger, COMPANY, f"2020-{month:02d}", is_open=False)
    with pytest.raises(Refused, match=r"2111! .* is closed; no period is open"):
        office.pays(1_00)


def test_a_period_is_not_opened_or_closed_twice(office: Office) -> None:
    with pytest.raises(Refused, match="2224! period 2020-03 of 100 is open already"):
        setup.set_period(office.ledger, COMPANY, "2020-03", is_open=True)
    with pytest.raises(Refused, match="2112! 100 has no period 2019-03"):
        setup.set_period(office.ledger, COMPANY, "2019-03", is_open=False)


def test_documents_of_a_closed_period_are_paid_in_an_open_one(office: Office) -> None:
    office.raises("1", 10_00, date="2020-03-20")
    setup.set_period(office.ledger, COMPANY, "2020-03", is_open=False)
    office.pays(10_00, ("1", None))
    assert office.open_of("1") == 0


def test_a_reversal_puts_every_balance_back_in_one_voucher(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 1_000_00, terms="D2")
    office.raises("2", 1_200_00)
    office.raises("CM", -50_00)
    before = office.balances()
    posted = office.pays(2_126_00, ("CM", None), ("1", None), ("2", None, Wish(tolerate=True)))
    undone = office.ledger.reverse(posted.voucher)
    after = office.balances()
    assert after.pop(posted.document) == (0, 0)
    assert after == before
    assert undone.name == "RV 2020-000001"
    assert office.journal(undone) == {
        rule: -amount for rule, amount in office.journal(posted).items()
    }
    office.assert_sound()


def test_a_reversed_receipt_takes_no_application(office: Office) -> None:
    office.raises("1", 10_00)
    posted = office.pays(office.receipt(10_00, number="R1"))
    office.ledger.reverse(posted.voucher)
    assert (office.document("R1").state, office.open_of("R1")) == ("cancelled", 0)
    with pytest.raises(Refused, match="2212! R1 has no credit to apply"):
        office.ledger.apply("100/R1", [PayLine("100/1", 10_00)])


def test_what_was_built_on_a_voucher_is_named_and_must_go_first(office: Office) -> None:
    office.raises("1", 10_00)
    receipt = office.pays(office.receipt(10_00, number="R1"))
    applied = office.applies("R1", ("1", None))
    with pytest.raises(
        Refused, match=("2218! CA 2020-000001 built on RC 2020-000001: reverse first")
    ):
        office.ledger.reverse(receipt.voucher)
    office.ledger.reverse(applied.voucher)
    office.ledger.reverse(receipt.voucher)
    assert office.open_of("1") == 10_00
    office.assert_sound()


def test_invoices_that_were_paid_keep_their_voucher(office: Office) -> None:
    office.raises("1", 10_00)
    office.pays(4_00, ("1", None))
    with pytest.raises(Refused, match="2218! RC 2020-000001 built on TO 2020-000001"):
        office.ledger.reverse("100/TO/2020/1")


def test_a_voucher_is_reversed_once_and_a_reversal_never(office: Office) -> None:
    posted = office.pays(10_00)
    undone = office.ledger.reverse(posted.voucher)
    with pytest.raises(
        Refused, match=("2216! RC 2020-000001 is already reversed by RV 2020-000001")
    ):
        office.ledger.reverse(posted.voucher)
    with pytest.raises(Refused, match="2217! RV 2020-000001 is itself a reversal"):
        office.ledger.reverse(undone.voucher)
    with pytest.raises(Refused, match="2215"):
        office.ledger.reverse("100/RC/2020/99")


def test_a_reversal_is_posted_to_an_open_period(office: Office) -> None:
    posted = office.pays(office.receipt(10_00, booked="2020-03-10"))
    setup.set_period(office.ledger, COMPANY, "2020-03", is_open=False)
    with pytest.raises(Refused, match="2111"):
        office.ledger.reverse(posted.voucher, day="2020-03-10")
    office.ledger.reverse(posted.voucher, day="2020-04-01")


def test_a_receipt_that_was_reversed_no_longer_warns_of_a_duplicate(office: Office) -> None:
    posted = office.pays(office.receipt(10_00, reference="X"))
    office.ledger.reverse(posted.voucher)
    assert office.ledger.duplicates(office.receipt(10_00, reference="X")) == []

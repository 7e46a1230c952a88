"""A receipt's rate put right: cash, gain and loss, and credit write-offs at the new rate."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.ledger import Posted
from artui.ledger.reversal import reversing
from artui.ledger.reversal.rate_adjusting import adjust_rate
from artui.ledger.reversal.reversing import reverse_chain, reverse_receipt, unapply
from artui.ledger.reversal.undoing import chain
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store, open_store
from artui.ledger.writeoffs.writing_off import write_off
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return with_euro(Office(store))


def with_euro(office: Office) -> Office:
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    setup.set_rate(office.ledger, "USD", "EUR", "2020-01-01", "1.1")
    return office


def adjusts(office: Office, number: str, rate: str, day: str = "") -> Posted:
    return adjust_rate(office.ledger, office.key(number), Decimal(rate), day)


def base_of(office: Office, number: str) -> tuple[int, int]:
    document = office.document(number)
    return document.open, document.base_open


def credit_write_off(office: Office, number: str, amount: int) -> str:
    """A credit write-off of a part of a receipt; the number of the document it makes."""
    setup.define_user(office.ledger, "ann", unlimited=True)
    return ev.number_of(write_off(office.ledger, office.key(number), amount=amount).number)


def test_cash_and_what_is_on_account_take_the_new_rate(office: Office) -> None:
    office.pays(office.receipt(100_00, number="R", currency="EUR", rate="1.1"))
    adjusted = adjusts(office, "R", "1.25")
    assert adjusted.name == "RA 2020-000001"
    assert adjusted.left == 100_00
    assert base_of(office, "R") == (-100_00, -125_00)
    assert office.document("R").rate == "1.25"
    assert office.journal(adjusted) == {"Bank": 15_00, "Customer": -15_00}
    (fact,) = office.facts(adjusted, ev.RateAdjusted)
    assert (fact.was, fact.rate, fact.base, fact.bank_account) == ("1.1", "1.25", -15_00, "100-EUR")
    office.assert_sound()


def test_gain_of_an_application_is_reversed_and_done_again(office: Office) -> None:
    office.raises("1", 60_00, currency="EUR", rate="1.0")
    office.pays(office.receipt(100_00, number="R", currency="EUR", rate="1.1"), ("1", None))
    adjusted = adjusts(office, "R", "0.9")
    assert base_of(office, "1") == (0, 0)
    assert base_of(office, "R") == (-40_00, -36_00)
    assert office.journal(adjusted) == {
        "Bank": -20_00,
        "AR30-520": 6_00,
        "AR30-521": 6_00,
        "Customer": 8_00,
    }
    again = [(it.amount, it.source_base) for it in office.facts(adjusted, ev.Applied)]
    assert again == [(-60_00, -66_00), (60_00, 54_00)]
    office.assert_sound()


def test_the_last_part_takes_the_cent_at_the_new_rate_too(office: Office) -> None:
    for number in ("1", "2", "3"):
        office.raises(number, 33_33, currency="EUR", rate="1.0")
    receipt = office.receipt(99_99, number="R", currency="EUR", rate="1.1")
    office.pays(receipt, ("1", None), ("2", None))
    office.applies("R", ("3", None))
    adjusts(office, "R", "1.23457")
    assert base_of(office, "R") == (0, 0)
    office.assert_sound()


def test_a_credit_write_off_is_done_again_within_the_systems_range(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(system_range=(None, 6_00)))
    office.pays(office.receipt(5_00, number="R", currency="EUR", rate="1.1"))
    made = credit_write_off(office, "R", 5_00)
    adjusted = adjusts(office, "R", "1.2")
    assert base_of(office, "R") == (0, 0)
    assert office.journal(adjusted) == {"Bank": 50, "AR30-186": -50}
    assert office.document(made).state == "cancelled"
    assert office.document("RA 2020-000001-1").kind == "credit_write_off"
    office.assert_sound()


def test_a_write_off_at_the_rate_of_its_day_keeps_its_income(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(write_off_rate="day"))
    setup.set_rate(office.ledger, "USD", "EUR", "2020-04-15", "1.4")
    office.pays(office.receipt(5_00, number="R", currency="EUR", rate="1.1"))
    credit_write_off(office, "R", 5_00)
    adjusted = adjusts(office, "R", "1.2")
    assert base_of(office, "R") == (0, 0)
    assert office.journal(adjusted) == {"Bank": 50, "AR30-521": -50}
    office.assert_sound()


def test_a_write_off_above_the_range_at_the_new_rate_is_left_unapplied(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(system_range=(None, 6_00)))
    office.pays(office.receipt(5_00, number="R", currency="EUR", rate="1.1"))
    credit_write_off(office, "R", 5_00)
    adjusted = adjusts(office, "R", "1.3")
    assert base_of(office, "R") == (-5_00, -6_50)
    assert adjusted.left == 5_00
    assert office.journal(adjusted) == {"Bank": 1_00, "AR30-186": 5_50, "Customer": -6_50}
    office.assert_sound()


def test_the_receipt_is_still_returned_whole(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 60_00, currency="EUR", rate="1.0", terms="D2")
    before = office.balances()
    office.pays(office.receipt(100_00, number="R", currency="EUR", rate="1.1"))
    office.applies("R", ("1", 58_80))
    adjusts(office, "R", "0.9")
    adjusts(office, "R", "0.95")
    undone = reverse_receipt(office.ledger, office.key("R"))
    assert office.balances() == before | {office.key("R"): (0, 0)}
    assert office.journal(undone)["Bank"] == -95_00
    assert office.document("R").rate == "1.1"
    office.assert_sound()


def test_an_application_done_again_is_undone_with_its_discount(office: Office) -> None:
    office.raises("1", 60_00, currency="EUR", rate="1.0", terms="D2")
    office.pays(office.receipt(58_80, number="R", currency="EUR", rate="1.1"))
    office.applies("R", ("1", None))
    adjusts(office, "R", "0.9")
    adjusts(office, "R", "0.95")
    unapply(office.ledger, target=office.key("1"))
    assert base_of(office, "1") == (60_00, 60_00)
    assert base_of(office, "R") == (-58_80, -55_86)
    office.assert_sound()


def test_vouchers_done_again_are_reversed_with_the_receipt_only(office: Office) -> None:
    office.raises("1", 60_00, currency="EUR", rate="1.0", terms="D2")
    before = office.balances()
    paid = office.pays(office.receipt(58_80, number="R", currency="EUR", rate="1.1"))
    applied = office.applies("R", ("1", None))
    adjusted = adjusts(office, "R", "0.9")
    with pytest.raises(Refused, match="2218! RA 2020-000001 built on CA 2020-000001"):
        reversing.reverse(office.ledger, applied.voucher)
    with pytest.raises(Refused, match="2281! RA 2020-000001 put the rate of R right"):
        reversing.reverse(office.ledger, adjusted.voucher)
    with pytest.raises(Refused, match="2287! RA 2020-000001 redid applications of R"):
        chain(office.ledger, applied.voucher)
    with pytest.raises(Refused, match="2287! RA 2020-000001 redid applications of R"):
        chain(office.ledger, "100/TO/2020/1")
    keys = chain(office.ledger, paid.voucher)
    assert keys == [adjusted.voucher, paid.voucher]
    reverse_receipt(office.ledger, office.key("R"))
    assert office.balances() == before | {office.key("R"): (0, 0)}
    reverse_chain(office.ledger, "100/TO/2020/1")
    office.assert_sound()


def test_what_has_no_other_rate_is_refused(office: Office) -> None:
    office.pays(office.receipt(10_00, number="U"))
    office.pays(office.receipt(10_00, number="E", currency="EUR", rate="1.1"))
    office.raises("1", 10_00, currency="EUR", rate="1.0")
    for number, rate, said in (
        ("U", "1.1", "2285! U is in USD: it has no other rate"),
        ("E", "1.1", "2286! E has the rate 1.1 already"),
        ("E", "0", "2233! a rate is above zero"),
        ("1", "1.1", "2282! 1 is no receipt"),
        ("9", "1.1", "2210! document 9 does not exist"),
    ):
        with pytest.raises(Refused, match=said):
            adjusts(office, number, rate)
    reverse_receipt(office.ledger, office.key("E"))
    with pytest.raises(Refused, match="2216! E is already reversed"):
        adjusts(office, "E", "1.2")


amounts = st.integers(1, 3_000)
rates = st.decimals("0.01", "99", places=5, allow_nan=False)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    debits=st.lists(amounts, min_size=1, max_size=4),
    money=amounts,
    first=rates,
    second=rates,
    third=rates,
)
def test_adjusted_there_and_back_every_balance_is_as_before(
    tmp_path_factory: pytest.TempPathFactory,
    debits: list[int],
    money: int,
    first: Decimal,
    second: Decimal,
    third: Decimal,
) -> None:
    place = tmp_path_factory.mktemp("rates") / "ledger.db"
    office = with_euro(Office(open_store(place, create=True)))
    for number, amount in enumerate(debits):
        office.raises(f"D{number}", amount, currency="EUR", rate=str(third))
    empty = office.balances()
    office.pays(office.receipt(money, number="R", currency="EUR", rate=str(first)))
    left = money
    for number, amount in enumerate(debits):
        if left:
            office.applies("R", (f"D{number}", min(amount, left)))
            left -= min(amount, left)
    before = office.balances()
    if first != second:
        adjusts(office, "R", str(second))
        adjusts(office, "R", str(first))
    assert office.balances() == before
    reverse_receipt(office.ledger, office.key("R"))
    assert office.balances() == empty | {office.key("R"): (0, 0)}
    office.assert_sound()
    office.ledger.close()

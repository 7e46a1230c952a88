"""Money of one currency paying documents of another: both amounts are stated, the rest is gain or
loss (rule 12)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.distribution import Distribution, Terms
from artui.ledger.errors import Refused
from artui.ledger.reversal import reversing
from artui.ledger.settlement import NO_DISCOUNT, Tolerance, Wish
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.situation import Situation
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office
from tests.ledger.test_settlement import document


@pytest.fixture
def office(store: Store) -> Office:
    made = Office(store)
    for currency, rate in (("EUR", "1.10"), ("GBP", "1.30"), ("JPY", "0.01")):
        setup.open_bank_account(made.ledger, COMPANY, f"100-{currency}", currency)
        setup.set_rate(made.ledger, "USD", currency, "2020-01-01", rate)
    return made


def test_euros_pay_dollars_at_the_rate_of_the_receipt(office: Office) -> None:
    office.raises("1", 110_00)
    posted = office.pays(office.receipt(150_00, currency="EUR"), ("1", None))
    (applied,) = office.facts(posted, ev.Applied)
    assert (applied.amount, applied.source_amount) == (110_00, 100_00)
    assert office.journal(posted) == {"Bank": 165_00, "Customer": -165_00}
    assert posted.left == 50_00
    office.assert_sound()


def test_all_the_money_goes_where_it_is_just_enough(office: Office) -> None:
    # 100.00 EUR are worth 33,333.33 in a currency at three to one: no cent may stay behind.
    setup.set_rate(office.ledger, "USD", "GBP", "2020-04-01", "3.3")
    office.raises("1", 100_00, currency="GBP", rate="3.3")
    posted = office.pays(office.receipt(100_00, currency="EUR"), ("1", None))
    assert posted.left == 0
    assert office.open_of("1") == 66_67
    office.assert_sound()


def test_both_amounts_can_be_stated_and_the_difference_is_realised(office: Office) -> None:
    office.raises("1", 100_00, currency="GBP", rate="1.50")
    stated = Wish(source_amount=120_00)
    posted = office.pays(office.receipt(120_00, currency="EUR"), ("1", 90_00, stated))
    # 90 of 100 GBP were booked at 135.00; 120 EUR are 132.00.
    assert office.journal(posted) == {"Bank": 132_00, "AR30-521": 3_00, "Customer": -135_00}
    assert office.balances()["100/1"] == (10_00, 15_00)
    office.assert_sound()


def test_more_than_is_left_can_not_be_stated(office: Office) -> None:
    office.raises("1", 100_00, currency="GBP")
    with pytest.raises(Refused, match=r"2105! 120\.00 is more than the 100\.00"):
        office.pays(office.receipt(100_00, currency="EUR"), ("1", 90_00, Wish(source_amount=12000)))


def test_tolerance_is_tested_in_the_documents_currency(office: Office) -> None:
    setup.set_tolerance(office.ledger, setup.ToleranceData("USD", 200))
    office.raises("1", 111_50)
    posted = office.pays(office.receipt(100_00, currency="EUR"), ("1", None))
    (written_off,) = office.facts(posted, ev.DifferenceWrittenOff)
    assert written_off.amount == 1_50
    assert office.open_of("1") == 0
    office.assert_sound()


def test_what_a_rate_leaves_is_absorbed_within_the_rounding(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(rounding={"EUR": 5}))
    office.raises("1", 100_00, currency="EUR", rate="1.10")
    stated = Wish(source_amount=109_98, tolerate=False)
    posted = office.pays(109_98, ("1", 99_98, stated))
    assert office.journal(posted) == {"Bank": 109_98, "AR30-521": 2, "Customer": -110_00}
    assert office.open_of("1") == 0
    office.assert_sound()


def test_yen_have_no_decimals_and_lose_none(office: Office) -> None:
    office.raises("1", 123_45)
    posted = office.pays(office.receipt(12_345, currency="JPY"), ("1", None))
    assert (office.open_of("1"), posted.left) == (0, 0)
    office.assert_sound()


def test_a_credit_in_another_currency_adds_nothing(office: Office) -> None:
    office.raises("CM", -10_00, currency="GBP")
    with pytest.raises(Refused, match="2115! CM is a credit in GBP: it can't add to EUR"):
        office.pays(office.receipt(100_00, currency="EUR"), ("CM", None))


def test_a_day_without_a_rate_is_named(office: Office) -> None:
    office.raises("1", 100_00, currency="GBP")
    receipt = office.receipt(100_00, currency="EUR", booked="2020-04-15")
    setup.open_bank_account(office.ledger, COMPANY, "100-CHF", "CHF")
    office.raises("2", 100_00, currency="CHF", rate="1.02")
    with pytest.raises(Refused, match="no rate CHF to USD on 2020-04-15"):
        office.pays(receipt, ("2", None))


def test_its_reversal_restores_every_balance(office: Office) -> None:
    office.raises("1", 110_00)
    office.raises("2", 100_00, currency="GBP", rate="1.5")
    before = office.balances()
    posted = office.pays(office.receipt(300_00, currency="EUR"), ("1", None), ("2", None))
    reversing.reverse(office.ledger, posted.voucher)
    after = office.balances()
    assert after.pop(posted.document) == (0, 0)
    assert after == before
    office.assert_sound()


rates = st.decimals(Decimal("0.01"), Decimal(100), places=4)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, 10**8), st.lists(st.tuples(st.integers(1, 10**7), rates), min_size=1, max_size=5)
)
def test_no_money_is_made_or_lost_between_currencies(
    amount: int, documents: list[tuple[int, Decimal]]
) -> None:
    """What the lines take never exceeds the money, and a document never gets more than is open."""
    by_number = {str(number): rate for number, (_, rate) in enumerate(documents, 1)}
    plain = Situation(NO_DISCOUNT, (), Tolerance(), 0, 0, None, False)
    terms = Terms(units=lambda one: by_number[one.number])
    distribution = Distribution(amount, "EUR", lambda _: plain, terms)
    for number, (open_, _) in enumerate(documents, 1):
        try:
            line = distribution.pay(document(number, open_))
        except Refused:
            continue
        assert 0 < line.settled.pay <= open_
        assert line.cost >= 0
        assert distribution.left >= 0
    assert sum(line.cost for line in distribution.lines.values()) + distribution.left == amount

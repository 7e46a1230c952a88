"""Foreign currency: each document at its own rate, the difference is gain or loss."""

from __future__ import annotations

from decimal import Decimal

import pytest

from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.reversal import reversing
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    made = Office(store)
    setup.open_bank_account(made.ledger, COMPANY, "100-EUR", "EUR")
    setup.set_rate(made.ledger, "USD", "EUR", "2020-01-01", "1.10")
    setup.set_rate(made.ledger, "USD", "EUR", "2020-04-01", "1.20")
    return made


def test_a_receipt_at_a_better_rate_realises_a_gain(office: Office) -> None:
    office.raises("1", 100_00, currency="EUR", date="2020-03-20")
    posted = office.pays(office.receipt(100_00, currency="EUR"), ("1", None))
    assert office.journal(posted) == {"Bank": 120_00, "AR30-520": -10_00, "Customer": -110_00}
    assert office.balances()["100/1"] == (0, 0)
    office.assert_sound()


def test_a_receipt_at_a_worse_rate_realises_a_loss_and_a_reversal_undoes_it(
    office: Office,
) -> None:
    office.raises("1", 100_00, currency="EUR", rate="1.30")
    before = office.balances()
    posted = office.pays(office.receipt(100_00, currency="EUR"), ("1", None))
    assert office.journal(posted) == {"Bank": 120_00, "AR30-521": 10_00, "Customer": -130_00}
    undone = reversing.reverse(office.ledger, posted.voucher)
    assert office.journal(undone) == {"Bank": -120_00, "AR30-521": -10_00, "Customer": 130_00}
    after = office.balances()
    del after[posted.document]
    assert after == before


def test_the_last_part_takes_the_odd_cent(office: Office) -> None:
    office.raises("1", 100_00, currency="EUR", rate="1.11115")  # 111.12 in base, rounded
    for amount in (33_33, 33_33, 33_34):
        receipt = office.receipt(amount, currency="EUR", rate="1.11115")
        office.pays(receipt, ("1", None))
    assert office.balances()["100/1"] == (0, 0)
    office.assert_sound()


def test_discount_and_difference_are_valued_at_the_documents_rate(office: Office) -> None:
    setup.set_tolerance(office.ledger, setup.ToleranceData("EUR", 500))
    office.raises("1", 1_000_00, currency="EUR", rate="1.10", terms="D2")
    posted = office.pays(office.receipt(976_00, currency="EUR", rate="1.10"), ("1", None))
    assert office.journal(posted) == {
        "Bank": 1_073_60,
        "AR30-310": 22_00,
        "AR30-185": 4_40,
        "Customer": -1_100_00,
    }


def test_an_application_across_rates_posts_only_the_difference(office: Office) -> None:
    office.raises("1", 100_00, currency="EUR", rate="1.10")
    office.pays(office.receipt(100_00, currency="EUR", rate="1.15", number="R"))
    posted = office.applies("R", ("1", None))
    assert office.journal(posted) == {"AR30-520": -5_00, "Customer": 5_00}
    office.assert_sound()


def test_a_credit_memo_at_another_rate_realises_too(office: Office) -> None:
    office.raises("1", 100_00, currency="EUR", rate="1.10")
    office.raises("CM", -100_00, currency="EUR", rate="1.00")
    posted = office.applies("CM", ("1", None))
    assert office.journal(posted) == {"AR30-521": 10_00, "Customer": -10_00}
    office.assert_sound()


def test_the_rate_of_the_day_holds_and_a_day_before_the_first_is_refused(
    office: Office,
) -> None:
    policies = office.ledger.policies
    assert policies.rate(COMPANY, "EUR", "2020-03-31") == Decimal("1.10")
    assert policies.rate(COMPANY, "EUR", "2020-04-01") == Decimal("1.20")
    with pytest.raises(Refused, match="2204! no rate EUR to USD on 2019-12-31"):
        policies.rate(COMPANY, "EUR", "2019-12-31")
    setup.set_rate(office.ledger, "USD", "EUR", "2020-04-01", "1.05")
    assert office.ledger.policies.rate(COMPANY, "EUR", "2020-04-01") == Decimal("1.05")
    for wrong in ("0", "-1", "NaN", "x"):
        with pytest.raises(Refused, match="2233"):
            setup.set_rate(office.ledger, "USD", "EUR", "2020-04-01", wrong)


def test_currencies_without_and_with_three_decimals(office: Office) -> None:
    for currency, rate, amount, base in (
        ("JPY", "0.01", 12_345, 123_45),
        ("KWD", "3.25", 1_000, 3_25),
    ):
        setup.open_bank_account(office.ledger, COMPANY, f"100-{currency}", currency)
        setup.set_rate(office.ledger, "USD", currency, "2020-01-01", rate)
        posted = office.pays(office.receipt(amount, currency=currency))
        assert office.journal(posted)["Bank"] == base
    office.assert_sound()

"""Differences of a whole receipt: overpayments, its own tolerance, several as one, tax."""

from __future__ import annotations

from dataclasses import replace

import pytest

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.distribution import Distribution
from artui.ledger.entered import PayLine
from artui.ledger.errors import Changed, Refused
from artui.ledger.ledger import Posted
from artui.ledger.reversal.reversing import reverse_write_off
from artui.ledger.settlement import Wish
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def together(office: Office, amount: int, *numbers: str) -> tuple[Distribution, Posted]:
    """Pay several documents as one."""
    receipt = office.receipt(amount)
    distribution = paying.distribution(office.ledger, receipt)
    distribution.pay_together([office.document(number) for number in numbers])
    return distribution, paying.post_receipt(office.ledger, receipt, PayLine.all_of(distribution))


# --- overpayments (rule 9) -------------------------------------------------------------------


def test_an_overpayment_stays_on_account_unless_a_tolerance_says_so(office: Office) -> None:
    office.tolerate(500)  # a tolerance without direction is for shortfalls
    office.raises("1", 100_00)
    assert office.pays(100_03, ("1", None)).left == 3


def test_an_overpayment_within_its_tolerance_is_income(office: Office) -> None:
    office.tolerate(None, over_amount=5)
    office.raises("1", 100_00)
    posted = office.pays(100_05, ("1", None))
    assert office.journal(posted) == {"Bank": 100_05, "AR30-186": -5, "Customer": -100_00}
    (kept,) = office.facts(posted, ev.DifferenceWrittenOff)
    assert (kept.document, kept.target, kept.amount) == (posted.document, "100/1", -5)
    assert posted.left == 0
    office.assert_sound()


def test_an_overpayment_above_it_is_kept_on_account_whole(office: Office) -> None:
    office.tolerate(None, over_amount=5)
    office.raises("1", 100_00)
    assert office.pays(100_06, ("1", None)).left == 6


def test_a_strict_line_keeps_only_what_is_below_it(office: Office) -> None:
    office.tolerate(None, over_amount=5, inclusive=False)
    office.raises("1", 100_00)
    assert office.pays(100_05, ("1", None)).left == 5


def test_a_clerk_can_leave_it_on_account(office: Office) -> None:
    office.tolerate(None, over_amount=5)
    office.raises("1", 100_00)
    assert office.pays(100_05, ("1", None, Wish(tolerate=False))).left == 5


def test_a_part_payment_is_no_overpayment(office: Office) -> None:
    office.tolerate(None, over_amount=500)
    office.raises("1", 100_00)
    assert office.pays(100_00, ("1", 96_00)).left == 4_00


def test_a_credit_memo_overpays_nothing(office: Office) -> None:
    office.tolerate(None, over_amount=500)
    office.raises("1", 100_00)
    office.raises("CM", -102_00)
    assert office.applies("CM", ("1", None)).left == 2_00


def test_a_credit_memo_taken_along_keeps_what_it_does_not_need(office: Office) -> None:
    office.tolerate(None, over_amount=500)
    office.raises("1", 100_00)
    office.raises("CM", -102_00)
    posted = office.pays(1_00, ("CM", None), ("1", None))
    assert (posted.left, office.open_of("CM")) == (1_00, -2_00)
    office.assert_sound()


def test_what_was_seen_is_what_is_kept(office: Office) -> None:
    office.tolerate(None, over_amount=5)
    office.raises("1", 100_00)
    receipt = office.receipt(100_05)
    lines = office.chosen(paying.distribution(office.ledger, receipt), ("1", None))
    with pytest.raises(Changed, match="2132"):
        paying.post_receipt(office.ledger, receipt, [replace(lines[0], excess=4)])


# --- several documents paid as one (rule 10) -------------------------------------------------


def test_what_is_short_is_shared_in_proportion_none_above_its_own(office: Office) -> None:
    for number, amount, maximum in (("1", 10_000_00, 1_00), ("2", 100_00, 10_00), ("3", 100_00, 0)):
        office.raises(number, amount, max_tolerance=maximum)
    _, posted = together(office, 10_194_50, "1", "2", "3")
    assert [fact.amount for fact in office.facts(posted, ev.DifferenceWrittenOff)] == [1_00, 4_50]
    assert [office.open_of(number) for number in "123"] == [0, 0, 0]
    office.assert_sound()


def test_short_beyond_all_of_them_nothing_is_tolerated(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    office.raises("2", 100_00)
    _, posted = together(office, 189_00, "1", "2")
    assert office.facts(posted, ev.DifferenceWrittenOff) == []
    assert (office.open_of("1"), office.open_of("2")) == (0, 11_00)


def test_alone_each_line_uses_its_own(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    office.raises("2", 100_00)
    office.pays(194_00, ("1", None), ("2", None))
    assert (office.open_of("1"), office.open_of("2")) == (0, 6_00)


def test_an_excess_is_shared_likewise(office: Office) -> None:
    office.tolerate(None, over_amount=500)
    office.raises("1", 100_00)
    office.raises("2", 100_00)
    distribution, posted = together(office, 210_00, "1", "2")
    assert distribution.excess == {"100/1": 5_00, "100/2": 5_00}
    assert posted.left == 0
    office.assert_sound()


# --- the receipt's own tolerance -------------------------------------------------------------


def test_a_receipt_has_a_small_allowance_of_its_own_after_the_documents(office: Office) -> None:
    office.tolerate(500)
    set_parameters(office.ledger, COMPANY, ev.Parameters(receipt_tolerance={"USD": 5_00}))
    office.raises("1", 100_00)
    office.raises("2", 100_00)
    posted = office.pays(192_00, ("1", 98_00), ("2", 98_00))
    levels = [(f.level, f.amount) for f in office.facts(posted, ev.DifferenceWrittenOff)]
    assert levels == [("default", 2_00), ("default", 2_00), ("receipt", 4_00)]
    assert (office.open_of("1"), office.open_of("2"), posted.left) == (0, 0, 0)
    office.assert_sound()


def test_a_credit_chosen_later_brings_the_money_it_had_filled(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(receipt_tolerance={"USD": 5_00}))
    office.raises("1", 100_00)
    office.raises("CM", -30_00)
    money = office.receipt(96_00)
    distribution = paying.distribution(office.cash, money)
    assert distribution.pay(office.document("1"), 100_00).settled.second == 4_00
    distribution.pay(office.document("CM"))
    settled = distribution.lines[office.key("1")].settled
    assert (settled.pay, settled.second) == (100_00, 0)
    posted = paying.post_receipt(office.cash, money, PayLine.all_of(distribution))
    assert "AR30-185" not in office.journal(posted)
    assert office.open_of("1") == 0
    office.assert_sound()


def test_it_is_there_once_a_receipt(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(receipt_tolerance={"USD": 5_00}))
    office.raises("1", 100_00)
    office.raises("2", 100_00)
    office.raises("3", 100_00)
    posted = office.pays(198_00, ("1", None), ("2", None))
    assert office.open_of("2") == 0
    assert posted.left == 0
    office.pays(office.receipt(94_00, number="R2"), ("3", None))
    assert office.open_of("3") == 6_00


# --- discounts a document carries, proportional ones, tax ------------------------------------


def test_a_documents_own_discount_beats_its_terms(office: Office) -> None:
    own = (ev.OwnDiscount(20_00, "2020-04-20"),)
    office.raises("1", 1_000_00, terms="D2", discounts=own)
    assert office.pays(980_00, ("1", None)).left == 0
    assert office.open_of("1") == 0


def test_it_has_no_end_unless_it_says_so_and_a_late_day_of_its_own(office: Office) -> None:
    office.raises("1", 100_00, discounts=(ev.OwnDiscount(2_00),))
    own = (ev.OwnDiscount(2_00, "2020-04-01"),)
    office.raises("2", 100_00, discounts=own, late_until=TODAY)
    office.pays(98_00, ("1", None))
    assert office.open_of("1") == 0
    situation = office.ledger.situation(office.document("2"), TODAY, TODAY)
    assert (situation.offer.state, situation.offer.days_late) == ("grace", 14)
    office.pays(98_00, ("2", None, Wish(accept_late=True)))
    assert office.open_of("2") == 0


def test_part_payments_earn_their_part_of_the_discount(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(discount_on_parts="proportional"))
    office.raises("1", 1_000_00, discounts=(ev.OwnDiscount(10_00, "2020-04-20"),))
    office.pays(297_00, ("1", None))
    assert office.open_of("1") == 700_00
    office.pays(office.receipt(693_00, reference="second"), ("1", None))
    assert office.open_of("1") == 0
    office.assert_sound()


def test_each_part_earns_by_the_step_of_its_day(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(discount_on_parts="proportional"))
    steps = (ev.OwnDiscount(20_00, "2020-04-10"), ev.OwnDiscount(10_00, "2020-04-20"))
    office.raises("1", 1_000_00, discounts=steps)
    office.pays(office.receipt(490_00, received="2020-04-10"), ("1", None))
    assert office.open_of("1") == 500_00
    office.pays(office.receipt(495_00, reference="second"), ("1", None))
    assert office.open_of("1") == 0


def test_a_stated_amount_and_what_is_conceded_beside_it_are_no_more_than_is_open(
    office: Office,
) -> None:
    office.raises("1", 50_00)
    wish = Wish(discount=2_01, discount_reason="DSC")
    with pytest.raises(Refused, match=r"2106! 50\.01 is more than the open balance 50\.00"):
        office.pays(60_00, ("1", 48_00, wish))


def test_a_part_that_comes_too_late_earns_nothing(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(discount_on_parts="proportional"))
    office.raises("1", 1_000_00, discounts=(ev.OwnDiscount(10_00, "2020-04-14"),))
    office.pays(office.receipt(297_00, received="2020-04-10"), ("1", None))
    office.pays(700_00, ("1", None))
    assert office.open_of("1") == 0


def test_a_discount_and_a_difference_give_their_tax_back(office: Office) -> None:
    taxed = ev.Parameters(tax_on_discount=True, tax_on_write_off=True)
    set_parameters(office.ledger, COMPANY, taxed)
    office.tolerate(500)
    office.raises("1", 106_00, net=100_00, tax=6_00, discounts=(ev.OwnDiscount(2_00),))
    posted = office.pays(102_00, ("1", None))
    assert office.journal(posted) == {
        "Bank": 102_00,
        "AR30-310": 1_89,
        "AR30-185": 1_89,
        "AR30-530": 22,
        "Customer": -106_00,
    }
    office.assert_sound()


def test_a_write_off_by_hand_goes_with_an_application(office: Office) -> None:
    office.raises("1", 100_00)
    wish = Wish(write_off=4_00, write_off_reason="BALWOF")
    office.pays(office.receipt(90_00, number="R"))
    posted = office.applies("R", ("1", None, wish))
    assert office.journal(posted) == {"AR30-185": 4_00, "Customer": -4_00}
    (fact,) = office.facts(posted, ev.WrittenOff)
    made = office.ledger.read.document(fact.number)
    assert made is not None
    assert (made.kind, made.original, made.open) == ("balance_write_off", -4_00, 0)
    assert office.open_of("1") == 6_00
    office.assert_sound()


def test_the_rest_of_a_tolerance_refused_stays_open(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    office.pays(98_00, ("1", None, Wish(tolerate=False)))
    assert office.open_of("1") == 2_00


def test_the_effect_can_be_the_later_documents_day(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(effect_date="latest"))
    office.raises("1", 100_00, date="2020-03-20")
    office.raises("CM", -100_00, date="2020-04-02")
    posted = office.applies("CM", ("1", None), day="2020-05-01")
    seal = office.ledger.read.seal(posted.voucher)
    assert seal is not None and seal.date == "2020-04-02"


def test_users_without_authority_get_no_tolerance(office: Office) -> None:
    office.tolerate(None, over_amount=5)
    setup.define_user(office.ledger, "bea", authority={"USD": 3})
    office.raises("1", 100_00)
    bea = office.as_clerk("bea")
    receipt = office.receipt(100_05)
    distribution = paying.distribution(bea, receipt)
    distribution.pay(office.document("1"))
    assert distribution.excess == {}


def test_the_company_bounds_what_is_written_off_by_itself_and_by_hand(office: Office) -> None:
    office.tolerate(500)
    set_parameters(office.ledger, COMPANY, ev.Parameters(company_limits={"USD": 3_00}))
    office.raises("1", 100_00)
    office.pays(96_00, ("1", None))
    assert office.open_of("1") == 4_00
    office.raises("2", 100_00)
    wish = Wish(write_off=4_00, write_off_reason="BALWOF")
    office.pays(office.receipt(90_00, number="R"))
    with pytest.raises(Refused, match=r"2153! 4\.00 USD is above company 100: 3\.00"):
        office.applies("R", ("2", None, wish))


def test_a_reason_bounds_what_is_written_off_for_it(office: Office) -> None:
    setup.define_reason(office.ledger, "TINY", "Tiny", "small balance", limit=1_00, currency="USD")
    office.raises("1", 100_00)
    wish = Wish(write_off=4_00, write_off_reason="TINY")
    office.pays(office.receipt(90_00, number="R"))
    with pytest.raises(Refused, match=r"2153! 4\.00 USD is above reason TINY: 1\.00"):
        office.applies("R", ("1", None, wish))


def test_a_tolerated_difference_can_be_taken_back_alone(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    office.pays(98_00, ("1", None))
    undone = reverse_write_off(office.ledger, office.key("1"))
    assert office.journal(undone) == {"AR30-185": -2_00, "Customer": 2_00}
    assert office.open_of("1") == 2_00
    office.assert_sound()


def test_money_taken_on_earns_the_discount_of_the_day_it_came(office: Office) -> None:
    own = (ev.OwnDiscount(2_00, "2020-04-01"),)
    office.raises("1", 100_00, date="2020-03-01", discounts=own)
    office.raises("R", -98_00, kind="receipt", date="2020-03-30")
    office.applies("R", ("1", None))
    assert office.open_of("1") == 0

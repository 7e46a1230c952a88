"""Cash discount: in time, in grace, beyond the terms, and only if it closes the document."""

from __future__ import annotations

import pytest

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.entered import PayLine
from artui.ledger.errors import Refused
from artui.ledger.reversal import reversing
from artui.ledger.settlement import Wish
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


@pytest.mark.parametrize(
    ("received", "state", "days_late"),
    [
        ("2020-04-10", "in time", 0),
        ("2020-04-11", "grace", 1),
        ("2020-04-24", "grace", 14),
        ("2020-04-25", "beyond", 15),
    ],
)
def test_the_received_date_decides_and_the_last_day_counts(
    office: Office, received: str, state: str, days_late: int
) -> None:
    office.raises("1", 1_000_00, due="2020-04-10", terms="D2")
    offer = office.ledger.situation(office.document("1"), received, "2020-04-15").offer
    assert (offer.state, offer.amount, offer.days_late) == (state, 20_00, days_late)
    assert (offer.until, offer.grace_until) == ("2020-04-10", "2020-04-24")


@pytest.mark.parametrize(
    ("received", "amount", "state"),
    [
        ("2020-03-11", 30_00, "in time"),
        ("2020-03-12", 10_00, "in time"),
        ("2020-03-21", 10_00, "in time"),
        ("2020-03-22", 10_00, "beyond"),
    ],
)
def test_of_several_steps_the_one_of_that_date_holds(
    office: Office, received: str, amount: int, state: str
) -> None:
    office.raises("1", 1_000_00, date="2020-03-01", terms="S")
    offer = office.ledger.situation(office.document("1"), received, received).offer
    assert (offer.amount, offer.state) == (amount, state)


def test_a_discount_in_time_is_given_when_the_payment_closes_the_document(
    office: Office,
) -> None:
    office.raises("1", 1_000_00, terms="D2")
    posted = office.pays(980_00, ("1", None))
    assert office.open_of("1") == 0
    assert office.journal(posted) == {"Bank": 980_00, "AR30-310": 20_00, "Customer": -1_000_00}


def test_what_the_discount_frees_stays_on_account(office: Office) -> None:
    office.raises("1", 1_000_00, terms="D2")
    assert office.pays(1_000_00, ("1", None)).left == 20_00


def test_a_part_payment_earns_no_discount(office: Office) -> None:
    office.raises("1", 1_000_00, terms="D2")
    office.pays(979_99, ("1", None))
    assert office.open_of("1") == 20_01


def test_tolerance_closes_what_discount_and_payment_leave(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 1_000_00, terms="D2")
    posted = office.pays(975_00, ("1", None))
    assert office.open_of("1") == 0
    assert office.journal(posted) == {
        "Bank": 975_00,
        "AR30-310": 20_00,
        "AR30-185": 5_00,
        "Customer": -1_000_00,
    }


def test_a_rest_no_larger_than_the_discount_closes_without_money(office: Office) -> None:
    office.raises("1", 1_000_00, terms="D2")
    office.raises("2", 10_00)
    office.pays(985_00, ("1", None, Wish(discount=0)))
    posted = office.pays(10_00, ("1", None), ("2", None))
    assert (office.open_of("1"), office.open_of("2")) == (0, 0)
    assert office.journal(posted) == {"Bank": 10_00, "AR30-310": 15_00, "Customer": -25_00}


def test_an_earlier_credit_does_not_reduce_the_discount(office: Office) -> None:
    office.raises("1", 1_000_00, terms="D2")
    office.raises("CM", -100_00)
    office.applies("CM", ("1", 100_00))
    office.pays(880_00, ("1", None))
    assert office.open_of("1") == 0


def test_a_late_discount_is_given_only_if_the_clerk_accepts_it(office: Office) -> None:
    office.raises("1", 1_000_00, due="2020-04-10", terms="D2")
    declined = office.pays(980_00, ("1", None))
    assert office.open_of("1") == 20_00
    reversing.reverse(office.ledger, declined.voucher)
    posted = office.pays(980_00, ("1", None, Wish(accept_late=True)))
    assert office.open_of("1") == 0
    (fact,) = office.facts(posted, ev.DiscountGranted)
    assert (fact.amount, fact.days_late, fact.accepted_by) == (20_00, 5, "cara")


def test_a_late_discount_accepted_on_a_full_payment_leaves_the_excess_on_the_receipt(
    office: Office,
) -> None:
    office.raises("1", 1_000_00, due="2020-04-10", terms="D2")
    assert office.pays(1_000_00, ("1", None, Wish(accept_late=True))).left == 20_00


def test_beyond_grace_a_late_discount_cannot_be_accepted(office: Office) -> None:
    office.raises("1", 1_000_00, date="2020-02-01", due="2020-03-01", terms="D2")
    with pytest.raises(Refused, match="2141! the grace days ended on 2020-03-15"):
        office.pays(980_00, ("1", None, Wish(accept_late=True)))


def test_a_discount_beyond_the_terms_needs_permission_and_a_reason(office: Office) -> None:
    office.raises("1", 1_000_00)
    by_hand = Wish(discount=50_00)
    with pytest.raises(Refused) as refusal:
        office.pays(950_00, ("1", None, by_hand))
    (problem,) = refusal.value.problems
    assert (problem.field, problem.number) == ("reason", 2144)

    setup.define_user(office.ledger, "bob", authority={"USD": 100_00})
    line = PayLine("100/1", 950_00, 50_00, 0, Wish(discount=50_00, discount_reason="DSC"))
    with pytest.raises(Refused, match="2143! a discount beyond the terms needs a permission"):
        paying.post_receipt(office.as_clerk("bob"), office.receipt(950_00), [line])

    posted = paying.post_receipt(office.ledger, office.receipt(950_00), [line])
    (fact,) = office.facts(posted, ev.DiscountGranted)
    assert (fact.amount, fact.reason) == (50_00, "DSC")


def test_the_reason_of_a_discount_is_of_kind_discount(office: Office) -> None:
    office.raises("1", 1_000_00)
    with pytest.raises(Refused, match="2206! reason DAM is of kind dispute"):
        office.pays(950_00, ("1", None, Wish(discount=50_00, discount_reason="DAM")))


def test_a_clerk_may_give_less_than_the_terms_without_a_reason(office: Office) -> None:
    office.raises("1", 1_000_00, terms="D2")
    office.pays(1_000_00, ("1", None, Wish(discount=0)))
    assert office.open_of("1") == 0
    with pytest.raises(Refused, match="2142"):
        office.raises("2", 10_00)
        office.pays(1_00, ("2", None, Wish(discount=10_01)))


def test_net_terms_give_the_discount_on_the_net_amount(office: Office) -> None:
    setup.define_terms(office.ledger, "NET", steps=[("10", 30)], net_base=True)
    office.raises("1", 119_00, terms="NET", tax=19_00)
    offer = office.ledger.situation(office.document("1"), "2020-04-01", "2020-04-01").offer
    assert offer.amount == 10_00


def test_money_on_account_earns_the_discount_of_the_day_it_was_received(
    office: Office,
) -> None:
    office.raises("1", 1_000_00, due="2020-04-10", terms="D2")
    office.pays(office.receipt(980_00, received="2020-04-09", booked="2020-04-09", number="R"))
    office.applies("R", ("1", None), day="2020-05-20")
    assert office.open_of("1") == 0


def test_memos_and_ended_terms_earn_no_discount(office: Office) -> None:
    office.raises("1", 1_000_00, kind="debit_memo", terms="D2")
    office.raises("2", 1_000_00, terms="D2")
    setup.define_terms(office.ledger, "D2", steps=[("2", None)], ended=True)
    for number in "12":
        situation = office.ledger.situation(office.document(number), "2020-04-01", "2020-04-01")
        assert situation.offer.state == "none"


@pytest.mark.parametrize(
    ("steps", "more", "field"),
    [
        ([("x", 10)], {}, "percent_1"),
        ([("101", 10)], {}, "percent_1"),
        ([], {"grace_days": -1}, "grace_days"),
    ],
)
def test_wrong_terms_are_refused_at_their_field(
    office: Office, steps: list[tuple[str, int | None]], more: dict[str, int], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        setup.define_terms(office.ledger, "T", steps=steps, **more)  # type: ignore[arg-type]
    assert refusal.value.problems[0].field == field
    assert "T" not in office.ledger.policies.terms
    assert COMPANY in office.ledger.policies.companies

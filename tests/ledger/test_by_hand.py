"""Writing off by hand within a payment: by whom (rule 21), up to which limit and cap (rule 6)."""

from __future__ import annotations

import pytest

from artui.ledger import events as ev
from artui.ledger import paying
from artui.ledger.entered import PayLine
from artui.ledger.errors import Refused
from artui.ledger.people.users_roles import define_role, define_user
from artui.ledger.reversal import reversing
from artui.ledger.settlement import Wish
from artui.ledger.setup.customer_data import flag_document
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store
from artui.ledger.writeoffs.requests import approve, pending, request_write_off
from tests.ledger.office import CASHIER, COMPANY, Office


def by_hand(amount: int, reason: str = "BALWOF") -> Wish:
    """So much written off by hand."""
    return Wish(write_off=amount, write_off_reason=reason)


@pytest.fixture
def office(store: Store) -> Office:
    """Cara enters receipts; Ann, who may do all, and Sue apply them."""
    office = Office(store)
    define_user(office.ledger, "sue", authority={"USD": 10_00}, roles=["supervisor"])
    return office


def test_with_a_receipt_one_enters_it_is_only_asked_for(office: Office) -> None:
    office.raises("1", 100_00)
    posted = office.pays(96_00, ("1", None, by_hand(4_00)))
    assert office.journal(posted) == {"Bank": 96_00, "Customer": -96_00}
    assert office.open_of("1") == 4_00
    (request,) = pending(office.ledger)
    assert (request.amount, request.open, request.reason) == (4_00, 4_00, "BALWOF")
    assert request.note == "cara enters the receipt: somebody else must write off"
    made = approve(office.as_clerk("sue"), request.key)
    assert (made.decision, office.open_of("1")) == ("approved", 0)
    office.assert_sound()


def test_the_same_command_asks_once(office: Office) -> None:
    office.raises("1", 100_00)
    first = office.pays(90_00, ("1", 90_00, by_hand(4_00)), command="once")
    money = office.receipt(90_00)
    again = paying.post_receipt(office.cash, money, [], "once")
    assert (again.voucher, again.again, again.left) == (first.voucher, True, 0)
    assert len(pending(office.ledger)) == 1


def test_above_the_authority_it_may_be_asked_for_but_not_above_the_systems(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(system_limits={"USD": 20_00}))
    define_user(office.ledger, CASHIER, authority={"USD": 1_00}, roles=["clerk"])
    office.raises("1", 100_00)
    with pytest.raises(Refused, match=r"2327! 21\.00 USD is above .* nobody may approve it"):
        office.pays(79_00, ("1", None, by_hand(21_00)))
    office.pays(96_00, ("1", None, by_hand(4_00)))
    assert len(pending(office.ledger)) == 1


def test_a_request_that_waits_already_stops_the_receipt(office: Office) -> None:
    key = office.raises("1", 100_00)
    request_write_off(office.cash, key, amount=1_00)
    with pytest.raises(Refused, match="2336! request 100/1 by cara waits for 1"):
        office.pays(96_00, ("1", None, by_hand(4_00)))
    assert office.open_of("1") == 100_00


def test_who_applies_a_receipt_of_somebody_else_writes_off_within_the_authority(
    office: Office,
) -> None:
    office.raises("1", 100_00)
    office.pays(office.receipt(96_00, number="R"))
    sue = office.as_clerk("sue")
    lines = office.chosen(
        paying.application(sue, office.document("R"), "2020-04-15"), ("1", None, by_hand(4_00))
    )
    paying.apply(sue, office.key("R"), lines)
    assert (office.open_of("1"), pending(office.ledger)) == (0, [])
    office.raises("2", 100_00)
    office.pays(office.receipt(80_00, number="S"))
    with pytest.raises(Refused, match=r"2153! 20\.00 USD is above user sue: 10\.00"):
        office.chosen(
            paying.application(sue, office.document("S"), "2020-04-15"), ("2", None, by_hand(20_00))
        )


def test_applying_a_receipt_one_entered_asks_too(office: Office) -> None:
    office.raises("1", 100_00)
    office.pays(office.receipt(96_00, number="R"))
    distribution = paying.application(office.cash, office.document("R"), "2020-04-15")
    paying.apply(
        office.cash, office.key("R"), office.chosen(distribution, ("1", None, by_hand(4_00)))
    )
    assert (office.open_of("1"), len(pending(office.ledger))) == (4_00, 1)


def test_the_permission_to_write_off_is_needed(office: Office) -> None:
    define_role(office.ledger, "cash", permissions=["receipts.post", "applications.post"])
    define_user(office.ledger, "tom", unlimited=True, roles=["cash"])
    tom = office.as_clerk("tom")
    office.raises("1", 100_00)
    office.pays(office.receipt(96_00, number="R"))
    distribution = paying.application(tom, office.document("R"), "2020-04-15")
    lines = office.chosen(distribution, ("1", None, by_hand(4_00)))
    with pytest.raises(Refused, match=r"writeoffs\.post"):
        paying.apply(tom, office.key("R"), lines)
    money = office.receipt(96_00)
    lines = office.chosen(paying.distribution(tom, money), ("1", None, by_hand(4_00)))
    with pytest.raises(Refused, match=r"writeoffs\.request"):
        paying.post_receipt(tom, money, lines)


def test_a_program_that_says_it_was_written_off_is_not_believed(office: Office) -> None:
    office.raises("1", 100_00)
    lines = [PayLine(office.key("1"), 96_00, wish=by_hand(4_00))]
    paying.post_receipt(office.cash, office.receipt(96_00), lines)
    assert (office.open_of("1"), len(pending(office.ledger))) == (4_00, 1)


def test_one_person_alone_may_say_otherwise_and_caps_still_bind(office: Office) -> None:
    parameters = ev.Parameters(duties_apart=False, user_cap={"USD": 6_00})
    set_parameters(office.ledger, COMPANY, parameters)
    office.raises("1", 100_00)
    office.raises("2", 100_00)
    wishes = (("1", None, by_hand(4_00)), ("2", None, by_hand(4_00)))
    with pytest.raises(Refused, match=r"2153! 4\.00 USD is above left of the day's cap for cara"):
        office.pays(192_00, *wishes)
    office.pays(96_00, wishes[0])
    assert office.open_of("1") == 0


def test_a_disputed_document_is_paid_but_not_written_off(office: Office) -> None:
    key = office.raises("1", 100_00)
    flag_document(office.ledger, key, hold=False, dispute=True)
    with pytest.raises(Refused, match="2321! 1 is in dispute"):
        office.pays(96_00, ("1", None, by_hand(4_00)))


def test_what_went_with_a_receipt_is_asked_for_no_more_once_it_is_taken_back(
    office: Office,
) -> None:
    office.raises("1", 100_00)
    posted = office.pays(96_00, ("1", None, by_hand(4_00)))
    reversing.reverse(office.ledger, posted.voucher)
    assert (office.open_of("1"), pending(office.ledger)) == (100_00, [])
    office.assert_sound()

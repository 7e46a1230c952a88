"""Duties apart (rule 21) and caps (rule 6) of write-offs by hand."""

from __future__ import annotations

import pytest

from artui.ledger import events as ev
from artui.ledger import paying
from artui.ledger.errors import Refused
from artui.ledger.people.users_roles import define_user
from artui.ledger.reversal.reversing import reverse
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store
from artui.ledger.writeoffs.requests import approve, request_write_off
from artui.ledger.writeoffs.writing_off import write_off, write_off_many
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    """Cara enters the receipts; Sue and Ann may write off and approve."""
    office = Office(store)
    define_user(office.ledger, "sue", unlimited=True, roles=["supervisor"])
    return office


def sets(office: Office, parameters: ev.Parameters) -> None:
    """Parameters of the company from the beginning."""
    set_parameters(office.ledger, COMPANY, parameters)


# --- duties apart --------------------------------------------------------------------------------


def test_nobody_writes_off_a_receipt_they_entered(office: Office) -> None:
    credit = office.pays(4_00).document
    with pytest.raises(Refused, match="2417! RC20000001 is a receipt that cara entered"):
        write_off(office.cash, credit)
    assert write_off(office.as_clerk("sue"), credit).outcome == "written off"


def test_nor_what_such_a_receipt_left_open(office: Office) -> None:
    office.raises("1", 100_00)
    posted = office.pays(96_00, ("1", None))
    with pytest.raises(Refused, match="2417! 1 was paid by RC20000001, which cara entered"):
        write_off(office.cash, office.key("1"))
    reverse(office.ledger, posted.voucher)
    assert write_off(office.cash, office.key("1"), amount=1_00).outcome == "written off"


def test_they_may_ask_and_somebody_else_decides(office: Office) -> None:
    credit = office.pays(4_00).document
    asked = request_write_off(office.cash, credit)
    assert approve(office.as_clerk("sue"), asked).decision == "approved"
    other = office.pays(5_00).document
    result = write_off(office.cash, other, above="pending")
    assert (result.outcome, result.request) == ("requested", "100/2")


def test_nobody_approves_on_a_receipt_they_entered(office: Office) -> None:
    sue = office.as_clerk("sue")
    credit = paying.post_receipt(sue, office.receipt(4_00)).document
    asked = request_write_off(office.cash, credit)
    with pytest.raises(Refused, match=r"2417! .* is a receipt that sue entered"):
        approve(sue, asked)
    assert approve(office.ledger, asked).decision == "approved"


def test_a_list_skips_and_names_them(office: Office) -> None:
    credit = office.pays(4_00).document
    office.raises("2", 3_00)
    results = write_off_many(office.cash, [credit, office.key("2")])
    assert [result.outcome for result in results] == ["skipped", "written off"]
    assert "cara entered" in results[0].text


def test_a_company_of_one_person_may_say_otherwise(office: Office) -> None:
    sets(office, ev.Parameters(duties_apart=False))
    credit = office.pays(4_00).document
    assert write_off(office.cash, credit).outcome == "written off"


def test_what_is_tolerated_by_itself_is_no_write_off_by_hand(office: Office) -> None:
    office.tolerate(5_00)
    office.raises("1", 100_00)
    office.pays(96_00, ("1", None))
    assert office.open_of("1") == 0


# --- caps ----------------------------------------------------------------------------------------


def test_a_document_has_a_cap_for_ever(office: Office) -> None:
    sets(office, ev.Parameters(document_cap={"USD": 10_00}))
    office.raises("1", 100_00)
    assert write_off(office.ledger, office.key("1"), amount=8_00).outcome == "written off"
    with pytest.raises(Refused, match=r"3\.00 USD is above left of the cap of 1: 2\.00"):
        write_off(office.ledger, office.key("1"), amount=3_00)
    assert write_off(office.ledger, office.key("1"), amount=2_00).outcome == "written off"


def test_what_was_taken_back_counts_no_more(office: Office) -> None:
    sets(
        office,
        ev.Parameters(
            document_cap={"USD": 10_00}, customer_cap={"USD": 10_00}, user_cap={"USD": 10_00}
        ),
    )
    office.raises("1", 100_00)
    made = write_off(office.ledger, office.key("1"), amount=10_00)
    reverse(office.ledger, made.voucher)
    assert write_off(office.ledger, office.key("1"), amount=10_00).outcome == "written off"


def test_a_customer_has_a_cap_in_a_year(office: Office) -> None:
    sets(office, ev.Parameters(customer_cap={"USD": 10_00}))
    office.raises("1", 8_00)
    office.raises("2", 8_00)
    office.raises("3", 8_00, customer="C2")
    results = write_off_many(office.ledger, [office.key(number) for number in "123"])
    assert [result.outcome for result in results] == ["written off", "refused", "written off"]
    assert "left of the year's cap for C1 in 2020: 2.00" in results[1].text


def test_a_user_has_a_cap_on_a_day(office: Office) -> None:
    sets(office, ev.Parameters(user_cap={"USD": 10_00}))
    office.raises("1", 8_00)
    office.raises("2", 8_00)
    assert write_off(office.ledger, office.key("1")).outcome == "written off"
    with pytest.raises(Refused, match=r"left of the day's cap for ann: 2\.00"):
        write_off(office.ledger, office.key("2"))
    assert write_off(office.as_clerk("sue"), office.key("2")).outcome == "written off"


def test_a_run_has_a_cap(office: Office) -> None:
    sets(office, ev.Parameters(run_cap={"USD": 10_00}))
    for number in "123":
        office.raises(number, 4_00)
    results = write_off_many(office.ledger, [office.key(number) for number in "123"])
    assert [result.outcome for result in results] == ["written off", "written off", "refused"]
    assert "left of the run's cap: 2.00" in results[2].text
    again = write_off_many(office.ledger, [office.key("3")])
    assert again[0].outcome == "written off"


def test_a_young_document_waits(office: Office) -> None:
    sets(office, ev.Parameters(least_age=30))
    office.raises("1", 4_00, date="2020-03-20")
    with pytest.raises(Refused, match=r"2418! 1 is of 2020-03-20: it may be .* from 2020-04-19 on"):
        write_off(office.ledger, office.key("1"))
    result = write_off(office.ledger, office.key("1"), day="2020-04-19")
    assert result.outcome == "written off"


def test_a_cap_of_a_document_is_lifted_by_nobody(office: Office) -> None:
    sets(office, ev.Parameters(document_cap={"USD": 10_00}))
    office.raises("1", 100_00)
    with pytest.raises(Refused, match="nobody may approve it"):
        request_write_off(office.cash, office.key("1"), amount=11_00)

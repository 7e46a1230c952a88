"""Requests: asked above one's authority, decided by somebody else, looked at again then."""

from __future__ import annotations

from typing import Any

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.errors import Changed, Refused
from artui.ledger.ledger import Posted
from artui.ledger.reading.moment import Moment
from artui.ledger.reading.past import look_back
from artui.ledger.reversal.reversing import reverse
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store
from artui.ledger.writeoffs.requests import (
    Request,
    approve,
    find,
    pending,
    reject,
    request_write_off,
    withdraw,
)
from artui.ledger.writeoffs.writing_off import write_off, write_off_many
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    """Bob may write off 10.00, Dora 100.00, Ann without limit; invoice 1 of 60.00."""
    office = Office(store)
    setup.define_user(office.ledger, "bob", authority={"USD": 10_00})
    setup.define_user(office.ledger, "dora", authority={"USD": 100_00})
    office.raises("1", 60_00)
    return office


def asks(office: Office, clerk: str = "bob", number: str = "1", **more: Any) -> str:
    """Request a write-off as a colleague."""
    return request_write_off(office.as_clerk(clerk), office.key(number), **more)


def standing(office: Office, request: str) -> Request:
    """A request as it stands."""
    found = find(office.ledger, request)
    assert found is not None
    return found


# --- asking --------------------------------------------------------------------------------------


def test_a_request_moves_no_balance_and_posts_no_voucher(office: Office) -> None:
    vouchers = office.ledger.read.count_vouchers()
    key = asks(office, note="customer insists")
    assert key == "100/1"
    assert (office.open_of("1"), office.ledger.read.count_vouchers()) == (60_00, vouchers)
    (waiting,) = pending(office.ledger)
    assert (waiting.key, waiting.document, waiting.amount, waiting.reason) == (
        "100/1",
        "100/1",
        60_00,
        "BALWOF",
    )
    assert (waiting.clerk, waiting.state, waiting.bound, waiting.note) == (
        "bob",
        "pending",
        10_00,
        "customer insists",
    )
    office.assert_sound()


def test_without_a_note_it_says_whose_limit_it_is_above(office: Office) -> None:
    assert standing(office, asks(office)).note == "60.00 USD is above user bob: 10.00"


def test_requests_are_numbered_by_company_and_listed_oldest_first(office: Office) -> None:
    office.raises("2", 5_00)
    office.raises("3", 5_00)
    assert [asks(office, number=number) for number in "123"] == ["100/1", "100/2", "100/3"]
    assert [waiting.number for waiting in pending(office.ledger, COMPANY)] == [1, 2, 3]
    assert [waiting.number for waiting in pending(office.ledger, COMPANY, "100/2")] == [2]
    assert pending(office.ledger, "200") == []


def test_one_document_has_one_request_waiting(office: Office) -> None:
    asks(office)
    with pytest.raises(Refused, match="2336! request 100/1 by bob waits for 1"):
        asks(office, "dora", amount=5_00)
    results = write_off_many(office.as_clerk("bob"), ["100/1"], above="pending")
    assert results[0].text == "request 100/1 by bob waits for 1"


def test_what_is_wrong_with_it_is_refused_at_once(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(system_limits={"USD": 50_00}))
    with pytest.raises(Refused, match="nobody may approve it"):
        asks(office)
    with pytest.raises(Refused, match="2324!"):
        asks(office, amount=5_00, reason="CRWOF")
    with pytest.raises(Refused, match="2210!"):
        asks(office, number="9")
    assert pending(office.ledger) == []


def test_asking_again_under_the_same_command_is_the_same_request(office: Office) -> None:
    assert asks(office, command="x") == asks(office, command="x") == "100/1"
    assert len(pending(office.ledger)) == 1
    with pytest.raises(Refused, match="2235!"):
        approve(office.ledger, "100/1", command="x")


# --- looking back ---------------------------------------------------------------------------------


def test_what_waited_at_a_position_is_known(office: Office) -> None:
    """Three requests, made one by one: one is approved, one rejected, one withdrawn."""
    for number in ("2", "3"):
        office.raises(number, 60_00)
    noted = [(office.ledger.store.head().pos, pending(office.ledger))]
    keys: list[str] = []

    def note() -> None:
        end = office.ledger.store.head().pos
        noted.append((end, [each for key in keys if (each := find(office.ledger, key))]))

    for number in ("1", "2", "3"):
        keys.append(asks(office, number=number))
        note()
    approve(office.as_clerk("dora"), keys[0], note="agreed")
    note()
    reject(office.as_clerk("dora"), keys[1], note="pay first")
    note()
    withdraw(office.as_clerk("bob"), keys[2])
    note()
    for position, said in noted:
        past = look_back(office.ledger, Moment(position=position))
        assert [each for key in keys if (each := find(past, key))] == said
        assert pending(past) == [each for each in said if each.state == "pending"]
    counts = [len(pending(look_back(office.ledger, Moment(position=at)))) for at, _ in noted]
    assert counts == [0, 1, 2, 3, 2, 1, 0]


def test_a_decision_isnt_known_without_the_voucher_it_posted(office: Office) -> None:
    key = asks(office)
    made = approve(office.as_clerk("dora"), key)
    head = office.ledger.read.voucher(made.voucher)
    assert head is not None
    for position, waiting in ((head.first_pos - 1, 1), (head.pos, 0)):
        past = look_back(office.ledger, Moment(position=position))
        assert len(pending(past)) == waiting
        assert len(list(past.read.all_open_items())) == waiting


# --- approving -----------------------------------------------------------------------------------


def test_an_approval_posts_the_write_off_with_who_asked(office: Office) -> None:
    key = asks(office)
    made = approve(office.as_clerk("dora"), key, note="agreed")
    assert (made.decision, made.voucher, made.number) == (
        "approved",
        "100/WO/2020/1",
        "100/WO20000001",
    )
    assert office.open_of("1") == 0
    (fact,) = office.facts(Posted(made.voucher, "", 0), ev.WrittenOff)
    assert (fact.clerk, fact.requested_by, fact.request, fact.limit) == (
        "dora",
        "bob",
        "100/1",
        100_00,
    )
    decided = standing(office, key)
    assert (decided.state, decided.decided_by, decided.voucher, decided.answer) == (
        "approved",
        "dora",
        made.voucher,
        "agreed",
    )
    assert pending(office.ledger) == []
    office.assert_sound()


def test_an_approval_repeated_posts_nothing_twice(office: Office) -> None:
    key = asks(office)
    first = approve(office.as_clerk("dora"), key, command="yes")
    again = approve(office.as_clerk("dora"), key, command="yes")
    assert again == first._replace(again=True)
    with pytest.raises(Refused, match="2333! request 100/1 was approved by dora"):
        approve(office.as_clerk("dora"), key)
    office.assert_sound()


def test_who_asked_cannot_approve(office: Office) -> None:
    key = asks(office, "ann")
    with pytest.raises(Refused, match="2334! 100/1 is your own"):
        approve(office.ledger, key)
    assert standing(office, key).state == "pending"


def test_the_approvers_own_authority_must_cover_it(office: Office) -> None:
    setup.define_user(office.ledger, "eve", authority={"USD": 59_99})
    key = asks(office)
    with pytest.raises(Refused, match=r"2153! 60.00 USD is above user eve: 59.99"):
        approve(office.as_clerk("eve"), key)
    assert approve(office.as_clerk("dora"), key).decision == "approved"


@pytest.mark.parametrize(
    ("parameters", "number"),
    [
        ({"system_limits": {"USD": 50_00}}, "2327!"),
        ({"system_range": (None, 59_99)}, "2327!"),
        ({"company_limits": {"USD": 50_00}}, "2153!"),
        ({"system_limits": {"USD": 60_00}, "limits_inclusive": False}, "2327!"),
    ],
)
def test_limits_are_looked_at_again_and_nobody_goes_above_the_system(
    office: Office, parameters: dict[str, Any], number: str
) -> None:
    key = asks(office)
    set_parameters(office.ledger, COMPANY, ev.Parameters(**parameters))
    with pytest.raises(Refused, match=number):
        approve(office.ledger, key)
    assert (standing(office, key).state, office.open_of("1")) == ("pending", 60_00)


def test_a_balance_that_moved_voids_the_request_and_says_so(office: Office) -> None:
    key = asks(office, amount=20_00)
    office.pays(10_00, ("1", None))
    said = (
        "1 had 60.00 open when bob asked and has 50.00 now, since RC 2020-000001: "
        "request 100/1 is void"
    )
    with pytest.raises(Changed, match=said):
        approve(office.as_clerk("dora"), key, command="yes")
    decided = standing(office, key)
    assert (decided.state, decided.decided_by, decided.answer) == ("void", "dora", said)
    assert office.open_of("1") == 50_00
    with pytest.raises(Changed, match="is void"):
        approve(office.as_clerk("dora"), key, command="yes")
    asks(office, amount=20_00)
    office.assert_sound()


def test_a_balance_that_came_back_is_the_balance_that_was_asked_for(office: Office) -> None:
    key = asks(office)
    paid = office.pays(10_00, ("1", None))
    reverse(office.ledger, paid.voucher)
    assert approve(office.as_clerk("dora"), key).decision == "approved"


def test_a_document_in_dispute_by_then_is_not_written_off(office: Office) -> None:
    key = asks(office)
    setup.flag_document(office.ledger, office.key("1"), hold=False, dispute=True)
    with pytest.raises(Refused, match="2321!"):
        approve(office.as_clerk("dora"), key)
    assert standing(office, key).state == "pending"


def test_it_is_posted_on_an_open_day_or_not_at_all(office: Office) -> None:
    key = asks(office)
    setup.set_period(office.ledger, COMPANY, "2020-03", is_open=False)
    with pytest.raises(Refused, match="2111!"):
        approve(office.as_clerk("dora"), key, day="2020-03-31")
    made = approve(office.as_clerk("dora"), key, day="2020-04-02")
    seal = office.ledger.read.seal(made.voucher)
    assert seal is not None
    assert seal.date == "2020-04-02"


def test_bad_debt_is_written_off_by_somebody_elses_approval(office: Office) -> None:
    request = write_off(office.ledger, office.key("1"), reason="BADDEBT").request
    with pytest.raises(Refused, match="2334!"):
        approve(office.ledger, request)
    assert approve(office.as_clerk("dora"), request).decision == "approved"
    assert office.open_of("1") == 0


def test_a_part_of_a_credit_can_be_requested(office: Office) -> None:
    office.pays(office.receipt(60_00, number="R"))
    key = asks(office, number="R", amount=15_00)
    approve(office.as_clerk("dora"), key)
    assert office.open_of("R") == -45_00
    assert office.document("WO20000001").kind == "credit_write_off"
    office.assert_sound()


# --- turning down --------------------------------------------------------------------------------


def test_a_request_is_rejected_by_somebody_else_and_withdrawn_by_who_asked(office: Office) -> None:
    first = asks(office)
    with pytest.raises(Refused, match="2334! 100/1 is your own: withdraw it"):
        reject(office.as_clerk("bob"), first)
    with pytest.raises(Refused, match="2335! 100/1 is bob's: reject it"):
        withdraw(office.as_clerk("dora"), first)
    with pytest.raises(Refused, match="2400! mallory is no user"):
        reject(office.as_clerk("mallory"), first)
    assert reject(office.as_clerk("dora"), first, note="pay first").decision == "rejected"
    second = asks(office)
    assert withdraw(office.as_clerk("bob"), second, command="w").decision == "withdrawn"
    assert withdraw(office.as_clerk("bob"), second, command="w").again
    assert [standing(office, key).state for key in (first, second)] == ["rejected", "withdrawn"]
    assert office.open_of("1") == 60_00
    for key in (first, second):
        with pytest.raises(Refused, match="2333!"):
            approve(office.ledger, key)
    office.assert_sound()


@pytest.mark.parametrize("key", ["100/9", "100/x", "7", "", f"100/{10**30}"])
def test_a_request_that_does_not_exist_is_refused(office: Office, key: str) -> None:
    with pytest.raises(Refused, match="2332!"):
        approve(office.ledger, key)


def test_requests_survive_a_rebuild(office: Office) -> None:
    asks(office)
    office.raises("2", 5_00)
    approve(office.as_clerk("dora"), asks(office, number="2"))
    before = [find(office.ledger, f"100/{number}") for number in (1, 2)]
    office.ledger.store.rebuild()
    assert [find(office.ledger, f"100/{number}") for number in (1, 2)] == before
    office.assert_sound()

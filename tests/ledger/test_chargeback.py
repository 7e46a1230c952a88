"""Chargebacks: the rest of a short-paid document on a debit memo of its own, at no cost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.ledger import Posted
from artui.ledger.reversal.reversing import reverse
from artui.ledger.store import Store, open_store
from artui.ledger.writeoffs.charging_back import charge_back
from tests.ledger.office import COMPANY, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def charges(office: Office, number: str, **more: Any) -> Posted:
    """Charge a document back by number."""
    return charge_back(office.ledger, office.key(number), **more)


def test_the_rest_moves_to_a_debit_memo_of_the_companys_own_series(office: Office) -> None:
    office.raises("1", 1_000_00, tax=100_00)
    office.pays(600_00, ("1", None))
    posted = charges(office, "1", amount=390_00, reason="SHT", due="2020-05-31")
    assert (posted.document, posted.name, posted.left) == ("100/CB-1", "CB 2020-000001", 10_00)
    made = office.document("CB-1")
    assert (made.kind, made.customer, made.original, made.open) == (
        "chargeback",
        "C1",
        390_00,
        390_00,
    )
    assert (made.date, made.due, made.reference, made.tax) == (TODAY, "2020-05-31", "1", 39_00)
    assert office.journal(posted) == {}, "no cost, and the control account nets to nothing"
    (fact,) = office.facts(posted, ev.ChargedBack)
    assert (fact.chargeback, fact.reason) == ("100/CB-1", "SHT")
    office.assert_sound()


def test_by_default_all_that_is_open_is_charged_back_due_at_once(office: Office) -> None:
    office.raises("1", 100_00)
    assert charges(office, "1").left == 0
    assert (office.open_of("1"), office.open_of("CB-1")) == (0, 100_00)
    assert office.document("CB-1").due == TODAY


def test_it_is_paid_like_any_document(office: Office) -> None:
    office.raises("1", 100_00)
    charges(office, "1")
    office.pays(100_00, ("CB-1", None))
    assert office.open_of("CB-1") == 0
    office.assert_sound()


def test_numbers_go_on_over_the_years_and_are_never_used_again(office: Office) -> None:
    setup.open_years(office.ledger, COMPANY, [2021])
    office.raises("1", 100_00)
    first = charges(office, "1", amount=10_00)
    reverse(office.ledger, first.voucher)
    assert charges(office, "1", amount=10_00).document == "100/CB-2"
    posted = charges(office, "1", amount=10_00, day="2021-01-04")
    assert (posted.document, posted.name) == ("100/CB-3", "CB 2021-000001")
    office.raises("CB-4", 5_00)
    assert charges(office, "1", amount=10_00).document == "100/CB-5"


def test_it_keeps_the_rate_and_the_division_of_its_document(office: Office) -> None:
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    setup.register_division(office.ledger, COMPANY, "W", "West", control_account="1211-W")
    office.raises("1", 100_00, currency="EUR", rate="1.005", division="W")
    charges(office, "1", amount=33_33)
    rest, made = office.document("1"), office.document("CB-1")
    assert rest.base_open + made.base_open == 100_50
    assert (made.rate, made.division, made.control) == ("1.005", "W", "1211-W")
    office.assert_sound()


def test_it_can_be_taken_back_until_it_is_built_on(office: Office) -> None:
    office.raises("1", 100_00)
    posted = charges(office, "1")
    paid = office.pays(40_00, ("CB-1", None))
    with pytest.raises(Refused, match="RC 2020-000001"):
        reverse(office.ledger, posted.voucher)
    reverse(office.ledger, paid.voucher)
    reverse(office.ledger, posted.voucher)
    assert (office.open_of("1"), office.document("CB-1").state) == (100_00, "cancelled")
    office.assert_sound()


def test_a_repeated_command_charges_back_once(office: Office) -> None:
    office.raises("1", 100_00)
    first = charges(office, "1", amount=40_00, command="x")
    assert charges(office, "1", amount=40_00, command="x") == first._replace(again=True)
    assert office.open_of("1") == 60_00
    office.pays(10_00, command="y")
    with pytest.raises(Refused, match="2235!"):
        charges(office, "1", command="y")


@pytest.mark.parametrize(
    ("number", "more", "field", "said"),
    [
        ("1", {"amount": 100_01}, "amount", "2151! only 100.00 of 1 is open"),
        ("1", {"amount": 0}, "amount", "2323! an amount above zero is needed"),
        ("1", {"reason": "NONE"}, "reason", "2205! reason code 'NONE' does not exist"),
        ("1", {"due": "2020-02-30"}, "due", "2110! '2020-02-30' is not a date (YYYY-MM-DD)"),
        ("1", {"day": "2099-01-01"}, "date", "2112! 2099-01-01 is in no period of 100"),
        ("C", {}, "document", "2330! nothing is owed on C"),
        ("H", {}, "document", "2117! H is on hold"),
        ("9", {}, "document", "2210! document 9 does not exist"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(
    office: Office, number: str, more: dict[str, Any], field: str, said: str
) -> None:
    office.raises("1", 100_00)
    office.raises("C", -100_00)
    setup.flag_document(office.ledger, office.raises("H", 1_00), hold=True, dispute=False)
    with pytest.raises(Refused) as refused:
        charges(office, number, **more)
    (problem,) = refused.value.problems
    assert problem.field == field
    assert str(problem).startswith(said)


def test_what_is_in_dispute_can_be_charged_back(office: Office) -> None:
    setup.flag_document(office.ledger, office.raises("1", 5_00), hold=False, dispute=True)
    assert charges(office, "1").document == "100/CB-1"


@settings(max_examples=15, deadline=None)
@given(
    amount=st.integers(1, 10**6),
    rate=st.decimals("0.01", "20", places=3),
    cuts=st.lists(st.integers(1, 10**5), max_size=4),
)
def test_parts_charged_back_add_up_to_the_document(
    tmp_path_factory: pytest.TempPathFactory, amount: int, rate: Any, cuts: list[int]
) -> None:
    store = open_store(tmp_path_factory.mktemp("books") / "books.artui", create=True)
    office = Office(store)
    office.raises("1", amount, currency="EUR", rate=str(rate))
    whole = office.document("1")
    for cut in cuts:
        if cut <= office.open_of("1"):
            charges(office, "1", amount=cut)
    parts = [d for d in office.ledger.read.all_open_items() if d.number.startswith("CB-")]
    rest = office.document("1")
    assert sum(d.open for d in parts) + rest.open == whole.open
    assert sum(d.base_open for d in parts) + rest.base_open == whole.base_open
    office.assert_sound()
    store.close()

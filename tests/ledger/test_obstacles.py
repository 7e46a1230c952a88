"""Why a document can't be written off by a clerk: every cause in words, with its figures."""

from __future__ import annotations

import pytest

from artui.ledger import events as ev
from artui.ledger.people.users_roles import define_user
from artui.ledger.setup.customer_data import flag_document
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store
from artui.ledger.writeoffs.obstacles import Obstacle, obstacles
from artui.ledger.writeoffs.requests import request_write_off
from artui.ledger.writeoffs.writing_off import write_off
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    """One invoice of 4.00; Ann may do all, Bob writes off up to 3.00."""
    office = Office(store)
    define_user(office.ledger, "bob", authority={"USD": 3_00}, roles=["clerk"])
    office.raises("1", 4_00)
    return office


def said(office: Office, clerk: str = "ann", number: str = "1", day: str = "") -> list[Obstacle]:
    return obstacles(office.as_clerk(clerk), office.document(number), day)


def sets(office: Office, parameters: ev.Parameters) -> None:
    set_parameters(office.ledger, COMPANY, parameters)


def test_nothing_stands_in_the_way(office: Office) -> None:
    assert said(office) == []


def test_a_limit_somebody_else_may_lift(office: Office) -> None:
    assert said(office, "bob") == [Obstacle("4.00 USD is above user bob: 3.00", may_ask=True)]


def test_a_limit_nobody_lifts(office: Office) -> None:
    sets(office, ev.Parameters(system_limits={"USD": 2_00}))
    assert said(office) == [Obstacle("4.00 USD is above system: 2.00")]


@pytest.mark.parametrize(
    ("parameters", "text", "may_ask"),
    [
        (
            ev.Parameters(document_cap={"USD": 5_00}),
            "4.00 USD is above the 3.00 left of 1: 2.00 of its cap 5.00 is gone",
            False,
        ),
        (
            ev.Parameters(customer_cap={"USD": 5_00}),
            "4.00 USD is above the 3.00 left of C1 in 2020: 2.00 of its cap 5.00 is gone",
            False,
        ),
        (
            ev.Parameters(user_cap={"USD": 5_00}),
            "4.00 USD is above the 3.00 left of ann on 2020-04-15: 2.00 of its cap 5.00 is gone",
            True,
        ),
        (
            ev.Parameters(run_cap={"USD": 3_00}),
            "4.00 USD is above the 3.00 left of the run: 0.00 of its cap 3.00 is gone",
            True,
        ),
    ],
)
def test_caps_say_what_is_gone_of_them(
    office: Office, parameters: ev.Parameters, text: str, may_ask: bool
) -> None:
    sets(office, parameters)
    office.raises("2", 6_00)
    write_off(office.ledger, office.key("2"), amount=2_00)
    assert said(office, number="2" if "of 1" in text else "1") == [
        Obstacle(text.replace("of 1:", "of 2:"), may_ask)
    ]


def test_age_dispute_hold_and_period(office: Office) -> None:
    sets(office, ev.Parameters(least_age=30))
    flag_document(office.ledger, office.key("1"), hold=True, dispute=True)
    assert [each.text for each in said(office)] == [
        "it is on hold",
        "it is in dispute",
        "it is 26 days old, the least age is 30: from 2020-04-19 on",
    ]
    (closed, *_) = [each.text for each in said(office, day="2031-01-01")][2:]
    assert "2031-01-01" in closed


def test_a_request_that_waits_is_named(office: Office) -> None:
    request_write_off(office.cash, office.key("1"), amount=3_00)
    assert said(office) == [Obstacle("request 100/1 by cara waits for it: 3.00 USD")]


def test_who_entered_the_receipt_may_only_ask(office: Office) -> None:
    office.pays(3_00, ("1", None))
    (found,) = said(office, "cara")
    assert found == Obstacle(
        "1 was paid by RC20000001, which cara entered: somebody else must write off (rule 21)",
        may_ask=True,
    )
    assert said(office) == []


def test_who_may_not_write_off_is_told(office: Office) -> None:
    define_user(office.ledger, "eva", unlimited=True, roles=["auditor"])
    assert said(office, "eva")[0] == Obstacle("eva may not write off")

"""What takes a second person beside limits, reasons and roles: accounts, customers' limits, and
somebody else's authority (rule 21)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from artui.ledger import setup
from artui.ledger.errors import Changed, Refused
from artui.ledger.ledger import Ledger
from artui.ledger.people import rights
from artui.ledger.people.changes import confirm, waiting
from artui.ledger.setup import CustomerData, define_role, define_user, delegate, put_customers
from artui.ledger.store import Store
from tests.ledger.office import Office


@pytest.fixture
def office(store: Store) -> Office:
    """Ann and Adam are administrators; Sue approves up to 100.00."""
    office = Office(store)
    define_user(office.ledger, "sue", authority={"USD": 100_00}, roles=["supervisor"])
    define_user(office.ledger, "adam", roles=["administrator"])
    return office


@pytest.fixture
def adam(office: Office) -> Ledger:
    return office.as_clerk("adam")


def customer(office: Office) -> CustomerData:
    """The customer C1 as it stands."""
    known = office.ledger.read.customer("100", "C1")
    assert known is not None
    return CustomerData.of(known)


def test_a_new_company_waits_with_its_accounts(office: Office, adam: Ledger) -> None:
    setup.register_company(office.ledger, "200", "Second", "USD", years=(2020,))
    assert office.ledger.kept.words("") == "Change 1 waits to be confirmed by adam."
    assert "200" not in office.ledger.policies.companies
    confirm(adam, 1)
    company = office.ledger.policies.company("200")
    assert list(company.bank_accounts) == ["200-USD"]
    assert len(company.periods) == 12
    assert office.ledger.policies.account("Customer", "200") == "1210-200"
    office.assert_sound()


def test_a_company_proposed_twice_is_made_once(office: Office, adam: Ledger) -> None:
    for name in ("Second", "Zweite"):
        setup.register_company(office.ledger, "200", name, "USD")
    confirm(adam, 1)
    with pytest.raises(Changed, match="company/200"):
        confirm(adam, 2)
    assert office.ledger.policies.company("200").name == "Second"


def test_a_bank_account_waits(office: Office, adam: Ledger) -> None:
    setup.open_bank_account(office.ledger, "100", "B2", "EUR")
    assert "B2" not in office.ledger.policies.company("100").bank_accounts
    confirm(adam, 1)
    assert office.ledger.policies.company("100").bank_accounts["B2"].account == "1010-EUR"


def test_a_division_waits_only_if_it_brings_an_account(office: Office, adam: Ledger) -> None:
    setup.register_division(office.ledger, "100", "EAST", "East")
    setup.register_division(office.ledger, "100", "WEST", "West", control_account="1215-WEST")
    assert list(office.ledger.policies.company("100").divisions) == ["EAST"]
    confirm(adam, 1)
    assert office.ledger.policies.account("Customer", "100", "WEST") == "1215-WEST"


def test_a_customers_write_off_limit_waits_and_the_rest_does_not(
    office: Office, adam: Ledger
) -> None:
    raised = replace(customer(office), name="Acme Foods Ltd", write_off_limit=9_00)
    assert put_customers(office.ledger, [raised]) == (0, 1)
    assert customer(office) == replace(raised, write_off_limit=None)
    (change,) = waiting(office.ledger)
    assert change.what == "write-off limit of customer C1"
    put_customers(office.ledger, [replace(raised, credit_limit=5_000_00)])
    assert len(waiting(office.ledger)) == 1, "the same limit is asked for once"
    confirm(adam, 1)
    assert customer(office) == replace(raised, credit_limit=5_000_00), "what changed since stays"
    office.assert_sound()


def test_a_new_customers_limit_waits_too(office: Office, adam: Ledger) -> None:
    new = CustomerData("100", "C7", "Gamma", "USD", write_off_limit=1_00)
    assert put_customers(office.ledger, [new]) == (1, 0)
    confirm(adam, 1)
    known = office.ledger.read.customer("100", "C7")
    assert known is not None and CustomerData.of(known) == new


def test_of_two_limits_the_one_confirmed_first_holds(office: Office, adam: Ledger) -> None:
    for limit in (9_00, 3_00):
        put_customers(office.ledger, [replace(customer(office), write_off_limit=limit)])
    confirm(adam, 2)
    with pytest.raises(Changed, match="customer/100/C1 was changed since: change 1 is void"):
        confirm(adam, 1)
    assert customer(office).write_off_limit == 3_00


def test_somebody_elses_authority_is_delegated_by_two(office: Office, adam: Ledger) -> None:
    define_user(office.ledger, "kim", roles=["clerk"])
    confirm(adam, 1)
    delegate(office.ledger, "kim", "2020-04-17", user="sue")
    speaks = rights.speaks_for
    assert speaks(office.ledger.policies, "kim", "2020-04-15") == []
    confirm(adam, 2)
    assert speaks(office.ledger.policies, "kim", "2020-04-15") == ["sue"]
    delegate(office.ledger, "kim", "", user="sue")
    assert speaks(office.ledger.policies, "kim", "2020-04-15") == [], "taken away at once"


def test_nobody_confirms_a_delegation_to_themselves(office: Office, adam: Ledger) -> None:
    delegate(office.ledger, "adam", "2020-04-17", user="sue")
    with pytest.raises(Refused, match="2406! change 1 is about you"):
        confirm(adam, 1)


def test_ones_own_authority_is_delegated_at_once(office: Office) -> None:
    delegate(office.as_clerk("sue"), "adam", "2020-04-17")
    assert rights.speaks_for(office.ledger.policies, "adam", "2020-04-15") == ["sue"]


def test_confirming_never_leaves_nobody_to_change_users(office: Office, adam: Ledger) -> None:
    define_role(office.ledger, "seconder", "Only confirms", ["changes.confirm"])
    confirm(adam, 1)
    define_user(office.ledger, "dora", roles=["seconder"])
    confirm(adam, 2)
    define_user(adam, "ann", roles=["supervisor"])
    define_user(office.ledger, "adam", roles=["auditor"])
    dora = office.as_clerk("dora")
    confirm(dora, 3)
    with pytest.raises(Refused, match="2403! adam is the last who may change users"):
        confirm(dora, 4)


def test_alone_everything_is_made_at_once(store: Store) -> None:
    office = Office(store)
    setup.register_company(office.ledger, "200", "Second", "USD")
    setup.open_bank_account(office.ledger, "200", "B2", "EUR")
    put_customers(office.ledger, [replace(customer(office), write_off_limit=9_00)])
    assert "B2" in office.ledger.policies.company("200").bank_accounts
    assert customer(office).write_off_limit == 9_00
    assert waiting(office.ledger) == []

"""Users, roles, delegations, and changes that take a second person (rule 21)."""

from __future__ import annotations

import pytest

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.errors import Changed, Refused
from artui.ledger.ledger import Ledger
from artui.ledger.people import changes, rights
from artui.ledger.people.changes import confirm, reject, waiting
from artui.ledger.people.rights import permissions_of
from artui.ledger.reversal.reversing import reverse
from artui.ledger.setup import (
    CustomerData,
    define_role,
    define_user,
    delegate,
    put_customers,
)
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store
from artui.ledger.writeoffs.requests import approve, request_write_off
from artui.ledger.writeoffs.writing_off import candidates, write_off, write_off_many
from tests.ledger.office import Office


@pytest.fixture
def office(store: Store) -> Office:
    """Ann made the ledger; Cleo is a clerk, Sue a supervisor, Audrey an auditor."""
    office = Office(store)
    define_user(office.ledger, "cleo", authority={"USD": 10_00}, roles=["clerk"])
    define_user(office.ledger, "sue", authority={"USD": 100_00}, roles=["supervisor"])
    define_user(office.ledger, "audrey", roles=["auditor"])
    office.raises("1", 60_00)
    return office


def two(office: Office) -> Ledger:
    """A second administrator, Adam, beside Ann."""
    define_user(office.ledger, "adam", roles=["administrator"])
    return office.as_clerk("adam")


# --- roles ---------------------------------------------------------------------------------------


def test_the_maker_of_a_ledger_keeps_it_and_supervises(office: Office) -> None:
    assert permissions_of(office.ledger.policies, "ann") == set(rights.PERMISSIONS)
    assert rights.holders(office.ledger.policies, "users.change") == ["ann"]


def test_every_permission_is_in_some_role_and_every_role_names_known_ones() -> None:
    held = frozenset[str]().union(*(role.permissions for role in rights.STANDARD.values()))
    assert held == set(rights.PERMISSIONS)


def test_permissions_follow_the_clerk_and_the_policies_at_once(office: Office) -> None:
    desk = office.as_clerk("cleo")
    assert desk.may("receipts.post")
    desk.clerk = "audrey"
    assert not desk.may("receipts.post")
    define_user(office.ledger, "audrey", roles=["clerk"])
    assert desk.may("receipts.post")


def test_a_refusal_names_the_permission_the_user_and_who_may_give_it(office: Office) -> None:
    posted = office.pays(10_00)
    with pytest.raises(Refused) as refused:
        reverse(office.as_clerk("audrey"), posted.voucher)
    assert str(refused.value) == (
        "2400! audrey (auditor) may not: vouchers.reverse, take vouchers, applications and "
        "write-offs back. ann may allow it"
    )


def test_each_role_may_do_its_own(office: Office) -> None:
    paying.post_receipt(office.as_clerk("cleo"), office.receipt(5_00))
    for user in ("cleo", "sue", "audrey"):
        with pytest.raises(Refused, match=r"policies\.change"):
            set_parameters(office.as_clerk(user), "", ev.Parameters())
        with pytest.raises(Refused, match=r"users\.change"):
            define_user(office.as_clerk(user), "eve")
    adam = two(office)
    with pytest.raises(Refused, match=r"receipts\.post"):
        paying.post_receipt(adam, office.receipt(5_00))
    with pytest.raises(Refused, match=r"writeoffs\.post"):
        write_off(adam, office.key("1"))


def test_somebody_unknown_may_only_look(office: Office) -> None:
    with pytest.raises(Refused, match="mallory is no user of this ledger and may only look"):
        paying.post_receipt(office.as_clerk("mallory"), office.receipt(5_00))
    assert office.as_clerk("mallory").read.document("100/1") is not None


def test_a_user_who_has_ended_may_do_nothing(office: Office) -> None:
    define_user(office.ledger, "cleo", ended=True)
    with pytest.raises(Refused, match="user cleo has ended"):
        paying.post_receipt(office.as_clerk("cleo"), office.receipt(5_00))


def test_a_user_without_roles_is_a_clerk_who_approves_within_an_authority(office: Office) -> None:
    define_user(office.ledger, "bob")
    define_user(office.ledger, "dora", authority={"USD": 5_00})
    policies = office.ledger.policies
    assert permissions_of(policies, "bob") == rights.STANDARD["clerk"].permissions
    assert permissions_of(policies, "dora") == rights.STANDARD["supervisor"].permissions


def test_a_role_of_ones_own_replaces_the_standard_one(office: Office) -> None:
    define_role(office.ledger, "clerk", "Only receipts", ["receipts.post"])
    policies = office.ledger.policies
    assert permissions_of(policies, "cleo") == {"receipts.post"} | rights.LOOKING
    define_role(office.ledger, "cashier", "Cash desk", ["receipts.post", "applications.post"])
    define_user(office.ledger, "cleo", roles=["cashier", "auditor"])
    assert "applications.post" in permissions_of(office.ledger.policies, "cleo")
    define_role(office.ledger, "cashier", ended=True)
    assert permissions_of(office.ledger.policies, "cleo") == rights.LOOKING


def test_what_contradicts_itself_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="2402! 'dance' is none of"):
        define_role(office.ledger, "x", "", ["dance"])
    with pytest.raises(Refused, match="2401! 'pope' is no role: clerk, supervisor"):
        define_user(office.ledger, "bob", roles=["pope"])
    with pytest.raises(Refused, match="2401!"):
        define_role(office.ledger, "two words")
    with pytest.raises(Refused, match="2411! '100/NORTH' is no COMPANY or COMPANY/BRANCH"):
        define_user(office.ledger, "bob", branches=["100/NORTH"])


def test_somebody_can_always_change_users(office: Office) -> None:
    with pytest.raises(Refused, match="2403! ann is the last who may change users"):
        define_user(office.ledger, "ann", roles=["clerk"])
    with pytest.raises(Refused, match="2403! only role administrator lets anybody"):
        define_role(office.ledger, "administrator", "", ["reports.read"])


def test_roles_and_branches_stay_if_they_are_not_given(office: Office) -> None:
    setup.register_branch(office.ledger, "100", "EAST", "East")
    define_user(office.ledger, "cleo", roles=["clerk"], branches=["100/EAST"])
    define_user(office.ledger, "cleo", authority={"USD": 7_00})
    user = office.ledger.policies.users["cleo"]
    assert (user.roles, user.branches) == (("clerk",), ("100/EAST",))


# --- two persons ---------------------------------------------------------------------------------


def test_alone_a_change_is_made_at_once_and_says_so(office: Office) -> None:
    kept = define_user(office.ledger, "bob")
    assert kept.words("bob is set.") == "bob is set."
    assert kept.aloud == "Made by you alone: nobody else may confirm changes yet."
    assert waiting(office.ledger) == []


def test_a_change_waits_for_a_second_person(office: Office) -> None:
    adam = two(office)
    kept = define_user(office.ledger, "cleo", authority={"USD": 900_00})
    assert kept.words("") == "Change 1 waits to be confirmed by adam."
    assert office.ledger.policies.authority("cleo", "USD") == 10_00
    with pytest.raises(Refused, match="2405! change 1 is your own"):
        confirm(office.ledger, 1)
    with pytest.raises(Refused, match=r"changes\.confirm"):
        confirm(office.as_clerk("sue"), 1)
    confirm(adam, 1, note="agreed with Kim")
    assert office.ledger.policies.authority("cleo", "USD") == 900_00
    assert waiting(office.ledger) == []
    with pytest.raises(Refused, match="2404! no change 1 waits"):
        confirm(adam, 1)
    office.assert_sound()


def test_reasons_tolerances_accounts_and_parameters_wait_too(office: Office) -> None:
    adam = two(office)
    office.tolerate(7_00)
    setup.define_reason(office.ledger, "NEW", "New", "small balance")
    setup.map_rule(office.ledger, "AR30-185", "6150-900", name="Differences")
    set_parameters(office.ledger, "", ev.Parameters(above_limit="pending"))
    assert [change.what for change in waiting(office.ledger)] == [
        "tolerance default USD",
        "reason NEW",
        "account of rule AR30-185",
        "parameters of all companies",
    ]
    assert office.ledger.policies.policy_number() == 0
    for number in (1, 2, 3, 4):
        confirm(adam, number)
    policies = office.ledger.policies
    assert policies.policy_number() == 1
    assert policies.reasons["NEW"].clerk == "adam"
    assert policies.account("AR30-185", "100") == "6150-900"
    assert policies.parameters("100", "2020-04-15").above_limit == "pending"


def test_two_tolerances_that_wait_become_two_versions(office: Office) -> None:
    adam = two(office)
    office.tolerate(7_00)
    office.tolerate(8_00, level="group", key="RETAIL")
    confirm(adam, 2)
    confirm(adam, 1)
    assert [line.policy for line in office.ledger.policies.tolerances] == [1, 2]


def test_a_change_that_another_overtook_is_void(office: Office) -> None:
    adam = two(office)
    define_user(office.ledger, "cleo", authority={"USD": 900_00})
    define_user(office.ledger, "cleo", authority={"USD": 20_00})
    confirm(adam, 2)
    with pytest.raises(Changed, match="2408! user/cleo was changed since: change 1 is void"):
        confirm(adam, 1)
    assert waiting(office.ledger) == []
    assert office.ledger.policies.authority("cleo", "USD") == 20_00


def test_a_change_is_turned_down_or_taken_back(office: Office) -> None:
    adam = two(office)
    define_user(office.ledger, "bob")
    define_user(office.ledger, "bill")
    with pytest.raises(Refused, match=r"changes\.confirm"):
        reject(office.as_clerk("sue"), 1)
    reject(adam, 1, note="who is Bob?")
    reject(office.ledger, 2)
    decided = [
        (event.number, event.decision, event.proposed_by, event.clerk)
        for _pos, event in office.ledger.store.events()
        if isinstance(event, ev.ChangeDecided)
    ]
    assert decided == [(1, "rejected", "ann", "adam"), (2, "withdrawn", "ann", "ann")]
    assert "bob" not in office.ledger.policies.users


def test_nobody_changes_themselves_nor_confirms_what_is_about_them(office: Office) -> None:
    adam = two(office)
    with pytest.raises(Refused, match="2410! nobody changes their own limits: ann may"):
        define_user(adam, "adam", unlimited=True)
    define_user(office.ledger, "adam", authority={"USD": 5_00}, roles=["administrator"])
    with pytest.raises(Refused, match="2406! change 1 is about you"):
        confirm(adam, 1)


def test_a_currency_comes_into_use_at_once_even_if_the_change_waits(office: Office) -> None:
    adam = two(office)
    define_user(office.ledger, "cleo", authority={"JPY": 900})
    assert "JPY" in office.ledger.policies.currencies
    confirm(adam, 1)
    assert office.ledger.policies.authority("cleo", "JPY") == 900


def test_a_change_keeps_the_facts_it_will_make(office: Office) -> None:
    two(office)
    define_user(office.ledger, "cleo", authority={"USD": 900_00})
    (change,) = waiting(office.ledger)
    (fact,) = changes.facts_of(change)
    assert isinstance(fact, ev.UserDefined)
    assert (fact.user, fact.authority, fact.roles) == ("cleo", {"USD": 900_00}, ("clerk",))


# --- delegation ----------------------------------------------------------------------------------


def test_a_delegate_approves_with_the_authority_of_who_is_away(office: Office) -> None:
    define_user(office.ledger, "dora", authority={"USD": 1_00}, roles=["supervisor"])
    key = request_write_off(office.as_clerk("cleo"), office.key("1"))
    with pytest.raises(Refused, match=r"above user dora: 1\.00"):
        approve(office.as_clerk("dora"), key)
    delegate(office.as_clerk("sue"), "dora", "2020-04-17", note="holiday")
    assert approve(office.as_clerk("dora"), key).decision == "approved"
    decided = [e for _p, e in office.ledger.store.events() if isinstance(e, ev.RequestDecided)]
    assert (decided[0].clerk, decided[0].on_behalf) == ("dora", "sue")


def test_a_delegation_begins_and_ends(office: Office) -> None:
    policies = office.ledger.policies
    delegate(office.as_clerk("sue"), "cleo", "2020-04-20", since="2020-04-16")
    days = ("2020-04-15", "2020-04-16", "2020-04-20", "2020-04-21")
    policies = office.ledger.policies
    assert [rights.speaks_for(policies, "cleo", day) for day in days] == [[], ["sue"], ["sue"], []]
    delegate(office.as_clerk("sue"), "cleo", "")
    assert rights.speaks_for(office.ledger.policies, "cleo", "2020-04-16") == []


def test_nobody_approves_their_own_request_through_a_delegate(office: Office) -> None:
    key = request_write_off(office.as_clerk("sue"), office.key("1"))
    delegate(office.as_clerk("sue"), "cleo", "2020-04-17")
    with pytest.raises(Refused, match=r"writeoffs\.approve"):
        approve(office.as_clerk("cleo"), key)


def test_a_delegation_is_ones_own_to_give(office: Office) -> None:
    with pytest.raises(Refused, match=r"users\.change"):
        delegate(office.as_clerk("cleo"), "cleo", "2020-04-17", user="sue")
    with pytest.raises(Refused, match="2413! nobody takes somebody else's"):
        delegate(office.ledger, "ann", "2020-04-17", user="sue")
    with pytest.raises(Refused, match="2412! mallory is no user"):
        delegate(office.as_clerk("sue"), "mallory", "2020-04-17")
    with pytest.raises(Refused, match="2414! 2020-04-14 is before 2020-04-15"):
        delegate(office.as_clerk("sue"), "cleo", "2020-04-14")
    with pytest.raises(Refused, match=r"writeoffs\.approve"):
        delegate(office.as_clerk("cleo"), "sue", "2020-04-17")
    delegate(office.ledger, "cleo", "2020-04-17", user="sue")


# --- duties apart --------------------------------------------------------------------------------


def test_incompatible_rights_are_listed(office: Office) -> None:
    found = [
        (clash.user, clash.first, clash.second) for clash in rights.clashes(office.ledger.policies)
    ]
    assert ("sue", "receipts.post", "writeoffs.approve") in found
    assert {user for user, *_ in found} == {"ann", "sue"}


# --- sight ---------------------------------------------------------------------------------------


def test_a_user_sees_the_documents_and_customers_of_their_branches(office: Office) -> None:
    for branch in ("EAST", "WEST"):
        setup.register_branch(office.ledger, "100", branch, branch.title())
    put_customers(
        office.ledger,
        [
            CustomerData("100", "E", "Eastern", "USD", branches=("EAST",)),
            CustomerData("100", "W", "Western", "USD", branches=("WEST",)),
        ],
    )
    office.raises("11", 5_00, customer="E")
    office.raises("12", 5_00, customer="W")
    office.raises("13", 5_00)
    define_user(office.ledger, "eve", unlimited=True, roles=["supervisor"], branches=["100/EAST"])
    eve = office.as_clerk("eve")
    seen = [document.number for document in candidates(eve, "balance", 5_00)]
    assert seen == ["11", "13"]
    assert [d.number for d in candidates(office.ledger, "balance", 5_00)] == ["11", "12", "13"]
    with pytest.raises(Refused, match="2210! document 12 does not exist"):
        write_off(eve, office.key("12"))
    with pytest.raises(Refused, match="2207! 100 has no customer 'W'"):
        paying.post_receipt(eve, office.receipt(5_00, customer="W"))
    results = write_off_many(eve, [office.key(number) for number in ("11", "12")])
    assert [result.outcome for result in results] == ["written off", "skipped"]
    define_user(office.ledger, "eve", unlimited=True, branches=["100"])
    assert write_off(eve, office.key("12")).outcome == "written off"

"""ARAR70: the list of accounts at zero is kept, changed, cleared and emptied."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.automatic import clearing, clearing_list
from artui.ledger.automatic.account_sums import AccountKey
from artui.ledger.automatic.clearing_list import KeptList
from artui.ledger.automatic.divisions import Divisions, chosen
from artui.ledger.errors import Changed, Refused
from artui.ledger.ledger import Ledger
from artui.ledger.proof.verifying import verify
from artui.ledger.reversal import reversing
from artui.ledger.reversal.reversing import reverse_batch
from artui.ledger.setup import CustomerData, parameters
from artui.ledger.store import Store
from artui.ledger.taking_on import DocumentRow, take_on
from tests.ledger.office import COMPANY, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def at_zero(office: Office, *customers: str, amount: int = 100_00) -> None:
    """An invoice and money on account for the same, of each customer."""
    for customer in customers:
        office.raises(f"I-{customer}", amount, customer=customer)
        office.pays(office.receipt(amount, number=f"R-{customer}", customer=customer))


def select(office: Office, **more: object) -> KeptList:
    kept = clearing_list.select(office.ledger, COMPANY, **more)  # type: ignore[arg-type]
    assert kept is not None
    return kept


def listed(kept: KeptList | None) -> list[str]:
    return [account.customer for account in kept.accounts] if kept else []


def western(office: Office) -> None:
    """Two divisions, of two regions, with a customer each."""
    setup.register_division(office.ledger, COMPANY, "WST", "West", region="COAST")
    setup.register_division(office.ledger, COMPANY, "EAS", "East", region="INLAND")
    for customer, division in (("W1", "WST"), ("E1", "EAS")):
        data = CustomerData(COMPANY, customer, f"{division} one", "USD", "N30", division=division)
        setup.put_customers(office.ledger, [data])
    at_zero(office, "C1", "W1", "E1")


# --- the list ----------------------------------------------------------------------------------


def test_a_list_is_kept_with_its_maker_day_and_accounts(office: Office) -> None:
    at_zero(office, "C1", "C2")
    kept = select(office)
    assert clearing_list.kept_list(office.ledger, COMPANY) == kept
    assert (kept.made_by, kept.number, kept.cut_off, kept.chosen.words) == ("ann", 1, TODAY, "ALL")
    assert [(one.customer, one.documents, one.amount) for one in kept.accounts] == [
        ("C1", 2, 100_00),
        ("C2", 2, 100_00),
    ]


def test_a_new_selection_takes_its_place_only_when_it_is_meant_to(office: Office) -> None:
    at_zero(office, "C1")
    select(office)
    at_zero(office, "C2")
    with pytest.raises(Refused, match="ann's list of 100 waits"):
        clearing_list.select(office.ledger, COMPANY)
    assert listed(select(office, replace=True)) == ["C1", "C2"]


def test_nothing_at_zero_keeps_no_list(office: Office) -> None:
    office.raises("I1", 100_00)
    assert clearing_list.select(office.ledger, COMPANY) is None
    assert clearing_list.kept_list(office.ledger, COMPANY) is None
    with pytest.raises(Refused, match="no list of 100 waits"):
        clearing_list.clear_list(office.ledger, COMPANY)


def test_accounts_are_added_and_removed(office: Office) -> None:
    at_zero(office, "C1", "C2")
    select(office)
    at_zero(office, "P")
    added = clearing_list.add(office.ledger, COMPANY, "P")
    assert listed(added) == ["C1", "C2", "P"]
    left = clearing_list.remove(office.ledger, COMPANY, [AccountKey("C2", "USD")])
    assert listed(left) == ["C1", "P"]
    assert clearing_list.kept_list(office.ledger, COMPANY) == left
    with pytest.raises(Refused, match="P is on the list"):
        clearing_list.add(office.ledger, COMPANY, "P")


def test_what_does_not_come_to_zero_is_refused_with_its_sum(office: Office) -> None:
    at_zero(office, "C1")
    select(office)
    office.raises("I2", 70_00, customer="C2")
    office.raises("CM", -20_00, customer="C2")
    with pytest.raises(Refused, match=r"C2 comes to 50\.00 USD, not to zero"):
        clearing_list.add(office.ledger, COMPANY, "C2")
    with pytest.raises(Refused, match="100 has no customer NOBODY"):
        clearing_list.add(office.ledger, COMPANY, "NOBODY")
    with pytest.raises(Refused, match="P has nothing open up to"):
        clearing_list.add(office.ledger, COMPANY, "P")


def test_removing_the_last_account_empties_the_list(office: Office) -> None:
    at_zero(office, "C1")
    select(office)
    key = AccountKey("C1", "USD")
    assert clearing_list.remove(office.ledger, COMPANY, [key, AccountKey("C9", "USD")]) is None
    assert clearing_list.kept_list(office.ledger, COMPANY) is None


@pytest.mark.parametrize(
    ("text", "regions", "found"),
    [
        ("ALL", (), ["C1", "E1", "W1"]),
        ("", (), ["C1"]),
        ("wst", (), ["W1"]),
        ("SEL WST EAS", (), ["E1", "W1"]),
        ("SEL - WST", (), ["C1", "W1"]),
        ("SEL", ("inland",), ["E1"]),
        ("SEL WST", ("INLAND",), ["E1", "W1"]),
    ],
)
def test_divisions_are_all_one_head_office_or_a_selection(
    office: Office, text: str, regions: tuple[str, ...], found: list[str]
) -> None:
    western(office)
    wanted = chosen(office.ledger, COMPANY, text, regions)
    assert sorted(listed(select(office, wanted=wanted))) == found
    assert clearing_list.kept_list(office.ledger, COMPANY).chosen == wanted  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "regions", "why"),
    [
        ("NORTH", (), "100 has no division NORTH"),
        ("SEL", (), "SEL needs divisions or regions"),
        ("SEL", ("MOON",), "no division of 100 is in MOON"),
    ],
)
def test_unknown_divisions_are_refused(
    office: Office, text: str, regions: tuple[str, ...], why: str
) -> None:
    western(office)
    with pytest.raises(Refused, match=why):
        chosen(office.ledger, COMPANY, text, regions)


# --- clearing it -------------------------------------------------------------------------------


def test_the_list_is_cleared_as_one_voucher_and_emptied(office: Office) -> None:
    at_zero(office, "C1", "C2", "P")
    kept = select(office)
    done = clearing_list.clear_list(office.ledger, COMPANY, seen=kept)
    assert done.vouchers == ["100/ZC/2020/1"]
    assert [one.skipped for one in done.accounts] == ["", "", ""]
    assert office.ledger.read.open_items(COMPANY, ["C1", "C2", "P"]) == []
    assert clearing_list.kept_list(office.ledger, COMPANY) is None
    seal = office.ledger.read.seal(done.vouchers[0])
    assert seal is not None
    assert (seal.customer, seal.currency, seal.amount) == ("", "USD", 300_00)
    office.assert_sound()


def test_each_is_checked_again_and_what_changed_is_skipped_and_named(office: Office) -> None:
    at_zero(office, "C1", "C2", "P")
    select(office)
    office.raises("I9", 1_00)
    office.raises("C9", -1_00)
    reversing.reverse(office.ledger, "100/RC/2020/2")  # C2's money was returned
    done = clearing_list.clear_list(office.ledger, COMPANY)
    assert [one.skipped for one in done.accounts] == [
        "changed since it was listed, by ann: C9, I9",
        "changed since it was listed, by ann: R-C2",
        "",
    ]
    assert (office.open_of("I-C1"), office.open_of("I-P")) == (100_00, 0)
    assert clearing_list.kept_list(office.ledger, COMPANY) is None


def test_a_command_id_answers_with_what_it_did(office: Office) -> None:
    at_zero(office, "C1", "C2")
    select(office)
    office.raises("I9", 1_00, customer="C2")
    first = clearing_list.clear_list(office.ledger, COMPANY, command="month end")
    head = office.ledger.store.head()
    again = clearing_list.clear_list(office.ledger, COMPANY, command="month end")
    assert office.ledger.store.head() == head
    assert again.vouchers == first.vouchers
    told = [(one.account.customer, one.skipped) for one in again.accounts]
    assert told == [(one.account.customer, one.skipped) for one in first.accounts]


def test_a_stopped_run_goes_on_with_the_rest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "MAX_DOCUMENTS", 2)
    at_zero(office, "C1", "C2", "P")
    select(office)
    stopped = clearing_list.clear_list(office.ledger, COMPANY, step=lambda done: done == 1)
    assert (len(stopped.accounts), stopped.not_begun) == (1, 2)
    assert clearing_list.kept_list(office.ledger, COMPANY) is not None
    done = clearing_list.clear_list(office.ledger, COMPANY)
    assert done.vouchers == ["100/ZC/2020/1", "100/ZC/2020/2", "100/ZC/2020/3"]
    assert done.skipped == []
    assert clearing_list.kept_list(office.ledger, COMPANY) is None


def test_all_of_it_is_taken_back_as_one(office: Office) -> None:
    at_zero(office, "C1", "C2")
    kept = select(office)
    clearing_list.clear_list(office.ledger, COMPANY)
    assert [posted.voucher for posted in reverse_batch(office.ledger, kept.name)] == [
        "100/RV/2020/1"
    ]
    assert (office.open_of("I-C1"), office.open_of("R-C2")) == (100_00, -100_00)
    assert listed(select(office)) == ["C1", "C2"]
    office.assert_sound()


def test_an_account_of_two_currencies_is_cleared_currency_by_currency(office: Office) -> None:
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    setup.set_rate(office.ledger, "USD", "EUR", "2020-01-01", "1.10")
    at_zero(office, "C1")
    office.raises("IE", 50_00, currency="EUR")
    office.pays(office.receipt(50_00, number="RE", currency="EUR"))
    kept = select(office)
    assert [account.currency for account in kept.accounts] == ["EUR", "USD"]
    clearing_list.remove(office.ledger, COMPANY, [AccountKey("C1", "EUR")])
    clearing_list.clear_list(office.ledger, COMPANY)
    assert (office.open_of("I-C1"), office.open_of("IE")) == (0, 50_00)


def test_a_colleague_who_changed_the_list_is_noticed(office: Office) -> None:
    at_zero(office, "C1", "C2")
    kept = select(office)
    clearing_list.remove(office.cash, COMPANY, [AccountKey("C1", "USD")])
    with pytest.raises(Changed, match="a colleague changed the list"):
        clearing_list.clear_list(office.ledger, COMPANY, seen=kept)


def test_a_dry_run_leaves_list_and_balances_as_they_are(office: Office) -> None:
    at_zero(office, "C1")
    kept = select(office)
    head = office.ledger.store.head()
    seen = clearing_list.rehearse_list(office.ledger, COMPANY)
    assert [one.voucher for one in seen.clearing.accounts] == ["100/ZC/2020/1"]
    assert (seen.before[0].documents, seen.after[0].documents) == (2, 0)
    assert (office.ledger.store.head(), clearing_list.kept_list(office.ledger, COMPANY)) == (
        head,
        kept,
    )


# --- who may, and when it is blocked -----------------------------------------------------------


def rewards(office: Office, *, on: bool) -> None:
    parameters.set_parameters(office.ledger, COMPANY, ev.Parameters(rewards=on))


def test_a_rewards_scheme_blocks_every_way_to_clear(office: Office) -> None:
    at_zero(office, "C1")
    select(office)
    rewards(office, on=True)
    said = "not available while the rewards scheme of 100 is on"
    for command in (
        lambda ledger: clearing_list.select(ledger, COMPANY, replace=True),
        lambda ledger: clearing_list.add(ledger, COMPANY, "C1"),
        lambda ledger: clearing_list.clear_list(ledger, COMPANY),
        lambda ledger: clearing.clear_zero(ledger, company=COMPANY),
        lambda ledger: clearing_list.rehearse_list(ledger, COMPANY),
    ):
        with pytest.raises(Refused, match=said):
            command(office.ledger)
    rewards(office, on=False)
    assert clearing_list.clear_list(office.ledger, COMPANY).skipped == []


def test_only_who_may_clear_balances_keeps_and_clears_a_list(office: Office) -> None:
    at_zero(office, "C1")
    setup.define_user(office.ledger, "looker", roles=["auditor"])
    looker = office.as_clerk("looker")
    with pytest.raises(Refused, match=r"balances\.clear"):
        clearing_list.select(looker, COMPANY)
    select(office)
    with pytest.raises(Refused, match=r"balances\.clear"):
        clearing_list.clear_list(looker, COMPANY)


def test_accounts_out_of_sight_are_neither_listed_nor_cleared(office: Office) -> None:
    setup.register_branch(office.ledger, COMPANY, "N", "North")
    setup.register_branch(office.ledger, COMPANY, "S", "South")
    setup.define_user(office.ledger, "north", roles=["clerk"], branches=["100/N"])
    southern = CustomerData(COMPANY, "C2", "Bolt & Co", "USD", "N30", branches=("S",))
    setup.put_customers(office.ledger, [southern])
    at_zero(office, "C1", "C2")
    north = office.as_clerk("north")
    assert listed(clearing_list.select(north, COMPANY)) == ["C1"]
    select(office, replace=True)
    done = clearing_list.clear_list(north, COMPANY)
    assert [one.skipped for one in done.accounts] == ["", "C2 is of a branch that you don't see"]


def test_the_events_of_lists_survive_a_rebuild(office: Office) -> None:
    at_zero(office, "C1", "C2")
    kept = select(office)
    office.ledger.store.rebuild()
    assert clearing_list.kept_list(office.ledger, COMPANY) == kept
    clearing_list.clear_list(office.ledger, COMPANY)
    assert verify(office.ledger.store).problems == []


# --- divisions in the general ledger -----------------------------------------------------------


def control_moves(office: Office, ledger: Ledger) -> dict[str, int]:
    done = clearing_list.clear_list(ledger, COMPANY)
    return {line.account: line.amount for _company, lines in done.journal for line in lines}


@pytest.mark.parametrize(
    ("by_division", "memo", "moved"),
    [
        (True, False, {"1210-100": 100_00, "1211-W": -100_00}),
        (True, True, {}),
        (False, False, {}),
    ],
    ids=["money", "credit memo", "posting by division is off"],
)
def test_money_of_one_division_on_a_document_of_another_moves_control(
    office: Office, by_division: bool, memo: bool, moved: dict[str, int]
) -> None:
    setup.register_division(office.ledger, COMPANY, "WST", "West", control_account="1211-W")
    off = replace(ev.Parameters(), division_postings=by_division)
    parameters.set_parameters(office.ledger, COMPANY, off)
    office.raises("I1", 100_00, division="WST")
    if memo:
        office.raises("CM", -100_00)
    else:
        office.pays(office.receipt(100_00, number="R1"))
    select(office)
    assert control_moves(office, office.ledger) == moved
    reversing.reverse(office.ledger, "100/ZC/2020/1")
    office.assert_sound()


def test_everywhere_says_all_and_several_say_sel() -> None:
    assert [
        Divisions().words,
        Divisions(False, ("WST",)).words,
        Divisions(False, ("",)).words,
        Divisions(False, ("", "WST")).words,
        Divisions(False, (), ("COAST",)).words,
    ] == ["ALL", "WST", "", "SEL", "SEL"]


def test_an_account_that_is_seen_in_part_only_is_not_cleared_in_part(office: Office) -> None:
    setup.register_branch(office.ledger, COMPANY, "N", "North")
    setup.register_branch(office.ledger, COMPANY, "S", "South")
    setup.define_user(office.ledger, "north", roles=["clerk"], branches=["100/N"])
    rows = [
        DocumentRow(
            COMPANY,
            f"{branch}{amount}",
            kind,
            "C1",
            TODAY,
            TODAY,
            "USD",
            amount,
            amount,
            branch=branch,
        )
        for branch in ("N", "S")
        for kind, amount in (("invoice", 50_00), ("credit_memo", -50_00))
    ]
    take_on(office.ledger, rows)
    assert clearing_list.select(office.as_clerk("north"), COMPANY) is None
    assert listed(select(office)) == ["C1"]

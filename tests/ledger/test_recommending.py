"""Differences of receipts: sorted by the rules, recommended, accepted, changed, rejected."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.events import Parameters, number_of
from artui.ledger.ledger import Posted
from artui.ledger.reversal.reversing import reverse
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store
from artui.ledger.writeoffs import recommending, requests
from artui.ledger.writeoffs.differences import differences
from artui.ledger.writeoffs.exceptions import OVER, UNDER, Rule
from artui.ledger.writeoffs.recommending import accept, change, find, pending, reject
from artui.ledger.writeoffs.schedules import set_rules
from artui.ledger.writeoffs.sorting import sort_exceptions
from tests.ledger.office import COMPANY, TODAY, Office

RULES = (
    Rule(OVER, "write off", "USD", amount_to=5_00, reason="CRWOF"),
    Rule(OVER, "recommend", "USD", amount_from=5_01, amount_to=50_00),
    Rule(OVER, "on account", "USD", amount_from=50_01),
    Rule(UNDER, "write off", "USD", amount_to=5_00, percent_to="1", reason="BALWOF"),
    Rule(UNDER, "chargeback", "USD", amount_from=100_00, reason="SHT"),
)


@pytest.fixture
def office(store: Store) -> Office:
    """Cara enters receipts; Dora may write off 20.00, Eve 100.00."""
    office = Office(store)
    setup.define_user(office.ledger, "dora", authority={"USD": 20_00})
    setup.define_user(office.ledger, "eve", authority={"USD": 100_00})
    set_rules(office.ledger, COMPANY, RULES, since="2020-01-01")
    return office


def paid(office: Office, number: str, owed: int, money: int, receipt: str = "") -> str:
    """An invoice and the receipt that pays it, more or less: the receipt's number."""
    office.raises(number, owed)
    name = receipt or f"R{number}"
    office.pays(office.receipt(money, number=name), (number, min(owed, money)))
    return name


def sorts(office: Office, clerk: str = "dora", *, dry_run: bool = False) -> dict[str, str]:
    """Sort as a colleague: document number to what was done."""
    found = sort_exceptions(office.as_clerk(clerk), company=COMPANY, dry_run=dry_run)
    return {made.left.document.number: made.action for made in found}


# --- what a difference is ------------------------------------------------------------------------


def test_what_receipts_left_over_or_short_is_found_with_its_receipt(office: Office) -> None:
    paid(office, "1", 100_00, 104_00)
    paid(office, "2", 100_00, 75_00)
    office.raises("3", 10_00)  # nothing was paid on it
    office.pays(7_00)  # nothing was applied from it
    found = {
        left.document.number: (left.receipt.number, left.difference.side, left.amount)
        for left in differences(office.ledger, COMPANY)
    }
    assert found == {"R1": ("R1", OVER, 4_00), "2": ("R2", UNDER, 25_00)}


def test_the_percentage_is_of_the_original_receipt(office: Office) -> None:
    paid(office, "1", 100_00, 125_00)
    paid(office, "2", 100_00, 80_00)
    percents = [left.difference.percent for left in differences(office.ledger, COMPANY)]
    assert percents == [Decimal(20), Decimal(25)]


def test_an_application_taken_back_leaves_no_difference(office: Office) -> None:
    office.raises("1", 100_00)
    posted = office.pays(60_00, ("1", 60_00))
    assert [left.document.number for left in differences(office.ledger)] == ["1"]
    reverse(office.ledger, posted.voucher)
    assert list(differences(office.ledger)) == []


def test_what_is_held_or_in_dispute_is_none(office: Office) -> None:
    paid(office, "1", 100_00, 75_00)
    setup.flag_document(office.ledger, office.key("1"), hold=False, dispute=True)
    assert list(differences(office.ledger)) == []


# --- sorting -------------------------------------------------------------------------------------


def test_the_rules_decide_and_a_second_run_does_nothing_twice(office: Office) -> None:
    paid(office, "1", 100_00, 104_00)
    paid(office, "2", 100_00, 130_00)
    paid(office, "3", 100_00, 160_00)
    paid(office, "4", 1000_00, 996_00)
    paid(office, "5", 100_00, 75_00)
    paid(office, "6", 500_00, 300_00)
    assert sorts(office) == {
        "R1": "write off",
        "R2": "recommend",
        "R3": "on account",
        "4": "write off",
        "5": "recommend",
        "6": "chargeback",
    }
    assert [office.open_of(number) for number in ("R1", "R2", "R3", "4", "5", "6")] == [
        0,
        -30_00,
        -60_00,
        0,
        25_00,
        0,
    ]
    assert office.open_of("CB-1") == 200_00
    waiting = [(each.document, each.receipt, each.rule) for each in pending(office.ledger)]
    assert waiting == [("100/R2", "100/R2", 2), ("100/5", "100/R5", 0)]
    vouchers = office.ledger.read.count_vouchers()
    assert sorts(office) == {"R3": "on account"}
    assert office.ledger.read.count_vouchers() == vouchers
    office.assert_sound()


def test_a_dry_run_says_the_same_and_does_nothing(office: Office) -> None:
    paid(office, "1", 100_00, 104_00)
    paid(office, "2", 100_00, 130_00)
    wanted = {"R1": "write off", "R2": "recommend"}
    assert sorts(office, dry_run=True) == wanted
    assert (office.open_of("R1"), pending(office.ledger)) == (-4_00, [])
    assert sorts(office) == wanted


def test_what_is_above_a_limit_is_recommended_and_says_so(office: Office) -> None:
    setup.define_user(office.ledger, "bob", authority={"USD": 1_00})
    paid(office, "1", 100_00, 104_00)
    assert sorts(office, "bob") == {"R1": "recommend"}
    (waiting,) = pending(office.ledger)
    assert waiting.note == "rule 1, write off: 4.00 USD is above user bob: 1.00"


def test_the_range_per_receipt_holds_at_both_ends(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, Parameters(system_range=(1_00, 4_00)))
    paid(office, "1", 100_00, 100_99)
    paid(office, "2", 100_00, 101_00)
    paid(office, "3", 100_00, 104_00)
    paid(office, "4", 100_00, 104_01)
    assert sorts(office) == {
        "R1": "recommend",
        "R2": "write off",
        "R3": "write off",
        "R4": "recommend",
    }


def test_a_company_without_rules_is_left_alone(office: Office) -> None:
    set_rules(office.ledger, COMPANY, (), since=TODAY)
    paid(office, "1", 100_00, 104_00)
    assert sorts(office) == {"R1": "recommend"}  # an empty set: nothing fits
    setup.register_company(office.ledger, "200", "Two", "USD", years=[2020])
    assert sort_exceptions(office.ledger, company="200") == []
    with pytest.raises(Refused, match="company '300' does not exist"):
        sort_exceptions(office.ledger, company="300")


def test_a_day_outside_the_periods_is_refused_before_anything_is_posted(office: Office) -> None:
    paid(office, "1", 100_00, 104_00)
    with pytest.raises(Refused, match="2031-01-01 is in no period"):
        sort_exceptions(office.as_clerk("dora"), company=COMPANY, day="2031-01-01")
    assert office.open_of("R1") == -4_00


def test_a_balance_that_moved_is_recommended_anew(office: Office) -> None:
    paid(office, "1", 100_00, 130_00)
    sorts(office)
    office.raises("2", 10_00)
    office.applies("R1", ("2", None))
    sorts(office)
    states = [(each.number, each.state, each.open) for each in recommending.of_document(
        office.ledger, office.key("R1")
    )]  # fmt: skip
    assert states == [(1, "void", -30_00), (2, "pending", -20_00)]


# --- reviewing -----------------------------------------------------------------------------------


@pytest.fixture
def waiting(office: Office) -> str:
    """R1 is 15.00 over: recommended as 100/1."""
    paid(office, "1", 100_00, 115_00)
    sorts(office)
    return "100/1"


def test_accepting_writes_it_off_once(office: Office, waiting: str) -> None:
    made = accept(office.as_clerk("dora"), waiting, note="as usual", command="once")
    assert (made.decision, made.action, made.amount) == ("accepted", "write off", 15_00)
    assert office.open_of("R1") == 0
    assert office.journal(Posted(made.voucher, "", 0)) == {"AR30-186": -15_00, "Customer": 15_00}
    again = accept(office.as_clerk("dora"), waiting, command="once")
    assert again == made._replace(again=True)
    found = find(office.ledger, waiting)
    assert found is not None
    assert (found.state, found.decided_by, found.answer) == ("accepted", "dora", "as usual")
    with pytest.raises(Refused, match="100/1 was accepted by dora"):
        accept(office.as_clerk("dora"), waiting)
    office.assert_sound()


def test_above_ones_authority_it_becomes_a_request(office: Office) -> None:
    paid(office, "1", 100_00, 140_00)
    sorts(office)
    made = accept(office.as_clerk("dora"), "100/1")
    assert (made.voucher, made.request, made.text) == (
        "",
        "100/1",
        "40.00 USD is above user dora: 20.00",
    )
    assert office.open_of("R1") == -40_00
    assert sorts(office) == {}  # the request waits
    requests.approve(office.as_clerk("eve"), "100/1")
    assert office.open_of("R1") == 0


def test_above_the_system_nobody_accepts_it(office: Office, waiting: str) -> None:
    set_parameters(office.ledger, COMPANY, Parameters(system_range=(None, 10_00)))
    with pytest.raises(Refused, match="nobody may approve it"):
        accept(office.as_clerk("dora"), waiting)
    assert [each.key for each in pending(office.ledger)] == [waiting]


def test_a_part_or_another_reason_is_a_change(office: Office, waiting: str) -> None:
    made = change(office.as_clerk("dora"), waiting, amount=5_00, note="the rest is theirs")
    assert (made.decision, made.amount, office.open_of("R1")) == ("changed", 5_00, -10_00)
    assert sorts(office) == {"R1": "recommend"}  # what is left is another difference


def test_leaving_it_needs_a_note_and_is_not_asked_again(office: Office, waiting: str) -> None:
    with pytest.raises(Refused, match="say why"):
        change(office.as_clerk("dora"), waiting, action="leave")
    change(office.as_clerk("dora"), waiting, action="leave", note="they will use it")
    assert sorts(office) == {}


def test_a_shortfall_can_be_charged_back(office: Office) -> None:
    paid(office, "1", 100_00, 80_00)
    sorts(office)
    made = change(office.as_clerk("dora"), "100/1", action="chargeback", reason="SHT")
    assert (number_of(made.made), office.open_of("CB-1"), office.open_of("1")) == (
        "CB-1",
        20_00,
        0,
    )


def test_a_rejected_one_stays_as_it_is_until_it_moves(office: Office, waiting: str) -> None:
    reject(office.as_clerk("dora"), waiting, note="pay it back")
    assert (office.open_of("R1"), sorts(office), pending(office.ledger)) == (-15_00, {}, [])
    office.raises("2", 5_00)
    office.applies("R1", ("2", None))
    assert sorts(office) == {"R1": "recommend"}


def test_a_balance_that_moved_voids_it(office: Office, waiting: str) -> None:
    office.raises("2", 5_00)
    office.applies("R1", ("2", None))
    with pytest.raises(Refused, match=r"had 15\.00- open when it was recommended and has 10\.00-"):
        accept(office.as_clerk("dora"), waiting)
    found = find(office.ledger, waiting)
    assert found is not None
    assert found.state == "void"


def test_what_can_not_be_is_refused(office: Office, waiting: str) -> None:
    dora = office.as_clerk("dora")
    calls: list[tuple[Callable[[], object], str]] = [
        (lambda: accept(dora, "100/9"), "there is no recommendation 100/9"),
        (lambda: change(dora, waiting, action="burn"), "none of write off, chargeback, leave"),
        (lambda: change(dora, waiting, amount=15_01), "only 15.00 of R1 is open"),
        (lambda: change(dora, waiting, reason="BALWOF"), "closes a debit"),
        (lambda: change(dora, waiting, action="chargeback"), "nothing is owed on R1"),
    ]
    for call, said in calls:
        with pytest.raises(Refused, match=said):
            call()
    assert [each.key for each in pending(office.ledger)] == [waiting]


def test_who_entered_the_receipt_neither_sorts_it_away_nor_accepts_it(office: Office) -> None:
    paid(office, "1", 100_00, 104_00)
    assert sorts(office, "cara") == {"R1": "recommend"}
    (waiting,) = pending(office.ledger)
    assert "R1 is a receipt that cara entered: somebody else must write off" in waiting.note
    made = accept(office.cash, waiting.key)
    assert (made.request, office.open_of("R1")) == ("100/1", -4_00)
    requests.approve(office.as_clerk("dora"), made.request)
    assert office.open_of("R1") == 0


def test_a_rebuild_finds_every_recommendation_again(office: Office, waiting: str) -> None:
    reject(office.as_clerk("dora"), waiting, note="pay it back")
    before = find(office.ledger, waiting)
    office.ledger.store.rebuild()
    assert find(office.ledger, waiting) == before

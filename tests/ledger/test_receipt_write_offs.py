"""The automatic receipt write-off, and schedules that run it."""

from __future__ import annotations

from typing import Any

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.events import Parameters
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store
from artui.ledger.writeoffs.exceptions import OVER, Rule
from artui.ledger.writeoffs.receipt_write_offs import Program, listed, run
from artui.ledger.writeoffs.schedules import (
    SORT,
    end_schedule,
    run_schedule,
    set_rules,
    set_schedule,
)
from artui.ledger.writer import Writer
from tests.ledger.office import COMPANY, Office

USD = Program(COMPANY, currencies=("USD",), limit=5_00)


@pytest.fixture
def office(store: Store) -> Office:
    """Cara enters receipts; Dora may write off 20.00 USD and 20.00 EUR. Three receipts are over."""
    office = Office(store)
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    setup.set_rate(office.ledger, "USD", "EUR", "2020-01-01", "1.20")
    setup.define_user(office.ledger, "dora", authority={"USD": 20_00, "EUR": 20_00})
    setup.define_user(office.ledger, "cron")
    over(office, "1", 100_00, 4_00)
    over(office, "2", 1000_00, 6_00)
    over(office, "3", 100_00, 5_00, customer="C2")
    return office


def over(office: Office, number: str, owed: int, more: int, **data: Any) -> None:
    """An invoice paid with a receipt that leaves ``more``: ``R`` and the invoice's number."""
    currency = data.get("currency", "USD")
    office.raises(number, owed, customer=data.get("customer", "C1"), currency=currency)
    money = office.receipt(owed + more, number=f"R{number}", **data)
    office.pays(money, (number, owed))


def names(office: Office, program: Program) -> list[str]:
    """What a program lists."""
    return [document.number for document in listed(office.as_clerk("dora"), program)]


def runs(office: Office, program: Program, clerk: str = "dora", **more: Any) -> dict[str, str]:
    """What became of each receipt of a run."""
    made = run(office.as_clerk(clerk), program, **more)
    return {each.receipt.number: each.result.outcome for each in made.closed}


# --- what it lists -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "wanted"),
    [
        (USD, ["R1", "R3"]),
        (Program(COMPANY, limit=6_00), ["R1", "R2", "R3"]),
        (Program(COMPANY, percent="4"), ["R1", "R2"]),  # 3.85 %, 0.60 %, 4.76 %
        (Program(COMPANY, percent="0.6"), ["R2"]),  # 6.04 is 0.60 % of 1,006.00, half up
        (Program(COMPANY, limit=5_00, percent="4"), ["R1"]),  # the lower one counts
        (Program(COMPANY, customers=("C2",), limit=9_00), ["R3"]),
        (Program(COMPANY, customers=("C1", "C2"), limit=9_00), ["R1", "R2", "R3"]),
        (Program(COMPANY, currencies=("EUR",), limit=9_00), []),
    ],
)
def test_it_lists_by_amount_percentage_currency_and_customer(
    office: Office, program: Program, wanted: list[str]
) -> None:
    assert names(office, program) == wanted


def test_a_limit_is_in_base_currency_unless_one_is_chosen(office: Office) -> None:
    over(office, "4", 100_00, 4_50, currency="EUR")  # worth 5.40
    assert names(office, Program(COMPANY, limit=5_00)) == ["R1", "R3"]
    assert names(office, Program(COMPANY, ("EUR",), limit=5_00)) == ["R4"]
    assert names(office, Program(COMPANY, ("EUR", "USD"), limit=5_40)) == ["R1", "R3", "R4"]


def test_only_overpayments_are_listed(office: Office) -> None:
    office.pays(office.receipt(3_00, number="WHOLE"))  # nothing was applied from it
    office.raises("CM", -2_00)
    office.raises("5", 3_00)
    assert names(office, USD) == ["R1", "R3"]


@pytest.mark.parametrize(
    ("program", "field", "said"),
    [
        (Program("900", limit=1), "company", "does not exist"),
        (Program(COMPANY), "limit", "name an amount, a percentage, or both"),
        (Program(COMPANY, limit=-1), "limit", "below zero"),
        (Program(COMPANY, percent="x"), "percent", "is not a percentage"),
        (Program(COMPANY, percent="100.01"), "percent", "not between 0 and 100"),
        (Program(COMPANY, ("CHF",), limit=1), "currencies", "CHF is not in use here"),
        (Program(COMPANY, customers=("C9",), limit=1), "customers", "100 has no customer C9"),
        (Program(COMPANY, limit=1, reason="BALWOF"), "reason", "closes a debit"),
        (Program(COMPANY, limit=1, reason="FEE"), "reason", "is of kind bank fee"),
        (Program(COMPANY, limit=1, reason="NONE"), "reason", "does not exist"),
    ],
)
def test_a_program_that_names_what_is_not_there_is_refused(
    office: Office, program: Program, field: str, said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        listed(office.ledger, program)
    assert refused.value.problems[0].field == field


# --- what it does --------------------------------------------------------------------------------


def test_a_preview_shows_journal_and_outcome_and_posts_nothing(office: Office) -> None:
    vouchers = office.ledger.read.count_vouchers()
    made = run(office.as_clerk("dora"), USD, preview=True)
    assert [(each.receipt.number, each.result.amount) for each in made.closed] == [
        ("R1", -4_00),
        ("R3", -5_00),
    ]
    assert {line.rule: line.base for line in made.lines} == {"AR30-186": -9_00, "Customer": 9_00}
    assert (office.open_of("R1"), office.ledger.read.count_vouchers()) == (-4_00, vouchers)


def test_a_run_closes_them_and_finds_nothing_when_run_again(office: Office) -> None:
    assert runs(office, USD, command="run 1") == {"R1": "written off", "R3": "written off"}
    assert [office.open_of(number) for number in ("R1", "R2", "R3")] == [0, -6_00, 0]
    vouchers = office.ledger.read.count_vouchers()
    assert runs(office, USD, command="run 1") == {}
    assert runs(office, USD) == {}
    assert office.ledger.read.count_vouchers() == vouchers
    office.assert_sound()


def test_what_is_above_ones_authority_is_named_and_left(office: Office) -> None:
    setup.define_user(office.ledger, "bob", authority={"USD": 4_00})
    program = Program(COMPANY, limit=9_00)
    assert runs(office, program, "bob") == {
        "R1": "written off",
        "R2": "refused",
        "R3": "refused",
    }
    set_parameters(office.ledger, COMPANY, Parameters(above_limit="pending"))
    assert runs(office, program, "bob") == {"R2": "requested", "R3": "requested"}


def test_the_range_per_receipt_holds_whatever_the_limit(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, Parameters(system_range=(5_00, 5_50)))
    made = runs(office, Program(COMPANY, limit=9_00))
    assert made == {"R1": "refused", "R2": "refused", "R3": "written off"}


def test_the_write_off_has_the_rate_of_its_receipt(office: Office) -> None:
    over(office, "4", 100_00, 5_00, currency="EUR")
    setup.set_rate(office.ledger, "USD", "EUR", "2020-04-16", "1.50")
    made = run(office.as_clerk("dora"), Program(COMPANY, ("EUR",), limit=9_00), day="2020-04-20")
    assert {line.rule: line.base for line in made.lines} == {"AR30-186": -6_00, "Customer": 6_00}


# --- schedules -----------------------------------------------------------------------------------


def test_a_schedule_runs_with_the_authority_its_owner_has_by_then(office: Office) -> None:
    set_schedule(office.as_clerk("dora"), "nightly", USD)
    seen = run_schedule(office.as_clerk("cron"), "NIGHTLY", preview=True)
    assert seen.run is not None
    assert [each.result.outcome for each in seen.run.closed] == ["written off"] * 2
    setup.define_user(office.ledger, "dora", authority={"USD": 4_00})
    made = run_schedule(office.as_clerk("cron"), "nightly")
    assert made.run is not None
    assert [each.result.outcome for each in made.run.closed] == ["written off", "refused"]
    assert office.document("R1").last_clerk == "dora"
    office.assert_sound()


def test_sorting_can_be_kept_as_well(office: Office) -> None:
    rule = Rule(OVER, "write off", "USD", amount_to=5_00, reason="CRWOF")
    set_rules(office.ledger, COMPANY, [rule], since="2020-01-01")
    set_schedule(office.as_clerk("dora"), "sorting", Program(COMPANY), SORT)
    made = run_schedule(office.ledger, "SORTING")
    assert made.sorted is not None
    assert [(each.left.document.number, each.action) for each in made.sorted] == [
        ("R1", "write off"),
        ("R2", "recommend"),
        ("R3", "write off"),
    ]


def test_what_a_schedule_names_and_is_gone_has_its_sentence(office: Office) -> None:
    dora = office.as_clerk("dora")
    setup.define_reason(office.ledger, "TINY", "Tiny", "small balance", direction="credit")
    set_schedule(dora, "A", Program(COMPANY, limit=1, reason="TINY"))
    setup.define_reason(
        office.ledger, "TINY", "Tiny", "small balance", direction="credit", ended=True
    )
    with pytest.raises(Refused, match="schedule A can't run: reason code 'TINY' does not exist"):
        run_schedule(dora, "A")
    # Of a ledger whose customers were taken over anew: the schedule is older than they are.
    with dora.hold():
        writer = Writer(dora)
        writer.add(
            "schedule/B",
            ev.ScheduleSet,
            schedule="B",
            owner="dora",
            program="write off",
            company=COMPANY,
            customers=("C9",),
            limit=5_00,
        )
        writer.save()
    with pytest.raises(Refused, match="schedule B can't run: 100 has no customer C9; save it"):
        run_schedule(dora, "B")
    setup.define_user(office.ledger, "dora", ended=True)
    with pytest.raises(Refused, match="schedule B belongs to dora, who is no user any more"):
        run_schedule(office.ledger, "B")


def test_a_schedule_is_its_owners_until_it_ends(office: Office) -> None:
    setup.define_user(office.ledger, "eve", authority={"USD": 50_00})
    set_schedule(office.as_clerk("dora"), "A", USD)
    with pytest.raises(Refused, match="schedule A is dora's"):
        set_schedule(office.as_clerk("eve"), "a", USD)
    end_schedule(office.as_clerk("eve"), "a")
    with pytest.raises(Refused, match="there is no schedule A"):
        run_schedule(office.ledger, "A")
    set_schedule(office.as_clerk("eve"), "A", USD)
    assert office.ledger.policies.schedules["A"].owner == "eve"


@pytest.mark.parametrize("name", ["", "  "])
def test_a_schedule_needs_a_name_and_a_program_that_holds(office: Office, name: str) -> None:
    with pytest.raises(Refused, match="a schedule needs a name"):
        set_schedule(office.as_clerk("dora"), name, USD)
    with pytest.raises(Refused, match="'dance' is neither write off nor sort"):
        set_schedule(office.as_clerk("dora"), "A", USD, "dance")
    with pytest.raises(Refused, match="name an amount"):
        set_schedule(office.as_clerk("dora"), "A", Program(COMPANY))


def test_a_run_on_a_day_outside_the_periods_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="2031-01-01 is in no period"):
        run(office.as_clerk("dora"), USD, day="2031-01-01")

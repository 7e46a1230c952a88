"""Statement runs: who gets one, what stands on it, and that a reprint never changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.ledger import setup
from artui.ledger.automatic.clearing import clear_zero
from artui.ledger.errors import Refused
from artui.ledger.reading import balances
from artui.ledger.reading.open_on import Item
from artui.ledger.reversal import reversing
from artui.ledger.setup import CustomerData
from artui.ledger.statements import runs
from artui.ledger.statements.contents import Statement, statements
from artui.ledger.statements.runs import STILL, UNWANTED, ZERO, Run, Selection
from artui.ledger.store import Store, open_store
from tests.ledger.office import COMPANY, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def make(office: Office, cut_off: str = TODAY, **more: object) -> Run:
    asked = Selection(COMPANY, cut_off, **more)  # type: ignore[arg-type]
    return runs.run(office.ledger, asked)


def addressed(run: Run) -> list[str]:
    return [one.customer for one in run.statements]


def items(statement: Statement) -> list[tuple[str, int]]:
    return [(item.number, item.open) for section in statement.sections for item in section.items]


def of(office: Office, run: Run, customer: str) -> Statement:
    (found,) = statements(office.ledger, run, customer)
    return found


# --- who gets one -------------------------------------------------------------------------------


def test_who_has_nothing_open_or_wants_none_gets_none(office: Office) -> None:
    office.raises("I1", 100_00)
    office.pays(100_00, ("I1", None))
    office.raises("I2", 70_00, customer="C2")
    office.raises("I3", 30_00, customer="P")
    runs.want(office.ledger, COMPANY, "P", wanted=False)
    run = make(office)
    assert (run.number, run.name, run.scope) == (1, "100/1", "all customers")
    assert addressed(run) == ["C2"]
    assert run.skipped == (("C1", ZERO), ("P", UNWANTED))


def test_numbers_have_no_gaps_and_a_rehearsal_takes_none(office: Office) -> None:
    office.raises("I1", 100_00)
    asked = Selection(COMPANY, TODAY)
    assert runs.preview(office.ledger, asked).number == 1
    assert [make(office).number for _ in range(3)] == [1, 2, 3]
    assert runs.preview(office.ledger, asked).number == 4
    assert [run.number for run in runs.runs(office.ledger, COMPANY)] == [3, 2, 1]


def test_a_command_makes_one_run_however_often_it_is_sent(office: Office) -> None:
    office.raises("I1", 100_00)
    asked = Selection(COMPANY, TODAY)
    first = runs.run(office.ledger, asked, command="nightly")
    assert runs.run(office.ledger, asked, command="nightly") == first
    assert len(runs.runs(office.ledger)) == 1


def test_only_accounts_that_moved_since_their_last_statement(office: Office) -> None:
    office.raises("I1", 100_00)
    office.raises("I2", 70_00, customer="C2")
    make(office)
    office.pays(10_00, ("I1", None))
    run = make(office, moved=True)
    assert addressed(run) == ["C1"]
    assert run.skipped == (("C2", STILL),)
    assert addressed(make(office)) == ["C1", "C2"]


def test_a_group_a_division_or_one_customer(office: Office) -> None:
    setup.register_division(office.ledger, COMPANY, "WEST", "West")
    setup.put_customers(
        office.ledger, [CustomerData(COMPANY, "C4", "West Shop", "USD", "N30", division="WEST")]
    )
    for number, customer in enumerate(("C1", "C2", "C4")):
        office.raises(f"I{number}", 100_00, customer=customer)
    assert addressed(make(office, group="RETAIL")) == ["C1"]
    assert addressed(make(office, division="WEST")) == ["C4"]
    assert addressed(make(office, customer="C2")) == ["C2"]


def test_a_payer_s_statement_lists_whom_it_pays_for(office: Office) -> None:
    office.raises("I1", 100_00, customer="C3")
    office.raises("I2", 30_00, customer="P")
    run = make(office)
    assert addressed(run) == ["P"]
    statement = of(office, run, "P")
    assert statement.names == {"P": "Parent Holding", "C3": "Child Shop"}
    assert items(statement) == [("I2", 30_00), ("I1", 100_00)]
    with pytest.raises(Refused, match="2521! C3 is paid for by P"):
        make(office, customer="C3")


def test_payers_of_payers_get_it_all_an_unknown_one_and_a_circle_nothing(office: Office) -> None:
    circle = [
        CustomerData(COMPANY, "X", "Ex", "USD", "N30", payer="Y"),
        CustomerData(COMPANY, "Y", "Why", "USD", "N30", payer="X"),
        CustomerData(COMPANY, "Z", "Zed", "USD", "N30", payer="X"),
    ]
    setup.put_customers(office.ledger, circle)
    for number, one in enumerate(circle):
        office.raises(f"X{number}", 1_00, customer=one.customer)
    setup.put_customers(
        office.ledger,
        [
            CustomerData(COMPANY, "P", "Parent Holding", "USD", "N30", payer="C2"),
            CustomerData(COMPANY, "C1", "Acme Foods", "USD", "N30", payer="GONE"),
        ],
    )
    for number, customer in enumerate(("C1", "C2", "C3", "P")):
        office.raises(f"I{number}", 100_00, customer=customer)
    run = make(office)
    assert addressed(run) == ["C1", "C2", "X", "Y", "Z"]
    assert items(of(office, run, "C2")) == [("I1", 100_00), ("I2", 100_00), ("I3", 100_00)]


def test_what_is_refused(office: Office) -> None:
    office.raises("I1", 100_00)
    run = make(office)
    for number, asked in (
        ("2520", lambda: make(office, "2020-04-16")),
        ("2110", lambda: make(office, "2020-02-30")),
        ("2524", lambda: list(statements(office.ledger, run, "C2"))),
        ("2522", lambda: runs.find(office.ledger, COMPANY, 2)),
        ("2523", lambda: make(office, customer="NOBODY")),
        ("2400", lambda: runs.run(office.as_clerk("nobody"), Selection(COMPANY, TODAY))),
    ):
        with pytest.raises(Refused, match=number):
            asked()


def test_who_sees_only_a_branch_makes_and_reads_none(office: Office) -> None:
    office.raises("I1", 100_00)
    make(office)
    setup.register_branch(office.ledger, COMPANY, "SEA", "Seattle")
    setup.define_user(office.ledger, "bo", roles=["clerk"], branches=["100/SEA"])
    bo = office.as_clerk("bo")
    with pytest.raises(Refused, match="2420"):
        runs.run(bo, Selection(COMPANY, TODAY))
    with pytest.raises(Refused, match="2420"):
        runs.find(bo, COMPANY, 1)
    assert runs.runs(bo) == []


# --- what stands on it --------------------------------------------------------------------------


def test_items_ages_and_credits_by_currency(office: Office) -> None:
    setup.set_rate(office.ledger, "USD", "EUR", "2020-01-01", "1.1")
    office.raises("I1", 100_00, date="2020-01-01", due="2020-01-31")
    office.raises("I2", 50_00, due="2020-04-15")
    office.raises("CM", -20_00, due="2020-04-10")
    office.raises("E1", 9_00, currency="EUR", due="2020-03-20")
    office.pays(5_00)
    euros, dollars = of(office, make(office), "C1").sections
    assert (euros.currency, euros.ages) == ("EUR", (0, 9_00, 0, 0))
    assert dollars.items[0] == Item(
        "C1", "Acme Foods", "I1", "invoice", "2020-01-01", "2020-01-31", "USD", 100_00, 100_00, 75
    )
    assert [(item.number, item.late) for item in dollars.items[1:3]] == [("CM", 0), ("I2", 0)]
    assert dollars.ages == (45_00, -20_00, 0, 100_00)
    assert dollars.total == 125_00


def test_what_is_posted_behind_the_cut_off_day_is_not_on_it(office: Office) -> None:
    office.raises("I1", 100_00, date="2020-03-01")
    office.pays(office.receipt(40_00, booked="2020-04-02"), ("I1", None))
    assert items(of(office, make(office, "2020-04-01"), "C1")) == [("I1", 100_00)]
    assert items(of(office, make(office, "2020-04-02"), "C1")) == [("I1", 60_00)]


def _pays(office: Office) -> None:
    office.pays(40_00, ("I1", None))


def _reverses(office: Office) -> None:
    reversing.reverse(office.ledger, f"{COMPANY}/RC/2020/1")


def _clears(office: Office) -> None:
    office.pays(office.receipt(60_00))
    assert clear_zero(office.ledger, company=COMPANY)


def _renames(office: Office) -> None:
    changed = CustomerData(COMPANY, "C1", "Acme Foods Worldwide", "USD", "N30", payer="P")
    setup.put_customers(office.ledger, [changed])


@pytest.mark.parametrize("then", [_pays, _reverses, _clears, _renames])
def test_a_run_says_the_same_whatever_is_posted_since(
    office: Office, then: Callable[[Office], None]
) -> None:
    office.raises("I1", 100_00)
    office.pays(40_00, ("I1", None))
    run = make(office)
    before = list(statements(office.ledger, run))
    assert items(before[0]) == [("I1", 60_00)]
    then(office)
    again = runs.find(office.ledger, COMPANY, 1)
    assert again == run
    assert list(statements(office.ledger, again)) == before


def test_after_a_zero_clearing_no_statement_is_due(office: Office) -> None:
    office.raises("I1", 70_00)
    office.raises("CM", -70_00)
    office.raises("I2", 10_00, customer="C2")
    assert addressed(make(office)) == ["C1", "C2"]
    clear_zero(office.ledger, company=COMPANY)
    run = make(office)
    assert addressed(run) == ["C2"]
    assert run.skipped == (("C1", ZERO),)


def test_runs_and_wishes_survive_a_rebuild(office: Office) -> None:
    office.raises("I1", 100_00)
    assert runs.want(office.ledger, COMPANY, "C2", wanted=False)
    assert not runs.want(office.ledger, COMPANY, "C2", wanted=False)
    assert runs.want(office.ledger, COMPANY, "C2", wanted=True)
    assert runs.want(office.ledger, COMPANY, "P", wanted=False)
    run = make(office)
    office.ledger.store.rebuild()
    assert runs.runs(office.ledger) == [run]
    assert runs.unwanting(office.ledger, COMPANY) == {"P"}
    assert runs.want(office.ledger, COMPANY, "P", wanted=True)
    office.assert_sound()


AMOUNTS = st.lists(
    st.tuples(st.sampled_from(("C1", "C2", "C3", "P")), st.integers(-500_00, 500_00).filter(bool)),
    min_size=1,
    max_size=8,
)


@given(AMOUNTS, st.integers(1, 30))
@settings(max_examples=15, deadline=None)
def test_all_statements_together_are_the_balances_of_the_day(
    raised: list[tuple[str, int]], day: int
) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "books.artui", create=True)
        office = Office(store)
        for number, (customer, amount) in enumerate(raised):
            date = f"2020-03-{(number * 7) % 28 + 1:02d}"
            office.raises(f"D{number}", amount, customer=customer, date=date, due=date)
        cut_off = f"2020-03-{day:02d}"
        run = make(office, cut_off)
        stated = [
            sum(section.ages[bucket] for section in statement.sections)
            for statement in statements(office.ledger, run)
            for bucket in range(4)
        ]
        books = balances.aged(store, COMPANY, cut_off)
        assert sum(stated) == sum(row.total for row in books)
        sums = [sum(stated[bucket::4]) for bucket in range(4)]
        assert sums == list(balances.by_currency(books).get("USD", (0, 0, 0, 0)))
        store.close()

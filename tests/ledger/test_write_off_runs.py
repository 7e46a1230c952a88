"""Write-off runs: listed in windows, rehearsed, stopped and gone on with, taken back as a batch."""

from __future__ import annotations

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.reversal import reversing
from artui.ledger.reversal.reversing import reverse_batch
from artui.ledger.store import Store
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs.candidate_list import CandidateList, Sum
from artui.ledger.writeoffs.requests import find, pending
from artui.ledger.writeoffs.selecting import Selection, select, why_not
from artui.ledger.writeoffs.write_off_runs import carry_out, dry_run, give_up, kept, plan
from tests.ledger.office import TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("artui.ledger.writeoffs.writing_off.MAX_DOCUMENTS", 2)


def listing(office: Office, limit: int = 5_00) -> CandidateList:
    return CandidateList(office.ledger, Selection("balance", limit))


def raise_many(office: Office, count: int) -> None:
    for number in range(1, count + 1):
        office.raises(str(number), number * 1_00)


# --- the list ------------------------------------------------------------------------------------


def test_windows_count_and_sums_are_those_of_the_whole_list(office: Office) -> None:
    raise_many(office, 9)
    office.raises("E", 3_00, currency="EUR", rate="1.5")
    for limit in (5_00, 100_00, 20_000_00):
        found = listing(office, limit)
        whole = select(office.ledger, Selection("balance", limit))
        assert found.count() == len(whole)
        assert [row for start in range(0, 12, 2) for row in found.window(start, 2)] == whole
        assert [key for key, _version in found.listed()] == [row.id for row in whole]
        assert sum(each.amount for each in found.sums()) == sum(row.open for row in whole)
    assert listing(office).sums() == [
        Sum("100", "EUR", 1, 3_00, 4_50),
        Sum("100", "USD", 5, 15_00, 15_00),
    ]


def test_a_long_list_is_counted_behind_its_first_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artui.ledger.writeoffs.candidate_list.COUNTED", 3)
    raise_many(office, 5)
    found = listing(office, 9_00)
    assert (found.count(), found.unfinished, len(found.window(0, 9))) == (4, True, 5)
    assert found.find("5") == 4
    assert (found.count_all(), found.count(), found.unfinished) == (5, 5, False)
    short = listing(office, 3_00)
    assert (short.count(), short.unfinished, short.count_all()) == (3, False, 3)


def test_a_list_is_gone_through_by_number(office: Office) -> None:
    for number in ("A1", "B1", "C1"):
        office.raises(number, 1_00)
    found = listing(office)
    assert [found.find(text) for text in ("B1", "b", "100/C1", "A", "D")] == [1, 1, 2, 0, None]


def test_a_list_of_some_companies_or_branches(office: Office) -> None:
    setup.register_company(office.ledger, "200", "Two", "USD", years=[2020])
    setup.put_customers(office.ledger, [setup.CustomerData("200", "C9", "Nine", "USD")])
    row = DocumentRow("200", "9", "invoice", "C9", TODAY, TODAY, "USD", 5_00, 5_00)
    take_on(office.ledger, [row])
    office.raises("1", 5_00)
    for selection, expected in (
        (Selection("balance", 5_00), ["1", "9"]),
        (Selection("balance", 5_00, companies=("200",)), ["9"]),
        (Selection("balance", 5_00, company="100"), ["1"]),
        (Selection("balance", 5_00, branches=("X",)), []),
    ):
        assert [row.number for row in select(office.ledger, selection)] == expected
        assert CandidateList(office.ledger, selection).count() == len(expected)


def test_the_lower_of_the_lists_limit_and_each_customers_counts(office: Office) -> None:
    office.raises("1", 5_00)
    data = setup.CustomerData("100", "C2", "Beta", "USD", write_off_limit=2_00)
    setup.put_customers(office.ledger, [data])
    office.raises("2", 5_00, customer="C2")
    office.raises("3", 2_00, customer="C2")
    assert [row.number for row in listing(office).window(0, 9)] == ["1", "3"]


# --- runs ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_parts")
def test_a_run_that_was_stopped_goes_on_and_posts_nothing_twice(office: Office) -> None:
    raise_many(office, 5)
    told: list[tuple[int, int, int]] = []
    run = plan(office.ledger, listing(office).listed(), command="run1", label="five")
    stopped = carry_out(office.ledger, run, lambda *at: told.append(at), lambda: True)
    assert (stopped.left, dict(stopped.counts)) == (3, {"written off": 2})
    (waiting,) = kept(office.ledger)
    assert waiting == run
    outcome = carry_out(office.ledger, waiting, lambda *at: told.append(at))
    assert told == [(2, 5, 0), (2, 5, 0), (4, 5, 0), (5, 5, 0)]
    assert outcome.vouchers == [f"100/WO/2020/{number}" for number in (1, 2, 3)]
    assert [result.again for result in outcome.results] == [True, True, False, False, False]
    assert kept(office.ledger) == []
    assert listing(office).count() == 0
    office.assert_sound()


def test_what_changed_since_it_was_listed_is_skipped(office: Office) -> None:
    raise_many(office, 3)
    run = plan(office.ledger, listing(office).listed())
    office.pays(1_00, ("2", None))
    outcome = carry_out(office.ledger, run)
    found = [result.outcome for result in outcome.results]
    assert found == ["written off", "skipped", "written off"]
    assert "changed by" in outcome.results[1].text


def test_a_run_over_nothing_is_refused_and_a_stopped_one_may_be_given_up(office: Office) -> None:
    with pytest.raises(Refused, match="2481!"):
        plan(office.ledger, [])
    raise_many(office, 1)
    run = plan(office.ledger, listing(office).listed(), day="2099-01-01")
    with pytest.raises(Refused, match="2112!"):
        carry_out(office.ledger, run)
    give_up(office.ledger, run)
    assert kept(office.ledger) == []


def test_a_dry_run_tells_what_the_run_then_does_and_posts_nothing(office: Office) -> None:
    raise_many(office, 3)
    office.raises("4", 400_00)
    setup.define_user(office.ledger, "bob", authority={"USD": 2_00})
    bob = office.as_clerk("bob")
    head = office.ledger.store.head()
    run = plan(bob, listing(office).listed())
    told = dry_run(bob, run)
    assert (office.ledger.store.head(), told.known_at) == (head, head.pos)
    assert dict(told.outcome.counts) == {"written off": 2, "requested": 1}
    assert [(b.rule, b.currency, b.amount) for b in told.journal] == [
        ("AR30-185", "USD", 3_00),
        ("Customer", "USD", -3_00),
    ]
    (aged,) = told.ageing
    assert (aged.now.total - aged.after.total, aged.now.documents - aged.after.documents) == (
        3_00,
        2,
    )
    done = carry_out(bob, run)
    assert done.counts == told.outcome.counts
    assert office.ledger.read.ageing(TODAY)[0] == aged.after


@pytest.mark.usefixtures("small_parts")
def test_a_batch_is_taken_back_by_one_command(office: Office) -> None:
    raise_many(office, 5)
    before = office.ledger.read.ageing(TODAY)
    run = plan(office.ledger, listing(office).listed(), command="run2")
    carry_out(office.ledger, run)
    reversing.reverse(office.ledger, "100/WO/2020/2")
    back = reverse_batch(office.ledger, "run2", command="undo")
    assert [posted.voucher for posted in back] == ["100/RV/2020/2", "100/RV/2020/3"]
    assert office.ledger.read.ageing(TODAY) == before
    again = reverse_batch(office.ledger, "run2", command="undo")
    assert {posted.voucher for posted in again} == {posted.voucher for posted in back}
    assert all(posted.again for posted in again)
    for batch, number in (("run2", 2216), ("nothing", 2480)):
        with pytest.raises(Refused, match=f"{number}!"):
            reverse_batch(office.ledger, batch)
    assert office.document("WO20000001-1").state == "cancelled"
    office.assert_sound()


@pytest.mark.usefixtures("small_parts")
def test_what_a_batch_asked_for_goes_with_it(office: Office) -> None:
    raise_many(office, 5)
    setup.define_user(office.ledger, "bob", authority={"USD": 2_00})
    bob = office.as_clerk("bob")
    run = plan(bob, CandidateList(bob, Selection("balance", 5_00)).listed(), command="run")
    counts = carry_out(bob, run).counts
    assert counts["requested"] and counts["written off"]
    waiting = pending(office.ledger)
    assert len(waiting) == counts["requested"]
    reverse_batch(office.ledger, "run")
    assert pending(office.ledger) == []
    found = [find(office.ledger, request.key) for request in waiting]
    assert {(each.state, each.decided_by) for each in found if each} == {("void", "ann")}
    office.assert_sound()


def test_a_batch_of_requests_alone_is_taken_back_too(office: Office) -> None:
    raise_many(office, 2)
    setup.define_user(office.ledger, "bob", authority={"USD": 1})
    bob = office.as_clerk("bob")
    run = plan(bob, CandidateList(bob, Selection("balance", 5_00)).listed(), command="run")
    carry_out(bob, run)
    assert len(pending(office.ledger)) == 2
    assert reverse_batch(office.ledger, "run", command="undo") == []
    assert reverse_batch(office.ledger, "run", command="undo") == []
    assert pending(office.ledger) == []


def test_a_row_has_its_own_reason(office: Office) -> None:
    raise_many(office, 2)
    reasons = {office.key("2"): "FEE"}
    run = plan(office.ledger, listing(office).listed(), reason="BALWOF", reasons=reasons)
    (voucher,) = carry_out(office.ledger, run).vouchers
    facts = office.ledger.read.voucher_facts(voucher)
    found = [fact.reason for fact in facts if isinstance(fact, ev.WrittenOff)]
    assert found == ["BALWOF", "FEE"]


def test_only_what_the_users_branches_show_is_listed(office: Office) -> None:
    setup.register_company(office.ledger, "200", "Two", "USD", years=[2020])
    setup.put_customers(office.ledger, [setup.CustomerData("200", "C9", "Nine", "USD")])
    row = DocumentRow("200", "9", "invoice", "C9", TODAY, TODAY, "USD", 5_00, 5_00)
    take_on(office.ledger, [row])
    office.raises("1", 5_00)
    setup.define_user(office.ledger, "bob", authority={"USD": 5_00}, branches=("200",))
    bob = office.as_clerk("bob")
    selection = Selection("balance", 5_00)
    assert [key for key, _version in CandidateList(bob, selection).listed()] == ["200/9"]
    assert CandidateList(bob, selection).count() == 1
    with pytest.raises(Refused, match="2210! document 100/1 does not exist"):
        why_not(bob, office.key("1"), selection)

"""Rule 16 for a whole company: what a run matches, ties, leaves, and says of every document."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.automatic.auto_match import MatchRun, auto_match
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.matching import Claim, Plan, match_account
from artui.ledger.setup import parameters
from artui.ledger.store import Store, open_store
from tests.ledger.office import COMPANY, Office
from tests.ledger.test_matching import document


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def money(office: Office, amount: int, number: str = "R1", **more: str) -> None:
    """A receipt on account."""
    office.pays(office.receipt(amount, number=number, **more))


def run(office: Office, **more: object) -> MatchRun:
    return auto_match(office.ledger, company=COMPANY, **more)  # type: ignore[arg-type]


def states(result: MatchRun) -> dict[str, str]:
    return {outcome.document.number: outcome.state for outcome in result.outcomes.values()}


# --- what is exact -----------------------------------------------------------------------------


def test_equal_amounts_match_and_every_document_is_named(office: Office) -> None:
    office.raises("I1", 50_00)
    office.raises("I2", 70_00)
    office.raises("I3", 90_00, customer="C2")
    money(office, 50_00)
    money(office, 20_00, "R2")
    result = run(office)
    assert states(result) == {"I1": "matched", "R1": "matched", "I2": "left", "R2": "left"}
    assert [office.open_of(n) for n in ("I1", "R1", "I2", "R2")] == [0, 0, 70_00, -20_00]
    (applied,) = result.applied
    assert (applied.voucher, applied.amount, applied.lines) == ("100/CA/2020/1", 50_00, ())
    left = result.outcomes[office.key("R2")]
    assert left.why == "nearest is I2: 50.00 apart, 0.00 may be written off"
    assert run(office).applied == []


def test_documents_of_two_customers_never_meet(office: Office) -> None:
    office.raises("I1", 50_00, customer="C2")
    money(office, 50_00)
    assert run(office).applied == []


def test_sums_match_both_ways_round(office: Office) -> None:
    for number, amount in enumerate((60_00, 40_00), 1):
        office.raises(f"I{number}", amount)
    money(office, 100_00)
    office.raises("I3", 80_00, customer="C2")
    money(office, 50_00, "R2", customer="C2")
    money(office, 30_00, "R3", customer="C2")
    result = run(office)
    assert set(states(result).values()) == {"matched"}
    assert len(result.applied) == 2
    office.assert_sound()


def test_a_whole_account_is_matched_with_one_receipt(office: Office) -> None:
    for number in range(1, 8):
        office.raises(f"I{number}", 10_00 + number)
    money(office, 70_28)
    assert len(run(office).applied) == 1


def test_fewer_documents_beat_more(office: Office) -> None:
    for number, amount in enumerate((60_00, 40_00, 100_00), 1):
        office.raises(f"I{number}", amount)
    money(office, 100_00)
    run(office)
    assert [office.open_of(f"I{n}") for n in (1, 2, 3)] == [60_00, 40_00, 0]


def test_discounts_in_time_and_in_grace_are_exact(office: Office) -> None:
    office.raises("I1", 100_00, terms="D2", due="2020-04-30")
    office.raises("I2", 200_00, terms="D2", due="2020-04-10")
    money(office, 98_00)
    money(office, 196_00, "R2")
    result = run(office)
    assert [applied.discount for applied in result.applied] == [2_00, 4_00]
    assert set(states(result).values()) == {"matched"}


def test_a_late_discount_can_be_declined(office: Office) -> None:
    office.raises("I2", 200_00, terms="D2", due="2020-04-10")
    money(office, 196_00)
    assert run(office, accept_late=lambda _: False).applied == []


def test_what_would_leave_a_discount_on_account_is_left(office: Office) -> None:
    office.raises("I1", 100_00, terms="D2", due="2020-04-30")
    money(office, 100_00)
    assert states(run(office)) == {"I1": "left", "R1": "left"}


# --- ties --------------------------------------------------------------------------------------


def test_a_tie_is_named_with_its_ways_and_posted_only_by_a_tie_break(office: Office) -> None:
    office.raises("I1", 50_00)
    money(office, 50_00, "OLD", received="2020-04-01", booked="2020-04-01")
    money(office, 50_00, "NEW")
    result = run(office)
    assert states(result) == {"I1": "tied", "OLD": "tied", "NEW": "tied"}
    assert {outcome.ways for outcome in result.outcomes.values()} == {2}
    assert result.outcomes[office.key("I1")].why == "fits in 2 ways: OLD, NEW, I1"
    result = run(office, tie_break="oldest")
    assert states(result) == {"I1": "matched", "OLD": "matched", "NEW": "left"}
    assert [applied.ways for applied in result.applied] == [2]
    assert office.open_of("NEW") == -50_00


def test_a_tie_break_takes_the_document_due_first(office: Office) -> None:
    office.raises("I1", 50_00, due="2020-04-02")
    office.raises("I2", 50_00, due="2020-04-01")
    money(office, 50_00)
    run(office, tie_break="oldest")
    assert (office.open_of("I1"), office.open_of("I2")) == (50_00, 0)


def test_two_of_each_go_two_ways(office: Office) -> None:
    for number in (1, 2):
        office.raises(f"I{number}", 50_00)
        money(office, 50_00, f"R{number}")
    assert {outcome.ways for outcome in run(office).outcomes.values()} == {2}
    assert len(run(office, tie_break="oldest").applied) == 2


def test_a_tie_break_goes_on_as_long_as_something_fits() -> None:
    debits = [document(number, 10) for number in range(60)]
    credits = [document(number, -30) for number in range(60, 75)]
    made = plan([*debits, *credits], oldest=True)
    assert len(made.matches) == 15
    assert len(made.left) == 15


def test_an_unknown_tie_break_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="no tie-break"):
        run(office, tie_break="newest")


# --- differences -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "limit", "posted", "role"),
    [
        (50_10, 11, 1, "AR30-186"),
        (50_10, 10, 1, "AR30-186"),
        (50_10, 9, 0, ""),
        (49_90, 11, 1, "AR30-185"),
        (49_90, 10, 1, "AR30-185"),
        (49_90, 9, 0, ""),
        (49_90, 0, 0, ""),
    ],
)
def test_the_limit_is_two_sided_and_inclusive(
    office: Office, amount: int, limit: int, posted: int, role: str
) -> None:
    office.raises("I1", 50_00)
    money(office, amount)
    result = run(office, write_off_limit=limit)
    assert len(result.applied) == posted
    if posted:
        assert {line.rule for line in result.applied[0].lines} == {role, "Customer"}
        facts = office.ledger.read.voucher_facts(result.applied[0].voucher)
        (fact,) = [f for f in facts if isinstance(f, ev.DifferenceWrittenOff)]
        assert (fact.level, fact.amount) == ("run", 50_00 - amount)
        assert office.open_of("I1") == office.open_of("R1") == 0
    office.assert_sound()


def test_the_limit_stands_for_the_tolerance(office: Office) -> None:
    office.tolerate(500)
    office.raises("I1", 50_00)
    money(office, 49_00)
    assert run(office, write_off_limit=50).applied == []
    (applied,) = run(office).applied
    assert applied.written_off == 1_00


def test_the_limit_bounds_a_match_not_each_document(office: Office) -> None:
    office.raises("I1", 50_00)
    office.raises("I2", 30_00)
    money(office, 79_85)
    assert run(office, write_off_limit=14).applied == []
    (applied,) = run(office, write_off_limit=15).applied
    assert (applied.written_off, len(applied.documents)) == (15, 3)


def test_several_receipts_may_be_short_or_over_together(office: Office) -> None:
    office.raises("I1", 50_00)
    money(office, 30_00, "R1")
    money(office, 20_10, "R2")
    office.raises("I2", 50_00, customer="C2")
    money(office, 30_00, "R3", customer="C2")
    money(office, 19_90, "R4", customer="C2")
    result = run(office, write_off_limit=10)
    assert [(a.written_off, a.kept) for a in result.applied] == [(0, 10), (10, 0)]
    assert set(states(result).values()) == {"matched"}
    office.assert_sound()


def test_the_authority_of_the_clerk_bounds_the_limit(office: Office) -> None:
    setup.define_user(office.ledger, "bob", authority={"USD": 5})
    office.raises("I1", 50_00)
    money(office, 49_90)
    bob = office.as_clerk("bob")
    result = auto_match(bob, company=COMPANY, write_off_limit=10)
    assert result.applied == []
    assert result.outcomes[office.key("R1")].why.endswith("0.10 apart, 0.05 may be written off")


def test_the_systems_limit_bounds_the_run_too(office: Office) -> None:
    bound = replace(ev.Parameters(), system_limits={"USD": 9})
    parameters.set_parameters(office.ledger, COMPANY, bound)
    office.raises("I1", 50_00)
    money(office, 49_90)
    assert run(office, write_off_limit=10).applied == []


def test_blocked_disputed_and_own_maxima_write_nothing_off(office: Office) -> None:
    office.raises("I1", 50_00, max_tolerance=0)
    disputed = office.raises("I2", 70_00)
    setup.flag_document(office.ledger, disputed, hold=False, dispute=True)
    money(office, 49_99)
    money(office, 69_99, "R2")
    assert run(office, write_off_limit=10).applied == []


def test_a_credit_memo_is_never_too_much(office: Office) -> None:
    office.raises("I1", 50_00)
    office.raises("CM", -50_10)
    assert run(office, write_off_limit=10).applied == []


def test_a_limit_in_base_currency_is_converted(office: Office) -> None:
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    setup.set_rate(office.ledger, "USD", "EUR", "2020-01-01", "1.25")
    office.raises("I1", 50_00, currency="EUR")
    money(office, 49_92, currency="EUR")
    assert run(office, write_off_limit=9).applied == []
    assert len(run(office, write_off_limit=10).applied) == 1


def test_a_limit_below_zero_and_a_closed_day_are_refused(office: Office) -> None:
    with pytest.raises(Refused, match="below zero"):
        run(office, write_off_limit=-1)
    with pytest.raises(Refused, match="in no period"):
        run(office, day="2023-01-01")


# --- parts, dry runs, running again ------------------------------------------------------------


def test_parts_are_paid_only_where_the_run_allows_them(office: Office) -> None:
    office.raises("I1", 50_00, due="2020-04-01")
    office.raises("I2", 50_00, due="2020-04-02")
    money(office, 70_00)
    assert run(office).applied == []
    result = run(office, allow_partial=True)
    assert states(result) == {"I1": "matched", "I2": "part", "R1": "matched"}
    assert office.open_of("I2") == 30_00


def test_several_receipts_pay_in_parts_one_after_the_other(office: Office) -> None:
    office.raises("I1", 50_00)
    for number, amount in enumerate((20_00, 25_00, 17_00), 1):
        money(office, amount, f"R{number}")
    result = run(office, allow_partial=True)
    assert states(result) == {"I1": "matched", "R1": "matched", "R2": "matched", "R3": "part"}
    assert office.open_of("R3") == -12_00
    office.assert_sound()


def test_a_dry_run_says_the_same_and_leaves_no_trace(office: Office) -> None:
    office.raises("I1", 50_00)
    money(office, 50_10)
    before = office.ledger.store.head()
    dry = run(office, write_off_limit=10, dry_run=True)
    assert office.ledger.store.head() == before
    wet = run(office, write_off_limit=10)
    assert dry.applied[0].lines == wet.applied[0].lines
    assert (states(dry), dry.applied[0].voucher) == (states(wet), wet.applied[0].voucher)


def test_a_command_run_again_posts_nothing_twice(office: Office) -> None:
    office.raises("I1", 50_00)
    money(office, 30_00)
    run(office, allow_partial=True, command="night")
    run(office, allow_partial=True, command="night")
    assert office.open_of("I1") == 20_00


def test_a_rest_of_money_waits_for_another_command(office: Office) -> None:
    office.raises("I1", 50_00)
    money(office, 70_00)
    run(office, allow_partial=True, command="night")
    office.raises("I2", 90_00)
    again = run(office, allow_partial=True, command="night")
    assert (again.applied, office.open_of("I2")) == ([], 90_00)
    assert again.outcomes[office.key("R1")].why == "CA 2020-000001 of this command came before"
    assert len(run(office, allow_partial=True, command="morning").applied) == 1


def test_tolerances_can_be_declined(office: Office) -> None:
    office.tolerate(500)
    office.raises("I1", 50_00)
    money(office, 49_00)
    assert run(office, tolerate=False).applied == []


def test_a_document_on_hold_is_left_and_named(office: Office) -> None:
    key = office.raises("I1", 50_00)
    setup.flag_document(office.ledger, key, hold=True, dispute=False)
    money(office, 50_00)
    assert run(office).outcomes[key].why == "on hold"


# --- whatever the account looks like -----------------------------------------------------------

balances = st.lists(st.integers(-9, 9).filter(bool), min_size=2, max_size=8)


def plan(documents: list[Document], limit: int = 0, *, oldest: bool = False) -> Plan:
    debits = [one for one in documents if one.open > 0]
    claims = {one.id: Claim(one, one.open, None, limit, limit) for one in debits}
    credits = [one for one in documents if one.open < 0]
    return match_account(credits, debits, lambda _: claims, limit=limit, oldest=oldest)


@given(balances, st.integers(0, 2), st.booleans())
def test_every_document_is_matched_tied_or_left_once(
    amounts: list[int], limit: int, oldest: bool
) -> None:
    documents = [document(number, amount) for number, amount in enumerate(amounts)]
    made = plan(documents, limit, oldest=oldest)
    named = [one.id for match in made.matches for one in match.documents]
    named += [one.id for tie in made.ties for one in tie.documents]
    named += [one.id for one in made.left]
    assert sorted(named) == sorted(one.id for one in documents)
    for match in made.matches:
        assert abs(sum(one.open for one in match.documents)) <= limit
        assert match.credits and match.debits
    if oldest:
        assert not made.ties


@given(balances, st.integers(0, 2), st.booleans(), st.data())
def test_the_order_of_the_documents_does_not_matter(
    amounts: list[int], limit: int, oldest: bool, data: st.DataObject
) -> None:
    documents = [document(number, amount) for number, amount in enumerate(amounts)]
    shuffled = data.draw(st.permutations(documents))
    assert plan(list(shuffled), limit, oldest=oldest) == plan(documents, limit, oldest=oldest)


def test_no_order_of_four_documents_matters() -> None:
    documents = [document(n, amount) for n, amount in enumerate((5, -5, 5, -10))]
    plans = {repr(plan(list(order))) for order in permutations(documents)}
    assert len(plans) == 1


postings = st.lists(
    st.tuples(st.sampled_from(["C1", "C2"]), st.integers(-900, 900).filter(bool)),
    min_size=2,
    max_size=7,
)


@pytest.mark.parametrize("allow_partial", [False, True])
@settings(deadline=None, max_examples=40)
@given(documents=postings, limit=st.sampled_from([None, 0, 50]))
def test_no_run_over_applies_or_crosses_customers(
    tmp_path_factory: pytest.TempPathFactory,
    allow_partial: bool,
    documents: list[tuple[str, int]],
    limit: int | None,
) -> None:
    place = tmp_path_factory.mktemp("match") / "ledger.db"
    office = Office(open_store(place, create=True))
    for number, (customer, amount) in enumerate(documents):
        if amount > 0:
            office.raises(f"I{number}", amount, customer=customer)
        else:
            money(office, -amount, f"R{number}", customer=customer)
    result = run(office, write_off_limit=limit, allow_partial=allow_partial, tie_break="oldest")
    for applied in result.applied:
        assert len({one.customer for one in applied.documents}) == 1
    for number, (_customer, amount) in enumerate(documents):
        now = office.open_of(f"I{number}" if amount > 0 else f"R{number}")
        assert (0 <= now <= amount) if amount > 0 else (amount <= now <= 0)
        assert allow_partial or now in (0, amount)
    office.assert_sound()
    office.ledger.close()

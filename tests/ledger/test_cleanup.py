"""The A/R clean-up on both databases: what it finds, what it posts, what it skips."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.entered import Receipt
from artui.ledger.errors import Refused
from artui.ledger.people.users_roles import define_role
from artui.ledger.reversal import reversing
from artui.ledger.reversal.reversing import reverse_batch
from artui.ledger.store import Store, open_store
from artui.ledger.writeoffs.cleanup import (
    MOVE,
    MOVED,
    REQUESTED,
    SKIPPED,
    TIE,
    WRITE_OFF,
    WRITTEN_OFF,
    Candidate,
    Criteria,
    process,
    rehearse,
    search,
)
from artui.ledger.writeoffs.cleanup_words import ASKS, POSTS, standing
from artui.ledger.writeoffs.requests import pending
from tests.ledger.office import Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def listed(office: Office, **criteria: object) -> list[Candidate]:
    return search(office.ledger, Criteria(**criteria))  # type: ignore[arg-type]


def said(found: list[Candidate]) -> list[tuple[str, str, int]]:
    return [(one.kind, one.document.number, one.amount) for one in found]


def small(office: Office, number: str = "S1", open_: int = 4_99, **more: object) -> None:
    """An invoice with a small rest."""
    office.raises(number, 500_00, open_=open_, **more)  # type: ignore[arg-type]


def paid(office: Office, amount: int, document: str, number: str, reference: str) -> None:
    """A receipt over one document, and what its remittance named."""
    office.pays(office.receipt(amount, number=number, reference=reference), (document, amount))


# --- what is found -------------------------------------------------------------------------------


def test_balances_below_the_limit_are_found_strictly(office: Office) -> None:
    small(office, "S1", 4_99)
    small(office, "S2", 5_00)
    small(office, "S3", -4_99)
    assert said(listed(office)) == [(WRITE_OFF, "S1", 4_99)]
    assert said(listed(office, limit=5_01)) == [(WRITE_OFF, "S1", 4_99), (WRITE_OFF, "S2", 5_00)]
    assert listed(office, write_off=False) == []


def test_each_kind_of_mis_applied_money_is_found(office: Office) -> None:
    for number, amount in (("I1", 100_00), ("I2", 100_00), ("I3", 250_00), ("I4", 40_00)):
        office.raises(number, amount)
    office.raises("I5", 77_00, customer="C2")
    paid(office, 100_00, "I1", "R1", "I2")  # names I2, paid I1
    paid(office, 40_00, "I3", "R2", "")  # equals I4, left I3 part open
    office.pays(office.receipt(77_00, number="R3", reference="I5"))  # of C2
    found = listed(office)
    assert said(found) == [(MOVE, "R1", -100_00), (MOVE, "R2", -40_00), (MOVE, "R3", -77_00)]
    targets = [one.move.ways[0].target.number for one in found if one.move]
    assert targets == ["I2", "I4", "I5"]
    assert said(listed(office, match=False)) == []


def test_money_that_names_another_customers_document_is_moved_there_and_pays_it(
    office: Office,
) -> None:
    office.raises("I1", 77_00)
    office.raises("I5", 77_00, customer="C2")
    paid(office, 77_00, "I1", "R3", "I5")
    found = listed(office)
    dry = rehearse(office.ledger, found)
    assert [line.base for _company, line in dry.lines] == [], "one control account for both"
    report = process(office.ledger, found, run="april")
    assert [(one.outcome, one.vouchers) for one in report.outcomes] == [
        (MOVED, ("100/TF/2020/1",))
    ]  # fmt: skip
    assert [office.open_of(n) for n in ("I1", "I5", "R3", "TF20000001")] == [77_00, 0, 0, 0]
    again = process(office.ledger, found, run="april")
    assert again.outcomes == report.outcomes
    office.assert_sound()
    reverse_batch(office.ledger, "april")
    assert [office.open_of(n) for n in ("I1", "I5", "R3")] == [77_00, 77_00, -77_00]
    office.assert_sound()


def test_who_may_not_move_money_to_others_is_told_in_the_report(office: Office) -> None:
    permissions = ("receipts.post", "applications.post", "writeoffs.post")
    define_role(office.ledger, "plain", permissions=permissions)
    setup.define_user(office.ledger, "pat", roles=["plain"], unlimited=True)
    office.raises("I5", 77_00, customer="C2")
    office.pays(office.receipt(77_00, number="R3", reference="I5"))
    (outcome,) = process(office.as_clerk("pat"), listed(office)).outcomes
    assert outcome.outcome == SKIPPED
    assert "transfers.post" in outcome.text


def test_a_document_that_money_is_meant_for_is_not_written_off(office: Office) -> None:
    small(office, "S1", 3_00)
    office.pays(office.receipt(3_00, number="R1"))
    assert said(listed(office)) == [(MOVE, "R1", -3_00)]
    assert said(listed(office, match=False)) == [(WRITE_OFF, "S1", 3_00)]


def test_the_discounted_amount_of_the_day_is_equal_too(office: Office) -> None:
    office.raises("I1", 100_00, terms="D2")
    office.pays(office.receipt(98_00, number="R1"))
    (found,) = listed(office)
    assert found.kind == MOVE
    process(office.ledger, [found])
    assert (office.open_of("I1"), office.open_of("R1")) == (0, 0)
    office.assert_sound()


def test_a_credit_memo_closes_what_it_equals_and_earns_no_discount(office: Office) -> None:
    office.raises("1", 100_00, terms="D2", date="2020-04-10")
    office.raises("CM", -100_00)
    (move,) = listed(office, write_off=False)
    assert (move.kind, move.document.number) == (MOVE, "CM")
    process(office.ledger, [move])
    assert (office.open_of("1"), office.open_of("CM")) == (0, 0)
    office.assert_sound()


def test_near_amounts_are_found_if_exact_is_off(office: Office) -> None:
    office.raises("I1", 100_00)
    office.pays(office.receipt(97_00, number="R1"))
    assert listed(office) == []
    (found,) = listed(office, exact_only=False)
    assert found.move is not None
    assert not found.move.exact
    process(office.ledger, [found])
    assert (office.open_of("I1"), office.open_of("R1")) == (3_00, 0)


def test_a_batch_and_a_customer_narrow_it(office: Office) -> None:
    ledger = office.ledger
    for number, batch in (("R1", "B1"), ("R2", "B2")):
        office.raises(f"I{number}", 50_00)
        money = office.receipt(48_00, number=number)
        lines = office.chosen(paying.distribution(ledger, money), (f"I{number}", 48_00))
        paying.post_receipt(ledger, with_batch(money, batch), lines)
    small(office, "S1", 2_00, customer="C2")
    assert said(listed(office, batch="B1")) == [(WRITE_OFF, "IR1", 2_00)]
    assert said(listed(office, customer="C2")) == [(WRITE_OFF, "S1", 2_00)]
    with pytest.raises(Refused, match="no receipt is of a batch B3"):
        listed(office, batch="B3")


def with_batch(money: Receipt, batch: str) -> Receipt:
    return replace(money, batch=batch)


def test_criteria_that_ask_for_nothing_are_refused(office: Office) -> None:
    with pytest.raises(Refused, match="choose to write off, to match, or both"):
        listed(office, write_off=False, match=False)
    with pytest.raises(Refused, match="above zero"):
        listed(office, limit=0)


def test_money_on_hold_in_dispute_or_reversed_is_left_alone(office: Office) -> None:
    office.raises("I1", 50_00)
    posted = office.pays(office.receipt(50_00, number="R1"))
    reversing.reverse(office.ledger, posted.voucher)
    assert listed(office) == []


def test_a_parent_s_money_may_be_meant_for_its_child(office: Office) -> None:
    office.raises("I1", 50_00, customer="C3")
    office.pays(office.receipt(50_00, customer="P", number="R1"))
    assert said(listed(office)) == [(MOVE, "R1", -50_00)]
    assert said(listed(office, customer="P")) == [(MOVE, "R1", -50_00)]


# --- what is posted ------------------------------------------------------------------------------


def test_write_offs_and_moves_go_in_one_run(office: Office) -> None:
    small(office)
    office.raises("I1", 100_00)
    office.raises("I2", 100_00)
    paid(office, 100_00, "I1", "R1", "I2")
    before = sum(open_ for open_, _base in office.balances().values())
    report = process(office.ledger, listed(office), run="run1")
    assert [(one.outcome, one.candidate.document.number) for one in report.outcomes] == [
        (WRITTEN_OFF, "S1"),
        (MOVED, "R1"),
    ]
    assert report.outcomes[1].vouchers == ("100/RV/2020/1", "100/CA/2020/1")
    opens = [office.open_of(number) for number in ("S1", "I1", "I2", "R1")]
    assert opens == [0, 100_00, 0, 0]
    assert sum(open_ for open_, _base in office.balances().values()) == before - 4_99
    office.assert_sound()


def test_the_same_run_posts_nothing_twice(office: Office) -> None:
    small(office)
    office.raises("I1", 100_00)
    office.pays(office.receipt(100_00, number="R1"))
    chosen = listed(office)
    first = process(office.ledger, chosen, run="run1")
    head = office.ledger.store.head().pos
    again = process(office.ledger, chosen, run="run1")
    assert [one.vouchers for one in again.outcomes] == [one.vouchers for one in first.outcomes]
    assert office.ledger.store.head().pos == head


def test_a_run_that_was_stopped_goes_on_where_it_stopped(office: Office) -> None:
    small(office)
    office.raises("I1", 100_00)
    office.pays(office.receipt(100_00, number="R1"))
    chosen = listed(office)
    stopped = process(office.ledger, chosen, run="run1", step=lambda done: True)
    assert (len(stopped.outcomes), stopped.not_begun) == (1, 1)
    whole = process(office.ledger, chosen, run="run1")
    assert {one.outcome for one in whole.outcomes} == {MOVED, WRITTEN_OFF}
    assert listed(office) == []


def test_a_run_goes_on_with_a_list_that_was_searched_anew(office: Office) -> None:
    small(office, "S1", 4_99)
    small(office, "S2", 50)
    setup.define_user(office.ledger, "bob", authority={"USD": 1_00})
    bob = office.as_clerk("bob")
    process(bob, search(bob, Criteria()), run="run1")
    assert (office.open_of("S1"), office.open_of("S2")) == (4_99, 0)
    small(office, "S3", 60)
    report = process(bob, search(bob, Criteria()), run="run1")
    assert [(one.candidate.document.number, one.outcome) for one in report.outcomes] == [
        ("S1", SKIPPED),
        ("S3", WRITTEN_OFF),
    ]


def test_what_changed_since_it_was_listed_is_skipped_and_named(office: Office) -> None:
    small(office)
    office.raises("I1", 100_00)
    office.pays(office.receipt(100_00, number="R1"))
    chosen = listed(office)
    kwong = office.as_clerk("kwong")
    setup.define_user(office.ledger, "kwong", authority={"USD": 50_00})
    money = office.receipt(104_99, number="R2")
    lines = office.chosen(paying.distribution(kwong, money), ("S1", 4_99), ("I1", 100_00))
    paying.post_receipt(kwong, money, lines)
    report = process(office.ledger, chosen)
    assert [one.outcome for one in report.outcomes] == [SKIPPED, SKIPPED]
    assert {one.text for one in report.outcomes} == {
        "S1 was changed by kwong since it was listed",
        "I1 was changed by kwong since it was listed",
    }
    office.assert_sound()


def test_above_the_authority_a_request_is_made_and_nothing_moves(office: Office) -> None:
    small(office)
    setup.define_user(office.ledger, "bob", authority={"USD": 1_00})
    bob = office.as_clerk("bob")
    report = process(bob, search(bob, Criteria()))
    (one,) = report.outcomes
    assert (one.outcome, one.request) == (REQUESTED, "100/1")
    assert office.open_of("S1") == 4_99
    assert [each.clerk for each in pending(office.ledger)] == ["bob"]


def test_who_entered_the_receipt_asks_somebody_else(office: Office) -> None:
    office.raises("I1", 100_00)
    office.pays(98_00, ("I1", 98_00))
    (found,) = listed(office)
    own = standing(office.cash, found.document)
    assert own.mark == ASKS
    assert "somebody else must write off" in own.words
    assert standing(office.ledger, found.document).mark == POSTS
    assert [one.outcome for one in process(office.cash, [found]).outcomes] == [REQUESTED]


def test_a_tie_waits_for_a_choice(office: Office) -> None:
    office.raises("I1", 100_00)
    office.raises("I2", 100_00)
    office.pays(office.receipt(100_00, number="R1"))
    (tie,) = listed(office)
    assert (tie.kind, tie.amount) == (TIE, -100_00)
    with pytest.raises(Refused, match="fits in several ways"):
        process(office.ledger, [tie])
    process(office.ledger, [tie.choose(office.key("I2"))])
    assert [office.open_of(number) for number in ("I1", "I2", "R1")] == [100_00, 0, 0]


def test_bad_choices_are_refused_before_anything_is_posted(office: Office) -> None:
    small(office)
    head = office.ledger.store.head().pos
    with pytest.raises(Refused, match="nothing is chosen"):
        process(office.ledger, [])
    with pytest.raises(Refused, match="2021"):
        process(office.ledger, listed(office, match=False), day="2021-02-01")
    assert office.ledger.store.head().pos == head


def test_a_dry_run_shows_journals_and_ageing_and_posts_nothing(office: Office) -> None:
    small(office)
    office.raises("I1", 100_00)
    office.pays(office.receipt(100_00, number="R1"))
    head = office.ledger.store.head().pos
    seen = rehearse(office.ledger, listed(office))
    assert [(line.rule, line.amount) for _company, line in seen.lines] == [
        ("AR30-185", 4_99),
        ("Customer", -4_99),
    ]
    (before,), (after,) = seen.before, seen.after
    assert (before.total - after.total, before.documents - after.documents) == (4_99, 3)
    assert office.ledger.store.head().pos == head
    assert office.open_of("S1") == 4_99


def test_a_report_counts_by_reason_customer_and_currency(office: Office) -> None:
    small(office, "S1", 4_99)
    small(office, "S2", 1_00, customer="C2")
    report = process(office.ledger, listed(office))
    assert report.count(WRITTEN_OFF) == 2
    by_reason = report.totals(lambda one: one.reason)
    assert by_reason == {("BALWOF", WRITTEN_OFF, "USD"): (2, 5_99)}
    by_customer = report.totals(lambda one: one.candidate.document.customer)
    assert [(key[0], total) for key, total in by_customer.items()] == [
        ("C1", (1, 4_99)),
        ("C2", (1, 1_00)),
    ]


# --- always true ---------------------------------------------------------------------------------

_MONEY = st.sampled_from([10_00, 20_00, 30_00, 40_00])
_PAID = st.tuples(_MONEY, st.sampled_from(["", "I0", "I1", "I2"]), st.none() | st.integers(0, 2))


@settings(max_examples=15, deadline=None)
@given(st.lists(_MONEY, min_size=3, max_size=3), st.lists(_PAID, min_size=1, max_size=4))
def test_mending_conserves_every_balance_and_finds_nothing_twice(
    tmp_path_factory: pytest.TempPathFactory,
    invoices: list[int],
    receipts: list[tuple[int, str, int | None]],
) -> None:
    place = tmp_path_factory.mktemp("mend") / "ledger.db"
    office = Office(open_store(place, create=True))
    for number, amount in enumerate(invoices):
        office.raises(f"I{number}", amount)
    for number, (amount, reference, target) in enumerate(receipts):
        money = office.receipt(amount, number=f"R{number}", reference=reference)
        room = office.open_of(f"I{target}") if target is not None else 0
        wanted = [(f"I{target}", min(amount, room))] if room else []
        office.pays(money, *wanted)
    before = {key: office.document(ev.number_of(key)).open for key in office.balances()}
    moves = [one for one in listed(office, write_off=False) if one.kind == MOVE]
    if moves:
        report = process(office.ledger, moves)
        assert {one.outcome for one in report.outcomes} <= {MOVED, SKIPPED}
    after = {key: office.document(ev.number_of(key)).open for key in before}
    assert sum(after.values()) == sum(before.values())
    for number, amount in enumerate(invoices):
        assert 0 <= after[office.key(f"I{number}")] <= amount
    office.assert_sound()
    office.ledger.close()

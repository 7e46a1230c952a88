"""Receipt batches: control figures, what is entered against them, and how a batch is closed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.ledger import paying, setup
from artui.ledger.errors import Refused
from artui.ledger.ledger import Posted
from artui.ledger.reading.batches import Batch, BatchList, beyond, find_batch, waiting_batches
from artui.ledger.reading.moment import Moment
from artui.ledger.reading.past import look_back
from artui.ledger.reading.receipts import ReceiptList, batch_receipts
from artui.ledger.receiving import batches
from artui.ledger.rehearsal import rehearsal
from artui.ledger.reversal.reversing import reverse_receipt
from artui.ledger.setup.closing import State, close_period, closing_list
from artui.ledger.store import Store, open_store
from tests.ledger.office import COMPANY, TODAY, Office

ACCOUNT = f"{COMPANY}-USD"
NAME = "MORNING"


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def opened(office: Office, count: int = 2, total: int = 100_00, day: str = TODAY) -> None:
    batches.open_batch(
        office.cash, COMPANY, NAME, bank_account=ACCOUNT, count=count, total=total, day=day
    )


def enters(office: Office, amount: int, batch: str = NAME) -> Posted:
    return office.pays(replace(office.receipt(amount), batch=batch))


def batch_of(office: Office, name: str = NAME) -> Batch:
    found = find_batch(office.ledger.store, COMPANY, name)
    assert found is not None
    return found


def numbers(refusal: pytest.ExceptionInfo[Refused]) -> list[tuple[str, int]]:
    return [(problem.field, problem.number) for problem in refusal.value.problems]


def test_a_batch_says_how_far_it_is_and_closes_with_its_last_receipt(office: Office) -> None:
    opened(office)
    assert batch_of(office).words == "0 of 2, 0.00 of 100.00"
    enters(office, 60_00)
    batch = batch_of(office)
    assert (batch.words, batch.state) == ("1 of 2, 60.00 of 100.00", "open")
    assert batch.missing == (1, 40_00)
    enters(office, 40_00)
    batch = batch_of(office)
    assert (batch.state, batch.closed_count, batch.closed_total) == ("closed", 2, 100_00)
    assert (batch.closed_by, batch.difference) == (office.cash.clerk, 0)
    office.assert_sound()


def test_a_closed_batch_takes_no_receipt(office: Office) -> None:
    opened(office, 1, 5_00)
    enters(office, 5_00)
    before = office.ledger.store.head()
    with pytest.raises(Refused) as refusal:
        enters(office, 1_00)
    assert numbers(refusal) == [("batch", 2540)]
    assert office.ledger.store.head() == before


def test_a_batch_takes_money_of_its_bank_account_only(office: Office) -> None:
    setup.open_bank_account(office.ledger, COMPANY, "SAVINGS", "USD", name="Savings")
    opened(office)
    other = replace(office.receipt(5_00, bank_account="SAVINGS"), batch=NAME)
    assert [p.number for p in paying.check_receipt(office.cash, other)] == [2541]
    with pytest.raises(Refused) as refusal:
        office.pays(other)
    assert numbers(refusal) == [("batch", 2541)]


def test_a_difference_is_refused_until_somebody_accepts_it(office: Office) -> None:
    opened(office)
    enters(office, 60_00)
    with pytest.raises(Refused, match=r"1 receipt missing, 40\.00 missing") as refusal:
        batches.close_batch(office.cash, COMPANY, NAME)
    assert numbers(refusal) == [("batch", 2547)]
    with pytest.raises(Refused) as refusal:
        batches.close_batch(office.cash, COMPANY, NAME, accept=True, reason="cheque lost")
    assert numbers(refusal)[0][1] == 2400
    with pytest.raises(Refused) as refusal:
        batches.close_batch(office.ledger, COMPANY, NAME, accept=True, reason=" ")
    assert numbers(refusal) == [("reason", 2548)]
    batch = batches.close_batch(office.ledger, COMPANY, NAME, accept=True, reason="cheque lost")
    assert (batch.state, batch.difference, batch.reason) == ("accepted", -40_00, "cheque lost")
    assert batch.closed_by == "ann"
    office.assert_sound()


def test_what_is_above_the_control_is_said_before_and_after(office: Office) -> None:
    opened(office)
    assert beyond(batch_of(office), 100_00) == ""
    said = beyond(batch_of(office), 100_01)
    assert said == "MORNING should be 2 of 100.00; with this it is 1 of 100.01"
    enters(office, 120_00)
    assert batches.difference_words(batch_of(office)) == "1 receipt missing, 20.00 too much"


def test_a_reversed_receipt_is_taken_out(office: Office) -> None:
    opened(office)
    posted = enters(office, 70_00)
    reverse_receipt(office.cash, posted.document)
    assert batch_of(office).words == "0 of 2, 0.00 of 100.00"
    enters(office, 60_00)
    enters(office, 40_00)
    assert batch_of(office).state == "closed"
    office.assert_sound()


def test_a_closed_batch_is_opened_again_to_put_a_receipt_right(office: Office) -> None:
    opened(office, 1, 60_00)
    posted = enters(office, 60_00)
    batches.reopen_batch(office.cash, COMPANY, NAME, "wrong payer")
    reverse_receipt(office.cash, posted.document)
    assert batch_of(office).state == "open"
    enters(office, 60_00)
    assert batch_of(office).state == "closed"
    office.ledger.store.rebuild()
    assert batch_of(office).state == "closed"
    batches.reopen_batch(office.cash, COMPANY, NAME)
    office.ledger.store.rebuild()
    assert batch_of(office).state == "in control"
    office.assert_sound()


def test_control_figures_are_put_right_while_it_is_open(office: Office) -> None:
    opened(office, 2, 10_00)
    enters(office, 60_00)
    batches.change_control(office.cash, COMPANY, NAME, 1, 60_00)
    assert batch_of(office).state == "closed"
    with pytest.raises(Refused) as refusal:
        batches.change_control(office.cash, COMPANY, NAME, 1, 61_00)
    assert numbers(refusal) == [("batch", 2540)]


def test_a_batch_that_nobody_opened_has_no_control_and_may_get_one(office: Office) -> None:
    enters(office, 60_00)
    enters(office, 40_00)
    assert (batch_of(office).state, batch_of(office).words) == ("no control", "2, 100.00")
    with pytest.raises(Refused) as refusal:
        batches.close_batch(office.cash, COMPANY, NAME)
    assert numbers(refusal) == [("batch", 2544)]
    opened(office)
    assert batch_of(office).state == "closed"
    office.assert_sound()


@pytest.mark.parametrize(
    ("batch", "account", "count", "day", "number"),
    [
        (" ", ACCOUNT, 1, TODAY, 2542),
        (NAME, ACCOUNT, 1, TODAY, 2543),
        ("B", "NONE", 1, TODAY, 2203),
        ("B", ACCOUNT, 0, TODAY, 2545),
        ("B", ACCOUNT, 1, "2020-02-30", 2110),
    ],
)
def test_what_can_not_be_opened_is_refused(
    office: Office, batch: str, account: str, count: int, day: str, number: int
) -> None:
    opened(office)
    with pytest.raises(Refused) as refusal:
        batches.open_batch(
            office.cash, COMPANY, batch, bank_account=account, count=count, total=1, day=day
        )
    assert [number] == [at for _field, at in numbers(refusal)]


def test_the_list_is_the_newest_first_and_in_windows(office: Office) -> None:
    for day, name in (("2020-04-13", "A"), ("2020-04-15", "C"), ("2020-04-14", "B")):
        batches.open_batch(
            office.cash, COMPANY, name, bank_account=ACCOUNT, count=1, total=1, day=day
        )
    enters(office, 1, "C")
    listed = BatchList(office.ledger.store)
    assert [row.batch for row in listed.window(0, 2)] == ["C", "B"]
    assert (listed.count(), listed.find("a"), listed.find("x")) == (3, 2, None)
    assert [row.batch for row in BatchList(office.ledger.store, waiting=True).window(0, 9)] == [
        "B",
        "A",
    ]


def test_receipts_are_found_by_their_batch(office: Office) -> None:
    first, _other, last = enters(office, 1), enters(office, 2, "B"), enters(office, 3)
    assert batch_receipts(office.ledger.store, NAME) == [first.document, last.document]
    assert batch_receipts(office.ledger.store, NAME, "200") == []
    assert ReceiptList(office.ledger.store, batch=NAME).count() == 2


def test_a_period_is_closed_over_an_open_batch_only_when_confirmed(office: Office) -> None:
    opened(office, day="2020-03-31")
    assert [batch.batch for batch in waiting_batches(office.ledger.store, COMPANY, TODAY)] == [NAME]
    line = next(c for c in closing_list(office.ledger, COMPANY, "2020-03") if "batches" in c.name
                and "not closed" in c.name)  # fmt: skip
    assert (line.state, line.figures) == (State.CONFIRM, "1: MORNING 0 of 2, 0.00 of 100.00")
    with pytest.raises(Refused, match="Receipt batches not closed"):
        close_period(office.ledger, COMPANY, "2020-03")
    close_period(office.ledger, COMPANY, "2020-03", confirmed=True)


def test_a_dry_run_closes_no_batch(office: Office) -> None:
    opened(office, 1, 5_00)
    with rehearsal(office.cash):
        enters(office, 5_00)
        assert batch_of(office).state == "closed"
    assert batch_of(office).state == "open"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), st.integers(1, 50)),
        st.tuples(st.just("reverse"), st.integers(0, 9)),
        st.tuples(st.sampled_from(["open", "control"]), st.integers(1, 4)),
        st.tuples(st.sampled_from(["close", "accept", "reopen"]), st.just(0)),
    ),
    max_size=14,
)


@settings(max_examples=20, deadline=None)
@given(STEPS)
def test_whatever_is_done_what_is_entered_is_what_stands(steps: list[tuple[str, int]]) -> None:
    """Entered are the receipts that stand; a closed batch had its figures, or somebody's reason;
    a rebuild gives the same rows; and each moment is known later as it was."""
    with TemporaryDirectory() as folder:
        office = Office(open_store(f"{folder}/books.artui", create=True))
        standing: list[tuple[str, int]] = []
        known: dict[int, Batch | None] = {}
        for act, figure in steps:
            with suppress(Refused):
                _step(office, standing, act, figure)
            batch = find_batch(office.ledger.store, COMPANY, NAME)
            known[office.ledger.store.head().pos] = batch
            entered = len(standing), sum(amount for _document, amount in standing)
            if batch is None:
                assert not standing
                continue
            assert (batch.entered, batch.entered_total) == entered
            closed = batch.closed_count, batch.closed_total
            if batch.closed:
                assert batch.reason or closed == (batch.control_count, batch.control_total)
        before = find_batch(office.ledger.store, COMPANY, NAME)
        office.ledger.store.rebuild()
        assert find_batch(office.ledger.store, COMPANY, NAME) == before
        for position, said in known.items():
            past = look_back(office.ledger, Moment(position=position))
            assert find_batch(past.store, COMPANY, NAME) == said
        office.assert_sound()
        office.ledger.store.close()


def test_a_batch_that_was_named_first_is_known_so_until_it_was_opened(office: Office) -> None:
    enters(office, 60_00)
    named, end = batch_of(office), office.ledger.store.head().pos
    opened(office, day="2020-04-13")
    enters(office, 40_00)
    assert (batch_of(office).state, batch_of(office).day) == ("closed", "2020-04-13")
    past = look_back(office.ledger, Moment(position=end))
    assert find_batch(past.store, COMPANY, NAME) == named
    assert (named.state, named.day, named.words) == ("no control", TODAY, "1, 60.00")
    assert BatchList(past.seen, waiting=True).count() == 0
    assert BatchList(look_back(office.ledger, Moment(position=end + 1)).seen, waiting=True).count()
    before = look_back(office.ledger, Moment(position=named.entered))
    assert BatchList(before.seen).count() == 0


def test_a_batch_of_a_day_holds_what_was_booked_up_to_it(office: Office) -> None:
    """60.00 of 13 April and 30.00 of the 14th; 10.00 more, and another batch, of the 15th."""
    opened(office, 3, 100_00, day="2020-04-13")
    for amount, day in ((60_00, "2020-04-13"), (30_00, "2020-04-14"), (10_00, "2020-04-15")):
        office.pays(replace(office.receipt(amount, booked=day), batch=NAME))
    enters(office, 1, "NEXT")

    def told(day: str) -> list[tuple[str, str]]:
        past = look_back(office.ledger, Moment(day))
        return [(batch.batch, batch.words) for batch in BatchList(past.seen).window(0, 9)]

    assert told("2020-04-13") == [(NAME, "1 of 3, 60.00 of 100.00")]
    assert told("2020-04-14") == [(NAME, "2 of 3, 90.00 of 100.00")]
    assert told(TODAY) == [("NEXT", "1, 0.01"), (NAME, "3 of 3, 100.00 of 100.00")]


def _step(office: Office, standing: list[tuple[str, int]], act: str, figure: int) -> None:
    ledger = office.ledger
    if act == "enter":
        standing.append((enters(office, figure).document, figure))
    elif act == "reverse" and standing:
        document, _amount = standing[figure % len(standing)]
        reverse_receipt(ledger, document)
        del standing[figure % len(standing)]
    elif act == "open":
        batches.open_batch(ledger, COMPANY, NAME, bank_account=ACCOUNT, count=figure, total=figure)
    elif act == "control":
        total = sum(amount for _document, amount in standing)
        batches.change_control(ledger, COMPANY, NAME, figure, total)
    elif act in ("close", "accept"):
        batches.close_batch(ledger, COMPANY, NAME, accept=act == "accept", reason="counted again")
    elif act == "reopen":
        batches.reopen_batch(ledger, COMPANY, NAME)


def test_a_clerk_of_another_company_finds_no_batch_here(office: Office) -> None:
    opened(office)
    setup.register_company(office.ledger, "200", "Two Hundred", "USD", years=[2020])
    setup.register_branch(office.ledger, "200", "EAST", "East")
    setup.define_user(office.ledger, "eve", roles=["clerk"], branches=["200/EAST"])
    eve = office.as_clerk("eve")
    with pytest.raises(Refused) as refusal:
        batches.open_batch(eve, COMPANY, "HERS", bank_account=ACCOUNT, count=1, total=1)
    assert numbers(refusal) == [("company", 2201)]
    for act in (
        lambda: batches.change_control(eve, COMPANY, NAME, 1, 1),
        lambda: batches.close_batch(eve, COMPANY, NAME, accept=True, reason="mine"),
        lambda: batches.reopen_batch(eve, COMPANY, NAME),
    ):
        with pytest.raises(Refused, match=f"{COMPANY} has no batch {NAME} with control"):
            act()
